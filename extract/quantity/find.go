package quantity

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// Find lists the quantities of a document by where they stand; they do not
// overlap. Spans are code points of the text, half-open. Numbers that are part of a
// date are left out.
func Find(d *text.Document) []schema.Quantity {
	langs, err := languages()
	if err != nil {
		return nil // the embedded lexicon is checked by the tests
	}
	var out []schema.Quantity
	f := &finder{doc: d}
	for i := range d.Sentences {
		s := &d.Sentences[i]
		lang, _, _ := strings.Cut(s.Lang, "-")
		l := langs[lang]
		if l == nil {
			lang, l = "en", langs["en"]
		}
		f.key, f.begin, f.lang, f.language = d.Key[:s.KeyEnd], s.KeyBegin, lang, l
		out = f.find(out)
	}
	slices.SortStableFunc(out, func(a, b schema.Quantity) int { return cmp.Compare(a.Begin, b.Begin) })
	return out
}

// finder reads one sentence.
type finder struct {
	doc      *text.Document
	key      string // the key up to the sentence's end
	begin    int
	lang     string
	language *language
}

func (f *finder) find(out []schema.Quantity) []schema.Quantity {
	last := f.begin
	for i := f.next(f.begin); i < len(f.key); {
		if e := f.phone(i); e > i {
			i = f.next(e)
			continue
		}
		n, ok := f.number(i)
		if !ok {
			i = f.next(f.after(i))
			continue
		}
		q, b, e, ok := f.quantity(n, last)
		if !ok {
			i = max(n.end, f.after(i))
			for i+1 < len(f.key) && f.key[i] == '-' && isDigit(f.key[i+1]) { // 737-800
				i = f.after(i + 1)
			}
			i = f.next(i)
			continue
		}
		f.carry(&q, out, last, b)
		q.Begin, q.End = f.doc.Span(b, e)
		q.NumberBegin, q.NumberEnd = f.doc.Span(n.begin, n.end)
		q.Text = f.doc.Slice(q.Begin, q.End)
		if q.End > q.Begin {
			out = append(out, q)
		}
		last = e
		i = f.next(max(e, n.end))
	}
	return out
}

// phone is the end of a telephone number whose figures begin at i, i for none.
func (f *finder) phone(i int) int {
	s := f.key
	if i <= f.begin || s[i-1] != '+' || !isDigit(s[i]) {
		return i
	}
	digits, e := 0, i
	for k := i; k < len(s) && (isDigit(s[k]) || s[k] == ' ' || s[k] == '-' || s[k] == '(' || s[k] == ')'); k++ {
		if isDigit(s[k]) {
			digits, e = digits+1, k+1
		}
	}
	if digits < 8 {
		return i
	}
	return e
}

// carry gives a percentage the direction of the growth it is listed with:
// 分别增长50.1%、28%、18.6%.
func (f *finder) carry(q *schema.Quantity, out []schema.Quantity, last, b int) {
	if q.Kind != "percent" || len(out) == 0 || last <= f.begin || b < last {
		return
	}
	p := &out[len(out)-1]
	if p.Kind != "growth" {
		return
	}
	switch strings.TrimSpace(f.key[last:b]) {
	case "、", "和", "及", "与", ",", "and", ", and", "и":
		q.Kind, q.Direction, q.Comparison = "growth", p.Direction, p.Comparison
	}
}

// next is the first byte from i on where a number may begin.
func (f *finder) next(i int) int {
	s := f.key
	for i < len(s) {
		c := s[i]
		switch {
		case isDigit(c):
			return i
		case c == '.' || c == '-':
			if i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '.' || c == '-' && s[i+1] == ' ') {
				return i
			}
			i++
		case f.lang == "zh":
			if c < 0xE3 {
				i++
				if c >= 0xC0 {
					for i < len(s) && !utf8.RuneStart(s[i]) {
						i++
					}
				}
				continue
			}
			r, n := utf8.DecodeRuneInString(s[i:])
			if r >= 0x3000 && r < 0xA000 && hanLeads[r-0x3000] {
				return i
			}
			i += n
		case c >= 'a' && c <= 'z' || c >= 0xD0 && c <= 0xD1:
			e := word(s, i)
			if e == i {
				i++
				continue
			}
			if f.mayBegin(s[i:e]) {
				return i
			}
			i = e
		default:
			i++
		}
	}
	return i
}

// hanLeads are the characters, from U+3000, that a Chinese number may begin with.
var hanLeads = func() (t [0x7000]bool) {
	for r := rune(0x3000); r < 0xA000; r++ {
		t[r-0x3000] = hanStart(r)
	}
	for _, r := range "第首负半对最" {
		t[r-0x3000] = true
	}
	return t
}()

// mayBegin reports whether a number may begin with a word.
func (f *finder) mayBegin(w string) bool {
	switch w[0] {
	case 'i', 'v', 'x', 'l', 'c':
		if strings.Trim(w, "ivxlc") == "" {
			return true
		}
	}
	if f.language.rankHeads[w] {
		return true
	}
	if f.lang == "ru" {
		return russianStarts(w)
	}
	return englishStarts(w)
}

func russianStarts(w string) bool {
	if _, ok := russianUnits[w]; ok || strings.HasPrefix(w, "полтор") || strings.HasPrefix(w, "полутор") {
		return true
	}
	for _, o := range russianOrdinals {
		if strings.HasPrefix(w, o.stem) {
			return true
		}
	}
	return false
}

// after is the byte after the word, the digits or the character at i.
func (f *finder) after(i int) int {
	if e := word(f.key, i); e > i {
		return e
	}
	if isDigit(f.key[i]) {
		for i < len(f.key) && isDigit(f.key[i]) {
			i++
		}
		return i
	}
	_, n := utf8.DecodeRuneInString(f.key[i:])
	return i + n
}

// number reads a numeral at byte i.
func (f *finder) number(i int) (number, bool) {
	s := f.key
	c := s[i]
	if isDigit(c) || c == '.' || c == '-' {
		if i > f.begin && !f.digitsStand(i) {
			return number{}, false
		}
		var n number
		e := i
		switch f.lang {
		case "zh":
			n, e = hanNumeral(s, i)
			if e > i && c != '-' {
				n, e = f.halfWidth(n, i, e)
			}
			if e > i {
				return f.tail(n, e), true
			}
		case "ru":
			n, e = russian(s, i)
		default:
			n, e = english(s, i)
			if e > i && e < len(s) && !n.words && s[e] == ' ' {
				n, e = f.capitalLetter(n, e)
			}
		}
		if e == i {
			return number{}, false
		}
		n.end = e
		if o, ok := f.ordinalSuffix(e); ok && !n.words && n.value.IsInt() && n.value.Sign() > 0 {
			n.ordinal, n.end = true, o
		}
		return n, true
	}
	switch f.lang {
	case "zh":
		return f.hanWord(i)
	case "ru":
		return f.russianWord(i)
	}
	return f.englishWord(i)
}

// digitsStand keeps G20, 737-800 and the tail of 1.2.3 from being numbers, and a
// hyphen from being a sign inside words and ranges.
func (f *finder) digitsStand(i int) bool {
	s := f.key
	p, w := utf8.DecodeLastRuneInString(s[:i])
	if s[i] == '-' {
		if unicode.IsLetter(p) || isDigit(s[i-1]) || p == ')' || p == '"' || p == '-' || p == '/' || p == '.' || p == '%' {
			return false
		}
		if p == ' ' {
			before := strings.TrimRight(s[:i], " ")
			b, _ := utf8.DecodeLastRuneInString(before)
			return before == "" || len(before) <= f.begin || !unicode.IsLetter(b) && !unicode.IsDigit(b) && b != ')' && b != '"' && b != '.' && b != '%'
		}
		return f.lang != "ru"
	}
	if s[i] == '.' {
		return !unicode.IsLetter(p) && !unicode.IsDigit(p) && p != '.'
	}
	if letter(p) {
		_, ok := f.codeBefore(i)
		return ok
	}
	if p == '-' && i-1 > f.begin { // S-200, 北溪-2
		if q, _ := utf8.DecodeLastRuneInString(s[:i-1]); unicode.IsLetter(q) && q != '年' && q != '月' && q != '日' {
			return false
		}
	}
	if p == ':' && i-1 > f.begin && isDigit(s[i-2]) && i+1 < len(s) && isDigit(s[i+1]) {
		return false // 20:00
	}
	return !(p == '.' && i-w > f.begin && isDigit(s[i-w-1]))
}

// halfWidth stops a grouped number at a comma that was none of figures: $20，300.
func (f *finder) halfWidth(n number, i, e int) (number, int) {
	if k := strings.IndexByte(f.key[i:e], ','); k > 0 && f.doc.Slice(f.doc.Offset(i+k), f.doc.Offset(i+k)+1) != "," && isDigit(f.doc.Slice(f.doc.Offset(i), f.doc.Offset(i)+1)[0]) {
		if a, ae := arabic(f.key[:i+k], i, "zh"); ae > i {
			return a, ae
		}
	}
	return n, e
}

// capitalLetter multiplies by K, M, B, G after a blank: 2.33 K is said, 5 m is not.
func (f *finder) capitalLetter(n number, e int) (number, int) {
	j := blanks(f.key, e)
	if we := word(f.key, j); we == j+1 && f.doc.Upper(j) && j == e+1 {
		if v := englishScale[f.key[j:we]]; v > 1 && (we == len(f.key) || f.key[we] == ' ' || f.key[we] == ',') && f.key[j] != 'g' {
			n.value = new(big.Rat).Mul(n.value, rat(v))
			return n, we
		}
	}
	return n, e
}

// superlative reads largest trading partner as the first rank, unless one of many.
func (f *finder) superlative(i int) (number, bool) {
	if !f.language.rankHeads[f.key[i:word(f.key, i)]] {
		return number{}, false
	}
	if r, _ := f.language.ranks.at(f.key, i); r.value == "" {
		return number{}, false
	}
	before := strings.TrimRight(f.key[f.begin:i], " ")
	for _, w := range f.language.oneOf {
		if strings.HasSuffix(before, w) {
			return number{}, false
		}
	}
	return number{begin: i, end: i, value: rat(1), ordinal: true, digits: 1, words: true}, true
}

func (f *finder) startsWord(i int) bool {
	if i == 0 {
		return true
	}
	p, _ := utf8.DecodeLastRuneInString(f.key[:i])
	return !letter(p) && !unicode.IsDigit(p)
}

// tensOrdinal reads the ordinal part of twenty-first.
func (f *finder) tensOrdinal(e int) (int64, int) {
	if e < len(f.key) && f.key[e] == '-' {
		w := word(f.key, e+1)
		if v, ok := englishOrdinals[f.key[e+1:w]]; ok && v < 10 {
			return v, w
		}
	}
	return 0, e
}

// ordinalSuffix reads 5th, 21st, 3-й, 5-го after digits.
func (f *finder) ordinalSuffix(e int) (int, bool) {
	rest := f.key[e:]
	for _, x := range f.language.ordinalEndings {
		if strings.HasPrefix(rest, x) && word(f.key, e+len(x)) == e+len(x) {
			return e + len(x), true
		}
	}
	return e, false
}

// hanOrdinal reads 第三, 首届 as an ordinal; 首 only before a classifier.
func (f *finder) hanOrdinal(i int, r rune) (number, bool) {
	s := f.key
	if r == '首' {
		for _, w := range []string{"届", "次", "轮", "个", "批", "份", "条", "家", "位"} {
			if strings.HasPrefix(s[i+3:], w) {
				e := i + 3
				if w == "届" || w == "轮" || w == "次" {
					e += len(w)
				}
				return number{begin: i, end: e, value: rat(1), ordinal: true, digits: 1, words: true}, true
			}
		}
		return number{}, false
	}
	j := blanks(s, i+3)
	n, e := han(s, j)
	if e == j {
		return number{}, false
	}
	for _, w := range []string{"天", "年", "时间", "季度", "个月", "周"} {
		if strings.HasPrefix(s[e:], w) && !strings.HasPrefix(s[e:], "周年") {
			return number{}, false
		}
	}
	n.begin, n.ordinal = i, true
	for _, w := range []string{"届", "轮", "次"} {
		if strings.HasPrefix(s[e:], w) {
			e += len(w)
			break
		}
	}
	n.end = e
	return n, true
}

// hanStands keeps Chinese digits inside words (一些, 三亚, 万一) from being numbers: a
// digit alone needs a measure word, a mark of arithmetic or a sentence of its own.
func (f *finder) hanStands(n number, i, e int) bool {
	s := f.key
	r, _ := utf8.DecodeRuneInString(s[i:])
	if utf8.RuneCountInString(s[i:e]) >= 2 {
		return hanUnit(r) < 10_000
	}
	if hanUnit(r) >= 100 {
		return false
	}
	p, _ := utf8.DecodeLastRuneInString(s[f.begin:i])
	if spaced(s, e, "个百分点") > e {
		return true
	}
	alone := e == len(s) || !unicode.IsLetter(firstRune(s[e:]))
	if i == f.begin && alone || alone && p == '是' || p == '是' && strings.HasPrefix(s[e:], "这") || p == '是' && strings.HasPrefix(s[e:], "而") || i == f.begin && strings.HasPrefix(s[e:], "的另") {
		return true
	}
	if m, end := f.language.measures.at(s, e); end > e && f.unitStands(m, e, end) {
		return p != '第' && p != '统' && p != '之' && p != '十' && !strings.HasPrefix(s[e:], "个中国") && !strings.HasPrefix(s[e:], "个主权") && !(s[i:e] == "一" && (m.value == "item" || contains(f.language.notOne, m.word)))
	}
	for _, w := range []string{"成", "折", "倍", "只", "双", "打", "元"} {
		if strings.HasPrefix(s[e:], w) {
			return !(w == "成" && (f.notTenths(e) || r == '一' && !f.tenthEnds(e+len(w))))
		}
	}
	return false
}

func contains(list []string, w string) bool { return slices.Contains(list, w) }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// tenthEnds tells 一成 the share from 一成 inside words: a mark, 半, 多 or 以上 follows.
func (f *finder) tenthEnds(e int) bool {
	r := firstRune(f.key[e:])
	return !unicode.IsLetter(r) || r == '半' || r == '多' || r == '以'
}

// notTenths reports whether 成 at e begins a word of its own: 成为, 成立, 成员.
func (f *finder) notTenths(e int) bool {
	for _, w := range f.language.notTenths {
		if strings.HasPrefix(f.key[e:], w) {
			return true
		}
	}
	return false
}

// tail reads what may follow a Chinese numeral: 个百分点, 成, 折, 打.
func (f *finder) tail(n number, e int) number {
	s := f.key
	n.end = e
	if n.percent || n.fraction {
		return n
	}
	ten := rat(10)
	j := blanks(s, e)
	switch {
	case strings.HasPrefix(s[e:], "届") && n.value.IsInt(): // 十四届全国人大
		n.ordinal, n.end = true, e+len("届")
	case spaced(s, e, "个百分点") > e:
		n.percent, n.end = true, spaced(s, e, "个百分点")
	case strings.HasPrefix(s[j:], "成") && n.value.Cmp(ten) <= 0 && n.value.Sign() > 0 && !f.notTenths(j):
		n.percent, n.end = true, j+len("成")
		n.value = new(big.Rat).Mul(n.value, ten)
		k := blanks(s, n.end)
		if m, me := han(s, k); me > k && m.value.Cmp(ten) < 0 && m.words {
			n.value.Add(n.value, m.value)
			n.end = me
		} else if strings.HasPrefix(s[n.end:], "半") {
			n.value.Add(n.value, rat(5))
			n.end += len("半")
		}
	case strings.HasPrefix(s[j:], "折") && !strings.HasPrefix(s[j:], "折合") && !strings.HasPrefix(s[j:], "折算"):
		n.percent, n.end = true, j+len("折")
		v := new(big.Rat).Set(n.value)
		for v.Cmp(ten) > 0 {
			v.Quo(v, ten)
		}
		n.value = v.Mul(v, ten)
	case strings.HasPrefix(s[e:], "打") && n.words && (e+3 == len(s) || firstRune(s[e+3:]) != '击'):
		n.value = new(big.Rat).Mul(n.value, rat(12))
		n.end = e + len("打")
	case j == e+1 && isDigit(s[e-1]) && e-n.begin == 1 && j+1 < len(s) && isDigit(s[j]):
		if k := blanks(s, j+1); strings.HasPrefix(s[k:], "折") { // 7 2 折
			n.value = new(big.Rat).Add(new(big.Rat).Mul(n.value, ten), rat(int64(s[j]-'0')))
			n.percent, n.end = true, k+len("折")
		}
	}
	return n
}
