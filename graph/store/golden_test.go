package store

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/entente-graph/entente/schema"
)

var updateGolden = flag.Bool("update", false, "write the golden store of this format version again")

// goldenQuads are what the golden stores hold: every kind of term, values, graphs,
// and traces of a removal.
func goldenQuads() []schema.Quad {
	g, h := iri("g"), iri("h")
	s, p := iri("s"), iri("p")
	return []schema.Quad{
		{S: s, P: p, O: schema.String("plain"), G: g}, {S: s, P: p, O: schema.LangString("峰会", "zh"), G: g},
		{S: s, P: p, O: schema.Typed("007", schema.XSDInteger), G: g}, {S: s, P: p, O: schema.Typed("7.50", schema.XSDDecimal), G: h},
		{S: s, P: p, O: schema.Typed("2025-06-17", schema.XSDDate), G: g}, {S: s, P: p, O: schema.Typed("2025-06-17T08:55:00+08:00", schema.XSDDateTime), G: g},
		{S: s, P: p, O: schema.Typed("2025-06/..", schema.EDTFNS+"EDTF"), G: g}, {S: s, P: p, O: schema.Blank("b"), G: g},
		{S: schema.Blank("b"), P: p, O: s}, {S: s, P: p, O: s, G: h},
	}
}

func fillGolden(t *testing.T, s *Store) {
	t.Helper()
	update(t, s, func(b *Batch) {
		for _, q := range goldenQuads() {
			b.Add(q)
		}
		b.Add(schema.Quad{S: iri("gone"), P: iri("gone"), O: schema.String("gone"), G: iri("gone")})
		b.Put("text", "doc/1", []byte("title\n\nbody"))
	})
	update(t, s, func(b *Batch) { b.RemoveGraph(iri("gone")) })
}

// A store written by the first release of each format version opens and holds what
// it held.
func TestGoldenStores(t *testing.T) {
	current := filepath.Join("testdata", "format-1")
	if *updateGolden {
		if err := os.RemoveAll(current); err != nil {
			t.Fatal(err)
		}
		s, err := Create(current, Options{MemTableBytes: 256 << 10})
		if err != nil {
			t.Fatal(err)
		}
		fillGolden(t, s)
		if err := s.Compact(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	versions, err := filepath.Glob(filepath.Join("testdata", "format-*"))
	if err != nil || len(versions) == 0 {
		t.Fatal("no golden stores", err)
	}
	var want []string
	for _, q := range goldenQuads() {
		want = append(want, string(q.Append(nil)))
	}
	slices.Sort(want)
	for _, dir := range versions {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			copied := filepath.Join(t.TempDir(), "db")
			copyStore(t, dir, copied)
			s, err := Open(copied, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			check(t, s)
			if got := contents(t, s); !slices.Equal(got, want) {
				t.Errorf("got %q\nwant %q", got, want)
			}
			if b, ok, err := s.Get("text", "doc/1"); err != nil || !ok || string(b) != "title\n\nbody" {
				t.Errorf("record %q %v %v", b, ok, err)
			}
			update(t, s, func(b *Batch) { b.RemoveGraph(iri("g")) })
			check(t, s)
		})
	}
}

// The keys and values of a store do not change while the format version does not.
func TestFormatIsFrozen(t *testing.T) {
	s := testStore(t)
	fillGolden(t, s)
	var b strings.Builder
	err := scanPairs(s.db, nil, func(key, value []byte) error {
		b.WriteString(schema.Hash16(string(key), string(value)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := schema.Hash16(b.String()), "gmk7twkkquz7tmom"; got != want {
		t.Errorf("the contents of the database have hash %s, expected %s: a change of the format needs a new version and an upgrade", got, want)
	}
}

func TestForeignFormat(t *testing.T) {
	fs := vfs.NewMem()
	s, err := Open("db", Options{Create: true, FS: fs})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.Set(metaKey(metaFormat), []byte{99}, s.sync); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open("db", Options{FS: fs}); err == nil || !strings.Contains(err.Error(), ErrFormat.Error()) {
		t.Errorf("got %v", err)
	}
}

// FuzzUpdate compares a store with a set of quads under the same operations.
func FuzzUpdate(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 0, 9, 2, 1, 4, 0, 0, 1, 255, 0, 1, 1, 1, 2})
	f.Fuzz(func(t *testing.T, script []byte) {
		s := testStore(t)
		model := map[string]schema.Quad{}
		terms := "abcd"
		at := func(b byte) string { return string(terms[int(b)%len(terms)]) }
		for len(script) >= 4 {
			update(t, s, func(b *Batch) {
				for len(script) >= 4 {
					op, x := script[0], script[1:4]
					script = script[4:]
					q := quadOf(at(x[0]), at(x[1]), at(x[2]), at(x[0]>>4))
					if x[1]&16 != 0 {
						q.O = schema.Integer(int(x[2]))
					}
					switch op % 5 {
					case 0, 1:
						b.Add(q)
						model[string(q.Append(nil))] = q
					case 2:
						b.Remove(q)
						delete(model, string(q.Append(nil)))
					case 3:
						b.RemoveGraph(q.G)
						for k, have := range model {
							if have.G == q.G {
								delete(model, k)
							}
						}
					case 4:
						return // the next batch
					}
				}
			})
			check(t, s)
		}
		want := []string{}
		for k := range model {
			want = append(want, k)
		}
		slices.Sort(want)
		if got := contents(t, s); !slices.Equal(got, want) {
			t.Fatalf("got %q\nwant %q", got, want)
		}
	})
}
