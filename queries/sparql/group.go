package sparql

// groupOperator is GROUP BY with its aggregates: groups come out in the order in
// which their first row came in, and each aggregate sees its rows in the order
// they came, so that GROUP_CONCAT follows the ORDER BY of a sub-select.
type groupOperator struct {
	x    *exec
	p    *plan
	in   operator
	done bool
	held int // bytes charged for groups
}

// accumulator gathers one aggregate of one group.
type accumulator struct {
	n      int64
	best   *value // MIN, MAX, SAMPLE, the running sum
	failed bool
	text   []byte
	seen   *rowTable // DISTINCT
}

func (o *groupOperator) next() (*batch, error) {
	if o.done {
		return nil, nil
	}
	o.done = true
	table := newRowTable(len(o.p.keys))
	var accs []accumulator // aggregates of group k at k*len(aggs)
	aggs := o.p.aggs
	at := columnsOf(o.p.in.vars, len(o.x.names))
	env := o.x.newEnv(o.p.in.vars)
	key := make([]ID, len(o.p.keys))
	if len(key) == 0 { // there is a group even without rows
		table.add(key)
		accs = make([]accumulator, len(aggs))
	}
	for {
		b, err := o.in.next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			break
		}
		env.cols = b.cols
		before := table.count
		for r := range b.n {
			for i, v := range o.p.keys {
				key[i] = 0
				if c := at[v]; c >= 0 {
					key[i] = b.cols[c][r]
				}
			}
			k, fresh := table.add(key)
			if fresh {
				for range aggs {
					accs = append(accs, accumulator{})
				}
			}
			env.row, env.blanks = r, nil
			for i := range aggs {
				if err := o.accumulate(&accs[k*len(aggs)+i], &aggs[i], env, b, r); err != nil {
					return nil, err
				}
			}
		}
		n := (table.count - before) * (table.bytes() + 80*len(aggs))
		o.held += n
		if err := o.x.charge(n); err != nil {
			return nil, err
		}
	}
	return o.deliver(table, accs)
}

func (o *groupOperator) deliver(table *rowTable, accs []accumulator) (*batch, error) {
	out := newBatch(len(o.p.vars), table.count)
	cols := columnsOf(o.p.vars, len(o.x.names))
	for k := range table.count {
		for i := range out.cols {
			out.cols[i] = append(out.cols[i], 0)
		}
		for i, v := range o.p.keys {
			if c := cols[v]; c >= 0 {
				out.cols[c][k] = table.row(k)[i]
			}
		}
		for i := range o.p.aggs {
			if c := cols[o.p.aggs[i].v]; c >= 0 {
				out.cols[c][k] = o.x.intern(accs[k*len(o.p.aggs)+i].result(&o.p.aggs[i]))
			}
		}
	}
	out.n = table.count
	if out.n == 0 {
		return nil, o.x.err
	}
	return out, o.x.err
}

func (o *groupOperator) accumulate(acc *accumulator, a *aggregate, e *env, b *batch, r int) error {
	if a.arg == nil { // COUNT(*)
		if a.distinct {
			row := make([]ID, 0, len(b.cols))
			for i, c := range b.cols {
				if name := o.x.names[o.p.in.vars[i]]; displayName(name) != name { // one that SELECT * would show
					row = append(row, c[r])
				}
			}
			fresh, err := acc.distinct(o.x, row)
			if !fresh {
				return err
			}
		}
		acc.n++
		return nil
	}
	if a.name == "COUNT" && a.arg.source.kind == xVar { // no need to decode
		id := e.id(a.arg.vars.slice0())
		if id == 0 {
			return nil
		}
		if a.distinct {
			if fresh, err := acc.distinct(o.x, []ID{id}); !fresh {
				return err
			}
		}
		acc.n++
		return nil
	}
	v := a.arg.eval(e)
	if v == nil {
		if a.name != "COUNT" && a.name != "SAMPLE" {
			acc.failed = true
		}
		return nil
	}
	if a.distinct {
		if fresh, err := acc.distinct(o.x, []ID{o.x.intern(v)}); !fresh {
			return err
		}
	}
	acc.take(a, v)
	if a.name == "GROUP_CONCAT" {
		return o.x.charge(len(v.term.Value))
	}
	return nil
}

// slice0 is the one member of a set.
func (s varset) slice0() variable {
	for v := range s.all() {
		return v
	}
	return noVariable
}

func (acc *accumulator) distinct(x *exec, row []ID) (bool, error) {
	if acc.seen == nil {
		acc.seen = &rowTable{width: len(row), slots: make([]int32, 8)}
	}
	_, fresh := acc.seen.add(row)
	if fresh {
		return true, x.charge(acc.seen.bytes())
	}
	return false, nil
}

func (acc *accumulator) take(a *aggregate, v *value) {
	acc.n++
	switch a.name {
	case "SUM", "AVG":
		switch {
		case !v.kind.numeric():
			acc.failed = true
		case acc.best == nil:
			acc.best = v
		default:
			if acc.best = arithmetic('+', acc.best, v); acc.best == nil {
				acc.failed = true
			}
		}
	case "MIN":
		if acc.best == nil || order(v, acc.best) < 0 {
			acc.best = v
		}
	case "MAX":
		if acc.best == nil || order(v, acc.best) > 0 {
			acc.best = v
		}
	case "SAMPLE":
		if acc.best == nil {
			acc.best = v
		}
	case "GROUP_CONCAT":
		if v.kind == vBlank {
			acc.failed = true
			return
		}
		if acc.n > 1 {
			acc.text = append(acc.text, a.separator...)
		}
		acc.text = append(acc.text, v.term.Value...)
	}
}

// result is the value of the aggregate; nil is an error, which leaves the
// variable unbound.
func (acc *accumulator) result(a *aggregate) *value {
	switch {
	case a.name == "COUNT":
		return integerValue(acc.n)
	case acc.failed:
		return nil
	case a.name == "GROUP_CONCAT":
		return stringValue(string(acc.text))
	case a.name == "SUM" && acc.n == 0:
		return integerValue(0)
	case a.name == "AVG" && acc.n == 0:
		return integerValue(0)
	case a.name == "SUM":
		return plain(acc.best)
	case a.name == "AVG":
		return arithmetic('/', acc.best, integerValue(acc.n))
	}
	return acc.best
}

// plain gives a sum of one number the type that sums have: a derived integer
// type becomes xsd:integer.
func plain(v *value) *value {
	if v == nil {
		return nil
	}
	return arithmetic('+', v, &value{kind: vInteger, dec: nil, term: integerValue(0).term})
}

func (o *groupOperator) close() {
	o.in.close()
	_ = o.x.charge(-o.held)
	o.held = 0
}
