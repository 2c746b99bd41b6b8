package sparql

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// exhaustive is the largest number of units whose order is found by dynamic
// programming; more are ordered greedily.
const exhaustive = 8

// joint is what is joined in one step: a unit, or patterns that bind a variable
// together.
type joint []*unit

// order arranges the units of a block so that joining them from the left costs
// least by the counts of the data. Variables bound by in count as bound.
func (pl *planner) order(units []*unit, in *plan, pending []condition) []joint {
	for i, u := range units { // a sorted sub-select leads, so that its order is kept
		if u.ordered {
			rest := append(append([]*unit(nil), units[:i]...), units[i+1:]...)
			return append([]joint{{u}}, pl.order(rest, pl.extend(in, joint{u}), pending)...)
		}
	}
	switch {
	case len(units) == 0:
		return nil
	case len(units) == 1:
		return []joint{{units[0]}}
	case len(units) > exhaustive:
		return pl.greedy(units, in, pending)
	}
	type state struct {
		plan *plan
		last int // the units that the plan joined last
		prev int
	}
	states := make([]*state, 1<<len(units))
	states[0] = &state{plan: in}
	for mask := 0; mask < len(states); mask++ {
		for i := range units {
			if mask>>i&1 == 0 {
				continue
			}
			prev := states[mask&^(1<<i)]
			if prev == nil || states[mask] != nil && prev.plan.cost >= states[mask].plan.cost || pl.crosses(prev.plan, units, mask&^(1<<i), i) {
				continue
			}
			p := pl.dryConditions(pl.extend(prev.plan, joint{units[i]}), prev.plan, pending)
			if states[mask] == nil || p.cost < states[mask].plan.cost {
				states[mask] = &state{p, 1 << i, mask &^ (1 << i)}
			}
		}
		if states[mask] == nil {
			continue
		}
		cur := states[mask].plan
		for _, set := range pl.leaps(cur, units, mask) {
			p := pl.dryConditions(pl.extend(cur, pick(units, set)), cur, pending)
			if s := states[mask|set]; s == nil || p.cost < s.plan.cost {
				states[mask|set] = &state{p, set, mask}
			}
		}
	}
	var out []joint
	for mask := len(states) - 1; mask != 0; mask = states[mask].prev {
		out = append(out, pick(units, states[mask].last))
	}
	slices.Reverse(out)
	return out
}

// pick lists the units of a set.
func pick(units []*unit, set int) (j joint) {
	for i, u := range units {
		if set>>i&1 != 0 {
			j = append(j, u)
		}
	}
	return j
}

// crosses: adding unit i would be a cross product although another one left
// would not be.
func (pl *planner) crosses(cur *plan, units []*unit, done, i int) bool {
	if cur.kind == planUnit || cur.possible.empty() || units[i].possible.overlaps(cur.possible) || units[i].possible.empty() {
		return false
	}
	for j, u := range units {
		if done>>j&1 == 0 && j != i && u.possible.overlaps(cur.possible) {
			return bits.OnesCount(uint(done)) > 0 || cur.kind != planUnit
		}
	}
	return false
}

// dryConditions lowers the estimate of a plan just made by the conditions that
// can be applied now.
func (pl *planner) dryConditions(p, before *plan, pending []condition) *plan {
	for _, c := range pending {
		for _, e := range c.exprs {
			if !e.volatile && len(e.exists) == 0 && e.mentions.within(p.certain) && !e.mentions.within(before.certain) {
				p.cost += p.est * (50 + pl.x.cost.Term)
				p.est *= selectivity(e)
			}
		}
	}
	return p
}

func (pl *planner) greedy(units []*unit, in *plan, pending []condition) []joint {
	left := append([]*unit(nil), units...)
	cur := in
	var out []joint
	if len(left) > manyUnits {
		return byCount(left)
	}
	for len(left) > 0 {
		var best joint
		bestCost := math.Inf(1)
		var bestPlan *plan
		try := func(j joint) {
			p := pl.dryConditions(pl.extend(cur, j), cur, pending)
			if cost := p.cost + p.est*50; best == nil || cost < bestCost {
				best, bestCost, bestPlan = j, cost, p
			}
		}
		for i := range left {
			if !pl.crosses(cur, left, 0, i) {
				try(joint{left[i]})
			}
		}
		if len(left) < 64 {
			for _, set := range pl.leaps(cur, left, 0) {
				try(pick(left, set))
			}
		}
		out = append(out, best)
		left = slices.DeleteFunc(left, func(u *unit) bool { return slices.Contains(best, u) })
		cur = bestPlan
	}
	return out
}

// manyUnits is the number of units beyond which trying every one at every place
// costs more than it saves.
const manyUnits = 64

// byCount takes the smallest pattern that hangs together with those before it.
func byCount(left []*unit) (out []joint) {
	var known varset
	for len(left) > 0 {
		best := 0
		for i, u := range left {
			tied, bestTied := u.possible.overlaps(known), left[best].possible.overlaps(known)
			if tied && !bestTied || tied == bestTied && u.count < left[best].count {
				best = i
			}
		}
		out = append(out, joint{left[best]})
		known = known.union(left[best].possible)
		left = append(left[:best], left[best+1:]...)
	}
	return out
}

// crossed joins in the parts that share no variable with the rest: each planned
// by itself, the smallest first, the others read only if there are rows to join.
// Rows that come from a seed lead.
func (pl *planner) crossed(cur *plan, parts [][]*unit, pending []condition, seeded bool) *plan {
	saved := pl.ambient
	pl.ambient = nil
	var plans []*plan
	for _, units := range parts {
		p := unitPlan()
		for _, j := range pl.order(units, p, pending) {
			p = pl.conditioned(pl.extend(p, j), pending, false)
		}
		plans = append(plans, p)
	}
	pl.ambient = saved
	if !seeded {
		if cur.kind != planUnit {
			plans = append(plans, cur)
		}
		cur = nil
	}
	slices.SortStableFunc(plans, func(a, b *plan) int { return cmp.Compare(a.est, b.est) })
	for _, p := range plans {
		if cur == nil {
			cur = p
		} else {
			cur = pl.conditioned(pl.hash(cur, p, joinInner, nil), pending, false)
		}
	}
	return cur
}

// components groups units that hang together by variables; the first group are
// those tied to the rows at hand (or without variables, or sorted).
func components(units []*unit, in *plan) [][]*unit {
	out := [][]*unit{nil}
	known := []varset{in.possible}
	for _, u := range units {
		at := -1
		if u.possible.empty() || u.ordered || u.op != nil && u.op.kind == opGraphs {
			at = 0
		}
		vars := u.possible
		group := []*unit{u}
		for i := 0; i < len(known); i++ {
			if i != at && !known[i].overlaps(u.possible) {
				continue
			}
			vars, group = vars.union(known[i]), append(out[i], group...)
			if i == 0 {
				at = 0
				continue
			}
			out, known = append(out[:i:i], out[i+1:]...), append(known[:i:i], known[i+1:]...)
			i--
		}
		if at == 0 {
			out[0], known[0] = group, vars
		} else {
			out, known = append(out, group), append(known, vars)
		}
	}
	return out
}
