package endpoint

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/entente-graph/entente/queries/workbench"
)

// Server answers for one store.
type Server struct {
	service Service // within the limits of queries
	opt     Options
	pages   *pages
	page    http.Handler // the workbench
	names   *nameIndex
	metrics *metrics
	rates   *rates
	gate    *gate       // of queries
	long    *gate       // of reading the whole store
	ending  atomic.Bool // set once the server takes no new requests
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
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	limited := limited{service, opt}
	p, err := newPages(limited, opt)
	if err != nil {
		return nil, err
	}
	page, err := workbench.Handler()
	if err != nil {
		return nil, err
	}
	proxies, err := addresses(opt.Proxies)
	if err != nil {
		return nil, err
	}
	return &Server{service: limited, opt: opt, pages: p, page: page, names: newNameIndex(service), metrics: newMetrics(service, opt.Version),
		rates: newRates(opt.Rate, proxies), gate: newGate(opt.Concurrent), long: newGate(opt.Concurrent)}, nil
}

// Handler is the whole HTTP interface.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", healthy)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("/sparql", s.sparql)
	s.describe(mux)
	s.languages(mux)
	s.pages.register(mux, s.admit)
	s.commands(mux)
	s.api(mux)
	for _, pattern := range workbench.Paths() {
		mux.Handle(pattern, s.page)
	}
	return s.guard(compressed(mux))
}

// Serve answers on listeners until the context ends. Running requests get a while
// to finish, then their queries are stopped; it returns when no handler runs any
// more, so that the store may be closed. A listener of opt.TLS is to be wrapped
// by the caller.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	// requests end with the server, not with the signal: they get the grace time
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	running := &handlers{next: s.Handler()}
	srv := &http.Server{Handler: running, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, BaseContext: func(net.Listener) context.Context { return base }, ErrorLog: slog.NewLogLogger(s.opt.Log.Handler(), slog.LevelDebug)}
	done := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { done <- srv.Serve(l) }()
	}
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		s.ending.Store(true)
		grace, stop := context.WithTimeout(context.WithoutCancel(ctx), ShutdownTime)
		err = srv.Shutdown(grace)
		stop()
	}
	cancel() // stops the queries of those that are still here
	if err != nil {
		err = errors.Join(ignore(err, context.DeadlineExceeded), srv.Close())
	}
	running.end()
	return err
}

func ignore(err, what error) error {
	if errors.Is(err, what) {
		return nil
	}
	return err
}

// handlers counts those that run. Shutdown and Close of http.Server leave
// handlers behind that do not end in time.
type handlers struct {
	next http.Handler

	mu      sync.Mutex
	ended   bool
	running sync.WaitGroup
}

func (h *handlers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.begin() {
		panic(http.ErrAbortHandler) // there is nothing left to answer from
	}
	defer h.running.Done()
	h.next.ServeHTTP(w, r)
}

func (h *handlers) begin() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.ended {
		h.running.Add(1)
	}
	return !h.ended
}

// end lets none begin any more and waits for those that run.
func (h *handlers) end() {
	h.mu.Lock()
	h.ended = true
	h.mu.Unlock()
	h.running.Wait()
}

func healthy(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") }

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.ending.Load() {
		problem(w, http.StatusServiceUnavailable, "the server is ending")
		return
	}
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
// through a name of its own), sets the headers, counts and logs.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for k, v := range headers {
			w.Header().Set(k, v)
		}
		id := requestID()
		w.Header().Set("X-Request-Id", id)
		start := time.Now()
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			e := recover()
			if e != nil && e != http.ErrAbortHandler {
				s.opt.Log.Error("request failed", "id", id, "path", r.URL.Path, "error", fmt.Sprint(e))
				if !rec.wrote {
					rec.Header().Del("Content-Encoding") // what was to be packed is gone
					problem(rec, http.StatusInternalServerError, "internal error")
				}
			}
			s.log(r, rec, id, time.Since(start))
			if e == http.ErrAbortHandler {
				panic(e)
			}
		}()
		switch {
		case !s.knownHost(r.Host):
			problem(rec, http.StatusMisdirectedRequest, "unknown host name; see serve.hosts")
		case !s.rates.allow(r):
			rec.Header().Set("Retry-After", "1")
			problem(rec, http.StatusTooManyRequests, "too many requests from this address; see serve.rate")
		default:
			next.ServeHTTP(rec, r)
		}
	})
}

// requestID is what a log line and the caller's answer have in common.
func requestID() string { return rand.Text()[:12] }

// log counts a request and writes its line. A slow one is a warning, with the
// hash of its query, so that it can be told from others without being shown.
func (s *Server) log(r *http.Request, rec *recorder, id string, took time.Duration) {
	s.metrics.request(r, rec.status, took)
	level, word := slog.LevelInfo, "request"
	if s.opt.Slow > 0 && took >= s.opt.Slow && !strings.HasPrefix(r.URL.Path, "/api/v1/") { // the owner's commands take what they take
		level, word = slog.LevelWarn, "slow request"
	}
	attributes := []any{"id", id, "method", r.Method, "path", r.URL.Path, "status", rec.status, "bytes", rec.bytes, "ms", took.Milliseconds()}
	if rec.query != "" {
		attributes = append(attributes, "query", queryHash(rec.query))
	}
	s.opt.Log.Log(r.Context(), level, word, attributes...)
}

func queryHash(query string) string {
	sum := sha256.Sum256([]byte(query))
	return hex.EncodeToString(sum[:6])
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
	query  string // what was asked, for the log
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
