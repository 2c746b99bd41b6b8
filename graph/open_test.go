package graph

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/schema"
)

func openStore(t testing.TB, dir string) *Graph {
	t.Helper()
	g, err := Open(t.Context(), dir, Options{Gazetteer: testGazetteer(t), Store: store.Options{Create: true, NoSync: true}})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func exported(t testing.TB, g *Graph) string {
	t.Helper()
	var b bytes.Buffer
	if err := g.Export(t.Context(), &b, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A store on disk holds what the plain one in memory holds, also after it was
// closed and opened again.
func TestStoreOnDisk(t *testing.T) {
	w := newWorld(11)
	var docs []schema.Document
	for n := range 25 {
		docs = append(docs, w.document(n))
	}
	plain, _ := openMemory(t, testGazetteer(t), nil)
	ingest(t, plain, 100, docs...)
	dir := t.TempDir()
	g := openStore(t, dir)
	ingest(t, g, 5, docs[:15]...)
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	g = openStore(t, dir)
	defer g.Close()
	ingest(t, g, 3, docs[10:]...)
	differ(t, "on disk", exported(t, g), exported(t, plain))
	for _, f := range must(g.Validate(t.Context(), nil))(t) {
		t.Errorf("%+v", f)
	}
	text, err := g.Text(docs[3].Article.ID)
	if err != nil || text != docs[3].Article.Text {
		t.Error(text, err)
	}
	if _, err := g.Text(schema.Base + "doc/none"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	claims, err := g.Claims(docs[3].Article.ID)
	if err != nil || len(claims) != len(docs[3].Claims) {
		t.Error(len(claims), err)
	}
	c, err := g.Claim(claims[0].ID)
	if err != nil || c.Quote != claims[0].Quote || len(c.Triples) == 0 {
		t.Error(c, err)
	}
	if _, err := g.Remove(t.Context(), []string{docs[3].Article.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Claim(claims[0].ID); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func BenchmarkIngest(b *testing.B) {
	w := newWorld(5)
	g := openStore(b, b.TempDir())
	defer g.Close()
	n := 0
	for b.Loop() {
		var docs []schema.Document
		for range 64 {
			docs = append(docs, w.document(n))
			n++
		}
		ingest(b, g, 64, docs...)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
}

func TestExplain(t *testing.T) {
	g, _, docs := smallWorld(t, 3, 50)
	merged := 0
	for _, d := range docs {
		for _, c := range d.Claims {
			if c.Frame.Event == nil {
				continue
			}
			x, err := g.Explain(c.Frame.Event.IRI)
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, m := range x.Merges {
				found = found || m.Proposed == c.Frame.Event.IRI && slices.Contains(m.Claims, c.ID) && m.Reason != ""
			}
			if !found {
				t.Errorf("%s is not explained: %+v", c.ID, x)
			}
			if len(x.SameAs) > 0 {
				merged++
			}
			if y, err := g.Explain(x.Node); err != nil || y.Node != x.Node || len(y.Merges) != len(x.Merges) {
				t.Errorf("the node %s: %+v %v", x.Node, y, err)
			}
		}
	}
	if merged == 0 {
		t.Error("nothing was merged")
	}
	if _, err := g.Explain(schema.StateIRI("CHN")); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestStats(t *testing.T) {
	w := newWorld(12)
	g := openStore(t, t.TempDir())
	defer g.Close()
	for n := range 6 {
		ingest(t, g, 6, w.document(n))
	}
	s := must(g.Stats(t.Context()))(t)
	find := func(counts []Count, value string) int {
		for _, c := range counts {
			if c.Value == value {
				return c.N
			}
		}
		return 0
	}
	if s.Articles != 6 || find(s.Classes, schema.ClassArticle) != 6 || find(s.Predicates, schema.TextSHA256) != 6 {
		t.Errorf("%+v", s)
	}
	statuses, quads := 0, 0
	for _, c := range s.Statuses {
		statuses += c.N
	}
	for _, c := range s.Graphs {
		quads += c.N
	}
	if statuses != s.Events || quads != int(s.Store.Quads) || find(s.Graphs, schema.ClaimGraph) == 0 {
		t.Errorf("%d statuses of %d events, %d quads of %d", statuses, s.Events, quads, s.Store.Quads)
	}
}
