package chrono

// english reads a time expression that begins at token i and returns the token
// after it.
func (x *context) english(i int) (reading, int, bool) {
	t := x.t(i)
	if t.kind == number && !x.stands(i) {
		return reading{}, i, false
	}
	if r, j, ok := x.enBounded(i); ok {
		return r, j, true
	}
	if x.is(i, "between", "from") {
		if r, j, ok := x.enRange(i); ok {
			return r, j, true
		}
		return reading{}, i, false
	}
	r, j, ok := x.enAtom(i)
	if !ok {
		return reading{}, i, false
	}
	return x.enGoesOn(r, j)
}

// enGoesOn joins what follows a date: the end of a range, "or later", "onwards".
func (x *context) enGoesOn(r reading, j int) (reading, int, bool) {
	if r.plain() && !r.isRange() || r.kind == "" && r.unit == week && !r.openTo {
		if k := x.separator(j, false); k > 0 && !(r.approximate && r.mod == "") {
			if b, n, ok := x.enAtom(k); ok && b.unit <= max(r.unit, month) && !(b.bareDay && r.unit > oneDay) {
				if c, ok := x.through(r, b); ok {
					return c, n, true
				}
			}
		}
	}
	if r.plain() {
		k := j
		if x.is(k, ",") {
			k++
		}
		switch {
		case x.is(k, "or", "and") && x.is(k+1, "later", "after", "onwards", "onward", "thereafter"):
			r = bounded(r, "since")
			r.end = x.e(k + 2)
			return r, k + 2, true
		case x.is(k, "onwards", "onward", "forward"):
			r = bounded(r, "since")
			r.end = x.e(k + 1)
			return r, k + 1, true
		case x.is(k, "or") && x.is(k+1, "before", "earlier"):
			r = bounded(r, "until")
			r.end = x.e(k + 2)
			return r, k + 2, true
		}
	}
	return r, j, true
}

// separator skips the word or mark between the ends of a range; and only counts
// after between. It returns 0 for none.
func (x *context) separator(j int, and bool) int {
	switch {
	case x.is(j, "to", "until", "till", "through", "-", "~", "–"):
		j++
		if x.is(j, "-") {
			j++
		}
	case and && x.is(j, "and"):
		j++
	default:
		return 0
	}
	if x.is(j, "on", "around") {
		j++
	}
	return j
}

// enRange reads from A to B and between A and B.
func (x *context) enRange(i int) (reading, int, bool) {
	between := x.is(i, "between")
	a, j, ok := x.enEnd(i + 1)
	if !ok {
		return reading{}, i, false
	}
	if a.plain() && a.isRange() && a.unit != week {
		a.begin = x.b(i)
		return a, j, true
	}
	k := x.separator(j, between)
	if k == 0 {
		return reading{}, i, false
	}
	b, n, ok := x.enEnd(k)
	if !ok {
		return reading{}, i, false
	}
	return x.spanning(i, a, b, n)
}

// enEnd reads one end of a range, where bare years count.
func (x *context) enEnd(i int) (reading, int, bool) {
	if x.phrase(i, "current date") > 0 && x.known {
		r := onDay(x.b(i), x.e(i+2), x.today)
		r.relative, r.explicit = true, true
		return r, i + 2, true
	}
	if x.is(i, "now", "today", "present") {
		if !x.known {
			return voided(x.b(i), x.e(i+1), oneDay), i + 1, true
		}
		r := onDay(x.b(i), x.e(i+1), x.today)
		r.relative, r.explicit = true, true
		return r, i + 1, true
	}
	if y, j, ok := x.enYear(i); ok && x.t(i).kind == number {
		if _, _, more := x.enNumeric(i); !more {
			return ofYear(x.b(i), x.e(j), y), j, true
		}
	}
	return x.enAtom(i)
}

// enBounded reads since 1991, by 2030, after May 18, no later than Friday.
func (x *context) enBounded(i int) (reading, int, bool) {
	j, mod := i, ""
	switch {
	case x.is(i, "since"):
		j, mod = i+1, "since"
	case x.is(i, "until", "till"):
		j, mod = i+1, "until"
	case x.is(i, "before"):
		j, mod = i+1, "before"
	case x.is(i, "after"):
		j, mod = i+1, "after"
	case x.is(i, "by"):
		j, mod = i+1, "until"
	case x.phrase(i, "prior to") > 0:
		j, mod = i+2, "before"
	case x.phrase(i, "later than") > 0:
		j, mod = i+2, "after"
	case x.phrase(i, "no later than") > 0:
		j, mod = i+3, "until"
	case x.phrase(i, "as early as") > 0:
		j, mod = i+3, "since"
	case x.phrase(i, "starting from") > 0, x.phrase(i, "starting on") > 0, x.phrase(i, "beginning on") > 0, x.phrase(i, "beginning from") > 0, x.phrase(i, "as of") > 0, x.phrase(i, "starting in") > 0, x.phrase(i, "beginning in") > 0:
		j, mod = i+2, "since"
	case x.is(i, "starting"):
		j, mod = i+1, "since"
	case x.phrase(i, "to date") > 0 && x.known && x.t(i+2).kind != letters:
		r := onDay(x.b(i), x.e(i+2), x.today-1)
		r.relative = true
		return bounded(r, "until"), i + 2, true
	case x.w(i).unit == year && x.phrase(i+1, "to date") > 0 && x.known:
		r := ofDays(x.b(i), x.e(i+3), dayOf(x.today.year(), 1, 1), x.today-1)
		r.relative = true
		return r, i + 3, r.to > r.from
	default:
		return reading{}, i, false
	}
	for x.is(j, "on", "in", "the") && !(x.is(j, "the") && (x.t(j+1).kind == number || x.w(j+1).ordinal > 0)) {
		j++
	}
	if x.is(j, "year") && x.t(j+1).kind == number {
		j++
	}
	r, n, ok := x.enEnd(j)
	if !ok || !r.plain() || r.isRange() && r.unit != week && r.unit != weekend && mod != "before" && mod != "until" && mod != "after" {
		return reading{}, i, false
	}
	if r.isRange() && r.duration != "" {
		return reading{}, i, false
	}
	r.begin = x.b(i)
	return bounded(r, mod), n, true
}

// enAtom reads a date, a month, a year, a relative day or a length of time.
func (x *context) enAtom(i int) (reading, int, bool) {
	if x.depth >= deepest {
		return reading{}, i, false
	}
	x.depth++
	defer func() { x.depth-- }()
	t := x.t(i)
	if t.kind == number {
		if r, j, ok := x.enNumeric(i); ok {
			return x.enClock(r, j)
		}
	}
	if t.word == nil && t.kind != number {
		return reading{}, i, false
	}
	for _, f := range []func(int) (reading, int, bool){x.enWeekday, x.enMonthFirst, x.enDayFirst, x.enNamedDay, x.enPart, x.enOrdinal, x.enTurn, x.enCount, x.enYearAlone, x.enAnaphor} {
		if r, j, ok := f(i); ok {
			return x.enClock(r, j)
		}
	}
	if x.is(i, "the") {
		if r, j, ok := x.enAtom(i + 1); ok {
			return r, j, true
		}
		return x.enBareDay(i)
	}
	if t.kind == number && x.is(i-1, "on") {
		return x.enBareDay(i)
	}
	return reading{}, i, false
}

// enClock attaches a time of day to a day.
func (x *context) enClock(r reading, j int) (reading, int, bool) {
	if r.unit != oneDay || !r.plain() || r.isRange() || r.clock {
		return r, j, true
	}
	k := j
	if x.is(k, ",") {
		k++
	}
	if x.w(k).daypart && x.t(k).kind == letters && k == j {
		r.end = x.e(k + 1)
		j = k + 1
		k = j
	}
	if x.is(k, "at", "around", "about") {
		k++
	}
	if x.is(k, "around", "about") {
		k++
	}
	sec, u, n := x.enTimeOfDay(k)
	if n == 0 {
		return r, j, true
	}
	if r.void {
		r.end = x.e(n)
		return r, n, true
	}
	c := at(r.begin, x.e(n), r.from+stamp(sec), u)
	c.relative, c.explicit = r.relative, r.explicit
	c.m, c.d = 0, 0
	return c, n, true
}

// enTimeOfDay reads 8:45, 8:45 a.m., 7 PM, noon; n is 0 for none.
func (x *context) enTimeOfDay(k int) (sec int, u unit, n int) {
	if x.is(k, "noon", "midday") {
		return 12 * 3600, hour, k + 1
	}
	t := x.t(k)
	if t.kind != number || t.n > 24 || t.end-t.begin > 2 {
		return 0, 0, 0
	}
	h, m, n, u := t.n, 0, k+1, hour
	colon := x.is(n, ":") || x.is(n, ".")
	if colon && x.t(n+1).kind == number && !x.t(n+1).blank && x.t(n+1).n < 60 && x.t(n+1).end-x.t(n+1).begin == 2 {
		m, u = x.t(n+1).n, minute
		n += 2
	} else {
		colon = false
	}
	half := ""
	switch {
	case x.is(n, "am", "pm"):
		half = x.text(n)
		n++
	case x.is(n, "a", "p") && x.is(n+1, ".") && x.is(n+2, "m"):
		half = x.text(n) + "m"
		n += 3
		if x.is(n, ".") && x.t(n).begin == x.t(n-1).end {
			n++
		}
	case x.is(n, "o") && x.is(n+1, "'") && x.is(n+2, "clock"):
		n += 3
	case !colon:
		return 0, 0, 0
	}
	if half == "pm" && h < 12 {
		h += 12
	}
	if half == "am" && h == 12 {
		h = 0
	}
	return h*3600 + m*60, u, n
}

// enYear reads a year: 2023, two thousand and fifteen, nineteen eighty six.
func (x *context) enYear(i int) (y, j int, ok bool) {
	t := x.t(i)
	if t.kind == number {
		if t.end-t.begin == 4 && t.n >= 1000 && t.n < 2200 && !x.glued(i) {
			return t.n, i + 1, true
		}
		return 0, i, false
	}
	a := x.w(i).cardinal
	switch {
	case a == 2 && x.is(i+1, "thousand"):
		j = i + 2
		if x.is(j, "and") {
			j++
		}
		if n, k, ok := x.enSmall(j); ok && n < 100 {
			return 2000 + n, k, true
		}
		return 2000, i + 2, true
	case a >= 18 && a <= 20 && x.t(i).kind == letters:
		if n, k, ok := x.enSmall(i + 1); ok && n >= 10 && n < 100 {
			return a*100 + n, k, true
		}
	}
	return 0, i, false
}

// glued keeps digits that go on (2,500, 2023.5, 2010kg) from being a year.
func (x *context) glued(i int) bool {
	n := x.t(i + 1)
	if n.blank {
		return false
	}
	if n.kind == letters {
		return true
	}
	return (n.kind == ',' || n.kind == '.') && x.t(i+2).kind == number && !x.t(i+2).blank || n.kind == '%'
}

// enSmall reads a cardinal below a hundred in words or digits.
func (x *context) enSmall(i int) (n, j int, ok bool) {
	t := x.t(i)
	if t.kind == number {
		if t.end-t.begin > 3 || x.glued(i) && x.t(i+1).kind != letters {
			return 0, i, false
		}
		return t.n, i + 1, true
	}
	c := x.w(i).cardinal
	if c == 0 || c > 90 {
		return 0, i, false
	}
	j = i + 1
	if c >= 20 {
		k := j
		if x.is(k, "-") {
			k++
		}
		if u := x.w(k).cardinal; u >= 1 && u <= 9 && !x.is(k, "a", "an", "few") {
			return c + u, k + 1, true
		}
	}
	return c, j, true
}

// enDayNumber reads the day of a month: 18, 18th, ninth, twenty-fifth, twenty five.
func (x *context) enDayNumber(i int) (d, j int, ok bool) {
	t := x.t(i)
	if t.kind == number {
		if t.n < 1 || t.n > 31 || t.end-t.begin > 2 {
			return 0, i, false
		}
		if n := x.t(i + 1); n.kind == letters && !n.blank {
			if x.is(i+1, "st", "nd", "rd", "th") {
				return t.n, i + 2, true
			}
			return 0, i, false
		}
		return t.n, i + 1, true
	}
	w := x.w(i)
	if w.ordinal > 0 && w.ordinal <= 31 {
		return w.ordinal, i + 1, true
	}
	if w.cardinal == 20 || w.cardinal == 30 {
		k := i + 1
		if x.is(k, "-") {
			k++
		}
		if o := x.w(k).ordinal; o >= 1 && o <= 9 {
			return w.cardinal + o, k + 1, w.cardinal+o <= 31
		}
	}
	if n, j, ok := x.enSmall(i); ok && n >= 1 && n <= 31 && !x.is(i, "a", "an", "few") {
		return n, j, true
	}
	return 0, i, false
}

// monthAt reads the name of a month; may, march, mar, sun in lower case are words
// of their own.
func (x *context) monthAt(i int) (m, j int, ok bool) {
	w := x.w(i)
	if w.month == 0 {
		return 0, i, false
	}
	if x.is(i, "may", "march", "mar", "dec", "jan", "sep", "oct", "jun", "jul") && !x.upper(i) {
		before, after := x.t(i-1), x.t(i+1)
		dated := before.kind == number && before.n <= 31 || x.is(i-1, "of", "st", "nd", "rd", "th") || after.kind == number && after.n <= 31 || after.kind == '-' && x.t(i+2).kind == number || x.is(i-1, "in", "next", "last", "the", "-", "/")
		if !dated || x.is(i, "may", "march") && !(before.kind == number && before.n <= 31 || x.is(i-1, "of", "st", "nd", "rd", "th", "-", "/") || after.kind == number && after.n <= 31 || x.w(i+1).ordinal > 0 || x.is(i+1, "the")) {
			return 0, i, false
		}
	}
	j = i + 1
	if x.is(j, ".") && !x.t(j).blank && x.t(i).end-x.t(i).begin <= 4 && (x.t(j+1).kind == number || x.is(j+1, ",")) {
		j++
	}
	return w.month, j, true
}

// yearAfter reads the year of a date: ", 2023", " of 2023", " this year", '87.
func (x *context) yearAfter(j int) (y, n int, ok bool) {
	k := j
	if x.is(k, ",", "/", "-", "\"") {
		k++
	}
	if x.is(k, "of", "in") {
		k++
	}
	if x.is(k, "the") && x.is(k+1, "year") {
		k += 2
	}
	if y, n, ok := x.enYear(k); ok {
		return y, n, true
	}
	if t := x.w(k).turn; t != nil && x.is(k+1, "year") && x.known && k > j-1 && !x.is(k, "ongoing", "past") {
		return x.today.year() + *t, k + 2, true
	}
	if x.phrase(k, "the same year") > 0 && x.lastYear > 0 {
		return x.lastYear, k + 3, true
	}
	if x.is(j, "of", "'") || x.is(j, "/", "-") {
		if t := x.t(k + boolInt(x.is(k, "'"))); t.kind == number && t.end-t.begin == 2 && !x.is(j, "-") {
			return centuryOf(t.n), k + 1 + boolInt(x.is(k, "'")), true
		}
	}
	return 0, j, false
}

// centuryOf reads a year of two digits.
func centuryOf(n int) int {
	if n < 35 {
		return 2000 + n
	}
	return 1900 + n
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dated finishes a day or run of days of a month, with its year if one follows.
func (x *context) dated(i, j, m, d, d2 int) (reading, int, bool) {
	if y, n, ok := x.yearAfter(j); ok {
		f, ok := newDay(y, m, d)
		if !ok {
			return reading{}, i, false
		}
		r := onDay(x.b(i), x.e(n), f)
		if d2 > d {
			t, ok := newDay(y, m, d2)
			if !ok {
				return reading{}, i, false
			}
			r = ofDays(x.b(i), x.e(n), f, t)
		}
		r.explicit = true
		return r, n, true
	}
	r, ok := x.monthDay(x.b(i), x.e(j), m, d, d2, x.future(x.b(i)))
	return r, j, ok
}
