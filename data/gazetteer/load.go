package gazetteer

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente/schema"
)

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
				if records, ok := readNotation(string(ps[i].data)); ok {
					ps[i].records = records
					continue
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
