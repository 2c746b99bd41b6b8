package sparql

import (
	"math"
	"slices"
)

// whole joins a node that stays whole: seeded with the values at hand, or
// evaluated once and hashed.
func (pl *planner) whole(cur *plan, u *unit) *plan {
	o := u.op
	switch o.kind {
	case opValues:
		p := pl.joined(planValues, cur, joinInner, o.possible, o.certain)
		p.keys, p.rows = o.vars, pl.x.internRows(o.rows)
		p.est = cur.est * float64(len(o.rows))
		shared := cur.certain.intersect(o.certain)
		if !shared.empty() {
			p.est = cur.est / 5
		}
		p.cost = cur.cost + cur.est*float64(len(o.rows))*5
		if len(o.rows) > 16 && !shared.empty() { // many rows: hash them
			q := pl.joined(planValues, unitPlan(), joinInner, o.possible, o.certain)
			q.keys, q.rows, q.est = p.keys, p.rows, float64(len(o.rows))
			return pl.hash(cur, q, joinInner, nil)
		}
		return p
	case opGraphs:
		p := pl.joined(planGraphs, cur, joinInner, o.possible, o.certain)
		p.graph = o.graph
		if len(o.patterns) > 0 {
			p.pattern = &o.patterns[0]
		}
		p.est = cur.est
		if o.graph != noVariable && !cur.certain.has(o.graph) {
			p.est *= math.Max(1, float64(pl.x.src.Distinct(Any, G)))
		}
		p.cost = cur.cost + p.est*10
		return p
	}
	if cur.kind == planUnit {
		return pl.plan(o, cur)
	}
	var best *plan
	seeds := pl.seedVars(cur, o)
	if len(seeds) > 0 {
		best = pl.apply(cur, o, seeds, joinInner, nil)
	}
	if subselect(o) || pl.standalone(o.mentions()) || best == nil {
		if u.alone == nil {
			u.alone = pl.plan(o, unitPlan())
		}
		if h := pl.hash(cur, u.alone, joinInner, nil); best == nil || h.cost < best.cost {
			best = h
		}
	}
	return best
}

// subselect: a node whose inside sees no values from outside.
func subselect(o *op) bool {
	switch o.kind {
	case opProject, opGroup, opDistinct, opReduced, opSlice, opOrder, opEachGraph, opService:
		return true
	}
	return false
}

// seedVars are the variables at hand whose values a node may be given.
func (pl *planner) seedVars(cur *plan, o *op) []variable {
	safe := o.safe().intersect(cur.certain)
	if subselect(o) {
		return safe.slice()
	}
	return safe.union(pl.ambient.intersect(o.mentions()).intersect(cur.possible)).slice()
}

// apply runs a node seeded with the values of each batch.
func (pl *planner) apply(cur *plan, o *op, seeds []variable, kind joinKind, exprs []*expression) *plan {
	rows := math.Min(cur.est, batchRows)
	seed := &plan{kind: planSeed, seeds: seeds, rowVar: pl.x.newRowVar(), est: math.Max(1, rows)}
	seed.vars = append(slices.Clone(seeds), seed.rowVar)
	seed.possible = varsetOf(seed.vars...)
	seed.certain = seed.possible.intersect(cur.certain.union(varsetOf(seed.rowVar)))
	right := pl.plan(o, seed)
	p := pl.joined(planApply, cur, kind, right.possible.minus(varsetOf(seed.rowVar)), right.certain.minus(varsetOf(seed.rowVar)))
	p.right, p.seeds, p.rowVar, p.exprs = right, seeds, seed.rowVar, exprs
	times := math.Max(1, cur.est/batchRows)
	p.est = cur.est * right.est / seed.est
	p.cost = cur.cost + times*right.cost + cur.est*60 + p.est*20
	p.est = kind.keeps(cur.est, p.est)
	return p
}

// optional adds an OPTIONAL.
func (pl *planner) optional(cur *plan, s step) *plan {
	right, exprs := s.op, s.exprs
	var inside, outside []*expression
	for _, e := range exprs { // conditions on the right side alone belong there
		if e.mentions.within(right.certain) && !e.volatile && len(e.exists) == 0 && !e.mentions.empty() {
			inside = append(inside, e)
		} else {
			outside = append(outside, e)
		}
	}
	b := pl.x.flatten(right)
	if p := pl.single(cur, b, append(inside, outside...), joinLeft); p != nil {
		return p
	}
	return pl.cheaper(cur, filter(right, inside...), outside, joinLeft)
}

// single joins by plain look-up when the right side is one pattern.
func (pl *planner) single(cur *plan, b *block, exprs []*expression, kind joinKind) *plan {
	if len(b.units) != 1 || b.units[0].op != nil || b.units[0].pattern.path != nil {
		return nil
	}
	for _, s := range b.steps {
		if s.kind != opFilter {
			return nil
		}
		for _, e := range s.exprs {
			if !e.mentions.within(b.units[0].certain.union(pl.ambient)) || len(e.exists) > 0 || e.volatile {
				return nil
			}
			exprs = append(exprs, e)
		}
	}
	u := b.units[0]
	p := pl.lookup(cur, u, kind, exprs)
	if cur.certain.overlaps(u.certain) && pl.standalone(u.possible) && (kind == joinLeft || kind == joinMinus || len(exprs) == 0) {
		if h := pl.hash(cur, pl.scanPlan(u), kind, exprs); h.cost < p.cost {
			return h
		}
	}
	return p
}

// cheaper seeds the right side or hashes it, whichever costs less.
func (pl *planner) cheaper(cur *plan, right *op, exprs []*expression, kind joinKind) *plan {
	seeds := pl.seedVars(cur, right)
	if kind == joinMinus { // only what the right side binds itself counts as shared
		seeds = varsetOf(seeds...).intersect(right.certain.union(pl.ambient)).slice()
	}
	p := pl.apply(cur, right, seeds, kind, exprs)
	if !pl.standalone(right.mentions()) {
		return p
	}
	if h := pl.hash(cur, pl.plan(right, unitPlan()), kind, exprs); h.cost < p.cost {
		return h
	}
	return p
}

func (pl *planner) minus(cur *plan, s step) *plan {
	shared := cur.possible.intersect(s.op.possible)
	if shared.minus(varsetOf(s.graph)).empty() {
		return cur // no variable in common: nothing is taken away
	}
	p := pl.single(cur, pl.x.flatten(s.op), nil, joinMinus)
	if p == nil {
		p = pl.cheaper(cur, s.op, nil, joinMinus)
	}
	p.ignore, p.shared = s.graph, s.op.certain
	return p
}

// exists adds a lone EXISTS or NOT EXISTS as a semi- or anti-join where that is
// the same as asking row by row.
func (pl *planner) exists(cur *plan, e *expression) *plan {
	o := e.exists[0]
	outer := o.mentions().intersect(cur.possible)
	if !simpleExists(o) || !outer.within(cur.certain) {
		p := pl.derive(planFilter, cur)
		p.exprs, p.est = []*expression{e}, cur.est/2
		return p
	}
	kind := joinSemi
	if e.negated {
		kind = joinAnti
	}
	saved := pl.ambient
	pl.ambient = saved.union(outer)
	defer func() { pl.ambient = saved }()
	if p := pl.singleExists(cur, o, kind); p != nil {
		return p
	}
	p := pl.apply(cur, o, pl.seedVars(cur, o), kind, nil)
	pl.ambient = saved
	if outer.within(o.safe()) && pl.standalone(o.mentions()) {
		if h := pl.hash(cur, pl.plan(o, unitPlan()), kind, nil); h.cost < p.cost {
			return h
		}
	}
	return p
}

func (pl *planner) singleExists(cur *plan, o *op, kind joinKind) *plan {
	b := pl.x.flatten(o)
	if len(b.units) != 1 {
		return nil
	}
	return pl.single(cur, b, nil, kind)
}

// simpleExists: putting values in beforehand and filtering afterwards come to
// the same in such a group.
func simpleExists(o *op) bool {
	switch o.kind {
	case opBGP, opGraphs, opUnit:
	case opJoin, opUnion, opFilter:
		for _, e := range o.exprs {
			if len(e.exists) > 0 {
				return false
			}
		}
		for _, a := range o.args {
			if !simpleExists(a) {
				return false
			}
		}
	default:
		return false
	}
	return true
}
