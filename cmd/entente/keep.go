package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
)

func validateCommand() command {
	return command{
		Command: &cobra.Command{
			Use: "validate", Short: "Check that every quad is grounded and well formed", GroupID: "keep",
			Long: `validate checks what can be checked on a store: every extracted quad is labelled
with a claim, every claim's span cut from the stored text is its quote, every
literal is canonical, every concept is in the closed lists, and every claim graph
has its shape. It exits with 1 when something is wrong.`,
		},
		formats: tableFormats,
		run: func(ctx context.Context, a *app, _ []string) error {
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			findings, err := store.Validate(ctx)
			if err != nil {
				return err
			}
			if findings == nil {
				findings = []entente.Finding{}
			}
			t := table{columns: []string{"check", "subject", "message"}, value: findings}
			for _, f := range findings {
				t.rows = append(t.rows, []string{f.Check, shortIRI(f.Subject), f.Message})
			}
			if len(findings) > 0 || a.format() != "" {
				if err := a.print(t); err != nil {
					return err
				}
			}
			if len(findings) > 0 {
				return fmt.Errorf("validate: %s", count(len(findings), "finding"))
			}
			a.say("valid")
			return nil
		},
	}
}

func compactCommand() command {
	return command{
		Command: &cobra.Command{Use: "compact", Short: "Give back the space of what was removed", GroupID: "keep"},
		run: func(ctx context.Context, a *app, _ []string) error {
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			before, err := store.Stats(ctx)
			if err != nil {
				return err
			}
			if err := store.Compact(ctx); err != nil {
				return err
			}
			after, err := store.Stats(ctx)
			if err != nil {
				return err
			}
			return a.done(map[string]int64{"before": before.Bytes, "after": after.Bytes}, "%d bytes before, %d after", before.Bytes, after.Bytes)
		},
	}
}

func backupCommand() command {
	return command{
		Command: &cobra.Command{
			Use: "backup DIR", Short: "Copy the store into a new folder, also while it is served", GroupID: "keep",
			Example: "  entente backup /backups/entente-2025-06-17", Args: cobra.ExactArgs(1),
		},
		run: func(ctx context.Context, a *app, args []string) error {
			if _, err := os.Stat(args[0]); err == nil {
				return usage("%s is there already; give a new folder", args[0])
			}
			store, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			if err := store.Backup(ctx, args[0]); err != nil {
				return err
			}
			return a.done(map[string]string{"backup": args[0]}, "copied to %s", args[0])
		},
	}
}

func restoreCommand() command {
	return command{
		Command: &cobra.Command{
			Use: "restore DIR", Short: "Make a store of a backup", GroupID: "keep",
			Long:    "restore copies a backup to --store, which must not be there yet, and opens it once to check it.",
			Example: "  entente restore /backups/entente-2025-06-17 --store ./entente.db", Args: cobra.ExactArgs(1),
		},
		run: func(ctx context.Context, a *app, args []string) error {
			opt := a.options()
			if _, err := os.Stat(opt.Dir); err == nil {
				return usage("%s is there already; move it away first", opt.Dir)
			}
			if err := entente.Restore(ctx, args[0], opt); err != nil {
				return err
			}
			return a.done(map[string]string{"store": opt.Dir}, "restored to %s", opt.Dir)
		},
	}
}
