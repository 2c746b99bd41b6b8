// Package gazetteer is what the project knows beforehand: states, places, persons
// with dated posts, organisations, mechanisms, series of meetings, documents,
// topics, outlets. It is data (YAML, one kind a file) and the code that reads,
// checks and answers it. It knows nothing of texts or of storage.
package gazetteer

import (
	"embed"
	"iter"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

//go:embed *.yaml
var files embed.FS

// Languages of labels, in the order of fallback.
var Languages = [...]string{"zh", "en", "ru"}

// Membership is a member of a group, organisation or mechanism. From and To are
// EDTF, "" where open or unknown.
type Membership struct{ IRI, From, To string }

// Post is an office a person held. Role and Of are IRIs, From and To EDTF.
type Post struct{ Role, Of, From, To string }

// Meeting is a meeting of a series.
type Meeting struct {
	Ordinal     int
	Year        string
	Date, Place string // EDTF, IRI
}

// Entity is one thing the gazetteer knows. Fields that do not apply are empty.
type Entity struct {
	IRI    string
	Kind   string // state, place, organization, group, mechanism, series, person, instrument, topic, area, outlet
	Class  string // IRI of the class, "" for topics, areas and outlets
	Labels map[string]string
	Alt    map[string][]string // further names, without the label

	Short      map[string][]string // one-character names, only of states
	Adjectives map[string][]string
	People     map[string][]string
	Surname    map[string]string
	Female     bool

	ISO2, ISO3, Wikidata string
	In                   string // place or state a place lies in
	Capital, Seat        string
	Parent               string // org:subOrganizationOf
	Of                   string // the state an organ acts for
	Lat, Long            string
	Members              []Membership
	Posts                []Post
	Level, Type          string // level/… IRI; type slug of a series or kind/… of an instrument
	Areas                []string
	Mechanism            string
	Meetings             []Meeting
	Parties              []string
	Date                 string
	Hosts                []string
	Zone, Lang           string
	PlaceKind            string
	Source               string
}

// Gazetteer answers questions about entities. It does not change after Load.
type Gazetteer struct {
	entities map[string]*Entity
	sorted   []*Entity
	outlets  []*Entity
	holders  map[string][]holder // role IRI + " " + of IRI
}

type holder struct {
	person string
	post   Post
}

// IRIOf makes the IRI of an id of a kind.
func IRIOf(kind, id string) string {
	switch kind {
	case "topic", "area":
		return schema.Base + kind + "/" + id
	}
	return schema.Base + "id/" + kind + "/" + id
}

// Entity looks an entity up.
func (g *Gazetteer) Entity(iri string) (*Entity, bool) {
	e, ok := g.entities[iri]
	return e, ok
}

// All lists the entities by IRI.
func (g *Gazetteer) All() iter.Seq[*Entity] { return slices.Values(g.sorted) }

// Label is the entity's label in the language, else in another, else "".
func (g *Gazetteer) Label(iri, lang string) string {
	e, ok := g.entities[iri]
	if !ok {
		return ""
	}
	if l := e.Labels[lang]; l != "" {
		return l
	}
	if len(e.Alt[lang]) > 0 {
		return e.Alt[lang][0]
	}
	for _, l := range Languages {
		if e.Labels[l] != "" {
			return e.Labels[l]
		}
	}
	return ""
}

// covers reports whether the date, an xsd:date or "", lies in from…to (EDTF). A
// date that may lie in it does; no date means now, so an end excludes.
func covers(from, to, date string) bool {
	if date == "" {
		return to == ""
	}
	if f, err := edtf.Parse(from); err == nil && from != "" {
		if begin, _ := f.Bounds(); begin != "" && date < begin {
			return false
		}
	}
	if t, err := edtf.Parse(to); err == nil && to != "" {
		if _, end := t.Bounds(); end != "" && date > end {
			return false
		}
	}
	return true
}

// Members are the states that belong to a group, organisation or mechanism on the
// date, sorted; members that are groups are expanded.
func (g *Gazetteer) Members(iri, date string) []string {
	var out []string
	g.addMembers(iri, date, 0, &out)
	slices.Sort(out)
	return slices.Compact(out)
}

func (g *Gazetteer) addMembers(iri, date string, depth int, out *[]string) {
	e, ok := g.entities[iri]
	if !ok || depth > 3 {
		return
	}
	for _, m := range e.Members {
		if !covers(m.From, m.To, date) {
			continue
		}
		if x := g.entities[m.IRI]; x != nil && x.Kind == "state" {
			*out = append(*out, m.IRI)
		} else {
			g.addMembers(m.IRI, date, depth+1, out)
		}
	}
}

// Holder is who held the role (role/… IRI) of a body on the date. On the day of a
// change the newer one counts; without a date the one in office.
func (g *Gazetteer) Holder(role, of, date string) (string, bool) {
	person, from := "", ""
	for _, h := range g.holders[role+" "+of] {
		if covers(h.post.From, h.post.To, date) && (person == "" || h.post.From > from) {
			person, from = h.person, h.post.From
		}
	}
	return person, person != ""
}

// PostsOf are the posts a person held on the date, in the order of the file; when
// none covers it, the posts known nearest before it.
func (g *Gazetteer) PostsOf(person, date string) []Post {
	e, ok := g.entities[person]
	if !ok {
		return nil
	}
	var out []Post
	for _, p := range e.Posts {
		if covers(p.From, p.To, date) {
			out = append(out, p)
		}
	}
	if len(out) == 0 && len(e.Posts) > 0 {
		out = append(out, e.Posts[0])
	}
	return out
}

// State is the state that a place lies in or an organ acts for; of a state itself.
func (g *Gazetteer) State(iri string) string {
	for range 6 {
		e, ok := g.entities[iri]
		switch {
		case !ok:
			return ""
		case e.Kind == "state":
			return iri
		case e.Kind == "place":
			iri = e.In
		case e.Kind == "person":
			if len(e.Posts) == 0 {
				return ""
			}
			iri = e.Posts[0].Of
		default:
			return e.Of
		}
	}
	return ""
}

// OrdinalOfYear is the number of a series' meeting in a year; 0 when unknown or
// when there were several.
func (g *Gazetteer) OrdinalOfYear(series, year string) int {
	e, ok := g.entities[series]
	if !ok {
		return 0
	}
	n := 0
	for _, m := range e.Meetings {
		if m.Year == year || strings.HasPrefix(m.Date, year) {
			if n != 0 && n != m.Ordinal {
				return 0
			}
			n = m.Ordinal
		}
	}
	return n
}

// Outlet finds an outlet by the host of a page, the longest of the known ones that
// it ends in, else by its printed name.
func (g *Gazetteer) Outlet(name, host string) (*Entity, bool) {
	var best *Entity
	length := 0
	for _, e := range g.outlets {
		for _, h := range e.Hosts {
			if len(h) > length && (host == h || strings.HasSuffix(host, "."+h)) {
				best, length = e, len(h)
			}
		}
	}
	if best != nil || name == "" {
		return best, best != nil
	}
	for _, e := range g.outlets {
		for _, l := range Languages {
			if strings.EqualFold(e.Labels[l], name) || slices.Contains(e.Alt[l], name) {
				return e, true
			}
		}
	}
	return nil, false
}
