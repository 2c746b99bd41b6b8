package sparql

import (
	"errors"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"empty", "", `line 1, column 1: found the end of the query, expected BASE, PREFIX, SELECT, CONSTRUCT, DESCRIBE or ASK`},
		{"no pattern", "SELECT ?x", `line 1, column 10: found the end of the query, expected "(", FROM, WHERE or "{"`},
		{"open group", "SELECT * {\n ?s ?p ?o", `line 2, column 10: found the end of the query`},
		{"chinese before it", "SELECT * { ?s ?p \"中文\" . } LIMIT x", `line 1, column 33: found "x", expected a number of rows`},
		{"prefix", "SELECT * { ?s foo:bar ?o }", `line 1, column 15: prefix foo: is not declared`},
		{"projection", "SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }", `?x is projected, but it is no GROUP BY key`},
		{"bind", "SELECT * { ?s ?p ?o BIND(1 AS ?o) }", `BIND to ?o, which is in use before it in the group`},
		{"string", "SELECT * { ?s ?p \"abc\n\" }", `line break in a string`},
		{"arity", "SELECT * { ?s ?p ?o FILTER(STRLEN()) }", `STRLEN takes 1 arguments, not 0`},
		{"values", "SELECT * { VALUES (?a ?b) { (1) } }", `VALUES has 2 variables and a row of 1`},
		{"depth", "SELECT * " + strings.Repeat("{", 5000) + strings.Repeat("}", 5000), `nested too deeply`},
		{"depth of expressions", "SELECT * { FILTER(" + strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000) + ") }", `nested too deeply`},
		{"a long sum", "SELECT * { FILTER(1" + strings.Repeat("+1", 100000) + ") }", `operators in a row`},
		{"many elements", "SELECT * { " + strings.Repeat("OPTIONAL { ?a ?b ?c } ", 10000) + "}", `elements in a group`},
		{"many triples", "SELECT * { " + strings.Repeat("?a ?b ?c . ", 10000) + "}", `triples in a block`},
		{"depth of negation", "SELECT * { FILTER(" + strings.Repeat("!", 5000) + "true) }", `nested too deeply`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.query, "", nil)
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}

func TestDefaultPrefixes(t *testing.T) {
	q, err := Parse("PREFIX ent: <http://mine/> SELECT * { ?s ent:x sem:y }", "", schema.Prefixes)
	if err != nil {
		t.Fatal(err)
	}
	got := q.where.elements[0].triples[0]
	if got.p.term.Value != "http://mine/x" || got.o.term.Value != schema.SEM+"y" {
		t.Errorf("got %v %v", got.p, got.o)
	}
}

func TestResolveIRI(t *testing.T) {
	const base = "http://a/b/c/d;p?q"
	for ref, want := range map[string]string{ // RFC 3986, section 5.4
		"g:h": "g:h", "g": "http://a/b/c/g", "./g": "http://a/b/c/g", "g/": "http://a/b/c/g/", "/g": "http://a/g", "//g": "http://g",
		"?y": "http://a/b/c/d;p?y", "g?y": "http://a/b/c/g?y", "#s": "http://a/b/c/d;p?q#s", "g#s": "http://a/b/c/g#s", ";x": "http://a/b/c/;x",
		"": "http://a/b/c/d;p?q", ".": "http://a/b/c/", "./": "http://a/b/c/", "..": "http://a/b/", "../g": "http://a/b/g", "../..": "http://a/",
		"../../g": "http://a/g", "../../../g": "http://a/g", "/./g": "http://a/g", "/../g": "http://a/g", "g.": "http://a/b/c/g.",
	} {
		if got := resolveIRI(base, ref); got != want {
			t.Errorf("%q: got %s, want %s", ref, got, want)
		}
	}
}

// FuzzParse: no input makes the parser panic, an error always says where, and
// what parses can be planned and run.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"SELECT * { ?s ?p ?o }", "PREFIX : <http://x/> CONSTRUCT { ?s :p [ :q (1 2) ] } WHERE { ?s :a*/^:b|!(:c|^:d) ?o . OPTIONAL { ?s :p ?x FILTER(?x > 1.5e3) } }",
		"ASK { { SELECT ?x (COUNT(*) AS ?n) { ?x a ?y } GROUP BY ?x HAVING(COUNT(*) > 1) } VALUES (?x ?y) { (UNDEF 1) } MINUS { ?x ?p 'a'@en } }",
		"DESCRIBE ?x { GRAPH ?g { ?x ?p \"\"\"a\"b\"\"\" } BIND(IF(true, ?x, 2) AS ?z) }", "SELECT (GROUP_CONCAT(DISTINCT ?x ; separator=', ') AS ?y) { SERVICE SILENT <u:v> {} }",
	} {
		f.Add(seed)
	}
	src := NewMemory([]schema.Quad{{S: schema.IRI("http://x/a"), P: schema.IRI("http://x/p"), O: schema.Integer(1)}})
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text, "http://base/", schema.Prefixes)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Line < 1 || syntax.Column < 1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		r, err := Engine{}.Query(t.Context(), src, q, Options{MaxRows: 100, MaxMemory: 1 << 20, PathSteps: 1000})
		if err != nil {
			return
		}
		_, _ = tableOf(r)
	})
}
