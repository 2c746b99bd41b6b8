package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente/queries/library"
)

func contradictionsCommand() command {
	return command{
		Command: &cobra.Command{
			Use:     "contradictions",
			Short:   "List claims that cannot all be true, side by side",
			GroupID: "ask",
			Long: `contradictions lists what articles disagree on (dates, places, figures, parties,
the order of events), each claim with its words and its article. Nothing is
averaged or chosen.`,
		},
		keys: []string{"query.timeout"}, formats: tableFormats,
		run: contradictions,
	}
}

type contradiction struct {
	IRI      string         `json:"iri"`
	Concerns string         `json:"concerns"`
	Label    string         `json:"label"`
	Property string         `json:"property"`
	Claims   []contradictor `json:"claims"`
}

type contradictor struct {
	Claim  string `json:"claim"`
	Quote  string `json:"quote"`
	Outlet string `json:"outlet"`
	Title  string `json:"title"`
	Issued string `json:"issued"`
}

func contradictions(ctx context.Context, a *app, _ []string) error {
	q, err := library.Find("contradictions")
	if err != nil {
		return err
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	rows, err := library.Rows(ctx, store, q.Text, nil)
	if err != nil {
		return err
	}
	list := []contradiction{}
	var iris []string
	for _, r := range rows {
		iri := r.Get("contradiction")
		if len(list) == 0 || list[len(list)-1].IRI != iri {
			list = append(list, contradiction{IRI: iri, Concerns: r.Get("concerns"), Property: r.Get("property")})
			iris = append(iris, r.Get("concerns"))
		}
		last := &list[len(list)-1]
		if n := len(last.Claims); n > 0 && last.Claims[n-1].Claim == r.Get("claim") {
			continue
		}
		last.Claims = append(last.Claims, contradictor{r.Get("claim"), r.Get("quote"), r.Get("outlet"), r.Get("title"), r.Get("issued")})
	}
	labels, err := library.Labels(ctx, store, iris, a.lang())
	if err != nil {
		return err
	}
	t := table{columns: []string{"about", "property", "says", "outlet", "issued", "claim"}}
	for i := range list {
		c := &list[i]
		if c.Label = labels[c.Concerns]; c.Label == "" {
			c.Label = shortIRI(c.Concerns)
		}
		for _, x := range c.Claims {
			t.rows = append(t.rows, []string{c.Label, shortIRI(c.Property), x.Quote, x.Outlet, x.Issued, shortIRI(x.Claim)})
		}
	}
	t.value = list
	return a.print(t)
}
