package main

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/timeline"
)

var graphFormats = []string{"nquads", "trig", "turtle", "ntriples", "jsonld", "rdfxml"}

// views lists the names of --view.
func views() []string {
	var out []string
	for _, x := range timeline.Exporters() {
		if x.View {
			out = append(out, x.Name)
		}
	}
	return out
}

func exportCommand() command {
	var filter timeline.Filter
	c := &cobra.Command{
		Use:     "export",
		Short:   "Write the whole graph, or a view of it for another tool",
		GroupID: "keep",
		Long: `export writes every quad in a standard syntax (--format nquads, trig, turtle,
ntriples, jsonld, rdfxml), sorted, so that the same articles give the same bytes.
graph/runs, the only graph with times and hosts, is left out unless --runs.

--view writes the events for other kinds of tools: schema.org and ftm (linked
data, investigations), gexf, graphml, neo4j-csv and dot (graph tools), gdelt and
plover (event-data users, with CAMEO and PLOVER codes). The choices of timeline
apply to views.`,
		Example: "  entente export -o graph.nq\n  entente export --view gexf --state KAZ -o kaz.gexf",
	}
	addFilters(c, &filter)
	view := c.Flags().String("view", "", "schema.org, ftm, gexf, graphml, neo4j-csv, dot, gdelt or plover")
	runs := c.Flags().Bool("runs", false, "with graph/runs")
	imports := c.Flags().Bool("with-imports", false, "with imported RDF")
	return command{Command: c, formats: append(slices.Clone(graphFormats), "json"),
		run: func(ctx context.Context, a *app, _ []string) error {
			if *view != "" {
				return exportView(ctx, a, *view, filter)
			}
			syntax := a.format()
			switch syntax {
			case "":
				syntax = "nquads"
			case "json":
				syntax = "jsonld"
			}
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			return a.result(func(w io.Writer) error {
				return store.Export(ctx, w, entente.ExportOptions{Syntax: syntax, Runs: *runs, Imports: *imports})
			})
		}}
}

func exportView(ctx context.Context, a *app, view string, filter timeline.Filter) error {
	x, err := timeline.Find(view)
	if err != nil || !x.View {
		return usage("--view %q: want one of %v", view, views())
	}
	if err := filter.Check(); err != nil {
		return usage("%w", err)
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	t, err := timeline.Build(ctx, store, timeline.Options{Filter: filter, Lang: a.lang()})
	if err != nil {
		return err
	}
	return a.result(func(w io.Writer) error { return x.Write(w, t) })
}
