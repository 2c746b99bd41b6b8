package frames

import (
	"strings"

	"github.com/entente-graph/entente/schema"
)

// seriesOf finds the meetings of a series that the sentence tells: a named series
// (第二届中国—中亚峰会) with a verb of holding or attending in its clause.
func (r *reader) seriesOf(s *sentence, used map[int]bool) {
	r.numberedMeetings(s)
	for k := range s.items {
		it := &s.items[k]
		if it.kind != itemMention || it.mention.Kind != schema.MentionSeries {
			continue
		}
		r.seriesMeeting(s, k, used)
	}
}

// numberedMeetings reads a numbered meeting of a body as one of its series: 金砖国家
// 领导人第十五次会晤. The whole becomes one name.
func (r *reader) numberedMeetings(s *sentence) {
	for k := 1; k < len(s.items); k++ {
		it := &s.items[k]
		if it.kind != itemWord || !meetingWord(it) || s.lang == "zh" && k < 2 {
			continue
		}
		q := &s.items[k-1]
		if q.kind != itemQuantity || q.quantity.Kind != "ordinal" || it.begin-q.end > s.numberReach() {
			continue
		}
		number := atoi(q.quantity.Value)
		if s.lang != "zh" {
			s.meetingOf(r, k, number)
			continue
		}
		b := k - 2
		for b > 0 && s.items[b].kind == itemWord && s.items[b].has(classLevel) {
			b--
		}
		body := &s.items[b]
		if body.kind != itemMention || q.begin-body.end > 30 {
			continue
		}
		m, ok := r.meetingsOf(body.mention, s.lang)
		if !ok {
			continue
		}
		_, m.End = s.doc.Span(it.begin, it.end)
		m.Text = s.doc.Slice(m.Begin, m.End)
		*body = item{begin: body.begin, end: it.end, kind: itemMention, mention: &m, clause: body.clause, relation: body.relation, nested: body.nested, speech: body.speech, ordinal: number}
		s.drop(b+1, k+1)
	}
}

// numberReach is how many bytes may stand between a number and its meeting: none in
// Chinese, a word or two elsewhere (the fourth ministerial meeting).
func (s *sentence) numberReach() int {
	if s.lang == "zh" {
		return 3
	}
	return reach / 2
}

// meetingsOf is the series of a body's numbered meetings: the one the gazetteer
// knows, else one of its own.
func (r *reader) meetingsOf(body *schema.Mention, lang string) (schema.Mention, bool) {
	m := *body
	m.Members = nil
	m.Kind = schema.MentionSeries
	if series := r.knowledge.SeriesOf(body.IRI); series != "" {
		m.IRI, m.Discovered = series, false
		return m, true
	}
	if body.IRI == "" || body.Kind != schema.MentionMechanism && (body.Kind != schema.MentionOrganization || r.knowledge.State(body.IRI, r.published) != "") {
		return m, false
	}
	m.IRI, m.Discovered = schema.UnknownSeriesIRI("meetings of "+body.IRI), true
	m.Of = body.IRI
	if m.Label == "" {
		m.Label = body.Text
	}
	m.Label = map[string]string{"zh": m.Label + "会议", "en": "Meetings of " + m.Label, "ru": "Заседания: " + m.Label}[lang]
	return m, true
}

// meetingOf reads the eighth meeting of the … Commission, восьмое заседание ….
func (s *sentence) meetingOf(r *reader, k, number int) {
	if k+1 >= len(s.items) {
		return
	}
	n := k + 1
	for n < len(s.items) && s.items[n].kind == itemWord && s.items[n].has(classPreposition) {
		n++
	}
	if n >= len(s.items) || s.items[n].kind != itemMention || s.items[n].begin-s.items[k].end > 12 {
		return
	}
	m, ok := r.meetingsOf(s.items[n].mention, s.lang)
	if !ok {
		return
	}
	q := &s.items[k-1]
	m.Begin, _ = s.doc.Span(q.begin, q.end)
	m.Text = s.doc.Slice(m.Begin, m.End)
	s.items[k-1] = item{begin: q.begin, end: s.items[n].end, kind: itemMention, mention: &m, clause: q.clause, relation: q.relation, speech: q.speech, ordinal: number}
	s.drop(k, n+1)

}

// drop takes items out and mends the clauses.
func (s *sentence) drop(first, end int) {
	n := end - first
	s.items = append(s.items[:first], s.items[end:]...)
	for c := range s.clauses {
		if s.clauses[c].first >= end {
			s.clauses[c].first -= n
		}
		if s.clauses[c].last >= end {
			s.clauses[c].last -= n
		}
	}
	for i := range s.items {
		if s.items[i].speech >= end {
			s.items[i].speech -= n
		}
	}
}

func meetingWord(it *item) bool { return it.has(classMeeting) }

// convener enters the organisation whose meeting the name says it is: the CSTO in
// 集安组织峰会.
func (r *reader) convener(s *sentence, k int, f *schema.EventFrame) {
	outer := s.items[k].mention
	within := r.mentionsWithin(outer.Begin, outer.End)
	for i := range within {
		m := &within[i]
		if m.Begin >= outer.Begin && m.End <= outer.End && m != outer && m.Kind == schema.MentionOrganization && r.knowledge.State(m.IRI, r.published) == "" && m.IRI != "" {
			addActor(f, schema.Actor{IRI: m.IRI})
			return
		}
	}
}

// holding is how a series meeting is told: the verb and whether it is one of
// attending.
type holding struct {
	item      int
	attend    bool
	tense     string
	described bool // the verb of holding stands in an attribute before the name
}

func (r *reader) seriesMeeting(s *sentence, k int, used map[int]bool) {
	h, ok := s.holdingOf(k)
	if !ok {
		return
	}
	it := &s.items[k]
	r.knownSeries(it)
	info, _ := r.knowledge.Series(it.mention.IRI)
	f := schema.EventFrame{Type: concept("type", r.seriesType(it.mention, info)), Series: it.mention.IRI, Lang: s.lang}
	if by, ok := s.attributedTo(h, k); ok {
		r.attending(s, h, k, by, f)
		used[h.item] = true
		return
	}
	v := s.judge(h.item, "verb")
	switch held := &s.items[h.item]; {
	case held.has(classCancelled):
		v.status = schema.Cancelled
	case held.has(classPostponed):
		v.status = schema.Postponed
	case h.attend && v.status == schema.Happened && !v.cued && s.underWay(h.item):
		v.status = schema.Planned
	}
	denied := v.status == schema.Denied && h.attend
	switch {
	case h.described:
		// 8月在南非举行的…会晤: the words describe the meeting; only its date tells
		// whether it is past.
		denied = h.attend && s.judge(h.item, "verb").status == schema.Denied
		v = verdict{status: schema.Happened}
	case h.tense == "future":
		v = verdict{status: schema.Planned, cued: true}
	case denied:
		v.status = schema.Happened
	}
	if v.status == "" {
		return
	}
	if speech := s.items[k].speech; speech >= 0 && !s.announces(speech) || r.quoted(s, k) {
		if r.timeOf(s, k).edtf == "" {
			return
		}
	}
	f.Status = v.status
	out := filled{named: true}
	if h.attend && !denied {
		for _, a := range r.arguments(s, h.item, false) {
			if (a.relation == "subject" || a.relation == "with") && actorKind(a.mention.Kind) && a.item != k && !r.accompanies(s, a.item) {
				role := "actor"
				if s.chairs(h.item) {
					role = "chair"
				}
				if !personRoles[role] || a.person != "" {
					r.act(a, role, &f, &out)
				}
			}
		}
	} else if !denied {
		for _, a := range r.arguments(s, h.item, true) {
			if (a.relation == "subject" || a.relation == "by") && a.item != k && actorKind(a.mention.Kind) && a.mention.Kind != schema.MentionMechanism && !r.accompanies(s, a.item) && a.item < k {
				r.act(a, "actor", &f, &out)
			}
		}
	}
	r.convener(s, k, &f)
	w := r.when(s, h.item, &f, v)
	if w.edtf == "" && denied {
		return
	}
	f.Ordinal = it.ordinal
	if f.Ordinal == 0 {
		f.Ordinal = s.ordinalBefore(k)
	}
	if f.Ordinal == 0 {
		f.Ordinal = s.ordinalAfter(k)
	}
	if f.Ordinal == 0 && len(f.When) >= 4 && !strings.HasSuffix(f.When, "..") {
		f.Ordinal = r.knowledge.Ordinal(f.Series, f.When[:4])
	}
	if ref := r.toldSeries(f.Series, f.Ordinal); ref != nil && f.Ordinal > 0 && h.attend {
		r.dayOf(ref, &f)
	}
	r.where(s, h.item, &f, out)
	if h.attend && f.Place == "" {
		r.goneTo(s, h.item, &f)
	}
	if info.Level != "" && schema.Local(f.Type) == "summit" {
		f.Level = concept("level", info.Level)
	}
	begin, end := r.extent(s, h.item, out, w)
	begin, end = min(begin, s.clauses[it.clause].begin), max(end, it.end)
	f.Label = label(s.text(s.nameBegin(k), it.end))
	d := draft{rule: "event.series", confidence: 95, modality: modality(f.Status), frame: schema.Frame{Kind: schema.FrameEvent, Event: &f, Entities: r.entities(out)}}
	if e, ok := r.entity(it.mention); ok {
		d.frame.Entities = append(d.frame.Entities, e)
	}
	if w.context != nil {
		d.context = append(d.context, *w.context)
		d.confidence = 80
	}
	r.tell(s, begin, end, d)
	used[h.item] = true
}

// goneTo takes the place gone to for the place of the meeting attended there:
// 赴塔什干出席….
func (r *reader) goneTo(s *sentence, i int, f *schema.EventFrame) {
	for k := i - 1; k >= s.clauses[s.items[i].clause].first; k-- {
		it := &s.items[k]
		if it.kind == itemMention && !it.nested && it.mention.Kind == schema.MentionPlace && ends(s.between(s.begin, it.begin), s.phrases.SetOff) {
			f.Place, f.Country = it.mention.IRI, r.knowledge.State(it.mention.IRI, r.published)
			return
		}
	}
}

// knownSeries reads a meeting named by its body and its city (上海合作组织阿斯塔纳峰会) as
// one of the body's series.
func (r *reader) knownSeries(it *item) {
	m := it.mention
	if !m.Discovered {
		return
	}
	within := r.mentionsWithin(m.Begin, m.Begin)
	for i := range within {
		o := &within[i]
		if o.End >= m.End || o.Kind == schema.MentionSeries {
			continue
		}
		series := r.knowledge.SeriesOf(o.IRI)
		info, ok := r.knowledge.Series(series)
		if ok && info.Type == r.seriesType(m, SeriesInfo{}) {
			known := *m
			known.IRI, known.Discovered, known.Label = series, false, ""
			it.mention = &known
			return
		}
	}
}

// attributedTo is the name that a Chinese clause of attending stands before and
// describes: 会见来华出席论坛的肯尼亚总统鲁托.
func (s *sentence) attributedTo(h holding, k int) (int, bool) {
	if s.lang != "zh" || !h.attend || h.item > k || k+1 >= len(s.items) {
		return 0, false
	}
	if !strings.HasPrefix(s.between(s.items[k].end, s.end), "的") {
		return 0, false
	}
	for n := k + 1; n < len(s.items) && s.items[n].clause == s.items[k].clause; n++ {
		it := &s.items[n]
		if it.kind == itemMention && !it.nested && actorKind(it.mention.Kind) && it.mention.Kind != schema.MentionMechanism {
			return n, s.items[n].begin-s.items[k].end <= 60
		}
		if it.kind == itemMention && !it.nested {
			return 0, false
		}
	}
	return 0, false
}

// attending claims that the one described takes part in the meeting; the date and
// place beside the main verb are not the meeting's.
func (r *reader) attending(s *sentence, h holding, k, by int, f schema.EventFrame) {
	if f.Ordinal = s.items[k].ordinal; f.Ordinal == 0 {
		f.Ordinal = max(s.ordinalBefore(k), s.ordinalAfter(k))
	}
	if f.Ordinal == 0 && len(r.published) >= 4 {
		f.Ordinal = r.knowledge.Ordinal(f.Series, r.published[:4])
	}
	v := s.judge(h.item, "verb")
	if f.Ordinal == 0 || v.status == "" || v.status == schema.Denied {
		return
	}
	f.Status = v.status
	out := filled{named: true}
	r.act(r.argument(s, by, "subject"), "actor", &f, &out)
	f.Label = label(s.text(s.nameBegin(k), s.items[k].end))
	d := draft{rule: "event.series", confidence: 80, modality: modality(f.Status), frame: schema.Frame{Kind: schema.FrameEvent, Event: &f, Entities: r.entities(out)}}
	if e, ok := r.entity(s.items[k].mention); ok {
		d.frame.Entities = append(d.frame.Entities, e)
	}
	last := r.last
	r.tell(s, s.items[h.item].begin, s.items[by].end, d)
	r.last = last
}

// holdingOf finds the verb that tells the meeting named at k: 举行 after it, 出席
// before it.
func (s *sentence) holdingOf(k int) (holding, bool) {
	c := s.clauses[s.items[k].clause]
	best, distance := holding{item: -1}, 1<<30
	described, described1 := false, -1
	for n := c.first; n < c.last; n++ {
		w := &s.items[n]
		if w.kind != itemWord || w.nested {
			continue
		}
		h := holding{item: n}
		l := w.sense(classAttend)
		if l != nil && n < k {
			h.attend, h.tense = true, l.value
		} else if l = w.sense(classSupport); l != nil {
			h.tense = l.value
			// 举行 before the name has a host for a subject, after it the meeting.
			h.attend = false
		} else if w.has(classCancelled) || w.has(classPostponed) {
			h.tense = "past"
		} else {
			continue
		}
		if strings.HasPrefix(s.between(w.end, s.end), "的") {
			if n < k {
				described, described1 = true, n
			}
			continue
		}
		d := w.begin - s.items[k].end
		if n < k {
			d = s.items[k].begin - w.end
		}
		if d < distance {
			best, distance = h, d
		}
	}
	best.described = described
	if best.item < 0 && described {
		best.item = described1
	}
	return best, best.item >= 0
}

// underWay reports whether the verb of attending says what somebody has come for: 抵达
// 利马，出席…会议. He is there; the meeting is yet to be.
func (s *sentence) underWay(i int) bool {
	before := s.between(s.begin, s.items[i].begin)
	for _, w := range s.phrases.SetOff {
		if k := strings.LastIndex(before, w); k >= 0 && len(before)-k < 90 && !strings.Contains(before[k:], "后") {
			return true
		}
	}
	return false
}

// chairs reports whether the verb of attending is one of chairing.
func (s *sentence) chairs(k int) bool {
	return begins(s.between(s.items[k].begin, s.items[k].end), s.phrases.Chairing)
}

// seriesType is the event type of a series: the gazetteer's, else by its name.
func (r *reader) seriesType(m *schema.Mention, info SeriesInfo) string {
	if info.Type != "" {
		return info.Type
	}
	if m.Of != "" {
		return "meeting"
	}
	if holds(strings.ToLower(m.Text), r.phrasesAt(m.Begin).Summit) {
		return "summit"
	}
	return "forum"
}

// nameBegin is where the meeting's name begins, its ordinal included.
func (s *sentence) nameBegin(k int) int {
	for n := k - 1; n >= 0 && s.items[k].begin-s.items[n].end < 4; n-- {
		if q := s.items[n].quantity; s.items[n].kind == itemQuantity && q.Kind == "ordinal" {
			return s.items[n].begin
		}
	}
	return s.items[k].begin
}

// ordinalAfter reads a number right after the series' name.
func (s *sentence) ordinalAfter(k int) int {
	if k+1 < len(s.items) && s.items[k+1].kind == itemQuantity && s.items[k+1].quantity.Kind == "ordinal" && s.items[k+1].begin-s.items[k].end < 4 {
		return atoi(s.items[k+1].quantity.Value)
	}
	return 0
}

// participants makes a claim of its own of a sentence that says who will meet or
// met at the summit just told: 六国领导人将共商….
func (r *reader) participants(s *sentence) {
	if r.last == nil || r.last.frame.Series == "" || r.last.para != s.paragraph || r.lastIn(s) {
		return
	}
	for k := range s.items {
		it := &s.items[k]
		if it.kind == itemWord && it.has(classTrigger) && !it.attributive {
			return
		}
	}
	var group *item
	for k := range s.items {
		it := &s.items[k]
		if it.kind == itemMention && it.clause <= 1 && len(it.mention.Members) > 2 && it.relation == "" && s.leaders(k) {
			group = it
			break
		}
	}
	if group == nil {
		return
	}
	status := r.last.frame.Status
	f := schema.EventFrame{Type: r.last.frame.Type, Status: status, Lang: s.lang}
	for _, m := range group.mention.Members {
		addActor(&f, schema.Actor{IRI: m})
	}
	e := r.last
	d := draft{rule: "event.participants", confidence: 85, modality: modality(status), frame: schema.Frame{Kind: schema.FrameEvent, Event: &f}, event: e}
	if group.mention.Antecedent[1] > 0 {
		d.context = append(d.context, group.mention.Antecedent)
	}
	e.absorb(&f)
	c := r.claim(s, s.begin, s.end, d)
	e.drafts = append(e.drafts, c)
}

// attendanceReach is how many bytes may stand between a verb of attending and the word
// for the meeting.
const attendanceReach = 16

// attendance claims who took part in the meeting just told, where a sentence of its own
// says so: 习近平、普京出席会议, X and Y attended the summit.
func (r *reader) attendance(s *sentence, used map[int]bool) {
	if r.last == nil || r.last.frame.Series == "" || s.paragraph > r.last.para+1 || r.lastIn(s) {
		return
	}
	for i := 0; i+1 < len(s.items); i++ {
		w, n := &s.items[i], &s.items[i+1]
		if w.kind != itemWord || !w.has(classAttend) || begins(s.between(w.begin, w.end), s.phrases.Joining) || used[i] || used[i+1] {
			continue
		}
		there := ends(s.between(s.begin, w.begin), s.phrases.ThereIn)
		named := n.kind == itemWord && n.begin-w.end <= attendanceReach && (n.has(classMeeting) || n.tells(s.types.Meetings)) && s.ordinalBefore(i+1) == 0
		if !there && !named {
			continue
		}
		v := s.judge(i, "verb")
		if v.status == "" || v.status == schema.Denied {
			continue
		}
		f := schema.EventFrame{Type: r.last.frame.Type, Status: r.last.frame.Status, Lang: s.lang}
		out := filled{}
		for _, a := range r.arguments(s, i, false) {
			if (a.relation == "subject" || there && a.relation == "object") && (a.person != "" || there) && !r.accompanies(s, a.item) {
				r.act(a, "actor", &f, &out)
			}
		}
		if len(f.Actors) == 0 {
			continue
		}
		e := r.last
		d := draft{rule: "event.participants", confidence: 85, modality: modality(f.Status), frame: schema.Frame{Kind: schema.FrameEvent, Event: &f, Entities: r.entities(out)}, event: e}
		e.absorb(&f)
		e.drafts = append(e.drafts, r.claim(s, s.clauses[w.clause].begin, max(s.clauses[w.clause].end, n.end), d))
		return
	}
}

func (r *reader) lastIn(s *sentence) bool {
	for _, d := range r.last.since(s.begin) {
		if d.begin >= s.begin {
			return true
		}
	}
	return false
}

// leaders reports whether the words at or right after the name mean leaders.
func (s *sentence) leaders(k int) bool {
	around := s.between(s.items[k].begin, min(s.end, s.items[k].end+30))
	if s.lang != "zh" {
		around = s.between(max(s.begin, s.items[k].begin-30), min(s.end, s.items[k].end+30))
	}
	return holds(around, s.phrases.Leaders)
}
