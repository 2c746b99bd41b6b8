package names

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// organ records an organ of a state (哈外交部, the Kazakh Foreign Ministry, МИД
// России) that no office has taken.
func (f *finder) organ(k int) {
	t := &f.tokens[k]
	var organ int32 = -1
	for _, s := range t.senses {
		if s.form == formOrgan {
			organ = s.entity
			break
		}
	}
	lang := f.lang(t.begin)
	begin, end := t.begin, t.end
	state := ""
	if b, ok := f.bodyAt(k - 1); ok && b.state != "" {
		gap := f.doc.Key[f.tokens[k-1].end:t.begin]
		if lang == "zh" && gap == "" || lang != "zh" && (gap == " " || gap == "'s " || gap == "' ") {
			state, begin = b.state, f.tokens[k-1].begin
		}
		if lang == "zh" && gap == "驻" || strings.HasSuffix(f.doc.Key[:f.tokens[k-1].begin], "驻") {
			// 中国驻哈萨克斯坦大使馆: the sending state's.
			state = ""
			if b, ok := f.bodyAt(k - 2); ok && b.state != "" {
				state, begin = b.state, f.tokens[k-2].begin
			}
		}
	}
	if state == "" && lang != "zh" {
		if at := f.skip(t.end, " of the ", " of ", " "); at > t.end && k+1 < len(f.tokens) && f.tokens[k+1].begin == at {
			if b, ok := f.bodyAt(k + 1); ok && b.form == formName && strings.HasPrefix(b.iri, schema.Base+"id/state/") && (lang == "ru" || f.doc.Key[t.end:at] != " ") {
				state, end = b.state, f.tokens[k+1].end
			}
		}
	}
	o := f.words.organs[organ]
	if state == "" && lang == "zh" && o.Own {
		state = schema.StateIRI("CHN")
	}
	if state == "" || o.Slug == "government" || o.Slug == "armed-forces" {
		return
	}
	iri := f.organIRI(organ, state, f.doc.Key[t.begin:t.end])
	if b, ok := f.bodyAt(k - 1); ok && k > 0 {
		if part, label := f.chamberOf([]body{b, {token: k, organ: organ + 1}}); part != "" {
			f.put(name{begin: begin, end: end, kind: schema.MentionOrganization, iri: part, form: formOrgan, of: state, discovered: true, label: label})
			return
		}
	}
	n := name{begin: begin, end: end, kind: schema.MentionOrganization, iri: iri, form: formOrgan, of: state}
	if _, known := f.gazetteer.Entity(iri); !known {
		n.discovered = true
		n.label = organLabel(o, f.label(state, begin), lang)
	}
	f.put(n)
}

func organLabel(o *organ, state, lang string) string {
	switch lang {
	case "zh":
		return state + o.Label["zh"]
	case "ru":
		return o.Label["ru"] + " " + genitive(state)
	}
	return o.Label["en"] + " of " + state
}

// headed finds the part of a phrase that a head word makes a name: up to the last
// head word, or all of it where the head word comes first (Treaty on …). It must
// have more words than the head.
func (f *finder) headed(phrase string, heads []string) (int, bool) {
	for _, h := range heads {
		for _, link := range []string{" on ", " of ", " for ", " concerning "} {
			if strings.HasPrefix(phrase, h+link) && len(phrase) > len(h)+len(link)+3 {
				return len(phrase), true
			}
		}
	}
	best := -1
	for _, h := range heads {
		for from := 0; ; {
			i := strings.Index(phrase[from:], " "+h)
			if i < 0 {
				break
			}
			e := from + i + 1 + len(h)
			if e == len(phrase) || phrase[e] == ' ' {
				best = max(best, e)
			}
			from = e
		}
	}
	if best < 0 {
		return 0, false
	}
	return best, true
}

// phrase records a capitalised phrase as a discovered name unless a known one
// covers it.
func (f *finder) phrase(b, e int, kind string) {
	if strings.HasPrefix(f.doc.Key[b:e], "the ") {
		b += len("the ")
	}
	for _, i := range f.near(b, e) {
		o := &f.found[i]
		if o.begin <= b && o.end >= e || o.begin < b && o.end > b || o.begin < e && o.end > e {
			return
		}
		if o.kind == kind && o.begin >= b && o.end <= e && o.end-o.begin > (e-b)*2/3 {
			return
		}
	}
	if kind != schema.MentionInstrument && f.joined(b, e) {
		return
	}
	label := f.canonical(b, e)
	title := foldKey(label)
	n := name{begin: b, end: e, kind: kind, form: formName, discovered: true, label: label}
	if iri, known := f.numbered(label); known != "" {
		n.iri, n.kind, n.discovered, n.label = iri, known, false, ""
		f.put(n)
		return
	}
	switch kind {
	case schema.MentionInstrument:
		n.iri = schema.InstrumentIRI(title, nil)
	case schema.MentionOrganization:
		n.iri = schema.Base + "id/organization/x-" + schema.Hash16(title)
		n.of = f.ownerOf(b, e)
	case schema.MentionMechanism:
		n.iri = schema.Base + "id/mechanism/x-" + schema.Hash16(title)
	case schema.MentionSeries:
		n.iri = schema.UnknownSeriesIRI(title)
	}
	f.put(n)
}

// joined reports whether a phrase is only known names and the words between them:
// United Nations and European Union.
func (f *finder) joined(b, e int) bool {
	rest := f.doc.Key[b:e]
	known := 0
	for _, i := range f.near(b, e) {
		if o := &f.found[i]; o.begin >= b && o.end <= e && o.form == formName && o.kind != schema.MentionState {
			rest = strings.Replace(rest, f.doc.Key[o.begin:o.end], "", 1)
			known++
		}
	}
	if known == 0 {
		return false
	}
	for _, w := range strings.Fields(rest) {
		if !f.words.small[w] {
			return false
		}
	}
	return true
}

// canonical writes a name with the labels of the known names at its beginning, so
// that 上合组织论坛 and 上海合作组织论坛 are one.
func (f *finder) canonical(b, e int) string {
	for _, i := range f.near(b, e) {
		o := &f.found[i]
		if o.begin == b && o.end < e && o.iri != "" && !o.discovered && (o.kind == schema.MentionOrganization || o.kind == schema.MentionGroup || o.kind == schema.MentionMechanism || o.form == formName && o.kind == schema.MentionState) {
			return f.label(o.iri, b) + f.original(o.end, e)
		}
	}
	return f.original(b, e)
}

// ownerOf is the one state whose name stands in the name of a body: 美国联邦贸易委
// 员会 acts for the United States; with two states it acts for neither.
func (f *finder) ownerOf(b, e int) string {
	owner := ""
	for _, i := range f.near(b, e) {
		if o := &f.found[i]; o.begin >= b && o.end <= e && o.kind == schema.MentionState {
			if owner != "" && owner != o.iri {
				return ""
			}
			owner = o.iri
		}
	}
	return owner
}

// bodies finds organisations, mechanisms and series by their last words.
func (f *finder) bodies() {
	f.bilateral()
	for i := range f.doc.Sentences {
		s := &f.doc.Sentences[i]
		switch base(s.Lang) {
		case "zh":
			f.numberedSeries(s.KeyBegin, s.KeyEnd)
			f.bodiesZH(s.KeyBegin, s.KeyEnd)
		case "en":
			f.bodiesEN(s.KeyBegin, s.KeyEnd)
		case "ru":
			f.bodiesRU(s.KeyBegin, s.KeyEnd)
		}
	}
}

// bodiesZH reads 中哈合作委员会, 第二届…论坛: a head word, and before it characters
// that names are made of, back to a name or a quotation mark.
func (f *finder) bodiesZH(begin, end int) {
	key := f.doc.Key
	var buf [8]match
	for at := begin; at < end; {
		if key[at] < 0xE4 || key[at] > 0xE9 { // no common Chinese character
			at++
			continue
		}
		found := f.words.headTrie.walk(key, at, buf[:0])
		if len(found) == 0 {
			at += len("中")
			continue
		}
		last := found[len(found)-1]
		f.headZH(begin, at, last.end, f.words.headsZH[last.value])
		at = last.end
	}
}

// headZH records the body whose name ends in the head word at bytes at…end.
func (f *finder) headZH(from, at, end int, h head) {
	key := f.doc.Key
	if strings.HasPrefix(key[end:], "化") || f.within(at, end) {
		return
	}
	b := f.bodyStartZH(from, at)
	if b >= at {
		if h.word == "秘书处" {
			f.secretariat(at, end)
		}
		return
	}
	kind := h.kind
	if kind == schema.MentionOrganization && f.generic(b, at) || h.word == "组织" && strings.ContainsRune("法者员实开召领指协", firstRune(key[end:])) {
		return
	}
	if f.words.shared[h.word] {
		b = f.partnerZH(from, b)
	}
	if kind == schema.MentionOrganization && f.words.shared[h.word] && f.twoStates(b, end) {
		kind = schema.MentionMechanism
	}
	f.phrase(b, end, kind)
}

// partnerZH is where the name of a body begins that names two states with a word
// between them: 中国和|阿塞拜疆政府间委员会.
func (f *finder) partnerZH(from, begin int) int {
	r, size := utf8.DecodeLastRuneInString(f.doc.Key[from:begin])
	k := f.tokenEnding(begin - size)
	if size == 0 || !strings.ContainsRune("和与同", r) || k < 0 {
		return begin
	}
	first, ok := f.bodyAt(k)
	next := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].begin >= begin })
	second, also := f.bodyAt(next)
	state := schema.Base + "id/state/"
	if ok && also && f.tokens[next].begin == begin && strings.HasPrefix(first.iri, state) && strings.HasPrefix(second.iri, state) {
		return f.tokens[k].begin
	}
	return begin
}

// secretariat records 机制秘书处, 秘书处: that of the mechanism or organisation told
// last, where the gazetteer knows it.
func (f *finder) secretariat(at, end int) {
	begin := at
	for _, w := range []string{"机制", "组织", "该机制", "该组织"} {
		if strings.HasSuffix(f.doc.Key[:at], w) {
			begin = at - len(w)
		}
	}
	last := -1
	for _, i := range f.near(max(0, begin-8192), begin) {
		o := &f.found[i]
		if o.begin < begin && (o.kind == schema.MentionMechanism || o.kind == schema.MentionOrganization) && !o.discovered && (last < 0 || o.begin > f.found[last].begin) && f.secretariats[o.iri] != "" {
			last = i
		}
	}
	if last < 0 {
		return
	}
	o := &f.found[last]
	f.put(name{begin: begin, end: end, kind: schema.MentionOrganization, iri: f.secretariats[o.iri], form: formAnaphor, from: [2]int{o.begin, o.end}})
}

// bodyStartZH is where the name that ends in a head word at a byte begins: at the
// first of the names right before it, or after an opening quotation mark; the head
// itself when there is none within reach.
func (f *finder) bodyStartZH(from, head int) int {
	const reach = 14 // characters
	key := f.doc.Key
	start := head
	b := head
	for n := 0; b > from && n < reach; n++ {
		if t := f.tokenEnding(b); t >= 0 {
			tk := &f.tokens[t]
			if s, _, ok := f.choose(tk); ok {
				if k := f.entities[s.entity].Kind; k == "person" || k == "topic" {
					return start
				}
				start, b = tk.begin, tk.begin
				continue
			}
			if tk.has(formTitle) || tk.has(formAnaphor) {
				return start
			}
		}
		r, size := utf8.DecodeLastRuneInString(key[:b])
		if r == '"' && b-size >= from && start == head && b < head && f.opens(b-size) {
			return b
		}
		if !unicode.Is(unicode.Han, r) && r != '-' && r != '·' || f.words.stopZH[r] {
			return start
		}
		b -= size
		if f.words.verbsZH.of(key[b:]) != "" {
			return start
		}
	}
	return start
}

// opens reports whether the quotation mark at a byte of the key is an opening one.
func (f *finder) opens(at int) bool {
	b, e := f.doc.Span(at, at+1)
	return strings.ContainsAny(f.doc.Slice(b, e), "“「『«")
}

// generic reports whether a name is no more than a state or place and the word for
// a body: 美国公司.
func (f *finder) generic(b, head int) bool {
	i := f.tokenEnding(head)
	return i >= 0 && f.tokens[i].begin == b
}

func (f *finder) tokenEnding(at int) int {
	i, ok := slices.BinarySearchFunc(f.tokens, at, func(t token, at int) int { return t.end - at })
	if ok {
		return i
	}
	return -1
}

// within reports whether a known name covers the head word.
func (f *finder) within(b, e int) bool {
	i := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].end >= e })
	if i >= len(f.tokens) || f.tokens[i].begin > b {
		return false
	}
	_, _, ok := f.choose(&f.tokens[i])
	return ok
}

func (f *finder) twoStates(b, e int) bool {
	n := 0
	for _, i := range f.near(b, e) {
		if o := &f.found[i]; o.begin >= b && o.end <= e && (o.kind == schema.MentionState || o.kind == schema.MentionGroup || o.kind == schema.MentionOrganization) {
			n++
		}
	}
	return n > 1
}

func (f *finder) bodiesEN(begin, end int) {
	key := f.doc.Key
	for b, stop := range f.capitalised(begin, end, f.bodyPhrase) {
		phrase := key[b:stop]
		if first, rest, ok := strings.Cut(phrase, " "); ok && b == begin && f.words.lead[first] {
			phrase, b = rest, stop-len(rest)
		}
		if strings.HasPrefix(phrase, "the ") {
			phrase = phrase[len("the "):]
			b += len("the ")
		}
		for _, g := range f.words.headsEN {
			if n, ok := f.headed(phrase, g.words); ok {
				kind := g.kind
				if kind == schema.MentionOrganization && f.words.shared[phrase[strings.LastIndexByte(phrase[:n], ' ')+1:n]] && f.twoStates(b, b+n) {
					kind = schema.MentionMechanism
				}
				f.phrase(b, b+n, kind)
				break
			}
		}
	}
}

// bodyPhrase is like capitalPhrase without "on", "and the" and the like, which
// part names of bodies.
func (f *finder) bodyPhrase(at, limit int) int {
	end := at
	for i := at; i < limit; {
		e := f.wordEnd(i)
		if e == i {
			break
		}
		w := f.doc.Key[i:e]
		switch {
		case f.doc.Upper(i):
			end = e
		case w == "of" || w == "for" || w == "and" || w == "the" && strings.HasSuffix(f.doc.Key[:i], "of "):
		default:
			return end
		}
		next := f.skip(e, " ", "-")
		if next == e {
			break
		}
		i = next
	}
	return end
}

// bodiesRU reads Фонд «Наследие»: a word for a body before a name in quotation marks.
func (f *finder) bodiesRU(begin, end int) {
	key := f.doc.Key
	for at := begin; at < end; {
		i := strings.Index(key[at:end], " \"")
		if i < 0 {
			return
		}
		quote := at + i + 1
		at = quote + 1
		j := strings.IndexByte(key[at:end], '"')
		if j < 3 || !f.opens(quote) {
			continue
		}
		stop := at + j + 1
		at = stop
		b := strings.LastIndexAny(key[begin:quote-1], " \n(\",;:") + 1 + begin
		word := key[b : quote-1]
		for _, h := range f.words.Bodies.Russian {
			if rest, ok := strings.CutPrefix(word, h.Stem); ok && utf8.RuneCountInString(rest) <= 3 {
				f.quotedBody(b, quote, stop, h.Word, h.Kind)
				break
			}
		}
	}
}

// quotedBody records a body by the nominative of its word and its name as quoted.
func (f *finder) quotedBody(begin, quote, end int, word, kind string) {
	for _, i := range f.near(begin, end) {
		if o := &f.found[i]; o.begin <= quote+1 && o.end >= end-1 {
			return // a known name
		}
	}
	label := word + " " + f.original(quote, end)
	hash := schema.Hash16(foldKey(label))
	n := name{begin: begin, end: end, kind: kind, form: formName, discovered: true, label: label, iri: schema.Base + "id/" + kind + "/x-" + hash}
	if kind == schema.MentionSeries {
		n.iri = schema.UnknownSeriesIRI(foldKey(label))
	}
	f.put(n)
}
