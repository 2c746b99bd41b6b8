package frames

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// mechanismsOf claims what a sentence says of a standing format: its members, its
// fields, its level, its secretariat, how often it meets.
func (r *reader) mechanismsOf(s *sentence) {
	r.secretariatOf(s)
	for k := range s.items {
		it := &s.items[k]
		if it.kind != itemMention || it.mention.Kind != schema.MentionMechanism && it.mention.Kind != schema.MentionOrganization {
			continue
		}
		f := schema.MechanismFrame{IRI: it.mention.IRI}
		context, end := r.mechanismFacts(s, k, &f)
		if len(f.Members)+len(f.Areas)+len(f.Children) == 0 && f.Recurrence == "" {
			continue
		}
		frame := schema.Frame{Kind: schema.FrameMechanism, Mechanism: &f}
		if e, ok := r.entity(it.mention); ok {
			frame.Entities = []schema.Entity{e}
		}
		r.claim(s, s.clauses[it.clause].begin, end, draft{rule: "mechanism.facts", confidence: 90, frame: frame, context: context})
		return
	}
}

// mechanismFacts reads the facts told of the mechanism at k as the sentence's
// subject; end is where they end.
func (r *reader) mechanismFacts(s *sentence, k int, f *schema.MechanismFrame) (context [][2]int, end int) {
	end = s.items[k].end
	subject := s.items[k].relation == ""
	for n := k + 1; n < len(s.items); n++ {
		it := &s.items[n]
		switch {
		case it.kind == itemMention && subject && r.memberList(s, k, n):
			for _, m := range r.bodies(it.mention) {
				if isState(m) && !slices.Contains(f.Members, m) {
					f.Members = append(f.Members, m)
				}
			}
			if it.mention.Antecedent[1] > 0 {
				context = append(context, it.mention.Antecedent)
			}
			end = max(end, s.clauses[it.clause].end)
		case it.kind == itemMention && it.mention.Kind == schema.MentionMechanism && it.mention.IRI != f.IRI && s.word(n+1, "headed"):
			f.Children = append(f.Children, it.mention.IRI)
			if l := r.levelOfName(it.mention); l != "" {
				f.ChildLevel = l
			}
			end = max(end, s.clauses[it.clause].end)
		case it.kind == itemWord && s.word(n, "areas") && subject:
			areas, to := r.areas(s, n)
			if len(areas) >= 2 {
				f.Areas = append(f.Areas, areas...)
				end = max(end, to)
			}
		case it.kind == itemWord && it.sense(classMechanism) != nil && strings.HasPrefix(it.sense(classMechanism).value, "P"):
			f.Recurrence = it.sense(classMechanism).value
			end = max(end, it.end)
		}
	}
	return context, min(end, s.end)
}

// word reports whether the item at n is a mechanism word of the class.
func (s *sentence) word(n int, value string) bool {
	if n >= len(s.items) || s.items[n].kind != itemWord {
		return false
	}
	for i := range s.items[n].senses {
		if l := &s.items[n].senses[i]; l.class == classMechanism && l.value == value {
			return true
		}
	}
	return false
}

// memberList reports whether the names at n are told as members: a member word
// stands in the same clause between or right after.
func (r *reader) memberList(s *sentence, k, n int) bool {
	m := s.items[n].mention
	if m.Kind != schema.MentionState && m.Kind != schema.MentionGroup || s.items[n].clause > s.items[k].clause+1 {
		return false
	}
	c := s.clauses[s.items[n].clause]
	for i := c.first; i < c.last; i++ {
		if s.word(i, "members") && i > k && abs(i-n) <= 12 {
			return true
		}
	}
	return false
}

// areas reads a list of fields after the word at n, up to the word that closes it.
func (r *reader) areas(s *sentence, n int) (areas []string, end int) {
	closed := false
	for i := n + 1; i < len(s.items) && s.items[i].clause <= s.items[n].clause+1; i++ {
		it := &s.items[i]
		if l := it.sense(classArea); it.kind == itemWord && l != nil {
			if !slices.Contains(areas, l.value) {
				areas = append(areas, l.value)
			}
			continue
		}
		if s.word(i, "areas-end") {
			closed, end = true, it.end
		}
	}
	if !closed {
		return nil, n
	}
	slices.Sort(areas)
	return areas, end
}

// levelOfName reads the level in a mechanism's own name (元首会晤机制).
func (r *reader) levelOfName(m *schema.Mention) string {
	lang := baseLang(r.langAt(m.Begin))
	t := r.lexicon.tables[lang]
	if t == nil {
		return ""
	}
	begin, end := r.doc.KeyOffset(m.Begin), r.doc.KeyOffset(m.End)
	key := r.doc.Key
	for i := begin; i < end; i++ {
		if to, senses := t.find(key, i); to > i && to <= end {
			for n := range senses {
				if senses[n].class == classLevel {
					return concept("level", senses[n].value)
				}
			}
		}
	}
	if info := r.knowledge.Label(m.IRI, "en"); strings.Contains(info, "heads-of-state") {
		return concept("level", "head-of-state")
	}
	return ""
}

// secretariatOf claims the organ of a mechanism: 机制秘书处, the SCO Secretariat.
func (r *reader) secretariatOf(s *sentence) {
	for k := range s.items {
		it := &s.items[k]
		mechanism, organ := "", ""
		var entity *schema.Entity
		switch {
		case it.kind == itemMention && it.mention.Kind == schema.MentionOrganization && s.secretariat(it.mention):
			organ = it.mention.IRI
			mechanism = r.knowledge.Parent(organ)
			if e, ok := r.entity(it.mention); ok {
				entity = &e
			}
		case s.word(k, "secretariat"):
			mechanism = r.mechanismBefore(s, k)
			if mechanism != "" {
				organ = r.knowledge.Secretariat(mechanism)
			}
		}
		if mechanism == "" || organ == "" || r.toldSecretariat(mechanism) {
			continue
		}
		c := s.clauses[it.clause]
		f := schema.MechanismFrame{IRI: mechanism, Secretariat: organ}
		frame := schema.Frame{Kind: schema.FrameMechanism, Mechanism: &f}
		if entity != nil {
			frame.Entities = []schema.Entity{*entity}
		}
		r.claim(s, c.begin, c.end, draft{rule: "mechanism.secretariat", confidence: 85, frame: frame})
	}
}

func (s *sentence) secretariat(m *schema.Mention) bool {
	return holds(strings.ToLower(m.Text+" "+m.Label), s.phrases.Secretariat)
}

// mechanismBefore is the mechanism the sentence, or the one before it in the
// paragraph, speaks of.
func (r *reader) mechanismBefore(s *sentence, k int) string {
	for i := len(r.sentences) - 1; i >= 0; i-- {
		p := r.sentences[i]
		if p.index > s.index || p.paragraph != s.paragraph {
			continue
		}
		for n := range p.items {
			if p.index == s.index && n >= k {
				break
			}
			if p.items[n].kind == itemMention && p.items[n].mention.Kind == schema.MentionMechanism {
				// The first of a sentence is what it speaks of.
				return p.items[n].mention.IRI
			}
		}
	}
	return ""
}

func (r *reader) toldSecretariat(mechanism string) bool {
	for _, d := range r.drafts {
		if m := d.frame.Mechanism; m != nil && m.IRI == mechanism && m.Secretariat != "" {
			return true
		}
	}
	return false
}
