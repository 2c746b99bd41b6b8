package store

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/cayleygraph/cayley/graph"

	"github.com/entente-graph/entente/schema"
)

// QuadsOf yields all quads of any store of Cayley's (in memory, on an SQL server),
// for those who can read ours by a snapshot and have to do with another one.
func QuadsOf(ctx context.Context, qs graph.QuadStore) iter.Seq2[schema.Quad, error] {
	return func(yield func(schema.Quad, error) bool) {
		it := qs.QuadsAllIterator()
		for it.Next(ctx) {
			q, err := toQuad(qs.Quad(it.Result()))
			if !yield(q, err) || err != nil {
				_ = it.Close() // whoever stops early wants no more of it
				return
			}
		}
		if err := errors.Join(it.Err(), it.Close(), ctx.Err()); err != nil {
			yield(schema.Quad{}, fmt.Errorf("store: reading a store of Cayley's: %w", err))
		}
	}
}
