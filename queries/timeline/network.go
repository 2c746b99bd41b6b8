package timeline

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// network is the timeline as a graph: events, and those who take part in them.
type network struct {
	Nodes []networkNode
	Edges []networkEdge
}

type networkNode struct {
	ID, Label, Kind string
	Event           *Entry // nil for a participant
}

type networkEdge struct {
	Source, Target, Type string
	From, To             string
}

func newNetwork(t *Timeline) network {
	var g network
	seen := map[string]bool{}
	for i := range t.Entries {
		e := &t.Entries[i]
		g.Nodes = append(g.Nodes, networkNode{ID: nodeID(e.IRI), Label: e.Title, Kind: e.Kind, Event: e})
		seen[e.IRI] = true
	}
	for i := range t.Entries {
		e := &t.Entries[i]
		for _, p := range e.Participants {
			if !seen[p.IRI] {
				seen[p.IRI] = true
				g.Nodes = append(g.Nodes, networkNode{ID: nodeID(p.IRI), Label: p.Label, Kind: p.Kind})
			}
			kinds := p.Roles
			if len(kinds) == 0 {
				kinds = []string{"hasActor"}
			}
			for _, kind := range kinds {
				g.Edges = append(g.Edges, networkEdge{nodeID(p.IRI), nodeID(e.IRI), kind, e.From, e.To})
			}
		}
		if e.Place != nil {
			if !seen[e.Place.IRI] {
				seen[e.Place.IRI] = true
				g.Nodes = append(g.Nodes, networkNode{ID: nodeID(e.Place.IRI), Label: e.Place.Label, Kind: "place"})
			}
			g.Edges = append(g.Edges, networkEdge{nodeID(e.IRI), nodeID(e.Place.IRI), "hasPlace", e.From, e.To})
		}
		if e.Parent != "" && seen[e.Parent] {
			g.Edges = append(g.Edges, networkEdge{nodeID(e.IRI), nodeID(e.Parent), "subEventOf", e.From, e.To})
		}
	}
	slices.SortFunc(g.Nodes, func(a, b networkNode) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(g.Edges, func(a, b networkEdge) int {
		return strings.Compare(a.Source+" "+a.Target+" "+a.Type, b.Source+" "+b.Target+" "+b.Type)
	})
	g.Edges = slices.Compact(g.Edges)
	return g
}

// nodeID is kind:name, unique over kinds and short.
func nodeID(iri string) string {
	if kind := schema.KindOf(iri); kind != "" {
		return kind + ":" + local(iri)
	}
	return iri
}
