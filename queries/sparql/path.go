package sparql

import (
	"fmt"
	"slices"

	"github.com/entente-graph/entente/schema"
)

// edgeKey names the neighbours of a node along a predicate in a graph.
type edgeKey struct {
	node, pred, graph ID
	forward           bool
}

// pathMatcher joins with the pairs of nodes that a path links (section 9.3, 18.4
// and 18.5). It walks breadth first from the side that has fewer different
// values in the batch.
type pathMatcher struct {
	x       *exec
	p       *plan
	s, o    pathEnd
	graph   pathEnd
	out     []variable
	reached map[reachKey][]ID
	nodes   map[[2]ID]bool
	got     matches
}

type reachKey struct {
	start, graph ID
	forward      bool
}

// pathEnd is an end of a path: a term, a column of the input, or open.
type pathEnd struct {
	v    variable
	term ID
	col  int32 // -1: not bound by the input
}

func (e pathEnd) bound() bool { return e.col >= 0 || e.v == noVariable }

func (e pathEnd) id(in *batch, r int) ID {
	if e.col >= 0 {
		return in.cols[e.col][r]
	}
	return e.term
}

// wholeDefault marks, as a graph, the default graph of the dataset.
const wholeDefault ID = 1<<62 + 1

func (x *exec) newPath(p *plan) matcher {
	m := &pathMatcher{x: x, p: p, reached: map[reachKey][]ID{}, nodes: map[[2]ID]bool{}}
	lat := columnsOf(p.in.vars, len(x.names))
	end := func(s slot) pathEnd {
		if s.isVar() {
			e := pathEnd{v: s.v, col: -1}
			if p.in.certain.has(s.v) {
				e.col = lat[s.v]
			}
			return e
		}
		return pathEnd{v: noVariable, term: x.internTerm(s.term), col: -1}
	}
	m.s, m.o = end(p.pattern.s), end(p.pattern.o)
	m.graph = pathEnd{v: noVariable, term: wholeDefault, col: -1}
	if p.pattern.graph.named {
		m.graph = end(p.pattern.graph.slot)
	}
	for _, e := range []pathEnd{m.s, m.o, m.graph} {
		if e.v != noVariable && e.col < 0 && !slices.Contains(m.out, e.v) {
			m.out = append(m.out, e.v)
		}
	}
	return m
}

func (m *pathMatcher) vars() []variable { return m.out }

func (m *pathMatcher) match(in *batch) (*matches, error) {
	g := &m.got
	g.cols, g.idx = make([][]ID, len(m.out)), nil
	g.lo, g.hi = make([]int32, in.n), make([]int32, in.n)
	forward := m.direction(in)
	for r := range in.n {
		if r > 0 && r%64 == 0 {
			if err := m.x.check(); err != nil {
				return nil, err
			}
		}
		g.lo[r] = m.count()
		graphs := []ID{m.graph.id(in, r)}
		if !m.graph.bound() {
			var err error
			if graphs, err = m.x.namedGraphs(); err != nil {
				return nil, err
			}
		}
		for _, graph := range graphs {
			if err := m.row(in, r, graph, forward); err != nil {
				return nil, err
			}
		}
		g.hi[r] = m.count()
	}
	return g, nil
}

// count is the number of right rows so far. A path between bound ends has no
// columns; its rows are counted in idx.
func (m *pathMatcher) count() int32 {
	if len(m.out) == 0 {
		return int32(len(m.got.idx))
	}
	return int32(len(m.got.cols[0]))
}

// direction chooses to walk from the subject (true) or from the object.
func (m *pathMatcher) direction(in *batch) bool {
	switch {
	case !m.s.bound() || !m.o.bound():
		return m.s.bound() || !m.o.bound()
	case m.s.col < 0:
		return true
	case m.o.col < 0:
		return false
	}
	different := func(c int32) int {
		seen := map[ID]bool{}
		for _, id := range in.cols[c] {
			seen[id] = true
		}
		return len(seen)
	}
	return different(m.s.col) <= different(m.o.col)
}

func (m *pathMatcher) row(in *batch, r int, graph ID, forward bool) error {
	start, end := m.s, m.o
	if !forward {
		start, end = m.o, m.s
	}
	emit := func(a, b ID) {
		if start.v != noVariable && start.v == end.v && a != b {
			return
		}
		if len(m.out) == 0 {
			m.got.idx = append(m.got.idx, 0)
			return
		}
		for i, v := range m.out {
			switch v {
			case start.v:
				m.got.cols[i] = append(m.got.cols[i], a)
			case end.v:
				m.got.cols[i] = append(m.got.cols[i], b)
			default:
				m.got.cols[i] = append(m.got.cols[i], graph)
			}
		}
	}
	starts := []ID{0}
	if start.bound() {
		starts[0] = start.id(in, r)
	} else {
		var err error
		if starts, err = m.allNodes(graph); err != nil {
			return err
		}
	}
	for _, a := range starts {
		if start.v != noVariable && end.v != noVariable && start.bound() && !m.p.ambient {
			ok, err := m.inGraph(a, graph)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
		}
		reached, err := m.reach(a, graph, forward)
		if err != nil {
			return err
		}
		if !end.bound() {
			for _, b := range reached {
				emit(a, b)
			}
			continue
		}
		if b := end.id(in, r); slices.Contains(reached, b) {
			emit(a, b)
		}
	}
	return nil
}

// inGraph reports whether a node stands as subject or object in the graph; a
// path of length zero between variables links only those to themselves.
func (m *pathMatcher) inGraph(node, graph ID) (bool, error) {
	if ok, known := m.nodes[[2]ID{node, graph}]; known {
		return ok, nil
	}
	ok := false
	for _, at := range []Position{S, O} {
		a := m.x.pathAccess(graph)
		a.ids[at] = node
		if node > MaxID || a.none {
			break
		}
		a.order = [...]Order{S: SPOG, O: OSPG}[at]
		s := m.x.scan(&a, a.ids, 8)
		ok = ok || s.next() != nil
		if err := s.close(); err != nil {
			return false, err
		}
	}
	m.nodes[[2]ID{node, graph}] = ok
	return ok, nil
}

// pathAccess is the access to all quads of a graph.
func (x *exec) pathAccess(graph ID) (a access) {
	if graph == wholeDefault {
		return x.accessTo(pattern{s: slot{v: noVariable}, p: slot{v: noVariable}, o: slot{v: noVariable}})
	}
	a.vars = [4]variable{noVariable, noVariable, noVariable, noVariable}
	a.ids[G] = graph
	a.none = graph > MaxID || !x.data.allNamed && !x.data.named[graph]
	return a
}

// allNodes lists the subjects and objects of a graph.
func (m *pathMatcher) allNodes(graph ID) ([]ID, error) {
	seen := newRowTable(1)
	a := m.x.pathAccess(graph)
	if a.none {
		return nil, nil
	}
	s := m.x.scan(&a, a.ids, batchRows)
	for q := s.next(); q != nil; q = s.next() {
		seen.add(q[S : S+1])
		seen.add(q[O : O+1])
		if seen.count%4096 == 0 {
			if err := m.x.check(); err != nil {
				_ = s.close()
				return nil, err
			}
		}
	}
	return seen.rows, s.close()
}

// reach lists the nodes that the path leads to from start, each once for * + ?.
func (m *pathMatcher) reach(start, graph ID, forward bool) ([]ID, error) {
	key := reachKey{start, graph, forward}
	if r, ok := m.reached[key]; ok {
		return r, nil
	}
	r, err := m.x.walk(m.p.pattern.path, start, graph, forward)
	if err != nil {
		return nil, err
	}
	m.reached[key] = r
	return r, m.x.charge(8*len(r) + 64)
}

func (m *pathMatcher) close() {}

// walk follows a path from a node, against its direction when forward is false.
func (x *exec) walk(p *path, node, graph ID, forward bool) ([]ID, error) {
	switch p.op {
	case pathLink:
		return x.neighbours(p.iri, node, graph, forward)
	case pathInverse:
		return x.walk(p.args[0], node, graph, !forward)
	case pathNegated:
		return x.negatedNeighbours(p, node, graph, forward)
	case pathSequence:
		at := []ID{node}
		for i := range p.args {
			step := p.args[i]
			if !forward {
				step = p.args[len(p.args)-1-i]
			}
			var next []ID
			for _, n := range at {
				r, err := x.walk(step, n, graph, forward)
				if err != nil {
					return nil, err
				}
				next = append(next, r...)
			}
			at = next
		}
		return at, nil
	case pathAlternative:
		var out []ID
		for _, a := range p.args {
			r, err := x.walk(a, node, graph, forward)
			if err != nil {
				return nil, err
			}
			out = append(out, r...)
		}
		return out, nil
	case pathZeroOrOne:
		r, err := x.walk(p.args[0], node, graph, forward)
		return distinctIDs(append([]ID{node}, r...)), err
	}
	return x.closure(p, node, graph, forward)
}

func distinctIDs(ids []ID) []ID {
	t := newRowTable(1)
	for i := range ids {
		t.add(ids[i : i+1])
	}
	return t.rows
}

// closure is breadth-first search for * and +.
func (x *exec) closure(p *path, node, graph ID, forward bool) ([]ID, error) {
	seen := newRowTable(1)
	row := []ID{node}
	if p.op == pathZeroOrMore {
		seen.add(row)
	}
	queue := []ID{node}
	for len(queue) > 0 {
		var next []ID
		for _, n := range queue {
			r, err := x.walk(p.args[0], n, graph, forward)
			if err != nil {
				return nil, err
			}
			if err := x.step(len(r)); err != nil {
				return nil, err
			}
			for _, id := range r {
				row[0] = id
				if _, fresh := seen.add(row); fresh {
					next = append(next, id)
				}
			}
		}
		if err := x.check(); err != nil {
			return nil, err
		}
		queue = next
	}
	return seen.rows, nil
}

// neighbours are the nodes that one predicate leads to, remembered for the run.
func (x *exec) neighbours(iri string, node, graph ID, forward bool) ([]ID, error) {
	pred := x.internTerm(schema.IRI(iri))
	if pred > MaxID || node > MaxID {
		return nil, nil
	}
	key := edgeKey{node, pred, graph, forward}
	if r, ok := x.edges[key]; ok {
		return r, nil
	}
	a := x.pathAccess(graph)
	a.ids[P] = pred
	from, to := S, O
	a.order = SPOG
	if !forward {
		from, to, a.order = O, S, POSG
	}
	a.ids[from] = node
	if a.none {
		return nil, nil
	}
	var out []ID
	s := x.scan(&a, a.ids, 8)
	for q := s.next(); q != nil; q = s.next() {
		out = append(out, q[to])
	}
	if err := s.close(); err != nil {
		return nil, fmt.Errorf("following a path: %w", err)
	}
	x.edges[key] = out
	return out, x.charge(8*len(out) + 64)
}

// negatedNeighbours follows every predicate but those of the set, which for ^
// members is asked against the direction.
func (x *exec) negatedNeighbours(p *path, node, graph ID, forward bool) ([]ID, error) {
	var out []ID
	side := func(set []string, forward bool) error {
		skip := map[ID]bool{}
		for _, iri := range set {
			skip[x.internTerm(schema.IRI(iri))] = true
		}
		a := x.pathAccess(graph)
		from, to := S, O
		a.order = SPOG
		if !forward {
			from, to, a.order = O, S, OSPG
		}
		a.ids[from] = node
		if node > MaxID || a.none {
			return nil
		}
		s := x.scan(&a, a.ids, 8)
		for q := s.next(); q != nil; q = s.next() {
			if !skip[q[P]] {
				out = append(out, q[to])
			}
		}
		return s.close()
	}
	if len(p.forward) > 0 || len(p.backward) == 0 {
		if err := side(p.forward, forward); err != nil {
			return nil, err
		}
	}
	if len(p.backward) > 0 {
		if err := side(p.backward, !forward); err != nil {
			return nil, err
		}
	}
	return out, nil
}
