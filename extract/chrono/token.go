package chrono

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kinds of token other than a mark, which is its own first byte.
const (
	noToken byte = 0
	letters byte = 'w'
	number  byte = 'n'
)

// token is a word, a run of digits or a mark of a sentence in an alphabetic
// script.
type token struct {
	begin, end int
	kind       byte
	n          int // value of digits
	blank      bool
	word       *word
}

var none = token{}

// lex cuts the sentence into tokens.
func (x *context) lex() {
	x.tokens = x.tokens[:0]
	table := x.words.en
	if x.lang == "ru" {
		table = x.words.ru
	}
	s, blank := x.key, false
	for i := x.begin; i < x.stop; {
		c := s[i]
		switch {
		case c == ' ' || c == '\n':
			blank = true
			i++
			continue
		case isDigit(c):
			e, n := i, 0
			for e < x.stop && isDigit(s[e]) {
				if e-i < 9 {
					n = n*10 + int(s[e]-'0')
				}
				e++
			}
			x.tokens = append(x.tokens, token{begin: i, end: e, kind: number, n: n, blank: blank})
			i = e
		default:
			e := wordEnd(s, i, x.stop)
			if e > i {
				x.tokens = append(x.tokens, token{begin: i, end: e, kind: letters, blank: blank, word: table[s[i:e]]})
			} else {
				_, w := utf8.DecodeRuneInString(s[i:])
				e = i + w
				x.tokens = append(x.tokens, token{begin: i, end: e, kind: c, blank: blank})
			}
			i = e
		}
		blank = false
	}
}

func wordEnd(s string, i, stop int) int {
	for i < stop {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < 'a' || c > 'z' {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			break
		}
		i += n
	}
	return i
}

func letterBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r)
}

func (x *context) t(i int) *token {
	if i < 0 || i >= len(x.tokens) {
		return &none
	}
	return &x.tokens[i]
}

// w is the word of token i, with what it says of time; never nil.
func (x *context) w(i int) *word {
	if w := x.t(i).word; w != nil {
		return w
	}
	return &noWord
}

var noWord word

// text is the token as folded.
func (x *context) text(i int) string {
	t := x.t(i)
	return x.key[t.begin:t.end]
}

func (x *context) is(i int, words ...string) bool {
	t := x.t(i)
	if t.kind == noToken {
		return false
	}
	s := x.key[t.begin:t.end]
	for _, w := range words {
		if s == w {
			return true
		}
	}
	return false
}

// phrase matches words one after another and returns the token after them, 0 for
// none.
func (x *context) phrase(i int, words string) int {
	for w := range strings.SplitSeq(words, " ") {
		if !x.is(i, w) {
			return 0
		}
		i++
	}
	return i
}

// upper reports whether the word of token i began with a capital.
func (x *context) upper(i int) bool { return x.doc.Upper(x.t(i).begin) }

// b and e are the bounds of the tokens from i up to j.
func (x *context) b(i int) int { return x.t(i).begin }
func (x *context) e(j int) int { return x.t(j - 1).end }

// stands keeps digits inside names, amounts and decimals from being read: G20,
// $12, 1.5, 737-800.
func (x *context) stands(i int) bool {
	t := x.t(i)
	if t.blank || i == 0 {
		return true
	}
	switch p := x.t(i - 1); p.kind {
	case letters, '$', '#', '.':
		return p.kind == letters && p.word != nil || p.kind == '.' && x.t(i-2).kind != number
	case 0xE2, 0xC2: // a currency sign
		return false
	}
	return true
}
