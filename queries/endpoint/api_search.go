package endpoint

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// hit is something found by a name. Name is the name that matched, in whatever
// language, where it is not the label shown.
type hit struct {
	node
	Name string `json:"name,omitempty"`
	rank int
}

// searchQuery looks into every name of what a reader can open: labels and other
// names in any script, and titles of articles.
const searchQuery = `SELECT ?iri ?name WHERE {
  VALUES ?property { rdfs:label skos:altLabel skos:prefLabel dct:title }
  ?iri ?property ?name FILTER(CONTAINS(LCASE(STR(?name)), LCASE($text)))
}`

// kindOrder puts what readers look for most before the rest.
var kindOrder = []string{"state", "person", "group", "organization", "mechanism", "series", "event", "place", "instrument", "topic", "type", "doc", "outlet"}

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
	rows, err := c.rows(searchQuery, map[string]schema.Term{"text": schema.String(text)})
	if err != nil {
		return nil, err
	}
	all := c.hits(rows, text)
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

func (c call) hits(rows []library.Row, text string) []hit {
	folded := strings.ToLower(text)
	kind := c.values.Get("kind")
	found := map[string]*hit{}
	var order []string
	for _, r := range rows {
		iri, name := r.Get("iri"), r.Get("name")
		k := schema.KindOf(iri)
		if !slices.Contains(kindOrder, k) || kind != "" && k != kind {
			continue
		}
		rank := nameRank(strings.ToLower(name), folded)
		h := found[iri]
		if h == nil {
			h = &hit{node: node{IRI: iri, Kind: k}, rank: 1 << 30}
			found[iri] = h
			order = append(order, iri)
		}
		if rank < h.rank || rank == h.rank && shorter(name, h.Name) {
			h.rank, h.Name = rank, name
		}
	}
	all := make([]hit, len(order))
	for i, iri := range order {
		all[i] = *found[iri]
	}
	slices.SortFunc(all, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(utf8.RuneCountInString(a.Name), utf8.RuneCountInString(b.Name)),
			cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)), strings.Compare(a.IRI, b.IRI))
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
