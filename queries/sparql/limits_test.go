package sparql

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/schema"
)

// mesh is a graph in which everything is linked to everything.
func mesh(n int) *Memory {
	var b MemoryBuilder
	p := schema.IRI("http://x/p")
	for i := range n {
		for j := range n {
			b.Add(schema.Quad{S: schema.IRI(fmt.Sprintf("http://x/%d", i)), P: p, O: schema.IRI(fmt.Sprintf("http://x/%d", j))})
		}
	}
	return b.Build()
}

func drain(t *testing.T, src Source, text string, opt Options) (int, error) {
	t.Helper()
	q, err := Parse(text, "", []schema.Prefix{{Name: "", IRI: "http://x/"}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Engine{}.Query(t.Context(), src, q, opt)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for _, err := range r.Rows() {
		if err != nil {
			return r.Count(), err
		}
	}
	return r.Count(), nil
}

func TestLimits(t *testing.T) {
	src := mesh(60)
	const cross = "SELECT * { ?a :p ?b . ?c :p ?d . ?e :p ?f . ?g :p ?h }"
	for _, c := range []struct {
		name, query string
		opt         Options
		want        error
	}{
		{"time", "SELECT (COUNT(*) AS ?n) { ?a :p ?b . ?c :p ?d . ?e :p ?f . ?g :p ?h }", Options{Timeout: 30 * time.Millisecond}, ErrTimeout},
		{"time in a sort", cross + " ORDER BY ?a", Options{Timeout: 30 * time.Millisecond}, ErrTimeout},
		{"time in EXISTS", "SELECT * { ?a :p ?b FILTER (?a = ?b || EXISTS { ?c :p ?d . ?e :p ?f . ?g :p ?h FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?h))) > 1000) }) }", Options{Timeout: 30 * time.Millisecond}, ErrTimeout},
		{"rows", cross, Options{MaxRows: 100}, ErrRows},
		{"memory in a sort", cross + " ORDER BY ?a", Options{MaxMemory: 1 << 20}, ErrMemory},
		{"memory in DISTINCT", "SELECT DISTINCT * { ?a :p ?b . ?b :p ?c . ?c :p ?d }", Options{MaxMemory: 1 << 20}, ErrMemory},
		{"memory in GROUP BY", "SELECT ?a ?b ?c (COUNT(*) AS ?n) { ?a :p ?b . ?b :p ?c . ?c :p ?d } GROUP BY ?a ?b ?c", Options{MaxMemory: 1 << 20}, ErrMemory},
		{"memory in GROUP_CONCAT", "SELECT (GROUP_CONCAT(?a) AS ?n) { ?a :p ?b . ?b :p ?c . ?c :p ?d }", Options{MaxMemory: 1 << 20}, ErrMemory},
		{"path", "SELECT * { ?a :p+ ?b }", Options{PathSteps: 5000}, ErrPathSteps},
		{"service", "SELECT * { SERVICE <http://x/> { ?a :p ?b } }", Options{}, ErrService},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			n, err := drain(t, src, c.query, c.opt)
			if !errors.Is(err, c.want) {
				t.Errorf("got %d rows and %v, want %v", n, err, c.want)
			}
			if c.want == ErrRows && n != 100 {
				t.Errorf("%d rows were delivered, want 100", n)
			}
			if d := time.Since(began); d > 2*time.Second {
				t.Errorf("stopped after %v", d)
			}
		})
	}
	t.Run("silent service", func(t *testing.T) {
		if n, err := drain(t, src, "SELECT * { SERVICE SILENT <http://x/> { ?a :p ?b } }", Options{}); n != 1 || err != nil {
			t.Errorf("%d rows, %v", n, err)
		}
	})
}

// TestLargeQueries: the largest queries that parse are planned and run in
// reasonable time, and strings cannot grow without end.
func TestLargeQueries(t *testing.T) {
	src := mesh(3)
	for name, query := range map[string]string{
		"triples": "ASK { " + strings.Repeat("?a :p ?b . ", 2000) + "}",
		"a chain": "ASK { ?a0 :p ?a1 " + func() (s string) {
			for i := range 300 {
				s += fmt.Sprintf(". ?a%d :p ?a%d ", i+1, i+2)
			}
			return s
		}() + "}",
		"optionals": "ASK { ?a :p ?b " + strings.Repeat("OPTIONAL { ?b :p ?c } ", 1000) + "}",
		"unions":    "ASK { { ?a :q ?b } " + strings.Repeat("UNION { ?a :q ?b } ", 1000) + "}",
		"filters":   "ASK { ?a :p ?b " + strings.Repeat("FILTER(?a != ?b) ", 1000) + "}",
		"doubling": "SELECT * { BIND(\"abcdefgh\" AS ?x0) " + func() (s string) {
			for i := range 60 {
				s += fmt.Sprintf("BIND(CONCAT(?x%d, ?x%d) AS ?x%d) ", i, i, i+1)
			}
			return s
		}() + "}",
		"replacing": "SELECT * { BIND(\"aaaaaaaa\" AS ?x0) " + func() (s string) {
			for i := range 20 {
				s += fmt.Sprintf("BIND(REPLACE(?x%d, \"a\", \"aaaaaaaa\") AS ?x%d) ", i, i+1)
			}
			return s
		}() + "}",
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			if _, err := drain(t, src, query, Options{}); err != nil {
				t.Error(err)
			}
			if d := time.Since(began); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	q, err := Parse("PREFIX : <http://x/> SELECT * { ?a :p ?b . ?c :p ?d . ?e :p ?f }", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Engine{}.Query(ctx, mesh(50), q, Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err = range r.Rows() {
		if n++; n == 1000 {
			cancel()
		}
		if err != nil {
			break
		}
	}
	if !errors.Is(err, context.Canceled) || n > 1000+2*batchRows {
		t.Errorf("after %d rows: %v", n, err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error("second Close:", err)
	}
}

func TestHiddenGraphs(t *testing.T) {
	src := NewMemory([]schema.Quad{
		{S: schema.IRI("http://x/a"), P: schema.IRI("http://x/p"), O: schema.IRI("http://x/b"), G: schema.IRI("http://x/g1")},
		{S: schema.IRI("http://x/a"), P: schema.IRI("http://x/p"), O: schema.IRI("http://x/b"), G: schema.IRI("http://x/g2")},
		{S: schema.IRI("http://x/a"), P: schema.IRI("http://x/p"), O: schema.IRI("http://x/c"), G: schema.IRI("http://x/import/1")},
		{S: schema.IRI("http://x/a"), P: schema.IRI("http://x/p"), O: schema.IRI("http://x/d")},
	})
	hidden := Options{Union: true, Hidden: func(iri string) bool { return strings.HasPrefix(iri, "http://x/import/") }}
	for _, c := range []struct {
		name, query string
		opt         Options
		want        int
	}{
		{"strict", "SELECT * { ?s ?p ?o }", Options{}, 1},
		{"union folds copies", "SELECT * { ?s ?p ?o }", Options{Union: true}, 3},
		{"hidden by a predicate", "SELECT * { ?s ?p ?o }", hidden, 2},
		{"hidden by name", "SELECT * { ?s ?p ?o }", Options{Union: true, HiddenGraphs: []string{"http://x/import/1"}}, 2},
		{"GRAPH reaches hidden ones", "SELECT * { GRAPH ?g { ?s ?p ?o } }", hidden, 3},
		{"FROM", "SELECT * FROM :g1 FROM :g2 { ?s ?p ?o }", hidden, 1},
		{"FROM leaves no named graphs", "SELECT * FROM :g1 { GRAPH ?g { ?s ?p ?o } }", hidden, 0},
		{"FROM NAMED", "SELECT * FROM NAMED :g1 { GRAPH ?g { ?s ?p ?o } }", hidden, 1},
		{"the caller's dataset wins", "SELECT * FROM :g1 { ?s ?p ?o }", Options{DefaultGraphs: []string{"http://x/import/1"}}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if n, err := drain(t, src, c.query, c.opt); n != c.want || err != nil {
				t.Errorf("%d rows, %v; want %d", n, err, c.want)
			}
		})
	}
}

// TestCacheIsBounded: a scan over many terms fits into little memory.
func TestCacheIsBounded(t *testing.T) {
	var b MemoryBuilder
	for i := range 50000 {
		b.Add(schema.Quad{S: schema.IRI(fmt.Sprint("http://x/", i)), P: schema.IRI("http://x/p"), O: schema.String(fmt.Sprint("text ", i))})
	}
	n, err := drain(t, b.Build(), "SELECT * { ?s :p ?o FILTER(CONTAINS(?o, \"9\")) }", Options{MaxMemory: 1 << 20})
	if err != nil || n == 0 {
		t.Errorf("%d rows, %v", n, err)
	}
}
