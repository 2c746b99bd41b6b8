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

// generator makes random graphs and queries, the same ones for a seed.
type generator struct {
	*rand.Rand
	depth int
	fresh int
}

func (g *generator) one(options ...string) string { return options[g.IntN(len(options))] }

func (g *generator) variable() string { return g.one("?a", "?b", "?c", "?d") }
func (g *generator) iri() string      { return g.one(":a", ":b", ":c") }
func (g *generator) predicate() string {
	return g.one(":p", ":p", ":q", ":r")
}
func (g *generator) literal() string {
	return g.one("1", "2", "1.0", "\"x\"", "\"y\"@en", "\"x\"@en", "\"2020-01-02\"^^xsd:date", "\"2021-05-06\"^^xsd:date", "true", "\"z\"^^:unknown")
}

func (g *generator) term(variables int) string {
	if g.IntN(10) < variables {
		return g.variable()
	}
	if g.IntN(5) == 0 {
		return g.literal()
	}
	return g.iri()
}

func (g *generator) quads() (out []schema.Quad) {
	term := func(s string) schema.Term {
		t, err := parseTerm(strings.NewReplacer(":", "<http://x/", "xsd", "xsd").Replace(s) + ">")
		if err != nil {
			panic(err)
		}
		return t
	}
	literals := []schema.Term{schema.Integer(1), schema.Integer(2), schema.Typed("1.0", schema.XSDDecimal), schema.String("x"),
		schema.LangString("y", "en"), schema.LangString("x", "en"), schema.Typed("2020-01-02", schema.XSDDate),
		schema.Typed("2021-05-06", schema.XSDDate), schema.Typed("true", schema.XSDBoolean), schema.Typed("z", "http://x/unknown")}
	for range 8 + g.IntN(30) {
		q := schema.Quad{S: term(g.iri()), P: term(g.predicate())}
		switch g.IntN(6) {
		case 0, 1:
			q.O = literals[g.IntN(len(literals))]
		case 2:
			q.O = schema.Blank(g.one("m", "n"))
		default:
			q.O = term(g.iri())
		}
		if g.IntN(8) == 0 {
			q.S = schema.Blank(g.one("m", "n"))
		}
		if k := g.IntN(4); k > 0 {
			q.G = schema.IRI(fmt.Sprintf("http://x/g%d", k))
		}
		out = append(out, q)
	}
	return out
}

func (g *generator) path() string {
	if g.depth > 2 {
		return g.predicate()
	}
	g.depth++
	defer func() { g.depth-- }()
	switch g.IntN(9) {
	case 0:
		return "(" + g.path() + ")*"
	case 1:
		return "(" + g.path() + ")+"
	case 2:
		return "(" + g.path() + ")?"
	case 3:
		return "^(" + g.path() + ")"
	case 4:
		return "(" + g.path() + "/" + g.path() + ")"
	case 5:
		return "(" + g.path() + "|" + g.path() + ")"
	case 6:
		return "!(" + g.predicate() + g.one("", "|^"+g.predicate()) + ")"
	}
	return g.predicate()
}

func (g *generator) triple() string {
	s := g.term(8)
	if strings.HasPrefix(s, "\"") || s[0] >= '0' && s[0] <= '9' || s == "true" {
		s = g.variable()
	}
	p := g.predicate()
	switch g.IntN(8) {
	case 0:
		p = g.variable()
	case 1:
		p = g.path()
	}
	return s + " " + p + " " + g.term(7) + " . "
}

func (g *generator) expression() string {
	if g.depth > 4 {
		return "BOUND(" + g.variable() + ")"
	}
	g.depth++
	defer func() { g.depth-- }()
	switch g.IntN(13) {
	case 0:
		return g.variable() + g.one(" = ", " != ") + g.term(5)
	case 1:
		return g.variable() + g.one(" < ", " > ", " <= ", " >= ") + g.one("1", "2", "1.5", "\"2020-06-01\"^^xsd:date", g.variable())
	case 2:
		return "(" + g.expression() + g.one(" && ", " || ") + g.expression() + ")"
	case 3:
		return "!(" + g.expression() + ")"
	case 4:
		return g.one("isIRI(", "isBlank(", "isLiteral(", "isNumeric(") + g.variable() + ")"
	case 5:
		return "LANG(" + g.variable() + ") = " + g.one("\"en\"", "\"\"")
	case 6:
		return g.variable() + g.one(" IN (", " NOT IN (") + g.term(3) + ", " + g.term(3) + ")"
	case 7, 8:
		return g.one("", "NOT ") + "EXISTS " + g.group(1)
	case 9:
		return "COALESCE(" + g.variable() + " = " + g.variable() + ", " + g.one("true", "false") + ")"
	case 10:
		return "sameTerm(" + g.variable() + ", " + g.term(5) + ")"
	case 11:
		return g.variable() + " = " + g.iri()
	}
	return "BOUND(" + g.variable() + ")"
}

func (g *generator) group(size int) string {
	if g.depth > 3 {
		return "{ " + g.triple() + "}"
	}
	g.depth++
	defer func() { g.depth-- }()
	var b strings.Builder
	b.WriteString("{ ")
	if g.IntN(8) > 0 {
		b.WriteString(g.triple())
	}
	for range g.IntN(size + 2) {
		b.WriteString(g.element())
	}
	b.WriteString("}")
	return b.String()
}

func (g *generator) element() string {
	switch g.IntN(15) {
	case 0, 1, 2:
		return "OPTIONAL " + g.group(1) + " "
	case 3:
		return g.group(1) + " UNION " + g.group(1) + " "
	case 4:
		return "MINUS " + g.group(1) + " "
	case 5, 6:
		return "FILTER (" + g.expression() + ") "
	case 7:
		g.fresh++
		return fmt.Sprintf("BIND (%s AS ?%s) ", g.one(g.variable(), g.iri(), g.literal(), "1 + "+g.variable(), "STR("+g.variable()+")"), g.one(fmt.Sprintf("n%d", g.fresh), "d", "e"))
	case 8:
		return "VALUES (?a ?b) { (" + g.one(":a", "UNDEF", ":b") + " " + g.one("1", "UNDEF", ":c") + ") (" + g.one(":c", "UNDEF") + " " + g.one(":d", "UNDEF") + ") } "
	case 9:
		return "GRAPH " + g.one("?g", ":g1", ":g2", "?a") + " " + g.group(1) + " "
	case 10:
		return "{ " + g.subselect() + " } "
	case 11:
		return g.group(1) + " "
	}
	return g.triple()
}

func (g *generator) subselect() string {
	switch g.IntN(4) {
	case 0:
		v := g.variable()
		return "SELECT " + v + " (COUNT(" + g.one("*", g.variable(), "DISTINCT "+g.variable()) + ") AS ?n) WHERE " + g.group(1) + " GROUP BY " + v
	case 1:
		return "SELECT (SUM(" + g.variable() + ") AS ?n) (COUNT(*) AS ?m) WHERE " + g.group(1)
	case 2:
		return "SELECT DISTINCT ?a ?b WHERE " + g.group(1)
	}
	return "SELECT " + g.variable() + " WHERE " + g.group(1)
}

func (g *generator) query() string {
	prologue := "PREFIX : <http://x/> PREFIX xsd: <" + schema.XSD + "> "
	from := ""
	if g.IntN(6) == 0 {
		from = g.one("FROM :g1 FROM :g2 ", "FROM :g1 FROM NAMED :g2 FROM NAMED :g3 ", "FROM NAMED :g1 ")
	}
	switch g.IntN(11) {
	case 10:
		return prologue + "SELECT DISTINCT " + g.one("?a", "?b", "?g") + " " + from + "WHERE { " + g.one(g.triple(), "GRAPH :g1 { "+g.triple()+"}", "GRAPH ?g { "+g.triple()+"}") + "}"
	case 8:
		return prologue + "SELECT ?a (SUM(?b) AS ?k) " + from + "WHERE " + g.group(2) + " GROUP BY ?a HAVING (COUNT(*) > 1)"
	case 9:
		return prologue + "SELECT (COUNT(" + g.one("*", "?a", "DISTINCT ?a") + ") AS ?k) " + from + "WHERE { " + g.one(g.triple(), "GRAPH :g1 { "+g.triple()+"}", "GRAPH ?g { "+g.triple()+"}") + "}"
	case 0:
		return prologue + "ASK " + from + g.group(3)
	case 1:
		return prologue + "SELECT ?a ?b " + from + "WHERE " + g.group(3) + " ORDER BY ?a DESC(?b)"
	case 2:
		return prologue + "SELECT ?a (COUNT(*) AS ?k) (COUNT(DISTINCT ?b) AS ?m) (SUM(?c) AS ?s) " + from + "WHERE " + g.group(3) + " GROUP BY ?a"
	case 3:
		return prologue + "SELECT DISTINCT ?a ?c " + from + "WHERE " + g.group(3)
	case 4:
		return prologue + "SELECT ?a ?b " + from + "WHERE " + g.group(3) + fmt.Sprintf(" LIMIT %d OFFSET %d", g.IntN(6), g.IntN(3))
	}
	return prologue + "SELECT * " + from + "WHERE " + g.group(3)
}

// TestRandom compares the engine with the oracle on random queries over random
// graphs.
func TestRandom(t *testing.T) {
	count := 2000
	if os.Getenv("ENTENTE_LONG") == "1" {
		count = 100_000
	}
	tried, answered := 0, 0
	for seed := uint64(1); tried < count && !t.Failed(); seed++ {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 6))}
		quads := g.quads()
		text := g.query()
		q, err := Parse(text, "", nil)
		if err != nil {
			continue // a BIND to a name in use and the like
		}
		tried++
		opt := Options{Union: g.IntN(2) == 0, HiddenGraphs: []string{"http://x/g3"}}
		opt.batch = []int{0, 1, 2, 5}[seed%4]
		if seed%2 == 0 {
			opt.HiddenGraphs, opt.Hidden = nil, func(iri string) bool { return iri == "http://x/g3" }
		}
		if compareRandom(t, seed, quads, q, opt) > 0 {
			answered++
		}
	}
	t.Logf("%d queries, %d of them with solutions", tried, answered)
}

func compareRandom(t *testing.T, seed uint64, quads []schema.Quad, q *Query, opt Options) int {
	t.Helper()
	src := Source(NewMemory(quads))
	if seed%3 == 0 {
		src = fewOrders{src.(*Memory)}
	}
	full := *q
	if q.limit >= 0 {
		full.limit, full.offset = -1, 0
	}
	want, err := oracleTable(opt)(src, &full)
	if err != nil {
		t.Fatal(err)
	}
	if len(want.rows) > 3000 {
		return 1 // comparing would take too long
	}
	got, err := engineTable(opt)(src, q)
	if err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, q.Text)
	}
	if q.limit >= 0 { // any of the rows will do
		if n := min(max(0, len(want.rows)-int(q.offset)), int(q.limit)); len(got.rows) != n || !within(got, want) {
			t.Errorf("seed %d, limit: got %v want %d of %v\n%s\n%v", seed, got, n, want, q.Text, quads)
		}
		return len(got.rows)
	}
	if !same(got, want, func(schema.Term) bool { return true }) {
		plan, _ := Engine{}.Explain(t.Context(), src, q, opt)
		t.Errorf("seed %d, union %v: got %v want %v\n%s\n%v\n%v", seed, opt.Union, got, want, q.Text, plan, quads)
	}
	if len(q.orderBy) > 0 {
		sorted := slices.IsSortedFunc(got.rows, func(a, b []schema.Term) int {
			val := func(t schema.Term) *value {
				if t.IsZero() {
					return nil
				}
				return decode(t)
			}
			if c := order(val(a[0]), val(b[0])); c != 0 {
				return c
			}
			return -order(val(a[1]), val(b[1]))
		})
		if !sorted {
			t.Errorf("seed %d: not in order: %v\n%s", seed, got, q.Text)
		}
	}
	return len(got.rows)
}

// within: every row of a is one of b, counted.
func within(a, b *table) bool {
	left := map[string]int{}
	for _, r := range b.rows {
		left[fmt.Sprint(r)]++
	}
	for _, r := range a.rows {
		k := fmt.Sprint(r)
		if left[k]--; left[k] < 0 {
			return false
		}
	}
	return true
}

// fewOrders is a source with the four orders that every source has, and no value
// index.
type fewOrders struct{ *Memory }

func (fewOrders) Orders() []Order { return []Order{SPOG, POSG, OSPG, GSPO} }
func (fewOrders) Cost() Cost      { return Cost{Seek: 3000, Row: 80, Term: 1000} }
func (fewOrders) ScanRange()      {}
