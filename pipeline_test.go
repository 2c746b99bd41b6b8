package entente_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/queries/timeline"
	"github.com/entente-graph/entente/schema"
)

const samples = "data/samples"

func open(t testing.TB, dir string) *entente.Base {
	t.Helper()
	s, err := entente.Open(context.Background(), entente.Options{Dir: dir, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// newReader is made once: it reads all the knowledge there is.
var newReader = sync.OnceValues(func() (*entente.Reader, error) { return entente.NewReader(entente.Options{}) })

func reader(t testing.TB) *entente.Reader {
	t.Helper()
	r, err := newReader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ingest reads paths into a store and fails on any document that is not taken.
func ingest(t testing.TB, s entente.Service, opt entente.ReadOptions, batch int, paths ...string) entente.Report {
	t.Helper()
	ctx := context.Background()
	r, err := s.Ingest(ctx, reader(t).Documents(ctx, paths, opt), entente.IngestOptions{Batch: batch})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Failed) > 0 {
		t.Fatalf("failed: %+v", r.Failed)
	}
	return r
}

func export(t testing.TB, s entente.Service) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(context.Background(), &b, entente.ExportOptions{Syntax: "nquads"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func files(t testing.TB) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(samples, "[0-9]*"))
	if err != nil || len(all) < 18 {
		t.Fatalf("%d samples, %v", len(all), err)
	}
	return all
}

// TestDeterministic: the same articles in another order, in other batches, by
// another number of workers, give the same bytes.
func TestDeterministic(t *testing.T) {
	all := files(t)
	a := open(t, t.TempDir()+"/a")
	ingest(t, a, entente.ReadOptions{Workers: 1}, 1, all...)
	want := export(t, a)
	slices.Reverse(all)
	b := open(t, t.TempDir()+"/b")
	ingest(t, b, entente.ReadOptions{Workers: 8}, 1000, all...)
	if !bytes.Equal(want, export(t, b)) {
		t.Error("another order gives another graph")
	}
	if lines := strings.Split(strings.TrimSuffix(string(want), "\n"), "\n"); !slices.IsSorted(lines) {
		t.Error("the export is not sorted")
	}
	if bytes.Contains(want, []byte("_:")) {
		t.Error("a blank node")
	}
}

// TestRetractable: removing articles leaves the graph that would have been built
// without them.
func TestRetractable(t *testing.T) {
	all := files(t)
	a := open(t, t.TempDir()+"/a")
	ingest(t, a, entente.ReadOptions{}, 0, all...)
	full := export(t, a)
	for _, name := range []string{all[1], all[5], all[13]} {
		ctx := context.Background()
		var doc string
		for d, err := range reader(t).Documents(ctx, []string{name}, entente.ReadOptions{}) {
			if err != nil {
				t.Fatal(err)
			}
			doc = d.Article.URL // the capture: another sample has the same text
		}
		if r, err := a.Remove(ctx, []string{doc}); err != nil || r.Removed != 1 {
			t.Fatalf("removing %s: %+v %v", name, r, err)
		}
		without := open(t, t.TempDir()+"/w")
		ingest(t, without, entente.ReadOptions{}, 0, slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == name })...)
		if !bytes.Equal(export(t, a), export(t, without)) {
			t.Errorf("removing %s leaves another graph", name)
		}
		ingest(t, a, entente.ReadOptions{}, 0, name)
		if !bytes.Equal(full, export(t, a)) {
			t.Errorf("putting %s back gives another graph", name)
		}
	}
}

// TestIdempotent: reading again changes nothing and says so.
func TestIdempotent(t *testing.T) {
	s := open(t, t.TempDir()+"/a")
	first := ingest(t, s, entente.ReadOptions{}, 0, samples)
	before := export(t, s)
	again := ingest(t, s, entente.ReadOptions{}, 0, samples)
	if again.Articles != 0 || again.Quads != 0 || again.Already < first.Articles {
		t.Errorf("again: %+v", again)
	}
	if !bytes.Equal(before, export(t, s)) {
		t.Error("the graph changed")
	}
	findings, err := s.Validate(context.Background())
	if err != nil || len(findings) > 0 {
		t.Errorf("validate: %v %v", findings, err)
	}
}

// TestSamples: what the samples were written for is found in them.
func TestSamples(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir()+"/a")
	ingest(t, s, entente.ReadOptions{}, 0, samples)
	line, err := timeline.Build(ctx, s, timeline.Options{Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]timeline.Entry{}
	for _, e := range line.Entries {
		if _, twice := seen[e.ID]; twice {
			t.Errorf("%s stands twice in the timeline", e.ID)
		}
		seen[e.ID] = e
		if e.Title == "" || e.Title == e.ID || len(e.Evidence) == 0 {
			t.Errorf("%s: title %q, %d pieces of evidence", e.ID, e.Title, len(e.Evidence))
		}
	}
	first := seen["china-central-asia-summit-1"]
	if first.Status != "happened" || first.Place == nil || first.Place.Label != "Xi'an" {
		t.Errorf("the summit announced, then held: %s %+v", first.Status, first.Place)
	}
	languages := map[string]bool{}
	for _, v := range first.Evidence {
		languages[v.Lang] = true
	}
	for _, l := range []string{"zh", "en", "ru"} {
		if !languages[l] {
			t.Errorf("the first summit is not told of in %s", l)
		}
	}
	rows, err := library.Rows(ctx, s, `SELECT ?c WHERE { ?c a ent:Contradiction }`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		t.Error("two articles disagree on a figure, and no contradiction is found")
	}
	if rows, err = library.Rows(ctx, s, `SELECT ?a WHERE { { ?a ent:repostOf ?b } UNION { ?a ent:capture ?one, ?two FILTER(?one != ?two) } }`, nil); err != nil || len(rows) == 0 {
		t.Errorf("a repost: %d, %v", len(rows), err)
	}
	if rows, err = library.Rows(ctx, s, `SELECT ?e WHERE { ?e ent:currentStatus ent:cancelled }`, nil); err != nil || len(rows) == 0 {
		t.Errorf("a cancelled meeting: %d, %v", len(rows), err)
	}
}

// TestLibraryRuns: every named query runs on the samples.
func TestLibraryRuns(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir()+"/a")
	ingest(t, s, entente.ReadOptions{}, 0, samples)
	args := map[string]string{"party": "CHN", "a": "CHN", "b": "KAZ", "person": "xi-jinping", "state": "CHN", "place": "place/astana", "type": "meeting",
		"series": "china-central-asia-summit", "speaker": "person/xi-jinping", "topic": "belt-and-road", "mechanism": "mechanism/china-central-asia",
		"reporter": "CHN", "partner": "KAZ", "measure": "trade-volume", "iri": "event:china-central-asia-summit-1", "role": "president"}
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	empty := 0
	for _, q := range all {
		t.Run(q.Name, func(t *testing.T) {
			given := map[string]string{}
			for _, p := range q.Parameters {
				if !p.Optional {
					given[p.Name] = args[p.Name]
				}
			}
			text, err := q.Bind(given)
			if err != nil {
				t.Fatal(err)
			}
			res, err := s.Ask(ctx, text)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Close()
			n := 0
			if res.Form == sparql.Construct {
				for _, err := range res.Triples() {
					if err != nil {
						t.Fatal(err)
					}
					n++
				}
			}
			for _, err := range res.Rows() {
				if err != nil {
					t.Fatal(err)
				}
				n++
			}
			if n == 0 {
				empty++
				t.Log("no rows on the samples")
			}
		})
	}
	if empty > len(all)/3 {
		t.Errorf("%d of %d named queries find nothing in the samples", empty, len(all))
	}
}

// TestSeed: the article for which the vocabulary was made gives the rows that the
// contract's seven queries give on its worked example, one row an event (q2 and q6
// show a name a language where the gazetteer knows the document or the person).
func TestSeed(t *testing.T) {
	const seed = "../shared/articles/seed.txt"
	if _, err := os.Stat(seed); err != nil {
		t.Skipf("skipped: %s not present", seed)
	}
	ctx := context.Background()
	s := open(t, t.TempDir()+"/a")
	ingest(t, s, entente.ReadOptions{}, 0, seed)
	for _, c := range []struct {
		name        string
		least, most int
	}{{"q1-timeline", 4, 4}, {"q2-signatories", 1, 1}, {"q3-figures", 2, 2}, {"q4-evidence", 1, 1}, {"q5-series", 2, 2}, {"q6-areas", 1, 1}, {"q7-export", 29, 29}} {
		q, err := library.Find(c.name)
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.Ask(ctx, q.Text)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, err := range res.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		for _, err := range res.Triples() {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if err := res.Close(); err != nil {
			t.Error(err)
		}
		if n < c.least || n > c.most {
			t.Errorf("%s: %d rows, want %d to %d", c.name, n, c.least, c.most)
		}
	}
	// two more articles: one reports the second summit as held, one denies a meeting
	dir := t.TempDir()
	for name, text := range map[string]string{
		"held.txt":   "---\ntitle: 第二届中国—中亚峰会在阿斯塔纳举行\nurl: https://example.org/held\npublished: 2025-06-18\nlang: zh\n---\n2025年6月17日，第二届中国—中亚峰会在哈萨克斯坦首都阿斯塔纳举行。六国元首签署《永久睦邻友好合作条约》。\n",
		"denied.txt": "---\ntitle: 外交部否认会晤传闻\nurl: https://example.org/denied\npublished: 2025-06-19\nlang: zh\n---\n外交部发言人表示，中日两国外长没有在阿斯塔纳举行会晤。\n",
		"again.txt":  "---\ntitle: Central Asia summit ends\nurl: https://example.org/again\npublished: 2025-06-18\nlang: en\n---\nThe second China-Central Asia Summit was held in Kazakhstan on June 17.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ingest(t, s, entente.ReadOptions{}, 0, dir)
	ask := func(name string) []library.Row {
		q, err := library.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := library.Rows(ctx, s, q.Text, nil)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	if rows := ask("q5-series"); len(rows) != 2 || rows[1].Get("status") != schema.Happened {
		t.Errorf("the second summit, reported as held: %v", rows)
	}
	seen := map[string]bool{}
	for _, row := range ask("q1-timeline") {
		label := row.Get("label")
		if seen[label] {
			t.Errorf("q1-timeline: more than one row for %s", label)
		}
		seen[label] = true
		if label == "第二届中国—中亚峰会" && (row.Get("status") != schema.Happened || row.Get("place") == "Kazakhstan") {
			t.Errorf("q1-timeline: %v", row)
		}
	}
	if !seen["第二届中国—中亚峰会"] {
		t.Error("q1-timeline: no second summit")
	}
}

func TestErrors(t *testing.T) {
	ctx := context.Background()
	if _, err := entente.Open(ctx, entente.Options{Dir: t.TempDir() + "/none"}); !errors.Is(err, entente.ErrNoStore) {
		t.Errorf("no store: %v", err)
	}
	dir := t.TempDir() + "/a"
	s := open(t, dir)
	if _, err := entente.Open(ctx, entente.Options{Dir: dir}); !errors.Is(err, entente.ErrLocked) {
		t.Errorf("locked: %v", err)
	}
	if _, err := s.Article(ctx, schema.Base+"doc/none"); !errors.Is(err, entente.ErrNotFound) {
		t.Errorf("no article: %v", err)
	}
	var doc *entente.DocumentError
	for _, err := range reader(t).Documents(ctx, []string{"missing.html"}, entente.ReadOptions{}) {
		if !errors.As(err, &doc) || !strings.HasSuffix(doc.Name, "missing.html") {
			t.Errorf("missing file: %v", err)
		}
	}
	if doc == nil {
		t.Error("a missing file is no error")
	}
}

// TestLanguages: Cayley's languages and SPARQL see the same store.
func TestLanguages(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir()+"/a")
	ingest(t, s, entente.ReadOptions{}, 0, samples)
	const event = "<" + schema.Base + "id/event/china-central-asia-summit-1>"
	for language, text := range map[string]string{
		"gizmo":   `g.V("` + event + `").Out("<` + schema.CurrentStatus + `>").Unique().All()`,
		"graphql": `{ nodes(id: ` + event + `) { id } }`,
		"mql":     `[{"id": "` + event + `", "<` + schema.CurrentStatus + `>": null}]`,
		"sparql":  `SELECT ?s WHERE { ` + event + ` ent:currentStatus ?s }`,
	} {
		rows, err := s.Language(ctx, language, text, 10)
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: %v, %v", language, rows, err)
		}
	}
	if _, err := s.Language(ctx, "gizmo", "g.V(", 0); err == nil {
		t.Error("broken Gizmo is no error")
	}
	if _, err := s.Language(ctx, "cypher", "MATCH", 0); err == nil {
		t.Error("an unknown language is no error")
	}
}
