package chrono

import (
	"strings"
	"unicode/utf8"
)

// zhAtom reads one date, month, year, relative day or length of time at byte i.
func (x *context) zhAtom(i int) (reading, bool) {
	if i >= x.stop {
		return reading{}, false
	}
	if isDigit(x.key[i]) {
		if r, ok := x.zhNumeric(i); ok {
			return r, true
		}
	}
	if n, e := hanInt(x.key, i); e > i && e <= x.stop {
		if r, ok := x.zhNumber(i, n, e); ok {
			return r, true
		}
		if isDigit(x.key[i]) {
			return reading{}, false
		}
	}
	first, _ := utf8.DecodeRuneInString(x.key[i:])
	if r, ok := x.zhRelative(i, first); ok {
		return r, true
	}
	switch first {
	case '星', '周', '礼':
		return x.zhWeekday(i)
	case '近', '过', '最', '接', '未', '今', '前', '后', '下', '半', '几', '数':
		if r, ok := x.zhRun(i); ok {
			return r, true
		}
		return x.zhPartAlone(i)
	case '第':
		return x.zhPartAlone(i)
	}
	return x.zhEra(i, first)
}

// zhNumber reads what begins with the number n that ends at byte e.
func (x *context) zhNumber(i, n, e int) (reading, bool) {
	s := x.key
	width := e - i
	arabic := isDigit(s[i])
	e1 := skip(s, e)
	switch {
	case n >= 1000 && n < 2200:
		if r, ok := x.zhYears(i, n, e); ok {
			return r, true
		}
		if strings.HasPrefix(s[e1:], "年") && !(arabic && width != 4) {
			return x.zhYear(i, e1+len("年"), n)
		}
		if arabic && width == 4 && x.zhBareYear(i, e) {
			return ofYear(i, e, n), true
		}
	case strings.HasPrefix(s[e1:], "年代"):
		if n < 100 && n%10 == 0 && n >= 20 {
			return ofDecade(i, e1+len("年代"), 1900+n), true
		}
		return skipped(i, e1+len("年代"))
	case arabic && width == 2 && n < 100 && strings.HasPrefix(s[e:], "年") && (s[i] == '0' || n >= 50 && x.zhMonthFollows(e+len("年"))):
		return x.zhYear(i, e+len("年"), centuryOf(n))
	}
	if strings.HasPrefix(s[e1:], "世纪") && n >= 1 && n < 30 {
		return x.zhCentury(i, e1+len("世纪"), n)
	}
	if n >= 1 && n <= 12 && strings.HasPrefix(s[e1:], "月") && !strings.HasPrefix(s[i:], "两") {
		if x.zhLunar(i, e1+len("月")) {
			return skipped(i, e1+len("月"))
		}
		return x.zhMonthAlone(i, n, e1+len("月"))
	}
	if n >= 1 && n <= 12 {
		if r, ok := x.zhMonths(i, n, e); ok {
			return r, true
		}
	}
	if n >= 1 && n <= 31 {
		if r, ok := x.zhDay(i, n, e); ok {
			return r, true
		}
	}
	if n >= 1 && n <= 4 && strings.HasPrefix(s[e:], "季度") {
		return x.zhQuarterAlone(i, e+len("季度"), n)
	}
	return x.zhLength(i, i, "")
}

// zhMonthFollows reports whether a month begins at byte e.
func (x *context) zhMonthFollows(e int) bool {
	m, me := hanInt(x.key, e)
	return me > e && m >= 1 && m <= 12 && strings.HasPrefix(x.key[me:], "月")
}

// zhLunar reports whether the month that ends at byte e is one of the old calendar:
// 农历三月, 三月初三, 三月三.
func (x *context) zhLunar(i, e int) bool {
	s := x.key
	for _, w := range []string{"农历", "阴历", "夏历", "藏历"} {
		if strings.HasSuffix(s[:i], w) {
			return true
		}
	}
	if isDigit(s[i]) {
		return false
	}
	rest := s[e:x.stop]
	if strings.HasPrefix(rest, "初") {
		n, ne := hanInt(rest, len("初"))
		return ne > len("初") && n >= 1 && n <= 10
	}
	return strings.HasPrefix(s[i:], "三月三") && !strings.HasPrefix(rest, "三十") && !strings.HasPrefix(rest, "三日")
}

// zhYears reads 2025至2026年, 2020-2024年, 1995 - 1997年.
func (x *context) zhYears(i, y, e int) (reading, bool) {
	s := x.key
	j := skip(s, e)
	if strings.HasPrefix(s[j:], "年") {
		j = skip(s, j+len("年"))
	}
	for _, sep := range []string{"至", "到", "-", "~"} {
		if !strings.HasPrefix(s[j:], sep) {
			continue
		}
		k := j + len(sep)
		for k < len(s) && s[k] == '-' {
			k++
		}
		k = skip(s, k)
		y2, e2 := hanInt(s, k)
		if e2 == k || e2 >= len(s) {
			return reading{}, false
		}
		if y2 < 100 && e2-k == 2 {
			y2 += y / 100 * 100
		}
		switch {
		case y2 <= y || y2 >= 2200 || y2 < 1000:
			return reading{}, false
		case strings.HasPrefix(s[e2:], "财年"), strings.HasPrefix(s[e2:], "学年"):
			return ofYears(i, e2+len("财年"), y, y2), true
		case strings.HasPrefix(s[e2:], "年") && !strings.HasPrefix(s[e2:], "年代"):
			e2 += len("年")
			if _, me := hanInt(s, e2); me > e2 && strings.HasPrefix(s[me:], "月") {
				return reading{}, false
			}
			if strings.HasPrefix(s[e2:], "期间") {
				e2 += len("期间")
			}
			return ofYears(i, e2, y, y2), true
		}
	}
	return reading{}, false
}

// zhBareYear reports whether four digits without 年 are a year: between brackets or
// after an equals sign.
func (x *context) zhBareYear(i, e int) bool {
	s := x.key
	return i > x.begin && e < len(s) && (s[i-1] == '(' && s[e] == ')') || i > x.begin+1 && s[i-1] == ' ' && s[i-2] == '=' || i >= x.begin+1 && s[i-1] == '='
}

// zhYear goes on after a year: a month, a part, or nothing.
func (x *context) zhYear(i, e, y int) (reading, bool) {
	s := x.key
	if y < 1 {
		return reading{}, false
	}
	for _, w := range []string{"级", "版", "款", "期", "轻", "龄", "薪"} {
		if strings.HasPrefix(s[e:], w) && w != "期" {
			return reading{}, false
		}
	}
	j := skip(s, e)
	if j < len(s) && s[j] == ',' { // 二零一六年，九月三號
		if m, me := hanInt(s, j+1); me > j+1 && m >= 1 && m <= 12 && strings.HasPrefix(s[me:], "月") {
			if d, de := hanInt(s, me+3); de > me+3 && d > 0 && zhDaySuffix(s, de) > 0 {
				j++
			}
		}
	}
	if m, me := hanInt(s, j); me > j && me <= x.stop && m >= 1 && m <= 12 && strings.HasPrefix(s[skip(s, me):], "月") {
		r, ok := x.zhMonth(i, skip(s, me)+len("月"), y, m)
		r.explicit = true
		return r, ok
	}
	if r, ok := x.zhPart(i, e, ofYear(i, e, y)); ok {
		return r, true
	}
	return ofYear(i, e, y), true
}

// zhMonth goes on after 月 of a known year: a day, days, a part of the month.
func (x *context) zhMonth(i, e, y, m int) (reading, bool) {
	s := x.key
	if strings.HasPrefix(s[e:], "份") {
		e += len("份")
	}
	j := skip(s, e)
	if d, de := hanInt(s, j); de > j && de <= x.stop && d >= 1 && d <= 31 {
		if n := zhDaySuffix(s, de); n > 0 {
			f, ok := newDay(y, m, d)
			if !ok {
				r := voided(i, de+n, oneDay)
				r.relative = false
				return r, true
			}
			return onDay(i, x.zhSameDay(de+n), f), true
		}
		if d2, e2 := x.zhSecondDay(de, d); d2 > 0 {
			f, ok1 := newDay(y, m, d)
			t, ok2 := newDay(y, m, d2)
			if ok1 && ok2 {
				return ofDays(i, e2, f, t), true
			}
		}
	}
	r := ofMonth(i, e, y, m)
	if p, ok := x.zhPart(i, e, r); ok {
		return p, true
	}
	return r, true
}

// zhSameDay skips the weekday in brackets or after a comma: 10月12号，星期一.
func (x *context) zhSameDay(e int) int {
	s := x.key
	j := e
	if j < x.stop && (s[j] == '(' || s[j] == ',') {
		bracket := s[j] == '('
		k := skip(s, j+1)
		for _, w := range []string{"星期", "周", "礼拜"} {
			if strings.HasPrefix(s[k:], w) && k+len(w) < x.stop {
				if n := zhWeekdayAt(s, k+len(w)); n >= 0 {
					k += len(w) + 3
					if bracket && k < len(s) && s[k] == ')' {
						return k + 1
					}
					if !bracket {
						return k
					}
				}
			}
		}
	}
	return e
}

// zhSecondDay reads the second of 18—19日 and 18、19日.
func (x *context) zhSecondDay(e, d int) (d2, end int) {
	s := x.key
	for _, sep := range []string{"至", "到", "-", "~", "、", "和"} {
		if !strings.HasPrefix(s[e:], sep) {
			continue
		}
		k := e + len(sep)
		for k < len(s) && s[k] == '-' {
			k++
		}
		n, ne := hanInt(s, k)
		if ne == k || n <= d || n > 31 || zhDaySuffix(s, ne) == 0 || (sep == "、" || sep == "和") && n != d+1 {
			return 0, e
		}
		return n, ne + zhDaySuffix(s, ne)
	}
	return 0, e
}

// zhDaySuffix is the length of 日 or 号 at byte e, 0 where they belong to another
// word.
func zhDaySuffix(s string, e int) int {
	if !strings.HasPrefix(s[e:], "日") && !strings.HasPrefix(s[e:], "号") {
		return 0
	}
	return len("日")
}

// dayStands keeps 10日元, 3日内 and 5号线 from being days.
func (x *context) dayStands(e int) bool {
	z := x.words.zh
	rest := x.key[e:x.stop]
	list := z.notDay
	if strings.HasPrefix(rest, "号") {
		list = z.notNumberSign
	}
	for _, w := range list {
		if strings.HasPrefix(rest, w) && !(w == "日元" && strings.HasPrefix(rest, "日元首")) {
			return false
		}
	}
	return true
}

// zhMonthAlone reads a month without its year: 5月18日, 5月, 5月底, 2月29日.
func (x *context) zhMonthAlone(i, m, e int) (reading, bool) {
	s := x.key
	if strings.HasPrefix(s[e:], "份") {
		e += len("份")
	}
	fut := x.future(i)
	j := skip(s, e)
	if d, de := hanInt(s, j); de > j && de <= x.stop && d >= 1 && d <= 31 {
		if n := zhDaySuffix(s, de); n > 0 {
			return x.monthDay(i, x.zhSameDay(de+n), m, d, 0, fut)
		}
		if d2, e2 := x.zhSecondDay(de, d); d2 > 0 {
			return x.monthDay(i, e2, m, d, d2, fut)
		}
	}
	r, ok := x.monthDay(i, e, m, 0, 0, fut)
	if !ok || r.void {
		return r, ok
	}
	if p, ok := x.zhPart(i, e, r); ok {
		p.relative, p.m, p.d, p.explicit = true, 0, 0, false
		if p.unit == month {
			p.m = m
		}
		return p, true
	}
	return r, true
}

// zhMonths reads 1至8月, 1—8月 of this year or the last.
func (x *context) zhMonths(i, m, e int) (reading, bool) {
	s := x.key
	for _, sep := range []string{"至", "-", "到", "~"} {
		if !strings.HasPrefix(s[e:], sep) {
			continue
		}
		k := e + len(sep)
		for k < len(s) && s[k] == '-' {
			k++
		}
		m2, me := hanInt(s, k)
		if me == k || m2 <= m || m2 > 12 || !strings.HasPrefix(s[me:], "月") {
			return reading{}, false
		}
		me += len("月")
		if strings.HasPrefix(s[me:], "份") {
			me += len("份")
		}
		if _, de := hanInt(s, me); de > me && zhDaySuffix(s, de) > 0 {
			return reading{}, false
		}
		b, ok := x.monthDay(i, me, m2, 0, 0, x.future(i))
		if !ok || b.void {
			return b, ok
		}
		r := ofMonths(i, me, b.from.day().year(), m, b.from.day().year(), m2)
		r.relative = true
		return r, true
	}
	return reading{}, false
}

// zhDay reads a day without its month: 18日, 16日至18日 (by range), 16至18日.
func (x *context) zhDay(i, d, e int) (reading, bool) {
	s := x.key
	arabic := isDigit(s[i])
	if i > x.begin && (strings.HasSuffix(s[:i], "第") || strings.HasSuffix(s[:i], "-")) {
		return reading{}, false
	}
	fut := x.future(i)
	if n := zhDaySuffix(s, e); n > 0 {
		if !x.dayStands(e) || !arabic && d <= 10 && strings.HasPrefix(s[e:], "日") && !strings.HasPrefix(s[e:], "日,") {
			return reading{}, false
		}
		if strings.HasPrefix(s[e:], "号") {
			return reading{}, false // alone it numbers things
		}
		c, ok := x.dayAlone(d, fut)
		if !ok {
			r := voided(i, e+n, oneDay)
			r.bareDay = true
			return r, true
		}
		r := onDay(i, x.zhSameDay(e+n), c)
		r.relative, r.bareDay = true, true
		return r, true
	}
	if d2, e2 := x.zhSecondDay(e, d); d2 > 0 && arabic {
		a, ok1 := x.dayAlone(d, fut)
		b, ok2 := x.dayAlone(d2, fut)
		if !ok1 || !ok2 {
			return voided(i, e2, oneDay), true
		}
		if b < a || b-a > 31 {
			y, m, _ := a.civil()
			if b, ok2 = newDay(y, m, d2); !ok2 {
				return reading{}, false
			}
		}
		r := ofDays(i, e2, a, b)
		r.relative = true
		return r, true
	}
	return reading{}, false
}

// zhNumeric reads dates in figures: 2025-06-16, 2025/6/16, 2010.01.29, 1/2/2020 (day
// first), 12/1, 12-11-10.
func (x *context) zhNumeric(i int) (reading, bool) {
	s := x.key
	a, e := hanInt(s, i)
	if e >= x.stop || e-i > 4 || strings.IndexByte("-/.", s[e]) < 0 {
		return reading{}, false
	}
	sep := s[e]
	b, be := hanInt(s, e+1)
	if be == e+1 || be-e > 3 && be-e != 5 || !isDigit(s[e+1]) {
		return reading{}, false
	}
	more := be+1 < x.stop && s[be] == sep && isDigit(s[be+1])
	if !more {
		if sep == '/' && e-i <= 2 && be-e <= 3 && x.stop-i <= 8 && i == x.begin && be >= x.stop {
			return x.monthDay(i, be, a, b, 0, x.future(i))
		}
		if sep == '-' && e-i == 4 && be-e == 3 && a > 1900 && a < 2200 && b >= 1 && b <= 12 && !strings.HasPrefix(s[be:], "年") && !strings.HasPrefix(s[be:], "月") {
			return explicit(ofMonth(i, be, a, b)), true
		}
		return reading{}, false
	}
	c, ce := hanInt(s, be+1)
	if ce-be > 5 || ce+1 < len(s) && s[ce] == sep && isDigit(s[ce+1]) {
		return reading{}, false
	}
	var d day
	ok := false
	switch {
	case e-i == 4:
		d, ok = newDay(a, b, c)
	case ce-be == 5 && sep != '.':
		if d, ok = newDay(c, b, a); !ok {
			d, ok = newDay(c, a, b)
		}
	case e-i == 2 && be-e == 3 && ce-be == 3 && sep == '-':
		d, ok = newDay(centuryOf(a), b, c)
	}
	if !ok {
		return reading{}, false
	}
	return explicit(onDay(i, ce, d)), true
}
