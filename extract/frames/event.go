package frames

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// event is one occasion of the article: all the claims that tell it.
type event struct {
	iri    string
	frame  schema.EventFrame // what the claims say together, for comparing and naming
	parent *event
	drafts []*draft
	begin  int // key byte where it was told last
	para   int
	words  string // the trigger, where its type says too little (ceremonies)
	recall bool   // told in passing, with a date of its own
}

// pendingParent marks a claim whose parent's name is not known yet.
const pendingParent = "pending"

// eventsOf finds the events of a sentence, trigger by trigger.
func (r *reader) eventsOf(s *sentence) {
	r.newStory(s)
	if s.asks() {
		return
	}
	used := map[int]bool{}
	r.seriesOf(s, used)
	r.laterDate(s)
	for i := range s.items {
		it := &s.items[i]
		if it.kind != itemWord || used[i] || !it.has(classTrigger) {
			continue
		}
		if s.occasion(i) || r.meant(s, i) {
			r.occasionOf(s, i)
			continue
		}
		if it.attributive || s.namesDocument(i) || s.objectNoun(i) {
			continue
		}
		for k := range it.senses {
			l := &it.senses[k]
			if l.class == classTrigger && r.try(s, i, l) {
				used[i] = true
				break
			}
		}
	}
	r.participants(s)
	r.attendance(s, used)
}

// newStory begins a new story of a round-up at a heading: a short line without a
// full stop that stands alone.
func (r *reader) newStory(s *sentence) {
	if s.title || s.lang != "zh" {
		return
	}
	p := r.doc.Paragraphs[s.paragraph]
	if s.begin != r.doc.KeyOffset(p.Begin) && s.begin > r.doc.KeyOffset(p.Begin)+9 {
		return
	}
	line := strings.TrimSpace(r.doc.Slice(p.Begin, p.End))
	last, _ := lastRune(line)
	if containsRune("。！？”.!?：:", last) || len([]rune(line)) > 42 || len([]rune(line)) < 6 || s.paragraph+1 >= len(r.doc.Paragraphs) {
		return
	}
	s.heading = true
	r.story, r.last = s.paragraph, nil
}

// laterDate gives an event the date that the next sentence tells of it: Это произошло
// 10 декабря, this happened on Monday.
func (r *reader) laterDate(s *sentence) {
	if r.last == nil || r.last.frame.When != "" && r.last.frame.From != r.published {
		return
	}
	text := s.between(s.begin, s.end)
	if !holds(text, s.phrases.CameToPass) {
		return
	}
	for k := range s.items {
		if !pointTime(&s.items[k]) {
			continue
		}
		f := schema.EventFrame{Type: r.last.frame.Type, Status: r.last.frame.Status, Lang: s.lang}
		r.setWhen(&f, dateOnly(s.items[k].time.EDTF))
		e := r.last
		e.absorb(&f)
		d := draft{rule: "event.date", confidence: 85, modality: modality(f.Status), frame: schema.Frame{Kind: schema.FrameEvent, Event: &f}, event: e}
		e.drafts = append(e.drafts, r.claim(s, s.begin, s.end, d))
		return
	}
}

// occasionOf notes that the sentence speaks of an occasion told before.
func (r *reader) occasionOf(s *sentence, i int) {
	for _, e := range r.recent() {
		for n := range s.items[i].senses {
			l := &s.items[i].senses[n]
			if l.rule != nil && s.types.family(e.frame.Type) == s.types.family(concept("type", l.rule.Type)) {
				r.last = e
				return
			}
		}
	}
}

// try makes an event of the trigger at i if all that its rule requires is there.
func (r *reader) try(s *sentence, i int, l *lexeme) bool {
	noun := l.form == "noun"
	if holds(s.between(s.items[i].end, s.clauses[s.items[i].clause].end), l.rule.Without[s.lang]) {
		return false
	}
	if l.rule.Type == "rejection" && s.deniesThat(i) {
		return false // the denial is the status of what is denied
	}
	if l.rule.Type == "rejection" && s.items[i].has(classCancelled) && s.triggerAfter(i) {
		return false // cancelled a visit: the visit is cancelled
	}
	if l.rule.Type == "election" && s.elected(i) {
		return false
	}
	if noun && !s.supported(i) || s.joined(i) || s.counted(i) || s.anniversary(i) || s.nominalised(i) {
		return false
	}
	v := s.judge(i, l.form)
	if v.status == "" {
		return false
	}
	content := s.items[i].speech >= 0 || r.quoted(s, i)
	f := schema.EventFrame{Type: concept("type", l.rule.Type), Status: v.status, Lang: s.lang}
	found := r.fill(s, i, l, &f)
	r.innerParties(l, &f)
	r.adopters(s, i, l, &f, &found)
	r.where(s, i, &f, found)
	if !r.required(l.rule, &f, found) || l.rule.Type == "adoption" && s.oneSided(&f, found) {
		return false
	}
	w := r.when(s, i, &f, v)
	if l.rule.Type == "summit" {
		r.bareSummit(s, i, &f)
	}
	if !r.credible(s, i, l, &f, v, w, content) {
		return false
	}
	r.level(s, &f, found)
	last := r.last
	words := ""
	if l.rule.Type == "ceremony" {
		words = s.between(s.items[i].begin, s.items[i].end)
	}
	d := draft{words: words, rule: l.rule.Rule, confidence: 90, modality: modality(f.Status), frame: schema.Frame{Kind: schema.FrameEvent, Event: &f}}
	if w.context != nil {
		d.context = append(d.context, *w.context)
		d.confidence = 80
	}
	if s.verbBefore(i) {
		d.confidence -= 5
	}
	for _, a := range found.arguments {
		if a.mention.Antecedent[1] > 0 {
			d.context = append(d.context, a.mention.Antecedent)
		}
		if a.antecedent[1] > 0 {
			d.context = append(d.context, a.antecedent)
		}
	}
	if content {
		d.confidence -= 10
		if sp := r.speakerOf(s, i); sp != "" {
			d.speaker = sp
			if d.modality == schema.Asserted {
				d.modality = schema.Reported
			}
		}
	}
	begin, end := r.extent(s, i, found, w)
	if r.knowledge != nil && f.Label == "" {
		f.Label = label(s.text(trim(r.doc.Key, begin, end)))
	}
	d.frame.Entities = r.entities(found)
	for _, one := range r.separate(d) {
		e := r.tell(s, begin, end, one)
		if found.within != nil && e.parent == nil && found.within != e {
			e.parent = found.within
			one.frame.Event.Parent = pendingParent
		}
		if content && w.explicit || s.relative(s.items[i].clause) {
			e.recall = true
			r.last = last
		}
	}
	return true
}

// separate makes a visit of its own for each state gone to.
func (r *reader) separate(d draft) []draft {
	f := d.frame.Event
	var hosts []string
	for _, a := range f.Actors {
		if a.Role == schema.RoleHost {
			hosts = append(hosts, a.IRI)
		}
	}
	if schema.Local(f.Type) != "visit" || len(hosts) < 2 || len(hosts) > 8 {
		return []draft{d}
	}
	out := make([]draft, 0, len(hosts))
	for _, h := range hosts {
		g := *f
		g.Actors = slices.DeleteFunc(slices.Clone(f.Actors), func(a schema.Actor) bool { return a.Role == schema.RoleHost && a.IRI != h })
		if g.Country != h {
			g.Place, g.Country = h, h
		}
		one := d
		one.frame.Event = &g
		one.context = slices.Clone(d.context)
		out = append(out, one)
	}
	return out
}

// verbBefore reports whether another act of the clause was told before this one.
func (s *sentence) verbBefore(i int) bool {
	for k := s.clauses[s.items[i].clause].first; k < i; k++ {
		if w := &s.items[k]; w.kind == itemWord && w.has(classTrigger) && !w.attributive {
			return true
		}
	}
	return false
}

// speakerOf names who says what stands at item i.
func (r *reader) speakerOf(s *sentence, i int) string {
	k := s.items[i].speech
	if k < 0 {
		return ""
	}
	for j := k - 1; j >= 0; j-- {
		it := &s.items[j]
		if it.kind == itemMention && it.relation == "" && !it.nested && actorKind(it.mention.Kind) {
			if it.mention.IRI != "" {
				return it.mention.IRI
			}
		}
	}
	return ""
}

// modality is that of a claim whose event has the status.
func modality(status string) string {
	switch status {
	case schema.Planned, schema.Proposed:
		return schema.Planned
	case schema.Denied:
		return schema.Denied
	}
	return schema.Asserted
}

// extent is the span of a claim: from the first word used, a date in an earlier
// clause included, to the end of the trigger's clause or its last argument.
func (r *reader) extent(s *sentence, i int, f filled, w timing) (int, int) {
	c := s.clauses[s.items[i].clause]
	begin, end := c.begin, c.end
	for _, a := range f.arguments {
		it := &s.items[a.item]
		begin = min(begin, s.clauses[it.clause].begin)
		end = max(end, it.end)
	}
	for _, k := range f.items {
		end = max(end, s.items[k].end)
		begin = min(begin, s.items[k].begin)
	}
	if w.item >= 0 {
		begin = min(begin, s.clauses[s.items[w.item].clause].begin)
		end = max(end, s.items[w.item].end)
	}
	if _, k := s.statusAfter(i); k > 0 {
		end = max(end, s.items[k].end)
	}
	return begin, min(end, s.end)
}

// label cuts what the text calls an event to a readable length.
func label(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	runes := []rune(s)
	if len(runes) > 120 {
		s = strings.TrimSpace(string(runes[:119])) + "…"
	}
	return s
}

// tell enters the claim: into the event of the article that it is about, or a new
// one.
func (r *reader) tell(s *sentence, begin, end int, d draft) *event {
	f := d.frame.Event
	e := r.same(f, d.words)
	if e == nil {
		e = &event{frame: *f, para: s.paragraph, words: d.words}
		e.frame.Actors = slices.Clone(f.Actors)
		r.events = append(r.events, e)
	} else {
		if n := e.repeats(f, s, begin, end); n != nil {
			return e
		}
		e.absorb(f)
	}
	e.begin, e.para = begin, s.paragraph
	d.event = e
	if parent := r.parentOf(s, e, begin); parent != nil {
		f.Parent = pendingParent
		e.parent = parent
		if f.When == "" && parent.frame.When != "" && f.Status == parent.frame.Status {
			f.When, f.From, f.To = parent.frame.When, parent.frame.From, parent.frame.To
			e.frame.When = f.When
			if len(parent.drafts) > 0 {
				p := parent.drafts[0]
				b, n := r.doc.Span(p.begin, p.end)
				d.context = append(d.context, [2]int{b, n})
			}
		}
	}
	c := r.claim(s, begin, end, d)
	e.drafts = append(e.drafts, c)
	r.last = e
	return e
}

// since are the drafts of the event told last, back to byte at of the key.
func (e *event) since(at int) []*draft {
	n := len(e.drafts)
	for n > 0 && e.drafts[n-1].end > at {
		n--
	}
	return e.drafts[n:]
}

// repeats reports the draft of e that already says all of f in this sentence.
func (e *event) repeats(f *schema.EventFrame, s *sentence, begin, end int) *draft {
	for _, d := range e.since(s.begin) {
		if d.begin >= s.begin && d.end <= s.end && d.frame.Event.Type == f.Type && subset(f, d.frame.Event) {
			return d
		}
	}
	return nil
}

func subset(a, b *schema.EventFrame) bool {
	for _, x := range a.Actors {
		if !slices.Contains(b.Actors, x) {
			return false
		}
	}
	for _, x := range a.Instruments {
		if !slices.Contains(b.Instruments, x) {
			return false
		}
	}
	return (a.When == "" || a.When == b.When) && (a.Place == "" || a.Place == b.Place) && a.Status == b.Status && a.Established == b.Established
}

// absorb joins what a further claim says to the event.
func (e *event) absorb(f *schema.EventFrame) {
	g := &e.frame
	if finer(f.When, g.When) {
		g.When, g.From, g.To = f.When, f.From, f.To
	}
	if g.Place == "" || (f.Place != "" && isPlace(f.Place) && !isPlace(g.Place)) {
		g.Place, g.Country = f.Place, f.Country
	}
	for _, a := range f.Actors {
		if !slices.Contains(g.Actors, a) {
			g.Actors = append(g.Actors, a)
		}
	}
	for _, i := range f.Instruments {
		if !slices.Contains(g.Instruments, i) {
			g.Instruments = append(g.Instruments, i)
		}
	}
	if g.Established == "" {
		g.Established = f.Established
	}
	if g.Series == "" {
		g.Series = f.Series
	}
	if g.Ordinal == 0 {
		g.Ordinal = f.Ordinal
	}
	if f.Status == schema.Happened && g.Status == schema.Planned {
		g.Status = f.Status
	}
}

func isPlace(iri string) bool { return strings.HasPrefix(iri, schema.Base+"id/place/") }

// name gives the event the IRI that its article proposes.
func (e *event) name() {
	f := &e.frame
	if f.Series != "" {
		year := ""
		if len(f.When) >= 4 && !strings.HasPrefix(f.When, "..") {
			year = f.When[:4]
		}
		if f.Ordinal > 0 || year != "" {
			e.iri = schema.SeriesEventIRI(f.Series, f.Ordinal, year)
			return
		}
	}
	var actors []string
	for _, a := range f.Actors {
		if !strings.HasPrefix(a.IRI, schema.Base+"id/person/") {
			actors = append(actors, a.IRI)
		}
	}
	object := f.Established
	if len(f.Instruments) > 0 {
		object = slices.Min(f.Instruments)
	}
	if f.Series != "" {
		object = f.Series
	}
	e.iri = schema.EventIRI(f.Type, f.When, f.Place, actors, object)
}
