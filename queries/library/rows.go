package library

import (
	"context"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// Row is a solution by variable name; an unbound variable is not in it.
type Row map[string]schema.Term

// Get returns the lexical value of a variable, "" when it is unbound.
func (r Row) Get(name string) string { return r[name].Value }

// Rows asks a SELECT with its parameters bound and reads the whole answer. The
// project's prefixes need no declaration.
func Rows(ctx context.Context, asker Asker, query string, terms map[string]schema.Term) ([]Row, error) {
	text, err := Bind(query, terms)
	if err != nil {
		return nil, err
	}
	res, err := asker.Ask(ctx, declare(text))
	if err != nil {
		return nil, err
	}
	defer res.Close()
	if res.Form != sparql.Select {
		return nil, fmt.Errorf("library: want a SELECT, got %s", res.Form)
	}
	vars := slices.Clone(res.Vars)
	var out []Row
	for terms, err := range res.Rows() {
		if err != nil {
			return nil, err
		}
		row := make(Row, len(vars))
		for i, t := range terms {
			if !t.IsZero() {
				row[vars[i]] = t
			}
		}
		out = append(out, row)
	}
	return out, nil
}
