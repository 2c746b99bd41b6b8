package chrono

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

var englishMonths = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}

var englishDays = map[string]int{"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6, "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}

var englishNumbers = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}

var englishOrdinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

// lexed is a word of alphabetic text.
func wordAt(s string, i int) (string, int) {
	e := i
	for e < len(s) {
		r, n := utf8.DecodeRuneInString(s[e:])
		if !letter(r) && !isDigitRune(r) {
			break
		}
		e += n
	}
	return s[i:e], e
}

func isDigitRune(r rune) bool { return r < 0x80 && isDigit(byte(r)) }

// blank skips blanks, one comma and the words of and the.
func gap(s string, i int, words ...string) int {
	i = skip(s, i)
	for again := true; again; {
		again = false
		for _, w := range words {
			if strings.HasPrefix(s[i:], w) {
				i = skip(s, i+len(w))
				again = true
			}
		}
	}
	return i
}

func (x *context) english(i int) (reading, bool) {
	s := x.key
	if i > x.begin {
		p, _ := utf8.DecodeLastRuneInString(s[:i])
		if letter(p) || isDigitRune(p) || p == '.' && i > x.begin+1 && isDigit(s[i-2]) || p == '$' {
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
	if r, ok := x.enPrefixed(i, w, e); ok {
		return r, true
	}
	if m, ok := englishMonths[w]; ok && (w != "may" && w != "march" && w != "mar" && w != "sun" || x.doc.Upper(i)) {
		if w == "may" && !x.doc.Upper(i) {
			return reading{}, false
		}
		if e < len(s) && s[e] == '.' && len(w) <= 4 {
			e++
		}
		return x.enMonth(i, e, m, w)
	}
	if isDigit(s[i]) {
		return x.enNumber(i)
	}
	if d, ok := englishDays[w]; ok && x.doc.Upper(i) && len(w) > 3 {
		return x.enWeekday(i, e, d, 0)
	}
	return x.enRelative(i, w, e)
}

// enMonth reads May 18, 2023; May 18-19; May 2023; May.
func (x *context) enMonth(i, e, m int, w string) (reading, bool) {
	s := x.key
	j := gap(s, e, "the ")
	d, de := digits(s, j)
	if de > j && de-j <= 2 && d >= 1 && d <= 31 {
		for _, suf := range []string{"st", "nd", "rd", "th"} {
			if strings.HasPrefix(s[de:], suf) {
				de += 2
				break
			}
		}
		d2, d2e := 0, de
		m2 := m
		k := skip(s, de)
		for _, sep := range []string{"-", "to ", "and ", "through ", "until "} {
			if strings.HasPrefix(s[k:], sep) {
				n := skip(s, k+len(sep))
				if mw, me := wordAt(s, n); englishMonths[mw] > 0 {
					m2 = englishMonths[mw]
					n = skip(s, me)
				}
				if v, ve := digits(s, n); ve > n && ve-n <= 2 && (v > d || m2 != m) && v <= 31 {
					d2, d2e = v, ve
					for _, suf := range []string{"st", "nd", "rd", "th"} {
						if strings.HasPrefix(s[d2e:], suf) {
							d2e += 2
							break
						}
					}
				}
				break
			}
		}
		if d2 == 0 {
			d2e = de
		}
		y, ye, ok := x.enYear(d2e)
		rel := false
		if ye == d2e {
			y, ok = x.yearOf(m, d, x.future(i))
			rel = true
		}
		c := day{y, m, d}
		if ok && !c.valid() {
			return reading{}, false
		}
		r := x.dayReading(i, ye, c)
		if d2 > 0 {
			to := day{y, m2, d2}
			if m2 < m {
				to.y++
			}
			if ok && !to.valid() {
				return reading{}, false
			}
			r = x.daysReading(i, ye, c, to)
		}
		r.relative = rel
		return x.unresolved(r, ok), true
	}
	y, ye, ok := x.enYear(e)
	if ye > e {
		return x.monthReading(i, ye, y, m), ok
	}
	if len(w) <= 3 && w != "may" {
		return reading{}, false
	}
	// May to August 2023
	for _, sep := range []string{" to ", "-", " - ", " and ", " through "} {
		if strings.HasPrefix(s[e:], sep) {
			if mw, me := wordAt(s, e+len(sep)); englishMonths[mw] > m {
				y, ye, yok := x.enYear(me)
				if ye == me {
					y, yok = x.yearOf(englishMonths[mw], 0, x.future(i))
				}
				r := x.monthsReading(i, ye, y, m, y, englishMonths[mw])
				return x.unresolved(r, yok), true
			}
		}
	}
	y, ok = x.yearOf(m, 0, x.future(i))
	r := x.monthReading(i, e, y, m)
	r.relative = true
	return x.unresolved(r, ok), true
}

// enYear reads ", 2023", " of 2023", " this year" after a date.
func (x *context) enYear(e int) (y, end int, ok bool) {
	s := x.key
	j := skip(s, e)
	if j < len(s) && s[j] == ',' {
		j = skip(s, j+1)
	}
	if strings.HasPrefix(s[j:], "of ") {
		j += 3
	}
	if v, ve := digits(s, j); ve-j == 4 && v > 1000 && v < 2200 && (ve >= len(s) || !letterAt(s, ve)) && !strings.HasPrefix(s[ve:], "%") {
		return v, ve, true
	}
	for _, w := range []struct {
		word string
		d    int
	}{{"last year", -1}, {"this year", 0}, {"next year", 1}} {
		if strings.HasPrefix(s[j:], w.word) && x.known {
			return x.today.y + w.d, j + len(w.word), true
		}
	}
	return 0, e, false
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return letter(r)
}

// enNumber reads what begins with digits: 18 May 2023, 18-19 May, 2023, 1990s,
// 5/18/2023, 10 years.
func (x *context) enNumber(i int) (reading, bool) {
	s := x.key
	n, e := digits(s, i)
	if e-i > 4 {
		return reading{}, false
	}
	// 5/18/2023 (month first, as in the language's larger press)
	if e < len(s) && (s[e] == '/' || s[e] == '-' && false) && n <= 31 {
		m, me := digits(s, e+1)
		if me > e+1 && me < len(s) && s[me] == '/' {
			y, ye := digits(s, me+1)
			if ye-me == 5 || ye-me == 3 {
				if y < 100 {
					y += 2000
				}
				c := day{y, n, m}
				if !c.valid() {
					c = day{y, m, n}
				}
				if c.valid() {
					return x.dayReading(i, ye, c), true
				}
			}
		}
	}
	suffixed := false
	for _, suf := range []string{"st", "nd", "rd", "th"} {
		if strings.HasPrefix(s[e:], suf) && !letterAt(s, e+2) {
			e += 2
			suffixed = true
			break
		}
	}
	if n >= 1 && n <= 31 {
		j := gap(s, e, "of ")
		// 18-19 May
		for _, sep := range []string{"-", "to ", "and ", "& "} {
			k := skip(s, e)
			if strings.HasPrefix(s[k:], sep) {
				v, ve := digits(s, skip(s, k+len(sep)))
				for _, suf := range []string{"st", "nd", "rd", "th"} {
					if strings.HasPrefix(s[ve:], suf) {
						ve += 2
						break
					}
				}
				mj := gap(s, ve, "of ")
				if mw, me := wordAt(s, mj); v > n && v <= 31 && englishMonths[mw] > 0 && (x.doc.Upper(mj) || len(mw) > 3) {
					y, ye, ok := x.enYear(me)
					if ye == me {
						y, ok = x.yearOf(englishMonths[mw], v, x.future(i))
					}
					return x.unresolved(x.daysReading(i, ye, day{y, englishMonths[mw], n}, day{y, englishMonths[mw], v}), ok), true
				}
			}
		}
		if mw, me := wordAt(s, j); englishMonths[mw] > 0 && (x.doc.Upper(j) || mw != "may" && mw != "march" && mw != "mar") {
			m := englishMonths[mw]
			if me < len(s) && s[me] == '.' && len(mw) <= 4 {
				me++
			}
			y, ye, ok := x.enYear(me)
			rel := ye == me
			if rel {
				y, ok = x.yearOf(m, n, x.future(i))
			}
			c := day{y, m, n}
			if ok && !c.valid() {
				return reading{}, false
			}
			r := x.dayReading(i, ye, c)
			r.relative = rel
			return x.unresolved(r, ok), true
		}
	}
	if suffixed {
		if strings.HasPrefix(s[skip(s, e):], "century") && n > 0 && n < 31 {
			return x.centuryReading(i, skip(s, e)+len("century"), n), true
		}
		return reading{}, false
	}
	if e-i == 4 && n > 1000 && n < 2200 {
		if strings.HasPrefix(s[e:], "s") && !letterAt(s, e+1) && n%10 == 0 {
			return x.decadeReading(i, e+1, n), true
		}
		if e < len(s) && s[e] == '-' {
			if v, ve := digits(s, e+1); (ve-e == 5 || ve-e == 3) && (ve >= len(s) || !letterAt(s, ve)) {
				if v < 100 {
					v += n / 100 * 100
				}
				if v > n && v < 2200 {
					return x.yearsReading(i, ve, n, v), true
				}
			}
			return reading{}, false
		}
		if letterAt(s, e) || e < len(s) && s[e] == ',' && e+1 < len(s) && isDigit(s[e+1]) || strings.HasPrefix(s[e:], "%") {
			return reading{}, false
		}
		if !x.yearStands(i, e) {
			return reading{}, false
		}
		return x.yearReading(i, e, n), true
	}
	return x.enCount(i, e, n)
}

// yearStands keeps numbers that count things from being years.
func (x *context) yearStands(i, e int) bool {
	before := strings.TrimRight(x.key[x.begin:i], " ")
	for _, w := range []string{"in", "since", "of", "from", "by", "until", "to", "year", "and", "during", "before", "after", "than", "early", "late", "mid", "for", ",", "(", "summer", "spring", "winter", "autumn", "the", "between", "fall", "through", "end", "-", "quarter", "around", "about", "fiscal"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return i == x.begin || before == ""
}

var englishUnits = []struct{ word, unit, iso string }{{"years", "year", "Y"}, {"year", "year", "Y"}, {"months", "month", "M"}, {"month", "month", "M"}, {"weeks", "week", "W"}, {"week", "week", "W"}, {"days", "day", "D"}, {"day", "day", "D"}, {"hours", "hour", "H"}, {"hour", "hour", "H"}, {"minutes", "minute", "M"}, {"decades", "year", "Y"}}

// enCount reads a number with a unit of time: 10 years, three days ago.
func (x *context) enCount(i, e, n int) (reading, bool) {
	s := x.key
	j := skip(s, e)
	if j < len(s) && s[j] == '-' {
		j++
	}
	w, we := wordAt(s, j)
	for _, u := range englishUnits {
		if w != u.word {
			continue
		}
		if u.word == "decades" {
			n *= 10
		}
		k := skip(s, we)
		iso := fmt.Sprintf("P%d%s", n, u.iso)
		if u.unit == "hour" || u.unit == "minute" {
			iso = fmt.Sprintf("PT%d%s", n, u.iso)
		}
		if strings.HasPrefix(s[k:], "ago") && u.unit != "hour" && u.unit != "minute" {
			r := x.ago(i, k+3, u.unit, -n)
			return x.unresolved(r, x.known), true
		}
		if strings.HasPrefix(s[we:], "-old") || strings.HasPrefix(s[k:], "old") {
			return reading{}, false
		}
		return reading{begin: i, end: we, granularity: u.unit, kind: "duration", duration: iso}, true
	}
	return reading{}, false
}

// ago is the day, week, month or year n units away.
func (x *context) ago(b, e int, unit string, n int) reading {
	t := x.today.time()
	var r reading
	switch unit {
	case "year":
		r = x.yearReading(b, e, t.AddDate(n, 0, 0).Year())
	case "month":
		m := dayOf(day{x.today.y, x.today.m, 1}.time().AddDate(0, n, 0))
		r = x.monthReading(b, e, m.y, m.m)
	case "week":
		r = x.weekReading(b, e, monday(x.today.add(7*n)))
	default:
		r = x.dayReading(b, e, x.today.add(n))
	}
	r.relative = true
	return r
}

// enPrefixed reads since 1991, by 2030, from May to August, in the first quarter.
func (x *context) enPrefixed(i int, w string, e int) (reading, bool) {
	s := x.key
	switch w {
	case "since", "until", "till", "before", "after", "by":
		j := gap(s, e, "the end of ", "the beginning of ", "early ", "late ", "the ")
		if j <= e {
			return reading{}, false
		}
		r, ok := x.english2(j)
		if !ok || r.edtf == "" || strings.Contains(r.edtf, "/") && r.granularity != "day" || r.kind == "duration" {
			return reading{}, false
		}
		if w == "after" || w == "before" || w == "by" {
			if r.granularity == "day" && w == "by" || r.granularity == "week" {
				return reading{}, false
			}
		}
		r.begin, r.mod = i, map[string]string{"since": "since", "until": "until", "till": "until", "before": "before", "after": "after", "by": "until"}[w]
		switch w {
		case "since":
			r.edtf, r.to = strings.Split(r.edtf, "/")[0]+"/..", ""
		case "after":
			r.edtf, r.from, r.to = r.edtf+"/..", r.to, ""
		case "before":
			r.edtf, r.to, r.from = "../"+r.edtf, r.from, ""
		default:
			r.edtf, r.from = "../"+r.edtf, ""
		}
		return r, true
	case "first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th":
		n := englishOrdinals[w]
		j := skip(s, e)
		unit, ue := wordAt(s, j)
		switch unit {
		case "quarter", "half":
			y, ye, ok := x.enYear(ue)
			if k := gap(s, ue, "of ", "the "); ye == ue {
				y, ye, ok = x.enYear(k)
				if ye == k {
					ye = ue
				}
			}
			if ye == ue {
				y, ok = x.today.y, x.known
				if ok && unit == "quarter" && 3*n-2 > x.today.m || unit == "half" && 6*n-5 > x.today.m {
					y--
				}
			}
			if unit == "quarter" {
				return x.unresolved(x.quarterReading(i, ye, y, n), ok), true
			}
			if n <= 2 {
				return x.unresolved(x.halfReading(i, ye, y, n), ok), true
			}
		}
		if w == "first" {
			c, ce := wordAt(s, j)
			if n, ok := englishNumbers[c]; ok && n > 1 {
				if mw, me := wordAt(s, skip(s, ce)); mw == "months" {
					y, ye, ok := x.enYear(me)
					if ye == me {
						y, ok = x.today.y, x.known
					}
					return x.unresolved(x.monthsReading(i, ye, y, 1, y, min(n, 12)), ok), true
				}
			}
		}
	case "early", "late", "mid":
		j := e
		if w == "mid" && j < len(s) && s[j] == '-' {
			j++
		}
		j = skip(s, j)
		if r, ok := x.english2(j); ok && r.edtf != "" && (r.granularity == "month" || r.granularity == "year" || r.granularity == "decade") {
			r.begin, r.mod, r.approximate = i, map[string]string{"early": "start", "late": "end", "mid": "mid"}[w], true
			return r, true
		}
	case "spring", "summer", "autumn", "winter", "fall":
		y, ye, ok := x.enYear(e)
		if ok {
			k := map[string]int{"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}[w]
			from := day{y, 3 + 3*k, 1}
			return reading{begin: i, end: ye, edtf: fmt.Sprintf("%04d-%02d", y, 21+k), from: from.String(), to: dayOf(from.time().AddDate(0, 3, 0)).String(), granularity: "season"}, true
		}
	case "from", "between":
		j := gap(s, e, "the ")
		a, ok := x.english2(j)
		if !ok || a.edtf == "" || strings.Contains(a.edtf, "/") || a.kind == "duration" {
			return reading{}, false
		}
		k := skip(s, a.end)
		for _, sep := range []string{"to ", "and ", "until ", "through ", "till ", "-"} {
			if strings.HasPrefix(s[k:], sep) {
				b, ok := x.english2(gap(s, k+len(sep), "the "))
				if ok && b.edtf != "" && b.kind != "duration" && !strings.Contains(b.edtf, "/") && b.to > a.from {
					r := reading{begin: i, end: b.end, edtf: a.edtf + "/" + b.edtf, from: a.from, to: b.to, granularity: b.granularity, anchor: b.anchor}
					if a.granularity != b.granularity || a.relative && !b.relative && a.from > b.from {
						return reading{}, false
					}
					return r, true
				}
			}
		}
	}
	return reading{}, false
}

// english2 reads a plain date at j for the words that stand before one.
func (x *context) english2(j int) (reading, bool) {
	s := x.key
	if j >= len(s) {
		return reading{}, false
	}
	if r, ok := x.iso(j); ok {
		return r, true
	}
	w, e := wordAt(s, j)
	if m, ok := englishMonths[w]; ok && (x.doc.Upper(j)) {
		return x.enMonth(j, e, m, w)
	}
	if w != "" && isDigit(s[j]) {
		n, de := digits(s, j)
		if de-j == 4 && n > 1000 && n < 2200 && !letterAt(s, de) && !(de < len(s) && s[de] == '-') {
			return x.yearReading(j, de, n), true
		}
		return x.enNumber(j)
	}
	if d, ok := englishDays[w]; ok && x.doc.Upper(j) && len(w) > 3 {
		return x.enWeekday(j, e, d, 0)
	}
	return x.enRelative(j, w, e)
}

// enWeekday reads Sunday; weeks moves it by weeks for last and next.
func (x *context) enWeekday(i, e, d, weeks int) (reading, bool) {
	s := x.key
	// Monday, May 23, 2011: the date says it.
	k := skip(s, e)
	if k < len(s) && s[k] == ',' {
		k = skip(s, k+1)
	}
	if mw, me := wordAt(s, k); englishMonths[mw] > 0 && x.doc.Upper(k) {
		if r, ok := x.enMonth(k, me, englishMonths[mw], mw); ok && r.granularity == "day" {
			r.begin = i
			return r, true
		}
	}
	if isDigitAt(s, k) {
		if r, ok := x.enNumber(k); ok && r.granularity == "day" && r.kind == "" {
			r.begin = i
			return r, true
		}
	}
	c := monday(x.today).add(d)
	switch {
	case weeks < 0:
		if c.String() >= x.today.String() {
			c = c.add(-7)
		}
	case weeks > 0:
		if c.String() <= x.today.String() {
			c = c.add(7)
		}
	case x.future(i):
		if c.String() < x.today.String() {
			c = c.add(7)
		}
	case c.String() > x.today.String():
		c = c.add(-7)
	}
	r := x.dayReading(i, e, c)
	for _, w := range []string{" morning", " afternoon", " evening", " night"} {
		if strings.HasPrefix(s[e:], w) {
			r.end += len(w)
		}
	}
	r.relative = true
	return x.unresolved(r, x.known), true
}

func isDigitAt(s string, i int) bool { return i < len(s) && isDigit(s[i]) }

// enRelative reads today, yesterday, last week, next month, the past 30 years.
func (x *context) enRelative(i int, w string, e int) (reading, bool) {
	s := x.key
	rel := func(r reading) (reading, bool) {
		r.relative = true
		return x.unresolved(r, x.known), true
	}
	switch w {
	case "today", "tonight":
		return rel(x.dayReading(i, e, x.today))
	case "yesterday":
		return rel(x.dayReading(i, e, x.today.add(-1)))
	case "tomorrow":
		return rel(x.dayReading(i, e, x.today.add(1)))
	case "last", "next", "this", "previous", "past", "coming", "recent":
		step := map[string]int{"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}[w]
		j := skip(s, e)
		u, ue := wordAt(s, j)
		if d, ok := englishDays[u]; ok && x.doc.Upper(j) {
			return x.enWeekday(i, ue, d, step)
		}
		if m, ok := englishMonths[u]; ok && x.doc.Upper(j) && w != "coming" && w != "recent" {
			y := x.today.y
			switch {
			case step < 0 && m >= x.today.m:
				y--
			case step > 0 && m <= x.today.m:
				y++
			}
			return rel(x.monthReading(i, ue, y, m))
		}
		if w == "recent" || w == "coming" && (u == "weeks" || u == "days" || u == "months") {
			return reading{}, false
		}
		switch u {
		case "year":
			if w == "coming" || w == "past" {
				return rel(x.lastUnits(i, ue, "year", 1, w == "past"))
			}
			return rel(x.yearReading(i, ue, x.today.y+step))
		case "month":
			m := dayOf(day{x.today.y, x.today.m, 1}.time().AddDate(0, step, 0))
			return rel(x.monthReading(i, ue, m.y, m.m))
		case "week":
			return rel(x.weekReading(i, ue, monday(x.today).add(7*step)))
		case "weekend":
			mon := monday(x.today).add(7 * step)
			r := x.daysReading(i, ue, mon.add(5), mon.add(6))
			r.granularity = "weekend"
			return rel(r)
		case "quarter":
			q := (x.today.m-1)/3 + 1 + step
			y := x.today.y
			if q < 1 {
				q, y = 4, y-1
			} else if q > 4 {
				q, y = 1, y+1
			}
			return rel(x.quarterReading(i, ue, y, q))
		case "night":
			return rel(x.dayReading(i, ue, x.today.add(step)))
		case "morning", "afternoon", "evening":
			if w == "this" {
				return rel(x.dayReading(i, ue, x.today))
			}
		}
		n, ne := 0, j
		if v, ve := digits(s, j); ve > j {
			n, ne = v, ve
		} else if v, ok := englishNumbers[u]; ok && v > 1 {
			n, ne = v, ue
		}
		if n > 0 && w != "this" {
			uw, uwe := wordAt(s, skip(s, ne))
			for _, u := range englishUnits {
				if uw == u.word && u.unit != "hour" && u.unit != "minute" {
					if u.word == "decades" {
						n *= 10
					}
					r := x.lastUnits(i, uwe, u.unit, n, step < 0)
					r.duration = fmt.Sprintf("P%d%s", n, u.iso)
					return rel(r)
				}
			}
		}
	}
	if n, ok := englishNumbers[w]; ok && (n > 1 || w == "a" || w == "an" || w == "one") {
		if r, ok := x.enCount(i, e, n); ok {
			if n == 1 && w != "one" && !strings.HasSuffix(s[:r.end], "ago") {
				return reading{}, false
			}
			return r, true
		}
	}
	if w == "that" || w == "the" {
		for _, p := range []string{"that day", "the same day", "that same day"} {
			if strings.HasPrefix(s[i:], p) && x.last.y != 0 {
				r := x.dayReading(i, i+len(p), x.last)
				r.relative = true
				return r, true
			}
		}
	}
	return reading{}, false
}
