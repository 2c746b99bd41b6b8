package timeline

import (
	"html"
	"io"
	"strconv"
	"strings"
)

type jsDate struct {
	Year        int    `json:"year"`
	Month       int    `json:"month,omitempty"`
	Day         int    `json:"day,omitempty"`
	DisplayDate string `json:"display_date,omitempty"`
}

type jsText struct {
	Headline string `json:"headline"`
	Text     string `json:"text"`
}

type jsEvent struct {
	ID          string  `json:"unique_id,omitempty"`
	Start       *jsDate `json:"start_date,omitempty"`
	End         *jsDate `json:"end_date,omitempty"`
	DisplayDate string  `json:"display_date,omitempty"`
	Group       string  `json:"group,omitempty"`
	Text        jsText  `json:"text"`
}

// WriteTimelineJS writes the data of a TimelineJS timeline. Its text is HTML, so
// everything quoted is escaped. Months and years keep their granularity; the
// display date says what is uncertain. Entries without any date are left out,
// because the format needs a year.
func WriteTimelineJS(w io.Writer, t *Timeline) error {
	doc := struct {
		Title  jsEvent   `json:"title"`
		Events []jsEvent `json:"events"`
	}{Title: jsEvent{Text: jsText{Headline: html.EscapeString(t.Title)}}, Events: []jsEvent{}}
	for _, e := range t.Entries {
		if !e.Dated() {
			continue
		}
		from, to := e.jsDates()
		group := e.Group
		if group == "" {
			group = e.TypeLabel
		}
		doc.Events = append(doc.Events, jsEvent{ID: e.ID, Start: from, End: to, DisplayDate: e.When(t.Lang), Group: html.EscapeString(group),
			Text: jsText{Headline: html.EscapeString(e.Title), Text: e.jsBody(t.Lang)}})
	}
	return writeIndented(w, doc)
}

func (e Entry) jsDates() (from, to *jsDate) {
	first, last := e.From, e.To
	if first == "" {
		first, last = last, ""
	}
	if e.Certainty() == Coarse && !strings.Contains(e.EDTF, "/") {
		return jsDay(strings.TrimRight(e.EDTF, "?~%")), nil
	}
	from = jsDay(first)
	if last != "" && last != first {
		to = jsDay(last)
	}
	return from, to
}

// jsDay reads the leading year, month and day of a date; seasons and unspecified
// digits keep the year alone.
func jsDay(s string) *jsDate {
	var n [3]int
	for i, part := range strings.SplitN(s, "-", 3) {
		v, err := strconv.Atoi(part)
		if err != nil || i == 1 && v > 12 {
			break
		}
		n[i] = v
	}
	if n[0] == 0 {
		year, _ := strconv.Atoi(strings.NewReplacer("X", "0").Replace(s[:min(4, len(s))]))
		n[0] = year
	}
	return &jsDate{Year: n[0], Month: n[1], Day: n[2]}
}

func (e Entry) jsBody(lang string) string {
	var b strings.Builder
	b.WriteString("<p>" + html.EscapeString(strings.Join(nonEmpty(StatusLabel(e.Status, lang), placeLine(e), strings.Join(e.Names(), ", ")), " · ")) + "</p>")
	for _, v := range e.Evidence {
		b.WriteString("<blockquote>" + html.EscapeString(v.Quote) + " — " + html.EscapeString(v.cite()) + "</blockquote>")
	}
	return b.String()
}

func placeLine(e Entry) string {
	if e.Place == nil {
		return ""
	}
	return strings.Join(nonEmpty(e.Place.Label, e.Place.Country), ", ")
}
