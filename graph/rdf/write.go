package rdf

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/entente-graph/entente/schema"
)

// Write writes quads in a syntax. N-Quads and N-Triples are written as they come;
// the other syntaxes gather all quads first and write them grouped and sorted, so
// that equal sets give equal bytes. N-Triples, Turtle and RDF/XML have no graphs:
// the names are dropped. It stops at the first error of the sequence.
func Write(w io.Writer, format Format, quads iter.Seq2[Quad, error]) error {
	out := bufio.NewWriterSize(w, 64<<10)
	err := write(out, format, quads)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("rdf: writing %s: %w", format, err)
	}
	return nil
}

func write(w *bufio.Writer, format Format, quads iter.Seq2[Quad, error]) error {
	switch format {
	case NQuads, NTriples:
		return writeLines(w, quads, format == NQuads)
	}
	all, err := gather(quads, format.Graphs())
	if err != nil {
		return err
	}
	switch format {
	case Turtle, TriG:
		return writeTurtle(w, all)
	case JSONLD:
		return writeJSONLD(w, all)
	case RDFXML:
		return writeXML(w, all)
	}
	return fmt.Errorf("%w: %q", ErrFormat, format)
}

func writeLines(w *bufio.Writer, quads iter.Seq2[Quad, error], graphs bool) error {
	var line []byte
	for q, err := range quads {
		if err != nil {
			return err
		}
		if !graphs {
			q.G = Term{}
		}
		line = q.Append(line[:0])
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// Sort sorts by graph (the default one first), subject, predicate (rdf:type first)
// and object.
func Sort(quads []Quad) { slices.SortFunc(quads, compareQuads) }

func compareQuads(a, b Quad) int {
	if c := a.G.Compare(b.G); c != 0 {
		return c
	}
	if c := a.S.Compare(b.S); c != 0 {
		return c
	}
	if a.P != b.P {
		switch schema.Type {
		case a.P.Value:
			return -1
		case b.P.Value:
			return 1
		}
		return a.P.Compare(b.P)
	}
	return a.O.Compare(b.O)
}

func gather(quads iter.Seq2[Quad, error], graphs bool) ([]Quad, error) {
	var all []Quad
	for q, err := range quads {
		if err != nil {
			return nil, err
		}
		if !graphs {
			q.G = Term{}
		}
		all = append(all, q)
	}
	Sort(all)
	return slices.Compact(all), nil
}

// groups cuts sorted quads into runs that agree in what key returns.
func groups(quads []Quad, key func(Quad) Term) iter.Seq2[Term, []Quad] {
	return func(yield func(Term, []Quad) bool) {
		for len(quads) > 0 {
			k := key(quads[0])
			n := 1
			for n < len(quads) && key(quads[n]) == k {
				n++
			}
			if !yield(k, quads[:n]) {
				return
			}
			quads = quads[n:]
		}
	}
}

func byGraph(q Quad) Term     { return q.G }
func bySubject(q Quad) Term   { return q.S }
func byPredicate(q Quad) Term { return q.P }
