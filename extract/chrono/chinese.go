package chrono

import (
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// chineseSentence reads the times of a Chinese sentence. It looks at each
// character once and reads on only where a time can begin.
func (x *context) chineseSentence(out []schema.Time) []schema.Time {
	s, z := x.key, x.words.zh
	for i := x.begin; i < x.stop; {
		c := s[i]
		n := 1
		switch {
		case c < utf8.RuneSelf:
			if !isDigit(c) {
				if c == '"' {
					break // “十四五”期间
				}
				i++
				continue
			}
			if i > x.begin && (isDigit(s[i-1]) || s[i-1] == '.' || 'a' <= s[i-1] && s[i-1] <= 'z' || s[i-1] == '$') {
				i++
				continue
			}
		case c < 0xE3:
			_, n = utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		default:
			var r rune
			r, n = utf8.DecodeRuneInString(s[i:])
			if !z.starts(r) {
				i += n
				continue
			}
		}
		r, ok := x.chinese(i)
		if ok && r.end > i {
			if r.kind != "none" {
				out = x.keep(out, r)
			}
			i = r.end
			continue
		}
		i += n
		if isDigit(c) {
			for i < x.stop && isDigit(s[i]) {
				i++
			}
		}
	}
	return out
}

// none skips words that look like a time and are none (30周年, 三年级).
func skipped(b, e int) (reading, bool) { return reading{begin: b, end: e, kind: "none"}, true }

// chinese reads a time expression that begins at byte i: an atom, a range or an
// atom with what bounds it.
func (x *context) chinese(i int) (reading, bool) {
	s := x.key
	j, lead := i, ""
	if strings.HasPrefix(s[i:], "截") || strings.HasPrefix(s[i:], "从") || strings.HasPrefix(s[i:], "自") {
		for _, w := range []string{"截止到", "截至到", "截止", "截至", "从", "自"} {
			if strings.HasPrefix(s[i:], w) {
				lead, j = w, i+len(w)
				break
			}
		}
	}
	if lead != "" && j < x.stop && s[j] == ' ' {
		j++
	}
	a, ok := x.zhAtom(j)
	if !ok || a.kind == "none" {
		return a, ok && lead == ""
	}
	a.begin = i
	if a.isDuration() {
		a.begin = j
		return a, true
	}
	a = x.zhClock(a)
	if a.unit == month && strings.HasPrefix(s[a.end:], "当月") {
		a.end += len("当月")
	}
	switch lead {
	case "截止到", "截至到", "截止", "截至":
		if a.plain() {
			return bounded(a, "until"), true
		}
	}
	if r, ok := x.zhRange(a); ok {
		return x.zhBounds(r), true
	}
	if lead != "" {
		if r := x.zhBounds(a); r.mod == "since" {
			return r, true
		}
		a.begin = j
		if lead == "自" && a.plain() && x.zhSinceFollows(a.end) {
			a.begin = i
			return bounded(a, "since"), true
		}
	}
	return x.zhBounds(a), true
}

// zhSinceFollows reports whether a clause that opened with 自 closes with 以来 or 起
// right after a few words: 自2013年提出以来.
func (x *context) zhSinceFollows(e int) bool {
	end := e
	for n := 0; n < 14 && end < x.stop && !x.clauseEnd(end); n++ {
		_, w := utf8.DecodeRuneInString(x.key[end:])
		end += w
	}
	return strings.Contains(x.key[e:end], "以来") || strings.Contains(x.key[e:end], "至今")
}

// zhRange joins a second date to the first: 至19日, 到10月, 和…之间.
func (x *context) zhRange(a reading) (reading, bool) {
	s := x.key
	if !a.plain() || a.isRange() {
		return reading{}, false
	}
	j := skip(s, a.end)
	if j+1 < x.stop && s[j] == '(' { // 25日(周三)至
		if k := strings.IndexByte(s[j:min(x.stop, j+24)], ')'); k > 0 {
			j += k + 1
		}
	}
	between := false
	k := 0
	for _, sep := range []string{"起至", "起到", "至", "到", "-", "~", "ー"} {
		if strings.HasPrefix(s[j:], sep) {
			k = j + len(sep)
			for k < x.stop && s[k] == '-' {
				k++
			}
			break
		}
	}
	if k == 0 {
		for _, sep := range []string{"和", "与", "及"} {
			if strings.HasPrefix(s[j:], sep) {
				between, k = true, j+len(sep)
				break
			}
		}
	}
	if k == 0 {
		return reading{}, false
	}
	k = skip(s, k)
	if k >= x.stop {
		return reading{}, false
	}
	if strings.HasPrefix(s[k:], "今") && !between && !strings.HasPrefix(s[k:], "今年") && !strings.HasPrefix(s[k:], "今天") {
		return reading{}, false // 至今 is a bound
	}
	b, ok := x.zhAtom(k)
	if !ok || !b.plain() || b.kind == "none" || b.isRange() && b.unit != week && !b.approximate {
		return reading{}, false
	}
	if b.bareDay && a.unit == oneDay && !a.void {
		// 5月28日至30日 and 28日至次月3日 stand in the first one's month.
		y, m, _ := a.from.day().civil()
		_, _, d := b.from.day().civil()
		if b.void {
			return reading{}, false
		}
		c, ok := newDay(y, m, d)
		if !ok {
			return reading{}, false
		}
		if c < a.from.day() {
			return reading{}, false
		}
		n := onDay(b.begin, b.end, c)
		n.m, n.d, n.explicit = a.m, d, a.explicit
		b = n
	}
	if a.unit == oneDay && b.unit > oneDay {
		return reading{}, false
	}
	b = x.zhClock(b)
	if between {
		e := b.end
		switch {
		case strings.HasPrefix(s[e:], "之间"):
			b.end += len("之间")
		case strings.HasPrefix(s[e:], "期间"):
			b.end += len("期间")
		case strings.HasPrefix(s[e:], "间") && !strings.HasPrefix(s[e:], "间接"):
			b.end += len("间")
		default:
			return reading{}, false
		}
	}
	r, ok := x.through(a, b)
	if !ok {
		return reading{}, false
	}
	if !between {
		for _, w := range []string{"期间", "之间"} {
			if strings.HasPrefix(s[r.end:], w) {
				r.end += len(w)
			}
		}
	}
	return r, true
}

// zhBounds reads what follows a date and opens one end: 以来, 起, 之前, 以后, 或之前.
func (x *context) zhBounds(r reading) reading {
	if !r.plain() {
		return r
	}
	rest := x.key[r.end:x.stop]
	z := x.words.zh
	for _, b := range []struct {
		words []string
		mod   string
	}{{z.since, "since"}, {z.until, "until"}, {z.after, "after"}, {z.before, "before"}} {
		for _, w := range b.words {
			if !strings.HasPrefix(rest, w) {
				continue
			}
			tail := rest[len(w):]
			if w == "起" && (strings.HasPrefix(tail, "来") || strings.HasPrefix(tail, "草") || strings.HasPrefix(tail, "飞") || strings.HasPrefix(tail, "到") || strings.HasPrefix(tail, "火") || strings.HasPrefix(tail, "诉")) ||
				w == "开始" && r.isRange() {
				continue
			}
			if w == "起" && strings.HasPrefix(tail, "至今") {
				w = "起至今"
			}
			r.end += len(w)
			return bounded(r, b.mod)
		}
	}
	if !r.isRange() && r.unit >= oneDay {
		for _, w := range []struct{ word, mod string }{{"前", "before"}, {"后", "after"}} {
			if strings.HasPrefix(rest, w.word) && !x.joins(rest) {
				r.end += len(w.word)
				return bounded(r, w.mod)
			}
		}
	}
	return r
}

// joins reports whether 前 or 后 begins a word of its own: 前往, 后来, 前三季度.
func (x *context) joins(rest string) bool {
	tail := rest[len("前"):]
	for _, w := range []string{"往", "来", "夕", "后", "期", "者", "景", "进", "沿", "排", "续", "半", "勤", "面", "方", "瞻", "提", "总统", "总理", "外长", "首相", "任", "国家", "三", "两", "苏联", "南斯拉夫", "年", "日", "天"} {
		if strings.HasPrefix(tail, w) {
			return true
		}
	}
	_, e := hanInt(tail, 0)
	return e > 0
}

func skip(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// hanValue is the value of a Chinese digit, -1 for what is none.
func hanValue(r rune) int {
	switch r {
	case '零', '〇', '○':
		return 0
	case '一':
		return 1
	case '二', '两':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// hanInt reads a small Chinese or Arabic numeral: 三十五, 二〇二三, 廿六, 12. end is i
// for none.
func hanInt(s string, i int) (n, end int) {
	end = i
	if i < len(s) && isDigit(s[i]) {
		for end < len(s) && isDigit(s[end]) {
			if end-i < 9 {
				n = n*10 + int(s[end]-'0')
			}
			end++
		}
		return n, end
	}
	total, current, seen, positional := 0, -1, false, 0
	for end < len(s) {
		if end-i > 60 {
			return 0, i // no date has twenty digits
		}
		r, w := utf8.DecodeRuneInString(s[end:])
		d := hanValue(r)
		switch {
		case d >= 0:
			if current >= 0 {
				if positional > 99_999 {
					return 0, i
				}
				positional = positional*10 + current
			}
			current, seen = d, true
		case (r == '十' || r == '百') && positional == 0:
			unit := 10
			if r == '百' {
				unit = 100
			}
			if current < 0 {
				if r == '百' {
					return done(total, positional, current, seen, end, i)
				}
				current = 1
			}
			total, current, seen = total+current*unit, -1, true
		case r == '廿' && !seen:
			total, seen = 20, true
		case r == '卅' && !seen:
			total, seen = 30, true
		default:
			return done(total, positional, current, seen, end, i)
		}
		end += w
	}
	return done(total, positional, current, seen, end, i)
}

func done(total, positional, current int, seen bool, end, i int) (int, int) {
	switch {
	case !seen:
		return 0, i
	case current < 0:
		return total, end
	case positional > 0:
		return positional*10 + current, end
	}
	return total + current, end
}

// zhClock attaches the part of the day and the time of day to a day.
func (x *context) zhClock(r reading) reading {
	s := x.key
	if r.unit != oneDay || !r.plain() || r.isRange() {
		return r
	}
	e, part := r.end, ""
	if strings.HasSuffix(s[:e], "晚") {
		part = "晚"
	}
	if strings.HasSuffix(s[:e], "晨") {
		part = "晨"
	}
	for _, w := range x.words.zh.dayparts {
		if strings.HasPrefix(s[e:], w) {
			part, e = w, e+len(w)
			break
		}
	}
	if part == "" {
		for _, w := range []string{"晚", "早"} {
			if strings.HasPrefix(s[e:], w) && !strings.HasPrefix(s[e:], "晚宴") && !strings.HasPrefix(s[e:], "晚会") && !strings.HasPrefix(s[e:], "晚餐") && !strings.HasPrefix(s[e:], "晚些") && !strings.HasPrefix(s[e:], "早些") {
				part, e = w, e+len(w)
				break
			}
		}
	}
	r.end = e
	h, he := hanInt(s, skip(s, e))
	if he == skip(s, e) || h > 24 || he >= len(s) {
		return r
	}
	u, sec, end := hour, h*3600, 0
	afternoon := h < 12 && (part == "晚" || contains(x.words.zh.afterNoon, part))
	if afternoon {
		sec += 12 * 3600
	}
	switch {
	case s[he] == ':' && he+2 < len(s) && isDigit(s[he+1]) && isDigit(s[he+2]):
		m, me := hanInt(s, he+1)
		if m > 59 || me != he+3 {
			return r
		}
		sec, u, end = sec+m*60, minute, me
		if me+2 < len(s) && s[me] == ':' && isDigit(s[me+1]) {
			if c, ce := hanInt(s, me+1); ce == me+3 && c < 60 {
				sec, u, end = sec+c, second, ce
			}
		}
	case strings.HasPrefix(s[he:], "点") || strings.HasPrefix(s[he:], "时"):
		end = he + 3
		if strings.HasPrefix(s[he:], "时代") || strings.HasPrefix(s[he:], "点建议") {
			return r
		}
		if m, me := hanInt(s, end); me > end && m < 60 && strings.HasPrefix(s[me:], "分") {
			sec, u, end = sec+m*60, minute, me+3
			if c, ce := hanInt(s, end); ce > end && c < 60 && strings.HasPrefix(s[ce:], "秒") {
				sec, u, end = sec+c, second, ce+3
			}
		} else if strings.HasPrefix(s[end:], "半") {
			sec, u, end = sec+1800, minute, end+3
			if c, ce := hanInt(s, end); ce > end && c < 60 && strings.HasPrefix(s[ce:], "秒") {
				sec, u, end = sec+c, second, ce+3
			}
		} else if strings.HasPrefix(s[end:], "许") || strings.HasPrefix(s[end:], "整") || strings.HasPrefix(s[end:], "正") {
			end += 3
		}
	default:
		return r
	}
	if r.void {
		r.end = end
		return r
	}
	c := at(r.begin, end, r.from+stamp(sec), u)
	c.relative, c.explicit, c.m, c.d = r.relative, r.explicit, r.m, r.d
	if r.m > 0 && !r.explicit {
		c.m, c.d = 0, 0
	}
	return c
}

func contains(list []string, s string) bool {
	for _, w := range list {
		if w == s {
			return true
		}
	}
	return false
}
