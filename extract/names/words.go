package names

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/schema"
)

// words is what data/lexicon/names.yaml and titles.yaml hold.
type words struct {
	Ignore    map[string][]string `yaml:"ignore"`
	Common    map[string][]string `yaml:"common"`
	Shorts    shortWords          `yaml:"shorts"`
	Organs    []*organ            `yaml:"organs"`
	Anaphora  anaphoraWords       `yaml:"anaphora"`
	Documents documentWords       `yaml:"documents"`
	Bodies    bodyWords           `yaml:"bodies"`
	Names     nameWords           `yaml:"names"`
	Posts     postWords           `yaml:"posts"`
	Joints    []string            `yaml:"joints"`
	Small     []string            `yaml:"small"`

	given    *givenNames
	organs   []*organ
	titles   []*title
	anaphors []anaphor

	pairAfter, pairAfterStart, before, beforeCommon, beforeAfter, firm, soft *affixes

	documentZH, media            *affixes
	documentEN, documentRU       []string
	headsZH                      []head
	headTrie                     *trie // of headsZH
	verbsZH                      *affixes
	headsEN                      []heads
	shared, lead                 map[string]bool
	stopZH                       map[rune]bool
	links, between, small        map[string]bool // between bodies and titles, states of a list, words of a title
	notHeads                     *affixes        // words that begin with 长 and are no heads
	departments                  map[string]bool
	afterName, notName, noOffice *affixes
	particles, notNames          map[string]bool
}

// head is a Chinese word that ends the name of a body of a kind.
type head struct{ word, kind string }

// heads are English ones.
type heads struct {
	words []string
	kind  string
}

// shortWords are the contexts of one-character names; see names.yaml.
type shortWords struct {
	First          map[string]string `yaml:"first"`
	Weak           string            `yaml:"weak"`
	AfterVerb      string            `yaml:"after_verb"`
	NotAfterVerb   string            `yaml:"not_after_verb"`
	PairAfter      []string          `yaml:"pair_after"`
	PairAfterStart []string          `yaml:"pair_after_start"`
	Before         []string          `yaml:"before"`
	BeforeCommon   []string          `yaml:"before_common"`
	BeforeAfter    []string          `yaml:"before_after"`
	Firm           []string          `yaml:"firm"`
	Soft           []string          `yaml:"soft"`
	NeverSoft      string            `yaml:"never_soft"`
	Army           string            `yaml:"army"`
}

// organ is a body that every state has.
type organ struct {
	Slug  string            `yaml:"slug"`
	ZH    []string          `yaml:"zh"`
	EN    []string          `yaml:"en"`
	RU    []string          `yaml:"ru"`
	Role  string            `yaml:"role"`
	Label map[string]string `yaml:"label"`
	Own   bool              `yaml:"own"` // a Chinese text that names it without a state means its own

	keys [2][]string // folded English and Russian names
}

// named reports whether an organisation with the folded English and Russian names
// bears the organ's name in a language.
func (o *organ) named(e *gazetteer.Entity, folded [2][]string) bool {
	for _, n := range written(e.Labels["zh"], e.Alt["zh"]) {
		for _, w := range o.ZH {
			if strings.HasSuffix(n, w) {
				return true
			}
		}
	}
	for l, names := range folded {
		for _, n := range names {
			for _, w := range o.keys[l] {
				if strings.Contains(n, w) {
					return true
				}
			}
		}
	}
	return false
}

// title is an office.
type title struct {
	Role   string              `yaml:"role"`
	Office bool                `yaml:"office"`
	Weak   bool                `yaml:"weak"`
	State  string              `yaml:"state"`
	ZH     []string            `yaml:"zh"`
	EN     []string            `yaml:"en"`
	RU     []string            `yaml:"ru"`
	Forms  map[string][]string `yaml:"forms"`
}

func (t *title) iri() string { return schema.Base + "role/" + t.Role }

type anaphoraWords struct {
	Two          map[string][]string       `yaml:"two"`
	Count        map[string]map[string]int `yaml:"count"`
	Own          map[string][]string       `yaml:"own"`
	Organization map[string][]string       `yaml:"organization"`
	Latter       map[string][]string       `yaml:"latter"`
}

// anaphor is a word that stands for what was named before.
type anaphor struct {
	kind  anaphorKind
	count int
}

type anaphorKind uint8

const (
	anaphorCount anaphorKind = iota // so many states
	anaphorOrganization
	anaphorLatter
	anaphorOwn // 我国: the state of the text's language
)

// documentWords tell instruments by form.
type documentWords struct {
	ZH    []string `yaml:"zh"`
	EN    []string `yaml:"en"`
	RU    []string `yaml:"ru"`
	Media []string `yaml:"media"`
}

// bodyWords tell organisations, mechanisms and series by their last words.
type bodyWords struct {
	Organizations map[string][]string                 `yaml:"organizations"`
	Mechanisms    map[string][]string                 `yaml:"mechanisms"`
	Series        map[string][]string                 `yaml:"series"`
	Lead          []string                            `yaml:"lead"`
	Shared        []string                            `yaml:"shared"`
	Bilateral     map[string]*bilateralWords          `yaml:"bilateral"`
	Russian       []struct{ Stem, Word, Kind string } `yaml:"russian"`
	Verbs         []string                            `yaml:"verbs"`
	Stop          string                              `yaml:"stop"`
	Departments   []string                            `yaml:"departments"`
}

// nameWords tell where a person's name ends.
type nameWords struct {
	After     []string `yaml:"after"`
	Particles []string `yaml:"particles"`
	Not       []string `yaml:"not"`
	NoOffice  []string `yaml:"no_office"`
	Words     []string `yaml:"words"`
}

// postWords stand between bodies and titles of office.
type postWords struct {
	Links          []string `yaml:"links"`
	Former         []string `yaml:"former"`
	FormerZH       []string `yaml:"former_zh"`
	DepartmentEnds string   `yaml:"department_ends"`
	HeadedEnds     string   `yaml:"headed_ends"`
	NotHeads       []string `yaml:"not_heads"`
}

func readWords(files fs.FS) (*words, error) {
	w := &words{}
	var names struct{ Given givenWords }
	for name, into := range map[string]any{"names.yaml": w, "titles.yaml": &w.titles, "given.yaml": &names} {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := yaml.Unmarshal(b, into); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	w.given = newGivenNames(&names.Given)
	w.organs = w.Organs
	for _, o := range w.organs {
		o.keys = [2][]string{folded(o.EN), folded(o.RU)}
	}
	s := &w.Shorts
	w.pairAfter, w.pairAfterStart = newPrefixes(s.PairAfter), newPrefixes(s.PairAfterStart)
	w.before, w.beforeCommon, w.beforeAfter = newSuffixes(s.Before), newSuffixes(s.BeforeCommon), newPrefixes(s.BeforeAfter)
	w.firm, w.soft = newPrefixes(s.Firm), newPrefixes(s.Soft)
	w.derive()
	return w, nil
}

// derive makes the sets that the readers of forms look words up in.
func (w *words) derive() {
	w.documentZH, w.media = newPrefixes(w.Documents.ZH), newPrefixes(w.Documents.Media)
	w.documentEN, w.documentRU = folded(w.Documents.EN), folded(w.Documents.RU)
	slices.SortStableFunc(w.documentEN, func(a, b string) int { return len(b) - len(a) })
	b := &w.Bodies
	for _, g := range []struct {
		kind  string
		words map[string][]string
	}{{schema.MentionSeries, b.Series}, {schema.MentionMechanism, b.Mechanisms}, {schema.MentionOrganization, b.Organizations}} {
		for _, h := range folded(g.words["zh"]) {
			w.headsZH = append(w.headsZH, head{h, g.kind})
		}
		w.headsEN = append(w.headsEN, heads{folded(g.words["en"]), g.kind})
	}
	slices.SortStableFunc(w.headsZH, func(a, b head) int { return strings.Compare(a.word, b.word) })
	w.headsZH = slices.CompactFunc(w.headsZH, func(a, b head) bool { return a.word == b.word })
	keys := make([]string, len(w.headsZH))
	for i, h := range w.headsZH {
		keys[i] = h.word
	}
	w.headTrie = newTrie(keys)
	w.shared, w.lead = setOf(b.Shared), setOf(b.Lead)
	w.verbsZH = newPrefixes(b.Verbs)
	w.stopZH = map[rune]bool{}
	for _, r := range b.Stop {
		w.stopZH[r] = true
	}
	w.links, w.between, w.small = setOf(w.Posts.Links), setOf(w.Joints), setOf(w.Small)
	w.notHeads = newPrefixes(w.Posts.NotHeads)
	w.departments = setOf(b.Departments)
	w.afterName, w.notName = newPrefixes(w.Names.After), newPrefixes(w.Names.Not)
	w.noOffice = newPrefixes(w.Names.NoOffice)
	w.particles, w.notNames = setOf(w.Names.Particles), setOf(w.Names.Words)
	for _, g := range w.headsEN {
		for _, h := range g.words {
			w.notNames[h] = true
		}
	}
}

func folded(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = foldKey(s)
	}
	return out
}

func setOf(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[foldKey(s)] = true
	}
	return m
}

// common is the set of keys that are ordinary words of a language.
func (w *words) common() map[string]bool {
	out := map[string]bool{}
	for lang, list := range w.Common {
		for _, n := range list {
			out[lang+" "+foldKey(n)] = true
		}
	}
	return out
}

// compile adds titles, organs, anaphora and words to ignore to the keys.
func (w *words) compile(c *compiler) {
	for i, t := range w.titles {
		add := func(list []string, lang uint8) {
			for _, n := range list {
				forms := []string{n}
				if lang == langRU {
					forms = declineName(n)
				}
				for _, f := range forms {
					c.add(foldKey(f), sense{entity: int32(i), form: formTitle, lang: lang})
				}
			}
		}
		add(t.ZH, langZH)
		add(t.EN, langEN)
		add(t.RU, langRU)
		for _, f := range t.Forms["ru"] {
			c.add(foldKey(f), sense{entity: int32(i), form: formTitle, lang: langRU})
		}
	}
	for i, o := range w.organs {
		for l, list := range [][]string{o.ZH, o.EN, o.RU} {
			for _, n := range list {
				forms := []string{n}
				if uint8(l) == langRU {
					forms = declineName(n)
				}
				for _, f := range forms {
					for _, v := range variants(f) {
						s := sense{entity: int32(i), form: formOrgan, lang: uint8(l)}
						if isAcronym(v) {
							s.capitals = demands(v)
						}
						c.add(foldKey(v), s)
					}
				}
			}
		}
	}
	w.compileAnaphora(c)
	c.merge(c.list)
	for _, list := range w.Ignore {
		for _, n := range list {
			c.senses[foldKey(n)] = []sense{{form: formIgnore}}
		}
	}
}

func (w *words) compileAnaphora(c *compiler) {
	add := func(list []string, lang uint8, a anaphor) {
		i := slices.Index(w.anaphors, a)
		if i < 0 {
			i = len(w.anaphors)
			w.anaphors = append(w.anaphors, a)
		}
		for _, n := range list {
			c.add(foldKey(n), sense{entity: int32(i), form: formAnaphor, lang: lang, capitals: demands(n)})
		}
	}
	a := &w.Anaphora
	for l, lang := range languages {
		add(a.Two[lang], uint8(l), anaphor{anaphorCount, 2})
		for _, n := range sortedKeys(a.Count[lang]) {
			add([]string{n}, uint8(l), anaphor{anaphorCount, a.Count[lang][n]})
		}
		add(a.Own[lang], uint8(l), anaphor{anaphorOwn, 0})
		add(a.Organization[lang], uint8(l), anaphor{anaphorOrganization, 0})
		add(a.Latter[lang], uint8(l), anaphor{anaphorLatter, 0})
	}
}

// affixes is a set of words looked up at the start or the end of a text.
type affixes struct {
	set     map[string]bool
	lengths []int // in bytes, falling
	suffix  bool
}

func newPrefixes(list []string) *affixes { return newAffixes(list, false) }
func newSuffixes(list []string) *affixes { return newAffixes(list, true) }

func newAffixes(list []string, suffix bool) *affixes {
	a := &affixes{set: map[string]bool{}, suffix: suffix}
	for _, w := range list {
		w = foldKey(w)
		a.set[w] = true
		if !slices.Contains(a.lengths, len(w)) {
			a.lengths = append(a.lengths, len(w))
		}
	}
	slices.SortFunc(a.lengths, func(x, y int) int { return y - x })
	return a
}

// of returns the longest word of the set with which s begins, or ends.
func (a *affixes) of(s string) string {
	for _, n := range a.lengths {
		if n > len(s) {
			continue
		}
		w := s[:n]
		if a.suffix {
			w = s[len(s)-n:]
		}
		if a.set[w] {
			return w
		}
	}
	return ""
}

// within reports whether a word of the set stands anywhere in s.
func (a *affixes) within(s string) bool {
	for i := range s {
		if a.of(s[i:]) != "" {
			return true
		}
	}
	return false
}
