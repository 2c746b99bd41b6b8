package store

import (
	"context"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// ValueRange is an interval of value keys, both ends inclusive; infinities are
// open ends. Descending is the direction in which it is scanned.
type ValueRange struct {
	Kind       ValueKind
	From, To   float64
	Descending bool
}

func (r ValueRange) bounds(predicate ID) (lower, upper []byte) {
	lower = valueKey(nil, r.Kind, r.From, IDQuad{P: predicate})[:1+idBytes+1+8]
	upper = after(valueKey(nil, r.Kind, r.To, IDQuad{P: predicate})[:1+idBytes+1+8])
	return lower, upper
}

// ScanRange walks the quads of a predicate whose object's ValueKey lies in a
// range, ascending by key or descending. Seek does nothing on it.
func (v *Snapshot) ScanRange(ctx context.Context, predicate ID, r ValueRange) *RangeCursor {
	c := &RangeCursor{ctx: ctx, descending: r.Descending}
	lower, upper := r.bounds(predicate)
	if r.From > r.To || r.From != r.From || r.To != r.To {
		return c
	}
	if v.closed.Load() {
		c.err = ErrClosed
		return c
	}
	c.it, c.err = v.view.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: upper})
	if c.err == nil {
		if c.descending {
			c.ready = c.it.Last()
		} else {
			c.ready = c.it.First()
		}
	}
	return c
}

// CountRange is the number of quads of ScanRange, exactly up to some thousand.
func (v *Snapshot) CountRange(predicate ID, r ValueRange) (n uint64, exact bool) {
	r.Descending = false
	c := v.ScanRange(context.Background(), predicate, r)
	defer c.Close()
	for ; c.ready && n < countSteps; c.ready = c.it.Next() {
		n++
	}
	if !c.ready {
		return n, c.err == nil
	}
	lower, upper := r.bounds(predicate)
	part, err := v.s.db.EstimateDiskUsage(lower, upper)
	if err != nil {
		return n, false
	}
	whole := appendID([]byte{tagValue}, predicate)
	all, err := v.s.db.EstimateDiskUsage(whole, after(whole))
	total, err2 := readCount(v.view, predicate)
	if err != nil || err2 != nil || all == 0 {
		return n, false
	}
	return max(n, uint64(float64(total)*float64(part)/float64(all))), false
}

// RangeCursor walks quads by the values of their objects.
type RangeCursor struct {
	ctx        context.Context
	it         *pebble.Iterator
	descending bool
	ready      bool
	err        error
}

func (c *RangeCursor) step() {
	if c.descending {
		c.ready = c.it.Prev()
	} else {
		c.ready = c.it.Next()
	}
}

// Next writes the next quads into buf and returns how many: 0 at the end or after
// an error.
func (c *RangeCursor) Next(buf []IDQuad) int {
	if c.it == nil || c.err != nil {
		return 0
	}
	if c.err = c.ctx.Err(); c.err != nil {
		return 0
	}
	n := 0
	for ; n < len(buf) && c.ready; c.step() {
		key := c.it.Key()
		if len(key) != valueKeyBytes {
			c.err = fmt.Errorf("%w: key of %d bytes in the index over values", ErrCorrupt, len(key))
			return 0
		}
		buf[n] = readValueKey(key)
		n++
	}
	if !c.ready {
		if err := c.it.Error(); err != nil {
			c.err = fmt.Errorf("store: scanning values: %w", engineError(err))
			return 0
		}
	}
	return n
}

// Seek does nothing: the quads are sorted by value, not by id.
func (c *RangeCursor) Seek(IDQuad) {}

// Err returns the first error met, nil at a plain end.
func (c *RangeCursor) Err() error { return c.err }

// Close releases the cursor. It may be called twice.
func (c *RangeCursor) Close() error {
	if c.it == nil {
		return nil
	}
	it := c.it
	c.it = nil
	return engineError(it.Close())
}

// Ordered is the kind of the values of all objects of a predicate, NoValue when they
// differ in kind or some have none. What it finds is kept for the generation, since
// it counts the predicate's part of the index over values.
func (v *Snapshot) Ordered(predicate ID) ValueKind {
	st := v.s.describe
	st.mu.Lock()
	if st.at(v.generation) {
		if kind, ok := st.ordered[predicate]; ok {
			st.mu.Unlock()
			return kind
		}
	}
	st.mu.Unlock()
	kind, err := v.onlyKind(predicate)
	if err != nil {
		return NoValue // whoever scans will meet the error
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.at(v.generation) {
		st.ordered[predicate] = kind
	}
	return kind
}

func (v *Snapshot) onlyKind(predicate ID) (ValueKind, error) {
	total, err := readCount(v.view, predicate)
	if err != nil || total == 0 {
		return NoValue, err
	}
	kind, n := NoValue, uint64(0)
	err = scanKeys(v.view, appendID([]byte{tagValue}, predicate), func(key []byte) error {
		if len(key) != valueKeyBytes {
			return fmt.Errorf("%w: key of %d bytes in the index over values", ErrCorrupt, len(key))
		}
		if k := key[1+idBytes]; n == 0 || k == kind {
			kind, n = k, n+1
		}
		return nil
	})
	if n != total {
		kind = NoValue
	}
	return kind, err
}
