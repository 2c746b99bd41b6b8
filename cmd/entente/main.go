// Command entente reads articles about diplomacy into a knowledge graph and
// answers questions about it.
//
// This package is the command line: one file a command, no logic of its own. It
// alone reads viper and the environment; the packages below take plain options.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/entente-graph/entente/queries/endpoint"
)

// grace is how long a command may take to end after the first signal. Reading one
// long article does not look at the context; a store stands a sudden end.
const grace = 5 * time.Second

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		select {
		case <-signals: // a second one ends at once
		case <-time.After(patience(os.Args[1:])):
		}
		fmt.Fprintln(os.Stderr, "entente: interrupted")
		os.Exit(exitInterrupted)
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// patience is the grace of a command: a server lets its requests finish first.
func patience(args []string) time.Duration {
	if slices.Contains(args, "serve") {
		return grace + endpoint.ShutdownTime
	}
	return grace
}
