package sparql

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// timestamp is a dateTime, date, time or a part of a date, as written.
type timestamp struct {
	year             int64
	month, day       int8
	hour, minute     int8
	second           int8
	nanos            int32
	zone             int16 // minutes east of UTC
	hasZone          bool
	fraction, zoneAs string // digits of the fraction; the zone as written
}

// unix is seconds since 1970-01-01T00:00:00Z; without a zone, UTC is taken.
func (t timestamp) unix() int64 {
	return edtf.Days(t.year, int(t.month), int(t.day))*86400 + int64(t.hour)*3600 + int64(t.minute)*60 + int64(t.second) - int64(t.zone)*60
}

func (t timestamp) seconds() float64 { return float64(t.unix()) + float64(t.nanos)/1e9 }

func (t timestamp) compare(u timestamp) int {
	return cmp.Or(cmp.Compare(t.unix(), u.unix()), cmp.Compare(t.nanos, u.nanos))
}

// compareTimes compares two points in time. When only one has a zone, the order
// is known only if they lie more than 14 hours apart (XSD 1.1, 3.3.7).
func compareTimes(a, b timestamp) (c int, ok bool) {
	c = a.compare(b)
	if a.hasZone == b.hasZone {
		return c, true
	}
	if d := a.unix() - b.unix(); d > 14*3600 || d < -14*3600 {
		return c, true
	}
	return 0, false
}

func daysIn(year int64, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// timeReader reads the pieces of a lexical form; bad is sticky.
type timeReader struct {
	s   string
	bad bool
}

func (r *timeReader) digits(n int) int {
	if len(r.s) < n {
		r.bad = true
		return 0
	}
	v := 0
	for i := range n {
		if !isDigit(r.s[i]) {
			r.bad = true
			return 0
		}
		v = v*10 + int(r.s[i]-'0')
	}
	r.s = r.s[n:]
	return v
}

func (r *timeReader) literal(c byte) {
	if r.s == "" || r.s[0] != c {
		r.bad = true
		return
	}
	r.s = r.s[1:]
}

func (r *timeReader) within(v, low, high int) int8 {
	if v < low || v > high {
		r.bad = true
	}
	return int8(v)
}

func (r *timeReader) yearMonth(t *timestamp, month bool) {
	negative := strings.HasPrefix(r.s, "-")
	r.s = strings.TrimPrefix(r.s, "-")
	n := 0
	for n < len(r.s) && isDigit(r.s[n]) {
		n++
	}
	if n < 4 || n > 12 || n > 4 && r.s[0] == '0' {
		r.bad = true
		return
	}
	t.year, _ = strconv.ParseInt(r.s[:n], 10, 64)
	if negative {
		t.year = -t.year
	}
	r.s = r.s[n:]
	t.month, t.day = 1, 1
	if month {
		r.literal('-')
		t.month = r.within(r.digits(2), 1, 12)
	}
}

func (r *timeReader) dayOf(t *timestamp) {
	r.literal('-')
	t.day = r.within(r.digits(2), 1, daysIn(t.year, int(t.month)))
}

func (r *timeReader) clock(t *timestamp) {
	t.hour = r.within(r.digits(2), 0, 24)
	r.literal(':')
	t.minute = r.within(r.digits(2), 0, 59)
	r.literal(':')
	t.second = r.within(r.digits(2), 0, 59)
	if strings.HasPrefix(r.s, ".") {
		n := 1
		for n < len(r.s) && isDigit(r.s[n]) {
			n++
		}
		if n == 1 {
			r.bad = true
			return
		}
		t.fraction = r.s[1:n]
		padded := (t.fraction + "000000000")[:9]
		v, _ := strconv.Atoi(padded)
		t.nanos = int32(v)
		r.s = r.s[n:]
	}
	if t.hour == 24 && (t.minute != 0 || t.second != 0 || t.nanos != 0) {
		r.bad = true
	}
}

// end reads the optional zone and reports whether all was well.
func (r *timeReader) end(t *timestamp) bool {
	if r.bad || r.s == "" {
		return !r.bad
	}
	t.hasZone, t.zoneAs = true, r.s
	if r.s == "Z" {
		return true
	}
	sign := int16(1)
	switch r.s[0] {
	case '-':
		sign = -1
	case '+':
	default:
		return false
	}
	r.s = r.s[1:]
	h := r.digits(2)
	r.literal(':')
	m := r.digits(2)
	if r.bad || r.s != "" || m > 59 || h*60+m > 14*60 {
		return false
	}
	t.zone = sign * int16(h*60+m)
	return true
}

func parseDateTime(s string) (t timestamp, ok bool) {
	r := timeReader{s: s}
	r.yearMonth(&t, true)
	if !r.bad {
		r.dayOf(&t)
		r.literal('T')
		r.clock(&t)
	}
	return t, r.end(&t)
}

func parseDate(s string) (t timestamp, ok bool) {
	r := timeReader{s: s}
	r.yearMonth(&t, true)
	if !r.bad {
		r.dayOf(&t)
	}
	return t, r.end(&t)
}

func parseTime(s string) (t timestamp, ok bool) {
	r := timeReader{s: s}
	t.year, t.month, t.day = 1972, 12, 31
	r.clock(&t)
	return t, r.end(&t)
}

func parseGregorian(s, datatype string) (t timestamp, ok bool) {
	r := timeReader{s: s}
	r.yearMonth(&t, datatype != schema.XSDGYear)
	return t, r.end(&t)
}

// parseDayTime reads an xsd:dayTimeDuration as seconds.
func parseDayTime(s string) (*apd.Decimal, bool) {
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" || strings.HasSuffix(s, "T") {
		return nil, false
	}
	total := new(apd.Decimal)
	date, clock, _ := strings.Cut(s, "T")
	for _, part := range []struct{ text, units string }{{date, "D"}, {clock, "HMS"}} {
		rest := part.text
		for _, unit := range part.units {
			i := strings.IndexRune(rest, unit)
			if i < 0 {
				continue
			}
			n, ok := parseDecimal(rest[:i])
			if !ok || !isDigit(rest[0]) || unit != 'S' && strings.Contains(rest[:i], ".") {
				return nil, false
			}
			factor := map[rune]int64{'D': 86400, 'H': 3600, 'M': 60, 'S': 1}[unit]
			_, _ = exact.Mul(n, n, apd.New(factor, 0))
			_, _ = exact.Add(total, total, n)
			rest = rest[i+1:]
		}
		if rest != "" {
			return nil, false
		}
	}
	total.Negative = negative && !total.IsZero()
	return total, true
}

func parseYearMonth(s string) (int64, bool) {
	sign := int64(1)
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" {
		return 0, false
	}
	total := int64(0)
	for _, u := range []struct {
		unit   string
		factor int64
	}{{"Y", 12}, {"M", 1}} {
		if before, after, found := strings.Cut(s, u.unit); found {
			n, err := strconv.ParseUint(before, 10, 32)
			if err != nil {
				return 0, false
			}
			total += int64(n) * u.factor
			s = after
		}
	}
	return sign * total, s == ""
}

// dayTimeText writes seconds as an xsd:dayTimeDuration.
func dayTimeText(seconds int64) string {
	sign := ""
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	var b strings.Builder
	b.WriteString(sign + "P")
	if d := seconds / 86400; d > 0 {
		b.WriteString(strconv.FormatInt(d, 10) + "D")
	}
	clock := seconds % 86400
	if clock > 0 || seconds == 0 {
		b.WriteByte('T')
	}
	for _, u := range []struct {
		unit string
		size int64
	}{{"H", 3600}, {"M", 60}} {
		if n := clock / u.size; n > 0 {
			b.WriteString(strconv.FormatInt(n, 10) + u.unit)
			clock %= u.size
		}
	}
	if clock > 0 || seconds == 0 {
		b.WriteString(strconv.FormatInt(clock, 10) + "S")
	}
	return b.String()
}

// timeArithmetic subtracts dates and dateTimes (a dayTimeDuration in whole
// seconds) and adds durations in days to them: beyond SPARQL 1.1, as XPath has
// it.
func timeArithmetic(op byte, a, b *value) *value {
	switch {
	case op == '-' && a.kind == b.kind && (a.kind == vDate || a.kind == vDateTime) && a.time.hasZone == b.time.hasZone:
		return decode(schema.Typed(dayTimeText(a.time.unix()-b.time.unix()), schema.XSD+"dayTimeDuration"))
	case (op == '+' || op == '-') && a.kind == vDate && b.kind == vDuration:
		seconds, err := b.dec.Int64()
		if err != nil || seconds%86400 != 0 {
			return nil
		}
		if op == '-' {
			seconds = -seconds
		}
		return decode(schema.Typed(dateText(edtf.Days(a.time.year, int(a.time.month), int(a.time.day))+seconds/86400)+a.time.zoneAs, schema.XSDDate))
	}
	return nil
}

// dateText writes a day counted from 1970-01-01.
func dateText(day int64) string {
	z := day + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d, m, y := doy-(153*mp+2)/5+1, mp+3, yoe+era*400
	if m > 12 {
		m -= 12
	}
	if m <= 2 {
		y++
	}
	sign := ""
	if y < 0 {
		sign, y = "-", -y
	}
	pad := func(n int64, width int) string {
		s := strconv.FormatInt(n, 10)
		return strings.Repeat("0", max(0, width-len(s))) + s
	}
	return sign + pad(y, 4) + "-" + pad(m, 2) + "-" + pad(d, 2)
}
