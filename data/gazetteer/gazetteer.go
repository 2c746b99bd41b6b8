// Package gazetteer is what the project knows beforehand: states, places, persons
// with dated posts, organisations, mechanisms, series of meetings, documents,
// topics, outlets. It is data (YAML, one kind a file) and the code that reads,
// checks and answers it. It knows nothing of texts or of storage.
package gazetteer

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"gopkg.in/yaml.v3"

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
	members  map[string][]string // state -> groups, for tests and exports
}

type holder struct {
	person string
	post   Post
}

// record is an entry as it stands in YAML.
type record struct {
	ID         string              `yaml:"id"`
	Labels     map[string]string   `yaml:"labels"`
	Names      map[string][]string `yaml:"names"`
	Short      map[string][]string `yaml:"short"`
	Adjectives map[string][]string `yaml:"adjectives"`
	People     map[string][]string `yaml:"people"`
	Surname    map[string]string   `yaml:"surname"`
	Gender     string              `yaml:"gender"`
	ISO2       string              `yaml:"iso2"`
	Wikidata   string              `yaml:"wikidata"`
	Capital    string              `yaml:"capital"`
	In         string              `yaml:"in"`
	Lat        string              `yaml:"lat"`
	Long       string              `yaml:"long"`
	Kind       string              `yaml:"kind"`
	Members    []memberRecord      `yaml:"members"`
	Parent     string              `yaml:"parent"`
	State      string              `yaml:"state"`
	Seat       string              `yaml:"seat"`
	Level      string              `yaml:"level"`
	Areas      []string            `yaml:"areas"`
	Type       string              `yaml:"type"`
	Mechanism  string              `yaml:"mechanism"`
	Meetings   []meetingRecord     `yaml:"meetings"`
	Posts      []postRecord        `yaml:"posts"`
	Parties    []string            `yaml:"parties"`
	Date       string              `yaml:"date"`
	Hosts      []string            `yaml:"hosts"`
	Zone       string              `yaml:"zone"`
	Lang       string              `yaml:"lang"`
	Source     string              `yaml:"source"`
}

type memberRecord struct {
	ID   string `yaml:"id"`
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// UnmarshalYAML takes a plain id for an undated member.
func (m *memberRecord) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		m.ID = n.Value
		return nil
	}
	type plain memberRecord
	return n.Decode((*plain)(m))
}

type meetingRecord struct {
	Ordinal int    `yaml:"ordinal"`
	Year    string `yaml:"year"`
	Date    string `yaml:"date"`
	Place   string `yaml:"place"`
}

type postRecord struct {
	Role string `yaml:"role"`
	Of   string `yaml:"of"`
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// kinds maps the stem of a file's name to the kind of its entries and their class.
var kinds = []struct{ file, kind, class string }{
	{"states", "state", schema.ClassState},
	{"territories", "state", schema.ClassState},
	{"places", "place", schema.ClassPlace},
	{"organizations", "organization", schema.ClassOrganization},
	{"groups", "group", schema.ClassStateGroup},
	{"mechanisms", "mechanism", schema.ClassMechanism},
	{"series", "series", schema.ClassSeries},
	{"persons", "person", schema.ClassPerson},
	{"instruments", "instrument", schema.ClassInstrument},
	{"topics", "topic", ""},
	{"areas", "area", ""},
	{"outlets", "outlet", ""},
}

// Load reads the embedded gazetteer and then the extra documents, whose entries
// replace those of the same id. A document of a user names its kind in the key
// `kind` of its first line or holds a map from kind to entries.
func Load(extra ...io.Reader) (*Gazetteer, error) {
	g := &Gazetteer{entities: map[string]*Entity{}, holders: map[string][]holder{}}
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	ps, err := parts(names)
	if err != nil {
		return nil, err
	}
	parse(ps)
	for _, p := range ps {
		if err := g.readPart(p); err != nil {
			return nil, err
		}
	}
	for i, r := range extra {
		if err := g.readExtra(r); err != nil {
			return nil, fmt.Errorf("gazetteer: document %d of the user: %w", i+1, err)
		}
	}
	if err := g.link(); err != nil {
		return nil, err
	}
	return g, nil
}

// part is a piece of a file that is a list of entries of its own.
type part struct {
	file, kind, class string
	data              []byte
	records           []record
	err               error
}

// parts cuts the files at entries, so that many can be read at a time.
func parts(names []string) ([]*part, error) {
	const size = 1 << 15
	var out []*part
	for _, k := range kinds {
		for _, name := range names {
			if stem := strings.TrimSuffix(path.Base(name), ".yaml"); stem != k.file && !strings.HasPrefix(stem, k.file+"-") {
				continue
			}
			b, err := files.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("gazetteer: %w", err)
			}
			for len(b) > 0 {
				n := len(b)
				if n > size {
					if i := bytes.Index(b[size:], []byte("\n- ")); i >= 0 {
						n = size + i + 1
					}
				}
				out = append(out, &part{file: name, kind: k.kind, class: k.class, data: b[:n]})
				b = b[n:]
			}
		}
	}
	return out, nil
}

// parse reads all parts, by as many workers as there are processors.
func parse(ps []*part) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(8, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(ps) {
					return
				}
				d := yaml.NewDecoder(bytes.NewReader(ps[i].data))
				d.KnownFields(true)
				if ps[i].err = d.Decode(&ps[i].records); ps[i].err == io.EOF {
					ps[i].err = nil
				}
			}
		})
	}
	wg.Wait()
}

func (g *Gazetteer) readPart(p *part) error {
	name, kind, class, records := p.file, p.kind, p.class, p.records
	if p.err != nil {
		return fmt.Errorf("gazetteer: %s: %w", name, p.err)
	}
	for i := range records {
		e := g.entity(&records[i], kind, class)
		if _, twice := g.entities[e.IRI]; twice {
			return fmt.Errorf("gazetteer: %s: %s stands there twice", name, records[i].ID)
		}
		g.entities[e.IRI] = e
	}
	return nil
}

// readExtra reads a user's document: a map from a kind's plural (states, places,
// persons …) to its entries.
func (g *Gazetteer) readExtra(r io.Reader) error {
	var doc map[string][]record
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	if err := d.Decode(&doc); err != nil && err != io.EOF {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		i := slices.IndexFunc(kinds, func(k struct{ file, kind, class string }) bool { return k.file == name })
		if i < 0 {
			return fmt.Errorf("no kind %q", name)
		}
		for n := range doc[name] {
			e := g.entity(&doc[name][n], kinds[i].kind, kinds[i].class)
			g.entities[e.IRI] = e
		}
	}
	return nil
}

// IRIOf makes the IRI of an id of a kind.
func IRIOf(kind, id string) string {
	switch kind {
	case "topic", "area":
		return schema.Base + kind + "/" + id
	}
	return schema.Base + "id/" + kind + "/" + id
}

func (g *Gazetteer) entity(r *record, kind, class string) *Entity {
	e := &Entity{
		IRI: IRIOf(kind, r.ID), Kind: kind, Class: class, Labels: r.Labels, Alt: r.Names, Short: r.Short, Adjectives: r.Adjectives,
		People: r.People, Surname: r.Surname, Female: r.Gender == "f", ISO2: r.ISO2, Wikidata: r.Wikidata, In: r.In, Capital: r.Capital,
		Seat: r.Seat, Parent: r.Parent, Of: r.State, Lat: r.Lat, Long: r.Long, Areas: r.Areas, Mechanism: r.Mechanism, Parties: r.Parties,
		Date: r.Date, Hosts: r.Hosts, Zone: r.Zone, Lang: r.Lang, PlaceKind: r.Kind, Source: r.Source, Type: r.Type,
	}
	if kind == "state" {
		e.ISO3 = r.ID
	}
	if kind == "instrument" {
		e.Type, e.PlaceKind = schema.Base+"kind/"+r.Kind, ""
	}
	if r.Level != "" {
		e.Level = schema.Base + "level/" + r.Level
	}
	for _, m := range r.Members {
		e.Members = append(e.Members, Membership{m.ID, m.From, m.To})
	}
	for _, m := range r.Meetings {
		e.Meetings = append(e.Meetings, Meeting(m))
	}
	for _, p := range r.Posts {
		e.Posts = append(e.Posts, Post{Role: schema.Base + "role/" + p.Role, Of: p.Of, From: p.From, To: p.To})
	}
	return e
}

// link turns ids into IRIs and builds the indexes; an id that names nothing is an
// error.
func (g *Gazetteer) link() error {
	g.sorted = slices.SortedFunc(maps.Values(g.entities), func(a, b *Entity) int { return strings.Compare(a.IRI, b.IRI) })
	var problems []string
	for _, e := range g.sorted {
		resolve := func(field *string, kinds ...string) {
			if *field == "" || strings.HasPrefix(*field, schema.Base) {
				return
			}
			if iri, ok := g.find(*field, kinds...); ok {
				*field = iri
				return
			}
			problems = append(problems, fmt.Sprintf("%s names %q, which is no %s", e.IRI, *field, strings.Join(kinds, " or ")))
			*field = ""
		}
		bodies := []string{"state", "organization", "mechanism", "group"}
		resolve(&e.In, "state", "place")
		resolve(&e.Capital, "place")
		resolve(&e.Seat, "place", "state")
		resolve(&e.Parent, "mechanism", "organization", "group")
		resolve(&e.Of, "state")
		resolve(&e.Mechanism, "mechanism", "organization", "group")
		for i := range e.Members {
			resolve(&e.Members[i].IRI, bodies...)
		}
		for i := range e.Posts {
			resolve(&e.Posts[i].Of, bodies...)
		}
		for i := range e.Meetings {
			resolve(&e.Meetings[i].Place, "place", "state")
		}
		for i := range e.Parties {
			resolve(&e.Parties[i], bodies...)
		}
		for i := range e.Areas {
			resolve(&e.Areas[i], "area")
		}
		for _, p := range e.Posts {
			key := p.Role + " " + p.Of
			g.holders[key] = append(g.holders[key], holder{e.IRI, p})
		}
		if e.Kind == "outlet" {
			g.outlets = append(g.outlets, e)
		}
	}
	for _, e := range g.sorted {
		problems = append(problems, e.check()...)
	}
	if len(problems) > 0 {
		return fmt.Errorf("gazetteer: %s", strings.Join(problems, "; "))
	}
	return nil
}

// check lists what is wrong with an entity by itself: no label, a date that is no
// EDTF, coordinates off the globe, a malformed identifier.
func (e *Entity) check() []string {
	var out []string
	wrong := func(format string, args ...any) { out = append(out, e.IRI+": "+fmt.Sprintf(format, args...)) }
	if len(e.Labels) == 0 {
		wrong("no label")
	}
	for lang := range e.Labels {
		if !slices.Contains(Languages[:], lang) {
			wrong("a label in %q, which is none of zh, en, ru", lang)
		}
	}
	date := func(d string) {
		if d == "" {
			return
		}
		if _, err := edtf.Parse(d); err != nil {
			wrong("date %q: %v", d, err)
		}
	}
	concept := func(iri string) {
		if iri == "" {
			return
		}
		if _, ok := schema.FindConcept(iri); !ok {
			wrong("%s is in none of the closed lists", iri)
		}
	}
	switch e.Kind {
	case "topic", "area":
		concept(e.IRI)
	case "series":
		if e.Type != "" {
			concept(schema.Base + "type/" + e.Type)
		}
	case "instrument":
		if e.Type != schema.Base+"kind/" {
			concept(e.Type)
		}
	}
	concept(e.Level)
	for _, m := range e.Members {
		date(m.From)
		date(m.To)
	}
	for _, p := range e.Posts {
		date(p.From)
		date(p.To)
		concept(p.Role)
		if p.Role == schema.Base+"role/" || p.Of == "" {
			wrong("a post without role or body")
		}
	}
	for _, m := range e.Meetings {
		date(m.Date)
	}
	date(e.Date)
	if (e.Lat == "") != (e.Long == "") || !degrees(e.Lat, 90) || !degrees(e.Long, 180) {
		wrong("coordinates %q, %q", e.Lat, e.Long)
	}
	if e.Wikidata != "" && (len(e.Wikidata) < 2 || e.Wikidata[0] != 'Q') {
		wrong("wikidata %q", e.Wikidata)
	}
	return out
}

// degrees reports whether s is empty or a decimal within ±limit.
func degrees(s string, limit float64) bool {
	if s == "" {
		return true
	}
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && f >= -limit && f <= limit
}

func (g *Gazetteer) find(id string, kinds ...string) (string, bool) {
	for _, k := range kinds {
		if iri := IRIOf(k, id); g.entities[iri] != nil {
			return iri, true
		}
	}
	return "", false
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

// Outlet finds an outlet by the host of a page or by its printed name.
func (g *Gazetteer) Outlet(name, host string) (*Entity, bool) {
	for _, e := range g.outlets {
		for _, h := range e.Hosts {
			if host == h || strings.HasSuffix(host, "."+h) {
				return e, true
			}
		}
	}
	if name == "" {
		return nil, false
	}
	for _, e := range g.outlets {
		for _, l := range Languages {
			if e.Labels[l] == name || slices.Contains(e.Alt[l], name) {
				return e, true
			}
		}
	}
	return nil, false
}
