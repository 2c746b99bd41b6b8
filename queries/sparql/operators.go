package sparql

import "slices"

// unitOperator delivers one row without columns.
type unitOperator struct{ done bool }

func (o *unitOperator) next() (*batch, error) {
	if o.done {
		return nil, nil
	}
	o.done = true
	return &batch{n: 1}, nil
}

func (o *unitOperator) close() {}

type emptyOperator struct{}

func (emptyOperator) next() (*batch, error) { return nil, nil }
func (emptyOperator) close()                {}

// seedOperator delivers the rows of the apply around it.
type seedOperator struct {
	seed *seedRows
	done bool
}

func (o *seedOperator) next() (*batch, error) {
	if o.done || o.seed.b.n == 0 {
		return nil, nil
	}
	o.done = true
	out := &batch{n: o.seed.b.n, cols: make([][]ID, len(o.seed.b.cols))}
	for i, c := range o.seed.b.cols { // others read them too
		out.cols[i] = slices.Clone(c)
	}
	return out, nil
}

func (o *seedOperator) close() {}

// scanOperator delivers the solutions of one pattern.
type scanOperator struct {
	x    *exec
	p    *plan
	s    *scanner
	out  *batch
	from []Position // place of each column
	size int
}

func (x *exec) openScan(p *plan) operator {
	a := &p.access
	o := &scanOperator{x: x, p: p, size: min(64, x.full)}
	for _, v := range p.vars {
		o.from = append(o.from, Position(slices.Index(a.vars[:], v)))
	}
	if a.rng != nil {
		if c, ok := x.src.(RangeSource).ScanRange(x.ctx, a.ids[P], *a.rng); ok {
			o.s = &scanner{x: x, a: a, cursor: c, size: 64}
			if o.s.fold = a.mode == inUnion || a.mode == inSet; o.s.fold {
				o.s.seen = newRowTable(3)
			}
			return o
		}
	}
	o.s = x.scan(a, a.ids, 64)
	return o
}

func (o *scanOperator) next() (*batch, error) {
	if o.s == nil {
		return nil, nil
	}
	if o.out == nil || cap(o.out.cols) > 0 && o.size > cap(o.out.cols[0]) {
		o.out = newBatch(len(o.from), o.size)
	}
	o.out.reset()
	for o.out.n < o.size {
		q := o.s.next()
		if q == nil {
			break
		}
		if o.p.access.rng != nil && o.p.access.mode == inOne && o.p.access.ids[G] != quadGraph(q) {
			continue
		}
		for i, at := range o.from {
			o.out.cols[i] = append(o.out.cols[i], q[at])
		}
		o.out.n++
		if o.p.skip {
			o.s.skip(q)
		}
	}
	o.size = min(2*o.size, o.x.full)
	if o.out.n == 0 {
		err := o.s.close()
		o.s = nil
		return nil, err
	}
	return o.out, nil
}

// quadGraph is the graph of a quad as patterns name it.
func quadGraph(q *IDQuad) ID {
	if q[G] == 0 {
		return DefaultGraph
	}
	return q[G]
}

func (o *scanOperator) close() {
	if o.s != nil {
		_ = o.s.close()
		o.s = nil
	}
}

// filterOperator keeps the rows for which all conditions hold.
type filterOperator struct {
	x     *exec
	p     *plan
	in    operator
	env   *env
	flags []bool
}

func (o *filterOperator) next() (*batch, error) {
	for {
		b, err := o.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		if cap(o.flags) < b.n {
			o.flags = make([]bool, b.n, b.n+b.n/2)
		}
		o.flags = o.flags[:b.n]
		o.env.cols = b.cols
		for v := range o.p.exprs[0].vars.all() {
			if c := o.env.at[v]; c >= 0 {
				o.x.prefetch(b.cols[c][:b.n])
			}
		}
		for r := range b.n {
			o.env.row, o.env.blanks = r, nil
			o.flags[r] = holds(o.p.exprs, o.env)
		}
		b.keep(o.flags)
		if b.n > 0 {
			return b, o.x.err
		}
		if err := o.x.check(); err != nil {
			return nil, err
		}
	}
}

func holds(exprs []*expression, e *env) bool {
	for _, x := range exprs {
		if b, ok := truth(x.eval(e)); !b || !ok {
			return false
		}
	}
	return true
}

func (o *filterOperator) close() { o.in.close() }

// extendOperator adds columns computed row by row.
type extendOperator struct {
	x    *exec
	p    *plan
	in   operator
	env  *env
	out  *batch
	from []int32     // column of in for each column, -1 for a computed one
	at   []int32     // column of each binding
	memo []map[ID]ID // results of each binding that reads one variable
}

// memoSize bounds a memo.
const memoSize = 1 << 16

func (x *exec) openExtend(p *plan, seed *seedRows) operator {
	o := &extendOperator{x: x, p: p, in: x.open(p.in, seed), env: x.newEnv(p.vars)}
	have := columnsOf(p.in.vars, len(x.names))
	at := columnsOf(p.vars, len(x.names))
	for _, v := range p.vars {
		o.from = append(o.from, have[v])
	}
	o.memo = make([]map[ID]ID, len(p.binds))
	for i, b := range p.binds {
		o.at = append(o.at, at[b.v])
		if !b.expr.volatile && len(b.expr.exists) == 0 && b.expr.vars.len() == 1 {
			o.memo[i] = map[ID]ID{}
		}
	}
	o.out = &batch{cols: make([][]ID, len(p.vars))}
	return o
}

func (o *extendOperator) next() (*batch, error) {
	b, err := o.in.next()
	if b == nil || err != nil {
		return nil, err
	}
	for i, c := range o.from {
		if c >= 0 {
			o.out.cols[i] = b.cols[c]
		} else {
			o.out.cols[i] = append(o.out.cols[i][:0], make([]ID, b.n)...)
		}
	}
	o.out.n = b.n
	o.env.cols = o.out.cols
	for r := range b.n {
		o.env.row, o.env.blanks = r, nil
		for i, bind := range o.p.binds {
			if c := o.at[i]; c >= 0 {
				id := o.compute(i, bind.expr)
				o.out.cols[c][r] = id
			}
		}
	}
	return o.out, o.x.err
}

// compute is the id of a binding for the row at hand.
func (o *extendOperator) compute(i int, e *expression) ID {
	memo := o.memo[i]
	if memo == nil {
		return o.x.intern(e.eval(o.env))
	}
	in := o.env.id(e.vars.slice0())
	if e.source.kind == xVar {
		return in
	}
	id, ok := memo[in]
	if !ok {
		id = o.x.intern(e.eval(o.env))
		if len(memo) < memoSize {
			memo[in] = id
		}
	}
	return id
}

func (o *extendOperator) close() { o.in.close() }

// unionOperator runs its parts one after the other and brings their columns in
// line.
type unionOperator struct {
	x    *exec
	p    *plan
	seed *seedRows
	at   int
	in   operator
	from []int32
	out  batch
	zero []ID
}

func (o *unionOperator) next() (*batch, error) {
	for {
		if o.in == nil {
			if o.at == len(o.p.parts) {
				return nil, nil
			}
			part := o.p.parts[o.at]
			o.in = o.x.open(part, o.seed)
			have := columnsOf(part.vars, len(o.x.names))
			o.from = o.from[:0]
			for _, v := range o.p.vars {
				o.from = append(o.from, have[v])
			}
		}
		b, err := o.in.next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			o.in.close()
			o.in = nil
			o.at++
			continue
		}
		if len(o.zero) < b.n {
			o.zero = make([]ID, b.n)
		}
		clear(o.zero)
		o.out = batch{n: b.n, cols: make([][]ID, len(o.from))}
		for i, c := range o.from {
			if c >= 0 {
				o.out.cols[i] = b.cols[c]
			} else {
				o.out.cols[i] = slices.Clone(o.zero[:b.n])
			}
		}
		return &o.out, nil
	}
}

func (o *unionOperator) close() {
	if o.in != nil {
		o.in.close()
	}
}

// distinctOperator lets each row through once, as it comes.
type distinctOperator struct {
	x     *exec
	p     *plan
	in    operator
	table *rowTable
	row   []ID
	flags []bool
}

func (o *distinctOperator) next() (*batch, error) {
	if o.table == nil {
		o.table = newRowTable(len(o.p.vars))
		o.row = make([]ID, len(o.p.vars))
	}
	for {
		b, err := o.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		o.flags = slices.Grow(o.flags[:0], b.n)[:b.n]
		before := o.table.count
		for r := range b.n {
			for i, c := range b.cols {
				o.row[i] = c[r]
			}
			_, o.flags[r] = o.table.add(o.row)
		}
		if err := o.x.charge((o.table.count - before) * o.table.bytes()); err != nil {
			return nil, err
		}
		b.keep(o.flags)
		if b.n > 0 {
			return b, nil
		}
	}
}

func (o *distinctOperator) close() {
	o.in.close()
	if o.table != nil {
		_ = o.x.charge(-o.table.count * o.table.bytes())
		o.table = nil
	}
}

// sliceOperator is OFFSET and LIMIT.
type sliceOperator struct {
	x    *exec
	in   operator
	skip int64
	left int64 // -1: all
}

func (o *sliceOperator) next() (*batch, error) {
	for o.left != 0 {
		b, err := o.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		if o.skip >= int64(b.n) {
			o.skip -= int64(b.n)
			continue
		}
		if o.skip > 0 {
			out := &batch{n: b.n - int(o.skip), cols: make([][]ID, len(b.cols))}
			for i, c := range b.cols {
				out.cols[i] = c[o.skip:]
			}
			b, o.skip = out, 0
		}
		if o.left >= 0 {
			if int64(b.n) > o.left {
				b.truncate(int(o.left))
			}
			o.left -= int64(b.n)
		}
		return b, nil
	}
	return nil, nil
}

func (o *sliceOperator) close() { o.in.close() }

// projectOperator picks columns.
type projectOperator struct {
	in   operator
	from []int32
	out  batch
}

func (x *exec) openProject(p *plan, seed *seedRows) operator {
	o := &projectOperator{in: x.open(p.in, seed)}
	have := columnsOf(p.in.vars, len(x.names))
	for _, v := range p.vars {
		o.from = append(o.from, have[v])
	}
	return o
}

func (o *projectOperator) next() (*batch, error) {
	b, err := o.in.next()
	if b == nil || err != nil {
		return nil, err
	}
	cols := make([][]ID, len(o.from))
	for i, c := range o.from {
		if c >= 0 {
			cols[i] = b.cols[c]
		} else {
			cols[i] = make([]ID, b.n)
		}
	}
	o.out = batch{n: b.n, cols: cols}
	return &o.out, nil
}

func (o *projectOperator) close() { o.in.close() }
