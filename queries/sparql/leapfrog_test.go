package sparql

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

func TestLeap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		lists := make([][]ID, 2+random.IntN(3))
		count := map[ID]int{}
		for i := range lists {
			for range random.IntN(1 + 3*random.IntN(40)) {
				lists[i] = append(lists[i], ID(random.IntN(40)))
			}
			slices.Sort(lists[i])
			lists[i] = slices.Compact(lists[i])
			for _, id := range lists[i] {
				count[id]++
			}
		}
		want := []ID{}
		for id := range ID(40) {
			if count[id] == len(lists) {
				want = append(want, id)
			}
		}
		if got := leap(slices.Clone(lists), []ID{7}); !slices.Equal(got[1:], want) || got[0] != 7 {
			t.Fatalf("%v: got %v, want %v", lists, got, want)
		}
	}
}

// TestRandomCycles compares joins of cyclic patterns with the oracle: patterns over
// few variables, in one graph, in the union of graphs and in graphs by name.
func TestRandomCycles(t *testing.T) {
	count := 400
	if os.Getenv("ENTENTE_LONG") == "1" {
		count = 10_000
	}
	leapt := 0
	for seed := range uint64(count) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 7))}
		var quads []schema.Quad
		node := func() schema.Term { return iri(fmt.Sprint("n", g.IntN(4+g.IntN(6)))) }
		for range 20 + g.IntN(25) {
			q := schema.Quad{S: node(), P: iri(g.one("p", "q")), O: node()}
			if k := g.IntN(4); k > 0 {
				q.G = schema.IRI(fmt.Sprintf("http://x/g%d", k))
			}
			quads = append(quads, q)
		}
		variables := []string{"?a", "?b", "?c", "?d"}[:3+g.IntN(2)]
		var patterns []string
		for i := range variables { // a cycle
			s, o := variables[i], variables[(i+1)%len(variables)]
			if g.IntN(2) == 0 {
				s, o = o, s
			}
			patterns = append(patterns, s+" "+g.one(":p", ":q", ":p", "?p")+" "+o+" . ")
		}
		for range g.IntN(3) { // chords, constants, loops
			patterns = append(patterns, g.one(variables...)+" "+g.one(":p", ":q")+" "+g.one(append(variables, ":n1")...)+" . ")
		}
		where := strings.Join(patterns, "")
		where = g.one(where, where, "GRAPH :g1 { "+where+"}", "GRAPH ?g { "+where+"}") + g.one("", "FILTER(?a != ?b) ", "OPTIONAL { ?a :q ?z } ")
		q, err := Parse("PREFIX : <http://x/> SELECT * { "+where+"}", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		opt := Options{Union: g.IntN(3) > 0, HiddenGraphs: []string{"http://x/g3"}, batch: []int{0, 1, 3}[seed%3]}
		if seed%4 > 0 {
			opt.leap = leapAlways
		}
		compareRandom(t, seed, quads, q, opt)
		plan, err := Engine{}.Explain(t.Context(), NewMemory(quads), q, opt)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(plan.String(), "leapfrog join") {
			leapt++
		}
	}
	if leapt < count/4 {
		t.Errorf("only %d of %d queries were planned with a leapfrog join", leapt, count)
	}
}

// TestLeapfrogChosen: the planner takes the leapfrog join where nodes have many
// neighbours, and not where they have one.
func TestLeapfrogChosen(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	var dense, sparse []schema.Quad
	for i := range 4000 {
		dense = append(dense, schema.Quad{S: iri(fmt.Sprint(random.IntN(100))), P: iri("p"), O: iri(fmt.Sprint(random.IntN(100)))})
		sparse = append(sparse, schema.Quad{S: iri(fmt.Sprint(i)), P: iri("p"), O: iri(fmt.Sprint(i + 1))})
	}
	text := "PREFIX : <http://x/> SELECT * { ?a :p ?b . ?b :p ?c . ?c :p ?a }"
	q, err := Parse(text, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		quads []schema.Quad
		leaps bool
	}{"dense": {dense, true}, "sparse": {sparse, false}} {
		plan, err := Engine{}.Explain(t.Context(), NewMemory(c.quads), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(plan.String(), "leapfrog join") != c.leaps {
			t.Errorf("%s:\n%v", name, plan)
		}
	}
}

// BenchmarkTriangles counts the triangles of a graph whose nodes have forty
// neighbours.
func BenchmarkTriangles(b *testing.B) {
	random := rand.New(rand.NewPCG(2, 2))
	var quads []schema.Quad
	for range 20_000 {
		quads = append(quads, schema.Quad{S: iri(fmt.Sprint(random.IntN(500))), P: iri("p"), O: iri(fmt.Sprint(random.IntN(500)))})
	}
	src := NewMemory(quads)
	for name, leap := range map[string]leapChoice{"leapfrog": leapAlways, "one by one": leapNever} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				q, err := Parse("PREFIX : <http://x/> SELECT (COUNT(*) AS ?n) { ?a :p ?b . ?b :p ?c . ?c :p ?a }", "", nil)
				if err != nil {
					b.Fatal(err)
				}
				r, err := Engine{}.Query(b.Context(), src, q, Options{leap: leap})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := tableOf(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
