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
// overlap. Numbers that are part of a date are left out.
func Find(d *text.Document) []schema.Quantity {
	langs, err := languages()
	if err != nil {
		return nil // the embedded lexicon is checked by the tests
	}
	var out []schema.Quantity
	for _, s := range d.Sentences {
		lang, _, _ := strings.Cut(s.Lang, "-")
		l := langs[lang]
		if l == nil {
			lang, l = "en", langs["en"]
		}
		f := &finder{doc: d, key: d.Key[:s.KeyEnd], begin: s.KeyBegin, lang: lang, language: l}
		out = append(out, f.find()...)
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

func (f *finder) find() []schema.Quantity {
	var out []schema.Quantity
	last := f.begin
	for i := f.begin; i < len(f.key); {
		n, ok := f.number(i, last)
		if !ok {
			i = f.next(i)
			continue
		}
		q, b, e, ok := f.quantity(n, last)
		if !ok {
			i = max(n.end, f.next(i))
			continue
		}
		q.Begin, q.End = f.doc.Span(b, e)
		q.NumberBegin, q.NumberEnd = f.doc.Span(n.begin, n.end)
		q.Text = f.doc.Slice(q.Begin, q.End)
		if q.End > q.Begin {
			out = append(out, q)
		}
		last = e
		i = max(e, n.end)
	}
	return out
}

// next is the byte after the rune at i, after the whole word for letters.
func (f *finder) next(i int) int {
	r, n := utf8.DecodeRuneInString(f.key[i:])
	if letter(r) {
		j := i
		for j < len(f.key) {
			r, w := utf8.DecodeRuneInString(f.key[j:])
			if !letter(r) && !unicode.IsDigit(r) {
				break
			}
			j += w
		}
		return max(j, i+n)
	}
	return i + n
}

// number reads a numeral at byte i.
func (f *finder) number(i, last int) (number, bool) {
	s := f.key
	c := s[i]
	if isDigit(c) {
		if i > f.begin {
			if p, _ := utf8.DecodeLastRuneInString(s[:i]); letter(p) || p == '.' && i > f.begin+1 && isDigit(s[i-2]) {
				return number{}, false // G20, 737-800
			}
		}
		if f.lang == "zh" {
			if n, e := han(s, i); e > i {
				// 1,234 in Chinese text.
				if a, ae := arabic(s, i, "zh"); ae > e {
					n, e = a, ae
				}
				return f.tail(n, e), true
			}
		}
		n, e := arabic(s, i, f.lang)
		if e == i {
			return number{}, false
		}
		if o, ok := f.ordinalSuffix(e); ok {
			n.ordinal, n.end = true, o
			return n, true
		}
		return f.scaled(n, e), true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	switch f.lang {
	case "zh":
		if r == '第' || r == '首' {
			return f.hanOrdinal(i, r)
		}
		if strings.HasPrefix(s[i:], "百分之") {
			n, e := han(s, i+len("百分之"))
			if e > i+len("百分之") {
				n.begin, n.percent = i, true
				return f.tail(n, e), true
			}
			return number{}, false
		}
		if _, ok := hanDigit[r]; ok || r == '十' || r == '百' && false {
			n, e := han(s, i)
			if e > i && f.hanStands(n, i, e) {
				return f.tail(n, e), true
			}
		}
	case "en":
		if r >= 'a' && r <= 'z' && f.startsWord(i) {
			if n, e := english(s, i); e > i {
				if ov, oe := f.tensOrdinal(e); oe > e {
					n.value.Add(n.value, big.NewRat(ov, 1))
					n.end, n.ordinal = oe, true
					return n, true
				}
				return f.scaled(n, e), true
			}
			if v, ok := englishOrdinals[s[i:word(s, i)]]; ok {
				return number{begin: i, end: word(s, i), value: big.NewRat(v, 1), ordinal: true, digits: 1, words: true}, true
			}
			if v, e := roman(s, i, f.doc.Upper); v > 1 && e-i >= 2 {
				return number{begin: i, end: e, value: big.NewRat(v, 1), ordinal: true, digits: 1}, true
			}
		}
	case "ru":
		if f.startsWord(i) {
			if v, e := roman(s, i, f.doc.Upper); v > 0 && (e-i >= 2 || s[i] == 'v' || s[i] == 'x' || s[i] == 'i') {
				return number{begin: i, end: e, value: big.NewRat(v, 1), ordinal: true, digits: 1}, true
			}
			if r >= 'а' && r <= 'я' {
				if n, e := russian(s, i); e > i {
					return f.scaled(n, e), true
				}
				if v, e := russianOrdinal(s, i); e > i {
					return number{begin: i, end: e, value: big.NewRat(v, 1), ordinal: true, digits: 1, words: true}, true
				}
			}
		}
	}
	return number{}, false
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
	if e < len(f.key) && (f.key[e] == '-' || f.key[e] == ' ') {
		w := word(f.key, e+1)
		if v, ok := englishOrdinals[f.key[e+1:w]]; ok && f.key[e] == '-' {
			return v, w
		}
	}
	return 0, e
}

func russianOrdinal(s string, i int) (int64, int) {
	e := word(s, i)
	w := s[i:e]
	for _, o := range russianOrdinals {
		if strings.HasPrefix(w, o.stem) && russianOrdinalEndings[w[len(o.stem):]] {
			return o.value, e
		}
	}
	return 0, i
}

// ordinalSuffix reads 5th, 21st, 3-й, 5-го after digits.
func (f *finder) ordinalSuffix(e int) (int, bool) {
	rest := f.key[e:]
	sufs := []string{"st", "nd", "rd", "th"}
	if f.lang == "ru" {
		sufs = []string{"-й", "-го", "-ое", "-ая", "-я", "-е", "-му", "-м", "-ый", "-ой", "-ю", "-х"}
	}
	for _, x := range sufs {
		if strings.HasPrefix(rest, x) && word(f.key, e+len(x)) == e+len(x) && f.lang != "zh" {
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
				return number{begin: i, end: e, value: big.NewRat(1, 1), ordinal: true, digits: 1, words: true}, true
			}
		}
		return number{}, false
	}
	n, e := han(s, i+3)
	if e == i+3 {
		j := i + 3
		for j < len(s) && s[j] == ' ' {
			j++
		}
		if n, e = han(s, j); e == j {
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

// hanStands keeps single Chinese digits out of words: 一 in 一些, 三 in names; a
// numeral spelt out needs a unit, a scale or length.
func (f *finder) hanStands(n number, i, e int) bool {
	s := f.key
	if utf8.RuneCountInString(s[i:e]) >= 2 {
		// 一一, 三三两两, 万一 are words.
		for _, w := range []string{"一一", "万一", "千万别", "百万雄"} {
			if strings.HasPrefix(s[i:], w) {
				return false
			}
		}
		return true
	}
	if _, end := f.language.measures.at(s, e); end > e {
		p, _ := utf8.DecodeLastRuneInString(s[:i])
		return p != '第' && p != '统' && p != '之' && !strings.HasPrefix(s[e:], "个中国") && !strings.HasPrefix(s[e:], "个主权") && !(s[i:e] == "一" && (strings.HasPrefix(s[e:], "个") || strings.HasPrefix(s[e:], "家") || strings.HasPrefix(s[e:], "次") || strings.HasPrefix(s[e:], "条") || strings.HasPrefix(s[e:], "种") || strings.HasPrefix(s[e:], "项")))
	}
	for _, w := range []string{"点", "成", "折", "倍", "分之"} {
		if strings.HasPrefix(s[e:], w) {
			return true
		}
	}
	return false
}

// tail reads what may follow a Chinese numeral: 多 余, %, 成, 折, 分之.
func (f *finder) tail(n number, e int) number {
	s := f.key
	n.end = e
	switch {
	case strings.HasPrefix(s[e:], "分之"):
		if m, me := han(s, e+len("分之")); me > e+len("分之") && n.value.Sign() != 0 {
			n.value = new(big.Rat).Quo(m.value, n.value)
			n.end, n.fraction = me, true
		}
	case strings.HasPrefix(s[e:], "个百分点"):
		n.percent, n.end = true, e+len("个百分点")
	case strings.HasPrefix(s[e:], "成") && n.value.Cmp(big.NewRat(10, 1)) <= 0 && !strings.HasPrefix(s[e:], "成为") && !strings.HasPrefix(s[e:], "成立") && !strings.HasPrefix(s[e:], "成员") && !strings.HasPrefix(s[e:], "成果") && !strings.HasPrefix(s[e:], "成功"):
		n.percent, n.end = true, e+len("成")
		n.value = new(big.Rat).Mul(n.value, big.NewRat(10, 1))
		if m, me := han(s, n.end); me > n.end && m.value.Cmp(big.NewRat(10, 1)) < 0 {
			n.value.Add(n.value, m.value)
			n.end = me
		} else if strings.HasPrefix(s[n.end:], "半") {
			n.value.Add(n.value, big.NewRat(5, 1))
			n.end += len("半")
		}
	case strings.HasPrefix(s[e:], "折"):
		n.percent, n.end = true, e+len("折")
		v := new(big.Rat).Set(n.value)
		for v.Cmp(big.NewRat(10, 1)) > 0 {
			v.Quo(v, big.NewRat(10, 1))
		}
		n.value = v.Mul(v, big.NewRat(10, 1))
	}
	return n
}

// scaled multiplies by a word of magnitude that follows: 94.8 billion, 94,8 млрд.
func (f *finder) scaled(n number, e int) number {
	n.end = e
	for range 2 {
		v, end := scale(f.key, n.end, f.lang)
		if v == 0 {
			break
		}
		n.value = new(big.Rat).Mul(n.value, big.NewRat(v, 1))
		n.end = end
	}
	return n
}
