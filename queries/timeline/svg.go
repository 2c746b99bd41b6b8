package timeline

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

const (
	svgBand  = 420.0 // width of the time band
	svgText  = 560.0 // width of the text column
	svgGap   = 24.0
	svgLine  = 20.0 // height of a line of text
	svgTop   = 76.0
	svgUnits = 66 // half-width characters that fit the text column
	fonts    = "system-ui, 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
)

// colours by status, readable on white and on dark; the pattern tells the same
// without colour: outlines for what has not happened, dashes for uncertain dates.
var statusColour = map[string]string{"happened": "#1b6e53", "ongoing": "#1b6e53", "planned": "#2f5fb3", "proposed": "#2f5fb3",
	"postponed": "#8a5a00", "cancelled": "#b3261e", "denied": "#b3261e"}

// WriteSVG draws a row an entry: its date on a band on the left, its text, in as
// many lines as it needs, on the right. Rows have the height of their text, so
// that labels never overlap.
func WriteSVG(w io.Writer, t *Timeline) error {
	var b strings.Builder
	s, dated := newScale(t.Entries, svgBand)
	y := svgTop
	var rows strings.Builder
	group := ""
	for _, e := range t.Entries {
		if e.Group != group {
			group = e.Group
			y += 10
			fmt.Fprintf(&rows, `<text class="group" x="%s" y="%s">%s</text>`+"\n", number(svgBand+svgGap), number(y+14), markup(group))
			y += svgLine + 4
		}
		y = svgRow(&rows, t.Lang, s, dated, e, y)
	}
	width, height := svgBand+svgGap+svgText+svgGap, y+16
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="%[1]s" height="%[2]s" viewBox="0 0 %[1]s %[2]s" role="img" aria-label="%[3]s" font-family="%[4]s">
<style>
text{font-size:14px;fill:#1c1c1c}.title{font-size:20px;font-weight:600}.when,.tick{font-size:12px;fill:#555}.group{font-weight:600}
.axis{stroke:#bbb;stroke-width:1}.open{stroke-dasharray:4 3}
@media (prefers-color-scheme:dark){text{fill:#eee}.when,.tick{fill:#aaa}.axis{stroke:#555}.paper{fill:#161616}}
</style>
<rect class="paper" width="100%%" height="100%%" fill="#ffffff"/>
<text class="title" x="16" y="32">%[3]s</text>
`, number(width), number(height), markup(t.Title), fonts)
	if dated {
		for _, k := range s.ticks() {
			fmt.Fprintf(&b, `<line class="axis" x1="%[1]s" y1="%[2]s" x2="%[1]s" y2="%[3]s"/><text class="tick" x="%[1]s" y="%[4]s" text-anchor="middle">%[5]s</text>`+"\n",
				number(16+k.X*(svgBand-16)/svgBand), number(svgTop-10), number(y), number(svgTop-16), k.Label)
		}
	}
	b.WriteString(rows.String())
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func svgRow(b *strings.Builder, lang string, s scale, dated bool, e Entry, y float64) float64 {
	lines := wrap(e.Title, svgUnits)
	colour := statusColour[e.Status]
	if colour == "" {
		colour = "#555555"
	}
	if from, to, ok := s.span(e); ok && dated {
		svgMark(b, e, 16+from*(svgBand-16)/svgBand, 16+to*(svgBand-16)/svgBand, y+9, colour)
	}
	x := number(svgBand + svgGap)
	fmt.Fprintf(b, `<text class="when" x="%s" y="%s">%s · <tspan fill="%s">%s</tspan></text>`+"\n", x, number(y+13), markup(e.When(lang)), colour, markup(StatusLabel(e.Status, lang)))
	y += svgLine
	for _, line := range lines {
		fmt.Fprintf(b, `<text x="%s" y="%s">%s</text>`+"\n", x, number(y+13), markup(line))
		y += svgLine
	}
	return y + 8
}

// svgMark draws a dot for a day and a bar for a span; hollow for what has not
// happened, dashed where the date is uncertain.
func svgMark(b *strings.Builder, e Entry, from, to, y float64, colour string) {
	fill := colour
	if e.Status != "happened" && e.Status != "ongoing" {
		fill = "none"
	}
	class := ""
	if e.Uncertain() {
		class = ` class="open"`
		if fill != "none" {
			fill += `" fill-opacity="0.35`
		}
	}
	title := "<title>" + markup(e.Title) + "</title>"
	if to-from < 8 && !e.Uncertain() {
		fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="5" fill="%s" stroke="%s" stroke-width="1.5">%s</circle>`+"\n", number((from+to)/2), number(y), fill, colour, title)
		return
	}
	fmt.Fprintf(b, `<rect%s x="%s" y="%s" width="%s" height="10" rx="3" fill="%s" stroke="%s" stroke-width="1.5">%s</rect>`+"\n",
		class, number(from), number(y-5), number(max(to-from, 8)), fill, colour, title)
}

// wrap cuts a text into lines of at most so many half-width units; words of
// alphabets stay whole where they fit.
func wrap(s string, units int) []string {
	var lines []string
	var line []rune
	width, lastSpace := 0, -1
	for _, r := range spaced.Replace(s) {
		line = append(line, r)
		width += runeUnits(r)
		if r == ' ' {
			lastSpace = len(line)
		}
		if width <= units {
			continue
		}
		cut := len(line) - 1
		if lastSpace > 0 && lastSpace < len(line) {
			cut = lastSpace
		}
		lines = append(lines, strings.TrimRight(string(line[:cut]), " "))
		line = append([]rune{}, line[cut:]...)
		width, lastSpace = 0, -1
		for _, r := range line {
			width += runeUnits(r)
		}
	}
	if len(line) > 0 || len(lines) == 0 {
		lines = append(lines, string(line))
	}
	return lines
}

// runeUnits is the width of a character in half-widths, as fonts with East Asian
// glyphs draw it.
func runeUnits(r rune) int {
	if r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300) || r == '—' || r == '“' || r == '”' {
		return 2
	}
	return 1
}

// markup escapes a text for XML.
func markup(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(clean(s))) // a strings.Builder never fails
	return b.String()
}
