package chrono

// enPart reads early May, late 2023, the end of July, later this week, mid-November,
// the rest of the year, end of month.
func (x *context) enPart(i int) (reading, int, bool) {
	j, mod := i, ""
	if x.is(j, "the") {
		j++
	}
	switch {
	case x.is(j, "early", "beginning", "start"):
		mod = "start"
	case x.is(j, "late", "end"):
		mod = "end"
	case x.is(j, "mid", "middle"):
		mod = "mid"
	case x.is(j, "later", "earlier"):
		return x.enLater(j)
	case x.is(j, "rest", "remaining", "remainder"):
		return x.enRest(j)
	default:
		return reading{}, i, false
	}
	noun := x.is(j, "beginning", "start", "end", "middle")
	if !noun && j != i {
		return reading{}, i, false
	}
	j++
	if x.is(j, "-") {
		j++
	}
	switch {
	case x.is(j, "of"), x.is(j, "in") && !noun:
		j++
	case noun:
		return reading{}, i, false
	}
	if x.is(j, "the") {
		j++
	}
	var r reading
	n, ok := 0, false
	switch {
	case x.w(j).unit >= week && x.known && noun && !x.w(j).daypart: // end of month
		zero := 0
		r, n, ok = x.turned(j, j, zero)
	case x.w(j).unit == oneDay && !x.w(j).daypart:
		return reading{}, i, false
	default:
		if y, k, yes := x.enYear(j); yes && x.t(j).kind == number {
			if k2, _, range2 := x.enNumeric(j); range2 {
				r, n, ok = k2, j+boolInt(x.is(j+1, "s"))+1, k2.unit == decade
			} else {
				r, n, ok = ofYear(x.b(j), x.e(k), y), k, true
			}
		} else {
			r, n, ok = x.enAtom(j)
		}
	}
	if !ok || r.isDuration() || r.unit < week || r.kind != "" {
		return reading{}, i, false
	}
	if m, d := r.m, r.d; m > 0 && d > 0 {
		return reading{}, i, false
	}
	r = partOf(r, mod)
	r.begin = x.b(i)
	return r, n, true
}

// enLater reads later this month, earlier this year: the part of it on that side of
// the reference.
func (x *context) enLater(i int) (reading, int, bool) {
	j := i + 1
	if x.is(j, "in") {
		j++
	}
	zero := 0
	t := x.w(j).turn
	if t == nil && x.is(j, "the") {
		t = &zero
	}
	if t == nil || *t != 0 || !x.known {
		return reading{}, i, false
	}
	r, n, ok := x.turned(i, j+1, *t)
	if !ok || r.unit < week {
		if ok {
			return r, n, true
		}
		return reading{}, i, false
	}
	if x.is(i, "later") {
		r.mod = "end"
		if x.today.stamp() > r.from {
			r.from = x.today.stamp()
		}
	} else {
		r.mod = "start"
		if x.today.stamp() < r.to {
			r.to = x.today.stamp()
			if r.to <= r.from {
				r.to = r.from + daySeconds
			}
		}
	}
	r.approximate = true
	return r, n, true
}

// enRest reads the rest of the week.
func (x *context) enRest(i int) (reading, int, bool) {
	j := i + 1
	if !x.is(j, "of") {
		return reading{}, i, false
	}
	j++
	if x.is(j, "the", "this") {
		j++
	}
	if !x.known {
		return reading{}, i, false
	}
	r, n, ok := x.turned(i, j, 0)
	if !ok || r.unit < week {
		return reading{}, i, false
	}
	if f := x.today.stamp(); f > r.from {
		r.from = f
	}
	r.mod = "end"
	return r, n, true
}

// enOrdinal reads the first quarter of 2024, the last week of July, first ten days
// of last year, the 9th month of next year, the second week of 2021, the 21st
// century, week 10.
func (x *context) enOrdinal(i int) (reading, int, bool) {
	if x.is(i, "week") && x.t(i+1).kind == number && x.known && x.t(i+1).n >= 1 && x.t(i+1).n <= 53 && x.t(i+1).end-x.t(i+1).begin <= 2 {
		if w, n, ok := x.enWhole(i + 2); ok && w.unit == year {
			r := ofWeek(x.b(i), x.e(n), isoWeek(w.from.day().year(), x.t(i+1).n))
			r.relative, r.explicit = w.relative, w.explicit
			return r, n, true
		}
		r := ofWeek(x.b(i), x.e(i+2), isoWeek(x.today.year(), x.t(i+1).n))
		r.relative = true
		return r, i + 2, true
	}
	if x.is(i, "q") && x.t(i+1).kind == number && !x.t(i+1).blank && x.t(i+1).n >= 1 && x.t(i+1).n <= 4 {
		q, j := x.t(i+1).n, i+2
		if x.is(j, "-", "/") {
			if y, n, ok := x.enYear(j + 1); ok {
				return explicit(ofQuarter(x.b(i), x.e(n), y, q)), n, true
			}
		}
		if y, n, ok := x.yearAfter(j); ok {
			return explicit(ofQuarter(x.b(i), x.e(n), y, q)), n, true
		}
		return x.quarterNear(i, j, q)
	}
	j := i
	if x.is(j, "the") {
		j++
	}
	n, last := 0, false
	k := j
	switch {
	case x.is(j, "last", "final"):
		last, k = true, j+1
	case x.is(j, "first"):
		n, k = 1, j+1
	default:
		d, e, ok := x.enDayNumber(j)
		if !ok || x.w(j).cardinal > 0 && x.w(j).ordinal == 0 && e == j+1 || x.t(j).kind == number && e != j+2 {
			return reading{}, i, false
		}
		n, k = d, e
	}
	// first ten days, last 3 weeks, first eight months
	if count, e, ok := x.enSmall(k); ok && (n == 1 || last) {
		if u := x.w(e).unit; u >= oneDay && u <= quarter && !x.w(e).daypart {
			return x.enFew(i, e, count, u, last)
		}
		return reading{}, i, false
	}
	if x.is(k, "calendar", "fiscal", "business") {
		return reading{}, i, false
	}
	u := x.w(k).unit
	switch {
	case u == century && n > 0 && n < 31:
		return ofCentury(x.b(i), x.e(k+1), n), k + 1, true
	case u == quarter && n >= 1 && n <= 4, u == half && (n == 1 || n == 2), last && (u == quarter || u == half):
		if last {
			n = 4
			if u == half {
				n = 2
			}
			if !x.is(k+1, "of") {
				return reading{}, i, false
			}
		}
		y, e, ok := x.ofYearAfter(k + 1)
		if !ok && last {
			return reading{}, i, false
		}
		if !ok && u == quarter {
			return x.quarterNear(i, k+1, n)
		}
		if !ok && !x.known {
			return voided(x.b(i), x.e(k+1), u), k + 1, true
		}
		rel := !ok
		if !ok {
			y, e = x.today.year(), k+1
			if _, m, _ := x.today.civil(); n == 2 && m < 7 && !x.future(x.b(i)) {
				y--
			}
		}
		r := ofQuarter(x.b(i), x.e(e), y, n)
		if u == half {
			r = ofHalf(x.b(i), x.e(e), y, n)
		}
		r.relative, r.explicit = rel, !rel
		return r, e, true
	case (u == week || u == month || u == oneDay && !x.is(k, "night", "nights")) && (x.is(k+1, "of", "in") && !x.is(k+2, "talks", "his", "her", "their", "its")):
		return x.enNthOf(i, k, n, last, u)
	}
	return reading{}, i, false
}

// ofYearAfter reads of 2024, of the year, of next year, in 2024.
func (x *context) ofYearAfter(j int) (y, n int, ok bool) {
	if y, n, ok := x.yearAfter(j); ok {
		return y, n, true
	}
	if x.is(j, "of", "in") && x.is(j+1, "the", "this") && x.w(j+2).unit == year && x.known {
		return x.today.year(), j + 3, true
	}
	return 0, j, false
}

func (x *context) quarterNear(i, j, q int) (reading, int, bool) {
	if !x.known {
		return voided(x.b(i), x.e(j), quarter), j, true
	}
	y, m, _ := x.today.civil()
	if 3*q-2 > m && !x.future(x.b(i)) {
		y--
	}
	if 3*q < m && x.future(x.b(i)) {
		y++
	}
	r := ofQuarter(x.b(i), x.e(j), y, q)
	r.relative = true
	return r, j, true
}

// isoWeek is the Monday of a week of a year, the first being that of 4 January.
func isoWeek(y, n int) day {
	return dayOf(y, 1, 4).monday() + day(7*(n-1))
}

// enWhole reads the year or month that a part belongs to.
func (x *context) enWhole(j int) (reading, int, bool) {
	if !x.is(j, "of", "in") {
		return reading{}, j, false
	}
	j++
	if x.is(j, "the") && (x.w(j+1).unit == year || x.w(j+1).unit == month) && x.known {
		return x.turned(j, j+1, 0)
	}
	if y, n, ok := x.enYear(j); ok && x.t(j).kind == number {
		return ofYear(x.b(j), x.e(n), y), n, true
	}
	r, n, ok := x.enAtom(j)
	if !ok || r.void || !r.plain() || r.unit != year && r.unit != month && r.unit != quarter {
		return reading{}, j, false
	}
	return r, n, true
}

// enFew reads first N units or last N units, of a whole or of this year.
func (x *context) enFew(i, e, count int, u unit, last bool) (reading, int, bool) {
	w, n, ok := x.enWhole(e + 1)
	if !ok {
		if last || u < month || !x.known {
			return reading{}, i, false
		}
		w, n = ofYear(x.b(i), x.e(e+1), x.today.year()), e+1
		w.relative = true
	}
	r := few(x.b(i), x.e(n), w, count, u, last)
	return r, n, r.to > r.from
}

// few takes the first or last units of a whole.
func few(b, e int, w reading, count int, u unit, last bool) reading {
	f, t := w.from.day(), w.to.day()
	var r reading
	switch {
	case u == month || u == quarter:
		months := count
		if u == quarter {
			months *= 3
		}
		if months < 1 || months > 12 {
			return reading{}
		}
		y, m, _ := f.civil()
		if last {
			y, m, _ = t.addMonths(-months).civil()
		}
		y2, m2, _ := dayOf(y, m, 1).addMonths(months - 1).civil()
		r = ofMonths(b, e, y, m, y2, m2)
	case last:
		to := t
		size := day(count)
		if u == week {
			size *= 7
			to = t.monday() // whole weeks
		}
		r = ofDays(b, e, to-size, to-1)
	default:
		size := day(count)
		if u == week {
			size *= 7
		}
		r = ofDays(b, e, f, f+size-1)
	}
	r.relative, r.explicit = w.relative, w.explicit
	return r
}

// enNthOf reads the second week of 2021, the last week of July, the 9th month of
// next year.
func (x *context) enNthOf(i, k, n int, last bool, u unit) (reading, int, bool) {
	w, e, ok := x.enWhole(k + 1)
	if !ok {
		return reading{}, i, false
	}
	r, ok := nth(x.b(i), x.e(e), w, n, last, u)
	return r, e, ok
}

// nth takes one unit of a whole by its number.
func nth(b, e int, w reading, n int, last bool, u unit) (reading, bool) {
	f, t := w.from.day(), w.to.day()
	var r reading
	switch u {
	case week:
		// The week that holds the first Thursday is the first, as in ISO 8601.
		m := (f + 3).monday()
		if w.unit == year {
			m = isoWeek(f.year(), 1)
		}
		if last {
			m = (t - 1).monday()
			if w.unit == year {
				m = (t - 7).monday()
			}
		} else {
			m += day(7 * (n - 1))
		}
		if n > 53 || !last && n < 1 {
			return reading{}, false
		}
		r = ofWeek(b, e, m)
	case month:
		y, m, _ := f.civil()
		if last {
			n = int(w.to.day()-w.from.day()) / 28 % 13
			n = min(n, 12)
		}
		if w.unit != year || n < 1 || n > 12 {
			return reading{}, false
		}
		r = ofMonth(b, e, y, m+n-1)
	default:
		d := f + day(n-1)
		if last {
			d = t - 1
		}
		if d >= t || d < f {
			return reading{}, false
		}
		r = onDay(b, e, d)
	}
	r.relative, r.explicit = w.relative, w.explicit
	return r, true
}
