// Package edtf reads dates as people write them: the Extended Date/Time Format of
// ISO 8601-2:2019, levels 0 and 1 (loc.gov/standards/datetime), without letter
// prefixed years. It knows nothing of languages and no clock.
package edtf

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrSyntax is returned for what is no EDTF of level 0 or 1; the draft of 2012
// (u, unknown, open) is refused by it too.
var ErrSyntax = errors.New("edtf: not an EDTF date")

// point is one date: a year, month or day, some digits unspecified, or a time of
// day.
type point struct {
	text      string // as written, without qualifier
	year      int
	month     int // 1–12, season 21–24, quarter 33–36, half 40–41; 0 none, -1 unspecified
	day       int // 0 none, -1 unspecified
	unknown   int // unspecified digits of the year: 0, 1, 2
	clock     string
	qualifier byte // ? ~ %
}

// Date is a date or an interval. The zero Date is none.
type Date struct {
	from, to           point
	interval           bool
	openFrom, openTo   bool // ..
	blankFrom, blankTo bool // unknown end
}

// Parse reads an EDTF string.
func Parse(s string) (Date, error) {
	a, b, interval := strings.Cut(s, "/")
	if !interval {
		p, err := parsePoint(s)
		return Date{from: p}, err
	}
	d := Date{interval: true}
	var err error
	switch a {
	case "..":
		d.openFrom = true
	case "":
		d.blankFrom = true
	default:
		if d.from, err = parsePoint(a); err != nil {
			return Date{}, err
		}
	}
	switch b {
	case "..":
		d.openTo = true
	case "":
		d.blankTo = true
	default:
		if d.to, err = parsePoint(b); err != nil {
			return Date{}, err
		}
	}
	if a != "" && a != ".." && b != "" && b != ".." {
		if from, to := d.Bounds(); from > to {
			return Date{}, fmt.Errorf("%w: %q ends before it begins", ErrSyntax, s)
		}
	}
	if (d.openFrom || d.blankFrom) && (d.openTo || d.blankTo) {
		return Date{}, fmt.Errorf("%w: %q has no date", ErrSyntax, s)
	}
	return d, nil
}

func parsePoint(s string) (point, error) {
	fail := func() (point, error) {
		if strings.ContainsAny(s, "uU") || s == "unknown" || s == "open" {
			return point{}, fmt.Errorf("%w: %q is written as in the draft of 2012; use X, .. or a blank", ErrSyntax, s)
		}
		return point{}, fmt.Errorf("%w: %q", ErrSyntax, s)
	}
	var p point
	if n := len(s); n > 0 && strings.IndexByte("?~%", s[n-1]) >= 0 {
		p.qualifier, s = s[n-1], s[:n-1]
	}
	p.text = s
	date, clock, timed := strings.Cut(s, "T")
	if timed {
		if len(clock) < 5 || p.qualifier != 0 {
			return fail()
		}
		p.clock = clock
		if _, err := time.Parse("15:04:05", clock[:min(8, len(clock))]); err != nil {
			if _, err := time.Parse("15:04", clock[:5]); err != nil || len(clock) != 5 {
				return fail()
			}
		}
	}
	negative := strings.HasPrefix(date, "-")
	parts := strings.Split(strings.TrimPrefix(date, "-"), "-")
	if len(parts) > 3 || len(parts[0]) != 4 {
		return fail()
	}
	digits := strings.TrimRight(parts[0], "X")
	p.unknown = 4 - len(digits)
	if p.unknown > 2 {
		return fail()
	}
	y, err := strconv.Atoi(digits)
	if err != nil || strings.ContainsAny(digits, "+-") {
		return fail()
	}
	for range p.unknown {
		y *= 10
	}
	if negative {
		y = -y
	}
	p.year = y
	if len(parts) > 1 {
		if p.unknown > 0 {
			return fail()
		}
		if p.month, err = part(parts[1]); err != nil {
			return fail()
		}
		if m := p.month; !(m >= 1 && m <= 12 || m >= 21 && m <= 24 || m >= 33 && m <= 36 || m == 40 || m == 41 || m == -1) {
			return fail()
		}
	}
	if len(parts) > 2 {
		if p.day, err = part(parts[2]); err != nil || p.month > 12 || p.month == -1 && p.day != -1 {
			return fail()
		}
		if p.day != -1 && (p.day < 1 || p.day > daysIn(p.year, p.month)) {
			return fail()
		}
	}
	if timed && p.day < 1 {
		return fail()
	}
	return p, nil
}

// part reads two digits, or XX as -1.
func part(s string) (int, error) {
	if s == "XX" {
		return -1, nil
	}
	if len(s) != 2 || s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' {
		return 0, ErrSyntax
	}
	n := int(s[0]-'0')*10 + int(s[1]-'0')
	if n == 0 {
		return 0, ErrSyntax
	}
	return n, nil
}

// Days counts days from 1970-01-01 in the proleptic Gregorian calendar, in which a
// year 0 exists (ISO 8601, XSD 1.1). It counts in eras of 400 years that begin on the
// first of March, and takes years that time.Time does not.
func Days(year int64, month, day int) int64 {
	if month <= 2 {
		year--
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	yearOfEra := year - era*400
	dayOfYear := int64((153*((month+9)%12)+2)/5 + day - 1)
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (p point) String() string {
	if p.qualifier != 0 {
		return p.text + string(p.qualifier)
	}
	return p.text
}

// String writes the date as it was read.
func (d Date) String() string {
	if !d.interval {
		return d.from.String()
	}
	end := func(p point, open, blank bool) string {
		switch {
		case open:
			return ".."
		case blank:
			return ""
		}
		return p.String()
	}
	return end(d.from, d.openFrom, d.blankFrom) + "/" + end(d.to, d.openTo, d.blankTo)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return !d.interval && d.from.text == "" }

// span is the first and last day of a point.
func (p point) span() (from, to time.Time) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	months := func(m, n int) (time.Time, time.Time) { return day(p.year, m, 1), day(p.year, m+n, 0) }
	switch {
	case p.unknown == 1:
		return day(p.year, 1, 1), day(p.year+9, 12, 31)
	case p.unknown == 2:
		return day(p.year, 1, 1), day(p.year+99, 12, 31)
	case p.month <= 0:
		return day(p.year, 1, 1), day(p.year, 12, 31)
	case p.month >= 40:
		return months(1+6*(p.month-40), 6)
	case p.month >= 33:
		return months(1+3*(p.month-33), 3)
	case p.month >= 21:
		return months(3*(p.month-20), 3)
	case p.day <= 0:
		return months(p.month, 1)
	}
	return day(p.year, p.month, p.day), day(p.year, p.month, p.day)
}

// Bounds are the first and the last day that the date allows, as xsd:date,
// inclusive; "" where it is open or unknown. Qualifiers do not widen them, X spans
// its range.
func (d Date) Bounds() (from, to string) {
	if d.IsZero() {
		return "", ""
	}
	if !d.interval {
		a, b := d.from.span()
		return xsdDate(a), xsdDate(b)
	}
	if !d.openFrom && !d.blankFrom {
		a, _ := d.from.span()
		from = xsdDate(a)
	}
	if !d.openTo && !d.blankTo {
		_, b := d.to.span()
		to = xsdDate(b)
	}
	return from, to
}

func xsdDate(t time.Time) string {
	if y := t.Year(); y < 0 {
		return fmt.Sprintf("-%04d-%02d-%02d", -y, t.Month(), t.Day())
	}
	return t.Format(time.DateOnly)
}

// Granularities, finest first; Specificity counts down from the first.
var granularities = [...]string{"second", "minute", "day", "month", "season", "quarter", "half-year", "year", "decade", "century", "open", ""}

// Granularity is the unit in which the date is said: second, minute, day, month,
// season, quarter, half-year, year, decade, century; an interval has the unit of
// its coarser end, and "open" when one end is open or unknown.
func (d Date) Granularity() string {
	if d.IsZero() {
		return ""
	}
	if !d.interval {
		return d.from.granularity()
	}
	if d.openFrom || d.blankFrom || d.openTo || d.blankTo {
		return "open"
	}
	a, b := d.from.granularity(), d.to.granularity()
	if rank(a) > rank(b) {
		return a
	}
	return b
}

func (p point) granularity() string {
	switch {
	case p.unknown == 2:
		return "century"
	case p.unknown == 1:
		return "decade"
	case p.month <= 0:
		return "year"
	case p.month >= 40:
		return "half-year"
	case p.month >= 33:
		return "quarter"
	case p.month >= 21:
		return "season"
	case p.day <= 0:
		return "month"
	case len(p.clock) >= 8:
		return "second"
	case p.clock != "":
		return "minute"
	}
	return "day"
}

func rank(granularity string) int {
	for i, g := range granularities {
		if g == granularity {
			return i
		}
	}
	return len(granularities)
}

// Specificity orders dates by how much they say, larger is more: first by
// granularity, then by the number of days they allow.
func (d Date) Specificity() int {
	if d.IsZero() {
		return 0
	}
	s := (len(granularities) - rank(d.Granularity())) * 100_000
	from, to := d.Bounds()
	if from == "" || to == "" {
		return s
	}
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		return s
	}
	return s + 99_999 - min(99_998, int(b.Sub(a).Hours()/24))
}

// Compatible reports whether both dates can be true of one occasion: the days
// they allow overlap.
func Compatible(a, b Date) bool {
	af, at := a.Bounds()
	bf, bt := b.Bounds()
	return (at == "" || bf == "" || Compare(at, bf) >= 0) && (bt == "" || af == "" || Compare(bt, af) >= 0)
}

// Compare orders two non-empty xsd:date strings, years before 0001 included.
func Compare(a, b string) int {
	an, bn := strings.HasPrefix(a, "-"), strings.HasPrefix(b, "-")
	switch {
	case an && bn:
		ya, yb := a[:len(a)-6], b[:len(b)-6]
		return cmp.Or(cmp.Compare(yb, ya), cmp.Compare(a, b))
	case an:
		return -1
	case bn:
		return 1
	}
	return cmp.Compare(a, b)
}
