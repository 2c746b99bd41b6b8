package chrono

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	words "github.com/entente-graph/entente/data/lexicon"
)

// word is what a word of an alphabetic language says of time. Numbers of months,
// weekdays and seasons begin with 1; 0 is none.
type word struct {
	month, weekday, season int
	unit                   unit
	cardinal, ordinal      int
	daypart                bool
	day, turn              *int
}

// lexicon holds the words of the three grammars.
type lexicon struct {
	en, ru    map[string]*word
	holidays  map[string]string
	future    map[string][]string
	said      map[string][]string // verbs of what was told: a day right after one is past
	firsts    map[string][]string // words before "in ten years" that turn it to the past
	notFuture []string
	zh        *chineseWords
}

// term is a Chinese word with its number.
type term struct {
	text string
	n    int
}

// chineseWords are the tables of the Chinese grammar, longest words first.
type chineseWords struct {
	days, years, months, weeks, quarters, anaphors, sameYears []term
	dayparts, afterNoon                                       []string
	units                                                     []term
	plans, reigns                                             []term
	seasons                                                   []term
	since, after, before, until                               []string
	notDay, notNumberSign, vague                              []string
	leads                                                     [0x7000]bool // from U+3000: what an expression may begin with
	relative                                                  map[rune][]relativeTerm
}

// relativeTerm is a word that stands some units from the reference or from what was
// said last.
type relativeTerm struct {
	term
	kind relativeKind
}

type relativeKind uint8

const (
	dayWord relativeKind = iota
	yearWord
	monthWord
	weekWord
	quarterWord
	dayAnaphor
	yearAnaphor
)

type alphabeticFile struct {
	Months    map[int][]string    `yaml:"months"`
	Weekdays  map[int][]string    `yaml:"weekdays"`
	Seasons   map[int][]string    `yaml:"seasons"`
	Units     map[string][]string `yaml:"units"`
	Cardinals map[int][]string    `yaml:"cardinals"`
	Ordinals  map[int][]string    `yaml:"ordinals"`
	Dayparts  []string            `yaml:"dayparts"`
	Days      map[string]int      `yaml:"days"`
	Turns     map[string]int      `yaml:"turns"`
	Leads     []string            `yaml:"leads"`
	Holidays  map[string]string   `yaml:"holidays"`
	Future    []string            `yaml:"future"`
	Said      []string            `yaml:"said"`
	Firsts    []string            `yaml:"firsts"`
}

type chineseFile struct {
	Days          map[string]int      `yaml:"days"`
	Years         map[string]int      `yaml:"years"`
	Months        map[string]int      `yaml:"months"`
	Weeks         map[string]int      `yaml:"weeks"`
	Quarters      map[string]int      `yaml:"quarters"`
	Anaphors      map[string]int      `yaml:"anaphors"`
	SameYears     map[string]int      `yaml:"same_years"`
	Dayparts      []string            `yaml:"dayparts"`
	AfterNoon     []string            `yaml:"after_noon"`
	Units         map[string][]string `yaml:"units"`
	Plans         map[string]int      `yaml:"plans"`
	Reigns        map[string]int      `yaml:"reigns"`
	Seasons       map[string]int      `yaml:"seasons"`
	Since         []string            `yaml:"since"`
	After         []string            `yaml:"after"`
	Before        []string            `yaml:"before"`
	Until         []string            `yaml:"until"`
	NotDay        []string            `yaml:"not_day"`
	NotNumberSign []string            `yaml:"not_number_sign"`
	Future        []string            `yaml:"future"`
	NotFuture     []string            `yaml:"not_future"`
	Vague         []string            `yaml:"vague"`
}

// lexicons reads the words once; the files are embedded, so that a fault in them
// is a fault of the build and shows in every test.
var lexicons = sync.OnceValues(func() (*lexicon, error) {
	l := &lexicon{holidays: map[string]string{}, future: map[string][]string{}, said: map[string][]string{}, firsts: map[string][]string{}}
	var err error
	if l.en, err = l.alphabetic("en"); err != nil {
		return nil, err
	}
	if l.ru, err = l.alphabetic("ru"); err != nil {
		return nil, err
	}
	return l, l.chinese()
})

func read(lang string, into any) error {
	name := "chrono-" + lang + ".yaml"
	b, err := fs.ReadFile(words.Files, name)
	if err != nil {
		return fmt.Errorf("chrono: reading the lexicon: %w", err)
	}
	if err := yaml.Unmarshal(b, into); err != nil {
		return fmt.Errorf("chrono: reading %s: %w", name, err)
	}
	return nil
}

func (l *lexicon) alphabetic(lang string) (map[string]*word, error) {
	var f alphabeticFile
	if err := read(lang, &f); err != nil {
		return nil, err
	}
	out := map[string]*word{}
	get := func(s string) *word {
		w := out[s]
		if w == nil {
			w = &word{}
			out[s] = w
		}
		return w
	}
	each := func(m map[int][]string, set func(*word, int)) {
		for n, list := range m {
			for _, s := range list {
				set(get(s), n)
			}
		}
	}
	each(f.Months, func(w *word, n int) { w.month = n })
	each(f.Weekdays, func(w *word, n int) { w.weekday = n })
	each(f.Seasons, func(w *word, n int) { w.season = n })
	each(f.Cardinals, func(w *word, n int) { w.cardinal = n })
	each(f.Ordinals, func(w *word, n int) { w.ordinal = n })
	for name, list := range f.Units {
		u, ok := unitsByName[name]
		if !ok {
			return nil, fmt.Errorf("chrono: %q in chrono-%s.yaml is no unit", name, lang)
		}
		for _, s := range list {
			get(s).unit = u
		}
	}
	for _, s := range f.Dayparts {
		get(s).daypart = true
	}
	for s, n := range f.Days {
		get(s).day = &n
	}
	for s, n := range f.Turns {
		get(s).turn = &n
	}
	for _, s := range f.Leads {
		get(s)
	}
	for s, d := range f.Holidays {
		l.holidays[s] = d
		w, _ := firstWord(s)
		get(w)
	}
	l.future[lang], l.said[lang], l.firsts[lang] = f.Future, f.Said, f.Firsts
	return out, nil
}

func firstWord(s string) (string, int) {
	e := 0
	for e < len(s) && s[e] >= 'a' && s[e] <= 'z' {
		e++
	}
	return s[:e], e
}

func (l *lexicon) chinese() error {
	var f chineseFile
	if err := read("zh", &f); err != nil {
		return err
	}
	l.future["zh"], l.notFuture = f.Future, f.NotFuture
	z := &chineseWords{dayparts: f.Dayparts, afterNoon: f.AfterNoon, since: f.Since, after: f.After, before: f.Before, until: f.Until,
		notDay: f.NotDay, notNumberSign: f.NotNumberSign, vague: f.Vague}
	for _, t := range []struct {
		into *[]term
		from map[string]int
		lead bool
	}{{&z.days, f.Days, true}, {&z.years, f.Years, true}, {&z.months, f.Months, true}, {&z.weeks, f.Weeks, true}, {&z.quarters, f.Quarters, true}, {&z.anaphors, f.Anaphors, true},
		{&z.sameYears, f.SameYears, true}, {&z.plans, f.Plans, true}, {&z.reigns, f.Reigns, true}, {&z.seasons, f.Seasons, false}} {
		for s, n := range t.from {
			*t.into = append(*t.into, term{s, n})
			if t.lead {
				r, _ := utf8.DecodeRuneInString(s)
				z.leads[r-0x3000] = true
			}
		}
		longestFirst(*t.into)
	}
	for name, list := range f.Units {
		for _, s := range list {
			z.units = append(z.units, term{s, int(unitsByName[name])})
		}
	}
	longestFirst(z.units)
	for _, r := range "零〇一二三四五六七八九十两廿卅几半百星周礼第头接截数上下前后今近过未最年月此本世自从到截春夏秋冬新" {
		z.leads[r-0x3000] = true
	}
	z.relative = map[rune][]relativeTerm{}
	for kind, ts := range [][]term{dayWord: z.days, yearWord: z.years, monthWord: z.months, weekWord: z.weeks, quarterWord: z.quarters, dayAnaphor: z.anaphors, yearAnaphor: z.sameYears} {
		for _, t := range ts {
			r, _ := utf8.DecodeRuneInString(t.text)
			z.relative[r] = append(z.relative[r], relativeTerm{t, relativeKind(kind)})
		}
	}
	for _, ts := range z.relative {
		slices.SortStableFunc(ts, func(a, b relativeTerm) int { return len(b.text) - len(a.text) })
	}
	l.zh = z
	return nil
}

// longestFirst orders terms so that the first that fits is the longest.
func longestFirst(ts []term) {
	slices.SortFunc(ts, func(a, b term) int { return cmp.Or(len(b.text)-len(a.text), cmp.Compare(a.text, b.text)) })
}
