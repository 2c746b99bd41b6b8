package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/entente-graph/entente/schema"
)

func testStore(t testing.TB) *Store {
	t.Helper()
	s, err := Open("db", Options{Create: true, FS: vfs.NewMem()})
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

func iri(format string, args ...any) schema.Term {
	return schema.IRI("http://example.org/" + fmt.Sprintf(format, args...))
}

func quadOf(s, p, o, g string) schema.Quad {
	q := schema.Quad{S: iri("%s", s), P: iri("%s", p), O: iri("%s", o)}
	if g != "" {
		q.G = iri("%s", g)
	}
	return q
}

// contents returns the quads of a store as sorted lines.
func contents(t testing.TB, s *Store) []string {
	t.Helper()
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	lines := []string{}
	for q, err := range v.Quads(context.Background(), Pattern{}) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(q.Append(nil)))
	}
	slices.Sort(lines)
	return lines
}

func update(t testing.TB, s *Store, fn func(*Batch)) {
	t.Helper()
	if err := s.Update(context.Background(), func(b *Batch) error { fn(b); return nil }); err != nil {
		t.Fatal(err)
	}
}

func check(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Check(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
}

func TestUpdate(t *testing.T) {
	a, b, c := quadOf("a", "p", "b", "g"), quadOf("a", "p", "b", ""), quadOf("a", "q", "c", "h")
	cases := []struct {
		name string
		do   []func(*Batch)
		want []schema.Quad
	}{
		{"the same triple in two graphs", []func(*Batch){func(x *Batch) { x.Add(a); x.Add(b); x.Add(a) }}, []schema.Quad{a, b}},
		{"removing one leaves the other", []func(*Batch){func(x *Batch) { x.Add(a); x.Add(b) }, func(x *Batch) { x.Remove(a) }}, []schema.Quad{b}},
		{"removed and added within a batch", []func(*Batch){func(x *Batch) { x.Add(a) }, func(x *Batch) { x.Remove(a); x.Add(a) }}, []schema.Quad{a}},
		{"added and removed within a batch", []func(*Batch){func(x *Batch) { x.Add(c); x.Add(a); x.Remove(c) }}, []schema.Quad{a}},
		{"a graph removed", []func(*Batch){func(x *Batch) { x.Add(a); x.Add(b); x.Add(c) }, func(x *Batch) { x.RemoveGraph(a.G) }}, []schema.Quad{b, c}},
		{"a graph removed and filled again", []func(*Batch){func(x *Batch) { x.Add(a); x.Add(c) },
			func(x *Batch) { x.RemoveGraph(a.G); x.Add(quadOf("n", "p", "b", "g")) }}, []schema.Quad{quadOf("n", "p", "b", "g"), c}},
		{"a graph removed and filled with the same", []func(*Batch){func(x *Batch) { x.Add(a); x.Add(quadOf("z", "p", "b", "g")) },
			func(x *Batch) { x.RemoveGraph(a.G); x.Add(a) }}, []schema.Quad{a}},
		{"the default graph removed", []func(*Batch){func(x *Batch) { x.Add(a); x.Add(b) }, func(x *Batch) { x.RemoveGraph(schema.Term{}) }}, []schema.Quad{a}},
		{"an unknown quad and graph removed", []func(*Batch){func(x *Batch) { x.Add(a) }, func(x *Batch) { x.Remove(c); x.RemoveGraph(c.G) }}, []schema.Quad{a}},
		{"everything removed", []func(*Batch){func(x *Batch) { x.Add(a); x.Add(c) }, func(x *Batch) { x.Remove(a); x.Remove(c) }}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := testStore(t)
			for _, do := range c.do {
				update(t, s, do)
				check(t, s)
			}
			want := []string{}
			for _, q := range c.want {
				want = append(want, string(q.Append(nil)))
			}
			slices.Sort(want)
			if got := contents(t, s); !slices.Equal(got, want) {
				t.Errorf("got %q\nwant %q", got, want)
			}
			if int(s.Size()) != len(want) {
				t.Errorf("size %d, want %d", s.Size(), len(want))
			}
		})
	}
}

func TestFailedUpdateLeavesNothing(t *testing.T) {
	s := testStore(t)
	ctx := context.Background()
	fresh := quadOf("new1", "p", "new2", "g")
	err := s.Update(ctx, func(b *Batch) error { b.Add(fresh); b.RemoveExisting(quadOf("no", "such", "quad", "")); return nil })
	if !errors.Is(err, ErrNoQuad) {
		t.Fatalf("got %v, want ErrNoQuad", err)
	}
	other := quadOf("other1", "p", "other2", "g")
	update(t, s, func(b *Batch) { b.Add(other) })
	update(t, s, func(b *Batch) { b.Add(fresh) })
	check(t, s)
	want := []string{string(fresh.Append(nil)), string(other.Append(nil))}
	if got := contents(t, s); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if err := s.Update(ctx, func(b *Batch) error { b.AddNew(fresh); return nil }); !errors.Is(err, ErrQuadExists) {
		t.Errorf("got %v, want ErrQuadExists", err)
	}
	bad := schema.Quad{S: schema.String("x"), P: iri("p"), O: iri("o")}
	if err := s.Update(ctx, func(b *Batch) error { b.Add(bad); return nil }); !errors.Is(err, ErrTerm) {
		t.Errorf("got %v, want ErrTerm", err)
	}
}

func TestForcedCollisions(t *testing.T) {
	s := testStore(t)
	s.hash = func([]byte) uint64 { return 7 }
	for i := range 5 {
		update(t, s, func(b *Batch) { b.Add(quadOf(fmt.Sprint("s", i), "p", fmt.Sprint("o", i), "g")) })
		s.known.clear()
		check(t, s)
	}
	update(t, s, func(b *Batch) { b.Remove(quadOf("s2", "p", "o2", "g")); b.Add(quadOf("s9", "p", "o9", "g")) })
	check(t, s)
	if n := len(contents(t, s)); n != 5 {
		t.Errorf("%d quads, want 5", n)
	}
}

func TestRecords(t *testing.T) {
	s := testStore(t)
	update(t, s, func(b *Batch) {
		b.Put("text", "doc/1", []byte("one"))
		b.Put("text", "doc/2", nil)
		b.Put("texts", "doc/1", []byte("another space"))
		b.Add(quadOf("a", "p", "b", "g"))
	})
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	update(t, s, func(b *Batch) { b.DeletePrefix("text", "doc/"); b.Put("text", "other", []byte("x")) })
	keys := func(seq func(func(Record, error) bool)) (keys []string) {
		for r, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, r.Key+"="+string(r.Value))
		}
		return keys
	}
	if got := keys(s.Records("text", "")); !slices.Equal(got, []string{"other=x"}) {
		t.Errorf("store: %q", got)
	}
	if got := keys(v.Records("text", "doc")); !slices.Equal(got, []string{"doc/1=one", "doc/2="}) {
		t.Errorf("snapshot: %q", got)
	}
	if b, ok, err := v.Get("text", "doc/1"); err != nil || !ok || string(b) != "one" {
		t.Errorf("snapshot record: %q %v %v", b, ok, err)
	}
	if _, ok, _ := s.Get("text", "doc/1"); ok {
		t.Error("a deleted record is there")
	}
	check(t, s)
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir+"/none", Options{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("missing store: %v", err)
	}
	s, err := Create(dir+"/db", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir+"/db", Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("second opener: %v", err)
	}
	if _, err := Open(dir+"/db", Options{ReadOnly: true}); !errors.Is(err, ErrLocked) {
		t.Errorf("second opener, read-only: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(dir+"/db", Options{}); !errors.Is(err, ErrExists) {
		t.Errorf("creating over a store: %v", err)
	}
	if s, err = Open(dir+"/db", Options{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(context.Background(), func(*Batch) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("write after close: %v", err)
	}
}
