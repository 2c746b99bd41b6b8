package names

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

const suites = "../../../shared/suites"

var shared = sync.OnceValues(func() (*Matcher, error) {
	g, err := gazetteer.Load()
	if err != nil {
		return nil, err
	}
	return New(g)
})

func matcher(t testing.TB) *Matcher {
	t.Helper()
	m, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// span is one annotation of a suite.
type span struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

type sample struct {
	ID    string `json:"id"`
	Lang  string `json:"lang"`
	Text  string `json:"text"`
	Spans []span `json:"spans"`
	Links []struct{ Span, QID, Label string }
}

func samples(t *testing.T, name string) []sample {
	t.Helper()
	f, err := os.Open(filepath.Join(suites, "names", name))
	if err != nil {
		t.Skip("skipped: ../shared/suites/names not present")
	}
	defer f.Close()
	var out []sample
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var s sample
		if err := json.Unmarshal(sc.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// counts are true positives, false positives, false negatives.
type counts struct{ tp, fp, fn int }

func (c counts) precision() float64 { return float64(c.tp) / float64(max(1, c.tp+c.fp)) }
func (c counts) recall() float64    { return float64(c.tp) / float64(max(1, c.tp+c.fn)) }

// show prints misses and false finds when asked.
func show(t *testing.T, what, word, context string) {
	if os.Getenv("ENTENTE_SHOW") != "" {
		t.Logf("%s %s | %s", what, word, context)
	}
}

func around(s string, b, e int) string {
	r := []rune(s)
	return string(r[max(0, b-14):b]) + "[" + string(r[b:e]) + "]" + string(r[e:min(len(r), e+14)])
}

// stateNames are the names of states and territories of a language, as the
// gazetteer has them, for telling which gold spans are countries.
func stateNames(m *Matcher, lang string) map[string]string {
	out := map[string]string{}
	for _, e := range m.entities {
		if e.Kind != "state" {
			continue
		}
		for _, n := range written(e.Labels[lang], e.Alt[lang]) {
			out[text.FoldKey(n)] = e.IRI
		}
	}
	return out
}

func TestBarChineseNames(t *testing.T) {
	list := samples(t, "peoples-daily.jsonl")
	m := matcher(t)
	states := stateNames(m, "zh")
	placeNames := map[string]bool{}
	for _, e := range m.entities {
		if e.Kind == "place" {
			for _, n := range written(e.Labels["zh"], e.Alt["zh"]) {
				placeNames[text.FoldKey(n)] = true
			}
		}
	}
	var state, place, org, person counts
	for _, s := range list {
		d := text.Read(s.Text, "zh")
		ms := m.Find(d, "1998-01-15")
		at := func(x span, kinds ...string) bool {
			return slices.ContainsFunc(ms, func(m schema.Mention) bool {
				b, e := m.Begin, m.End
				if m.NameEnd > m.NameBegin {
					b, e = m.NameBegin, m.NameEnd
				}
				return b == x.Start && e == x.End && slices.Contains(kinds, m.Kind)
			})
		}
		score := func(c *counts, what string, x span, kinds ...string) {
			if at(x, kinds...) {
				c.tp++
			} else {
				c.fn++
				show(t, "miss "+what, x.Text, around(s.Text, x.Start, x.End))
			}
		}
		for _, x := range s.Spans {
			key := text.FoldKey(x.Text)
			switch {
			case x.Type == "LOC" && len(key) > 3 && states[key] != "":
				score(&state, "state", x, schema.MentionState)
			case x.Type == "LOC" && placeNames[key]:
				score(&place, "place", x, schema.MentionPlace)
			case x.Type == "ORG" && m.entityNamed(key):
				score(&org, "organisation", x, schema.MentionOrganization, schema.MentionMechanism, schema.MentionGroup)
			case x.Type == "PER":
				score(&person, "person", x, schema.MentionPerson)
			}
		}
		for _, y := range ms {
			inside := slices.ContainsFunc(s.Spans, func(x span) bool { return x.Start <= y.Begin && x.End >= y.End })
			if inside || y.Form == "anaphor" || y.Form == "short" || y.Form == "office" && y.NameEnd == 0 {
				continue
			}
			switch y.Kind {
			case schema.MentionState:
				state.fp++
				show(t, "false state", y.Text, around(s.Text, y.Begin, y.End))
			case schema.MentionPlace:
				place.fp++
				show(t, "false place", y.Text, around(s.Text, y.Begin, y.End))
			case schema.MentionPerson:
				if y.NameEnd > y.NameBegin && !slices.ContainsFunc(s.Spans, func(x span) bool { return x.Start < y.NameEnd && x.End > y.NameBegin && x.Type == "PER" }) {
					person.fp++
					show(t, "false person", y.Text, around(s.Text, y.Begin, y.End))
				}
			}
		}
	}
	t.Logf("bar: People's Daily countries P %.4f R %.4f (bar .98 .95, n %d)", state.precision(), state.recall(), state.tp+state.fn)
	t.Logf("bar: People's Daily places of the gazetteer P %.4f R %.4f (n %d)", place.precision(), place.recall(), place.tp+place.fn)
	t.Logf("bar: People's Daily organisations of the gazetteer R %.4f (n %d)", org.recall(), org.tp+org.fn)
	t.Logf("bar: People's Daily persons P %.4f R %.4f (n %d, most of them private persons of 1998)", person.precision(), person.recall(), person.tp+person.fn)
	if state.precision() < .98 || state.recall() < .95 {
		t.Error("countries below the bar")
	}
}

func (m *Matcher) entityNamed(key string) bool {
	for _, f := range m.trie.walk(key, 0, nil) {
		if f.end != len(key) {
			continue
		}
		for _, s := range m.senses[f.value] {
			if s.form == formName && m.entities[s.entity].Kind != "person" {
				return true
			}
		}
	}
	return false
}

func TestBarRussianNames(t *testing.T) {
	list := samples(t, "nerel.jsonl")
	m := matcher(t)
	wikidata := map[string]string{}
	for _, e := range m.entities {
		if e.Wikidata != "" {
			wikidata[e.IRI] = e.Wikidata
		}
	}
	var country, city, person, org counts
	linked, links := 0, 0
	for _, s := range list {
		d := text.Read(s.Text, "ru")
		ms := m.Find(d, "2010-01-15")
		qid := map[string]string{}
		for _, l := range s.Links {
			qid[l.Span] = l.QID
		}
		find := func(x span, kinds ...string) *schema.Mention {
			for i := range ms {
				y := &ms[i]
				b, e := y.Begin, y.End
				if y.NameEnd > y.NameBegin {
					b, e = y.NameBegin, y.NameEnd
				}
				if b == x.Start && e == x.End && slices.Contains(kinds, y.Kind) {
					return y
				}
			}
			return nil
		}
		score := func(c *counts, x span, kinds ...string) *schema.Mention {
			y := find(x, kinds...)
			if y != nil {
				c.tp++
			} else {
				c.fn++
				show(t, "miss "+x.Type, x.Text, around(s.Text, x.Start, x.End))
			}
			return y
		}
		for _, x := range s.Spans {
			switch x.Type {
			case "COUNTRY":
				y := score(&country, x, schema.MentionState)
				if q := qid[x.ID]; y != nil && q != "" && q != "NULL" {
					links++
					switch {
					case wikidata[y.IRI] == q:
						linked++
					default:
						show(t, "link "+q, x.Text+" "+y.IRI+" "+wikidata[y.IRI], "")
					}
				}
			case "CITY":
				score(&city, x, schema.MentionPlace, schema.MentionState)
			case "PERSON":
				score(&person, x, schema.MentionPerson)
			case "ORGANIZATION":
				score(&org, x, schema.MentionOrganization, schema.MentionMechanism, schema.MentionGroup)
			}
		}
		for _, y := range ms {
			if y.Kind == schema.MentionPerson && y.NameEnd > y.NameBegin && !slices.ContainsFunc(s.Spans, func(x span) bool { return x.Type == "PERSON" && x.Start == y.NameBegin && x.End == y.NameEnd }) {
				person.fp++
				show(t, "false PERSON", y.Label, around(s.Text, y.NameBegin, y.NameEnd))
			}
			if y.Kind == schema.MentionState && y.Form != "anaphor" && y.Form != "office" && !slices.ContainsFunc(s.Spans, func(x span) bool { return x.Start <= y.Begin && x.End >= y.End }) {
				country.fp++
				show(t, "false COUNTRY", y.Text, around(s.Text, y.Begin, y.End))
			}
		}
	}
	t.Logf("bar: NEREL countries P %.4f R %.4f (bar R .95, n %d)", country.precision(), country.recall(), country.tp+country.fn)
	t.Logf("bar: NEREL countries linked %.4f (bar .97, n %d)", float64(linked)/float64(max(1, links)), links)
	t.Logf("bar: NEREL cities R %.4f (n %d), persons P %.4f R %.4f (n %d), organisations R %.4f (n %d)", city.recall(), city.tp+city.fn, person.precision(), person.recall(), person.tp+person.fn, org.recall(), org.tp+org.fn)
	if country.recall() < .95 || float64(linked) < .97*float64(links) {
		t.Error("countries below the bar")
	}
}

// TestSpans checks what every mention must keep: its span lies in the text and is
// its words, the name lies in the mention.
func checkSpans(t *testing.T, s string, ms []schema.Mention) {
	t.Helper()
	r := []rune(s)
	last := 0
	for _, m := range ms {
		if m.Begin < last || m.Begin >= m.End || m.End > len(r) || string(r[m.Begin:m.End]) != m.Text {
			t.Fatalf("mention %+v does not lie in %q", m, s)
		}
		if m.NameEnd > 0 && (m.NameBegin < m.Begin || m.NameEnd > m.End || m.NameBegin >= m.NameEnd) {
			t.Fatalf("name outside its mention: %+v", m)
		}
		if m.Antecedent[1] > len(r) {
			t.Fatalf("antecedent outside the text: %+v", m)
		}
		last = m.Begin
	}
	_ = strings.TrimSpace
}
