package frames

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// figuresOf claims every number of a sentence that is said of something the
// project measures.
func (r *reader) figuresOf(s *sentence) {
	var level *schema.FigureFrame // the level a following growth belongs to
	var levelDraft *draft
	levelAt := -1
	for k := range s.items {
		it := &s.items[k]
		if it.kind != itemQuantity {
			continue
		}
		if r.never(s, k) {
			continue
		}
		q := s.settle(k)
		if q.Kind == "growth" && level != nil && r.growthOf(s, levelAt, k) {
			if level.GrowthPercent == "" {
				level.GrowthPercent = signed(q)
				if q.Comparison != "" {
					level.Comparison = concept("comparison", q.Comparison)
				}
				levelDraft.end = max(levelDraft.end, it.end)
			}
			continue
		}
		f, begin, ok := r.figure(s, k)
		if !ok {
			continue
		}
		begin, end := min(begin, r.figureBegin(s, k, begin)), it.end
		end = max(end, r.measureEnd(s, k, end))
		d := r.claim(s, begin, end, draft{rule: "figure." + schema.Local(f.Measure), confidence: 90, frame: schema.Frame{Kind: schema.FrameFigure, Figure: f}})
		switch {
		case s.deniedFigure(k):
			d.modality = schema.Denied
		case r.planned(s, k) || r.toCome(f):
			d.modality = schema.Planned
		}
		if it.speech >= 0 {
			if sp := r.speakerOf(s, k); sp != "" {
				d.speaker = sp
			}
		}
		if q.Kind == "growth" || q.Kind == "rank" {
			continue
		}
		level, levelDraft, levelAt = f, d, k
	}
	// The IRI is made of the finished frame: a growth may have joined it.
	for _, d := range r.here() {
		if f := d.frame.Figure; f != nil && f.IRI == "" {
			r.nameFigure(f)
			f.Label = label(s.text(trim(r.doc.Key, d.begin, d.end)))
		}
	}
}

// settle reads a percentage in its place: a share is no growth (占…比重提升至52.9%),
// and a list of growths goes on (分别增长50.1%、28%、18.6%).
func (s *sentence) settle(k int) *schema.Quantity {
	q := s.items[k].quantity
	if q.Kind != "growth" && q.Kind != "percent" {
		return q
	}
	c := *q
	if k > 0 && q.Kind == "percent" && s.items[k-1].kind == itemQuantity && s.items[k-1].quantity.Kind == "growth" {
		switch strings.TrimSpace(s.between(s.items[k-1].end, s.items[k].begin)) {
		case "、", "和", "and", ",", "и":
			p := s.items[k-1].quantity
			c.Kind, c.Direction, c.Comparison = p.Kind, p.Direction, p.Comparison
		}
	}
	before := s.between(s.clauses[s.items[k].clause].begin, s.items[k].begin)
	if q.Kind == "growth" && (holds(before, s.phrases.Share) || ends(strings.TrimRight(before, " "), s.phrases.Level)) {
		c.Kind, c.Direction = "percent", ""
	}
	s.items[k].quantity = &c
	return &c
}

// figure reads the quantity at k; begin is where its measure's words begin.
func (r *reader) figure(s *sentence, k int) (*schema.FigureFrame, int, bool) {
	q := s.items[k].quantity
	m, at := r.measureOf(s, k)
	if m == nil {
		return nil, 0, false
	}
	slug := m.Measure
	f := &schema.FigureFrame{Lang: s.lang, Verbatim: q.Text, VerbatimLang: s.lang, SignificantDigits: q.Digits, Bound: bound(q.Bound)}
	switch {
	case q.Kind == "growth":
		if m.Growth == "" {
			if m.Measure != "price" && m.Measure != "gdp" {
				return nil, 0, false
			}
		} else {
			slug = m.Growth
		}
		f.Unit = concept("unit", "percent")
		f.Value = signed(q)
		if q.Comparison != "" {
			f.Comparison = concept("comparison", q.Comparison)
		}
	case q.Kind == "rank":
		f.Unit, f.Value = concept("unit", "rank"), q.Value
	case q.Kind == "percent":
		f.Unit = concept("unit", "percent")
		r.values(f, q)
	case q.Currency != "":
		f.Currency = q.Currency
		r.values(f, q)
	default:
		unit := q.Unit
		if unit == "" {
			unit = "item"
		}
		if s.people(k) {
			unit = "person"
		}
		f.Unit = concept("unit", unit)
		r.values(f, q)
	}
	f.Measure = concept("measure", slug)
	for _, qual := range q.Qualifiers {
		f.Qualifiers = append(f.Qualifiers, concept("qualifier", qual))
	}
	slices.Sort(f.Qualifiers)
	begin := s.items[k].begin
	if at >= 0 {
		begin = min(begin, s.items[at].begin)
	}
	b := r.parties(s, k, at, m, f)
	begin = min(begin, b)
	b = r.period(s, k, f)
	return f, min(begin, b), true
}

func (r *reader) values(f *schema.FigureFrame, q *schema.Quantity) {
	switch f.Bound {
	case schema.MoreThan, schema.AtLeast:
		f.Min = first(q.Min, q.Value)
	case schema.LessThan, schema.AtMost:
		f.Max = first(q.Max, q.Value)
	case schema.Between:
		f.Min, f.Max = q.Min, q.Max
	default:
		f.Value = first(q.Value, q.Min)
	}
	if f.Value == "" && f.Min == "" && f.Max == "" {
		f.Value = q.Value
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// signed is a growth's value, negative when it went down.
func signed(q *schema.Quantity) string {
	v := first(q.Value, first(q.Min, q.Max))
	if q.Direction == "down" && !strings.HasPrefix(v, "-") {
		return "-" + v
	}
	return v
}

func bound(slug string) string {
	if slug == "" {
		return schema.Exactly
	}
	return schema.NS + slug
}

// measureOf finds what the number at k is said of: the nearest measure word of a
// fitting unit, on the side the measure prefers, in its clause or the one before.
func (r *reader) measureOf(s *sentence, k int) (*measure, int) {
	q := s.items[k].quantity
	kind := unitKind(q)
	if kind == "rank" && q.UnitText != "" {
		return r.rankOf(s, q), -1
	}
	var best *measure
	at, score := -1, 1<<30
	c := s.items[k].clause
	for n := range s.items {
		it := &s.items[n]
		if it.kind != itemWord || it.clause > c+1 || it.clause < c-2 {
			continue
		}
		for i := range it.senses {
			m := it.senses[i].frame
			if m == nil || !fits(m, kind, q) {
				continue
			}
			d := distance(s, n, k)
			if n > k && m.Side != "both" && s.lang == "zh" {
				if it.clause != c {
					continue
				}
				d += 60
			}
			if n > k && it.clause != c {
				continue
			}
			if it.clause != c {
				d += 120
				if s.quantityBetween(n, k) && m.Measure != "trade-volume" {
					d += 200
				}
			}
			d += m.order / 4
			if d < score {
				best, at, score = m, n, d
			}
		}
	}
	if best != nil && score < 700 {
		return best, at
	}
	if q.Unit == "document" {
		return r.lexicon.measures["documents-signed"], -1
	}
	if s.people(k) {
		return r.lexicon.measures["people"], -1
	}
	if q.Unit != "" && r.lexicon.counted[q.Unit] {
		if q.Unit == "person" {
			if few(q) {
				return nil, -1 // 两名男子, three men: nobody counts them
			}
			return r.lexicon.measures["people"], -1
		}
		return &measure{Measure: "count", Parties: "one"}, -1
	}
	return r.impliedMeasure(q)
}

// fewPeople is how many people a count without a word of its own has at least to be a figure.
const fewPeople = 10

func few(q *schema.Quantity) bool {
	n, err := strconv.ParseFloat(q.Value, 64)
	return err == nil && n < fewPeople
}

// rankOf is the measure of a rank by the words that the rank itself holds.
func (r *reader) rankOf(s *sentence, q *schema.Quantity) *measure {
	t := r.lexicon.tables[s.lang]
	key := text.FoldKey(q.UnitText)
	for i := 0; i < len(key); i++ {
		if _, senses := t.find(key, i); len(senses) > 0 {
			for n := range senses {
				if m := senses[n].frame; m != nil && slices.Contains(m.Units, "rank") {
					return m
				}
			}
		}
	}
	return nil
}

func distance(s *sentence, n, k int) int {
	if n < k {
		return s.items[k].begin - s.items[n].end
	}
	return s.items[n].begin - s.items[k].end
}

func (s *sentence) quantityBetween(n, k int) bool {
	for i := n + 1; i < k; i++ {
		if s.items[i].kind == itemQuantity {
			return true
		}
	}
	return false
}

// impliedMeasure is that of money and shares no word names.
func (r *reader) impliedMeasure(q *schema.Quantity) (*measure, int) {
	switch {
	case q.Currency != "":
		return &measure{Measure: "count", Parties: "one"}, -1
	case q.Kind == "percent":
		return &measure{Measure: "share", Parties: "one"}, -1
	}
	return nil, -1
}

func unitKind(q *schema.Quantity) string {
	switch {
	case q.Kind == "growth":
		return "growth"
	case q.Kind == "rank":
		return "rank"
	case q.Kind == "ordinal":
		return "ordinal"
	case q.Currency != "":
		return "money"
	case q.Kind == "percent":
		return "percent"
	case q.Unit != "":
		return q.Unit
	}
	return "item"
}

func fits(m *measure, kind string, q *schema.Quantity) bool {
	if kind == "growth" {
		return m.Growth != "" || m.Measure == "price"
	}
	if kind == "item" && q.UnitText == "" && m.Side != "both" {
		return false
	}
	return slices.Contains(m.Units, kind)
}

// growthOf reports whether the growth at k belongs to the level at l: nothing but
// its own words between, and no measure of its own.
func (r *reader) growthOf(s *sentence, l, k int) bool {
	if s.items[k].clause > s.items[l].clause+1 {
		return false
	}
	for n := l + 1; n < k; n++ {
		it := &s.items[n]
		if it.kind == itemQuantity {
			return false
		}
		if it.kind == itemWord && it.sense(classMeasure) != nil && it.sense(classMeasure).frame.Growth != "" && it.clause == s.items[k].clause {
			return false
		}
	}
	return true
}

// never reports whether the number at k counts what is no figure: an age, an
// anniversary, an ordinal, a salute.
func (r *reader) never(s *sentence, k int) bool {
	q := s.items[k].quantity
	if q.Kind == "ordinal" {
		return true
	}
	for n := max(0, k-1); n <= k+1 && n < len(s.items); n++ {
		it := &s.items[n]
		if it.kind == itemWord && it.has(classNever) && distance(s, n, k) < 7 {
			return true
		}
	}
	if q.Kind == "number" && q.UnitText == "" {
		return !s.people(k)
	}
	return false
}

// people reports whether a number counts the people of a state named right after it:
// three million Palestinians.
func (s *sentence) people(k int) bool {
	if k+1 >= len(s.items) || s.items[k+1].kind != itemMention || s.lang == "zh" {
		return false
	}
	n := &s.items[k+1]
	return n.mention.Form == "people" && n.begin-s.items[k].end <= 2
}

// parties finds whose figure it is and with whom; it returns where their words
// begin.
func (r *reader) parties(s *sentence, k, at int, m *measure, f *schema.FigureFrame) int {
	begin := s.items[k].begin
	c := s.items[k].clause
	var bodies []string
	var relations []string
	anchor := k
	if at >= 0 {
		anchor = at
	}
	take := func(first, last int) {
		for n := first; n < last; n++ {
			it := &s.items[n]
			if it.kind != itemMention || it.nested {
				continue
			}
			for _, body := range r.figureParties(it.mention, m) {
				if body != "" && !slices.Contains(bodies, body) {
					bodies = append(bodies, body)
					relations = append(relations, it.relation)
					begin = min(begin, it.begin)
				}
			}
		}
	}
	first := s.clauses[c].first
	// A number before this one in the clause closes what belongs to it.
	for n := k - 1; n >= first; n-- {
		if s.items[n].kind == itemQuantity && s.items[n].quantity.Kind != "ordinal" && s.items[n].quantity.Kind != "rank" {
			first = n + 1
			break
		}
	}
	take(first, max(k, anchor))
	if len(bodies) == 0 || m.Parties == "pair" && len(bodies) < 2 {
		if s.lang != "zh" {
			take(k+1, s.clauses[c].last)
		} else if m.Measure == "trading-partner-rank" || m.Measure == "investor-rank" {
			take(k+1, s.clauses[c].last)
		}
	}
	if m.Parties == "pair" && len(bodies) < 2 && at >= 0 {
		take(s.clauses[c].first, k) // trade of A with B grew by 4 per cent and came to 29 billion
	}
	if m.Parties == "pair" && len(bodies) < 2 && holds(s.between(s.clauses[c].begin, s.items[k].begin), s.phrases.Bilateral) {
		for _, body := range r.pairBefore() {
			if !slices.Contains(bodies, body) {
				bodies, relations = append(bodies, body), append(relations, "")
			}
		}
	}
	for back := c - 1; back >= 0 && back >= c-3 && (len(bodies) == 0 || m.Parties == "pair" && len(bodies) < 2); back-- {
		take(s.clauses[back].first, s.clauses[back].last)
	}
	if len(bodies) == 0 {
		if self := r.home(s); self != "" {
			bodies, relations = append(bodies, self), append(relations, "")
		}
	}
	r.assignParties(m, bodies, relations, f)
	if f.Reporter == "" && r.reporter != "" && r.reporterPara == s.paragraph && m.Parties == "pair" && f.Partner != r.reporter {
		f.Reporter = r.reporter
	}
	if f.Reporter != "" {
		r.reporter, r.reporterPara = f.Reporter, s.paragraph
	}
	return begin
}

// pairBefore are the two states of the event told last that has just two, which
// "bilateral" speaks of.
func (r *reader) pairBefore() []string {
	for i := len(r.events) - 1; i >= 0 && r.events[i].para >= r.story; i-- {
		var states []string
		for _, a := range r.events[i].frame.Actors {
			if isState(a.IRI) && !slices.Contains(states, a.IRI) {
				states = append(states, a.IRI)
			}
		}
		if len(states) == 2 {
			slices.Sort(states)
			return states
		}
	}
	return nil
}

// home is the state that 我国 and the like mean: that of the article's outlet by
// language, Chinese only.
func (r *reader) home(s *sentence) string {
	if s.lang == "zh" && strings.Contains(s.between(s.begin, s.end), "我国") {
		return schema.StateIRI("CHN")
	}
	return ""
}

func (r *reader) assignParties(m *measure, bodies, relations []string, f *schema.FigureFrame) {
	if len(bodies) == 0 {
		return
	}
	reporter, partner := bodies[0], ""
	if len(bodies) > 1 {
		partner = bodies[1]
	}
	// A destination named first (对中亚五国) with the reporter named after or not.
	if len(bodies) > 1 && (relations[0] == "to" || relations[0] == "with") && relations[1] == "" {
		reporter, partner = partner, reporter
	}
	switch m.Measure {
	case "trading-partner-rank", "investor-rank":
		// 中国…成为 中亚国家 第一大贸易伙伴: the one ranked is the partner.
		reporter, partner = partner, reporter
		if reporter == "" {
			reporter, partner = partner, ""
		}
	}
	f.Reporter = reporter
	if m.Parties == "pair" {
		f.Partner = partner
	}
	if m.Parties == "pair" && partner == "" && len(bodies) == 1 && (relations[0] == "to" || relations[0] == "with" || relations[0] == "from") {
		f.Reporter, f.Partner = "", bodies[0]
	}
}

// figureParties are the bodies whose figure it may be: the two that "the two countries"
// stands for where the figure is one between two.
func (r *reader) figureParties(m *schema.Mention, of *measure) []string {
	if of.Parties == "pair" && m.IRI == "" && len(m.Members) == 2 {
		return m.Members
	}
	return []string{r.figureParty(m)}
}

// figureParty is the body whose figure it may be: an aggregate keeps the group.
func (r *reader) figureParty(m *schema.Mention) string {
	switch m.Kind {
	case schema.MentionGroup:
		if m.IRI != "" {
			return m.IRI
		}
	case schema.MentionState, schema.MentionMechanism:
		return m.IRI
	case schema.MentionOrganization:
		if st := r.knowledge.State(m.IRI, r.published); st != "" {
			return st
		}
		return m.IRI
	case schema.MentionPerson:
		return ""
	case schema.MentionPlace:
		if m.IRI == schema.Base+"id/place/central-asia" {
			return schema.Base + "id/group/central-asia-5"
		}
	}
	return ""
}

// period is when the figure held: the time of its clause, else of an earlier one
// of the sentence, else of the sentence before in the paragraph; a sum up to the
// article's day when it is said to be cumulative.
func (r *reader) period(s *sentence, k int, f *schema.FigureFrame) int {
	begin := s.items[k].begin
	when := ""
	best := 1 << 30
	cumulative := slices.Contains(f.Qualifiers, concept("qualifier", "cumulative"))
	for n := range s.items {
		it := &s.items[n]
		if it.kind != itemTime || it.nested || it.time.EDTF == "" || it.time.Kind == "set" || it.clause > s.items[k].clause {
			continue
		}
		if cumulative && it.clause < s.items[k].clause {
			continue // a sum to date is not of the period told before
		}
		d := (s.items[k].clause-it.clause)*200 + abs(n-k)
		if it.time.Kind == "duration" && it.time.EDTF == "" {
			continue
		}
		if d < best {
			best, when = d, it.time.EDTF
			begin = min(s.items[k].begin, it.begin)
		}
	}
	if when == "" && !cumulative && f.Unit != concept("unit", "rank") {
		when = r.paragraphPeriod(s)
	}
	if cumulative && r.published != "" && (when == "" || !strings.HasPrefix(when, "..")) {
		if when == "" {
			when = "../" + r.published
		}
	}
	when = dateOnly(when)
	if d, err := edtf.Parse(when); err == nil && when != "" {
		f.When = when
		f.From, f.To = d.Bounds()
	} else if r.published != "" {
		f.AttestedOn = r.published
	}
	return begin
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// paragraphPeriod is the month, quarter, year or run of months said last in the
// paragraph before the sentence.
func (r *reader) paragraphPeriod(s *sentence) string {
	for i := len(r.sentences) - 1; i >= 0; i-- {
		p := r.sentences[i]
		if p.index >= s.index || p.paragraph != s.paragraph {
			continue
		}
		for k := len(p.items) - 1; k >= 0; k-- {
			it := &p.items[k]
			if it.kind == itemTime && it.time.EDTF != "" && (it.time.Granularity == "month" || it.time.Granularity == "year" || it.time.Granularity == "quarter" || it.time.Granularity == "half-year") && strings.Contains(it.time.EDTF, "/") {
				return it.time.EDTF
			}
		}
	}
	return ""
}

// planned reports whether a word makes the number a target.
func (r *reader) planned(s *sentence, k int) bool {
	c := s.clauses[s.items[k].clause]
	for n := c.first; n < k; n++ {
		w := &s.items[n]
		if w.kind == itemWord && (w.has(classPlan) || slices.Contains(s.phrases.Wishing, s.between(w.begin, w.end))) {
			return true
		}
	}
	return false
}

// deniedFigure reports whether the clause says before the number at k that it is not so:
// не инвестировал 10 млрд, refused to approve a loan of $3 billion.
func (s *sentence) deniedFigure(k int) bool {
	for n := s.clauses[s.items[k].clause].first; n < k; n++ {
		if w := &s.items[n]; w.kind == itemWord && w.has(classDenied) && s.items[k].begin-w.end <= reach && s.adjacentDenial(n) && !s.quantityBetween(n, k) {
			return true
		}
	}
	return false
}

// toCome reports whether a figure is for a time that has not begun, or that ends with a
// year to come: 5 billion by 2030.
func (r *reader) toCome(f *schema.FigureFrame) bool {
	if r.published == "" || f.To == "" || f.To <= r.published {
		return false
	}
	return f.From > r.published || f.From == "" && f.To > r.published[:4]+"-12-31"
}

// figureBegin extends a figure's span to the time or parties of an earlier clause.
func (r *reader) figureBegin(s *sentence, k, begin int) int {
	b := begin
	for c := range s.clauses {
		if s.clauses[c].begin <= begin && begin < s.clauses[c].end {
			b = s.clauses[c].begin
		}
	}
	return min(b, begin)
}

// measureEnd extends the span to a measure word after the number (人死亡).
func (r *reader) measureEnd(s *sentence, k, end int) int {
	_, at := r.measureOf(s, k)
	if at > k {
		return max(end, s.items[at].end)
	}
	return end
}

func (r *reader) nameFigure(f *schema.FigureFrame) {
	period := f.When
	local := func(iri string) string {
		if iri == "" {
			return "x"
		}
		return schema.Local(iri)
	}
	hash := schema.Hash16(f.Measure, f.Reporter, f.Partner, period, f.Unit+f.Currency, f.Comparison, f.Bound, f.Value, f.Min, f.Max)
	f.IRI = schema.Base + "id/figure/" + strings.Join([]string{schema.Local(f.Measure), local(f.Reporter), local(f.Partner), schema.DateKey(period), hash}, "-")
}
