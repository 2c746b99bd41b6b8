package endpoint

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// hit is something found by a name. Name is the name that matched, in whatever
// language, where it is not the label shown.
type hit struct {
	node
	Name string `json:"name,omitempty"`
	rank int
}

// kindOrder puts what readers look for most before the rest.
var kindOrder = []string{"state", "person", "group", "organization", "mechanism", "series", "event", "place", "instrument", "topic", "type", "doc", "outlet"}

// kindRank is the place of a kind in kindOrder; others stand after them all.
func kindRank(kind string) int {
	if i := slices.Index(kindOrder, kind); i >= 0 {
		return i
	}
	return len(kindOrder)
}

// searchNames completes a name: an exact name first, then names that begin with
// the text, then the rest; within them the shortest, which leaves least to guess.
func searchNames(c call) (any, error) {
	text := strings.TrimSpace(c.values.Get("q"))
	limit, err := c.number("limit", 12, 100)
	if err != nil {
		return nil, err
	}
	out := struct {
		Hits []hit `json:"hits"`
		More bool  `json:"more"`
	}{Hits: []hit{}}
	if text == "" {
		return out, nil
	}
	names, err := c.names.get(c)
	if err != nil {
		return nil, err
	}
	all := find(names, text, c.values.Get("kind"))
	out.More = len(all) > limit
	out.Hits = append(out.Hits, all[:min(limit, len(all))]...)
	iris := make([]string, len(out.Hits))
	for i, h := range out.Hits {
		iris[i] = h.IRI
	}
	labels, err := c.labels(iris)
	if err != nil {
		return nil, err
	}
	for i := range out.Hits {
		h := &out.Hits[i]
		if h.node = c.node(h.IRI, labels); h.Name == h.Label {
			h.Name = ""
		}
	}
	return out, nil
}

// find looks into every name; of the names of one thing the best counts.
func find(names []name, text, kind string) []hit {
	folded := strings.ToLower(text)
	var all []hit
	at := map[string]int{}
	for _, n := range names {
		if kind != "" && n.kind != kind || !strings.Contains(n.folded, folded) {
			continue
		}
		rank := nameRank(n.folded, folded)
		i, seen := at[n.iri]
		if !seen {
			at[n.iri] = len(all)
			all = append(all, hit{node: node{IRI: n.iri, Kind: n.kind}, Name: n.text, rank: rank})
			continue
		}
		if h := &all[i]; rank < h.rank || rank == h.rank && shorter(n.text, h.Name) {
			h.rank, h.Name = rank, n.text
		}
	}
	slices.SortFunc(all, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(utf8.RuneCountInString(a.Name), utf8.RuneCountInString(b.Name)),
			cmp.Compare(kindRank(a.Kind), kindRank(b.Kind)), strings.Compare(a.IRI, b.IRI))
	})
	return all
}

func nameRank(name, text string) int {
	switch {
	case name == text:
		return 0
	case strings.HasPrefix(name, text):
		return 1
	}
	return 2
}

func shorter(a, b string) bool {
	return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), strings.Compare(a, b)) < 0
}
