package sparql

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/tggo/goRDFlib/graph"
	"github.com/tggo/goRDFlib/rdfxml"
	"github.com/tggo/goRDFlib/term"

	"github.com/entente-graph/entente/schema"
)

// suitePath is where a suite lies; the test is skipped when it does not.
func suitePath(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "suites", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("skipped: ../shared/suites/%s not present", name)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

func fileIRI(path string) string { return "file://" + path }

// readRDF reads a Turtle, N-Triples or RDF/XML file.
func readRDF(path string) ([]schema.Triple, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	g := graph.NewGraph()
	switch filepath.Ext(path) {
	case ".ttl", ".nt":
		return readTurtle(string(data), fileIRI(path))
	case ".rdf":
		err = rdfxml.Parse(g, bytes.NewReader(data), rdfxml.WithBase(fileIRI(path)))
	default:
		err = fmt.Errorf("no RDF file: %s", path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []schema.Triple
	for t := range g.Triples(nil, nil, nil) {
		out = append(out, schema.Triple{S: fromRDFLib(t.Subject), P: fromRDFLib(t.Predicate), O: fromRDFLib(t.Object)})
	}
	return out, nil
}

func fromRDFLib(t any) schema.Term {
	switch t := t.(type) {
	case term.URIRef:
		return schema.IRI(t.Value())
	case term.BNode:
		return schema.Blank(t.Value())
	case term.Literal:
		if t.Language() != "" {
			return schema.LangString(t.Lexical(), t.Language())
		}
		d := t.Datatype().Value()
		if d == "" {
			d = schema.XSDString
		}
		return schema.Typed(t.Lexical(), d)
	}
	panic(fmt.Sprintf("unknown term %T", t))
}

// triples is a graph with the look-ups that manifests need.
type triples []schema.Triple

func (g triples) objects(s schema.Term, p string) (out []schema.Term) {
	for _, t := range g {
		if t.S == s && t.P.Value == p {
			out = append(out, t.O)
		}
	}
	return out
}

func (g triples) object(s schema.Term, p string) schema.Term {
	for _, o := range g.objects(s, p) {
		return o
	}
	return schema.Term{}
}

func (g triples) list(head schema.Term) (out []schema.Term) {
	for head.IsBlank() {
		out = append(out, g.object(head, schema.RDF+"first"))
		head = g.object(head, schema.RDF+"rest")
	}
	return out
}

// readTurtle reads Turtle with the parser of queries, because the library's
// reader rewrites the lexical forms of some numbers, and the suites compare them.
func readTurtle(text, base string) (out []schema.Triple, err error) {
	src, err := replaceEscapes(text)
	if err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			b, ok := r.(bail)
			if !ok {
				panic(r)
			}
			err = b.err
		}
	}()
	p := &parser{lexer: lexer{src: src}, base: base, prefixes: map[string]string{}, labels: map[string]int{}, template: true}
	p.advance()
	var nodes []tripleNode
	for p.tok.kind != tEOF {
		switch {
		case p.tok.kind == tLang: // @prefix, @base
			p.tok.kind = tWord
			if !p.prologueLine() {
				p.want()
			}
			p.expect(".")
		case p.tok.kind == tWord && p.tok.text != "true" && p.tok.text != "false":
			if !p.prologueLine() {
				p.want()
			}
		default:
			p.triplesSameSubject(&nodes)
			p.expect(".")
		}
	}
	plain := func(n node) schema.Term {
		if n.isVar() {
			return schema.Blank(n.variable[2:])
		}
		return n.term
	}
	for _, n := range nodes {
		out = append(out, schema.Triple{S: plain(n.s), P: plain(n.p), O: plain(n.o)})
	}
	return out, nil
}
