// Command entente reads articles about diplomacy into a knowledge graph and
// answers questions about it.
//
// This package is the command line: one file a command, no logic of its own. It
// alone reads viper and the environment; the packages below take plain options.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second signal kills at once
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
