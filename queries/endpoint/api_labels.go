package endpoint

import (
	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// node is a thing with the words and the kind under which a page shows it.
type node struct {
	IRI   string `json:"iri"`
	Label string `json:"label"`
	Kind  string `json:"kind"` // state, event, figure, doc, type …
}

// labels returns a label for each IRI that has one, in the caller's language.
func (c call) labels(iris []string) (map[string]string, error) {
	return library.Labels(c, c.service, iris, c.lang)
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
	return node{iri, label, schema.KindOf(iri)}
}
