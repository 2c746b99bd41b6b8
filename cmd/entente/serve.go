package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
)

func serveCommand() command {
	return command{
		Command: &cobra.Command{
			Use:     "serve",
			Short:   "Serve the store: SPARQL endpoint, pages, workbench",
			GroupID: "ask",
			Long: `serve shows the workbench at /, the same in plain pages at /home, and answers SPARQL
at /sparql; docs/operations.md lists all addresses. It listens on loopback unless
told otherwise, and reads only. While it runs its address stands in a file beside
the store, and every other command goes through it by itself. Who has the token in
that file may write; ENTENTE_TOKEN sets it, else it is made new at each start.`,
			Example: "  entente serve\n  entente serve --addr 127.0.0.1:8080 --admin 127.0.0.1:7071\n  entente serve --addr :8443 --host graph.example.org --certificate cert.pem --key key.pem",
		},
		keys: []string{"serve.addr", "serve.timeout", "serve.rows", "serve.body", "serve.memory", "serve.hosts", "serve.proxies", "serve.rate", "serve.admin",
			"serve.certificate", "serve.key", "serve.log", "serve.slow"},
		run: serve,
	}
}

func serve(ctx context.Context, a *app, _ []string) error {
	opt, v := a.options(), a.settings
	log, err := a.log(v.GetString("serve.log"))
	if err != nil {
		return err
	}
	return entente.Serve(ctx, opt, entente.ServeOptions{Addr: v.GetString("serve.addr"), Admin: v.GetString("serve.admin"),
		Certificate: v.GetString("serve.certificate"), Key: v.GetString("serve.key"), Token: os.Getenv("ENTENTE_TOKEN"),
		Timeout: v.GetDuration("serve.timeout"), MaxRows: v.GetInt("serve.rows"), MaxBody: v.GetInt64("serve.body"), MaxMemory: v.GetInt64("serve.memory"),
		Hosts: v.GetStringSlice("serve.hosts"), Proxies: v.GetStringSlice("serve.proxies"), Rate: v.GetFloat64("serve.rate"), Lang: a.lang(),
		Log: log, Slow: v.GetDuration("serve.slow"),
		Ready: func(address string) { a.say("serving %s on %s (Ctrl-C ends)", opt.Dir, address) }})
}

// log writes to standard error: warnings, and every request with --verbose.
func (a *app) log(form string) (*slog.Logger, error) {
	opt := &slog.HandlerOptions{Level: slog.LevelWarn}
	if a.settings.GetBool("verbose") {
		opt.Level = slog.LevelInfo
	}
	switch form {
	case "text":
		return slog.New(slog.NewTextHandler(a.stderr, opt)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(a.stderr, opt)), nil
	}
	return nil, usage("--log %q: want text or json", form)
}
