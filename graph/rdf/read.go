package rdf

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"

	"github.com/piprate/json-gold/ld"
	"github.com/tggo/goRDFlib/graph"
	"github.com/tggo/goRDFlib/rdfxml"
	"github.com/tggo/goRDFlib/store"
	"github.com/tggo/goRDFlib/term"
	"github.com/tggo/goRDFlib/trig"
	"github.com/tggo/goRDFlib/turtle"

	"github.com/entente-graph/entente/schema"
)

// Read yields the quads of a document, in gzip or not. base resolves relative IRIs
// where the syntax has them. N-Quads and N-Triples are read as a stream; the other
// syntaxes are read whole before the first quad comes. An error is the last that is
// yielded.
func Read(r io.Reader, format Format, base string) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) {
		fail := func(err error) { yield(Quad{}, fmt.Errorf("rdf: reading %s: %w", format, err)) }
		r, err := Decompress(r)
		if err != nil {
			fail(err)
			return
		}
		for q, err := range read(r, format, base) {
			if err != nil {
				fail(err)
				return
			}
			if !yield(q, nil) {
				return
			}
		}
	}
}

func read(r io.Reader, format Format, base string) iter.Seq2[Quad, error] {
	switch format {
	case NQuads, NTriples:
		return readLines(r, format == NQuads)
	case Turtle:
		return collected(func(c *collector) error { return turtle.Parse(c.graph(), r, turtle.WithBase(base)) })
	case TriG:
		return collected(func(c *collector) error {
			dataset := graph.NewDataset(graph.WithStore(c))
			c.unnamed = dataset.DefaultContext().Identifier()
			return trig.ParseDataset(dataset, r, trig.WithBase(base))
		})
	case RDFXML:
		return collected(func(c *collector) error { return rdfxml.Parse(c.graph(), r, rdfxml.WithBase(base)) })
	case JSONLD:
		return readJSONLD(r, base)
	}
	return func(yield func(Quad, error) bool) { yield(Quad{}, fmt.Errorf("%w: %q", ErrFormat, format)) }
}

// Decompress returns a reader of the plain bytes of r, which may be in gzip.
func Decompress(r io.Reader) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, err := b.Peek(2)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	return gzip.NewReader(b)
}

// collector takes what a parser adds. Parsers only add, bind and ask for
// prefixes; the rest of the interface is never called by them.
type collector struct {
	*store.MemoryStore
	unnamed term.Term // stands for the default graph
	quads   []Quad
	err     error
}

func (c *collector) graph() *graph.Graph {
	g := graph.NewGraph(graph.WithStore(c))
	c.unnamed = g.Identifier()
	return g
}

// Add implements store.Store.
func (c *collector) Add(t term.Triple, context term.Term) {
	q := Quad{S: c.term(t.Subject), P: c.term(t.Predicate), O: c.term(t.Object)}
	if context != nil && context != c.unnamed {
		q.G = c.term(context)
	}
	c.quads = append(c.quads, q)
}

// AddN implements store.Store.
func (c *collector) AddN(quads []term.Quad) {
	for _, q := range quads {
		c.Add(q.Triple, q.Graph)
	}
}

func (c *collector) term(t term.Term) Term {
	switch t := t.(type) {
	case term.URIRef:
		return schema.IRI(t.Value())
	case term.BNode:
		return schema.Blank(t.Value())
	case term.Literal:
		if t.Language() != "" && t.Dir() == "" {
			return schema.LangString(t.Lexical(), t.Language())
		}
		if t.Dir() == "" {
			datatype := t.Datatype().Value()
			if datatype == "" {
				datatype = schema.XSDString
			}
			return schema.Typed(t.Lexical(), datatype)
		}
	}
	if c.err == nil {
		c.err = &SyntaxError{Reason: "a term of RDF 1.2: " + t.N3()}
	}
	return Term{}
}

// collected runs a parser of the library and yields what it found.
func collected(parse func(*collector) error) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) {
		c := &collector{MemoryStore: store.NewMemoryStore()}
		if err := guarded(func() error { return parse(c) }); err != nil {
			yield(Quad{}, &SyntaxError{Reason: err.Error()})
			return
		}
		if c.err != nil {
			yield(Quad{}, c.err)
			return
		}
		nameAnonymous(c.quads)
		yieldAll(c.quads, yield)
	}
}

// generated is the form of the labels that the library makes up, at random.
var generated = regexp.MustCompile(`^N[0-9a-f]{32}$`)

// nameAnonymous gives blank nodes without a label of their own the labels anon1,
// anon2 … by first appearance, so that reading a document twice gives the same.
func nameAnonymous(quads []Quad) {
	labels := map[string]string{}
	for _, q := range quads {
		for _, t := range [3]Term{q.S, q.O, q.G} {
			if t.IsBlank() && !generated.MatchString(t.Value) {
				labels[t.Value] = t.Value
			}
		}
	}
	n := 0
	for i := range quads {
		for _, t := range [3]*Term{&quads[i].S, &quads[i].O, &quads[i].G} {
			if !t.IsBlank() {
				continue
			}
			if _, ok := labels[t.Value]; !ok {
				for n++; labels["anon"+strconv.Itoa(n)] != ""; n++ {
				}
				labels[t.Value] = "anon" + strconv.Itoa(n)
			}
			t.Value = labels[t.Value]
		}
	}
}

func yieldAll(quads []Quad, yield func(Quad, error) bool) {
	for _, q := range quads {
		if !yield(q, nil) {
			return
		}
	}
}

// guarded turns a panic of a library on strange input into an error.
func guarded(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser failed: %v", p)
		}
	}()
	return fn()
}

// offline refuses every context that is not in the document.
type offline struct{}

func (offline) LoadDocument(url string) (*ld.RemoteDocument, error) {
	return nil, fmt.Errorf("%w: %s", ErrRemoteContext, url)
}

func readJSONLD(r io.Reader, base string) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) {
		var quads []Quad
		err := guarded(func() error {
			document, err := ld.DocumentFromReader(r)
			if err != nil {
				return err
			}
			options := ld.NewJsonLdOptions(base)
			options.DocumentLoader = offline{}
			options.ProcessingMode = ld.JsonLd_1_1
			found, err := ld.NewJsonLdProcessor().ToRDF(document, options)
			if err != nil {
				return err
			}
			dataset, ok := found.(*ld.RDFDataset)
			if !ok {
				return fmt.Errorf("unexpected result %T", found)
			}
			quads, err = fromDataset(dataset)
			return err
		})
		if err != nil {
			yield(Quad{}, &SyntaxError{Reason: err.Error()})
			return
		}
		yieldAll(quads, yield)
	}
}

func fromDataset(dataset *ld.RDFDataset) ([]Quad, error) {
	var quads []Quad
	for name, graphQuads := range dataset.Graphs {
		var g Term
		switch {
		case name == "@default":
		case len(name) > 2 && name[:2] == "_:":
			g = schema.Blank(name[2:])
		default:
			g = schema.IRI(name)
		}
		for _, q := range graphQuads {
			quads = append(quads, Quad{S: fromNode(q.Subject), P: fromNode(q.Predicate), O: fromNode(q.Object), G: g})
		}
	}
	Sort(quads)
	return quads, nil
}

func fromNode(n ld.Node) Term {
	switch n := n.(type) {
	case ld.Literal:
		return literalNode(n)
	case *ld.Literal:
		return literalNode(*n)
	}
	if v := n.GetValue(); ld.IsBlankNode(n) {
		return schema.Blank(v[2:])
	}
	return schema.IRI(n.GetValue())
}

func literalNode(n ld.Literal) Term {
	if n.Language != "" {
		return schema.LangString(n.Value, n.Language)
	}
	return schema.Typed(n.Value, n.Datatype)
}
