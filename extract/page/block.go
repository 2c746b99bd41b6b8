package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block is a line of a page: a paragraph, heading, item of a list or cell, in the
// order of the page. HTML and plain text are read into the same blocks, so that
// one segmenter serves both.
type block struct {
	text    string // one line, white space collapsed
	spaced  string // the same with the borders of inline elements as spaces, where different
	heading int    // 1 to 6, else 0
	item    bool   // in a list
	indent  bool   // begins with an indentation, as Chinese paragraphs do
	noise   bool   // in an element whose name or class means furniture
	linked  int    // code points inside links
	parent  *html.Node

	measure
}

// measure is what a block's text weighs.
type measure struct {
	length int     // code points
	units  float64 // 1 a Han character, .4 any other letter or digit
	marks  int     // punctuation marks inside and at the end
	ends   bool    // ends like a sentence
}

const sentenceEnds = "。！？.!?…”\"」』;；:："

func weigh(s string) measure {
	m := measure{}
	after := false // an ASCII mark counts before a space, not in 12.05 or 10:00
	for _, r := range s {
		m.length++
		if after && (r == ' ' || wide(r)) {
			m.marks++
		}
		after = false
		switch {
		case r < utf8.RuneSelf:
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
				m.units += .4
			} else {
				after = strings.ContainsRune(",.;:!?", r)
			}
		case unicode.Is(unicode.Han, r):
			m.units++
		case strings.ContainsRune("，。、；：！？…", r):
			m.marks++
		case unicode.IsLetter(r):
			m.units += .4
		}
	}
	if after {
		m.marks++
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, ")）]】’' "))
	m.ends = strings.ContainsRune(sentenceEnds, last)
	return m
}

// linkShare is the part of a block's text that stands in links.
func (b *block) linkShare() float64 {
	if b.length == 0 {
		return 0
	}
	return float64(b.linked) / float64(b.length)
}

// skipped elements hold no text of the page.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Iframe: true,
	atom.Select: true, atom.Textarea: true, atom.Button: true, atom.Input: true, atom.Object: true, atom.Embed: true,
	atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Map: true, atom.Head: true, atom.Math: true, atom.Datalist: true,
}

// inline elements do not break a line.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true, atom.Code: true,
	atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Label: true,
	atom.Mark: true, atom.Nobr: true, atom.Q: true, atom.Rp: true, atom.Rt: true, atom.Ruby: true, atom.S: true, atom.Samp: true, atom.Small: true,
	atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// walker reads a tree of HTML into blocks.
type walker struct {
	words  *words
	blocks []block

	line   strings.Builder // the block in the making
	spaced strings.Builder
	gap    gapKind
	indent bool
	linked int
	state  state
}

// state is what an element hands down to its text.
type state struct {
	heading int
	item    bool
	noise   bool
	link    bool
	pre     bool
	parent  *html.Node
}

// gapKind is white space seen and not yet written.
type gapKind uint8

const (
	noGap   gapKind = iota
	softGap         // a line end in the source, which means nothing between Han characters
	hardGap
)

// blocksOf reads the blocks under a node.
func blocksOf(n *html.Node, words *words) []block {
	w := &walker{words: words, state: state{parent: n}}
	w.children(n)
	w.flush()
	return w.blocks
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.write(c.Data)
		case html.ElementNode:
			w.element(c)
		}
	}
}

func (w *walker) element(n *html.Node) {
	a := n.DataAtom
	switch {
	case skipped[a] || hidden(n):
		return
	case a == atom.Br:
		w.flush()
		return
	case a == atom.Hr:
		w.flush()
		return
	}
	outer := w.state
	if inline[a] {
		w.border()
		w.state.link = outer.link || a == atom.A && attr(n, "href") != ""
		w.state.noise = outer.noise || w.words.noisy(n)
		w.children(n)
		w.border()
		w.state = outer
		return
	}
	w.flush()
	w.state.parent = n
	w.state.noise = outer.noise || a != atom.Body && (furnitureElement(a) || w.words.noisy(n))
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.state.heading = int(n.Data[1] - '0')
	case atom.Li, atom.Dd, atom.Dt, atom.Option:
		w.state.item = true
	case atom.Pre:
		w.state.pre = true
	}
	w.children(n)
	w.flush()
	w.state = outer
}

// border marks where an inline element begins or ends.
func (w *walker) border() {
	if s := w.spaced.String(); w.spaced.Len() > 0 && s[len(s)-1] != ' ' {
		w.spaced.WriteByte(' ')
	}
}

// furnitureElement reports elements that by their name are not the article.
func furnitureElement(a atom.Atom) bool {
	switch a {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Menu, atom.Dialog, atom.Figcaption, atom.Fieldset:
		return true
	}
	return false
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" && n.DataAtom != atom.Body {
				return true
			}
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// write adds text to the block in the making.
func (w *walker) write(s string) {
	for _, r := range s {
		if r == '\n' && w.state.pre {
			w.flush()
			continue
		}
		if space(r) {
			switch {
			case w.line.Len() == 0 && (r == '\u3000' || r == '\u00a0' || r == '\u2003'):
				w.indent = true
			case r == '\n' || r == '\r':
				w.gap = max(w.gap, softGap)
			default:
				if w.gap != softGap { // spaces after a line end are indentation of the source
					w.gap = hardGap
				}
			}
			continue
		}
		if invisible(r) {
			continue
		}
		w.put(r)
	}
}

func (w *walker) put(r rune) {
	if w.gap != noGap && w.line.Len() > 0 {
		last, _ := utf8.DecodeLastRuneInString(w.line.String())
		if w.gap == hardGap || !(wide(last) && wide(r)) {
			w.line.WriteByte(' ')
			w.border()
		}
	}
	w.gap = noGap
	w.line.WriteRune(r)
	w.spaced.WriteRune(r)
	if w.state.link {
		w.linked++
	}
}

// wide reports characters between which a line end is no space.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x30ff || r >= 0xff00 && r <= 0xffef
}

// flush ends the block in the making.
func (w *walker) flush() {
	s := strings.TrimSpace(w.line.String())
	if s != "" {
		b := block{text: s, heading: w.state.heading, item: w.state.item, indent: w.indent, noise: w.state.noise, linked: w.linked, parent: w.state.parent, measure: weigh(s)}
		if sp := strings.TrimSpace(w.spaced.String()); len(sp) < 400 && sp != s {
			b.spaced = sp
		}
		w.blocks = append(w.blocks, b)
	}
	w.line.Reset()
	w.spaced.Reset()
	w.gap, w.indent, w.linked = noGap, false, 0
}

// linesOf reads the lines of plain text into blocks.
func linesOf(s string) []block {
	var out []block
	for _, line := range unwrap(strings.Split(newlines(s), "\n")) {
		t := clean(line)
		if t == "" {
			continue
		}
		b := block{text: t, measure: weigh(t)}
		b.indent = strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\u3000") || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "\u00a0")
		if rest, ok := strings.CutPrefix(t, "#"); ok && strings.HasPrefix(strings.TrimLeft(rest, "#"), " ") {
			b.heading = min(6, 1+len(rest)-len(strings.TrimLeft(rest, "#")))
			b.text = strings.TrimSpace(strings.TrimLeft(rest, "#"))
			b.measure = weigh(b.text)
		}
		for _, mark := range []string{"• ", "* ", "- ", "· ", "◆", "■", "●"} {
			b.item = b.item || strings.HasPrefix(t, mark)
		}
		out = append(out, b)
	}
	return out
}

// unwrap joins the lines of a text that is set to a fixed width, as mails and wires
// are: paragraphs are parted by empty lines there, and most lines end within a
// sentence. Any other text stays as it is.
func unwrap(lines []string) []string {
	const longest, shortest = 100, 45
	inner, broken := 0, 0
	for i, l := range lines {
		n := utf8.RuneCountInString(l)
		if n > longest {
			return lines
		}
		if i+1 >= len(lines) || strings.TrimSpace(l) == "" || strings.TrimSpace(lines[i+1]) == "" {
			continue
		}
		inner++
		if m := weigh(strings.TrimSpace(l)); !m.ends && (n >= shortest || m.units >= 25) {
			broken++
		}
	}
	if broken < 4 || broken*10 < inner*6 {
		return lines
	}
	var out []string
	open := false
	for _, l := range lines {
		t := strings.TrimSpace(l)
		switch {
		case t == "":
			open = false
		case open && !strings.HasPrefix(l, "\u3000") && !strings.HasPrefix(t, "- ") && !strings.HasPrefix(t, "* "):
			last := &out[len(out)-1]
			a, _ := utf8.DecodeLastRuneInString(*last)
			b, _ := utf8.DecodeRuneInString(t)
			if !(wide(a) && wide(b)) {
				*last += " "
			}
			*last += t
			continue
		default:
			open = true
		}
		out = append(out, l)
	}
	return out
}
