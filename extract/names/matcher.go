// Package names finds what a text names: states, groups, places, persons with
// their posts, organisations, mechanisms, documents, series of meetings and
// topics. Names of the gazetteer are matched exactly, leftmost-longest, in all
// their forms; others are discovered by form; words that refer back (双方, 六国, the
// two sides) take their reading from what was named before.
//
// It may not know what is said of the names: roles in events are for frames.
package names

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/data/lexicon"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// sense is one entity that a word may name.
type sense struct {
	entity *gazetteer.Entity
	form   string // name, adjective, people, surname, short
}

// title is a word for an office.
type title struct {
	role  string // role/… IRI
	state string // IRI of the state the title implies, ""
	weak  bool   // too common to stand without a name
	lang  string
}

// Matcher finds names. It is safe for use by many goroutines.
type Matcher struct {
	gazetteer *gazetteer.Gazetteer
	words     *trie
	senses    [][]sense
	titles    *trie
	offices   [][]title
	short     map[rune][]string // one-character Chinese state names -> IRIs
}

type titleRecord struct {
	Role  string              `yaml:"role"`
	Words map[string][]string `yaml:"words"`
	State string              `yaml:"state"`
	Weak  bool                `yaml:"weak"`
}

// New compiles a matcher over a gazetteer.
func New(g *gazetteer.Gazetteer) (*Matcher, error) {
	m := &Matcher{gazetteer: g, words: newTrie(), titles: newTrie(), short: map[rune][]string{}}
	for e := range g.All() {
		m.enter(e)
	}
	b, err := fs.ReadFile(lexicon.Files, "titles.yaml")
	if err != nil {
		return nil, fmt.Errorf("names: reading titles: %w", err)
	}
	var records []titleRecord
	if err := yaml.Unmarshal(b, &records); err != nil {
		return nil, fmt.Errorf("names: reading titles: %w", err)
	}
	for _, r := range records {
		t := title{role: schema.Base + "role/" + r.Role, weak: r.Weak}
		if r.State != "" {
			t.state = schema.StateIRI(r.State)
		}
		for _, lang := range gazetteer.Languages {
			for _, w := range r.Words[lang] {
				t.lang = lang
				m.office(text.FoldKey(w), t)
			}
		}
	}
	return m, nil
}

// enter files an entity under all its names and their forms.
func (m *Matcher) enter(e *gazetteer.Entity) {
	if e.Kind == "outlet" {
		return
	}
	for _, lang := range gazetteer.Languages {
		m.name(e, lang, e.Labels[lang], "name")
		for _, n := range e.Alt[lang] {
			m.name(e, lang, n, "name")
		}
		for _, n := range e.Adjectives[lang] {
			m.name(e, lang, n, "adjective")
		}
		for _, n := range e.People[lang] {
			m.name(e, lang, n, "people")
		}
	}
	for _, s := range e.Short["zh"] {
		if r, n := utf8.DecodeRuneInString(s); n == len(s) {
			m.short[r] = append(m.short[r], e.IRI)
		}
	}
	if e.Kind == "person" {
		m.surnames(e)
	}
}

// surnames files a person under the surname alone in alphabetic languages.
func (m *Matcher) surnames(e *gazetteer.Entity) {
	for _, lang := range []string{"en", "ru"} {
		s := e.Surname[lang]
		if s == "" {
			words := strings.Fields(e.Labels[lang])
			if len(words) < 2 {
				continue
			}
			s = words[len(words)-1]
			if familyFirst(e.Labels["zh"], e.Labels[lang]) {
				s = words[0]
			}
		}
		m.name(e, lang, s, "surname")
	}
}

// familyFirst reports whether a name in Latin or Cyrillic letters begins with the
// family name: that of a person whose Chinese name has two or three characters
// and whose other name has as many syllables as words allow (Xi Jinping).
func familyFirst(zh, other string) bool {
	n := utf8.RuneCountInString(zh)
	if n < 2 || n > 3 || strings.Contains(zh, "·") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(zh)
	return strings.ContainsRune(chineseSurnames, first) && len(strings.Fields(other)) == 2
}

func (m *Matcher) name(e *gazetteer.Entity, lang, name, form string) {
	if name == "" {
		return
	}
	key := strings.Trim(text.FoldKey(name), "\" ")
	if key == "" {
		return
	}
	all := []string{key}
	switch lang {
	case "ru":
		if form == "adjective" {
			all = append(all, decline(key)...)
		} else if !acronym(name) {
			all = append(all, forms(key)...)
		}
	case "zh":
		if utf8.RuneCountInString(key) < 2 {
			return
		}
	}
	for _, k := range all {
		m.word(k, sense{e, form})
		// Names with dashes occur with and without spaces around them.
		if strings.Contains(k, " - ") {
			m.word(strings.ReplaceAll(k, " - ", "-"), sense{e, form})
		}
	}
}

func acronym(name string) bool {
	up, n := 0, 0
	for _, r := range name {
		if unicode.IsLetter(r) {
			n++
			if unicode.IsUpper(r) {
				up++
			}
		}
	}
	return n > 0 && up*2 > n && n <= 8
}

func (m *Matcher) word(key string, s sense) {
	at := m.words.add(key)
	if *at == 0 {
		m.senses = append(m.senses, nil)
		*at = int32(len(m.senses))
	}
	list := &m.senses[*at-1]
	if !slices.ContainsFunc(*list, func(x sense) bool { return x.entity == s.entity }) {
		*list = append(*list, s)
	}
}

func (m *Matcher) office(key string, t title) {
	at := m.titles.add(key)
	if *at == 0 {
		m.offices = append(m.offices, nil)
		*at = int32(len(m.offices))
	}
	m.offices[*at-1] = append(m.offices[*at-1], t)
}

// bounded reports whether the range of the key stands alone as a word; Chinese
// needs no boundary.
func bounded(key string, b, e int) bool {
	r, _ := utf8.DecodeRuneInString(key[b:])
	if alphabetic(r) && b > 0 {
		if p, _ := utf8.DecodeLastRuneInString(key[:b]); alphabetic(p) {
			return false
		}
	}
	l, _ := utf8.DecodeLastRuneInString(key[:e])
	if (alphabetic(l) || unicode.IsDigit(l)) && e < len(key) {
		if n, _ := utf8.DecodeRuneInString(key[e:]); alphabetic(n) && !unicode.Is(unicode.Han, l) {
			return false
		}
	}
	return true
}

func alphabetic(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }
