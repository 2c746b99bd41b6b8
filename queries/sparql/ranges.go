package sparql

import (
	"math"
	"strings"
)

// valueRanges finds patterns "?s <p> ?o" whose object is bounded by conditions
// and lets them be read from the source's index over values.
func (pl *planner) valueRanges(b *block, pending []condition) {
	src, ok := pl.x.src.(RangeSource)
	if !ok {
		return
	}
	for _, u := range b.units {
		a := &u.access
		if u.op != nil || u.pattern.path != nil || a.none || a.ids[P] == Any || a.vars[O] == noVariable || a.vars[S] == noVariable || len(a.twins) > 0 {
			continue
		}
		r := rangeOf(pending, a.vars[O])
		if r.Kind == NoValue {
			continue
		}
		if n, ok := src.CountRange(a.ids[P], r); ok && float64(n) < u.count {
			a.rng = &r
		}
	}
}

// rangeOf is what conditions leave of the values of a variable.
func rangeOf(conditions []condition, v variable) Range {
	r := Range{From: math.Inf(-1), To: math.Inf(1)}
	for _, c := range conditions {
		for _, e := range c.exprs {
			r.narrow(e, v)
		}
	}
	return r
}

// zoneSlack is the widest difference that a missing time zone makes, in seconds.
const zoneSlack = 14 * 3600

// narrow takes a condition "?v op literal" into account.
func (r *Range) narrow(e *expression, v variable) {
	s := e.source
	if s == nil || s.kind != xCall || len(s.args) != 2 || !e.vars.has(v) || e.vars.len() != 1 || !strings.Contains(" < > <= >= = ", " "+s.name+" ") {
		return
	}
	x, y, name := s.args[0], s.args[1], s.name
	if y.kind == xVar {
		x, y = y, x
		name = map[string]string{"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}[name]
	}
	if x.kind != xVar || y.kind != xTerm {
		return
	}
	kind, key := ValueKey(y.term)
	if kind == NoValue || r.Kind != NoValue && r.Kind != kind {
		return
	}
	r.Kind = kind
	slack := kind.slack(key)
	if name != "<" && name != "<=" {
		r.From = math.Max(r.From, key-slack)
	}
	if name != ">" && name != ">=" {
		r.To = math.Min(r.To, key+slack)
	}
}

// slack is by how much the key of a value may differ from one and the two still
// compare the other way round.
func (k ValueKind) slack(key float64) float64 {
	if k == NumberValue { // a comparison of floats rounds
		return math.Abs(key) * 1e-6
	}
	return zoneSlack
}
