package sparql

import (
	"cmp"
	"slices"
)

// matches are the rows of a right side for each row of a batch: those numbered
// lo[r] up to hi[r] in idx (or in cols themselves when idx is nil).
type matches struct {
	cols   [][]ID
	idx    []int32
	lo, hi []int32
}

// matcher finds the right rows for a batch of left rows. Right columns are those
// of vars.
type matcher interface {
	vars() []variable
	match(in *batch) (*matches, error)
	close()
}

// joinOperator joins each batch of its input with what a matcher finds for it,
// in the order of the input.
type joinOperator struct {
	x  *exec
	p  *plan
	in operator
	m  matcher

	left, right []int32  // for each column delivered: where it comes from, -1
	checks      []check  // shared variables that the matcher did not join on
	shared      []shared // minus: variables of both sides
	conds       []condCol
	env         *env

	b    *batch // the input batch at hand
	got  *matches
	row  int
	at   int32
	any  bool
	out  *batch
	size int
}

type check struct{ left, right int32 }

// shared is a variable of both sides of a MINUS; right -1 means that the matcher
// joined on it.
type shared struct{ left, right int32 }

// condCol is a column that conditions read.
type condCol struct {
	left, right int32
}

func (x *exec) openJoin(p *plan, seed *seedRows, m matcher) operator {
	o := &joinOperator{x: x, p: p, in: x.open(p.in, seed), m: m, size: 64}
	lat, rat := columnsOf(p.in.vars, len(x.names)), columnsOf(m.vars(), len(x.names))
	for _, v := range p.vars {
		o.left, o.right = append(o.left, lat[v]), append(o.right, rat[v])
	}
	for _, v := range m.vars() {
		if lat[v] >= 0 {
			o.checks = append(o.checks, check{lat[v], rat[v]})
		}
	}
	if p.join == joinMinus {
		joined := varsetOf(p.seeds...).union(varsetOf(p.keys...))
		if p.kind == planLookup {
			joined = joined.union(varsetOf(p.access.vars[:]...))
		}
		for i, v := range p.in.vars {
			if v == p.ignore || v == p.rowVar {
				continue
			}
			if rat[v] >= 0 {
				o.shared = append(o.shared, shared{int32(i), rat[v]})
			} else if joined.has(v) && p.shared.has(v) {
				o.shared = append(o.shared, shared{int32(i), -1})
			}
		}
	}
	if len(p.exprs) > 0 {
		var need varset
		for _, e := range p.exprs {
			need = need.union(e.mentions)
		}
		var vars []variable
		for v := range need.all() {
			if lat[v] >= 0 || rat[v] >= 0 {
				vars = append(vars, v)
				o.conds = append(o.conds, condCol{lat[v], rat[v]})
			}
		}
		o.env = x.newEnv(vars)
		o.env.cols = make([][]ID, len(vars))
		for i := range vars {
			o.env.cols[i] = make([]ID, 1)
		}
	}
	return o
}

func (o *joinOperator) next() (*batch, error) {
	if o.out == nil || len(o.out.cols) > 0 && cap(o.out.cols[0]) < o.size {
		o.out = newBatch(len(o.p.vars), o.size)
	}
	o.out.reset()
	for {
		if o.b == nil {
			b, err := o.in.next()
			if err != nil {
				return nil, err
			}
			if b == nil {
				if o.out.n > 0 {
					return o.out, nil
				}
				return nil, nil
			}
			got, err := o.m.match(b)
			if err != nil {
				return nil, err
			}
			o.b, o.got, o.row, o.at, o.any = b, got, 0, got.lo[0], false
		}
		if o.emit(); o.out.n >= o.size {
			o.size = min(2*o.size, batchRows)
			return o.out, o.x.err
		}
		if err := o.x.check(); err != nil {
			return nil, err
		}
		o.b = nil
	}
}

// emit fills the output from the batch at hand until one of them is used up.
func (o *joinOperator) emit() {
	for o.row < o.b.n {
		for hi := o.got.hi[o.row]; o.at < hi; {
			r := o.at
			o.at++
			if o.got.idx != nil {
				r = o.got.idx[r]
			}
			if !o.fits(r) {
				continue
			}
			o.any = true
			if o.p.join >= joinSemi {
				o.at = hi
				break
			}
			o.add(r)
			if o.out.n >= o.size {
				return
			}
		}
		switch o.p.join {
		case joinLeft, joinAnti, joinMinus:
			if !o.any {
				o.add(-1)
			}
		case joinSemi:
			if o.any {
				o.add(-1)
			}
		}
		o.row++
		o.any = false
		if o.row < o.b.n {
			o.at = o.got.lo[o.row]
		}
		if o.out.n >= o.size {
			return
		}
	}
}

// fits reports whether right row r is compatible with the left row at hand and
// meets the conditions.
func (o *joinOperator) fits(r int32) bool {
	for _, c := range o.checks {
		a, b := o.b.cols[c.left][o.row], o.got.cols[c.right][r]
		if a != 0 && b != 0 && a != b {
			return false
		}
	}
	if o.p.join == joinMinus && !o.overlaps(r) {
		return false
	}
	if len(o.p.exprs) == 0 {
		return true
	}
	for i, c := range o.conds {
		id := ID(0)
		if c.left >= 0 {
			id = o.b.cols[c.left][o.row]
		}
		if id == 0 && c.right >= 0 {
			id = o.got.cols[c.right][r]
		}
		o.env.cols[i][0] = id
	}
	o.env.blanks = nil
	return holds(o.p.exprs, o.env)
}

func (o *joinOperator) overlaps(r int32) bool {
	for _, s := range o.shared {
		if o.b.cols[s.left][o.row] != 0 && (s.right < 0 || o.got.cols[s.right][r] != 0) {
			return true
		}
	}
	return false
}

// add delivers the left row at hand with right row r, or with none (-1).
func (o *joinOperator) add(r int32) {
	for i := range o.out.cols {
		id := ID(0)
		if c := o.left[i]; c >= 0 {
			id = o.b.cols[c][o.row]
		}
		if c := o.right[i]; id == 0 && c >= 0 && r >= 0 {
			id = o.got.cols[c][r]
		}
		o.out.cols[i] = append(o.out.cols[i], id)
	}
	o.out.n++
}

func (o *joinOperator) close() {
	o.in.close()
	o.m.close()
}

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

// collect runs a plan to its end.
func (x *exec) collect(p *plan, seed *seedRows) (*batch, error) {
	op := x.open(p, seed)
	defer op.close()
	all := newBatch(len(p.vars), 64)
	for {
		b, err := op.next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			return all, nil
		}
		if err := x.charge(8 * b.n * len(b.cols)); err != nil {
			return nil, err
		}
		all.append(b)
	}
}

// applyMatcher runs its right side for each batch, seeded with the different
// values that the batch has for the variables handed over.
type applyMatcher struct {
	x    *exec
	p    *plan
	out  []variable
	cols []int32
	got  matches
}

func (m *applyMatcher) vars() []variable {
	m.out, m.cols = m.out[:0], m.cols[:0]
	seeds := varsetOf(m.p.seeds...)
	for i, v := range m.p.right.vars {
		if !seeds.has(v) && v != m.p.rowVar {
			m.out, m.cols = append(m.out, v), append(m.cols, int32(i))
		}
	}
	return m.out
}

func (m *applyMatcher) match(in *batch) (*matches, error) {
	p := m.p
	lat := columnsOf(p.in.vars, len(m.x.names))
	seeds := newRowTable(len(p.seeds))
	number := make([]int32, in.n)
	row := make([]ID, len(p.seeds))
	for r := range in.n {
		for i, v := range p.seeds {
			row[i] = in.cols[lat[v]][r]
		}
		k, _ := seeds.add(row)
		number[r] = int32(k)
	}
	seed := newBatch(len(p.seeds)+1, seeds.count)
	for k := range seeds.count {
		for i, id := range seeds.row(k) {
			seed.cols[i] = append(seed.cols[i], id)
		}
		seed.cols[len(p.seeds)] = append(seed.cols[len(p.seeds)], ID(k)+1)
	}
	seed.n = seeds.count
	before := m.x.memory
	all, err := m.x.collect(p.right, &seedRows{seed})
	if err != nil {
		return nil, err
	}
	_ = m.x.charge(int(before - m.x.memory)) // what it held is gone with this batch
	counts := make([]int32, seeds.count)
	numbers := make([]int32, all.n)
	rowCol := slices.Index(p.right.vars, p.rowVar)
	for r := range all.n {
		k := int32(all.cols[rowCol][r] - 1)
		numbers[r] = k
		counts[k]++
	}
	g := &m.got
	g.idx = make([]int32, all.n)
	groupBy(numbers, counts, g.idx)
	g.cols = g.cols[:0]
	for _, c := range m.cols {
		g.cols = append(g.cols, all.cols[c])
	}
	g.lo, g.hi = slices.Grow(g.lo[:0], in.n)[:in.n], slices.Grow(g.hi[:0], in.n)[:in.n]
	for r, k := range number {
		g.lo[r], g.hi[r] = 0, counts[k]
		if k > 0 {
			g.lo[r] = counts[k-1]
		}
	}
	return g, nil
}

func (m *applyMatcher) close() {}

// valuesMatcher joins with the rows of VALUES, each of which may leave variables
// open.
type valuesMatcher struct {
	x   *exec
	p   *plan
	got matches
}

func (m *valuesMatcher) vars() []variable { return m.p.keys }

func (m *valuesMatcher) match(in *batch) (*matches, error) {
	g := &m.got
	if g.cols == nil {
		g.cols = make([][]ID, len(m.p.keys))
		for i := range g.cols {
			for _, r := range m.p.rows {
				g.cols[i] = append(g.cols[i], r[i])
			}
		}
	}
	everyRow(g, in.n, len(m.p.rows))
	return g, nil
}

func everyRow(g *matches, n, count int) {
	g.lo, g.hi = make([]int32, n), make([]int32, n)
	for r := range n {
		g.hi[r] = int32(count)
	}
}

func (m *valuesMatcher) close() {}

// graphsMatcher joins with the names of the named graphs, or asks whether one
// graph is there.
type graphsMatcher struct {
	x   *exec
	p   *plan
	got matches
}

func (m *graphsMatcher) vars() []variable {
	if m.p.graph == noVariable {
		return nil
	}
	return []variable{m.p.graph}
}

func (m *graphsMatcher) match(in *batch) (*matches, error) {
	g := &m.got
	graphs, err := m.x.namedGraphs()
	if err != nil {
		return nil, err
	}
	if m.p.graph == noVariable {
		n := 0
		if want := m.x.internTerm(m.p.pattern.graph.slot.term); slices.Contains(graphs, want) {
			n = 1
		}
		everyRow(g, in.n, n)
		return g, nil
	}
	// With the graph bound by the input, each row fits one name at most.
	if c := slices.Index(m.p.in.vars, m.p.graph); c >= 0 && m.p.in.certain.has(m.p.graph) {
		g.cols = [][]ID{in.cols[c]}
		g.lo, g.hi = make([]int32, in.n), make([]int32, in.n)
		known := make(map[ID]bool, len(graphs))
		for _, id := range graphs {
			known[id] = true
		}
		for r, id := range in.cols[c] {
			g.lo[r], g.hi[r] = int32(r), int32(r+b2i(known[id]))
		}
		return g, nil
	}
	g.cols = [][]ID{graphs}
	everyRow(g, in.n, len(graphs))
	return g, nil
}

func (m *graphsMatcher) close() {}
