package frames

import (
	"fmt"
	"io/fs"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente/schema"
)

// class tells what a word does in the grammar.
type class uint8

const (
	classNone class = iota // a longer word that only looks like a function word
	classPreposition
	classSupport
	classAttend
	classFuture
	classProposed
	classOngoing
	classDenied
	classPostponed
	classCancelled
	classIrrealis
	classHabitual
	classSpeech
	classAfter
	classRecall
	classAttributive
	classConjunction
	classTrigger
	classMeasure
	classPlan
	classNever
	classInstrument
	classPartnership
	classStanding
	classSupports
	classOpposes
	classLevel
	classMechanism
	classArea
	classPronoun
	classMeeting
)

// lexeme is one sense of a word.
type lexeme struct {
	class class
	value string // preposition class, tense, concept slug, mechanism word class
	rule  *rule  // triggers
	form  string // triggers: verb, noun, future, denied; instruments: bundle
	frame *measure
}

// rule is an event type and how it is said; see data/lexicon/events.yaml.
type rule struct {
	Rule    string                         `yaml:"rule"`
	Type    string                         `yaml:"type"`
	Roles   map[string]string              `yaml:"roles"`
	Accept  []string                       `yaml:"accept"`
	Require []string                       `yaml:"require"`
	Weak    bool                           `yaml:"weak"`
	Fresh   bool                           `yaml:"fresh"`
	Without map[string][]string            `yaml:"without"`
	Words   map[string]map[string][]string `yaml:"words"`
	Drop    map[string][]string            `yaml:"drop"`

	accept map[string]bool
}

// measure is an indicator and how it is said; see data/lexicon/figures.yaml.
type measure struct {
	Measure string              `yaml:"measure"`
	Growth  string              `yaml:"growth"`
	Units   []string            `yaml:"units"`
	Side    string              `yaml:"side"`
	Parties string              `yaml:"parties"`
	Words   map[string][]string `yaml:"words"`

	order int
}

type words = map[string][]string

type grammarFile map[string]struct {
	Prepositions map[string][]string `yaml:"prepositions"`
	Support      map[string][]string `yaml:"support"`
	Attend       map[string][]string `yaml:"attend"`
	Future       []string            `yaml:"future"`
	Proposed     []string            `yaml:"proposed"`
	Ongoing      []string            `yaml:"ongoing"`
	Denied       []string            `yaml:"denied"`
	Postponed    []string            `yaml:"postponed"`
	Cancelled    []string            `yaml:"cancelled"`
	Irrealis     []string            `yaml:"irrealis"`
	Habitual     []string            `yaml:"habitual"`
	Speech       []string            `yaml:"speech"`
	After        []string            `yaml:"after"`
	Recall       []string            `yaml:"recall"`
	Attributive  []string            `yaml:"attributive"`
	Conjunctions []string            `yaml:"conjunctions"`
	Pronouns     []string            `yaml:"pronouns"`
	Meetings     []string            `yaml:"meetings"`
	Skip         []string            `yaml:"skip"`
}

type figuresFile struct {
	Measures []*measure `yaml:"measures"`
	Plan     words      `yaml:"plan"`
	Never    words      `yaml:"never"`
	Counted  []string   `yaml:"counted"`
}

type instrumentKind struct {
	Kind   string `yaml:"kind"`
	Bundle bool   `yaml:"bundle"`
	Words  words  `yaml:"words"`
}

type relationsFile struct {
	Partnerships []struct {
		Level string `yaml:"level"`
		Words words  `yaml:"words"`
	} `yaml:"partnerships"`
	Standing   words `yaml:"standing"`
	Supports   words `yaml:"supports"`
	Opposes    words `yaml:"opposes"`
	Mechanisms struct {
		Areas       words `yaml:"areas"`
		AreasEnd    words `yaml:"areasEnd"`
		Members     words `yaml:"members"`
		Secretariat words `yaml:"secretariat"`
		Headed      words `yaml:"headed"`
		Recurrence  []struct {
			Duration string `yaml:"duration"`
			Words    words  `yaml:"words"`
		} `yaml:"recurrence"`
	} `yaml:"mechanisms"`
	Levels []struct {
		Level string   `yaml:"level"`
		Roles []string `yaml:"roles"`
		Words words    `yaml:"words"`
	} `yaml:"levels"`
}

// lexicon is what the data files say, one word table a language.
type lexicon struct {
	tables   map[string]*table
	rules    []*rule
	counted  map[string]bool
	levels   map[string]string // role slug -> level slug
	measures map[string]*measure
	phrases  map[string]*phrases
	types    types
}

// types is what the grammar has to know of the event types themselves, all by slug;
// see data/lexicon/types.yaml.
type types struct {
	Families  map[string]string `yaml:"families"`
	Parts     []string          `yaml:"parts"`
	Attitudes []string          `yaml:"attitudes"`
	Standing  []string          `yaml:"standing"`
	Talks     []string          `yaml:"talks"`
	Nominal   []string          `yaml:"nominal"`
	Demands   []string          `yaml:"demands"`
	Meetings  []string          `yaml:"meetings"`
	Documents []string          `yaml:"documents"`
	// Membership are the types of joining and leaving.
	Membership []string `yaml:"membership"`
	// Collective are kinds of instrument.
	Collective []string `yaml:"collective"`
}

// family is the slug of the family of a type, itself for one that has none.
func (t *types) family(typ string) string {
	slug := schema.Local(typ)
	if f, ok := t.Families[slug]; ok {
		return f
	}
	return slug
}

// languages are those the grammar is written for.
var languages = [...]string{"zh", "en", "ru"}

func readLexicon(files fs.FS) (*lexicon, error) {
	x := &lexicon{tables: map[string]*table{}, counted: map[string]bool{}, levels: map[string]string{}, measures: map[string]*measure{}}
	for _, lang := range languages {
		x.tables[lang] = newTable(lang != "zh")
	}
	if err := readYAML(files, "types.yaml", &x.types); err != nil {
		return nil, err
	}
	if err := readYAML(files, "phrases.yaml", &x.phrases); err != nil {
		return nil, err
	}
	for _, read := range []func(fs.FS) error{x.readGrammar, x.readEvents, x.readFigures, x.readInstruments, x.readRelations} {
		if err := read(files); err != nil {
			return nil, err
		}
	}
	return x, nil
}

func readYAML(files fs.FS, name string, into any) error {
	f, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("frames: reading lexicon: %w", err)
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true) // a misspelt key must not pass for an empty list
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("frames: reading lexicon %s: %w", name, err)
	}
	return nil
}

func (x *lexicon) add(lang string, ws []string, l lexeme) {
	for _, w := range ws {
		x.tables[lang].add(w, l)
	}
}

func (x *lexicon) addAll(w words, l lexeme) {
	for _, lang := range languages {
		x.add(lang, w[lang], l)
	}
}

func (x *lexicon) readGrammar(files fs.FS) error {
	var g grammarFile
	if err := readYAML(files, "grammar.yaml", &g); err != nil {
		return err
	}
	for _, lang := range languages {
		l := g[lang]
		for name, ws := range l.Prepositions {
			x.add(lang, ws, lexeme{class: classPreposition, value: name})
		}
		for tense, ws := range l.Support {
			x.add(lang, ws, lexeme{class: classSupport, value: tense})
		}
		for tense, ws := range l.Attend {
			x.add(lang, ws, lexeme{class: classAttend, value: tense})
		}
		for _, c := range []struct {
			class class
			words []string
		}{
			{classFuture, l.Future}, {classProposed, l.Proposed}, {classOngoing, l.Ongoing}, {classDenied, l.Denied},
			{classPostponed, l.Postponed}, {classCancelled, l.Cancelled}, {classIrrealis, l.Irrealis}, {classHabitual, l.Habitual},
			{classSpeech, l.Speech}, {classAfter, l.After}, {classRecall, l.Recall}, {classAttributive, l.Attributive},
			{classConjunction, l.Conjunctions}, {classPronoun, l.Pronouns}, {classMeeting, l.Meetings}, {classNone, l.Skip},
		} {
			x.add(lang, c.words, lexeme{class: c.class})
		}
	}
	return nil
}

var defaultAccept = []string{"state", "group", "person", "organization"}

func (x *lexicon) readEvents(files fs.FS) error {
	if err := readYAML(files, "events.yaml", &x.rules); err != nil {
		return err
	}
	for _, r := range x.rules {
		if len(r.Accept) == 0 {
			r.Accept = defaultAccept
		}
		r.accept = map[string]bool{}
		for _, k := range r.Accept {
			r.accept[k] = true
		}
		for lang, forms := range r.Words {
			if x.tables[lang] == nil {
				return fmt.Errorf("frames: events.yaml: rule %s: no language %q", r.Rule, lang)
			}
			dropped := map[string]bool{}
			for _, w := range r.Drop[lang] {
				dropped[w] = true
			}
			for form, ws := range forms {
				for _, w := range ws {
					if !dropped[w] {
						x.tables[lang].add(w, lexeme{class: classTrigger, rule: r, form: form})
					}
				}
			}
		}
	}
	return nil
}

func (x *lexicon) readFigures(files fs.FS) error {
	var f figuresFile
	if err := readYAML(files, "figures.yaml", &f); err != nil {
		return err
	}
	for i, m := range f.Measures {
		m.order = i
		x.measures[m.Measure] = m
		x.addAll(m.Words, lexeme{class: classMeasure, value: m.Measure, frame: m})
	}
	x.addAll(f.Plan, lexeme{class: classPlan})
	x.addAll(f.Never, lexeme{class: classNever})
	for _, u := range f.Counted {
		x.counted[u] = true
	}
	return nil
}

func (x *lexicon) readInstruments(files fs.FS) error {
	var kinds []instrumentKind
	if err := readYAML(files, "instruments.yaml", &kinds); err != nil {
		return err
	}
	for _, k := range kinds {
		form := "title"
		if k.Bundle {
			form = "bundle"
		}
		x.addAll(k.Words, lexeme{class: classInstrument, value: k.Kind, form: form})
	}
	return nil
}

func (x *lexicon) readRelations(files fs.FS) error {
	var r relationsFile
	if err := readYAML(files, "relations.yaml", &r); err != nil {
		return err
	}
	for _, p := range r.Partnerships {
		x.addAll(p.Words, lexeme{class: classPartnership, value: p.Level})
	}
	x.addAll(r.Standing, lexeme{class: classStanding})
	x.addAll(r.Supports, lexeme{class: classSupports})
	x.addAll(r.Opposes, lexeme{class: classOpposes})
	for _, l := range r.Levels {
		for _, role := range l.Roles {
			x.levels[role] = l.Level
		}
		x.addAll(l.Words, lexeme{class: classLevel, value: l.Level})
	}
	m := r.Mechanisms
	x.addAll(m.Areas, lexeme{class: classMechanism, value: "areas"})
	x.addAll(m.AreasEnd, lexeme{class: classMechanism, value: "areas-end"})
	x.addAll(m.Members, lexeme{class: classMechanism, value: "members"})
	x.addAll(m.Secretariat, lexeme{class: classMechanism, value: "secretariat"})
	x.addAll(m.Headed, lexeme{class: classMechanism, value: "headed"})
	for _, d := range m.Recurrence {
		x.addAll(d.Words, lexeme{class: classMechanism, value: d.Duration})
	}
	return nil
}

// concept makes the IRI of a concept of the closed lists.
func concept(scheme, slug string) string { return schema.Base + scheme + "/" + slug }

// baseLang maps a language tag to the grammar that reads it; "" for none.
func baseLang(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	for _, l := range languages {
		if l == base {
			return l
		}
	}
	return ""
}
