package sparql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

func ask(t *testing.T, src Source, text string, opt Options) *table {
	t.Helper()
	q, err := Parse(text, "", []schema.Prefix{{Name: "", IRI: "http://x/"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := engineTable(opt)(src, q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func iri(name string) schema.Term { return schema.IRI("http://x/" + name) }

// TestGroupConcatFollowsOrder: beyond the standard, GROUP_CONCAT takes the rows
// in the order of a sub-select, also when that is joined with more.
func TestGroupConcatFollowsOrder(t *testing.T) {
	var quads []schema.Quad
	for i, name := range strings.Fields("delta alpha charlie bravo echo") {
		s := iri(fmt.Sprint(i))
		quads = append(quads, schema.Quad{S: s, P: iri("name"), O: schema.String(name)}, schema.Quad{S: s, P: iri("in"), O: iri("g")})
	}
	src := NewMemory(quads)
	for _, q := range []string{
		`SELECT (GROUP_CONCAT(?n; separator=" ") AS ?all) { { SELECT ?n { ?s :name ?n } ORDER BY ?n } }`,
		`SELECT ?g (GROUP_CONCAT(?n; separator=" ") AS ?all) { ?s :in ?g { SELECT ?s ?n { ?s :name ?n } ORDER BY ?n } } GROUP BY ?g`,
		`SELECT ?g (GROUP_CONCAT(DISTINCT ?n; separator=" ") AS ?all) { { SELECT ?s ?n { ?s :name ?n } ORDER BY ?n } OPTIONAL { ?s :in ?g } } GROUP BY ?g`,
	} {
		got := ask(t, src, q, Options{})
		if all := got.rows[0][len(got.vars)-1].Value; all != "alpha bravo charlie delta echo" {
			t.Errorf("%s: %s", q, all)
		}
	}
}

func TestDescribe(t *testing.T) {
	src := NewMemory([]schema.Quad{
		{S: iri("a"), P: iri("p"), O: schema.Blank("b")}, {S: schema.Blank("b"), P: iri("q"), O: schema.Integer(1)},
		{S: schema.Blank("b"), P: iri("r"), O: iri("c")}, {S: iri("c"), P: iri("q"), O: schema.Integer(2)},
		{S: iri("a"), P: iri("q"), O: iri("c"), G: iri("g")}, {S: iri("a"), P: iri("p"), O: schema.Blank("b"), G: iri("g")},
	})
	for q, want := range map[string]int{
		"DESCRIBE :a":                         3,
		"DESCRIBE ?x { ?x :q 2 }":             1,
		"DESCRIBE ?x :a { ?x :q 2 }":          4,
		"DESCRIBE * { ?x :q 2 . ?y :p ?z }":   4,
		"DESCRIBE :unknown":                   0,
		"DESCRIBE ?x { ?x :q ?n } LIMIT 1":    2,
		"DESCRIBE :a FROM :g FROM NAMED :g":   2,
		"CONSTRUCT { ?s :x [] } { ?s :q ?n }": 2,
	} {
		if got := ask(t, src, q, Options{}); len(got.triples) != want {
			t.Errorf("%s: %v, want %d triples", q, got, want)
		}
	}
	if got := ask(t, src, "DESCRIBE :a", Options{Union: true}); len(got.triples) != 4 {
		t.Errorf("in the union: %v", got)
	}
}

func TestExplain(t *testing.T) {
	src := mesh(20)
	q, err := Parse("PREFIX : <http://x/> SELECT ?a (COUNT(?c) AS ?n) { ?a :p ?b . OPTIONAL { ?b :p ?c } FILTER(?a != ?b) } GROUP BY ?a ORDER BY ?n LIMIT 3", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Engine{}.Explain(t.Context(), src, q, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Rows != 0 || plan.Estimate == 0 {
		t.Errorf("not run: %v", plan)
	}
	r, err := Engine{}.Query(t.Context(), src, q, Options{Analyze: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tableOf(r); err != nil {
		t.Fatal(err)
	}
	text := r.Plan().String()
	for _, want := range []string{"slice limit 3", "order limit 3", "group by ?a", "filter with 1 conditions", "rows 7600"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	b, err := json.Marshal(r.Plan())
	if err != nil || !strings.Contains(string(b), `"operator":"slice"`) {
		t.Errorf("%v %s", err, b)
	}
}

// TestCountPushdown: a count over one pattern reads no quads.
func TestCountPushdown(t *testing.T) {
	src := mesh(30)
	q, err := Parse("PREFIX : <http://x/> SELECT (COUNT(*) AS ?n) { ?a :p ?b }", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Engine{}.Query(t.Context(), src, q, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := tableOf(r)
	if err != nil || got.rows[0][0].Value != "900" {
		t.Errorf("%v %v", got, err)
	}
	if text := r.Plan().String(); strings.Contains(text, "scan") {
		t.Errorf("it scans:\n%s", text)
	}
}

// TestSkippingScan: different values of one place are read by jumping.
func TestSkippingScan(t *testing.T) {
	src := mesh(60)
	for q, want := range map[string]int{
		"SELECT DISTINCT ?p { ?s ?p ?o }":          1,
		"SELECT DISTINCT ?s { ?s :p ?o }":          60,
		"SELECT DISTINCT ?o { ?s :p ?o } LIMIT 7":  7,
		"SELECT DISTINCT ?o { ?s :p ?o } OFFSET 7": 53,
	} {
		parsed, err := Parse(q, "", []schema.Prefix{{Name: "", IRI: "http://x/"}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := Engine{}.Query(t.Context(), src, parsed, Options{Union: true})
		if err != nil {
			t.Fatal(err)
		}
		got, err := tableOf(r)
		if err != nil || len(got.rows) != want {
			t.Errorf("%s: %d rows, %v", q, len(got.rows), err)
		}
		if text := r.Plan().String(); !strings.Contains(text, "skipping  (estimate") || strings.Contains(text, "rows 3600") {
			t.Errorf("%s:\n%s", q, text)
		}
	}
}

// brokenSource fails when terms are read.
type brokenSource struct{ *Memory }

func (brokenSource) Term(ID) (schema.Term, error)          { panic("no such page") }
func (brokenSource) Terms(ids []ID, _ []schema.Term) error { panic("no such page") }

func TestFaultsBecomeErrors(t *testing.T) {
	q, err := Parse("SELECT * { ?s ?p ?o FILTER(STRLEN(STR(?o)) > 1) }", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engineTable(Options{})(brokenSource{mesh(5)}, q); err == nil || !strings.Contains(err.Error(), "no such page") {
		t.Errorf("got %v", err)
	}
}

func ExampleEngine_Query() {
	src := NewMemory([]schema.Quad{{S: iri("summit"), P: schema.IRI(schema.Label), O: schema.LangString("峰会", "zh"), G: iri("g")}})
	q, err := Parse("SELECT ?e ?l { ?e rdfs:label ?l }", "", schema.Prefixes)
	if err != nil {
		panic(err)
	}
	res, err := Engine{}.Query(context.Background(), src, q, Options{Union: true})
	if err != nil {
		panic(err)
	}
	defer res.Close()
	for row, err := range res.Rows() {
		fmt.Println(row, err)
	}
	// Output: [<http://x/summit> "峰会"@zh] <nil>
}

// TestConcurrentQueries: one source, one parsed query, many runs at once.
func TestConcurrentQueries(t *testing.T) {
	src := mesh(12)
	q, err := Parse("PREFIX : <http://x/> SELECT ?a (COUNT(*) AS ?n) { ?a :p ?b . OPTIONAL { ?b :p+ ?c FILTER(?c != ?a) } FILTER(REGEX(STR(?a), '1')) FILTER EXISTS { ?a :p ?a } } GROUP BY ?a ORDER BY ?a", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := make(chan string, 8)
	for range cap(want) {
		go func() {
			got, err := engineTable(Options{Union: true})(src, q)
			if err != nil {
				want <- err.Error()
				return
			}
			want <- got.String()
		}()
	}
	first := <-want
	for range cap(want) - 1 {
		if got := <-want; got != first || strings.Contains(got, "sparql:") {
			t.Fatalf("got %s, then %s", first, got)
		}
	}
}
