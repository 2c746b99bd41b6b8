package sparql

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// readTriG reads TriG whose graphs are written "name { … }".
func readTriG(text, base string) (out []schema.Quad, err error) {
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
	for p.tok.kind != tEOF {
		if at := p.tok.kind == tLang; at || p.isWord("PREFIX") || p.isWord("BASE") {
			p.tok.kind = tWord
			if !p.prologueLine() {
				p.want()
			}
			if at {
				p.expect(".")
			}
			continue
		}
		p.acceptWord("GRAPH")
		var graph schema.Term
		var nodes []tripleNode
		if n := p.peek(); n.kind == tPunct && n.text == "{" {
			graph = schema.IRI(p.iri())
		}
		p.expect("{")
		for !p.is("}") {
			p.triplesSameSubject(&nodes)
			if !p.accept(".") {
				break
			}
		}
		p.expect("}")
		for _, n := range nodes {
			out = append(out, schema.Quad{S: n.s.term, P: n.p.term, O: n.o.term, G: graph})
		}
	}
	return out, nil
}

// TestContractQueries runs the queries that the design promises on its worked
// example.
func TestContractQueries(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "contract")
	text, err := os.ReadFile(filepath.Join(dir, "seed-example.trig"))
	if err != nil {
		t.Skip("skipped: ../shared/contract not present")
	}
	quads, err := readTriG(string(text), "")
	if err != nil {
		t.Fatal(err)
	}
	concepts, err := readRDF(filepath.Join(dir, "concepts.ttl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range concepts {
		quads = append(quads, c.In(schema.IRI(schema.GraphSchema)))
	}
	src := NewMemory(quads)
	files, err := filepath.Glob(filepath.Join(dir, "q*.rq"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		q, err := Parse(string(text), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		opt := Options{Union: true, HiddenGraphs: []string{schema.GraphRuns}}
		got, err := engineTable(opt)(src, q)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if len(got.rows)+len(got.triples) == 0 {
			t.Errorf("%s has no rows", filepath.Base(f))
		}
		t.Logf("%s: %d rows", filepath.Base(f), len(got.rows)+len(got.triples))
	}
}
