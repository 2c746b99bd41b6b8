// Package timeline is the model of a timeline, how one is built by query, and
// its exporters, one a file.
//
// It reads events through graph/derived alone (one status, one date, one label a
// language); what the claims say is shown as evidence. It knows SPARQL through
// library.Asker and nothing of storage, of HTTP or of the terminal. Nothing in
// it looks at a clock: the same graph gives the same bytes.
package timeline

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// Schema names the JSON form, with its version.
const Schema = "entente.timeline/1"

// Timeline is a list of entries in order of time, those without a date last.
type Timeline struct {
	Schema string `json:"schema"`
	Title  string `json:"title"`
	Lang   string `json:"lang"` // of the labels
	// AsOf is the day of the latest article used (xsd:date), "" when none is
	// dated. It stands wherever a format wants the time of its making.
	AsOf string `json:"asOf"`
	// GroupBy is state, series, type or "": what Entry.Group says.
	GroupBy string  `json:"groupBy,omitempty"`
	Entries []Entry `json:"entries"`
}

// Kinds of entry.
const (
	KindEvent  = "event"
	KindFigure = "figure"
)

// Entry is one event, or one figure where figures are asked for.
type Entry struct {
	ID   string `json:"id"` // local name of IRI
	IRI  string `json:"iri"`
	Kind string `json:"kind"`
	// From and To are days, inclusive, "" where open or unknown; EDTF is the date
	// as the best source gives it.
	From string `json:"from"`
	To   string `json:"to"`
	EDTF string `json:"edtf"`
	// Type and Status are slugs; TypeLabel is in the timeline's language.
	Type      string `json:"type"`
	TypeLabel string `json:"typeLabel"`
	Status    string `json:"status"`
	Title     string `json:"title"`
	// Titles are the labels by language.
	Titles       map[string]string `json:"titles,omitempty"`
	Place        *Place            `json:"place"`
	Participants []Party           `json:"participants"`
	Series       string            `json:"series,omitempty"`
	SeriesLabel  string            `json:"seriesLabel,omitempty"`
	Ordinal      int               `json:"ordinal,omitempty"`
	Parent       string            `json:"parent,omitempty"`
	// Corroboration counts independent articles.
	Corroboration int `json:"corroboration"`
	// CAMEO and PLOVER are codes of the type, PLOVERPlanned that of a planned one.
	CAMEO         string `json:"cameo,omitempty"`
	PLOVER        string `json:"plover,omitempty"`
	PLOVERPlanned string `json:"ploverPlanned,omitempty"`
	// Value, Unit and Bound are those of a figure.
	Value string `json:"value,omitempty"`
	Unit  string `json:"unit,omitempty"`
	Bound string `json:"bound,omitempty"`
	// Evidence is what the claims say, the best first.
	Evidence []Evidence `json:"evidence"`
	// Group is the heading that the entry stands under, "" without grouping.
	Group string `json:"group,omitempty"`
}

// Place is where something happened.
type Place struct {
	IRI     string `json:"iri"`
	Label   string `json:"label"`
	State   string `json:"state"`   // IRI of the state it lies in
	Country string `json:"country"` // its label
	Lat     string `json:"lat,omitempty"`
	Long    string `json:"long,omitempty"`
}

// Party takes part in an event. Roles are slugs of ent: properties, sorted.
type Party struct {
	IRI   string   `json:"iri"`
	Label string   `json:"label"`
	Kind  string   `json:"kind"` // state, group, organization, person …
	Roles []string `json:"roles,omitempty"`
}

// Evidence is one claim and where it stands.
type Evidence struct {
	Claim      string `json:"claim"`
	Quote      string `json:"quote"`
	Confidence string `json:"confidence"`
	Modality   string `json:"modality"`
	Rule       string `json:"rule"`
	Article    string `json:"article"`
	Title      string `json:"title"`
	Outlet     string `json:"outlet"`
	URL        string `json:"url"`
	Issued     string `json:"issued"`
	Lang       string `json:"lang"`
}

// Best returns the best evidence, the zero value when there is none.
func (e Entry) Best() Evidence {
	if len(e.Evidence) == 0 {
		return Evidence{}
	}
	return e.Evidence[0]
}

// Names lists the participants' labels.
func (e Entry) Names() []string {
	out := make([]string, len(e.Participants))
	for i, p := range e.Participants {
		out[i] = p.Label
	}
	return out
}

// Outlets lists the outlets that tell of it, each once, in order of evidence.
func (e Entry) Outlets() []string {
	var out []string
	for _, v := range e.Evidence {
		if v.Outlet != "" && !slices.Contains(out, v.Outlet) {
			out = append(out, v.Outlet)
		}
	}
	return out
}

// Dated reports whether anything is known of the time.
func (e Entry) Dated() bool { return e.From != "" || e.To != "" }

// Certainty says how exactly a date is known.
type Certainty string

// The degrees, from the surest.
const (
	Day     Certainty = "day"    // one day, or two days that the source gives
	Coarse  Certainty = "coarse" // a month, a season, a year …
	Approx  Certainty = "approximate"
	Open    Certainty = "open" // an end is unknown
	Undated Certainty = "undated"
)

// Certainty tells how exactly the entry's date is known.
func (e Entry) Certainty() Certainty {
	switch {
	case !e.Dated():
		return Undated
	case e.From == "" || e.To == "":
		return Open
	case strings.ContainsAny(e.EDTF, "?~%"):
		return Approx
	}
	d, err := edtf.Parse(e.EDTF)
	if err == nil && d.Granularity() != "day" && !exactRange(e.EDTF) {
		return Coarse
	}
	return Day
}

// exactRange reports whether both ends of an interval are days.
func exactRange(s string) bool {
	from, to, ok := strings.Cut(s, "/")
	return ok && len(from) == len("2006-01-02") && len(to) == len(from)
}

// Uncertain reports whether the date must be shown as not exactly known.
func (e Entry) Uncertain() bool { return e.Certainty() != Day }

// When writes the date for reading: ISO days, with words for what is not sure.
func (e Entry) When(lang string) string {
	w := words[lang]
	if w == nil {
		w = words["en"]
	}
	switch e.Certainty() {
	case Undated:
		return w["undated"]
	case Open:
		if e.From != "" {
			return strings.ReplaceAll(w["from"], "%", e.From)
		}
		return strings.ReplaceAll(w["until"], "%", e.To)
	}
	text := strings.Map(func(r rune) rune {
		if strings.ContainsRune("?~%", r) {
			return -1
		}
		return r
	}, e.EDTF)
	text = strings.Replace(text, "/", " – ", 1)
	if e.Certainty() == Approx {
		text = w["approximate"] + text
	}
	return text
}

// StatusLabel is the status in words.
func StatusLabel(status, lang string) string { return word("status."+status, lang, status) }

func word(key, lang, otherwise string) string {
	if s := words[lang][key]; s != "" {
		return s
	}
	return otherwise
}

// local shortens an IRI to its last part.
func local(iri string) string { return schema.Local(iri) }

// compare orders entries: by first day, then last, undated ones at the end, then
// by title and IRI.
func compare(a, b Entry) int {
	key := func(e Entry) string {
		switch {
		case e.From != "":
			return e.From
		case e.To != "":
			return e.To
		}
		return "9999-99"
	}
	if c := strings.Compare(key(a), key(b)); c != 0 {
		return c
	}
	if c := strings.Compare(a.To, b.To); c != 0 {
		return c
	}
	return strings.Compare(a.IRI, b.IRI)
}

// Asker is what a timeline is built from.
type Asker = library.Asker
