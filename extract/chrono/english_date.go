package chrono

// enMonthFirst reads May 18, 2023; May 18-19; May 2023; May; Jan/3; Sep-23-2020.
func (x *context) enMonthFirst(i int) (reading, int, bool) {
	m, j, ok := x.monthAt(i)
	if !ok {
		return reading{}, i, false
	}
	if y, n, ok := x.enYearOfMonth(j); ok {
		return explicit(ofMonth(x.b(i), x.e(n), y, m)), n, true
	}
	k := j
	if x.is(k, "/", "-", ",") && !x.is(k, ",") {
		k++
	}
	if x.is(k, "the") {
		k++
	}
	if d, n, ok := x.enDayNumber(k); ok && !x.enCounts(k, n) && !(x.t(k).kind == number && x.is(n, "%", "percent", "million", "billion")) {
		if d2, n2, ok := x.enSecondDay(n, d); ok {
			return x.dated(i, n2, m, d, d2)
		}
		if _, ok := newDay(2000, m, d); !ok {
			r := voided(x.b(i), x.e(n), oneDay) // the calendar has no 30 February
			r.relative = false
			return r, n, true
		}
		r, n, ok := x.dated(i, n, m, d, 0)
		if ok && x.is(n, "(") && x.w(n+1).weekday > 0 && x.is(n+2, ")") {
			r.end, n = x.e(n+3), n+3
		}
		return r, n, ok
	}
	if y, n, ok := x.yearAfter(j); ok {
		return explicit(ofMonth(x.b(i), x.e(n), y, m)), n, true
	}
	// Jan-Feb 2017 is left to the range; a short name alone must look like one.
	if x.t(i).end-x.t(i).begin <= 3 && !x.upper(i) && !x.is(i-1, "in") {
		return reading{}, i, false
	}
	r, ok := x.monthDay(x.b(i), x.e(j), m, 0, 0, x.future(x.b(i)))
	return r, j, ok
}

func explicit(r reading) reading {
	r.explicit = true
	return r
}

// enYearOfMonth reads a year right after a month: May 2023, Dec-2018.
func (x *context) enYearOfMonth(j int) (y, n int, ok bool) {
	if x.is(j, "-", "/") {
		j++
	}
	return x.enYear(j)
}

// enCounts reports whether a number before token n counts something: May 18 people
// does not, 5 days does.
func (x *context) enCounts(k, n int) bool {
	return x.t(k).kind == number && x.w(n).unit > 0 && !x.is(n, "second")
}

// enSecondDay reads -19, to 19, through the seventeenth after a day.
func (x *context) enSecondDay(j, d int) (d2, n int, ok bool) {
	k := x.separator(j, false)
	if k == 0 && x.is(j, "and", "&") {
		k = j + 1
	}
	if k == 0 {
		return 0, j, false
	}
	if x.is(k, "the") {
		k++
	}
	d2, n, ok = x.enDayNumber(k)
	if !ok || d2 <= d || x.w(n).unit > 0 && x.t(k).kind == number || x.w(n).month > 0 && !x.is(n, "may", "march") {
		return 0, j, false
	}
	if x.is(n, "/", ":") || x.is(n, "am", "pm") || x.t(n).kind == letters && !x.t(n).blank {
		return 0, j, false
	}
	if x.is(j, "and") && d2 != d+1 {
		return 0, j, false
	}
	return d2, n, true
}

// enDayFirst reads 18 May 2023, 18-19 May, the ninth of April, between 3 and 12 of
// Sept.
func (x *context) enDayFirst(i int) (reading, int, bool) {
	k := i
	if x.is(k, "the") {
		k++
	}
	d, j, ok := x.enDayNumber(k)
	if !ok {
		return reading{}, i, false
	}
	d2 := 0
	n := x.separator(j, true)
	if n == 0 && x.is(j, "&") {
		n = j + 1
	}
	if n > 0 {
		if x.is(n, "the") {
			n++
		}
		if e, m, ok := x.enDayNumber(n); ok && e > d {
			if _, _, ok := x.enMonthAfterDay(m); ok {
				d2, j = e, m
			}
		}
	}
	m, j2, ok := x.enMonthAfterDay(j)
	if !ok {
		return reading{}, i, false
	}
	if d2 > 0 && d2 != d+1 && x.is(n-1, "and") && !x.is(i-1, "between") {
		d2 = 0
		return reading{}, i, false
	}
	return x.dated(i, j2, m, d, d2)
}

// enMonthAfterDay reads the month after a day: of May, day of September, /Sep.
func (x *context) enMonthAfterDay(j int) (m, n int, ok bool) {
	if x.is(j, "day") {
		j++
	}
	if x.is(j, "of", "/", "-") {
		j++
	}
	if x.is(j, "the") && x.is(j+1, "month") && x.known {
		_, m, _ := x.today.civil()
		return m, j + 2, true
	}
	if x.t(j).kind != letters {
		return 0, j, false
	}
	return x.monthAt(j)
}

// enNumeric reads dates in figures: 2025-06-16, 5/18/2023, 23.04.2022, 5/12, 2014,
// 2014-2018, 1990s, 2019-Q1, 2019-aug-1.
func (x *context) enNumeric(i int) (reading, int, bool) {
	a, s, b := x.t(i), x.t(i+1), x.t(i+2)
	digits := func(t *token) int { return t.end - t.begin }
	sep := byte(0)
	if !s.blank && (s.kind == '-' || s.kind == '/' || s.kind == '.') && !b.blank {
		sep = s.kind
	}
	if digits(a) == 4 && a.n >= 1000 && a.n < 2200 {
		return x.yearFirst(i, sep)
	}
	if digits(a) > 2 || sep == 0 || b.kind != number && b.word == nil {
		return reading{}, i, false
	}
	if b.kind == number {
		c := x.t(i + 4)
		if x.t(i+3).kind == sep && !x.t(i+3).blank && c.kind == number && !c.blank && (digits(c) == 4 || digits(c) == 2 && digits(b) <= 2) && !(x.t(i+5).kind == sep && !x.t(i+5).blank && x.t(i+6).kind == number) {
			y := c.n
			if digits(c) == 2 {
				if sep == '.' && x.lang == "en" {
					return reading{}, i, false
				}
				y = centuryOf(y)
			}
			m, d := a.n, b.n
			if sep == '.' || x.lang == "ru" {
				m, d = d, m
			}
			f, ok := newDay(y, m, d)
			if !ok {
				f, ok = newDay(y, d, m)
			}
			if !ok {
				return reading{}, i, false
			}
			return explicit(onDay(x.b(i), x.e(i+5), f)), i + 5, true
		}
		if sep == '-' && digits(b) == 4 && a.n >= 1 && a.n <= 12 && b.n > 1900 && b.n < 2100 && !x.glued(i+2) && x.t(i+3).kind != '-' {
			return explicit(ofMonth(x.b(i), x.e(i+3), b.n, a.n)), i + 3, true
		}
		if sep == '/' && digits(b) <= 2 && x.lang == "en" && x.t(i+3).kind != '/' && (x.enSlashStands(i)) {
			m, d := a.n, b.n
			if m > 12 {
				m, d = d, m
			}
			if _, ok := newDay(2000, m, d); !ok {
				return reading{}, i, false
			}
			return x.dated(i, i+3, m, d, 0)
		}
	}
	return reading{}, i, false
}

// enSlashStands reports whether 5/12 is a date and no fraction: something beside it
// says so.
func (x *context) enSlashStands(i int) bool {
	if i == 0 && len(x.tokens) <= 7 {
		return true
	}
	if x.t(i+3).kind == '-' && x.t(i+5).kind == '/' && x.t(i+6).kind == number {
		return true
	}
	return x.is(i-1, "on", "from", "to", "by", "until", "since", "before", "after", "for", "between", "-", ",", "this", "next", "last", "date", "due") || x.w(i-1).weekday > 0 || x.is(i-1, "?")
}

// yearFirst reads what begins with a year of four digits.
func (x *context) yearFirst(i int, sep byte) (reading, int, bool) {
	a := x.t(i)
	y := a.n
	j := i + 1
	if sep == 0 && x.t(j).kind == number && x.t(j).end-x.t(j).begin == 2 && x.t(j+1).kind == number && x.t(j+1).end-x.t(j+1).begin == 2 && !x.glued(i) {
		// 2016 10 16
		if f, ok := newDay(y, x.t(j).n, x.t(j+1).n); ok {
			return explicit(onDay(x.b(i), x.e(j+2), f)), j + 2, true
		}
	}
	if sep != 0 {
		j++
		b := x.t(j)
		switch {
		case b.kind == number && b.end-b.begin <= 2 && x.t(j+1).kind == sep && x.w(j+2).month > 0:
			if f, ok := newDay(y, x.w(j+2).month, b.n); ok {
				return explicit(onDay(x.b(i), x.e(j+3), f)), j + 3, true
			}
		case b.kind == number && b.end-b.begin <= 2:
			c := x.t(j + 2)
			if x.t(j+1).kind == sep && !x.t(j+1).blank && c.kind == number && !c.blank && c.end-c.begin <= 2 {
				f, ok := newDay(y, b.n, c.n)
				if !ok {
					return reading{}, i, false
				}
				n := j + 3
				if x.is(n, "t") && x.t(n+1).kind == number && !x.t(n+1).blank { // 2025-06-16T08:55
					n++
					for x.t(n).kind == number || x.is(n, ":") {
						n++
					}
				}
				return explicit(onDay(x.b(i), x.e(n), f)), n, true
			}
			if sep == '-' && b.end-b.begin == 2 && b.n > y%100 && (b.n > 12 || y < 1990) {
				return ofYears(x.b(i), x.e(j+1), y, y/100*100+b.n), j + 1, true
			}
			if sep == '-' && b.end-b.begin == 2 && b.n >= 1 && b.n <= 12 && x.t(j+1).kind != '-' {
				return explicit(ofMonth(x.b(i), x.e(j+1), y, b.n)), j + 1, true
			}
		case b.kind == number && b.end-b.begin == 4 && sep == '-' && b.n > y && b.n < 2200 && !x.glued(j):
			return ofYears(x.b(i), x.e(j+1), y, b.n), j + 1, true
		case b.word != nil && b.word.month > 0 && x.t(j+1).kind == sep:
			if d := x.t(j + 2); d.kind == number {
				if f, ok := newDay(y, b.word.month, d.n); ok {
					return explicit(onDay(x.b(i), x.e(j+3), f)), j + 3, true
				}
			}
		}
	}
	if x.is(j, "q", "h") && x.t(j+1).kind == number && !x.t(j+1).blank { // 2019-Q1, 2017 q1, 2019-H2
		n := x.t(j + 1).n
		if x.is(j, "q") && n >= 1 && n <= 4 {
			return explicit(ofQuarter(x.b(i), x.e(j+2), y, n)), j + 2, true
		}
		if x.is(j, "h") && (n == 1 || n == 2) {
			return explicit(ofHalf(x.b(i), x.e(j+2), y, n)), j + 2, true
		}
	}
	if x.is(i+1, "s") && y%10 == 0 && x.lang == "en" {
		return ofDecade(x.b(i), x.e(i+2), y), i + 2, true
	}
	return reading{}, i, false
}

// enYearAlone reads a year that stands where years stand.
func (x *context) enYearAlone(i int) (reading, int, bool) {
	j := i
	if x.is(j, "cy", "fy") && x.t(j+1).kind == number {
		n := x.t(j + 1)
		y := n.n
		if n.end-n.begin == 2 {
			y = centuryOf(y)
		}
		if y > 1900 && y < 2200 && x.is(j, "cy") {
			return ofYear(x.b(i), x.e(j+2), y), j + 2, true
		}
		return reading{}, i, false
	}
	y, j, ok := x.enYear(i)
	if ok && x.t(i).kind != number && j > i+1 && (y != 2000 || x.is(i-1, "year")) {
		if x.is(i-1, "in", "since", "of", "by", "year", "until", "from") && x.w(j).unit == noUnit && x.t(j).kind != '-' {
			return ofYear(x.b(i), x.e(j), y), j, true
		}
		return reading{}, i, false
	}
	if !ok || x.t(i).kind != number {
		return reading{}, i, false
	}
	if x.is(j, "-", "~") && x.t(j+1).kind == number && x.t(j+1).end-x.t(j+1).begin != 4 {
		return reading{}, i, false
	}
	if !x.yearStands(i, j) {
		return reading{}, i, false
	}
	return ofYear(x.b(i), x.e(j), y), j, true
}

// yearStands keeps numbers that count things from being years.
func (x *context) yearStands(i, j int) bool {
	if i == 0 && (len(x.tokens) > 1 || x.lang == "en") && !x.t(j).blank && x.t(j).kind != noToken {
		return true
	}
	p := x.t(i - 1)
	switch p.kind {
	case noToken:
		return x.lang == "en" && x.t(j).kind != noToken && x.t(j).word == nil
	case ',', '(', '-', '~', '"', '=', '\'', '/', '\n':
		return p.kind != ',' || x.w(i-2).month > 0 || x.t(i-2).kind == number || x.t(j).kind != letters
	}
	if p.word != nil && (p.word.month > 0 || p.word.season > 0 || p.word.unit >= year) {
		return true
	}
	return x.is(i-1, "in", "since", "of", "from", "by", "until", "to", "and", "or", "during", "before", "after", "than", "early", "late", "mid", "for", "the", "between", "through", "end", "around", "about", "fiscal", "is", "not", "text", "with", "mid", "till", "starting", "report", "summit", "conference", "games", "olympics", "plan", "agenda", "circa", "on", "at") && !x.enThings(j)
}

// enThings reports whether what follows a number is what it counts.
func (x *context) enThings(j int) bool {
	return x.is(j, "people", "percent", "%", "million", "billion", "tons", "tonnes", "km", "kilometers", "meters", "troops", "soldiers", "dollars", "yuan", "students", "companies", "kilometres", "metres", "mw", "votes", "cases", "points", "barrels", "euros", "workers")
}

// enBareDay reads the 18th as a day of the month the story stands in.
func (x *context) enBareDay(i int) (reading, int, bool) {
	k := i
	if x.is(k, "the") {
		k++
	}
	t := x.t(k)
	if t.kind != number || !x.is(k+1, "st", "nd", "rd", "th") || x.t(k+1).blank {
		return reading{}, i, false
	}
	// The 18th National Congress is none.
	if n := x.t(k + 2); n.kind == letters && !x.is(k+2, "at", "from", "to", "and", "in", "for", "of", "between", "on", "the", "after", "before", "through", "until", "when", "as") {
		return reading{}, i, false
	}
	if !x.is(i-1, "on", "from", "to", "until", "by", "around", "before", "after", "since", "through") || x.is(k+2, "of", "in", "and") {
		return reading{}, i, false
	}
	d, ok := x.dayAlone(t.n, x.future(t.begin))
	if !ok {
		return reading{}, i, false
	}
	r := onDay(x.b(i), x.e(k+2), d)
	r.relative, r.bareDay = true, true
	return r, k + 2, true
}
