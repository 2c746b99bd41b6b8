package frames

import (
	"sort"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// posts claims every person's post that stands in the text, once for each post.
func (r *reader) posts() {
	told := map[string]bool{}
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Kind != schema.MentionPerson || m.Role == "" || m.Of == "" || m.IRI == "" {
			continue
		}
		if m.NameEnd <= m.NameBegin || m.Title == "" {
			continue // an office without a name attests nobody
		}
		if m.End > r.article.Body[1] {
			continue
		}
		role, of := r.postOf(m)
		iri := schema.MembershipIRI(m.IRI, of, role, "")
		if told[iri] || r.former(m) {
			continue
		}
		told[iri] = true
		lang := r.langAt(m.Begin)
		f := schema.MembershipFrame{IRI: iri, Person: m.IRI, Organization: of, Role: role, Title: m.Title, Lang: lang, AttestedOn: r.published}
		frame := schema.Frame{Kind: schema.FrameMembership, Membership: &f}
		if e, ok := r.entity(m); ok {
			frame.Entities = append(frame.Entities, e)
		}
		begin, end := m.Begin, m.End
		s := r.sentenceAt(m.Begin)
		if s == nil {
			continue
		}
		r.claim(s, r.doc.KeyOffset(begin), r.doc.KeyOffset(end), draft{rule: "person.post", confidence: 90, frame: frame})
	}
}

// postOf is the post a title names: the chair of a body that stands between the
// state and the title is no head of state (最高会议参议院主席).
func (r *reader) postOf(m *schema.Mention) (role, of string) {
	role, of = m.Role, m.Of
	if schema.Local(role) != "president" {
		return role, of
	}
	first := sort.Search(len(r.mentions), func(i int) bool { return r.mentions[i].Begin >= m.Begin })
	for i := first; i < len(r.mentions) && r.mentions[i].Begin < m.NameBegin; i++ {
		o := &r.mentions[i]
		if o.End > m.NameBegin || o == m {
			continue
		}
		if o.Kind != schema.MentionOrganization && o.Kind != schema.MentionMechanism || o.IRI == "" || o.IRI == of {
			continue
		}
		role = concept("role", "chair")
		if strings.Contains(o.IRI, "parliament") || strings.Contains(o.Text, "议") || strings.Contains(o.Text, "参议院") {
			role = concept("role", "speaker-of-parliament")
		}
		return role, o.IRI
	}
	return role, of
}

// former reports whether the words before a post say that it is past.
func (r *reader) former(m *schema.Mention) bool {
	b := r.doc.KeyOffset(m.Begin)
	before := r.doc.Key[max(0, b-24):b]
	at := r.doc.Key[b:min(len(r.doc.Key), b+24)]
	p := r.phrasesAt(m.Begin)
	if ends(before, p.Former) || begins(at, p.Former) && !begins(at, p.NotBefore) {
		return true
	}
	// 美国前总统特朗普: the word stands inside the title.
	return holds(r.doc.Key[b:r.doc.KeyOffset(m.End)], p.FormerTitle)
}

func (r *reader) sentenceAt(cp int) *sentence {
	b := r.doc.KeyOffset(cp)
	if i := r.sentenceNumber(b); i < len(r.sentences) && b >= r.sentences[i].begin {
		return r.sentences[i]
	}
	return nil
}

// sentenceNumber is the place of the first sentence that ends after byte at.
func (r *reader) sentenceNumber(at int) int {
	return sort.Search(len(r.sentences), func(i int) bool { return r.sentences[i].end > at })
}

// author claims the post printed beside a byline: (作者为中国—中亚机制秘书长孙炜东).
func (r *reader) author() {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Begin < r.article.Body[1] || m.Kind != schema.MentionPerson || m.IRI == "" {
			continue
		}
		s := r.sentenceAt(m.Begin)
		if s == nil || m.Role == "" || m.Of == "" || m.NameEnd <= m.NameBegin {
			continue
		}
		f := schema.MembershipFrame{IRI: schema.MembershipIRI(m.IRI, m.Of, m.Role, ""), Person: m.IRI, Organization: m.Of, Role: m.Role, Title: m.Title, Lang: s.lang, AttestedOn: r.published}
		frame := schema.Frame{Kind: schema.FrameMembership, Membership: &f}
		if e, ok := r.entity(m); ok {
			frame.Entities = append(frame.Entities, e)
		}
		r.claim(s, s.begin, s.end, draft{rule: "person.post", confidence: 90, frame: frame})
	}
}

// authorIRI is the person who wrote the article, "" when none is known.
func (r *reader) authorIRI() string {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Begin >= r.article.Body[1] && m.Kind == schema.MentionPerson {
			return m.IRI
		}
	}
	return ""
}

// discovered claims the type and label of every name found by form that no other
// claim has typed, at its first mention.
func (r *reader) discovered() {
	typed := map[string]bool{}
	for _, d := range r.drafts {
		for _, e := range d.frame.Entities {
			typed[e.IRI] = true
		}
		if d.frame.Instrument != nil {
			typed[d.frame.Instrument.IRI] = true
		}
		if d.frame.Event != nil {
			for _, i := range d.frame.Event.NewInstruments {
				typed[i.IRI] = true
			}
		}
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		e, ok := r.entity(m)
		if !ok || typed[m.IRI] || m.Kind == schema.MentionInstrument && e.Kind == "" {
			continue
		}
		s := r.sentenceAt(m.Begin)
		if s == nil {
			continue
		}
		typed[m.IRI] = true
		r.claim(s, r.doc.KeyOffset(m.Begin), r.doc.KeyOffset(m.End), draft{rule: "entity.named", confidence: 70, frame: schema.Frame{Kind: schema.FrameEntity, Entities: []schema.Entity{e}}})
	}
}
