package names

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/schema"
)

// reference is a word that stands for states named before; number is how many, 0
// for "the two or more that are spoken of".
type reference struct {
	words  string
	number int
	lang   string
}

var references = []reference{
	{"两国", 2, "zh"}, {"双方", 2, "zh"}, {"三国", 3, "zh"}, {"三方", 3, "zh"}, {"四国", 4, "zh"}, {"五国", 5, "zh"}, {"六国", 6, "zh"}, {"七国", 7, "zh"}, {"八国", 8, "zh"}, {"九国", 9, "zh"}, {"十国", 10, "zh"},
	{"两军", 2, "zh"}, {"两党", 2, "zh"},
	{"the two countries", 2, "en"}, {"both countries", 2, "en"}, {"the two sides", 2, "en"}, {"both sides", 2, "en"}, {"two sides", 2, "en"}, {"the two nations", 2, "en"}, {"two countries", 2, "en"}, {"the two leaders", 2, "en"}, {"the two presidents", 2, "en"}, {"the three countries", 3, "en"}, {"the five countries", 5, "en"}, {"the six countries", 6, "en"}, {"six heads of state", 6, "en"}, {"the six leaders", 6, "en"}, {"leaders of the six countries", 6, "en"}, {"the two foreign ministers", 2, "en"}, {"five countries", 5, "en"}, {"six countries", 6, "en"},
	{"обе стороны", 2, "ru"}, {"стороны", 2, "ru"}, {"обеих стран", 2, "ru"}, {"двух стран", 2, "ru"}, {"двух государств", 2, "ru"}, {"двумя странами", 2, "ru"}, {"двумя государствами", 2, "ru"}, {"обе страны", 2, "ru"}, {"трех стран", 3, "ru"}, {"пяти стран", 5, "ru"}, {"шести стран", 6, "ru"}, {"шести государств", 6, "ru"}, {"глав шести государств", 6, "ru"}, {"главы шести государств", 6, "ru"},
}

// referent is a state named at a place.
type referent struct {
	at, end int
	iri     string
}

// anaphora resolves the references of the document.
func (f *finder) anaphora() {
	refs := f.references()
	if len(refs) == 0 {
		return
	}
	slices.SortFunc(f.spans, func(a, b span) int { return cmp.Compare(a.begin, b.begin) })
	named := f.named()
	for _, r := range refs {
		members, from, to := f.antecedent(r.begin, r.mention.NameBegin, named)
		if len(members) == 0 {
			continue
		}
		m := schema.Mention{Kind: schema.MentionGroup, Form: "anaphor", Members: members}
		if from >= 0 {
			b, e := f.doc.Span(from, to)
			m.Antecedent = [2]int{b, e}
		}
		m.IRI = f.groupOf(members)
		if m.IRI != "" {
			m.Label = f.gazetteer.Label(m.IRI, "zh")
		}
		f.take(span{begin: r.begin, end: r.end, mention: m})
	}
}

// references lists the reference words that stand free; the number rides in
// NameBegin of the pending mention.
func (f *finder) references() []span {
	var out []span
	key := f.doc.Key
	for _, ref := range references {
		for at := 0; ; {
			i := strings.Index(key[at:], ref.words)
			if i < 0 {
				break
			}
			b, e := at+i, at+i+len(ref.words)
			at = e
			if !bounded(key, b, e) || !f.free(b, e) || ref.lang == "zh" && f.partOfWord(b, e) {
				continue
			}
			if slices.ContainsFunc(out, func(s span) bool { return s.begin < e && b < s.end }) {
				continue
			}
			out = append(out, span{begin: b, end: e, mention: schema.Mention{NameBegin: ref.number}})
		}
	}
	slices.SortFunc(out, func(a, b span) int { return cmp.Compare(a.begin, b.begin) })
	return out
}

// partOfWord keeps 十五国 from 五国, 两国方案 from 两国, 七国集团 from 七国.
func (f *finder) partOfWord(b, e int) bool {
	before, after := f.doc.Key[:b], f.doc.Key[e:]
	for _, w := range []string{"十", "百", "第", "中亚", "二", "多", "几"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	for _, w := range []string{"方案", "集团", "时期"} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return false
}

// named lists the states of the document in order, persons' states included.
func (f *finder) named() []referent {
	var out []referent
	for i := range f.spans {
		s := &f.spans[i]
		iri := ""
		switch {
		case s.mention.Kind == schema.MentionPerson:
			iri = f.stateOf(s.mention.Of)
			if iri == "" {
				iri = f.gazetteer.State(s.mention.IRI)
			}
		case s.mention.Kind == schema.MentionState:
			iri = s.mention.IRI
		case len(s.senses) > 0 && s.senses[0].entity.Kind == "state":
			iri = s.senses[0].entity.IRI
		case len(s.senses) > 0 && s.senses[0].entity.Kind == "person":
			iri = f.gazetteer.State(s.senses[0].entity.IRI)
		}
		if iri != "" {
			out = append(out, referent{s.begin, s.end, iri})
		}
	}
	return out
}

// antecedent finds the n states that a reference at byte `at` stands for: a list
// of so many right before it; the last n states named; for more than three, a list
// of n or of n and one (less the one the sentence speaks of), or a known group.
func (f *finder) antecedent(at, n int, named []referent) (members []string, from, to int) {
	last := 0
	for last < len(named) && named[last].at < at {
		last++
	}
	before := named[:last]
	if n <= 3 {
		return f.lastStates(before, n, at)
	}
	if list, b, e := f.list(before, n); len(list) == n {
		return list, b, e
	}
	if list, b, e := f.list(before, n+1); len(list) == n+1 {
		subject := f.subject(before, at)
		rest := slices.DeleteFunc(slices.Clone(list), func(iri string) bool { return iri == subject })
		if len(rest) == n {
			return rest, b, e
		}
	}
	for i := range f.spans {
		s := &f.spans[i]
		if s.begin > at || len(s.senses) == 0 {
			continue
		}
		if g := s.senses[0].entity; g.Kind == "group" || g.Kind == "mechanism" {
			if ms := f.gazetteer.Members(g.IRI, f.published); len(ms) == n {
				return ms, s.begin, s.end
			}
		}
	}
	// The members of a format whose meetings the text tells.
	for i := range f.spans {
		s := &f.spans[i]
		if len(s.senses) == 0 || s.senses[0].entity.Kind != "series" {
			continue
		}
		if ms := f.seriesMembers(s.senses[0].entity); len(ms) == n {
			return ms, s.begin, s.end
		}
	}
	if n == 5 && strings.Contains(f.doc.Key, "中亚") {
		return f.gazetteer.Members(schema.Base+"id/group/central-asia-5", ""), -1, -1
	}
	return nil, -1, -1
}

func (f *finder) seriesMembers(s *gazetteer.Entity) []string {
	iri := s.Mechanism
	for range 3 {
		if iri == "" {
			return nil
		}
		if ms := f.gazetteer.Members(iri, f.published); len(ms) > 0 {
			return ms
		}
		m, ok := f.gazetteer.Entity(iri)
		if !ok {
			return nil
		}
		iri = m.Parent
	}
	return nil
}

// lastStates are the n distinct states named last before a place, within reach.
func (f *finder) lastStates(before []referent, n, at int) ([]string, int, int) {
	var out []string
	from, to := -1, -1
	for i := len(before) - 1; i >= 0 && len(out) < n; i-- {
		if at-before[i].at > 1800 && len(out) == 0 {
			break
		}
		if !slices.Contains(out, before[i].iri) {
			out = append(out, before[i].iri)
			from = before[i].at
			to = max(to, before[i].end)
		}
	}
	if len(out) < n {
		return nil, -1, -1
	}
	slices.Sort(out)
	return out, from, to
}

// list finds the nearest run of n different states named one after the other.
func (f *finder) list(before []referent, n int) ([]string, int, int) {
	for i := len(before) - n; i >= 0; i-- {
		run := before[i : i+n]
		seen := map[string]bool{}
		whole := true
		for k, r := range run {
			if seen[r.iri] || k > 0 && r.at-run[k-1].end > 60 {
				whole = false
				break
			}
			seen[r.iri] = true
		}
		// The run must not go on: a list of more is another list.
		if whole && i > 0 && run[0].at-before[i-1].end <= 4 && !seen[before[i-1].iri] {
			whole = false
		}
		if whole {
			var out []string
			for _, r := range run {
				out = append(out, r.iri)
			}
			slices.Sort(out)
			return out, run[0].at, run[n-1].end
		}
	}
	return nil, -1, -1
}

// subject is the state named last in the same sentence before a place.
func (f *finder) subject(before []referent, at int) string {
	for i := range f.doc.Sentences {
		s := &f.doc.Sentences[i]
		if at < s.KeyBegin || at >= s.KeyEnd {
			continue
		}
		for k := len(before) - 1; k >= 0; k-- {
			if before[k].at >= s.KeyBegin {
				return before[k].iri
			}
		}
	}
	return ""
}

// groupOf is the known group of exactly these states, "" for none.
func (f *finder) groupOf(members []string) string {
	for e := range f.gazetteer.All() {
		if e.Kind == "group" && len(e.Members) == len(members) {
			if slices.Equal(f.gazetteer.Members(e.IRI, f.published), members) {
				return e.IRI
			}
		}
	}
	return ""
}
