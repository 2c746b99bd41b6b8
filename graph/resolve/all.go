package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// All resolves a whole set of claims at once: what the upkeep of a store comes to,
// written plainly.
func (r *Resolver) All(claims []Claim) Result {
	items := map[Proposal]*Item{}
	for _, c := range claims {
		if r.Corrections.Rejected(c.ID) {
			continue
		}
		for _, p := range Proposals(c.Claim) {
			key := Proposal{p.Kind, r.Corrections.Least(p.IRI)}
			if items[key] == nil {
				items[key] = &Item{Proposal: key}
			}
			add(&items[key].Names, p.IRI)
			items[key].Claims = append(items[key].Claims, c)
		}
	}
	nodes := map[string]string{}
	whole := Resolver{Gazetteer: r.Gazetteer, Corrections: r.Corrections, Canonical: func(iri string) string {
		if n, ok := nodes[iri]; ok {
			return n
		}
		return iri
	}}
	var out Result
	for _, kinds := range [][]Kind{{KindPerson, KindInstrument}, {KindEvent, KindFigure}} {
		blocks := map[string][]Item{}
		for _, it := range items {
			if slices.Contains(kinds, it.Kind) {
				slices.Sort(it.Names)
				slices.SortFunc(it.Claims, func(a, b Claim) int { return strings.Compare(a.ID, b.ID) })
				it.Claims = slices.CompactFunc(it.Claims, func(a, b Claim) bool { return a.ID == b.ID })
				key := whole.Key(*it)
				blocks[key] = append(blocks[key], *it)
			}
		}
		stage := map[string]string{}
		for _, key := range slices.Sorted(maps.Keys(blocks)) {
			res := whole.Block(blocks[key])
			for _, m := range res.Merges {
				stage[m.Proposed] = m.Node
			}
			out.Merges = append(out.Merges, res.Merges...)
			out.Derived = append(out.Derived, res.Derived...)
		}
		maps.Copy(nodes, stage)
	}
	slices.SortFunc(out.Merges, func(a, b Merge) int { return strings.Compare(a.Proposed, b.Proposed) })
	slices.SortFunc(out.Derived, schema.Triple.Compare)
	out.Derived = slices.Compact(out.Derived)
	return out
}
