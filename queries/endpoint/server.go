package endpoint

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/queries/workbench"
)

// Server answers for one store.
type Server struct {
	service Service
	opt     Options
	pages   *pages
	page    http.Handler // the workbench
	slots   chan struct{}
	queue   chan struct{}
}

// New makes a server of a store.
func New(service Service, opt Options) (*Server, error) {
	if opt.Concurrent <= 0 {
		opt.Concurrent = 2 * runtime.GOMAXPROCS(0)
	}
	if opt.MaxBody <= 0 {
		opt.MaxBody = 1 << 20
	}
	if opt.Lang == "" {
		opt.Lang = "zh"
	}
	p, err := newPages(service, opt)
	if err != nil {
		return nil, err
	}
	page, err := workbench.Handler()
	if err != nil {
		return nil, err
	}
	return &Server{service: service, opt: opt, pages: p, page: page, slots: make(chan struct{}, opt.Concurrent), queue: make(chan struct{}, opt.Concurrent+16)}, nil
}

// Handler is the whole HTTP interface.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("/sparql", s.sparql)
	s.pages.register(mux)
	s.commands(mux)
	s.api(mux)
	for _, pattern := range workbench.Paths() {
		mux.Handle(pattern, s.page)
	}
	return s.guard(mux)
}

// Serve answers on a listener until the context ends, then lets running requests
// finish for a while.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	// requests end with the server, not with the signal: they get the grace time
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	srv := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, BaseContext: func(net.Listener) context.Context { return base }}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	grace, stop := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer stop()
	err := srv.Shutdown(grace)
	cancel()
	if errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	}
	return err
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	res, err := s.service.Ask(ctx, "ASK { ?s ?p ?o }")
	if err != nil {
		problem(w, http.StatusServiceUnavailable, "the store does not answer")
		return
	}
	res.Close()
	fmt.Fprintln(w, "ready")
}

// headers for every answer: nothing from elsewhere, nothing inside other pages.
var headers = map[string]string{
	"Content-Security-Policy":    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
	"X-Content-Type-Options":     "nosniff",
	"Referrer-Policy":            "no-referrer",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Permissions-Policy":         "",
}

// guard checks the Host (a page elsewhere must not reach a loopback server
// through a name of its own), sets the headers and logs.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for k, v := range headers {
			w.Header().Set(k, v)
		}
		if !s.knownHost(r.Host) {
			problem(w, http.StatusMisdirectedRequest, "unknown host name; see serve.hosts")
			return
		}
		start := time.Now()
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if e := recover(); e != nil {
				if e == http.ErrAbortHandler {
					panic(e)
				}
				if s.opt.Log != nil {
					s.opt.Log.Error("request failed", "path", r.URL.Path, "error", fmt.Sprint(e))
				}
				if !rec.wrote {
					problem(rec, http.StatusInternalServerError, "internal error")
				}
			}
			if s.opt.Log != nil {
				s.opt.Log.Info("request", "method", r.Method, "path", r.URL.Path, "status", rec.status, "bytes", rec.bytes, "ms", time.Since(start).Milliseconds())
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// knownHost allows loopback names and those configured.
func (s *Server) knownHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	if slices.Contains(s.opt.Hosts, name) || slices.Contains(s.opt.Hosts, host) {
		return true
	}
	if name == "localhost" {
		return true
	}
	ip := net.ParseIP(name)
	if ip == nil {
		return false
	}
	bound, _, _ := net.SplitHostPort(s.opt.Addr)
	return ip.IsLoopback() || name == strings.Trim(bound, "[]")
}

type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// problem writes an error as JSON (RFC 9457).
func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(status), "status": status, "detail": detail}) // the client may be gone
}

// authorised compares the bearer token in constant time.
func (s *Server) authorised(r *http.Request) bool {
	if s.opt.Token == "" {
		return false
	}
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	want, got := sha256.Sum256([]byte(s.opt.Token)), sha256.Sum256([]byte(token))
	return ok && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// enter takes one of the slots for queries, waiting in a short queue; false when
// the queue is full or the caller has gone.
func (s *Server) enter(ctx context.Context) bool {
	select {
	case s.queue <- struct{}{}:
	default:
		return false
	}
	select {
	case s.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		<-s.queue
		return false
	}
}

func (s *Server) leave() { <-s.slots; <-s.queue }
