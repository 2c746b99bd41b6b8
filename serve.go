package entente

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/entente-graph/entente/queries/endpoint"
)

// ServeOptions of Serve.
type ServeOptions struct {
	Addr string
	// Admin is the address of the listener for metrics and profiles; "" = none.
	Admin string
	// Certificate and Key are PEM files; with them readers speak TLS.
	Certificate, Key string
	// Token lets a caller write; "" = one made now. It stands in the file beside
	// the store, readable by the owner alone, so there always is one.
	Token     string
	Timeout   time.Duration
	MaxRows   int
	MaxBody   int64
	MaxMemory int64 // of one query's intermediate results, in bytes
	Hosts     []string
	Proxies   []string
	Rate      float64 // requests a second and address; 0 = any number
	Lang      string
	Log       *slog.Logger
	Slow      time.Duration
	// Ready is told the address once the server answers; nil for none.
	Ready func(address string)
}

// shortestToken is what a token that is given must have at least; it is guessed
// at from the network.
const shortestToken = 16

// Serve opens a store and answers for it over HTTP until the context ends. Its
// address and its token stand in a file beside the store meanwhile, so that
// commands find it.
func Serve(ctx context.Context, opt Options, so ServeOptions) (err error) {
	if so.Token == "" {
		so.Token = rand.Text()
	}
	if len(so.Token) < shortestToken {
		return fmt.Errorf("serving: the token has %d characters, want %d at least", len(so.Token), shortestToken)
	}
	if a, ok := endpoint.Announced(opt.Dir); ok {
		if s, err := endpoint.Dial(ctx, a.URL, a.Token); err == nil {
			s.Close()
			return fmt.Errorf("%w: it is served already at %s", ErrLocked, a.URL)
		}
	}
	listeners, err := so.listen()
	if err != nil {
		return err
	}
	defer listeners.close()
	opt.MaxMemory = either(so.MaxMemory, opt.MaxMemory)
	store, err := Open(ctx, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	server, err := endpoint.New(store, endpoint.Options{Addr: listeners.public.Addr().String(), Timeout: so.Timeout, MaxRows: so.MaxRows, MaxBody: so.MaxBody,
		MaxMemory: opt.MaxMemory, Hosts: so.Hosts, Proxies: so.Proxies, Rate: so.Rate, Lang: so.Lang, Log: so.Log, Slow: so.Slow, Token: so.Token, Version: Version()})
	if err != nil {
		return err
	}
	withdraw, err := endpoint.Announce(opt.Dir, endpoint.Address{URL: "http://" + listeners.own().Addr().String(), Token: so.Token, PID: os.Getpid()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, withdraw()) }()
	if listeners.admin != nil {
		admin := &http.Server{Handler: server.Admin(), ReadHeaderTimeout: 5 * time.Second}
		go func() {
			if err := admin.Serve(listeners.admin); !errors.Is(err, http.ErrServerClosed) && so.Log != nil {
				so.Log.Error("the admin listener ended", "error", err.Error())
			}
		}()
		defer admin.Close()
	}
	if so.Ready != nil {
		so.Ready(so.scheme() + listeners.public.Addr().String())
	}
	return server.Serve(ctx, listeners.all()...)
}

func (so ServeOptions) scheme() string {
	if so.Certificate != "" {
		return "https://"
	}
	return "http://"
}

// listeners are where a server answers. With TLS the owner's commands have a
// listener of their own on loopback, for which no certificate could be checked.
type listeners struct{ public, local, admin net.Listener }

func (so ServeOptions) listen() (l listeners, err error) {
	defer func() {
		if err != nil {
			l.close()
			err = fmt.Errorf("serving: %w", err)
		}
	}()
	if (so.Certificate == "") != (so.Key == "") {
		return l, errors.New("a certificate and its key go together")
	}
	if l.public, err = net.Listen("tcp", so.Addr); err != nil {
		return l, err
	}
	if so.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(so.Certificate, so.Key)
		if err != nil {
			return l, err
		}
		l.public = tls.NewListener(l.public, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12})
		if l.local, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return l, err
		}
	}
	if so.Admin != "" {
		l.admin, err = net.Listen("tcp", so.Admin)
	}
	return l, err
}

// own is the listener that the owner's commands use.
func (l listeners) own() net.Listener {
	if l.local != nil {
		return l.local
	}
	return l.public
}

// all are those of readers and of the owner.
func (l listeners) all() []net.Listener {
	if l.local != nil {
		return []net.Listener{l.public, l.local}
	}
	return []net.Listener{l.public}
}

func (l listeners) close() {
	for _, x := range []net.Listener{l.public, l.local, l.admin} {
		if x != nil {
			_ = x.Close() // a server has closed it already
		}
	}
}
