package frames

import (
	"iter"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// memory is how many events back an article is expected to go on from.
const memory = 500

// recent are the events told last, the last first.
func (r *reader) recent() iter.Seq2[int, *event] {
	return slices.Backward(r.events[max(0, len(r.events)-memory):])
}

// same finds the event of the article that a frame is about.
func (r *reader) same(f *schema.EventFrame, words string) *event {
	for _, e := range r.recent() {
		if e.para < r.story && e.para >= 0 && !r.isTitle(e) {
			break
		}
		if e.words == words && r.one(&e.frame, f) {
			return e
		}
	}
	return nil
}

func (r *reader) isTitle(e *event) bool {
	return len(e.drafts) > 0 && e.drafts[0].begin < r.doc.KeyOffset(r.titleEnd)
}

// one reports whether two frames of an article tell one occasion.
func (r *reader) one(a, b *schema.EventFrame) bool {
	if a.Series != "" && a.Series == b.Series && (a.Ordinal > 0 && a.Ordinal == b.Ordinal) {
		return true
	}
	if r.lexicon.types.family(a.Type) != r.lexicon.types.family(b.Type) && !(a.Series != "" && a.Series == b.Series) {
		return false
	}
	if (a.Series == "") != (b.Series == "") && (schema.Local(a.Type) != schema.Local(b.Type) || schema.Local(a.Type) == "meeting") {
		return false // a meeting beside a summit or a session is not that
	}
	if (a.Status == schema.Denied || a.Status == schema.Cancelled) != (b.Status == schema.Denied || b.Status == schema.Cancelled) {
		return false
	}
	if a.Ordinal > 0 && b.Ordinal > 0 && a.Ordinal != b.Ordinal || a.Series != "" && b.Series != "" && a.Series != b.Series {
		return false
	}
	if a.When != "" && b.When != "" && !compatibleDates(a.When, b.When) {
		return false
	}
	if !r.samePlace(a, b) {
		return false
	}
	if a.Established != b.Established && a.Established != "" && b.Established != "" {
		return false
	}
	if len(a.Instruments) > 0 && len(b.Instruments) > 0 && !overlap(a.Instruments, b.Instruments) {
		return false
	}
	return sameSides(a, b)
}

func (r *reader) samePlace(a, b *schema.EventFrame) bool {
	if a.Place == "" || b.Place == "" || a.Place == b.Place {
		return true
	}
	if isPlace(a.Place) && isPlace(b.Place) {
		return a.Country == b.Country && (r.knowledge.Parent(a.Place) == b.Place || r.knowledge.Parent(b.Place) == a.Place)
	}
	return a.Country == b.Country
}

// sameSides reports whether those who act can be the same: one set of states
// holds the other, and no two persons of one state differ.
func sameSides(a, b *schema.EventFrame) bool {
	sa, pa := split(a.Actors)
	sb, pb := split(b.Actors)
	if len(sa)+len(pa) == 0 || len(sb)+len(pb) == 0 {
		return len(a.Instruments) > 0 || a.Series != "" || a.Established != ""
	}
	if len(pa) > 0 && len(pb) > 0 && !contains(pa, pb) && !contains(pb, pa) {
		return false
	}
	if len(sa) == 0 || len(sb) == 0 {
		return overlap(pa, pb)
	}
	return contains(sa, sb) || contains(sb, sa)
}

func split(actors []schema.Actor) (states, persons []string) {
	for _, a := range actors {
		if strings.HasPrefix(a.IRI, schema.Base+"id/person/") {
			if !slices.Contains(persons, a.IRI) {
				persons = append(persons, a.IRI)
			}
		} else if !slices.Contains(states, a.IRI) {
			states = append(states, a.IRI)
		}
	}
	return states, persons
}

func contains(a, b []string) bool {
	for _, x := range b {
		if !slices.Contains(a, x) {
			return false
		}
	}
	return true
}

func overlap(a, b []string) bool {
	for _, x := range b {
		if slices.Contains(a, x) {
			return true
		}
	}
	return false
}

func compatibleDates(a, b string) bool {
	x, err := edtf.Parse(a)
	if err != nil {
		return false
	}
	y, err := edtf.Parse(b)
	if err != nil {
		return false
	}
	return edtf.Compatible(x, y)
}

// finer reports whether date a says more than b.
func finer(a, b string) bool {
	if a == "" || a == b {
		return false
	}
	if b == "" {
		return true
	}
	x, err := edtf.Parse(a)
	if err != nil {
		return false
	}
	y, err := edtf.Parse(b)
	if err != nil {
		return true
	}
	return x.Specificity() > y.Specificity()
}

// parentOf finds the occasion that the sentence sets an act into: 在…峰会上, at
// the summit, 首届峰会的重要成果是….
func (r *reader) parentOf(s *sentence, e *event, begin int) *event {
	if !slices.Contains(s.types.Parts, s.types.family(e.frame.Type)) {
		return nil
	}
	if e.frame.Series != "" {
		return nil // one meeting of a list is no part of the other
	}
	for k := range s.items {
		it := &s.items[k]
		ref := r.reference(s, k)
		if ref == nil || ref == e || ref == e.parent {
			continue
		}
		if it.begin > begin+400 {
			break
		}
		if ref.frame.Series != "" && r.lexicon.types.family(ref.frame.Type) != "meeting" && r.lexicon.types.family(ref.frame.Type) != "forum" {
			continue
		}
		if ref.frame.Status == schema.Planned && e.frame.Status == schema.Happened {
			continue // nothing happens at what is yet to come
		}
		if ref.frame.When != "" && e.frame.When != "" && !compatibleDates(ref.frame.When, e.frame.When) {
			continue
		}
		return ref
	}
	return nil
}

// reference is the event of a series told before that the item at k names.
func (r *reader) reference(s *sentence, k int) *event {
	it := &s.items[k]
	var series string
	ordinal := s.ordinalBefore(k)
	switch {
	case it.kind == itemMention && (it.mention.Kind == schema.MentionSeries):
		series = it.mention.IRI
	case it.kind == itemWord && it.has(classTrigger) && summitWord(it):
	default:
		return nil
	}
	return r.toldSeries(series, ordinal)
}

func (r *reader) toldSeries(series string, ordinal int) *event {
	for _, e := range r.recent() {
		if e.frame.Series == "" && (series != "" || r.lexicon.types.family(e.frame.Type) != "meeting" || schema.Local(e.frame.Type) != "summit") {
			continue
		}
		if series != "" && e.frame.Series != series {
			continue
		}
		if ordinal > 0 && e.frame.Ordinal != ordinal {
			continue
		}
		if e.frame.Status == schema.Denied || e.frame.Status == schema.Cancelled {
			continue
		}
		return e
	}
	return nil
}

// bareSummit gives a summit that is only called so (the summit, the second summit,
// 本届峰会) the series of the one told before.
func (r *reader) bareSummit(s *sentence, i int, f *schema.EventFrame) {
	if f.Series != "" || !s.bare(i) {
		return
	}
	ordinal := s.ordinalBefore(i)
	ref := r.toldSeries("", ordinal)
	if ref == nil && ordinal > 0 {
		ref = r.toldSeries("", 0)
	}
	if ref == nil || ref.frame.Series == "" || ref.para < r.story && !r.isTitle(ref) {
		return
	}
	if ordinal > 0 && ordinal != ref.frame.Ordinal {
		f.Series, f.Ordinal = ref.frame.Series, ordinal
		return
	}
	if ref.frame.Status != f.Status || !r.samePlace(&ref.frame, f) {
		return
	}
	if f.When != "" && ref.frame.When != "" && !compatibleDates(f.When, ref.frame.When) {
		return
	}
	f.Series, f.Ordinal = ref.frame.Series, ref.frame.Ordinal
	r.dayOf(ref, f)
}

// dayOf leaves out the day on which somebody took part in a meeting of several days:
// the meeting's dates are known already.
func (r *reader) dayOf(ref *event, f *schema.EventFrame) {
	run := strings.Contains(ref.frame.When, "/") && !strings.Contains(ref.frame.When, "..")
	if run && f.When != "" && f.When != ref.frame.When && compatibleDates(f.When, ref.frame.When) {
		r.setWhen(f, "")
	}
}

// bare reports whether nothing but an article, a number or a verb stands before the
// noun at i.
func (s *sentence) bare(i int) bool {
	before := strings.TrimRight(s.between(s.clauses[s.items[i].clause].begin, s.items[i].begin), " ")
	if before == "" {
		return true
	}
	if s.lang != "zh" {
		if s.ordinalBefore(i) > 0 {
			return true
		}
		for _, w := range s.phrases.Reference {
			if before == w || strings.HasSuffix(before, " "+w) {
				return true
			}
		}
		return false
	}
	if ends(before, s.phrases.Reference) {
		return true
	}
	if i == 0 {
		return false
	}
	p := &s.items[i-1]
	return p.end == s.items[i].begin && (p.kind == itemWord && (p.has(classAttend) || p.has(classSupport)) || p.kind == itemQuantity && p.quantity.Kind == "ordinal")
}

func summitWord(it *item) bool {
	for i := range it.senses {
		if l := &it.senses[i]; l.rule != nil && (l.rule.Type == "summit" || l.rule.Type == "forum") {
			return true
		}
	}
	return false
}

// ordinalBefore is the number said right before the item at k (首届, 第二届, the
// third), 0 for none.
func (s *sentence) ordinalBefore(k int) int {
	for n := k - 1; n >= 0 && s.items[k].begin-s.items[n].end < 24; n-- {
		if q := s.items[n].quantity; s.items[n].kind == itemQuantity && q.Kind == "ordinal" {
			return atoi(q.Value)
		}
		if s.items[n].kind == itemMention || s.items[n].has(classTrigger) && s.lang != "zh" {
			break
		}
	}
	// 中国—中亚第二届峰会, the summit's second meeting: the number inside or after.
	return 0
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return n
		}
		n = n*10 + int(s[i]-'0')
		if n > 1000 {
			return 0
		}
	}
	return n
}
