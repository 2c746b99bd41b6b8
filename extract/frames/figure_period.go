package frames

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

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
