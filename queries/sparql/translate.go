package sparql

import (
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// translator turns a syntax tree into algebra (section 18.2) and numbers the
// variables.
type translator struct {
	names []string // by variable, for plans
	fresh int
	aggs  map[*expr]variable // aggregates of the query level at hand
	table map[string]function
	base  string
}

// scope maps names to variables at one query level.
type scope map[string]variable

func (t *translator) variable(sc scope, name string) variable {
	if v, ok := sc[name]; ok {
		return v
	}
	v := t.newVariable(name)
	sc[name] = v
	return v
}

func (t *translator) newVariable(name string) variable {
	t.names = append(t.names, name)
	return variable(len(t.names) - 1)
}

func (t *translator) freshVariable() variable {
	t.fresh++
	return t.newVariable("." + strconv.Itoa(t.fresh))
}

func (t *translator) slot(sc scope, n node) slot {
	if n.isVar() {
		return slot{v: t.variable(sc, n.variable)}
	}
	return slot{v: noVariable, term: n.term}
}

var defaultGraph = graphRef{}

// translated is a whole query in algebra.
type translated struct {
	root  *op
	vars  []variable // of the projection, or of the template
	names []string
	scope scope
}

func translate(q *Query) *translated {
	t := &translator{table: functions(), base: q.Base}
	sc := scope{}
	root := t.query(q, sc, defaultGraph, true)
	out := &translated{root: root, scope: sc}
	for _, v := range q.Vars {
		out.vars = append(out.vars, t.variable(sc, v))
	}
	out.names = t.names
	return out
}

// query translates a query level (section 18.2.4).
func (t *translator) query(q *Query, sc scope, g graphRef, top bool) *op {
	outer := t.aggs
	defer func() { t.aggs = outer }()
	t.aggs = map[*expr]variable{}
	p := unitOp
	if q.where != nil {
		p = t.group(q.where, sc, g)
	}
	if q.aggregates {
		p = t.grouping(q, p, sc, g)
	}
	for _, h := range q.having {
		p = filter(p, t.conjuncts(h, sc, g)...)
	}
	if q.values != nil {
		p = join(p, t.values(q.values, sc))
	}
	var binds []binding
	for _, it := range q.items {
		if it.expr != nil {
			binds = append(binds, binding{t.variable(sc, it.variable), t.compile(it.expr, sc, g)})
		}
	}
	if len(binds) > 0 {
		p = (&op{kind: opExtend, args: []*op{p}, binds: binds}).scoped()
	}
	if len(q.orderBy) > 0 {
		o := &op{kind: opOrder, args: []*op{p}}
		for _, k := range q.orderBy {
			o.sort = append(o.sort, sortKey{t.compile(k.expr, sc, g), k.desc})
		}
		p = o.scoped()
	}
	if q.Form == Select {
		o := &op{kind: opProject, args: []*op{p}}
		for _, v := range q.Vars {
			o.vars = append(o.vars, t.variable(sc, v))
		}
		if !top && g.named && g.slot.isVar() { // the graph stays known outside
			o.vars = append(o.vars, g.slot.v)
		}
		p = o.scoped()
	}
	switch {
	case q.distinct:
		p = (&op{kind: opDistinct, args: []*op{p}}).scoped()
	case q.reduced:
		p = (&op{kind: opReduced, args: []*op{p}}).scoped()
	}
	if q.limit >= 0 || q.offset > 0 {
		p = (&op{kind: opSlice, args: []*op{p}, limit: q.limit, offset: q.offset}).scoped()
	}
	return p
}

func (t *translator) grouping(q *Query, p *op, sc scope, g graphRef) *op {
	o := &op{kind: opGroup}
	var binds []binding
	for _, k := range q.groupBy {
		v := noVariable
		if k.expr.kind == xVar && (k.variable == "" || k.variable == k.expr.name) {
			v = t.variable(sc, k.expr.name)
		} else {
			if k.variable != "" {
				v = t.variable(sc, k.variable)
			} else {
				v = t.freshVariable()
			}
			binds = append(binds, binding{v, t.compile(k.expr, sc, g)})
		}
		o.vars = append(o.vars, v)
	}
	if len(binds) > 0 {
		p = (&op{kind: opExtend, args: []*op{p}, binds: binds}).scoped()
	}
	o.args = []*op{p}
	collect := func(e *expr) {
		e.walk(func(x *expr) {
			if x.kind != xAggregate {
				return
			}
			a := aggregate{v: t.freshVariable(), name: x.name, distinct: x.distinct, separator: x.separator}
			if len(x.args) > 0 {
				a.arg = t.compile(x.args[0], sc, g)
			}
			o.aggs = append(o.aggs, a)
			t.aggs[x] = a.v
		})
	}
	for _, it := range q.items {
		collect(it.expr)
	}
	for _, h := range q.having {
		collect(h)
	}
	for _, k := range q.orderBy {
		collect(k.expr)
	}
	return o.scoped()
}

func (t *translator) values(d *inlineData, sc scope) *op {
	o := &op{kind: opValues, rows: d.rows}
	for _, v := range d.vars {
		o.vars = append(o.vars, t.variable(sc, v))
	}
	return o.scoped()
}

// group translates a group graph pattern (section 18.2.2.6).
func (t *translator) group(gr *group, sc scope, g graphRef) *op {
	p, exprs := t.elements(gr, sc, g)
	return filter(p, exprs...)
}

// elements translates a group and gives its own filters apart, since those of an
// OPTIONAL see its left side too.
func (t *translator) elements(gr *group, sc scope, g graphRef) (*op, []*expression) {
	p := unitOp
	var filters []*expr
	for _, e := range gr.elements {
		switch e.kind {
		case eTriples:
			p = join(p, t.triples(e.triples, sc, g))
		case eFilter:
			filters = append(filters, e.expr)
		case eOptional:
			right, conditions := t.elements(e.groups[0], sc, g)
			p = (&op{kind: opLeft, args: []*op{p, right}, exprs: conditions}).scoped()
		case eMinus:
			o := &op{kind: opMinus, args: []*op{p, t.group(e.groups[0], sc, g)}, graph: noVariable}
			if g.named {
				o.graph = g.slot.v
			}
			p = o.scoped()
		case eBind:
			b := binding{t.variable(sc, e.bind), t.compile(e.expr, sc, g)}
			p = (&op{kind: opExtend, args: []*op{p}, binds: []binding{b}}).scoped()
		case eGroup:
			p = join(p, t.group(e.groups[0], sc, g))
		case eUnion:
			o := &op{kind: opUnion}
			for _, b := range e.groups {
				o.args = append(o.args, t.group(b, sc, g))
			}
			p = join(p, o.scoped())
		case eGraph:
			p = join(p, t.graph(e, sc))
		case eValues:
			p = join(p, t.values(e.values, sc))
		case eSelect:
			p = join(p, t.subselect(e.query, sc, g))
		case eService:
			o := &op{kind: opService, silent: e.silent, vars: t.slots(groupVars(e.groups[0]), sc)}
			o.possible = varsetOf(o.vars...)
			p = join(p, o)
		}
	}
	var exprs []*expression
	for _, f := range filters {
		exprs = append(exprs, t.conjuncts(f, sc, g)...)
	}
	return p, exprs
}

func (t *translator) slots(names []string, sc scope) (out []variable) {
	for _, n := range names {
		out = append(out, t.variable(sc, n))
	}
	return out
}

// subselect gives the names that are not projected variables of their own.
func (t *translator) subselect(q *Query, sc scope, g graphRef) *op {
	inner := scope{}
	for _, v := range q.Vars {
		inner[v] = t.variable(sc, v)
	}
	return t.query(q, inner, g, false)
}

// graph translates GRAPH. The graph variable goes into the patterns where that
// gives the same solutions; else the group is evaluated graph by graph.
func (t *translator) graph(e element, sc scope) *op {
	ref := graphRef{named: true, slot: t.slot(sc, e.name)}
	if !ref.slot.isVar() {
		p := t.group(e.groups[0], sc, ref)
		if !anyPattern(e.groups[0]) { // GRAPH <g> {}: the graph must be there
			p = join(&op{kind: opGraphs, graph: noVariable, patterns: []pattern{{graph: ref}}}, p)
		}
		return p
	}
	if pushable(e.groups[0], e.name.variable) {
		p := t.group(e.groups[0], sc, ref)
		if !p.certain.has(ref.slot.v) || hasPath(p) {
			p = join((&op{kind: opGraphs, graph: ref.slot.v}).scoped(), p)
		}
		return p
	}
	inner := t.freshVariable()
	p := t.group(e.groups[0], sc, graphRef{named: true, slot: slot{v: inner}})
	return (&op{kind: opEachGraph, args: []*op{p}, graph: ref.slot.v, inner: inner}).scoped()
}

func anyPattern(g *group) bool {
	for _, e := range g.elements {
		if e.kind == eTriples && len(e.triples) > 0 {
			return true
		}
	}
	return false
}

func hasPath(o *op) bool {
	for _, p := range o.patterns {
		if p.path != nil {
			return true
		}
	}
	for _, a := range o.args {
		if hasPath(a) {
			return true
		}
	}
	return false
}

// pushable: no sub-select that counts, cuts or sorts, no expression that reads
// the graph variable before it is bound, nothing graph-independent left alone in
// a branch that would have to be repeated.
func pushable(g *group, name string) bool {
	ok := true
	reads := func(x *expr) {
		x.walk(func(y *expr) {
			ok = ok && !(y.kind == xVar && y.name == name) && (y.group == nil || pushable(y.group, name))
		})
	}
	for _, e := range g.elements {
		switch e.kind {
		case eSelect:
			return false
		case eBind:
			ok = ok && e.bind != name
		case eValues, eService:
			for _, v := range groupVars(&group{elements: []element{e}}) {
				ok = ok && v != name
			}
		case eGraph:
			return false
		case eTriples:
			for _, tr := range e.triples {
				ok = ok && tr.s.variable != name && tr.p.variable != name && tr.o.variable != name
			}
		case eOptional, eUnion, eMinus:
			for _, b := range e.groups {
				ok = ok && anyPattern(b)
			}
		}
		if e.expr != nil {
			reads(e.expr)
		}
		for _, b := range e.groups {
			ok = ok && pushable(b, name)
		}
	}
	return ok
}

// triples joins the triples of a block.
func (t *translator) triples(triples []tripleNode, sc scope, g graphRef) *op {
	plain, rest := &op{kind: opBGP}, unitOp
	for _, tr := range triples {
		if o := t.triple(tr, sc, g); o.kind == opBGP {
			plain.patterns = append(plain.patterns, o.patterns...)
		} else {
			rest = join(rest, o)
		}
	}
	if len(plain.patterns) == 0 {
		return rest
	}
	return join(plain.scoped(), rest)
}

// triple translates a triple pattern, writing paths as patterns where the
// standard does (section 18.2.2.4).
func (t *translator) triple(tr tripleNode, sc scope, g graphRef) *op {
	s, o := t.slot(sc, tr.s), t.slot(sc, tr.o)
	if tr.path == nil {
		return bgp(pattern{s: s, p: t.slot(sc, tr.p), o: o, graph: g})
	}
	return t.path(s, tr.path, o, g)
}

func bgp(p pattern) *op { return (&op{kind: opBGP, patterns: []pattern{p}}).scoped() }

func (t *translator) path(s slot, pt *path, o slot, g graphRef) *op {
	switch pt.op {
	case pathLink:
		return bgp(pattern{s: s, p: slot{v: noVariable, term: schema.IRI(pt.iri)}, o: o, graph: g})
	case pathInverse:
		return t.path(o, pt.args[0], s, g)
	case pathSequence:
		p := unitOp
		for i, a := range pt.args {
			end := o
			if i < len(pt.args)-1 {
				end = slot{v: t.freshVariable()}
			}
			p = join(p, t.path(s, a, end, g))
			s = end
		}
		return p
	case pathAlternative:
		u := &op{kind: opUnion}
		for _, a := range pt.args {
			u.args = append(u.args, t.path(s, a, o, g))
		}
		return u.scoped()
	case pathNegated:
		return t.negatedPath(s, pt, o, g)
	}
	return bgp(pattern{s: s, o: o, p: slot{v: noVariable}, path: pt, graph: g})
}

func (t *translator) negatedPath(s slot, pt *path, o slot, g graphRef) *op {
	side := func(s, o slot, set []string) *op {
		p := slot{v: t.freshVariable()}
		e := &expr{kind: xCall, name: "NOT IN", args: []*expr{{kind: xVar, name: t.names[p.v]}}}
		for _, iri := range set {
			e.args = append(e.args, &expr{kind: xTerm, term: schema.IRI(iri)})
		}
		return filter(bgp(pattern{s: s, p: p, o: o, graph: g}), t.compile(e, scope{t.names[p.v]: p.v}, g))
	}
	switch {
	case len(pt.backward) == 0:
		return side(s, o, pt.forward)
	case len(pt.forward) == 0:
		return side(o, s, pt.backward)
	}
	return (&op{kind: opUnion, args: []*op{side(s, o, pt.forward), side(o, s, pt.backward)}}).scoped()
}

// conjuncts splits a condition at its &&.
func (t *translator) conjuncts(e *expr, sc scope, g graphRef) []*expression {
	if e.kind == xCall && e.name == "&&" {
		return append(t.conjuncts(e.args[0], sc, g), t.conjuncts(e.args[1], sc, g)...)
	}
	if e.kind == xCall && e.name == "!" && (e.args[0].kind == xExists || e.args[0].kind == xNotExists) {
		inner := *e.args[0]
		inner.kind = xExists + xNotExists - inner.kind
		e = &inner
	}
	return []*expression{t.compile(e, sc, g)}
}

func displayName(name string) string {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_:") {
		return name
	}
	return "?" + name
}
