package chrono

import (
	"strings"
	"unicode/utf8"
)

// starts reports whether a time may begin with a character.
func (z *chineseWords) starts(r rune) bool {
	return r >= 0x3000 && r < 0xA000 && z.leads[r-0x3000]
}

func at0(s string, i int, ts []term) (term, bool) {
	for _, t := range ts {
		if strings.HasPrefix(s[i:], t.text) {
			return t, true
		}
	}
	return term{}, false
}

// zhRelative reads 昨天, 去年5月, 上月18日, 本周三, 同日, 当年.
func (x *context) zhRelative(i int, first rune) (reading, bool) {
	s := x.key
	for _, t := range x.words.zh.relative[first] {
		if !strings.HasPrefix(s[i:], t.text) {
			continue
		}
		if r, ok := x.zhRelativeTerm(i, i+len(t.text), t); ok {
			return r, true
		}
	}
	switch first {
	case '当':
		if strings.HasPrefix(s[i:], "当月") && x.lastFrom != 0 {
			y, m, _ := x.lastFrom.civil()
			r, ok := x.zhMonth(i, i+len("当月"), y, m)
			r.relative = true
			return r, ok
		}
	case '上', '下', '年', '月':
		return x.zhHalves(i)
	}
	return reading{}, false
}

func (x *context) zhRelativeTerm(i, e int, t relativeTerm) (reading, bool) {
	var r reading
	ok := false
	switch t.kind {
	case dayWord:
		return x.zhNearDay(i, e, t.n)
	case weekWord:
		return x.zhTurnedWeek(i, e, t.n)
	case monthWord:
		return x.zhTurnedMonth(i, e, t.n)
	case yearWord:
		if !x.known {
			r, _ := x.zhYear(i, e, 2000)
			return voided(i, r.end, r.unit), true
		}
		r, ok = x.zhYear(i, e, x.today.year()+t.n)
	case quarterWord:
		if !x.known {
			return voided(i, e, quarter), true
		}
		y, m, _ := x.today.civil()
		q := y*4 + (m-1)/3 + t.n
		r, ok = ofQuarter(i, e, q/4, q%4+1), true
	case dayAnaphor:
		if x.last == noDay {
			return reading{}, false
		}
		r, ok = onDay(i, e, x.last+day(t.n)), true
	case yearAnaphor:
		if x.lastYear == 0 || strings.HasPrefix(x.key[e:], "度") {
			return reading{}, false
		}
		r, ok = x.zhYear(i, e, x.lastYear+t.n)
	}
	r.relative = true
	return r, ok
}

// zhNearDay reads a day by its distance; 今天（9月7日） is said by its date.
func (x *context) zhNearDay(i, e, n int) (reading, bool) {
	s := x.key
	if e < x.stop && s[e] == '(' {
		if m, me := hanInt(s, e+1); me > e+1 && strings.HasPrefix(s[me:], "月") || me > e+1 && zhDaySuffix(s, me) > 0 && m > 0 {
			if r, ok := x.zhAtom(e + 1); ok && r.unit == oneDay && r.end < x.stop && s[r.end] == ')' {
				r.begin, r.end = i, r.end+1
				return r, true
			}
		}
	}
	if !x.known {
		return voided(i, e, oneDay), true
	}
	r := onDay(i, e, x.today+day(n))
	r.relative = true
	return r, true
}

func (x *context) zhTurnedMonth(i, e, n int) (reading, bool) {
	if !x.known {
		r, _ := x.zhMonth(i, e, 2000, 1)
		return voided(i, r.end, r.unit), true
	}
	y, m, _ := x.today.firstOf(n).civil()
	r, ok := x.zhMonth(i, e, y, m)
	r.relative = true
	return r, ok
}

func (x *context) zhTurnedWeek(i, e, n int) (reading, bool) {
	s := x.key
	k := zhWeekdayAt(s, e)
	if !x.known {
		return voided(i, e, week), true
	}
	m := x.today.monday() + day(7*n)
	r := ofWeek(i, e, m)
	switch {
	case k >= 0 && !strings.HasPrefix(s[e:], "日内"):
		r = onDay(i, e+3, m+day(k))
	case strings.HasPrefix(s[e:], "末"):
		r = ofWeekend(i, e+3, m)
	case strings.HasPrefix(s[e:], "初"):
		r = partOf(r, "start")
		r.end = e + 3
	}
	r.relative = true
	return r, true
}

// zhWeekdayAt is the weekday (0 Monday) that the character at byte e names, -1 for
// none.
func zhWeekdayAt(s string, e int) int {
	r, _ := utf8.DecodeRuneInString(s[e:])
	switch r {
	case '日', '天':
		return 6
	case '一', '二', '三', '四', '五', '六':
		return hanValue(r) - 1
	}
	return -1
}

// zhWeekday reads 星期四, 周三, 礼拜一.
func (x *context) zhWeekday(i int) (reading, bool) {
	s := x.key
	for _, w := range []string{"星期", "礼拜", "周"} {
		if !strings.HasPrefix(s[i:], w) {
			continue
		}
		e := i + len(w)
		k := zhWeekdayAt(s, e)
		if k < 0 {
			return reading{}, false
		}
		if w == "周" {
			p, _ := utf8.DecodeLastRuneInString(s[:i])
			tail := s[e+3:]
			if i > x.begin && (hanValue(p) >= 0 || p == '十' || p == '每' || p == '双' || p == '四' || p == '百' || p == '庄' || p == '姓') || k == 6 && strings.HasPrefix(tail, "报") || k == 0 && strings.HasPrefix(tail, "围") || strings.HasPrefix(s[e:], "一个") || strings.HasPrefix(s[e:], "一次") || strings.HasPrefix(s[e:], "天祥") || strings.HasPrefix(s[e:], "三角") || strings.HasPrefix(s[e:], "五常") || strings.HasPrefix(s[e:], "边") {
				return reading{}, false
			}
		}
		if !x.known {
			return voided(i, e+3, oneDay), true
		}
		r := onDay(i, e+3, x.weekdayNear(k, x.future(i)))
		r.relative = true
		return r, true
	}
	return reading{}, false
}

// zhHalves reads 上半年, 下半月, 上个半年, 年底, 月初, 一季度 without a year.
func (x *context) zhHalves(i int) (reading, bool) {
	s := x.key
	y, m := 0, 0
	if x.known {
		y, m, _ = x.today.civil()
	}
	type word struct {
		text string
		kind unit
		n    int
	}
	for _, w := range []word{{"上个半年", half, -1}, {"上半年", half, 1}, {"下半年", half, 2}, {"上半月", month, 1}, {"下半月", month, 2}} {
		if !strings.HasPrefix(s[i:], w.text) {
			continue
		}
		e := i + len(w.text)
		if !x.known {
			return voided(i, e, w.kind), true
		}
		var r reading
		switch {
		case w.n < 0:
			h := y*2 + (m-1)/6 - 1
			r = ofHalf(i, e, h/2, h%2+1)
		case w.kind == half:
			r = ofHalf(i, e, y, w.n)
		default:
			f := dayOf(y, m, 1)
			r = ofDays(i, e, f, f+14)
			if w.n == 2 {
				r = ofDays(i, e, f+15, f.addMonths(1)-1)
			}
		}
		r.relative = true
		return r, true
	}
	for _, w := range []struct {
		text, mod string
		u         unit
	}{{"年底", "end", year}, {"年末", "end", year}, {"年初", "start", year}, {"年中", "mid", year}, {"月底", "end", month}, {"月末", "end", month}, {"月初", "start", month}} {
		if !strings.HasPrefix(s[i:], w.text) {
			continue
		}
		if p, _ := utf8.DecodeLastRuneInString(s[:i]); i > x.begin && (hanValue(p) >= 0 || p == '多' || p == '年' || isDigit(byte(min(p, 127))) || p == '每' || p == '个') {
			return reading{}, false
		}
		if w.text == "年中" && !strings.HasPrefix(s[i:], "年中期") {
			return reading{}, false
		}
		e := i + len(w.text)
		if !x.known {
			return voided(i, e, w.u), true
		}
		r := ofYear(i, e, y)
		if w.u == month {
			r = ofMonth(i, e, y, m)
		} else if w.mod == "end" && m <= 2 && !x.future(i) {
			r = ofYear(i, e, y-1)
		}
		r.relative, r.explicit = true, false
		return partOf(r, w.mod), true
	}
	return reading{}, false
}

// zhQuarterAlone reads 一季度 without its year: the latest that has begun.
func (x *context) zhQuarterAlone(i, e, q int) (reading, bool) {
	if !x.known {
		return voided(i, e, quarter), true
	}
	y, m, _ := x.today.civil()
	if 3*q-2 > m && !x.future(i) {
		y--
	}
	r := ofQuarter(i, e, y, q)
	r.relative = true
	return r, true
}

// zhPart goes on after a year or month: 上半年, 第一季度, 前8个月, 的前10天, 第二周, 最后3周,
// 底, 初, 中旬.
func (x *context) zhPart(i, e int, w reading) (reading, bool) {
	s := x.key
	j := skip(s, e)
	if strings.HasPrefix(s[j:], "的") {
		j = skip(s, j+len("的"))
	}
	y := w.from.day().year()
	take := func(r reading) (reading, bool) {
		r.explicit, r.relative = w.explicit, w.relative
		return r, true
	}
	if w.unit == year {
		for _, h := range []struct {
			text string
			n    int
		}{{"上半年", 1}, {"下半年", 2}, {"前半年", 1}, {"后半年", 2}} {
			if strings.HasPrefix(s[j:], h.text) {
				return take(ofHalf(i, j+len(h.text), y, h.n))
			}
		}
		for _, t := range x.words.zh.seasons {
			if strings.HasPrefix(s[j:], t.text) {
				for _, tail := range []string{"季", "天"} {
					if strings.HasPrefix(s[j+len(t.text):], tail) && !strings.HasPrefix(s[j+len(t.text):], "天津") {
						return take(ofSeason(i, j+len(t.text)+len(tail), y, t.n))
					}
				}
			}
		}
	}
	if r, ok := x.zhNth(i, j, w); ok {
		return take(r)
	}
	if r, ok := x.zhFew(i, j, w); ok {
		return take(r)
	}
	return x.zhEnds(i, e, w)
}

// zhNth reads 第一季度, 一季度, 第二周, 第九个月, 最后一个星期一.
func (x *context) zhNth(i, j int, w reading) (reading, bool) {
	s := x.key
	k, last, ordinal := j, false, false
	switch {
	case strings.HasPrefix(s[j:], "第"):
		k, ordinal = j+len("第"), true
	case strings.HasPrefix(s[j:], "最后"):
		k, last = skip(s, j+len("最后")), true
	}
	n, e := hanInt(s, k)
	if e == k {
		return reading{}, false
	}
	e = skip(s, e)
	rest := s[e:]
	switch {
	case n >= 1 && n <= 4 && w.unit == year && (strings.HasPrefix(rest, "季度") || strings.HasPrefix(rest, "季")) && !last:
		t := len("季")
		if strings.HasPrefix(rest, "季度") {
			t = len("季度")
		}
		return ofQuarter(i, e+t, w.from.day().year(), n), true
	case ordinal || last && n == 1:
		for _, d := range []string{"个星期", "个周"} {
			if wd := -1; strings.HasPrefix(rest, d) {
				if wd = zhWeekdayAt(s, e+len(d)); wd >= 0 && w.unit == month {
					t := w.to.day() - 1
					t -= day((t.weekday() - wd + 7) % 7)
					if !last {
						f := w.from.day()
						t = f + day((wd-f.weekday()+7)%7) + day(7*(n-1))
					}
					return onDay(i, e+len(d)+3, t), true
				}
			}
		}
		for _, d := range []struct {
			text string
			u    unit
		}{{"个月", month}, {"周", week}, {"个星期", week}, {"天", oneDay}} {
			if strings.HasPrefix(rest, d.text) {
				return nth(i, e+len(d.text), w, n, last, d.u)
			}
		}
	}
	return reading{}, false
}

// zhFew reads 前8个月, 前三季度, 前10天, 最后 3 周, 头两个月.
func (x *context) zhFew(i, j int, w reading) (reading, bool) {
	s := x.key
	last := strings.HasPrefix(s[j:], "最后")
	k := j
	switch {
	case last:
		k = j + len("最后")
	case strings.HasPrefix(s[j:], "前"), strings.HasPrefix(s[j:], "头"):
		k = j + len("前")
	default:
		return reading{}, false
	}
	k = skip(s, k)
	n, e := hanInt(s, k)
	if e == k || n < 1 {
		return reading{}, false
	}
	e = skip(s, e)
	for _, d := range []struct {
		text string
		u    unit
	}{{"个季度", quarter}, {"季度", quarter}, {"个月", month}, {"个星期", week}, {"周", week}, {"天", oneDay}} {
		if strings.HasPrefix(s[e:], d.text) {
			r := few(i, e+len(d.text), w, n, d.u, last)
			return r, r.to > r.from && n <= 100
		}
	}
	return reading{}, false
}

// zhEnds reads 初, 底, 末, 中旬, 年初 after a month or year.
func (x *context) zhEnds(i, e int, w reading) (reading, bool) {
	s := x.key
	type end struct{ text, mod string }
	list := []end{{"年初", "start"}, {"年底", "end"}, {"年末", "end"}, {"年中", "mid"}, {"初", "start"}, {"底", "end"}, {"末", "end"}, {"中期", "mid"}, {"早期", "start"}, {"末期", "end"}}
	if w.unit == month {
		list = []end{{"上旬", "1"}, {"中旬", "2"}, {"下旬", "3"}, {"初", "start"}, {"底", "end"}, {"末", "end"}, {"中", "mid"}}
	}
	for _, d := range list {
		if !strings.HasPrefix(s[e:], d.text) {
			continue
		}
		tail := s[e+len(d.text):]
		if d.text == "初" && (strings.HasPrefix(tail, "步") || strings.HasPrefix(tail, "期") || strings.HasPrefix(tail, "中") || strings.HasPrefix(tail, "级")) || d.text == "中" && w.unit == month || d.text == "年中" {
			continue
		}
		f, t := w.from.day(), w.to.day()
		switch d.mod {
		case "1":
			t = f + 10
		case "2":
			f, t = f+10, f+20
		case "3":
			f += 20
		default:
			r := partOf(w, d.mod)
			r.begin, r.end = i, e+len(d.text)
			return r, true
		}
		r := ofDays(i, e+len(d.text), f, t-1)
		r.approximate, r.explicit, r.relative = true, w.explicit, w.relative
		return r, true
	}
	return reading{}, false
}
