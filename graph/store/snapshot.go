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

// Terms writes the term of ids[i] into terms[i]. Those that no reader met lately are
// read together, fastest when the ids ascend.
func (v *Snapshot) Terms(ids []ID, terms []schema.Term) error {
	var missing []int
	for i, id := range ids {
		t, ok := v.s.names.get(id)
		if !ok {
			missing = append(missing, i)
		}
		terms[i] = t
	}
	if len(missing) < fewTerms {
		for _, i := range missing {
			t, err := v.Term(ids[i])
			if err != nil {
				return err
			}
			terms[i] = t
		}
		return nil
	}
	if err := v.readTerms(ids, terms, missing); err != nil {
		return fmt.Errorf("store: reading terms: %w", err)
	}
	return nil
}

// fewTerms is how many terms are looked up one by one rather than by an iterator.
const fewTerms = 4

// readTerms reads the terms of ids[i] for the places i given: one iterator walks
// where ids are near each other, and searches where not.
func (v *Snapshot) readTerms(ids []ID, terms []schema.Term, places []int) (err error) {
	prefix := []byte{tagTerm}
	it, err := v.view.NewIter(&pebble.IterOptions{LowerBound: prefix, UpperBound: after(prefix)})
	if err != nil {
		return engineError(err)
	}
	defer func() {
		if e := it.Close(); err == nil {
			err = engineError(e)
		}
	}()
	var key [6]byte
	at := ID(0) // of the iterator, 0 where it stands nowhere
	for _, i := range places {
		id := ids[i]
		if id < at || id-at > seekSteps || at == 0 {
			if !it.SeekGE(termKey(key[:0], id)) {
				return noTerm(it, id)
			}
		}
		for {
			if len(it.Key()) != len(key) {
				return fmt.Errorf("%w: key of %d bytes in the dictionary", ErrCorrupt, len(it.Key()))
			}
			if at = readID(it.Key()[1:]); at >= id {
				break
			}
			if !it.Next() {
				return noTerm(it, id)
			}
		}
		if at != id {
			return noTerm(it, id)
		}
		value, err := it.ValueAndErr()
		if err != nil {
			return engineError(err)
		}
		if terms[i], err = readTerm(value); err != nil {
			return fmt.Errorf("%w: term %d: %w", ErrCorrupt, id, err)
		}
		v.s.names.put(id, terms[i])
	}
	return nil
}

func noTerm(it *pebble.Iterator, id ID) error {
	if err := it.Error(); err != nil {
		return engineError(err)
	}
	return fmt.Errorf("%w: id %d has no term", ErrCorrupt, id)
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
