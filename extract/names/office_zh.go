package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// officeZH reads a Chinese title: bodies before it, the name after it (哈萨克斯坦
// 总统托卡耶夫), or the name before it (习近平主席).
func (f *finder) officeZH(k int) {
	first := k
	// Titles in a row share the name at their end: 国务委员兼外长王毅.
	chain := []int{k}
	for c := k; c+1 < len(f.tokens) && len(chain) < 5; {
		n := c + 1
		for n < len(f.tokens) && !f.tokens[n].has(formTitle) && n-c < 4 {
			if _, ok := f.bodyAt(n); !ok {
				break
			}
			n++
		}
		if n >= len(f.tokens) || !f.tokens[n].has(formTitle) || !f.linkedZH(c, n) {
			break
		}
		chain = append(chain, n)
		c = n
	}
	last := chain[len(chain)-1]
	end := f.tokens[last].end
	nb, ne, token := 0, 0, -1
	if k > 0 && !f.used[k-1] && f.tokens[k-1].end == f.tokens[k].begin && f.isPerson(k-1) && f.personAfterZH(last) < 0 && f.nameBeforeZH(k) {
		return // 习近平主席
	}
	if p := f.personAfterZH(last); p >= 0 {
		token, nb, ne = p, f.tokens[p].begin, f.tokens[p].end
	} else if e := f.nameZH(end, f.titleOf(last)); e > end {
		nb, ne = end, e
	}
	if ne > nb {
		begin := -1
		var of string
		for i, c := range chain {
			bodies, b := f.bodiesBeforeZH(c)
			if begin < 0 {
				begin = b
			}
			t := f.titleOf(c)
			if said := f.ofZH(t, bodies); said != "" {
				of = said
			}
			if t.Weak && t.Role == "president" {
				if said := f.chamberSaid(bodies); said != "" {
					of = said
				}
				if of == "" || !strings.HasPrefix(of, schema.Base+"id/state/") {
					t = f.chairOf(t, of, token)
				}
			}
			o := of
			if o == "" && token < 0 {
				if o = f.toldWith(b); o != "" && t.Role == "speaker-of-parliament" {
					o = f.unknownChamber(b, o)
				} else if o == "" || !statePosts[t.Role] {
					o = f.defaultZH(t, nb, ne)
				}
			}
			f.used[c] = true
			if t.Role == "honorific" && i+1 < len(chain) {
				continue
			}
			if i+1 < len(chain) && f.tokens[c].end == f.tokens[chain[i+1]].begin {
				// 总理夫人: the first office is another's.
				f.unnamed(b, f.tokens[c].end, t, f.original(f.tokens[c].begin, f.tokens[c].end), o)
				continue
			}
			f.add(b, ne, nb, ne, token, t, f.original(f.tokens[c].begin, f.tokens[c].end), o)
		}
		return
	}
	if f.nameBeforeZH(first) {
		return
	}
	t := f.titleOf(k)
	bodies, begin := f.bodiesBeforeZH(k)
	if f.formerZH(k) || f.words.noOffice.of(f.doc.Key[f.tokens[k].end:]) != "" {
		return
	}
	if len(bodies) > 0 && !t.Weak {
		if of := f.ofZH(t, bodies); of != "" {
			f.used[k] = true
			f.unnamed(begin, f.tokens[k].end, t, f.original(f.tokens[k].begin, f.tokens[k].end), of)
		}
	} else if len(bodies) == 0 && t.State != "" && t.Role == "president" {
		state := schema.StateIRI(t.State)
		if other := f.stateOfTitleBefore(begin); other != "" {
			state = other // 越共中央总书记、国家主席: of Vietnam
		}
		f.unnamed(begin, f.tokens[k].end, t, f.original(f.tokens[k].begin, f.tokens[k].end), state)
	}
}

// stateOfTitleBefore is the state of the title to which 、 or 兼 joins the one at a
// byte, "" where it says none.
func (f *finder) stateOfTitleBefore(begin int) string {
	r, size := utf8.DecodeLastRuneInString(f.doc.Key[:begin])
	k := f.tokenEnding(begin - size)
	if size == 0 || !strings.ContainsRune("、兼和", r) || k < 0 || !f.tokens[k].has(formTitle) {
		return ""
	}
	bodies, _ := f.bodiesBeforeZH(k)
	for _, b := range bodies {
		if b.state != "" {
			return b.state
		}
	}
	if at := f.tokenEnding(f.tokens[k].begin - len("中央")); at >= 0 && strings.HasSuffix(f.doc.Key[:f.tokens[k].begin], "中央") {
		if b, ok := f.bodyAt(at); ok {
			return b.state
		}
	}
	return ""
}

// unknownChamber records the chamber that stands before 议长 and that no list knows
// (立法院), as an organ of the state; the state itself where nothing is said.
func (f *finder) unknownChamber(title int, state string) string {
	key := f.doc.Key
	b := title
	for b > 0 {
		r, n := utf8.DecodeLastRuneInString(key[:b])
		if strings.ContainsRune("和、与及", r) {
			break
		}
		b -= n
	}
	r, _ := utf8.DecodeLastRuneInString(key[:title])
	if title-b < 2*len("院") || !strings.ContainsRune("院会", r) {
		return state
	}
	label := f.original(b, title)
	iri := schema.Base + "id/organization/x-" + schema.Hash16(foldKey(label), state)
	f.put(name{begin: b, end: title, kind: schema.MentionOrganization, iri: iri, form: formOrgan, of: state, discovered: true, label: label})
	return iri
}

// formerZH reports whether a title is said to be past or to come: 前总统.
func (f *finder) formerZH(k int) bool {
	for _, w := range f.words.Posts.FormerZH {
		if strings.HasSuffix(f.doc.Key[:f.tokens[k].begin], w) {
			return true
		}
	}
	return false
}

// chamberSaid is the body that is no state out of those before 主席, which then is
// its chair and no head of state.
func (f *finder) chamberSaid(bodies []body) string {
	for i := len(bodies) - 1; i >= 0; i-- {
		switch b := bodies[i]; {
		case b.organ > 0:
			if of := f.bodyOf("chair", bodies); of != "" {
				return of
			}
			return f.ofZH(&title{Role: "chair"}, bodies)
		case b.iri != "" && !strings.HasPrefix(b.iri, schema.Base+"id/state/") && !strings.HasPrefix(b.iri, schema.Base+"id/place/"):
			return b.iri
		}
	}
	return ""
}

// chairOf reads 主席 as the chair of an organisation where no state is said.
func (f *finder) chairOf(t *title, of string, token int) *title {
	if of == "" && token >= 0 {
		if iri, _, ok := f.holder(token, t.Role, of); ok {
			for _, p := range f.gazetteer.PostsOf(iri, f.date) {
				if p.Role == t.iri() {
					return t
				}
			}
		}
	}
	role := "chair"
	if f.chambers[of] || f.houses[of] {
		role = "speaker-of-parliament"
	}
	for _, c := range f.words.titles {
		if c.Role == role {
			return c
		}
	}
	return t
}

// toldWith is the state of the office told right before, to which 和 or 、 joins one
// whose state is not said again: 参议院主席…和立法院议长….
func (f *finder) toldWith(begin int) string {
	const reach = 10 // characters of the name of a body
	key := f.doc.Key
	at := begin
	for range reach {
		r, n := utf8.DecodeLastRuneInString(key[:at])
		if n == 0 || !unicode.Is(unicode.Han, r) && r != '、' {
			return ""
		}
		if strings.ContainsRune("和、与及", r) {
			for i := len(f.found) - 1; i >= max(0, len(f.found)-farBack); i-- {
				if o := &f.found[i]; o.end == at-n && o.kind == schema.MentionPerson && o.of != "" {
					return f.state(o.of)
				}
			}
			return ""
		}
		at -= n
	}
	return ""
}

// linkedZH reports whether the title at token n goes on the one at c.
func (f *finder) linkedZH(c, n int) bool {
	from := f.tokens[c].end
	for i := c + 1; i <= n; i++ {
		gap := f.doc.Key[from:f.tokens[i].begin]
		switch gap {
		case "":
		case "兼", "、", "及", "和", "暨":
			if i != c+1 {
				return false
			}
		default:
			return false
		}
		from = f.tokens[i].end
	}
	return true
}

// personAfterZH is the token of a person's name right after the token, -1 for none.
func (f *finder) personAfterZH(k int) int {
	if n := k + 1; n < len(f.tokens) && !f.used[n] && f.tokens[n].begin == f.tokens[k].end && f.isPerson(n) && !f.partOfLonger(&f.tokens[n]) {
		return n
	}
	return -1
}

// partOfLonger reports whether a transliterated name goes on after the token: 克里 in
// 克里斯托弗.
func (f *finder) partOfLonger(t *token) bool {
	key := f.doc.Key
	for _, r := range key[t.begin:t.end] {
		if !transliterated(r) {
			return false
		}
	}
	if chineseName(key[t.begin:t.end]) {
		return false
	}
	if r, n := utf8.DecodeRuneInString(key[t.end:]); n > 0 && (r == '·' || transliterated(r) && !f.endsName(t.end)) {
		// One such character may begin the next word.
		next, _ := utf8.DecodeRuneInString(key[t.end+n:])
		return r == '·' || (transliterated(next) || next == '·') && !f.endsName(t.end+n)
	}
	return false
}

// givenZH is where the parts of a transliterated name before a dot begin, the token's
// own begin when there are none.
func (f *finder) givenZH(t *token) int {
	key := f.doc.Key
	b := t.begin
	for {
		r, n := utf8.DecodeLastRuneInString(key[:b])
		if n == 0 || r != '·' && !transliterated(r) || b == t.begin && r != '·' {
			return b
		}
		b -= n
	}
}

func (f *finder) isPerson(k int) bool {
	for _, s := range f.tokens[k].senses {
		if (s.form == formName || s.form == formSurname) && f.entities[s.entity].Kind == "person" {
			return true
		}
	}
	return false
}

// nameBeforeZH reads 习近平主席, 王毅外长: the name before its title.
func (f *finder) nameBeforeZH(k int) bool {
	t := f.titleOf(k)
	if k > 0 && f.tokens[k-1].end == f.tokens[k].begin && f.isPerson(k-1) {
		if f.used[k-1] && !f.tokens[k].has(formTitle) {
			return false
		}
		p := &f.tokens[k-1]
		iri, _, ok := f.holder(k-1, t.Role, "")
		if !ok {
			return false
		}
		if t.Weak && t.Role == "president" {
			t = f.chairOf(t, "", k-1)
		}
		of := f.postOf(iri, t.Role)
		f.used[k] = true
		f.add(p.begin, f.tokens[k].end, p.begin, p.end, k-1, t, f.original(f.tokens[k].begin, f.tokens[k].end), of)
		return true
	}
	return false
}

// bodiesBeforeZH lists the bodies right before a title, from left to right, and
// where the whole begins. 驻 parts the sending from the receiving state.
func (f *finder) bodiesBeforeZH(k int) ([]body, int) {
	var out []body
	at := f.tokens[k].begin
	for j := k - 1; j >= 0; j-- {
		gap := f.doc.Key[f.tokens[j].end:at]
		b, ok := f.bodyAt(j)
		if !ok || !f.gapZH(gap) || len(out) > 0 && gap == "的" || f.used[j] && b.form != formShort && b.form != formName {
			break
		}
		// What lies between must be the name of a department: 乌兹别克斯坦能源部部长.
		out = append([]body{b}, out...)
		at = f.tokens[j].begin
		if strings.HasSuffix(f.doc.Key[:at], "驻") {
			at -= len("驻")
			out = out[1:] // the receiving side is not whose officer he is
			if j == 0 || f.tokens[j-1].end != at {
				return []body{{iri: schema.StateIRI("CHN"), state: schema.StateIRI("CHN")}}, at
			}
		}
	}
	return out, at
}

func (f *finder) gapZH(gap string) bool {
	switch gap {
	case "", "的", "前", "时任", "原", "候任", "当选", "新任", "现任", "驻":
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(gap)
	if !strings.ContainsRune(f.words.Posts.DepartmentEnds, r) || utf8.RuneCountInString(gap) > 14 {
		return false
	}
	if f.words.verbsZH.within(gap) {
		return false
	}
	for _, r := range gap {
		if !unicode.Is(unicode.Han, r) && r != '、' || strings.ContainsRune("的在是了将对同与说称", r) {
			return false
		}
	}
	return true
}

// ofZH is the body of a title out of those before it.
func (f *finder) ofZH(t *title, bodies []body) string {
	of := f.bodyOf(t.Role, bodies)
	if of != "" || len(bodies) == 0 || bodies[len(bodies)-1].organ == 0 {
		return of
	}
	// 外交部发言人: a Chinese text means its own unless it says whose.
	last := bodies[len(bodies)-1]
	state := ""
	if f.words.organs[last.organ-1].Own {
		state = schema.StateIRI("CHN")
	} else if state = f.toldWith(f.tokens[last.token].begin); state == "" {
		return ""
	}
	return f.bodyOf(t.Role, append([]body{{iri: state}}, bodies...))
}

// defaultZH is the state of an office that a Chinese text names without a state:
// its own, if the name is a Chinese one.
func (f *finder) defaultZH(t *title, nb, ne int) string {
	if t.Role == "journalist" || t.Role == "expert" || t.Role == "editor" || !statePosts[t.Role] && t.Role != "spokesperson" {
		return ""
	}
	if chineseName(f.doc.Key[nb:ne]) {
		return schema.StateIRI("CHN")
	}
	return ""
}

func chineseName(s string) bool {
	n := utf8.RuneCountInString(s)
	r, _ := utf8.DecodeRuneInString(s)
	if n < 2 || n > 4 || strings.Contains(s, "·") {
		return false
	}
	if n <= 3 && strings.ContainsRune(chineseSurnames, r) {
		return true
	}
	for _, d := range doubleSurnames {
		if strings.HasPrefix(s, d) && n > 2 {
			return true
		}
	}
	return false
}

// nameZH finds the end of a name unknown to the gazetteer that begins at a byte of
// the key after a title: a transliterated name up to the first character that
// writes none, or a Chinese name of two or three characters before a word that
// follows names. It returns the begin when there is none.
func (f *finder) nameZH(at int, t *title) int {
	key := f.doc.Key
	w := f.words
	rest := key[at:]
	if w.afterName.of(rest) != "" || w.notName.of(rest) != "" {
		return at
	}
	// A transliterated name.
	end, count, dots := at, 0, 0
	for end < len(key) {
		r, n := utf8.DecodeRuneInString(key[end:])
		if (r == '·' || r == '-') && count > 0 {
			dots++
			end += n
			count = 0
			if e := f.plainPartZH(end); e > end {
				end, count = e, 2
				break
			}
			continue
		}
		if !transliterated(r) || count > 0 && w.afterName.of(key[end:]) != "" && !(dots > 0 && count < 2) {
			break
		}
		count++
		end += n
		if utf8.RuneCountInString(key[at:end]) > 24 {
			return at
		}
	}
	trans := end
	if count < 1 || count < 2 && dots == 0 {
		trans = at
	}
	if trans > at {
		trans = generation(key, trans)
	}
	// A Chinese name.
	han := f.chineseNameAt(at)
	if han > at && (trans <= at || utf8.RuneCountInString(key[at:trans]) <= 3 && dots == 0) {
		return han
	}
	if trans > at && (dots > 0 || utf8.RuneCountInString(key[at:trans]) >= 3 || f.endsName(trans)) && f.endsWord(trans) {
		return trans
	}
	return han
}

// plainPartZH is the end of a part of a name after its dot whose first character
// writes no foreign sounds (霍勒斯·张), or the byte itself.
func (f *finder) plainPartZH(at int) int {
	r, n := utf8.DecodeRuneInString(f.doc.Key[at:])
	if n == 0 || !unicode.Is(unicode.Han, r) || transliterated(r) || f.words.afterName.of(f.doc.Key[at:]) != "" {
		return at
	}
	end := at
	for range 3 {
		r, n := utf8.DecodeRuneInString(f.doc.Key[end:])
		if n == 0 || !unicode.Is(unicode.Han, r) {
			return at
		}
		end += n
		if f.endsName(end) {
			return end
		}
	}
	return at
}

// generation passes 二世, 三世 after a name.
func generation(key string, at int) int {
	r, n := utf8.DecodeRuneInString(key[at:])
	if n > 0 && strings.ContainsRune("一二三四五六七八九十", r) && strings.HasPrefix(key[at+n:], "世") {
		return at + n + len("世")
	}
	return at
}

// endsWord reports whether what follows a transliterated name is not its
// continuation in other characters: a mark, or a word that follows names.
func (f *finder) endsWord(at int) bool {
	r, n := utf8.DecodeRuneInString(f.doc.Key[at:])
	return n == 0 || !unicode.Is(unicode.Han, r) || f.words.afterName.of(f.doc.Key[at:]) != "" || !transliterated(r)
}

// endsName reports whether a mark or a word that follows names stands there.
func (f *finder) endsName(at int) bool {
	r, n := utf8.DecodeRuneInString(f.doc.Key[at:])
	return n == 0 || !unicode.Is(unicode.Han, r) || f.words.afterName.of(f.doc.Key[at:]) != ""
}

// chineseNameAt is the end of a Chinese name at a byte, or the byte itself.
func (f *finder) chineseNameAt(at int) int {
	key := f.doc.Key
	r, n := utf8.DecodeRuneInString(key[at:])
	if n == 0 {
		return at
	}
	first := at + n
	double := false
	for _, d := range doubleSurnames {
		if strings.HasPrefix(key[at:], d) {
			first, double = at+len(d), true
		}
	}
	if !double && !strings.ContainsRune(chineseSurnames, r) {
		return at
	}
	end := first
	for i := 0; i < 2; i++ {
		r, n := utf8.DecodeRuneInString(key[end:])
		if n == 0 || !unicode.Is(unicode.Han, r) {
			break
		}
		end += n
		if f.endsName(end) {
			return end
		}
	}
	return at
}
