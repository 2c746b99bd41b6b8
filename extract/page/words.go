package page

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/entente-graph/entente/data/sites"
	"github.com/entente-graph/entente/extract/text"
)

// words are the words of page furniture, ready for look-up.
type words struct {
	stops, lines, metadata prefixes
	stopLines, wholeLines  map[string]bool
	noise, sureNoise       map[string]bool
	notArticles            prefixes
	portals                map[string]bool
	feet, notNames         []string
	dates                  map[string]bool
	genres                 []sites.Genre // with cues in folded form
}

// furnitureWords compiles the words of data/sites once; the result is never
// changed.
var furnitureWords = sync.OnceValue(func() *words {
	d, err := sites.Load()
	if err != nil {
		return &words{}
	}
	f := d.Furniture
	return &words{
		genres: foldedGenres(d.Genres),
		stops:  newPrefixes(f.Stops), lines: newPrefixes(f.Lines), metadata: newPrefixes(f.Metadata),
		stopLines: set(f.StopLines), wholeLines: set(f.WholeLines), noise: set(f.NoiseClasses), sureNoise: set(f.SureNoise), notArticles: newPrefixes(f.NotArticles), portals: set(f.Portals), feet: folded(f.Feet), notNames: d.Authors.NotNames, dates: set(f.DateWords),
	}
})

func folded(phrases []string) []string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = text.FoldKey(p)
	}
	return out
}

func foldedGenres(genres []sites.Genre) []sites.Genre {
	out := make([]sites.Genre, len(genres))
	for i, g := range genres {
		out[i] = sites.Genre{Genre: g.Genre, Title: folded(g.Title), Column: folded(g.Column), Section: g.Section, Opening: folded(g.Opening), Not: folded(g.Not)}
	}
	return out
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[text.FoldKey(w)] = true
	}
	return m
}

// prefixes finds whether a line begins with one of many phrases; by first rune.
type prefixes map[rune][]string

func newPrefixes(words []string) prefixes {
	p := prefixes{}
	for _, w := range words {
		k := text.FoldKey(w)
		first, _ := utf8.DecodeRuneInString(k)
		p[first] = append(p[first], k)
	}
	return p
}

// begins reports whether key begins with one of the phrases, as whole words where
// the script has spaces.
func (p prefixes) begins(key string) bool { return p.longest(key) != "" }

// longest is the longest of the phrases that key begins with, "" where it begins
// with none.
func (p prefixes) longest(key string) string {
	first, _ := utf8.DecodeRuneInString(key)
	best := ""
	for _, w := range p[first] {
		if rest, ok := strings.CutPrefix(key, w); ok && wordEnd(w, rest) && len(w) > len(best) {
			best = w
		}
	}
	return best
}

func wordEnd(w, rest string) bool {
	if rest == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(w)
	next, _ := utf8.DecodeRuneInString(rest)
	return !unicode.IsLetter(next) || !unicode.IsLetter(last) || unicode.Is(unicode.Han, last)
}

// opening drops marks that stand before the words of a label: [ 责编 …, 【…
func opening(key string) string { return strings.TrimLeft(key, "[【(（ ·•*>|-—▲■●◆") }

// stop reports a line that ends the article: the label of what follows it.
func (w *words) stop(b *block) bool {
	if strings.HasPrefix(b.text, "©") && b.length < 400 {
		return true
	}
	if b.length > 220 {
		return false
	}
	key := opening(text.FoldKey(b.text))
	if !b.ends && slices.ContainsFunc(w.feet, func(f string) bool { return strings.Contains(key, f) }) {
		return true
	}
	if w.stopLines[strings.TrimRight(key, " :…")] {
		return true
	}
	phrase := w.stops.longest(key)
	// A short phrase may as well begin a sentence of the article.
	return phrase != "" && (b.length <= 60 || len(phrase) >= longPhrase)
}

// longPhrase is the length in bytes from which on a phrase ends an article even
// where it begins a long line.
const longPhrase = 20

// dated reports a line that is a date or time and nothing else.
func (w *words) dated(b *block) bool {
	if b.length < 4 || b.length > 90 || !strings.ContainsAny(b.text, "0123456789") {
		return false
	}
	if dateOnly(b.text) {
		return true
	}
	if _, ok := parseMoment(b.text); !ok {
		return false
	}
	for _, word := range strings.FieldsFunc(text.FoldKey(b.text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if months[word] == 0 && !w.dates[word] {
			return false
		}
	}
	return true
}

// furniture reports a line that is no part of an article wherever it stands.
func (w *words) furniture(b *block) bool {
	if strings.HasPrefix(b.text, "http") && !strings.Contains(b.text, " ") {
		return true
	}
	if b.length > 90 {
		return false
	}
	key := opening(text.FoldKey(b.text))
	if w.wholeLines[strings.TrimRight(key, " :…/")] {
		return true
	}
	phrase := w.lines.longest(key)
	return phrase != "" && b.length <= 60 && (!sentence(b) || len(phrase) >= longPhrase)
}

// sentence reports a block that may be a sentence of an article rather than a label.
func sentence(b *block) bool { return b.ends && b.units > 10 }

// about reports a line that tells about the article: outlet, author, time.
func (w *words) about(b *block) bool {
	if b.units >= 30 || b.length >= 110 {
		return false
	}
	key := opening(text.FoldKey(b.text))
	if w.metadata.begins(key) && (!sentence(b) || strings.Contains(cut(key, 12), ":")) {
		return true
	}
	if b.ends || !strings.ContainsAny(key, "0123456789") {
		return false
	}
	return slices.ContainsFunc([]string{"来源:", "稿源:", "source:", "источник:"}, func(label string) bool { return strings.Contains(key, label) })
}

// noisy reports whether the class or id of an element means furniture. Words are
// compared whole: an editor class (TRS_Editor) holds the body of many sites.
func (w *words) noisy(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id":
			if w.noisyName(a.Val) {
				return true
			}
		case "role":
			if a.Val == "navigation" || a.Val == "complementary" || a.Val == "contentinfo" {
				return true
			}
		}
	}
	return false
}

// surelyNoisy reports whether a name of an element's class or id begins with a word
// that means furniture however much text the element holds. What follows the word
// may say that there is none of it: comments-closed.
func (w *words) surelyNoisy(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" {
			continue
		}
		for name := range strings.FieldsSeq(strings.ToLower(a.Val)) {
			first, rest, _ := strings.Cut(strings.ReplaceAll(name, "_", "-"), "-")
			if w.sureNoise[first] && rest != "open" && rest != "closed" && rest != "enabled" && rest != "disabled" {
				return true
			}
		}
	}
	return false
}

func (w *words) noisyName(name string) bool {
	begin := -1
	for i := 0; i <= len(name); i++ {
		letter := i < len(name) && ('a' <= name[i] && name[i] <= 'z' || 'A' <= name[i] && name[i] <= 'Z')
		camel := letter && begin >= 0 && name[i] <= 'Z' && name[i-1] >= 'a'
		if begin >= 0 && (!letter || camel) {
			if w.noise[strings.ToLower(name[begin:i])] {
				return true
			}
			begin = -1
		}
		if letter && begin < 0 {
			begin = i
		}
	}
	return false
}
