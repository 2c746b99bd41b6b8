package sparql

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// oracle evaluates algebra as section 18 writes it: bottom-up, solution by
// solution, every pattern against every quad. It shares the parser, the
// translation and the functions with the engine, and nothing of its planner and
// operators.
type oracle struct {
	x     *exec
	quads []IDQuad
}

type solution map[variable]ID

func (s solution) compatible(t solution) bool {
	for v, id := range s {
		if u, ok := t[v]; ok && u != id {
			return false
		}
	}
	return true
}

func (s solution) merge(t solution) solution {
	m := make(solution, len(s)+len(t))
	maps.Copy(m, s)
	maps.Copy(m, t)
	return m
}

func oracleTable(opt Options) func(src Source, q *Query) (*table, error) {
	return func(src Source, q *Query) (*table, error) {
		x, err := newExec(context.Background(), src, q, opt)
		if err != nil {
			return nil, err
		}
		tr := translate(q)
		x.names = tr.names
		o := &oracle{x: x}
		x.asker = o.exists
		c := src.Scan(context.Background(), Pattern{}, SPOG)
		buf := make([]IDQuad, 100)
		for n := c.Next(buf); n > 0; n = c.Next(buf) {
			o.quads = append(o.quads, buf[:n]...)
		}
		rows := o.eval(tr.root)
		t := &table{form: q.Form, vars: q.Vars}
		if q.Form == Ask {
			t.boolean = len(rows) > 0
			return t, x.err
		}
		if q.Form.IsGraph() {
			return engineTable(opt)(src, q) // templates are the engine's business
		}
		for _, s := range rows {
			row := make([]schema.Term, len(tr.vars))
			for i, v := range tr.vars {
				if row[i], err = x.term(s[v]); err != nil {
					return nil, err
				}
			}
			t.rows = append(t.rows, row)
		}
		return t, x.err
	}
}

func (o *oracle) env(s solution) *env {
	e := &env{x: o.x, at: make([]int32, len(o.x.names)), cols: make([][]ID, len(o.x.names))}
	for i := range e.at {
		e.at[i] = int32(i)
		e.cols[i] = []ID{s[variable(i)]}
	}
	return e
}

func (o *oracle) holds(exprs []*expression, s solution) bool { return holds(exprs, o.env(s)) }

// exists substitutes the solution into the pattern: what it binds goes into the
// patterns and stays visible to the filters.
func (o *oracle) exists(e *env, n *op) (bool, bool) {
	put, known := map[variable]slot{}, solution{}
	maps.Copy(put, o.x.fixed)
	for v := range n.mentions().all() {
		if id := e.id(v); id != 0 {
			t, _ := o.x.term(id)
			put[v] = slot{v: noVariable, term: t}
			known[v] = id
		}
	}
	saved := o.x
	inner := &oracle{x: o.x, quads: o.quads}
	rows := inner.evalWith(n.substitute(put), known)
	o.x = saved
	return len(rows) > 0, true
}

// evalWith evaluates with some variables already known to filters.
func (o *oracle) evalWith(n *op, known solution) []solution {
	if len(known) == 0 {
		return o.eval(n)
	}
	switch n.kind {
	case opFilter:
		var out []solution
		for _, s := range o.evalWith(n.args[0], known) {
			if o.holds(n.exprs, known.merge(s)) && known.compatible(s) {
				out = append(out, s)
			}
		}
		return out
	case opJoin:
		return joinSolutions(o.evalWith(n.args[0], known), o.evalWith(n.args[1], known))
	case opUnion:
		var out []solution
		for _, a := range n.args {
			out = append(out, o.evalWith(a, known)...)
		}
		return out
	case opLeft:
		return o.left(o.evalWith(n.args[0], known), o.evalWith(n.args[1], known), n.exprs, known)
	case opMinus:
		return o.minus(n, o.evalWith(n.args[0], known), o.evalWith(n.args[1], known))
	case opExtend:
		return o.extend(n, o.evalWith(n.args[0], known), known)
	}
	var out []solution
	for _, s := range o.eval(n) {
		if known.compatible(s) {
			out = append(out, s)
		}
	}
	return out
}

func joinSolutions(a, b []solution) (out []solution) {
	for _, s := range a {
		for _, t := range b {
			if s.compatible(t) {
				out = append(out, s.merge(t))
			}
		}
	}
	return out
}

func (o *oracle) left(a, b []solution, exprs []*expression, known solution) (out []solution) {
	for _, s := range a {
		found := false
		for _, t := range b {
			if s.compatible(t) && o.holds(exprs, known.merge(s.merge(t))) {
				found = true
				out = append(out, s.merge(t))
			}
		}
		if !found {
			out = append(out, s)
		}
	}
	return out
}

func (o *oracle) minus(n *op, a, b []solution) (out []solution) {
	for _, s := range a {
		gone := false
		for _, t := range b {
			shared := false
			for v := range t {
				_, ok := s[v]
				shared = shared || ok && v != n.graph
			}
			gone = gone || shared && s.compatible(t)
		}
		if !gone {
			out = append(out, s)
		}
	}
	return out
}

func (o *oracle) extend(n *op, rows []solution, known solution) (out []solution) {
	for _, s := range rows {
		s = solution{}.merge(s)
		var blanks map[string]*value // BNODE() is one node for a label in a solution
		for _, b := range n.binds {
			e := o.env(known.merge(s))
			e.blanks = blanks
			if id := o.x.intern(b.expr.eval(e)); id != 0 {
				s[b.v] = id
			}
			blanks = e.blanks
		}
		out = append(out, s)
	}
	return out
}

func (o *oracle) eval(n *op) (out []solution) {
	switch n.kind {
	case opUnit:
		return []solution{{}}
	case opBGP:
		out = []solution{{}}
		for _, p := range n.patterns {
			out = joinSolutions(out, o.pattern(p))
		}
		return out
	case opGraphs:
		graphs, _ := o.x.namedGraphs()
		for _, g := range graphs {
			if n.graph != noVariable {
				out = append(out, solution{n.graph: g})
			} else if o.x.internTerm(n.patterns[0].graph.slot.term) == g {
				return []solution{{}}
			}
		}
		return out
	case opJoin:
		return joinSolutions(o.eval(n.args[0]), o.eval(n.args[1]))
	case opLeft:
		return o.left(o.eval(n.args[0]), o.eval(n.args[1]), n.exprs, nil)
	case opMinus:
		return o.minus(n, o.eval(n.args[0]), o.eval(n.args[1]))
	case opUnion:
		for _, a := range n.args {
			out = append(out, o.eval(a)...)
		}
		return out
	case opFilter:
		for _, s := range o.eval(n.args[0]) {
			if o.holds(n.exprs, s) {
				out = append(out, s)
			}
		}
		return out
	case opExtend:
		return o.extend(n, o.eval(n.args[0]), nil)
	case opValues:
		for _, r := range n.rows {
			s := solution{}
			for i, t := range r {
				if !t.IsZero() {
					s[n.vars[i]] = o.x.internTerm(t)
				}
			}
			out = append(out, s)
		}
		return out
	case opEachGraph:
		graphs, _ := o.x.namedGraphs()
		for _, g := range graphs {
			t, _ := o.x.term(g)
			o.x.fixed[n.inner] = slot{v: noVariable, term: t}
			rows := o.eval(n.args[0].substitute(map[variable]slot{n.inner: o.x.fixed[n.inner]}))
			out = append(out, joinSolutions(rows, []solution{{n.graph: g}})...)
		}
		return out
	}
	return o.modifier(n)
}

func (o *oracle) modifier(n *op) (out []solution) {
	rows := o.eval(n.args[0])
	switch n.kind {
	case opGroup:
		return o.group(n, rows)
	case opOrder:
		slices.SortStableFunc(rows, func(a, b solution) int {
			for _, k := range n.sort {
				c := order(k.expr.eval(o.env(a)), k.expr.eval(o.env(b)))
				if k.desc {
					c = -c
				}
				if c != 0 {
					return c
				}
			}
			return 0
		})
		return rows
	case opProject:
		for _, s := range rows {
			t := solution{}
			for _, v := range n.vars {
				if id, ok := s[v]; ok {
					t[v] = id
				}
			}
			out = append(out, t)
		}
		return out
	case opDistinct, opReduced:
		for _, s := range rows {
			if !slices.ContainsFunc(out, func(t solution) bool { return maps.Equal(s, t) }) {
				out = append(out, s)
			}
		}
		return out
	case opSlice:
		rows = rows[min(int(n.offset), len(rows)):]
		if n.limit >= 0 {
			rows = rows[:min(int(n.limit), len(rows))]
		}
		return rows
	}
	panic("oracle: unknown node")
}

func (o *oracle) group(n *op, rows []solution) (out []solution) {
	var keys []solution
	var groups [][]solution
	if len(n.vars) == 0 {
		keys, groups = []solution{{}}, [][]solution{nil}
	}
	for _, s := range rows {
		k := solution{}
		for _, v := range n.vars {
			if id, ok := s[v]; ok {
				k[v] = id
			}
		}
		i := slices.IndexFunc(keys, func(t solution) bool { return maps.Equal(k, t) })
		if i < 0 {
			i = len(keys)
			keys, groups = append(keys, k), append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	for i, k := range keys {
		for _, a := range n.aggs {
			if id := o.x.intern(o.aggregate(a, groups[i])); id != 0 {
				k[a.v] = id
			}
		}
		out = append(out, k)
	}
	return out
}

func (o *oracle) aggregate(a aggregate, rows []solution) *value {
	var vs []*value
	for _, s := range rows {
		if a.arg == nil {
			t := solution{}
			for v, id := range s {
				if displayName(o.x.names[v]) != o.x.names[v] {
					t[v] = id
				}
			}
			vs = append(vs, stringValue(string(o.key(t))))
			continue
		}
		v := a.arg.eval(o.env(s))
		if v == nil {
			if a.name != "COUNT" && a.name != "SAMPLE" {
				return nil
			}
			continue
		}
		vs = append(vs, v)
	}
	if a.distinct {
		var different []*value
		for _, v := range vs {
			if !slices.ContainsFunc(different, func(w *value) bool { return v.term == w.term }) {
				different = append(different, v)
			}
		}
		vs = different
	}
	if a.name == "COUNT" {
		return integerValue(int64(len(vs)))
	}
	var acc accumulator
	for _, v := range vs {
		acc.take(&a, v)
	}
	return acc.result(&a)
}

func (o *oracle) key(s solution) []byte {
	var b []byte
	for v := range variable(len(o.x.names)) {
		t, _ := o.x.term(s[v])
		b = t.Append(append(b, ' '))
	}
	return b
}

// graphTriples are the triples that a pattern is matched against, with the graph
// it may bind.
func (o *oracle) graphTriples(g graphRef) (out []IDQuad) {
	seen := map[IDQuad]bool{}
	for _, q := range o.quads {
		switch {
		case g.named && g.slot.isVar():
			if q[G] == 0 || !o.x.data.allNamed && !o.x.data.named[q[G]] {
				continue
			}
		case g.named:
			if q[G] == 0 || o.x.internTerm(g.slot.term) != q[G] || !o.x.data.allNamed && !o.x.data.named[q[G]] {
				continue
			}
		case o.x.data.union:
			if !o.x.admits(inUnion, q[G]) {
				continue
			}
			q[G] = 0
		default:
			in := false
			for _, d := range o.x.data.defaults {
				in = in || d == quadGraph(&q)
			}
			if !in {
				continue
			}
			q[G] = 0
		}
		if !seen[q] {
			seen[q] = true
			out = append(out, q)
		}
	}
	return out
}

func (o *oracle) pattern(p pattern) (out []solution) {
	if p.path != nil {
		return o.path(p)
	}
	for _, q := range o.graphTriples(p.graph) {
		s := solution{}
		ok := true
		put := func(x slot, id ID) {
			if !x.isVar() {
				ok = ok && o.x.internTerm(x.term) == id
			} else if old, bound := s[x.v]; bound {
				ok = ok && old == id
			} else {
				s[x.v] = id
			}
		}
		put(p.s, q[S])
		put(p.p, q[P])
		put(p.o, q[O])
		if p.graph.named && p.graph.slot.isVar() {
			put(p.graph.slot, q[G])
		}
		if ok {
			out = append(out, s)
		}
	}
	return out
}

// path matches a path in each graph by itself.
func (o *oracle) path(p pattern) (out []solution) {
	graphs := []graphRef{p.graph}
	if p.graph.named && p.graph.slot.isVar() {
		graphs = nil
		names, _ := o.x.namedGraphs()
		for _, g := range names {
			t, _ := o.x.term(g)
			graphs = append(graphs, graphRef{named: true, slot: slot{v: noVariable, term: t}})
		}
	}
	for _, g := range graphs {
		ts := o.graphTriples(g)
		nodes := map[ID]bool{}
		for _, q := range ts {
			nodes[q[S]], nodes[q[O]] = true, true
		}
		if !p.s.isVar() {
			nodes[o.x.internTerm(p.s.term)] = true
		}
		if !p.o.isVar() {
			nodes[o.x.internTerm(p.o.term)] = true
		}
		for a := range nodes {
			for _, b := range o.follow(p.path, a, ts) {
				s := solution{}
				if p.graph.named && p.graph.slot.isVar() {
					s[p.graph.slot.v] = o.x.internTerm(g.slot.term)
				}
				ok := true
				for _, end := range []struct {
					x  slot
					id ID
				}{{p.s, a}, {p.o, b}} {
					if !end.x.isVar() {
						ok = ok && o.x.internTerm(end.x.term) == end.id
					} else if old, bound := s[end.x.v]; bound {
						ok = ok && old == end.id
					} else {
						s[end.x.v] = end.id
					}
				}
				if ok {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// follow lists where a path leads from a node, with copies where the standard
// counts them.
func (o *oracle) follow(p *path, a ID, ts []IDQuad) (out []ID) {
	switch p.op {
	case pathLink:
		for _, q := range ts {
			if q[S] == a && q[P] == o.x.internTerm(schema.IRI(p.iri)) {
				out = append(out, q[O])
			}
		}
	case pathInverse:
		for _, q := range ts {
			for _, n := range []ID{q[S], q[O]} {
				for _, b := range o.follow(p.args[0], n, ts) {
					if b == a && !slices.Contains(out, n) {
						out = append(out, n)
					}
				}
			}
		}
	case pathSequence:
		out = []ID{a}
		for _, part := range p.args {
			var next []ID
			for _, n := range out {
				next = append(next, o.follow(part, n, ts)...)
			}
			out = next
		}
	case pathAlternative:
		for _, part := range p.args {
			out = append(out, o.follow(part, a, ts)...)
		}
	case pathNegated:
		for _, q := range ts {
			t, _ := o.x.term(q[P])
			if (len(p.forward) > 0 || len(p.backward) == 0) && q[S] == a && !slices.Contains(p.forward, t.Value) {
				out = append(out, q[O])
			}
			if len(p.backward) > 0 && q[O] == a && !slices.Contains(p.backward, t.Value) {
				out = append(out, q[S])
			}
		}
	default:
		if p.op != pathOneOrMore {
			out = append(out, a)
		}
		todo := []ID{a}
		for len(todo) > 0 {
			n := todo[0]
			todo = todo[1:]
			for _, b := range o.follow(p.args[0], n, ts) {
				if !slices.Contains(out, b) {
					out = append(out, b)
					if p.op != pathZeroOrOne {
						todo = append(todo, b)
					}
				}
			}
		}
	}
	return out
}

func TestW3COracle(t *testing.T) { w3cEvaluation(t, oracleTable(Options{})) }
