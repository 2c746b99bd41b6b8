package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// labeller names an event in each language out of what is known of it.
type labeller struct {
	r     *Resolver
	n     *node
	kind  string // slug of the type
	best  edtf.Date
	names map[string]map[string]string // label of a discovered entity by IRI and language
	texts map[string]string            // the event's own labels by language
	kinds map[string]string            // kind of an instrument
	event *event                       // all members together
}

func (r *Resolver) labeller(n *node, best edtf.Date) *labeller {
	all := r.event(Item{Proposal: Proposal{KindEvent, n.iri}, Names: n.proposed(), Claims: n.claims})
	l := &labeller{r: r, n: n, best: best, event: all, names: map[string]map[string]string{}, texts: map[string]string{}, kinds: map[string]string{}}
	l.kind = schema.Local(r.mainType(n))
	for _, c := range n.claims {
		for _, e := range c.Frame.Entities {
			l.learn(e.IRI, e.Lang, e.Label)
			l.kindOf(e.IRI, e.Kind)
		}
		if e := c.Frame.Event; e != nil {
			for _, i := range e.NewInstruments {
				l.learn(i.IRI, i.Lang, i.Label)
				l.kindOf(i.IRI, i.Type)
			}
			lang := language(e.Lang)
			if old := l.texts[lang]; e.Label != "" && (old == "" || better(e.Label, old)) {
				l.texts[lang] = e.Label
			}
		}
	}
	return l
}

// mainType is the narrowest of the types that the claims give.
func (r *Resolver) mainType(n *node) string {
	var types []string
	for _, c := range n.claims {
		if e := c.Frame.Event; e != nil {
			add(&types, e.Type)
		}
	}
	if len(types) == 0 {
		return ""
	}
	return slices.MinFunc(types, func(a, b string) int {
		return cmp.Or(cmp.Compare(depth(b), depth(a)), strings.Compare(a, b))
	})
}

func depth(concept string) int {
	n := 0
	for range 8 {
		c, ok := schema.FindConcept(concept)
		if !ok || c.Broader == "" {
			break
		}
		concept = c.Broader
		n++
	}
	return n
}

func language(tag string) string {
	if strings.HasPrefix(tag, "zh") {
		return "zh"
	}
	return tag
}

func (l *labeller) kindOf(iri, kind string) {
	iri = l.r.canonical(iri)
	if old := l.kinds[iri]; kind != "" && (old == "" || kind < old) {
		l.kinds[iri] = kind
	}
}

func (l *labeller) learn(iri, lang, label string) {
	if label == "" {
		return
	}
	iri, lang = l.r.canonical(iri), language(lang)
	if l.names[iri] == nil {
		l.names[iri] = map[string]string{}
	}
	if old := l.names[iri][lang]; old == "" || better(label, old) {
		l.names[iri][lang] = label
	}
}

// better prefers the shorter text, then the one first in byte order.
func better(a, b string) bool {
	return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), strings.Compare(a, b)) < 0
}

// name of an entity, in the language where there is one; foreign tells that it is
// in another.
func (l *labeller) name(iri, lang string) (name string, foreign bool) {
	if e, ok := l.r.Gazetteer.Entity(iri); ok {
		if e.Labels[lang] != "" || len(e.Alt[lang]) > 0 {
			return l.r.Gazetteer.Label(iri, lang), false
		}
		return l.r.Gazetteer.Label(iri, lang), true
	}
	if n := l.names[iri][lang]; n != "" {
		return n, false
	}
	for _, other := range schema.Languages {
		if n := l.names[iri][other]; n != "" {
			return n, true
		}
	}
	if c, ok := schema.FindConcept(iri); ok {
		return c.Label(lang), false
	}
	return "", true
}

// label is the event's name in a language. It is never empty.
func (l *labeller) label(lang string) string {
	if s := l.meeting(lang); s != "" {
		return s
	}
	if s := l.built(lang); s != "" {
		return tidy(s)
	}
	if s := l.texts[lang]; s != "" && utf8.RuneCountInString(s) <= 60 {
		return tidy(s)
	}
	return tidy(capital(schema.ConceptLabel(schema.Base+"type/"+l.kind, lang), lang) + l.whenWhere(lang, ""))
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// meeting names a meeting of a series by its number, else by its year.
func (l *labeller) meeting(lang string) string {
	e := l.event
	if e.series == "" {
		return ""
	}
	name, foreign := l.name(e.series, lang)
	if name == "" {
		return ""
	}
	if foreign {
		name = quoted(name, lang)
		if lang == "zh" {
			name += schema.ConceptLabel(schema.Base+"type/"+l.kind, lang)
		} else {
			name = schema.ConceptLabel(schema.Base+"type/"+l.kind, lang) + " " + name
		}
	}
	switch {
	case e.ordinal > 0:
		return nth(e.ordinal, name, lang)
	case e.year != "":
		return ofYear(e.year, name, lang)
	}
	return capital(name, lang)
}

func ofYear(year, name, lang string) string {
	switch lang {
	case "zh":
		return year + "年" + name
	case "ru":
		return capital(name, lang) + " " + year + " года"
	}
	return capital(name, lang) + " " + year
}

func quoted(s, lang string) string {
	switch lang {
	case "zh":
		return "《" + s + "》"
	case "ru":
		return "«" + s + "»"
	}
	return "“" + s + "”"
}

func capital(s, lang string) string {
	r, n := utf8.DecodeRuneInString(s)
	if lang == "zh" || n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// built names an event of no series by a phrase for its type; "" when too little
// is known to fill one.
func (l *labeller) built(lang string) string {
	p := phrases[lang]
	f := l.fill(lang)
	for _, template := range [][]string{p[l.kind], p["*"]} {
		for _, t := range template {
			if s, ok := f.write(t); ok {
				return capital(s, lang)
			}
		}
	}
	return ""
}

// filling are the parts that a phrase may name.
type filling map[string]string

func (l *labeller) fill(lang string) filling {
	e := l.event
	f := filling{"type": schema.ConceptLabel(schema.Base+"type/"+l.kind, lang)}
	set := func(key string, iris []string) {
		if s := l.list(iris, lang); s != "" {
			f[key] = s
		}
	}
	members := slices.DeleteFunc(slices.Clone(e.parties), func(p string) bool { return slices.Contains(e.established, p) })
	parties := l.faces(members)
	if ofStates[l.kind] {
		parties = members
	}
	set("parties", parties)
	if len(parties) == 2 {
		f["a"], _ = l.name(parties[0], lang)
		f["b"], _ = l.name(parties[1], lang)
		if f["a"] == "" || f["b"] == "" {
			delete(f, "a")
			delete(f, "b")
		}
	}
	set("signatories", l.agents(schema.RoleSignatory))
	set("visitor", l.role(schema.RoleVisitor))
	if len(e.places) > 0 && len(e.roles[schema.RoleHost]) == 0 {
		set("host", []string{e.places[0]})
	}
	set("host", e.roles[schema.RoleHost])
	senders := l.firstRole(schema.RoleSender, schema.RoleSpeaker, schema.RoleImposer)
	recipients := without(l.firstRole(schema.RoleRecipient, schema.RoleTarget), senders)
	imposers := l.firstRole(schema.RoleImposer, schema.RoleSender)
	targets := l.firstRole(schema.RoleTarget, schema.RoleRecipient)
	set("sender", senders)
	set("recipient", recipients)
	set("imposer", without(imposers, targets))
	set("target", targets)
	set("donor", l.firstRole(schema.RoleDonor, schema.RoleSender))
	set("appointee", e.roles[schema.RoleAppointee])
	set("founded", e.established)
	if f["sender"] == "" {
		set("sender", without(l.faces(e.parties), l.firstRole(schema.RoleRecipient, schema.RoleTarget)))
	}
	if len(e.instruments) > 0 {
		key, name := l.document(e.instruments, lang)
		f[key] = name
	}
	f["when"] = l.whenWhere(lang, f["host"])
	return f
}

// ofStates are events between states even where persons act.
var ofStates = map[string]bool{"establish-relations": true, "restore-relations": true, "upgrade-relations": true, "downgrade-relations": true, "sever-relations": true,
	"recognition": true, "accession": true, "withdrawal": true, "sanction": true, "sanction-lifting": true, "ratification": true}

// agents are the parties in a role, else all parties.
func (l *labeller) agents(property string) []string {
	if out := l.role(property); len(out) > 0 {
		return out
	}
	return l.faces(l.event.parties)
}

// list names up to three entities; more are counted.
func (l *labeller) list(iris []string, lang string) string {
	var names []string
	states := 0
	for _, iri := range iris {
		if strings.HasPrefix(iri, statePrefix) {
			states++
		}
		name, _ := l.name(iri, lang)
		if name == "" {
			continue
		}
		names = append(names, name)
	}
	if len(names) > 3 {
		return many(len(iris), states == len(iris), lang)
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) == 1:
		return names[0]
	}
	last := len(names) - 1
	switch lang {
	case "zh":
		return strings.Join(names[:last], "、") + "和" + names[last]
	case "ru":
		return strings.Join(names[:last], ", ") + " и " + names[last]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func many(n int, states bool, lang string) string {
	switch lang {
	case "zh":
		if states {
			return chineseNumber(n) + "国"
		}
		return chineseNumber(n) + "方"
	case "ru":
		if states {
			return fmt.Sprintf("%d %s", n, russianCount(n, "государство", "государства", "государств"))
		}
		return fmt.Sprintf("%d %s", n, russianCount(n, "сторона", "стороны", "сторон"))
	}
	word := fmt.Sprint(n)
	if n < len(englishNumbers) {
		word = englishNumbers[n]
	}
	if states {
		return word + " states"
	}
	return word + " parties"
}

// whenWhere is what sets the event apart from others of its name: place and year,
// in brackets. A place that the name holds already is left out.
func (l *labeller) whenWhere(lang, host string) string {
	var parts []string
	if len(l.event.places) > 0 {
		if p, _ := l.name(l.narrowest(l.event.places), lang); p != "" && p != host {
			parts = append(parts, p)
		}
	}
	if !l.best.IsZero() {
		from, to := l.best.Bounds()
		switch {
		case from == to && l.event.family.by == bySpeaker:
			// someone may speak every day
			parts = append(parts, dayIn(from, lang))
		case from != "" && (to == "" || to[:4] == from[:4]):
			parts = append(parts, from[:4])
		case from == "" && to != "":
			parts = append(parts, to[:4])
		case from != "":
			parts = append(parts, from[:4]+"–"+to[:4])
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if lang == "zh" {
		return "（" + strings.Join(parts, "，") + "）"
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (l *labeller) narrowest(places []string) string {
	best := places[0]
	for _, p := range places[1:] {
		if p != best && l.r.within(p, best) {
			best = p
		}
	}
	return best
}

// write fills a phrase: {key} stands for a part, and the phrase is of no use when
// one of them is unknown.
func (f filling) write(template string) (string, bool) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		b.WriteString(before)
		if !ok {
			return b.String(), true
		}
		key, after, _ := strings.Cut(rest, "}")
		if f[key] == "" && key != "when" {
			return "", false
		}
		b.WriteString(f[key])
		template = after
	}
}
