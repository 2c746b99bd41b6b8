package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// hanWord reads a Chinese number that begins with a character.
func (f *finder) hanWord(i int) (number, bool) {
	s := f.key
	r, _ := utf8.DecodeRuneInString(s[i:])
	switch r {
	case '第', '首':
		return f.hanOrdinal(i, r)
	case '最': // 最大贸易伙伴, unless 之一
		j := i + len("最")
		if r, e := f.language.ranks.at(s, j); r.value != "" && !strings.HasPrefix(s[e:], "之一") {
			return number{begin: i, end: j, value: rat(1), ordinal: true, digits: 1, words: true}, true
		}
		return number{}, false
	case '半', '对':
		for _, w := range []struct {
			text  string
			value int64
		}{{"半成", 5}, {"半折", 5}, {"对折", 50}} {
			if strings.HasPrefix(s[i:], w.text) {
				return number{begin: i, end: i + len(w.text), value: rat(w.value), digits: 1, percent: true, words: true}, true
			}
		}
		return number{}, false
	case '负':
		if n, e := hanNumeral(s, i); e > i && !strings.HasPrefix(s[i:], "负一定") && !strings.HasPrefix(s[i:], "负两") {
			return f.tail(n, e), true
		}
		return number{}, false
	}
	for _, w := range f.language.words[r] {
		if strings.HasPrefix(s[i:], w) && !strings.HasPrefix(s[i:], "万万分之") {
			return number{}, false
		}
	}
	n, e := hanNumeral(s, i)
	if e == i || !n.percent && !n.fraction && (!f.hanStands(n, i, e) || f.named(n, i, e)) {
		return number{}, false
	}
	return f.tail(n, e), true
}

// named reports whether a number in characters is part of a name or has no count:
// 二十大, “两个维护”, 数十.
func (f *finder) named(n number, i, e int) bool {
	s := f.key
	if strings.HasPrefix(s[e:], "大") && n.value.Cmp(rat(10)) >= 0 && n.value.Cmp(rat(100)) < 0 {
		return true
	}
	before := s[f.begin:i]
	return strings.HasSuffix(before, "数") || strings.HasSuffix(before, "几") || strings.HasSuffix(before, "好") ||
		strings.HasSuffix(before, "\"") && len(before) > 1 && n.value.Cmp(rat(10)) < 0 && e < len(s)
}

func (f *finder) englishWord(i int) (number, bool) {
	s := f.key
	if !f.startsWord(i) {
		return number{}, false
	}
	if n, ok := f.superlative(i); ok {
		return n, true
	}
	w := s[i:word(s, i)]
	if w == "one" && strings.HasPrefix(s[i:], "one of ") {
		return number{}, false
	}
	if n, e := english(s, i); e > i {
		if ov, oe := f.tensOrdinal(e); oe > e && !n.fraction && n.value.IsInt() {
			n.value = new(big.Rat).Add(n.value, rat(ov))
			n.end, n.ordinal = oe, true
			return n, true
		}
		return n, true
	}
	if v, ok := englishOrdinals[w]; ok {
		if w == "second" && f.secondOfTime(i) {
			return number{}, false
		}
		return number{begin: i, end: i + len(w), value: rat(v), ordinal: true, digits: 1, words: true}, true
	}
	if v, e := roman(s, i, f.doc.Upper); v > 1 && e-i >= 2 {
		return number{begin: i, end: e, value: rat(v), ordinal: true, digits: 1}, true
	}
	return number{}, false
}

// secondOfTime reports whether "second" follows a number or article of time.
func (f *finder) secondOfTime(i int) bool {
	b := strings.TrimRight(f.key[f.begin:i], " -")
	return strings.HasSuffix(b, "one") || b != "" && isDigit(b[len(b)-1])
}

func (f *finder) russianWord(i int) (number, bool) {
	s := f.key
	if !f.startsWord(i) {
		return number{}, false
	}
	if n, ok := f.superlative(i); ok {
		return n, true
	}
	if v, e := roman(s, i, f.doc.Upper); v > 0 && (e-i >= 2 || s[i] == 'v' || s[i] == 'x' || s[i] == 'i') {
		return number{begin: i, end: e, value: rat(v), ordinal: true, digits: 1}, true
	}
	if v, e := russianOrdinal(s, i); e > i {
		return number{begin: i, end: e, value: rat(v), ordinal: true, digits: 1, words: true}, true
	}
	if n, e := russian(s, i); e > i {
		n.begin, n.end = i, e
		return n, true
	}
	return number{}, false
}
