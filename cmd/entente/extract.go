package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
)

func extractCommand() command {
	c := &cobra.Command{
		Use:     "extract PATH...",
		Short:   "Print what articles say, storing nothing",
		GroupID: "build",
		Long: `extract reads articles as ingest does and prints JSON Lines. Offsets are code
points of the article's text, half-open.

  --stage article      title, outlet, byline, date, language, text
  --stage annotations  the same with sentences, names, times and quantities
  --stage claims       an article a line, followed by its claims, a line each;
                       "entente ingest" takes this stream in place of the articles`,
		Example: "  entente extract page.html\n  entente extract --stage annotations news/ | jq .mentions",
		Args:    cobra.MinimumNArgs(1),
	}
	stage := c.Flags().String("stage", "claims", "article, annotations or claims")
	return command{Command: c, keys: []string{"ingest.workers", "ingest.max_size"}, formats: []string{"json", "jsonl"},
		run: func(ctx context.Context, a *app, args []string) error { return extract(ctx, a, *stage, args) }}
}

func extract(ctx context.Context, a *app, stage string, args []string) error {
	opt := entente.ReadOptions{Stdin: a.stdin, Workers: a.settings.GetInt("ingest.workers"), MaxSize: a.settings.GetInt64("ingest.max_size"), Stage: entente.Stage(stage)}
	switch opt.Stage {
	case entente.StageArticle, entente.StageAnnotations, entente.StageClaims:
	default:
		return usage("--stage %q: want article, annotations or claims", stage)
	}
	reader, err := entente.NewReader(a.options())
	if err != nil {
		return err
	}
	done, failed := 0, 0
	err = a.result(func(w io.Writer) error {
		for lines, err := range reader.Lines(ctx, args, opt) {
			if err != nil {
				failed++
				a.warn("entente: %s", err)
				continue
			}
			done++
			if _, err := w.Write(lines); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	switch {
	case err != nil:
		return err
	case failed > 0 && done == 0:
		return fmt.Errorf("nothing was read: %s failed", count(failed, "document"))
	case failed > 0:
		return errPartial
	}
	return a.emptyIs(done)
}
