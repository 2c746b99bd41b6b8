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

// order arranges the units of a block so that joining them from the left costs
// least by the counts of the data. Variables bound by in count as bound.
func (pl *planner) order(units []*unit, in *plan, pending []condition) []*unit {
	for i, u := range units { // a sorted sub-select leads, so that its order is kept
		if u.ordered {
			rest := append(append([]*unit(nil), units[:i]...), units[i+1:]...)
			return append([]*unit{u}, pl.order(rest, pl.extend(in, u), pending)...)
		}
	}
	if len(units) < 2 {
		return units
	}
	if len(units) > exhaustive {
		return pl.greedy(units, in, pending)
	}
	type state struct {
		plan *plan
		last int
		prev int
	}
	states := make([]*state, 1<<len(units))
	states[0] = &state{plan: in}
	for mask := 1; mask < len(states); mask++ {
		for i := range units {
			if mask>>i&1 == 0 {
				continue
			}
			prev := states[mask&^(1<<i)]
			if prev == nil || states[mask] != nil && prev.plan.cost >= states[mask].plan.cost || pl.crosses(prev.plan, units, mask&^(1<<i), i) {
				continue
			}
			p := pl.dryConditions(pl.extend(prev.plan, units[i]), prev.plan, pending)
			if states[mask] == nil || p.cost < states[mask].plan.cost {
				states[mask] = &state{p, i, mask &^ (1 << i)}
			}
		}
	}
	out := make([]*unit, len(units))
	for mask, at := len(states)-1, len(units)-1; mask != 0; at-- {
		s := states[mask]
		out[at] = units[s.last]
		mask = s.prev
	}
	return out
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

func (pl *planner) greedy(units []*unit, in *plan, pending []condition) []*unit {
	left := append([]*unit(nil), units...)
	cur := in
	var out []*unit
	if len(left) > manyUnits {
		return byCount(left)
	}
	for len(left) > 0 {
		best, bestCost := -1, math.Inf(1)
		var bestPlan *plan
		for i := range left {
			if pl.crosses(cur, left, 0, i) {
				continue
			}
			p := pl.dryConditions(pl.extend(cur, left[i]), cur, pending)
			if cost := p.cost + p.est*50; best < 0 || cost < bestCost {
				best, bestCost, bestPlan = i, cost, p
			}
		}
		out = append(out, left[best])
		left = append(left[:best], left[best+1:]...)
		cur = bestPlan
	}
	return out
}

// manyUnits is the number of units beyond which trying every one at every place
// costs more than it saves.
const manyUnits = 64

// byCount takes the smallest pattern that hangs together with those before it.
func byCount(left []*unit) (out []*unit) {
	var known varset
	for len(left) > 0 {
		best := 0
		for i, u := range left {
			tied, bestTied := u.possible.overlaps(known), left[best].possible.overlaps(known)
			if tied && !bestTied || tied == bestTied && u.count < left[best].count {
				best = i
			}
		}
		out = append(out, left[best])
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
		for _, u := range pl.order(units, p, pending) {
			p = pl.conditioned(pl.extend(p, u), pending, false)
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
