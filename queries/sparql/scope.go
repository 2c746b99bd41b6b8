package sparql

import (
	"slices"
	"strings"
)

// groupVars lists the variables in scope at the end of a group (section 18.2.1),
// without blank nodes, in order of first appearance.
func groupVars(g *group) []string {
	var out []string
	add := func(v string) {
		if v != "" && !strings.HasPrefix(v, "_:") && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	if g == nil {
		return nil
	}
	for _, e := range g.elements {
		switch e.kind {
		case eTriples:
			for _, t := range e.triples {
				add(t.s.variable)
				add(t.p.variable)
				add(t.o.variable)
			}
		case eGroup, eUnion, eOptional, eGraph, eService:
			add(e.name.variable)
			for _, b := range e.groups {
				for _, v := range groupVars(b) {
					add(v)
				}
			}
		case eBind:
			add(e.bind)
		case eValues:
			for _, v := range e.values.vars {
				add(v)
			}
		case eSelect:
			for _, v := range e.query.Vars {
				add(v)
			}
		}
	}
	return out
}

// checkProjection fills Vars and refuses projections that section 19.8 forbids.
func (p *parser) checkProjection(q *Query) {
	scope := groupVars(q.where)
	if q.values != nil {
		for _, v := range q.values.vars {
			if !slices.Contains(scope, v) {
				scope = append(scope, v)
			}
		}
	}
	for _, it := range q.items {
		q.aggregates = q.aggregates || it.expr.hasAggregate()
	}
	for _, h := range q.having {
		q.aggregates = q.aggregates || h.hasAggregate()
	}
	for _, o := range q.orderBy {
		q.aggregates = q.aggregates || o.expr.hasAggregate()
	}
	q.aggregates = q.aggregates || len(q.groupBy) > 0 || len(q.having) > 0
	if q.Form != Select {
		return
	}
	if q.star {
		if q.aggregates {
			p.refuse(p.tok.begin, "SELECT * cannot stand with aggregates")
		}
		q.Vars = scope
		return
	}
	var keys []string
	for _, k := range q.groupBy {
		if k.variable != "" {
			keys = append(keys, k.variable)
			if k.expr.kind != xVar && slices.Contains(scope, k.variable) {
				p.refuse(k.expr.at, "GROUP BY (… AS ?"+k.variable+"): the variable is in use in the pattern")
			}
		}
	}
	known := slices.Clone(keys)
	for _, it := range q.items {
		if it.expr == nil {
			if q.aggregates && !slices.Contains(known, it.variable) {
				p.refuse(p.tok.begin, "?"+it.variable+" is projected, but it is no GROUP BY key")
			}
		} else {
			if slices.Contains(scope, it.variable) || slices.Contains(q.Vars, it.variable) || slices.Contains(keys, it.variable) {
				p.refuse(it.expr.at, "(… AS ?"+it.variable+"): the variable is in use already")
			}
			if q.aggregates {
				checkKeys(it.expr, known, func(e *expr) {
					p.refuse(e.at, "?"+e.name+" is used outside an aggregate, but it is no GROUP BY key")
				})
			}
			known = append(known, it.variable)
		}
		if !slices.Contains(q.Vars, it.variable) {
			q.Vars = append(q.Vars, it.variable)
		}
	}
}

// checkKeys calls bad for variables outside aggregates that are not keys.
func checkKeys(e *expr, keys []string, bad func(*expr)) {
	if e.kind == xAggregate {
		return
	}
	if e.kind == xVar && !slices.Contains(keys, e.name) {
		bad(e)
	}
	for _, a := range e.args {
		checkKeys(a, keys, bad)
	}
}
