package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/schema"
)

// Stats are what a graph holds, counted.
type Stats struct {
	Counts
	Store store.Stats
	// Graphs counts quads; all claims count as one graph, "claim/".
	Graphs []Count
	// Classes counts the things of each class, EventTypes, Measures, Languages,
	// Outlets and Statuses the events, figures and articles that have each value.
	Classes, EventTypes, Measures, Statuses, Languages, Outlets []Count
	// Predicates counts quads.
	Predicates []Count
}

// Count is a value and how often it occurs.
type Count struct {
	Value string
	N     int
}

// Stats counts the graph. It walks the type statements and the index of graphs:
// seconds for millions of quads.
func (g *Graph) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	fail := func(err error) (Stats, error) { return s, fmt.Errorf("graph: counting: %w", err) }
	var err error
	if s.Counts, err = g.Counts(); err != nil {
		return fail(err)
	}
	if s.Store, err = g.quads.Stats(); err != nil {
		return fail(err)
	}
	v, err := g.Snapshot()
	if err != nil {
		return fail(err)
	}
	defer v.Close()
	if s.Graphs, err = graphCounts(ctx, v); err != nil {
		return fail(err)
	}
	for _, x := range []struct {
		property string
		counts   *[]Count
	}{{schema.Type, &s.Classes}, {schema.EventType, &s.EventTypes}, {schema.Measure, &s.Measures}, {schema.CurrentStatus, &s.Statuses}, {schema.Language, &s.Languages}, {schema.Publisher, &s.Outlets}} {
		if *x.counts, err = valueCounts(ctx, v, x.property); err != nil {
			return fail(err)
		}
	}
	if s.Predicates, err = predicateCounts(ctx, v); err != nil {
		return fail(err)
	}
	return s, nil
}

// largestFirst sorts counts.
func largestFirst(m map[string]int) []Count {
	out := make([]Count, 0, len(m))
	for v, n := range m {
		out = append(out, Count{v, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value)) })
	return out
}

// walk calls fn for the ids of the quads of a pattern, in an order.
func walk(ctx context.Context, v *store.Snapshot, p store.Pattern, o store.Order, fn func(store.IDQuad)) error {
	c := v.Scan(ctx, p, o)
	defer c.Close()
	var buf [1024]store.IDQuad
	for {
		n := c.Next(buf[:])
		if n == 0 {
			return c.Err()
		}
		for _, q := range buf[:n] {
			fn(q)
		}
	}
}

func named(v *store.Snapshot, counts map[store.ID]int, name func(schema.Term) string) ([]Count, error) {
	out := map[string]int{}
	for id, n := range counts {
		t, err := v.Term(id)
		if err != nil {
			return nil, err
		}
		out[name(t)] += n
	}
	return largestFirst(out), nil
}

func graphCounts(ctx context.Context, v *store.Snapshot) ([]Count, error) {
	counts := map[store.ID]int{}
	if err := walk(ctx, v, store.Pattern{}, store.GSPO, func(q store.IDQuad) { counts[q[store.G]]++ }); err != nil {
		return nil, err
	}
	return named(v, counts, func(t schema.Term) string {
		if schema.IsClaim(t.Value) {
			return schema.ClaimGraph
		}
		return t.Value
	})
}

// valueCounts counts the different subjects of each value of a property.
func valueCounts(ctx context.Context, v *store.Snapshot, property string) ([]Count, error) {
	id, ok, err := v.Lookup(schema.IRI(property))
	if err != nil || !ok {
		return nil, err
	}
	counts := map[store.ID]int{}
	var last store.IDQuad
	err = walk(ctx, v, store.Pattern{0, id, 0, 0}, store.POSG, func(q store.IDQuad) {
		if q[store.S] != last[store.S] || q[store.O] != last[store.O] {
			counts[q[store.O]]++
		}
		last = q
	})
	if err != nil {
		return nil, err
	}
	return named(v, counts, func(t schema.Term) string { return t.Value })
}

func predicateCounts(ctx context.Context, v *store.Snapshot) ([]Count, error) {
	counts := map[store.ID]int{}
	if err := walk(ctx, v, store.Pattern{}, store.POSG, func(q store.IDQuad) { counts[q[store.P]]++ }); err != nil {
		return nil, err
	}
	return named(v, counts, func(t schema.Term) string { return t.Value })
}
