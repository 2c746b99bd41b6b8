// Package frames is the event grammar: it turns the names, times and quantities
// found in an article into claims. What it knows of the languages stands in
// data/lexicon (triggers, function words, measures, kinds of document); the
// mechanism here is the same for all of them.
//
// It may not know where claims are kept, which other articles there are, or that
// two claims are one event beyond the article it reads.
package frames

import (
	"cmp"
	"io/fs"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// Knowledge is what the grammar asks of the gazetteer. IRIs in and out; dates are
// xsd:date or "".
type Knowledge interface {
	// State is the state that a place lies in, a person serves on the date, or
	// an organ belongs to; "" for none.
	State(iri, date string) string
	// Capital reports whether a place is the seat of a state's government.
	Capital(place string) bool
	// Members are the states of a group, organisation or mechanism on the date.
	Members(iri, date string) []string
	// Label is a name in the language, "" when unknown.
	Label(iri, lang string) string
	// Series describes a series of meetings.
	Series(iri string) (SeriesInfo, bool)
	// Ordinal is the number of a series' meeting in a year, 0 when unknown.
	Ordinal(series, year string) int
	// Parent is the mechanism or organisation that the IRI is part of, "".
	Parent(iri string) string
	// Secretariat is the organ of a mechanism that serves as one, "".
	Secretariat(iri string) string
	// InstrumentKind is the kind/… IRI of a known instrument, "".
	InstrumentKind(iri string) string
	// Names are all names of the entities of a kind (area), by language.
	Names(kind string) map[string]map[string][]string
	// SeriesOf is the series of meetings that a group or mechanism holds, "".
	SeriesOf(body string) string
	// Latin spells a name in Latin letters, for the eye in an IRI.
	Latin(name string) string
}

// SeriesInfo is what the grammar needs of a series.
type SeriesInfo struct {
	Type      string // slug of type/…, "" unknown
	Mechanism string
	Level     string // slug of level/… of its mechanism, ""
}

// Grammar reads articles. It is safe for use by many goroutines.
type Grammar struct {
	lexicon   *lexicon
	knowledge Knowledge
}

// New reads the lexicon files and makes a grammar over them.
func New(files fs.FS, k Knowledge) (*Grammar, error) {
	x, err := readLexicon(files)
	if err != nil {
		return nil, err
	}
	for iri, names := range k.Names("area") {
		x.addAll(names, lexeme{class: classArea, value: iri})
	}
	return &Grammar{lexicon: x, knowledge: k}, nil
}

// Claims reads one article: all that its text says, one claim a frame and span,
// sorted by where they stand. The annotations are sorted by Begin and their
// offsets are code points of the article's text.
func (x *Grammar) Claims(a *schema.Article, d *text.Document, mentions []schema.Mention, times []schema.Time, quantities []schema.Quantity) []schema.Claim {
	r := &reader{Grammar: x, instruments: map[string]bool{}, posted: map[string]*schema.Mention{}, article: a, doc: d, published: day(a.Published)}
	r.titleEnd = a.Body[0]
	r.mentions = mentions
	for i := range mentions {
		if m := &mentions[i]; m.Of != "" && r.posted[m.IRI] == nil {
			r.posted[m.IRI] = m
		}
	}
	r.sentences = x.prepare(d, annotations{mentions, times, quantities}, r.titleEnd)
	r.dateline = r.findDateline()
	for _, s := range r.sentences {
		if s.end > d.KeyOffset(a.Body[1]) {
			continue // author lines have their own rule
		}
		r.read(s)
	}
	r.posts()
	r.author()
	r.discovered()
	return r.finish()
}

// day cuts a date-time to its date.
func day(published string) string {
	if len(published) >= 10 {
		return published[:10]
	}
	return ""
}

// reader reads one article.
type reader struct {
	*Grammar
	article   *schema.Article
	doc       *text.Document
	sentences []*sentence
	mentions  []schema.Mention
	published string
	titleEnd  int
	dateline  dateline

	events       []*event
	drafts       []*draft
	first        int                        // the first draft of the sentence being read
	posted       map[string]*schema.Mention // persons by IRI, where their post is told first
	instruments  map[string]bool            // the documents that claims tell
	last         *event                     // the event told last
	story        int                        // paragraph where the present story of a round-up begins
	reporter     string                     // whose figures the paragraph gives
	reporterPara int
}

// draft is a claim in the making. begin and end are bytes of the key.
type draft struct {
	begin, end int
	context    [][2]int // code points
	rule       string
	confidence int // hundredths
	modality   string
	speaker    string
	frame      schema.Frame
	event      *event
	words      string
}

func (r *reader) read(s *sentence) {
	r.first = len(r.drafts)
	r.eventsOf(s)
	r.figuresOf(s)
	r.partnershipsOf(s)
	r.mechanismsOf(s)
	r.stancesOf(s)
	r.instrumentsOf(s)
}

// mentionsWithin are the mentions that begin in a range of code points, both ends included.
func (r *reader) mentionsWithin(begin, end int) []schema.Mention {
	first := sort.Search(len(r.mentions), func(i int) bool { return r.mentions[i].Begin >= begin })
	return until(r.mentions[first:], end+1, func(m schema.Mention) int { return m.Begin })
}

// here are the drafts of the sentence being read.
func (r *reader) here() []*draft { return r.drafts[r.first:] }

// claim enters a draft whose span is the key range given, trimmed to its words.
func (r *reader) claim(s *sentence, begin, end int, d draft) *draft {
	d.begin, d.end = trim(r.doc.Key, begin, end)
	for _, w := range s.phrases.Openings {
		if strings.HasPrefix(r.doc.Key[d.begin:d.end], w) {
			d.begin, d.end = trim(r.doc.Key, d.begin+len(w), d.end)
		}
	}
	d.rule = s.lang + "/" + d.rule
	if d.modality == "" {
		d.modality = schema.Asserted
	}
	if d.frame.Event != nil {
		for _, i := range d.frame.Event.Instruments {
			r.instruments[i] = true
		}
	}
	if d.frame.Instrument != nil {
		r.instruments[d.frame.Instrument.IRI] = true
	}
	r.drafts = append(r.drafts, &d)
	return r.drafts[len(r.drafts)-1]
}

// trim drops space and clause marks from both ends of a range of s.
func trim(s string, begin, end int) (int, int) {
	const marks = " \n\t,.;:，。；：、"
	for begin < end {
		r, n := firstRune(s[begin:end])
		if !containsRune(marks, r) {
			break
		}
		begin += n
	}
	for begin < end {
		r, n := lastRune(s[begin:end])
		if !containsRune(marks, r) {
			break
		}
		end -= n
	}
	return begin, end
}

// finish turns the drafts into claims.
func (r *reader) finish() []schema.Claim {
	for _, e := range r.events {
		e.name()
	}
	claims := make([]schema.Claim, 0, len(r.drafts))
	for _, d := range r.drafts {
		if d.event != nil && d.frame.Event != nil {
			d.frame.Event.IRI = d.event.iri
			if p := d.event.parent; p != nil && d.frame.Event.Parent == pendingParent {
				d.frame.Event.Parent = p.iri
			} else if d.frame.Event.Parent == pendingParent {
				d.frame.Event.Parent = ""
			}
		}
		begin, end := r.doc.Span(d.begin, d.end)
		if end <= begin {
			continue
		}
		slices.SortFunc(d.context, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
		d.context = slices.Compact(d.context)
		d.context = slices.DeleteFunc(d.context, func(c [2]int) bool { return c[0] >= begin && c[1] <= end })
		c := schema.Claim{
			Doc: r.article.ID, Begin: begin, End: end, Quote: r.doc.Slice(begin, end), Context: d.context, Rule: d.rule,
			Confidence: hundredths(d.confidence), Modality: d.modality, Speaker: d.speaker, Frame: d.frame, Triples: d.frame.Triples(),
		}
		c.ID = schema.ClaimIRI(c.Doc, c.Begin, c.End, c.Rule, c.Triples)
		claims = append(claims, c)
	}
	slices.SortFunc(claims, func(a, b schema.Claim) int {
		return cmp.Or(cmp.Compare(a.Begin, b.Begin), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
	})
	return slices.CompactFunc(claims, func(a, b schema.Claim) bool { return a.ID == b.ID })
}

// hundredths writes n/100 as a canonical xsd:decimal.
func hundredths(n int) string {
	switch {
	case n >= 100:
		return "1.0"
	case n%10 == 0:
		return "0." + strconv.Itoa(n/10)
	}
	if n < 10 {
		return "0.0" + strconv.Itoa(n)
	}
	return "0." + strconv.Itoa(n)
}
