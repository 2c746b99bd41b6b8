// Package text makes a text ready for reading: a folded copy in which variants of
// one character are the same, a map from that copy back to the original, the
// language of each paragraph, and sentences. It knows no names and no grammar.
package text

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/data/folding"
)

// Folded is a text beside its key. Key is what names and words are matched in:
// compatibility forms, full width, traditional characters, dashes, quotation
// marks, middle dots, ё and capitals are folded. Offsets in Key are bytes,
// offsets in Original are code points.
type Folded struct {
	Original string
	Key      string

	starts []int32 // byte of Original of every code point, and its length at the end
	toKey  []int32 // byte of Key of every code point, and its length at the end
}

// Fold prepares a text. It takes time linear in the text.
func Fold(s string) *Folded {
	f := &Folded{Original: s}
	n := utf8.RuneCountInString(s)
	f.starts = make([]int32, 0, n+1)
	f.toKey = make([]int32, 0, n+1)
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i, r := range s {
		f.starts = append(f.starts, int32(i))
		f.toKey = append(f.toKey, int32(b.Len()))
		foldRune(&b, r)
	}
	f.starts = append(f.starts, int32(len(s)))
	f.toKey = append(f.toKey, int32(b.Len()))
	f.Key = b.String()
	return f
}

// FoldKey is the key of a text alone, for comparing names.
func FoldKey(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		foldRune(&b, r)
	}
	return b.String()
}

// foldRune writes the folded form of a rune.
func foldRune(b *strings.Builder, r rune) {
	if r >= utf8.RuneSelf {
		foldWide(b, r)
		return
	}
	switch {
	case 'A' <= r && r <= 'Z':
		r += 'a' - 'A'
	case r == '\r' || r == '\t':
		r = ' '
	case r == '`':
		r = '\''
	}
	b.WriteByte(byte(r))
}

// foldWide writes the folded form of a rune outside ASCII.
func foldWide(b *strings.Builder, r rune) {
	switch r {
	case '—', '–', '―', '‐', '‑', '‒', '−', '－', '﹣':
		b.WriteByte('-')
	case '“', '”', '„', '‟', '«', '»', '「', '」', '『', '』', '＂', '〝', '〞':
		b.WriteByte('"')
	case '‘', '’', '‛', 'ʼ', '＇', '´':
		b.WriteByte('\'')
	case '·', '・', '•', '‧', '⋅', '･', '●':
		b.WriteString("·")
	case 'ё', 'Ё':
		b.WriteString("е")
	case '\u00a0', '\u3000', '\u2002', '\u2003', '\u2009', '\u202f', '\ufeff':
		b.WriteByte(' ')
	case '\u200b', '\u200c', '\u200d', '\u00ad', '\u2060':
		// Invisible: nothing in the key.
	case '，', '、', '。', '：', '；', '！', '？', '（', '）', '《', '》', '…':
		switch r {
		case '，':
			b.WriteByte(',')
		case '：':
			b.WriteByte(':')
		case '；':
			b.WriteByte(';')
		case '！':
			b.WriteByte('!')
		case '？':
			b.WriteByte('?')
		case '（':
			b.WriteByte('(')
		case '）':
			b.WriteByte(')')
		default:
			b.WriteRune(r)
		}
	default:
		if r >= 0xFF01 && r <= 0xFF5E { // full-width ASCII
			b.WriteRune(unicode.ToLower(r - 0xFEE0))
			return
		}
		if r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF {
			b.WriteRune(folding.Simplified(r))
			return
		}
		if unicode.IsLetter(r) && r < 0x2000 {
			b.WriteRune(unicode.ToLower(r))
			return
		}
		if p := norm.NFKC.PropertiesString(string(r)); p.Decomposition() != nil {
			for _, q := range norm.NFKC.String(string(r)) {
				b.WriteRune(unicode.ToLower(q))
			}
			return
		}
		b.WriteRune(unicode.ToLower(r))
	}
}

// Offset is the code point of Original that byte b of Key belongs to.
func (f *Folded) Offset(b int) int {
	i := sort.Search(len(f.toKey), func(i int) bool { return int(f.toKey[i]) > b })
	if i == 0 {
		return 0
	}
	if i == len(f.toKey) {
		return len(f.toKey) - 1
	}
	return i - 1
}

// Span maps a range of Key to code points of Original, half-open. An end that
// falls inside a folded code point takes all of it.
func (f *Folded) Span(b, e int) (begin, end int) {
	begin = f.Offset(b)
	// The first code point that starts at or after e ends the span.
	end = sort.Search(len(f.toKey), func(i int) bool { return int(f.toKey[i]) >= e })
	end = min(end, len(f.toKey)-1)
	for begin < end && f.toKey[begin+1] == f.toKey[begin] {
		begin++ // skip what the key does not hold
	}
	return begin, max(begin, end)
}

// KeyOffset is the byte of Key where code point cp of Original begins.
func (f *Folded) KeyOffset(cp int) int {
	if cp < 0 {
		return 0
	}
	if cp >= len(f.toKey) {
		return len(f.Key)
	}
	return int(f.toKey[cp])
}

// Len is the number of code points of Original.
func (f *Folded) Len() int { return len(f.toKey) - 1 }

// Slice cuts code points of Original.
func (f *Folded) Slice(begin, end int) string {
	begin, end = max(0, min(begin, f.Len())), max(0, min(end, f.Len()))
	if begin >= end {
		return ""
	}
	return f.Original[f.starts[begin]:f.starts[end]]
}

// Upper reports whether the letter at byte b of Key is upper case in Original.
func (f *Folded) Upper(b int) bool {
	cp := f.Offset(b)
	if cp >= f.Len() {
		return false
	}
	r, _ := utf8.DecodeRuneInString(f.Original[f.starts[cp]:])
	return unicode.IsUpper(r)
}
