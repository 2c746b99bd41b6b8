package graph

import (
	"bytes"
	"errors"
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
