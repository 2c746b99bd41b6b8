package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// givenWords is what data/lexicon/given.yaml holds: given names, and the words
// beside them that tell persons from things.
type givenWords struct {
	EN []string `yaml:"en"`
	RU struct {
		Male      []string            `yaml:"male"`
		Female    []string            `yaml:"female"`
		Irregular map[string][]string `yaml:"irregular"`
	} `yaml:"ru"`
	Words       map[string][]string `yaml:"words"`
	Patronymics []string            `yaml:"patronymics"`
	Things      map[string][]string `yaml:"things"`
	Before      map[string][]string `yaml:"before"`
	Verbs       []string            `yaml:"verbs"`
}

// given is a form of a given name.
type given struct {
	nominative string
	female     bool
	dictionary bool // the form is the nominative
	word       bool // an ordinary word as well
}

// givenNames are the given names of the languages and the words beside them.
type givenNames struct {
	forms          map[string]map[string]given // language -> folded form
	patronymics    *affixes
	things, before map[string]map[string]bool // language -> folded words
	thingsZH       *affixes
	verbs          *affixes
}

func newGivenNames(w *givenWords) *givenNames {
	g := &givenNames{forms: map[string]map[string]given{}, things: map[string]map[string]bool{}, before: map[string]map[string]bool{},
		patronymics: newSuffixes(w.Patronymics), thingsZH: newPrefixes(w.Things["zh"]), verbs: newPrefixes(w.Verbs)}
	for _, lang := range []string{"en", "ru"} {
		g.forms[lang], g.things[lang], g.before[lang] = map[string]given{}, setOf(w.Things[lang]), setOf(w.Before[lang])
	}
	words := map[string]map[string]bool{"en": setOf(w.Words["en"]), "ru": setOf(w.Words["ru"])}
	// The first reading of a form stays: nominatives come before other cases.
	add := func(lang, form, nominative string, female bool) {
		key := foldKey(form)
		if _, known := g.forms[lang][key]; !known {
			g.forms[lang][key] = given{nominative, female, form == nominative, words[lang][foldKey(nominative)]}
		}
	}
	for _, n := range slices.Concat(w.EN, w.Words["en"]) {
		add("en", n, n, false)
		add("en", plain(n), n, false)
	}
	lists := []struct {
		names  []string
		female bool
	}{{w.RU.Female, true}, {w.RU.Male, false}}
	for _, l := range lists {
		for _, n := range l.names {
			add("ru", n, n, l.female)
		}
	}
	for _, l := range lists {
		for _, n := range l.names {
			for _, form := range declineGiven(n, l.female) {
				add("ru", form, n, l.female)
			}
			for _, form := range w.RU.Irregular[n] {
				add("ru", form, n, l.female)
			}
		}
	}
	return g
}

// declineGiven are the case forms of a Russian given name.
func declineGiven(n string, female bool) []string {
	if female && !isOneOf(n, "а", "я") {
		return []string{n}
	}
	return join([]cases{noun(n)})
}

// form reads a word as a form of a given name; of two names joined by a hyphen the
// first counts where both together are not known.
func (g *givenNames) form(lang, word string) (given, bool) {
	if x, ok := g.forms[lang][word]; ok {
		return x, true
	}
	if first, second, ok := strings.Cut(word, "-"); ok && len(second) > 2 {
		if x, ok := g.forms[lang][first]; ok {
			x.nominative, x.dictionary = "", true
			return x, true
		}
	}
	return given{}, false
}

// untitled finds persons without an office whom their given name shows: John Smith,
// Ивану Петрову, 埃隆·马斯克.
func (f *finder) untitled() {
	taken := f.spans()
	for i := range f.doc.Sentences {
		s := &f.doc.Sentences[i]
		switch lang := base(s.Lang); lang {
		case "zh":
			f.dotted(s.KeyBegin, s.KeyEnd, taken)
		case "en", "ru":
			f.givenIn(s.KeyBegin, s.KeyEnd, lang, taken)
		}
	}
}

// givenIn walks the words of a sentence.
func (f *finder) givenIn(begin, end int, lang string, taken *spans) {
	for at, e := f.nextWord(begin, end); at < end; at, e = f.nextWord(e, end) {
		if g, ok := f.words.given.form(lang, f.doc.Key[at:e]); ok && starts(f.doc.Key, at) && f.doc.Upper(at) && !f.doc.Upper(e-1) {
			n := fullName{finder: f, lang: lang, from: begin, begin: at, end: e, given: g}
			if n.read() && !taken.overlaps(n.begin, n.end) {
				f.putUntitled(&n)
				taken.add(n.begin, n.end)
				e = n.end
			}
		} else if lang == "ru" && e-at <= len("дж") && strings.HasPrefix(f.doc.Key[e:], ".") && starts(f.doc.Key, at) {
			if x, ok := f.initialsAt(at); ok && (x.several || at > begin) && !taken.overlaps(x.begin, x.end) {
				f.putInitialed(x)
				taken.add(x.begin, x.end)
				e = x.end
			}
		}
	}
}

func (f *finder) putUntitled(n *fullName) {
	label, female := n.label(), n.female()
	if man := n.man(); man != "" && f.told(foldKey(label), n.lang) < 0 && f.told(foldKey(man), n.lang) >= 0 {
		label, female = man, false
	}
	p := f.discoverAs(n.begin, n.end, label, female, "", "")
	f.put(name{begin: n.begin, end: n.end, kind: schema.MentionPerson, iri: p.iri, label: p.label, form: formName, nameBegin: n.begin, nameEnd: n.end, discovered: !p.known})
}

// fullName is a given name with what follows it, in the making.
type fullName struct {
	*finder
	lang       string
	from       int // where the sentence begins
	begin, end int
	given      given
	family     string // the family name as written
	familyAt   int
	certain    bool // an initial or a patronymic tells that it is a name
}

// read finds the family name; false where the words are no person's name.
func (n *fullName) read() bool {
	const most = 4 // words after the given name
	w := n.words.given
	for words := 0; words < most; words++ {
		at := n.skip(n.end, " ")
		e := n.wordEnd(at)
		if at == n.end || e == at {
			break
		}
		word := n.doc.Key[at:e]
		if n.words.particles[word] && n.family == "" {
			if next := n.afterParticles(e); next > e && n.doc.Upper(next) {
				at, e = next, n.wordEnd(next)
				word = n.doc.Key[at:e]
			}
		}
		if !n.doc.Upper(at) || unicode.Is(unicode.Han, firstRune(word)) {
			break
		}
		if utf8.RuneCountInString(word) == 1 {
			if !strings.HasPrefix(n.doc.Key[e:], ".") {
				break
			}
			n.end, n.certain = e+1, true
			continue
		}
		if w.things[n.lang][word] {
			return false
		}
		if n.words.notNames[word] || n.bodyBegins(at) {
			break
		}
		if n.lang == "ru" && w.patronymics.of(word) != "" && n.family == "" {
			n.end, n.certain = e, true
			continue
		}
		if _, also := w.form(n.lang, n.family); n.family != "" && (n.lang == "ru" && !also || n.capitalised()) {
			break
		}
		n.family, n.familyAt, n.end = n.doc.Key[at:e], at, e
	}
	if n.family == "" || utf8.RuneCountInString(n.family) < 3 && n.lang == "ru" {
		return false
	}
	return n.alone() && (n.certain || !n.given.word || n.begin > n.from)
}

// afterParticles passes further particles: van der Beek.
func (n *fullName) afterParticles(end int) int {
	at := end
	for range 3 {
		next := n.skip(at, " ")
		e := n.wordEnd(next)
		if next == at || !n.words.particles[n.doc.Key[next:e]] {
			return next
		}
		at = e
	}
	return end
}

// alone reports whether neither the word before nor the one after makes the name
// that of a thing: John Smith University, улица Ивана Франко.
func (n *fullName) alone() bool {
	if at := n.skip(n.end, " "); at > n.end && n.words.given.things[n.lang][n.doc.Key[at:n.wordEnd(at)]] && (n.lang == "ru" || n.doc.Upper(at)) {
		return false
	}
	before := strings.TrimRight(n.doc.Key[n.from:n.begin], " .")
	if gap := n.doc.Key[n.from+len(before) : n.begin]; gap == "" {
		return before == "" || !strings.HasSuffix(before, "-")
	}
	word := before[strings.LastIndexAny(before, " \n(\"-,;:")+1:]
	return !n.words.given.before[n.lang][word]
}

// capitalised reports whether the words around are a headline in which every word
// has a capital, so that a capital tells nothing: they do not end as a sentence does,
// or the next words have capitals too.
func (n *fullName) capitalised() bool {
	if s := n.sentence(n.begin); s != nil && !strings.ContainsAny(n.doc.Key[max(s.KeyBegin, s.KeyEnd-2):s.KeyEnd], ".!?:;。") {
		return true
	}
	at := n.skip(n.end, " ")
	e := n.wordEnd(at)
	next := n.skip(e, " ")
	return at > n.end && next > e && n.doc.Upper(at) && n.doc.Upper(next)
}

// female reports whether the name is a woman's.
func (n *fullName) female() bool { return n.given.female }

// label is the name in the nominative.
func (n *fullName) label() string {
	whole := n.original(n.begin, n.end)
	if n.lang != "ru" || n.given.nominative == "" {
		return whole
	}
	family := n.original(n.familyAt, n.end)
	if n.given.dictionary && !(n.given.female && n.otherGender(family)) {
		return whole
	}
	words := strings.Fields(whole)
	words[0] = n.given.nominative
	if n.given.dictionary { // Валентина Петрова… read as Валентин
		words[0], n.given.female = cut(words[0], 1), false
	}
	for i := 1; i < len(words)-1; i++ {
		words[i] = patronymic(words[i], n.given.female)
	}
	words[len(words)-1] = familyNominative(words[len(words)-1], n.given.female)
	return strings.Join(words, " ")
}

// man is the name of a man of which a woman's name may be the genitive: Александр
// Кокорин for Александра Кокорина; "" where it is none.
func (n *fullName) man() string {
	if n.lang != "ru" || !n.given.dictionary || !n.given.female || n.given.nominative == "" {
		return ""
	}
	male := cut(n.given.nominative, 1)
	if x, known := n.words.given.forms["ru"][foldKey(male)]; !known || x.female {
		return ""
	}
	return male + " " + familyNominative(n.original(n.familyAt, n.end), false)
}

// otherGender reports whether the nominative of a woman's name is the genitive of a
// man's: Валентина Новака, Александра Лукашевича.
func (n *fullName) otherGender(family string) bool {
	male := foldKey(cut(n.given.nominative, 1))
	x, known := n.words.given.forms["ru"][male]
	return known && !x.female && isOneOf(strings.ToLower(family), "ича", "ого", "ака", "ера", "ана", "юка", "яна")
}

// patronymic is the nominative of a patronymic.
func patronymic(w string, female bool) string {
	l := strings.ToLower(w)
	for _, stem := range []string{"вич", "вн", "ичн", "ьич"} {
		if i := strings.LastIndex(l, stem); i >= 0 && len(l)-i-len(stem) <= len("ой") {
			if w = w[:i+len(stem)]; female {
				w += "а"
			}
			return w
		}
	}
	return w
}

// familyNominative is the nominative of which a family name is a case form: the
// shortest change that, declined, gives the form back.
func familyNominative(w string, female bool) string {
	for _, end := range []struct {
		cut int
		add string
	}{{0, ""}, {1, ""}, {2, ""}, {3, "ий"}, {2, "ий"}, {3, "ый"}, {2, "ый"}, {2, "ая"}, {1, "а"}, {2, "а"}, {1, "й"}, {2, "й"}, {1, "ь"}, {2, "ь"}, {1, "я"}, {2, "я"}} {
		candidate := cut(w, end.cut) + end.add
		if utf8.RuneCountInString(candidate) < 3 || end.cut == 0 && plainlyOblique(w, female) {
			continue
		}
		if female != isOneOf(strings.ToLower(candidate), "ова", "ева", "ина", "ая") && isOneOf(strings.ToLower(candidate), "ова", "ева", "ина", "ая", "ов", "ев", "ский", "цкий") {
			continue
		}
		for k, forms := range surname(candidate, female) {
			if k > 0 && slices.Contains(forms, w) {
				return candidate
			}
		}
	}
	return w
}

// plainlyOblique reports whether a family name ends as only case forms do.
func plainlyOblique(w string, female bool) bool {
	l := strings.ToLower(w)
	if female {
		return isOneOf(l, "ой", "ову", "еву", "ину", "ую")
	}
	return isOneOf(l, "а", "у", "ю", "я", "ом", "ем", "ым", "им", "ого", "ому", "ове", "еве", "ине")
}

// dotted finds foreign names that a dot parts: 埃隆·马斯克.
func (f *finder) dotted(begin, end int, taken *spans) {
	key := f.doc.Key
	for at := begin; at < end; {
		i := strings.Index(key[at:end], "·")
		if i < 0 {
			return
		}
		dot := at + i
		at = dot + len("·")
		b := f.beforeDot(begin, dot)
		if b >= dot {
			continue
		}
		e := f.nameZH(b, nil)
		if e <= at || e > end || utf8.RuneCountInString(key[b:e]) < 4 || f.thingZH(e) || !f.free(b, e) {
			continue
		}
		if open := strings.LastIndex(key[begin:b], "《"); open >= 0 && !strings.Contains(key[begin+open:b], "》") {
			continue // the title of a work
		}
		p := f.discoverAs(b, e, f.original(b, e), false, "", "")
		f.put(name{begin: b, end: e, kind: schema.MentionPerson, iri: p.iri, label: p.label, form: formName, nameBegin: b, nameEnd: e, discovered: !p.known})
		taken.add(b, e)
		at = e
	}
}

// thingZH reports whether a word that makes a name that of a thing follows a foreign
// name, whose last character may belong to the word: 霍普金斯大|学.
func (f *finder) thingZH(end int) bool {
	_, n := utf8.DecodeLastRuneInString(f.doc.Key[:end])
	w := f.words.given.thingsZH
	return w.of(f.doc.Key[end:]) != "" || len(w.of(f.doc.Key[end-n:])) > n
}

// free reports whether nothing was found at a foreign name but a place or state whose
// letters it holds (西亚 in 加西亚·马尔克斯), which then is dropped.
func (f *finder) free(b, e int) bool {
	var inside []int
	for _, i := range f.near(b, e) {
		switch o := &f.found[i]; {
		case o.end <= b || o.begin >= e || o.end <= o.begin:
		case o.begin >= b && o.end <= e && (o.kind == schema.MentionPlace || o.kind == schema.MentionState):
			inside = append(inside, i)
		default:
			return false
		}
	}
	for _, i := range inside {
		f.found[i].end = f.found[i].begin
	}
	return true
}

// beforeDot is where the part of a foreign name before a dot begins, the dot where
// there is none: characters that write foreign sounds, back to a known name.
func (f *finder) beforeDot(from, dot int) int {
	const most = 7 // characters
	key := f.doc.Key
	b := dot
	for n := 0; b > from; n++ {
		r, size := utf8.DecodeLastRuneInString(key[:b])
		if k := f.tokenEnding(b); k >= 0 && b < dot && !f.isPerson(k) && f.tokens[k].end-f.tokens[k].begin > size {
			break
		}
		if !transliterated(r) {
			break
		}
		if n == most {
			return dot
		}
		b -= size
	}
	if v := f.words.given.verbs.of(key[b:dot]); v != "" && utf8.RuneCountInString(key[b:dot]) > 2 {
		b += len(v)
	}
	return b
}

// initialed is a name written with initials: В. М. Шукшин.
type initialed struct {
	begin, family, end int
	initial            rune // the first one, folded
	several            bool
}

// initialsAt reads initials and the family name after them at a byte of the key.
func (f *finder) initialsAt(at int) (initialed, bool) {
	const most = 3 // initials
	x := initialed{begin: at, initial: firstRune(f.doc.Key[at:])}
	for n := 0; n <= most; n++ {
		e := f.wordEnd(at)
		if e == at || !f.doc.Upper(at) {
			return x, false
		}
		letters := utf8.RuneCountInString(f.doc.Key[at:e])
		if letters <= 2 && strings.HasPrefix(f.doc.Key[e:], ".") {
			x.several = n > 0
			at = f.skip(e+1, " ")
			continue
		}
		x.family, x.end = at, e
		return x, n > 0 && letters > 2 && !f.words.notNames[f.doc.Key[at:e]] && !f.bodyBegins(at)
	}
	return x, false
}

// initialsBefore is where the initials before a family name begin, the name itself
// where there are none.
func (f *finder) initialsBefore(at int) int {
	const most = 3
	key := f.doc.Key
	for range most {
		before := strings.TrimSuffix(key[:at], " ")
		word, dotted := strings.CutSuffix(before, ".")
		if !dotted {
			return at
		}
		b := len(word)
		for n := 0; n < 2; n++ {
			if r, size := utf8.DecodeLastRuneInString(word[:b]); size > 0 && unicode.IsLetter(r) {
				b -= size
			}
		}
		if b == len(word) || !starts(key, b) || !f.doc.Upper(b) {
			return at
		}
		at = b
	}
	return at
}

// putInitialed records a name with initials: that of a person told before with the
// same family name and initial, else a new one.
func (f *finder) putInitialed(x initialed) {
	initials, family := f.original(x.begin, x.family), f.original(x.family, x.end)
	n := name{begin: x.begin, end: x.end, kind: schema.MentionPerson, form: formName, nameBegin: x.begin, nameEnd: x.end}
	for _, female := range []bool{false, true} {
		nominative := foldKey(familyNominative(family, female))
		for _, i := range f.byName["ru "+nominative] {
			if p := &f.people[i]; firstRune(p.key) == x.initial {
				n.iri, n.label, n.discovered = p.iri, p.label, true
				f.put(n)
				return
			}
		}
		for _, iri := range f.known {
			if e, ok := f.gazetteer.Entity(iri); ok && foldKey(familyName(e, "ru")) == nominative && firstRune(foldKey(e.Labels["ru"])) == x.initial {
				n.iri = iri
				f.put(n)
				return
			}
		}
	}
	p := f.discoverAs(x.begin, x.end, initials+familyNominative(family, false), false, "", "")
	n.iri, n.label, n.discovered = p.iri, p.label, !p.known
	f.put(n)
}

// stranger reports whether the word with a capital before a family name is the given
// name of somebody else.
func (f *finder) stranger(at int) bool {
	before := strings.TrimSuffix(f.doc.Key[:at], " ")
	if len(before) == at {
		return false
	}
	b := strings.LastIndexAny(before, " \n(\"-,;:") + 1
	word := before[b:]
	if len(word) < 2 || !letterAt(before, b) || strings.HasSuffix(word, ".") || !f.doc.Upper(b) || f.tokenEnding(len(before)) >= 0 || f.words.notNames[word] {
		return false
	}
	if s := f.sentence(at); s != nil && b > s.KeyBegin {
		return true
	}
	_, given := f.words.given.form(f.lang(at), word)
	return given
}

// goesOn reports whether a word with a capital follows a family name and makes it
// part of a longer one: Кэтлин Кеннеди Таунсенд.
func (f *finder) goesOn(end int) bool {
	at := f.skip(end, " ")
	e := f.wordEnd(at)
	return at > end && e > at && f.doc.Upper(at) && !f.words.notNames[f.doc.Key[at:e]] && !f.bodyBegins(at)
}
