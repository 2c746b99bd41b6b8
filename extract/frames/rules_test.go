package frames_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract"
	"github.com/entente-graph/entente/schema"
)

var update = flag.Bool("update", false, "rewrite the expected claims")

func reader(t testing.TB) *extract.Reader {
	t.Helper()
	g, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := extract.NewReader(g)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// article makes an article of a case: the first lines are `lang` and `published`,
// then the title, then the body.
func article(text string) schema.Article {
	lines := strings.SplitN(strings.TrimSpace(text), "\n", 4)
	for len(lines) < 4 {
		lines = append(lines, "")
	}
	zone := map[string]string{"zh": "Asia/Shanghai", "ru": "Europe/Moscow", "en": "UTC"}[lines[0]]
	body := lines[2] + "\n" + strings.TrimSpace(lines[3])
	return schema.Article{
		ID: schema.DocIRI(body), Title: lines[2], Lang: lines[0], Published: lines[1], Genre: "report", Zone: zone, Text: body,
		Body: [2]int{utf8.RuneCountInString(lines[2]) + 1, utf8.RuneCountInString(body)},
	}
}

// compact writes a claim as one line that reads as documentation.
func compact(c schema.Claim) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s [%s] ", c.Rule, schema.Local(c.Modality))
	short := schema.Local
	switch f := c.Frame; {
	case f.Event != nil:
		e := f.Event
		fmt.Fprintf(&b, "%s %s", short(e.Type), short(e.Status))
		field := func(name, v string) {
			if v != "" {
				fmt.Fprintf(&b, " %s=%s", name, v)
			}
		}
		field("when", e.When)
		field("place", short(e.Place))
		field("level", short(e.Level))
		if e.Series != "" {
			field("series", fmt.Sprintf("%s/%d", short(e.Series), e.Ordinal))
		}
		var actors []string
		for _, a := range e.Actors {
			role := short(a.Role)
			if role != "" {
				role += ":"
			}
			actors = append(actors, role+short(a.IRI))
		}
		sort.Strings(actors)
		field("actors", strings.Join(actors, ","))
		for _, i := range e.NewInstruments {
			field("instrument", fmt.Sprintf("%s«%s»", short(i.Type), i.Label))
		}
		field("body", short(e.Established))
		if e.Parent != "" {
			field("within", short(e.Parent))
		}
	case f.Figure != nil:
		g := f.Figure
		fmt.Fprintf(&b, "%s %s%s%s", short(g.Measure), g.Value, bracket(g.Min, g.Max), strings.TrimSpace(" "+g.Currency+short(g.Unit)))
		fmt.Fprintf(&b, " %s", short(g.Bound))
		if g.GrowthPercent != "" {
			fmt.Fprintf(&b, " growth=%s", g.GrowthPercent)
		}
		fmt.Fprintf(&b, " of=%s with=%s when=%s", short(g.Reporter), short(g.Partner), g.When)
		for _, q := range g.Qualifiers {
			fmt.Fprintf(&b, " %s", short(q))
		}
	case f.Membership != nil:
		m := f.Membership
		fmt.Fprintf(&b, "%s is %s of %s (%s)", short(m.Person), short(m.Role), short(m.Organization), m.Title)
	case f.Partnership != nil:
		fmt.Fprintf(&b, "%s", short(f.Partnership.Level))
		for _, p := range f.Partnership.Pairs {
			fmt.Fprintf(&b, " %s-%s", short(p[0]), short(p[1]))
		}
	case f.Mechanism != nil:
		m := f.Mechanism
		fmt.Fprintf(&b, "%s members=%s areas=%s children=%s secretariat=%s every=%s", short(m.IRI), locals(m.Members), locals(m.Areas), locals(m.Children), short(m.Secretariat), m.Recurrence)
	case f.Instrument != nil:
		i := f.Instrument
		fmt.Fprintf(&b, "%s «%s» %s", short(i.Type), i.Label, locals(i.Parties))
	case len(f.Relations) > 0:
		for _, r := range f.Relations {
			fmt.Fprintf(&b, "%s %s %s; ", short(r.Subject), short(r.Property), short(r.Object))
		}
	case len(f.Entities) > 0:
		fmt.Fprintf(&b, "%s «%s»", short(f.Entities[0].Class), f.Entities[0].Label)
	}
	if c.Speaker != "" {
		fmt.Fprintf(&b, " says=%s", short(c.Speaker))
	}
	fmt.Fprintf(&b, " | %s", c.Quote)
	return strings.Join(strings.Fields(b.String()), " ")
}

func bracket(min, max string) string {
	if min == "" && max == "" {
		return ""
	}
	return "[" + min + ".." + max + "]"
}

func locals(iris []string) string {
	out := make([]string, len(iris))
	for i, x := range iris {
		out[i] = schema.Local(x)
	}
	return strings.Join(out, ",")
}

// TestRules runs the cases of testdata/rules: an article in, its claims out.
func TestRules(t *testing.T) {
	files, err := filepath.Glob("testdata/rules/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	r := reader(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i := 0; i < len(a.Files); i++ {
				name := a.Files[i].Name
				if strings.HasSuffix(name, ".claims") {
					continue
				}
				x := r.Annotate(article(string(a.Files[i].Data)))
				var got strings.Builder
				for _, c := range r.Claims(x) {
					if q := x.Document.Slice(c.Begin, c.End); q != c.Quote {
						t.Errorf("%s: the span says %q, the quote %q", name, q, c.Quote)
					}
					got.WriteString(compact(c) + "\n")
				}
				want := name + ".claims"
				switch {
				case i+1 < len(a.Files) && a.Files[i+1].Name == want:
					if !*update && string(a.Files[i+1].Data) != got.String() {
						t.Errorf("%s:\n got:\n%s want:\n%s", name, got.String(), a.Files[i+1].Data)
					}
					a.Files[i+1].Data = []byte(got.String())
				case *update:
					a.Files = append(a.Files[:i+1], append([]txtar.File{{Name: want, Data: []byte(got.String())}}, a.Files[i+1:]...)...)
				default:
					t.Errorf("%s has no claims to compare with", name)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestClaimsAreStable reads every case twice: the claims are the same, byte for byte.
func TestClaimsAreStable(t *testing.T) {
	files, _ := filepath.Glob("testdata/rules/*.txtar")
	r := reader(t)
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, ".claims") {
				continue
			}
			one, two := r.Read(article(string(f.Data))), r.Read(article(string(f.Data)))
			a, err := json.Marshal(one.Claims)
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal(two.Claims)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(a, b) {
				t.Errorf("%s %s: two readings differ", file, f.Name)
			}
		}
	}
}
