package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract/text"
)

// form is the way in which a word names its entity.
type form uint8

const (
	formName form = iota
	formAdjective
	formPeople
	formSurname
	formShort
	formTitle // an office: the sense's entity is an index into titles
	formOrgan // an organ of a state: the sense's entity is an index into organs
	formAnaphor
	formIgnore // an ordinary word that holds the letters of a name
)

var formNames = [...]string{"name", "adjective", "people", "surname", "short", "office", "organ", "anaphor", ""}

// capitals is what a word demands of the letters of the text.
type capitals uint8

const (
	anyCase capitals = iota
	initialUpper
	allUpper
)

// sense is one reading of a key.
type sense struct {
	entity   int32
	form     form
	capitals capitals
	lang     uint8 // index into languages
}

var languages = [...]string{"zh", "en", "ru"}

const (
	langZH uint8 = iota
	langEN
	langRU
)

// compiler gathers the keys of the gazetteer and of the lexicon.
type compiler struct {
	senses map[string][]sense
	common map[string]bool // language and key of words that are not read as names
	list   []entry         // what add has gathered, before merge
}

// entry is a key and one of its readings.
type entry struct {
	key   string
	sense sense
}

func (c *compiler) add(key string, s sense) { c.list = append(c.list, entry{key, s}) }

// merge moves the entries of a list into the keys.
func (c *compiler) merge(list []entry) {
	for _, e := range list {
		c.put(e.key, e.sense)
	}
}

func (c *compiler) put(key string, s sense) {
	if key == "" || s.form <= formPeople && c.common[languages[s.lang]+" "+key] {
		return
	}
	for _, o := range c.senses[key] {
		if o.entity == s.entity && (o.form == s.form || o.form < s.form && s.form != formTitle && s.form != formOrgan) {
			return
		}
	}
	c.senses[key] = append(c.senses[key], s)
}

// demands tells what a written form demands of a text: an acronym its capitals,
// a name its first one.
func demands(w string) capitals {
	letters, upper := 0, 0
	first := rune(0)
	for _, r := range w {
		if !unicode.IsLetter(r) || unicode.Is(unicode.Han, r) {
			continue
		}
		if first == 0 {
			first = r
		}
		letters++
		if unicode.IsUpper(r) {
			upper++
		}
	}
	switch {
	case letters == 0 || !unicode.IsUpper(first):
		return anyCase
	case upper == letters && letters <= 3:
		return allUpper
	}
	return initialUpper
}

// entity adds all forms of an entity of the gazetteer.
func (c *compiler) entity(index int32, e *gazetteer.Entity) {
	for li, lang := range languages {
		l := uint8(li)
		for _, n := range written(e.Labels[lang], e.Alt[lang]) {
			c.name(n, sense{entity: index, form: formName, lang: l}, e)
		}
		for _, n := range e.Adjectives[lang] {
			c.declined(n, sense{entity: index, form: formAdjective, lang: l}, adjectiveForms)
		}
		for _, n := range e.People[lang] {
			c.declined(n, sense{entity: index, form: formPeople, lang: l}, peopleForms)
		}
		if s := familyName(e, lang); s != "" {
			fn := func(w string) []string { return join([]cases{surname(w, e.Female)}) }
			c.declined(s, sense{entity: index, form: formSurname, lang: l}, fn)
		}
	}
}

func written(label string, alt []string) []string {
	if label == "" {
		return alt
	}
	return append([]string{label}, alt...)
}

// name adds a name with its written variants and, in Russian, its cases.
func (c *compiler) name(n string, s sense, e *gazetteer.Entity) {
	s.capitals = demands(n)
	switch s.lang {
	case langRU:
		forms := []string{n}
		if e.Kind == "person" {
			forms = declinePerson(n, e.Female)
		} else if e.Kind != "outlet" {
			forms = declineName(n)
		}
		c.forms(n, forms, s)
		if a := []rune(n); isAcronym(n) && len(a) >= 3 && !strings.ContainsRune("АЕИОУЫЭЮЯ", a[len(a)-1]) && strings.ContainsAny(n, "АЕИОУЫЭЮЯ") {
			s.capitals = initialUpper
			for _, end := range []string{"а", "у", "ом", "е"} {
				c.add(foldKey(n+end), s)
			}
		}
	default:
		c.forms(n, []string{n}, s)
	}
}

// forms adds the forms of a name with their variants; few names have any.
func (c *compiler) forms(n string, forms []string, s sense) {
	if !varied(n) {
		for _, f := range forms {
			c.add(foldKey(f), s)
		}
		return
	}
	for _, f := range forms {
		for _, v := range variants(f) {
			c.add(foldKey(v), s)
		}
	}
}

// varied reports whether a name has variants at all.
func varied(n string) bool {
	for _, r := range n {
		switch {
		case r >= 'А' && r <= 'я' || r >= 0x3400 && r <= 0x9fff:
		case r == '"' || r == '&' || r >= utf8.RuneSelf && r != 'ё' && r != 'Ё':
			return true
		}
	}
	return false
}

func (c *compiler) declined(n string, s sense, forms func(string) []string) {
	s.capitals = demands(n)
	if s.lang != langRU {
		forms = func(w string) []string { return []string{w} }
	}
	c.forms(n, forms(n), s)
}

var strip = strings.NewReplacer("“", "", "”", "", "«", "", "»", "", "\"", "", "「", "", "」", "")

// variants are the ways in which one name is written: without quotation marks,
// with other dashes, without diacritical marks, & as and.
func variants(n string) []string {
	out := []string{n}
	add := func(v string) {
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	add(strip.Replace(n))
	for _, v := range slices.Clone(out) {
		if strings.ContainsAny(v, "—–") {
			for _, d := range []string{"-", " - ", "--", "·"} {
				w := strings.NewReplacer(" — ", d, " – ", d, "—", d, "–", d).Replace(v)
				if d == "·" && !hasHan(v) || d == "--" && !hasHan(v) {
					continue
				}
				add(w)
			}
		}
	}
	if strings.Contains(n, "&") {
		add(strings.ReplaceAll(n, "&", "and"))
	}
	if p := plain(n); p != n {
		add(p)
	}
	return out
}

func hasHan(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// plain drops diacritical marks of Latin letters.
func plain(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
		}
	}
	if ascii || hasHan(s) || strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) >= 0 {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// familyName is the part of a person's name by which texts name him after the
// first time: given, else the last part, except that names of the Chinese sphere
// have it in front.
func familyName(e *gazetteer.Entity, lang string) string {
	if e.Kind != "person" {
		return ""
	}
	if s := e.Surname[lang]; s != "" {
		if lang == "zh" && utf8.RuneCountInString(s) < 2 {
			return ""
		}
		return s
	}
	if lang == "zh" {
		parts := strings.FieldsFunc(e.Labels["zh"], func(r rune) bool { return r == '·' })
		if len(parts) > 1 && utf8.RuneCountInString(parts[len(parts)-1]) > 1 {
			return parts[len(parts)-1]
		}
		return ""
	}
	words := strings.Fields(e.Labels[lang])
	if len(words) < 2 {
		return ""
	}
	if surnameFirst(e) {
		return words[0]
	}
	return words[len(words)-1]
}

// surnameFirst reports whether a person's name begins with the family name in
// every language: a Chinese, Korean or Vietnamese name, whose Chinese form has one
// character for each syllable and no dot.
func surnameFirst(e *gazetteer.Entity) bool {
	zh := e.Labels["zh"]
	r, n := utf8.DecodeRuneInString(zh)
	count := utf8.RuneCountInString(zh)
	if n == 0 || count < 2 || count > 4 || strings.Contains(zh, "·") || !strings.ContainsRune(chineseSurnames, r) {
		return false
	}
	return len(strings.Fields(e.Labels["en"])) >= 2 && syllables(e.Labels["en"]) <= count+1
}

// syllables counts groups of vowels, which is near enough for telling Wang Yi
// from Vladimir Putin.
func syllables(s string) int {
	n, in := 0, false
	for _, r := range strings.ToLower(plain(s)) {
		v := strings.ContainsRune("aeiouy", r)
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// foldKey is text.FoldKey with a short way for names in plain letters, which most
// are.
func foldKey(s string) string {
	b := make([]byte, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'A' <= c && c <= 'Z':
			b[i] = c + 'a' - 'A'
		case c >= ' ' && c < utf8.RuneSelf && c != '`':
			b[i] = c
		case (c == 0xD0 || c == 0xD1) && i+1 < len(s):
			d := s[i+1]
			switch { // А…Я, а…я; other Cyrillic letters take the long way
			case c == 0xD0 && d >= 0x90 && d <= 0x9F:
				b[i], b[i+1] = 0xD0, d+0x20
			case c == 0xD0 && d >= 0xA0 && d <= 0xAF:
				b[i], b[i+1] = 0xD1, d-0x20
			case c == 0xD0 && d >= 0xB0 || c == 0xD1 && d <= 0x8F:
				b[i], b[i+1] = c, d
			default:
				return text.FoldKey(s)
			}
			i++
		default:
			return text.FoldKey(s)
		}
	}
	return string(b)
}
