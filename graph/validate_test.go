package graph

import (
	"bytes"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/schema"
)

func smallWorld(t testing.TB, seed uint64, n int) (*Graph, *memory, []schema.Document) {
	t.Helper()
	g, m := openMemory(t, testGazetteer(t), nil)
	w := newWorld(seed)
	var docs []schema.Document
	for i := range n {
		docs = append(docs, w.document(i))
	}
	ingest(t, g, 4, docs...)
	return g, m, docs
}

func TestValidateFindsNothingWrong(t *testing.T) {
	for seed := range uint64(2) {
		g, _, _ := smallWorld(t, seed, 15)
		fs, err := g.Validate(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fs {
			t.Errorf("%+v", f)
		}
	}
}

func TestValidateFindsDamage(t *testing.T) {
	graph := func(q schema.Quad) bool { return schema.IsClaim(q.G.Value) }
	first := func(m *memory, ok func(schema.Quad) bool) schema.Quad {
		for _, q := range sortedQuads(m.quads) {
			if ok(q) {
				return q
			}
		}
		t.Fatal("no such quad")
		return schema.Quad{}
	}
	for _, c := range []struct {
		name, check string
		damage      func(m *memory)
	}{
		{"a quad of a claim is gone", "retractable", func(m *memory) { m.Remove(first(m, graph)) }},
		{"a quad without a claim", "grounded", func(m *memory) {
			q := first(m, graph)
			q.G = schema.IRI(schema.ClaimGraph + "aaaaaaaaaaaaaaaa")
			m.Add(q)
		}},
		{"a quad in an unknown graph", "grounded", func(m *memory) {
			q := first(m, graph)
			q.G = schema.IRI("http://example.org/g")
			m.Add(q)
		}},
		{"a second status", "shapes", func(m *memory) {
			q := first(m, func(q schema.Quad) bool { return q.P.Value == schema.CurrentStatus && q.O.Value != schema.Denied })
			q.O = schema.IRI(schema.Denied)
			m.Add(q)
		}},
		{"a blank node", "portable", func(m *memory) {
			q := first(m, graph)
			q.O = schema.Blank("b")
			m.Add(q)
		}},
		{"the text was changed", "grounded", func(m *memory) {
			for k := range m.records[spaceText] {
				m.records[spaceText][k] = []byte("另一篇")
				return
			}
		}},
		{"an index entry is gone", "retractable", func(m *memory) {
			for k := range m.records[spaceUse] {
				delete(m.records[spaceUse], k)
				return
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, m, _ := smallWorld(t, 2, 10)
			c.damage(m)
			g.cache.clear()
			fs, err := g.Validate(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(fs, func(f Finding) bool { return f.Check == c.check }) {
				t.Errorf("no finding %s among %+v", c.check, fs)
			}
		})
	}
}

func TestExportIsSorted(t *testing.T) {
	g, _, _ := smallWorld(t, 4, 12)
	var whole bytes.Buffer
	if err := g.Export(t.Context(), &whole, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(whole.String(), "\n"), "\n")
	if !slices.IsSorted(lines) || len(lines) < 1000 {
		t.Errorf("%d lines, sorted: %v", len(lines), slices.IsSorted(lines))
	}
	var parts bytes.Buffer
	s := &lineSorter{limit: 20_000}
	for q, err := range g.store.Quads(t.Context(), schema.Term{}) {
		if err != nil {
			t.Fatal(err)
		}
		if err := s.add(q); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.files) < 3 {
		t.Errorf("only %d files", len(s.files))
	}
	if err := s.write(t.Context(), &parts); err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	if parts.String() != whole.String() {
		t.Error("sorting in parts gives another text")
	}
}

func TestImport(t *testing.T) {
	g, m, _ := smallWorld(t, 4, 3)
	before := m.dump()
	foreign := func() iter.Seq2[schema.Quad, error] {
		return func(yield func(schema.Quad, error) bool) {
			yield(schema.Quad{S: schema.Blank("x"), P: schema.IRI(schema.Label), O: schema.Blank("y"), G: schema.IRI("http://example.org/g")}, nil)
		}
	}
	for range 2 {
		if n, err := g.Import(t.Context(), "wikidata", foreign()); err != nil || n != 1 {
			t.Fatal(n, err)
		}
	}
	var b bytes.Buffer
	if err := g.Export(t.Context(), &b, ExportOptions{Imports: true}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), "graph/import/wikidata>"); got != 1 || strings.Contains(b.String(), "_:") {
		t.Errorf("%d quads imported", got)
	}
	if _, err := g.Import(t.Context(), "../x", foreign()); err == nil {
		t.Error("a bad name was taken")
	}
	if err := g.RemoveImport(t.Context(), "wikidata"); err != nil {
		t.Fatal(err)
	}
	differ(t, "after the import went", m.dump(), before)
}

func TestRunsStayOutOfTheExport(t *testing.T) {
	g, _, _ := smallWorld(t, 4, 3)
	var before, after, with bytes.Buffer
	if err := g.Export(t.Context(), &before, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 6, 16, 8, 55, 0, 0, time.UTC)
	if err := g.RecordRun(t.Context(), Run{Started: at, Ended: at.Add(time.Second), Host: "desk", Version: "1.0", What: "ingest"}); err != nil {
		t.Fatal(err)
	}
	if err := g.Export(t.Context(), &after, ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := g.Export(t.Context(), &with, ExportOptions{Runs: true}); err != nil {
		t.Fatal(err)
	}
	if before.String() != after.String() || strings.Count(with.String(), "graph/runs>") != 6 {
		t.Error("graph/runs is not where it belongs")
	}
	if fs := must(g.Validate(t.Context(), nil))(t); len(fs) > 0 {
		t.Error(fs)
	}
}
