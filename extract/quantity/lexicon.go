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

// wordList are the entries of one language, longest first, and the same by the
// character they begin and end with.
type wordList struct {
	entries  []entry
	byFirst  map[rune][]entry
	byLast   map[rune][]entry
	prefixes []entry
}

type language struct {
	measures    wordList // currencies and units after a number
	comparators wordList // before
	after       wordList
	up, down    wordList
	comparisons wordList
	qualifiers  wordList
	ranks       wordList
	rankHeads   map[string]bool   // the words a rank may begin with
	names       map[string]bool   // words before the number of a thing
	words       map[rune][]string // words of the language that begin like a numeral
	notOne      []string          // measure words after which 一 counts nothing
	cents       wordList
	money       *money

	notUnits       map[string][]string // by measure word: what begins another word with it
	timeWords      []string            // after a number, of dates, times and ages
	timeMoney      []string            // money that begins like a word of time
	months         []string            // before the number of a day
	calendar       []string            // after an ordinal of a part of time
	apart          []string            // set a percentage between two things
	percents       []string
	oneOf          []string // before a superlative that is no rank
	ordinalEndings []string // after digits
	notTenths      []string // words that begin with 成
}

// money is what marks a sum beside a number in any language.
type money struct {
	signs, dollars map[string]string
	codes          map[string]bool // lower case
}

type file struct {
	Currencies []struct {
		Code string   `yaml:"code"`
		Zh   []string `yaml:"zh"`
		En   []string `yaml:"en"`
		Ru   []string `yaml:"ru"`
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
	Words       []string            `yaml:"not_numerals"`
	NotOne      []string            `yaml:"not_one"`
	Signs       map[string]string   `yaml:"signs"`
	Dollars     map[string]string   `yaml:"dollars"`
	Codes       []string            `yaml:"codes"`
	Cents       map[string][]string `yaml:"cents"`
	Names       map[string][]string `yaml:"names"`

	NotUnits       map[string][]string `yaml:"not_units"`
	TimeWords      map[string][]string `yaml:"time_words"`
	TimeMoney      []string            `yaml:"time_money"`
	Months         map[string][]string `yaml:"months"`
	Calendar       map[string][]string `yaml:"calendar"`
	Apart          map[string][]string `yaml:"apart"`
	Percents       []string            `yaml:"percents"`
	OneOf          []string            `yaml:"one_of"`
	OrdinalEndings map[string][]string `yaml:"ordinal_endings"`
	NotTenths      []string            `yaml:"not_tenths"`
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

// guard takes the words that keep numbers from being what they are not.
func (l *language) guard(f *file, lang string) {
	l.notUnits, l.timeMoney = f.NotUnits, f.TimeMoney
	l.timeWords, l.months, l.calendar = f.TimeWords[lang], f.Months[lang], f.Calendar[lang]
	l.apart, l.percents, l.oneOf, l.ordinalEndings, l.notTenths = f.Apart[lang], f.Percents, f.OneOf, f.OrdinalEndings[lang], f.NotTenths
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
	marks := &money{signs: f.Signs, dollars: f.Dollars, codes: map[string]bool{}}
	for _, c := range f.Codes {
		marks.codes[strings.ToLower(c)] = true
	}
	out := map[string]*language{"zh": {}, "en": {}, "ru": {}}
	for lang, l := range out {
		pick := func(zh, en, ru []string) []string { return map[string][]string{"zh": zh, "en": en, "ru": ru}[lang] }
		for _, c := range f.Currencies {
			l.measures.add(pick(c.Zh, c.En, c.Ru), c.Code, "currency")
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
		l.rankHeads, l.names = map[string]bool{}, map[string]bool{}
		for _, e := range l.ranks.entries {
			l.rankHeads[e.word[:word(e.word, 0)]] = true
		}
		for _, w := range f.Names[lang] {
			l.names[w] = true
		}
		l.cents.add(f.Cents[lang], "cent", "")
		l.cents.sort()
		l.money = marks
		l.guard(&f, lang)
		if lang == "zh" {
			l.notOne, l.words = f.NotOne, map[rune][]string{}
			for _, w := range f.Words {
				r, _ := utf8.DecodeRuneInString(w)
				l.words[r] = append(l.words[r], w)
			}
		}
		for _, list := range []*wordList{&l.measures, &l.comparators, &l.after, &l.up, &l.down, &l.comparisons, &l.qualifiers, &l.ranks} {
			list.sort()
		}
	}
	return out, nil
})

func (w *wordList) add(words []string, value, kind string) {
	for _, s := range words {
		s = strings.ReplaceAll(strings.ToLower(s), "ё", "е")
		w.entries = append(w.entries, entry{word: strings.TrimSuffix(s, "*"), prefix: strings.HasSuffix(s, "*"), value: value, kind: kind})
	}
}

func (w *wordList) sort() {
	slices.SortStableFunc(w.entries, func(a, b entry) int { return len(b.word) - len(a.word) })
	w.byFirst, w.byLast, w.prefixes = map[rune][]entry{}, map[rune][]entry{}, nil
	for _, e := range w.entries {
		if e.word == "" {
			continue
		}
		first, _ := utf8.DecodeRuneInString(e.word)
		w.byFirst[first] = append(w.byFirst[first], e)
		if e.prefix {
			w.prefixes = append(w.prefixes, e)
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(e.word)
		w.byLast[last] = append(w.byLast[last], e)
	}
}

func letter(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }

// at finds the longest entry that stands at byte i, as a whole word.
func (w *wordList) at(s string, i int) (entry, int) {
	if i >= len(s) {
		return entry{}, i
	}
	head, _ := utf8.DecodeRuneInString(s[i:])
	for _, e := range w.byFirst[head] {
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
func (w *wordList) ending(s string, i int) (entry, int) {
	trimmed := strings.TrimRight(s[:i], " ")
	if trimmed == "" {
		return entry{}, i
	}
	last, _ := utf8.DecodeLastRuneInString(trimmed)
	for _, e := range w.byLast[last] {
		if !strings.HasSuffix(trimmed, e.word) {
			continue
		}
		b := len(trimmed) - len(e.word)
		if first, _ := utf8.DecodeRuneInString(e.word); letter(first) && b > 0 && letterEnds(s[:b]) {
			continue
		}
		return e, b
	}
	if !letter(last) {
		return entry{}, i
	}
	for _, e := range w.prefixes {
		// A word with an open ending: it must begin some word back.
		from := max(0, len(trimmed)-len(e.word)-16)
		k := strings.LastIndex(trimmed[from:], e.word)
		if k < 0 {
			continue
		}
		k += from
		if word(s, k+len(e.word)) == len(trimmed) && (k == 0 || !letterEnds(trimmed[:k])) {
			return e, k
		}
	}
	return entry{}, i
}
