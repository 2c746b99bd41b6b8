package sparql

import (
	"cmp"
	"slices"
)

// lookupMatcher finds the quads of a pattern for the values that a batch has for
// its leading places: the values sorted, one cursor walks the index forward
// through all of them. Where values lie densely that is a merge join, where they
// are far apart an index nested loop join.
type lookupMatcher struct {
	x    *exec
	p    *plan
	a    *access
	keys []int32 // column of the input for each leading place, -1: a term
	out  []variable
	from []Position // place of each column of out
	lead Pattern    // terms in the leading places before any variable
	rest []Position // places whose terms have to be checked
	got  matches
	perm []int32
	st   *planStats
}

func (x *exec) newLookup(p *plan) matcher {
	m := &lookupMatcher{x: x, p: p, a: &p.access}
	lat := columnsOf(p.in.vars, len(x.names))
	pos := m.a.order.Positions()
	var joined varset
	open := false
	for i, at := range pos {
		v := m.a.vars[at]
		switch {
		case i >= m.a.lead:
			open = true
			if v == noVariable && m.a.ids[at] != Any {
				m.rest = append(m.rest, at)
			}
		case v == noVariable:
			m.keys = append(m.keys, -1)
			if !open {
				m.lead[at] = m.a.ids[at]
			}
		default:
			open = true
			m.keys = append(m.keys, lat[v])
			joined.add(v)
		}
	}
	seen := joined
	for at, v := range m.a.vars {
		if v != noVariable && !seen.has(v) {
			seen.add(v)
			m.out, m.from = append(m.out, v), append(m.from, Position(at))
		}
	}
	m.st = x.stats[p]
	return m
}

func (m *lookupMatcher) vars() []variable { return m.out }

func (m *lookupMatcher) match(in *batch) (*matches, error) {
	m.sortRows(in)
	g := &m.got
	g.lo, g.hi = slices.Grow(g.lo[:0], in.n)[:in.n], slices.Grow(g.hi[:0], in.n)[:in.n]
	if g.cols == nil {
		g.cols = make([][]ID, len(m.out))
	}
	for i := range g.cols {
		g.cols[i] = g.cols[i][:0]
	}
	if m.a.none {
		clear(g.lo)
		clear(g.hi)
		return g, nil
	}
	s := m.x.scan(m.a, m.lead, 8)
	pos := m.a.order.Positions()
	count, charged := int32(0), 0
	for i := 0; i < in.n; {
		var key IDQuad
		for k, c := range m.keys {
			if c < 0 {
				key[pos[k]] = m.scanKey(pos[k])
			} else {
				key[pos[k]] = in.cols[c][m.perm[i]]
			}
		}
		lo := count
		if m.storable(key) {
			if m.a.lead > 0 {
				s.seek(key, m.a.lead, 8)
			}
			count += m.collect(s, &key)
		}
		for ; i < in.n && m.same(in, m.perm[i], &key); i++ {
			g.lo[m.perm[i]], g.hi[m.perm[i]] = lo, count
		}
		if n := int(count) * 8 * max(1, len(m.out)); n-charged > 1<<16 {
			if err := m.x.charge(n - charged); err != nil {
				_ = s.close()
				return nil, err
			}
			charged = n
			if err := m.x.check(); err != nil {
				_ = s.close()
				return nil, err
			}
		}
	}
	_ = m.x.charge(-charged)
	m.st.seeks += s.seeks
	return g, s.close()
}

// scanKey is a term's id as quads have it.
func (m *lookupMatcher) scanKey(at Position) ID {
	if id := m.a.ids[at]; at != G || id != DefaultGraph {
		return id
	}
	return 0
}

// storable: no id of the run's own, which the source cannot have.
func (m *lookupMatcher) storable(key IDQuad) bool {
	return key[S] <= MaxID && key[P] <= MaxID && key[O] <= MaxID && key[G] <= MaxID
}

// collect reads the quads with the key at hand.
func (m *lookupMatcher) collect(s *scanner, key *IDQuad) (n int32) {
	pos := m.a.order.Positions()
	lead := pos[:m.a.lead]
	for {
		if s.at == s.n && !s.fill() {
			return n
		}
		q := &s.buf[s.at]
		for _, at := range lead {
			if q[at] != key[at] {
				return n
			}
		}
		s.at++
		if !s.accept(q) || !m.passes(q) {
			continue
		}
		for i, at := range m.from {
			m.got.cols[i] = append(m.got.cols[i], q[at])
		}
		n++
	}
}

func (m *lookupMatcher) passes(q *IDQuad) bool {
	for _, at := range m.rest {
		if want := m.scanKey(at); q[at] != want {
			return false
		}
	}
	return true
}

func (m *lookupMatcher) same(in *batch, r int32, key *IDQuad) bool {
	pos := m.a.order.Positions()
	for k, c := range m.keys {
		if c >= 0 && in.cols[c][r] != key[pos[k]] {
			return false
		}
	}
	return true
}

// sortRows puts the rows of a batch in the order of their keys.
func (m *lookupMatcher) sortRows(in *batch) {
	m.perm = slices.Grow(m.perm[:0], in.n)[:in.n]
	for i := range m.perm {
		m.perm[i] = int32(i)
	}
	var cols [][]ID
	for _, c := range m.keys {
		if c >= 0 {
			cols = append(cols, in.cols[c])
		}
	}
	if len(cols) == 0 {
		return
	}
	less := func(a, b int32) int {
		for _, c := range cols {
			if d := cmp.Compare(c[a], c[b]); d != 0 {
				return d
			}
		}
		return 0
	}
	if !slices.IsSortedFunc(m.perm, less) {
		slices.SortFunc(m.perm, less)
	}
}

func (m *lookupMatcher) close() {}
