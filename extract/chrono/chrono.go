// Package chrono reads times as texts say them: dates, ranges, months, quarters,
// years, decades, durations, relative days. Each becomes an EDTF and a half-open
// interval, read against the article's date in the article's zone, never against
// the clock or the host's zone. It does not know what happened when: that is for
// frames.
package chrono

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// Reference is the moment against which relative times are read. At is zero when
// it is unknown: then relative times stay unresolved. Zone is never nil.
type Reference struct {
	At       time.Time
	HasClock bool
	Zone     *time.Location
}

// day is a calendar day.
type day struct{ y, m, d int }

func dayOf(t time.Time) day { return day{t.Year(), int(t.Month()), t.Day()} }

func (d day) time() time.Time {
	return time.Date(d.y, time.Month(d.m), d.d, 0, 0, 0, 0, time.UTC)
}

func (d day) add(n int) day { return dayOf(d.time().AddDate(0, 0, n)) }

func (d day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.y, d.m, d.d) }

func (d day) valid() bool {
	return d.m >= 1 && d.m <= 12 && d.d >= 1 && d.d <= 31 && dayOf(d.time()) == d
}

// reading is what a time expression was read as.
type reading struct {
	begin, end  int // bytes of the key
	edtf        string
	from, to    string // half-open
	granularity string
	kind        string // point, duration, set
	duration    string
	mod         string
	approximate bool
	relative    bool
	// full marks a reading that says its month and year: later bare days follow it.
	anchor day
}

// Find lists the times of a document by where they stand; they do not overlap.
func Find(d *text.Document, ref Reference) []schema.Time {
	if ref.Zone == nil {
		ref.Zone = time.UTC
	}
	var out []schema.Time
	x := &context{doc: d, ref: ref}
	if !ref.At.IsZero() {
		x.today = dayOf(ref.At.In(ref.Zone))
		x.known = true
	}
	for _, s := range d.Sentences {
		lang, _, _ := strings.Cut(s.Lang, "-")
		x.key, x.begin, x.lang = d.Key[:s.KeyEnd], s.KeyBegin, lang
		if s.Paragraph != x.paragraph {
			x.paragraph = s.Paragraph
		}
		for _, r := range x.find() {
			out = append(out, x.time(r))
		}
	}
	slices.SortStableFunc(out, func(a, b schema.Time) int { return cmp.Compare(a.Begin, b.Begin) })
	return out
}

func (x *context) time(r reading) schema.Time {
	b, e := x.doc.Span(r.begin, r.end)
	return schema.Time{Begin: b, End: e, Text: x.doc.Slice(b, e), EDTF: r.edtf, From: r.from, To: r.to, Granularity: r.granularity, Approximate: r.approximate,
		Kind: first(r.kind, "point"), Duration: r.duration, Mod: r.mod, Relative: r.relative}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// context is where reading stands: the sentence, the article's day, the date said
// last.
type context struct {
	doc       *text.Document
	ref       Reference
	today     day
	known     bool
	key       string
	begin     int
	lang      string
	paragraph int

	last      day // the last full date, for "the same day" and bare days
	lastMonth day // the last month said
}

func (x *context) find() []reading {
	var out []reading
	for i := x.begin; i < len(x.key); {
		var r reading
		ok := false
		switch x.lang {
		case "zh":
			r, ok = x.chinese(i)
		case "ru", "kk", "ky", "uk", "be":
			r, ok = x.russian(i)
		default:
			r, ok = x.english(i)
		}
		if ok && r.end > i {
			if r.anchor.y != 0 {
				x.last = r.anchor
			}
			out = append(out, r)
			i = r.end
			continue
		}
		i = x.next(i)
	}
	return out
}

// future reports whether the words of the clause around byte i announce: then a
// bare date is the next one, else the last one.
func (x *context) future(i int) bool {
	b := i
	for b > x.begin && !strings.ContainsRune(",;!?", rune(x.key[b-1])) && !strings.HasSuffix(x.key[:b], "。") {
		b--
	}
	e := i
	for e < len(x.key) && !strings.ContainsRune(",;!?", rune(x.key[e])) && !strings.HasPrefix(x.key[e:], "。") {
		e++
	}
	clause := x.key[b:e]
	for _, w := range futureWords[x.lang] {
		if i := strings.Index(clause, w); i >= 0 {
			if x.lang == "zh" && w == "将" && (strings.HasPrefix(clause[i:], "将军") || strings.HasPrefix(clause[i:], "将近")) {
				continue
			}
			return true
		}
	}
	return false
}

var futureWords = map[string][]string{
	"zh": {"将", "定于", "拟", "预计", "计划", "届时", "即将"},
	"en": {"will ", "is to ", "are to ", "is due", "are due", "scheduled", "upcoming", "is set to", "are set to", "plans to", "to be held", "is expected", "are expected", "next "},
	"ru": {"состоится", "состоятся", "пройдет", "пройдут", "будет", "будут", "посетит", "планиру", "намечен", "запланирован", "предстоит", "прибудет", "откроется", "проведет", "проведут", "встретится", "встретятся"},
}

// Readings of the calendar. All intervals are half-open.

func (x *context) dayReading(b, e int, d day) reading {
	return reading{begin: b, end: e, edtf: d.String(), from: d.String(), to: d.add(1).String(), granularity: "day", anchor: d}
}

func (x *context) daysReading(b, e int, from, to day) reading {
	r := reading{begin: b, end: e, edtf: from.String() + "/" + to.String(), from: from.String(), to: to.add(1).String(), granularity: "day", anchor: to}
	return r
}

func (x *context) monthReading(b, e, y, m int) reading {
	x.lastMonth = day{y, m, 1}
	end := day{y, m, 1}.time().AddDate(0, 1, 0)
	return reading{begin: b, end: e, edtf: fmt.Sprintf("%04d-%02d", y, m), from: day{y, m, 1}.String(), to: dayOf(end).String(), granularity: "month"}
}

func (x *context) monthsReading(b, e, y1, m1, y2, m2 int) reading {
	r := x.monthReading(b, e, y2, m2)
	r.edtf = fmt.Sprintf("%04d-%02d/%04d-%02d", y1, m1, y2, m2)
	r.from = day{y1, m1, 1}.String()
	return r
}

func (x *context) yearReading(b, e, y int) reading {
	return reading{begin: b, end: e, edtf: fmt.Sprintf("%04d", y), from: day{y, 1, 1}.String(), to: day{y + 1, 1, 1}.String(), granularity: "year"}
}

func (x *context) yearsReading(b, e, from, to int) reading {
	return reading{begin: b, end: e, edtf: fmt.Sprintf("%04d/%04d", from, to), from: day{from, 1, 1}.String(), to: day{to + 1, 1, 1}.String(), granularity: "year"}
}

func (x *context) quarterReading(b, e, y, q int) reading {
	from := day{y, 3*q - 2, 1}
	return reading{begin: b, end: e, edtf: fmt.Sprintf("%04d-%02d", y, 32+q), from: from.String(), to: dayOf(from.time().AddDate(0, 3, 0)).String(), granularity: "quarter"}
}

func (x *context) halfReading(b, e, y, h int) reading {
	from := day{y, 6*h - 5, 1}
	return reading{begin: b, end: e, edtf: fmt.Sprintf("%04d-%02d", y, 39+h), from: from.String(), to: dayOf(from.time().AddDate(0, 6, 0)).String(), granularity: "half-year"}
}

func (x *context) decadeReading(b, e, y int) reading {
	return reading{begin: b, end: e, edtf: fmt.Sprintf("%03dX", y/10), from: day{y, 1, 1}.String(), to: day{y + 10, 1, 1}.String(), granularity: "decade"}
}

func (x *context) centuryReading(b, e, c int) reading {
	y := (c - 1) * 100
	return reading{begin: b, end: e, edtf: fmt.Sprintf("%02dXX", c-1), from: day{y, 1, 1}.String(), to: day{y + 100, 1, 1}.String(), granularity: "century"}
}

func (x *context) weekReading(b, e int, monday day) reading {
	r := x.daysReading(b, e, monday, monday.add(6))
	r.granularity, r.anchor = "week", day{}
	return r
}

// lastYears is the run of n years, months, weeks or days up to the reference.
func (x *context) lastUnits(b, e int, unit string, n int, past bool) reading {
	r := reading{begin: b, end: e, granularity: unit, relative: true}
	if !x.known {
		return r
	}
	t := x.today.time()
	var u time.Time
	step := n
	if past {
		step = -n
	}
	switch unit {
	case "year":
		u = t.AddDate(step, 0, 0)
	case "month":
		u = t.AddDate(0, step, 0)
	case "week":
		u = t.AddDate(0, 0, 7*step)
	default:
		u = t.AddDate(0, 0, step)
	}
	if past {
		r.from, r.to = dayOf(u).String(), x.today.String()
		r.edtf = r.from + "/" + r.to
	} else {
		r.from, r.to = x.today.String(), dayOf(u).String()
		r.edtf = r.from + "/" + r.to
	}
	return r
}

// monday is the first day of the week of d.
func monday(d day) day {
	w := (int(d.time().Weekday()) + 6) % 7
	return d.add(-w)
}

// bareDay reads a day without a month: that of the date said last when it fits,
// else of the month of publication, the nearest past or, when announced, future.
func (x *context) bareDay(d int, future bool) (day, bool) {
	if !x.known {
		if x.last.y != 0 {
			c := day{x.last.y, x.last.m, d}
			return c, c.valid()
		}
		return day{}, false
	}
	c := day{x.today.y, x.today.m, d}
	if x.last.y != 0 && (x.last.y != x.today.y || x.last.m != x.today.m) && x.near(x.last) {
		// A story told in another month goes on there.
		if l := (day{x.last.y, x.last.m, d}); l.valid() && abs(x.daysApart(l, x.today)) < 70 && l.d >= x.last.d {
			return l, true
		}
	}
	if future {
		if !c.valid() || c.String() < x.today.String() {
			n := dayOf(day{x.today.y, x.today.m, 1}.time().AddDate(0, 1, 0))
			c = day{n.y, n.m, d}
		}
		return c, c.valid()
	}
	if !c.valid() || c.String() > x.today.String() {
		if c.valid() && x.daysApart(c, x.today) <= 1 {
			return c, true // dated ahead by the zone
		}
		p := dayOf(day{x.today.y, x.today.m, 1}.time().AddDate(0, -1, 0))
		c = day{p.y, p.m, d}
	}
	return c, c.valid()
}

func (x *context) near(d day) bool { return abs(x.daysApart(d, x.today)) < 45 }

func (x *context) daysApart(a, b day) int {
	return int(a.time().Sub(b.time()).Hours() / 24)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// yearOf finds the year of a month and day said without one: the latest that does
// not lie after the reference, the next one when announced.
func (x *context) yearOf(m, d int, future bool) (int, bool) {
	if !x.known {
		if x.last.y != 0 {
			return x.last.y, true
		}
		return 0, false
	}
	c := day{x.today.y, m, max(1, d)}
	if d == 0 {
		if future {
			if m < x.today.m {
				return x.today.y + 1, true
			}
			return x.today.y, true
		}
		if m > x.today.m {
			return x.today.y - 1, true
		}
		return x.today.y, true
	}
	apart := x.daysApart(c, x.today)
	switch {
	case future && apart < -1:
		if apart > -300 && apart < -200 || apart <= -300 {
			return x.today.y + 1, true
		}
		if apart < -30 {
			return x.today.y + 1, true
		}
		return x.today.y, true
	case !future && apart > 1:
		return x.today.y - 1, true
	}
	return x.today.y, true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// digits reads up to four digits at i.
func digits(s string, i int) (n, end int) {
	end = i
	for end < len(s) && isDigit(s[end]) && end-i < 9 {
		n = n*10 + int(s[end]-'0')
		end++
	}
	return n, end
}

func skip(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}
