package chrono

import (
	"fmt"
	"strings"
)

// reading is what a time expression was read as.
type reading struct {
	begin, end       int // bytes of the key
	from, to         stamp
	openFrom, openTo bool
	void             bool // no value: the reference is unknown, or the words are vague
	clock            bool // says a time of day
	unit             unit
	edtf             string
	kind             string // "" for a point, duration, set
	duration         string
	mod              string
	approximate      bool
	relative         bool
	m, d, d2         int  // the month and day said without a year
	bareDay          bool // a day said without its month
	explicit         bool // says its year
}

func (r reading) isDuration() bool { return r.kind == "duration" }

// isRange reports whether the reading already has two ends.
func (r reading) isRange() bool { return strings.Contains(r.edtf, "/") }

// plain reports whether the reading can be the end of a range or be bounded.
func (r reading) plain() bool { return !r.isDuration() && r.kind == "" && !r.openFrom && !r.openTo }

func onDay(b, e int, d day) reading {
	return reading{begin: b, end: e, from: d.stamp(), to: (d + 1).stamp(), unit: oneDay, edtf: d.String()}
}

// ofDays is a run of days, both included.
func ofDays(b, e int, from, to day) reading {
	if from == to {
		return onDay(b, e, from)
	}
	return reading{begin: b, end: e, from: from.stamp(), to: (to + 1).stamp(), unit: oneDay, edtf: from.String() + "/" + to.String()}
}

func ofMonth(b, e, y, m int) reading {
	f := dayOf(y, m, 1)
	return reading{begin: b, end: e, from: f.stamp(), to: f.addMonths(1).stamp(), unit: month, edtf: fmt.Sprintf("%04d-%02d", y, m)}
}

// ofMonths is a run of months, both included.
func ofMonths(b, e, y1, m1, y2, m2 int) reading {
	r := ofMonth(b, e, y2, m2)
	if y1 != y2 || m1 != m2 {
		r.edtf = fmt.Sprintf("%04d-%02d/%s", y1, m1, r.edtf)
		r.from = dayOf(y1, m1, 1).stamp()
	}
	return r
}

func ofYear(b, e, y int) reading {
	return reading{begin: b, end: e, from: dayOf(y, 1, 1).stamp(), to: dayOf(y+1, 1, 1).stamp(), unit: year, edtf: fmt.Sprintf("%04d", y), explicit: true}
}

func ofYears(b, e, from, to int) reading {
	r := ofYear(b, e, to)
	r.from, r.edtf = dayOf(from, 1, 1).stamp(), fmt.Sprintf("%04d/%04d", from, to)
	return r
}

func ofQuarter(b, e, y, q int) reading {
	f := dayOf(y, 3*q-2, 1)
	return reading{begin: b, end: e, from: f.stamp(), to: f.addMonths(3).stamp(), unit: quarter, edtf: fmt.Sprintf("%04d-%02d", y, 32+q)}
}

func ofHalf(b, e, y, h int) reading {
	f := dayOf(y, 6*h-5, 1)
	return reading{begin: b, end: e, from: f.stamp(), to: f.addMonths(6).stamp(), unit: half, edtf: fmt.Sprintf("%04d-%02d", y, 39+h)}
}

// ofSeason takes 1 for spring to 4 for winter, by northern months from March.
func ofSeason(b, e, y, s int) reading {
	f := dayOf(y, 3*s, 1)
	return reading{begin: b, end: e, from: f.stamp(), to: f.addMonths(3).stamp(), unit: season, edtf: fmt.Sprintf("%04d-%02d", y, 20+s)}
}

func ofDecade(b, e, y int) reading {
	return reading{begin: b, end: e, from: dayOf(y, 1, 1).stamp(), to: dayOf(y+10, 1, 1).stamp(), unit: decade, edtf: fmt.Sprintf("%03dX", y/10)}
}

func ofCentury(b, e, c int) reading {
	y := (c - 1) * 100
	return reading{begin: b, end: e, from: dayOf(max(1, y), 1, 1).stamp(), to: dayOf(y+100, 1, 1).stamp(), unit: century, edtf: fmt.Sprintf("%02dXX", c-1)}
}

func ofWeek(b, e int, monday day) reading {
	r := ofDays(b, e, monday, monday+6)
	r.unit = week
	return r
}

func ofWeekend(b, e int, monday day) reading {
	r := ofDays(b, e, monday+5, monday+6)
	r.unit = weekend
	return r
}

// at is a time of day; EDTF has no hour, so that one keeps the day alone.
func at(b, e int, t stamp, u unit) reading {
	r := reading{begin: b, end: e, from: t, unit: u, clock: true, edtf: t.day().String()}
	switch u {
	case hour:
		r.to = t + 3600
	case minute:
		r.to = t + 60
	default:
		r.to = t + 1
	}
	if u != hour {
		r.edtf += "T" + t.clock()
	}
	return r
}

// voided is a reading whose words are known and whose value is not.
func voided(b, e int, u unit) reading {
	return reading{begin: b, end: e, unit: u, void: true, relative: true}
}

func left(edtf string) string {
	a, _, _ := strings.Cut(edtf, "/")
	return a
}

func right(edtf string) string {
	_, b, ok := strings.Cut(edtf, "/")
	if !ok {
		return edtf
	}
	return b
}

// date drops the time of day of one EDTF end.
func date(end string) string {
	d, _, _ := strings.Cut(end, "T")
	return d
}

// bounded turns a reading into one with an open end: since, after, before, until.
func bounded(r reading, mod string) reading {
	part := r.mod
	r.mod = mod
	if r.void {
		return r
	}
	// The start of a year begins when it does, its end ends with it.
	switch {
	case part == "start" && mod == "since":
		r.edtf, r.approximate = strings.TrimSuffix(r.edtf, "~"), false
	case part == "start" && mod == "after":
		r.to = r.from
	case part == "end" && (mod == "until" || mod == "before"):
		r.edtf, r.approximate, r.openFrom = "../"+strings.TrimSuffix(right(r.edtf), "~"), false, true
		return r
	}
	switch mod {
	case "since":
		r.openTo = true
		r.edtf = date(left(r.edtf)) + "/.."
	case "after":
		r.from, r.openTo = r.to, true
		r.edtf = date(right(r.edtf)) + "/.."
	case "before":
		r.to, r.openFrom = r.from, true
		r.edtf = "../" + date(left(r.edtf))
	case "until":
		r.openFrom = true
		if r.clock {
			r.to = r.from
		}
		r.edtf = "../" + date(right(r.edtf))
	}
	return r
}

// third is where the start, the middle and the end of a unit lie: the start runs to
// early, the middle from middle to late, the end from late. Days or months.
type third struct {
	days                bool
	early, middle, late int
	end                 int
}

// thirds are the parts of the units that have any. A week's middle is the week.
var thirds = map[unit]third{
	week:    {days: true, early: 3, late: 7, end: 3},
	month:   {days: true, early: 10, middle: 9, late: 20, end: 15},
	year:    {early: 4, middle: 4, late: 8, end: 8},
	decade:  {early: 40, middle: 40, late: 80, end: 80},
	century: {early: 400, middle: 400, late: 800, end: 800},
}

// partOf narrows a month, quarter or year to its start, middle or end. EDTF keeps
// the whole with the mark of uncertainty: the words draw no line.
func partOf(r reading, mod string) reading {
	r.mod, r.approximate = mod, true
	if r.void || r.isRange() && r.unit != week {
		return r
	}
	f, t := r.from.day(), r.to.day()
	if x, ok := thirds[r.unit]; ok {
		after := f.addMonths
		if x.days {
			after = func(n int) day { return f + day(n) }
		}
		switch mod {
		case "start":
			t = after(x.early)
		case "mid":
			f, t = after(x.middle), after(x.late)
		case "end":
			f = after(x.end)
		}
	}
	r.from, r.to = f.stamp(), t.stamp()
	if !r.isRange() {
		r.edtf += "~"
	}
	return r
}

// spanning is the range from a to b, said from token i to token next.
func (x *context) spanning(i int, a, b reading, next int) (reading, int, bool) {
	r, ok := x.through(a, b)
	if !ok {
		return reading{}, i, false
	}
	r.begin = x.b(i)
	return r, next, true
}

// through joins two readings into one from the first to the second. A year said
// once holds for both.
func (x *context) through(a, b reading) (reading, bool) {
	if !a.plain() || !b.plain() || a.void != b.void {
		return reading{}, false
	}
	r := b
	r.begin = a.begin
	r.relative = a.relative || b.relative
	if a.void {
		return r, true
	}
	switch {
	case a.m > 0 && !a.explicit && b.explicit:
		a = x.withYear(a, b.from.day().year())
		if a.from > b.from {
			a = x.withYear(a, b.from.day().year()-1)
		}
	case b.m > 0 && !b.explicit:
		b = x.withYear(b, a.from.day().year())
		if b.from < a.from {
			b = x.withYear(b, a.from.day().year()+1)
		}
	}
	to := b.to
	if b.clock {
		to = b.from
	}
	if to <= a.from || b.from < a.from {
		return reading{}, false
	}
	r.from, r.to, r.clock = a.from, to, a.clock || b.clock
	r.edtf = left(a.edtf) + "/" + right(b.edtf)
	if r.clock {
		r.edtf = date(left(a.edtf)) + "/" + date(right(b.edtf))
		if date(left(a.edtf)) == date(right(b.edtf)) {
			r.edtf = date(left(a.edtf))
		}
	}
	r.explicit = a.explicit || b.explicit
	r.m, r.d, r.d2, r.mod = 0, 0, 0, ""
	r.approximate = a.approximate || b.approximate
	return r, true
}

// withYear reads a month or day said without a year in the year y, a 29 February
// in the nearest earlier year that has one.
func (x *context) withYear(r reading, y int) reading {
	n := r
	switch {
	case r.m == 0 || y < 5:
		return r
	case r.d == 0:
		n = ofMonth(r.begin, r.end, y, r.m)
		if r.mod != "" {
			n = partOf(n, r.mod)
		}
	default:
		f, ok := newDay(y, r.m, r.d)
		for k := 0; !ok && k < 8; k++ {
			y--
			f, ok = newDay(y, r.m, r.d)
		}
		if !ok {
			return r
		}
		n = onDay(r.begin, r.end, f)
		if t, ok := newDay(y, r.m, r.d2); ok && r.d2 > r.d {
			n = ofDays(r.begin, r.end, f, t)
		}
	}
	n.m, n.d, n.d2, n.relative, n.explicit = r.m, r.d, r.d2, r.relative, r.explicit
	return n
}
