package sparql

import (
	"slices"
)

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
	all, err := m.x.collect(p.right, &seedRows{seed})
	if err != nil {
		return nil, err
	}
	_ = m.x.charge(-8 * all.n * len(all.cols)) // it is gone with this batch
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
