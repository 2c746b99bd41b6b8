package sparql

import "slices"

// orderedOperator is ORDER BY over rows that come by the values of the first sort
// key already: it only holds back rows until none can come any more that sorts
// before them. What pulls from it may stop at any time, and then the rest is never
// read.
type orderedOperator struct {
	x    *exec
	p    *plan
	in   operator
	env  *env
	done bool

	rows   *batch
	keys   [][]*value // by sort key, by row
	values []float64  // of the first sort key, by row
	perm   []int32    // the rows held back
	held   int
}

func (o *orderedOperator) next() (*batch, error) {
	if o.env == nil {
		o.env = o.x.newEnv(o.p.in.vars)
		o.clear()
	}
	for {
		if out := o.release(); out != nil {
			return out, nil
		}
		if o.done {
			return nil, nil
		}
		b, err := o.in.next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			o.done = true
			continue
		}
		if err := o.hold(b); err != nil {
			return nil, err
		}
	}
}

func (o *orderedOperator) clear() {
	_ = o.x.charge(-o.held)
	o.held = 0
	o.rows, o.keys = newBatch(len(o.p.in.vars), firstRows), make([][]*value, len(o.p.sort))
	o.values, o.perm = nil, nil
}

// hold takes rows in.
func (o *orderedOperator) hold(b *batch) error {
	o.env.cols = b.cols
	for r := range b.n {
		o.env.row, o.env.blanks = r, nil
		for i, s := range o.p.sort {
			o.keys[i] = append(o.keys[i], s.expr.eval(o.env))
		}
		first := o.keys[0][len(o.keys[0])-1]
		key := 0.0
		if first != nil {
			_, key = ValueKey(first.term)
		}
		o.values = append(o.values, key)
		o.perm = append(o.perm, int32(len(o.perm)))
	}
	o.rows.append(b)
	n := b.n * 8 * (len(b.cols) + len(o.p.sort) + 2)
	o.held += n
	if err := o.x.charge(n); err != nil {
		return err
	}
	return o.x.err
}

// release delivers the rows before which none can come any more, once they are many
// of those held, so that sorting again and again costs little.
func (o *orderedOperator) release() *batch {
	if len(o.perm) == 0 {
		return nil
	}
	ready := func(r int32) bool { return true }
	if !o.done {
		last := o.values[len(o.values)-1]
		slack := 2 * o.p.order.Kind.slack(last)
		if o.p.order.Descending {
			ready = func(r int32) bool { return o.values[r] > last+slack }
		} else {
			ready = func(r int32) bool { return o.values[r] < last-slack }
		}
		n := 0
		for _, r := range o.perm {
			n += b2i(ready(r))
		}
		if n == 0 || n < len(o.perm)/4 {
			return nil
		}
	}
	slices.SortFunc(o.perm, func(a, b int32) int {
		if c := compareKeys(o.p.sort, o.keys, a, b); c != 0 {
			return c
		}
		return int(a - b)
	})
	n := 0
	for n < len(o.perm) && ready(o.perm[n]) {
		n++
	}
	if n == 0 {
		return nil
	}
	out := newBatch(len(o.rows.cols), n)
	for i, c := range o.rows.cols {
		for _, r := range o.perm[:n] {
			out.cols[i] = append(out.cols[i], c[r])
		}
	}
	out.n = n
	o.keepBack(o.perm[n:])
	return out
}

// keepBack drops all rows but some.
func (o *orderedOperator) keepBack(left []int32) {
	left = slices.Sorted(slices.Values(left)) // in the order they came in
	rows, keys, values := o.rows, o.keys, o.values
	o.clear()
	for i, r := range left {
		for c := range rows.cols {
			o.rows.cols[c] = append(o.rows.cols[c], rows.cols[c][r])
		}
		for k := range keys {
			o.keys[k] = append(o.keys[k], keys[k][r])
		}
		o.values, o.perm = append(o.values, values[r]), append(o.perm, int32(i))
	}
	o.rows.n = len(left)
	o.held = len(left) * 8 * (len(rows.cols) + len(keys) + 2)
	if err := o.x.charge(o.held); err != nil && o.x.err == nil {
		o.x.err = err
	}
}

func (o *orderedOperator) close() {
	o.in.close()
	_ = o.x.charge(-o.held)
	o.held = 0
}
