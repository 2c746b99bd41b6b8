package chrono

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

var russianMonths = []struct {
	stem  string
	month int
}{{"январ", 1}, {"феврал", 2}, {"март", 3}, {"апрел", 4}, {"мая", 5}, {"мае", 5}, {"май", 5}, {"маю", 5}, {"июн", 6}, {"июл", 7}, {"август", 8}, {"сентябр", 9}, {"октябр", 10}, {"ноябр", 11}, {"декабр", 12}, {"янв", 1}, {"фев", 2}, {"сент", 9}, {"окт", 10}, {"нояб", 11}, {"дек", 12}}

func russianMonth(w string) int {
	for _, m := range russianMonths {
		if strings.HasPrefix(w, m.stem) && len(w)-len(m.stem) <= 6 && w != "мартин" {
			return m.month
		}
	}
	return 0
}

var russianWeekdays = []struct {
	stem string
	day  int
}{{"понедельник", 0}, {"вторник", 1}, {"сред", 2}, {"четверг", 3}, {"пятниц", 4}, {"суббот", 5}, {"воскресень", 6}, {"воскресен", 6}}

var russianNumbers = map[string]int{"один": 1, "одного": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9, "десять": 10, "десяти": 10, "двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30, "сорок": 40, "пятьдесят": 50}

var russianOrdinals = []struct {
	stem string
	n    int
}{{"перв", 1}, {"втор", 2}, {"трет", 3}, {"четверт", 4}}

func (x *context) russian(i int) (reading, bool) {
	s := x.key
	if i > x.begin {
		p, _ := utf8.DecodeLastRuneInString(s[:i])
		if letter(p) || isDigitRune(p) {
			return reading{}, false
		}
	}
	if r, ok := x.iso(i); ok {
		return r, true
	}
	w, e := wordAt(s, i)
	if w == "" {
		return reading{}, false
	}
	if r, ok := x.ruPrefixed(i, w, e); ok {
		return r, true
	}
	if isDigit(s[i]) {
		return x.ruNumber(i)
	}
	if m := russianMonth(w); m > 0 && len(w) > 6 || w == "мая" || w == "мае" || w == "май" {
		if r, ok := x.ruMonth(i, e, m); ok {
			return r, true
		}
	}
	return x.ruRelative(i, w, e)
}

// ruYear reads 2023 года, 2023 г., этого года after a date.
func (x *context) ruYear(e int) (y, end int, ok bool) {
	s := x.key
	j := skip(s, e)
	if v, ve := digits(s, j); ve-j == 4 && v > 1000 && v < 2200 {
		return v, x.ruYearWord(ve), true
	}
	for _, w := range []struct {
		word string
		d    int
	}{{"прошлого года", -1}, {"этого года", 0}, {"текущего года", 0}, {"нынешнего года", 0}, {"сего года", 0}, {"с.г.", 0}, {"с. г.", 0}, {"следующего года", 1}, {"будущего года", 1}} {
		if strings.HasPrefix(s[j:], w.word) && x.known {
			return x.today.y + w.d, j + len(w.word), true
		}
	}
	return 0, e, false
}

func (x *context) ruYearWord(e int) int {
	s := x.key
	j := skip(s, e)
	for _, w := range []string{"года", "году", "годом", "годы", "годов", "годах", "год", "гг.", "г."} {
		if strings.HasPrefix(s[j:], w) && !letterAt(s, j+len(w)) {
			return j + len(w)
		}
	}
	return e
}

// ruNumber reads what begins with digits: 18 мая 2023 года, 18-19 мая, 2023 год,
// 10 лет назад, 18.05.2023.
func (x *context) ruNumber(i int) (reading, bool) {
	s := x.key
	n, e := digits(s, i)
	if e-i <= 2 && e < len(s) && s[e] == '.' {
		if m, me := digits(s, e+1); me-e == 3 && me < len(s) && s[me] == '.' {
			if y, ye := digits(s, me+1); ye-me == 5 {
				if c := (day{y, m, n}); c.valid() {
					return x.dayReading(i, x.ruYearWord(ye), c), true
				}
			}
		}
	}
	if e-i <= 2 && n >= 1 && n <= 31 {
		k := e
		for _, suf := range []string{"-го", "-е", "-ое"} {
			if strings.HasPrefix(s[k:], suf) {
				k += len(suf)
			}
		}
		d2 := 0
		for _, sep := range []string{"-", "—", " и ", " по ", " - "} {
			if strings.HasPrefix(s[k:], sep) {
				if v, ve := digits(s, skip(s, k+len(sep))); ve > k+len(sep) && v <= 31 && v > n {
					d2, k = v, ve
					if strings.HasPrefix(s[k:], "-го") {
						k += len("-го")
					}
				}
				break
			}
		}
		j := skip(s, k)
		if w, we := wordAt(s, j); russianMonth(w) > 0 {
			m := russianMonth(w)
			y, ye, ok := x.ruYear(we)
			rel := ye == we
			if rel {
				y, ok = x.yearOf(m, max(n, d2), x.future(i))
			}
			c := day{y, m, n}
			if ok && !c.valid() {
				return reading{}, false
			}
			r := x.dayReading(i, ye, c)
			if d2 > 0 && (!ok || day{y, m, d2}.valid()) {
				r = x.daysReading(i, ye, c, day{y, m, d2})
			}
			r.relative = rel
			return x.unresolved(r, ok), true
		}
	}
	if e-i == 4 && n > 1000 && n < 2200 {
		if ye := x.ruYearWord(e); ye > e {
			return x.yearReading(i, ye, n), true
		}
		if strings.HasPrefix(s[e:], "-") {
			if v, ve := digits(s, e+1); ve-e == 5 && v > n {
				return x.yearsReading(i, x.ruYearWord(ve), n, v), true
			}
			if strings.HasPrefix(s[e:], "-е") || strings.HasPrefix(s[e:], "-х") {
				if n%10 == 0 {
					k := e + len("-е")
					return x.decadeReading(i, x.ruYearWord(k), n), true
				}
			}
		}
		before := strings.TrimRight(s[x.begin:i], " ")
		if strings.HasSuffix(before, " в") || strings.HasSuffix(before, "(") || strings.HasSuffix(before, " с") {
			return x.yearReading(i, e, n), true
		}
		return reading{}, false
	}
	if e-i == 2 && (strings.HasPrefix(s[e:], "-х") || strings.HasPrefix(s[e:], "-е")) && n%10 == 0 && n >= 20 {
		k := x.ruYearWord(e + len("-х"))
		if k > e+len("-х") {
			return x.decadeReading(i, k, 1900+n), true
		}
	}
	return x.ruCount(i, e, n)
}

var russianUnits = []struct{ stem, unit, iso string }{{"лет", "year", "Y"}, {"год", "year", "Y"}, {"месяц", "month", "M"}, {"недел", "week", "W"}, {"дн", "day", "D"}, {"ден", "day", "D"}, {"сут", "day", "D"}, {"час", "hour", "H"}, {"минут", "minute", "M"}}

func (x *context) ruCount(i, e, n int) (reading, bool) {
	s := x.key
	w, we := wordAt(s, skip(s, e))
	for _, u := range russianUnits {
		if !strings.HasPrefix(w, u.stem) || len(w)-len(u.stem) > 8 || strings.HasPrefix(w, "летн") || w == "часть" || w == "части" {
			continue
		}
		k := skip(s, we)
		if strings.HasPrefix(s[k:], "назад") && u.unit != "hour" && u.unit != "minute" {
			return x.unresolved(x.ago(i, k+len("назад"), u.unit, -n), x.known), true
		}
		iso := fmt.Sprintf("P%d%s", n, u.iso)
		if u.unit == "hour" || u.unit == "minute" {
			iso = fmt.Sprintf("PT%d%s", n, u.iso)
		}
		return reading{begin: i, end: we, granularity: u.unit, kind: "duration", duration: iso}, true
	}
	return reading{}, false
}

// ruMonth reads мае 2023 года, мае.
func (x *context) ruMonth(i, e, m int) (reading, bool) {
	if y, ye, ok := x.ruYear(e); ok {
		return x.monthReading(i, ye, y, m), true
	}
	before := strings.TrimRight(x.key[x.begin:i], " ")
	for _, w := range []string{" в", " во", "начале", "конце", "середине", " с", "до", "к", " по"} {
		if strings.HasSuffix(" "+before, w) {
			y, ok := x.yearOf(m, 0, x.future(i))
			r := x.monthReading(i, e, y, m)
			r.relative = true
			return x.unresolved(r, ok), true
		}
	}
	return reading{}, false
}

// ruPrefixed reads в первом квартале 2024 года, с 2020 по 2025 год, за последние 30
// лет, до 2030 года, с 1991 года.
func (x *context) ruPrefixed(i int, w string, e int) (reading, bool) {
	s := x.key
	for _, o := range russianOrdinals {
		if !strings.HasPrefix(w, o.stem) || len(w)-len(o.stem) > 8 {
			continue
		}
		u, ue := wordAt(s, skip(s, e))
		quarter, half := strings.HasPrefix(u, "квартал"), strings.HasPrefix(u, "полугоди") || strings.HasPrefix(u, "половин")
		if !quarter && !half {
			break
		}
		y, ye, ok := x.ruYear(ue)
		if ye == ue {
			y, ok = x.today.y, x.known
		}
		if quarter {
			return x.unresolved(x.quarterReading(i, ye, y, o.n), ok), true
		}
		if o.n <= 2 {
			return x.unresolved(x.halfReading(i, ye, y, o.n), ok), true
		}
	}
	switch w {
	case "с", "со":
		j := skip(s, e)
		if a, ok := x.ruPlain(j); ok && a.edtf != "" && !strings.Contains(a.edtf, "/") {
			k := skip(s, a.end)
			for _, sep := range []string{"по ", "до "} {
				if strings.HasPrefix(s[k:], sep) {
					if b, ok := x.ruPlain(skip(s, k+len(sep))); ok && b.edtf != "" && b.to > a.from && !strings.Contains(b.edtf, "/") {
						return reading{begin: i, end: b.end, edtf: a.edtf + "/" + b.edtf, from: a.from, to: b.to, granularity: b.granularity, anchor: b.anchor}, true
					}
				}
			}
			if a.granularity == "year" || a.granularity == "month" || a.granularity == "day" {
				a.begin, a.mod = i, "since"
				a.edtf, a.to = a.edtf+"/..", ""
				a.anchor = day{}
				return a, true
			}
		}
		// с 22 по 24 октября: the month comes at the end.
		if n, ne := digits(s, j); ne > j && ne-j <= 2 {
			k := skip(s, ne)
			for _, sep := range []string{"по ", "до "} {
				if strings.HasPrefix(s[k:], sep) {
					if b, ok := x.ruPlain(skip(s, k+len(sep))); ok && b.granularity == "day" && b.anchor.y != 0 {
						from := day{b.anchor.y, b.anchor.m, n}
						if from.valid() && from.String() < b.anchor.String() {
							r := x.daysReading(i, b.end, from, b.anchor)
							r.relative = b.relative
							return r, true
						}
					}
				}
			}
		}
	case "до", "к", "после":
		if a, ok := x.ruPlain(skip(s, e)); ok && a.edtf != "" && !strings.Contains(a.edtf, "/") && a.granularity != "day" {
			a.begin = i
			if w == "после" {
				a.mod, a.edtf, a.from, a.to = "after", a.edtf+"/..", a.to, ""
			} else {
				a.mod, a.edtf, a.from = "until", "../"+a.edtf, ""
			}
			return a, true
		}
	case "за":
		j := skip(s, e)
		u, ue := wordAt(s, j)
		if strings.HasPrefix(u, "последн") || strings.HasPrefix(u, "прошедш") {
			k := skip(s, ue)
			n, ne := digits(s, k)
			if ne == k {
				nw, nwe := wordAt(s, k)
				if v, ok := russianNumbers[nw]; ok {
					n, ne = v, nwe
				}
			}
			if n > 0 {
				uw, uwe := wordAt(s, skip(s, ne))
				for _, un := range russianUnits {
					if strings.HasPrefix(uw, un.stem) && un.unit != "hour" && un.unit != "minute" {
						r := x.lastUnits(i, uwe, un.unit, n, true)
						r.duration = fmt.Sprintf("P%d%s", n, un.iso)
						return x.unresolved(r, x.known), true
					}
				}
			}
		}
	case "начале", "конце", "середине", "начала", "конца", "начало", "конец":
		j := skip(s, e)
		if a, ok := x.ruPlain(j); ok && a.edtf != "" && (a.granularity == "month" || a.granularity == "year" || a.granularity == "decade") {
			a.begin, a.approximate = i, true
			a.mod = map[string]string{"нача": "start", "коне": "end", "конц": "end", "сере": "mid"}[string([]rune(w)[:4])]
			return a, true
		}
		if u, ue := wordAt(s, j); russianMonth(u) > 0 {
			y, ye, ok := x.ruYear(ue)
			if ye == ue {
				y, ok = x.yearOf(russianMonth(u), 0, x.future(i))
			}
			r := x.monthReading(i, ye, y, russianMonth(u))
			r.approximate, r.relative = true, ye == ue
			return x.unresolved(r, ok), true
		}
	}
	return reading{}, false
}

// ruPlain reads a plain date at j.
func (x *context) ruPlain(j int) (reading, bool) {
	s := x.key
	if j >= len(s) {
		return reading{}, false
	}
	if isDigit(s[j]) {
		n, e := digits(s, j)
		if e-j == 4 && n > 1000 && n < 2200 && !strings.HasPrefix(s[e:], "-") && !strings.HasPrefix(s[e:], ",") {
			return x.yearReading(j, x.ruYearWord(e), n), true
		}
		r, ok := x.ruNumber(j)
		return r, ok && r.kind == ""
	}
	w, e := wordAt(s, j)
	if m := russianMonth(w); m > 0 {
		y, ye, ok := x.ruYear(e)
		if ye == e {
			y, ok = x.yearOf(m, 0, x.future(j))
		}
		return x.unresolved(x.monthReading(j, ye, y, m), ok), true
	}
	if r, ok := x.ruRelative(j, w, e); ok && r.granularity == "year" {
		return r, true
	}
	return reading{}, false
}

var russianDays = map[string]int{"позавчера": -2, "вчера": -1, "накануне": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}

// ruRelative reads вчера, в прошлом году, на прошлой неделе, в понедельник.
func (x *context) ruRelative(i int, w string, e int) (reading, bool) {
	s := x.key
	rel := func(r reading) (reading, bool) {
		r.relative = true
		return x.unresolved(r, x.known), true
	}
	if d, ok := russianDays[w]; ok {
		return rel(x.dayReading(i, e, x.today.add(d)))
	}
	step, is := 0, true
	switch {
	case strings.HasPrefix(w, "прошл") || strings.HasPrefix(w, "минувш"):
		step = -1
	case strings.HasPrefix(w, "следующ") || strings.HasPrefix(w, "будущ") || strings.HasPrefix(w, "предстоящ"):
		step = 1
	case w == "этом" || w == "этой" || w == "текущем" || w == "текущей" || w == "нынешнем" || w == "этого" || w == "этот":
	default:
		is = false
	}
	if is {
		u, ue := wordAt(s, skip(s, e))
		switch {
		case u == "году" || u == "год" || u == "года" || u == "годом":
			return rel(x.yearReading(i, ue, x.today.y+step))
		case strings.HasPrefix(u, "месяц"):
			m := dayOf(day{x.today.y, x.today.m, 1}.time().AddDate(0, step, 0))
			return rel(x.monthReading(i, ue, m.y, m.m))
		case strings.HasPrefix(u, "недел"):
			return rel(x.weekReading(i, ue, monday(x.today).add(7*step)))
		}
		if u != "" {
			if d, ok := russianWeekday(u); ok {
				return x.ruWeekday(i, ue, d, step)
			}
		}
		return reading{}, false
	}
	if d, ok := russianWeekday(w); ok {
		before := strings.TrimRight(s[x.begin:i], " ")
		if strings.HasSuffix(" "+before, " в") || strings.HasSuffix(" "+before, " во") || i == x.begin {
			return x.ruWeekday(i, e, d, 0)
		}
		return reading{}, false
	}
	if n, ok := russianNumbers[w]; ok {
		return x.ruCount(i, e, n)
	}
	if (w == "год" || w == "неделю" || w == "месяц") && strings.HasPrefix(s[skip(s, e):], "назад") {
		unit := map[string]string{"год": "year", "неделю": "week", "месяц": "month"}[w]
		return rel(x.ago(i, skip(s, e)+len("назад"), unit, -1))
	}
	for _, p := range []string{"тот же день", "этот же день", "этот день"} {
		if strings.HasPrefix(s[i:], p) && x.last.y != 0 {
			r := x.dayReading(i, i+len(p), x.last)
			r.relative = true
			return r, true
		}
	}
	return reading{}, false
}

func russianWeekday(w string) (int, bool) {
	for _, d := range russianWeekdays {
		if strings.HasPrefix(w, d.stem) && len(w)-len(d.stem) <= 6 && !strings.HasPrefix(w, "среди") && !strings.HasPrefix(w, "средн") && !strings.HasPrefix(w, "средст") {
			return d.day, true
		}
	}
	return 0, false
}

func (x *context) ruWeekday(i, e, d, step int) (reading, bool) {
	s := x.key
	// в понедельник 23 мая: the date says it.
	k := skip(s, e)
	if k < len(s) && s[k] == ',' {
		k = skip(s, k+1)
	}
	if isDigitAt(s, k) {
		if r, ok := x.ruNumber(k); ok && r.granularity == "day" && r.kind == "" && r.anchor.y != 0 {
			r.begin = i
			return r, true
		}
	}
	c := monday(x.today).add(d)
	switch {
	case step < 0 || step == 0 && !x.future(i):
		if c.String() > x.today.String() || step < 0 && c.String() == x.today.String() {
			c = c.add(-7)
		}
	case c.String() < x.today.String():
		c = c.add(7)
	}
	r := x.dayReading(i, e, c)
	r.relative = true
	return x.unresolved(r, x.known), true
}
