package main

import (
	"context"
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
			a.register(c, flag, func(ctx context.Context, c *cobra.Command, begin string) []string {
				return a.names(ctx, c, class, begin)
			})
		}
	}
	for flag, values := range map[string][]string{
		"status": {"happened", "planned", "proposed", "ongoing", "postponed", "cancelled", "denied"},
		"group":  {"state", "series", "type"}, "engine": {"sparql", "gizmo", "graphql", "mql"},
		"stage": {"article", "annotations", "claims"}, "view": views(), "type": eventTypes()} {
		if c.Flags().Lookup(flag) != nil {
			a.register(c, flag, func(context.Context, *cobra.Command, string) []string { return values })
		}
	}
	switch c.Name() {
	case "query":
		c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return queryNames(), cobra.ShellCompDirectiveNoFileComp
		}
	case "explain":
		c.ValidArgsFunction = func(_ *cobra.Command, args []string, begin string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			ctx, cancel := context.WithTimeout(context.Background(), completionTime)
			defer cancel()
			return a.names(ctx, c, schema.ClassEvent, begin), cobra.ShellCompDirectiveNoFileComp
		}
	}
}

func (a *app) register(c *cobra.Command, flag string, values func(ctx context.Context, c *cobra.Command, begin string) []string) {
	err := c.RegisterFlagCompletionFunc(flag, func(c *cobra.Command, _ []string, begin string) ([]string, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(context.Background(), completionTime)
		defer cancel()
		return values(ctx, c, begin), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // a flag that was just looked up is there
	}
}

// namesOfClass are the IRIs of a class that hold what was typed, few enough for a
// person to look through.
const namesOfClass = `SELECT DISTINCT ?iri WHERE { ?iri a $class FILTER(CONTAINS(STR(?iri), $begin)) } ORDER BY ?iri LIMIT 500`

// namedWithKind: where names of several kinds are taken, a name tells its own.
func namedWithKind(class string) bool {
	return class == schema.ClassOrganization || class == schema.ClassEvent
}

// kindOfClass is the folder of a class's IRIs.
var kindOfClass = map[string]string{schema.ClassState: "state", schema.ClassPerson: "person", schema.ClassPlace: "place",
	schema.ClassMechanism: "mechanism", schema.ClassSeries: "series"}

// withKind is the path below id/ that what was typed begins.
func withKind(class, begin string) string {
	if namedWithKind(class) {
		return begin
	}
	if class == schema.ClassState {
		begin = strings.ToUpper(begin)
	}
	return kindOfClass[class] + "/" + begin
}

// names lists the entities of a class whose names begin as what was typed, each
// with its label as the description. Whatever goes wrong, a shell shows nothing.
func (a *app) names(ctx context.Context, c *cobra.Command, class, begin string) []string {
	var err error
	if a.settings, a.config, err = configure(c, common); err != nil {
		return nil
	}
	store, err := a.open(ctx)
	if err != nil {
		return nil
	}
	defer store.Close()
	rows, err := library.Rows(ctx, store, namesOfClass, map[string]schema.Term{"class": schema.IRI(class),
		"begin": schema.String("/id/" + withKind(class, begin))})
	if err != nil {
		return nil
	}
	iris := make([]string, len(rows))
	for i, r := range rows {
		iris[i] = r.Get("iri")
	}
	labels, err := library.Labels(ctx, store, iris, a.lang())
	if err != nil {
		return nil
	}
	out := make([]string, len(iris))
	for i, iri := range iris {
		name := schema.Local(iri)
		if namedWithKind(class) {
			name = schema.KindOf(iri) + "/" + name
		}
		out[i] = name + "\t" + printable(labels[iri])
	}
	return out
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
