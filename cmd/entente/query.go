package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

var queryFormats = []string{"table", "json", "xml", "csv", "tsv", "turtle", "nquads", "ntriples", "jsonld", "rdfxml", "md"}

type queryFlags struct {
	file, engine           string
	args                   []string
	list, imports, explain bool
	limit                  int
}

func queryCommand() command {
	var f queryFlags
	c := &cobra.Command{
		Use:     "query [-f FILE | NAME | TEXT]",
		Short:   "Ask in SPARQL, or by the name of a ready question",
		GroupID: "ask",
		Long: `query runs SPARQL 1.1: from a file (-f, - for standard input), from the command
line (an argument with a { is a query), or by the name of a ready question
(--list shows them; --arg name=value fills it in). The project's prefixes need no
PREFIX. The default graph is the union of all graphs; GRAPH ?claim { … } leads to
the evidence.

On a terminal the result is a table, piped it is tab-separated. json, xml, csv
and tsv are the standard SPARQL results; turtle, nquads and jsonld are for
CONSTRUCT and DESCRIBE. --engine gizmo, graphql or mql runs Cayley's own query
languages on the same store; they see a triple once for each claim that says it.`,
		Example: "  entente query --list\n  entente query meetings-of-two-states --arg a=CHN --arg b=KAZ\n  entente query 'SELECT ?e WHERE { ?e a ent:Event }'\n" +
			"  entente query -f q.rq --format json\n  entente query --engine gizmo 'g.V().limit(3).all()'",
		Args: cobra.MaximumNArgs(1),
	}
	c.Flags().StringVarP(&f.file, "file", "f", "", "file with the query, - for standard input")
	c.Flags().StringVar(&f.engine, "engine", "sparql", "sparql, gizmo, graphql or mql")
	c.Flags().StringArrayVar(&f.args, "arg", nil, "name=value of a parameter, may be given again")
	c.Flags().BoolVar(&f.list, "list", false, "list the named queries")
	c.Flags().BoolVar(&f.imports, "with-imports", false, "imported RDF belongs to the default graph")
	c.Flags().BoolVar(&f.explain, "explain", false, "print how the query was run on standard error")
	c.Flags().IntVar(&f.limit, "limit", 0, "most results of gizmo, graphql and mql; 0 = no limit")
	return command{Command: c, keys: []string{"query.timeout", "query.rows", "query.memory"}, formats: queryFormats,
		run: func(ctx context.Context, a *app, args []string) error { return query(ctx, a, f, args) }}
}

func query(ctx context.Context, a *app, f queryFlags, args []string) error {
	if f.list {
		return listQueries(a, args)
	}
	text, err := queryText(a, f, args)
	if err != nil {
		return err
	}
	if f.engine == "sparql" {
		if _, err := sparql.Parse(text, "", schema.Prefixes); err != nil {
			return err
		}
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	switch f.engine {
	case "sparql":
	case "gizmo", "graphql", "mql":
		results, err := store.Language(ctx, f.engine, text, f.limit)
		if err != nil {
			return err
		}
		if err := a.result(func(w io.Writer) error { return writeJSON(w, results) }); err != nil {
			return err
		}
		return a.emptyIs(len(results))
	default:
		return usage("--engine %q: want sparql, gizmo, graphql or mql", f.engine)
	}
	res, err := store.Query(ctx, text, entente.QueryOptions{Imports: f.imports, Analyze: f.explain})
	if err != nil {
		return err
	}
	defer res.Close()
	if err := a.writeResults(res); err != nil {
		return err
	}
	if plan := res.Plan(); f.explain && plan != nil {
		a.warn("%s", plan)
	}
	if res.Form == sparql.Ask {
		return nil
	}
	return a.emptyIs(res.Count())
}

// queryText finds the query: a file, a text, or a named one with its arguments.
func queryText(a *app, f queryFlags, args []string) (string, error) {
	values := map[string]string{}
	for _, x := range f.args {
		name, value, ok := strings.Cut(x, "=")
		if !ok || name == "" {
			return "", usage("--arg %q: want name=value", x)
		}
		values[name] = value
	}
	switch {
	case f.file != "" && len(args) > 0:
		return "", usage("a query both by -f and as an argument")
	case f.file != "":
		b, err := a.readAll(f.file)
		if err != nil {
			return "", fmt.Errorf("reading the query: %w", err)
		}
		return bindTerms(string(b), values)
	case len(args) == 0:
		return "", usage("no query: give -f FILE, a NAME (--list shows them), or a TEXT")
	case strings.ContainsAny(args[0], "{(") || f.engine != "sparql":
		return bindTerms(args[0], values)
	}
	q, err := library.Find(args[0])
	if err != nil {
		return "", err
	}
	if _, given := values["lang"]; !given && slices.ContainsFunc(q.Parameters, func(p library.Parameter) bool { return p.Name == "lang" }) {
		values["lang"] = a.lang()
	}
	return q.Bind(values)
}

// bindTerms binds $name in a query of the user's own: a value that reads as an
// IRI is one, a term in N-Triples syntax is itself, all else is a text.
func bindTerms(text string, values map[string]string) (string, error) {
	if len(values) == 0 {
		return text, nil
	}
	terms := map[string]schema.Term{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values[name]
		if t, err := schema.ParseTerm(value); err == nil {
			terms[name] = t
		} else if iri, ok := expand(value); ok {
			terms[name] = schema.IRI(iri)
		} else {
			terms[name] = schema.String(value)
		}
	}
	return library.Bind(text, terms)
}

func listQueries(a *app, args []string) error {
	if len(args) > 0 {
		return usage("--list takes no argument")
	}
	all, err := library.All()
	if err != nil {
		return err
	}
	t := table{columns: []string{"name", "parameters", "title"}, value: all}
	for _, q := range all {
		var parameters []string
		for _, p := range q.Parameters {
			if p.Name == "lang" {
				continue
			}
			name := p.Name
			if p.Optional {
				name = "[" + name + "]"
			}
			parameters = append(parameters, name)
		}
		t.rows = append(t.rows, []string{q.Name, strings.Join(parameters, " "), q.Title[a.lang()]})
	}
	return a.print(t)
}

// writeResults writes a SPARQL result in the format asked for.
func (a *app) writeResults(res *sparql.Results) error {
	width, tty := a.terminal()
	format := a.format()
	if format == "" {
		switch {
		case res.Form.IsGraph():
			format = "turtle"
		case tty:
			format = "table"
		}
	}
	return a.result(func(w io.Writer) error {
		switch {
		case res.Form.IsGraph():
			return entente.WriteGraph(w, res, format)
		case format == "table" || format == "md" || format == "":
			return writeRows(w, res, format, width)
		}
		return entente.WriteResults(w, res, format)
	})
}

func writeRows(w io.Writer, res *sparql.Results, format string, width int) error {
	t := table{columns: res.Vars}
	if res.Form == sparql.Ask {
		t.columns, t.rows = []string{"answer"}, [][]string{{fmt.Sprint(res.Boolean)}}
	}
	for row, err := range res.Rows() {
		if err != nil {
			return err
		}
		cells := make([]string, len(row))
		for i, term := range row {
			cells[i] = cell(term)
		}
		t.rows = append(t.rows, cells)
	}
	switch format {
	case "table":
		return writeAligned(w, t, width)
	case "md":
		return writeMarkdown(w, t)
	}
	return writeTSV(w, t)
}
