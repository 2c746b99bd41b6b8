package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"

	"github.com/entente-graph/entente/schema"
)

// ErrName: the name of an import is no short ASCII name.
var ErrName = errors.New("a name of an import is letters, digits, dot, dash and underscore")

var importName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

const importBatch = 5000

// Import stores foreign RDF in graph/import/{name}, beside what is there. Graph
// names in it are dropped; blank nodes become IRIs made of the import's name and
// their label, so that importing a file twice changes nothing. It returns the
// number of quads read.
func (g *Graph) Import(ctx context.Context, name string, quads iter.Seq2[schema.Quad, error]) (int, error) {
	if !importName.MatchString(name) {
		return 0, fmt.Errorf("graph: importing %q: %w", name, ErrName)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	var batch []schema.Quad
	store := func() error {
		err := g.store.Commit(ctx, func(w writer) error {
			for _, q := range batch {
				w.Add(q)
			}
			return nil
		})
		n += len(batch)
		batch = batch[:0]
		return err
	}
	graph := schema.IRI(schema.GraphImport + name)
	for q, err := range quads {
		if err != nil {
			return n, fmt.Errorf("graph: importing into %s after %d quads: %w", name, n, err)
		}
		batch = append(batch, schema.Quad{S: skolem(q.S, name), P: q.P, O: skolem(q.O, name), G: graph})
		if len(batch) == importBatch {
			if err := store(); err != nil {
				return n, fmt.Errorf("graph: importing into %s: %w", name, err)
			}
		}
	}
	if err := store(); err != nil {
		return n, fmt.Errorf("graph: importing into %s: %w", name, err)
	}
	return n, nil
}

func skolem(t schema.Term, name string) schema.Term {
	if !t.IsBlank() {
		return t
	}
	return schema.IRI(schema.GraphImport + name + "/genid/" + schema.Hash16(name, t.Value))
}

// RemoveImport takes an import out.
func (g *Graph) RemoveImport(ctx context.Context, name string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	err := g.store.Commit(ctx, func(w writer) error {
		w.RemoveGraph(schema.IRI(schema.GraphImport + name))
		return nil
	})
	if err != nil {
		return fmt.Errorf("graph: removing import %s: %w", name, err)
	}
	return nil
}
