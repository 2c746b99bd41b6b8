package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// unitStands keeps 元 of 元首, 人 of 人民, 次 of 次日, 名 of 名义 and the like from
// being units.
func (f *finder) unitStands(m entry, b, e int) bool {
	if f.lang != "zh" {
		return true
	}
	rest := f.key[e:]
	for _, w := range f.language.notUnits[m.word] {
		if strings.HasPrefix(rest, w) {
			return false
		}
	}
	return true
}

// nameBefore reports whether the word before a number makes it the name of a thing:
// Article 5, Boeing 737, резолюция 2231.
func (f *finder) nameBefore(b int) bool {
	t := strings.TrimRight(f.key[f.begin:b], " ")
	if strings.HasSuffix(t, "№") || strings.HasSuffix(t, "no.") || strings.HasSuffix(t, "#") {
		return true
	}
	k := len(t)
	for k > 0 {
		r, w := utf8.DecodeLastRuneInString(t[:k])
		if !letter(r) {
			break
		}
		k -= w
	}
	return k < len(t) && f.language.names[t[k:]]
}

// date reports whether a number is part of a date, a time or an age.
func (f *finder) date(n number) bool {
	s := f.key
	rest := s[n.end:]
	switch f.lang {
	case "zh":
		for _, w := range f.language.timeWords {
			if !strings.HasPrefix(rest, w) || f.timeMoney(rest) {
				continue
			}
			return !n.words || w != "点" // 三点 are points as well, 3点 is a time
		}
		if f.yearLike(n) && !n.words {
			if m, _ := f.language.measures.at(s, n.end); m.value == "" && f.percentSign(n.end) == n.end && !f.moneyBefore(n.begin) && n.end < len(s) && n.begin > f.begin {
				return true
			}
		}
		// 9月20日18时: what follows a dash or colon in a time.
		if strings.HasPrefix(rest, ":") && len(rest) > 2 && isDigit(rest[1]) {
			return true
		}
		before := s[f.begin:n.begin]
		if strings.HasSuffix(before, "年") && !strings.HasPrefix(rest, "万") && n.value.Cmp(big.NewRat(13, 1)) < 0 && strings.HasPrefix(rest, "月") {
			return true
		}
		if len(rest) > 1 && rest[0] == '-' && isDigit(rest[1]) && !n.words || strings.HasSuffix(before, "-") && len(before) > 1 && isDigit(before[len(before)-2]) {
			return f.yearLike(n)
		}
		return false
	case "en":
		return f.englishDate(n)
	}
	return f.russianDate(n)
}

// timeMoney reports whether money follows whose name begins like a word of time, and
// no other word (日元首 is 日 and 元首).
func (f *finder) timeMoney(rest string) bool {
	for _, w := range f.language.timeMoney {
		if after, ok := strings.CutPrefix(rest, w); ok && !strings.HasPrefix(after, "首") {
			return true
		}
	}
	return false
}

// calendar reports whether an ordinal counts quarters, centuries and the like, or
// names a day.
func (f *finder) calendar(e int) bool {
	rest := strings.TrimLeft(f.key[e:], " ")
	for _, w := range f.language.calendar {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}

func (f *finder) yearLike(n number) bool {
	return n.value.IsInt() && n.value.Cmp(big.NewRat(1799, 1)) > 0 && n.value.Cmp(big.NewRat(2100, 1)) < 0 && n.end-n.begin == 4
}

func (f *finder) englishDate(n number) bool {
	s := f.key
	rest := strings.TrimLeft(s[n.end:], " ")
	for _, w := range f.language.timeWords {
		if strings.HasPrefix(rest, w) || strings.HasPrefix(rest, "-"+w) {
			after := strings.TrimPrefix(strings.TrimPrefix(rest, "-"), w)
			if r, _ := utf8.DecodeRuneInString(after); after == "" || !letter(r) {
				return true
			}
		}
	}
	before := strings.TrimRight(s[f.begin:n.begin], " ,")
	for _, m := range f.language.months {
		if strings.HasSuffix(before, m) && !n.words && n.value.Cmp(big.NewRat(2200, 1)) < 0 {
			p, _ := utf8.DecodeLastRuneInString(before[:len(before)-len(m)])
			if !letter(p) && !f.moneyBefore(n.begin) {
				return true
			}
		}
	}
	if strings.HasPrefix(rest, ":") && len(rest) > 2 && isDigit(rest[1]) || strings.HasSuffix(before, ":") && len(before) > 1 && isDigit(before[len(before)-2]) {
		return true
	}
	if f.yearLike(n) && !f.moneyBefore(n.begin) && f.percentSign(n.end) == n.end {
		if m, _ := f.language.measures.at(s, skipBlank(s, n.end)); m.value == "" {
			return true
		}
	}
	return false
}

func (f *finder) moneyBefore(b int) bool {
	_, ok := f.markBefore(b, f.begin)
	return ok
}

func (f *finder) russianDate(n number) bool {
	rest := strings.TrimLeft(f.key[n.end:], " ")
	for _, w := range f.language.timeWords {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	if strings.HasPrefix(rest, ":") && len(rest) > 2 && isDigit(rest[1]) {
		return true
	}
	before := strings.TrimRight(f.key[f.begin:n.begin], " ")
	if strings.HasSuffix(before, ":") && len(before) > 1 && isDigit(before[len(before)-2]) {
		return true
	}
	if f.yearLike(n) && f.percentSign(n.end) == n.end {
		if m, _ := f.language.measures.at(f.key, skipBlank(f.key, n.end)); m.value == "" {
			return true
		}
	}
	return false
}
