package chrono

// enPeriod reads a length of time: 3 days, one and a half hours, half an hour, three
// months and 2 weeks, a couple of weeks, 3-day, few hours.
func (x *context) enPeriod(i int) (period, int, bool) {
	p, j, ok := x.enOnePeriod(i)
	if !ok {
		return period{}, i, false
	}
	for {
		k := j
		if x.is(k, "and", ",") {
			k++
			if x.is(k, "and") {
				k++
			}
		}
		q, n, ok := x.enOnePeriod(k)
		if !ok || q.unit >= p.unit || x.is(k, "a", "an", "one") && k == j {
			return p, j, true
		}
		p, j = p.plus(q), n
	}
}

func (x *context) enOnePeriod(i int) (period, int, bool) {
	j := i
	halves := 0
	switch {
	case x.is(j, "half") && x.is(j+1, "a", "an"):
		halves, j = 1, j+2
	case x.is(j, "couple"):
		halves, j = 4, j+1
		if x.is(j, "of") {
			j++
		}
	case x.is(j, "a") && x.is(j+1, "couple"):
		halves, j = 4, j+2
		if x.is(j, "of") {
			j++
		}
	case x.is(j, "a") && x.is(j+1, "few"):
		halves, j = 6, j+2
	case x.is(j, "some", "several"):
		halves, j = 6, j+1
	default:
		n, e, ok := x.enCardinal(j)
		if !ok || n > 100_000 {
			return period{}, i, false
		}
		halves, j = 2*n, e
		switch {
		case x.phrase(j, "and a half") > 0:
			halves, j = halves+1, j+3
		case x.phrase(j, "and half") > 0:
			halves, j = halves+1, j+2
		case x.is(j, ".") && !x.t(j).blank && x.is(j+1, "5") && !x.t(j+1).blank:
			halves, j = halves+1, j+2
		}
	}
	approximate := x.is(i, "few", "couple", "several", "some") || x.is(i, "a") && x.is(i+1, "few", "couple")
	if x.is(j, "-") {
		j++
	}
	if x.is(j, "odd", "plus", "more", "consecutive", "full", "whole", "long", "straight", "short") {
		j++
	}
	if x.is(j, "business", "working", "calendar") && x.w(j+1).unit == oneDay {
		j++
	}
	u := x.w(j).unit
	if u == noUnit || x.is(j, "half") || x.is(j, "h", "y") && x.t(j).blank {
		return period{}, i, false
	}
	p := of(halves, u)
	p.approximate, p.vague = approximate, approximate && !x.is(i, "couple") && !x.is(i+1, "couple")
	j++
	switch {
	case x.phrase(j, "and a half") > 0:
		p, j = of(halves+1, u), j+3
	case x.phrase(j, "and half") > 0:
		p, j = of(halves+1, u), j+2
	}
	return p, j, true
}

// enCardinal reads a whole number in digits or words.
func (x *context) enCardinal(i int) (n, j int, ok bool) {
	if t := x.t(i); t.kind == number {
		if t.end-t.begin > 4 || !x.stands(i) {
			return 0, i, false
		}
		return t.n, i + 1, true
	}
	if x.is(i, "hundred", "thousand", "dozen") || x.w(i).cardinal == 0 {
		return 0, i, false
	}
	n, j, ok = x.enSmall(i)
	if !ok {
		return 0, i, false
	}
	if x.is(j, "hundred") {
		n, j = n*100, j+1
		if x.is(j, "and") {
			if m, k, ok := x.enSmall(j + 1); ok {
				return n + m, k, true
			}
		}
	}
	return n, j, true
}

// enCount reads what begins with a length of time: three days ago, 2 weeks before
// May 13, 4 months from tomorrow, within 5 minutes, in two years, 10 years.
func (x *context) enCount(i int) (reading, int, bool) {
	lead, j := "", i
	switch {
	case x.is(i, "in", "within", "over", "for", "during"):
		lead, j = x.text(i), i+1
	case x.is(i, "all") && x.w(i+1).unit >= oneDay && !x.is(i+1, "days", "weeks", "years", "months"):
		p := of(2, x.w(i+1).unit)
		return reading{begin: x.b(i), end: x.e(i + 2), unit: p.unit, kind: "duration", duration: p.iso()}, i + 2, true
	}
	if lead != "" && x.is(j, "the", "a") && !x.is(j, "a") {
		return reading{}, i, false
	}
	// 5 upcoming years, 10 previous weeks
	if n, k, ok := x.enCardinal(j); ok && lead == "" {
		if t := x.w(k).turn; t != nil && *t != 0 && x.w(k+1).unit > 0 {
			return x.run(x.b(i), x.e(k+2), of(2*n, x.w(k+1).unit), *t < 0), k + 2, true
		}
	}
	p, k, ok := x.enPeriod(j)
	if !ok {
		return reading{}, i, false
	}
	if lead == "" || lead == "for" {
		n := k
		if x.is(n, ",") {
			n++
		}
		if x.is(n, "starting", "beginning", "from") && (lead == "for" || !x.is(n, "from")) {
			if r, e, ok := x.enAnchored(i, n, p, true); ok {
				return r, e, true
			}
		}
	}
	if lead != "for" && lead != "over" && lead != "during" {
		if r, n, ok := x.enAnchored(i, k, p, false); ok {
			return r, n, true
		}
	}
	switch lead {
	case "within":
		r := x.run(x.b(i), x.e(k), p, false)
		if x.known && p.unit >= oneDay {
			r.from, r.to = x.today.stamp(), p.shift(x.today.stamp(), 1)
			r.edtf = grained(r.from.day(), p.unit) + "/" + grained(r.to.day(), p.unit)
		}
		return r, k, true
	case "in":
		if x.known && p.unit >= minute && !x.behind(i) && x.future(x.b(i)) || x.known && len(x.tokens) <= 4 && p.unit < oneDay {
			return x.away(x.b(i), x.e(k), p, x.now, 1), k, true
		}
	}
	if x.is(j, "a", "an") && lead == "" || x.is(j, "second") || x.is(k, "old") || x.is(k, "-") && x.is(k+1, "old") {
		return reading{}, i, false
	}
	if x.is(k-1, "day", "week", "year", "month") && x.is(j, "one") && x.is(k, "of") {
		return reading{}, i, false
	}
	b := x.b(j)
	return reading{begin: b, end: x.e(k), unit: p.unit, kind: "duration", duration: p.iso(), approximate: p.approximate}, k, true
}

// behind reports whether the words before "in ten years" turn the years to the past:
// the first time in ten years, once in a decade.
func (x *context) behind(i int) bool {
	const reach = 4 // words
	for k := i - 1; k >= max(0, i-reach); k-- {
		if x.is(k, x.words.firsts["en"]...) {
			return true
		}
	}
	return false
}

// enAnchored reads what places a length of time: ago, later, from now, before May.
func (x *context) enAnchored(i, k int, p period, run bool) (reading, int, bool) {
	b := x.b(i)
	base := x.now
	if p.unit >= oneDay {
		base = x.today.stamp()
	}
	unknown := func(n int) (reading, int, bool) { return voided(b, x.e(n), p.unit), n, true }
	switch {
	case x.is(k, "ago", "earlier"):
		if !x.known {
			return unknown(k + 1)
		}
		if x.is(k, "earlier") && x.last != noDay {
			base = x.last.stamp()
		}
		return x.away(b, x.e(k+1), p, base, -1), k + 1, true
	case x.phrase(k, "from now") > 0, x.phrase(k, "from today") > 0:
		if !x.known {
			return unknown(k + 2)
		}
		return x.away(b, x.e(k+2), p, base, 1), k + 2, true
	case x.is(k, "later", "hence", "afterwards"):
		if x.last == noDay && (!x.known || p.unit > year) {
			return unknown(k + 1) // a decade later than what was told, not than today
		}
		if x.last != noDay && p.unit >= oneDay {
			base = x.last.stamp()
		}
		return x.away(b, x.e(k+1), p, base, 1), k + 1, true
	case x.is(k, "from", "after", "since", "before", "starting", "beginning", "following") || x.phrase(k, "prior to") > 0:
		n := k + 1
		if x.is(n, "from", "to", "on") {
			n++
		}
		if x.is(n, "the") && x.is(n+1, "year") {
			n += 2
		}
		r, e, ok := x.enEnd(n)
		if !ok || !r.plain() || r.void || r.unit > year {
			return reading{}, i, false
		}
		sign, from := 1, r.from
		if x.is(k, "before", "prior") {
			sign = -1
		}
		if run || x.is(k, "starting") {
			c := ofDays(b, x.e(e), from.day(), (p.shift(from, 1) - 1).day())
			return c, e, true
		}
		c := x.away(b, x.e(e), p, from, sign)
		c.approximate = false
		if p.unit > oneDay && r.unit == oneDay {
			c.edtf, c.unit = c.from.day().String(), oneDay
		}
		return c, e, true
	}
	return reading{}, i, false
}

// enAnaphor reads that day, the same day, the same week, spring 2024.
func (x *context) enAnaphor(i int) (reading, int, bool) {
	if s := x.w(i).season; s > 0 {
		if y, n, ok := x.yearAfter(i + 1); ok {
			return explicit(ofSeason(x.b(i), x.e(n), y, s)), n, true
		}
		return reading{}, i, false
	}
	for _, p := range []string{"that day", "the same day", "that same day", "that evening", "the same evening"} {
		if n := x.phrase(i, p); n > 0 && x.last != noDay {
			r := onDay(x.b(i), x.e(n), x.last)
			r.relative = true
			return r, n, true
		}
	}
	for _, p := range []string{"that year", "the same year"} {
		if n := x.phrase(i, p); n > 0 && x.lastYear > 0 {
			r := ofYear(x.b(i), x.e(n), x.lastYear)
			r.relative = true
			return r, n, true
		}
	}
	if x.is(i, "that", "same") && x.w(i+1).unit >= weekend && x.w(i+1).unit <= week && (x.known || x.last != noDay) {
		d := x.last
		if d == noDay {
			d = x.today
		}
		r := ofWeek(x.b(i), x.e(i+2), d.monday())
		if x.w(i+1).unit == weekend {
			r = ofWeekend(x.b(i), x.e(i+2), d.monday())
		}
		r.relative = true
		return r, i + 2, true
	}
	n := x.phrase(i, "week of")
	if x.is(i, "week") && x.is(i+1, "starting", "beginning", "commencing") || x.is(i, "w") && x.is(i+1, "/") && x.is(i+2, "c", "b") {
		n = i + 2 + boolInt(x.is(i, "w")) + boolInt(x.is(i+2, "on", "from"))
	}
	if n > 0 {
		if r, e, ok := x.enAtom(n); ok && r.unit == oneDay && r.plain() && !r.void {
			w := ofWeek(x.b(i), x.e(e), r.from.day().monday())
			w.relative = r.relative
			return w, e, true
		}
	}
	return reading{}, i, false
}
