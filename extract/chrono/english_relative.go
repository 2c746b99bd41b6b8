package chrono

// enWeekday reads Sunday; Sunday, May 18; friday the 26th; Sat 14th; tuesday of
// last week; Wednesday next week.
func (x *context) enWeekday(i int) (reading, int, bool) {
	w := x.w(i)
	if w.weekday == 0 || x.is(i, "sun", "sat", "wed", "mon") && !x.upper(i) && x.w(i-1).turn == nil {
		return reading{}, i, false
	}
	d := day(w.weekday - 1)
	j := i + 1
	if x.is(j, ".") && !x.t(j).blank && x.t(i).end-x.t(i).begin <= 4 && x.t(j+1).kind == letters && x.w(j+1).month > 0 {
		j++
	}
	// The date beside it says the day.
	k := j
	if x.is(k, ",", "(") {
		k++
	}
	if x.is(k, "the") {
		k++
	}
	for _, f := range []func(int) (reading, int, bool){x.enMonthFirst, x.enDayFirst, x.enNumeric} {
		if r, n, ok := f(k); ok && r.unit == oneDay && !r.isDuration() {
			r.begin = x.b(i)
			if x.is(k-1, "(") && x.is(n, ")") {
				n++
				r.end = x.e(n)
			}
			return r, n, true
		}
	}
	if r, n, ok := x.enWeekdayNumber(i, j, d); ok {
		return r, n, true
	}
	// Of last week, next week.
	k = j
	if x.w(k).daypart {
		k++
	}
	if x.is(k, "of") {
		k++
	}
	if t := x.w(k).turn; t != nil && x.w(k+1).unit == week && x.known {
		r := onDay(x.b(i), x.e(k+2), x.today.monday()+day(7**t)+d)
		r.relative = true
		return r, k + 2, true
	}
	if !x.known {
		return voided(x.b(i), x.e(j), oneDay), j, true
	}
	r := onDay(x.b(i), x.e(j), x.weekdayNear(w.weekday-1, x.future(x.b(i))))
	r.relative = true
	return r, j, true
}

// enWeekdayNumber reads Friday the 26th, Sat 14th: the nearest such day.
func (x *context) enWeekdayNumber(i, j int, w day) (reading, int, bool) {
	if x.is(j, "the") {
		j++
	}
	d, n, ok := x.enDayNumber(j)
	if !ok || !x.known || x.is(n, ":", "-") || x.is(n, "am", "pm", "o", "a", "p") || x.w(n).unit > 0 || x.t(n).kind == letters && !x.t(n).blank || x.t(j).kind == letters && x.w(j).ordinal == 0 && x.w(n-1).ordinal == 0 {
		return reading{}, i, false
	}
	if x.t(j).kind == number && !x.is(j+1, "st", "nd", "rd", "th") && x.t(n).kind == letters && !x.is(n, "at", "from", "between", "in", "to") {
		return reading{}, i, false // Monday 12 people
	}
	for k := 0; k < 36; k++ {
		for _, sign := range []int{0, -1, 1} {
			if sign == 0 && k > 0 || sign != 0 && k == 0 {
				continue
			}
			y, m, _ := x.today.firstOf(sign * k).civil()
			if c, ok := newDay(y, m, d); ok && c.weekday() == int(w) {
				r := onDay(x.b(i), x.e(n), c)
				r.relative = true
				return r, n, true
			}
		}
	}
	return reading{}, i, false
}

// enNamedDay reads today, the day before yesterday, now, holidays.
func (x *context) enNamedDay(i int) (reading, int, bool) {
	if n := x.phrase(i, "the day before yesterday"); n > 0 {
		return x.relativeDay(i, n, -2)
	}
	if n := x.phrase(i, "the day after tomorrow"); n > 0 {
		return x.relativeDay(i, n, 2)
	}
	if d := x.w(i).day; d != nil {
		j := i + 1
		if *d != 0 && x.is(j, ",") { // tomorrow, 13/04/21
			if r, n, ok := x.enNumeric(j + 1); ok && r.unit == oneDay {
				r.begin = x.b(i)
				return r, n, true
			}
		}
		return x.relativeDay(i, j, *d)
	}
	if n := x.phrase(i, "the day before"); n > 0 && x.t(n).kind != letters && x.t(n).kind != number {
		if x.last != noDay {
			r := onDay(x.b(i), x.e(n), x.last-1)
			r.relative = true
			return r, n, true
		}
		return x.relativeDay(i, n, -1)
	}
	return x.holiday(i, 0)
}

func (x *context) relativeDay(i, j, d int) (reading, int, bool) {
	if !x.known {
		return voided(x.b(i), x.e(j), oneDay), j, true
	}
	r := onDay(x.b(i), x.e(j), x.today+day(d))
	r.relative = true
	return r, j, true
}

// holiday reads a feast with its year, or the nearest one; turn moves it.
func (x *context) holiday(i, turn int) (reading, int, bool) {
	best, date := 0, ""
	for n := 1; n <= 4 && i+n <= len(x.tokens); n++ {
		b, e := x.b(i), x.e(i+n)
		if d, ok := x.words.holidays[x.key[b:e]]; ok {
			best, date = i+n, d
		}
		if x.t(i+n-1).kind == '\'' && i+n+1 <= len(x.tokens) {
			continue
		}
	}
	if best == 0 || x.is(best, "'") && !x.is(best+2, "day", "eve") && x.is(i, "new") {
		return reading{}, i, false
	}
	if x.is(i, "new") && !x.is(i-1, "the", "before", "after", "until", "since", "by", "s") && best == i+2 && !x.upper(i) {
		return reading{}, i, false // a new year
	}
	on := func(y int) day {
		if date == "easter" {
			return easter(y)
		}
		return dayOf(y, int(date[0]-'0')*10+int(date[1]-'0'), int(date[3]-'0')*10+int(date[4]-'0'))
	}
	if y, n, ok := x.yearAfter(best); ok && y > 1 && y < 9999 {
		return explicit(onDay(x.b(i), x.e(n), on(y))), n, true
	}
	if !x.known {
		return voided(x.b(i), x.e(best), oneDay), best, true
	}
	y := x.today.year()
	d := on(y)
	switch {
	case turn < 0 && d >= x.today, turn == 0 && d > x.today+180 && !x.future(x.b(i)):
		d = on(y - 1)
	case turn > 0 && d <= x.today, turn == 0 && d < x.today && x.future(x.b(i)), turn == 0 && d < x.today-180:
		d = on(y + 1)
	}
	r := onDay(x.b(i), x.e(best), d)
	r.relative = true
	return r, best, true
}

// turned is the unit at token j, moved by turn units from the reference; i is where
// the expression begins.
func (x *context) turned(i, j, turn int) (reading, int, bool) {
	u := x.w(j).unit
	b, e := x.b(i), x.e(j+1)
	if !x.known {
		return voided(b, e, u), j + 1, u >= oneDay
	}
	y, m, _ := x.today.civil()
	var r reading
	switch u {
	case year:
		r = ofYear(b, e, y+turn)
	case month:
		y, m, _ := x.today.firstOf(turn).civil()
		r = ofMonth(b, e, y, m)
	case quarter:
		q := y*4 + (m-1)/3 + turn
		r = ofQuarter(b, e, q/4, q%4+1)
	case half:
		h := y*2 + (m-1)/6 + turn
		r = ofHalf(b, e, h/2, h%2+1)
	case decade:
		r = ofDecade(b, e, (y/10+turn)*10)
	case century:
		r = ofCentury(b, e, y/100+1+turn)
	case week:
		r = ofWeek(b, e, x.today.monday()+day(7*turn))
	case fortnight:
		f := x.today.monday() + day(14*turn)
		r = ofDays(b, e, f, f+13)
		r.unit = week
	case weekend:
		r = ofWeekend(b, e, x.today.monday()+day(7*turn))
	case oneDay:
		r = onDay(b, e, x.today+day(turn))
	default:
		return reading{}, i, false
	}
	r.relative = true
	return r, j + 1, true
}

// enTurn reads last week, next month, this past Wednesday, the past 30 years, 5
// upcoming years, last spring, next year's first quarter, the week after next.
func (x *context) enTurn(i int) (reading, int, bool) {
	j := i
	if x.is(j, "the") {
		j++
	}
	if x.w(j).unit >= week && x.phrase(j+1, "after next") > 0 {
		r, _, ok := x.turned(i, j, 2)
		r.end = x.e(j + 3)
		return r, j + 3, ok
	}
	if x.w(j).unit >= week && x.phrase(j+1, "before last") > 0 {
		r, _, ok := x.turned(i, j, -2)
		r.end = x.e(j + 3)
		return r, j + 3, ok
	}
	w := x.w(j)
	if w.turn == nil {
		return reading{}, i, false
	}
	turn := *w.turn
	k := j + 1
	if t := x.w(k).turn; t != nil && turn == 0 { // this past, this coming
		turn = *t
		if x.w(k+1).weekday > 0 && x.known {
			d := x.weekdayNear(x.w(k+1).weekday-1, turn > 0)
			if turn < 0 && d == x.today {
				d -= 7
			}
			r := onDay(x.b(i), x.e(k+2), d)
			r.relative = true
			return r, k + 2, true
		}
		k++
	}
	if x.is(k, "calendar") && x.w(k+1).unit == year {
		k++
	}
	if x.is(k, "working", "business", "calendar") {
		if x.w(k+1).unit == week && x.known && x.is(k, "working", "business") {
			m := x.today.monday() + day(7*turn)
			r := ofDays(x.b(i), x.e(k+2), m, m+4)
			r.unit, r.relative = week, true
			return r, k + 2, true
		}
	}
	v := x.w(k)
	switch {
	case v.weekday > 0:
		return x.turnedWeekday(i, j, k, turn)
	case v.month > 0 && (x.upper(k) || !x.is(k, "may", "march")):
		return x.turnedMonth(i, k, turn)
	case v.season > 0:
		if !x.known {
			return voided(x.b(i), x.e(k+1), season), k + 1, true
		}
		y := x.today.year() + turn
		if turn < 0 && v.season*3+2 < 12 && v.season < 4 {
			if _, m, _ := x.today.civil(); m > v.season*3+2 {
				y++ // last summer, said in autumn
			}
		}
		r := ofSeason(x.b(i), x.e(k+1), y, v.season)
		r.relative = true
		return r, k + 1, true
	case x.is(k, "night", "evening", "morning", "afternoon"):
		if x.is(j, "last", "this") && (x.is(k, "night") || x.is(j, "this")) {
			r, n, ok := x.relativeDay(i, k+1, turn)
			r.mod = ""
			return r, n, ok
		}
		return reading{}, i, false
	}
	if r, n, ok := x.turnedRun(i, j, k, turn); ok {
		return r, n, true
	}
	if v.unit >= week && !x.w(k).daypart && x.t(k).kind == letters && !x.is(k, "years", "months", "weeks", "decades", "quarters", "centuries", "half") {
		if x.is(j, "ongoing", "upcoming", "following", "preceding", "past", "coming") && v.unit != quarter && v.unit != weekend && v.unit != week {
			if x.is(j, "past", "coming") {
				r := x.run(x.b(i), x.e(k+1), of(2, v.unit), turn < 0)
				return r, k + 1, true
			}
			return reading{}, i, false
		}
		if x.is(j, "past") && v.unit == week {
			return x.run(x.b(i), x.e(k+1), of(2, v.unit), true), k + 1, true
		}
		r, n, ok := x.turned(i, k, turn)
		if !ok {
			return reading{}, i, false
		}
		return x.enWithinTurned(i, r, n)
	}
	if x.is(k, "day") && x.is(j, "following", "next", "previous") && x.is(i, "the") {
		base := x.last
		if base == noDay {
			if !x.known {
				return reading{}, i, false
			}
			base = x.today
		}
		if x.is(j, "next", "previous") && x.last == noDay {
			base = x.today
		}
		r := onDay(x.b(i), x.e(k+1), base+day(turn))
		r.relative = true
		return r, k + 1, true
	}
	if x.known {
		if r, n, ok := x.holiday(k, turn); ok {
			r.begin = x.b(i)
			return r, n, true
		}
		if r, n, ok := x.enNumeric(k); ok && r.m > 0 && x.t(k).kind == number { // next 5/12
			y := x.today.year()
			if turn > 0 && r.from.day() <= x.today {
				y = r.from.day().year() + 1
			}
			if turn > 0 {
				r = x.withYear(r, y)
				if r.from.day() <= x.today {
					r = x.withYear(r, y+1)
				}
			}
			if turn == 0 {
				r = x.withYear(r, x.today.year())
			}
			r.begin, r.explicit = x.b(i), true
			return r, n, true
		}
	}
	return reading{}, i, false
}

// enWithinTurned reads next year's first quarter, next week on Tuesday, next week
// Mon.
func (x *context) enWithinTurned(i int, r reading, n int) (reading, int, bool) {
	if r.unit == week && !r.void {
		k := n
		if x.is(k, "on") {
			k++
		}
		if d := x.w(k).weekday; d > 0 && x.t(k).kind == letters && (x.upper(k) || !x.is(k, "sun", "sat", "mon", "wed")) {
			c := onDay(x.b(i), x.e(k+1), r.from.day()+day(d-1))
			c.relative = true
			return c, k + 1, true
		}
	}
	if r.unit == year && !r.void && x.is(n, "'") && x.is(n+1, "s") {
		if o := x.w(n + 2).ordinal; o >= 1 && o <= 4 && x.w(n+3).unit == quarter {
			c := ofQuarter(x.b(i), x.e(n+4), r.from.day().year(), o)
			c.relative = true
			return c, n + 4, true
		}
	}
	return r, n, true
}

func (x *context) turnedWeekday(i, j, k, turn int) (reading, int, bool) {
	if !x.known {
		return voided(x.b(i), x.e(k+1), oneDay), k + 1, true
	}
	w := day(x.w(k).weekday - 1)
	d := x.today.monday() + w
	switch {
	case x.is(j, "next", "following"):
		d += 7
	case x.is(j, "coming", "upcoming"):
		if d <= x.today {
			d += 7
		}
	case x.is(j, "previous"):
		d -= 7
	case turn < 0:
		if d >= x.today {
			d -= 7
		}
	}
	r := onDay(x.b(i), x.e(k+1), d)
	r.relative = true
	n := k + 1
	// this friday (jun-15), this Friday 7.6: the date says it.
	p := n
	if x.is(p, "(") {
		p++
	}
	q, e, ok := x.enMonthFirst(p)
	if !ok {
		q, e, ok = x.enNumeric(p)
	}
	if ok && q.unit == oneDay && !q.isDuration() {
		if x.is(n, "(") && x.is(e, ")") {
			e++
		}
		q.begin, q.end = x.b(i), x.e(e)
		return q, e, true
	}
	return r, n, true
}

func (x *context) turnedMonth(i, k, turn int) (reading, int, bool) {
	m := x.w(k).month
	if !x.known {
		return voided(x.b(i), x.e(k+1), month), k + 1, true
	}
	y, tm, _ := x.today.civil()
	switch {
	case turn < 0 && m >= tm:
		y--
	case turn > 0 && m <= tm:
		y++
	}
	r := ofMonth(x.b(i), x.e(k+1), y, m)
	r.relative, r.explicit = true, true
	if d, n, ok := x.enDayNumber(k + 1); ok && !x.enCounts(k+1, n) {
		if c, ok := newDay(y, m, d); ok {
			r = onDay(x.b(i), x.e(n), c)
			r.relative, r.explicit = true, true
			return r, n, true
		}
	}
	return r, k + 1, true
}

// turnedRun reads the past 30 years, next couple weeks, last 3 months and 2 weeks,
// last 2 quarters, next 4 business days.
func (x *context) turnedRun(i, j, k, turn int) (reading, int, bool) {
	if turn == 0 || x.is(j, "ongoing") {
		return reading{}, i, false
	}
	p, n, ok := x.enPeriod(k)
	if !ok || n == k+1 {
		return reading{}, i, false
	}
	if x.is(n-1, "night", "nights") {
		return reading{}, i, false
	}
	if p.unit == quarter && x.known {
		y, m, _ := x.today.civil()
		q := dayOf(y, (m-1)/3*3+1, 1)
		f, t := q.addMonths(-3*p.count), q
		if turn > 0 {
			f, t = q.addMonths(3), q.addMonths(3+3*p.count)
		}
		y1, m1, _ := f.civil()
		y2, m2, _ := (t - 1).civil()
		r := ofMonths(x.b(i), x.e(n), y1, m1, y2, m2)
		r.relative = true
		return r, n, true
	}
	if x.is(n-2, "business", "working") && x.is(n-1, "days") && x.known {
		f, t := x.today, x.today-1
		for c := 0; c < p.count; {
			if turn < 0 {
				f--
				if f.weekday() < 5 {
					c++
				}
			} else {
				t++
				if t == x.today {
					t++
				}
				if t.weekday() < 5 {
					c++
				}
			}
		}
		if turn > 0 {
			f++
		}
		r := ofDays(x.b(i), x.e(n), f, t)
		r.relative = true
		return r, n, true
	}
	return x.run(x.b(i), x.e(n), p, turn < 0), n, true
}
