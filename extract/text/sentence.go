package text

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Sentence is a sentence of a document. Begin and End are code points of the
// text, KeyBegin and KeyEnd bytes of the key, half-open, without the white space
// around it. Lang is the language of its paragraph.
type Sentence struct {
	Begin, End       int
	KeyBegin, KeyEnd int
	Lang             string
	Paragraph        int
}

// Paragraph is a line of the text. Offsets are code points, half-open.
type Paragraph struct {
	Begin, End int
	Lang       string
}

// Document is a text made ready for reading.
type Document struct {
	*Folded
	Lang       string
	Sentences  []Sentence
	Paragraphs []Paragraph
}

// Read folds a text, finds the language of its paragraphs and splits them into
// sentences. lang is the language of the whole, "" to find it.
func Read(s, lang string) *Document {
	d := &Document{Folded: Fold(s), Lang: lang}
	if lang == "" {
		d.Lang = Detect(s)
	}
	cp := 0
	for line := range strings.SplitSeq(s, "\n") {
		n := utf8.RuneCountInString(line)
		if strings.TrimSpace(line) != "" {
			p := Paragraph{Begin: cp, End: cp + n, Lang: paragraphLanguage(line, d.Lang)}
			d.Paragraphs = append(d.Paragraphs, p)
			d.split(line, cp, len(d.Paragraphs)-1, p.Lang)
		}
		cp += n + 1
	}
	return d
}

// paragraphLanguage trusts the document's language for short lines, where a name
// in another script would decide, and between languages that look alike.
func paragraphLanguage(line, lang string) string {
	g := scriptLanguage(line)
	if lang == "" || g == "" {
		return cmp.Or(g, lang)
	}
	n := utf8.RuneCountInString(line)
	same := script(g) == script(lang)
	switch {
	case n < 8, n < 25 && same:
		return lang
	case same && (lang == "zh" || lang == "zh-hant" || script(g) == "latin"):
		return lang
	}
	return g
}

func script(lang string) string {
	switch lang {
	case "zh", "zh-hant", "ja", "ko":
		return "han"
	case "ru", "kk", "ky", "tg", "uk", "be":
		return "cyrillic"
	}
	return "latin"
}
