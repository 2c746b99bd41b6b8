// Package names finds what a text names: states, places, persons with their posts,
// organisations, mechanisms, series of meetings, documents and topics; by the
// gazetteer, by their form where the gazetteer does not know them, and by words
// that stand for what was named before. It knows nothing of pages, of events or
// of storage.
package names

import (
	"fmt"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/data/lexicon"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// Matcher finds names. It does not change after New and is safe for use by many
// goroutines.
type Matcher struct {
	gazetteer    *gazetteer.Gazetteer
	words        *words
	entities     []*gazetteer.Entity
	index        map[string]int32 // IRI -> entities
	trie         *trie
	senses       [][]sense // by value of trie
	shorts       map[rune][]int32
	groups       []int32            // entities that are groups of states
	organs       map[string]string  // slug of organ + state -> organisation
	organsOf     map[string][]int32 // state -> its organs
	secretariats map[string]string  // body -> its secretariat
	chambers     map[string]bool    // organisations that are parliaments or their chambers
	officers     map[string][]int32 // role + " " + body -> persons who hold or held the post
}

// New compiles the names of a gazetteer with the words of data/lexicon.
func New(g *gazetteer.Gazetteer) (*Matcher, error) {
	w, err := readWords(lexicon.Files)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	m := &Matcher{gazetteer: g, words: w, index: map[string]int32{}, shorts: map[rune][]int32{}, organs: map[string]string{}, officers: map[string][]int32{}, secretariats: map[string]string{}, chambers: map[string]bool{}, organsOf: map[string][]int32{}}
	c := &compiler{senses: make(map[string][]sense, 1<<16), common: w.common()}
	for e := range g.All() {
		if e.Kind == "outlet" || e.Kind == "area" {
			continue
		}
		i := int32(len(m.entities))
		m.entities = append(m.entities, e)
		m.index[e.IRI] = i
		for _, s := range e.Short["zh"] {
			if r, n := utf8.DecodeRuneInString(s); n == len(s) {
				m.shorts[r] = append(m.shorts[r], i)
			}
		}
		if e.Kind == "group" {
			m.groups = append(m.groups, i)
		}
		m.addOrgan(e)
		if e.Kind == "organization" && e.Parent != "" && strings.HasSuffix(e.Labels["zh"], "秘书处") {
			m.secretariats[e.Parent] = e.IRI
			if p, ok := g.Entity(e.Parent); ok && p.Parent != "" && m.secretariats[p.Parent] == "" {
				m.secretariats[p.Parent] = e.IRI
			}
		}
		for _, p := range e.Posts {
			m.officers[p.Role+" "+p.Of] = append(m.officers[p.Role+" "+p.Of], i)
		}
	}
	for _, list := range compileAll(m.entities) {
		c.merge(list)
	}
	w.compile(c)
	m.order()
	keys := sortedKeys(c.senses)
	m.trie = newTrie(keys)
	m.senses = make([][]sense, len(keys))
	for i, k := range keys {
		m.senses[i] = c.senses[k]
	}
	return m, nil
}

// compileAll writes the forms of all entities, by as many workers as there are
// processors; the lists are in the order of the entities.
func compileAll(entities []*gazetteer.Entity) [][]entry {
	n := min(8, max(1, runtime.GOMAXPROCS(0)))
	lists := make([][]entry, n)
	var wg sync.WaitGroup
	for k := range n {
		wg.Go(func() {
			c := &compiler{list: make([]entry, 0, 16*len(entities)/n)}
			for i := k * len(entities) / n; i < (k+1)*len(entities)/n; i++ {
				c.entity(int32(i), entities[i])
			}
			lists[k] = c.list
		})
	}
	wg.Wait()
	return lists
}

// addOrgan remembers which organisation is the organ of a state, such as its
// foreign ministry, by the words of its names.
func (m *Matcher) addOrgan(e *gazetteer.Entity) {
	if e.Kind != "organization" || e.Of == "" {
		return
	}
	m.organsOf[e.Of] = append(m.organsOf[e.Of], m.index[e.IRI])
	keys := [2][]string{folded(written(e.Labels["en"], e.Alt["en"])), folded(written(e.Labels["ru"], e.Alt["ru"]))}
	for _, o := range m.words.organs {
		if o.named(e, keys) {
			if o.Slug == "parliament" {
				m.chambers[e.IRI] = true
			}
			// A part of another organ is not the organ itself.
			if key := o.Slug + " " + e.Of; m.organs[key] == "" && e.Parent == "" {
				m.organs[key] = e.IRI
			}
		}
	}
}

// order sorts the readings of the short names: states first.
func (m *Matcher) order() {
	for _, list := range m.shorts {
		slices.SortStableFunc(list, func(a, b int32) int {
			return kindRank(m.entities[a].Kind) - kindRank(m.entities[b].Kind)
		})
	}
}

func kindRank(kind string) int {
	return slices.Index([]string{"state", "group", "organization", "mechanism", "series", "place", "instrument", "person", "topic"}, kind)
}

// token is a match in the key with the readings that fit there.
type token struct {
	begin, end int // bytes of the key
	senses     []sense
}

func (t *token) has(f form) bool {
	for i := range t.senses {
		if t.senses[i].form == f {
			return true
		}
	}
	return false
}

// Find lists the names of a document by where they begin, longer ones first.
// published is the day (xsd:date) at which posts are read, "" for unknown. A
// mention may lie inside another: the state inside an office.
func (m *Matcher) Find(d *text.Document, published string) []schema.Mention {
	f := &finder{Matcher: m, doc: d, date: published}
	f.tokens = m.scan(d)
	f.read()
	return f.mentions()
}

// scan finds the leftmost longest keys, and short names in their contexts.
func (m *Matcher) scan(d *text.Document) []token {
	key := d.Key
	var out []token
	var buf [16]match
	prevWord := false
	for i := 0; i < len(key); {
		c := key[i]
		var size int
		var word, han bool
		switch {
		case c < utf8.RuneSelf:
			size = 1
			word = 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
		case c >= 0xE4 && c <= 0xE9:
			size, han = 3, true
		case c == 0xD0 || c == 0xD1:
			size, word = 2, true
		default:
			var r rune
			r, size = utf8.DecodeRuneInString(key[i:])
			han = unicode.Is(unicode.Han, r)
			word = !han && (unicode.IsLetter(r) || unicode.IsMark(r))
		}
		if word && prevWord {
			i += size
			continue
		}
		if t, ok := m.at(d, i, buf[:0]); ok {
			if len(t.senses) > 0 {
				out = append(out, t)
			}
			// What follows a match that ends in a letter is a boundary.
			i = t.end
			prevWord = false
			continue
		}
		if han {
			if r, _ := utf8.DecodeRuneInString(key[i:]); m.shorts[r] != nil {
				if ts := m.short(d, i, out); len(ts) > 0 {
					out = append(out, ts...)
					i = ts[len(ts)-1].end
					prevWord = false
					continue
				}
			}
		}
		prevWord = word
		i += size
	}
	return out
}

// at is the longest match at a byte of the key whose end is a boundary and of
// which at least one reading fits; ok with no readings for a word to ignore.
func (m *Matcher) at(d *text.Document, i int, buf []match) (token, bool) {
	found := m.trie.walk(d.Key, i, buf)
	for k := len(found) - 1; k >= 0; k-- {
		end := found[k].end
		if !boundary(d.Key, end) || m.headOf(d.Key, end) {
			continue
		}
		t := token{begin: i, end: end}
		all := m.senses[found[k].value]
		for _, s := range all {
			if s.form == formIgnore {
				return token{begin: i, end: end}, !m.crossed(d.Key, i, end)
			}
			if s.form == formAnaphor && m.swallows(d.Key, i, end) {
				continue
			}
			if m.fits(d, i, end, s.capitals) {
				t.senses = append(t.senses, s)
			}
		}
		if len(t.senses) > 0 {
			return t, true
		}
	}
	return token{}, false
}

// headOf reports whether a match at whose end 长 stands has cut the title of the
// head of the body (俄外交部|长) or of a word for what is between two (阿塞拜疆政府|间).
func (m *Matcher) headOf(key string, end int) bool {
	rest := key[end:]
	if strings.HasPrefix(rest, "间") && strings.HasSuffix(key[:end], "政府") {
		return true // 政府间: between governments
	}
	if !strings.HasPrefix(rest, "长") {
		return false
	}
	if m.words.notHeads.of(rest) != "" {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(key[:end])
	return strings.ContainsRune(m.words.Posts.HeadedEnds, r)
}

// crossed reports whether a name begins inside a word to ignore and ends after it:
// 颇合法国人口味 holds 法国 rather than 合法.
func (m *Matcher) crossed(key string, begin, end int) bool {
	if r := firstRune(key[begin:]); !unicode.Is(unicode.Han, r) {
		return false
	}
	var buf [16]match
	for j := begin + 3; j < end; j += 3 {
		for _, f := range m.trie.walk(key, j, buf[:0]) {
			for _, s := range m.senses[f.value] {
				if f.end > end && s.form == formName {
					return true
				}
			}
		}
	}
	return false
}

// swallows reports whether a longer name begins at the last word of a match: the
// organization in "the Organization of Turkic States".
func (m *Matcher) swallows(key string, begin, end int) bool {
	last := strings.LastIndexByte(key[begin:end], ' ')
	if last < 0 {
		return false
	}
	var buf [16]match
	return slices.ContainsFunc(m.trie.walk(key, begin+last+1, buf[:0]), func(f match) bool { return f.end > end && boundary(key, f.end) })
}

// boundary reports whether a word may end at byte i of the key.
func boundary(key string, i int) bool {
	if i >= len(key) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(key[:i])
	if !wordRune(before) {
		return true
	}
	after, _ := utf8.DecodeRuneInString(key[i:])
	return !wordRune(after)
}

// wordRune reports whether a rune belongs to words that spaces part.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return !unicode.Is(unicode.Han, r) && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// fits checks the capitals of the original.
func (m *Matcher) fits(d *text.Document, begin, end int, c capitals) bool {
	switch c {
	case initialUpper:
		r, n := utf8.DecodeRuneInString(d.Key[begin:])
		if !unicode.IsLetter(r) {
			begin += n
		}
		return d.Upper(begin)
	case allUpper:
		for i, r := range d.Key[begin:end] {
			if unicode.IsLetter(r) && !d.Upper(begin+i) {
				return false
			}
		}
	}
	return true
}

// sortMentions orders by begin, the longer first, and drops repetitions.
func sortMentions(ms []schema.Mention) []schema.Mention {
	sort.SliceStable(ms, func(i, j int) bool {
		if ms[i].Begin != ms[j].Begin {
			return ms[i].Begin < ms[j].Begin
		}
		return ms[i].End > ms[j].End
	})
	return slices.CompactFunc(ms, func(a, b schema.Mention) bool {
		return a.Begin == b.Begin && a.End == b.End && a.IRI == b.IRI && a.Role == b.Role
	})
}
