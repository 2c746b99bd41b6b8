package frames

import (
	"regexp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// What looks like an act and is none: words in a speech, standing facts, counts,
// commemorations, attributes of another act.

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
	if !s.goesOn(i) && !r.occasioned(s, f, w) {
		return false
	}
	if domestic(f) {
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

// domestic reports whether a visit leads nowhere but home: 感谢习主席热情接待我对中国进行访问.
func domestic(f *schema.EventFrame) bool {
	visitor := ""
	for _, a := range f.Actors {
		if a.Role == schema.RoleVisitor {
			visitor = a.IRI
		}
	}
	return visitor != "" && slices.Contains(f.Actors, schema.Actor{IRI: visitor, Role: schema.RoleHost})
}

// occasioned reports whether an act is told on an occasion: it has a date or a
// parent, or it stands where news stands, in the headline or the lead.
func (r *reader) occasioned(s *sentence, f *schema.EventFrame, w timing) bool {
	if w.edtf != "" || f.Status != schema.Happened || !slices.Contains(s.types.Standing, schema.Local(f.Type)) {
		return true
	}
	if s.numbered() {
		return true // a list of outcomes
	}
	if s.title || r.article.Genre != "opinion" && s.paragraph <= 2 {
		return true
	}
	return r.parentOf(s, &event{frame: *f}, s.begin) != nil
}

// listNumber is the number that heads an entry of a list: 一、 （二） 3.
var listNumber = regexp.MustCompile(`^[\s("]*(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.)]`)

// numbered reports whether the sentence is an entry of a numbered list.
func (s *sentence) numbered() bool { return listNumber.MatchString(s.between(s.begin, s.end)) }

// freshStatement keeps one statement for a speaker and an occasion: what is said
// at a meeting belongs to the meeting.
func (r *reader) freshStatement(s *sentence, i int, f *schema.EventFrame, w timing) bool {
	if s.title && s.lang == "zh" {
		return false
	}
	if s.items[i].nested || r.quoted(s, i) || s.items[i].speech >= 0 {
		return false
	}
	if s.announces(i) && s.triggerAfter(i) {
		return false // announced a ceasefire: that is told by itself
	}
	if f.Status != schema.Happened {
		return false
	}
	for _, e := range r.recent() {
		if e.para < r.story {
			continue
		}
		if e.recall {
			continue
		}
		switch family := s.types.family(e.frame.Type); {
		case slices.Contains(s.types.Talks, family):
			if shares(&e.frame, f) {
				return false
			}
		case family == "statement":
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

// questionerLength is how many bytes the one who asks takes before the colon at most.
const questionerLength = 60

// rumoured reports whether a question in a transcript only quotes what is rumoured: 问：
// 有报道称…. The answer says what is so.
func (s *sentence) rumoured(text string) bool {
	p := s.doc.Paragraphs[s.paragraph]
	who, _, ok := strings.Cut(s.between(s.doc.KeyOffset(p.Begin), s.end), ":")
	return ok && len(who) <= questionerLength && ends(who, s.phrases.Questioner) && holds(text, s.phrases.Rumour)
}

// objectNoun reports whether a Chinese verb stands as a noun after 的 and is the object
// of the verb before: 解除对叙利亚的制裁 imposes none.
func (s *sentence) objectNoun(i int) bool {
	return s.lang == "zh" && strings.HasSuffix(s.between(s.begin, s.items[i].begin), "的") && s.verbBefore(i)
}

// asks reports whether a sentence asks whether something is so; what it asks is told by
// nobody.
func (s *sentence) asks() bool {
	text := strings.TrimRight(s.between(s.begin, s.end), " \"")
	last, _ := lastRune(text)
	if last != '?' && last != '？' {
		return s.rumoured(text)
	}
	return s.lang != "zh" || holds(text, s.phrases.Whether)
}

// namesDocument reports whether a word only stands in the name of a document that is
// signed: 签署发展援助合作文件, signed an agreement on visa exemption.
func (s *sentence) namesDocument(i int) bool {
	c := s.clauses[s.items[i].clause]
	signing := -1
	for k := c.first; k < i; k++ {
		if w := &s.items[k]; w.kind == itemWord && w.tells(s.types.Documents) && !w.attributive {
			signing = k
		}
	}
	if signing < 0 || holds(s.between(s.items[signing].end, s.items[i].begin), s.phrases.Sequel) {
		return false
	}
	if s.lang == "zh" {
		for k := i + 1; k < c.last; k++ {
			if s.items[k].kind == itemWord && s.items[k].has(classInstrument) && !s.items[k].has(classTrigger) {
				return true
			}
		}
		return false
	}
	document := -1
	for k := signing + 1; k < i; k++ {
		switch it := &s.items[k]; {
		case it.kind == itemWord && it.has(classInstrument):
			document = k
		case document >= 0 && pointTime(it):
			return false
		}
	}
	return document >= 0 && !s.verbJoined(i) && holds(s.between(s.items[document].end, s.items[i].begin), s.phrases.Subject)
}

// meant reports whether an English noun takes up an occasion told before: attended the
// meeting.
func (r *reader) meant(s *sentence, i int) bool {
	if s.lang != "en" || s.title || !s.bare(i) || s.ordinalBefore(i) > 0 {
		return false
	}
	if w := s.between(s.items[i].begin, s.items[i].end); strings.Contains(w, " ") {
		return false
	}
	for k := s.clauses[s.items[i].clause].first; k < s.clauses[s.items[i].clause].last; k++ {
		if pointTime(&s.items[k]) || k > i && s.items[k].kind == itemMention && s.items[k].relation != "at" {
			return false
		}
	}
	for k := range s.items[i].senses {
		l := &s.items[i].senses[k]
		if l.class != classTrigger || s.types.family(concept("type", l.rule.Type)) != "meeting" {
			continue
		}
		for n := len(r.events) - 1; n >= 0 && r.events[n].para >= r.story; n-- {
			if family := s.types.family(r.events[n].frame.Type); family == "meeting" || family == "forum" {
				return true
			}
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
	const reach = 20 // sentences: a longer paragraph is no single quotation
	last := r.sentenceNumber(s.begin) - 1
	for k := last; k >= 0 && k > last-reach && r.sentences[k].paragraph == s.paragraph; k-- {
		p := r.sentences[k]
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
	return slices.Contains(s.phrases.Announcing, s.between(s.items[n].begin, s.items[n].end))
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

// joined reports whether a Chinese verb of taking part stands right before the
// trigger (X等参加会见): those only accompany.
func (s *sentence) joined(i int) bool {
	if i == 0 {
		return false
	}
	p := &s.items[i-1]
	return p.kind == itemWord && p.has(classAttend) && s.items[i].begin-p.end <= 3 && begins(s.between(p.begin, p.end), s.phrases.Joining)
}

// counted reports whether a number of times stands right before the trigger (8次访华):
// a count has no occasion.
func (s *sentence) counted(i int) bool {
	if i == 0 {
		return false
	}
	p := &s.items[i-1]
	return p.kind == itemQuantity && p.quantity.Kind != "ordinal" && s.items[i].begin-p.end <= 3 && ends(p.quantity.Text, s.phrases.Times)
}

// elected reports whether 当选 only describes the one named after it: 当选副总统乌略亚.
func (s *sentence) elected(i int) bool {
	if i+1 >= len(s.items) || !slices.Contains(s.phrases.Elected, s.between(s.items[i].begin, s.items[i].end)) {
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
	if len(bodies) == 1 && strings.HasPrefix(bodies[0], schema.Base+"id/organization/") {
		return !slices.ContainsFunc(f.NewInstruments, func(n schema.InstrumentFrame) bool {
			return slices.Contains(s.types.Collective, schema.Local(n.Type))
		})
	}
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

// anniversaryReach is how far, in bytes, such a word may stand from the act.
var anniversaryReach = map[string]int{"zh": 60, "en": 80, "ru": 140}

// anniversary reports whether the act is only commemorated.
func (s *sentence) anniversary(i int) bool {
	c := s.clauses[s.items[i].clause]
	around := s.between(c.begin, c.end)
	for _, w := range s.phrases.Anniversary {
		if k := strings.Index(around, w); k >= 0 && abs(c.begin+k-s.items[i].end) < anniversaryReach[s.lang] {
			return true
		}
	}
	return false
}

// nominalised reports whether a Chinese verb only names what another verb of the
// clause is about: 对美军空袭…提出抗议, 就…袭击事件致慰问电.
func (s *sentence) nominalised(i int) bool {
	if i == 0 || s.reason(i) {
		return i > 0
	}
	if s.lang == "en" {
		return s.complement(i)
	}
	if s.lang != "zh" {
		return false
	}
	if s.demanded(i) {
		return true
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

// reason reports whether a preposition makes an act the reason for the one before:
// praised Qatar for its mediation.
func (s *sentence) reason(i int) bool {
	for k := i - 1; k >= s.clauses[s.items[i].clause].first; k-- {
		w := &s.items[k]
		if p := w.sense(classPreposition); w.kind == itemWord && p != nil {
			return s.lang != "zh" && p.value == "for" && len(strings.Fields(s.between(w.end, s.items[i].begin))) <= 1 && s.verbBefore(i)
		}
		if w.kind == itemWord {
			return false
		}
	}
	return false
}

// demanded reports whether a Chinese verb is what the verb before it in the clause
// demands, refuses or threatens: 要求总理辞职, 没有呼吁俄罗斯撤军.
func (s *sentence) demanded(i int) bool {
	for k := i - 1; k >= s.clauses[s.items[i].clause].first; k-- {
		w := &s.items[k]
		t := w.sense(classTrigger)
		if w.kind != itemWord || t == nil || w.attributive {
			continue
		}
		return w.tells(s.types.Demands) && !s.attributedInvitation(k) && !holds(s.between(w.end, s.items[i].begin), s.phrases.Sequel)
	}
	return false
}

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
		if !it.tells(s.types.Attitudes) || s.deniesThat(k) {
			continue
		}
		gap := strings.Fields(s.between(it.end, s.items[i].begin))
		word := strings.Fields(s.between(it.begin, it.end))
		last := word[len(word)-1]
		if len(gap) > 0 {
			last = gap[len(gap)-1]
		}
		if slices.Contains(s.phrases.Complement, last) && len(gap) <= 14 {
			return true
		}
		for _, w := range gap {
			if w == "to" && len(gap) <= 14 || slices.Contains(s.phrases.Clausal, w) {
				return true
			}
		}
	}
	return false
}
