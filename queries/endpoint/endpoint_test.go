package endpoint

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// fake is a store in memory.
type fake struct {
	src      *sparql.Memory
	articles map[string]schema.Article
	ingested atomic.Int64
}

func (f *fake) Ask(ctx context.Context, q string) (*sparql.Results, error) {
	return f.Query(ctx, q, QueryOptions{})
}

func (f *fake) Query(ctx context.Context, text string, opt QueryOptions) (*sparql.Results, error) {
	q, err := sparql.Parse(text, "", schema.Prefixes)
	if err != nil {
		return nil, err
	}
	return sparql.Engine{}.Query(ctx, f.src, q, sparql.Options{Union: true, Timeout: opt.Timeout, MaxRows: opt.MaxRows, DefaultGraphs: opt.Default, NamedGraphs: opt.Named})
}

func (f *fake) Language(context.Context, string, string, int) ([]any, error) {
	return []any{"x"}, nil
}

func (f *fake) Article(_ context.Context, iri string) (schema.Article, error) {
	a, ok := f.articles[iri]
	if !ok {
		return a, ErrNotFound
	}
	return a, nil
}

func (f *fake) Explain(_ context.Context, iri string) (Explanation, error) {
	return Explanation{IRI: iri, Node: iri}, nil
}

func (f *fake) Export(_ context.Context, w io.Writer, _ ExportOptions) error {
	_, err := io.WriteString(w, "<a> <b> <c> .\n")
	return err
}
func (f *fake) Stats(context.Context) (Stats, error)        { return Stats{Quads: 7}, nil }
func (f *fake) Validate(context.Context) ([]Finding, error) { return nil, nil }
func (f *fake) Ingest(_ context.Context, docs iter.Seq2[schema.Document, error], _ IngestOptions) (Report, error) {
	var r Report
	for _, err := range docs {
		if err != nil {
			return r, err
		}
		r.Articles++
		f.ingested.Add(1)
	}
	return r, nil
}
func (f *fake) Remove(_ context.Context, names []string) (Report, error) {
	return Report{Removed: len(names)}, nil
}
func (f *fake) Import(_ context.Context, _, _ string, r io.Reader) (int, error) {
	b, err := io.ReadAll(r)
	return len(b), err
}
func (f *fake) Compact(context.Context) error        { return nil }
func (f *fake) Backup(context.Context, string) error { return nil }
func (f *fake) Close() error                         { return nil }

const token = "secret-for-the-test"

// hostile stands in labels and quotes: no page may run it.
const hostile = `<script>alert(1)</script>"'&`

func newFake() *fake {
	var quads []schema.Quad
	put := func(graph, s, p string, o schema.Term) {
		quads = append(quads, schema.Quad{S: schema.IRI(s), P: schema.IRI(p), O: o, G: schema.IRI(graph)})
	}
	event, doc, claim := schema.Base+"id/event/e1", schema.Base+"doc/d1", schema.Base+"claim/c1"
	span := schema.SpanIRI(doc, 0, 4)
	f := schema.Frame{Event: &schema.EventFrame{IRI: event, Type: schema.Base + "type/summit", Status: schema.Happened, Actors: []schema.Actor{{IRI: schema.StateIRI("CHN")}}}}
	for _, t := range f.Triples() {
		quads = append(quads, t.In(schema.IRI(claim)))
	}
	put(schema.GraphDerived, event, schema.CurrentStatus, schema.IRI(schema.Happened))
	put(schema.GraphDerived, event, schema.PrefLabel, schema.LangString("峰会"+hostile, "zh"))
	put(schema.GraphDerived, event, schema.BestFrom, schema.Typed("2025-06-17", schema.XSDDate))
	put(schema.GraphDerived, event, schema.BestTo, schema.Typed("2025-06-17", schema.XSDDate))
	put(schema.GraphDerived, event, schema.BestDate, schema.Typed("2025-06-17", schema.EDTF))
	put(schema.GraphProvenance, claim, schema.WasDerivedFrom, schema.IRI(span))
	put(schema.GraphProvenance, claim, schema.Rule, schema.String("zh/test"))
	put(schema.GraphProvenance, claim, schema.Confidence, schema.Typed("0.9", schema.XSDDecimal))
	put(schema.GraphProvenance, claim, schema.Modality, schema.IRI(schema.Asserted))
	put(schema.GraphProvenance, span, schema.AnchorOf, schema.String(hostile))
	put(schema.GraphProvenance, span, schema.BeginIndex, schema.Typed("0", schema.XSDNonNegativeInteger))
	put(schema.GraphProvenance, span, schema.EndIndex, schema.Typed("4", schema.XSDNonNegativeInteger))
	put(schema.GraphProvenance, span, schema.ReferenceContext, schema.IRI(doc))
	put(schema.GraphDocuments, doc, schema.Type, schema.IRI(schema.ClassArticle))
	put(schema.GraphDocuments, doc, schema.DCTitle, schema.LangString("标题"+hostile, "zh"))
	put(schema.GraphDocuments, doc, schema.URL, schema.String("javascript:alert(1)"))
	for i := range 300 {
		put(schema.GraphImport+"x", "http://x.example/"+string(rune('a'+i%26))+strings.Repeat("x", i), "http://x.example/p", schema.Integer(i))
	}
	return &fake{src: sparql.NewMemory(quads), articles: map[string]schema.Article{doc: {ID: doc, Title: "标题", Text: "首届峰会" + hostile}}}
}

func start(t *testing.T, opt Options) (*httptest.Server, *fake) {
	t.Helper()
	f := newFake()
	if opt.Timeout == 0 {
		opt.Timeout = 5 * time.Second
	}
	opt.Token = token
	s, err := New(f, opt)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	return srv, f
}

func do(t *testing.T, method, address, body string, header map[string]string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		if k == "Host" {
			req.Host = v
			continue
		}
		req.Header.Set(k, v)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

const (
	form   = "application/x-www-form-urlencoded"
	direct = "application/sparql-query"
	events = "SELECT ?e ?l WHERE { ?e a ent:Event ; skos:prefLabel ?l }"
)

func TestProtocol(t *testing.T) {
	srv, _ := start(t, Options{MaxBody: 4096})
	q := url.QueryEscape(events)
	for _, c := range []struct {
		name, method, path, body string
		header                   map[string]string
		status                   int
		mediaType                string
	}{
		{"get", "GET", "/sparql?query=" + q, "", nil, 200, "application/sparql-results+json"},
		{"head", "HEAD", "/sparql?query=" + q, "", nil, 200, "application/sparql-results+json"},
		{"post form", "POST", "/sparql", "query=" + q, map[string]string{"Content-Type": form}, 200, "application/sparql-results+json"},
		{"post form with charset", "POST", "/sparql", "query=" + q, map[string]string{"Content-Type": form + "; charset=utf-8"}, 200, "application/sparql-results+json"},
		{"post direct", "POST", "/sparql", events, map[string]string{"Content-Type": direct}, 200, "application/sparql-results+json"},
		{"xml", "GET", "/sparql?query=" + q, "", map[string]string{"Accept": "application/sparql-results+xml"}, 200, "application/sparql-results+xml"},
		{"csv", "GET", "/sparql?query=" + q, "", map[string]string{"Accept": "text/csv"}, 200, "text/csv; charset=utf-8"},
		{"tsv by name", "GET", "/sparql?format=tsv&query=" + q, "", nil, 200, "text/tab-separated-values; charset=utf-8"},
		{"best of several", "GET", "/sparql?query=" + q, "", map[string]string{"Accept": "text/csv;q=0.3, application/sparql-results+xml;q=0.8, */*;q=0.1"}, 200, "application/sparql-results+xml"},
		{"anything", "GET", "/sparql?query=" + q, "", map[string]string{"Accept": "*/*"}, 200, "application/sparql-results+json"},
		{"graph", "GET", "/sparql?query=" + url.QueryEscape("CONSTRUCT WHERE { ?e a ent:Event }"), "", nil, 200, "text/turtle; charset=utf-8"},
		{"graph as n-triples", "GET", "/sparql?query=" + url.QueryEscape("DESCRIBE event:e1"), "", map[string]string{"Accept": "application/n-triples"}, 200, "application/n-triples"},
		{"ask", "GET", "/sparql?query=" + url.QueryEscape("ASK { ?e a ent:Event }"), "", nil, 200, "application/sparql-results+json"},
		{"none acceptable", "GET", "/sparql?query=" + q, "", map[string]string{"Accept": "image/png"}, 406, ""},
		{"unknown format", "GET", "/sparql?format=pdf&query=" + q, "", nil, 406, ""},
		{"no query", "GET", "/sparql?format=json", "", nil, 400, ""},
		{"no query by post", "POST", "/sparql", "", map[string]string{"Content-Type": form}, 400, ""},
		{"service description", "GET", "/sparql", "", nil, 200, "text/turtle; charset=utf-8"},
		{"service description as N-Triples", "GET", "/sparql", "", map[string]string{"Accept": "application/n-triples"}, 200, "application/n-triples"},
		{"service description as a picture", "GET", "/sparql", "", map[string]string{"Accept": "image/png"}, 406, ""},
		{"void", "GET", "/.well-known/void", "", map[string]string{"Accept": "application/ld+json"}, 200, "application/ld+json"},
		{"page as a picture", "GET", "/home", "", map[string]string{"Accept": "image/png"}, 406, ""},
		{"resource as a picture", "GET", "/id/event/e1", "", map[string]string{"Accept": "image/png"}, 406, ""},
		{"gizmo by get", "GET", "/gizmo", "", nil, 405, ""},
		{"two queries", "GET", "/sparql?query=" + q + "&query=" + q, "", nil, 400, ""},
		{"syntax", "GET", "/sparql?query=" + url.QueryEscape("SELECT WHERE"), "", nil, 400, "application/problem+json"},
		{"method", "PUT", "/sparql?query=" + q, "", nil, 405, ""},
		{"media type", "POST", "/sparql", events, map[string]string{"Content-Type": "text/plain"}, 415, ""},
		{"no media type", "POST", "/sparql", events, nil, 415, ""},
		{"update by form", "POST", "/sparql", "update=DROP+ALL", map[string]string{"Content-Type": form}, 403, ""},
		{"update", "POST", "/sparql", "DROP ALL", map[string]string{"Content-Type": "application/sparql-update"}, 403, ""},
		{"too large", "POST", "/sparql", strings.Repeat("#", 5000), map[string]string{"Content-Type": direct}, 413, ""},
		{"federation", "GET", "/sparql?query=" + url.QueryEscape("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), "", nil, 403, ""},
		{"timeout that is none", "GET", "/sparql?timeout=never&query=" + q, "", nil, 400, ""},
		{"preflight", "OPTIONS", "/sparql", "", nil, 204, ""},
		{"foreign host", "GET", "/sparql?query=" + q, "", map[string]string{"Host": "evil.example"}, 421, ""},
		{"loopback name", "GET", "/sparql?query=" + q, "", map[string]string{"Host": "localhost:7070"}, 200, ""},
		{"health", "GET", "/healthz", "", nil, 200, ""},
		{"readiness", "GET", "/readyz", "", nil, 200, ""},
		{"nowhere", "GET", "/nowhere", "", nil, 404, ""},
		{"dots", "GET", "/doc/../../etc/passwd", "", nil, 404, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp, body := do(t, c.method, srv.URL+c.path, c.body, c.header)
			if resp.StatusCode != c.status {
				t.Fatalf("status %d, want %d: %.200s", resp.StatusCode, c.status, body)
			}
			if c.mediaType != "" && resp.Header.Get("Content-Type") != c.mediaType {
				t.Errorf("media type %q, want %q", resp.Header.Get("Content-Type"), c.mediaType)
			}
			if resp.Header.Get("Content-Security-Policy") == "" || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Error("security headers are missing")
			}
			if strings.HasPrefix(c.path, "/sparql") && c.status == 200 && resp.Header.Get("Access-Control-Allow-Origin") != "*" {
				t.Error("no CORS on a read")
			}
		})
	}
}

func TestResultFormats(t *testing.T) {
	srv, _ := start(t, Options{})
	get := func(format string) string {
		_, body := do(t, "GET", srv.URL+"/sparql?format="+format+"&query="+url.QueryEscape(events), "", nil)
		return body
	}
	var j struct {
		Results struct {
			Bindings []map[string]struct{ Value string }
		}
	}
	if err := json.Unmarshal([]byte(get("json")), &j); err != nil || len(j.Results.Bindings) != 1 || j.Results.Bindings[0]["l"].Value != "峰会"+hostile {
		t.Errorf("json: %v %+v", err, j)
	}
	rows, err := csv.NewReader(strings.NewReader(get("csv"))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != "峰会"+hostile {
		t.Errorf("csv: %v %q", err, rows)
	}
	if err := xml.Unmarshal([]byte(get("xml")), new(struct{})); err != nil {
		t.Errorf("xml: %v", err)
	}
}

func TestLimits(t *testing.T) {
	srv, _ := start(t, Options{Timeout: 300 * time.Millisecond, MaxRows: 20})
	cross := "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) < 0) }"
	begin := time.Now()
	resp, body := do(t, "GET", srv.URL+"/sparql?query="+url.QueryEscape(cross), "", nil)
	if resp.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "ran out of time") {
		t.Errorf("heavy query: %d %.200s", resp.StatusCode, body)
	}
	if d := time.Since(begin); d > 3*time.Second {
		t.Errorf("stopped after %s", d)
	}
	resp, body = do(t, "GET", srv.URL+"/sparql?query="+url.QueryEscape("SELECT * { ?a ?b ?c }"), "", nil)
	if resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("too many rows: %d %.100s", resp.StatusCode, body)
	}
}

// TestPages: every page is whole HTML, holds no script, and shows hostile text as
// text.
func TestPages(t *testing.T) {
	srv, _ := start(t, Options{Lang: "zh"})
	for _, c := range []struct {
		path   string
		status int
		has    string
	}{
		{"/home", 200, "2025-06-17"},
		{"/home?lang=en", 200, "happened"},
		{"/home?lang=ru&status=happened", 200, "состоялось"},
		{"/home?state=CHN&from=2025-01-01", 200, "2025-06-17"},
		{"/home?from=nonsense", 400, ""},
		{"/query?query=" + url.QueryEscape(events), 200, "event:e1"},
		{"/query?query=" + url.QueryEscape("ASK {}"), 200, "true"},
		{"/query?query=nonsense", 400, ""},
		{"/query?name=meetings-of-two-states", 200, "input"},
		{"/query?name=meetings-of-two-states&a=CHN&b=KAZ", 200, "table"},
		{"/id/event/e1", 200, "zh/test"},
		{"/doc/d1", 200, "首届峰会"},
		{"/claim/c1", 200, "zh/test"},
		{"/id/event/none", 404, ""},
		{"/style.css", 200, "color-scheme"},
	} {
		t.Run(c.path, func(t *testing.T) {
			resp, body := do(t, "GET", srv.URL+c.path, "", map[string]string{"Accept": "text/html"})
			if resp.StatusCode != c.status || !strings.Contains(body, c.has) {
				t.Fatalf("status %d; %q not in %.300s", resp.StatusCode, c.has, body)
			}
			if strings.HasSuffix(c.path, ".css") {
				return
			}
			doc, err := html.Parse(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			for n := range doc.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				if n.Data == "script" {
					t.Error("a script element")
				}
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
						t.Errorf("%s=%q", a.Key, a.Val)
					}
				}
			}
		})
	}
}

func TestResources(t *testing.T) {
	srv, _ := start(t, Options{})
	for _, c := range []struct{ path, accept, mediaType string }{
		{"/id/event/e1.ttl", "", "text/turtle; charset=utf-8"},
		{"/id/event/e1.nq", "text/html", "application/n-quads"},
		{"/id/event/e1", "text/turtle", "text/turtle; charset=utf-8"},
		{"/id/event/e1?format=nt", "text/html", "application/n-triples"},
		{"/id/event/e1", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"},
		{"/id/event/e1", "", "text/html; charset=utf-8"},
	} {
		resp, body := do(t, "GET", srv.URL+c.path, "", map[string]string{"Accept": c.accept})
		if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != c.mediaType {
			t.Errorf("%s %q: %d %s %.100s", c.path, c.accept, resp.StatusCode, resp.Header.Get("Content-Type"), body)
		}
	}
}

func TestOwner(t *testing.T) {
	srv, f := start(t, Options{})
	for _, name := range []string{"ingest", "remove", "import?name=x&syntax=nquads", "compact", "backup?dir=x", "language?language=gizmo"} {
		if resp, _ := do(t, "POST", srv.URL+"/api/v1/"+name, "[]", nil); resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s without a token: %d", name, resp.StatusCode)
		}
		if resp, _ := do(t, "POST", srv.URL+"/api/v1/"+name, "[]", map[string]string{"Authorization": "Bearer wrong"}); resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s with a wrong token: %d", name, resp.StatusCode)
		}
		if resp, _ := do(t, "POST", srv.URL+"/api/v1/"+name, "[]", map[string]string{"Authorization": "Bearer " + token, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}); resp.StatusCode != http.StatusForbidden {
			t.Errorf("%s from another origin: %d", name, resp.StatusCode)
		}
	}
	if f.ingested.Load() != 0 {
		t.Error("something went in")
	}
}

func TestClient(t *testing.T) {
	srv, f := start(t, Options{})
	ctx := context.Background()
	s, err := Dial(ctx, srv.URL, token)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	res, err := s.Ask(ctx, events)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row, err := range res.Rows() {
		if err != nil || row[1] != schema.LangString("峰会"+hostile, "zh") {
			t.Errorf("%v %v", row, err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d rows", n)
	}
	if res, err = s.Ask(ctx, "CONSTRUCT { ?e skos:prefLabel ?l } WHERE { ?e skos:prefLabel ?l }"); err != nil {
		t.Fatal(err)
	}
	for tr, err := range res.Triples() {
		if err != nil || tr.O != schema.LangString("峰会"+hostile, "zh") {
			t.Errorf("%v %v", tr, err)
		}
	}
	var syntax *sparql.SyntaxError
	if _, err := s.Ask(ctx, "SELECT"); !errors.As(err, &syntax) {
		t.Errorf("syntax: %v", err)
	}
	if _, err := s.Article(ctx, schema.Base+"doc/none"); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such article: %v", err)
	}
	if a, err := s.Article(ctx, schema.Base+"doc/d1"); err != nil || !strings.Contains(a.Text, hostile) {
		t.Errorf("article: %v %v", a, err)
	}
	docs := func(yield func(schema.Document, error) bool) {
		for range 3 {
			if !yield(schema.Document{Article: schema.Article{Title: "t"}}, nil) {
				return
			}
		}
		yield(schema.Document{}, errors.New("bad.txt: document is empty"))
	}
	r, err := s.Ingest(ctx, docs, IngestOptions{})
	if err != nil || r.Articles != 3 || len(r.Failed) != 1 || r.Failed[0].Document != "bad.txt" || f.ingested.Load() != 3 {
		t.Errorf("ingest: %+v %v", r, err)
	}
	if r, err := s.Remove(ctx, []string{"a", "b"}); err != nil || r.Removed != 2 {
		t.Errorf("remove: %+v %v", r, err)
	}
	var b bytes.Buffer
	if err := s.Export(ctx, &b, ExportOptions{}); err != nil || b.String() != "<a> <b> <c> .\n" {
		t.Errorf("export: %q %v", b.String(), err)
	}
	if n, err := s.Import(ctx, "x", "turtle", strings.NewReader("12345")); err != nil || n != 5 {
		t.Errorf("import: %d %v", n, err)
	}
	if st, err := s.Stats(ctx); err != nil || st.Quads != 7 {
		t.Errorf("stats: %+v %v", st, err)
	}
	if _, err := Dial(ctx, "http://127.0.0.1:1", ""); !errors.Is(err, ErrNoServer) {
		t.Errorf("nobody there: %v", err)
	}
	if _, err := Dial(ctx, "nonsense", ""); err == nil {
		t.Error("no address is taken for one")
	}
}

func TestServeAndAnnounce(t *testing.T) {
	dir := t.TempDir() + "/store"
	s, err := New(newFake(), Options{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	withdraw, err := Announce(dir, Address{URL: "http://" + l.Addr().String(), Token: token})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Serve(ctx, l) }()
	a, ok := Announced(dir)
	if !ok || a.Token != token {
		t.Fatalf("announced: %+v %v", a, ok)
	}
	client, err := Dial(ctx, a.URL, a.Token)
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("did not end")
	}
	if err := withdraw(); err != nil {
		t.Error(err)
	}
	if _, ok := Announced(dir); ok {
		t.Error("still announced")
	}
}
