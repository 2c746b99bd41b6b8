package resolve

import (
	"cmp"
	"slices"
	"strings"
)

// cluster is what became one node.
type cluster[T any] struct {
	members []T
	reasons []string // of each member
	closed  bool     // fits several others and takes no more in
}

// group forms clusters of members that stand in the order of their specificity: a
// member joins the one cluster with all of whose members it is compatible; one
// that fits several stays by itself.
func group[T any](members []T, compatible func(a, b T) (string, bool)) []*cluster[T] {
	var out []*cluster[T]
	for _, m := range members {
		var fits []*cluster[T]
		reason := ""
		for _, c := range out {
			if c.closed {
				continue
			}
			if why, ok := all(c.members, m, compatible); ok {
				fits = append(fits, c)
				reason = why
			}
		}
		switch len(fits) {
		case 1:
			fits[0].members = append(fits[0].members, m)
			fits[0].reasons = append(fits[0].reasons, reason)
		case 0:
			out = append(out, &cluster[T]{members: []T{m}, reasons: []string{"first of its node"}})
		default:
			out = append(out, &cluster[T]{members: []T{m}, reasons: []string{"fits several nodes and stays by itself"}, closed: true})
		}
	}
	return out
}

func all[T any](members []T, m T, compatible func(a, b T) (string, bool)) (string, bool) {
	reason := ""
	for _, x := range members {
		why, ok := compatible(x, m)
		if !ok {
			return "", false
		}
		if reason == "" {
			reason = why
		}
	}
	return reason, true
}

// events resolves a block of events.
func (r *Resolver) events(items []Item) Result {
	events := make([]*event, len(items))
	for i, it := range items {
		events[i] = r.event(it)
	}
	slices.SortFunc(events, func(a, b *event) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), strings.Compare(a.item.IRI, b.item.IRI))
	})
	var out Result
	nodes := r.name(group(events, r.compatible))
	for _, n := range nodes {
		out.Merges = append(out.Merges, r.merges(n)...)
		out.Derived = append(out.Derived, r.describe(n)...)
	}
	out.Derived = append(out.Derived, r.orderContradictions(nodes)...)
	return out
}

// node is a resolved event.
type node struct {
	iri string
	*cluster[*event]
	claims []Claim // of all members, by IRI
}

// name makes nodes of clusters. A node's IRI is made of series and number where
// they are known (the gazetteer may know the number of a year); else it is that of
// the member with the most specific date, the least in byte order. Members stand in
// that order.
func (r *Resolver) name(clusters []*cluster[*event]) []*node {
	var nodes []*node
	used := map[string]bool{}
	for _, c := range clusters {
		n := &node{cluster: c, iri: slices.Min(c.members[0].item.names())}
		for _, m := range c.members {
			if iri := m.numberIRI(); iri != "" && slices.Contains(m.item.names(), iri) {
				n.iri = iri
			}
			n.claims = append(n.claims, m.item.Claims...)
		}
		slices.SortFunc(n.claims, func(a, b Claim) int { return strings.Compare(a.ID, b.ID) })
		n.claims = slices.CompactFunc(n.claims, func(a, b Claim) bool { return a.ID == b.ID })
		used[n.iri] = true
		nodes = append(nodes, n)
	}
	for _, n := range nodes {
		for _, m := range n.members {
			if iri := m.numberIRI(); iri != "" && !used[iri] {
				delete(used, n.iri)
				n.iri = iri
				used[iri] = true
				break
			}
		}
	}
	return nodes
}

func (r *Resolver) merges(n *node) []Merge {
	var out []Merge
	coarse := r.coarse(n.claims)
	for i, m := range n.members {
		for _, iri := range m.item.names() {
			reason := n.reasons[i]
			if len(m.item.Names) > 1 {
				reason = "said to be the same by a correction"
			}
			merge := Merge{Proposed: iri, Node: n.iri, Reason: reason}
			for _, c := range n.claims {
				if e := c.Frame.Event; e != nil && e.IRI == iri && coarse[e.Place] {
					add(&merge.Coarse, e.Place)
				}
			}
			slices.Sort(merge.Coarse)
			out = append(out, merge)
		}
	}
	return out
}

// coarse are the places in which another place lies that is said of the same event.
func (r *Resolver) coarse(claims []Claim) map[string]bool {
	var places []string
	for _, c := range claims {
		if e := c.Frame.Event; e != nil && e.Place != "" {
			add(&places, e.Place)
		}
	}
	out := map[string]bool{}
	for _, outer := range places {
		out[outer] = slices.ContainsFunc(places, func(inner string) bool { return inner != outer && r.within(inner, outer) })
	}
	return out
}
