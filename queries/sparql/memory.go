package sparql

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sort"
	"sync"

	"github.com/entente-graph/entente/schema"
)

// row is a quad of the memory source with its places in an order's sequence.
type row [4]uint32

func compareRows(a, b row) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]), cmp.Compare(a[3], b[3]))
}

// Memory is a Source in memory: a dictionary and up to six sorted permutations,
// each made when it is first needed. It serves tests, small graphs, and stores
// that offer no snapshot of their own.
type Memory struct {
	terms  []schema.Term // by id-1
	ids    map[schema.Term]uint32
	graphs []ID

	orders   [orderCount][]row
	once     [orderCount]sync.Once
	mu       sync.Mutex
	distinct map[[2]uint32]uint64
	ranges   map[uint32][]rangeEntry
}

// MemoryBuilder gathers quads for a Memory. The zero value is ready.
type MemoryBuilder struct {
	m      Memory
	rows   []row
	graphs map[uint32]bool
}

// Add adds a quad; one that is there already changes nothing.
func (b *MemoryBuilder) Add(q schema.Quad) {
	r := row{b.id(q.S), b.id(q.P), b.id(q.O), 0}
	if !q.G.IsZero() {
		r[3] = b.id(q.G)
		b.addGraph(r[3])
	}
	b.rows = append(b.rows, r)
}

// AddGraph makes a named graph known even when no quad is in it.
func (b *MemoryBuilder) AddGraph(name schema.Term) { b.addGraph(b.id(name)) }

func (b *MemoryBuilder) addGraph(id uint32) {
	if b.graphs == nil {
		b.graphs = map[uint32]bool{}
	}
	b.graphs[id] = true
}

func (b *MemoryBuilder) id(t schema.Term) uint32 {
	if id, ok := b.m.ids[t]; ok {
		return id
	}
	if b.m.ids == nil {
		b.m.ids = map[schema.Term]uint32{}
	}
	b.m.terms = append(b.m.terms, t)
	id := uint32(len(b.m.terms))
	b.m.ids[t] = id
	return id
}

// Build returns the source. The builder must not be used after it.
func (b *MemoryBuilder) Build() *Memory {
	m := &Memory{terms: b.m.terms, ids: b.m.ids, distinct: map[[2]uint32]uint64{}, ranges: map[uint32][]rangeEntry{}}
	slices.SortFunc(b.rows, compareRows)
	m.orders[SPOG] = slices.Compact(b.rows)
	m.once[SPOG].Do(func() {})
	for g := range b.graphs {
		m.graphs = append(m.graphs, ID(g))
	}
	slices.Sort(m.graphs)
	return m
}

// NewMemory indexes quads.
func NewMemory(quads []schema.Quad) *Memory {
	var b MemoryBuilder
	for _, q := range quads {
		b.Add(q)
	}
	return b.Build()
}

// Len is the number of quads.
func (m *Memory) Len() int { return len(m.orders[SPOG]) }

func (m *Memory) order(o Order) []row {
	m.once[o].Do(func() {
		pos := o.Positions()
		rows := make([]row, len(m.orders[SPOG]))
		for i, r := range m.orders[SPOG] {
			rows[i] = row{r[pos[0]], r[pos[1]], r[pos[2]], r[pos[3]]}
		}
		slices.SortFunc(rows, compareRows)
		m.orders[o] = rows
	})
	return m.orders[o]
}

// Lookup implements Source.
func (m *Memory) Lookup(t schema.Term) (ID, bool, error) {
	id, ok := m.ids[t]
	return ID(id), ok, nil
}

// Term implements Source.
func (m *Memory) Term(id ID) (schema.Term, error) { return m.terms[id-1], nil }

// Terms implements TermsSource.
func (m *Memory) Terms(ids []ID, terms []schema.Term) error {
	for i, id := range ids {
		terms[i] = m.terms[id-1]
	}
	return nil
}

// Orders implements Source.
func (m *Memory) Orders() []Order { return []Order{SPOG, POSG, OSPG, PSOG, GSPO, GPOS} }

// Cost implements Source.
func (m *Memory) Cost() Cost { return Cost{Seek: 150, Row: 8, Term: 20} }

// Graphs implements Source.
func (m *Memory) Graphs(context.Context) iter.Seq2[ID, error] {
	return func(yield func(ID, error) bool) {
		for _, g := range m.graphs {
			if !yield(g, nil) {
				return
			}
		}
	}
}

// span finds the rows of an order whose first places are those of key.
func span(rows []row, key []uint32) []row {
	prefix := func(r row) int {
		for i, k := range key {
			if c := cmp.Compare(r[i], k); c != 0 {
				return c
			}
		}
		return 0
	}
	lo := sort.Search(len(rows), func(i int) bool { return prefix(rows[i]) >= 0 })
	rows = rows[lo:]
	return rows[:sort.Search(len(rows), func(i int) bool { return prefix(rows[i]) > 0 })]
}

// boundPrefix returns the ids of the leading bound places of p in an order, and
// how many places are bound in all.
func boundPrefix(p Pattern, o Order) (key []uint32, bound int, defaultGraph bool) {
	open := false
	for _, at := range o.Positions() {
		id := p[at]
		if id == Any {
			open = true
			continue
		}
		bound++
		if at == G && id == DefaultGraph {
			id, defaultGraph = 0, true
		}
		if !open {
			key = append(key, uint32(id))
		}
	}
	return key, bound, defaultGraph
}

// Count implements Source. It is exact when the bound places lead some order.
func (m *Memory) Count(p Pattern) (uint64, bool) {
	best := uint64(len(m.orders[SPOG]))
	for _, o := range m.Orders() {
		key, bound, _ := boundPrefix(p, o)
		if len(key) == bound {
			if bound == 0 {
				return best, true
			}
			return uint64(len(span(m.order(o), key))), true
		}
		if len(key) > 0 {
			best = min(best, uint64(len(span(m.order(o), key))))
		}
	}
	return best, false
}

// Distinct implements Source; its numbers are exact.
func (m *Memory) Distinct(pred ID, pos Position) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := [2]uint32{uint32(pred), uint32(pos)}
	if n, ok := m.distinct[k]; ok {
		return n
	}
	order, at := [...]Order{S: SPOG, P: POSG, O: OSPG, G: GSPO}[pos], 0
	var rows []row
	if pred != Any {
		order, at = [...]Order{S: PSOG, P: POSG, O: POSG, G: GSPO}[pos], 1
		rows = span(m.order(order), []uint32{uint32(pred)})
	} else {
		rows = m.order(order)
	}
	n := uint64(0)
	for i := range rows {
		if i == 0 || rows[i][at] != rows[i-1][at] {
			n++
		}
	}
	m.distinct[k] = n
	return n
}

// Scan implements Source.
func (m *Memory) Scan(_ context.Context, p Pattern, o Order) Cursor {
	key, bound, _ := boundPrefix(p, o)
	c := &memoryCursor{rows: m.order(o), order: o}
	if len(key) > 0 {
		c.rows = span(c.rows, key)
	}
	if bound > len(key) {
		c.filter = true
		for i, at := range o.Positions() {
			switch {
			case p[at] == Any:
				c.open[i] = true
			case p[at] != DefaultGraph:
				c.want[i] = uint32(p[at])
			}
		}
	}
	return c
}

type memoryCursor struct {
	rows   []row
	order  Order
	filter bool
	open   [4]bool
	want   row
}

func (c *memoryCursor) Next(buf []IDQuad) int {
	pos := orderPositions[c.order]
	if !c.filter {
		n := min(len(buf), len(c.rows))
		for i, r := range c.rows[:n] {
			q := &buf[i]
			q[pos[0]], q[pos[1]], q[pos[2]], q[pos[3]] = ID(r[0]), ID(r[1]), ID(r[2]), ID(r[3])
		}
		c.rows = c.rows[n:]
		return n
	}
	n, used := 0, 0
	for _, r := range c.rows {
		if n == len(buf) {
			break
		}
		used++
		if (c.open[0] || r[0] == c.want[0]) && (c.open[1] || r[1] == c.want[1]) &&
			(c.open[2] || r[2] == c.want[2]) && (c.open[3] || r[3] == c.want[3]) {
			for i, at := range pos {
				buf[n][at] = ID(r[i])
			}
			n++
		}
	}
	c.rows = c.rows[used:]
	return n
}

// Seek gallops: doubling steps from the position, then a binary search.
func (c *memoryCursor) Seek(key IDQuad) {
	pos := orderPositions[c.order]
	k := row{uint32(key[pos[0]]), uint32(key[pos[1]]), uint32(key[pos[2]]), uint32(key[pos[3]])}
	if len(c.rows) == 0 || compareRows(c.rows[0], k) >= 0 {
		return
	}
	lo, step := 0, 1 // rows[lo] < k
	for lo+step < len(c.rows) && compareRows(c.rows[lo+step], k) < 0 {
		lo += step
		step *= 2
	}
	hi := min(lo+step, len(c.rows))
	for lo+1 < hi {
		if mid := int(uint(lo+hi) >> 1); compareRows(c.rows[mid], k) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	c.rows = c.rows[hi:]
}

func (c *memoryCursor) Err() error   { return nil }
func (c *memoryCursor) Close() error { return nil }

// rangeEntry is one object of a predicate in the value index.
type rangeEntry struct {
	kind ValueKind
	key  float64
	rows []row // in POSG
	end  int   // rows of this entry and of those before it
}

func (m *Memory) rangeIndex(pred ID) []rangeEntry {
	m.mu.Lock()
	defer m.mu.Unlock()
	if index, ok := m.ranges[uint32(pred)]; ok {
		return index
	}
	var index []rangeEntry
	rows := span(m.order(POSG), []uint32{uint32(pred)})
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n][1] == rows[0][1] {
			n++
		}
		if kind, key := ValueKey(m.terms[rows[0][1]-1]); kind != NoValue {
			index = append(index, rangeEntry{kind: kind, key: key, rows: rows[:n]})
		}
		rows = rows[n:]
	}
	slices.SortStableFunc(index, func(a, b rangeEntry) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key))
	})
	end := 0
	for i := range index {
		end += len(index[i].rows)
		index[i].end = end
	}
	m.ranges[uint32(pred)] = index
	return index
}

func (m *Memory) rangeOf(pred ID, r Range) []rangeEntry {
	index := m.rangeIndex(pred)
	lo := sort.Search(len(index), func(i int) bool {
		return cmp.Or(cmp.Compare(index[i].kind, r.Kind), cmp.Compare(index[i].key, r.From)) >= 0
	})
	index = index[lo:]
	return index[:sort.Search(len(index), func(i int) bool {
		return cmp.Or(cmp.Compare(index[i].kind, r.Kind), cmp.Compare(index[i].key, r.To)) > 0
	})]
}

// ScanRange implements RangeSource.
func (m *Memory) ScanRange(_ context.Context, pred ID, r Range) (Cursor, bool) {
	return &rangeCursor{entries: m.rangeOf(pred, r), descending: r.Descending}, true
}

// Ordered implements RangeSource.
func (m *Memory) Ordered(pred ID) ValueKind {
	index := m.rangeIndex(pred)
	if len(index) == 0 || index[0].kind != index[len(index)-1].kind {
		return NoValue
	}
	if index[len(index)-1].end != len(span(m.order(POSG), []uint32{uint32(pred)})) {
		return NoValue
	}
	return index[0].kind
}

// CountRange implements RangeSource; its numbers are exact.
func (m *Memory) CountRange(pred ID, r Range) (uint64, bool) {
	found := m.rangeOf(pred, r)
	if len(found) == 0 {
		return 0, true
	}
	return uint64(found[len(found)-1].end - found[0].end + len(found[0].rows)), true
}

type rangeCursor struct {
	entries    []rangeEntry
	at         int
	descending bool
}

func (c *rangeCursor) Next(buf []IDQuad) (n int) {
	for n < len(buf) && len(c.entries) > 0 {
		next := 0
		if c.descending {
			next = len(c.entries) - 1
		}
		rows := c.entries[next].rows[c.at:]
		if len(rows) == 0 {
			c.at = 0
			if c.descending {
				c.entries = c.entries[:next]
			} else {
				c.entries = c.entries[1:]
			}
			continue
		}
		k := min(len(rows), len(buf)-n)
		for _, r := range rows[:k] {
			buf[n] = IDQuad{ID(r[2]), ID(r[0]), ID(r[1]), ID(r[3])}
			n++
		}
		c.at += k
	}
	return n
}

func (c *rangeCursor) Seek(IDQuad)  {}
func (c *rangeCursor) Err() error   { return nil }
func (c *rangeCursor) Close() error { return nil }
