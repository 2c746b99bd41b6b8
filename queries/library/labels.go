package library

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// declare puts before a query the declarations of the project's prefixes that it
// uses and does not declare, so that a server of any kind understands it.
func declare(query string) string {
	var b strings.Builder
	for _, p := range schema.Prefixes {
		if strings.Contains(query, p.Name+":") && !strings.Contains(query, "PREFIX "+p.Name+":") {
			b.WriteString("PREFIX " + p.Name + ": <" + p.IRI + ">\n")
		}
	}
	return b.String() + query
}

// labelQuery prefers the label of the resolved view; for articles the title
// stands in, for classes and properties nothing.
const labelQuery = `SELECT ?iri ?label ?preferred WHERE { VALUES ?iri { LIST }
  { ?iri skos:prefLabel ?label BIND(1 AS ?preferred) } UNION { ?iri rdfs:label|dct:title ?label BIND(0 AS ?preferred) } }`

// Labels returns a label for each IRI that has one: in the language asked for,
// else zh, en, ru. It asks for a few hundred at a time.
func Labels(ctx context.Context, asker Asker, iris []string, lang string) (map[string]string, error) {
	const chunk = 500
	best, out := map[string]int{}, map[string]string{}
	for some := range slices.Chunk(iris, chunk) {
		var list strings.Builder
		for _, iri := range some {
			list.Write(schema.IRI(iri).Append([]byte(" ")))
		}
		rows, err := Rows(ctx, asker, strings.Replace(labelQuery, "LIST", list.String(), 1), nil)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			iri, label := r.Get("iri"), r["label"]
			score := 10*rank(label.Lang, lang) + 1
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

// rank orders languages for one who asks for want.
func rank(have, want string) int {
	if have == want {
		return len(languages) + 1
	}
	if i := slices.Index(languages[:], have); i >= 0 {
		return len(languages) - i
	}
	return 0
}
