package sparql

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/entente-graph/entente/schema"
)

func explain(ctx context.Context, src Source, q *Query, opt Options) (p *Plan, err error) {
	defer guard(&err)
	x, _, planned, err := prepare(ctx, src, q, opt)
	if err != nil {
		return nil, err
	}
	return x.describe(planned), nil
}

// prepare translates and plans a query.
func prepare(ctx context.Context, src Source, q *Query, opt Options) (*exec, *translated, *plan, error) {
	x, err := newExec(ctx, src, q, opt)
	if err != nil {
		return nil, nil, nil, err
	}
	tr := translate(q)
	x.names = tr.names
	return x, tr, x.planNode(tr.root, tr.need(q)), nil
}

// need lists the variables that the form of the query reads.
func (tr *translated) need(q *Query) (s varset) {
	switch {
	case q.Form == Select:
		return varsetOf(tr.vars...)
	case q.Form == Construct:
		for _, t := range q.template {
			for _, n := range []node{t.s, t.p, t.o} {
				if v, ok := tr.scope[n.variable]; ok && n.isVar() {
					s.add(v)
				}
			}
		}
	case q.Form == Describe && q.star:
		for _, v := range groupVars(q.where) {
			s.add(tr.scope[v])
		}
	case q.Form == Describe:
		for _, n := range q.describe {
			if v, ok := tr.scope[n.variable]; ok && n.isVar() {
				s.add(v)
			}
		}
	}
	return s
}

// guard turns a fault of the engine into an error: one query must not take a
// server down.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("sparql: %w: %v at %s", ErrInternal, r, faultLine())
	}
}

// faultLine is where the code panicked.
func faultLine() string {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") || !more {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
	}
}

func run(ctx context.Context, src Source, q *Query, opt Options) (res *Results, err error) {
	defer guard(&err)
	x, tr, p, err := prepare(ctx, src, q, opt)
	if err != nil {
		return nil, err
	}
	op := x.open(p, nil)
	r := &Results{Form: q.Form, Vars: q.Vars, close: func() error { op.close(); return nil },
		plan: func() *Plan { return x.describe(p) }}
	rows := &rowReader{x: x, op: op, at: columnsOf(p.vars, len(x.names))}
	switch q.Form {
	case Select:
		x.selectRows(r, rows, tr)
	case Ask:
		defer op.close()
		ok, err := rows.advance()
		if err != nil {
			return nil, err
		}
		r.Boolean = ok
	case Construct:
		x.constructTriples(r, rows, q, tr)
	case Describe:
		x.describeTriples(r, rows, q, tr)
	}
	return r, nil
}

// rowReader walks the rows of an operator.
type rowReader struct {
	x   *exec
	op  operator
	b   *batch
	row int
	at  []int32
}

func (r *rowReader) advance() (ok bool, err error) {
	defer guard(&err)
	r.row++
	for r.b == nil || r.row >= r.b.n {
		b, err := r.op.next()
		if err != nil || b == nil {
			return false, err
		}
		r.b, r.row = b, 0
		for _, c := range b.cols {
			r.x.prefetch(c[:b.n])
		}
	}
	return true, nil
}

func (r *rowReader) id(v variable) ID {
	if int(v) >= len(r.at) {
		return 0
	}
	if c := r.at[v]; c >= 0 {
		return r.b.cols[c][r.row]
	}
	return 0
}

// limit counts what is delivered.
func (x *exec) limit(n int) error {
	if x.opt.MaxRows > 0 && n > x.opt.MaxRows {
		return fmt.Errorf("sparql: %w (more than %d)", ErrRows, x.opt.MaxRows)
	}
	return nil
}

func (x *exec) selectRows(r *Results, rows *rowReader, tr *translated) {
	out := make([]schema.Term, len(tr.vars))
	delivered := 0
	r.row = func() ([]schema.Term, error) {
		ok, err := rows.advance()
		if err != nil || !ok {
			return nil, err
		}
		delivered++
		if err := x.limit(delivered); err != nil {
			return nil, err
		}
		for i, v := range tr.vars {
			if out[i], err = x.term(rows.id(v)); err != nil {
				return nil, fmt.Errorf("sparql: reading a term: %w", err)
			}
		}
		return out, nil
	}
}

// triplePipe delivers the triples that a producer puts into a queue.
type triplePipe struct {
	x         *exec
	queue     []schema.Triple
	delivered int
	out       schema.Triple
}

// put decodes a triple; one that is no RDF is left out.
func (p *triplePipe) put(ids [3]ID) error {
	var t schema.Triple
	var err error
	for i, dst := range []*schema.Term{&t.S, &t.P, &t.O} {
		if *dst, err = p.x.term(ids[i]); err != nil {
			return fmt.Errorf("sparql: reading a term: %w", err)
		}
	}
	if !t.S.IsLiteral() && t.P.IsIRI() {
		p.queue = append(p.queue, t)
	}
	return nil
}

// source makes the function that Results reads from; more fills the queue and
// reports whether there may be more.
func (p *triplePipe) source(more func() (bool, error)) func() (*schema.Triple, error) {
	return func() (*schema.Triple, error) {
		for len(p.queue) == 0 {
			ok, err := more()
			if err != nil {
				return nil, err
			}
			if !ok && len(p.queue) == 0 {
				return nil, nil
			}
		}
		p.out, p.queue = p.queue[0], p.queue[1:]
		if len(p.queue) == 0 {
			p.queue = nil
		}
		p.delivered++
		if err := p.x.limit(p.delivered); err != nil {
			return nil, err
		}
		return &p.out, nil
	}
}

// constructTriples fills the template for each solution. Triples are told apart
// by ids, so that a term is decoded only for a new one.
func (x *exec) constructTriples(r *Results, rows *rowReader, q *Query, tr *translated) {
	pipe := &triplePipe{x: x}
	seen := newRowTable(3)
	blanks := map[string]ID{}
	part := func(n node) func() ID {
		switch {
		case !n.isVar():
			id := x.internTerm(n.term)
			return func() ID { return id }
		case strings.HasPrefix(n.variable, "_:"):
			return func() ID {
				id, ok := blanks[n.variable]
				if !ok {
					id = x.freshBlank().id
					blanks[n.variable] = id
				}
				return id
			}
		}
		v, ok := tr.scope[n.variable]
		if !ok {
			return func() ID { return 0 }
		}
		return func() ID { return rows.id(v) }
	}
	var template [][3]func() ID
	for _, t := range q.template {
		template = append(template, [3]func() ID{part(t.s), part(t.p), part(t.o)})
	}
	r.triple = pipe.source(func() (bool, error) {
		ok, err := rows.advance()
		if err != nil || !ok {
			return false, err
		}
		clear(blanks)
		for _, t := range template {
			ids := [3]ID{t[0](), t[1](), t[2]()}
			if ids[0] == 0 || ids[1] == 0 || ids[2] == 0 {
				continue
			}
			if _, fresh := seen.add(ids[:]); !fresh {
				continue
			}
			if err := x.charge(seen.bytes()); err != nil {
				return false, err
			}
			if err := pipe.put(ids); err != nil {
				return false, err
			}
		}
		return true, nil
	})
}

// describeTriples gives the concise bounded description of each resource: its
// triples in the default graph, and those of the blank nodes they lead to.
func (x *exec) describeTriples(r *Results, rows *rowReader, q *Query, tr *translated) {
	pipe := &triplePipe{x: x}
	var todo []ID
	known := map[ID]bool{}
	add := func(id ID) {
		if id != 0 && !known[id] {
			known[id] = true
			todo = append(todo, id)
		}
	}
	var vars []variable
	for _, n := range q.describe {
		if !n.isVar() {
			add(x.internTerm(n.term))
		} else if v, ok := tr.scope[n.variable]; ok {
			vars = append(vars, v)
		}
	}
	if q.star {
		for _, v := range groupVars(q.where) {
			vars = append(vars, tr.scope[v])
		}
	}
	ended := q.where == nil
	r.triple = pipe.source(func() (bool, error) {
		if len(todo) == 0 {
			if ended {
				return false, nil
			}
			ok, err := rows.advance()
			if err != nil {
				return false, err
			}
			if ended = !ok; ended {
				return false, nil
			}
			for _, v := range vars {
				add(rows.id(v))
			}
			return true, nil
		}
		id := todo[0]
		todo = todo[1:]
		return true, x.description(id, pipe, add)
	})
}

func (x *exec) description(id ID, pipe *triplePipe, add func(ID)) error {
	a := x.pathAccess(wholeDefault)
	if id > MaxID || a.none {
		return x.check()
	}
	a.ids[S] = id
	s := x.scan(&a, a.ids, 16)
	var err error
	for q := s.next(); q != nil && err == nil; q = s.next() {
		if err = pipe.put([3]ID{q[S], q[P], q[O]}); err != nil {
			break
		}
		if n := len(pipe.queue); n > 0 && pipe.queue[n-1].O.IsBlank() {
			add(q[O])
		}
	}
	if cerr := s.close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = x.check()
	}
	return err
}
