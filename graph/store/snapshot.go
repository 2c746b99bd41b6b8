package store

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2"

	"github.com/entente-graph/entente/schema"
)

// Snapshot is the store as it was at one moment, whatever is written after.
// Several goroutines may use it at once. It must be closed, after its cursors.
type Snapshot struct {
	s          *Store
	view       *pebble.Snapshot
	counters   counters
	generation uint64
	resident   *resident
	closed     atomic.Bool
	mu         sync.Mutex
	idle       [diskOrders][]*pebble.Iterator
}

// Snapshot takes a view of the store.
func (s *Store) Snapshot() (*Snapshot, error) {
	s.publish.RLock()
	defer s.publish.RUnlock()
	if s.closed.Load() {
		return nil, fmt.Errorf("store: snapshot: %w", ErrClosed)
	}
	s.opened.Add(1)
	return &Snapshot{s: s, view: s.db.NewSnapshot(), counters: s.published, generation: s.generation, resident: s.residentOf()}, nil
}

// Close releases the view. It may be called twice.
func (v *Snapshot) Close() error {
	if v.closed.Swap(true) {
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	var err error
	for o := range v.idle {
		for _, it := range v.idle[o] {
			if e := it.Close(); err == nil {
				err = e
			}
		}
		v.idle[o] = nil
	}
	if e := v.view.Close(); err == nil {
		err = e
	}
	v.s.opened.Add(-1)
	if err != nil {
		return fmt.Errorf("store: closing a snapshot: %w", engineError(err))
	}
	return nil
}

// Size is the number of quads.
func (v *Snapshot) Size() uint64 { return v.counters.quads }

// TermCount is the number of terms that are in some quad.
func (v *Snapshot) TermCount() uint64 { return v.counters.terms }

// Generation is equal for two snapshots between which no quad was written.
func (v *Snapshot) Generation() uint64 { return v.generation }

// Horizon is the largest id that a term of the snapshot can have.
func (v *Snapshot) Horizon() ID { return v.counters.horizon }

// Lookup returns the id of a term; false when no quad holds it.
func (v *Snapshot) Lookup(t schema.Term) (ID, bool, error) {
	if t.IsZero() {
		return 0, false, nil
	}
	encoded := appendTerm(nil, t)
	id, _, err := lookup(v.view, v.s.hash(encoded), encoded)
	if err != nil {
		return 0, false, fmt.Errorf("store: looking up %v: %w", t, err)
	}
	return id, id != 0, nil
}

// Term returns the term of an id.
func (v *Snapshot) Term(id ID) (schema.Term, error) {
	t, err := v.s.term(v.view, id)
	if err != nil {
		return t, fmt.Errorf("store: reading a term: %w", err)
	}
	return t, nil
}

// Terms writes the term of ids[i] into terms[i].
func (v *Snapshot) Terms(ids []ID, terms []schema.Term) error {
	for i, id := range ids {
		t, err := v.Term(id)
		if err != nil {
			return err
		}
		terms[i] = t
	}
	return nil
}

// term reads a term through the readers' cache.
func (s *Store) term(r pebble.Reader, id ID) (schema.Term, error) {
	if t, ok := s.names.get(id); ok {
		return t, nil
	}
	t, err := termOf(r, id)
	if err == nil {
		s.names.put(id, t)
	}
	return t, err
}

// Quad reads the terms of a quad; the default graph is the zero term.
func (v *Snapshot) Quad(k IDQuad) (q schema.Quad, err error) {
	for i, t := range [4]*schema.Term{&q.S, &q.P, &q.O, &q.G} {
		if k[i] == 0 && i == int(G) {
			continue
		}
		if *t, err = v.Term(k[i]); err != nil {
			return q, err
		}
	}
	return q, nil
}

// Has tells whether a quad is there.
func (v *Snapshot) Has(q schema.Quad) (bool, error) {
	var k IDQuad
	for i, t := range [4]schema.Term{q.S, q.P, q.O, q.G} {
		if t.IsZero() {
			continue
		}
		id, ok, err := v.Lookup(t)
		if err != nil || !ok {
			return false, err
		}
		k[i] = id
	}
	_, closer, err := v.view.Get(appendIndexKey(nil, SPOG, k))
	if err == pebble.ErrNotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("store: reading: %w", engineError(err))
	}
	return true, closer.Close()
}

// Pattern makes the pattern of the terms given, zero terms being wildcards; ok is
// false when a term is in no quad, so that nothing can match.
func (v *Snapshot) Pattern(s, p, o, g schema.Term) (pattern Pattern, ok bool, err error) {
	for i, t := range [4]schema.Term{s, p, o, g} {
		if t.IsZero() {
			continue
		}
		if pattern[i], ok, err = v.Lookup(t); err != nil || !ok {
			return pattern, false, err
		}
	}
	return pattern, true, nil
}

// Match yields the quads that match, zero terms being wildcards, in the order of
// the index that serves the pattern best.
func (v *Snapshot) Match(ctx context.Context, s, p, o, g schema.Term) iter.Seq2[schema.Quad, error] {
	return func(yield func(schema.Quad, error) bool) {
		pattern, ok, err := v.Pattern(s, p, o, g)
		if err != nil {
			yield(schema.Quad{}, err)
			return
		}
		if ok {
			v.quads(ctx, pattern, yield)
		}
	}
}

// Quads yields the quads of a pattern with their terms.
func (v *Snapshot) Quads(ctx context.Context, pattern Pattern) iter.Seq2[schema.Quad, error] {
	return func(yield func(schema.Quad, error) bool) { v.quads(ctx, pattern, yield) }
}

func (v *Snapshot) quads(ctx context.Context, pattern Pattern, yield func(schema.Quad, error) bool) {
	c := v.Scan(ctx, pattern, BestOrder(pattern))
	defer c.Close()
	var buf [256]IDQuad
	for {
		n := c.Next(buf[:])
		for _, k := range buf[:n] {
			q, err := v.Quad(k)
			if !yield(q, err) || err != nil {
				return
			}
		}
		if n == 0 {
			if err := c.Err(); err != nil {
				yield(schema.Quad{}, err)
			}
			return
		}
	}
}

// Orders lists the orders in which Scan works at the price of Costs. It lists the
// two that are not on disk once what they are made of is in memory; Scan takes them
// always.
func (v *Snapshot) Orders() []Order {
	orders := []Order{SPOG, POSG, OSPG, GSPO}
	for _, o := range []Order{PSOG, GPOS} {
		if v.resident != nil && v.resident.made[onDisk[o]].Load() != nil {
			orders = append(orders, o)
		}
	}
	return orders
}

// Costs tells a planner what a search, the next row and the term of an id cost, in
// nanoseconds as measured on disk and in memory; only their ratios matter.
func (v *Snapshot) Costs() (seek, step, term float64) {
	if v.resident != nil && v.resident.made[SPOG].Load() != nil && v.resident.made[POSG].Load() != nil {
		return 150, 5, 300
	}
	return 2500, 80, 600
}

// Graphs yields the ids of the named graphs, ascending.
func (v *Snapshot) Graphs(ctx context.Context) iter.Seq2[ID, error] {
	return func(yield func(ID, error) bool) {
		c := v.Scan(ctx, Pattern{}, GSPO)
		defer c.Close()
		var buf [1]IDQuad
		for g := ID(1); ; g = buf[0][G] + 1 {
			c.Seek(IDQuad{0, 0, 0, g})
			if c.Next(buf[:]) == 0 {
				break
			}
			if !yield(buf[0][G], nil) {
				return
			}
		}
		if err := c.Err(); err != nil {
			yield(0, err)
		}
	}
}
