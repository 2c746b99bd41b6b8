package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/data/sentences"
)

// splitter cuts one paragraph into sentences, in one pass.
type splitter struct {
	d         *Document
	language  *sentences.Language
	rs        []rune
	at        int // code point of the document at which rs begins
	paragraph int
	lang      string

	start    int    // of the sentence in the making
	brackets int    // open round and square brackets
	opened   int    // where the outermost of them was opened
	titles   int    // open 《
	quotes   int    // open « or “
	list     marker // the last list marker of this paragraph
}

// split cuts a paragraph that begins at code point at.
func (d *Document) split(line string, at, paragraph int, lang string) {
	s := &splitter{d: d, rs: []rune(line), at: at, paragraph: paragraph, lang: lang}
	if all, err := sentences.Load(); err == nil {
		if s.language = all[lang]; s.language == nil {
			s.language = all["en"]
		}
	}
	if s.language == nil {
		s.language = &sentences.Language{}
	}
	s.run()
}

// emit ends the sentence in the making before end.
func (s *splitter) emit(end int) {
	b, e := s.start, end
	for b < e && unicode.IsSpace(s.rs[b]) {
		b++
	}
	for e > b && unicode.IsSpace(s.rs[e-1]) {
		e--
	}
	if e > b {
		s.d.Sentences = append(s.d.Sentences, Sentence{
			Begin: s.at + b, End: s.at + e, KeyBegin: s.d.KeyOffset(s.at + b), KeyEnd: s.d.KeyOffset(s.at + e), Lang: s.lang, Paragraph: s.paragraph,
		})
	}
	s.start = end
}

func (s *splitter) run() {
	for i := 0; i < len(s.rs); i++ {
		r := s.rs[i]
		if r > ' ' && r < utf8.RuneSelf || r >= 0x2022 {
			if next, ok := s.item(i); ok {
				i = next - 1
				continue
			}
		}
		switch r {
		case '(', '（', '[':
			if s.brackets == 0 {
				s.opened = i
			}
			s.brackets++
		case ')', '）', ']':
			s.brackets = max(0, s.brackets-1)
		case '《':
			s.titles++
		case '》':
			s.titles = max(0, s.titles-1)
		case '«', '“':
			s.quotes++
		case '»', '”':
			s.quotes = max(0, s.quotes-1)
		case '。', '！', '？', '｡', '．':
			i = s.wideStop(i)
		case '.', '!', '?', '…':
			i = s.narrowStop(i)
		}
	}
	s.emit(len(s.rs))
}

// wideStop handles a Chinese stop at i; it returns the last code point it used.
func (s *splitter) wideStop(i int) int {
	end := i + 1
	if s.rs[i] == '．' && i > 0 && end < len(s.rs) && unicode.IsDigit(s.rs[i-1]) && unicode.IsDigit(s.rs[end]) {
		return i // the point of a number: ２．２
	}
	for end < len(s.rs) && strings.ContainsRune("。！？｡．", s.rs[end]) {
		end++
	}
	if s.titles > 0 { // a mark within the title of a document
		return end - 1
	}
	end = s.closers(end)
	if end < len(s.rs) && (s.inside() || strings.ContainsRune("，、,；;》", s.rs[end])) {
		return end - 1
	}
	s.emit(end)
	return end - 1
}

// inside reports whether brackets are open that the sentence does not begin with.
func (s *splitter) inside() bool { return s.brackets > 0 }

// narrowStop handles a stop of Latin or Cyrillic text at i.
func (s *splitter) narrowStop(i int) int {
	end := i + 1
	for end < len(s.rs) {
		if strings.ContainsRune(".!?…", s.rs[end]) {
			end++
			continue
		}
		// An ellipsis may be set with spaces: ". . .".
		if s.rs[end] == ' ' && end+1 < len(s.rs) && s.rs[end+1] == '.' && s.rs[end-1] == '.' {
			end += 2
			continue
		}
		break
	}
	spacedDots := end-i > 2 && s.rs[i+1] == ' '
	if s.titles > 0 || i > 0 && (s.rs[i-1] == '[' || s.rs[i-1] == '(') {
		return end - 1
	}
	wasOpened := s.brackets > 0 && strings.TrimSpace(string(s.rs[s.start:s.opened])) == ""
	end = s.closers(end)
	switch {
	case end >= len(s.rs):
	case wasOpened && s.brackets == 0: // a sentence in brackets of its own
	case s.inside():
		return end - 1
	case spacedDots && i > 0 && s.rs[i-1] == ' ' && end-i < 7: // words left out in the middle
		return end - 1
	default:
		if after := s.note(i, end); after > end {
			end = after
		} else if !s.ends(i, end) {
			return end - 1
		}
	}
	s.emit(end)
	return end - 1
}

// closers skips closing quotation marks and brackets from i on and keeps count of
// them.
func (s *splitter) closers(i int) int {
	for i < len(s.rs) && strings.ContainsRune("”’」』）)\"'»]", s.rs[i]) {
		if (s.rs[i] == '"' || s.rs[i] == '\'') && i+1 < len(s.rs) && !unicode.IsSpace(s.rs[i+1]) && !strings.ContainsRune(")]”’»\"'", s.rs[i+1]) {
			break
		}
		switch s.rs[i] {
		case ')', '）', ']':
			s.brackets = max(0, s.brackets-1)
		case '»', '”':
			s.quotes = max(0, s.quotes-1)
		}
		i++
	}
	return i
}

// note skips the number of a footnote that stands right after a stop: ".[1]",
// ".11 12"; end where there is none.
func (s *splitter) note(i, end int) int {
	if s.rs[i] != '.' || i == 0 || end != i+1 || end >= len(s.rs) {
		return end
	}
	before := s.rs[i-1]
	j := end
	if s.rs[j] == '[' {
		for j < len(s.rs) && (s.rs[j] == '[' || s.rs[j] == ']' || unicode.IsDigit(s.rs[j])) {
			j++
		}
	} else {
		if !unicode.IsLower(before) && before != ')' || !unicode.IsDigit(s.rs[j]) {
			return end
		}
		for j < len(s.rs) && j < end+8 && (unicode.IsDigit(s.rs[j]) || s.rs[j] == ' ' && j+1 < len(s.rs) && unicode.IsDigit(s.rs[j+1])) {
			j++
		}
	}
	if j+1 < len(s.rs) && s.rs[j] == ' ' && unicode.IsUpper(s.rs[j+1]) {
		return j
	}
	return end
}

// ends reports whether the stop at i, followed by end, closes a sentence.
func (s *splitter) ends(i, end int) bool {
	rs := s.rs
	if unicode.Is(unicode.Han, rs[end]) {
		return rs[i] != '.' || i == 0 || !unicode.IsDigit(rs[i-1])
	}
	if !unicode.IsSpace(rs[end]) {
		return s.glued(i, end)
	}
	first := end
	for first < len(rs) && unicode.IsSpace(rs[first]) {
		first++
	}
	if first >= len(rs) {
		return true
	}
	// Direct speech in Russian goes on after a dash, as long as its quotation is open.
	if s.quotes > 0 && strings.ContainsRune("—–", rs[first]) {
		return false
	}
	for first < len(rs) && (unicode.IsSpace(rs[first]) || strings.ContainsRune("\"'“‘«([—–-„", rs[first])) {
		first++
	}
	if first < len(rs) && unicode.IsLower(rs[first]) {
		return false
	}
	if rs[i] != '.' {
		return true
	}
	return s.stopEnds(i, first)
}

// glued reports a stop without a space after it that ends a sentence all the same,
// as pages have that were put together from lines: "in Astana.The leaders".
func (s *splitter) glued(i, end int) bool {
	rs := s.rs
	if end != i+1 || i < 3 || end+1 >= len(rs) || !unicode.IsUpper(rs[end]) {
		return false
	}
	// A word in capitals may be the end of an address, unless the text is Cyrillic.
	if !unicode.IsLower(rs[end+1]) && !(unicode.IsUpper(rs[end+1]) && unicode.Is(unicode.Cyrillic, rs[i-1])) {
		return false
	}
	if !unicode.IsLower(rs[i-1]) && !unicode.IsDigit(rs[i-1]) || !unicode.IsLower(rs[i-2]) && !unicode.IsDigit(rs[i-2]) {
		return false
	}
	b := s.word(i)
	for j := end; j < len(rs) && !unicode.IsSpace(rs[j]); j++ {
		if rs[j] == '@' || rs[j] == '/' { // an address
			return false
		}
	}
	w := string(rs[b:i])
	return !strings.Contains(w, ".") && (b == s.start || b == i || unicode.IsSpace(rs[b-1]) || rs[b-1] == ',') && s.language.Stops[strings.ToLower(w)] == 0
}

// word is where the word that ends before i begins; stops and hyphens inside belong
// to it.
func (s *splitter) word(i int) int {
	b := i
	for b > s.start && (unicode.IsLetter(s.rs[b-1]) || s.rs[b-1] == '.' || s.rs[b-1] == '°' || s.rs[b-1] == '№' || s.rs[b-1] == '-' && b > 1 && unicode.IsLetter(s.rs[b-2])) {
		b--
	}
	return b
}

// stopEnds judges a full stop after a word by the word.
func (s *splitter) stopEnds(i, next int) bool {
	b := s.word(i)
	w := strings.ToLower(string(s.rs[b:i]))
	if w == "" {
		return true
	}
	if strings.Contains(w, ".") && strings.TrimSpace(string(s.rs[s.start:b])) == "" {
		return false // U.S. at the head of a sentence is no sentence
	}
	digit := next < len(s.rs) && unicode.IsDigit(s.rs[next])
	russian := s.lang == "ru"
	switch s.language.Stops[w] {
	case sentences.Never:
		return false
	case sentences.Number:
		return !digit && !russian
	case sentences.May:
		return !(digit && !russian) && s.language.Starters[s.wordAt(next)]
	case sentences.Clock:
		return !digit && !s.language.Continues[s.wordAt(next)]
	}
	n := utf8.RuneCountInString(w)
	upper := unicode.IsUpper(s.rs[b])
	switch {
	case n == 1 && upper && w == "и" && russian && s.afterName(b):
		return true // Ван И, a name, not an initial
	case n == 1 && upper:
		return w == "i" && s.lang == "en" && !s.afterCapital(b) // "you and I", not "Albert I. Jones"
	case n == 3 && upper && s.rs[b+1] == '.':
		return s.language.Starters[s.wordAt(next)]
	}
	return true
}

// afterCapital reports whether the word before b is capitalised.
func (s *splitter) afterCapital(b int) bool {
	e := b
	for e > 0 && s.rs[e-1] == ' ' {
		e--
	}
	return e > 0 && e < b && unicode.IsUpper(s.rs[s.word(e)])
}

// afterName reports whether a capitalised word of three letters or more stands right
// before b.
func (s *splitter) afterName(b int) bool {
	return b >= 4 && s.rs[b-1] == ' ' && unicode.IsLower(s.rs[b-2]) && s.afterCapital(b) && b-1-s.word(b-1) >= 2 && b-1-s.word(b-1) <= 4
}

// wordAt is the word that begins at i, in lower case.
func (s *splitter) wordAt(i int) string {
	e := i
	for e < len(s.rs) && unicode.IsLetter(s.rs[e]) {
		e++
	}
	return strings.ToLower(string(s.rs[i:e]))
}
