package quantity

import (
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente/data/lexicon"
)

// entry is a word of the lexicon; prefix when it ends in *, so that any letters
// may follow.
type entry struct {
	word   string
	prefix bool
	value  string
	kind   string // currency or unit, for words after a number
}

// words are the entries of one language, longest first.
type wordList []entry

type language struct {
	measures    wordList // currencies and units after a number
	before      wordList // currency marks before a number
	comparators wordList // before
	after       wordList
	up, down    wordList
	comparisons wordList
	qualifiers  wordList
	ranks       wordList
}

type file struct {
	Currencies []struct {
		Code   string   `yaml:"code"`
		Zh     []string `yaml:"zh"`
		En     []string `yaml:"en"`
		Ru     []string `yaml:"ru"`
		Before []string `yaml:"before"`
	} `yaml:"currencies"`
	Units []struct {
		Unit       string `yaml:"unit"`
		Zh, En, Ru []string
	} `yaml:"units"`
	Comparators []bounded           `yaml:"comparators"`
	After       []bounded           `yaml:"after"`
	Growth      []directed          `yaml:"growth"`
	Comparison  []slugged           `yaml:"comparison"`
	Qualifiers  []slugged           `yaml:"qualifiers"`
	Ranks       map[string][]string `yaml:"ranks"`
}

type bounded struct {
	Bound      string `yaml:"bound"`
	Zh, En, Ru []string
}

type directed struct {
	Direction  string `yaml:"direction"`
	Zh, En, Ru []string
}

type slugged struct {
	Slug       string `yaml:"slug"`
	Zh, En, Ru []string
}

// languages reads the lexicon once; the file is embedded, so that a fault in it
// is a fault of the build and shows in every test.
var languages = sync.OnceValues(func() (map[string]*language, error) {
	b, err := fs.ReadFile(lexicon.Files, "quantities.yaml")
	if err != nil {
		return nil, err
	}
	var f file
	if err := yaml.Unmarshal(b, &f); err != nil {
		return nil, err
	}
	out := map[string]*language{"zh": {}, "en": {}, "ru": {}}
	for lang, l := range out {
		pick := func(zh, en, ru []string) []string { return map[string][]string{"zh": zh, "en": en, "ru": ru}[lang] }
		for _, c := range f.Currencies {
			l.measures.add(pick(c.Zh, c.En, c.Ru), c.Code, "currency")
			l.before.add(c.Before, c.Code, "currency")
		}
		for _, u := range f.Units {
			l.measures.add(pick(u.Zh, u.En, u.Ru), u.Unit, "unit")
		}
		for _, c := range f.Comparators {
			l.comparators.add(pick(c.Zh, c.En, c.Ru), c.Bound, "")
		}
		for _, c := range f.After {
			l.after.add(pick(c.Zh, c.En, c.Ru), c.Bound, "")
		}
		for _, g := range f.Growth {
			if g.Direction == "up" {
				l.up.add(pick(g.Zh, g.En, g.Ru), "up", "")
			} else {
				l.down.add(pick(g.Zh, g.En, g.Ru), "down", "")
			}
		}
		for _, c := range f.Comparison {
			l.comparisons.add(pick(c.Zh, c.En, c.Ru), c.Slug, "")
		}
		for _, q := range f.Qualifiers {
			l.qualifiers.add(pick(q.Zh, q.En, q.Ru), q.Slug, "")
		}
		l.ranks.add(f.Ranks[lang], "rank", "")
		for _, list := range []*wordList{&l.measures, &l.before, &l.comparators, &l.after, &l.up, &l.down, &l.comparisons, &l.qualifiers, &l.ranks} {
			list.sort()
		}
	}
	return out, nil
})

func (w *wordList) add(words []string, value, kind string) {
	for _, s := range words {
		s = strings.ReplaceAll(strings.ToLower(s), "ё", "е")
		*w = append(*w, entry{word: strings.TrimSuffix(s, "*"), prefix: strings.HasSuffix(s, "*"), value: value, kind: kind})
	}
}

func (w *wordList) sort() {
	slices.SortStableFunc(*w, func(a, b entry) int { return len(b.word) - len(a.word) })
}

func letter(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }

// at finds the longest entry that stands at byte i, as a whole word.
func (w wordList) at(s string, i int) (entry, int) {
	for _, e := range w {
		if !strings.HasPrefix(s[i:], e.word) {
			continue
		}
		end := i + len(e.word)
		if strings.Contains(e.word, "*") {
			continue
		}
		first, _ := utf8.DecodeRuneInString(e.word)
		if letter(first) && i > 0 {
			if p, _ := utf8.DecodeLastRuneInString(s[:i]); letter(p) {
				continue
			}
		}
		last, _ := utf8.DecodeLastRuneInString(e.word)
		if letter(last) {
			if e.prefix {
				end = word(s, end)
			} else if r, _ := utf8.DecodeRuneInString(s[end:]); letter(r) {
				continue
			}
		}
		return e, end
	}
	return entry{}, i
}

// ending finds the longest entry that ends at byte i, blanks skipped.
func (w wordList) ending(s string, i int) (entry, int) {
	trimmed := strings.TrimRight(s[:i], " ")
	for _, e := range w {
		if e.prefix {
			// A word with an open ending: it must begin some word back.
			if k := strings.LastIndex(trimmed, e.word); k >= 0 && len(trimmed)-k <= len(e.word)+16 && word(s, k+len(e.word)) == len(trimmed) {
				if p, _ := utf8.DecodeLastRuneInString(trimmed[:k]); !letter(p) || k == 0 {
					return e, k
				}
			}
			continue
		}
		if !strings.HasSuffix(trimmed, e.word) {
			continue
		}
		b := len(trimmed) - len(e.word)
		first, _ := utf8.DecodeRuneInString(e.word)
		if letter(first) && b > 0 {
			if p, _ := utf8.DecodeLastRuneInString(s[:b]); letter(p) {
				continue
			}
		}
		return e, b
	}
	return entry{}, i
}
