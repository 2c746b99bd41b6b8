package resolve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// document names an instrument: by its title, with its kind before it where the
// title is in another language, or by its kind alone where it has no title of its
// own ("a joint statement").
// The key tells a phrase for it: document for a quoted title, named for a well
// known one in Russian, which takes no case, paper for a kind.
func (l *labeller) document(iris []string, lang string) (key, name string) {
	iri := iris[0]
	title, foreign := l.name(iri, lang)
	title = unquoted(balanced(title))
	kind := ""
	if k := l.kinds[iri]; k != "" {
		kind = schema.ConceptLabel(k, lang)
	}
	_, known := l.r.Gazetteer.Entity(iri)
	key = "document"
	var s string
	switch {
	case title == "" && kind == "":
		return key, ""
	case known && !foreign && lang == "ru":
		key, s = "named", title
	case known && !foreign && lang == "en":
		s = "the " + strings.TrimPrefix(title, "the ")
	case title == "", untitled(title) && kind != "":
		key, s = "paper", indefinite(kind, lang)
	case foreign && kind != "" && lang == "en":
		s = "the " + kind + " " + quoted(title, lang)
	default:
		s = quoted(title, lang)
	}
	if len(iris) > 1 {
		s += map[string]string{"zh": "等文件", "en": " and other documents", "ru": " и других документов"}[lang]
	}
	return key, s
}

// indefinite puts an article, or in Russian quotation marks, to the word for a kind
// of document.
func indefinite(kind, lang string) string {
	switch {
	case lang == "ru":
		return quoted(kind, lang)
	case lang == "en" && strings.ContainsAny(kind[:1], "aeiou"):
		return "an " + kind
	case lang == "en":
		return "a " + kind
	}
	return kind
}

// without takes out those that stand in another list, unless none would be left.
func without(list, others []string) []string {
	out := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(others, s) })
	if len(out) == 0 {
		return list
	}
	return out
}

// balanced takes off quotation marks that have no partner.
func balanced(s string) string {
	for _, q := range [][2]string{{"《", "》"}, {"«", "»"}, {"“", "”"}} {
		if strings.Count(s, q[0]) != strings.Count(s, q[1]) {
			s = strings.NewReplacer(q[0], "", q[1], "").Replace(s)
		}
	}
	return s
}

// untitled: words for a document rather than the name of one.
func untitled(title string) bool {
	r, _ := utf8.DecodeRuneInString(title)
	if unicode.Is(unicode.Han, r) {
		return utf8.RuneCountInString(title) < generic-1
	}
	return unicode.IsLower(r)
}

// unquoted takes off a pair of quotes around the whole.
func unquoted(s string) string {
	for _, q := range [][2]string{{"《", "》"}, {"«", "»"}, {"“", "”"}} {
		inner := strings.TrimSuffix(strings.TrimPrefix(s, q[0]), q[1])
		if len(inner) == len(s)-len(q[0])-len(q[1]) && !strings.Contains(inner, q[0]) && !strings.Contains(inner, q[1]) {
			return inner
		}
	}
	return s
}

// faces puts the persons in the place of the states for which they stand.
func (l *labeller) faces(parties []string) []string {
	var out []string
	for _, p := range parties {
		face := p
		for _, person := range l.event.persons {
			if l.r.Gazetteer.State(person) == p {
				if face != p {
					face = p // several persons of one state: the state
					break
				}
				face = person
			}
		}
		out = append(out, face)
	}
	if len(parties) > 2 {
		return parties
	}
	return out
}

func (l *labeller) role(property string) []string {
	var bodies, persons []string
	for _, iri := range l.event.roles[property] {
		if strings.HasPrefix(iri, personPrefix) {
			persons = append(persons, iri)
		} else {
			bodies = append(bodies, iri)
		}
	}
	if len(bodies) == 0 {
		return persons
	}
	return l.faces(bodies)
}

func (l *labeller) firstRole(properties ...string) []string {
	for _, p := range properties {
		if out := l.role(p); len(out) > 0 {
			return out
		}
	}
	return nil
}
