package sparql

import (
	"slices"
)

// buildTable is the hashed right side of a join: rows by key, in chains that
// keep their order.
type buildTable struct {
	rows *batch
	keys *rowTable
	idx  []int32 // rows grouped by key
	ends []int32 // idx[ends[k-1]:ends[k]] are the rows of key k
}

// hashMatcher joins with a right side that is evaluated once.
type hashMatcher struct {
	x    *exec
	p    *plan
	t    *buildTable
	left []int32
	got  matches
	out  []variable
	cols []int32
	row  []ID
}

func (m *hashMatcher) vars() []variable {
	m.out, m.cols = m.out[:0], m.cols[:0]
	keys := varsetOf(m.p.keys...)
	for i, v := range m.p.right.vars {
		if !keys.has(v) {
			m.out, m.cols = append(m.out, v), append(m.cols, int32(i))
		}
	}
	return m.out
}

func (m *hashMatcher) match(in *batch) (*matches, error) {
	if m.t == nil {
		var err error
		if m.t, err = m.x.buildOf(m.p); err != nil {
			return nil, err
		}
		lat := columnsOf(m.p.in.vars, len(m.x.names))
		for _, k := range m.p.keys {
			m.left = append(m.left, lat[k])
		}
		m.row = make([]ID, len(m.left))
		for _, c := range m.cols {
			m.got.cols = append(m.got.cols, m.t.rows.cols[c])
		}
	}
	g := &m.got
	g.idx = m.t.idx
	g.lo, g.hi = slices.Grow(g.lo[:0], in.n)[:in.n], slices.Grow(g.hi[:0], in.n)[:in.n]
	for r := range in.n {
		for i, c := range m.left {
			m.row[i] = in.cols[c][r]
		}
		k := m.t.keys.find(m.row)
		if k < 0 {
			g.lo[r], g.hi[r] = 0, 0
			continue
		}
		g.lo[r], g.hi[r] = 0, m.t.ends[k]
		if k > 0 {
			g.lo[r] = m.t.ends[k-1]
		}
	}
	return g, nil
}

func (m *hashMatcher) close() {}

// buildOf runs and hashes the right side of a hash join, once a run.
func (x *exec) buildOf(p *plan) (*buildTable, error) {
	if t := x.builds[p]; t != nil {
		return t, nil
	}
	rows, err := x.collect(p.right, nil)
	if err != nil {
		return nil, err
	}
	at := columnsOf(p.right.vars, len(x.names))
	t := &buildTable{rows: rows, keys: newRowTable(len(p.keys)), idx: make([]int32, rows.n)}
	numbers := make([]int32, rows.n)
	row := make([]ID, len(p.keys))
	for r := range rows.n {
		for i, k := range p.keys {
			row[i] = rows.cols[at[k]][r]
		}
		k, fresh := t.keys.add(row)
		if fresh {
			t.ends = append(t.ends, 0)
		}
		numbers[r] = int32(k)
		t.ends[k]++
	}
	if err := x.charge(rows.n*8 + t.keys.count*t.keys.bytes()); err != nil {
		return nil, err
	}
	groupBy(numbers, t.ends, t.idx)
	x.builds[p] = t
	return t, nil
}

// groupBy turns counts into ends and lists the rows of each number in order.
func groupBy(numbers, counts, idx []int32) {
	sum := int32(0)
	for k, n := range counts {
		counts[k] = sum
		sum += n
	}
	for r, k := range numbers {
		idx[counts[k]] = int32(r)
		counts[k]++
	}
}
