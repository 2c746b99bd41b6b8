package sparql

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// values makes literals of one kind, many of them equal or nearly so, in forms whose
// keys differ from how they compare: times without a zone, floats, long decimals.
var values = map[string]func(r *rand.Rand) schema.Term{
	"dates": func(r *rand.Rand) schema.Term {
		zone := []string{"", "", "Z", "+08:00", "-05:00"}[r.IntN(5)]
		return schema.Typed(fmt.Sprintf("20%02d-%02d-%02d%s", 10+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28), zone), schema.XSDDate)
	},
	"times": func(r *rand.Rand) schema.Term {
		zone := []string{"", "Z", "+06:00"}[r.IntN(3)]
		return schema.Typed(fmt.Sprintf("2025-06-%02dT%02d:%02d:00%s", 1+r.IntN(28), r.IntN(24), r.IntN(60), zone), schema.XSDDateTime)
	},
	"numbers": func(r *rand.Rand) schema.Term {
		switch n := r.IntN(400); r.IntN(4) {
		case 0:
			return schema.Typed(fmt.Sprintf("%d.%09d", n, r.IntN(3)), schema.XSDDecimal)
		case 1:
			return schema.Typed(fmt.Sprintf("%d.5e0", n), schema.XSD+"float")
		case 2:
			return schema.Typed(fmt.Sprintf("%de0", n), schema.XSD+"double")
		default:
			return schema.Integer(n)
		}
	},
	"one value": func(*rand.Rand) schema.Term { return schema.Integer(1) },
}

// TestOrderByIndex: the first rows of an order read out of the index over values are
// those that sorting all rows gives.
func TestOrderByIndex(t *testing.T) {
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 3))
			var quads []schema.Quad
			for i := range 6000 {
				s := iri(fmt.Sprint("e", i))
				g := schema.IRI(fmt.Sprintf("http://x/g%d", r.IntN(5)))
				quads = append(quads, schema.Quad{S: s, P: iri("when"), O: value(r), G: g}, schema.Quad{S: s, P: iri("in"), O: iri(fmt.Sprint("place", r.IntN(40))), G: g})
				if i%3 == 0 {
					quads = append(quads, schema.Quad{S: s, P: iri("when"), O: quads[len(quads)-2].O, G: iri("copy")},
						schema.Quad{S: s, P: iri("label"), O: schema.String(fmt.Sprint("label ", i))})
				}
			}
			src := NewMemory(quads)
			used := 0
			for _, text := range []string{
				"SELECT ?s ?d { ?s :when ?d ; :in ?p } ORDER BY ?d ?s LIMIT 20",
				"SELECT ?s ?d { ?s :when ?d ; :in ?p } ORDER BY DESC(?d) ?s LIMIT 20 OFFSET 7",
				"SELECT ?s ?d ?l { ?s :when ?d OPTIONAL { ?s :label ?l } } ORDER BY DESC(?d) ?s LIMIT 9",
				"SELECT DISTINCT ?d ?p { ?s :when ?d ; :in ?p } ORDER BY ?d STR(?d) ?p LIMIT 30",
				"SELECT ?s ?d { ?s :when ?d . FILTER(STRENDS(STR(?s), '7')) } ORDER BY DESC(?d) DESC(?s) LIMIT 25",
				"SELECT ?s ?d { GRAPH :g1 { ?s :when ?d } } ORDER BY ?d ?s LIMIT 12",
				"SELECT ?g ?s ?d { GRAPH ?g { ?s :when ?d } } ORDER BY ?d ?s ?g LIMIT 12",
				"SELECT ?p ?d { { SELECT ?s ?d { ?s :when ?d } ORDER BY ?d ?s LIMIT 15 } ?s :in ?p } ORDER BY ?p ?d",
				"SELECT ?s ?d { ?s :when ?d ; :in :nowhere } ORDER BY ?d ?s LIMIT 5",
			} {
				q, err := Parse("PREFIX : <http://x/> "+text, "", nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, opt := range []Options{{Union: true}, {Union: true, batch: 3}, {}} {
					got, err := engineTable(opt)(src, q)
					if err != nil {
						t.Fatal(err)
					}
					want, err := engineTable(opt)(fewOrders{src}, q)
					if err != nil {
						t.Fatal(err)
					}
					if fmt.Sprint(got.rows) != fmt.Sprint(want.rows) {
						t.Errorf("%s\ngot  %v\nwant %v", text, got.rows, want.rows)
					}
					plan, err := Engine{}.Explain(t.Context(), src, q, opt)
					if err != nil {
						t.Fatal(err)
					}
					used += b2i(strings.Contains(plan.String(), "order within values"))
				}
			}
			if used < 8 {
				t.Errorf("the index was used %d times", used)
			}
		})
	}
}

// TestOrderByIndexStops: no more is read than the first rows need.
func TestOrderByIndexStops(t *testing.T) {
	var quads []schema.Quad
	for i := range 50_000 {
		quads = append(quads, schema.Quad{S: iri(fmt.Sprint("e", i)), P: iri("n"), O: schema.Integer(i)})
	}
	q, err := Parse("PREFIX : <http://x/> SELECT ?s { ?s :n ?n } ORDER BY DESC(?n) LIMIT 10", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Engine{}.Query(t.Context(), NewMemory(quads), q, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tableOf(r); err != nil {
		t.Fatal(err)
	}
	p := r.Plan()
	for len(p.Children) > 0 {
		p = p.Children[0]
	}
	if p.Operator != "scan" || p.Rows > 1000 {
		t.Errorf("%d rows were read\n%v", p.Rows, r.Plan())
	}
}
