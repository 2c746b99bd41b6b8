package sparql

import (
	"math"
	"slices"

	"github.com/entente-graph/entente/schema"
)

// selectivity guesses the share of rows for which a condition holds.
func selectivity(e *expression) float64 {
	if e.source == nil {
		return .5
	}
	switch e.source.name {
	case "=", "SAMETERM", "IN":
		return .2
	case "<", ">", "<=", ">=":
		return .4
	case "!=", "NOT IN", "BOUND":
		return .9
	case "CONTAINS", "REGEX", "STRSTARTS", "STRENDS":
		return .1
	}
	return .5
}

// count caches the counts of the source for the run.
func (x *exec) count(p Pattern) float64 {
	n, ok := x.counts[p]
	if !ok {
		c, _ := x.src.Count(p)
		n = float64(c)
		x.counts[p] = n
	}
	return n
}

// bestOrder chooses the order in which the most bound places lead; of equals,
// the one with terms before variables, which keeps look-ups close together.
func (pl *planner) bestOrder(a *access, bound varset) (best Order, lead int) {
	score := -1
	for o := range orderCount {
		if !pl.x.orders[o] || a.vars[G] == noVariable && a.ids[G] == Any && o.Positions()[0] == G {
			continue // folding needs the graph last
		}
		if a.mode == inNamed && o.Positions()[0] == G && !bound.has(a.vars[G]) {
			continue
		}
		n, s, terms := 0, 0, true
		for _, at := range o.Positions() {
			v := a.vars[at]
			if v == noVariable && a.ids[at] == Any || v != noVariable && !bound.has(v) {
				break
			}
			n++
			s += 10
			if terms = terms && v == noVariable; terms {
				s++
			}
		}
		if s > score {
			score, best, lead = s, o, n
		}
	}
	return best, lead
}

// led is the number of quads under the terms that lead the order, 0 when a
// variable leads it.
func (pl *planner) led(a *access, _ varset) float64 {
	var p Pattern
	n := 0
	for _, at := range a.order.Positions() {
		if a.vars[at] != noVariable || a.ids[at] == Any {
			break
		}
		p[at] = a.ids[at]
		n++
	}
	if n == 0 {
		return 0
	}
	return pl.x.count(p)
}

// keyCount estimates how many different keys the bound variables can have.
func (pl *planner) keyCount(u *unit, bound varset) float64 {
	n := 1.0
	for _, at := range []Position{S, P, O, G} {
		if v := u.access.vars[at]; v != noVariable && bound.has(v) {
			n *= math.Max(1, float64(pl.distinct(u, at)))
		}
	}
	return n
}

func (pl *planner) distinct(u *unit, at Position) uint64 {
	pred := u.access.ids[P]
	if at == P || at == G {
		pred = Any
	}
	return pl.x.src.Distinct(pred, at)
}

// fanOut estimates the quads of a pattern for one value of the bound variables.
func (pl *planner) fanOut(u *unit, cur *plan) float64 {
	n := u.count
	if u.access.none {
		return 0
	}
	// The most telling variable counts in full, further ones ever less: they are
	// seldom independent. The graph of a known subject or object says nothing.
	var shares []float64
	for _, at := range []Position{S, P, O, G} {
		if v := u.access.vars[at]; v != noVariable && cur.certain.has(v) && (at != G || len(shares) == 0) {
			// Were the values at hand any of the predicate's, a pattern narrowed by
			// terms would fit a share of them; were they those of the pattern, all.
			// The truth lies between.
			all := math.Max(1, float64(pl.distinct(u, at)))
			all = math.Max(math.Min(u.count, all), math.Min(all, pl.domain(cur, v)))
			narrow := math.Max(1, math.Max(math.Min(cur.est, all), math.Min(u.count, all)))
			shares = append(shares, math.Sqrt(all*narrow))
		}
	}
	slices.Sort(shares)
	for i := len(shares) - 1; i >= 0; i-- {
		n /= math.Pow(shares[i], math.Pow(.5, float64(len(shares)-1-i)))
	}
	return n
}

// domain is among how many different values a variable of the rows at hand is found,
// by the predicates of the patterns that bind it; infinite where nothing is known. The
// terms of a pattern do not count: what they pick out need not be what others do.
func (pl *planner) domain(p *plan, v variable) float64 {
	n := math.Inf(1)
	for ; p != nil; p = p.in {
		switch {
		case p.join != joinInner:
		case p.kind == planScan || p.kind == planLookup:
			n = math.Min(n, pl.values(p.unit, v))
		case p.kind == planLeapfrog:
			for _, u := range p.units {
				n = math.Min(n, pl.values(u, v))
			}
		case p.kind == planHash:
			n = math.Min(n, pl.domain(p.right, v))
		case p.kind == planValues && slices.Contains(p.keys, v):
			n = math.Min(n, float64(len(p.rows)))
		}
	}
	return n
}

// values is how many different values the predicate of a pattern has where the pattern
// has the variable, infinite when it does not hold it.
func (pl *planner) values(u *unit, v variable) float64 {
	for at, w := range u.access.vars {
		if w == v {
			return math.Max(1, float64(pl.distinct(u, Position(at))))
		}
	}
	return math.Inf(1)
}

// pathReach guesses the nodes that a path leads to from each row, and the cost
// of walking for all rows.
func (pl *planner) pathReach(cur *plan, u *unit) (reach, cost float64) {
	bound := func(s slot) bool { return !s.isVar() || cur.certain.has(s.v) }
	s, o := bound(u.pattern.s), bound(u.pattern.o)
	edge := pl.x.cost.Seek*2 + 100
	nodes := math.Max(1, u.count)
	each := math.Min(nodes, 8)
	switch {
	case s && o:
		starts := cur.est
		if !u.pattern.s.isVar() || !u.pattern.o.isVar() {
			starts, each = 1, math.Min(nodes, 30)
		}
		return .3, math.Min(starts, nodes)*each*edge + cur.est*50
	case s || o:
		starts := cur.est
		if !u.pattern.s.isVar() || !u.pattern.o.isVar() {
			starts, each = 1, math.Min(nodes, 30)
		}
		return each, math.Min(starts, nodes)*each*edge + cur.est*each*10
	}
	return nodes * each, nodes * each * edge
}

// pathCount is the number of edges of the predicates of a path.
func (x *exec) pathCount(p pattern) float64 {
	var n float64
	var visit func(pt *path)
	visit = func(pt *path) {
		if pt.op == pathLink {
			a := x.accessTo(pattern{s: slot{v: noVariable}, p: slot{v: noVariable}, o: slot{v: noVariable}, graph: graphRef{}})
			a.ids = Pattern{}
			if a.ids[P] = x.internTerm(schema.IRI(pt.iri)); a.ids[P] <= MaxID {
				n += x.count(a.ids)
			}
		} else if pt.op == pathNegated {
			n += x.count(Pattern{})
		}
		for _, a := range pt.args {
			visit(a)
		}
	}
	visit(p.path)
	return n
}
