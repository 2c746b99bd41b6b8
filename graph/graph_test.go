package graph

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/schema"
)

// loadGazetteer reads the embedded gazetteer once for all tests; it does not change.
var loadGazetteer = sync.OnceValues(func() (*gazetteer.Gazetteer, error) { return gazetteer.Load() })

func testGazetteer(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := loadGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func openMemory(t testing.TB, gaz *gazetteer.Gazetteer, c *resolve.Corrections) (*Graph, *memory) {
	t.Helper()
	m := newMemory()
	g, err := open(t.Context(), m, gaz, c, false)
	if err != nil {
		t.Fatal(err)
	}
	return g, m
}

func sequence(docs []schema.Document) iter.Seq2[schema.Document, error] {
	return func(yield func(schema.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func ingest(t testing.TB, g *Graph, batch int, docs ...schema.Document) Report {
	t.Helper()
	r, err := g.Ingest(context.Background(), sequence(docs), IngestOptions{Batch: batch})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Failed {
		t.Errorf("%s: %v", f.Document, f.Err)
	}
	return r
}

func differ(t *testing.T, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	t.Errorf("%s: the state differs", what)
	a, b := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	n := 0
	for _, x := range a {
		if !slices.Contains(b, x) && n < 12 {
			t.Logf("+ %.400s", x)
			n++
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) && n < 24 {
			t.Logf("- %.400s", x)
			n++
		}
	}
	t.FailNow()
}

// Deterministic, Retractable, Idempotent: over many small worlds, any order, any
// batching, and articles that came and went leave the very same state.
func TestSameStateWhateverTheWay(t *testing.T) {
	gaz := testGazetteer(t)
	rounds := 5
	if os.Getenv("ENTENTE_LONG") != "" {
		rounds = 200
	}
	for seed := range uint64(rounds) {
		w := newWorld(seed)
		var docs []schema.Document
		for n := range 6 + w.IntN(14) {
			docs = append(docs, w.document(n))
		}
		keep := 1 + w.IntN(len(docs))
		g, m := openMemory(t, gaz, nil)
		ingest(t, g, 1000, docs[:keep]...)
		want := m.dump()

		g2, m2 := openMemory(t, gaz, nil)
		shuffled := slices.Clone(docs)
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		ingest(t, g2, 1+w.IntN(4), shuffled...)
		gone := make(map[string]bool)
		var names []string
		for _, d := range docs[keep:] {
			if !gone[d.Article.ID] && !slices.ContainsFunc(docs[:keep], func(k schema.Document) bool { return k.Article.ID == d.Article.ID }) {
				gone[d.Article.ID] = true
				names = append(names, d.Article.ID)
			}
		}
		for part := range slices.Chunk(names, 2) {
			if _, err := g2.Remove(t.Context(), part); err != nil {
				t.Fatal(err)
			}
		}
		differ(t, "shuffled, in small batches, with removals", m2.dump(), want)

		agreesWithAll(t, g, m, docs[:keep])

		again := ingest(t, g, 3, docs[:keep]...)
		if again.Articles != 0 || again.Already != keep || again.Quads != 0 {
			t.Errorf("ingesting again: %+v", again)
		}
		differ(t, "ingested again", m.dump(), want)

		if err := g.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		differ(t, "rebuilt", m.dump(), m2.dump())
	}
}

// agreesWithAll holds the derived graph against the plain function of all claims.
func agreesWithAll(t *testing.T, g *Graph, m *memory, docs []schema.Document) {
	t.Helper()
	var claims []resolve.Claim
	p := g.newPass()
	done := map[string]bool{}
	for _, d := range docs {
		if done[d.Article.ID] {
			continue
		}
		done[d.Article.ID] = true
		list, err := g.Claims(d.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		a, err := p.source(hashOf(d.Article.ID))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			claims = append(claims, resolve.Claim{Claim: &c, Article: a})
		}
	}
	want := (&resolve.Resolver{Gazetteer: g.gazetteer, Corrections: g.corrections}).All(claims).Derived
	var got []schema.Triple
	for q := range m.quads {
		if q.G.Value == schema.GraphDerived && !strings.HasPrefix(q.S.Value, schema.Base+"doc/") {
			got = append(got, q.Triple())
		}
	}
	slices.SortFunc(got, schema.Triple.Compare)
	if !slices.Equal(got, want) {
		t.Fatalf("the store holds %d derived triples, the function of all claims gives %d", len(got), len(want))
	}
}

// Corrections are an input: with them the graph is what it would have been with
// them from the start, and without them what it was.
func TestCorrectionsAreAnInput(t *testing.T) {
	gaz := testGazetteer(t)
	g, m, docs := smallWorld(t, 9, 12)
	before := m.dump()
	var events []string
	for _, d := range docs {
		for _, c := range d.Claims {
			if c.Frame.Event != nil && c.Frame.Event.Series == "" {
				events = append(events, c.Frame.Event.IRI)
			}
		}
	}
	slices.Sort(events)
	events = slices.Compact(events)
	c, err := resolve.NewCorrections([]resolve.Correction{
		{Same: events[:2], Who: "a", Why: "b"}, {Different: events[2:4], Who: "a", Why: "b"}, {Reject: docs[4].Claims[0].ID, Who: "a", Why: "b"}, {Event: events[5], Status: "cancelled", Who: "a", Why: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := open(t.Context(), m, gaz, c, false); err != nil {
		t.Fatal(err)
	}
	g2, m2 := openMemory(t, gaz, c)
	ingest(t, g2, 3, docs...)
	differ(t, "corrected afterwards", m.dump(), m2.dump())
	if m.dump() == before {
		t.Error("the corrections changed nothing")
	}
	x, err := g2.Explain(events[1])
	if err != nil || x.Node != g2.newPass().node(events[0]) || len(x.Corrections) == 0 {
		t.Errorf("%+v %v", x, err)
	}
	fs, err := g2.Validate(t.Context(), nil)
	if err != nil || len(fs) > 0 {
		t.Error(fs, err)
	}
	if _, err := open(t.Context(), m, gaz, nil, false); err != nil {
		t.Fatal(err)
	}
	differ(t, "without corrections again", m.dump(), before)
	_ = g
}

func TestFailedCommitLeavesNothing(t *testing.T) {
	gaz := testGazetteer(t)
	w := newWorld(1)
	docs := []schema.Document{w.document(1), w.document(2), w.document(3)}
	g, m := openMemory(t, gaz, nil)
	ingest(t, g, 1, docs[0])
	before := m.dump()
	m.fail = errors.New("disk full")
	if _, err := g.Ingest(t.Context(), sequence(docs[1:2]), IngestOptions{}); err == nil {
		t.Fatal("no error")
	}
	differ(t, "after a failed commit", m.dump(), before)
	ingest(t, g, 1, docs[1:]...)
	want, m2 := openMemory(t, gaz, nil)
	ingest(t, want, 3, docs...)
	differ(t, "after going on", m.dump(), m2.dump())
}
