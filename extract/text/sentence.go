package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence is a sentence of a document. Begin and End are code points of the
// text, KeyBegin and KeyEnd bytes of the key, half-open, without the white space
// around it. Lang is the language of its paragraph.
type Sentence struct {
	Begin, End       int
	KeyBegin, KeyEnd int
	Lang             string
	Paragraph        int
}

// Paragraph is a line of the text. Offsets are code points, half-open.
type Paragraph struct {
	Begin, End int
	Lang       string
}

// Document is a text made ready for reading.
type Document struct {
	*Folded
	Lang       string
	Sentences  []Sentence
	Paragraphs []Paragraph
}

// Read folds a text, finds the language of its paragraphs and splits them into
// sentences. lang is the language of the whole, "" to find it.
func Read(s, lang string) *Document {
	d := &Document{Folded: Fold(s), Lang: lang}
	if lang == "" {
		d.Lang = Detect(s)
	}
	cp := 0
	for line := range strings.SplitSeq(s, "\n") {
		n := utf8.RuneCountInString(line)
		if strings.TrimSpace(line) != "" {
			p := Paragraph{Begin: cp, End: cp + n, Lang: paragraphLanguage(line, d.Lang)}
			d.Paragraphs = append(d.Paragraphs, p)
			d.split(line, cp, len(d.Paragraphs)-1, p.Lang)
		}
		cp += n + 1
	}
	return d
}

// paragraphLanguage trusts the document's language for short lines, where a name
// in another script would decide.
func paragraphLanguage(line, lang string) string {
	if lang != "" && utf8.RuneCountInString(line) < 25 {
		if g := Detect(line); g == "" || script(g) == script(lang) || utf8.RuneCountInString(line) < 8 {
			return lang
		}
	}
	g := Detect(line)
	if g == "" || lang != "" && script(g) == script(lang) && (lang == "zh" || lang == "zh-hant" || script(g) == "latin") {
		return lang
	}
	return g
}

func script(lang string) string {
	switch lang {
	case "zh", "zh-hant", "ja", "ko":
		return "han"
	case "ru", "kk", "ky", "tg", "uk", "be":
		return "cyrillic"
	}
	return "latin"
}

// abbreviation tells how a full stop after a word is read.
type abbreviation uint8

const (
	never  abbreviation = iota + 1 // never ends a sentence
	may                            // ends one before a word that starts sentences
	number                         // never before a digit
)

var abbreviations = map[string]map[string]abbreviation{
	"en": abbreviationTable("mr mrs ms dr prof sen rep gov gen col lt sgt capt st hon rev pres messrs maj cmdr adm brig pvt h.e vs e.g i.e cf viz ph.d mt ft",
		"a.m p.m u.s u.n u.k e.u u.s.a etc inc ltd co corp jr sr d.c b.c a.d est al u.s.s.r bros llc pty",
		"no p pp vol fig sec art ch jan feb mar apr jun jul aug sep sept oct nov dec"),
	"ru": abbreviationTable("т ул пр им проф акад ген д просп пл см ср напр тов чл канд докт г-н г-жа св стр корр пос о т.е т.н т.к кв оф гос зам пер корп эт к.-ж",
		"г гг др р руб долл коп тыс млн млрд трлн в вв с.г л н.э т.д т.п пр мин сек чел кг км м см га ч",
		"ст п рис табл гл янв февр мар апр авг сент окт нояб дек"),
	"kk": abbreviationTable("т ж", "ж жж т.б", ""),
}

func abbreviationTable(nevers, mays, numbers string) map[string]abbreviation {
	m := map[string]abbreviation{}
	for _, w := range strings.Fields(nevers) {
		m[w] = never
	}
	for _, w := range strings.Fields(numbers) {
		m[w] = number
	}
	for _, w := range strings.Fields(mays) {
		m[w] = may
	}
	return m
}

// starters are words that begin sentences after an abbreviation that may end one.
var starters = map[string]map[string]bool{
	"en": set("the a an he she it they we i you this that these those in on at but and however meanwhile president prime at after before his her its their there when while if as for with according both china russia kazakhstan no yes so then what who how why to from"),
	"ru": set("в на он она оно они мы это этот эта эти по как при после до но и а также однако между тем об о с со к из за для президент министр что когда если кроме во"),
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// split cuts one paragraph into sentences; cp is the code point it begins at.
func (d *Document) split(line string, cp, paragraph int, lang string) {
	rs := []rune(line)
	start := 0
	depth := 0
	emit := func(end int) {
		b, e := start, end
		for b < e && unicode.IsSpace(rs[b]) {
			b++
		}
		for e > b && unicode.IsSpace(rs[e-1]) {
			e--
		}
		if e > b {
			d.Sentences = append(d.Sentences, Sentence{Begin: cp + b, End: cp + e, KeyBegin: d.KeyOffset(cp + b), KeyEnd: d.KeyOffset(cp + e), Lang: lang, Paragraph: paragraph})
		}
		start = end
	}
	for i := 0; i < len(rs); i++ {
		r := rs[i]
		switch r {
		case '(', '（', '[':
			depth++
		case ')', '）', ']':
			depth = max(0, depth-1)
		case '。', '！', '？', '｡':
			end := closers(rs, i+1)
			if depth > 0 && end < len(rs) {
				continue
			}
			if end < len(rs) && strings.ContainsRune("，、,；;", rs[end]) {
				continue
			}
			// A short quotation that goes on (“…。”他说) stays one sentence.
			emit(end)
			i = end - 1
		case '.', '!', '?', '…':
			end := i + 1
			for end < len(rs) && strings.ContainsRune(".!?…", rs[end]) {
				end++
			}
			end = closers(rs, end)
			if depth > 0 && end < len(rs) || !d.ends(rs, i, end, lang) {
				i = end - 1
				continue
			}
			emit(end)
			i = end - 1
		}
	}
	emit(len(rs))
}

// closers skips closing quotation marks and brackets.
func closers(rs []rune, i int) int {
	for i < len(rs) && strings.ContainsRune("”’」』》）)\"'»]", rs[i]) {
		if (rs[i] == '"' || rs[i] == '\'') && i+1 < len(rs) && !unicode.IsSpace(rs[i+1]) {
			break
		}
		i++
	}
	return i
}

// ends reports whether the stop at i, followed by end, closes a sentence.
func (d *Document) ends(rs []rune, i, end int, lang string) bool {
	if end >= len(rs) {
		return true
	}
	if unicode.Is(unicode.Han, rs[end]) {
		return rs[i] != '.' || i == 0 || !unicode.IsDigit(rs[i-1])
	}
	if !unicode.IsSpace(rs[end]) {
		return false
	}
	next := end
	for next < len(rs) && unicode.IsSpace(rs[next]) {
		next++
	}
	if next >= len(rs) {
		return true
	}
	first := next
	for first < len(rs) && strings.ContainsRune("\"'“‘«([—–-„", rs[first]) {
		first++
	}
	for first < len(rs) && unicode.IsSpace(rs[first]) {
		first++
	}
	if first < len(rs) && unicode.IsLower(rs[first]) {
		return false
	}
	if rs[i] != '.' {
		return true
	}
	return d.stopEnds(rs, i, first, lang)
}

// stopEnds judges a full stop after a word by the word.
func (d *Document) stopEnds(rs []rune, i, next int, lang string) bool {
	b := i
	for b > 0 && (unicode.IsLetter(rs[b-1]) || rs[b-1] == '.' || rs[b-1] == '-' && b > 1 && unicode.IsLetter(rs[b-2])) {
		b--
	}
	word := strings.ToLower(string(rs[b:i]))
	if word == "" {
		return true
	}
	lettered := []rune(word)
	digit := next < len(rs) && unicode.IsDigit(rs[next])
	table := abbreviations[lang]
	if table == nil {
		table = abbreviations["en"]
	}
	switch table[word] {
	case never:
		return false
	case number:
		return !digit && lang != "ru"
	case may:
		if digit && lang != "ru" {
			return false
		}
		return d.starts(rs, next, lang)
	}
	if len(lettered) == 1 && unicode.IsUpper(rs[b]) {
		// An initial, unless it is the English "I" or a letter that names a thing.
		return word == "i" && lang == "en"
	}
	if len(lettered) == 3 && lettered[1] == '.' && unicode.IsUpper(rs[b]) {
		return d.starts(rs, next, lang)
	}
	return true
}

func (d *Document) starts(rs []rune, next int, lang string) bool {
	e := next
	for e < len(rs) && unicode.IsLetter(rs[e]) {
		e++
	}
	words := starters[lang]
	if words == nil {
		words = starters["en"]
	}
	return words[strings.ToLower(string(rs[next:e]))]
}
