package sparql

import "encoding/binary"

// existsKey names a question that EXISTS asked and the answer to it.
type existsKey struct {
	op     *op
	values string
}

// exists evaluates an EXISTS group for one row by substitution (section 18.6):
// the row's values go into the patterns and are visible to the filters. Answers
// are kept for rows with the same values. ok is false when the run has failed.
func (x *exec) exists(e *env, o *op) (found, ok bool) {
	if x.asker != nil {
		return x.asker(e, o)
	}
	var vars []variable
	var row []ID
	var key []byte
	for v := range o.mentions().all() {
		if id := e.id(v); id != 0 {
			vars, row = append(vars, v), append(row, id)
			key = binary.AppendVarint(key, int64(v))
			key = binary.LittleEndian.AppendUint64(key, uint64(id))
		}
	}
	for v, s := range x.fixed {
		if o.mentions().has(v) {
			key = append(key, s.term.Value...)
		}
	}
	k := existsKey{o, string(key)}
	if found, ok := x.answers[k]; ok {
		return found, true
	}
	found, err := x.ask(o, vars, row)
	if err != nil {
		if x.err == nil {
			x.err = err
		}
		return false, false
	}
	x.answers[k] = found
	if err := x.charge(64 + len(key)); err != nil && x.err == nil {
		x.err = err
	}
	return found, true
}

func (x *exec) ask(o *op, vars []variable, row []ID) (bool, error) {
	put := map[variable]slot{}
	for v, s := range x.fixed {
		put[v] = s
	}
	for i, v := range vars {
		t, err := x.term(row[i])
		if err != nil {
			return false, err
		}
		put[v] = slot{v: noVariable, term: t}
	}
	pl := &planner{x: x, ambient: varsetOf(vars...)}
	seed := &plan{kind: planSeed, seeds: vars, rowVar: x.newRowVar(), est: 1}
	seed.vars = append(append([]variable(nil), vars...), seed.rowVar)
	seed.possible = varsetOf(seed.vars...)
	seed.certain = seed.possible
	p := pl.block(x.flatten(o.substitute(put)), seed)
	prune(p, varsetOf(seed.rowVar))
	b := newBatch(len(seed.vars), 1)
	for i, id := range append(append([]ID(nil), row...), 1) {
		b.cols[i] = append(b.cols[i], id)
	}
	b.n = 1
	op := x.open(p, &seedRows{b})
	defer op.close()
	got, err := op.next()
	return got != nil && got.n > 0, err
}

// substitute puts terms in the place of variables in the patterns of a node.
// Sub-selects are closed to it but for their graph.
func (o *op) substitute(put map[variable]slot) *op {
	c := *o
	c.possible, c.certain = nil, nil
	c.args = make([]*op, len(o.args))
	for i, a := range o.args {
		c.args[i] = a.substitute(put)
	}
	replace := func(s slot) slot {
		if t, ok := put[s.v]; ok && s.isVar() {
			return t
		}
		return s
	}
	c.patterns = make([]pattern, len(o.patterns))
	for i, p := range o.patterns {
		p.s, p.p, p.o, p.graph.slot = replace(p.s), replace(p.p), replace(p.o), replace(p.graph.slot)
		c.patterns[i] = p
	}
	if o.kind == opGraphs && o.graph != noVariable {
		if t, ok := put[o.graph]; ok {
			c.graph = noVariable
			c.patterns = []pattern{{graph: graphRef{named: true, slot: t}}}
		}
	}
	if o.kind == opService {
		c.possible = o.possible
	}
	return c.scoped()
}
