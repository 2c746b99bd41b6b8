package sparql

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// planKind names the physical operators.
type planKind uint8

const (
	planUnit planKind = iota
	planEmpty
	planSeed
	planScan
	planLookup
	planLeapfrog
	planHash
	planApply
	planPath
	planValues
	planGraphs
	planFilter
	planExtend
	planUnion
	planGroup
	planOrder
	planOrdered
	planDistinct
	planReduced
	planSlice
	planProject
	planEachGraph
	planService
)

var planNames = [...]string{"unit", "empty", "seed", "scan", "lookup join", "leapfrog join", "hash join", "apply", "path", "values", "graphs",
	"filter", "extend", "union", "group", "order", "order within values", "distinct", "reduced", "slice", "project", "each graph", "service"}

// joinKind is what a join does with rows that match or do not.
type joinKind uint8

const (
	joinInner joinKind = iota
	joinLeft
	joinSemi
	joinAnti
	joinMinus
)

// keeps is how many of n rows are left when they join to joined.
func (k joinKind) keeps(n, joined float64) float64 {
	switch k {
	case joinLeft:
		return math.Max(n, joined)
	case joinSemi, joinAnti, joinMinus:
		return n / 2
	}
	return joined
}

var joinNames = [...]string{"", "left ", "semi ", "anti ", "minus "}

// plan is a node of a physical plan. It does not change once pruned, and can be
// opened any number of times.
type plan struct {
	kind  planKind
	join  joinKind
	vars  []variable // columns delivered
	in    *plan      // the rows that the operator works on
	right *plan      // hash: built once; apply: run for each batch of rows of in
	parts []*plan    // of a union

	access  access
	skip    bool     // scan: one row for each value of the variable behind the leading terms
	pattern *pattern // of a path, or of opGraphs with a term
	unit    *unit    // the pattern of a scan, look-up or path
	units   []*unit  // leapfrog: the patterns
	leaps   []access // leapfrog: how they are read
	ambient bool     // path: ends bound outside count as terms
	exprs   []*expression
	binds   []binding
	keys    []variable // hash keys, group keys
	seeds   []variable // apply: variables handed to right; seed: its columns (with rowVar)
	rowVar  variable
	ignore  variable // minus: the graph variable, which does not count as shared
	shared  varset   // minus: variables that every row of the right side binds
	graph   variable // graphs, each graph
	inner   variable
	rows    [][]ID
	aggs    []aggregate
	sort    []sortKey
	order   Range // ordered: the values by which the rows come
	limit   int64 // -1: none
	offset  int64
	node    *op // each graph, service

	possible, certain varset
	est, cost         float64
}

type planStats struct {
	rows, seeks, opened int64
	spent               time.Duration
}

// Plan is how a query is or was run: a tree of operators. Estimate is the number
// of rows that the planner expects of the operator each time it is opened; Rows
// the number that it delivered in all.
type Plan struct {
	Operator string  `json:"operator"`
	Detail   string  `json:"detail,omitempty"`
	Vars     string  `json:"vars,omitempty"`
	Estimate float64 `json:"estimate"`
	Rows     int64   `json:"rows"`
	Opened   int64   `json:"opened"`
	Seeks    int64   `json:"seeks,omitempty"`
	Millis   float64 `json:"ms,omitempty"`
	Children []*Plan `json:"children,omitempty"`
}

// String draws the tree as indented text, a line an operator.
func (p *Plan) String() string {
	var b strings.Builder
	p.draw(&b, 0)
	return b.String()
}

func (p *Plan) draw(b *strings.Builder, depth int) {
	fmt.Fprintf(b, "%s%s", strings.Repeat("  ", depth), p.Operator)
	if p.Detail != "" {
		b.WriteString(" " + p.Detail)
	}
	fmt.Fprintf(b, "  (estimate %.0f, rows %d", p.Estimate, p.Rows)
	if p.Seeks > 0 {
		fmt.Fprintf(b, ", seeks %d", p.Seeks)
	}
	if p.Millis > 0 {
		fmt.Fprintf(b, ", %.2f ms", p.Millis)
	}
	b.WriteString(")\n")
	for _, c := range p.Children {
		c.draw(b, depth+1)
	}
}

// describe makes the public picture of a plan.
func (x *exec) describe(p *plan) *Plan {
	out := &Plan{Operator: joinPrefix(p) + planNames[p.kind], Detail: x.detail(p), Estimate: p.est}
	var vars []string
	for _, v := range p.vars {
		vars = append(vars, displayName(x.names[v]))
	}
	out.Vars = strings.Join(vars, " ")
	if s := x.stats[p]; s != nil {
		out.Rows, out.Seeks, out.Opened, out.Millis = s.rows, s.seeks, s.opened, float64(s.spent.Microseconds())/1000
	}
	for _, c := range append([]*plan{p.in, p.right}, p.parts...) {
		if c != nil && c.kind != planUnit {
			out.Children = append(out.Children, x.describe(c))
		}
	}
	return out
}

func joinPrefix(p *plan) string { return joinNames[p.join] }

func (x *exec) detail(p *plan) string {
	name := func(v variable) string { return displayName(x.names[v]) }
	var d string
	switch p.kind {
	case planScan, planLookup:
		d = x.patternText(p.unit.pattern) + " in " + p.access.order.String()
		if p.access.rng != nil && p.kind == planScan {
			d += " by value"
			if p.access.rng.Descending {
				d += " descending"
			}
		}
		if p.skip {
			d += " skipping"
		}
	case planLeapfrog:
		var patterns []string
		for i, u := range p.units {
			patterns = append(patterns, x.patternText(u.pattern)+" in "+p.leaps[i].order.String())
		}
		d = name(p.keys[0]) + " from " + strings.Join(patterns, ", ")
	case planHash, planGroup:
		var keys []string
		for _, k := range p.keys {
			keys = append(keys, name(k))
		}
		d = "by " + strings.Join(keys, " ")
	case planSlice, planOrder:
		if p.limit >= 0 {
			d = fmt.Sprintf("limit %d offset %d", p.limit, p.offset)
		}
	case planExtend:
		for _, b := range p.binds {
			d += name(b.v) + " "
		}
	case planPath, planEmpty:
		d = x.patternText(p.unit.pattern)
	}
	if len(p.exprs) > 0 {
		d += fmt.Sprintf(" with %d conditions", len(p.exprs))
	}
	return strings.TrimSpace(d)
}

// operator delivers batches; nil at the end. A batch is good until the next call.
type operator interface {
	next() (*batch, error)
	close()
}

// seedRows are the rows that an apply hands to its right side.
type seedRows struct{ b *batch }

// open makes a running operator of a plan.
func (x *exec) open(p *plan, seed *seedRows) operator {
	st := x.stats[p]
	if st == nil {
		st = &planStats{}
		x.stats[p] = st
	}
	st.opened++
	return &counted{x: x, op: x.build(p, seed), st: st}
}

func (x *exec) build(p *plan, seed *seedRows) operator {
	switch p.kind {
	case planUnit:
		return &unitOperator{}
	case planEmpty:
		return &emptyOperator{}
	case planSeed:
		return &seedOperator{seed: seed}
	case planScan:
		return x.openScan(p)
	case planLookup:
		return x.openJoin(p, seed, x.newLookup(p))
	case planLeapfrog:
		return x.openJoin(p, seed, x.newLeapfrog(p))
	case planHash:
		return x.openJoin(p, seed, &hashMatcher{x: x, p: p})
	case planApply:
		return x.openJoin(p, seed, &applyMatcher{x: x, p: p})
	case planPath:
		return x.openJoin(p, seed, x.newPath(p))
	case planValues:
		return x.openJoin(p, seed, &valuesMatcher{x: x, p: p})
	case planGraphs:
		return x.openJoin(p, seed, &graphsMatcher{x: x, p: p})
	case planFilter:
		return &filterOperator{x: x, p: p, in: x.open(p.in, seed), env: x.newEnv(p.in.vars)}
	case planExtend:
		return x.openExtend(p, seed)
	case planUnion:
		return &unionOperator{x: x, p: p, seed: seed}
	case planGroup:
		return &groupOperator{x: x, p: p, in: x.open(p.in, seed)}
	case planOrder:
		return &orderOperator{x: x, p: p, in: x.open(p.in, seed)}
	case planOrdered:
		return &orderedOperator{x: x, p: p, in: x.open(p.in, seed)}
	case planDistinct, planReduced:
		return &distinctOperator{x: x, p: p, in: x.open(p.in, seed)}
	case planSlice:
		return &sliceOperator{x: x, in: x.open(p.in, seed), skip: p.offset, left: p.limit}
	case planProject:
		return x.openProject(p, seed)
	case planEachGraph:
		return &eachGraphOperator{x: x, p: p}
	}
	return &serviceOperator{p: p}
}

func (x *exec) newEnv(vars []variable) *env {
	return &env{x: x, at: columnsOf(vars, len(x.names))}
}

// counted checks limits and counts rows around every operator.
type counted struct {
	x  *exec
	op operator
	st *planStats
}

func (c *counted) next() (*batch, error) {
	if err := c.x.check(); err != nil {
		return nil, err
	}
	var began time.Time
	if c.x.opt.Analyze {
		began = time.Now()
	}
	b, err := c.op.next()
	if c.x.opt.Analyze {
		c.st.spent += time.Since(began)
	}
	if b != nil {
		c.st.rows += int64(b.n)
	}
	if err == nil && b == nil && c.x.err != nil {
		return nil, c.x.err
	}
	return b, err
}

func (c *counted) close() { c.op.close() }
