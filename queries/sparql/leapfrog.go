package sparql

import (
	"cmp"
	"slices"
)

// leapfrogMatcher binds one variable that several patterns share, all their other
// places being bound: what each pattern has for it is intersected in ascending
// order, each list leaping to where another one stands. No row is made that one of
// the patterns would throw away again, which is what makes joins of cyclic patterns
// (triangles, participants in common) cost no more than their answers can be many.
type leapfrogMatcher struct {
	x     *exec
	p     *plan
	lists []*neighbours
	rows  [][]ID // the lists of the row at hand
	got   matches
}

// maxNeighbours bounds the ids that the lists of a pattern may hold between two
// batches.
const maxNeighbours = 1 << 21

func (x *exec) newLeapfrog(p *plan) matcher {
	m := &leapfrogMatcher{x: x, p: p, got: matches{cols: make([][]ID, 1)}, rows: make([][]ID, len(p.leaps))}
	lat := columnsOf(p.in.vars, len(x.names))
	for i := range p.leaps {
		m.lists = append(m.lists, newNeighbours(x, &p.leaps[i], lat))
	}
	return m
}

func (m *leapfrogMatcher) vars() []variable { return m.p.keys }

func (m *leapfrogMatcher) match(in *batch) (*matches, error) {
	for _, n := range m.lists {
		if err := n.read(in); err != nil {
			return nil, err
		}
		m.x.stats[m.p].seeks += n.seeks
		n.seeks = 0
	}
	g := &m.got
	g.lo, g.hi = slices.Grow(g.lo[:0], in.n)[:in.n], slices.Grow(g.hi[:0], in.n)[:in.n]
	out := g.cols[0][:0]
	for r := range in.n {
		g.lo[r] = int32(len(out))
		for i, n := range m.lists {
			m.rows[i] = n.of(in, r)
		}
		out = leap(m.rows, out)
		g.hi[r] = int32(len(out))
	}
	g.cols[0] = out
	return g, nil
}

func (m *leapfrogMatcher) close() {
	for _, n := range m.lists {
		n.drop()
	}
}

// leap appends the ids that are in all of two or more ascending lists.
func leap(lists [][]ID, out []ID) []ID {
	shortest := 0
	for i, l := range lists {
		if len(l) < len(lists[shortest]) {
			shortest = i
		}
	}
	lists[0], lists[shortest] = lists[shortest], lists[0]
	if len(lists[0]) == 0 {
		return out
	}
	from := len(out)
	out = meet(lists[0], lists[1], out)
	for _, l := range lists[2:] {
		out = meet(out[from:], l, out[:from])
	}
	return out
}

// farApart is how many times longer a list must be than another for leaping in it
// to pay: a leap costs as much as some steps.
const farApart = 12

// meet appends the ids that are in both of two ascending lists, of which a is the
// shorter one. out may be the space of a.
func meet(a, b, out []ID) []ID {
	if len(b) > farApart*len(a) {
		for _, id := range a {
			if b = b[gallop(b, id):]; len(b) == 0 {
				break
			}
			if b[0] == id {
				out = append(out, id)
			}
		}
		return out
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		if x == y {
			out = append(out, x)
		}
		if x <= y {
			i++
		}
		if y <= x {
			j++
		}
	}
	return out
}

// gallop is the place of the first id of an ascending list that is not less than
// key: steps that double, then a search between the last two.
func gallop(list []ID, key ID) int {
	if len(list) == 0 || list[0] >= key {
		return 0
	}
	lo, step := 0, 1 // list[lo] < key
	for lo+step < len(list) && list[lo+step] < key {
		lo += step
		step *= 2
	}
	rest := list[lo+1 : min(lo+step, len(list))]
	at, _ := slices.BinarySearch(rest, key)
	return lo + 1 + at
}

// neighbours are the ids that a pattern has in its one open place, for the values
// of its two other places: read once for each pair of values and kept, since the
// rows of a cyclic pattern ask for the same ones again and again.
type neighbours struct {
	x     *exec
	a     *access
	open  Position
	lead  [2]Position // the other places, as the order has them
	cols  [2]int32    // columns of the input for them, -1: a term
	from  Pattern     // terms that lead the order
	graph bool        // quads of other graphs have to be passed over

	lists map[[2]ID][]ID
	held  int // ids in lists
	todo  [][2]ID
	seeks int64
}

func newNeighbours(x *exec, a *access, lat []int32) *neighbours {
	n := &neighbours{x: x, a: a, lists: map[[2]ID][]ID{}}
	k, vars := 0, false
	for _, at := range a.order.Positions() {
		v := a.vars[at]
		switch {
		case at == G:
			n.graph = a.mode == inOne && a.order.Positions()[0] != G
			if a.order.Positions()[0] == G {
				n.from[G] = a.ids[G]
			}
		case k == 2:
			n.open = at
		default:
			n.lead[k], n.cols[k] = at, -1
			if v != noVariable {
				n.cols[k], vars = lat[v], true
			} else if !vars {
				n.from[at] = a.ids[at]
			}
			k++
		}
	}
	return n
}

// key is the pair of values of a row.
func (n *neighbours) key(in *batch, r int) (k [2]ID) {
	for i, c := range n.cols {
		if c < 0 {
			k[i] = n.a.ids[n.lead[i]]
		} else {
			k[i] = in.cols[c][r]
		}
	}
	return k
}

// of is the list of a row that was read.
func (n *neighbours) of(in *batch, r int) []ID { return n.lists[n.key(in, r)] }

// read fetches the lists of a batch that are not there yet, one cursor walking
// forward through all of them.
func (n *neighbours) read(in *batch) error {
	if n.held > maxNeighbours {
		n.drop()
	}
	n.todo = n.todo[:0]
	for r := range in.n {
		k := n.key(in, r)
		if k[0] > MaxID || k[1] > MaxID {
			continue // an id of the run's own is in no quad
		}
		if _, known := n.lists[k]; !known {
			n.lists[k] = nil
			n.todo = append(n.todo, k)
		}
	}
	if len(n.todo) == 0 {
		return nil
	}
	slices.SortFunc(n.todo, func(a, b [2]ID) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	s := n.x.scan(n.a, n.from, 8)
	for i, k := range n.todo {
		if err := n.fetch(s, k); err != nil {
			_ = s.close()
			return err
		}
		if i%256 == 255 {
			if err := n.x.check(); err != nil {
				_ = s.close()
				return err
			}
		}
	}
	n.seeks += s.seeks
	return s.close()
}

// fetch reads one list.
func (n *neighbours) fetch(s *scanner, k [2]ID) error {
	var key IDQuad
	key[n.lead[0]], key[n.lead[1]] = k[0], k[1]
	lead := 2
	if n.a.order.Positions()[0] == G {
		key[G], lead = n.scanGraph(), 3
	}
	s.seek(key, lead, 8)
	var list []ID
	for {
		if s.at == s.n && !s.fill() {
			break
		}
		q := &s.buf[s.at]
		if q[n.lead[0]] != k[0] || q[n.lead[1]] != k[1] || lead == 3 && q[G] != key[G] {
			break
		}
		s.at++
		if s.accept(q) && (!n.graph || q[G] == n.scanGraph()) {
			list = append(list, q[n.open])
		}
	}
	n.lists[k] = list
	n.held += len(list)
	return n.x.charge(8*len(list) + neighbourBytes)
}

// neighbourBytes is about what a list costs beside its ids.
const neighbourBytes = 64

// scanGraph is the graph of the pattern as quads have it.
func (n *neighbours) scanGraph() ID {
	if n.a.ids[G] == DefaultGraph {
		return 0
	}
	return n.a.ids[G]
}

func (n *neighbours) drop() {
	_ = n.x.charge(-8*n.held - neighbourBytes*len(n.lists))
	n.lists, n.held = map[[2]ID][]ID{}, 0
}
