package endpoint

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph/rdf"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// TestCompressed: who takes gzip gets it, and the same words.
func TestCompressed(t *testing.T) {
	srv, _ := start(t, Options{})
	for _, path := range []string{"/sparql?query=" + url.QueryEscape(events), "/home", "/api/search?q=x", "/nowhere", "/sparql?query=nonsense"} {
		_, plain := do(t, "GET", srv.URL+path, "", map[string]string{"Accept-Encoding": "identity"})
		resp, packed := do(t, "GET", srv.URL+path, "", map[string]string{"Accept-Encoding": "br, gzip;q=0.8"})
		if resp.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: not packed", path)
			continue
		}
		z, err := gzip.NewReader(strings.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(z)
		if err != nil || string(b) != plain {
			t.Errorf("%s: %v, %d bytes for %d", path, err, len(b), len(plain))
		}
		if resp, _ := do(t, "GET", srv.URL+path, "", map[string]string{"Accept-Encoding": "gzip;q=0"}); resp.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: packed for one who refuses", path)
		}
	}
}

// TestDescriptions: both descriptions are RDF and name the endpoint they stand at.
func TestDescriptions(t *testing.T) {
	srv, _ := start(t, Options{})
	for path, property := range map[string]string{"/sparql": serviceNS + "endpoint", "/.well-known/void": voidNS + "sparqlEndpoint"} {
		_, body := do(t, "GET", srv.URL+path, "", map[string]string{"Accept": "application/n-triples"})
		found := false
		for q, err := range rdf.Read(strings.NewReader(body), rdf.NTriples, "") {
			if err != nil {
				t.Fatal(err)
			}
			found = found || q.P.Value == property && q.O == schema.IRI(srv.URL+"/sparql")
		}
		if !found {
			t.Errorf("%s does not name the endpoint: %s", path, body)
		}
	}
}

func TestGizmoSubset(t *testing.T) {
	for text, good := range map[string]bool{
		`g.V("<x>").Out("<p>").All()`:                                      true,
		`var p = g.M().out(iri("p")); g.V(iri("x")).follow(p).getLimit(5)`: true,
		`graph.V().has("<p>", gt(3), "a").save(["a","b"], "t").all();`:     true,
		`g.V().tag("a").out().back("a").unique().count()`:                  true,
		``:                                      true,
		`while(true){}`:                         false,
		`for(;;){}`:                             false,
		`function f(){f()} f()`:                 false,
		`g.V().forEach(function(d){g.emit(d)})`: false,
		`g.V().map(x)`:                          false,
		`g.constructor.constructor("while(1){}")()`: false,
		`g["V"]().all()`:            false,
		`var s="x"; s.concat(s)`:    false,
		`"x".concat("y")`:           false,
		`[[[]]].toString()`:         false,
		`/(a+)+$/.test("aaaa")`:     false,
		`g.V(1+1).all()`:            false,
		`g.V({}).all()`:             false,
		`g.V().toArray()`:           false,
		`g.V(new Array(1e9)).all()`: false,
		`iri = g; iri("x")`:         false,
		`var V;`:                    false,
		`g.V(`:                      false,
		`lt(lt(1))`:                 false,
		`Array(4294967295).join()`:  false,
	} {
		if err := checkGizmo(text); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestRate(t *testing.T) {
	s, err := New(newFake(), Options{Rate: 2, Proxies: []string{"10.0.0.0/8"}, Hosts: []string{"graph.example"}})
	if err != nil {
		t.Fatal(err)
	}
	count := func(remote, forwarded string, n int) (refused int) {
		for range n {
			r := httptest.NewRequest("GET", "http://graph.example/healthz", nil)
			r.RemoteAddr = remote
			if forwarded != "" {
				r.Header.Set("X-Forwarded-For", forwarded)
			}
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			if w.Code == http.StatusTooManyRequests {
				refused++
			}
		}
		return refused
	}
	if n := count("192.0.2.1:99", "", 50); n < 40 || n > 42 {
		t.Errorf("one address: %d of 50 refused, want 42 or a little less", n)
	}
	if n := count("192.0.2.2:99", "192.0.2.77", 50); n < 40 {
		t.Errorf("a forged X-Forwarded-For: %d of 50 refused", n)
	}
	if n := count("127.0.0.1:99", "", 50); n != 0 {
		t.Errorf("loopback: %d refused", n)
	}
	if n := count("10.1.2.3:99", "6.6.6.6, 192.0.2.9", 50); n < 40 {
		t.Errorf("behind a front server: %d of 50 refused", n)
	}
	if got := s.rates.of(netip.MustParseAddr("192.0.2.9")).Tokens(); got > 1 {
		t.Errorf("the address that the front server wrote was not the one counted: %v tokens left", got)
	}
	if _, err := New(newFake(), Options{Proxies: []string{"nonsense"}}); err == nil {
		t.Error("nonsense taken for an address")
	}
}

func TestAdmin(t *testing.T) {
	var log bytes.Buffer
	s, err := New(newFake(), Options{Timeout: time.Second, Version: "v9", Slow: time.Nanosecond, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/sparql?query="+url.QueryEscape(events), nil))
	for range 3 {
		s.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "http://localhost/made-up-by-a-caller", nil))
	}
	a := httptest.NewRecorder()
	s.Admin().ServeHTTP(a, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{`entente_http_requests_total{route="/sparql",status="200"} 1`, `entente_build_info{version="v9"} 1`, "entente_store_quads 7", "go_goroutines"} {
		if !strings.Contains(a.Body.String(), want) {
			t.Errorf("no %s in the metrics", want)
		}
	}
	if strings.Contains(a.Body.String(), "made-up") {
		t.Error("a caller can make series")
	}
	if id := w.Header().Get("X-Request-Id"); id == "" || !strings.Contains(log.String(), id) || !strings.Contains(log.String(), "slow request") || !strings.Contains(log.String(), "query="+queryHash(events)) {
		t.Errorf("log: %s", log.String())
	}
	if strings.Contains(log.String(), "SELECT") {
		t.Error("the log shows the query")
	}
	for _, path := range []string{"/metrics", "/debug/pprof/"} {
		p := httptest.NewRecorder()
		if s.Handler().ServeHTTP(p, httptest.NewRequest("GET", "http://localhost"+path, nil)); p.Code != http.StatusNotFound {
			t.Errorf("%s answers readers: %d", path, p.Code)
		}
	}
}

// slow is a store whose queries do not look at their context for a while, as a
// long step of an engine does.
type slow struct {
	*fake
	takes   time.Duration
	running atomic.Int32
}

func (s *slow) Query(ctx context.Context, q string, opt QueryOptions) (*sparql.Results, error) {
	s.running.Add(1)
	defer s.running.Add(-1)
	time.Sleep(s.takes)
	return s.fake.Query(ctx, q, opt)
}

// TestShutdown: Serve comes back only when no handler works on the store any more,
// also when the caller has long gone.
func TestShutdown(t *testing.T) {
	store := &slow{fake: newFake(), takes: 700 * time.Millisecond}
	s, err := New(store, Options{Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	status := make(chan int, 1)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String() + "/sparql?query=" + url.QueryEscape(events))
		if err != nil {
			status <- 0
			return
		}
		resp.Body.Close()
		status <- resp.StatusCode
	}()
	impatient, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer leave()
	req, err := http.NewRequestWithContext(impatient, "GET", "http://"+l.Addr().String()+"/home", nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := http.DefaultClient.Do(req); err == nil {
		resp.Body.Close()
		t.Error("answered before its time")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := store.running.Load(); n != 0 {
		t.Errorf("%d handlers still work on the store", n)
	}
	if got := <-status; got != http.StatusOK {
		t.Errorf("the running request ended with %d", got)
	}
}

// TestQueueKeepsTime: who waits in the queue has an answer within the time limit
// too, and who does not fit in at once.
func TestQueueKeepsTime(t *testing.T) {
	store := &slow{fake: newFake(), takes: 400 * time.Millisecond}
	s, err := New(store, Options{Timeout: 500 * time.Millisecond, Concurrent: 1})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.Handler())
	defer srv.Close()
	type answer struct {
		status int
		took   time.Duration
	}
	const callers = 40
	answers := make(chan answer, callers)
	for range callers {
		go func() {
			begin := time.Now()
			resp, err := http.Get(srv.URL + "/sparql?query=" + url.QueryEscape(events))
			if err != nil {
				answers <- answer{}
				return
			}
			resp.Body.Close()
			answers <- answer{resp.StatusCode, time.Since(begin)}
		}()
	}
	good := 0
	for range callers {
		a := <-answers
		switch a.status {
		case http.StatusOK:
			good++
		case http.StatusServiceUnavailable:
		default:
			t.Errorf("status %d", a.status)
		}
		if a.took > 2*time.Second {
			t.Errorf("an answer after %s", a.took)
		}
	}
	if good == 0 {
		t.Error("nobody was served")
	}
}

// versioned is a store that says when it changed.
type versioned struct {
	*fake
	generation, asked atomic.Uint64
}

func (v *versioned) Generation() uint64 { return v.generation.Load() }
func (v *versioned) Ask(ctx context.Context, q string) (*sparql.Results, error) {
	v.asked.Add(1)
	return v.fake.Ask(ctx, q)
}

// TestNameIndex: the store is read once for each of its states.
func TestNameIndex(t *testing.T) {
	store := &versioned{fake: newFake()}
	x := newNameIndex(store)
	for range 10 {
		names, err := x.get(t.Context())
		if err != nil || len(find(names, "峰会", "")) != 1 || len(find(names, "峰会", "state")) != 0 || len(find(names, "<SCRIPT", "")) == 0 {
			t.Fatalf("%v %v", names, err)
		}
	}
	store.generation.Add(1)
	x.made = x.made.Add(-time.Hour)
	if _, err := x.get(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := store.asked.Load(); n != 2 {
		t.Errorf("the store was asked %d times, want 2", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newNameIndex(store).get(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who left: %v", err)
	}
}
