package names

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// person is one found by his title, not in the gazetteer.
type person struct {
	key, iri, label string // folded name, in the nominative
	lang            string
	female          bool // where the name tells
}

// offices reads every title with the bodies it belongs to and the name beside it.
func (f *finder) offices() {
	for k := range f.tokens {
		if f.used[k] || !f.tokens[k].has(formTitle) {
			continue
		}
		switch f.lang(f.tokens[k].begin) {
		case "zh":
			f.officeZH(k)
		case "ru":
			f.officeRU(k)
		default:
			f.officeEN(k)
		}
	}
}

// titleOf is the title that a token names; a strong reading before a weak one.
func (f *finder) titleOf(k int) *title {
	var weak *title
	for _, s := range f.tokens[k].senses {
		if s.form != formTitle {
			continue
		}
		t := f.words.titles[s.entity]
		if !t.Weak {
			return t
		}
		if weak == nil {
			weak = t
		}
	}
	return weak
}

// body is a state, organisation or the like beside a title: its IRI and the state
// it stands for.
type body struct {
	token int
	iri   string // "" for an organ whose state is not said
	state string
	organ int32 // index into organs + 1
	form  form
}

// bodyAt reads token k as a body that can have officers.
func (f *finder) bodyAt(k int) (body, bool) {
	if k < 0 || k >= len(f.tokens) {
		return body{}, false
	}
	t := &f.tokens[k]
	if s, _, ok := f.choose(t); ok {
		e := f.entities[s.entity]
		switch e.Kind {
		case "state", "organization", "mechanism", "group", "place", "series":
			b := body{token: k, iri: e.IRI, state: f.gazetteer.State(e.IRI), form: s.form}
			if e.Kind == "series" && e.Mechanism != "" {
				b.iri = e.Mechanism
			}
			return b, true
		}
		return body{}, false
	}
	for _, s := range t.senses {
		if s.form == formOrgan {
			return body{token: k, organ: s.entity + 1, form: formOrgan}, true
		}
	}
	return body{}, false
}

// statePosts are roles whose body is the state even when a ministry is said.
var statePosts = map[string]bool{"president": true, "prime-minister": true, "chancellor": true, "king": true, "emir": true, "sultan": true, "emperor": true,
	"head-of-state-other": true, "vice-president": true, "deputy-prime-minister": true, "foreign-minister": true, "defence-minister": true, "minister": true,
	"deputy-minister": true, "ambassador": true, "special-envoy": true, "first-lady": true}

// bodyOf is the body of a post with the role, out of those said beside it, from
// left to right.
func (f *finder) bodyOf(role string, bodies []body) string {
	state, org := "", ""
	var organ int32
	word := ""
	for _, b := range bodies {
		switch {
		case b.organ > 0:
			organ, word = b.organ, f.doc.Key[f.tokens[b.token].begin:f.tokens[b.token].end]
		case strings.HasPrefix(b.iri, schema.Base+"id/state/"):
			state = b.iri
		case strings.HasPrefix(b.iri, schema.Base+"id/place/"):
			if state == "" && statePosts[role] {
				state = b.state
			} else if org == "" && !statePosts[role] {
				org = b.iri
			}
		default:
			org = b.iri
			if state == "" {
				state = b.state
			}
		}
	}
	if own := f.gazetteer.State(org); org != "" && state != "" && own != "" && own != state {
		org = "" // 英国国家统计局 is not the Chinese one
	}
	if statePosts[role] && state != "" {
		return state
	}
	if organ > 0 && f.chambers[org] && !statePosts[role] {
		if iri, _ := f.chamberOf(bodies); iri != "" {
			return iri // the senate of a parliament
		}
	}
	if organ > 0 {
		return f.organIRI(organ-1, state, word)
	}
	if org != "" {
		return org
	}
	return state
}

// chamberOf is a part of a parliament told by the parliament's name and its own:
// 最高会议参议院; its IRI and label.
func (f *finder) chamberOf(bodies []body) (iri, label string) {
	for i := 1; i < len(bodies); i++ {
		a, b := bodies[i-1], bodies[i]
		if f.chambers[a.iri] && b.organ > 0 && a.token == b.token-1 && f.tokens[a.token].end == f.tokens[b.token].begin {
			label = f.canonicalToken(a) + f.original(f.tokens[b.token].begin, f.tokens[b.token].end)
			iri = schema.Base + "id/organization/x-" + schema.Hash16(foldKey(label))
			f.states[iri], f.houses[iri] = a.state, true
			return iri, label
		}
	}
	return "", ""
}

func (f *finder) canonicalToken(b body) string { return f.label(b.iri, f.tokens[b.token].begin) }

// organIRI is the organisation that is a state's organ: of the gazetteer, else by
// the word that the text has, else by its kind and state, which are the same in every
// language.
func (f *finder) organIRI(organ int32, state, word string) string {
	if state == "" {
		return ""
	}
	for _, i := range f.organsOf[state] { // 联邦委员会 of Russia
		for _, n := range written(f.entities[i].Labels["zh"], f.entities[i].Alt["zh"]) {
			if hasHan(word) && strings.HasSuffix(n, word) {
				return f.entities[i].IRI
			}
		}
	}
	o := f.words.organs[organ]
	if iri := f.organs[o.Slug+" "+state]; iri != "" {
		return iri
	}
	iri := schema.Base + "id/organization/x-" + schema.Hash16(o.Slug, state)
	f.states[iri] = state
	return iri
}

// holder is a person token's reading that fits a post best: one who holds it on
// the day, one who held it, else the first.
func (f *finder) holder(k int, role, of string) (iri string, rest []string, ok bool) {
	best, bestScore := "", -1
	for _, s := range f.tokens[k].senses {
		if s.form != formName && s.form != formSurname {
			continue
		}
		e := f.entities[s.entity]
		if e.Kind != "person" {
			continue
		}
		rest = append(rest, e.IRI)
		score := 0
		if s.form == formName {
			score += 1
		}
		if f.named[s.entity] {
			score += 2
		}
		for _, p := range e.Posts {
			same := p.Role == schema.Base+"role/"+role
			at := of != "" && (p.Of == of || f.gazetteer.State(p.Of) == of || f.gazetteer.State(of) == p.Of && p.Of != "")
			n := 0
			switch {
			case same && at:
				n = 8
			case at:
				n = 4
			case same && of == "":
				n = 5
			case same:
				n = 1
			}
			if n > 0 && f.inForce(p.From, p.To) {
				n += 3
			}
			score = max(score, n)
		}
		if score > bestScore {
			best, bestScore = e.IRI, score
		}
	}
	if best == "" {
		return "", nil, false
	}
	// A family name alone must fit the post: another Wang is another person.
	if f.tokens[k].has(formSurname) && !f.tokens[k].has(formName) && bestScore < 4 && !(bestScore >= 2) {
		return "", nil, false
	}
	rest = slices.DeleteFunc(slices.Compact(rest), func(s string) bool { return s == best })
	return best, rest, true
}

// inForce reports whether a post was held on the document's day, by the plain
// order of EDTF dates.
func (f *finder) inForce(from, to string) bool {
	return f.date == "" || (from == "" || from <= f.date || strings.HasPrefix(f.date, from)) && (to == "" || to >= f.date || strings.HasPrefix(f.date, to))
}

// postOf completes what the text leaves out of a known person's post.
func (f *finder) postOf(iri, role string) string {
	for _, p := range f.gazetteer.PostsOf(iri, f.date) {
		if p.Role == schema.Base+"role/"+role {
			return p.Of
		}
	}
	e, ok := f.gazetteer.Entity(iri)
	if !ok {
		return ""
	}
	for _, p := range e.Posts {
		if p.Role == schema.Base+"role/"+role {
			return p.Of
		}
	}
	if !statePosts[role] {
		return ""
	}
	for _, p := range e.Posts {
		if st := f.gazetteer.State(p.Of); st != "" {
			return st
		}
	}
	return ""
}

// add records a person with his post. The name lies at nb…ne, all of it at
// begin…end.
func (f *finder) add(begin, end, nb, ne, nameToken int, t *title, titleText string, of string) {
	t = f.inState(t, of)
	n := name{begin: begin, end: end, kind: schema.MentionPerson, form: formTitle, nameBegin: nb, nameEnd: ne, title: titleText, of: of}
	role := t.Role
	if role != "honorific" && role != "counterpart" {
		n.role = t.iri()
	}
	var iri string
	var rest []string
	if nameToken >= 0 {
		f.used[nameToken] = true
		iri, rest, _ = f.holder(nameToken, role, of)
	}
	if iri != "" {
		n.iri, n.readings = iri, rest
		if i, ok := f.index[iri]; ok {
			f.named[i] = true
		}
		if n.of == "" && n.role != "" {
			n.of = f.postOf(iri, role)
		}
	} else {
		p := f.discover(nb, ne, n.role, n.of)
		n.iri, n.label, n.discovered = p.iri, p.label, !p.known
		if n.of == "" && n.role != "" && p.known {
			n.of = f.postOf(p.iri, role)
		}
	}
	if n.of == "" && t.State != "" && n.role != "" {
		n.of = schema.StateIRI(t.State)
	}
	f.put(n)
	first := sort.Search(len(f.tokens), func(k int) bool { return f.tokens[k].begin > begin })
	for k := first; k < len(f.tokens) && f.tokens[k].begin < end; k++ {
		// What lies inside the name, and an honorific before it, is part of it.
		if tk := &f.tokens[k]; tk.begin >= nb && tk.end <= ne || tk.end <= nb && tk.has(formTitle) && f.titleOf(k).Role == "honorific" {
			f.used[k] = true
		}
	}
}

// sisters are roles that some states give to the office that others call by the
// first: the German 总理 is a chancellor.
var sisters = [][2]string{{"prime-minister", "chancellor"}, {"chair", "president"}}

// inState reads a title as the office that the state has under another role.
func (f *finder) inState(t *title, of string) *title {
	if of == "" {
		return t
	}
	for _, s := range sisters {
		other := schema.Base + "role/" + s[1]
		if t.Role != s[0] || len(f.officers[t.iri()+" "+of]) > 0 || len(f.officers[other+" "+of]) == 0 {
			continue
		}
		c := *t
		c.Role = s[1]
		return &c
	}
	return t
}

// unnamed records an office without a name: whoever the gazetteer knows to hold
// it, else the state.
func (f *finder) unnamed(begin, end int, t *title, titleText, of string) {
	if of == "" || t.Role == "honorific" || t.Role == "counterpart" || !t.Office {
		return
	}
	t = f.inState(t, of)
	n := name{begin: begin, end: end, form: formTitle, role: t.iri(), of: of, title: titleText}
	if who, ok := f.gazetteer.Holder(t.iri(), of, f.date); ok && f.date != "" {
		n.kind, n.iri = schema.MentionPerson, who
	} else if e, ok := f.gazetteer.Entity(of); ok {
		n.kind, n.iri = e.Kind, of
	} else {
		return
	}
	f.put(n)
}
