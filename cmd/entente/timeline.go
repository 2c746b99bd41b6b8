package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente/queries/timeline"
)

func timelineFormats() []string {
	out := []string{"table"}
	for _, x := range timeline.Exporters() {
		if !x.View {
			out = append(out, x.Name)
		}
	}
	return out
}

// addFilters declares the flags that choose entries.
func addFilters(c *cobra.Command, f *timeline.Filter) {
	fs := c.Flags()
	fs.StringVar(&f.From, "from", "", "not before this day (YYYY-MM-DD)")
	fs.StringVar(&f.To, "to", "", "not after this day (YYYY-MM-DD)")
	fs.StringVar(&f.State, "state", "", "a state that takes part or in which it happens (KAZ)")
	fs.StringVar(&f.Party, "party", "", "one who takes part (organization/united-nations)")
	fs.StringVar(&f.Person, "person", "", "a person who takes part (xi-jinping)")
	fs.StringVar(&f.Place, "place", "", "the place, or one that it lies in (astana)")
	fs.StringVar(&f.Mechanism, "mechanism", "", "a mechanism, with those under it (china-central-asia)")
	fs.StringVar(&f.Series, "series", "", "a series, with what happened inside its meetings")
	fs.StringSliceVar(&f.Types, "type", nil, "event types, with those under them (summit,visit)")
	fs.StringSliceVar(&f.Statuses, "status", nil, "happened, planned, proposed, ongoing, postponed, cancelled, denied")
	fs.StringVar(&f.Outlet, "outlet", "", "told by an outlet with this in its name")
	fs.StringVar(&f.Language, "language", "", "told by an article in this language")
	fs.IntVar(&f.Corroboration, "corroborated", 0, "told by at least so many independent articles")
	fs.StringVar(&f.Text, "text", "", "with this text in its name")
}

func timelineCommand() command {
	var opt timeline.Options
	c := &cobra.Command{
		Use:     "timeline",
		Short:   "Print or export what happened and what is planned, by date",
		GroupID: "ask",
		Long: `timeline lists events by date: each once, with its present status, its best date
and where it stands in the articles. Dates that are not exactly known are marked
in every format.`,
		Example: "  entente timeline --state KAZ --from 2023-01-01\n  entente timeline --format ics -o events.ics\n  entente timeline --mechanism china-central-asia --format html -o summit.html",
	}
	addFilters(c, &opt.Filter)
	c.Flags().StringVar(&opt.GroupBy, "group", "", "group by state, series or type")
	c.Flags().BoolVar(&opt.Figures, "figures", false, "figures as entries too")
	c.Flags().StringVar(&opt.Title, "title", "", "title of the export")
	return command{Command: c, keys: []string{"query.timeout"}, formats: timelineFormats(),
		run: func(ctx context.Context, a *app, args []string) error { return runTimeline(ctx, a, opt) }}
}

func runTimeline(ctx context.Context, a *app, opt timeline.Options) error {
	switch opt.GroupBy {
	case "", "state", "series", "type":
	default:
		return usage("--group %q: want state, series or type", opt.GroupBy)
	}
	if err := opt.Filter.Check(); err != nil {
		return usage("%w", err)
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	opt.Lang = a.lang()
	t, err := timeline.Build(ctx, store, opt)
	if err != nil {
		return err
	}
	if err := a.writeTimeline(t); err != nil {
		return err
	}
	return a.emptyIs(len(t.Entries))
}

func (a *app) writeTimeline(t *timeline.Timeline) error {
	format := a.format()
	width, tty := a.terminal()
	if format == "" && !tty {
		return a.result(func(w io.Writer) error { return writeTSV(w, timelineTable(t)) })
	}
	if format == "" || format == "table" {
		return a.result(func(w io.Writer) error { return writeAligned(w, timelineTable(t), width) })
	}
	x, err := timeline.Find(format)
	if err != nil {
		return err
	}
	return a.result(func(w io.Writer) error { return x.Write(w, t) })
}

func timelineTable(t *timeline.Timeline) table {
	out := table{columns: []string{"date", "status", "event", "place", "sources"}, value: t}
	if t.GroupBy != "" {
		out.columns = append([]string{t.GroupBy}, out.columns...)
	}
	for _, e := range t.Entries {
		place := ""
		if e.Place != nil {
			place = e.Place.Label
		}
		when := e.When(t.Lang)
		if c := e.Certainty(); c == timeline.Coarse || c == timeline.Approx {
			when += " ?"
		}
		row := []string{when, timeline.StatusLabel(e.Status, t.Lang), e.Title, place, strings.Join(e.Outlets(), ", ")}
		if t.GroupBy != "" {
			row = append([]string{e.Group}, row...)
		}
		out.rows = append(out.rows, row)
	}
	return out
}
