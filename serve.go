package entente

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/entente-graph/entente/queries/endpoint"
)

// ServeOptions of Serve.
type ServeOptions struct {
	Addr    string
	Timeout time.Duration
	MaxRows int
	MaxBody int64
	Hosts   []string
	Lang    string
	// Ready is told the address once the server answers; nil for none.
	Ready func(address string)
}

// Serve opens a store and answers for it over HTTP until the context ends. Its
// address and a fresh token stand in a file beside the store meanwhile, so that
// commands find it.
func Serve(ctx context.Context, opt Options, so ServeOptions) (err error) {
	if a, ok := endpoint.Announced(opt.Dir); ok {
		if s, err := endpoint.Dial(ctx, a.URL, a.Token); err == nil {
			s.Close()
			return fmt.Errorf("%w: it is served already at %s", ErrLocked, a.URL)
		}
	}
	store, err := Open(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	l, err := net.Listen("tcp", so.Addr)
	if err != nil {
		return fmt.Errorf("serving: %w", err)
	}
	token := rand.Text()
	server, err := endpoint.New(store, endpoint.Options{Addr: l.Addr().String(), Timeout: so.Timeout, MaxRows: so.MaxRows, MaxBody: so.MaxBody,
		MaxMemory: opt.MaxMemory, Hosts: so.Hosts, Lang: so.Lang, Token: token, Version: Version()})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	url := "http://" + l.Addr().String()
	withdraw, err := endpoint.Announce(opt.Dir, endpoint.Address{URL: url, Token: token, PID: os.Getpid()})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer func() { err = errors.Join(err, withdraw()) }()
	if so.Ready != nil {
		so.Ready(url)
	}
	return server.Serve(ctx, l)
}
