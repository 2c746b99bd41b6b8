package page

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // zones must not depend on the host

	"golang.org/x/text/unicode/norm"
)

// moment is a time as printed: a day, perhaps a clock, perhaps a zone.
type moment struct {
	year, month, day int
	clock            bool
	hour, min, sec   int
	offset           *int // seconds east of UTC; nil where none is printed
}

// in writes a moment as an xsd:date, or as an xsd:dateTime in a zone. A printed
// offset stays as it is: many sites print their own clock as UTC, and nothing on
// the page tells them from those that mean it.
func (m moment) in(zone string) string {
	if m.year == 0 {
		return ""
	}
	if !m.clock {
		return fmt.Sprintf("%04d-%02d-%02d", m.year, m.month, m.day)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		loc = time.UTC
	}
	t := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.min, m.sec, 0, loc)
	if m.offset != nil {
		t = time.Date(m.year, time.Month(m.month), m.day, m.hour, m.min, m.sec, 0, time.FixedZone("", *m.offset))
	}
	return t.Format("2006-01-02T15:04:05Z07:00")
}

func (m moment) sameDay(o moment) bool {
	return m.year == o.year && m.month == o.month && m.day == o.day
}

func (m moment) valid() bool {
	if m.year < 1900 || m.year > 2199 || m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31 || m.hour > 23 || m.min > 59 || m.sec > 60 {
		return false
	}
	return time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC).Day() == m.day
}

const clockPattern = `(?:[\s,T|·—-]*(?:(?:в|at|um)\s+)?(\d{1,2})[:時时](\d{2})(?::(\d{2}))?分?\s*(a\.?m\.?|p\.?m\.?)?)?`

var (
	isoMoment     = regexp.MustCompile(`^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?\s*$`)
	numericMoment = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?` + clockPattern)
	spacedMoment  = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})\s*/?\s+(\d{1,2})\s*/\s*(\d{1,2})` + clockPattern)
	dottedDay     = regexp.MustCompile(`(?:^|[^\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})` + clockPattern)
	dayMonthName  = regexp.MustCompile(`(?i)(?:^|[^\d\p{L}])(\d{1,2})(?:st|nd|rd|th)?\.?\s+([\p{L}]{3,10})\.?,?\s+((?:19|20)\d{2})(?:\s*(?:г\.|года|г))?` + clockPattern)
	monthNameDay  = regexp.MustCompile(`(?i)(?:^|[^\p{L}])([\p{L}]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{2})` + clockPattern)
	rfcMoment     = regexp.MustCompile(`(?i)(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s*(GMT|UTC|UT|Z|EST|EDT|PST|PDT|[+-]\d{4})?`)
	zoneAfter     = regexp.MustCompile(`^\s*(?:\(?(GMT|UTC|MSK|МСК|BST|EST|EDT|CET|CEST)(?:\s*([+-]\d{1,2}))?\)?|([+-]\d{2}:?\d{2})|Z)(?:[^\p{L}]|$)`)
)

var months = func() map[string]int {
	m := map[string]int{}
	for i, names := range strings.Split(`jan january янв января январь
feb february фев февр февраля февраль
mar march мар марта март
apr april апр апреля апрель
may мая май
jun june июн июня июнь
jul july июл июля июль
aug august авг августа август
sep sept september сен сент сентября сентябрь
oct october окт октября октябрь
nov november ноя нояб ноября ноябрь
dec december дек декабря декабрь`, "\n") {
		for _, n := range strings.Fields(names) {
			m[n] = i + 1
		}
	}
	return m
}()

var offsets = map[string]int{"GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "MSK": 3, "МСК": 3, "BST": 1, "CET": 1, "CEST": 2}

// parseMoment reads the first moment in a string: ISO 8601, the forms of Chinese,
// English and Russian pages, and RFC 822.
func parseMoment(s string) (moment, bool) {
	s = norm.NFKC.String(s)
	if !holdsYear(s) {
		return moment{}, false // no pattern has to be tried
	}
	if g := isoMoment.FindStringSubmatch(s); g != nil {
		m := moment{year: atoi(g[1]), month: atoi(g[2]), day: atoi(g[3])}
		m.setClock(g[4], g[5], g[6], "")
		m.setOffset(g[7], "")
		return m, m.valid()
	}
	if g := rfcMoment.FindStringSubmatch(s); g != nil && months[strings.ToLower(g[2])] > 0 {
		m := moment{year: atoi(g[3]), month: months[strings.ToLower(g[2])], day: atoi(g[1])}
		m.setClock(g[4], g[5], g[6], "")
		m.setOffset(g[7], "")
		return m, m.valid()
	}
	best, at := moment{}, len(s)+1
	try := func(re *regexp.Regexp, y, mo, d int) {
		for from := 0; from < len(s); {
			x := re.FindStringSubmatchIndex(s[from:])
			if x == nil {
				return
			}
			g := func(i int) string {
				if 2*i+1 >= len(x) || x[2*i] < 0 {
					return ""
				}
				return s[from+x[2*i] : from+x[2*i+1]]
			}
			month := atoi(g(mo))
			if month == 0 {
				month = months[strings.ToLower(g(mo))]
			}
			m := moment{year: atoi(g(y)), month: month, day: atoi(g(d))}
			m.setClock(g(4), g(5), g(6), g(7))
			if z := zoneAfter.FindStringSubmatch(s[from+x[1]:]); m.clock && z != nil {
				m.setOffset(z[1]+z[3], z[2])
			}
			if m.valid() {
				if from+x[0] < at {
					best, at = m, from+x[0]
				}
				return
			}
			from += x[0] + 1
		}
	}
	try(numericMoment, 1, 2, 3)
	try(spacedMoment, 1, 2, 3)
	try(dottedDay, 3, 2, 1)
	try(dayMonthName, 3, 2, 1)
	try(monthNameDay, 3, 1, 2)
	return best, at <= len(s)
}

// holdsYear reports whether four digits stand together, as in every form of a moment.
func holdsYear(s string) bool {
	digits := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			digits = 0
		} else if digits++; digits == 4 {
			return true
		}
	}
	return false
}

func (m *moment) setClock(hour, minute, second, half string) {
	if hour == "" {
		return
	}
	m.clock, m.hour, m.min, m.sec = true, atoi(hour), atoi(minute), atoi(second)
	switch half = strings.ToLower(strings.ReplaceAll(half, ".", "")); {
	case half == "pm" && m.hour < 12:
		m.hour += 12
	case half == "am" && m.hour == 12:
		m.hour = 0
	}
}

// setOffset reads a zone's name or an offset such as +08:00, and hours added to it
// (UTC+8).
func (m *moment) setOffset(zone, hours string) {
	zone = strings.ToUpper(zone)
	if zone == "" {
		return
	}
	seconds, ok := offsets[zone]
	seconds *= 3600
	if !ok {
		digits := strings.ReplaceAll(zone[1:], ":", "")
		if len(digits) != 4 {
			return
		}
		seconds = atoi(digits[:2])*3600 + atoi(digits[2:])*60
		if zone[0] == '-' {
			seconds = -seconds
		}
	}
	if hours != "" {
		n := atoi(strings.TrimLeft(hours, "+-")) * 3600
		if hours[0] == '-' {
			n = -n
		}
		seconds += n
	}
	m.offset = &seconds
}
