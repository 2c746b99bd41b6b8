package frames

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
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

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
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
