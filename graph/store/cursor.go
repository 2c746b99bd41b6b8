package store

import (
	"bytes"
	"context"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Cursor walks the quads of a pattern in ascending order. It belongs to one
// goroutine and must be closed before its snapshot.
type Cursor struct {
	ctx       context.Context
	v         *Snapshot
	it        *pebble.Iterator
	order     Order
	positions [4]Position
	filter    Pattern // what the bounds do not see to
	filtered  bool
	ready     bool // it stands on the next quad
	key       []byte
	rows      []row // in memory, instead of it
	inMemory  bool
	err       error
}

// seekSteps is how far Seek walks before it searches: a step costs a twentieth of
// a search.
const seekSteps = 8

// BestOrder is the order whose leading places are bound in a pattern.
func BestOrder(p Pattern) Order {
	best, most := SPOG, -1
	for o := range diskOrders {
		n := 0
		for _, at := range orderPositions[o] {
			if p[at] == Any {
				break
			}
			n++
		}
		if n > most {
			best, most = o, n
		}
	}
	return best
}

// leading are the ids of the bound places of a pattern with which an order begins, n
// of them; complete tells whether there are no other bound places.
func leading(p Pattern, o Order) (ids [4]ID, n int, complete bool) {
	complete, open := true, false
	for _, at := range orderPositions[o] {
		switch id := p[at]; {
		case id == Any:
			open = true
		case open:
			complete = false
		case at == G && id == DefaultGraph:
			n++
		default:
			ids[n] = id & maxID
			n++
		}
	}
	return ids, n, complete
}

// boundPrefix is the key prefix of the leading bound places of a pattern in an
// order; complete tells whether there are no other bound places.
func boundPrefix(b []byte, p Pattern, o Order) (prefix []byte, complete bool) {
	ids, n, complete := leading(p, o)
	prefix = append(b, tagOrder[o])
	for _, id := range ids[:n] {
		prefix = appendID(prefix, id)
	}
	return prefix, complete
}

// Scan walks the quads that match p in the order given. A bound place after an
// open one is filtered, not sought.
func (v *Snapshot) Scan(ctx context.Context, p Pattern, o Order) *Cursor {
	c := &Cursor{ctx: ctx, v: v, order: o, positions: orderPositions[o]}
	for at, id := range p {
		if id > maxID && (at != int(G) || id != DefaultGraph) {
			return c // such an id is in no quad
		}
	}
	rows, err := v.rows(ctx, o)
	if err != nil || rows == nil && o >= diskOrders {
		if c.err = err; err == nil {
			c.rows, c.err = v.deriveRows(ctx, o, onDisk[o])
			rows = c.rows
		}
		if c.err != nil {
			return c
		}
	}
	if rows != nil {
		c.inMemory = true
		var complete bool
		c.rows, complete = span(rows, p, o)
		c.filter, c.filtered = p, !complete
		return c
	}
	prefix, complete := boundPrefix(make([]byte, 0, indexKeyBytes), p, o)
	v.spend(o, searchRows)
	c.filter, c.filtered = p, !complete
	c.open(prefix, after(prefix))
	return c
}

func (c *Cursor) open(lower, upper []byte) {
	c.it, c.err = c.v.iterator(c.order, lower, upper)
	if c.err == nil {
		c.ready = c.it.First()
	}
}

// iterator takes an iterator of the snapshot, an idle one if there is one: to
// make one costs as much as a search.
func (v *Snapshot) iterator(o Order, lower, upper []byte) (*pebble.Iterator, error) {
	if v.closed.Load() {
		return nil, ErrClosed
	}
	v.mu.Lock()
	if n := len(v.idle[o]); n > 0 {
		it := v.idle[o][n-1]
		v.idle[o] = v.idle[o][:n-1]
		v.mu.Unlock()
		it.SetBounds(lower, upper)
		return it, nil
	}
	v.mu.Unlock()
	it, err := v.view.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: upper})
	return it, engineError(err)
}

// idleIterators is how many a snapshot keeps for an order.
const idleIterators = 16

// release takes an iterator back.
func (v *Snapshot) release(o Order, it *pebble.Iterator) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed.Load() || len(v.idle[o]) >= idleIterators {
		return engineError(it.Close())
	}
	v.idle[o] = append(v.idle[o], it)
	return nil
}

// Next writes the next quads into buf and returns how many: 0 at the end or after
// an error.
func (c *Cursor) Next(buf []IDQuad) int {
	if c.it == nil && !c.inMemory || c.err != nil {
		return 0
	}
	if c.err = c.ctx.Err(); c.err != nil {
		return 0
	}
	if c.inMemory {
		return c.nextRows(buf)
	}
	n := 0
	for steps := 0; n < len(buf) && c.ready; steps++ {
		key := c.it.Key()
		if len(key) != indexKeyBytes {
			c.err = fmt.Errorf("%w: key of %d bytes in %v", ErrCorrupt, len(key), c.order)
			return 0
		}
		readIndexKey(key, &c.positions, &buf[n])
		if !c.filtered || c.matches(&buf[n]) {
			n++
		} else if steps%1024 == 1023 {
			// A filter may pass over many quads without filling buf.
			if c.err = c.ctx.Err(); c.err != nil {
				return 0
			}
		}
		c.ready = c.it.Next()
	}
	c.v.spend(c.order, n)
	if !c.ready {
		c.err = c.check()
	}
	if c.err != nil {
		return 0
	}
	return n
}

func (c *Cursor) check() error {
	if err := c.it.Error(); err != nil {
		return fmt.Errorf("store: scanning %v: %w", c.order, engineError(err))
	}
	return nil
}

func (c *Cursor) matches(q *IDQuad) bool {
	for at, id := range c.filter {
		if id == Any || q[at] == id || id == DefaultGraph && q[at] == 0 {
			continue
		}
		return false
	}
	return true
}

// Seek moves forward to the first quad of the pattern that is not before key in
// the cursor's order. A key at or before the position leaves it where it is.
func (c *Cursor) Seek(key IDQuad) {
	if c.inMemory {
		c.seekRows(key)
		return
	}
	if c.it == nil || c.err != nil || !c.ready {
		return
	}
	c.key = appendIndexKey(c.key[:0], c.order, key)
	for range seekSteps {
		if bytes.Compare(c.it.Key(), c.key) >= 0 {
			return
		}
		if c.ready = c.it.Next(); !c.ready {
			c.err = c.check()
			return
		}
	}
	if bytes.Compare(c.it.Key(), c.key) >= 0 {
		return
	}
	c.v.spend(c.order, searchRows)
	if c.ready = c.it.SeekGE(c.key); !c.ready {
		c.err = c.check()
	}
}

// Err returns the first error met, nil at a plain end.
func (c *Cursor) Err() error { return c.err }

// Close releases the cursor. It may be called twice.
func (c *Cursor) Close() error {
	c.rows = nil
	if c.it == nil {
		return nil
	}
	it := c.it
	c.it = nil
	return c.v.release(c.order, it)
}

// probe finds out whether an id is still in a quad once a batch is in.
type probe struct {
	changes map[IDQuad]change
	its     [diskOrders]*pebble.Iterator
}

func newProbe(r pebble.Reader, changes map[IDQuad]change) (*probe, error) {
	p := &probe{changes: changes}
	for o := range diskOrders {
		it, err := r.NewIter(&pebble.IterOptions{LowerBound: []byte{tagOrder[o]}, UpperBound: []byte{tagOrder[o] + 1}})
		if err != nil {
			p.close()
			return nil, engineError(err)
		}
		p.its[o] = it
	}
	return p, nil
}

func (p *probe) close() {
	for _, it := range p.its {
		if it != nil {
			_ = it.Close() // its error was seen while it was read
		}
	}
}

// alive looks for a quad with the id in any place that the batch leaves there.
func (p *probe) alive(id ID) (bool, error) {
	var k IDQuad
	for o, it := range p.its {
		prefix := appendID([]byte{tagOrder[o]}, id)
		for ok := it.SeekGE(prefix); ok && bytes.HasPrefix(it.Key(), prefix); ok = it.Next() {
			readIndexKey(it.Key(), &orderPositions[o], &k)
			if c, touched := p.changes[k]; !touched || c.present {
				return true, nil
			}
		}
		if err := it.Error(); err != nil {
			return false, engineError(err)
		}
	}
	return false, nil
}
