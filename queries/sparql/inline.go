package sparql

import (
	"slices"
)

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
