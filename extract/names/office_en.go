package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// officeEN reads an English title: Kazakh President Kassym-Jomart Tokayev, China's
// foreign minister, President of Kazakhstan, Wang Yi, the Chinese foreign minister.
func (f *finder) officeEN(k int) {
	t := f.titleOf(k)
	bodies, begin := f.bodiesBeforeEN(k)
	first, linked := f.linked[k]
	if linked && len(bodies) == 0 {
		bodies = first.bodies
	}
	end := f.tokens[k].end
	end = f.department(k, end, t)
	titleEnd := end
	next := k + 1
	for next < len(f.tokens) && f.tokens[next].begin < end {
		next++
	}
	bodies, end, next = f.bodiesAfterEN(bodies, end, next, t)
	title := f.original(f.tokens[k].begin, titleEnd)
	of := f.bodyOf(t.Role, bodies)

	if t.Role == "honorific" && next < len(f.tokens) && f.tokens[next].begin == end+1 && f.tokens[next].has(formTitle) {
		return // H.E. Ambassador …: the office says more
	}
	// A name after the title.
	after := end
	if i := f.skip(end, " ("); i > end && end > titleEnd { // the Organization (SCO)
		if j := strings.IndexByte(f.doc.Key[i:min(len(f.doc.Key), i+12)], ')'); j > 0 {
			after = i + j + 1
			for next < len(f.tokens) && f.tokens[next].begin < after {
				next++
			}
		}
	}
	at := f.skip(after, ", h.e. ", ", mr. ", ", dr. ", " ", ", ")
	for next < len(f.tokens) && f.tokens[next].begin < at {
		next++
	}
	honoured := at-after > 2
	if at > after && (f.doc.Key[at-2] != ',' || end > titleEnd) {
		named := func(end, token int) {
			f.giveOffice(k, at, end, token, linkedOffice{t, title, bodies, begin}, of)
		}
		if f.heldBy(next, at, t.Role, of) {
			named(f.tokens[next].end, next)
			return
		}
		if e := f.nameLatin(at); e > at && f.doc.Key[at-2] != ',' && (honoured || f.trusted(t, at, e)) {
			named(e, -1)
			return
		}
	}
	if f.linkNext(k, end, next, linkedOffice{t, title, bodies, begin}) {
		return
	}
	// Wang Yi, China's foreign minister.
	if p, nb, ne := f.nameBeforeEN(begin); ne > nb && (of != "" || t.Role == "expert") {
		f.used[k] = true
		f.add(nb, end, nb, ne, p, t, title, of)
		return
	}
	if of != "" && !t.Weak && !f.formerLatin(begin, f.tokens[k].begin) {
		f.used[k] = true
		f.unnamed(begin, end, t, title, of)
	}
}

// linkedOffice is an office whose holder is named after the next one: Deputy Prime
// Minister and Foreign Minister Murat Nurtleu.
type linkedOffice struct {
	title  *title
	words  string
	bodies []body
	begin  int
}

// heldBy reports whether the token at byte at is a person who holds the office.
func (f *finder) heldBy(token, at int, role, of string) bool {
	if token >= len(f.tokens) || f.tokens[token].begin != at || !f.isPerson(token) || f.used[token] || f.tokens[token].has(formTitle) || f.longerName(token) {
		return false
	}
	_, _, ok := f.holder(token, role, of)
	return ok
}

// giveOffice gives the office at token k, and one joined to it by "and" before, to the
// name that stands from at to end; token is the name's, -1 for one not known.
func (f *finder) giveOffice(k, at, end, token int, o linkedOffice, of string) {
	f.used[k] = true
	if first, linked := f.linked[k]; linked {
		f.add(first.begin, end, at, end, token, first.title, first.words, of)
	}
	f.add(o.begin, end, at, end, token, f.counterpart(o.title), o.words, of)
}

// linkNext passes an office on to the title that "and" joins to it.
func (f *finder) linkNext(k, end, next int, o linkedOffice) bool {
	if next >= len(f.tokens) || !f.tokens[next].has(formTitle) || o.title.Role == "honorific" || o.title.Role == "counterpart" {
		return false
	}
	switch f.doc.Key[end:f.tokens[next].begin] {
	case " and ", " & ", " и ", " - ", "-", " и.о. ", " cum ", " and concurrently ":
	default:
		return false
	}
	f.used[k] = true
	if f.linked == nil {
		f.linked = map[int]linkedOffice{}
	}
	f.linked[next] = o
	return true
}

// longerName reports whether a family name goes on with a word that makes it
// another's: Han Chunlin is not Han Zheng.
func (f *finder) longerName(k int) bool {
	t := &f.tokens[k]
	if t.has(formName) {
		return false
	}
	next := f.skip(t.end, " ")
	if next == t.end || next >= len(f.doc.Key) || !f.doc.Upper(next) {
		return false
	}
	w := f.doc.Key[next:f.wordEnd(next)]
	return w != "" && !f.words.notNames[w] && !f.bodyBegins(next)
}

// trusted reports whether unknown words after a title are a name: after a title
// that also is a common word, one word is none, unless it was told before.
func (f *finder) trusted(t *title, begin, end int) bool {
	if !t.Weak || t.Role == "honorific" || t.Role == "counterpart" {
		return true
	}
	name := f.doc.Key[begin:end]
	if strings.Contains(name, " ") {
		return t.Role != "member-of-parliament" || !f.startsSentence(begin)
	}
	lang := f.lang(begin)
	return f.told(name, lang) >= 0 || t.Role == "minister" || f.knownByPart(name, lang) != ""
}

func (f *finder) startsSentence(at int) bool {
	s := f.sentence(at)
	return s == nil || s.KeyBegin == at
}

// counterpart reads "his Kazakh counterpart" as the post of the last person told.
func (f *finder) counterpart(t *title) *title {
	if t.Role != "counterpart" {
		return t
	}
	for i := len(f.found) - 1; i >= max(0, len(f.found)-farBack); i-- {
		if r := f.found[i].role; r != "" {
			for _, c := range f.words.titles {
				if c.iri() == r {
					return c
				}
			}
		}
	}
	return t
}

// skip passes the first of the given texts that stands at a byte of the key.
func (f *finder) skip(at int, gaps ...string) int {
	for _, g := range gaps {
		if strings.HasPrefix(f.doc.Key[at:], g) {
			return at + len(g)
		}
	}
	return at
}

func (f *finder) bodiesBeforeEN(k int) ([]body, int) {
	var out []body
	at := f.tokens[k].begin
	for j := k - 1; j >= 0; j-- {
		gap := f.doc.Key[f.tokens[j].end:at]
		b, ok := f.bodyAt(j)
		if !ok || !f.words.links[gap] || f.used[j] && b.form == formTitle {
			break
		}
		out = append([]body{b}, out...)
		at = f.tokens[j].begin
	}
	return out, at
}

// bodiesAfterEN adds the bodies said after a title: of Kazakhstan, of the Republic
// of Korea, to China.
func (f *finder) bodiesAfterEN(bodies []body, end, next int, t *title) ([]body, int, int) {
	for range 3 {
		at := f.skip(end, " of the ", " of ", " for the ", " for ", " in ", " to the ", " to ")
		if at == end || next >= len(f.tokens) || f.tokens[next].begin != at {
			break
		}
		b, ok := f.bodyAt(next)
		if !ok || b.form == formAdjective && !f.followedByBody(next) {
			break
		}
		link := f.doc.Key[end:at]
		switch {
		case strings.HasPrefix(link, " to") || strings.HasPrefix(link, " in"):
			// The side an ambassador is sent to.
			if !strings.Contains("ambassador special-envoy", t.Role) {
				return bodies, end, next
			}
			if strings.HasPrefix(b.iri, "") && t.Role == "ambassador" && len(bodies) == 0 {
				bodies = nil
			}
		case strings.HasPrefix(link, " for") && t.Role != "special-envoy" && t.Role != "spokesperson" && t.Role != "director":
			return bodies, end, next
		default:
			if len(bodies) == 0 || b.organ == 0 {
				bodies = append(bodies, b)
			}
		}
		end = f.tokens[next].end
		next++
	}
	return bodies, end, next
}

func (f *finder) followedByBody(k int) bool {
	if k+1 >= len(f.tokens) || f.tokens[k+1].begin != f.tokens[k].end+1 {
		return false
	}
	_, ok := f.bodyAt(k + 1)
	return ok
}

// department passes the fields of a minister: Minister of Trade, Commerce and Food
// Security.
func (f *finder) department(k, end int, t *title) int {
	if t.Role != "minister" && t.Role != "deputy-minister" {
		return end
	}
	at := f.skip(end, " of ", " for ")
	if at == end {
		return end
	}
	good := end
	for {
		e := f.wordEnd(at)
		if e == at || !f.words.departments[f.doc.Key[at:e]] {
			return good
		}
		good = e
		next := f.skip(e, ", and ", " and ", " & ", ", ", " ")
		if next == e {
			return good
		}
		at = next
	}
}

// wordEnd is the end of the word at a byte: letters, apostrophes and hyphens
// within.
func (f *finder) wordEnd(at int) int {
	key := f.doc.Key
	i := at
	for i < len(key) {
		r, n := utf8.DecodeRuneInString(key[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !((r == '-' || r == '\'') && i > at && letterAt(key, i+n)) {
			break
		}
		i += n
	}
	// The possessive is no part of a name.
	if strings.HasSuffix(key[at:i], "'s") {
		i -= 2
	}
	return i
}

func letterAt(key string, i int) bool {
	r, n := utf8.DecodeRuneInString(key[i:])
	return n > 0 && unicode.IsLetter(r)
}

// nameLatin finds the end of a person's name at a byte of the key: one to five
// words with capitals, initials, and the particles that names have between them.
// Words of the language, months and names of states end it.
func (f *finder) nameLatin(at int) int {
	end := at
	words := 0
	for i := at; words < 5; {
		e := f.wordEnd(i)
		if e == i {
			break
		}
		w := f.doc.Key[i:e]
		switch {
		case f.words.particles[w] && words > 0:
			if next := f.skip(e, " "); next > e && f.doc.Upper(next) {
				i = next
				continue
			}
			return end
		case !f.doc.Upper(i) || f.words.notNames[w] || unicode.Is(unicode.Han, firstRune(w)):
			return end
		case words > 0 && f.bodyBegins(i):
			return end
		}
		words++
		if utf8.RuneCountInString(w) == 1 && strings.HasPrefix(f.doc.Key[e:], ".") {
			e++ // an initial
		}
		end = e
		next := f.skip(e, " ", "")
		if strings.HasSuffix(f.doc.Key[i:e], ".") {
			next = f.skip(e, " ", "")
		}
		if next == e && !strings.HasSuffix(f.doc.Key[i:e], ".") {
			break
		}
		i = next
	}
	if words == 0 || f.bodyBegins(at) && words == 1 {
		return at
	}
	return end
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// bodyBegins reports whether a token that is no person begins at a byte.
func (f *finder) bodyBegins(at int) bool {
	for lo, hi := 0, len(f.tokens); lo < hi; {
		mid := (lo + hi) / 2
		switch {
		case f.tokens[mid].begin < at:
			lo = mid + 1
		case f.tokens[mid].begin > at:
			hi = mid
		default:
			return !f.isPerson(mid)
		}
	}
	return false
}

// nameBeforeEN is the person named before an apposition that begins at a byte.
func (f *finder) nameBeforeEN(begin int) (token, nb, ne int) {
	key := f.doc.Key
	for _, gap := range []string{", ", ", the ", ", a ", " - "} {
		if !strings.HasSuffix(key[:begin], gap) {
			continue
		}
		e := begin - len(gap)
		if k := f.tokenEnding(e); k >= 0 && f.isPerson(k) && !f.used[k] {
			if b := f.givenBefore(k); b >= 0 {
				return k, b, e
			}
			if !f.otherPerson(&f.tokens[k]) {
				return k, f.tokens[k].begin, e
			}
		}
		if b := f.nameBack(e); b < e {
			return -1, b, e
		}
	}
	return -1, 0, 0
}

// nameBack is where two to four capitalised words that end at a byte begin, or
// the byte.
func (f *finder) nameBack(end int) int {
	key := f.doc.Key
	s := f.sentence(max(0, end-1))
	if s == nil {
		return end
	}
	b, words := end, 0
	for i := end; words < 4; {
		w := strings.LastIndexAny(key[s.KeyBegin:i], " \"(") + 1 + s.KeyBegin
		word := key[w:i]
		if word == "" || !f.doc.Upper(w) || f.words.notNames[word] || f.bodyBegins(w) || strings.ContainsAny(word, ",;:0123456789") {
			break
		}
		words++
		b = w
		if w <= s.KeyBegin || key[w-1] != ' ' {
			break
		}
		i = w - 1
	}
	if words < 2 {
		return end
	}
	return b
}

// formerLatin reports whether an office is said to be past or to come.
func (f *finder) formerLatin(begin, title int) bool {
	before := f.doc.Key[max(0, begin-12):title]
	for _, w := range f.words.Posts.Former {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}
