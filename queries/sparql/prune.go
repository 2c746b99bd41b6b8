package sparql

import "slices"

// prune drops the columns that nothing above a plan reads. It runs once over a
// finished plan; parts shared by several parents keep what any of them needs.
func prune(p *plan, need varset) {
	if p == nil {
		return
	}
	switch p.kind {
	case planScan:
		p.keep(need)
	case planLookup, planLeapfrog, planHash, planApply, planPath, planValues, planGraphs:
		p.keep(need)
		below := need
		for _, e := range p.exprs {
			below = below.union(e.mentions)
		}
		for _, v := range p.vars {
			below = below.union(varsetOf(v))
		}
		below = below.union(p.joinVars())
		prune(p.in, below)
		if p.right != nil {
			prune(p.right, below.union(varsetOf(p.rowVar)))
		}
	case planFilter:
		below := need
		for _, e := range p.exprs {
			below = below.union(e.mentions)
		}
		prune(p.in, below)
		p.vars = p.in.vars
	case planExtend:
		below := need
		for _, b := range p.binds {
			below = below.union(b.expr.mentions)
		}
		prune(p.in, below)
		var added []variable
		for _, b := range p.binds {
			added = append(added, b.v)
		}
		p.vars = append(slices.Clone(p.in.vars), added...)
	case planUnion:
		for _, part := range p.parts {
			prune(part, need)
		}
		p.keep(need)
	case planGroup:
		below := varsetOf(p.keys...).union(varsetOf(p.rowVar))
		for _, a := range p.aggs {
			if a.arg != nil {
				below = below.union(a.arg.mentions)
			} else if a.distinct {
				below = below.union(p.in.possible)
			}
		}
		prune(p.in, below)
	case planOrder, planOrdered:
		below := need
		for _, s := range p.sort {
			below = below.union(s.expr.mentions)
		}
		prune(p.in, below)
		p.vars = p.in.vars
	case planProject:
		p.vars = slices.Clone(p.vars)
		prune(p.in, varsetOf(p.vars...))
	case planDistinct, planReduced:
		// What is dropped here would change which rows are copies.
		prune(p.in, p.in.possible)
		p.vars = p.in.vars
	case planSlice:
		prune(p.in, need)
		p.vars = p.in.vars
	}
}

// joinVars are what a join itself reads of its input.
func (p *plan) joinVars() varset {
	s := varsetOf(p.keys...).union(varsetOf(p.seeds...))
	switch p.kind {
	case planLookup:
		s = s.union(varsetOf(p.access.vars[:]...))
	case planLeapfrog:
		for _, u := range p.units {
			s = s.union(u.possible)
		}
	case planPath:
		s = s.union(p.pattern.vars())
	case planGraphs:
		s.add(p.graph)
	case planHash, planApply:
		s = s.union(p.right.possible.intersect(p.in.possible))
	}
	return s
}

// keep keeps the columns in need, and none twice.
func (p *plan) keep(need varset) {
	var out []variable
	for _, v := range p.vars {
		if need.has(v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	p.vars = out
}
