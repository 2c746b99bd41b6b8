package sparql

import "github.com/entente-graph/entente/schema"

// opKind names the operators of the algebra (section 18).
type opKind uint8

const (
	opUnit      opKind = iota // one empty solution
	opBGP                     // patterns
	opGraphs                  // graph: every named graph
	opJoin                    // args[0], args[1]
	opLeft                    // args[0], args[1], exprs
	opMinus                   // args[0], args[1], graph
	opUnion                   // args
	opFilter                  // args[0], exprs
	opExtend                  // args[0], binds
	opValues                  // vars, rows
	opGroup                   // args[0], vars (keys), aggs
	opOrder                   // args[0], sort
	opProject                 // args[0], vars
	opDistinct                // args[0]
	opReduced                 // args[0]
	opSlice                   // args[0], offset, limit
	opEachGraph               // args[0] once for each named graph; graph, inner
	opService                 // refused when run
)

// op is a node of the algebra. Nodes do not change once translated.
type op struct {
	kind     opKind
	args     []*op
	patterns []pattern
	exprs    []*expression // a conjunction
	binds    []binding
	vars     []variable
	rows     [][]schema.Term
	aggs     []aggregate
	sort     []sortKey
	offset   int64
	limit    int64 // -1: none
	graph    variable
	inner    variable // opEachGraph: stands for the graph inside
	silent   bool

	possible, certain varset
}

// slot is a place of a pattern: a variable or a term.
type slot struct {
	v    variable // noVariable: term counts
	term schema.Term
}

func (s slot) isVar() bool { return s.v != noVariable }

// pattern is a triple pattern or a path that cannot be written as triples, in a
// graph.
type pattern struct {
	s, p, o slot
	path    *path
	graph   graphRef
}

// graphRef is where a pattern is matched: the default graph, a named one, or
// whichever named one a variable stands for.
type graphRef struct {
	named bool
	slot  slot
}

func (p pattern) vars() (s varset) {
	s.add(p.s.v)
	if p.path == nil {
		s.add(p.p.v)
	}
	s.add(p.o.v)
	if p.graph.named {
		s.add(p.graph.slot.v)
	}
	return s
}

type binding struct {
	v    variable
	expr *expression
}

type sortKey struct {
	expr *expression
	desc bool
}

type aggregate struct {
	v         variable
	name      string
	arg       *expression // nil: COUNT(*)
	distinct  bool
	separator string
}

// expression is a compiled expression.
type expression struct {
	eval     evalFunc
	vars     varset // that it reads itself
	mentions varset // and those of its EXISTS groups
	exists   []*op
	negated  bool // of a lone NOT EXISTS
	lone     bool // the whole expression is one EXISTS or NOT EXISTS
	volatile bool // RAND, UUID, BNODE: differs from call to call
	source   *expr
}

// scoped fills in which variables a node can and does bind.
func (o *op) scoped() *op {
	switch o.kind {
	case opBGP:
		for _, p := range o.patterns {
			o.possible = o.possible.union(p.vars())
		}
		o.certain = o.possible
	case opGraphs:
		o.possible = varsetOf(o.graph)
		o.certain = o.possible
	case opJoin:
		o.possible = o.args[0].possible.union(o.args[1].possible)
		o.certain = o.args[0].certain.union(o.args[1].certain)
	case opLeft:
		o.possible = o.args[0].possible.union(o.args[1].possible)
		o.certain = o.args[0].certain
	case opUnion:
		for i, a := range o.args {
			o.possible = o.possible.union(a.possible)
			if i == 0 {
				o.certain = a.certain
			} else {
				o.certain = o.certain.intersect(a.certain)
			}
		}
	case opMinus, opFilter, opOrder, opDistinct, opReduced, opSlice:
		o.possible, o.certain = o.args[0].possible, o.args[0].certain
	case opExtend:
		o.possible, o.certain = o.args[0].possible, o.args[0].certain
		for _, b := range o.binds {
			o.possible = o.possible.union(varsetOf(b.v))
			if b.expr.source != nil && (b.expr.source.kind == xTerm || b.expr.source.kind == xVar && b.expr.vars.within(o.certain)) {
				o.certain = o.certain.union(varsetOf(b.v))
			}
		}
	case opValues:
		for i, v := range o.vars {
			o.possible.add(v)
			bound := true
			for _, r := range o.rows {
				bound = bound && !r[i].IsZero()
			}
			if bound {
				o.certain.add(v)
			}
		}
	case opGroup:
		keys := varsetOf(o.vars...)
		o.possible, o.certain = keys, keys.intersect(o.args[0].certain)
		for _, a := range o.aggs {
			o.possible.add(a.v)
			if a.name == "COUNT" {
				o.certain = o.certain.union(varsetOf(a.v))
			}
		}
	case opProject:
		vars := varsetOf(o.vars...)
		o.possible, o.certain = o.args[0].possible.intersect(vars), o.args[0].certain.intersect(vars)
	case opEachGraph:
		g := varsetOf(o.graph)
		o.possible, o.certain = o.args[0].possible.union(g), o.args[0].certain.union(g)
	}
	return o
}

var unitOp = &op{kind: opUnit}

func join(a, b *op) *op {
	switch {
	case a.kind == opUnit:
		return b
	case b.kind == opUnit:
		return a
	case a.kind == opBGP && b.kind == opBGP:
		return (&op{kind: opBGP, patterns: append(append([]pattern(nil), a.patterns...), b.patterns...)}).scoped()
	}
	return (&op{kind: opJoin, args: []*op{a, b}}).scoped()
}

func filter(a *op, exprs ...*expression) *op {
	if len(exprs) == 0 {
		return a
	}
	return (&op{kind: opFilter, args: []*op{a}, exprs: exprs}).scoped()
}

// mentions are all variables that stand anywhere under a node, filters and
// hidden ones of sub-selects included.
func (o *op) mentions() (s varset) {
	s = o.possible
	exprs := o.exprs
	for _, b := range o.binds {
		exprs = append(exprs[:len(exprs):len(exprs)], b.expr)
	}
	for _, k := range o.sort {
		exprs = append(exprs[:len(exprs):len(exprs)], k.expr)
	}
	for _, a := range o.aggs {
		if a.arg != nil {
			exprs = append(exprs[:len(exprs):len(exprs)], a.arg)
		}
	}
	for _, e := range exprs {
		s = s.union(e.mentions)
	}
	for _, a := range o.args {
		s = s.union(a.mentions())
	}
	return s
}

// safe are the variables that may be given a value before a node is evaluated
// without changing which of its solutions fit that value.
func (o *op) safe() varset {
	switch o.kind {
	case opBGP, opGraphs:
		return o.possible
	case opJoin:
		return o.args[0].safe().union(o.args[1].safe())
	case opUnion:
		var s varset
		for _, a := range o.args {
			s = s.union(a.safe())
		}
		for _, a := range o.args { // a branch that may or may not bind it, or asks for it, is left alone
			s = s.minus(a.mentions().minus(a.safe()))
		}
		return s
	// What lies above a union must not find a variable bound in a branch that
	// does not bind it: from here on only certain ones pass.
	case opLeft, opFilter, opMinus, opReduced, opDistinct, opOrder:
		return o.args[0].safe().intersect(o.args[0].certain)
	case opExtend:
		s := o.args[0].safe().intersect(o.args[0].certain)
		for _, b := range o.binds {
			s = s.minus(varsetOf(b.v))
		}
		return s
	case opProject, opGroup:
		return o.args[0].safe().intersect(o.args[0].certain).intersect(varsetOf(o.vars...))
	}
	return nil
}
