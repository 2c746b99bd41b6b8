package endpoint_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/endpoint"
)

// sampleServer serves the samples, read once for all tests of the API.
var sampleServer = sync.OnceValues(func() (*httptest.Server, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "entente-api")
	if err != nil {
		return nil, err
	}
	store, err := entente.Open(ctx, entente.Options{Dir: dir, Create: true})
	if err != nil {
		return nil, err
	}
	reader, err := entente.NewReader(entente.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := store.Ingest(ctx, reader.Documents(ctx, []string{"../../data/samples"}, entente.ReadOptions{}), entente.IngestOptions{}); err != nil {
		return nil, err
	}
	sampleStore = store
	closing = func() { _ = store.Close(); _ = os.RemoveAll(dir) } // nothing is lost: the samples are there
	s, err := endpoint.New(store, endpoint.Options{Timeout: 20 * time.Second, MaxRows: 100_000, Token: "t"})
	if err != nil {
		return nil, err
	}
	return httptest.NewServer(s.Handler()), nil
})

var closing = func() {}

// sampleStore is the store behind sampleServer, once that was called.
var sampleStore *entente.Base

func TestMain(m *testing.M) {
	code := m.Run()
	closing()
	os.Exit(code)
}

// ask returns the status and the body of a path of the API.
func ask(t *testing.T, path string) (int, []byte) {
	t.Helper()
	srv, err := sampleServer()
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Get(srv.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, b
}

// get reads an answer that must be good.
func get[T any](t *testing.T, path string) T {
	t.Helper()
	status, b := ask(t, path)
	var x T
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", path, status, b)
	}
	if err := json.Unmarshal(b, &x); err != nil {
		t.Fatalf("%s: %v in %.300s", path, err, b)
	}
	return x
}

type apiNode struct{ IRI, Label, Kind, Name string }

type apiClaim struct {
	Claim, Quote, Before, After, Article, Title, Rule, Confidence string
	Begin, End                                                    int
	Disputed                                                      []struct{ IRI, Property string }
}

const summit = "https://w3id.org/entente/id/event/china-central-asia-summit-2"

func TestAPISearch(t *testing.T) {
	for _, x := range []struct{ text, lang, iri, label string }{
		{"阿斯塔纳", "zh", "place/astana", "阿斯塔纳"},
		{"astana", "en", "place/astana", "Astana"},
		{"Астан", "ru", "place/astana", "Астана"},
		{"哈萨克", "en", "state/KAZ", "Kazakhstan"},
		{"Си Цзинь", "zh", "person/xi-jinping", "习近平"},
		{"上合", "ru", "organization/shanghai-cooperation-organization", "Шанхайская организация сотрудничества"},
	} {
		t.Run(x.text, func(t *testing.T) {
			got := get[struct{ Hits []apiNode }](t, "/api/search?lang="+x.lang+"&q="+url.QueryEscape(x.text))
			n := slices.IndexFunc(got.Hits, func(h apiNode) bool { return strings.HasSuffix(h.IRI, "/id/"+x.iri) })
			if n < 0 || n > 2 || got.Hits[n].Label != x.label {
				t.Errorf("want %s as %q among the first three, got %+v", x.iri, x.label, got.Hits)
			}
		})
	}
	if got := get[struct{ Hits []apiNode }](t, "/api/search?q="); got.Hits == nil || len(got.Hits) > 0 {
		t.Errorf("nothing asked: %v", got.Hits)
	}
	if got := get[struct{ Hits []apiNode }](t, "/api/search?kind=event&lang=en&q=summit"); len(got.Hits) == 0 || slices.ContainsFunc(got.Hits, func(h apiNode) bool { return h.Kind != "event" }) {
		t.Errorf("by kind: %v", got.Hits)
	}
}

func TestAPITimeline(t *testing.T) {
	type line struct {
		Lang    string
		Entries []struct{ IRI, Kind, Title, Status, From string }
	}
	all := get[line](t, "/api/timeline?lang=en")
	if len(all.Entries) < 30 || all.Lang != "en" {
		t.Fatalf("%d entries in %s", len(all.Entries), all.Lang)
	}
	if !slices.IsSortedFunc(all.Entries, func(a, b struct{ IRI, Kind, Title, Status, From string }) int {
		if a.From == "" || b.From == "" {
			return 0
		}
		return strings.Compare(a.From, b.From)
	}) {
		t.Error("not in order of time")
	}
	some := get[line](t, "/api/timeline?state=KAZ&status=happened&lang=zh")
	if len(some.Entries) == 0 || len(some.Entries) >= len(all.Entries) {
		t.Errorf("filter: %d of %d", len(some.Entries), len(all.Entries))
	}
	figures := get[line](t, "/api/timeline?figures=true")
	if !slices.ContainsFunc(figures.Entries, func(e struct{ IRI, Kind, Title, Status, From string }) bool { return e.Kind == "figure" }) {
		t.Error("no figures")
	}
}

func TestAPIEvent(t *testing.T) {
	x := get[struct {
		Event  struct{ Title, Status string }
		Claims []apiClaim
		Parts  []apiNode
	}](t, "/api/event?lang=ru&iri="+url.QueryEscape(summit))
	if x.Event.Title == "" || len(x.Claims) < 2 {
		t.Fatalf("%+v", x)
	}
	for _, c := range x.Claims {
		if c.Quote == "" || c.Article == "" || c.Rule == "" || c.Confidence == "" || c.Before+c.After == "" {
			t.Errorf("claim without its words: %+v", c)
		}
	}
	if short := get[struct{ Event struct{ IRI string } }](t, "/api/event?iri=event/china-central-asia-summit-2"); short.Event.IRI != summit {
		t.Errorf("by path: %s", short.Event.IRI)
	}
}

func TestAPIEntity(t *testing.T) {
	x := get[struct {
		apiNode
		Labels     map[string]string
		Neighbours []struct {
			Property string
			Out      bool
			Nodes    []apiNode
			More     int
		}
		Claims []apiClaim
	}](t, "/api/entity?lang=en&each=5&iri=KAZ")
	if x.Label != "Kazakhstan" || x.Kind != "state" || x.Labels["ru"] != "Казахстан" || len(x.Claims) > 60 {
		t.Errorf("%s %s %v, %d claims", x.Label, x.Kind, x.Labels, len(x.Claims))
	}
	actor := false
	for _, n := range x.Neighbours {
		actor = actor || n.Property == "sem:hasActor" && !n.Out
		if len(n.Nodes) == 0 || len(n.Nodes) > 5 {
			t.Errorf("%s: %d nodes", n.Property, len(n.Nodes))
		}
	}
	if !actor {
		t.Errorf("no event with it as actor: %v", x.Neighbours)
	}
}

// TestAPIArticle checks that every highlight, cut from the text, is the quote of
// its claim.
func TestAPIArticle(t *testing.T) {
	event := get[struct{ Claims []apiClaim }](t, "/api/event?iri="+url.QueryEscape(summit))
	quotes := map[string]string{}
	articles := map[string]bool{}
	for _, c := range event.Claims {
		quotes[c.Claim], articles[c.Article] = c.Quote, true
	}
	checked := 0
	for a := range articles {
		x := get[struct {
			Text       string
			Highlights []struct {
				Begin, End int
				Claim      string
				About      []apiNode
			}
		}](t, "/api/article?iri="+url.QueryEscape(a))
		text := []rune(x.Text)
		for _, h := range x.Highlights {
			if q := quotes[h.Claim]; q != "" {
				checked++
				if got := string(text[h.Begin:h.End]); got != q || len(h.About) == 0 {
					t.Errorf("%s: text %q, quote %q, about %v", h.Claim, got, q, h.About)
				}
			}
		}
	}
	if checked != len(quotes) {
		t.Errorf("%d of %d claims are marked", checked, len(quotes))
	}
}

func TestAPIFigures(t *testing.T) {
	type answer struct {
		Figures []struct {
			IRI, Value, Min, Max, Verbatim, Bound, Contradiction string
			Measure                                              apiNode
			Reporter                                             *apiNode
			Sources                                              int
		}
	}
	all := get[answer](t, "/api/figures?lang=en")
	disputed := 0
	for _, f := range all.Figures {
		if f.Value+f.Min+f.Max == "" || f.Verbatim == "" || f.Bound == "" || f.Measure.Label == "" || f.Sources == 0 {
			t.Errorf("%+v", f)
		}
		if f.Contradiction != "" {
			disputed++
		}
	}
	if disputed < 2 {
		t.Errorf("%d figures contradict one another, want the two of the samples", disputed)
	}
	pair := get[answer](t, "/api/figures?measure=trade-volume&reporter=CHN&partner=KAZ")
	if len(pair.Figures) == 0 || len(pair.Figures) >= len(all.Figures) {
		t.Errorf("pair: %d of %d", len(pair.Figures), len(all.Figures))
	}
}

func TestAPILists(t *testing.T) {
	ledger := get[struct {
		Contradictions []struct {
			Concerns apiNode
			Property string
			Claims   []apiClaim
		}
	}](t, "/api/contradictions?lang=zh")
	if len(ledger.Contradictions) == 0 {
		t.Fatal("no contradictions")
	}
	for _, c := range ledger.Contradictions {
		if len(c.Claims) < 2 || c.Concerns.Label == "" || len(c.Claims[0].Disputed) == 0 {
			t.Errorf("%+v", c)
		}
	}
	late := get[struct{ Events []struct{ Overdue bool } }](t, "/api/open-events?asOf=2999-01-01")
	early := get[struct{ Events []struct{ Overdue bool } }](t, "/api/open-events?asOf=1999-01-01")
	overdue := func(list []struct{ Overdue bool }) (n int) {
		for _, e := range list {
			if e.Overdue {
				n++
			}
		}
		return n
	}
	if len(late.Events) == 0 || len(late.Events) != len(early.Events) || overdue(early.Events) != 0 || overdue(late.Events) == 0 {
		t.Errorf("open: %v, %v", late, early)
	}
	if s := get[endpoint.Stats](t, "/api/stats"); s.Articles < 20 || s.Events == 0 {
		t.Errorf("%+v", s)
	}
	if q := get[[]struct{ Name string }](t, "/api/queries"); len(q) < 30 {
		t.Errorf("%d named queries", len(q))
	}
	v := get[struct {
		Prefixes            []struct{ Name, IRI string }
		Classes, Properties []string
	}](t, "/api/vocabulary")
	if !slices.Contains(v.Classes, "ent:Event") || !slices.Contains(v.Properties, "sem:hasActor") || len(v.Prefixes) < 20 {
		t.Errorf("%v", v)
	}
	b := get[struct{ Query string }](t, "/api/bind?name=events-of-state&arg.party=KAZ&arg.lang=ru")
	if !strings.Contains(b.Query, "<https://w3id.org/entente/id/state/KAZ>") {
		t.Errorf("%s", b.Query)
	}
}

func TestAPIRefuses(t *testing.T) {
	for path, want := range map[string]int{
		"/api/timeline?from=soon":                                  400,
		"/api/timeline?corroboration=many":                         400,
		"/api/timeline?limit=0":                                    400,
		"/api/timeline?offset=-1":                                  400,
		"/api/event?iri=":                                          400,
		"/api/event?iri=" + url.QueryEscape(`http://x/"><script>`): 400,
		"/api/event?iri=event/none":                                404,
		"/api/entity?iri=person/none":                              404,
		"/api/article?iri=doc/none":                                404,
		"/api/search?q=x&limit=-1":                                 400,
		"/api/open-events?asOf=2025":                               400,
		"/api/bind?name=none":                                      400,
		"/api/figures?measure=" + url.QueryEscape("a b"):           400,
		"/api/nothing":                                             404,
	} {
		if status, b := ask(t, path); status != want {
			t.Errorf("%s: %d, want %d: %.200s", path, status, want, b)
		}
	}
}

// TestAPIPages: the pages of a timeline, one after the other, are the timeline.
func TestAPIPages(t *testing.T) {
	type page struct {
		Entries             []struct{ IRI string }
		Total, Offset, Next int
	}
	whole := get[page](t, "/api/timeline?figures=true")
	var pages []struct{ IRI string }
	for next, first := 0, true; first || next > 0; first = false {
		p := get[page](t, fmt.Sprintf("/api/timeline?figures=true&limit=7&offset=%d", next))
		if p.Offset != next || p.Total != whole.Total || len(p.Entries) > 7 || p.Next != 0 && p.Next != next+7 {
			t.Fatalf("%+v", p)
		}
		pages, next = append(pages, p.Entries...), p.Next
	}
	if whole.Total < 20 || len(whole.Entries) != whole.Total || !slices.Equal(pages, whole.Entries) {
		t.Errorf("%d entries by pages, %d of %d at once", len(pages), len(whole.Entries), whole.Total)
	}
	if p := get[page](t, "/api/timeline?offset=100000"); len(p.Entries) != 0 || p.Next != 0 {
		t.Errorf("beyond the end: %+v", p)
	}
}

// TestAPIDescribed: the description names every path of the API, and no other.
func TestAPIDescribed(t *testing.T) {
	_, b := ask(t, "/api/openapi.yaml")
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []map[string]any
		}
	}
	if err := yaml.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for path := range doc.Paths {
		if status, b := ask(t, path); status == http.StatusNotFound && !strings.Contains(string(b), "problem") && !strings.Contains(string(b), "detail") {
			t.Errorf("%s is described and not there", path)
		}
	}
	for _, name := range []string{"search", "timeline", "open-events", "event", "entity", "article", "figures", "contradictions", "stats", "queries", "bind", "vocabulary"} {
		if _, ok := doc.Paths[fmt.Sprintf("/api/%s", name)]; !ok {
			t.Errorf("%s is not described", name)
		}
	}
}
