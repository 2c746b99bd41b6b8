package endpoint

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/entente-graph/entente/graph/rdf"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// WriteGraph writes a CONSTRUCT or DESCRIBE: turtle, ntriples, nquads, trig,
// jsonld, rdfxml; "" and json mean turtle and jsonld.
func WriteGraph(w io.Writer, res *sparql.Results, name string) error {
	format, err := syntax(name)
	if err != nil {
		return err
	}
	return rdf.Write(w, format, func(yield func(schema.Quad, error) bool) {
		for t, err := range res.Triples() {
			if !yield(t.In(schema.Term{}), err) {
				return
			}
		}
	})
}

// writeQuads writes quads that are at hand.
func writeQuads(w io.Writer, name string, quads []schema.Quad) error {
	format, err := syntax(name)
	if err != nil {
		return err
	}
	return rdf.Write(w, format, func(yield func(schema.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	})
}

func syntax(name string) (rdf.Format, error) {
	switch name {
	case "":
		return rdf.Turtle, nil
	case "json":
		return rdf.JSONLD, nil
	}
	return rdf.FormatOf(name)
}

// ConvertQuads writes N-Quads in another syntax.
func ConvertQuads(w io.Writer, nquads io.Reader, name string) error {
	format, err := syntax(name)
	if err != nil {
		return err
	}
	return rdf.Write(w, format, rdf.Read(nquads, rdf.NQuads, ""))
}

// ReadQuads reads RDF in a syntax. Blank nodes keep their labels.
func ReadQuads(r io.Reader, name string) (iter.Seq2[schema.Quad, error], error) {
	format, err := syntax(name)
	if err != nil {
		return nil, err
	}
	return rdf.Read(r, format, ""), nil
}

// readGraph reads N-Triples as the result of a query. The engine makes it: there
// a graph that is already at hand is a CONSTRUCT of all its triples.
func readGraph(ctx context.Context, r io.Reader) (*sparql.Results, error) {
	var b sparql.MemoryBuilder
	for q, err := range rdf.Read(r, rdf.NTriples, "") {
		if err != nil {
			return nil, fmt.Errorf("endpoint: the server's answer: %w", err)
		}
		b.Add(q)
	}
	q, err := sparql.Parse("CONSTRUCT WHERE { ?s ?p ?o }", "", nil)
	if err != nil {
		return nil, err
	}
	return sparql.Engine{}.Query(ctx, b.Build(), q, sparql.Options{})
}
