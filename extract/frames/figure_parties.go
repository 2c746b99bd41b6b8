package frames

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

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
