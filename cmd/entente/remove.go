package main

import (
	"context"

	"github.com/spf13/cobra"
)

func removeCommand() command {
	return command{
		Command: &cobra.Command{
			Use:     "remove DOC...",
			Short:   "Take articles out, with all that rests on them alone",
			GroupID: "build",
			Long: `remove takes articles out of the store: the graph is then what it would be if
they had never been read. A DOC is an article's IRI (or doc/…), its hash, the
URL under which it was seen, or the path it was read from.`,
			Example: "  entente remove https://example.org/news/1\n  entente remove doc/jyeyka2yc4gjoqjv",
			Args:    cobra.MinimumNArgs(1),
		},
		formats: tableFormats,
		run: func(ctx context.Context, a *app, args []string) error {
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			r, err := store.Remove(ctx, args)
			if err != nil {
				return err
			}
			for _, f := range r.Failed {
				a.warn("entente: %s: %s", f.Document, f.Reason)
			}
			if a.format() != "" && a.format() != "table" {
				if err := a.print(reportTable(r)); err != nil {
					return err
				}
			} else {
				a.say("%s removed, %s fewer", count(r.Removed, "article"), count(-r.Quads, "quad"))
			}
			switch {
			case len(r.Failed) > 0 && r.Removed == 0:
				return &codeError{code: exitFailure, err: errPartial.err, silent: true}
			case len(r.Failed) > 0:
				return errPartial
			}
			return nil
		},
	}
}
