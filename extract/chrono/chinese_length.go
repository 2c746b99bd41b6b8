package chrono

import "strings"

// zhCentury goes on after 世纪: 90年代, 初, 末.
func (x *context) zhCentury(i, e, c int) (reading, bool) {
	s := x.key
	if d, de := hanInt(s, e); de > e && strings.HasPrefix(s[de:], "年代") && d%10 == 0 && d < 100 {
		r := ofDecade(i, de+len("年代"), (c-1)*100+d)
		if p, ok := x.zhEnds(i, r.end, r); ok {
			return p, true
		}
		return r, true
	}
	r := ofCentury(i, e, c)
	if p, ok := x.zhEnds(i, e, r); ok {
		return p, true
	}
	return r, true
}

// zhEra reads 上世纪80年代, 本世纪, plan periods and reigns.
func (x *context) zhEra(i int, first rune) (reading, bool) {
	s, z := x.key, x.words.zh
	j := i
	switch first {
	case '上', '本':
		for _, w := range []struct {
			text string
			c    int
		}{{"上世纪", 20}, {"上个世纪", 20}, {"本世纪", 21}} {
			if strings.HasPrefix(s[i:], w.text) {
				return x.zhCentury(i, i+len(w.text), w.c)
			}
		}
		return reading{}, false
	case '"':
		j++
	}
	if t, ok := at0(s, j, z.plans); ok {
		e := j + len(t.text)
		quoted := j > i && e < x.stop && s[e] == '"'
		if quoted {
			e++
		}
		for _, w := range []string{"规划时期", "规划期间", "期间", "时期", "开局之年", "收官之年", "头三年", "规划"} {
			if strings.HasPrefix(s[e:], w) && (quoted || w != "规划" && j == i) {
				if w == "规划" {
					return reading{}, false
				}
				n := e
				switch w {
				case "开局之年":
					return ofYear(i, n, t.n), true
				case "收官之年":
					return ofYear(i, n, t.n+4), true
				case "头三年":
					return ofYears(i, n+len(w), t.n, t.n+2), true
				}
				return ofYears(i, e+len(w), t.n, t.n+4), true
			}
		}
		if quoted && (strings.HasPrefix(s[e:], "以来") || strings.HasPrefix(s[e:], "末") || strings.HasPrefix(s[e:], "初")) {
			return ofYears(i, e, t.n, t.n+4), true
		}
		return reading{}, false
	}
	if s[i] == '"' {
		return reading{}, false
	}
	if t, ok := at0(s, i, z.reigns); ok {
		k := i + len(t.text)
		n, e := hanInt(s, k)
		if strings.HasPrefix(s[k:], "元年") {
			n, e = 1, k+len("元")
		}
		if e > k && n >= 1 && n <= 120 && strings.HasPrefix(s[e:], "年") {
			return x.zhYear(i, e+len("年"), t.n+n-1)
		}
	}
	return reading{}, false
}

// zhPeriod reads a length of time: 三年半, 五个星期3小时, 两天又一个月, 半个月, 30多年.
func (x *context) zhPeriod(i int) (period, int, bool) {
	p, j, ok := x.zhOnePeriod(i)
	if !ok {
		return period{}, i, false
	}
	for range 3 {
		k := j
		if strings.HasPrefix(x.key[k:], "又") || strings.HasPrefix(x.key[k:], "零") {
			k += len("又")
		}
		q, n, ok := x.zhOnePeriod(k)
		if !ok || q.unit == p.unit || k == j && q.unit > p.unit {
			break
		}
		p, j = p.plus(q), n
	}
	return p, j, true
}

func (x *context) zhOnePeriod(i int) (period, int, bool) {
	s := x.key
	if i >= x.stop {
		return period{}, i, false
	}
	n, e, halves, more := 0, i, 0, false
	switch {
	case strings.HasPrefix(s[i:], "半"):
		e, halves = i+len("半"), 1
	case strings.HasPrefix(s[i:], "数") || strings.HasPrefix(s[i:], "几"):
		e, n, more = i+len("几"), 3, true
		if r, re := hanInt(s, e); re > e && r == 10 {
			n, e = 30, re
		}
	default:
		n, e = hanInt(s, i)
		if e == i || n > 100_000 {
			return period{}, i, false
		}
	}
	for _, w := range []string{"多", "余", "几", "来"} {
		if strings.HasPrefix(s[e:], w) {
			more, e = true, e+len(w)
			break
		}
	}
	e = skip(s, e)
	t, ok := at0(s, e, x.words.zh.units)
	if !ok && strings.HasPrefix(s[e:], "日") && more {
		t, ok = term{"日", int(oneDay)}, true
	}
	if !ok {
		return period{}, i, false
	}
	if strings.HasPrefix(t.text, "个多") {
		more = true
	}
	if halves == 1 && unit(t.n) == week && t.text == "周" {
		return period{}, i, false
	}
	e += len(t.text)
	if strings.HasPrefix(s[e:], "半") {
		halves, e = halves+1, e+len("半")
	}
	p := of(2*n+halves, unit(t.n))
	p.approximate, p.vague = more, strings.HasPrefix(s[i:], "数") || strings.HasPrefix(s[i:], "几")
	return p, e, true
}

// zhLength reads a length of time at j and what places it: 5年前, 2星期后, 30多年来. lead
// is the word before it, read from i.
func (x *context) zhLength(i, j int, lead string) (reading, bool) {
	s := x.key
	p, e, ok := x.zhPeriod(j)
	if !ok {
		return reading{}, false
	}
	rest := s[e:x.stop]
	for _, w := range []string{"级", "代", "度", "制", "期", "龄", "薪", "岁"} {
		if strings.HasPrefix(rest, w) && p.unit == year {
			return skipped(i, e+len(w))
		}
	}
	for _, w := range []string{"周年", "周岁"} {
		if strings.HasSuffix(s[j:e], "周") && strings.HasPrefix(s[e-len("周"):], w) {
			return skipped(i, e-len("周")+len(w))
		}
	}
	if i > x.begin && lead == "" && (strings.HasSuffix(s[:i], "第") || strings.HasSuffix(s[:i], "每") || strings.HasSuffix(s[:i], "-") || strings.HasSuffix(s[:i], ".")) {
		return skipped(i, e)
	}
	base := x.now
	if p.unit >= oneDay {
		base = x.today.stamp()
	}
	if lead == "" || lead == "约" {
		for _, w := range []struct {
			text string
			sign int
		}{{"之前", -1}, {"以前", -1}, {"前", -1}, {"之后", 1}, {"以后", 1}, {"后", 1}} {
			if !strings.HasPrefix(rest, w.text) || len(w.text) == len("前") && (strings.HasPrefix(rest, "前后") || strings.HasPrefix(rest, "后续") || strings.HasPrefix(rest, "前期")) {
				continue
			}
			n := e + len(w.text)
			if w.sign > 0 && x.last != noDay && p.unit >= oneDay && p.unit < year {
				base = x.last.stamp() // 三天后, told on
			} else if !x.known {
				return voided(i, n, p.unit), true
			}
			r := x.away(i, n, p, base, w.sign)
			r.approximate = r.approximate || p.approximate
			return r, true
		}
	}
	past := lead == "过去" || lead == "最近" || lead == "近" || lead == "前"
	future := lead == "未来" || lead == "今后" || lead == "接下来" || lead == "后" || lead == "下"
	for _, w := range []string{"以来", "来", "间", "之内", "内", "里", "时间"} {
		if strings.HasPrefix(rest, w) && !strings.HasPrefix(rest, "来自") && !strings.HasPrefix(rest, "来华") && !strings.HasPrefix(rest, "来访") && !strings.HasPrefix(rest, "间接") {
			past = past || w == "以来" || w == "来"
			e += len(w)
			break
		}
	}
	if past && future {
		past = false
	}
	if past || future {
		return x.run(i, e, p, past), true
	}
	return reading{begin: i, end: e, unit: p.unit, kind: "duration", duration: p.iso(), approximate: p.approximate}, true
}

// zhRun reads 过去五年, 近10年, 未来3年, 近年来, 前1周, 半个月, 几天.
func (x *context) zhRun(i int) (reading, bool) {
	s := x.key
	for _, w := range x.words.zh.vague {
		if strings.HasPrefix(s[i:], w) {
			if strings.HasPrefix(s[i:], "近期目标") || i > x.begin && strings.HasSuffix(s[:i], "最") {
				return reading{}, false
			}
			r := voided(i, i+len(w), noUnit)
			r.approximate = true
			return r, true
		}
	}
	for _, w := range []string{"过去的", "过去", "最近", "接下来", "未来", "今后", "近", "前", "后", "下"} {
		if !strings.HasPrefix(s[i:], w) {
			continue
		}
		j := i + len(w)
		lead := strings.TrimSuffix(w, "的")
		if len(w) == 3 && w != "近" {
			// 前三年, 后1年: only where nothing before says of what, and no month or quarter.
			n, e := hanInt(s, j)
			if e == j || n > 100 || i > x.begin && !x.clauseEnd(i-1) && s[i-1] != ' ' {
				return reading{}, false
			}
			if !isDigit(s[j]) && w != "下" {
				return reading{}, false
			}
			if strings.HasPrefix(s[e:], "个月") && w == "前" {
				return x.zhFirstMonths(i, j)
			}
			return x.zhLength(i, j, lead)
		}
		r, ok := x.zhLength(i, j, lead)
		if ok && r.kind != "none" && !r.isDuration() {
			return r, true
		}
		return reading{}, false
	}
	if strings.HasPrefix(s[i:], "半") || strings.HasPrefix(s[i:], "几") {
		if p, _, ok := x.zhOnePeriod(i); ok && (p.unit <= year) && !(i > x.begin && (strings.HasSuffix(s[:i], "上") || strings.HasSuffix(s[:i], "下") || strings.HasSuffix(s[:i], "前") || strings.HasSuffix(s[:i], "后") || strings.HasSuffix(s[:i], "多"))) {
			return x.zhLength(i, i, "")
		}
	}
	return reading{}, false
}

// zhFirstMonths reads 前8个月 of this year.
func (x *context) zhFirstMonths(i, j int) (reading, bool) {
	n, e := hanInt(x.key, j)
	if n < 1 || n > 12 {
		return reading{}, false
	}
	e += len("个月")
	if !x.known {
		return voided(i, e, month), true
	}
	y, m, _ := x.today.civil()
	if n > m {
		y--
	}
	r := ofMonths(i, e, y, 1, y, n)
	r.relative = true
	return r, true
}

// zhPartAlone reads 第一季度, 前三季度 without a year.
func (x *context) zhPartAlone(i int) (reading, bool) {
	s := x.key
	if strings.HasPrefix(s[i:], "前") {
		j := i + len("前")
		n, e := hanInt(s, j)
		if e > j && n >= 2 && n <= 4 && (strings.HasPrefix(s[e:], "季度") || strings.HasPrefix(s[e:], "个季度")) {
			e += strings.Index(s[e:], "季度") + len("季度")
			if !x.known {
				return voided(i, e, quarter), true
			}
			y, m, _ := x.today.civil()
			if 3*n > m+2 {
				y--
			}
			r := ofMonths(i, e, y, 1, y, 3*n)
			r.relative = true
			return r, true
		}
		if e > j && strings.HasPrefix(s[e:], "个月") {
			return x.zhFirstMonths(i, j)
		}
	}
	if strings.HasPrefix(s[i:], "第") {
		j := i + len("第")
		if n, e := hanInt(s, j); e > j && n >= 1 && n <= 4 && strings.HasPrefix(s[e:], "季度") {
			return x.zhQuarterAlone(i, e+len("季度"), n)
		}
	}
	return reading{}, false
}
