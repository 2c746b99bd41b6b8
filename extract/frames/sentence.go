package frames

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

type itemKind uint8

const (
	itemWord itemKind = iota
	itemMention
	itemTime
	itemQuantity
)

// item is one thing of a sentence that the grammar sees: a name, a time, a
// quantity or a word of the lexicon. Offsets are bytes of the folded text.
type item struct {
	begin, end int
	kind       itemKind
	mention    *schema.Mention
	time       *schema.Time
	quantity   *schema.Quantity
	senses     []lexeme

	clause  int
	ordinal int // the number of a meeting that is part of its name
	// relation is the class of the preposition that governs a name, "" for none.
	relation string
	// nested is true for what stands inside an attribute (来华访问的…).
	nested bool
	// attributive is true for a trigger that only describes (访问的 总统).
	attributive bool
	// quoted is true for what stands between quotation marks.
	quoted bool
	// speech is the index of the speech item whose content this is, -1 for none.
	speech int
}

func (it *item) has(c class) bool { return it.sense(c) != nil }

// tells reports whether one of the acts that a word may tell is of these types.
func (it *item) tells(types []string) bool {
	return slices.ContainsFunc(it.senses, func(l lexeme) bool { return l.class == classTrigger && slices.Contains(types, l.rule.Type) })
}

func (it *item) sense(c class) *lexeme {
	for i := range it.senses {
		if it.senses[i].class == c {
			return &it.senses[i]
		}
	}
	return nil
}

// clause is a stretch of a sentence between commas and the like.
type clause struct {
	begin, end  int // bytes of the key
	first, last int // items [first, last)
}

// sentence is one sentence made ready for the rules.
type sentence struct {
	doc        *text.Document
	lang       string
	phrases    *phrases
	types      *types
	begin, end int // bytes of the key
	paragraph  int
	index      int
	title      bool
	heading    bool // of a story in a round-up
	items      []item
	clauses    []clause
}

func (s *sentence) between(a, b int) string { return s.doc.Key[a:b] }
func (s *sentence) text(begin, end int) string {
	b, e := s.doc.Span(begin, end)
	return s.doc.Slice(b, e)
}

// annotations are what the other rooms found, by code point, sorted.
type annotations struct {
	mentions   []schema.Mention
	times      []schema.Time
	quantities []schema.Quantity
}

// prepare cuts a document into sentences with their items.
func (x *Grammar) prepare(d *text.Document, a annotations, titleEnd int) []*sentence {
	out := make([]*sentence, 0, len(d.Sentences))
	var m, t, q int
	for i, sent := range d.Sentences {
		lang := baseLang(sent.Lang)
		if lang == "" {
			continue
		}
		s := &sentence{doc: d, lang: lang, phrases: x.lexicon.phrases[lang], types: &x.lexicon.types, begin: sent.KeyBegin, end: sent.KeyEnd, paragraph: sent.Paragraph, index: i, title: sent.Begin < titleEnd}
		m = sort.Search(len(a.mentions), func(k int) bool { return a.mentions[k].Begin >= sent.Begin })
		t = sort.Search(len(a.times), func(k int) bool { return a.times[k].Begin >= sent.Begin })
		q = sort.Search(len(a.quantities), func(k int) bool { return a.quantities[k].Begin >= sent.Begin })
		s.collect(x.lexicon.tables[lang], annotations{
			mentions:   until(a.mentions[m:], sent.End, func(m schema.Mention) int { return m.Begin }),
			times:      until(a.times[t:], sent.End, func(t schema.Time) int { return t.Begin }),
			quantities: until(a.quantities[q:], sent.End, func(q schema.Quantity) int { return q.Begin }),
		})
		s.relate()
		s.quote()
		out = append(out, s)
	}
	return out
}

func until[T any](list []T, end int, begin func(T) int) []T {
	n := sort.Search(len(list), func(i int) bool { return begin(list[i]) >= end })
	return list[:n]
}

// collect lists the sentence's items and clauses in order. Names win over times,
// times over quantities, and all of them over words.
func (s *sentence) collect(t *table, a annotations) {
	key := s.doc.Key
	at := s.begin
	s.clauses = []clause{{begin: s.begin}}
	add := func(it item) {
		it.clause = len(s.clauses) - 1
		it.speech = -1
		s.items = append(s.items, it)
		at = it.end
	}
	var m, tm, q int
	next := func(begin, end int) (int, int) { return s.doc.KeyOffset(begin), s.doc.KeyOffset(end) }
	for at < s.end {
		for m < len(a.mentions) && s.doc.KeyOffset(a.mentions[m].Begin) < at {
			m++
		}
		for tm < len(a.times) && s.doc.KeyOffset(a.times[tm].Begin) < at {
			tm++
		}
		for q < len(a.quantities) && s.doc.KeyOffset(a.quantities[q].Begin) < at {
			q++
		}
		if m < len(a.mentions) {
			if b, e := next(a.mentions[m].Begin, a.mentions[m].End); b == at && e > b {
				add(item{begin: b, end: e, kind: itemMention, mention: &a.mentions[m], ordinal: ordinalWithin(&a.mentions[m], a.quantities[q:])})
				continue
			}
		}
		if tm < len(a.times) {
			if b, e := next(a.times[tm].Begin, a.times[tm].End); b == at && e > b {
				add(item{begin: b, end: e, kind: itemTime, time: &a.times[tm]})
				continue
			}
		}
		if q < len(a.quantities) {
			if b, e := next(a.quantities[q].Begin, a.quantities[q].End); b == at && e > b {
				add(item{begin: b, end: e, kind: itemQuantity, quantity: &a.quantities[q]})
				continue
			}
		}
		if end, senses := t.find(key, at); end > at && end <= s.end {
			if !s.cuts(a, m, at, end) {
				if senses[0].class != classNone || len(senses) > 1 {
					add(item{begin: at, end: end, kind: itemWord, senses: senses})
				} else {
					at = end
				}
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(key[at:])
		if s.boundary(r, at, n) && !s.lists(r, at, a.mentions[m:]) {
			c := &s.clauses[len(s.clauses)-1]
			c.end, c.last = at, len(s.items)
			s.clauses = append(s.clauses, clause{begin: at + n, first: len(s.items)})
		}
		at += n
		if t.alphabetic && wordRune(r) {
			at = letters(key, at)
		}
	}
	c := &s.clauses[len(s.clauses)-1]
	c.end, c.last = s.end, len(s.items)
}

// ordinalWithin is the number that a series' name holds: 亚太经合组织第三十一次领导人
// 非正式会议.
func ordinalWithin(m *schema.Mention, quantities []schema.Quantity) int {
	if m.Kind != schema.MentionSeries {
		return 0
	}
	for i := range quantities {
		q := &quantities[i]
		if q.Begin >= m.End {
			break
		}
		if q.Kind == "ordinal" && q.Begin >= m.Begin && q.End <= m.End {
			return atoi(q.Value)
		}
	}
	return 0
}

// cuts reports whether a word would end inside the next name.
func (s *sentence) cuts(a annotations, m, begin, end int) bool {
	if m >= len(a.mentions) {
		return false
	}
	b, e := s.doc.KeyOffset(a.mentions[m].Begin), s.doc.KeyOffset(a.mentions[m].End)
	return b > begin && b < end && e > end
}

func (s *sentence) boundary(r rune, at, n int) bool {
	switch r {
	case ',':
		// A comma inside a number is none.
		return !(at > s.begin && at+n < s.end && isDigit(s.doc.Key[at-1]) && isDigit(s.doc.Key[at+n]))
	case ';', '!', '?', '。', '，', '；', '：', '\n':
		return true
	case ':':
		return !(at > s.begin && at+n < s.end && isDigit(s.doc.Key[at-1]) && isDigit(s.doc.Key[at+n]))
	case '-':
		return at > s.begin && at+n < s.end && s.doc.Key[at-1] == ' ' && s.doc.Key[at+n] == ' '
	}
	return false
}

// lists reports whether the comma at byte at only stands between names of a list: A,
// B and C; not between a place or an aside and a subject.
func (s *sentence) lists(r rune, at int, next []schema.Mention) bool {
	if r != ',' || len(s.items) == 0 {
		return false
	}
	last := &s.items[len(s.items)-1]
	if last.kind != itemMention || last.end != at {
		return false
	}
	if s.address(at, next) {
		return true
	}
	if len(next) == 0 {
		return false
	}
	n := &next[0]
	if n.Kind != last.mention.Kind || s.doc.KeyOffset(n.Begin) != at+2 {
		return false
	}
	if s.title && last.begin == s.begin {
		return true // Japan, Philippines sign …
	}
	rest := s.between(s.doc.KeyOffset(n.End), s.end)
	for _, w := range []string{", ", " and ", " и "} {
		if strings.HasPrefix(rest, w) {
			return w != ", " || len(next) > 1 && s.goesOnListing(n, next[1:])
		}
	}
	return false
}

// address reports whether the comma at byte at belongs to a place with its state:
// in Xi'an, China, on May 18.
func (s *sentence) address(at int, next []schema.Mention) bool {
	last := &s.items[len(s.items)-1]
	area := func(m *schema.Mention) bool {
		return m.Kind == schema.MentionState || m.Kind == schema.MentionPlace
	}
	if last.mention.Kind == schema.MentionPlace && len(next) > 0 && area(&next[0]) && s.doc.KeyOffset(next[0].Begin) == at+2 {
		return true
	}
	if len(s.items) < 2 || !area(last.mention) {
		return false
	}
	city := &s.items[len(s.items)-2]
	return city.kind == itemMention && city.mention.Kind == schema.MentionPlace && s.between(city.end, last.begin) == ", "
}

// goesOnListing reports whether another name follows the comma after name n.
func (s *sentence) goesOnListing(n *schema.Mention, next []schema.Mention) bool {
	end := s.doc.KeyOffset(n.End)
	for i := range next {
		if next[i].Begin < n.End {
			continue
		}
		begin := s.doc.KeyOffset(next[i].Begin)
		gap := s.between(end, min(begin, s.end))
		return next[i].Kind == n.Kind && (gap == ", " || gap == ", and ")
	}
	return false
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// relate finds the preposition that governs each name, and what is only an
// attribute.
func (s *sentence) relate() {
	for c := range s.clauses {
		s.relateClause(s.clauses[c])
	}
}

func (s *sentence) relateClause(c clause) {
	governing, governor := "", -1
	previous := -1 // the last name
	start := c.first
	for i := c.first; i < c.last; i++ {
		it := &s.items[i]
		switch {
		case it.kind == itemMention && ends(s.between(s.begin, it.begin), s.phrases.Accredited):
			it.nested = true
		case it.kind == itemMention:
			switch {
			case previous >= 0 && s.coordinated(previous, i):
				it.relation = s.items[previous].relation
			case governor >= 0 && s.governs(governor, i):
				it.relation = governing
				governing, governor = "", -1
			}
			previous = i
		case it.kind == itemTime && governor >= 0 && governor == i-1:
			governing, governor = "", -1 // в понедельник, on Monday
		case it.kind != itemWord:
		case it.has(classPreposition) && !it.has(classTrigger):
			if s.prepositional(i) {
				governing, governor = it.sense(classPreposition).value, i
			}
		case it.has(classTrigger):
			if s.lang == "zh" && strings.HasPrefix(s.between(it.end, s.end), "的") && s.namesFollow(i) {
				it.attributive = true
				s.nest(start, i)
				previous = -1
				// The preposition before the attribute still waits for its name.
				for k := i - 1; k >= start; k-- {
					if p := s.items[k].sense(classPreposition); p != nil && s.items[k].kind == itemWord && p.value == "with" {
						governing, governor = "with", k
						break
					}
				}
				continue
			}
			if s.occasion(i) {
				s.nestGoverned(start, i)
			}
			governing, governor, previous = "", -1, -1
			start = i + 1
		}
	}
}

// nestGoverned marks the names that prepositions govern before an occasion: in
// 李强结束对澳大利亚的访问后抵达吉隆坡 Australia belongs to the visit that is over.
func (s *sentence) nestGoverned(start, trigger int) {
	for k := trigger - 1; k >= start; k-- {
		if it := &s.items[k]; it.kind == itemMention && (it.relation == "to" || it.relation == "with") && it.mention.Kind != schema.MentionPerson {
			it.nested = true
		}
	}
}

// namesFollow reports whether a name follows the 的 after item i in its clause.
func (s *sentence) namesFollow(i int) bool {
	for k := i + 1; k < len(s.items) && s.items[k].clause == s.items[i].clause; k++ {
		if s.items[k].kind == itemMention {
			return s.items[k].mention.Kind != schema.MentionInstrument
		}
		if s.items[k].has(classTrigger) {
			return false
		}
	}
	return false
}

// nest marks the names of an attribute: those after the last preposition of its
// own, or all since start that stand next to the trigger.
func (s *sentence) nest(start, trigger int) {
	for k := trigger - 1; k >= start; k-- {
		it := &s.items[k]
		if it.kind == itemMention {
			if it.mention.Kind == schema.MentionPerson {
				break
			}
			it.nested = true
		}
		if it.kind == itemWord && it.has(classPreposition) && it.sense(classPreposition).value == "with" {
			break
		}
	}
}

// prepositional guards one-character Chinese prepositions: they must be followed
// closely by a name.
func (s *sentence) prepositional(i int) bool {
	for k := i + 1; k < len(s.items) && s.items[k].clause == s.items[i].clause; k++ {
		switch s.items[k].kind {
		case itemMention:
			return s.items[k].begin-s.items[i].end <= reach
		case itemTime, itemQuantity:
			continue
		default:
			if s.items[k].has(classTrigger) && s.lang != "zh" {
				return false
			}
		}
	}
	return false
}

// reach is how far, in bytes of the key, a preposition reaches to its name.
const reach = 60

func (s *sentence) governs(p, m int) bool {
	gap := s.between(s.items[p].end, s.items[m].begin)
	if ends(gap, s.phrases.Moving) {
		return false
	}
	if most := wordsBetween[s.lang]; most > 0 && len(strings.Fields(gap)) > most {
		return false
	}
	return len(gap) <= reach
}

// wordsBetween is how many words may stand between a preposition and its name:
// in the southern city of, с новым.
var wordsBetween = map[string]int{"en": 4, "ru": 1}

// coordinated reports whether two names stand in one list: nothing but
// conjunctions, commas and articles between them, or one right after the other.
func (s *sentence) coordinated(a, b int) bool {
	if b == a+1 {
		gap := strings.TrimSpace(s.between(s.items[a].end, s.items[b].begin))
		return gap == "" && s.lang == "zh" || gap == "、" || gap == "," || gap == "/" || gap == "the" || gap == "·"
	}
	for k := a + 1; k < b; k++ {
		if s.items[k].kind != itemWord || !s.items[k].has(classConjunction) {
			return false
		}
	}
	gap := s.between(s.items[a].end, s.items[b].begin)
	for k := a + 1; k < b; k++ {
		gap = strings.Replace(gap, s.between(s.items[k].begin, s.items[k].end), "", 1)
	}
	gap = strings.TrimSpace(strings.NewReplacer("the ", "", ",", "", "、", "").Replace(gap + " "))
	return gap == ""
}

// quote marks what somebody says: in Chinese all that follows a speech verb and
// its comma, elsewhere what follows "that" or stands in the same sentence.
func (s *sentence) quote() {
	speech := -1
	marks := s.quotations()
	for i := range s.items {
		it := &s.items[i]
		for _, q := range marks {
			it.quoted = it.quoted || it.begin >= q[0] && it.end <= q[1]
		}
		if speech >= 0 {
			it.speech = speech
		}
		if it.kind == itemWord && it.has(classSpeech) && s.opens(i) {
			speech = i
		}
	}
}

// quotationLength is how many bytes stand at least between the marks around what
// somebody says: shorter ones are around names.
const quotationLength = 40

// quotations are the parts of the sentence between quotation marks. A mark before a
// letter opens; one that closes what an earlier sentence opened counts from the start.
func (s *sentence) quotations() [][2]int {
	var out [][2]int
	open := -1
	key := s.doc.Key
	for at := s.begin; at < s.end; {
		r, n := utf8.DecodeRuneInString(key[at:])
		opening := r == '«' || r == '"' && open < 0 && (at == s.begin || key[at-1] == ' ' || key[at-1] == '(')
		switch {
		case opening:
			open = at + n
		case r == '"' || r == '»':
			if begin := max(open, s.begin); at-begin >= quotationLength {
				out = append(out, [2]int{begin, at})
			}
			open = -1
		}
		at += n
	}
	if open >= 0 && s.end-open >= quotationLength {
		out = append(out, [2]int{open, s.end})
	}
	return out
}

// opens reports whether speech item i opens a content to its right.
func (s *sentence) opens(i int) bool {
	rest := strings.TrimLeftFunc(s.between(s.items[i].end, s.end), unicode.IsSpace)
	if s.lang == "zh" {
		return rest != "" && s.clauses[s.items[i].clause].end == s.items[i].end || begins(rest, s.phrases.Quoting)
	}
	return begins(rest, s.phrases.Quoting)
}
