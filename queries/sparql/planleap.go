package sparql

import (
	"cmp"
	"math"
	"slices"
)

// leapChoice says when patterns are joined by leapfrog.
type leapChoice uint8

const (
	leapByCost leapChoice = iota
	leapAlways
	leapNever
)

// leaps lists the sets of units, of those not in done, that can bind a variable
// together: two patterns or more whose other places are terms or bound already, one
// of them bound. That is so where the patterns of a query close a cycle.
func (pl *planner) leaps(cur *plan, units []*unit, done int) (sets []int) {
	if cur.kind == planUnit || pl.x.opt.leap == leapNever {
		return nil
	}
	var vars []variable
	tied := 0 // units with a variable that is bound
	for i, u := range units {
		if done>>i&1 != 0 {
			continue
		}
		v, bound := pl.opens(u, cur)
		if v == noVariable {
			continue
		}
		tied |= b2i(bound) << i
		at := slices.Index(vars, v)
		if at < 0 {
			at = len(vars)
			vars, sets = append(vars, v), append(sets, 0)
		}
		sets[at] |= 1 << i
	}
	return slices.DeleteFunc(sets, func(set int) bool { return set&(set-1) == 0 || set&tied == 0 })
}

// opens is the one variable of a pattern that the rows at hand leave open, when the
// source has an order in which the quads of a row lie together sorted by it. bound
// tells whether the pattern has a variable that is bound.
func (pl *planner) opens(u *unit, cur *plan) (open variable, bound bool) {
	a := u.access
	if u.op != nil || u.pattern.path != nil || a.none || len(a.twins) > 0 || a.vars[G] != noVariable {
		return noVariable, false
	}
	open = noVariable
	for _, v := range a.vars[:G] {
		switch {
		case v == noVariable:
		case cur.certain.has(v):
			bound = true
		case cur.possible.has(v) || open != noVariable:
			return noVariable, false
		default:
			open = v
		}
	}
	if open == noVariable {
		return noVariable, false
	}
	if order, _ := pl.bestOrder(&a, cur.certain); a.vars[lastPlace(order)] != open {
		return noVariable, false
	}
	return open, bound
}

// lastPlace is the last place of a triple in an order.
func lastPlace(o Order) Position {
	places := o.Positions()
	if places[3] == G {
		return places[2]
	}
	return places[3]
}

// leapfrog joins patterns that bind a variable together.
func (pl *planner) leapfrog(cur *plan, units joint) *plan {
	v, _ := pl.opens(units[0], cur)
	p := pl.joined(planLeapfrog, cur, joinInner, varsetOf(v), varsetOf(v))
	p.keys, p.units = []variable{v}, units
	least, all := math.Inf(1), 0.0
	for _, u := range units {
		a := u.access
		a.rng = nil
		a.order, a.lead = pl.bestOrder(&a, cur.certain)
		p.leaps = append(p.leaps, a)
		fan := pl.fanOut(u, cur)
		least, all = math.Min(least, fan), all+fan
		p.cost += pl.readCost(u, &a, cur, fan)
	}
	p.est = pl.oneByOne(cur, units).est
	p.cost += cur.cost + cur.est*(60+30*float64(len(units))+leapCost*math.Min(all, farApart*least)) + p.est*10
	if pl.x.opt.leap == leapAlways {
		p.cost = 0
	}
	return p
}

// leapCost is what it costs to step past one id of a list in memory.
const leapCost = 3

// oneByOne joins patterns by looking them up one after the other, the one with the
// fewest quads for a row first.
func (pl *planner) oneByOne(cur *plan, units joint) *plan {
	sorted := slices.Clone(units)
	slices.SortStableFunc(sorted, func(a, b *unit) int { return cmp.Compare(pl.fanOut(a, cur), pl.fanOut(b, cur)) })
	for _, u := range sorted {
		cur = pl.lookup(cur, u, joinInner, nil)
	}
	return cur
}
