package sparql

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/entente-graph/entente/schema"
)

type termOf = schema.Term

// constants recognises ?v = term and ?v IN (terms) where "=" means the same term.
func constants(e *expression) (variable, []schema.Term) {
	s := e.source
	if s == nil || s.kind != xCall || s.name != "=" && s.name != "IN" || len(s.args) < 2 || e.vars.len() != 1 {
		return noVariable, nil
	}
	args := s.args
	if s.name == "=" && args[1].kind == xVar {
		args = []*expr{args[1], args[0]}
	}
	if args[0].kind != xVar {
		return noVariable, nil
	}
	var terms []schema.Term
	for _, a := range args[1:] {
		plain := a.kind == xTerm && (a.term.IsIRI() || a.term.Datatype == schema.XSDString)
		if !plain {
			return noVariable, nil
		}
		terms = append(terms, a.term)
	}
	return e.vars.slice0(), terms
}

// planNode plans a node by itself. need are the variables that matter after it.
func (x *exec) planNode(o *op, need varset) *plan {
	pl := &planner{x: x}
	p := pl.plan(o, unitPlan())
	prune(p, need)
	return p
}

func unitPlan() *plan { return &plan{kind: planUnit, est: 1} }

// planner makes a physical plan. ambient are variables whose values come from
// outside (EXISTS) and reach every filter below.
type planner struct {
	x       *exec
	ambient varset
}

// plan extends the rows of in, which is the unit or a seed, by a node.
func (pl *planner) plan(o *op, in *plan) *plan {
	switch o.kind {
	case opUnion:
		return pl.union(o, in)
	case opGroup:
		below := pl.plan(o.args[0], in)
		if p := pl.counted(o, below); p != nil {
			return p
		}
		p := pl.derive(planGroup, below)
		p.keys, p.aggs, p.vars = o.vars, o.aggs, slices.Clone(o.vars)
		if in.kind == planSeed {
			p.rowVar = in.rowVar
			p.keys = append(slices.Clone(o.vars), in.rowVar)
			p.vars = slices.Clone(p.keys)
		}
		for _, a := range o.aggs {
			p.vars = append(p.vars, a.v)
		}
		p.possible, p.certain = varsetOf(p.vars...), o.certain.union(varsetOf(p.rowVarOf(in)...))
		p.est = math.Max(1, p.in.est/4)
		if len(o.vars) == 0 {
			p.est = 1
		}
		return p
	case opOrder:
		p := pl.derive(planOrder, pl.plan(o.args[0], in))
		p.sort, p.limit = o.sort, -1
		return p
	case opProject:
		p := pl.derive(planProject, pl.plan(o.args[0], in))
		p.vars = append(slices.Clone(o.vars), p.rowVarOf(in)...)
		p.possible, p.certain = varsetOf(p.vars...), p.certain.intersect(varsetOf(p.vars...))
		return p
	case opDistinct:
		return pl.derive(planDistinct, pl.plan(o.args[0], in))
	case opReduced:
		return pl.derive(planReduced, pl.plan(o.args[0], in))
	case opSlice:
		return pl.slice(o, in)
	case opEachGraph:
		return pl.join(in, &plan{kind: planEachGraph, vars: o.possible.slice(), graph: o.graph, inner: o.inner, node: o,
			possible: o.possible, certain: o.certain, est: 1000, cost: 1e6})
	case opService:
		return pl.join(in, &plan{kind: planService, node: o, vars: o.vars, possible: o.possible, est: 1})
	}
	return pl.block(pl.x.flatten(o), in)
}

// counted answers COUNT over one pattern in one graph by the source's count,
// where that is exact; nil elsewhere.
func (pl *planner) counted(o *op, below *plan) *plan {
	if len(o.vars) > 0 || len(o.aggs) != 1 || below.kind != planScan {
		return nil
	}
	g, a := o.aggs[0], &below.access
	bound := g.arg == nil || g.arg.source.kind == xVar && below.certain.has(g.arg.vars.slice0())
	if g.name != "COUNT" || g.distinct || !bound || a.mode != inOne || len(a.twins) > 0 {
		return nil
	}
	n, exact := pl.x.src.Count(a.ids)
	if !exact {
		return nil
	}
	p := pl.joined(planValues, unitPlan(), joinInner, varsetOf(g.v), varsetOf(g.v))
	p.keys, p.rows, p.est = []variable{g.v}, [][]ID{{pl.x.intern(integerValue(int64(n)))}}, 1
	return p
}

func (p *plan) rowVarOf(in *plan) []variable {
	if in.kind == planSeed {
		return []variable{in.rowVar}
	}
	return nil
}

// derive makes a plan that keeps the columns of its input.
func (pl *planner) derive(kind planKind, in *plan) *plan {
	return &plan{kind: kind, in: in, vars: in.vars, possible: in.possible, certain: in.certain, est: in.est,
		cost: in.cost + in.est*20, limit: -1, rowVar: noVariable}
}

func (pl *planner) slice(o *op, in *plan) *plan {
	p := pl.derive(planSlice, pl.plan(o.args[0], in))
	p.limit, p.offset = o.limit, o.offset
	if o.limit >= 0 {
		p.est = math.Min(p.est, float64(o.limit))
	}
	// ORDER BY under LIMIT keeps the first rows only.
	below := p.in
	for below.kind == planProject {
		below = below.in
	}
	if below.kind == planOrder && o.limit >= 0 && o.limit+o.offset < 1<<20 {
		below.limit = o.limit + o.offset
		below.est = math.Min(below.est, float64(below.limit))
	}
	return p
}

func (pl *planner) union(o *op, in *plan) *plan {
	p := &plan{kind: planUnion, rowVar: noVariable}
	for i, a := range o.args {
		part := pl.block(pl.x.flatten(a), in)
		p.parts = append(p.parts, part)
		p.possible = p.possible.union(part.possible)
		if i == 0 {
			p.certain = part.certain
		} else {
			p.certain = p.certain.intersect(part.certain)
		}
		p.est += part.est
		p.cost += part.cost
	}
	p.vars = p.possible.slice()
	return p
}

// join combines rows with a plan that stands by itself, by hashing it.
func (pl *planner) join(in, right *plan) *plan {
	if in.kind == planUnit {
		return right
	}
	return pl.hash(in, right, joinInner, nil)
}

func (pl *planner) hash(in, right *plan, kind joinKind, exprs []*expression) *plan {
	p := pl.joined(planHash, in, kind, right.possible, right.certain)
	p.right, p.exprs = right, exprs
	p.keys = in.certain.intersect(right.certain).slice()
	p.est = in.est * math.Max(1, right.est)
	if len(p.keys) > 0 {
		p.est = math.Max(in.est, right.est)
	}
	if kind != joinInner && kind != joinLeft {
		p.est = in.est / 2
	}
	p.cost = in.cost + right.cost + right.est*40 + in.est*40 + p.est*10
	return p
}

// joined makes a join plan over in with the columns of both sides.
func (pl *planner) joined(kind planKind, in *plan, jk joinKind, possible, certain varset) *plan {
	p := &plan{kind: kind, join: jk, in: in, rowVar: noVariable, graph: noVariable, ignore: noVariable, limit: -1}
	p.possible, p.certain = in.possible, in.certain
	p.vars = slices.Clone(in.vars)
	if jk == joinInner || jk == joinLeft {
		for v := range possible.minus(in.possible).all() {
			p.vars = append(p.vars, v)
		}
		p.possible = p.possible.union(possible)
		if jk == joinInner {
			p.certain = p.certain.union(certain)
		}
	}
	return p
}

// block orders the units of a block, then adds its steps.
func (pl *planner) block(b *block, in *plan) *plan {
	pl.x.constantBindings(b)
	cur := in
	pending := pl.conditions(b)
	pl.valueRanges(b, pending)
	parts := components(b.units, in)
	for _, u := range pl.order(parts[0], in, pending) {
		cur = pl.conditioned(pl.extend(cur, u), pending, false)
	}
	if len(parts) > 1 {
		cur = pl.crossed(cur, parts[1:], pending, in.kind == planSeed)
	}
	cur = pl.conditioned(cur, pending, false)
	for i, s := range b.steps {
		switch s.kind {
		case opFilter:
			cur = pl.conditioned(cur, pending[i:i+1], true)
		case opLeft:
			cur = pl.optional(cur, s)
		case opMinus:
			cur = pl.minus(cur, s)
		case opExtend:
			p := pl.derive(planExtend, cur)
			p.binds = s.binds
			p.vars = slices.Clone(cur.vars)
			for _, bind := range s.binds {
				p.vars = append(p.vars, bind.v)
			}
			p.possible = varsetOf(p.vars...)
			o := (&op{kind: opExtend, args: []*op{{possible: cur.possible, certain: cur.certain}}, binds: s.binds}).scoped()
			p.certain = o.certain
			cur = p
		}
		cur = pl.conditioned(cur, pending, false)
	}
	return cur
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

// condition is a filter of a step that has not been applied yet.
type condition struct {
	exprs []*expression
}

// conditions lists the filters of a block, a condition a step.
func (pl *planner) conditions(b *block) []condition {
	out := make([]condition, len(b.steps))
	for i, s := range b.steps {
		if s.kind == opFilter {
			out[i].exprs = slices.Clone(s.exprs)
		}
	}
	return out
}

// conditioned applies the filters whose variables are all bound for certain (and
// so cannot change any more); with all, whatever is left of those given.
func (pl *planner) conditioned(cur *plan, pending []condition, all bool) *plan {
	known := cur.certain.union(pl.ambient)
	var exprs []*expression
	for i := range pending {
		var later []*expression
		for _, e := range pending[i].exprs {
			ready := all || !e.volatile && len(e.exists) == 0 && e.mentions.within(known)
			switch {
			case !ready:
				later = append(later, e)
			case e.lone:
				cur = pl.exists(cur, e)
			default:
				exprs = append(exprs, e)
			}
		}
		pending[i].exprs = later
	}
	if len(exprs) == 0 {
		return cur
	}
	p := pl.derive(planFilter, cur)
	p.exprs = exprs
	for _, e := range exprs {
		p.est *= selectivity(e)
	}
	return p
}

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

// extend joins one unit to the rows at hand.
func (pl *planner) extend(cur *plan, u *unit) *plan {
	if u.op != nil {
		return pl.whole(cur, u)
	}
	if u.pattern.path != nil {
		return pl.pathJoin(cur, u)
	}
	best := pl.lookup(cur, u, joinInner, nil)
	if cur.kind == planUnit {
		return pl.scanPlan(u)
	}
	if !cur.certain.intersect(u.certain).empty() && pl.standalone(u.possible) {
		if h := pl.hash(cur, pl.scanPlan(u), joinInner, nil); h.cost < best.cost {
			h.est = best.est
			return h
		}
	}
	return best
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

// standalone: nothing in it reads values from outside.
func (pl *planner) standalone(mentions varset) bool { return !mentions.overlaps(pl.ambient) }

// scanPlan reads one pattern from the source.
func (pl *planner) scanPlan(u *unit) *plan {
	p := &plan{kind: planScan, access: u.access, possible: u.possible, certain: u.certain, vars: u.possible.slice(),
		est: u.count, rowVar: noVariable, limit: -1, unit: u}
	if u.access.none {
		p.kind, p.est = planEmpty, 0
		return p
	}
	p.access.order, p.access.lead = pl.bestOrder(&u.access, nil)
	p.cost = pl.x.cost.Seek + u.count*(pl.x.cost.Row+10)
	if r := u.access.rng; r != nil {
		n, _ := pl.x.src.(RangeSource).CountRange(u.access.ids[P], *r)
		p.est = float64(n)
		p.cost = pl.x.cost.Seek + p.est*(2*pl.x.cost.Row+10)
	}
	return p
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

// lookup joins a pattern by looking its quads up for each row.
func (pl *planner) lookup(cur *plan, u *unit, kind joinKind, exprs []*expression) *plan {
	p := pl.joined(planLookup, cur, kind, u.possible, u.certain)
	p.access, p.exprs = u.access, exprs
	p.access.rng = nil
	p.unit = u
	p.access.order, p.access.lead = pl.bestOrder(&u.access, cur.certain)
	fan := pl.fanOut(u, cur.certain)
	p.est = cur.est * fan
	keys := math.Max(1, math.Min(cur.est, pl.keyCount(u, cur.certain)))
	c := pl.x.cost
	perKey := c.Seek + math.Max(1, fan)*c.Row
	if led := pl.led(&p.access, cur.certain); led > 0 {
		// Dense keys in one stretch of the index: the cursor walks instead.
		perKey = math.Min(perKey, math.Max(led/keys, 1)*c.Row*2+20)
	}
	p.cost = cur.cost + keys*perKey + cur.est*60 + p.est*15
	switch kind {
	case joinLeft:
		p.est = math.Max(cur.est, p.est)
	case joinSemi, joinAnti, joinMinus:
		p.est = cur.est / 2
	}
	return p
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
func (pl *planner) fanOut(u *unit, bound varset) float64 {
	n := u.count
	if u.access.none {
		return 0
	}
	// The most telling variable counts in full, further ones ever less: they are
	// seldom independent. The graph of a known subject or object says nothing.
	var shares []float64
	for _, at := range []Position{S, P, O, G} {
		if v := u.access.vars[at]; v != noVariable && bound.has(v) && (at != G || len(shares) == 0) {
			shares = append(shares, math.Max(1, float64(pl.distinct(u, at))))
		}
	}
	slices.Sort(shares)
	for i := len(shares) - 1; i >= 0; i-- {
		n /= math.Pow(shares[i], math.Pow(.5, float64(len(shares)-1-i)))
	}
	return n
}

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
			p.pattern = o.patterns[0]
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
	switch kind {
	case joinLeft:
		p.est = math.Max(cur.est, p.est)
	case joinSemi, joinAnti, joinMinus:
		p.est = cur.est / 2
	}
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

func (pl *planner) pathJoin(cur *plan, u *unit) *plan {
	p := pl.joined(planPath, cur, joinInner, u.possible, u.certain)
	p.pattern, p.unit = u.pattern, u
	p.ambient = u.possible.overlaps(pl.ambient)
	reach, cost := pl.pathReach(cur, u)
	p.est = cur.est * reach
	p.cost = cur.cost + cost
	return p
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

func (x *exec) internRows(rows [][]schema.Term) (out [][]ID) {
	for _, r := range rows {
		ids := make([]ID, len(r))
		for i, t := range r {
			ids[i] = x.internTerm(t)
		}
		out = append(out, ids)
	}
	return out
}

// newRowVar is a variable for the numbers of seed rows.
func (x *exec) newRowVar() variable {
	x.names = append(x.names, fmt.Sprintf(".row%d", len(x.names)))
	return variable(len(x.names) - 1)
}

func (x *exec) patternText(p pattern) string {
	show := func(s slot) string {
		if s.isVar() {
			return displayName(x.names[s.v])
		}
		return s.term.String()
	}
	middle := "path"
	if p.path == nil {
		middle = show(p.p)
	}
	text := show(p.s) + " " + middle + " " + show(p.o)
	if p.graph.named {
		text += " graph " + show(p.graph.slot)
	}
	return text
}
