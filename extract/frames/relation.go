package frames

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// partnershipsOf claims levels of relations that stand: 中国迄今已同五国建立全面战略
// 伙伴关系, 建交30多年来, are strategic partners.
func (r *reader) partnershipsOf(s *sentence) {
	for k := range s.items {
		it := &s.items[k]
		p := it.sense(classPartnership)
		if it.kind != itemWord || p == nil || r.upgrades(s, k) {
			continue
		}
		if !s.standing(k, p.value) {
			continue
		}
		left, right, context := r.pair(s, k)
		f := schema.PartnershipFrame{Level: concept("partnership-level", p.value), AttestedOn: r.published}
		for _, a := range left {
			for _, b := range right {
				if a != b && isState(a) && (isState(b) || strings.HasPrefix(b, schema.Base+"id/organization/")) {
					f.Pairs = append(f.Pairs, orderedPair(a, b))
				}
			}
		}
		slices.SortFunc(f.Pairs, func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) })
		f.Pairs = slices.Compact(f.Pairs)
		if len(f.Pairs) == 0 || len(f.Pairs) > 12 {
			continue
		}
		c := s.clauses[it.clause]
		d := draft{rule: "partnership", confidence: 90, frame: schema.Frame{Kind: schema.FramePartnership, Partnership: &f}, context: context}
		if it.speech >= 0 {
			d.speaker, d.confidence = r.speakerOf(s, k), 80
		}
		begin, end := c.begin, min(c.end, s.end)
		if p.value == "diplomatic-relations" {
			begin = c.begin
		}
		r.claim(s, begin, end, d)
	}
}

func isState(iri string) bool { return strings.HasPrefix(iri, schema.Base+"id/state/") }

func orderedPair(a, b string) [2]string {
	if b < a {
		return [2]string{b, a}
	}
	return [2]string{a, b}
}

// upgrades reports whether an event of upgrading was made of this word.
func (r *reader) upgrades(s *sentence, k int) bool {
	for _, d := range r.here() {
		if d.event != nil && d.begin <= s.items[k].begin && d.end >= s.items[k].end && s.types.family(d.frame.Event.Type) == "upgrade-relations" {
			return true
		}
	}
	return false
}

// standing reports whether words near the level say that relations stand at it.
func (s *sentence) standing(k int, level string) bool {
	c := s.clauses[s.items[k].clause]
	for n := c.first; n < c.last; n++ {
		it := &s.items[n]
		if it.kind == itemWord && (it.has(classIrrealis) || it.has(classDenied)) && n < k && s.items[k].begin-it.end < 60 && s.lang != "zh" {
			return false
		}
		if it.kind == itemWord && n != k && it.has(classStanding) {
			return true
		}
		if it.kind == itemTime && level == "diplomatic-relations" {
			return true // 建交30多年来
		}
	}
	return level == "diplomatic-relations" && strings.Contains(s.between(s.items[k].end, min(s.end, s.items[k].end+24)), "年")
}

// pair finds the two sides of a relation: in the clause, the sentence, else the
// two sides the paragraph speaks of.
func (r *reader) pair(s *sentence, k int) (left, right []string, context [][2]int) {
	c := s.items[k].clause
	collect := func(first, last int) {
		for n := first; n < last; n++ {
			it := &s.items[n]
			if it.kind != itemMention || it.nested {
				continue
			}
			bodies, ctx := r.relationSide(it.mention)
			if len(bodies) == 0 {
				continue
			}
			switch {
			case len(left) == 0:
				left = bodies
			case len(right) == 0 && !slices.Equal(left, bodies):
				right = bodies
			default:
				continue
			}
			if ctx[1] > 0 {
				context = append(context, ctx)
			}
		}
	}
	collect(s.clauses[c].first, s.clauses[c].last)
	if len(right) == 0 {
		for n := c + 1; n < len(s.clauses) && n <= c+3 && len(right) == 0; n++ {
			collect(s.clauses[n].first, s.clauses[n].last)
		}
	}
	for n := c - 1; n >= 0 && len(right) == 0; n-- {
		collect(s.clauses[n].first, s.clauses[n].last)
	}
	if len(left) == 2 && len(right) == 0 {
		left, right = left[:1], left[1:] // 两国, both sides in one word
	}
	if len(right) == 0 && len(left) > 0 && r.last != nil {
		states, _ := split(r.last.frame.Actors)
		for _, x := range states {
			if isState(x) && !slices.Contains(left, x) && len(states) == 2 {
				right = []string{x}
			}
		}
	}
	return left, right, context
}

// relationSide is the states that one side of a relation stands for.
func (r *reader) relationSide(m *schema.Mention) ([]string, [2]int) {
	switch m.Kind {
	case schema.MentionState:
		return []string{m.IRI}, m.Antecedent
	case schema.MentionGroup:
		return r.members(m), m.Antecedent
	case schema.MentionOrganization:
		if r.knowledge.State(m.IRI, r.published) == "" {
			return []string{m.IRI}, m.Antecedent
		}
	}
	return nil, [2]int{}
}

// stancesOf claims what states stand for: 坚定捍卫多边主义, 不认同单边主义.
func (r *reader) stancesOf(s *sentence) {
	var relations []schema.Relation
	var context [][2]int
	firstItem, last := -1, -1
	for k := range s.items {
		it := &s.items[k]
		if it.kind != itemMention || it.mention.Kind != schema.MentionTopic {
			continue
		}
		property, verb := s.stance(k)
		if property == "" || s.denied(verb) {
			continue
		}
		holders, ctx, at := r.holders(s, verb)
		if len(holders) == 0 || len(holders) > 12 {
			continue
		}
		for _, h := range holders {
			relations = append(relations, schema.Relation{Subject: h, Property: property, Object: it.mention.IRI})
		}
		context = append(context, ctx...)
		if firstItem < 0 || at < firstItem {
			firstItem = at
		}
		last = k
	}
	if len(relations) == 0 {
		return
	}
	d := draft{rule: "stance", confidence: 85, modality: schema.Opinion, context: context, frame: schema.Frame{Kind: schema.FrameRelation, Relations: relations}}
	d.speaker = r.speakerOf(s, last)
	if d.speaker == "" {
		d.speaker = r.authorIRI()
	}
	c := s.clauses[s.items[last].clause]
	r.claim(s, s.clauses[s.items[firstItem].clause].begin, c.end, d)
}

// stance finds the verb of holding or refusing before the topic at k.
func (s *sentence) stance(k int) (property string, verb int) {
	c := s.clauses[s.items[k].clause]
	for n := k - 1; n >= c.first; n-- {
		it := &s.items[n]
		if it.kind != itemWord {
			continue
		}
		if it.has(classOpposes) {
			return schema.Opposes, n
		}
		if it.has(classSupports) {
			return schema.Supports, n
		}
		if s.items[k].begin-it.end > 60 {
			break
		}
	}
	return "", -1
}

func (s *sentence) denied(verb int) bool {
	if verb <= 0 {
		return false
	}
	p := &s.items[verb-1]
	return p.kind == itemWord && p.has(classDenied) && !p.has(classOpposes) && s.items[verb].begin-p.end < 6
}

// holders are the states whose stance a verb tells: its subject, in the clause or
// the clauses before.
func (r *reader) holders(s *sentence, verb int) (states []string, context [][2]int, at int) {
	at = verb
	for c := s.items[verb].clause; c >= 0; c-- {
		last := s.clauses[c].last
		if c == s.items[verb].clause {
			last = verb
		}
		for n := s.clauses[c].first; n < last; n++ {
			it := &s.items[n]
			if it.kind != itemMention || it.nested || it.relation == "to" || it.relation == "at" || it.relation == "about" {
				continue
			}
			if it.mention.Kind != schema.MentionState && it.mention.Kind != schema.MentionGroup && it.mention.Kind != schema.MentionPerson {
				continue
			}
			bodies := r.bodies(it.mention)
			for _, b := range bodies {
				if isState(b) && !slices.Contains(states, b) {
					states = append(states, b)
				}
			}
			if it.mention.Antecedent[1] > 0 {
				context = append(context, it.mention.Antecedent)
			}
			at = min(at, n)
		}
		if len(states) > 0 {
			return states, context, at
		}
	}
	return nil, nil, at
}
