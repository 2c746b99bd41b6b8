package sparql

import (
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
	top     *op     // an opOrder of which only the first rows are wanted
	wanted  float64 // so many
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
		return pl.sort(o, in)
	case opProject:
		p := pl.derive(planProject, pl.plan(o.args[0], in))
		p.vars = append(slices.Clone(o.vars), p.rowVarOf(in)...)
		p.possible, p.certain = varsetOf(p.vars...), p.certain.intersect(varsetOf(p.vars...))
		return p
	case opDistinct:
		below := pl.plan(o.args[0], in)
		pl.skipping(below)
		return pl.derive(planDistinct, below)
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

// skipping lets a scan of which only the different values of one variable matter
// jump from value to value, when an order has them next to the leading terms.
func (pl *planner) skipping(p *plan) {
	if p.kind != planProject || p.in.kind != planScan || len(p.vars) != 1 || p.in.access.rng != nil || len(p.in.access.twins) > 0 {
		return
	}
	a := &p.in.access
	terms := 0
	for _, id := range a.ids {
		terms += b2i(id != Any)
	}
	for o := range orderCount {
		pos := o.Positions()
		if !pl.x.orders[o] || terms == 4 || a.vars[pos[terms]] != p.vars[0] || (a.mode == inUnion || a.mode == inSet) && pos[0] == G {
			continue
		}
		lead := 0
		for lead < terms && a.ids[pos[lead]] != Any {
			lead++
		}
		if lead == terms {
			a.order, a.lead, p.in.skip = o, lead, true
			n := math.Max(1, float64(pl.x.src.Distinct(a.ids[P], pos[terms])))
			p.in.est, p.est = n, n
			return
		}
	}
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
	if o.limit >= 0 {
		top, wanted := pl.top, pl.wanted
		pl.top, pl.wanted = sortUnder(o.args[0]), float64(o.limit+o.offset)
		defer func() { pl.top, pl.wanted = top, wanted }()
	}
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
	pending := pl.conditions(b)
	pl.valueRanges(b, pending)
	return pl.rest(b, in, pending)
}

// rest joins the units of a block to the rows at hand and adds its steps; pending
// are the conditions not applied yet.
func (pl *planner) rest(b *block, in *plan, pending []condition) *plan {
	cur := in
	parts := components(b.units, in)
	for _, j := range pl.order(parts[0], in, pending) {
		cur = pl.conditioned(pl.extend(cur, j), pending, false)
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

// extend joins units to the rows at hand: one, or several at once.
func (pl *planner) extend(cur *plan, j joint) *plan {
	if len(j) > 1 {
		return pl.leapfrog(cur, j)
	}
	u := j[0]
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
		if u.scanned == nil {
			u.scanned = pl.scanPlan(u)
		}
		if cur.cost+u.scanned.cost+(u.scanned.est+cur.est)*40 < best.cost {
			if h := pl.hash(cur, u.scanned, joinInner, nil); h.cost < best.cost {
				h.est = best.est
				return h
			}
		}
	}
	return best
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

// lookup joins a pattern by looking its quads up for each row.
func (pl *planner) lookup(cur *plan, u *unit, kind joinKind, exprs []*expression) *plan {
	p := pl.joined(planLookup, cur, kind, u.possible, u.certain)
	p.access, p.exprs = u.access, exprs
	p.access.rng = nil
	p.unit = u
	p.access.order, p.access.lead = pl.bestOrder(&u.access, cur.certain)
	fan := pl.fanOut(u, cur)
	p.est = cur.est * fan
	p.cost = cur.cost + pl.readCost(u, &p.access, cur, fan) + cur.est*60 + p.est*15
	p.est = kind.keeps(cur.est, p.est)
	return p
}

// readCost is what it costs to read a pattern, with fan quads a key, for the
// different keys that the rows at hand have.
func (pl *planner) readCost(u *unit, a *access, cur *plan, fan float64) float64 {
	keys := math.Max(1, math.Min(cur.est, pl.keyCount(u, cur.certain)))
	c := pl.x.cost
	perKey := c.Seek + math.Max(1, fan)*c.Row
	if led := pl.led(a, cur.certain); led > 0 {
		// Dense keys in one stretch of the index: the cursor walks instead, once
		// for each batch.
		perKey = math.Min(perKey, math.Max(led/math.Min(keys, batchRows), 1)*c.Row*2+20)
	}
	return keys * perKey
}

func (pl *planner) pathJoin(cur *plan, u *unit) *plan {
	p := pl.joined(planPath, cur, joinInner, u.possible, u.certain)
	p.pattern, p.unit = &u.pattern, u
	p.ambient = u.possible.overlaps(pl.ambient)
	reach, cost := pl.pathReach(cur, u)
	p.est = cur.est * reach
	p.cost = cur.cost + cost
	return p
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
