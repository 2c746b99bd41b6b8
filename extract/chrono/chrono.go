// Package chrono reads times as texts say them: dates, ranges, months, quarters,
// years, decades, durations, relative days. Each becomes an EDTF and a half-open
// interval, read against the article's date in the article's zone, never against
// the clock or the host's zone. It does not know what happened when: that is for
// frames.
package chrono

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// Reference is the moment against which relative times are read. At is zero when
// it is unknown: then relative times stay unresolved. Zone is the article's; nil is
// UTC.
type Reference struct {
	At       time.Time
	HasClock bool
	Zone     *time.Location
}

// Find lists the times of a document by where they stand; they do not overlap.
// Spans are code points of the text, half-open. EDTF is no finer than what the
// words say ("two years ago" is a year, marked ~), while From and To give the
// calendar's reckoning.
func Find(d *text.Document, ref Reference) []schema.Time {
	words, err := lexicons()
	if err != nil {
		return nil // the embedded lexicon is checked by the tests
	}
	x := &context{doc: d, key: d.Key, words: words, last: noDay}
	if !ref.At.IsZero() {
		if ref.Zone == nil {
			ref.Zone = time.UTC
		}
		t := ref.At.In(ref.Zone)
		x.known, x.hasClock = true, ref.HasClock
		x.today = dayOf(t.Year(), int(t.Month()), t.Day())
		x.now = x.today.stamp()
		if ref.HasClock {
			x.now += stamp(t.Hour()*3600 + t.Minute()*60 + t.Second())
		}
		x.known = x.now.inRange()
	}
	var out []schema.Time
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if s.Paragraph != x.paragraph {
			x.paragraph, x.lastYear = s.Paragraph, 0
		}
		x.begin, x.stop, x.lang = s.KeyBegin, s.KeyEnd, grammarOf(s.Lang)
		out = x.sentence(out)
	}
	slices.SortStableFunc(out, func(a, b schema.Time) int { return cmp.Compare(a.Begin, b.Begin) })
	return out
}

// grammarOf names the grammar that reads a language.
func grammarOf(lang string) string {
	lang, _, _ = strings.Cut(lang, "-")
	switch lang {
	case "zh", "ja":
		return "zh"
	case "ru", "kk", "ky", "uk", "be", "tg":
		return "ru"
	}
	return "en"
}

// deepest bounds how far expressions nest: the first week of May of last year is
// three. It keeps reading linear in texts that pile such words up.
const deepest = 4

// context is where reading stands: the sentence, the article's day, the date said
// last.
type context struct {
	doc      *text.Document
	words    *lexicon
	key      string
	today    day
	now      stamp
	known    bool
	hasClock bool

	begin, stop int // the sentence, bytes of the key
	lang        string
	paragraph   int
	tokens      []token
	depth       int // of expressions inside expressions

	last     day // the last day said, for "the same day" and bare days
	lastIn   int // the paragraph that said it
	lastAt   int // where its sentence begins
	lastYear int // the last year said in the paragraph
	lastFrom day // the first day of the month said last
}

func (x *context) sentence(out []schema.Time) []schema.Time {
	if x.lang == "zh" {
		return x.chineseSentence(out)
	}
	x.lex()
	for i := 0; i < len(x.tokens); {
		t := &x.tokens[i]
		if t.word == nil && t.kind != number {
			i++
			continue
		}
		var r reading
		var j int
		var ok bool
		if x.lang == "ru" {
			r, j, ok = x.russian(i)
		} else {
			r, j, ok = x.english(i)
		}
		if !ok || j <= i {
			i++
			continue
		}
		out = x.keep(out, r)
		i = j
	}
	return out
}

// keep adds a reading and remembers the date it says.
func (x *context) keep(out []schema.Time, r reading) []schema.Time {
	if !r.void && !r.isDuration() && (!r.openFrom && !r.from.inRange() || !r.openTo && !r.to.inRange() || !r.openFrom && !r.openTo && r.to <= r.from) {
		return out
	}
	if !r.void && !r.isDuration() {
		if !r.openTo && r.unit <= oneDay && r.to-r.from <= 40*daySeconds && r.mod != "before" {
			x.last = (r.to - 1).day()
			if !r.isRange() {
				x.last = r.from.day()
			}
			x.lastIn, x.lastAt = x.paragraph, x.begin
		}
		if r.explicit && !r.openFrom {
			x.lastYear = (r.to - 1).day().year()
			if r.openTo {
				x.lastYear = r.from.day().year()
			}
		}
		if r.unit == month && !r.openFrom && !r.openTo {
			x.lastFrom = (r.to - 1).day().firstOf(0)
		}
	}
	t := x.time(r)
	if t.End <= t.Begin {
		return out
	}
	return append(out, t)
}

func (x *context) time(r reading) schema.Time {
	b, e := x.doc.Span(r.begin, r.end)
	t := schema.Time{Begin: b, End: e, Text: x.doc.Slice(b, e), EDTF: r.edtf, Granularity: r.unit.String(), Approximate: r.approximate,
		Kind: r.kind, Duration: r.duration, Mod: r.mod, Relative: r.relative}
	if t.Kind == "" {
		t.Kind = "point"
	}
	if r.void {
		t.EDTF = ""
		return t
	}
	if r.isDuration() {
		return t
	}
	if !r.openFrom {
		t.From = r.write(r.from)
	}
	if !r.openTo {
		t.To = r.write(r.to)
	}
	return t
}

func (r reading) write(t stamp) string {
	if r.clock {
		return t.day().String() + "T" + t.clock()
	}
	return t.day().String()
}

// Resolution of what leaves something out.

// monthDay reads a month, with a day or without (0), said without its year: the
// latest that does not lie after the reference, the next one when announced or
// when its day comes within the month; in the year of the story where the paragraph tells of years long past.
func (x *context) monthDay(b, e, m, d, d2 int, future bool) (reading, bool) {
	if m < 1 || m > 12 || d < 0 || d > daysIn(2000, m) || d2 > daysIn(2000, m) {
		return reading{}, false
	}
	r := reading{begin: b, end: e, m: m, d: d, d2: d2, relative: true, unit: oneDay}
	if d == 0 {
		r.unit = month
	}
	told := x.lastYear
	if !x.known {
		if told == 0 {
			r.void = true
			return r, true
		}
		return x.withYear(r, told), true
	}
	y, tm, _ := x.today.civil()
	if told > 0 && told < y-1 && !future {
		return x.withYear(r, told), true
	}
	dd := max(1, d)
	for k := 0; d > daysIn(y, m) && k < 8; k++ {
		if future {
			y++
		} else {
			y--
		}
	}
	c := dayOf(y, m, dd)
	apart := int(c - x.today)
	switch {
	case d == 0 && !future && y == x.today.year() && m > tm, d > 0 && !future && apart > 31:
		y--
	case d == 0 && future && m < tm, d > 0 && future && apart < -20:
		y++
	}
	for k := 0; d > daysIn(y, m) && k < 8; k++ {
		y--
	}
	return x.withYear(r, y), true
}

// dayAlone reads a day without its month: in the month of the date said last where
// the story stands there (in one to come only within its sentence, announced ones within its paragraph), else of
// publication, the nearest past or, when announced, future.
func (x *context) dayAlone(d int, future bool) (day, bool) {
	if d < 1 || d > 31 {
		return noDay, false
	}
	if !x.known {
		if x.last == noDay {
			return noDay, false
		}
		y, m, _ := x.last.civil()
		return newDay(y, m, d)
	}
	y, m, _ := x.today.civil()
	if x.last != noDay {
		ly, lm, _ := x.last.civil()
		if l, ok := newDay(ly, lm, d); ok && (ly != y || lm != m) && l >= x.last && l-x.last < 32 && (l <= x.today+1 && x.today-l < 70 || x.last > x.today && l-x.today < 120 && (x.lastAt == x.begin || future && x.lastIn == x.paragraph)) {
			return l, true
		}
	}
	c, ok := newDay(y, m, d)
	first := x.today.firstOf(0)
	step := -1
	switch {
	case future && (!ok || c < x.today):
		step = 1
	case !future && (!ok || c > x.today+1):
	default:
		return c, true
	}
	for k := 1; k <= 3; k++ {
		y, m, _ := first.addMonths(step * k).civil()
		if c, ok := newDay(y, m, d); ok {
			return c, true
		}
	}
	return noDay, false
}

// weekdayNear is the weekday w (0 Monday) nearest before the reference, the same
// day included, or the next one when announced.
func (x *context) weekdayNear(w int, future bool) day {
	d := x.today.monday() + day(w)
	switch {
	case future && d < x.today:
		d += 7
	case !future && d > x.today:
		d -= 7
	}
	return d
}

// run is the stretch of n units up to or from the reference.
func (x *context) run(b, e int, p period, past bool) reading {
	r := reading{begin: b, end: e, unit: p.unit, relative: true, duration: p.iso(), approximate: p.approximate}
	if !x.known || p.vague {
		r.void, r.approximate = true, r.approximate || p.vague
		return r
	}
	if p.unit < oneDay {
		r.clock = true
		r.from, r.to = x.now, p.shift(x.now, 1)
		if past {
			r.from, r.to = p.shift(x.now, -1), x.now
		}
		r.edtf = x.today.String()
		r.void = !x.hasClock
		return r
	}
	r.from, r.to = p.shift(x.today.stamp(), -1), x.today.stamp()
	if !past {
		r.from, r.to = (x.today + 1).stamp(), p.shift((x.today+1).stamp(), 1)
	}
	if !r.from.inRange() || !r.to.inRange() {
		r.void = true
		return r
	}
	r.edtf = grained(r.from.day(), p.unit) + "/" + grained((r.to-1).day(), p.unit)
	if past {
		r.edtf = grained(r.from.day(), p.unit) + "/" + grained(x.today, p.unit)
	}
	return r
}

// grained writes a day no finer than a unit, ~ where the unit is coarse.
func grained(d day, u unit) string {
	y, m, _ := d.civil()
	switch {
	case u >= year:
		return ofYear(0, 0, y).edtf + "~"
	case u >= month:
		return ofMonth(0, 0, y, m).edtf + "~"
	case u >= week:
		return d.String() + "~"
	}
	return d.String()
}

// away is the moment a period before or after another.
func (x *context) away(b, e int, p period, from stamp, sign int) reading {
	t := p.shift(from, sign)
	if p.vague {
		r := voided(b, e, p.unit)
		r.approximate = true
		return r
	}
	if !t.inRange() {
		return voided(b, e, p.unit)
	}
	if p.unit < oneDay {
		r := at(b, e, t, minute)
		if p.unit == hour {
			r = at(b, e, t, hour)
		} else if p.unit == second {
			r = at(b, e, t, second)
		}
		r.edtf = t.day().String()
		r.relative = true
		r.void = !x.hasClock
		return r
	}
	r := onDay(b, e, t.day())
	r.edtf = grained(t.day(), p.unit)
	r.relative, r.approximate = true, p.unit > oneDay
	if r.approximate {
		r.unit = p.unit
	}
	return r
}

// future reports whether the clause around byte i announces: then a bare date is
// the next one, else the last one.
func (x *context) future(i int) bool {
	b, e := i, i
	const reach = 300 // bytes: a cue further off belongs to something else
	for b > x.begin && i-b < reach && !x.clauseEnd(b-1) {
		b--
	}
	for e < x.stop && e-i < reach && !x.clauseEnd(e) {
		e++
	}
	clause := x.key[b:e]
	if at := lastOf(x.key[b:i], x.words.said[x.lang]); at >= 0 {
		clause = x.key[b+at : i] // what stands before the verb and after the day is another matter
	}
	for _, w := range x.words.future[x.lang] {
		k := strings.Index(clause, w)
		if k < 0 {
			continue
		}
		if x.lang == "zh" {
			if !x.announces(clause, w, k) {
				continue
			}
		} else if k > 0 && letterBefore(clause, k) {
			continue
		}
		return true
	}
	return false
}

// lastOf is where the last of the words ends that stands as a word of its own, or
// begins one, in a text; -1 for none.
func lastOf(s string, words []string) int {
	best := -1
	for _, w := range words {
		if k := strings.LastIndex(s, w); k >= 0 && !(k > 0 && letterBefore(s, k)) {
			best = max(best, k+len(w))
		}
	}
	return best
}

// announces keeps 将军, 将近, 模拟 from announcing.
func (x *context) announces(clause, w string, k int) bool {
	rest := clause[k+len(w):]
	for _, no := range x.words.notFuture {
		if strings.HasPrefix(no, w) && strings.HasPrefix(rest, no[len(w):]) || strings.HasSuffix(no, w) && strings.HasSuffix(clause[:k+len(w)], no) {
			return false
		}
	}
	return true
}

// clauseEnd reports whether the byte is a mark that ends a clause. A comma between
// a date's parts ends none: the words after it are looked at as well in English.
func (x *context) clauseEnd(i int) bool {
	switch x.key[i] {
	case ';', '!', '?', '\n':
		return true
	case ',':
		return x.lang != "en"
	case 0x82: // the last byte of 。 (E3 80 82)
		return i >= 2 && x.key[i-1] == 0x80 && x.key[i-2] == 0xE3
	}
	return false
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
