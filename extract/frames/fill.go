package frames

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// filled is what a rule found beside its trigger.
type filled struct {
	within      *event // the meeting whose participants act
	arguments   []argument
	items       []int // further items used (instrument words, partnership words)
	destination string
	money       bool
	partnership string
	appointee   string
	persons     int
	named       bool
}

var roleProperties = map[string]string{
	"actor": "", "host": schema.RoleHost, "signatory": schema.RoleSignatory, "sender": schema.RoleSender,
	"recipient": schema.RoleRecipient, "visitor": schema.RoleVisitor, "imposer": schema.RoleImposer, "target": schema.RoleTarget,
	"donor": schema.RoleDonor, "mediator": schema.RoleMediator, "chair": schema.RoleChair, "appointee": schema.RoleAppointee,
	"speaker": schema.RoleSpeaker,
}

// personRoles are filled by persons; a person in another role is a plain actor
// beside his state.
var personRoles = map[string]bool{"chair": true, "appointee": true, "speaker": true}

// fill gives the names beside the trigger their roles.
func (r *reader) fill(s *sentence, i int, l *lexeme, f *schema.EventFrame) filled {
	out := filled{}
	for _, a := range r.arguments(s, i, l.form == "noun") {
		role, ok := l.rule.Roles[a.relation]
		if !ok || role == "ignore" || r.accompanies(s, a.item) {
			continue
		}
		switch role {
		case "instrument":
			if a.mention.Kind == schema.MentionInstrument {
				r.instrumentArgument(s, a, f, &out)
				continue
			}
			if l.rule.Roles["between"] == "signatory" && a.mention.Kind == schema.MentionState && l.rule.Type == "entry-into-force" {
				r.act(a, "signatory", f, &out) // 中国同尼加拉瓜自由贸易协定生效
				continue
			}
			if l.rule.Roles["with"] != "" && a.relation == "object" && l.rule.accept[a.mention.Kind] && l.rule.Type == "signing" {
				continue
			}
		case "body":
			if begins(s.between(s.items[a.item].end, s.end), s.phrases.Possessive) {
				continue // joined the organisation's fund
			}
			if r.body(s, i, l, a, f, &out) {
				continue
			}
		case "destination":
			r.destination(s, a, f, &out)
		default:
			if !l.rule.accept[a.mention.Kind] {
				if a.mention.Kind != schema.MentionPlace || len(a.bodies) == 0 || a.relation == "at" {
					continue
				}
			}
			r.act(a, role, f, &out)
		}
	}
	r.bundle(s, i, l, f, &out)
	r.measureWords(s, i, l, f, &out)
	if l.rule.Type == "establish-mechanism" || l.rule.Type == "secretariat-opening" {
		r.bodyByForm(s, i, f, &out)
	}
	return out
}

// innerParties takes the states that a document's title names for its signatories,
// where nobody else is said to sign: договор между Россией и Ираном подписан.
func (r *reader) innerParties(l *lexeme, f *schema.EventFrame) {
	signs := false
	for _, role := range l.rule.Roles {
		signs = signs || role == "signatory"
	}
	if !signs || len(f.Actors) > 0 {
		return
	}
	for _, n := range f.NewInstruments {
		for i := range r.mentions {
			outer := &r.mentions[i]
			if outer.IRI != n.IRI {
				continue
			}
			var states []string
			within := r.mentionsWithin(outer.Begin, outer.End)
			for k := range within {
				m := &within[k]
				if m.Begin < outer.Begin || m.End > outer.End || m.Kind != schema.MentionState && m.Kind != schema.MentionOrganization {
					continue
				}
				for _, b := range r.bodies(m) {
					if isState(b) && !slices.Contains(states, b) {
						states = append(states, b)
					}
				}
			}
			if len(states) < 2 {
				states = r.knowledge.Members(n.IRI, r.published)
			}
			if len(states) == 2 {
				for _, st := range states {
					addActor(f, schema.Actor{IRI: st, Role: schema.RoleSignatory})
				}
				return
			}
		}
	}
}

// adopters sets a document adopted by the participants into the meeting told before.
func (r *reader) adopters(s *sentence, i int, l *lexeme, f *schema.EventFrame, out *filled) {
	if l.rule.Type != "adoption" || len(f.Actors) > 0 || r.last == nil || r.last.frame.Series == "" {
		return
	}
	if holds(s.between(s.clauses[s.items[i].clause].begin, s.items[i].begin), s.phrases.Participants) {
		out.within = r.last
		f.Actors = append(f.Actors, r.last.frame.Actors...)
	}
}

// act enters an argument as one who acts.
func (r *reader) act(a argument, role string, f *schema.EventFrame, out *filled) {
	property := roleProperties[role]
	out.arguments = append(out.arguments, a)
	if a.person != "" {
		out.persons++
		p := ""
		if personRoles[role] {
			p = property
			if role == "appointee" {
				out.appointee = a.person
			}
		}
		addActor(f, schema.Actor{IRI: a.person, Role: p})
	}
	if personRoles[role] {
		if a.person == "" {
			for _, b := range a.bodies {
				addActor(f, schema.Actor{IRI: b})
			}
		} else if role != "appointee" {
			for _, b := range a.bodies {
				addActor(f, schema.Actor{IRI: b})
			}
		}
		return
	}
	for _, b := range a.bodies {
		addActor(f, schema.Actor{IRI: b, Role: property})
	}
}

func addActor(f *schema.EventFrame, a schema.Actor) {
	if a.IRI != "" && !slices.Contains(f.Actors, a) {
		f.Actors = append(f.Actors, a)
	}
}

// accompanies reports whether the name at k only goes along, invites, or is spoken
// of.
func (r *reader) accompanies(s *sentence, k int) bool {
	it := &s.items[k]
	rest := s.between(it.end, s.end)
	switch {
	case it.relation == "accompany", begins(rest, s.phrases.Accompanying):
		return true
	case it.relation == "invited":
		return s.lang == "zh"
	}
	return it.relation != "" && begins(rest, s.phrases.Inviting)
}

// destination is where a visit goes.
func (r *reader) destination(s *sentence, a argument, f *schema.EventFrame, out *filled) {
	m := a.mention
	switch m.Kind {
	case schema.MentionPlace:
		out.destination = m.IRI
		f.Place = m.IRI
		if st := r.knowledge.State(m.IRI, r.published); st != "" {
			f.Country = st
			if a.relation != "at" || !hasRole(f, schema.RoleHost) {
				addActor(f, schema.Actor{IRI: st, Role: schema.RoleHost})
			}
		}
	case schema.MentionState:
		if m.Form == "office" {
			return
		}
		out.destination = m.IRI
		if f.Place == "" || !isPlace(f.Place) {
			f.Place, f.Country = m.IRI, m.IRI
		}
		addActor(f, schema.Actor{IRI: m.IRI, Role: schema.RoleHost})
	case schema.MentionGroup:
		for _, st := range a.bodies {
			out.destination = st
			addActor(f, schema.Actor{IRI: st, Role: schema.RoleHost})
		}
	case schema.MentionOrganization:
		if len(a.bodies) > 0 && a.relation != "at" {
			out.destination = m.IRI
			addActor(f, schema.Actor{IRI: a.bodies[0], Role: schema.RoleHost})
		}
	default:
		return
	}
	out.arguments = append(out.arguments, a)
}

func hasRole(f *schema.EventFrame, role string) bool {
	return slices.ContainsFunc(f.Actors, func(a schema.Actor) bool { return a.Role == role })
}

// body is the organisation or mechanism founded, joined or left.
func (r *reader) body(s *sentence, i int, l *lexeme, a argument, f *schema.EventFrame, out *filled) bool {
	switch a.mention.Kind {
	case schema.MentionMechanism, schema.MentionOrganization:
		if f.Established != "" {
			return true
		}
		// 欧盟成员 and the like: a state's own organ is founded by no treaty.
		f.Established = a.mention.IRI
		out.arguments = append(out.arguments, a)
		out.named = true
		return true
	case schema.MentionGroup:
		// A group that meets is one to be joined: BRICS, the G20.
		if slices.Contains(s.types.Membership, l.rule.Type) && f.Established == "" && r.knowledge.SeriesOf(a.mention.IRI) != "" {
			f.Established = a.mention.IRI
			out.arguments = append(out.arguments, a)
			out.named = true
			return true
		}
	case schema.MentionInstrument:
		if l.rule.Type == "accession" {
			f.Instruments = append(f.Instruments, a.mention.IRI)
			f.Established = a.mention.IRI
			out.arguments = append(out.arguments, a)
			return true
		}
	}
	return false
}

// bodyByForm finds a body named only by its form beside the trigger: 成立“高级战略
// 委员会”; the passive 机制正式建立 has it before the verb.
func (r *reader) bodyByForm(s *sentence, i int, f *schema.EventFrame, out *filled) {
	if f.Established != "" {
		return
	}
	c := s.clauses[s.items[i].clause]
	for k := i - 1; k >= c.first; k-- {
		it := &s.items[k]
		if it.kind == itemMention && (it.mention.Kind == schema.MentionMechanism || it.mention.Kind == schema.MentionOrganization) && !it.nested {
			if s.items[i].begin-it.end > 18 || r.knowledge.State(it.mention.IRI, r.published) != "" {
				continue
			}
			f.Established = it.mention.IRI
			out.named = true
			out.arguments = append(out.arguments, r.argument(s, k, "body"))
			// What is founded does not act.
			f.Actors = slices.DeleteFunc(f.Actors, func(a schema.Actor) bool { return a.IRI == it.mention.IRI })
			return
		}
	}
}

// measureWords looks for what some rules want beside names: money, a level of
// relations.
func (r *reader) measureWords(s *sentence, i int, l *lexeme, f *schema.EventFrame, out *filled) {
	c := s.clauses[s.items[i].clause]
	for k := c.first; k < c.last; k++ {
		it := &s.items[k]
		if it.kind == itemQuantity && it.quantity.Currency != "" {
			out.money = true
		}
		if it.kind == itemWord {
			if p := it.sense(classPartnership); p != nil && k != i {
				out.partnership = p.value
				if l.rule.Type == "upgrade-relations" {
					out.items = append(out.items, k)
				}
			}
		}
	}
	if out.partnership == "diplomatic-relations" && l.rule.Type == "upgrade-relations" {
		out.partnership = ""
	}
}

// required checks a rule's demands.
func (r *reader) required(l *rule, f *schema.EventFrame, out filled) bool {
	for _, want := range l.Require {
		ok := false
		for _, alt := range strings.Split(want, "|") {
			if r.has(alt, f, out) {
				ok = true
				break
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

func (r *reader) has(what string, f *schema.EventFrame, out filled) bool {
	states, persons := split(f.Actors)
	relation := func(rel string) bool {
		return slices.ContainsFunc(out.arguments, func(a argument) bool { return a.relation == rel })
	}
	switch what {
	case "sides":
		return len(states) >= 2 || len(persons) >= 2 || len(persons) == 1 && len(states) >= 1 && r.foreign(persons[0], states)
	case "actor":
		return len(f.Actors) > 0
	case "person":
		return len(persons) > 0
	case "instrument":
		return len(f.Instruments) > 0
	case "body":
		return f.Established != ""
	case "series":
		return f.Series != "" || out.within != nil
	case "named":
		return f.Series != "" || out.named || len(f.Actors) > 0 && f.Type != concept("type", "forum")
	case "destination":
		if (f.Status == schema.Postponed || f.Status == schema.Cancelled) && hasRole(f, schema.RoleVisitor) {
			return true // what was put off may leave out where to
		}
		return out.destination != "" && !(len(states) == 1 && len(persons) == 0)
	case "money":
		return out.money
	case "partnership":
		return out.partnership != ""
	case "date":
		return true
	case "state":
		return len(states) > 0
	case "place":
		return f.Place != ""
	case "post":
		return true
	case "visitor", "signatory", "appointee", "recipient", "target", "host", "imposer", "donor", "sender":
		if what == "visitor" || what == "signatory" {
			return hasRole(f, roleProperties[what]) || what == "visitor" && len(persons) > 0
		}
		return hasRole(f, roleProperties[what])
	}
	return relation(what)
}

// foreign reports whether a person meets a state that is not his own.
func (r *reader) foreign(person string, states []string) bool {
	own := r.knowledge.State(person, r.published)
	return own == "" || slices.ContainsFunc(states, func(s string) bool { return s != own })
}

// level is that of the offices of those who act, when all who are named have one.
func (r *reader) level(s *sentence, f *schema.EventFrame, out filled) {
	level := ""
	for _, a := range out.arguments {
		l := ""
		switch {
		case a.mention.Role != "":
			l = r.lexicon.levels[schema.Local(a.mention.Role)]
		case a.mention.Kind == schema.MentionGroup || a.mention.Kind == schema.MentionState:
			l = s.levelAfter(a.item)
		default:
			continue
		}
		if l == "" || level != "" && level != l {
			return
		}
		level = l
	}
	if level != "" {
		f.Level = concept("level", level)
	}
}

// levelAfter is the level word inside or right after a name: 六国 元首.
func (s *sentence) levelAfter(k int) string {
	if k+1 < len(s.items) {
		n := &s.items[k+1]
		if n.kind == itemWord && n.begin-s.items[k].end <= 3 {
			if l := n.sense(classLevel); l != nil {
				return l.value
			}
		}
	}
	return ""
}

// entities are those discovered that the arguments name: the claim types and
// labels them.
func (r *reader) entities(out filled) []schema.Entity {
	var es []schema.Entity
	for _, a := range out.arguments {
		if e, ok := r.entity(a.mention); ok && !slices.ContainsFunc(es, func(x schema.Entity) bool { return x.IRI == e.IRI }) {
			es = append(es, e)
		}
	}
	return es
}

var classOfKind = map[string]string{
	schema.MentionPerson: schema.ClassPerson, schema.MentionOrganization: schema.ClassOrganization, schema.MentionMechanism: schema.ClassMechanism,
	schema.MentionInstrument: schema.ClassInstrument, schema.MentionSeries: schema.ClassSeries, schema.MentionPlace: schema.ClassPlace,
}

// entity describes a discovered name; false for those the gazetteer knows.
func (r *reader) entity(m *schema.Mention) (schema.Entity, bool) {
	class, ok := classOfKind[m.Kind]
	if !m.Discovered || !ok || m.IRI == "" {
		return schema.Entity{}, false
	}
	name := m.Label
	if name == "" {
		name = m.Text
	}
	e := schema.Entity{IRI: m.IRI, Class: class, Label: name, Lang: r.langAt(m.Begin)}
	if m.Kind == schema.MentionPerson {
		e.Post, e.Organization = m.Role, m.Of
	}
	if m.Kind == schema.MentionSeries {
		e.Mechanism = m.Of
	}
	if m.Kind == schema.MentionInstrument {
		e.Kind = r.kindOf(name, e.Lang)
	}
	return e, true
}

func (r *reader) langAt(cp int) string {
	i := sort.Search(len(r.doc.Sentences), func(i int) bool { return cp < r.doc.Sentences[i].End })
	if i < len(r.doc.Sentences) {
		return r.doc.Sentences[i].Lang
	}
	return r.article.Lang
}

// phrasesAt are the short lists of the language of the sentence at code point cp.
func (r *reader) phrasesAt(cp int) *phrases {
	if p := r.lexicon.phrases[baseLang(r.langAt(cp))]; p != nil {
		return p
	}
	return &phrases{}
}
