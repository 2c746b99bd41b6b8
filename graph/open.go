package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/schema"
)

// Options of Open.
type Options struct {
	// Gazetteer is the curated knowledge; it must not be nil.
	Gazetteer *gazetteer.Gazetteer
	// Corrections are what people decided; nil for none. A graph that was built
	// with other ones, or with another gazetteer, is worked out anew.
	Corrections *resolve.Corrections
	// Store are the options of the store below.
	Store store.Options
}

// Open opens the graph in a directory. The errors are those of store.Open:
// store.ErrNotFound, store.ErrLocked, store.ErrFormat …
func Open(ctx context.Context, dir string, opt Options) (*Graph, error) {
	if opt.Gazetteer == nil {
		return nil, errors.New("graph: opening without a gazetteer")
	}
	s, err := store.Open(dir, opt.Store)
	if err != nil {
		return nil, err
	}
	g, err := open(ctx, pebbleBackend{s}, opt.Gazetteer, opt.Corrections, opt.Store.ReadOnly)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	g.quads = s
	return g, nil
}

// Close closes the store. Snapshots must be closed before.
func (g *Graph) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.quads == nil {
		return nil
	}
	return g.quads.Close()
}

// Store is the store below: Cayley's QuadStore, backup, compaction, size.
func (g *Graph) Store() *store.Store { return g.quads }

// Snapshot takes a view of the quads that does not change, for a query.
func (g *Graph) Snapshot() (*store.Snapshot, error) { return g.quads.Snapshot() }

// pebbleBackend is the store as this package needs it.
type pebbleBackend struct{ *store.Store }

func (b pebbleBackend) Scan(space, prefix string, fn func(string, []byte) error) error {
	for r, err := range b.Records(space, prefix) {
		if err != nil {
			return err
		}
		if err := fn(r.Key, r.Value); err != nil {
			return err
		}
	}
	return nil
}

func (b pebbleBackend) Has(q schema.Quad) (bool, error) {
	v, err := b.Snapshot()
	if err != nil {
		return false, err
	}
	ok, err := v.Has(q)
	return ok, errors.Join(err, v.Close())
}

func (b pebbleBackend) Quads(ctx context.Context, graph schema.Term) iter.Seq2[schema.Quad, error] {
	return func(yield func(schema.Quad, error) bool) {
		v, err := b.Snapshot()
		if err != nil {
			yield(schema.Quad{}, err)
			return
		}
		defer v.Close()
		for q, err := range byGraph(ctx, v, graph) {
			if !yield(q, err) {
				return
			}
		}
	}
}

// byGraph walks quads so that those of a graph stand together.
func byGraph(ctx context.Context, v *store.Snapshot, graph schema.Term) iter.Seq2[schema.Quad, error] {
	return func(yield func(schema.Quad, error) bool) {
		if !graph.IsZero() {
			v.Match(ctx, schema.Term{}, schema.Term{}, schema.Term{}, graph)(yield)
			return
		}
		for id, err := range v.Graphs(ctx) {
			if err != nil {
				yield(schema.Quad{}, err)
				return
			}
			for q, err := range v.Quads(ctx, store.Pattern{0, 0, 0, id}) {
				if !yield(q, err) {
					return
				}
			}
		}
	}
}

func (b pebbleBackend) Commit(ctx context.Context, fn func(writer) error) error {
	if err := b.Update(ctx, func(x *store.Batch) error { return fn(x) }); err != nil {
		return fmt.Errorf("graph: %w", err)
	}
	return nil
}
