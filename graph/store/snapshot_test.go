package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/entente-graph/entente/schema"
)

// emptyStore is a store in memory.
func emptyStore(t *testing.T) *Store {
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

// randomStore holds quads over few terms, so that every pattern meets some.
func randomStore(t *testing.T, resident int64) (*Store, *rand.Rand) {
	t.Helper()
	s, err := Open("db", Options{Create: true, FS: vfs.NewMem(), ResidentBytes: resident})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		update(t, s, func(b *Batch) {
			for range 300 {
				q := quadOf(fmt.Sprint("n", r.IntN(40)), fmt.Sprint("p", r.IntN(6)), fmt.Sprint("n", r.IntN(40)), "")
				if g := r.IntN(5); g > 0 {
					q.G = iri("g%d", g)
				}
				if r.IntN(4) == 0 {
					q.O = schema.Integer(r.IntN(100) - 50)
				}
				if r.IntN(5) == 0 {
					b.Remove(q)
				} else {
					b.Add(q)
				}
			}
		})
	}
	return s, r
}

func compareIn(o Order) func(a, b IDQuad) int {
	return func(a, b IDQuad) int {
		for _, at := range o.Positions() {
			if a[at] != b[at] {
				if a[at] < b[at] {
					return -1
				}
				return 1
			}
		}
		return 0
	}
}

func drain(t *testing.T, c *Cursor, size int) (all []IDQuad) {
	t.Helper()
	buf := make([]IDQuad, size)
	for n := c.Next(buf); n > 0; n = c.Next(buf) {
		all = append(all, buf[:n]...)
	}
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// Every order gives the matching quads of every pattern, sorted, and seeks to the
// right one, on disk and in memory.
func TestScan(t *testing.T) {
	ctx := context.Background()
	for name, resident := range map[string]int64{"disk": -1, "memory": 0} {
		t.Run(name, func(t *testing.T) {
			s, r := randomStore(t, resident)
			v, err := s.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			defer v.Close()
			c := v.Scan(ctx, Pattern{}, SPOG)
			all := drain(t, c, 100)
			if err := c.Close(); err != nil || len(all) != int(v.Size()) {
				t.Fatalf("%d quads, want %d; %v", len(all), v.Size(), err)
			}
			for range 400 {
				p := randomPattern(all, r)
				var want []IDQuad
				for _, k := range all {
					f := Cursor{filter: p}
					if f.matches(&k) {
						want = append(want, k)
					}
				}
				if n, exact := v.Count(p); exact && n != uint64(len(want)) {
					t.Fatalf("count %v: %d, want %d", p, n, len(want))
				}
				for o := range orderCount {
					slices.SortFunc(want, compareIn(o))
					c := v.Scan(ctx, p, o)
					if got := drain(t, c, 1+r.IntN(50)); !slices.Equal(got, want) {
						t.Fatalf("%v in %v: %d quads, want %d", p, o, len(got), len(want))
					}
					_ = c.Close() // it met no error
					seekThrough(t, v, p, o, all, want, r)
				}
			}
		})
	}
}

func randomPattern(all []IDQuad, r *rand.Rand) (p Pattern) {
	from := all[r.IntN(len(all))]
	for at := range p {
		if r.IntN(2) == 0 {
			p[at] = from[at]
			if at == int(G) && from[at] == 0 {
				p[at] = DefaultGraph
			}
		}
	}
	return p
}

func seekThrough(t *testing.T, v *Snapshot, p Pattern, o Order, all, want []IDQuad, r *rand.Rand) {
	t.Helper()
	c := v.Scan(context.Background(), p, o)
	defer c.Close()
	keys := make([]IDQuad, 5)
	for i := range keys {
		keys[i] = all[r.IntN(len(all))]
	}
	slices.SortFunc(keys, compareIn(o))
	at := 0
	for _, key := range keys {
		c.Seek(key)
		for at < len(want) && compareIn(o)(want[at], key) < 0 {
			at++
		}
		var buf [1]IDQuad
		n := c.Next(buf[:])
		if at == len(want) {
			if n != 0 {
				t.Fatalf("%v in %v: %v after the last", p, o, buf[0])
			}
			return
		}
		if n != 1 || buf[0] != want[at] {
			t.Fatalf("%v in %v: seek %v found %v, want %v", p, o, key, buf[:n], want[at])
		}
		at++
	}
}

func TestSnapshotStandsStill(t *testing.T) {
	s := testStore(t)
	ctx := context.Background()
	a, b := quadOf("a", "p", "b", "g"), quadOf("c", "p", "d", "g")
	update(t, s, func(x *Batch) { x.Add(a) })
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	update(t, s, func(x *Batch) { x.RemoveGraph(a.G) })
	update(t, s, func(x *Batch) { x.Add(b); x.Add(a) })
	n := 0
	for q, err := range v.Match(ctx, schema.Term{}, schema.Term{}, schema.Term{}, schema.Term{}) {
		if n++; err != nil || q != a {
			t.Errorf("got %v, %v", q, err)
		}
	}
	if ok, err := v.Has(a); n != 1 || !ok || err != nil || v.Size() != 1 {
		t.Errorf("%d quads, has %v, %v", n, ok, err)
	}
	if ok, err := v.Has(b); ok || err != nil {
		t.Errorf("a later quad is there, %v", err)
	}
	if _, ok, err := v.Lookup(b.S); ok || err != nil {
		t.Errorf("a later term is there, %v", err)
	}
}

func TestValueRanges(t *testing.T) {
	s := testStore(t)
	ctx := context.Background()
	p := iri("when")
	values := []schema.Term{
		schema.Integer(-5), schema.Integer(7), schema.Typed("007", schema.XSDInteger), schema.Typed("7.5", schema.XSDDecimal),
		schema.Typed("1e3", schema.XSDDouble), schema.Typed("NaN", schema.XSDDouble), schema.Typed("x", schema.XSDInteger),
		schema.Typed("2025-06-17", schema.XSDDate), schema.Typed("2025-06-16", schema.XSDDate), schema.Typed("-0044-03-15", schema.XSDDate),
		schema.Typed("2025-06-17T08:55:00+08:00", schema.XSDDateTime), schema.Typed("2025-06-17T00:00:00.5Z", schema.XSDDateTime), schema.String("7"),
	}
	update(t, s, func(b *Batch) {
		for i, v := range values {
			b.Add(schema.Quad{S: iri("s%d", i), P: p, O: v, G: iri("g")})
			b.Add(schema.Quad{S: iri("s%d", i), P: iri("other"), O: v})
		}
	})
	check(t, s)
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	predicate, _, err := v.Lookup(p)
	if err != nil {
		t.Fatal(err)
	}
	inf := math.Inf(1)
	_, day := ValueKey(values[7])
	cases := []struct {
		name string
		r    ValueRange
		want []string
	}{
		{"all numbers", ValueRange{Kind: NumberValue, From: -inf, To: inf}, []string{"-5", "7", "007", "7.5", "1e3"}},
		{"seven", ValueRange{Kind: NumberValue, From: 7, To: 7}, []string{"7", "007"}},
		{"between", ValueRange{Kind: NumberValue, From: 7.1, To: 1000}, []string{"7.5", "1e3"}},
		{"dates", ValueRange{Kind: DateValue, From: -inf, To: inf}, []string{"-0044-03-15", "2025-06-16", "2025-06-17"}},
		{"from a day", ValueRange{Kind: DateValue, From: day, To: inf}, []string{"2025-06-17"}},
		{"times", ValueRange{Kind: DateTimeValue, From: -inf, To: inf}, []string{"2025-06-17T00:00:00.5Z", "2025-06-17T08:55:00+08:00"}},
		{"nothing", ValueRange{Kind: NumberValue, From: 8, To: 7}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cur := v.ScanRange(ctx, predicate, c.r)
			defer cur.Close()
			buf := make([]IDQuad, 2)
			var got []string
			for n := cur.Next(buf); n > 0; n = cur.Next(buf) {
				for _, k := range buf[:n] {
					q, err := v.Quad(k)
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, q.O.Value)
				}
			}
			if !slices.Equal(got, c.want) || cur.Err() != nil {
				t.Errorf("got %v, want %v, %v", got, c.want, cur.Err())
			}
			if n, exact := v.CountRange(predicate, c.r); n != uint64(len(c.want)) || !exact {
				t.Errorf("count %d %v, want %d", n, exact, len(c.want))
			}
		})
	}
	update(t, s, func(b *Batch) { b.RemoveGraph(iri("g")) })
	check(t, s)
}

func TestDistinctAndGraphs(t *testing.T) {
	s, _ := randomStore(t, 0)
	ctx := context.Background()
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	sets := map[distinctKey]map[ID]bool{}
	c := v.Scan(ctx, Pattern{}, SPOG)
	defer c.Close()
	for _, k := range drain(t, c, 64) {
		for at := range k {
			for _, p := range []ID{Any, k[P]} {
				key := distinctKey{p, Position(at)}
				if sets[key] == nil {
					sets[key] = map[ID]bool{}
				}
				if at != int(G) || k[G] != 0 {
					sets[key][k[at]] = true
				}
			}
		}
	}
	for key, set := range sets {
		if key.position == P && key.predicate != Any || key.position == G {
			continue
		}
		if n := v.Distinct(key.predicate, key.position); n != uint64(len(set)) {
			t.Errorf("%v: %d, want %d", key, n, len(set))
		}
	}
	n := 0
	for g, err := range v.Graphs(ctx) {
		if n++; err != nil || !sets[distinctKey{Any, G}][g] {
			t.Errorf("graph %d, %v", g, err)
		}
	}
	if n != len(sets[distinctKey{Any, G}]) {
		t.Errorf("%d graphs", n)
	}
}

// Readers and writers work at the same time; a snapshot always agrees with itself.
func TestConcurrentReaders(t *testing.T) {
	s := testStore(t)
	ctx := context.Background()
	var wg sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				v, err := s.Snapshot()
				if err != nil {
					t.Error(err)
					return
				}
				n := uint64(0)
				for _, err := range v.Quads(ctx, Pattern{}) {
					if n++; err != nil {
						t.Error(err)
					}
				}
				if n != v.Size() {
					t.Errorf("%d quads, the snapshot says %d", n, v.Size())
				}
				if err := v.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for n := range 60 {
		update(t, s, func(b *Batch) { round(b, n) })
	}
	close(done)
	wg.Wait()
	check(t, s)
}

func TestLeaksAreTold(t *testing.T) {
	s, err := Open("db", Options{Create: true, FS: vfs.NewMem()})
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	c := v.Scan(context.Background(), Pattern{}, SPOG)
	if err := s.Close(); err == nil {
		t.Error("closing with a snapshot open says nothing")
	}
	_ = c // left open on purpose
}

func TestCancelledScan(t *testing.T) {
	s, _ := randomStore(t, -1)
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	ctx, cancel := context.WithCancel(context.Background())
	c := v.Scan(ctx, Pattern{}, SPOG)
	defer c.Close()
	cancel()
	if n := c.Next(make([]IDQuad, 8)); n != 0 || c.Err() != context.Canceled {
		t.Errorf("%d quads, %v", n, c.Err())
	}
}

func TestBackupAndLoad(t *testing.T) {
	dir := t.TempDir()
	s, err := Create(dir+"/db", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	var quads []schema.Quad
	for i := range 5000 {
		quads = append(quads, quadOf(fmt.Sprint("s", i/10), fmt.Sprint("p", i%10), fmt.Sprint("o", i%77), fmt.Sprint("g", i/100)))
	}
	n, err := s.Load(ctx, func(yield func(schema.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}, LoadOptions{Batch: 700})
	if err != nil || n != len(quads) {
		t.Fatalf("%d quads, %v", n, err)
	}
	if err := s.Backup(ctx, dir+"/copy"); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, dir+"/copy"); err == nil {
		t.Error("a backup over a backup")
	}
	update(t, s, func(b *Batch) { b.RemoveGraph(iri("g1")) })
	restored, err := Open(dir+"/copy", Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	check(t, restored)
	if restored.Size() != 5000 || s.Size() != 4900 {
		t.Errorf("%d quads in the copy, %d in the store", restored.Size(), s.Size())
	}
	if st, err := s.Stats(); err != nil || st.Quads != 4900 {
		t.Errorf("%+v, %v", st, err)
	}
}

// Terms read many at once are those read one by one, in any order and twice; an id
// without a term is an error.
func TestTermsTogether(t *testing.T) {
	s := emptyStore(t)
	update(t, s, func(b *Batch) {
		for i := range 3000 {
			b.Add(schema.Quad{S: iri("s%d", i), P: iri("p"), O: schema.String(fmt.Sprint("value ", i)), G: iri("g%d", i%9)})
		}
	})
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 30 {
		ids := make([]ID, 1+random.IntN(200))
		for i := range ids {
			ids[i] = 1 + ID(random.Uint64N(v.Horizon()))
		}
		if round%2 == 0 {
			slices.Sort(ids)
		}
		s.names = newTermCache(64) // most are read, some are remembered
		terms := make([]schema.Term, len(ids))
		if err := v.Terms(ids, terms); err != nil {
			t.Fatal(err)
		}
		for i, id := range ids {
			if want, err := termOf(v.view, id); err != nil || terms[i] != want {
				t.Fatalf("%d: %v, want %v, %v", id, terms[i], want, err)
			}
		}
	}
	last := v.Horizon()
	if err := v.Terms([]ID{last - 9, last - 7, last - 5, last - 3, last + 1}, make([]schema.Term, 5)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("an id without a term: %v", err)
	}
}

// A range is walked in both directions, and Ordered knows predicates all of whose
// objects have values of one kind.
func TestRangesBothWays(t *testing.T) {
	s := emptyStore(t)
	update(t, s, func(b *Batch) {
		for i := range 500 {
			b.Add(schema.Quad{S: iri("s%d", i), P: iri("n"), O: schema.Integer(i * 37 % 101)})
			b.Add(schema.Quad{S: iri("s%d", i), P: iri("mixed"), O: schema.Integer(i)})
		}
		b.Add(schema.Quad{S: iri("s"), P: iri("mixed"), O: schema.Typed("2025-06-17", schema.XSDDate)})
		b.Add(schema.Quad{S: iri("s"), P: iri("words"), O: schema.String("7")})
	})
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for name, want := range map[string]ValueKind{"n": NumberValue, "mixed": NoValue, "words": NoValue} {
		id, _, err := v.Lookup(iri("%s", name))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got := v.Ordered(id); got != want {
				t.Errorf("%s: kind %d, want %d", name, got, want)
			}
		}
	}
	n, _, err := v.Lookup(iri("n"))
	if err != nil {
		t.Fatal(err)
	}
	r := ValueRange{Kind: NumberValue, From: 20, To: 60}
	read := func(r ValueRange) (out []IDQuad) {
		c := v.ScanRange(context.Background(), n, r)
		defer c.Close()
		buf := make([]IDQuad, 7)
		for k := c.Next(buf); k > 0; k = c.Next(buf) {
			out = append(out, buf[:k]...)
		}
		if c.Err() != nil {
			t.Fatal(c.Err())
		}
		return out
	}
	up := read(r)
	r.Descending = true
	down := read(r)
	slices.Reverse(down)
	if len(up) < 190 || !slices.Equal(up, down) {
		t.Errorf("%d quads upwards, %d downwards, or in another order", len(up), len(down))
	}
}

// The number of subjects of a predicate is estimated within a factor of two, whether
// its quads for one subject are neighbours in the index over objects (labels in two
// languages), far from each other (few subjects with many objects), or single.
func TestDistinctSubjects(t *testing.T) {
	s, err := Open("db", Options{Create: true, FS: vfs.NewMem(), ResidentBytes: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const n = 30_000
	update(t, s, func(b *Batch) {
		for i := range n {
			e := iri("e%d", i)
			b.Add(schema.Quad{S: e, P: iri("label"), O: schema.LangString(fmt.Sprint("event ", i), "en")})
			b.Add(schema.Quad{S: e, P: iri("label"), O: schema.LangString(fmt.Sprint("活动", i), "zh")})
			b.Add(schema.Quad{S: iri("state%d", i*7919%180), P: iri("in"), O: e})
			b.Add(schema.Quad{S: e, P: iri("number"), O: schema.Integer(i)})
		}
	})
	v, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for name, want := range map[string]uint64{"label": n, "in": 180, "number": n} {
		id, _, err := v.Lookup(iri("%s", name))
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Distinct(id, S); got > 2*want || 2*got < want {
			t.Errorf("subjects of %s: %d, there are %d", name, got, want)
		}
	}
}
