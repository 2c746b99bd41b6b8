package endpoint

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// WriteGraph writes a CONSTRUCT or DESCRIBE.
func WriteGraph(w io.Writer, res *sparql.Results, name string) error {
	b := bufio.NewWriter(w)
	var line []byte
	for t, err := range res.Triples() {
		if err != nil {
			return err
		}
		line = line[:0]
		line = t.S.Append(line)
		line = append(line, ' ')
		line = t.P.Append(line)
		line = append(line, ' ')
		line = t.O.Append(line)
		line = append(line, " .\n"...)
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}

// readGraph reads N-Triples as the result of a query. The engine makes it: there
// a graph that is already at hand is a CONSTRUCT of all its triples.
func readGraph(ctx context.Context, r io.Reader) (*sparql.Results, error) {
	var b sparql.MemoryBuilder
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxTransfer)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		t, err := parseTriple(text)
		if err != nil {
			return nil, fmt.Errorf("endpoint: the server's answer, line %d: %w", n, err)
		}
		b.Add(schema.Quad{S: t.S, P: t.P, O: t.O})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("endpoint: reading the server's answer: %w", err)
	}
	q, err := sparql.Parse("CONSTRUCT WHERE { ?s ?p ?o }", "", nil)
	if err != nil {
		return nil, err
	}
	return sparql.Engine{}.Query(ctx, b.Build(), q, sparql.Options{})
}

// parseTriple reads one line of canonical N-Triples: two terms without spaces,
// and all the rest is the object.
func parseTriple(line string) (t schema.Triple, err error) {
	line, ok := strings.CutSuffix(line, ".")
	s, rest, ok1 := strings.Cut(strings.TrimSpace(line), " ")
	p, o, ok2 := strings.Cut(rest, " ")
	if !ok || !ok1 || !ok2 {
		return t, fmt.Errorf("not a triple: %.80q", line)
	}
	if t.S, err = schema.ParseTerm(s); err != nil {
		return t, err
	}
	if t.P, err = schema.ParseTerm(p); err != nil {
		return t, err
	}
	t.O, err = schema.ParseTerm(strings.TrimSpace(o))
	return t, err
}

// ConvertQuads writes sorted N-Quads in another syntax.
func ConvertQuads(w io.Writer, nquads io.Reader, syntax string) error {
	return fmt.Errorf("endpoint: export as %s is not available yet", syntax)
}

// ReadQuads reads RDF in a syntax.
func ReadQuads(r io.Reader, syntax string) (iter.Seq2[schema.Quad, error], error) {
	return nil, fmt.Errorf("endpoint: import of %s is not available yet", syntax)
}
