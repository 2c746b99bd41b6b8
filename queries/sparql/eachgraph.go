package sparql

import (
	"fmt"
	"slices"
)

// eachGraphOperator evaluates its group once for each named graph.
type eachGraphOperator struct {
	x      *exec
	p      *plan
	graphs []ID
	listed bool
	in     operator
	vars   []variable
	graph  ID
	fixed  slot
}

func (o *eachGraphOperator) next() (*batch, error) {
	if !o.listed {
		o.listed = true
		var err error
		if o.graphs, err = o.x.namedGraphs(); err != nil {
			return nil, err
		}
	}
	for {
		if o.in == nil {
			if len(o.graphs) == 0 {
				return nil, nil
			}
			o.graph, o.graphs = o.graphs[0], o.graphs[1:]
			t, err := o.x.term(o.graph)
			if err != nil {
				return nil, err
			}
			o.fixed = slot{v: noVariable, term: t}
			inner := o.p.node.args[0].substitute(map[variable]slot{o.p.inner: o.fixed})
			pl := o.x.planNode(inner, varsetOf(o.p.vars...))
			o.vars, o.in = pl.vars, o.x.open(pl, nil)
		}
		o.x.fixed[o.p.inner] = o.fixed // for EXISTS inside
		b, err := o.in.next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			o.in.close()
			o.in = nil
			continue
		}
		if out := o.line(b); out.n > 0 {
			return out, nil
		}
	}
}

// line brings the columns in line and joins the graph's name.
func (o *eachGraphOperator) line(b *batch) *batch {
	have := columnsOf(o.vars, len(o.x.names))
	if c := have[o.p.graph]; c >= 0 {
		flags := make([]bool, b.n)
		for r, id := range b.cols[c] {
			flags[r] = id == 0 || id == o.graph
		}
		b.keep(flags)
	}
	out := &batch{n: b.n, cols: make([][]ID, len(o.p.vars))}
	for i, v := range o.p.vars {
		switch {
		case v == o.p.graph:
			out.cols[i] = slices.Repeat([]ID{o.graph}, b.n)
		case have[v] >= 0:
			out.cols[i] = b.cols[have[v]]
		default:
			out.cols[i] = make([]ID, b.n)
		}
	}
	return out
}

func (o *eachGraphOperator) close() {
	if o.in != nil {
		o.in.close()
	}
}

// serviceOperator refuses; SERVICE SILENT has one empty solution.
type serviceOperator struct {
	p    *plan
	done bool
}

func (o *serviceOperator) next() (*batch, error) {
	if !o.p.node.silent {
		return nil, fmt.Errorf("sparql: %w", ErrService)
	}
	if o.done {
		return nil, nil
	}
	o.done = true
	b := newBatch(len(o.p.vars), 1)
	for i := range b.cols {
		b.cols[i] = append(b.cols[i], 0)
	}
	b.n = 1
	return b, nil
}

func (o *serviceOperator) close() {}
