package store

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
	"github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/gizmo"
	_ "github.com/cayleygraph/cayley/query/graphql"
	_ "github.com/cayleygraph/cayley/query/mql"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/entente-graph/entente/schema"
)

// The suite looks for its data relative to a package of Cayley's own.
func toCayley(t *testing.T) {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Skip("skipped: the source of Cayley is not at hand")
	}
	t.Chdir(filepath.Join(strings.TrimSpace(string(out)), "graph", "sql", "postgres"))
}

func TestCayleyConformance(t *testing.T) {
	toCayley(t)
	graphtest.TestAll(t, func(t testing.TB) (graph.QuadStore, graph.Options, func()) {
		s, err := Open("db", Options{Create: true, FS: vfs.NewMem(), NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		return s.Cayley(), nil, func() {
			if err := s.Check(context.Background(), nil); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}, &graphtest.Config{AlwaysRunIntegration: true})
}

func TestCayleyRegistry(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "db")
	if _, err := graph.NewQuadStore(Backend, dir, nil); err != graph.ErrNotInitialized {
		t.Errorf("opening nothing: %v", err)
	}
	if err := graph.InitQuadStore(Backend, dir, nil); err != nil {
		t.Fatal(err)
	}
	if err := graph.InitQuadStore(Backend, dir, nil); err != graph.ErrDatabaseExists {
		t.Errorf("making it twice: %v", err)
	}
	qs, err := graph.NewQuadStore(Backend, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := qs.Close(); err != nil {
		t.Error(err)
	}
}

func TestInvalidAction(t *testing.T) {
	qs := testStore(t).Cayley()
	err := qs.ApplyDeltas([]graph.Delta{{Quad: quad.Make("a", "b", "c", nil)}}, graph.IgnoreOpts{})
	if d, ok := err.(*graph.DeltaError); !ok || d.Err != graph.ErrInvalidAction {
		t.Errorf("got %v", err)
	}
}

// A transaction that fails leaves no id behind that the next one could take for
// another term.
func TestFailedTransactionThenReuse(t *testing.T) {
	qs := testStore(t).Cayley()
	add := func(s, p, o string) graph.Delta {
		return graph.Delta{Quad: quad.Quad{Subject: quad.IRI(s), Predicate: quad.IRI(p), Object: quad.IRI(o)}, Action: graph.Add}
	}
	missing := add("none", "p", "none")
	missing.Action = graph.Delete
	if err := qs.ApplyDeltas([]graph.Delta{add("new1", "p", "new2"), missing}, graph.IgnoreOpts{}); err == nil {
		t.Fatal("accepted")
	}
	for _, d := range []graph.Delta{add("other1", "p", "other2"), add("new1", "p", "new2")} {
		if err := qs.ApplyDeltas([]graph.Delta{d}, graph.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := qs.ValueOf(quad.IRI("new1")), qs.ValueOf(quad.IRI("other1")); a == nil || a == b {
		t.Errorf("new1 is %v, other1 is %v", a, b)
	}
	check(t, qs.Store())
}

func TestValuesKeepTheirForm(t *testing.T) {
	for _, text := range []string{
		`"007"^^<http://www.w3.org/2001/XMLSchema#integer>`, `"7"^^<http://www.w3.org/2001/XMLSchema#integer>`,
		`"2025-06-17T08:55:00+08:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>`, `"2025-06-17T08:55:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`,
		`"2025-06-17T08:55:00.500Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`, `"1.50"^^<http://www.w3.org/2001/XMLSchema#double>`,
		`"1"^^<http://www.w3.org/2001/XMLSchema#boolean>`, `"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`,
		`"9.48E10"^^<http://www.w3.org/2001/XMLSchema#double>`, `"2025-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>`,
		`"峰会"@zh-hant`, `"a\u0000b"`, `""`, `<http://例え.jp/>`, `_:b1`,
		`"99999999999999999999"^^<http://www.w3.org/2001/XMLSchema#integer>`,
	} {
		want, err := schema.ParseTerm(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ToTerm(ToValue(want)); err != nil || got != want {
			t.Errorf("%s became %v through %#v", text, got, ToValue(want))
		}
		if got, err := readTerm(appendTerm(nil, want)); err != nil || got != want {
			t.Errorf("%s became %v on disk: %v", text, got, err)
		}
	}
}

func TestLanguages(t *testing.T) {
	s := testStore(t)
	label := schema.IRI(schema.RDFS + "label")
	update(t, s, func(b *Batch) {
		for _, g := range []string{"g1", "g2"} {
			b.Add(schema.Quad{S: iri("summit"), P: iri("place"), O: iri("astana"), G: iri("%s", g)})
		}
		b.Add(schema.Quad{S: iri("astana"), P: label, O: schema.String("Astana"), G: iri("g1")})
		b.Add(schema.Quad{S: iri("summit"), P: iri("ordinal"), O: schema.Integer(2), G: iri("g1")})
	})
	cases := []struct {
		name, language, query string
		results               int
	}{
		{"Gizmo", "gizmo", `g.V("<http://example.org/summit>").Out("<http://example.org/place>").Unique().Out("<` + label.Value + `>").All()`, 1},
		{"Gizmo sees a quad for every graph", "gizmo", `g.V("<http://example.org/summit>").Out("<http://example.org/place>").All()`, 2},
		{"Gizmo compares integers", "gizmo", `g.V().Has("<http://example.org/ordinal>", gt(1)).All()`, 1},
		{"GraphQL", "graphql", `{ nodes(id: "http://example.org/summit") { id, place: <http://example.org/place> { id } } }`, 1},
		{"MQL", "mql", `[{"id": "<http://example.org/summit>", "<http://example.org/ordinal>": null}]`, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			it, err := query.Execute(context.Background(), s.Cayley(), c.language, c.query, query.Options{Collation: query.JSON, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			defer it.Close()
			n := 0
			for it.Next(context.Background()) {
				n++
				t.Log(it.Result())
			}
			if it.Err() != nil || n != c.results {
				t.Errorf("%d results, want %d; %v", n, c.results, it.Err())
			}
		})
	}
}
