package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// hanDigit is the value of a Chinese digit, -1 for what is none.
func hanDigit(r rune) int64 {
	switch r {
	case '零', '〇', '○':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '贰', '俩':
		return 2
	case '三', '叁', '仨':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// hanUnit is the value of 十 百 千 万 亿 兆, 0 for what is none.
func hanUnit(r rune) int64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	case '万':
		return 10_000
	case '亿':
		return 100_000_000
	case '兆':
		return 1_000_000_000_000
	case '廿':
		return 20
	case '卅':
		return 30
	}
	return 0
}

// hanStart reports whether a Chinese numeral may begin with a character.
func hanStart(r rune) bool { return hanDigit(r) >= 0 || hanUnit(r) > 0 }

// gapHan is i after blanks, when a Chinese numeral goes on there.
func gapHan(s string, i int) int {
	j := i
	for j < len(s) && s[j] == ' ' && j-i < 4 {
		j++
	}
	if j == i || j >= len(s) {
		return i
	}
	if r, _ := utf8.DecodeRuneInString(s[j:]); hanStart(r) || r == '多' || r == '余' || r == '几' || r == '点' {
		return j
	}
	return i
}

// han reads a Chinese numeral at byte i, Arabic digits with 万 and 亿 included:
// 三十五, 948亿, 二〇二三, 一点五, 1.2万亿, 3亿5000万, 十余万.
func han(s string, i int) (number, int) {
	if i < len(s) && isDigit(s[i]) { // most numbers are figures alone
		a, e := arabic(s, i, "zh")
		if e == i {
			return number{}, i
		}
		switch r, _ := utf8.DecodeRuneInString(s[gapHan(s, e):]); {
		case hanUnit(r) > 0, r == '多', r == '余', r == '几', r == '来', r == '点':
		default:
			return a, e
		}
	}
	h := hanReader{s: s, i: i, begin: i, words: true}
	h.read()
	if !h.seen {
		return number{}, i
	}
	v := h.value()
	n := number{begin: i, end: h.i, value: v, words: h.words, open: h.open}
	n.digits = significant(v, h.said)
	return n, h.i
}

// hanReader sums a Chinese numeral: total is what 万 and more have closed, section
// what 十 百 千 have, current the digits that wait for a unit.
type hanReader struct {
	s                 string
	i, begin          int
	total, section    big.Rat
	current           *big.Rat
	fraction          *big.Rat
	seen, words, open bool
	positional        int   // digits in a row without a unit
	last              int64 // the unit read last
	zero              bool  // 零 stands before the current digit
	said              int
}

func (h *hanReader) read() {
	for h.i < len(h.s) {
		at := h.i
		if h.seen {
			h.i = gapHan(h.s, h.i)
		}
		if !h.step() {
			h.i = at
			return
		}
	}
}

// step reads one digit, run of digits or unit; false ends the numeral.
func (h *hanReader) step() bool {
	s := h.s
	if isDigit(s[h.i]) {
		if h.current != nil && !(h.zero && h.current.Sign() == 0) || h.fraction != nil {
			return false
		}
		a, e := arabic(s, h.i, "zh")
		if e == h.i {
			return false
		}
		if h.seen && h.i > h.begin && s[h.i-1] == ' ' {
			return false
		}
		h.current, h.words, h.seen, h.zero = a.value, false, true, false
		h.said += a.digits
		h.positional = 0
		h.i = e
		return true
	}
	r, w := utf8.DecodeRuneInString(s[h.i:])
	if d := hanDigit(r); d >= 0 {
		return h.digit(d, w)
	}
	switch r {
	case '多', '余', '几', '来':
		return h.somewhat(r, w)
	case '点':
		return h.point(w)
	}
	if u := hanUnit(r); u > 0 && !(h.seen && metric(r, s[h.i+w:])) {
		return h.unit(u, w)
	}
	return false
}

// metric reports whether 千 百 兆 begin the name of a unit: 千瓦, 兆瓦, 千伏.
func metric(r rune, rest string) bool {
	if r != '千' && r != '百' && r != '兆' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	switch next {
	case '瓦', '克', '米', '伏', '卡', '赫', '帕', '比', '字', '焦':
		return true
	}
	return false
}

func (h *hanReader) digit(d int64, w int) bool {
	if h.current != nil {
		switch {
		case h.zero && h.current.Sign() == 0 && h.last > 0:
			h.current = rat(d) // 零五
			h.i += w
			h.said++
			h.zero = d == 0
			return true
		case h.positional == 0 || h.last > 0 || !h.words:
			return false
		}
		if h.positional > 40 {
			return false
		}
		h.current = new(big.Rat).Add(new(big.Rat).Mul(h.current, rat(10)), rat(d))
	} else {
		h.current = rat(d)
	}
	h.zero = d == 0
	h.seen = true
	h.positional++
	h.said++
	h.i += w
	return true
}

// somewhat reads 多 余 几 来 before a unit: 十多万, 300余亿.
func (h *hanReader) somewhat(r rune, w int) bool {
	if !h.seen || h.open {
		return false
	}
	j := h.i + w
	for j < len(h.s) && h.s[j] == ' ' {
		j++
	}
	nr, _ := utf8.DecodeRuneInString(h.s[j:])
	if u := hanUnit(nr); u < 10_000 || nr == '廿' {
		if r == '几' && h.last == 10 && h.current == nil {
			h.open = true
			h.i += w
			return true
		}
		return false
	}
	h.open = true
	h.i = j
	return true
}

// point reads a decimal: 三点五, 两千三点一, 四百亿点零五.
func (h *hanReader) point(w int) bool {
	if !h.seen || !h.words && h.last == 0 || h.fraction != nil {
		return false
	}
	j := h.i + w
	for j < len(h.s) && h.s[j] == ' ' {
		j++
	}
	f, scale, e := new(big.Rat), big.NewRat(1, 10), j
	for e < len(h.s) {
		r, n := utf8.DecodeRuneInString(h.s[e:])
		d := hanDigit(r)
		if d < 0 || r == '两' || e-j > 60 {
			break
		}
		f.Add(f, new(big.Rat).Mul(rat(d), scale))
		scale.Mul(scale, big.NewRat(1, 10))
		e += n
	}
	if e == j {
		return false
	}
	if h.current == nil && h.last >= 10_000 && h.section.Sign() == 0 {
		h.fraction = f // 四百亿点五
	} else {
		h.shorthand()
		if h.current == nil {
			h.current = new(big.Rat)
		}
		h.current = new(big.Rat).Add(h.current, f)
	}
	h.said += (e - j) / 3
	h.zero = false
	h.positional = 0
	h.i = e
	// What follows a decimal is a unit or nothing.
	return true
}

func (h *hanReader) unit(u int64, w int) bool {
	if h.fraction != nil {
		return false
	}
	if h.current != nil && h.current.Sign() == 0 && h.zero && u < 10_000 && h.last > 0 {
		h.current = rat(1) // 一百零十
	}
	unit := rat(u)
	if u == 20 || u == 30 {
		if h.seen {
			return false
		}
		h.section.Set(unit)
		h.seen, h.last = true, 10
		h.i += w
		return true
	}
	if u < 10_000 {
		if h.current == nil {
			if h.seen && (h.last == 0 || h.last <= u) || h.open {
				return false
			}
			if h.seen && u != 10 && h.last < 10_000 {
				return false
			}
			h.current = rat(1)
			h.said++
		} else if h.last > 0 && h.last < 10_000 && h.last <= u {
			return false
		}
		h.section.Add(&h.section, new(big.Rat).Mul(h.current, unit))
	} else {
		if !h.seen {
			return false
		}
		if h.current != nil {
			h.section.Add(&h.section, h.current)
		}
		switch {
		case h.section.Sign() == 0 && h.total.Sign() > 0:
			h.total.Mul(&h.total, unit) // 万亿
		case h.total.Sign() > 0 && h.total.Cmp(unit) < 0:
			h.total.Mul(h.total.Add(&h.total, &h.section), unit)
		default:
			h.total.Add(&h.total, new(big.Rat).Mul(&h.section, unit))
		}
		h.section.SetInt64(0)
		if h.total.Num().BitLen() > 400 {
			return false
		}
	}
	h.current, h.seen, h.last, h.zero, h.positional = nil, true, u, false, 0
	h.i += w
	return true
}

// shorthand gives the digit after a unit its place: 一百五 is 150, 三万五 35,000.
func (h *hanReader) shorthand() {
	if h.current != nil && h.last >= 100 && h.positional == 1 && h.words && !h.zeroBefore() && h.current.Cmp(rat(10)) < 0 {
		h.current = new(big.Rat).Mul(h.current, rat(h.last/10))
	}
}

func (h *hanReader) zeroBefore() bool {
	_, w := utf8.DecodeLastRuneInString(h.s[:h.i])
	r, _ := utf8.DecodeLastRuneInString(h.s[:h.i-w])
	return r == '零' || r == '〇'
}

func (h *hanReader) value() *big.Rat {
	h.shorthand()
	v := new(big.Rat).Add(&h.total, &h.section)
	if h.current != nil {
		v.Add(v, h.current)
	}
	if h.fraction != nil {
		v.Add(v, h.fraction)
	}
	return v
}

func blanks(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// spaced matches a word at i whose characters may stand apart by blanks; it returns
// its end, i for none.
func spaced(s string, i int, w string) int {
	j := i
	for _, r := range w {
		j = blanks(s, j)
		if !strings.HasPrefix(s[j:], string(r)) {
			return i
		}
		j += utf8.RuneLen(r)
	}
	return j
}
