package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
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
			names, err := a.articleNames(ctx, args)
			if err != nil {
				return err
			}
			r, err := store.Remove(ctx, names)
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

// articleNames turns paths into the names of the articles that are read from
// them: the URL where the file gives one, so that the same text seen elsewhere
// stays, else the article's IRI. Other names stay as they are.
func (a *app) articleNames(ctx context.Context, args []string) ([]string, error) {
	var names []string
	var reader *entente.Reader
	for _, arg := range args {
		if _, err := os.Stat(arg); err != nil {
			names = append(names, arg)
			continue
		}
		if reader == nil {
			var err error
			if reader, err = entente.NewReader(a.options()); err != nil {
				return nil, err
			}
		}
		for article, err := range reader.Articles(ctx, []string{arg}, entente.ReadOptions{MaxSize: a.settings.GetInt64("ingest.max_size")}) {
			if err != nil {
				return nil, err
			}
			if article.URL != "" {
				names = append(names, article.URL)
			} else {
				names = append(names, article.ID)
			}
		}
	}
	return names, nil
}
