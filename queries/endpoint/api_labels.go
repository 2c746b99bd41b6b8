package endpoint

import (
	"strings"

	"github.com/entente-graph/entente/schema"
)

// node is a thing with the words and the kind under which a page shows it.
type node struct {
	IRI   string `json:"iri"`
	Label string `json:"label"`
	Kind  string `json:"kind"` // state, event, figure, doc, type …
}

// kindOf reads the kind of a thing from its IRI.
func kindOf(iri string) string {
	rest, ok := strings.CutPrefix(iri, schema.Base)
	if !ok || strings.HasPrefix(rest, "ns#") {
		return ""
	}
	kind, _, _ := strings.Cut(strings.TrimPrefix(rest, "id/"), "/")
	return kind
}

// labelQuery prefers the label of the resolved view; for articles the title
// stands in, for classes and properties nothing.
const labelQuery = `SELECT ?iri ?label ?preferred WHERE { VALUES ?iri { LIST }
  { ?iri skos:prefLabel ?label BIND(1 AS ?preferred) } UNION { ?iri rdfs:label|dct:title ?label BIND(0 AS ?preferred) } }`

// labels returns a label for each IRI that has one: in the caller's language,
// else zh, en, ru.
func (c call) labels(iris []string) (map[string]string, error) {
	const chunk = 500
	best, out := map[string]int{}, map[string]string{}
	for len(iris) > 0 {
		n := min(chunk, len(iris))
		var list strings.Builder
		for _, iri := range iris[:n] {
			list.Write(schema.IRI(iri).Append([]byte(" ")))
		}
		iris = iris[n:]
		rows, err := c.rows(strings.Replace(labelQuery, "LIST", list.String(), 1), nil)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			iri, label := r.Get("iri"), r["label"]
			score := 10*languageRank(label.Lang, c.lang) + 1
			if r.Get("preferred") == "1" {
				score++
			}
			if score > best[iri] || score == best[iri] && label.Value < out[iri] {
				best[iri], out[iri] = score, label.Value
			}
		}
	}
	return out, nil
}

func languageRank(have, want string) int {
	switch have {
	case want:
		return 4
	case "zh":
		return 3
	case "en":
		return 2
	case "ru":
		return 1
	}
	return 0
}

// nodes labels a list of IRIs, in their order.
func (c call) nodes(iris []string) ([]node, error) {
	labels, err := c.labels(iris)
	if err != nil {
		return nil, err
	}
	out := make([]node, len(iris))
	for i, iri := range iris {
		out[i] = c.node(iri, labels)
	}
	return out, nil
}

func (c call) node(iri string, labels map[string]string) node {
	label := labels[iri]
	if label == "" {
		label = schema.Local(iri)
	}
	return node{iri, label, kindOf(iri)}
}
