package library

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

func TestAllQueriesParse(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 25 {
		t.Errorf("%d named queries, want at least 25", len(all))
	}
	for _, q := range all {
		t.Run(q.Name, func(t *testing.T) {
			if _, err := sparql.Parse(q.Text, "", nil); err != nil {
				t.Errorf("without arguments: %v", err)
			}
			args := map[string]string{}
			for _, p := range q.Parameters {
				args[p.Name] = strings.Split(types[p.Type].example, " ")[0]
			}
			bound, err := q.Bind(args)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sparql.Parse(bound, "", nil); err != nil {
				t.Errorf("with every argument: %v\n%s", err, bound)
			}
			body := bound[strings.LastIndex(bound, "#!")+2:]
			if m := regexp.MustCompile(`\$\w+`).FindString(body); m != "" {
				t.Errorf("%s is no parameter of the query", m)
			}
		})
	}
}

// TestReadingRule: events are read through the derived graph; ent:status,
// ent:when and rdfs:label of an event in its claims are evidence.
func TestReadingRule(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		if strings.Contains(q.Text, "ent:status ") {
			t.Errorf("%s reads ent:status; read ent:currentStatus", q.Name)
		}
		for _, v := range []string{"?event", "?e", "?summit", "?meeting"} {
			for _, p := range []string{"rdfs:label", "ent:when"} {
				if regexp.MustCompile(regexp.QuoteMeta(v) + `\b[^.{}]*;?\s` + p).MatchString(q.Text) {
					t.Errorf("%s reads %s of %s from its claims", q.Name, p, v)
				}
			}
		}
	}
}

func TestBind(t *testing.T) {
	hostile := "x\" } DELETE WHERE { ?s ?p ?o } \\u0022 \n #"
	for _, c := range []struct {
		name, query string
		terms       map[string]schema.Term
		want        string
	}{
		{"iri", "SELECT * { ?e sem:hasActor $a }", map[string]schema.Term{"a": schema.IRI("http://x/A")}, "SELECT * { ?e sem:hasActor <http://x/A> }"},
		{"longer name is another", "$a $ab", map[string]schema.Term{"a": schema.Integer(1)}, `"1"^^<` + schema.XSDInteger + `> $ab`},
		{"question mark is left", "?a $a", map[string]schema.Term{"a": schema.String("v")}, `?a "v"`},
		{"in a string", `"$a" '$a' """$a " $a""" $a`, map[string]schema.Term{"a": schema.String("v")}, `"$a" '$a' """$a " $a""" "v"`},
		{"in a comment", "# $a\n$a", map[string]schema.Term{"a": schema.String("v")}, "# $a\n\"v\""},
		{"in an IRI", "<http://x/$a> 1 < $a", map[string]schema.Term{"a": schema.String("v")}, `<http://x/$a> 1 < "v"`},
		{"escaped quote", `"a\"$a" $a`, map[string]schema.Term{"a": schema.String("v")}, `"a\"$a" "v"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Bind(c.query, c.terms)
			if err != nil || got != c.want {
				t.Errorf("got %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
	t.Run("hostile literal stays one literal", func(t *testing.T) {
		got, err := Bind("SELECT * { ?s ?p $x }", map[string]schema.Term{"x": schema.String(hostile)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sparql.Parse(got, "", nil); err != nil {
			t.Errorf("%v in %s", err, got)
		}
	})
	t.Run("hostile IRI is refused", func(t *testing.T) {
		if _, err := Bind("$x", map[string]schema.Term{"x": schema.IRI(`http://x/> } \u003E`)}); err == nil {
			t.Error("no error")
		}
	})
}

func TestArguments(t *testing.T) {
	q, err := Find("meetings-of-two-states")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args map[string]string
		ok   bool
	}{
		{"plain", map[string]string{"a": "CHN", "b": "KAZ"}, true},
		{"organisation", map[string]string{"a": "CHN", "b": "organization/united-nations"}, true},
		{"prefixed", map[string]string{"a": "state:CHN", "b": "state:KAZ", "since": "2025-01-01"}, true},
		{"missing", map[string]string{"a": "CHN"}, false},
		{"unknown", map[string]string{"a": "CHN", "b": "KAZ", "form": "2025"}, false},
		{"not a date", map[string]string{"a": "CHN", "b": "KAZ", "since": "May"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := q.Bind(c.args)
			if (err == nil) != c.ok {
				t.Errorf("error %v", err)
			}
			if err != nil && !errors.Is(err, ErrParameter) {
				t.Errorf("%v is no ErrParameter", err)
			}
		})
	}
	if _, err := Find("meetings-of-states"); !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), "meetings-of-two-states") {
		t.Errorf("unknown name: %v", err)
	}
}

func TestExpandAndCompact(t *testing.T) {
	for _, c := range []struct{ in, iri, short string }{
		{"KAZ", schema.Base + "id/state/KAZ", "state:KAZ"},
		{"<https://w3id.org/entente/id/event/x-1>", schema.Base + "id/event/x-1", "event:x-1"},
		{"id/event/x-1", schema.Base + "id/event/x-1", "event:x-1"},
		{"doc/abc#char=1,2", schema.Base + "doc/abc#char=1,2", schema.Base + "doc/abc#char=1,2"},
		{"type:summit", schema.Base + "type/summit", "type:summit"},
	} {
		iri, ok := Expand(c.in)
		if !ok || iri != c.iri || Compact(iri) != c.short {
			t.Errorf("%s: %s %v %s", c.in, iri, ok, Compact(iri))
		}
	}
	if _, ok := Expand("nonsense"); ok {
		t.Error("a bare word is no IRI")
	}
}

// FuzzBind: whatever the text of an argument, the query stays the one it was, with
// one literal in the place of the parameter.
func FuzzBind(f *testing.F) {
	f.Add("西安")
	f.Add("\\u0022 } \" ' \n # <x>")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		bound, err := Bind("SELECT ?s { ?s ?p $x FILTER(?p = $x) }", map[string]schema.Term{"x": schema.String(text)})
		if err != nil {
			t.Fatal(err)
		}
		q, err := sparql.Parse(bound, "", nil)
		if err != nil {
			t.Fatalf("%v in %q", err, bound)
		}
		if q.Form != sparql.Select || len(q.Vars) != 1 {
			t.Errorf("another query: %q", bound)
		}
		src := sparql.NewMemory([]schema.Quad{{S: schema.IRI("http://x/s"), P: schema.IRI("http://x/p"), O: schema.String(text)}})
		again, err := Bind("SELECT ?s { ?s ?p $x }", map[string]schema.Term{"x": schema.String(text)})
		if err != nil {
			t.Fatal(err)
		}
		if q, err = sparql.Parse(again, "", nil); err != nil {
			t.Fatal(err)
		}
		res, err := sparql.Engine{}.Query(context.Background(), src, q, sparql.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer res.Close()
		rows := 0
		for _, err := range res.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			rows++
		}
		if rows != 1 {
			t.Errorf("the literal is not the one given: %q: %d rows", again, rows)
		}
	})
}

// TestClosedLists: what a closed list does not have is refused with the nearest it
// has, and so is a day that no calendar has.
func TestClosedLists(t *testing.T) {
	for _, c := range []struct {
		kind        Type
		value, want string
	}{
		{"type", "sumit", `"summit"`},
		{"status", "planed", `"planned"`},
		{"status", "exactly", "no status"},
		{"measure", "trade-volum", `"trade-volume"`},
		{"date", "2025-13-01", "no day"},
		{"date", "2025-02-30", "no day"},
	} {
		if _, err := c.kind.Term(c.value); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %s", c.kind, c.value, err, c.want)
		}
	}
	for kind, value := range map[Type]string{"type": "visit", "status": "cancelled", "topic": "belt-and-road", "role": "ambassador", "date": "2024-02-29"} {
		if _, err := kind.Term(value); err != nil {
			t.Errorf("%s %s: %v", kind, value, err)
		}
	}
}
