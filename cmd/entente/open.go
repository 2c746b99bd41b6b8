package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente/queries/timeline"
)

func openCommand() command {
	var f timeline.Filter
	c := &cobra.Command{
		Use:     "open",
		Short:   "List what is planned and nothing confirms yet, and what is overdue",
		GroupID: "ask",
		Long: `open lists events that articles announce and no later article reports as held,
moved or called off. Overdue means: the last day at which it was to happen lies
before --as-of (today, unless given). Nothing in the store depends on today.`,
		Example: "  entente open\n  entente open --as-of 2025-07-01 --state KAZ",
	}
	c.Flags().StringVar(&f.State, "state", "", "only those of this state (KAZ)")
	c.Flags().StringVar(&f.Mechanism, "mechanism", "", "only those of this mechanism")
	asOf := c.Flags().String("as-of", "", "day to compare with (YYYY-MM-DD); default today")
	overdue := c.Flags().Bool("overdue", false, "only those that are overdue")
	return command{Command: c, keys: []string{"query.timeout"}, formats: tableFormats,
		run: func(ctx context.Context, a *app, args []string) error { return open(ctx, a, f, *asOf, *overdue) }}
}

type openEvent struct {
	IRI     string              `json:"iri"`
	Title   string              `json:"title"`
	Status  string              `json:"status"`
	From    string              `json:"from"`
	To      string              `json:"to"`
	EDTF    string              `json:"edtf"`
	Overdue bool                `json:"overdue"`
	Source  []timeline.Evidence `json:"evidence"`
}

func open(ctx context.Context, a *app, f timeline.Filter, asOf string, overdueOnly bool) error {
	if asOf == "" {
		asOf = time.Now().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, asOf); err != nil {
		return usage("--as-of %q: want a day such as 2025-06-17", asOf)
	}
	f.Statuses = []string{"planned", "proposed", "postponed"}
	if err := f.Check(); err != nil {
		return usage("%w", err)
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	line, err := timeline.Build(ctx, store, timeline.Options{Filter: f, Lang: a.lang()})
	if err != nil {
		return err
	}
	t := table{columns: []string{"date", "status", "overdue", "event", "sources", "iri"}}
	events := []openEvent{}
	for _, e := range line.Entries {
		late := e.To != "" && e.To < asOf
		if overdueOnly && !late {
			continue
		}
		mark := ""
		if late {
			mark = "overdue"
		}
		events = append(events, openEvent{e.IRI, e.Title, e.Status, e.From, e.To, e.EDTF, late, e.Evidence})
		source := ""
		if best := e.Best(); best.Outlet != "" || best.Issued != "" {
			source = best.Outlet + " " + best.Issued
		}
		t.rows = append(t.rows, []string{e.When(a.lang()), timeline.StatusLabel(e.Status, a.lang()), mark, e.Title, source, shortIRI(e.IRI)})
	}
	t.value = events
	return a.print(t)
}
