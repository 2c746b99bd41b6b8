package chrono

// russian reads a time expression that begins at token i and returns the token
// after it.
func (x *context) russian(i int) (reading, int, bool) {
	if x.t(i).kind == number && !x.stands(i) {
		return reading{}, i, false
	}
	if r, j, ok := x.ruBounded(i); ok {
		return r, j, true
	}
	begin := i
	// The preposition is part of the expression where it makes a time of the words.
	if x.is(i, "в", "во", "на", "за") && x.t(i+1).kind != noToken {
		if x.is(i, "в", "во") && x.is(i+1, "ночь") && x.is(i+2, "на") {
			i += 2
		}
		if r, j, ok := x.ruAfterPreposition(begin, i+1); ok {
			return x.ruGoesOn(r, j)
		}
		return reading{}, begin, false
	}
	r, j, ok := x.ruAtom(i, false)
	if !ok {
		return reading{}, begin, false
	}
	return x.ruGoesOn(r, j)
}

// ruAfterPreposition reads what follows в, на, за; bare months, weekdays and years
// count there.
func (x *context) ruAfterPreposition(begin, i int) (reading, int, bool) {
	if x.is(begin, "за") {
		if r, j, ok := x.ruFirstMonths(i, i); ok {
			return r, j, true
		}
	}
	r, j, ok := x.ruAtom(i, true)
	if !ok {
		return reading{}, begin, false
	}
	if x.w(i).turn != nil || x.w(i).weekday > 0 || x.w(i).month > 0 {
		r.begin = x.b(i)
	}
	return r, j, true
}

// ruSeparator skips what stands between the ends of a range, 0 for none.
func (x *context) ruSeparator(j int, by bool) int {
	switch {
	case x.is(j, "-", "~"):
		j++
		if x.is(j, "-") {
			j++
		}
		return j
	case by && x.is(j, "по", "до"):
		return j + 1
	}
	return 0
}

// ruGoesOn joins the end of a range and the time of day to a date.
func (x *context) ruGoesOn(r reading, j int) (reading, int, bool) {
	if r.plain() && !r.isRange() {
		if k := x.ruSeparator(j, false); k > 0 && !r.approximate {
			if b, n, ok := x.ruAtom(k, true); ok && b.unit <= max(r.unit, month) {
				if c, ok := x.through(r, b); ok {
					return c, n, true
				}
			}
		}
	}
	return x.ruClock(r, j)
}

// ruClock attaches a time of day: в 12:00, утром, в 5 часов вечера.
func (x *context) ruClock(r reading, j int) (reading, int, bool) {
	if r.unit != oneDay || !r.plain() || r.isRange() {
		return r, j, true
	}
	if x.w(j).daypart && !x.is(j, "дня") {
		r.end = x.e(j + 1)
		j++
	}
	k := j
	if x.is(k, ",") {
		k++
	}
	if x.is(k, "в", "во", "около") {
		k++
	}
	h, m := x.t(k), x.t(k+2)
	if h.kind != number || h.n > 23 || !x.is(k+1, ":", ".") || x.t(k+1).blank || m.kind != number || m.blank || m.n > 59 || m.end-m.begin != 2 || x.is(k+1, ".") && !x.is(k-1, "в") {
		return r, j, true
	}
	n := k + 3
	if r.void {
		r.end = x.e(n)
		return r, n, true
	}
	c := at(r.begin, x.e(n), r.from+stamp(h.n*3600+m.n*60), minute)
	c.relative, c.explicit = r.relative, r.explicit
	return c, n, true
}

// ruBounded reads с 1991 года, до 2030 года, к концу мая, после 18 мая; с … по is a
// range.
func (x *context) ruBounded(i int) (reading, int, bool) {
	mod, j := "", i+1
	switch {
	case x.is(i, "с", "со", "от"):
		if r, n, ok := x.ruRange(i); ok {
			return r, n, true
		}
		mod = "since"
		if x.is(i, "от") {
			return reading{}, i, false
		}
	case x.is(i, "между"):
		return x.ruRange(i)
	case x.phrase(i, "не позднее") > 0:
		mod, j = "until", i+2
		if x.is(j, "чем") {
			j++
		}
	case x.is(i, "до"):
		mod = "until"
	case x.is(i, "к", "ко"):
		mod = "until"
	case x.is(i, "после"):
		mod = "after"
	default:
		return reading{}, i, false
	}
	r, n, ok := x.ruAtom(j, true)
	if !ok || !r.plain() || r.isRange() && r.unit != week || r.duration != "" {
		return reading{}, i, false
	}
	r.begin = x.b(i)
	return bounded(r, mod), n, true
}

// ruRange reads с 22 по 24 октября, с 2020 по 2025 год, с мая по август, между 2015 и
// 2020 годами.
func (x *context) ruRange(i int) (reading, int, bool) {
	j := i + 1
	between := x.is(i, "между")
	sep := func(k int) int {
		if between {
			if x.is(k, "и") {
				return k + 1
			}
			return 0
		}
		return x.ruSeparator(k, true)
	}
	if d, k, ok := x.ruDay(j); ok {
		if n := sep(k); n > 0 {
			if b, e, ok := x.ruAtom(n, true); ok && b.unit == oneDay && b.plain() && !b.isRange() && !b.void {
				y, m, bd := b.from.day().civil()
				if b.m > 0 && !b.explicit && d < bd {
					// The year is that of the first day: the second may lie ahead.
					r, ok := x.monthDay(x.b(i), x.e(e), m, d, bd, x.future(x.b(i)))
					return r, e, ok
				}
				if f, ok := newDay(y, m, d); ok && d < bd {
					r := ofDays(x.b(i), x.e(e), f, b.from.day())
					r.relative, r.explicit = b.relative, b.explicit
					return r, e, true
				}
			}
		}
	}
	a, k, ok := x.ruEnd(j)
	if !ok {
		return reading{}, i, false
	}
	n := sep(k)
	if n == 0 {
		return reading{}, i, false
	}
	b, e, ok := x.ruEnd(n)
	if !ok {
		return reading{}, i, false
	}
	return x.spanning(i, a, b, e)
}

// ruEnd is an end of a range, where a bare year counts.
func (x *context) ruEnd(i int) (reading, int, bool) {
	t := x.t(i)
	if t.kind == number && t.end-t.begin == 4 && t.n >= 1000 && t.n < 2200 && !x.t(i+1).is('.') && !(x.is(i+1, "-") && !x.t(i+1).blank) {
		n := x.yearWord(i + 1)
		return ofYear(x.b(i), x.e(n), t.n), n, true
	}
	return x.ruAtom(i, true)
}

func (t *token) is(kind byte) bool { return t.kind == kind && !t.blank }

// yearWord skips года, год, г., гг. after a year.
func (x *context) yearWord(j int) int {
	if x.w(j).unit == year && !x.is(j, "лет") {
		return j + 1
	}
	if x.is(j, "г", "гг") {
		if x.is(j+1, ".") {
			return j + 2
		}
		return j + 1
	}
	return j
}

// ruDay reads the number of a day: 18, 18-го, двадцать пятое.
func (x *context) ruDay(i int) (d, j int, ok bool) {
	t := x.t(i)
	if t.kind == number {
		if t.n < 1 || t.n > 31 || t.end-t.begin > 2 {
			return 0, i, false
		}
		j = i + 1
		if x.is(j, "-") && x.is(j+1, "го", "е", "ое", "му") && !x.t(j+1).blank {
			j += 2
		}
		return t.n, j, true
	}
	w := x.w(i)
	if w.ordinal > 0 && w.ordinal <= 30 {
		return w.ordinal, i + 1, true
	}
	if w.cardinal == 20 || w.cardinal == 30 {
		if o := x.w(i + 1).ordinal; o >= 1 && o <= 9 && w.cardinal+o <= 31 {
			return w.cardinal + o, i + 2, true
		}
	}
	return 0, i, false
}

// ruYear reads 2023 года, 96, этого года, прошлого года after a date.
func (x *context) ruYear(j int) (y, n int, ok bool) {
	k := j
	if x.is(k, ",", "-", "/") && x.t(k+1).kind == number {
		k++
	}
	t := x.t(k)
	if t.kind == number && t.end-t.begin == 4 && t.n >= 1000 && t.n < 2200 && !(x.t(k+1).is('.') && x.t(k+2).kind == number && !x.t(k+2).blank) {
		return t.n, x.yearWord(k + 1), true
	}
	if w := x.w(k); w.turn != nil && x.w(k+1).unit == year && x.known && k == j {
		return x.today.year() + *w.turn, k + 2, true
	}
	if x.is(k, "с") && x.is(k+1, ".") && x.is(k+2, "г") && x.known {
		n := k + 3
		if x.is(n, ".") {
			n++
		}
		return x.today.year(), n, true
	}
	if x.phrase(k, "того же года") > 0 && x.lastYear > 0 {
		return x.lastYear, k + 3, true
	}
	return 0, j, false
}

// ruMonthAt reads the name of a month; short ones may have a full stop.
func (x *context) ruMonthAt(i int) (m, j int, ok bool) {
	w := x.w(i)
	if w.month == 0 {
		return 0, i, false
	}
	j = i + 1
	if x.t(i).end-x.t(i).begin <= 8 && x.is(j, ".") && !x.t(j).blank && x.t(j+1).kind == number {
		j++
	}
	return w.month, j, true
}

// ruAtom reads one date, month, year, relative day or length of time. placed says
// that a preposition or another date stands before it, so that a bare month or
// weekday counts.
func (x *context) ruAtom(i int, placed bool) (reading, int, bool) {
	if x.depth >= deepest {
		return reading{}, i, false
	}
	x.depth++
	defer func() { x.depth-- }()
	t := x.t(i)
	if t.word == nil && t.kind != number && !x.is(i, "i", "ii", "iii", "iv", "xix", "xx", "xxi", "xviii", "xvii") {
		return reading{}, i, false
	}
	if t.kind == number {
		if r, j, ok := x.enNumeric(i); ok && r.unit <= month {
			return r, x.yearWord(j), true
		}
	}
	if r, j, ok := x.ruDayFirst(i); ok {
		return r, j, true
	}
	if r, j, ok := x.ruYears(i, placed); ok {
		return r, j, true
	}
	if r, j, ok := x.ruMonthFirst(i, placed); ok {
		return r, j, true
	}
	for _, f := range []func(int) (reading, int, bool){x.ruQuarter, x.ruPart, x.ruNamed, x.ruTurn, x.ruAnaphor, x.ruSeason, x.ruCount} {
		if r, j, ok := f(i); ok {
			return r, j, true
		}
	}
	if placed || i == 0 {
		return x.ruWeekday(i)
	}
	return reading{}, i, false
}

// ruDayFirst reads 18 мая 2023 года, 18-19 мая, 18 и 19 мая, 10/августа 2012.
func (x *context) ruDayFirst(i int) (reading, int, bool) {
	d, j, ok := x.ruDay(i)
	if !ok {
		return reading{}, i, false
	}
	d2 := 0
	if k := x.ruSeparator(j, false); k > 0 || x.is(j, "и", "по") {
		if k == 0 {
			k = j + 1
		}
		if e, n, ok := x.ruDay(k); ok && e > d && x.w(n).month > 0 && !(x.is(j, "и") && e != d+1) {
			d2, j = e, n
		}
	}
	if x.is(j, "/", "-") && x.w(j+1).month > 0 {
		j++
	}
	m, n, ok := x.ruMonthAt(j)
	if !ok || x.t(j).kind != letters {
		return reading{}, i, false
	}
	if t := x.t(n); t.kind == number && t.end-t.begin == 2 && x.t(i).kind == number && t.n >= 40 && !x.t(n+1).is(':') {
		if f, ok := newDay(centuryOf(t.n), m, d); ok && d2 == 0 {
			return explicit(onDay(x.b(i), x.e(n+1), f)), n + 1, true
		}
	}
	if y, e, ok := x.ruYear(n); ok {
		f, ok := newDay(y, m, d)
		if !ok {
			return reading{}, i, false
		}
		r := onDay(x.b(i), x.e(e), f)
		if t, ok := newDay(y, m, d2); ok && d2 > d {
			r = ofDays(x.b(i), x.e(e), f, t)
		}
		return explicit(r), e, true
	}
	r, ok := x.monthDay(x.b(i), x.e(n), m, d, d2, x.future(x.b(i)))
	return r, n, ok
}

// ruMonthFirst reads мае 2023 года, май-август 2023 года by range, мае.
func (x *context) ruMonthFirst(i int, placed bool) (reading, int, bool) {
	m, j, ok := x.ruMonthAt(i)
	if !ok || x.t(i).kind != letters {
		return reading{}, i, false
	}
	// январь-август 2024 года: the year comes at the end.
	if x.is(j, "-") {
		if m2, k, ok := x.ruMonthAt(j + 1); ok && m2 > m {
			if y, e, ok := x.ruYear(k); ok {
				return explicit(ofMonths(x.b(i), x.e(e), y, m, y, m2)), e, true
			}
			b, ok := x.monthDay(x.b(i), x.e(k), m2, 0, 0, x.future(x.b(i)))
			if !ok || b.void {
				return b, k, ok
			}
			y := b.from.day().year()
			r := ofMonths(x.b(i), x.e(k), y, m, y, m2)
			r.relative = true
			return r, k, true
		}
	}
	if y, e, ok := x.ruYear(j); ok {
		return explicit(ofMonth(x.b(i), x.e(e), y, m)), e, true
	}
	if t := x.t(j); t.kind == number && t.end-t.begin == 2 && t.n >= 40 {
		return explicit(ofMonth(x.b(i), x.e(j+1), centuryOf(t.n), m)), j + 1, true
	}
	if !placed || x.is(i, "марта", "марту") && x.upper(i) {
		return reading{}, i, false
	}
	r, ok := x.monthDay(x.b(i), x.e(j), m, 0, 0, x.future(x.b(i)) || x.is(i-1, "к", "до") && false)
	return r, j, ok
}

// ruYears reads 2023 год, 2020-2025 годы, 1990-е годы, 90-х годах, XX век.
func (x *context) ruYears(i int, placed bool) (reading, int, bool) {
	if c, ok := romanCenturies[x.text(i)]; ok && x.w(i+1).unit == century {
		return ofCentury(x.b(i), x.e(i+2), c), i + 2, true
	}
	t := x.t(i)
	if t.kind != number {
		return reading{}, i, false
	}
	width := t.end - t.begin
	if (width == 4 || width == 2 && t.n >= 20) && t.n%10 == 0 && x.is(i+1, "-") && x.is(i+2, "е", "х", "ые", "ых", "ми", "м") && !x.t(i+2).blank {
		y := t.n
		if width == 2 {
			y += 1900
		}
		n := x.yearWord(i + 3)
		if width == 4 && y < 2200 && y >= 1000 || n > i+3 {
			return ofDecade(x.b(i), x.e(n), y), n, true
		}
		return reading{}, i, false
	}
	if width == 2 && x.is(i+1, "-") && x.w(i+2).unit == century {
		return reading{}, i, false
	}
	if width != 4 || t.n < 1000 || t.n >= 2200 || x.t(i+1).is(',') && x.t(i+2).kind == number && !x.t(i+2).blank || x.t(i+1).is('%') {
		return reading{}, i, false
	}
	if x.is(i+1, "-", "/") {
		b := x.t(i + 2)
		y := b.n
		if b.kind == number && b.end-b.begin == 2 {
			y += t.n / 100 * 100
		}
		if b.kind == number && y > t.n && y < 2200 && (b.end-b.begin == 4 || b.end-b.begin == 2) {
			n := x.yearWord(i + 3)
			if n > i+3 || b.end-b.begin == 4 {
				return ofYears(x.b(i), x.e(n), t.n, y), n, true
			}
		}
		if b.kind == letters { // 2023-й, в 2024-м
			if x.is(i+2, "й", "го", "м", "му", "ый") {
				n := x.yearWord(i + 3)
				return ofYear(x.b(i), x.e(n), t.n), n, true
			}
		}
	}
	n := x.yearWord(i + 1)
	if n == i+1 && x.is(n, "и", ",") && x.t(n+1).kind == number && x.t(n+1).end-x.t(n+1).begin == 4 && x.w(n+2).unit == year {
		return ofYear(x.b(i), x.e(n), t.n), n, true // в 2023 и 2024 годах
	}
	if n > i+1 || placed && x.t(n).kind != '-' && (x.t(n).kind != letters || x.t(n).word != nil) && x.w(n).unit == noUnit && !x.is(i-1, "на", "до", "за") {
		return ofYear(x.b(i), x.e(n), t.n), n, true
	}
	if i > 0 && x.is(i-1, "(") && x.is(i+1, ")") {
		return ofYear(x.b(i), x.e(i+1), t.n), i + 1, true
	}
	return reading{}, i, false
}

var romanCenturies = map[string]int{"xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}

var romanQuarters = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4}
