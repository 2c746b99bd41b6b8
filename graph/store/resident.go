package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2"
)

// row is a quad in memory with its places in an order's sequence.
type row [4]uint32

func compareRows(a, b row) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]), cmp.Compare(a[3], b[3]))
}

// resident are the indexes of one generation of a small store, decoded in memory:
// a step there costs a tenth of one on disk, and a search a twentieth. An order is
// made once what was read of it from disk has cost as much as making it; a store
// that changes all the time is read from disk.
type resident struct {
	quads  uint64
	spent  [orderCount]atomic.Int64 // rows read from disk, or what costs as much
	made   [orderCount]atomic.Pointer[[]row]
	making [orderCount]sync.Mutex
}

const (
	defaultResident = 384 << 20
	rowBytes        = 16
	searchRows      = 30 // a search costs as much as that many rows
	// residentSoon is the number of rows that are made at the first reading.
	residentSoon = 1 << 14
)

// residentOf returns the resident indexes of the current generation, nil when the
// store is too large for them. The caller holds s.publish.
func (s *Store) residentOf() *resident {
	budget := s.opt.ResidentBytes
	if budget == 0 {
		budget = defaultResident
	}
	if budget < 0 || s.published.quads*rowBytes*uint64(orderCount) > uint64(budget) || s.published.horizon > 1<<32-1 {
		return nil
	}
	s.residentMu.Lock()
	defer s.residentMu.Unlock()
	if s.resident == nil || s.residentGeneration != s.generation {
		s.resident, s.residentGeneration = &resident{quads: s.published.quads}, s.generation
	}
	return s.resident
}

// rows returns an order in memory, nil while it does not pay.
func (v *Snapshot) rows(ctx context.Context, o Order) ([]row, error) {
	r := v.resident
	if r == nil {
		return nil, nil
	}
	if made := r.made[o].Load(); made != nil {
		return *made, nil
	}
	base := onDisk[o]
	if base == o && r.quads > residentSoon && uint64(r.spent[o].Load()) < r.quads/2 {
		return nil, nil
	}
	r.making[o].Lock()
	defer r.making[o].Unlock()
	if made := r.made[o].Load(); made != nil {
		return *made, nil
	}
	var rows []row
	var err error
	if base == o {
		rows, err = v.readRows(ctx, o)
	} else {
		rows, err = v.deriveRows(ctx, o, base)
	}
	if err != nil {
		return nil, err
	}
	r.made[o].Store(&rows)
	return rows, nil
}

// readRows reads a whole index.
func (v *Snapshot) readRows(ctx context.Context, o Order) ([]row, error) {
	it, err := v.view.NewIter(&pebble.IterOptions{LowerBound: []byte{tagOrder[o]}, UpperBound: []byte{tagOrder[o] + 1}})
	if err != nil {
		return nil, engineError(err)
	}
	rows := make([]row, 0, v.counters.quads)
	for ok := it.First(); ok; ok = it.Next() {
		key := it.Key()
		if len(key) != indexKeyBytes {
			err = fmt.Errorf("%w: key of %d bytes in %v", ErrCorrupt, len(key), o)
			break
		}
		if len(rows)%4096 == 0 && ctx.Err() != nil {
			err = ctx.Err()
			break
		}
		rows = append(rows, row{uint32(readID(key[1:])), uint32(readID(key[6:])), uint32(readID(key[11:])), uint32(readID(key[16:]))})
	}
	if e := it.Close(); err == nil {
		err = engineError(e)
	}
	return rows, err
}

// deriveRows makes an order that is not on disk out of the one that begins with
// the same place.
func (v *Snapshot) deriveRows(ctx context.Context, o, base Order) ([]row, error) {
	from, err := v.rows(ctx, base)
	if err == nil && from == nil {
		from, err = v.readRows(ctx, base)
	}
	if err != nil {
		return nil, err
	}
	var move [4]int // place in the sequence of o -> place in that of base
	for i, at := range orderPositions[o] {
		move[i] = slices.Index(orderPositions[base][:], at)
	}
	rows := make([]row, len(from))
	for i, r := range from {
		rows[i] = row{r[move[0]], r[move[1]], r[move[2]], r[move[3]]}
	}
	for rest := rows; len(rest) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		first := rest[0][0]
		n := sort.Search(len(rest), func(i int) bool { return rest[i][0] > first })
		slices.SortFunc(rest[:n], compareRows)
		rest = rest[n:]
	}
	return rows, nil
}

// spend notes what was read from disk.
func (v *Snapshot) spend(o Order, rows int) {
	if v.resident != nil {
		v.resident.spent[o].Add(int64(rows))
	}
}

// span finds the rows that begin with the bound places of a pattern; complete
// tells whether no other place is bound.
func span(rows []row, p Pattern, o Order) (found []row, complete bool) {
	key, n, complete := leading(p, o)
	prefix := func(r row) int {
		for i, k := range key[:n] {
			if c := cmp.Compare(ID(r[i]), k); c != 0 {
				return c
			}
		}
		return 0
	}
	lo := sort.Search(len(rows), func(i int) bool { return prefix(rows[i]) >= 0 })
	rows = rows[lo:]
	return rows[:sort.Search(len(rows), func(i int) bool { return prefix(rows[i]) > 0 })], complete
}

// nextRows is Next of a cursor over rows in memory.
func (c *Cursor) nextRows(buf []IDQuad) int {
	p := c.positions
	if !c.filtered {
		n := min(len(buf), len(c.rows))
		for i, r := range c.rows[:n] {
			q := &buf[i]
			q[p[0]&3], q[p[1]&3], q[p[2]&3], q[p[3]&3] = ID(r[0]), ID(r[1]), ID(r[2]), ID(r[3])
		}
		c.rows = c.rows[n:]
		return n
	}
	n, used := 0, 0
	for _, r := range c.rows {
		if n == len(buf) {
			break
		}
		if used++; used%(1<<16) == 0 {
			if c.err = c.ctx.Err(); c.err != nil {
				return 0
			}
		}
		q := &buf[n]
		q[p[0]&3], q[p[1]&3], q[p[2]&3], q[p[3]&3] = ID(r[0]), ID(r[1]), ID(r[2]), ID(r[3])
		if c.matches(q) {
			n++
		}
	}
	c.rows = c.rows[used:]
	return n
}

// seekRows doubles its steps from the position, then searches between the last
// two.
func (c *Cursor) seekRows(key IDQuad) {
	p := c.positions
	var k row
	for i := range k {
		k[i] = uint32(min(key[p[i]&3], 1<<32-1))
	}
	if len(c.rows) == 0 || compareRows(c.rows[0], k) >= 0 {
		return
	}
	lo, step := 0, 1
	for lo+step < len(c.rows) && compareRows(c.rows[lo+step], k) < 0 {
		lo += step
		step *= 2
	}
	hi := min(lo+step, len(c.rows))
	rest := c.rows[lo+1 : hi]
	c.rows = c.rows[lo+1+sort.Search(len(rest), func(i int) bool { return compareRows(rest[i], k) >= 0 }):]
}
