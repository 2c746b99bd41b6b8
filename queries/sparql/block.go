package sparql

import "slices"

// block is a flattened join: units in any order, then steps in theirs.
type block struct {
	units []*unit
	steps []step
}

// unit is one thing to join: a triple pattern, a path, or a node that stays whole.
type unit struct {
	op       *op     // nil for patterns
	pattern  pattern // when op is nil
	possible varset
	certain  varset
	access   access
	count    float64 // rows of the pattern by its terms alone
	ordered  bool    // a sub-select whose order is kept by coming first
	alone    *plan   // the node planned by itself
	scanned  *plan   // the pattern read by itself, for hash joins
	seeded   map[string]*plan
}

// step is what follows the join: a filter, OPTIONAL, MINUS or BIND.
type step struct {
	kind  opKind // opFilter, opLeft, opMinus, opExtend
	op    *op    // right side of opLeft and opMinus
	exprs []*expression
	binds []binding
	graph variable
}

func (s step) mentions() (m varset) {
	if s.op != nil {
		m = s.op.mentions()
	}
	for _, e := range s.exprs {
		m = m.union(e.mentions)
	}
	for _, b := range s.binds {
		m = m.union(b.expr.mentions).union(varsetOf(b.v))
	}
	return m
}

// certainVars are bound by every row once the units are joined.
func (b *block) certainVars() (s varset) {
	for _, u := range b.units {
		s = s.union(u.certain)
	}
	return s
}

// flatten takes a node apart. Steps of the left side of a join may move behind
// it (so that a required pattern written after an OPTIONAL joins before it) when
// they share no variable with the other side but those certain before them.
func (x *exec) flatten(o *op) *block {
	switch o.kind {
	case opUnit:
		return &block{}
	case opBGP:
		b := &block{}
		for _, p := range o.patterns {
			b.units = append(b.units, x.patternUnit(p))
		}
		return b
	case opJoin:
		left, right := x.side(o.args[0], o.args[1]), x.side(o.args[1], o.args[0])
		return &block{units: append(left.units, right.units...), steps: append(left.steps, right.steps...)}
	case opFilter:
		b := x.flatten(o.args[0])
		b.steps = append(b.steps, step{kind: opFilter, exprs: o.exprs})
		return b
	case opLeft, opMinus:
		b := x.flatten(o.args[0])
		b.steps = append(b.steps, step{kind: o.kind, op: o.args[1], exprs: o.exprs, graph: o.graph})
		return b
	case opExtend:
		b := x.flatten(o.args[0])
		b.steps = append(b.steps, step{kind: opExtend, binds: o.binds})
		return b
	}
	return &block{units: []*unit{x.wholeUnit(o)}}
}

func (x *exec) side(o, other *op) *block {
	b := x.flatten(o)
	certain := b.certainVars()
	for _, s := range b.steps {
		if !s.mentions().intersect(other.possible).within(certain) {
			return &block{units: []*unit{x.wholeUnit(o)}}
		}
	}
	return b
}

func (x *exec) wholeUnit(o *op) *unit {
	u := &unit{op: o, possible: o.possible, certain: o.certain, seeded: map[string]*plan{}}
	for i := o; ; i = i.args[0] {
		if i.kind == opOrder {
			u.ordered = true
		}
		if i.kind != opProject && i.kind != opDistinct && i.kind != opReduced && i.kind != opSlice {
			break
		}
	}
	return u
}

func (x *exec) patternUnit(p pattern) *unit {
	u := &unit{pattern: p, possible: p.vars()}
	u.certain = u.possible
	if p.path != nil {
		u.count = x.pathCount(p)
		return u
	}
	u.access = x.accessTo(p)
	if !u.access.none {
		u.count = x.count(u.access.ids)
	}
	return u
}

// constantBindings turns conditions ?v = <iri>, ?v = "plain" and ?v IN (…) of a
// block into VALUES, which then can start the join.
func (x *exec) constantBindings(b *block) {
	certain := b.certainVars()
	for i, s := range b.steps {
		if s.kind != opFilter {
			break // behind another step a filter may see other values
		}
		var keep []*expression
		for _, e := range s.exprs {
			v, terms := constants(e)
			if v == noVariable || !certain.has(v) {
				keep = append(keep, e)
				continue
			}
			o := &op{kind: opValues, vars: []variable{v}}
			for _, t := range terms {
				if !slices.ContainsFunc(o.rows, func(r []termOf) bool { return r[0] == t }) {
					o.rows = append(o.rows, []termOf{t})
				}
			}
			b.units = append(b.units, x.wholeUnit(o.scoped()))
		}
		b.steps[i].exprs = keep
	}
}
