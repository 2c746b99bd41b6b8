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
	used := map[int]bool{}
	r.seriesOf(s, used)
	r.laterDate(s)
	for i := range s.items {
		it := &s.items[i]
		if it.kind != itemWord || used[i] || !it.has(classTrigger) {
			continue
		}
		if s.occasion(i) {
			r.occasionOf(s, i)
			continue
		}
		if it.attributive {
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
	says := false
	for _, w := range happenedWords[s.lang] {
		says = says || strings.Contains(text, w)
	}
	if !says {
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

var happenedWords = map[string][]string{"zh": {"此事发生", "事件发生于"}, "en": {"this happened", "it happened"}, "ru": {"это произошло", "это случилось", "произошло это"}}

// occasionOf notes that the sentence speaks of an occasion told before.
func (r *reader) occasionOf(s *sentence, i int) {
	for k := len(r.events) - 1; k >= 0; k-- {
		for n := range s.items[i].senses {
			l := &s.items[i].senses[n]
			if l.rule != nil && family(r.events[k].frame.Type) == family(concept("type", l.rule.Type)) {
				r.last = r.events[k]
				return
			}
		}
	}
}

// try makes an event of the trigger at i if all that its rule requires is there.
func (r *reader) try(s *sentence, i int, l *lexeme) bool {
	noun := l.form == "noun"
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
	if !r.required(l.rule, &f, found) || l.rule.Type == "adoption" && s.oneSided(&f, found) {
		return false
	}
	w := r.when(s, i, &f, v)
	r.where(s, i, &f, found)
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
		if content && w.explicit {
			e.recall = true
			r.last = last
		}
	}
	return true
}

// elected reports whether 当选 only describes the one named after it: 当选副总统乌略亚.
func (s *sentence) elected(i int) bool {
	if s.lang != "zh" || i+1 >= len(s.items) || s.between(s.items[i].begin, s.items[i].end) != "当选" {
		return false
	}
	n := &s.items[i+1]
	return n.kind == itemMention && n.begin == s.items[i].end && n.mention.Kind == schema.MentionPerson && n.mention.Form != "office" && n.mention.Role != ""
}

// oneSided reports whether a document without a title has one author only: a
// statement that somebody issues is no instrument between parties.
func (s *sentence) oneSided(f *schema.EventFrame, found filled) bool {
	for _, k := range found.items {
		if s.items[k].kind == itemMention {
			return false
		}
	}
	bodies, _ := split(f.Actors)
	return len(bodies) <= 1
}

// triggerAfter reports whether another act stands after item i in its clause.
func (s *sentence) triggerAfter(i int) bool {
	for k := i + 1; k < s.clauses[s.items[i].clause].last; k++ {
		if s.items[k].kind == itemWord && s.items[k].has(classTrigger) {
			return true
		}
	}
	return false
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

// joined reports whether a Chinese verb of taking part stands right before the
// trigger (X等参加会见): those only accompany.
func (s *sentence) joined(i int) bool {
	if s.lang != "zh" || i == 0 {
		return false
	}
	p := &s.items[i-1]
	return p.kind == itemWord && p.has(classAttend) && s.items[i].begin-p.end <= 3 && strings.HasPrefix(s.between(p.begin, p.end), "参加")
}

// counted reports whether a number of times stands right before the trigger (8次访华):
// a count has no occasion.
func (s *sentence) counted(i int) bool {
	if i == 0 {
		return false
	}
	p := &s.items[i-1]
	return p.kind == itemQuantity && p.quantity.Kind != "ordinal" && s.items[i].begin-p.end <= 3 && (strings.HasSuffix(p.quantity.Text, "次") || strings.HasSuffix(p.quantity.Text, "раз") || strings.HasSuffix(p.quantity.Text, "times"))
}

var anniversaryWords = map[string][]string{"zh": {"周年", "年来的"}, "en": {"anniversary"}, "ru": {"годовщин", "летие", "летия", "летию"}}

// anniversaryReach is how far, in bytes, such a word may stand from the act.
var anniversaryReach = map[string]int{"zh": 60, "en": 80, "ru": 140}

// anniversary reports whether the act is only commemorated.
func (s *sentence) anniversary(i int) bool {
	c := s.clauses[s.items[i].clause]
	around := s.between(c.begin, c.end)
	for _, w := range anniversaryWords[s.lang] {
		if k := strings.Index(around, w); k >= 0 && abs(c.begin+k-s.items[i].end) < anniversaryReach[s.lang] {
			return true
		}
	}
	return false
}

// nominalised reports whether a Chinese verb only names what another verb of the
// clause is about: 对美军空袭…提出抗议, 就…袭击事件致慰问电.
func (s *sentence) nominalised(i int) bool {
	if s.lang == "en" {
		return s.complement(i)
	}
	if s.lang != "zh" || i == 0 {
		return false
	}
	c := s.clauses[s.items[i].clause]
	later := false
	for k := i + 1; k < c.last; k++ {
		later = later || s.items[k].kind == itemWord && s.items[k].has(classTrigger) && !s.items[k].attributive
	}
	if !later {
		return false
	}
	for k := i - 1; k >= c.first; k-- {
		it := &s.items[k]
		if it.kind == itemWord && it.has(classTrigger) {
			return false
		}
		if it.kind == itemMention && s.items[i].begin-it.end > 6 {
			return false
		}
		if p := it.sense(classPreposition); it.kind == itemWord && p != nil {
			return p.value == "about" || p.value == "to" && it.begin+len("对") == it.end && s.between(it.begin, it.end) == "对"
		}
	}
	return false
}

// complementOf are the words that make a verb the complement of the one before it:
// refused to deploy, an appeal for deploying.
var complementOf = map[string]bool{"to": true, "for": true, "of": true, "from": true, "against": true, "over": true, "by": true, "not": true, "further": true, "their": true, "its": true, "his": true}

// attitudes are the types whose verb governs what follows it: what is refused,
// threatened or demanded has not happened.
var attitudes = map[string]bool{"rejection": true, "threat": true, "appeal": true, "criticism": true, "concession": true, "invitation": true, "protest-note": true, "investigation": true}

// complement reports whether an English verb only says what an earlier verb of the
// clause refuses, threatens, demands or is about.
func (s *sentence) complement(i int) bool {
	c := s.clauses[s.items[i].clause]
	for k := i - 1; k >= c.first; k-- {
		it := &s.items[k]
		t := it.sense(classTrigger)
		if it.kind != itemWord || t == nil {
			continue
		}
		if !attitudes[t.rule.Type] || s.deniesThat(k) {
			continue
		}
		gap := strings.Fields(s.between(it.end, s.items[i].begin))
		word := strings.Fields(s.between(it.begin, it.end))
		last := word[len(word)-1]
		if len(gap) > 0 {
			last = gap[len(gap)-1]
		}
		if complementOf[last] && len(gap) <= 14 {
			return true
		}
		for _, w := range gap {
			if w == "to" && len(gap) <= 14 || w == "that" || w == "must" || w == "should" {
				return true
			}
		}
	}
	return false
}

// supported reports whether a noun is told as an occasion: a verb of holding or
// attending stands in its clause, or a date does.
func (s *sentence) supported(i int) bool {
	c := s.clauses[s.items[i].clause]
	for k := c.first; k < c.last; k++ {
		it := &s.items[k]
		if k != i && it.kind == itemWord && (it.has(classSupport) || it.has(classAttend) || it.has(classPostponed) || it.has(classCancelled)) && !it.nested {
			return true
		}
	}
	status, _ := s.statusAfter(i)
	return status != ""
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

// quoted reports whether the sentence stands inside a speech that an earlier
// sentence of the paragraph opened (Chinese news goes on without quotation marks).
func (r *reader) quoted(s *sentence, i int) bool {
	if s.lang != "zh" || s.speaks(i) {
		return false
	}
	for k := len(r.sentences) - 1; k >= 0; k-- {
		p := r.sentences[k]
		if p.index >= s.index || p.paragraph != s.paragraph {
			continue
		}
		for n := range p.items {
			if p.items[n].kind == itemWord && p.items[n].has(classSpeech) && p.opens(n) && !p.announces(n) {
				return true
			}
		}
	}
	return false
}

// speaks reports whether the sentence opens with a speaker of its own: a name and
// a verb of speech up to item i.
func (s *sentence) speaks(i int) bool {
	named := false
	for n := 0; n <= i && n < len(s.items); n++ {
		it := &s.items[n]
		if it.kind == itemMention && !it.nested && it.relation == "" && (it.mention.Kind == schema.MentionPerson || it.mention.Kind == schema.MentionOrganization) {
			named = true
		}
		if it.kind == itemWord && it.has(classSpeech) {
			return named
		}
	}
	return false
}

// announces reports whether the speech verb at n tells a fact rather than a view.
func (s *sentence) announces(n int) bool {
	switch s.between(s.items[n].begin, s.items[n].end) {
	case "宣布", "证实", "announced", "confirmed", "报道", "报道称", "报道说", "消息称", "消息说", "reported", "reports":
		return true
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

// credible drops what is told without an occasion: words in a speech that have no
// date of their own, weak triggers without a date, statements inside meetings.
func (r *reader) credible(s *sentence, i int, l *lexeme, f *schema.EventFrame, v verdict, w timing, content bool) bool {
	own := w.explicit
	if content && !own && !(s.items[i].speech >= 0 && s.announces(s.items[i].speech)) {
		return false
	}
	if content && v.status == schema.Proposed {
		return false
	}
	if l.rule.Weak && !own && !s.title {
		return false
	}
	if !r.occasioned(s, f, w) {
		return false
	}
	if l.rule.Fresh {
		return r.freshStatement(s, i, f, w)
	}
	if s.lang == "zh" && l.rule.Type == "appeal" && content {
		return false
	}
	return true
}

// wantOccasion are acts that texts also tell as standing facts (has signed, have
// established): without a date, a frame or the place of news they are no events.
var wantOccasion = map[string]bool{"signing": true, "adoption": true, "establish-mechanism": true, "upgrade-relations": true, "establish-relations": true, "accession": true, "visit": true, "secretariat-opening": true, "project-launch": true}

// occasioned reports whether an act is told on an occasion: it has a date or a
// parent, or it stands where news stands, in the headline or the lead.
func (r *reader) occasioned(s *sentence, f *schema.EventFrame, w timing) bool {
	if w.edtf != "" || f.Status != schema.Happened || !wantOccasion[schema.Local(f.Type)] {
		return true
	}
	if s.title || r.article.Genre != "opinion" && s.paragraph <= 2 {
		return true
	}
	return r.parentOf(s, &event{frame: *f}, s.begin) != nil
}

// freshStatement keeps one statement for a speaker and an occasion: what is said
// at a meeting belongs to the meeting.
func (r *reader) freshStatement(s *sentence, i int, f *schema.EventFrame, w timing) bool {
	if s.title && s.lang == "zh" {
		return false
	}
	if s.items[i].nested || r.quoted(s, i) || s.items[i].speech >= 0 {
		return false
	}
	if f.Status != schema.Happened {
		return false
	}
	for _, e := range r.events {
		if e.para < r.story {
			continue
		}
		if e.recall {
			continue
		}
		switch family(e.frame.Type) {
		case "meeting", "phone-call", "video-call", "visit", "negotiation", "speech", "message", "forum":
			if shares(&e.frame, f) {
				return false
			}
		case "statement":
			if shares(&e.frame, f) && (w.edtf == "" || e.frame.When == "" || compatibleDates(e.frame.When, w.edtf)) {
				return false
			}
		}
	}
	// News in Chinese dates what somebody said; without a day it is part of an
	// occasion told before.
	return w.explicit || s.lang != "zh"
}

// shares reports whether one who speaks in b acts in a: the person where b names
// one, else a state or body.
func shares(a, b *schema.EventFrame) bool {
	_, persons := split(b.Actors)
	for _, x := range a.Actors {
		for _, y := range b.Actors {
			if x.IRI == y.IRI && (len(persons) == 0 || slices.Contains(persons, y.IRI)) {
				return true
			}
		}
	}
	return false
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

// repeats reports the draft of e that already says all of f in this sentence.
func (e *event) repeats(f *schema.EventFrame, s *sentence, begin, end int) *draft {
	for _, d := range e.drafts {
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
