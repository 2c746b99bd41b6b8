package names

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// span is a name found in the key, before it becomes a mention.
type span struct {
	begin, end int
	senses     []sense
	mention    schema.Mention // for what has no senses: persons by title, discoveries, anaphora
}

// finder finds the names of one document.
type finder struct {
	*Matcher
	doc       *text.Document
	published string
	spans     []span
	taken     []bool                    // bytes of the key that a name covers
	people    map[string]schema.Mention // folded surface -> the person it named last
	states    map[string]bool           // states named in full
}

// Find lists what a document names, by where it stands; mentions do not overlap.
// published is the article's xsd:date, "" when unknown.
func (m *Matcher) Find(d *text.Document, published string) []schema.Mention {
	f := &finder{Matcher: m, doc: d, published: published, taken: make([]bool, len(d.Key)+1), people: map[string]schema.Mention{}, states: map[string]bool{}}
	f.quoted()
	f.exact()
	f.shorts()
	slices.SortFunc(f.spans, func(a, b span) int { return cmp.Compare(a.begin, b.begin) })
	f.persons()
	f.series()
	f.bodies()
	f.areas()
	f.anaphora()
	return f.mentions()
}

func (f *finder) take(s span) {
	for i := s.begin; i < s.end; i++ {
		f.taken[i] = true
	}
	f.spans = append(f.spans, s)
}

func (f *finder) free(b, e int) bool {
	for i := b; i < e; i++ {
		if f.taken[i] {
			return false
		}
	}
	return true
}

// exact matches the gazetteer's names, leftmost-longest.
func (f *finder) exact() {
	key := f.doc.Key
	for i := 0; i < len(key); {
		if key[i] == ' ' || key[i] == '\n' || f.taken[i] {
			i++
			continue
		}
		end, value := 0, int32(-1)
		f.words.walk(key, i, func(e int, v int32) {
			if bounded(key, i, e) {
				end, value = e, v
			}
		})
		if end > 0 && f.free(i, end) {
			if senses := f.fit(i, end, f.senses[value]); len(senses) > 0 {
				f.take(span{begin: i, end: end, senses: senses})
				for _, s := range senses {
					if s.entity.Kind == "state" && s.form == "name" {
						f.states[s.entity.IRI] = true
					}
				}
				i = end
				continue
			}
		}
		_, n := utf8.DecodeRuneInString(key[i:])
		if r, _ := utf8.DecodeRuneInString(key[i:]); alphabetic(r) {
			for i < len(key) {
				r, n := utf8.DecodeRuneInString(key[i:])
				if !alphabetic(r) {
					break
				}
				i += n
			}
			continue
		}
		i += n
	}
}

// fit drops the senses that the place cannot have: acronyms and names in small
// letters that are common words, surnames of persons not named in full.
func (f *finder) fit(b, e int, senses []sense) []sense {
	var out []sense
	first, _ := utf8.DecodeRuneInString(f.doc.Key[b:])
	lower := alphabetic(first) && !f.doc.Upper(b)
	for _, s := range senses {
		switch {
		case s.entity.Kind == "area":
			continue
		case lower && s.form != "adjective" && s.entity.Kind != "topic" && s.entity.Kind != "group" && s.entity.Kind != "series" && s.entity.Kind != "mechanism":
			continue
		case lower && s.form == "adjective" && first < 0x250 && s.entity.Kind == "state":
			continue // "polish", "turkey"
		case s.form == "name" && short(f.doc.Key[b:e]) && first < 0x250 && !f.allUpper(b, e):
			continue // "us", "Who"
		case s.form == "surname" && !f.namedInFull(s.entity, e):
			continue
		}
		out = append(out, s)
	}
	return out
}

func short(key string) bool {
	n := 0
	for _, r := range key {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n <= 4 && !strings.Contains(key, " ") && commonWord[key]
}

// commonWord are short names that are English words in small letters.
var commonWord = map[string]bool{"us": true, "who": true, "quad": false, "un": true, "eu": true, "uk": true, "imo": true, "sco": true, "who's": true, "opec": false}

func (f *finder) allUpper(b, e int) bool {
	for i := b; i < e; {
		r, n := utf8.DecodeRuneInString(f.doc.Key[i:])
		if unicode.IsLetter(r) && !f.doc.Upper(i) {
			return false
		}
		i += n
	}
	return true
}

// namedInFull reports whether a person's full name stands in the document before,
// or a title right before the surname.
func (f *finder) namedInFull(p *gazetteer.Entity, end int) bool {
	for i := range f.spans {
		for _, s := range f.spans[i].senses {
			if s.entity == p && s.form == "name" {
				return true
			}
		}
	}
	// A title before the surname: President Xi.
	b := end
	for b > 0 && f.doc.Key[b-1] != ' ' {
		b--
	}
	before := strings.TrimRight(f.doc.Key[max(0, b-40):b], " ")
	for i := range before {
		if i > 0 && before[i-1] != ' ' {
			continue
		}
		hit := false
		f.titles.walk(before, i, func(e int, _ int32) { hit = hit || e == len(before) })
		if hit {
			return true
		}
	}
	return false
}

// shortBefore and shortAfter are what makes a state of one Chinese character.
var (
	shortBefore = []string{"访", "对", "驻", "来", "赴", "援", "在", "旅", "涉", "抵"}
	shortAfter  = []string{"方", "军", "媒", "总统", "总理", "外长", "外交", "国防", "政府", "议会", "议长", "国会", "财长", "防长", "首相", "国王", "驻", "总司令", "卫生部", "大使", "副总统", "副总理", "两国", "双方", "企", "民众", "海军", "空军"}
	pairStop    = []string{"中西部", "中西医", "中古", "中保", "中立", "中老年", "中日韩自", "中希望", "中加强", "中加大", "中新社", "中新网", "中新增", "中意外", "中塔", "中土木", "中法院", "中法定", "中意见", "中埃及"}
)

// shorts finds states of one Chinese character where they mean states: in pairs
// (中哈), before 方 军 总统 …, after 访 对 驻.
func (f *finder) shorts() {
	key := f.doc.Key
	for i := 0; i < len(key); {
		r, n := utf8.DecodeRuneInString(key[i:])
		iris := f.short[r]
		if len(iris) == 0 || f.taken[i] {
			i += n
			continue
		}
		run := f.run(i)
		switch {
		case len(run) >= 2 && !f.stopped(i) && f.runStands(i, run):
			for _, at := range run {
				f.takeShort(at)
			}
			i = run[len(run)-1] + n
			continue
		case f.shortStands(i, n, r):
			f.takeShort(i)
		}
		i += n
	}
}

// run lists the one-character states that follow one another from byte i.
func (f *finder) run(i int) []int {
	var out []int
	for i < len(f.doc.Key) && !f.taken[i] {
		r, n := utf8.DecodeRuneInString(f.doc.Key[i:])
		if len(f.short[r]) == 0 || r == '华' {
			break
		}
		out = append(out, i)
		i += n
	}
	return out
}

func (f *finder) stopped(i int) bool {
	for _, w := range pairStop {
		if strings.HasPrefix(f.doc.Key[i:], w) {
			return true
		}
	}
	return false
}

// runStands keeps runs of states from words that look like them: at least one of
// the states must be named in full somewhere, or be a power that news pairs by
// one character.
func (f *finder) runStands(i int, run []int) bool {
	for _, at := range run {
		r, _ := utf8.DecodeRuneInString(f.doc.Key[at:])
		if strings.ContainsRune("中美俄日哈吉乌塔韩朝法英德印越以伊叙", r) {
			continue
		}
		named := false
		for _, iri := range f.short[r] {
			named = named || f.states[iri]
		}
		if !named {
			return false
		}
	}
	if len(run) >= 2 {
		known := 0
		for _, at := range run {
			r, _ := utf8.DecodeRuneInString(f.doc.Key[at:])
			if strings.ContainsRune("中美俄", r) {
				known++
			}
			for _, iri := range f.short[r] {
				if f.states[iri] {
					known++
					break
				}
			}
		}
		return known > 0
	}
	return false
}

func (f *finder) shortStands(i, n int, r rune) bool {
	before, after := f.doc.Key[:i], f.doc.Key[i+n:]
	if r == '华' {
		for _, w := range []string{"访", "来", "驻", "对", "在", "赴", "抵"} {
			if strings.HasSuffix(before, w) && !strings.HasPrefix(after, "盛顿") && !strings.HasPrefix(after, "沙") && !strings.HasPrefix(after, "为") && !strings.HasPrefix(after, "尔") {
				return true
			}
		}
		return false
	}
	named := strings.ContainsRune("中美俄", r)
	for _, iri := range f.short[r] {
		named = named || f.states[iri]
	}
	if !named {
		return false
	}
	for _, w := range shortAfter {
		if strings.HasPrefix(after, w) {
			if r == '中' && w == "军" || r == '中' && w == "外交" || r == '对' {
				return false
			}
			if r == '中' && !(w == "方" || w == "驻" || w == "企" || w == "媒") {
				return false
			}
			if w == "方" && (strings.HasPrefix(after, "方面") || strings.HasPrefix(after, "方法") || strings.HasPrefix(after, "方式") || strings.HasPrefix(after, "方向") || strings.HasPrefix(after, "方案")) && r != '中' && r != '美' && r != '俄' {
				return false
			}
			return true
		}
	}
	if strings.ContainsRune("中新", r) {
		return false
	}
	for _, w := range shortBefore[:4] {
		if strings.HasSuffix(before, w) && (w == "访" || w == "驻" || w == "对" && r != '日' && r != '西' && r != '外') {
			return true
		}
	}
	return false
}

func (f *finder) takeShort(at int) {
	r, n := utf8.DecodeRuneInString(f.doc.Key[at:])
	iris := f.short[r]
	best := iris[0]
	for _, iri := range iris {
		if f.states[iri] {
			best = iri
			break
		}
	}
	e, _ := f.gazetteer.Entity(best)
	senses := []sense{{e, "short"}}
	for _, iri := range iris {
		if iri != best {
			o, _ := f.gazetteer.Entity(iri)
			senses = append(senses, sense{o, "short"})
		}
	}
	f.take(span{begin: at, end: at + n, senses: senses})
}

// kindRank orders the readings of one name: what news means first.
var kindRank = map[string]int{"state": 0, "series": 1, "mechanism": 2, "organization": 3, "group": 4, "person": 5, "place": 6, "instrument": 7, "topic": 8, "area": 9}

// mentions turns the spans into mentions.
func (f *finder) mentions() []schema.Mention {
	slices.SortFunc(f.spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(b.end, a.end)) })
	out := make([]schema.Mention, 0, len(f.spans))
	last := 0
	for i := range f.spans {
		s := &f.spans[i]
		if s.begin < last {
			continue
		}
		m := s.mention
		if m.Kind == "" {
			m = f.reading(s)
		}
		m.Begin, m.End = f.doc.Span(s.begin, s.end)
		if m.End <= m.Begin {
			continue
		}
		m.Text = f.doc.Slice(m.Begin, m.End)
		out = append(out, m)
		last = s.end
	}
	return out
}

// reading chooses among the senses of a name and keeps the others.
func (f *finder) reading(s *span) schema.Mention {
	senses := slices.Clone(s.senses)
	slices.SortStableFunc(senses, func(a, b sense) int {
		return cmp.Or(cmp.Compare(f.holdsOffice(b), f.holdsOffice(a)), cmp.Compare(kindRank[a.entity.Kind], kindRank[b.entity.Kind]), cmp.Compare(a.entity.IRI, b.entity.IRI))
	})
	e := senses[0].entity
	m := schema.Mention{Kind: e.Kind, IRI: e.IRI, Form: senses[0].form, Label: f.label(e, s.begin)}
	if e.Kind == "area" {
		m.Kind = schema.MentionTopic
	}
	if e.Kind == "group" {
		m.Members = f.gazetteer.Members(e.IRI, f.published)
	}
	for _, o := range senses[1:] {
		m.Readings = append(m.Readings, o.entity.IRI)
	}
	return m
}

// holdsOffice prefers, among persons of one name, the one in office on the day.
func (f *finder) holdsOffice(s sense) int {
	if s.entity.Kind != "person" || f.published == "" {
		return 0
	}
	for _, p := range s.entity.Posts {
		if (p.From == "" || p.From <= f.published) && (p.To == "" || p.To >= f.published) {
			return 1
		}
	}
	return 0
}

func (f *finder) label(e *gazetteer.Entity, at int) string {
	lang := "en"
	for i := range f.doc.Sentences {
		if at < f.doc.Sentences[i].KeyEnd {
			lang, _, _ = strings.Cut(f.doc.Sentences[i].Lang, "-")
			break
		}
	}
	return f.gazetteer.Label(e.IRI, lang)
}
