package frames

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// table finds the words of one language in folded text, leftmost-longest. In
// alphabetic languages words begin and end at letters' ends, and a * in a word
// stands for any further letters.
type table struct {
	alphabetic bool
	nodes      []node
	root       [256]int32
}

type node struct {
	edges   []edge
	star    int32 // where "any further letters" leads, 0 none
	lexemes []lexeme
}

type edge struct {
	b    byte
	next int32
}

func newTable(alphabetic bool) *table {
	return &table{alphabetic: alphabetic, nodes: make([]node, 1, 4096)}
}

// add enters a word; a word that is there already gains a sense.
func (t *table) add(word string, l lexeme) {
	word = strings.ReplaceAll(strings.ToLower(word), "ё", "е")
	at := int32(0)
	for i := 0; i < len(word); i++ {
		if word[i] == '*' {
			if t.nodes[at].star == 0 {
				t.nodes = append(t.nodes, node{})
				t.nodes[at].star = int32(len(t.nodes) - 1)
			}
			at = t.nodes[at].star
			continue
		}
		at = t.step(at, word[i])
	}
	t.nodes[at].lexemes = append(t.nodes[at].lexemes, l)
	if len(word) > 0 {
		for _, e := range t.nodes[0].edges {
			t.root[e.b] = e.next
		}
	}
}

func (t *table) step(at int32, b byte) int32 {
	i, ok := slices.BinarySearchFunc(t.nodes[at].edges, b, func(e edge, b byte) int { return int(e.b) - int(b) })
	if ok {
		return t.nodes[at].edges[i].next
	}
	t.nodes = append(t.nodes, node{})
	next := int32(len(t.nodes) - 1)
	t.nodes[at].edges = slices.Insert(t.nodes[at].edges, i, edge{b, next})
	return next
}

// find returns the longest word that starts at byte i of s and its senses.
func (t *table) find(s string, i int) (end int, senses []lexeme) {
	at := t.root[s[i]]
	if at == 0 {
		return 0, nil
	}
	if t.alphabetic && i > 0 {
		if r, _ := utf8.DecodeLastRuneInString(s[:i]); wordRune(r) {
			return 0, nil
		}
	}
	return t.walk(s, i+1, at)
}

func (t *table) walk(s string, i int, at int32) (end int, senses []lexeme) {
	for {
		n := &t.nodes[at]
		if len(n.lexemes) > 0 && t.ends(s, i) {
			end, senses = longer(end, senses, i, n.lexemes)
		}
		if n.star != 0 {
			e, l := t.walk(s, letters(s, i), n.star)
			end, senses = longer(end, senses, e, l)
		}
		if i >= len(s) {
			return end, senses
		}
		k, ok := slices.BinarySearchFunc(n.edges, s[i], func(e edge, b byte) int { return int(e.b) - int(b) })
		if !ok {
			return end, senses
		}
		at = n.edges[k].next
		i++
	}
}

// longer is the longer of two matches; two of one length are one word with the senses
// of both.
func longer(end int, senses []lexeme, otherEnd int, others []lexeme) (int, []lexeme) {
	switch {
	case otherEnd > end:
		return otherEnd, others
	case otherEnd == end && len(others) > 0 && len(senses) > 0:
		return end, slices.Concat(senses, others)
	}
	return end, senses
}

func (t *table) ends(s string, i int) bool {
	if !t.alphabetic || i >= len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return !wordRune(r)
}

// letters returns where the run of letters that starts at i ends.
func letters(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !wordRune(r) {
			break
		}
		i += n
	}
	return i
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
