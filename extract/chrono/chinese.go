package chrono

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

func (x *context) next(i int) int {
	r, n := utf8.DecodeRuneInString(x.key[i:])
	if letter(r) || isDigit(x.key[i]) {
		j := i
		for j < len(x.key) {
			r, w := utf8.DecodeRuneInString(x.key[j:])
			if !letter(r) && !(r < 0x80 && isDigit(byte(r))) {
				break
			}
			j += w
			if x.lang == "zh" && r < 0x80 && isDigit(byte(r)) && j < len(x.key) && !isDigit(x.key[j]) {
				break
			}
		}
		return max(j, i+n)
	}
	return i + n
}

func letter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'а' <= r && r <= 'я' || r == 'і' || r == 'ғ' || r == 'қ'
}

var hanDigits = map[rune]int{'零': 0, '〇': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '两': 2}

// hanInt reads a small Chinese or Arabic numeral: 三十五, 二〇二三, 12.
func hanInt(s string, i int) (n, end int) {
	if i < len(s) && isDigit(s[i]) {
		return digits(s, i)
	}
	end = i
	tens, seen, positional := 0, false, 0
	cur := -1
	for end < len(s) {
		r, w := utf8.DecodeRuneInString(s[end:])
		if d, ok := hanDigits[r]; ok {
			if cur >= 0 {
				positional = positional*10 + cur
			}
			cur = d
			seen = true
		} else if r == '十' && cur < 10 {
			if positional > 0 {
				return 0, i
			}
			if cur < 0 {
				cur = 1
			}
			tens, cur, seen = tens+cur*10, -1, true
		} else if r == '百' && cur >= 0 {
			tens, cur = tens+cur*100, -1
		} else {
			break
		}
		end += w
	}
	if !seen {
		return 0, i
	}
	if cur < 0 {
		return tens, end
	}
	if positional > 0 && tens == 0 {
		return positional*10 + cur, end
	}
	return tens + cur, end
}

// relativeWords are Chinese words for days, months and years by their distance
// from the reference.
var relativeDays = []struct {
	word string
	days int
}{{"大前天", -3}, {"前天", -2}, {"昨天", -1}, {"昨日", -1}, {"昨晚", -1}, {"昨夜", -1}, {"今天", 0}, {"今日", 0}, {"今晨", 0}, {"今晚", 0}, {"今早", 0}, {"明天", 1}, {"明日", 1}, {"明晚", 1}, {"后天", 2}, {"大后天", 3}}

var relativeYears = []struct {
	word  string
	years int
}{{"前年", -2}, {"去年", -1}, {"上一年", -1}, {"上年", -1}, {"今年", 0}, {"本年度", 0}, {"本年", 0}, {"年内", 0}, {"明年", 1}, {"后年", 2}, {"同年", 0}, {"当年", 0}, {"翌年", 1}}

var relativeMonths = []struct {
	word   string
	months int
}{{"上个月", -1}, {"上月", -1}, {"本月", 0}, {"这个月", 0}, {"当月", 0}, {"下个月", 1}, {"下月", 1}}

var relativeWeeks = []struct {
	word  string
	weeks int
}{{"上上周", -2}, {"上个星期", -1}, {"上星期", -1}, {"上周", -1}, {"本周", 0}, {"这周", 0}, {"这个星期", 0}, {"本星期", 0}, {"下个星期", 1}, {"下星期", 1}, {"下周", 1}}

var weekdays = map[rune]int{'一': 0, '二': 1, '三': 2, '四': 3, '五': 4, '六': 5, '日': 6, '天': 6}

// chinese reads a time that begins at byte i.
func (x *context) chinese(i int) (reading, bool) {
	s := x.key
	if i > x.begin && isDigit(s[i]) && (isDigit(s[i-1]) || s[i-1] == '.') {
		return reading{}, false
	}
	for _, f := range []func(int) (reading, bool){x.iso, x.zhYear, x.zhMonth, x.zhDay, x.zhRelative, x.zhEra, x.zhSpan} {
		if r, ok := f(i); ok {
			return x.zhTail(r), true
		}
	}
	return reading{}, false
}

// iso reads 2025-06-16, 2025/6/16, 2025.6.16 in any language.
func (x *context) iso(i int) (reading, bool) {
	s := x.key
	y, e := digits(s, i)
	if e-i != 4 || e >= len(s) || strings.IndexByte("-/.", s[e]) < 0 {
		return reading{}, false
	}
	sep := s[e]
	m, me := digits(s, e+1)
	if me == e+1 || me-e > 3 || m < 1 || m > 12 {
		return reading{}, false
	}
	if me < len(s) && s[me] == sep {
		d, de := digits(s, me+1)
		if c := (day{y, m, d}); de > me+1 && de-me <= 3 && c.valid() {
			return x.dayReading(i, de, c), true
		}
	}
	return reading{}, false
}

// zhYear reads what begins with a year: 2023年5月18日, 2024年, 2025至2026年.
func (x *context) zhYear(i int) (reading, bool) {
	s := x.key
	y, e := hanInt(s, i)
	if e == i {
		return reading{}, false
	}
	two := false
	if y < 1000 {
		if !(isDigit(s[i]) && e-i == 2 && strings.HasPrefix(s[e:], "年") && y > 40 && y < 100) {
			return reading{}, false
		}
		two = true
		y += 1900
	}
	if y > 2200 || y < 1000 {
		return reading{}, false
	}
	// 2020至2025年, 2024-2025年, 2020年—2024年
	j := e
	if strings.HasPrefix(s[j:], "年") {
		j += len("年")
	}
	for _, sep := range []string{"至", "到", "-", "~", "--"} {
		if strings.HasPrefix(s[j:], sep) {
			y2, e2 := hanInt(s, j+len(sep))
			if e2 > j+len(sep) && strings.HasPrefix(s[e2:], "年") && !strings.HasPrefix(s[e2:], "年代") {
				if y2 < 100 && y2 > 0 {
					y2 += y / 100 * 100
				}
				if y2 > y && y2 < 2300 {
					return x.yearsReading(i, e2+len("年"), y, y2), true
				}
			}
		}
	}
	if !strings.HasPrefix(s[e:], "年") {
		return reading{}, false
	}
	e += len("年")
	if strings.HasPrefix(s[e:], "代") {
		e += len("代")
		if two || y%10 == 0 {
			return x.decadeReading(i, e, y-y%10), true
		}
		return reading{}, false
	}
	if two && !strings.HasPrefix(s[e:], "初") {
		if m, me := x.zhMonthAfter(e); me > 0 {
			return x.zhMonthDay(i, me, y, m), true
		}
	}
	e = skip(s, e)
	if m, me := x.zhMonthAfter(e); me > 0 {
		return x.zhMonthDay(i, me, y, m), true
	}
	e = len(strings.TrimRight(s[:e], " "))
	return x.zhYearPart(i, e, y), true
}

// zhMonthAfter reads 5月 at byte e; end 0 for none.
func (x *context) zhMonthAfter(e int) (m, end int) {
	m, me := hanInt(x.key, e)
	if me > e && m >= 1 && m <= 12 && strings.HasPrefix(x.key[me:], "月") {
		me += len("月")
		if strings.HasPrefix(x.key[me:], "份") {
			me += len("份")
		}
		return m, me
	}
	return 0, 0
}

// zhMonthDay goes on after a month: a day, a range of days, a range of months.
func (x *context) zhMonthDay(i, e, y, m int) reading {
	s := x.key
	d, de := hanInt(s, skip(s, e))
	if de > e && d >= 1 && d <= 31 {
		suffix := zhDaySuffix(s, de)
		if suffix > 0 && (day{y, m, d}).valid() {
			return x.zhDayRange(i, de+suffix, day{y, m, d})
		}
		// 5月18—19日: the sign of day comes at the end.
		for _, sep := range []string{"-", "至", "~", "、"} {
			if strings.HasPrefix(s[de:], sep) {
				d2, e2 := hanInt(s, de+len(sep))
				if e2 > de+len(sep) && zhDaySuffix(s, e2) > 0 && d2 > d && (day{y, m, d2}).valid() {
					return x.daysReading(i, e2+zhDaySuffix(s, e2), day{y, m, d}, day{y, m, d2})
				}
			}
		}
	}
	// 1月至8月, 1—8月 were the month first.
	for _, sep := range []string{"至", "到", "-", "~"} {
		if strings.HasPrefix(s[e:], sep) {
			j := e + len(sep)
			y2 := y
			if v, ve := hanInt(s, j); ve > j && v > 1000 && strings.HasPrefix(s[ve:], "年") {
				y2, j = v, ve+len("年")
			}
			if m2, me := x.zhMonthAfter(j); me > 0 && (y2 > y || m2 > m) {
				if _, de2 := hanInt(s, me); de2 > me && zhDaySuffix(s, de2) > 0 {
					break
				}
				return x.monthsReading(i, me, y, m, y2, m2)
			}
		}
	}
	for _, w := range []struct {
		word   string
		d1, d2 int
	}{{"上旬", 1, 10}, {"中旬", 11, 20}, {"下旬", 21, 0}, {"初", 1, 10}, {"底", 21, 0}, {"末", 21, 0}} {
		if strings.HasPrefix(s[e:], w.word) && !strings.HasPrefix(s[e:], "初步") {
			d2 := w.d2
			if d2 == 0 {
				d2 = dayOf(day{y, m, 1}.time().AddDate(0, 1, -1)).d
			}
			r := x.daysReading(i, e+len(w.word), day{y, m, w.d1}, day{y, m, d2})
			r.granularity, r.anchor, r.approximate = "day", day{}, true
			return r
		}
	}
	return x.monthReading(i, e, y, m)
}

func zhDaySuffix(s string, i int) int {
	for _, w := range []string{"日", "号"} {
		if strings.HasPrefix(s[i:], w) {
			if w == "号" && strings.HasPrefix(s[i:], "号线") {
				return 0
			}
			return len(w)
		}
	}
	return 0
}

// zhDayRange goes on after a day: 至19日, 至6月2日.
func (x *context) zhDayRange(i, e int, from day) reading {
	s := x.key
	j := e
	// 16日上午至18日: the part of the day is skipped.
	for _, sep := range []string{"至", "到", "-", "~", "—"} {
		if !strings.HasPrefix(s[j:], sep) {
			continue
		}
		k := j + len(sep)
		to := from
		if v, ve := hanInt(s, k); ve > k && v > 1000 && strings.HasPrefix(s[ve:], "年") {
			to.y, k = v, ve+len("年")
		}
		if m, me := x.zhMonthAfter(k); me > 0 {
			to.m, k = m, me
			if to.m < from.m && to.y == from.y {
				to.y++
			}
		}
		if d, de := hanInt(s, k); de > k && zhDaySuffix(s, de) > 0 {
			to.d = d
			if to.valid() && to.String() > from.String() {
				return x.daysReading(i, de+zhDaySuffix(s, de), from, to)
			}
		}
	}
	return x.dayReading(i, e, from)
}

// zhYearPart goes on after a year: 上半年, 一季度, 前8个月, 底.
func (x *context) zhYearPart(i, e, y int) reading {
	s := x.key
	e2 := skip(s, e)
	if strings.HasPrefix(s[e2:], "的") {
		e2 += len("的")
	}
	if r, ok := x.zhPartOf(i, e2, y); ok {
		return r
	}
	r := x.yearReading(i, e, y)
	for _, w := range []string{"初", "年初"} {
		if strings.HasPrefix(s[e:], w) && !strings.HasPrefix(s[e:], "初步") && !strings.HasPrefix(s[e:], "初期") {
			r.end, r.mod = e+len(w), "start"
		}
	}
	for _, w := range []string{"底", "末", "年底", "年末"} {
		if strings.HasPrefix(s[e:], w) {
			r.end, r.mod = e+len(w), "end"
		}
	}
	return r
}

func (x *context) zhPartOf(i, e, y int) (reading, bool) {
	s := x.key
	for k, w := range []string{"上半年", "下半年"} {
		if strings.HasPrefix(s[e:], w) {
			return x.halfReading(i, e+len(w), y, k+1), true
		}
	}
	q := e
	if strings.HasPrefix(s[q:], "第") {
		q += len("第")
	}
	if n, ne := hanInt(s, q); ne > q && n >= 1 && n <= 4 && strings.HasPrefix(s[ne:], "季度") {
		return x.quarterReading(i, ne+len("季度"), y, n), true
	}
	for _, w := range []string{"前", "头"} {
		if strings.HasPrefix(s[e:], w) {
			if n, ne := hanInt(s, e+len(w)); ne > e+len(w) && n >= 1 && n <= 12 {
				if strings.HasPrefix(s[ne:], "个月") {
					return x.monthsReading(i, ne+len("个月"), y, 1, y, n), true
				}
				if strings.HasPrefix(s[ne:], "季度") && n <= 4 || strings.HasPrefix(s[ne:], "个季度") && n <= 4 {
					k := ne + len("季度")
					if strings.HasPrefix(s[ne:], "个季度") {
						k = ne + len("个季度")
					}
					return x.monthsReading(i, k, y, 1, y, 3*n), true
				}
			}
		}
	}
	if n, ne := hanInt(s, e); ne > e && n >= 1 && n <= 12 {
		for _, sep := range []string{"至", "-", "到"} {
			if strings.HasPrefix(s[ne:], sep) {
				if m2, me := x.zhMonthAfter(ne + len(sep)); me > 0 && m2 > n {
					return x.monthsReading(i, me, y, n, y, m2), true
				}
			}
		}
	}
	for k, w := range []string{"春", "夏", "秋", "冬"} {
		if strings.HasPrefix(s[e:], w+"季") || strings.HasPrefix(s[e:], w+"天") {
			return reading{begin: i, end: e + 6, edtf: fmt.Sprintf("%04d-%02d", y, 21+k), from: day{y, 3 + 3*k, 1}.String(), to: dayOf(day{y, 3 + 3*k, 1}.time().AddDate(0, 3, 0)).String(), granularity: "season"}, true
		}
	}
	return reading{}, false
}

// zhMonth reads a month without a year: 5月18日, 5月, 1至8月.
func (x *context) zhMonth(i int) (reading, bool) {
	s := x.key
	m, e := hanInt(s, i)
	if e == i || m < 1 || m > 12 {
		return reading{}, false
	}
	fut := x.future(i)
	if !strings.HasPrefix(s[e:], "月") {
		for _, sep := range []string{"至", "-", "到"} {
			if strings.HasPrefix(s[e:], sep) {
				if m2, me := x.zhMonthAfter(e + len(sep)); me > 0 && m2 > m {
					if d, de := hanInt(s, me); de > me && zhDaySuffix(s, de) > 0 && d > 0 {
						return reading{}, false
					}
					y, ok := x.yearOf(m2, 0, fut)
					r := x.monthsReading(i, me, y, m, y, m2)
					r.relative = true
					return x.unresolved(r, ok), true
				}
			}
		}
		return reading{}, false
	}
	e += len("月")
	if strings.HasPrefix(s[e:], "份") {
		e += len("份")
	}
	d, de := hanInt(s, skip(s, e))
	if de > e && zhDaySuffix(s, de) == 0 && !strings.HasPrefix(s[de:], "-") && !strings.HasPrefix(s[de:], "至") && !strings.HasPrefix(s[de:], "、") {
		d = 0
	}
	if de == skip(s, e) {
		d = 0
	}
	y, ok := x.yearOf(m, d, fut)
	r := x.zhMonthDay(i, e, y, m)
	r.relative = true
	return x.unresolved(r, ok), true
}

// unresolved empties a reading whose year is unknown.
func (x *context) unresolved(r reading, ok bool) reading {
	if !ok {
		r.edtf, r.from, r.to, r.anchor = "", "", "", day{}
	}
	return r
}

// zhDay reads a bare day: 18日, 16日至18日.
func (x *context) zhDay(i int) (reading, bool) {
	s := x.key
	d, e := hanInt(s, i)
	if e == i || d < 1 || d > 31 || !isDigit(s[i]) && !strings.HasPrefix(s[e:], "号") && !strings.HasPrefix(s[e:], "日") {
		return reading{}, false
	}
	if p, _ := utf8.DecodeLastRuneInString(s[:i]); i > x.begin && (p == '第' || p == '.' || p == '-' && false || letter(p)) {
		return reading{}, false
	}
	fut := x.future(i)
	suffix := zhDaySuffix(s, e)
	if suffix == 0 {
		// 16至18日
		for _, sep := range []string{"至", "-", "到", "、"} {
			if strings.HasPrefix(s[e:], sep) {
				d2, e2 := hanInt(s, e+len(sep))
				if e2 > e+len(sep) && d2 > d && d2 <= 31 && zhDaySuffix(s, e2) > 0 {
					a, ok1 := x.bareDay(d, fut)
					b, ok2 := x.bareDay(d2, fut)
					if b.String() < a.String() {
						b.y, b.m = a.y, a.m
					}
					r := x.daysReading(i, e2+zhDaySuffix(s, e2), a, b)
					r.relative = true
					return x.unresolved(r, ok1 && ok2), true
				}
			}
		}
		return reading{}, false
	}
	if strings.HasPrefix(s[e:], "号") && !x.dayStands(e+suffix) {
		return reading{}, false
	}
	for _, w := range []string{"日本", "日元", "日益", "日常", "日方", "日军", "日内瓦", "日均", "日游", "日程"} {
		if strings.HasPrefix(s[e:], w) {
			return reading{}, false
		}
	}
	c, ok := x.bareDay(d, fut)
	r := x.zhDayRange(i, e+suffix, c)
	r.relative = true
	return x.unresolved(r, ok), true
}

// dayStands keeps numbers with 号 that name things (5号线, 2号机组) from being days.
func (x *context) dayStands(e int) bool {
	for _, w := range []string{"线", "机", "楼", "文件", "院", "门", "馆", "井", "卫星", "总统令", "令", "公报", "台风", "车", "决议", "公告"} {
		if strings.HasPrefix(x.key[e:], w) {
			return false
		}
	}
	return true
}

// zhRelative reads 昨天, 去年5月, 上月18日, 本周三.
func (x *context) zhRelative(i int) (reading, bool) {
	s := x.key
	for _, w := range relativeDays {
		if strings.HasPrefix(s[i:], w.word) {
			e := i + len(w.word)
			// 今天（9月7日）: the date in brackets says the same.
			r := x.dayReading(i, e, x.today.add(w.days))
			r.relative = true
			if strings.HasPrefix(s[e:], "(") {
				if m, me := x.zhMonthAfter(e + 1); me > 0 {
					if d, de := hanInt(s, me); de > me && zhDaySuffix(s, de) > 0 && strings.HasPrefix(s[de+3:], ")") && m > 0 && d > 0 {
						r.end = de + 3 + 1
					}
				}
			}
			return x.unresolved(r, x.known), true
		}
	}
	for _, w := range relativeYears {
		if !strings.HasPrefix(s[i:], w.word) {
			continue
		}
		e := i + len(w.word)
		y := x.today.y + w.years
		ok := x.known
		if w.word == "同年" || w.word == "当年" || w.word == "翌年" {
			if x.last.y == 0 {
				return reading{}, false
			}
			y, ok = x.last.y+w.years, true
		}
		if w.word == "年内" {
			return x.unresolved(x.yearReading(i, e, y), ok), true
		}
		var r reading
		if m, me := x.zhMonthAfter(skip(s, e)); me > 0 {
			r = x.zhMonthDay(i, me, y, m)
		} else {
			for _, t := range []string{"以来"} {
				if strings.HasPrefix(s[e:], t) {
					r := x.yearReading(i, e+len(t), y)
					r.mod, r.relative = "since", true
					r.edtf = fmt.Sprintf("%04d/..", y)
					r.to = ""
					return x.unresolved(r, ok), true
				}
			}
			r = x.zhYearPart(i, e, y)
		}
		r.relative = true
		return x.unresolved(r, ok), true
	}
	if strings.HasPrefix(s[i:], "年底") || strings.HasPrefix(s[i:], "年初") || strings.HasPrefix(s[i:], "年末") {
		if p, _ := utf8.DecodeLastRuneInString(s[:i]); i == x.begin || !(isDigit(s[i-1])) && p != '去' && p != '今' {
			r := x.yearReading(i, i+6, x.today.y)
			r.relative, r.mod = true, map[bool]string{true: "start", false: "end"}[strings.HasPrefix(s[i:], "年初")]
			return x.unresolved(r, x.known), true
		}
	}
	for _, w := range relativeMonths {
		if !strings.HasPrefix(s[i:], w.word) {
			continue
		}
		e := i + len(w.word)
		base := day{x.today.y, x.today.m, 1}
		ok := x.known
		if w.word == "当月" && x.lastMonth.y != 0 {
			base = x.lastMonth
		}
		t := dayOf(base.time().AddDate(0, w.months, 0))
		r := x.zhMonthDay(i, e, t.y, t.m)
		r.relative = true
		return x.unresolved(r, ok), true
	}
	for _, w := range relativeWeeks {
		if !strings.HasPrefix(s[i:], w.word) {
			continue
		}
		e := i + len(w.word)
		mon := monday(x.today).add(7 * w.weeks)
		r := x.weekReading(i, e, mon)
		if n, nw := utf8.DecodeRuneInString(s[e:]); nw > 0 {
			if k, isDay := weekdays[n]; isDay && !strings.HasPrefix(s[e:], "日内") {
				r = x.dayReading(i, e+nw, mon.add(k))
			} else if n == '末' {
				r = x.daysReading(i, e+nw, mon.add(5), mon.add(6))
				r.granularity = "weekend"
			}
		}
		r.relative = true
		return x.unresolved(r, x.known), true
	}
	for _, w := range []string{"星期", "周", "礼拜"} {
		if !strings.HasPrefix(s[i:], w) {
			continue
		}
		e := i + len(w)
		n, nw := utf8.DecodeRuneInString(s[e:])
		k, isDay := weekdays[n]
		if !isDay || w == "周" && (n == '日' && strings.HasPrefix(s[e+nw:], "报") || n == '一' && strings.HasPrefix(s[e+nw:], "围")) {
			continue
		}
		if p, _ := utf8.DecodeLastRuneInString(s[:i]); w == "周" && (p == '一' || p == '四' || p == '双' || p == '每' || isHanNumber(p)) {
			continue
		}
		d := monday(x.today).add(k)
		if x.future(i) {
			if d.String() < x.today.String() {
				d = d.add(7)
			}
		} else if d.String() > x.today.String() {
			d = d.add(-7)
		}
		r := x.dayReading(i, e+nw, d)
		r.relative = true
		return x.unresolved(r, x.known), true
	}
	for _, w := range []string{"同一天", "同日", "当天", "当日", "当晚", "次日", "翌日", "第二天"} {
		if strings.HasPrefix(s[i:], w) && x.last.y != 0 {
			d := x.last
			if w == "次日" || w == "翌日" || w == "第二天" {
				d = d.add(1)
			}
			r := x.dayReading(i, i+len(w), d)
			r.relative = true
			return r, true
		}
	}
	return reading{}, false
}

func isHanNumber(r rune) bool { _, ok := hanDigits[r]; return ok || r == '十' }

// zhEra reads centuries, decades and plan periods: 20世纪90年代, “十四五”期间.
func (x *context) zhEra(i int) (reading, bool) {
	s := x.key
	if c, e := hanInt(s, i); e > i && strings.HasPrefix(s[e:], "世纪") && c > 0 && c < 30 {
		e += len("世纪")
		if d, de := hanInt(s, e); de > e && strings.HasPrefix(s[de:], "年代") && d%10 == 0 && d < 100 {
			return x.decadeReading(i, de+len("年代"), (c-1)*100+d), true
		}
		return x.centuryReading(i, e, c), true
	}
	for _, w := range []string{"本世纪", "21世纪以来"} {
		if strings.HasPrefix(s[i:], w) {
			return x.centuryReading(i, i+len(w), 21), true
		}
	}
	if strings.HasPrefix(s[i:], "上世纪") {
		e := i + len("上世纪")
		if d, de := hanInt(s, e); de > e && strings.HasPrefix(s[de:], "年代") && d%10 == 0 && d < 100 {
			return x.decadeReading(i, de+len("年代"), 1900+d), true
		}
		return x.centuryReading(i, e, 20), true
	}
	j := i
	if j < len(s) && s[j] == '"' {
		j++
	}
	for _, p := range plans {
		if strings.HasPrefix(s[j:], p.name) {
			e := j + len(p.name)
			if j > i && e < len(s) && s[e] == '"' {
				e++
			}
			tail := false
			for _, w := range []string{"期间", "时期", "规划时期", "规划期间"} {
				if strings.HasPrefix(s[e:], w) {
					e += len(w)
					tail = true
					break
				}
			}
			if tail || j > i && (strings.HasPrefix(s[e:], "以来") || strings.HasPrefix(s[e:], "末")) {
				return x.yearsReading(i, e, p.from, p.from+4), true
			}
		}
	}
	return reading{}, false
}

// plans are the Chinese five-year plans by their short names.
var plans = []struct {
	name string
	from int
}{{"十五五", 2026}, {"十四五", 2021}, {"十三五", 2016}, {"十二五", 2011}, {"十一五", 2006}}

// zhSpan reads durations: 30多年来, 近10年, 过去五年, 三天, 未来3年.
func (x *context) zhSpan(i int) (reading, bool) {
	s := x.key
	j, lead := i, ""
	for _, w := range []string{"过去", "最近", "未来", "今后", "近", "前", "后", "此后", "长达", "为期"} {
		if strings.HasPrefix(s[j:], w) {
			lead, j = w, j+len(w)
			break
		}
	}
	n, e := hanInt(s, j)
	if e == j {
		if strings.HasPrefix(s[i:], "近年来") || strings.HasPrefix(s[i:], "近年") {
			k := i + len("近年")
			if strings.HasPrefix(s[k:], "来") {
				k += len("来")
			}
			r := reading{begin: i, end: k, granularity: "year", relative: true, approximate: true, kind: "point", mod: "since"}
			return r, lead != "前" && lead != "后"
		}
		if strings.HasPrefix(s[j:], "几") {
			return reading{}, false
		}
		return reading{}, false
	}
	more := false
	for _, w := range []string{"多", "余", "来"} {
		if strings.HasPrefix(s[e:], w) {
			more, e = true, e+len(w)
			break
		}
	}
	unit, iso := "", ""
	for _, u := range []struct{ word, unit, iso string }{{"个多月", "month", "M"}, {"个月", "month", "M"}, {"个星期", "week", "W"}, {"周年", "", ""}, {"年", "year", "Y"}, {"天", "day", "D"}, {"周", "week", "W"}, {"日", "day", "D"}, {"个小时", "hour", "H"}, {"小时", "hour", "H"}, {"分钟", "minute", "M"}} {
		if strings.HasPrefix(s[e:], u.word) {
			unit, iso, e = u.unit, u.iso, e+len(u.word)
			break
		}
	}
	if unit == "" || unit == "year" && n > 200 || unit == "day" && n > 400 {
		return reading{}, false
	}
	if unit == "day" && strings.HasPrefix(s[e-3:], "日") && lead == "" && !more {
		return reading{}, false
	}
	if strings.HasPrefix(s[e:], "代") || strings.HasPrefix(s[e:], "级") || strings.HasPrefix(s[e:], "度") {
		return reading{}, false
	}
	since := false
	for _, w := range []string{"以来", "来", "间", "内", "里"} {
		if strings.HasPrefix(s[e:], w) && !strings.HasPrefix(s[e:], "来自") && !strings.HasPrefix(s[e:], "来华") {
			since = w != "内" && w != "里"
			e += len(w)
			break
		}
	}
	dur := fmt.Sprintf("P%d%s", n, iso)
	if unit == "hour" || unit == "minute" {
		dur = fmt.Sprintf("PT%d%s", n, iso)
	}
	past := lead == "过去" || lead == "最近" || lead == "近" || since && lead == ""
	future := lead == "未来" || lead == "今后"
	if (past || future) && unit != "hour" && unit != "minute" {
		r := x.lastUnits(i, e, unit, n, past)
		r.duration, r.approximate = dur, more
		if more {
			r.kind = "duration"
		}
		return r, true
	}
	if lead == "前" || lead == "后" {
		return reading{}, false
	}
	return reading{begin: i, end: e, granularity: unit, kind: "duration", duration: dur, approximate: more}, true
}

// zhTail reads what follows a date: 以来, 起, 前, 后, the part of the day, a clock.
func (x *context) zhTail(r reading) reading {
	s := x.key
	if r.kind == "duration" || r.mod == "since" {
		return r
	}
	e := r.end
	for _, w := range []string{"上午", "下午", "晚上", "晚间", "傍晚", "凌晨", "清晨", "早上", "中午", "晚", "夜间", "早晨", "深夜", "午后"} {
		if r.granularity == "day" && !strings.Contains(r.edtf, "/") && strings.HasPrefix(s[e:], w) && !strings.HasPrefix(s[e:], "晚宴") && !strings.HasPrefix(s[e:], "晚会") {
			e += len(w)
			break
		}
	}
	if r.granularity == "day" && !strings.Contains(r.edtf, "/") {
		if h, he := hanInt(s, skip(s, e)); he > e && h <= 24 {
			switch {
			case strings.HasPrefix(s[he:], "时许"):
				e = he + len("时许")
			case strings.HasPrefix(s[he:], "时") || strings.HasPrefix(s[he:], "点") && !strings.HasPrefix(s[he:], "点建议"):
				e = he + 3
				if m, me := hanInt(s, e); me > e && m < 60 && strings.HasPrefix(s[me:], "分") {
					e = me + 3
				}
			case strings.HasPrefix(s[he:], ":") && he+2 < len(s) && isDigit(s[he+1]):
				_, e = digits(s, he+1)
				if e < len(s) && s[e] == ':' {
					_, e = digits(s, e+1)
				}
			}
		}
	}
	r.end = e
	for _, w := range []string{"以来", "至今", "起"} {
		if strings.HasPrefix(s[e:], w) && r.edtf != "" {
			if w == "起" && (strings.HasPrefix(s[e:], "起来") || strings.HasPrefix(s[e:], "起草")) {
				continue
			}
			r.end, r.mod = e+len(w), "since"
			if w != "起" {
				d := strings.Split(r.edtf, "/")[0]
				r.edtf, r.to = d+"/..", ""
			}
			break
		}
	}
	for _, w := range []string{"之前", "以前", "前"} {
		if strings.HasPrefix(s[e:], w) && r.edtf != "" && r.granularity != "day" && !strings.HasPrefix(s[e:], "前夕") && !strings.HasPrefix(s[e:], "前往") && !strings.Contains(r.edtf, "/") && isNotNumber(s[e+len(w):]) {
			r.end, r.mod = e+len(w), "before"
			r.edtf, r.from, r.to = "../"+r.edtf, "", r.from
			break
		}
	}
	return r
}

func isNotNumber(s string) bool {
	_, e := hanInt(s, 0)
	return e == 0
}
