package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
)

func serveCommand() command {
	return command{
		Command: &cobra.Command{
			Use:     "serve",
			Short:   "Serve the store: SPARQL endpoint, pages, workbench",
			GroupID: "ask",
			Long: `serve answers SPARQL at /sparql and shows pages at /. It listens on loopback
unless told otherwise, and reads only. While it runs its address stands in a file
beside the store, and every other command goes through it by itself.`,
			Example: "  entente serve\n  entente serve --addr 127.0.0.1:8080",
		},
		keys: []string{"serve.addr", "serve.timeout", "serve.rows", "serve.body", "serve.hosts", "query.memory"},
		run: func(ctx context.Context, a *app, _ []string) error {
			opt := a.options()
			v := a.settings
			return entente.Serve(ctx, opt, entente.ServeOptions{Addr: v.GetString("serve.addr"), Timeout: v.GetDuration("serve.timeout"), MaxRows: v.GetInt("serve.rows"),
				MaxBody: v.GetInt64("serve.body"), Hosts: v.GetStringSlice("serve.hosts"), Lang: a.lang(),
				Ready: func(address string) { a.say("serving %s on %s (Ctrl-C ends)", opt.Dir, address) }})
		},
	}
}
