package names

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// finder reads one document.
type finder struct {
	*Matcher
	doc     *text.Document
	date    string
	tokens  []token
	used    []bool // tokens that a person's office has taken
	found   []name
	named   map[int32]bool       // entities that the document names in full
	people  []person             // persons found by form
	byName  map[string][]int     // language and name, or a part that begins or ends it -> people
	linked  map[int]linkedOffice // offices joined to the title at a token
	states  map[string]string    // the states of bodies found by form
	houses  map[string]bool      // parts of parliaments found by form
	buckets map[int][]int        // indexes of found by begin
	known   []string             // persons of the gazetteer that are named, each once
	bearers map[string]string    // folded name of a person -> who bore it first
	members map[string][]string  // what membersOf has found
}

// name is a mention in the making. Offsets are bytes of the key.
type name struct {
	begin, end         int
	kind, iri          string
	form               form
	readings           []string
	role, of, title    string
	nameBegin, nameEnd int
	members            []string
	from               [2]int // what an anaphor takes its reading from
	discovered         bool
	label              string
	anaphor            int // index into anaphors + 1 until it is resolved
}

// farBack is how many names back an antecedent is looked for.
const farBack = 400

// bucket is the size of the ranges of the key by which names are found again.
const bucket = 256

// put records a name.
func (f *finder) put(n name) {
	f.buckets[n.begin/bucket] = append(f.buckets[n.begin/bucket], len(f.found))
	f.found = append(f.found, n)
	if n.kind != schema.MentionPerson || n.nameEnd <= n.nameBegin {
		return
	}
	if key := f.doc.Key[n.nameBegin:n.nameEnd]; f.bearers[key] == "" {
		f.bearers[key] = n.iri
	}
	if !n.discovered && !slices.Contains(f.known, n.iri) {
		f.known = append(f.known, n.iri)
	}
}

// near lists the names that may overlap a range: those that begin in it or not far
// before it.
func (f *finder) near(b, e int) []int {
	var out []int
	for k := max(0, b/bucket-4); k <= e/bucket; k++ {
		out = append(out, f.buckets[k]...)
	}
	return out
}

// read turns tokens into names: persons with their offices first, then what is
// left, then what only its form shows, then what stands for something else.
func (f *finder) read() {
	f.used = make([]bool, len(f.tokens))
	f.named = map[int32]bool{}
	f.buckets, f.bearers, f.byName = map[int][]int{}, map[string]string{}, map[string][]int{}
	f.members = map[string][]string{}
	f.states, f.houses = map[string]string{}, map[string]bool{}
	for i := range f.tokens {
		for _, s := range f.tokens[i].senses {
			if s.form == formName {
				f.named[s.entity] = true
			}
		}
	}
	f.offices()
	f.plain()
	f.documents()
	f.bodies()
	f.untitled()
	f.again()
	f.prune()
	sort.SliceStable(f.found, func(i, j int) bool { return f.found[i].begin < f.found[j].begin })
	f.anaphora()
}

// lang is the language of the sentence at a byte of the key.
func (f *finder) lang(at int) string {
	s := f.sentence(at)
	if s == nil {
		return base(f.doc.Lang)
	}
	return base(s.Lang)
}

func base(lang string) string {
	if strings.HasPrefix(lang, "zh") {
		return "zh"
	}
	return lang
}

// sentence is the sentence at a byte of the key, nil between sentences.
func (f *finder) sentence(at int) *text.Sentence {
	ss := f.doc.Sentences
	i := sort.Search(len(ss), func(i int) bool { return ss[i].KeyEnd > at })
	if i < len(ss) && ss[i].KeyBegin <= at {
		return &ss[i]
	}
	return nil
}

// choose picks a token's reading: full names before family names, what the
// document names in full before what it does not, states before others.
func (f *finder) choose(t *token) (best sense, rest []string, ok bool) {
	var list []sense
	for _, s := range t.senses {
		if s.form < formTitle && (s.form != formSurname || f.named[s.entity]) {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return sense{}, nil, false
	}
	slices.SortStableFunc(list, func(a, b sense) int { return f.rank(a, t) - f.rank(b, t) })
	for _, s := range list[1:] {
		if iri := f.entities[s.entity].IRI; iri != f.entities[list[0].entity].IRI && !slices.Contains(rest, iri) {
			rest = append(rest, iri)
		}
	}
	return list[0], rest, true
}

func (f *finder) rank(s sense, t *token) int {
	n := int(s.form)
	e := f.entities[s.entity]
	if s.form == formShort {
		if f.named[s.entity] {
			return -2
		}
		if f.words.Shorts.First[strings.TrimSuffix(f.doc.Key[t.begin:t.end], "方")] == schema.Local(e.IRI) {
			return -1
		}
	}
	n = n*20 + kindRank(e.Kind)*2
	if e.Kind == "person" {
		// Of two bearers of a name the text tells of the one it told of first.
		n = n*2 + 1
		if first := f.bearers[f.doc.Key[t.begin:t.end]]; first == e.IRI {
			n--
		}
		if !f.servesAt(e) {
			n += 4
		}
		return n * 10
	}
	return n * 20
}

// servesAt reports whether a person holds a post on the document's day.
func (f *finder) servesAt(e *gazetteer.Entity) bool {
	for _, p := range f.gazetteer.PostsOf(e.IRI, f.date) {
		if p.To == "" || f.date != "" && p.To >= f.date {
			return true
		}
	}
	return false
}

// plain keeps the tokens that stand by themselves.
func (f *finder) plain() {
	for i := range f.tokens {
		t := &f.tokens[i]
		if f.used[i] {
			continue
		}
		if t.has(formAnaphor) {
			for _, s := range t.senses {
				if s.form == formAnaphor {
					f.put(name{begin: t.begin, end: t.end, form: formAnaphor, anaphor: int(s.entity) + 1})
				}
			}
			continue
		}
		if s, rest, ok := f.choose(t); ok {
			e := f.entities[s.entity]
			begin := t.begin
			if e.Kind == "person" && s.lang == langZH {
				if f.partOfLonger(t) {
					continue
				}
				begin = f.givenZH(t)
			}
			if s.form == formSurname {
				if b := f.givenBefore(i); b >= 0 {
					begin = b
				} else if b := f.initialsBefore(t.begin); b < t.begin && s.lang == langRU {
					if firstRune(f.doc.Key[b:]) != firstRune(foldKey(e.Labels["ru"])) {
						continue // А. Лукашенко is not В. Лукашенко
					}
					begin = b
				} else if f.otherPerson(t) || f.stranger(t.begin) || surnameFirst(e) && f.longerName(i) {
					continue
				}
			}
			n := name{begin: begin, end: t.end, kind: e.Kind, iri: e.IRI, form: s.form, readings: rest}
			if st := f.foreign(i, e); st != "" {
				f.foreignBody(i, st)
				continue
			}
			if e.Kind == "state" && s.lang == langZH && s.form == formName && sideOf(f.doc.Key[t.end:]) {
				n.end += len("方")
			}
			if e.Kind == "person" {
				n.nameBegin, n.nameEnd = begin, t.end
			}
			f.put(n)
			f.stateInside(t, e)
			continue
		}
		if t.has(formOrgan) {
			f.organ(i)
		}
	}
}

// foreign is the state or body of another state right before a Chinese name of a body
// that the gazetteer knows of one state: 英国国家统计局.
func (f *finder) foreign(k int, e *gazetteer.Entity) string {
	if k == 0 || e.Kind != "organization" || e.Of == "" || f.tokens[k-1].end != f.tokens[k].begin || f.lang(f.tokens[k].begin) != "zh" {
		return ""
	}
	b, ok := f.bodyAt(k - 1)
	switch {
	case !ok:
	case strings.HasPrefix(b.iri, schema.Base+"id/state/") && b.iri != e.Of:
		return b.iri
	case strings.HasPrefix(b.iri, schema.Base+"id/organization/") && e.Parent != "" && b.iri != e.Parent && b.state != "" && b.state != e.Of && b.form != formShort:
		return b.iri // the same part of another body: 越共|中央政治局
	}
	return ""
}

// foreignBody records a body named as that of another owner, a state or body.
func (f *finder) foreignBody(k int, owner string) {
	state := f.gazetteer.State(owner)
	b, e := f.tokens[k-1].begin, f.tokens[k].end
	label := f.label(owner, b) + f.original(f.tokens[k].begin, e)
	f.put(name{begin: b, end: e, kind: schema.MentionOrganization, iri: schema.Base + "id/organization/x-" + schema.Hash16(foldKey(label)), form: formName, of: state, discovered: true, label: label})
}

// stateInside records the state whose name stands in the name of its organ: 中国 in
// 中国政府, США in Сенат США.
func (f *finder) stateInside(t *token, e *gazetteer.Entity) {
	if e.Kind != "organization" || e.Of == "" {
		return
	}
	var buf [16]match
	for at := t.begin; at < t.end; at++ {
		if at > t.begin && (f.doc.Key[at-1] != ' ' || !utf8.RuneStart(f.doc.Key[at])) {
			continue
		}
		found := f.trie.walk(f.doc.Key, at, buf[:0])
		for i := len(found) - 1; i >= 0; i-- {
			end := found[i].end
			if end > t.end || at == t.begin && end == t.end || !boundary(f.doc.Key, end) {
				continue
			}
			for _, s := range f.senses[found[i].value] {
				if s.form <= formAdjective && f.entities[s.entity].IRI == e.Of && f.fits(f.doc, at, end, s.capitals) {
					f.put(name{begin: at, end: end, kind: schema.MentionState, iri: e.Of, form: s.form})
					return
				}
			}
		}
	}
}

// givenBefore is where the given name before a family name begins when it is the
// known one in another spelling (Sergei for Sergey), -1 otherwise.
func (f *finder) givenBefore(k int) int {
	t := &f.tokens[k]
	if t.has(formName) || f.lang(t.begin) == "zh" || t.begin == 0 || f.doc.Key[t.begin-1] != ' ' {
		return -1
	}
	e := t.begin - 1
	b := strings.LastIndexAny(f.doc.Key[:e], " \n\"(") + 1
	if e-b < 4 || !f.doc.Upper(b) {
		return -1
	}
	for _, s := range t.senses {
		if s.form != formSurname {
			continue
		}
		p := f.entities[s.entity]
		if surnameFirst(p) || !sameGiven(foldKey(plain(p.Labels[languages[s.lang]])), f.doc.Key[b:e]) {
			continue
		}
		f.named[s.entity] = true
		return b
	}
	return -1
}

// sameGiven reports whether a written given name is that at the beginning of a
// known name, but for vowels and case endings: Сергеем, Sergei, Девидом.
func sameGiven(known, written string) bool {
	given, _, _ := strings.Cut(known, " ")
	a, b := consonants(given), consonants(written)
	return len(a) >= 2 && len(given) > 2 && firstRune(known) == firstRune(written) && strings.HasPrefix(b, a) && len(b) <= len(a)+2
}

// consonants drops the vowels of a folded name.
func consonants(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiouyаеиоуыэюяйь", r) {
			return -1
		}
		return r
	}, s)
}

// otherPerson reports whether a family name has an unknown given name before it:
// Melania Trump is not Donald Trump.
func (f *finder) otherPerson(t *token) bool {
	if f.lang(t.begin) == "zh" {
		return false
	}
	b := strings.TrimRight(f.doc.Key[:t.begin], " ")
	if len(b) == t.begin || len(b) == 0 {
		return false
	}
	w := strings.LastIndexAny(b, " \n(\"-,;:") + 1
	if w >= len(b) || strings.HasSuffix(b, ".") && len(b)-w > 3 {
		return false
	}
	if s := f.sentence(t.begin); s == nil || w <= s.KeyBegin {
		return false
	}
	return f.tokenEnding(len(b)) < 0 && f.doc.Upper(w)
}

// state is the state of a body, known or found by its form.
func (f *finder) state(body string) string {
	if st := f.gazetteer.State(body); st != "" {
		return st
	}
	return f.states[body]
}

// prune drops the organs and places that only lie inside the name of a longer body:
// 俄议会 in 中俄议会合作委员会, Chongqing in the name of a company.
func (f *finder) prune() {
	outer := func(n *name) bool {
		for _, i := range f.near(n.begin, n.end) {
			o := &f.found[i]
			if o.begin <= n.begin && o.end >= n.end && o.end-o.begin > n.end-n.begin && (o.kind == schema.MentionMechanism || o.kind == schema.MentionOrganization || o.kind == schema.MentionInstrument || o.kind == schema.MentionSeries) {
				switch {
				case n.kind == schema.MentionPlace:
					return o.discovered && o.kind == schema.MentionOrganization
				case o.form == formName && n.form == formOrgan, o.form == formOrgan && o.discovered:
					return true
				}
			}
		}
		return false
	}
	kept := make([]name, 0, len(f.found))
	for i := range f.found {
		if n := &f.found[i]; n.kind != schema.MentionOrganization && n.kind != schema.MentionPlace || !outer(n) {
			kept = append(kept, *n)
		}
	}
	f.found = kept
}

// label is an entity's name in the language of the text.
func (f *finder) label(iri string, at int) string { return f.gazetteer.Label(iri, f.lang(at)) }

// mentions writes the names found as the schema has them.
func (f *finder) mentions() []schema.Mention {
	out := make([]schema.Mention, 0, len(f.found))
	for i := range f.found {
		n := &f.found[i]
		if n.anaphor > 0 || n.end <= n.begin {
			continue
		}
		b, e := f.doc.Span(n.begin, n.end)
		m := schema.Mention{Begin: b, End: e, Text: f.doc.Slice(b, e), Kind: n.kind, IRI: n.iri, Label: n.label, Form: formNames[n.form], Readings: n.readings,
			Role: n.role, Of: n.of, Title: n.title, Members: n.members, Discovered: n.discovered}
		if m.Label == "" && n.iri != "" {
			m.Label = f.label(n.iri, n.begin)
		}
		if n.nameEnd > n.nameBegin {
			m.NameBegin, m.NameEnd = f.doc.Span(n.nameBegin, n.nameEnd)
		}
		if n.from[1] > 0 {
			m.Antecedent[0], m.Antecedent[1] = f.doc.Span(n.from[0], n.from[1])
		}
		out = append(out, m)
	}
	return sortMentions(out)
}

// original cuts bytes of the key out of the text.
func (f *finder) original(begin, end int) string {
	b, e := f.doc.Span(begin, end)
	return f.doc.Slice(b, e)
}
