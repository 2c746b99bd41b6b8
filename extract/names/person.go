package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"github.com/entente-graph/entente/schema"
)

// discovered is what a name found by its form turned out to be.
type discovered struct {
	iri, label string
	known      bool // a person of the gazetteer, named by a part of his name
}

// discover names the person at bytes nb…ne of the key who is not in the gazetteer
// under that name: the one told before, by the full or the family name, else a new
// one.
func (f *finder) discover(nb, ne int, role, of string) discovered {
	label := f.original(nb, ne)
	if f.lang(nb) == "ru" {
		label = nominative(label)
	}
	return f.discoverAs(nb, ne, label, false, role, of)
}

// discoverAs is discover for a name whose dictionary form is known.
func (f *finder) discoverAs(nb, ne int, label string, female bool, role, of string) discovered {
	lang := f.lang(nb)
	key := foldKey(label)
	if i := f.told(key, lang); i >= 0 {
		return discovered{iri: f.people[i].iri, label: f.people[i].label}
	}
	if iri := f.officer(key, lang, role, of); iri != "" {
		return discovered{iri: iri, label: f.label(iri, nb), known: true}
	}
	if iri := f.knownByPart(key, lang); iri != "" {
		return discovered{iri: iri, label: f.label(iri, nb), known: true}
	}
	post := role
	if of != "" {
		post += " " + of
	}
	p := person{key: key, iri: schema.PersonIRI(latin(label), key, post), label: label, lang: lang, female: female}
	f.meet(p)
	return discovered{iri: p.iri, label: label}
}

// meet remembers a person by his name and by every part of it that begins or ends
// it.
func (f *finder) meet(p person) {
	i := len(f.people)
	f.people = append(f.people, p)
	for _, part := range append(parts(p.key), p.key) {
		if k := p.lang + " " + part; !slices.Contains(f.byName[k], i) {
			f.byName[k] = append(f.byName[k], i)
		}
	}
}

// told finds the first person met whose name is the words, or of whose name they
// are the beginning or the end, or the other way round; -1 for nobody.
func (f *finder) told(key, lang string) int {
	best := -1
	better := func(list []int, whole string) {
		for _, i := range list {
			if whole != "" && f.people[i].key != whole {
				continue
			}
			if best < 0 || i < best {
				best = i
			}
			return
		}
	}
	better(f.byName[lang+" "+key], "")
	for _, part := range parts(key) {
		better(f.byName[lang+" "+part], part)
	}
	return best
}

// parts are the beginnings and ends of a name at its spaces or dots.
func parts(key string) []string {
	var out []string
	for _, sep := range []string{" ", "·"} {
		for at := 0; ; {
			i := strings.Index(key[at:], sep)
			if i < 0 {
				break
			}
			i += at
			at = i + len(sep)
			out = append(out, key[:i], key[at:])
		}
	}
	return out
}

// samePerson reports whether two names are one, or the one is the family name of
// the other.
func samePerson(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	for _, sep := range []string{" ", "·"} {
		if strings.HasSuffix(a, sep+b) || strings.HasPrefix(a, b+sep) {
			return true
		}
	}
	return false
}

// officer finds the holder of a post of whose name the words are a part: 阿联酋总统穆
// 罕默德. The one in office on the day comes first.
func (f *finder) officer(key, lang, role, of string) string {
	if role == "" || of == "" {
		return ""
	}
	list := f.officers[role+" "+of]
	if now, ok := f.gazetteer.Holder(role, of, f.date); ok {
		list = append([]int32{f.index[now]}, list...)
	}
	for _, i := range list {
		e := f.entities[i]
		for _, w := range written(e.Labels[lang], e.Alt[lang]) {
			if samePerson(foldKey(plain(w)), key) {
				return e.IRI
			}
		}
	}
	return ""
}

// knownByPart finds a person of the gazetteer whom the document names and whose
// name begins or ends with the words: Wang for Wang Yi.
func (f *finder) knownByPart(key, lang string) string {
	for _, iri := range slices.Backward(f.known) {
		e, ok := f.gazetteer.Entity(iri)
		if !ok {
			continue
		}
		for _, w := range written(e.Labels[lang], e.Alt[lang]) {
			if k := foldKey(plain(w)); k != key && samePerson(k, key) {
				return iri
			}
		}
	}
	return ""
}

// again finds the names of discovered persons where they stand without a title:
// the full name, and the family name in scripts with spaces.
func (f *finder) again() {
	type pattern struct {
		words  string
		person *person
	}
	var patterns []pattern
	for i := range f.people {
		p := &f.people[i]
		patterns = append(patterns, pattern{p.key, p})
		if p.lang == "zh" {
			if parts := strings.Split(p.key, "·"); len(parts) > 1 && utf8.RuneCountInString(parts[len(parts)-1]) > 1 {
				patterns = append(patterns, pattern{parts[len(parts)-1], p})
			}
		} else if words := strings.Fields(p.key); len(words) > 1 && utf8.RuneCountInString(words[len(words)-1]) > 3 {
			w := words[len(words)-1]
			patterns = append(patterns, pattern{w, p})
			if p.lang == "ru" {
				for _, c := range join([]cases{surname(w, p.female)}) {
					patterns = append(patterns, pattern{foldKey(c), p})
				}
			}
		}
	}
	const most = 2000 // a list of names longer than that is a directory, no text
	if len(patterns) == 0 || len(patterns) > most {
		return
	}
	slices.SortStableFunc(patterns, func(a, b pattern) int { return len(b.words) - len(a.words) })
	taken := f.spans()
	for _, p := range patterns {
		for at := 0; ; {
			i := strings.Index(f.doc.Key[at:], p.words)
			if i < 0 {
				break
			}
			b, e := at+i, at+i+len(p.words)
			at = e
			if taken.overlaps(b, e) || p.person.lang != "zh" && (!boundary(f.doc.Key, e) || !starts(f.doc.Key, b) || !f.doc.Upper(b)) {
				continue
			}
			if p.person.lang != "zh" {
				// Another's initials or given name make it another's.
				if i := f.initialsBefore(b); i < b && firstRune(f.doc.Key[i:]) == firstRune(p.person.key) {
					b = i
				} else if i < b && p.person.lang == "ru" || p.words != p.person.key && (f.stranger(b) || f.goesOn(e)) {
					continue
				}
			}
			taken.add(b, e)
			f.put(name{begin: b, end: e, kind: schema.MentionPerson, iri: p.person.iri, label: p.person.label, form: formName, nameBegin: b, nameEnd: e, discovered: true})
		}
	}
}

// starts reports whether a word may begin at byte i.
func starts(key string, i int) bool {
	r, n := utf8.DecodeLastRuneInString(key[:i])
	return n == 0 || !wordRune(r)
}

// spans are ranges of the key that do not overlap.
type spans struct{ list [][2]int }

func (f *finder) spans() *spans {
	s := &spans{}
	for i := range f.found {
		s.list = append(s.list, [2]int{f.found[i].begin, f.found[i].end})
	}
	slices.SortFunc(s.list, func(a, b [2]int) int { return a[0] - b[0] })
	return s
}

func (s *spans) overlaps(b, e int) bool {
	i, _ := slices.BinarySearchFunc(s.list, b, func(x [2]int, b int) int { return x[0] - b })
	if i < len(s.list) && s.list[i][0] < e {
		return true
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.list[k][1] > b {
			return true
		}
	}
	return false
}

func (s *spans) add(b, e int) {
	i, _ := slices.BinarySearchFunc(s.list, b, func(x [2]int, b int) int { return x[0] - b })
	s.list = slices.Insert(s.list, i, [2]int{b, e})
}

// latin writes a name in ASCII letters for an IRI: pinyin for Chinese characters,
// a plain transliteration for Cyrillic.
func latin(name string) string {
	var b strings.Builder
	dash := func() {
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	for _, r := range strings.ToLower(plain(name)) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Han, r):
			if p := pinyin.SinglePinyin(r, pinyinArgs); len(p) > 0 {
				b.WriteString(p[0])
			}
		case cyrillicLatin[r] != "":
			b.WriteString(cyrillicLatin[r])
		default:
			dash()
		}
	}
	s := strings.Trim(b.String(), "-")
	if s == "" {
		return "x"
	}
	if len(s) > 60 {
		s = strings.Trim(s[:60], "-")
	}
	return s
}

var pinyinArgs = pinyin.NewArgs()

var cyrillicLatin = map[rune]string{'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ы': "y", 'э': "e", 'ю': "yu", 'я': "ya",
	'қ': "q", 'ғ': "gh", 'ң': "ng", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h", 'і': "i", 'ә': "a", 'ў': "u", 'ҳ': "h", 'ҷ': "j"}
