package frames

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// timing is the date of an event and where it came from.
type timing struct {
	edtf     string
	item     int     // the time item of the sentence, -1 for none
	explicit bool    // said in the sentence for this event
	context  *[2]int // the span, in code points, that gave an inherited date
}

// when dates the event of the trigger at i and writes the date into the frame.
func (r *reader) when(s *sentence, i int, f *schema.EventFrame, v verdict) timing {
	w := r.timeOf(s, i)
	if w.edtf == "" {
		w = r.inheritedTime(s, i, f)
	}
	if w.edtf == "" && f.Status == schema.Happened && s.paragraph <= r.dateline.paragraph {
		w = r.dateline.timing
	}
	if w.explicit {
		w.edtf = r.ahead(w.edtf, &s.items[w.item], f.Status)
	}
	if w.edtf != "" && f.Status == schema.Happened && r.future(w.edtf) {
		// A date to come makes a plan of it, whatever the tense.
		f.Status = schema.Planned
	}
	if w.edtf == "" && f.Status == schema.Planned && r.published != "" {
		w.edtf = r.published + "/.."
	}
	r.setWhen(f, w.edtf)
	return w
}

// ahead moves a day or month said without its year, and read as past, to the coming
// year when the event is yet to be: planned for May. What was put off or called off
// takes the nearer of the two.
func (r *reader) ahead(when string, it *item, status string) string {
	switch status {
	case schema.Planned, schema.Proposed, schema.Postponed, schema.Cancelled:
	default:
		return when
	}
	t := it.time
	if !t.Relative || t.Mod != "" || !r.yearless(t) || len(when) < 7 || strings.Contains(when, "/") {
		return when
	}
	published, err := time.Parse(time.DateOnly, r.published)
	if err != nil {
		return when
	}
	d, err := edtf.Parse(when)
	if err != nil {
		return when
	}
	_, to := d.Bounds()
	last, err := time.Parse(time.DateOnly, to)
	if err != nil || !last.Before(published) {
		return when
	}
	near := published.Sub(last) < 183*24*time.Hour
	if near && (status == schema.Postponed || status == schema.Cancelled) {
		return when
	}
	year, err := strconv.Atoi(when[:4])
	if err != nil || year+1-published.Year() > 1 {
		return when
	}
	next := strconv.Itoa(year+1) + when[4:]
	if _, err := edtf.Parse(next); err != nil {
		return when
	}
	return next
}

// yearless reports whether a time names a month or a day of a month and no year.
func (r *reader) yearless(t *schema.Time) bool {
	text := strings.ToLower(t.Text)
	if holds(text, r.phrasesAt(t.Begin).OwnYear) {
		return false
	}
	digits := strings.IndexFunc(text, unicode.IsDigit) >= 0
	switch t.Granularity {
	case "month":
		return true
	case "day":
		return digits && (strings.Contains(text, "月") || strings.IndexFunc(text, unicode.IsLetter) >= 0 && !strings.ContainsAny(text, "日号"))
	}
	return false
}

func (r *reader) setWhen(f *schema.EventFrame, when string) {
	f.When = when
	f.From, f.To = "", ""
	if when == "" {
		return
	}
	if d, err := edtf.Parse(when); err == nil {
		f.From, f.To = d.Bounds()
	} else {
		f.When = ""
	}
}

// future reports whether a date lies wholly after the day of publication.
func (r *reader) future(when string) bool {
	if r.published == "" {
		return false
	}
	d, err := edtf.Parse(when)
	if err != nil {
		return false
	}
	from, _ := d.Bounds()
	return from > r.published
}

// pointTime reports whether a time item can date an occasion.
func pointTime(it *item) bool {
	if it.kind != itemTime || it.nested {
		return false
	}
	t := it.time
	return t.EDTF != "" && t.Duration == "" && t.Kind != "duration" && t.Kind != "set" && t.Mod != "since" && !strings.HasPrefix(t.EDTF, "..") && !strings.HasSuffix(t.EDTF, "..")
}

// timeOf finds the time said for the trigger: in its clause, nearest before it
// first; then in earlier clauses up to the verb before; in English and Russian in
// later ones too.
func (r *reader) timeOf(s *sentence, i int) timing {
	c := s.items[i].clause
	best, distance := -1, 1<<30
	for k := range s.items {
		it := &s.items[k]
		if !pointTime(it) || s.meantFor(k) || it.quoted && !s.items[i].quoted {
			continue
		}
		d := 0
		switch {
		case it.clause == c && k < i:
			d = s.items[i].begin - it.end + s.verbsBetween(k, i)*60
		case it.clause == c:
			d = it.begin - s.items[i].end + s.verbsBetween(i, k)*120
			if s.lang == "zh" {
				d += 200
			}
		case it.clause < c:
			n := s.verbsBetween(k, i)
			if n > 0 && s.lang == "zh" && s.verbInClauseOf(k) {
				continue // that date belongs to that verb; it may be inherited
			}
			d = 300 + s.items[i].begin - it.end + n*200
		default:
			if s.lang == "zh" || it.clause > c+1 || s.verbsBetween(i, k) > 0 {
				continue
			}
			d = 400 + it.begin - s.items[i].end
		}
		if d < distance {
			best, distance = k, d
		}
	}
	if best < 0 || distance > 1500 {
		return timing{item: -1}
	}
	best = s.finerThan(best, i)
	return timing{edtf: dateOnly(s.items[best].time.EDTF), item: best, explicit: true}
}

// finerThan is the day or month of the sentence that lies in the year said beside the
// trigger at i: in 3月26日，博鳌亚洲论坛2024年年会举行 the year is part of the name.
func (s *sentence) finerThan(year, i int) int {
	if when := s.items[year].time.EDTF; len(when) == 4 {
		for k := range s.items {
			if it := &s.items[k]; k != year && it.clause <= s.items[i].clause && pointTime(it) && !s.meantFor(k) && len(it.time.EDTF) > 4 && strings.HasPrefix(it.time.EDTF, when) && s.verbsBetween(min(k, i), max(k, i)) == 0 {
				return k
			}
		}
	}
	return year
}

// meantFor reports whether a year only says what a document or plan is for: a plan for
// 2025, план на 2025 год.
func (s *sentence) meantFor(k int) bool {
	it := &s.items[k]
	if it.time.Granularity != "year" {
		return false
	}
	return ends(s.between(s.begin, it.begin), s.phrases.MeantFor)
}

// dateOnly drops the clock time of an EDTF date-time.
func dateOnly(e string) string {
	if d, _, ok := strings.Cut(e, "T"); ok && !strings.Contains(e, "/") {
		return d
	}
	if strings.Contains(e, "T") {
		a, b, _ := strings.Cut(e, "/")
		a, _, _ = strings.Cut(a, "T")
		b, _, _ = strings.Cut(b, "T")
		if a == b {
			return a
		}
		return a + "/" + b
	}
	return e
}

// verbsBetween counts triggers between two items that are verbs of their own.
func (s *sentence) verbsBetween(a, b int) int {
	n := 0
	for k := a + 1; k < b; k++ {
		if w := &s.items[k]; w.kind == itemWord && w.has(classTrigger) && !w.attributive && !s.occasion(k) && w.clause != s.items[b].clause {
			n++
		}
	}
	return n
}

func (s *sentence) verbInClauseOf(k int) bool {
	c := s.clauses[s.items[k].clause]
	for n := k + 1; n < c.last; n++ {
		if w := &s.items[n]; w.kind == itemWord && w.has(classTrigger) && !w.attributive && !s.occasion(n) {
			return true
		}
	}
	return false
}

// inheritedTime takes the date of the event told just before, when the sentence
// goes on from it: in the same sentence, or after words such as 会谈后.
func (r *reader) inheritedTime(s *sentence, i int, f *schema.EventFrame) timing {
	none := timing{item: -1}
	if r.last == nil || r.last.recall || r.last.frame.When == "" || f.Status == schema.Happened && r.last.frame.Status != schema.Happened {
		r.last = r.occasionBefore(f.Status)
	}
	if r.last == nil || r.last.frame.When == "" || f.Status == schema.Planned && r.last.frame.Status != schema.Planned {
		return none
	}
	if f.Status == schema.Happened && r.last.frame.Status != schema.Happened {
		return none
	}
	if f.Series != "" && r.last.frame.Series != "" && r.last.frame.Series != f.Series {
		return none
	}
	near := false
	for _, d := range r.last.since(s.begin) {
		if d.begin >= s.begin {
			near = true
		}
	}
	if !near && f.Status == schema.Denied {
		return none // what did not happen has no day of its own
	}
	if !near && !s.goesOn(i) && !(r.lead(s) && r.related(&r.last.frame, f)) {
		return none
	}
	if len(r.last.drafts) == 0 {
		return none
	}
	d := r.last.drafts[len(r.last.drafts)-1]
	b, e := r.doc.Span(d.begin, d.end)
	return timing{edtf: r.last.frame.When, item: -1, context: &[2]int{b, e}}
}

// related reports whether an act told after another may take its date: somebody acts in
// both, or one of them names nobody, and it is news of these days. Whom both only aim at
// ties them in Chinese alone, where a paragraph keeps to one subject.
func (r *reader) related(a, b *schema.EventFrame) bool {
	if !r.fresh(a.When) {
		return false
	}
	if len(a.Actors) == 0 {
		return r.lexicon.types.family(b.Type) != "statement"
	}
	if len(b.Actors) == 0 {
		return true
	}
	return slices.ContainsFunc(b.Actors, func(y schema.Actor) bool {
		return (b.Lang == "zh" || y.Role != schema.RoleTarget && y.Role != schema.RoleRecipient) && slices.ContainsFunc(a.Actors, func(x schema.Actor) bool { return x.IRI == y.IRI })
	})
}

// freshDays is how long before an article what it reports as news may lie.
const freshDays = 31

// fresh reports whether a date lies in the days that the article reports on.
func (r *reader) fresh(when string) bool {
	published, err := time.Parse(time.DateOnly, r.published)
	if err != nil {
		return true
	}
	d, err := edtf.Parse(when)
	if err != nil {
		return true
	}
	_, to := d.Bounds()
	return to == "" || to >= published.AddDate(0, 0, -freshDays).Format(time.DateOnly)
}

// occasionBefore is the dated event of the story that its later sentences go on
// from.
func (r *reader) occasionBefore(status string) *event {
	for _, e := range r.recent() {
		if e.para < r.story {
			break
		}
		if !e.recall && e.frame.When != "" && e.frame.Status == status {
			return e
		}
	}
	return r.last
}

// lead reports whether a sentence follows the event told last in the same
// paragraph and story, where news leaves the date out.
func (r *reader) lead(s *sentence) bool {
	if s.heading || s.title {
		return false
	}
	if r.last == nil || r.last.recall || s.paragraph > r.last.para+1 || r.quoted(s, 0) {
		return false
	}
	// Elsewhere than in Chinese a paragraph is often one sentence; only talks and visits
	// give the day to the next one.
	return s.lang == "zh" || s.paragraph == r.last.para || slices.Contains(s.types.Talks, s.types.family(r.last.frame.Type))
}

// goesOn reports whether the words before the trigger tie the sentence to the
// occasion told before.
func (s *sentence) goesOn(i int) bool {
	for k := 0; k <= i; k++ {
		if w := &s.items[k]; w.kind == itemWord && (w.has(classAfter) || k < i && w.has(classTrigger) && s.occasion(k)) {
			return true
		}
	}
	return false
}

// where finds the most specific place said for the event.
func (r *reader) where(s *sentence, i int, f *schema.EventFrame, out filled) {
	if f.Place != "" && isPlace(f.Place) {
		return
	}
	c := s.items[i].clause
	for k := range s.items {
		it := &s.items[k]
		if it.kind != itemMention || it.nested || it.quoted && !s.items[i].quoted {
			continue
		}
		apart := it.clause - c
		if apart > 0 && (s.lang == "zh" || s.ownVerb(it.clause, k)) || s.asides(c, it.clause) > 1 || apart < -2 {
			continue
		}
		if it.clause != c && s.relative(it.clause) {
			continue // …, who is in China, …: that place is his
		}
		if apart < 0 && s.lang == "zh" && s.verbInClauseOf(k) {
			continue
		}
		place := r.placeOf(s, k)
		if place == "" || r.usedAsActor(k, out) {
			continue
		}
		if f.Place == "" || r.inside(place, f.Place) {
			f.Place = place
			f.Country = r.knowledge.State(place, r.published)
			if !isPlace(place) {
				f.Country = place
			}
		}
	}
	if f.Place == "" && r.last != nil && r.last.frame.Place != "" && s.goesOn(i) && f.Status == r.last.frame.Status {
		f.Place, f.Country = r.last.frame.Place, r.last.frame.Country
	}
}

// asides counts the steps from clause a forward to clause b, relative clauses between
// left out.
func (s *sentence) asides(a, b int) int {
	n := 0
	for c := a + 1; c <= b; c++ {
		if !s.relative(c) {
			n++
		}
	}
	return n
}

// relative reports whether a clause opens with a relative pronoun: who, который.
func (s *sentence) relative(c int) bool {
	cl := s.clauses[c]
	return s.lang != "zh" && cl.first < cl.last && s.items[cl.first].has(classAttributive) && s.items[cl.first].begin-cl.begin <= 3
}

// ownVerb reports whether an act is told in clause c before item k, so that a place
// after it is that act's.
func (s *sentence) ownVerb(c, k int) bool {
	for n := s.clauses[c].first; n < k; n++ {
		if w := &s.items[n]; w.kind == itemWord && (w.has(classTrigger) || w.has(classAttend)) && !w.attributive {
			return true
		}
	}
	return false
}

// placeOf is the place that the name at k says by standing after 在, in, в.
func (r *reader) placeOf(s *sentence, k int) string {
	it := &s.items[k]
	if it.relation != "at" {
		// 在中国西安, 在哈萨克斯坦首都阿斯塔纳: the city right after its state.
		if k == 0 || s.items[k-1].kind != itemMention || s.items[k-1].relation != "at" || !s.apposed(s.between(s.items[k-1].end, it.begin)) {
			return ""
		}
	}
	switch it.mention.Kind {
	case schema.MentionPlace:
		return it.mention.IRI
	case schema.MentionState:
		if it.mention.Form == "office" {
			return ""
		}
		return it.mention.IRI
	}
	return ""
}

// apposed reports whether the words between a state and a place leave them one
// phrase.
func (s *sentence) apposed(gap string) bool {
	return slices.Contains(s.phrases.Apposition, strings.TrimSpace(gap))
}

func (r *reader) usedAsActor(k int, out filled) bool {
	for _, a := range out.arguments {
		if a.item == k && a.relation != "at" && a.relation != "to" && a.relation != "object" {
			return true
		}
	}
	return false
}

// inside reports whether place a lies in b.
func (r *reader) inside(a, b string) bool {
	if !isPlace(a) {
		return false
	}
	if !isPlace(b) {
		return r.knowledge.State(a, r.published) == b || r.knowledge.State(a, r.published) != ""
	}
	for p, n := a, 0; p != "" && n < 5; n++ {
		p = r.knowledge.Parent(p)
		if p == b {
			return true
		}
	}
	return false
}
