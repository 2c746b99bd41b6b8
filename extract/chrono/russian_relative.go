package chrono

// ruQuarter reads первый квартал 2024 года, II квартал, первое полугодие, первые
// восемь месяцев 2024 года.
func (x *context) ruQuarter(i int) (reading, int, bool) {
	n := x.w(i).ordinal
	j := i + 1
	if q, ok := romanQuarters[x.text(i)]; ok {
		n = q
	}
	if x.t(i).kind == number && x.t(i).n >= 1 && x.t(i).n <= 4 {
		if x.is(j, "-") && x.t(j+1).kind == letters {
			j += 2
		}
		n = x.t(i).n
	}
	if n == 0 {
		return reading{}, i, false
	}
	u := x.w(j).unit
	if x.is(j, "половине", "половина", "половину", "половины") {
		u = half
		if x.w(j+1).unit != year && x.w(j+1).turn == nil && x.t(j+1).kind != number {
			return reading{}, i, false
		}
	}
	if u == half && n <= 2 {
		if d, e, ok := x.ruYears(j+1, false); ok && (d.unit == decade || d.unit == century) {
			d = partOf(d, map[int]string{1: "start", 2: "end"}[n])
			d.begin = x.b(i)
			return d, e, true
		}
	}
	switch {
	case u == quarter && n <= 4, u == half && n <= 2:
		y, e, ok := x.ruYear(j + 1)
		if !ok && u == quarter {
			return x.quarterNear(i, j+1, n)
		}
		if !ok && !x.known {
			return voided(x.b(i), x.e(j+1), u), j + 1, true
		}
		rel := !ok
		if !ok {
			y, e = x.today.year(), j+1
			if x.w(e).unit == year {
				e++
			}
		}
		r := ofQuarter(x.b(i), x.e(e), y, min(n, 4))
		if u == half {
			r = ofHalf(x.b(i), x.e(e), y, n)
		}
		r.relative, r.explicit = rel, !rel
		return r, e, true
	case n == 1:
		return x.ruFirstMonths(i, j)
	}
	return reading{}, i, false
}

// ruFirstMonths reads восемь месяцев 2024 года, said of January to August.
func (x *context) ruFirstMonths(i, j int) (reading, int, bool) {
	n, k, ok := x.ruCardinal(j)
	if !ok || n < 1 || n > 12 || x.w(k).unit != month {
		return reading{}, i, false
	}
	y, e, yes := x.ruYear(k + 1)
	if !yes {
		if i == j || !x.known {
			return reading{}, i, false
		}
		y, e = x.today.year(), k+1
		if _, m, _ := x.today.civil(); n > m {
			y--
		}
	}
	r := ofMonths(x.b(i), x.e(e), y, 1, y, n)
	r.relative, r.explicit = !yes, yes
	return r, e, true
}

// ruPart reads начале мая, конце 2023 года, середине 1990-х годов.
func (x *context) ruPart(i int) (reading, int, bool) {
	mod := ""
	switch {
	case x.is(i, "начале", "начала", "начало", "началу"):
		mod = "start"
	case x.is(i, "конце", "конца", "конец", "концу"):
		mod = "end"
	case x.is(i, "середине", "середины", "середину"):
		mod = "mid"
	default:
		return reading{}, i, false
	}
	j := i + 1
	var r reading
	n, ok := 0, false
	if u := x.w(j).unit; (u == year || u == month || u == week) && x.known && !x.is(j, "лет") {
		r, n, ok = x.turned(j, j, 0)
	} else {
		r, n, ok = x.ruAtom(j, true)
	}
	if !ok || !r.plain() || r.unit < week || r.isRange() && r.unit != week {
		return reading{}, i, false
	}
	r = partOf(r, mod)
	r.begin = x.b(i)
	return r, n, true
}

// ruNamed reads вчера, сегодня, завтра, сегодня-завтра by range.
func (x *context) ruNamed(i int) (reading, int, bool) {
	d := x.w(i).day
	if d == nil {
		return reading{}, i, false
	}
	if x.is(i, "накануне") && x.t(i+1).kind == letters && x.w(i+1).month == 0 && !x.is(i+1, "в", "он", "она", "они", "что") {
		return reading{}, i, false // накануне саммита
	}
	j := i + 1
	if x.is(j, ",") {
		if r, n, ok := x.ruDayFirst(j + 1); ok {
			r.begin = x.b(i)
			return r, n, true
		}
	}
	return x.relativeDay(i, j, *d)
}

// ruTurn reads прошлом году, следующей неделе, последние 30 лет, прошлый четверг,
// этой весной, прошлом мае.
func (x *context) ruTurn(i int) (reading, int, bool) {
	w := x.w(i)
	if w.turn == nil {
		return reading{}, i, false
	}
	turn, k := *w.turn, i+1
	v := x.w(k)
	if v.weekday > 0 {
		if !x.known {
			return voided(x.b(i), x.e(k+1), oneDay), k + 1, true
		}
		d := x.today.monday() + day(v.weekday-1)
		switch {
		case turn < 0 && d >= x.today:
			d -= 7
		case turn > 0 && d <= x.today:
			d += 7
		}
		r := onDay(x.b(i), x.e(k+1), d)
		r.relative = true
		return r, k + 1, true
	}
	if v.month > 0 {
		return x.turnedMonth(i, k, turn)
	}
	if p, n, ok := x.ruPeriod(k); ok && n > k+1 && turn != 0 {
		return x.run(x.b(i), x.e(n), p, turn < 0), n, true
	}
	if x.is(i, "последние", "последних", "ближайшие", "ближайших", "предстоящие", "прошедшие", "прошедших") {
		if u := v.unit; u != noUnit {
			r := voided(x.b(i), x.e(k+1), u)
			r.approximate = true
			return r, k + 1, true
		}
		return reading{}, i, false
	}
	if x.is(i, "последний", "последнего", "последнюю") && v.unit != month && v.unit != quarter {
		return reading{}, i, false
	}
	switch v.unit {
	case noUnit, second, minute, hour:
		return reading{}, i, false
	case oneDay:
		if turn == 0 || !x.is(k, "день", "дня") {
			return reading{}, i, false
		}
		if x.last == noDay {
			return reading{}, i, false
		}
		r := onDay(x.b(i), x.e(k+1), x.last+day(turn))
		r.relative = true
		return r, k + 1, true
	case weekend:
		if !x.known {
			return voided(x.b(i), x.e(k+1), weekend), k + 1, true
		}
	}
	return x.turned(i, k, turn)
}

// ruAnaphor reads тот же день, том же году.
func (x *context) ruAnaphor(i int) (reading, int, bool) {
	for _, p := range []string{"тот же день", "этот же день", "этот день", "тот день"} {
		if n := x.phrase(i, p); n > 0 && x.last != noDay {
			r := onDay(x.b(i), x.e(n), x.last)
			r.relative = true
			return r, n, true
		}
	}
	for _, p := range []string{"том же году", "этом же году", "тем же годом"} {
		if n := x.phrase(i, p); n > 0 && x.lastYear > 0 {
			r := ofYear(x.b(i), x.e(n), x.lastYear)
			r.relative = true
			return r, n, true
		}
	}
	return reading{}, i, false
}

// ruSeason reads весной 2024 года, летом этого года, осенью.
func (x *context) ruSeason(i int) (reading, int, bool) {
	s := x.w(i).season
	if s == 0 {
		return reading{}, i, false
	}
	if y, n, ok := x.ruYear(i + 1); ok {
		return explicit(ofSeason(x.b(i), x.e(n), y, s)), n, true
	}
	return reading{}, i, false
}

// ruWeekday reads понедельник, понедельник, 23 мая.
func (x *context) ruWeekday(i int) (reading, int, bool) {
	w := x.w(i)
	if w.weekday == 0 || x.is(i, "среда", "среде") && i > 0 && !x.is(i-1, "в", "на", "к") {
		return reading{}, i, false
	}
	j := i + 1
	k := j
	if x.is(k, ",", "(") {
		k++
	}
	if r, n, ok := x.ruDayFirst(k); ok && r.unit == oneDay {
		r.begin = x.b(i)
		return r, n, true
	}
	if !x.known {
		return voided(x.b(i), x.e(j), oneDay), j, true
	}
	r := onDay(x.b(i), x.e(j), x.weekdayNear(w.weekday-1, x.future(x.b(i))))
	r.relative = true
	return r, j, true
}

// ruCardinal reads a whole number in digits or words.
func (x *context) ruCardinal(i int) (n, j int, ok bool) {
	t := x.t(i)
	if t.kind == number {
		if t.end-t.begin > 4 || x.t(i+1).is(',') && x.t(i+2).kind == number {
			return 0, i, false
		}
		return t.n, i + 1, true
	}
	c := x.w(i).cardinal
	if c == 0 {
		return 0, i, false
	}
	j = i + 1
	if c >= 20 {
		if u := x.w(j).cardinal; u > 0 && u < 10 {
			return c + u, j + 1, true
		}
	}
	return c, j, true
}

// ruPeriod reads a length of time: 30 лет, полгода, полтора года, неделю, 5 минут 20
// секунд, более 30 лет by its number.
func (x *context) ruPeriod(i int) (period, int, bool) {
	p, j, ok := x.ruOnePeriod(i)
	if !ok {
		return period{}, i, false
	}
	for {
		k := j
		if x.is(k, "и", ",") {
			k++
		}
		q, n, ok := x.ruOnePeriod(k)
		if !ok || q.unit >= p.unit || n == k+1 {
			return p, j, true
		}
		p, j = p.plus(q), n
	}
}

func (x *context) ruOnePeriod(i int) (period, int, bool) {
	switch {
	case x.is(i, "полчаса"):
		return of(1, hour), i + 1, true
	case x.is(i, "полгода"):
		return of(1, year), i + 1, true
	case x.is(i, "полтора", "полутора") && x.w(i+1).unit > 0:
		return of(3, x.w(i+1).unit), i + 2, true
	}
	if u := x.w(i).unit; u != noUnit && x.t(i).kind == letters {
		return of(2, u), i + 1, true
	}
	n, j, ok := x.ruCardinal(i)
	if !ok || n > 100_000 {
		return period{}, i, false
	}
	approximate := x.is(i, "несколько", "нескольких", "пару")
	if x.is(j, "с") && x.is(j+1, "половиной") && x.w(j+2).unit > 0 {
		return of(2*n+1, x.w(j+2).unit), j + 3, true
	}
	if x.is(j, "с", "лишним") && x.is(j+1, "лишним") {
		j, approximate = j+2, true
	}
	if x.is(j, "-") {
		j++
	}
	if x.is(j, "последних", "полных", "рабочих", "прошедших", "календарных") {
		j++
	}
	u := x.w(j).unit
	if u == noUnit || x.t(j).kind != letters || x.is(j, "летом", "дне", "веке", "мин", "сек") && x.is(j, "летом") {
		return period{}, i, false
	}
	p := of(2*n, u)
	p.approximate, p.vague = approximate, approximate && x.is(i, "несколько", "нескольких")
	j++
	if x.is(j, "с") && x.is(j+1, "лишним") {
		p.approximate, j = true, j+2
	}
	return p, j, true
}

// ruCount reads what begins with a length of time: 5 дней назад, через неделю, спустя
// 2 часа, 30 лет.
func (x *context) ruCount(i int) (reading, int, bool) {
	base := x.now
	if x.is(i, "через", "спустя") {
		p, j, ok := x.ruPeriod(i + 1)
		if !ok {
			return reading{}, i, false
		}
		if p.unit >= oneDay {
			base = x.today.stamp()
			if x.last != noDay && x.is(i, "спустя") {
				base = x.last.stamp()
			}
		}
		if x.is(j, "после") {
			return reading{begin: x.b(i), end: x.e(j), unit: p.unit, kind: "duration", duration: p.iso()}, j, true
		}
		if !x.known {
			return voided(x.b(i), x.e(j), p.unit), j, true
		}
		return x.away(x.b(i), x.e(j), p, base, 1), j, true
	}
	p, j, ok := x.ruPeriod(i)
	if !ok {
		return reading{}, i, false
	}
	if p.unit >= oneDay {
		base = x.today.stamp()
	}
	sign := 0
	switch {
	case x.is(j, "назад"):
		sign = -1
	case x.is(j, "спустя"):
		sign = 1
		if x.last != noDay && p.unit >= oneDay {
			base = x.last.stamp()
		}
	}
	if sign != 0 {
		j++
		if !x.known {
			return voided(x.b(i), x.e(j), p.unit), j, true
		}
		return x.away(x.b(i), x.e(j), p, base, sign), j, true
	}
	if j == i+1 && !x.is(i, "полчаса", "полгода") {
		return reading{}, i, false // неделя alone
	}
	if x.t(i).kind == number && x.w(j-1).unit == year && x.t(i).n > 200 {
		return reading{}, i, false
	}
	return reading{begin: x.b(i), end: x.e(j), unit: p.unit, kind: "duration", duration: p.iso(), approximate: p.approximate}, j, true
}
