package sparql

import (
	"math"
	"slices"
)

// sortUnder is the opOrder of which a LIMIT above o wants the first rows, nil when
// there is none.
func sortUnder(o *op) *op {
	for o.kind == opProject || o.kind == opDistinct || o.kind == opReduced {
		o = o.args[0]
	}
	if o.kind == opOrder {
		return o
	}
	return nil
}

// sort plans ORDER BY: all rows are sorted, or, when only the first are wanted and
// that is cheaper, they are read in the order of the index over values.
func (pl *planner) sort(o *op, in *plan) *plan {
	wanted := math.Inf(1)
	if pl.top == o {
		wanted = pl.wanted
	}
	p := pl.derive(planOrder, pl.plan(o.args[0], in))
	p.sort = o.sort
	if in.kind != planUnit || wanted >= p.est {
		return p
	}
	if q := pl.ordered(o, wanted, p.cost); q != nil {
		return q
	}
	return p
}

// Two plans that are estimated are compared with care: one that stops early has to
// be clearly cheaper, and must not be a disaster should it not stop.
const (
	earlyGain = 2
	earlyRisk = 30
)

// firstRows is how many rows come at once at least.
const firstRows = 64

// ordered plans an ORDER BY whose first key is the object of a pattern that can be
// read in the order of its values; nil when there is none that costs clearly less
// than most.
func (pl *planner) ordered(o *op, wanted, most float64) (best *plan) {
	src, ok := pl.x.src.(RangeSource)
	key := o.sort[0]
	if s := key.expr.source; !ok || s == nil || s.kind != xVar {
		return nil
	}
	v := key.expr.vars.slice0()
	block := pl.x.flatten(o.args[0])
	for i, u := range block.units {
		a := &u.access
		if u.op != nil || u.pattern.path != nil || a.none || a.ids[P] == Any || a.vars[O] != v || a.vars[S] == noVariable || len(a.twins) > 0 {
			continue
		}
		r := rangeOf(pl.conditions(block), v)
		if r.Kind == NoValue {
			r.Kind = src.Ordered(a.ids[P])
		}
		r.Descending = key.desc
		if r.Kind == NoValue {
			continue
		}
		all := pl.ledBy(o.args[0], i, r, 1)
		if all == nil {
			continue
		}
		share := math.Min(1, math.Max(2*wanted/math.Max(all.est, 1), firstRows/math.Max(u.count, 1)))
		p := pl.ledBy(o.args[0], i, r, share)
		if p.cost*earlyGain < most && p.cost/share < most*earlyRisk {
			best = pl.derive(planOrdered, p)
			best.sort, best.order = o.sort, r
			most = p.cost
		}
	}
	return best
}

// ledBy plans a node whose unit i comes first, read in the order of its values, when
// a share of its rows is wanted; nil when the order would not be kept.
func (pl *planner) ledBy(o *op, i int, r Range, share float64) *plan {
	b := pl.x.flatten(o) // planning changes a block
	lead := b.units[i]
	b.units = slices.Delete(b.units, i, i+1)
	pl.x.constantBindings(b)
	pending := pl.conditions(b)
	pl.valueRanges(b, pending)
	lead.access.rng = &r
	cur := pl.scanPlan(lead)
	cur.est, cur.cost = cur.est*share, cur.cost*share
	cur = pl.conditioned(cur, pending, false)
	for _, u := range b.units {
		if u.ordered {
			return nil
		}
	}
	if len(components(b.units, cur)) > 1 {
		return nil // parts that do not hang together are joined by size
	}
	return pl.rest(b, cur, pending)
}
