package names

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// bilateralWords tell bodies of two states in a language by the stems of their words.
type bilateralWords struct {
	Heads   []string `yaml:"heads"`
	Beside  []string `yaml:"beside"`
	Between []string `yaml:"between"`
}

// bilateral finds the bodies of two states that are named by both and written without
// capitals: the Russian-Kazakh intergovernmental commission, межправительственная
// комиссия между Россией и Узбекистаном.
func (f *finder) bilateral() {
	for k := 0; k+1 < len(f.tokens); k++ {
		lang := f.lang(f.tokens[k].begin)
		w := f.words.Bodies.Bilateral[lang]
		if w == nil {
			continue
		}
		a, ok := f.stateAt(k)
		b, also := f.stateAt(k + 1)
		if !ok || !also || a.iri == b.iri {
			continue
		}
		pair := bilateralBody{finder: f, words: w, lang: lang, states: []string{a.iri, b.iri}, begin: f.tokens[k].begin, end: f.tokens[k+1].end}
		switch gap := f.doc.Key[f.tokens[k].end:f.tokens[k+1].begin]; {
		case gap == "-" || gap == " - ":
			pair.after()
		case gap == " and " || gap == " и ":
			pair.before()
		}
	}
}

// stateAt reads a token as a state, by its name or its adjective.
func (f *finder) stateAt(k int) (body, bool) {
	b, ok := f.bodyAt(k)
	return b, ok && strings.HasPrefix(b.iri, schema.Base+"id/state/") && (b.form == formName || b.form == formAdjective)
}

// bilateralBody is a body of two states in the making: the pair and the words around.
type bilateralBody struct {
	*finder
	words      *bilateralWords
	lang       string
	states     []string
	begin, end int
}

// after reads the words for the body behind the pair, and what belongs to them before
// it.
func (x *bilateralBody) after() {
	const most = 6 // words
	at := x.end
	end := -1
	var head []string
	for range most {
		next := x.skip(at, " ")
		e := x.wordEnd(next)
		if next == at || e == next {
			break
		}
		if h, stop := x.head(next); stop > next {
			head, end = append(head, h), stop
			break
		}
		stem := x.stem(x.words.Beside, x.doc.Key[next:e])
		if stem == "" {
			break
		}
		head = append(head, stem)
		at = e
	}
	if end < 0 {
		return
	}
	for range most {
		before := strings.TrimSuffix(x.doc.Key[:x.begin], " ")
		b := strings.LastIndexAny(before, " \n(\",;:") + 1
		stem := x.stem(x.words.Beside, before[b:])
		if len(before) == x.begin || stem == "" || len(stem) < 4 {
			break
		}
		head = append(head, stem)
		x.begin = b
	}
	x.record(x.begin, end, head)
}

// before reads "commission between A and B", комиссия России и Узбекистана.
func (x *bilateralBody) before() {
	const most, reach = 8, 240 // words and bytes back
	start := x.begin
	if s := x.sentence(start); s != nil {
		start = max(s.KeyBegin, start-reach)
	}
	for !utf8.RuneStart(x.doc.Key[start]) {
		start++
	}
	at := strings.TrimSuffix(x.doc.Key[start:x.begin], " ")
	cut, linked := x.cutLink(at)
	if !linked {
		return
	}
	words := strings.Fields(cut)
	words = words[max(0, len(words)-most):]
	for i := range words {
		b := start + len(cut) - len(strings.Join(words[i:], " "))
		if b < start || x.doc.Key[b:start+len(cut)] != strings.Join(words[i:], " ") {
			return // more than one space: no running text
		}
		if h, stop := x.head(b); stop > b && x.onlyBeside(words[i+1+strings.Count(h, " "):]) {
			head := []string{h}
			for i--; i >= 0; i-- {
				stem := x.stem(x.words.Beside, words[i])
				if len(stem) < 4 {
					break
				}
				head = append(head, stem)
				b -= len(words[i]) + 1
			}
			if len(head) > 1 {
				x.record(b, x.end, head)
			}
			return
		}
	}
}

// cutLink drops the word that links a body to its states.
func (x *bilateralBody) cutLink(s string) (string, bool) {
	for _, w := range x.words.Between {
		if rest, ok := strings.CutSuffix(s, " "+w); ok {
			return rest, true
		}
	}
	return s, false
}

// onlyBeside reports whether words only say what a body is for: a short row of them,
// which "on", по or for opens.
func (x *bilateralBody) onlyBeside(words []string) bool {
	return len(words) == 0 || len(words) <= 6 && slices.Contains([]string{"on", "for", "по"}, words[0])
}

// head reads the word for a body at a byte: its stem and where the word ends.
func (x *bilateralBody) head(at int) (string, int) {
	e := x.wordEnd(at)
	for _, h := range x.words.Heads {
		first, second, two := strings.Cut(h, " ")
		if x.stem([]string{first}, x.doc.Key[at:e]) == "" {
			continue
		}
		if !two {
			return h, e
		}
		next := x.skip(e, " ")
		if stop := x.wordEnd(next); next > e && x.stem([]string{second}, x.doc.Key[next:stop]) != "" {
			return h, stop
		}
	}
	return "", at
}

// stem is the stem of the list that a word has, with an ending of a few letters.
func (x *bilateralBody) stem(list []string, word string) string {
	longest := 1 // letters of an ending
	if x.lang == "ru" {
		longest = 3
	}
	for _, s := range list {
		if rest, ok := strings.CutPrefix(word, foldKey(s)); ok && utf8.RuneCountInString(rest) <= longest {
			return s
		}
	}
	return ""
}

// record puts the body under its states and the words for it, so that it is one
// however the words are declined or ordered.
func (x *bilateralBody) record(begin, end int, head []string) {
	for _, i := range x.near(begin, end) {
		if o := &x.found[i]; o.begin < end && o.end > begin && (o.kind == schema.MentionMechanism || o.kind == schema.MentionOrganization) {
			return
		}
	}
	slices.Sort(x.states)
	slices.Sort(head)
	key := strings.Join(append(slices.Clone(x.states), head...), " ")
	x.put(name{begin: begin, end: end, kind: schema.MentionMechanism, form: formName, discovered: true, label: x.original(begin, end), iri: schema.Base + "id/mechanism/x-" + schema.Hash16(key)})
}
