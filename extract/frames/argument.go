package frames

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// argument is a name in its place beside a trigger.
type argument struct {
	item     int
	mention  *schema.Mention
	relation string // subject, object, or the class of its preposition
	// bodies are the states, groups and organisations it stands for; person is
	// the one who acts, "" where no person is named.
	bodies []string
	person string
	// antecedent is the span of the name that a pronoun stands for.
	antecedent [2]int
}

func firstRune(s string) (rune, int)       { return utf8.DecodeRuneInString(s) }
func lastRune(s string) (rune, int)        { return utf8.DecodeLastRuneInString(s) }
func containsRune(set string, r rune) bool { return strings.ContainsRune(set, r) }

// bodies are the states, groups and organisations that a name acts as.
func (r *reader) bodies(m *schema.Mention) []string {
	switch m.Kind {
	case schema.MentionState:
		return []string{m.IRI}
	case schema.MentionGroup:
		return r.members(m)
	case schema.MentionOrganization:
		if st := r.knowledge.State(m.IRI, r.published); st != "" {
			return []string{st}
		}
		if m.Of != "" {
			return []string{m.Of}
		}
		return []string{m.IRI}
	case schema.MentionMechanism:
		return []string{m.IRI}
	case schema.MentionPerson:
		return r.served(m)
	case schema.MentionPlace:
		if r.knowledge.Capital(m.IRI) {
			return []string{r.knowledge.State(m.IRI, r.published)}
		}
	}
	return nil
}

// members expands a group to its states: those it stands for in this place, else
// those it has on the day.
func (r *reader) members(m *schema.Mention) []string {
	if len(m.Members) > 0 {
		return m.Members
	}
	if ms := r.knowledge.Members(m.IRI, r.published); len(ms) > 0 && len(ms) <= 12 {
		return ms
	}
	if m.IRI == "" {
		return nil
	}
	return []string{m.IRI}
}

// served is the state or organisation in whose name a person acts.
func (r *reader) served(m *schema.Mention) []string {
	if m.Of != "" {
		if strings.HasPrefix(m.Of, schema.Base+"id/state/") {
			return []string{m.Of}
		}
		if st := r.knowledge.State(m.Of, r.published); st != "" {
			return []string{st}
		}
		return []string{m.Of}
	}
	if m.IRI == "" {
		return nil
	}
	if st := r.knowledge.State(m.IRI, r.published); st != "" {
		return []string{st}
	}
	// A discovered name told before with its post keeps that post.
	if o := r.posted[m.IRI]; o != nil && o.Begin <= m.Begin {
		return r.served(o)
	}
	return nil
}

func (r *reader) argument(s *sentence, i int, relation string) argument {
	m := s.items[i].mention
	a := argument{item: i, mention: m, relation: relation, bodies: r.bodies(m)}
	if m.Kind == schema.MentionPerson {
		a.person = m.IRI
	}
	return a
}

// arguments lists the names beside the trigger at item i: those of its zone, with
// subject and object told apart, then the subject of a verb before it.
func (r *reader) arguments(s *sentence, i int, noun bool) []argument {
	var out []argument
	c := s.clauses[s.items[i].clause]
	passive := s.passive(i)
	left := c.first
	for k := i - 1; k >= c.first; k-- {
		w := &s.items[k]
		if w.kind == itemWord && w.has(classTrigger) && !w.attributive && !s.linking(k, i) && !s.occasion(k) {
			left = k + 1
			break
		}
	}
	for k := left; k < i; k++ {
		if it := &s.items[k]; it.kind == itemMention && !it.nested {
			rel := it.relation
			if rel == "" && left > c.first && s.objectOfVerb(k) && !s.pivot(k, i) {
				continue // the object of the verb before
			}
			if rel != "" && left > c.first && !noun && s.verbJoined(i) {
				continue // severed ties with A and established ties with B
			}
			if s.possesses(k, i) {
				rel = ""
			}
			if rel == "" {
				rel = "subject"
				if passive {
					rel = "object"
				}
			}
			out = append(out, r.argument(s, k, rel))
		}
	}
	for k := i + 1; k < len(s.items); k++ {
		it := &s.items[k]
		if it.clause != s.items[i].clause && !s.listGoesOn(i, k) {
			break
		}
		if it.kind == itemWord && it.has(classTrigger) && !it.attributive && !s.nominal(k) && !(s.items[i].tells(s.types.Demands) && s.infinitive(k)) {
			break
		}
		if it.kind != itemMention || it.nested {
			continue
		}
		rel := it.relation
		if rel == "" && it.clause != s.items[i].clause && !s.listed(k) {
			break
		}
		switch {
		case rel == "" && passive && ends(s.between(it.begin, it.end), s.phrases.Instrumental):
			rel = "by"
		case rel == "" && noun && s.lang == "ru":
			rel = "subject" // визит президента: the genitive
		case rel == "of" && noun:
			rel = "subject"
		case rel == "by" && passive:
			rel = "subject"
		case rel == "":
			rel = "object"
		}
		out = append(out, r.argument(s, k, rel))
	}
	if inverted := s.inverted(i); inverted {
		for n := range out {
			if out[n].relation == "object" {
				out[n].relation = "subject"
				break
			}
		}
	}
	if s.lang == "ru" && !passive && !noun && !slices.ContainsFunc(out, func(a argument) bool { return a.relation == "subject" }) {
		if n := slices.IndexFunc(out, func(a argument) bool { return a.item > i && a.relation == "object" && r.nominative(a.mention) }); n >= 0 {
			out[n].relation = "subject" // в Душанбе прибыл президент России
		}
	}
	if passive && !slices.ContainsFunc(out, func(a argument) bool { return a.relation == "object" }) {
		if a, ok := r.pronounSubject(s, i, left); ok {
			a.relation = "object" // he was appointed
			out = append(out, a)
		}
	}
	if !slices.ContainsFunc(out, func(a argument) bool { return a.relation == "subject" }) && !passive {
		if a, ok := r.pronounSubject(s, i, left); ok {
			return append(out, a)
		}
		if k, ok := s.relativeTo(i); ok {
			return append(out, r.argument(s, k, "subject"))
		}
		if a, ok := r.attributedSubject(s, i, left); ok {
			return append(out, a)
		}
		if k, ok := r.inheritedSubject(s, i, left); ok {
			for _, j := range k {
				out = append(out, r.argument(s, j, "subject"))
			}
			if s.together(i) {
				out = append(out, r.companions(s, k[0], left)...)
			}
		}
	}
	return out
}

// verbJoined reports whether a conjunction joins the verb at i to the one before it.
func (s *sentence) verbJoined(i int) bool {
	return s.lang != "zh" && i > 0 && s.items[i-1].kind == itemWord && s.items[i-1].has(classConjunction) && s.items[i].begin-s.items[i-1].end <= 1
}

// nominative reports whether a Russian name of a person stands as it is cited.
func (r *reader) nominative(m *schema.Mention) bool {
	if m.Kind != schema.MentionPerson {
		return false
	}
	cited := m.Label
	if !m.Discovered {
		cited = r.knowledge.Label(m.IRI, "ru")
	}
	if cited == "" || strings.HasSuffix(m.Text, cited) {
		return cited != ""
	}
	// The family name alone; a given name before it would stand as it is cited.
	words, said := strings.Fields(cited), strings.Fields(m.Text)
	last := words[len(words)-1]
	return len(words) > 1 && said[len(said)-1] == last && !slices.ContainsFunc(said[:len(said)-1], func(w string) bool {
		return strings.HasPrefix(w, string([]rune(words[0])[:min(3, len([]rune(words[0])))]))
	})
}

// pivot reports whether the person at k, the object of the verb before, is the
// subject of the verb that follows: 祝贺 X 当选, denied that X had met Y.
func (s *sentence) pivot(k, i int) bool {
	if s.lang == "en" {
		for n := k - 1; n >= s.clauses[s.items[k].clause].first; n-- {
			if s.items[n].kind == itemWord && s.items[n].has(classTrigger) {
				return s.deniesThat(n) // denied that Putin had held calls
			}
		}
		return false
	}
	return s.lang == "zh" && s.items[k].mention.Kind == schema.MentionPerson && s.items[k].end == s.items[i].begin
}

// inverted reports whether a verb of speech opens its clause, so that the speaker
// follows it: …, says the embassy; …, заявил министр.
func (s *sentence) inverted(i int) bool {
	if s.lang == "zh" || !s.items[i].has(classSpeech) {
		return false
	}
	return strings.TrimSpace(s.between(s.clauses[s.items[i].clause].begin, s.items[i].begin)) == ""
}

// possesses reports whether an English possessive stands right before the trigger:
// Modi's visit.
func (s *sentence) possesses(k, i int) bool {
	if s.lang != "en" || k != i-1 {
		return false
	}
	gap := s.between(s.items[k].end, s.items[i].begin)
	return strings.HasPrefix(gap, "'s ") && len(gap) <= 24 || strings.HasSuffix(s.between(s.items[k].begin, s.items[k].end), "'s")
}

// pronounSubject is the person that he or she before the trigger means: the one
// named last.
func (r *reader) pronounSubject(s *sentence, i, left int) (argument, bool) {
	for k := i - 1; k >= left; k-- {
		if it := &s.items[k]; it.kind != itemWord || !it.has(classPronoun) {
			continue
		}
		at, _ := s.doc.Span(s.items[k].begin, s.items[k].end)
		for n := len(r.mentions) - 1; n >= 0; n-- {
			m := &r.mentions[n]
			if m.Begin >= at || m.Kind != schema.MentionPerson || m.IRI == "" {
				continue
			}
			a := argument{item: k, mention: m, relation: "subject", bodies: r.bodies(m), person: m.IRI, antecedent: [2]int{m.Begin, m.End}}
			return a, true
		}
		return argument{}, false
	}
	return argument{}, false
}

// attributedSubject is the state by which an English subject without a name of its
// own is told: rebels in the Ivory Coast, thousands of Nigerians.
func (r *reader) attributedSubject(s *sentence, i, left int) (argument, bool) {
	if s.lang != "en" {
		return argument{}, false
	}
	for k := left; k < i; k++ {
		it := &s.items[k]
		if it.kind != itemMention || it.nested || it.mention.Kind != schema.MentionState {
			continue
		}
		switch it.relation {
		case "at", "of", "from":
			if words := strings.Fields(s.between(s.clauses[it.clause].begin, it.begin)); len(words) >= 2 && len(words) <= 8 && !slices.Contains(s.phrases.Adverbial, words[0]) {
				return r.argument(s, k, "subject"), true
			}
		}
	}
	return argument{}, false
}

// nominal reports whether a trigger word stands as an object (signed agreements
// on cooperation): English and Russian nouns do not end an object list.
func (s *sentence) nominal(k int) bool {
	t := s.items[k].sense(classTrigger)
	return t != nil && t.form == "noun"
}

// infinitive reports whether the trigger at k is an infinitive.
func (s *sentence) infinitive(k int) bool {
	t := s.items[k].sense(classTrigger)
	return t != nil && t.form == "infinitive"
}

// occasion reports whether a trigger only names the occasion: 会谈期间, 访问时.
func (s *sentence) occasion(k int) bool {
	if k+1 < len(s.items) && s.items[k+1].kind == itemMention && s.items[k+1].begin == s.items[k].end {
		return false // 建立中哈…: the character belongs to a name
	}
	rest := s.between(s.items[k].end, s.end)
	return begins(rest, s.phrases.Occasion) && !begins(rest, s.phrases.NoOccasion)
}

// listGoesOn lets an object list run over commas in alphabetic languages when the
// next clause holds no verb of its own.
func (s *sentence) listGoesOn(i, k int) bool {
	if s.lang == "zh" || s.items[k].clause > s.items[i].clause+2 {
		return false
	}
	for c := s.items[i].clause + 1; c <= s.items[k].clause; c++ {
		open := strings.TrimSpace(s.between(s.clauses[c].begin, s.clauses[c].end))
		if begins(open, s.phrases.Turning) {
			return false
		}
		for n := s.clauses[c].first; n < s.clauses[c].last; n++ {
			w := &s.items[n]
			if w.kind == itemWord && (w.has(classTrigger) || w.has(classSpeech)) {
				return false
			}
		}
	}
	return true
}

// listed reports whether the name at k can go on a list from the clause before: it
// opens its clause or stands in one list with a name that does.
func (s *sentence) listed(k int) bool {
	c := s.clauses[s.items[k].clause]
	if c.first == 0 || s.items[c.first-1].kind != itemMention || c.begin-s.items[c.first-1].end > 3 {
		return false
	}
	for n := c.first; n <= k; n++ {
		if s.items[n].kind == itemMention {
			return len(strings.Fields(s.between(c.begin, s.items[n].begin))) <= 3
		}
	}
	return false
}

// relativeTo is the name that a relative clause speaks of: the one right before its
// comma (с президентом Токаевым, который прибыл в …).
func (s *sentence) relativeTo(i int) (int, bool) {
	c := s.clauses[s.items[i].clause]
	if c.first == 0 || c.first > i || !s.relative(s.items[i].clause) {
		return 0, false
	}
	it := &s.items[c.first-1]
	return c.first - 1, it.kind == itemMention && actorKind(it.mention.Kind) && c.begin-it.end <= 3
}

// inheritedSubject finds the subject of a verb that has none of its own: that of
// the verb before it in the sentence, else the last free name before it.
func (r *reader) inheritedSubject(s *sentence, i, left int) ([]int, bool) {
	for k := left - 1; k >= 0; k-- {
		it := &s.items[k]
		if it.kind != itemMention || it.nested || it.relation != "" || !actorKind(it.mention.Kind) {
			continue
		}
		if s.objectOfVerb(k) || begins(s.between(it.end, s.end), s.phrases.Inviting) {
			continue
		}
		subjects := []int{k}
		for j := k - 1; j >= 0 && s.items[j].relation == "" && s.chain(j, k); j-- {
			if s.items[j].kind == itemMention {
				subjects = append(subjects, j)
			}
		}
		return subjects, true
	}
	return nil, false
}

// together reports whether the verb at i is one that parties do with each other: who
// met with them signs with them.
func (s *sentence) together(i int) bool {
	t := s.items[i].sense(classTrigger)
	return t != nil && t.rule != nil && t.rule.Type == "signing"
}

// companions are the names said with the subject at k, up to item end: 秦刚同雷纳举行
// 会谈，并签署….
func (r *reader) companions(s *sentence, k, end int) []argument {
	var out []argument
	for n := k + 1; n < end; n++ {
		if it := &s.items[n]; it.kind == itemMention && !it.nested && it.relation == "with" && it.mention.Kind == schema.MentionPerson && it.clause == s.items[k].clause {
			out = append(out, r.argument(s, n, "subject"))
		}
	}
	return out
}

// chain reports whether items j…k are one list of names.
func (s *sentence) chain(j, k int) bool {
	for n := j; n < k; n++ {
		it := &s.items[n]
		if it.kind == itemWord && !it.has(classConjunction) {
			return false
		}
		if it.kind == itemTime || it.kind == itemQuantity {
			return false
		}
	}
	if s.items[j].kind != itemMention {
		return true
	}
	for n := j; n < k; n++ {
		if s.items[n+1].begin-s.items[n].end > 6 || strings.Contains(s.between(s.items[n].end, s.items[n+1].begin), ":") {
			return false
		}
	}
	return actorKind(s.items[j].mention.Kind)
}

// objectOfVerb reports whether the name at k follows a verb of its clause and so
// is its object.
func (s *sentence) objectOfVerb(k int) bool {
	c := s.clauses[s.items[k].clause]
	for n := k - 1; n >= c.first; n-- {
		w := &s.items[n]
		if w.kind == itemWord && (w.has(classTrigger) || w.has(classAttend)) && !w.attributive {
			return true
		}
	}
	return false
}

func actorKind(kind string) bool {
	switch kind {
	case schema.MentionState, schema.MentionGroup, schema.MentionPerson, schema.MentionOrganization, schema.MentionMechanism:
		return true
	}
	return false
}

// passive reports whether the trigger at i is a passive verb.
func (s *sentence) passive(i int) bool {
	word := s.between(s.items[i].begin, s.items[i].end)
	if s.lang == "zh" {
		for k := i - 1; k >= s.clauses[s.items[i].clause].first; k-- {
			w := &s.items[k]
			if p := w.sense(classPreposition); w.kind == itemWord && p != nil {
				if p.value == "by" && slices.Contains(s.phrases.PassiveAgent, s.between(w.begin, w.end)) {
					return true // 被西班牙外交部召见
				}
				break
			}
			if w.kind == itemWord {
				break
			}
		}
	}
	return ends(word, s.phrases.Participle) || begins(word, s.phrases.PassiveVerb) || ends(s.between(s.begin, s.items[i].begin), s.phrases.Passive) ||
		ends(word, s.phrases.PastParticiple) && begins(s.between(s.items[i].end, s.end), s.phrases.Agent)
}
