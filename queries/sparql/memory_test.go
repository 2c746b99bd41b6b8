package sparql

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// TestMemoryAgainstAList compares scans, seeks and counts with the plain list of
// quads.
func TestMemoryAgainstAList(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var quads []schema.Quad
	term := func(kind string, n int) schema.Term { return schema.IRI(fmt.Sprintf("http://x/%s%d", kind, r.IntN(n))) }
	for range 800 {
		q := schema.Quad{S: term("s", 20), P: term("p", 4), O: term("s", 30)}
		if r.IntN(3) > 0 {
			q.G = term("g", 5)
		}
		quads = append(quads, q)
	}
	m := NewMemory(quads)
	var all []IDQuad
	buf := make([]IDQuad, 7)
	for c := m.Scan(t.Context(), Pattern{}, SPOG); ; {
		n := c.Next(buf)
		if n == 0 {
			break
		}
		all = append(all, buf[:n]...)
	}
	if len(all) != m.Len() {
		t.Fatalf("%d quads, want %d", len(all), m.Len())
	}
	for range 2000 {
		var p Pattern
		like := all[r.IntN(len(all))]
		for at := range p {
			if r.IntN(2) == 0 {
				p[at] = like[at]
				if Position(at) == G && like[at] == 0 {
					p[at] = DefaultGraph
				}
			}
		}
		o := m.Orders()[r.IntN(len(m.Orders()))]
		want := slices.DeleteFunc(slices.Clone(all), func(q IDQuad) bool { return !matches4(p, q) })
		slices.SortFunc(want, func(a, b IDQuad) int { return inOrder(o, a, b) })
		c := m.Scan(t.Context(), p, o)
		if r.IntN(2) == 0 && len(want) > 0 {
			key := all[r.IntN(len(all))]
			c.Seek(key)
			want = slices.DeleteFunc(want, func(q IDQuad) bool { return inOrder(o, q, key) < 0 })
		}
		var got []IDQuad
		for n := c.Next(buf); n > 0; n = c.Next(buf) {
			got = append(got, buf[:n]...)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v in %v: got %d quads, want %d", p, o, len(got), len(want))
		}
	}
}

func matches4(p Pattern, q IDQuad) bool {
	for at, id := range p {
		if id != Any && id != q[at] && !(id == DefaultGraph && q[at] == 0) {
			return false
		}
	}
	return true
}

func inOrder(o Order, a, b IDQuad) int {
	for _, at := range o.Positions() {
		if c := cmp.Compare(a[at], b[at]); c != 0 {
			return c
		}
	}
	return 0
}

func TestMemoryRanges(t *testing.T) {
	var quads []schema.Quad
	p := schema.IRI("http://x/p")
	for i, o := range []schema.Term{schema.Integer(5), schema.Typed("5.5", schema.XSDDecimal), schema.Typed("6e0", schema.XSDDouble), schema.Integer(70),
		schema.Typed("2025-06-17", schema.XSDDate), schema.String("6"), schema.Typed("x", schema.XSDInteger), schema.Integer(-3)} {
		quads = append(quads, schema.Quad{S: schema.IRI(fmt.Sprint("http://x/", i)), P: p, O: o})
	}
	m := NewMemory(quads)
	id, _, _ := m.Lookup(p)
	c, ok := m.ScanRange(t.Context(), id, Range{Kind: NumberValue, From: 5, To: 6})
	buf := make([]IDQuad, 10)
	n := c.Next(buf)
	var got []string
	for _, q := range buf[:n] {
		o, _ := m.Term(q[O])
		got = append(got, o.Value)
	}
	if !ok || !slices.Equal(got, []string{"5", "5.5", "6e0"}) {
		t.Errorf("got %v", got)
	}
	if n, _ := m.CountRange(id, Range{Kind: DateValue, From: -1e18, To: 1e18}); n != 1 {
		t.Errorf("%d dates", n)
	}
}

func BenchmarkParse(b *testing.B) {
	const text = "PREFIX : <http://x/> SELECT ?e (COUNT(DISTINCT ?p) AS ?n) { ?e a :Event ; :place/:in* ?c . OPTIONAL { ?e :date ?d FILTER(?d > '2020-01-01') } } GROUP BY ?e ORDER BY DESC(?n) LIMIT 10"
	for b.Loop() {
		if _, err := Parse(text, "", nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkJoin: a join of three patterns with a filter and a count.
func BenchmarkJoin(b *testing.B) {
	src := mesh(40)
	q, err := Parse("PREFIX : <http://x/> SELECT ?a (COUNT(*) AS ?n) { ?a :p ?b . ?b :p ?c FILTER(?a != ?c) } GROUP BY ?a", "", nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := engineTable(Options{Union: true})(src, q); err != nil {
			b.Fatal(err)
		}
	}
}
