package timeline

import (
	_ "embed"
	"html/template"
	"io"
	"strings"
)

//go:embed page.html
var page string

// bandMark is an entry in the picture at the head of the page.
type bandMark struct {
	X, Y, Width, Middle string
	Colour, Fill        string
	Open, Dot           bool
	Title, Anchor       string
}

type bandTick struct{ X, Label string }

type pageEntry struct {
	Entry
	When, StatusLabel, Place string
	Mark                     string // of the status, for a class
	Heading                  string // group heading before it
	Links                    []pageEvidence
}

type pageEvidence struct {
	Quote, Cite, Modality string
	URL                   string // "" unless it may be followed
}

// WriteHTML writes one file without scripts and without any request: a meta
// policy forbids both.
func WriteHTML(w io.Writer, t *Timeline) error {
	tmpl, err := template.New("page").Parse(page)
	if err != nil {
		return err
	}
	marks, ticks, height := band(t)
	data := struct {
		*Timeline
		Words  map[string]string
		Marks  []bandMark
		Ticks  []bandTick
		Height string
		Items  []pageEntry
	}{t, words[t.Lang], marks, ticks, height, nil}
	group := ""
	for _, e := range t.Entries {
		p := pageEntry{Entry: e, When: e.When(t.Lang), StatusLabel: StatusLabel(e.Status, t.Lang), Place: placeLine(e), Mark: e.Status}
		if e.Group != group {
			group, p.Heading = e.Group, e.Group
		}
		for _, v := range e.Evidence {
			link := pageEvidence{Quote: v.Quote, Cite: v.cite(), Modality: v.Modality}
			if webAddress(v.URL) {
				link.URL = v.URL
			}
			p.Links = append(p.Links, link)
		}
		data.Items = append(data.Items, p)
	}
	return tmpl.Execute(w, data)
}

const bandWidth, laneHeight, maxLanes = 960.0, 14.0, 12

// band lays the entries out in lanes, each in the first lane where it is free.
func band(t *Timeline) (marks []bandMark, ticks []bandTick, height string) {
	s, ok := newScale(t.Entries, bandWidth)
	if !ok {
		return nil, nil, "0"
	}
	var free [maxLanes]float64
	used := 1
	for _, e := range t.Entries {
		from, to, dated := s.span(e)
		if !dated {
			continue
		}
		lane := 0
		for lane < maxLanes-1 && free[lane] > from {
			lane++
		}
		free[lane] = max(to, from+12) + 2
		used = max(used, lane+1)
		m := bandMark{X: number(from), Width: number(max(to-from, 8)), Middle: number((from + to) / 2), Colour: statusColour[e.Status], Title: e.When(t.Lang) + " " + e.Title,
			Anchor: e.ID, Open: e.Uncertain(), Dot: to-from < 8 && !e.Uncertain()}
		y := 24 + float64(lane)*laneHeight
		m.Y = number(y)
		if m.Dot {
			m.Y = number(y + 5)
		}
		if m.Colour == "" {
			m.Colour = "#555555"
		}
		m.Fill = m.Colour
		if !strings.Contains("happened ongoing", e.Status) {
			m.Fill = "none"
		}
		marks = append(marks, m)
	}
	for _, k := range s.ticks() {
		ticks = append(ticks, bandTick{number(k.X), k.Label})
	}
	return marks, ticks, number(24 + float64(used)*laneHeight + 8)
}
