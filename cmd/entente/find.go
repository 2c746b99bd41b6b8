package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// findQuery looks for a text in every name: labels and other names of entities,
// labels of events in any language, titles of articles. An exact name comes
// first, then names that begin with the text.
const findQuery = `SELECT ?iri (MIN(?rank) AS ?best) (SAMPLE(?name) AS ?label) (SAMPLE(?class) AS ?kind) WHERE {
  VALUES ?property { rdfs:label skos:altLabel skos:prefLabel dct:title }
  ?iri ?property ?name FILTER(CONTAINS(LCASE(STR(?name)), LCASE($text)))
  OPTIONAL { ?iri a ?class }
  BIND(IF(LCASE(STR(?name)) = LCASE($text), 0, IF(STRSTARTS(LCASE(STR(?name)), LCASE($text)), 1, 2)) AS ?rank)
}
GROUP BY ?iri
ORDER BY ?best ?iri`

func findCommand() command {
	c := &cobra.Command{
		Use:     "find TEXT",
		Short:   "Find entities, events and articles by name, in any script",
		GroupID: "ask",
		Example: "  entente find 西安\n  entente find Astana --kind event",
		Args:    cobra.ExactArgs(1),
	}
	kind := c.Flags().String("kind", "", "only this kind: state, person, place, organization, mechanism, series, event, instrument, doc …")
	limit := c.Flags().Int("limit", 50, "most lines; 0 = all")
	return command{Command: c, keys: []string{"query.timeout"}, formats: tableFormats,
		run: func(ctx context.Context, a *app, args []string) error { return find(ctx, a, args[0], *kind, *limit) }}
}

type found struct {
	IRI   string `json:"iri"`
	Kind  string `json:"kind"`
	Label string `json:"label"`
}

func find(ctx context.Context, a *app, text, kind string, limit int) error {
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	rows, err := library.Rows(ctx, store, findQuery, map[string]schema.Term{"text": schema.String(text)})
	if err != nil {
		return err
	}
	hits := []found{}
	var iris []string
	for _, r := range rows {
		k := schema.KindOf(r.Get("iri"))
		if kind != "" && k != kind {
			continue
		}
		hits = append(hits, found{r.Get("iri"), k, r.Get("label")})
		iris = append(iris, r.Get("iri"))
		if limit > 0 && len(hits) == limit {
			break
		}
	}
	labels, err := library.Labels(ctx, store, iris, a.lang())
	if err != nil {
		return err
	}
	t := table{columns: []string{"iri", "kind", "name"}}
	for i := range hits {
		if l := labels[hits[i].IRI]; l != "" {
			hits[i].Label = l
		}
		t.rows = append(t.rows, []string{shortIRI(hits[i].IRI), hits[i].Kind, hits[i].Label})
	}
	t.value = hits
	return a.print(t)
}
