package sparql

import (
	"context"
	"fmt"

	"github.com/entente-graph/entente/schema"
)

func explain(ctx context.Context, src Source, q *Query, opt Options) (*Plan, error) {
	x, err := newExec(ctx, src, q, opt)
	if err != nil {
		return nil, err
	}
	tr := translate(q)
	x.names = tr.names
	return x.describe(x.planNode(tr.root, tr.need(q))), nil
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

func run(ctx context.Context, src Source, q *Query, opt Options) (*Results, error) {
	x, err := newExec(ctx, src, q, opt)
	if err != nil {
		return nil, err
	}
	tr := translate(q)
	x.names = tr.names
	p := x.planNode(tr.root, tr.need(q))
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

func (r *rowReader) advance() (bool, error) {
	r.row++
	for r.b == nil || r.row >= r.b.n {
		b, err := r.op.next()
		if err != nil || b == nil {
			return false, err
		}
		r.b, r.row = b, 0
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

// triplePipe delivers distinct triples that a producer puts into a queue.
type triplePipe struct {
	x         *exec
	seen      map[schema.Triple]bool
	queue     []schema.Triple
	delivered int
	out       schema.Triple
}

func (p *triplePipe) put(t schema.Triple) error {
	if t.S.IsLiteral() || t.S.IsZero() || !t.P.IsIRI() || t.O.IsZero() || p.seen[t] {
		return nil
	}
	p.seen[t] = true
	p.queue = append(p.queue, t)
	return p.x.charge(200)
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
		p.delivered++
		if err := p.x.limit(p.delivered); err != nil {
			return nil, err
		}
		return &p.out, nil
	}
}

func (x *exec) constructTriples(r *Results, rows *rowReader, q *Query, tr *translated) {
	pipe := &triplePipe{x: x, seen: map[schema.Triple]bool{}}
	r.triple = pipe.source(func() (bool, error) {
		ok, err := rows.advance()
		if err != nil || !ok {
			return false, err
		}
		blanks := map[string]schema.Term{}
		term := func(n node) (schema.Term, error) {
			switch {
			case !n.isVar():
				return n.term, nil
			case n.variable[0] == '_':
				t, ok := blanks[n.variable]
				if !ok {
					t = x.freshBlank().term
					blanks[n.variable] = t
				}
				return t, nil
			}
			v, ok := tr.scope[n.variable]
			if !ok {
				return schema.Term{}, nil
			}
			return x.term(rows.id(v))
		}
		for _, t := range q.template {
			s, err1 := term(t.s)
			p, err2 := term(t.p)
			o, err3 := term(t.o)
			for _, err := range []error{err1, err2, err3} {
				if err != nil {
					return false, fmt.Errorf("sparql: reading a term: %w", err)
				}
			}
			if err := pipe.put(schema.Triple{S: s, P: p, O: o}); err != nil {
				return false, err
			}
		}
		return true, nil
	})
}

// describeTriples gives the concise bounded description of each resource: its
// triples in the default graph, and those of the blank nodes they lead to.
func (x *exec) describeTriples(r *Results, rows *rowReader, q *Query, tr *translated) {
	pipe := &triplePipe{x: x, seen: map[schema.Triple]bool{}}
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
		var t schema.Triple
		for i, dst := range []*schema.Term{&t.S, &t.P, &t.O} {
			if *dst, err = x.term(q[i]); err != nil {
				break
			}
		}
		if err == nil && !t.S.IsLiteral() {
			err = pipe.put(t)
		}
		if t.O.IsBlank() {
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
