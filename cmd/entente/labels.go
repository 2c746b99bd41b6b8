package main

import (
	"context"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// prefixed puts the declarations of the project's prefixes before a query, so
// that a server of any kind understands it.
func prefixed(query string) string {
	var b strings.Builder
	for _, p := range schema.Prefixes {
		if strings.Contains(query, p.Name+":") {
			b.WriteString("PREFIX " + p.Name + ": <" + p.IRI + ">\n")
		}
	}
	return b.String() + query
}

// kindOf reads the kind of a thing from its IRI: state, event, doc, claim …
func kindOf(iri string) string {
	rest, ok := strings.CutPrefix(iri, schema.Base)
	if !ok {
		return ""
	}
	kind, _, _ := strings.Cut(strings.TrimPrefix(rest, "id/"), "/")
	return kind
}

// labelsOf returns a label for each IRI: in the language asked for, else zh, en,
// ru, else the title of an article.
func labelsOf(ctx context.Context, asker library.Asker, iris []string, lang string) (map[string]string, error) {
	if len(iris) == 0 {
		return nil, nil
	}
	var list strings.Builder
	for _, iri := range iris {
		list.WriteString(" ")
		list.Write(schema.IRI(iri).Append(nil))
	}
	rows, err := library.Rows(ctx, asker, prefixed(`SELECT ?iri ?label ?preferred WHERE { VALUES ?iri {`+list.String()+` }
  { ?iri skos:prefLabel ?label BIND(1 AS ?preferred) } UNION { ?iri rdfs:label|dct:title ?label BIND(0 AS ?preferred) } }`), nil)
	if err != nil {
		return nil, err
	}
	best := map[string]int{}
	out := map[string]string{}
	for _, r := range rows {
		iri, label := r.Get("iri"), r["label"]
		score := 10*languageRank(label.Lang, lang) + 1
		if r.Get("preferred") == "1" {
			score++
		}
		if score > best[iri] || score == best[iri] && label.Value < out[iri] {
			best[iri], out[iri] = score, label.Value
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
