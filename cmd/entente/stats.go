package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func statsCommand() command {
	return command{
		Command: &cobra.Command{Use: "stats", Short: "Count what the store holds", GroupID: "ask"},
		formats: tableFormats,
		run: func(ctx context.Context, a *app, _ []string) error {
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			s, err := store.Stats(ctx)
			if err != nil {
				return err
			}
			t := table{columns: []string{"what", "count"}, value: s}
			for _, x := range []struct {
				name string
				n    int64
			}{{"articles", int64(s.Articles)}, {"claims", int64(s.Claims)}, {"events", int64(s.Events)}, {"figures", int64(s.Figures)},
				{"quads", s.Quads}, {"terms", s.Terms}, {"bytes", s.Bytes}} {
				t.rows = append(t.rows, []string{x.name, fmt.Sprint(x.n)})
			}
			for _, g := range s.Graphs {
				t.rows = append(t.rows, []string{"quads in " + shortIRI(g.Graph), fmt.Sprint(g.Quads)})
			}
			return a.print(t)
		},
	}
}
