package chrono

import (
	"fmt"
	"time"

	"github.com/entente-graph/entente/schema/edtf"
)

// day counts days from 1970-01-01 in the proleptic Gregorian calendar.
type day int

const daySeconds = 24 * 60 * 60

// noDay is no day at all.
const noDay = day(-1 << 40)

// newDay is the day of a date; ok is false when the calendar has no such date.
func newDay(y, m, d int) (day, bool) {
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return noDay, false
	}
	return dayOf(y, m, d), true
}

// dayOf is the day of a date that is known to exist.
func dayOf(y, m, d int) day { return day(edtf.Days(int64(y), m, d)) }

func (d day) civil() (y, m, dd int) {
	y, month, dd := time.Unix(int64(d)*86400, 0).UTC().Date()
	return y, int(month), dd
}

func (d day) year() int { y, _, _ := d.civil(); return y }

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func (d day) String() string {
	y, m, dd := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, dd)
}

// weekday is 0 for Monday.
func (d day) weekday() int { return ((int(d)+3)%7 + 7) % 7 }

// monday is the first day of the week of d.
func (d day) monday() day { return d - day(d.weekday()) }

// addMonths moves by months; a day that the month lacks becomes its last.
func (d day) addMonths(n int) day {
	y, m, dd := d.civil()
	t := y*12 + m - 1 + n
	y, m = t/12, t%12+1
	if t < 0 {
		return d
	}
	return dayOf(y, m, min(dd, daysIn(y, m)))
}

// firstOf is the first day of the month that lies n months from that of d.
func (d day) firstOf(n int) day {
	y, m, _ := d.civil()
	return dayOf(y, m, 1).addMonths(n)
}

// stamp counts seconds of the wall clock from 1970-01-01.
type stamp int

func (d day) stamp() stamp { return stamp(int(d) * daySeconds) }

func (t stamp) day() day {
	d := int(t) / daySeconds
	if int(t)%daySeconds < 0 {
		d--
	}
	return day(d)
}

func (t stamp) clock() string {
	s := int(t) - int(t.day())*daySeconds
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// unit is the grain in which a time is said, finest first.
type unit uint8

const (
	noUnit unit = iota
	second
	minute
	hour
	daypart
	oneDay
	weekend
	week
	fortnight
	month
	season
	quarter
	half
	year
	decade
	century
)

var unitNames = [...]string{"", "second", "minute", "hour", "daypart", "day", "weekend", "week", "week", "month", "season", "quarter", "half-year", "year", "decade", "century"}

func (u unit) String() string { return unitNames[u] }

var unitsByName = map[string]unit{"second": second, "minute": minute, "hour": hour, "day": oneDay, "weekend": weekend, "week": week, "fortnight": fortnight, "month": month, "season": season, "quarter": quarter, "half": half, "year": year, "decade": decade, "century": century}

// period is a length of time: months, days and seconds, which do not mix.
type period struct {
	months, days, seconds int
	unit                  unit // the finest one said
	count                 int  // of the first unit
	approximate           bool
	vague                 bool // several, 几, несколько: no count
}

// of makes a period of halves of a unit: 3 halves of a year is P18M.
func of(halves int, u unit) period {
	p := period{unit: u, count: halves / 2}
	switch u {
	case century:
		p.months = 600 * halves
	case decade:
		p.months = 60 * halves
	case year:
		p.months = 6 * halves
	case half:
		p.months = 3 * halves
	case quarter:
		p.months, p.days = 3*(halves/2), 45*(halves%2)
	case month:
		p.months, p.days = halves/2, 15*(halves%2)
	case fortnight:
		p.days = 7 * halves
	case week, weekend:
		p.days, p.seconds = 7*(halves/2), halves%2*84*3600
	case hour:
		p.seconds = 1800 * halves
	case minute:
		p.seconds = 30 * halves
	case second:
		p.seconds = halves / 2
	default:
		p.days, p.seconds = halves/2, halves%2*12*3600
	}
	return p
}

func (p period) plus(q period) period {
	p.months, p.days, p.seconds = p.months+q.months, p.days+q.days, p.seconds+q.seconds
	p.unit = min(p.unit, q.unit)
	p.vague = p.vague || q.vague
	return p
}

// iso writes the period as ISO 8601.
func (p period) iso() string {
	if p.days > 0 && p.days%7 == 0 && p.months == 0 && p.seconds == 0 && (p.unit == week || p.unit == fortnight) {
		return fmt.Sprintf("P%dW", p.days/7)
	}
	s := "P"
	if y := p.months / 12; y > 0 {
		s += fmt.Sprintf("%dY", y)
	}
	if m := p.months % 12; m > 0 {
		s += fmt.Sprintf("%dM", m)
	}
	if p.days > 0 {
		s += fmt.Sprintf("%dD", p.days)
	}
	if p.seconds > 0 {
		s += "T"
		if h := p.seconds / 3600; h > 0 {
			s += fmt.Sprintf("%dH", h)
		}
		if m := p.seconds / 60 % 60; m > 0 {
			s += fmt.Sprintf("%dM", m)
		}
		if c := p.seconds % 60; c > 0 {
			s += fmt.Sprintf("%dS", c)
		}
	}
	if s == "P" {
		return "P0D"
	}
	return s
}

// shift moves a stamp by the period, forwards or back.
func (p period) shift(t stamp, sign int) stamp {
	d := t.day()
	rest := t - d.stamp()
	d = d.addMonths(sign*p.months) + day(sign*p.days)
	return d.stamp() + rest + stamp(sign*p.seconds)
}

// inRange bounds the years this room reads, so that arithmetic on absurd counts
// stays inside the calendar.
func (t stamp) inRange() bool {
	return t.day() > dayOf(1, 1, 1) && t.day() < dayOf(9999, 1, 1)
}

// easter is Easter Sunday of the Gregorian calendar.
func easter(y int) day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return dayOf(y, n/31, n%31+1)
}
