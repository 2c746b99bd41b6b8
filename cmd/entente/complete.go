package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// completionTime is how long completing a name may take: a shell waits for it.
const completionTime = 2 * time.Second

// completeKinds says from which class of the store a flag takes its names.
var completeKinds = map[string]string{"state": schema.ClassState, "person": schema.ClassPerson, "place": schema.ClassPlace,
	"mechanism": schema.ClassMechanism, "series": schema.ClassSeries, "party": schema.ClassOrganization}

// addCompletions completes the values of flags and the arguments of a command
// from the store and from the closed lists.
func (a *app) addCompletions(c *cobra.Command) {
	for flag, class := range completeKinds {
		if c.Flags().Lookup(flag) != nil {
			a.register(c, flag, func(ctx context.Context, c *cobra.Command) []string { return a.names(ctx, c, class) })
		}
	}
	for flag, values := range map[string][]string{
		"status": {"happened", "planned", "proposed", "ongoing", "postponed", "cancelled", "denied"},
		"group":  {"state", "series", "type"}, "engine": {"sparql", "gizmo", "graphql", "mql"},
		"stage": {"article", "annotations", "claims"}, "view": views(), "type": eventTypes()} {
		if c.Flags().Lookup(flag) != nil {
			a.register(c, flag, func(context.Context, *cobra.Command) []string { return values })
		}
	}
	switch c.Name() {
	case "query":
		c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return queryNames(), cobra.ShellCompDirectiveNoFileComp
		}
	case "explain":
		c.ValidArgsFunction = func(_ *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			ctx, cancel := context.WithTimeout(context.Background(), completionTime)
			defer cancel()
			return a.names(ctx, c, schema.ClassEvent), cobra.ShellCompDirectiveNoFileComp
		}
	}
}

func (a *app) register(c *cobra.Command, flag string, values func(context.Context, *cobra.Command) []string) {
	err := c.RegisterFlagCompletionFunc(flag, func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(context.Background(), completionTime)
		defer cancel()
		return values(ctx, c), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // a flag that was just looked up is there
	}
}

// names lists the entities of a class in the store, each with its label as the
// description. Whatever goes wrong, a shell shows nothing.
func (a *app) names(ctx context.Context, c *cobra.Command, class string) []string {
	var err error
	if a.settings, a.config, err = configure(c, common); err != nil {
		return nil
	}
	store, err := a.open(ctx)
	if err != nil {
		return nil
	}
	defer store.Close()
	rows, err := library.Rows(ctx, store, `SELECT DISTINCT ?iri ?label WHERE { ?iri a $class . OPTIONAL { ?iri rdfs:label|skos:prefLabel ?label FILTER(lang(?label) = $lang) } } ORDER BY ?iri LIMIT 2000`,
		map[string]schema.Term{"class": schema.IRI(class), "lang": schema.String(a.lang())})
	if err != nil {
		return nil
	}
	var out []string
	for _, r := range rows {
		name := schema.Local(r.Get("iri"))
		if class == schema.ClassOrganization || class == schema.ClassEvent {
			name = schema.KindOf(r.Get("iri")) + "/" + name
		}
		out = append(out, name+"\t"+printable(r.Get("label")))
	}
	return slices.CompactFunc(out, func(x, y string) bool { return before(x) == before(y) })
}

func before(s string) string {
	name, _, _ := strings.Cut(s, "\t")
	return name
}

func queryNames() []string {
	all, err := library.All()
	if err != nil {
		return nil
	}
	var out []string
	for _, q := range all {
		out = append(out, q.Name+"\t"+q.Title["en"])
	}
	return out
}

func eventTypes() []string {
	var out []string
	for c := range schema.Concepts() {
		if slug, ok := strings.CutPrefix(c.IRI, schema.Base+"type/"); ok && slug != "scheme" {
			out = append(out, slug+"\t"+c.Label("en"))
		}
	}
	return out
}
