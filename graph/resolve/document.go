package resolve

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/data/folding"
	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// foldLabel writes a label so that forms of one title are equal: simplified
// characters, lower case, letters and digits only.
func foldLabel(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(s) {
		switch {
		case unicode.IsLetter(r):
			r = unicode.ToLower(folding.Simplified(r))
			if r == 'ё' {
				r = 'е'
			}
			b.WriteRune(r)
		case unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// document is an item that is an instrument.
type document struct {
	item    Item
	known   bool // in the gazetteer
	titles  []string
	kinds   []string
	parties []string
	dates   []dated
}

func (r *Resolver) document(it Item) *document {
	d := &document{item: it}
	_, d.known = r.Gazetteer.Entity(it.IRI)
	for i := range it.Claims {
		c := &it.Claims[i]
		for _, f := range instrumentsOf(c, it.names()) {
			if f.Label != "" {
				add(&d.titles, foldLabel(f.Label))
			}
			add(&d.kinds, f.Type)
			for _, p := range f.Parties {
				add(&d.parties, p)
			}
			d.date(f.When, c)
		}
		if e := c.Frame.Event; e != nil && meet(e.Instruments, it.names()) {
			for _, s := range signatories(e) {
				add(&d.parties, s)
			}
			if familyOf(e.Type).name == "agreement" {
				d.date(e.When, c)
			}
		}
	}
	slices.Sort(d.titles)
	slices.Sort(d.kinds)
	slices.Sort(d.parties)
	slices.SortFunc(d.dates, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.date.Specificity(), a.date.Specificity()), strings.Compare(a.text, b.text))
	})
	return d
}

func (d *document) date(when string, c *Claim) {
	if x, err := edtf.Parse(when); err == nil && when != "" {
		d.dates = append(d.dates, dated{when, x, c})
	}
}

// instrumentsOf are the descriptions of an instrument in a claim.
func instrumentsOf(c *Claim, names []string) []schema.InstrumentFrame {
	var out []schema.InstrumentFrame
	if f := c.Frame.Instrument; f != nil && slices.Contains(names, f.IRI) {
		out = append(out, *f)
	}
	if e := c.Frame.Event; e != nil {
		for _, f := range e.NewInstruments {
			if slices.Contains(names, f.IRI) {
				out = append(out, f)
			}
		}
	}
	for _, x := range c.Frame.Entities {
		if slices.Contains(names, x.IRI) {
			out = append(out, schema.InstrumentFrame{IRI: x.IRI, Label: x.Label, Lang: x.Lang, Type: x.Kind})
		}
	}
	return out
}

// signatories of an event, not persons.
func signatories(e *schema.EventFrame) []string {
	var out []string
	for _, a := range e.Actors {
		if a.Role == schema.RoleSignatory && !strings.HasPrefix(a.IRI, personPrefix) {
			add(&out, a.IRI)
		}
	}
	slices.Sort(out)
	return out
}

// instrumentKey is the block of an instrument: its folded title. One that the
// gazetteer knows is alone in its block.
func (r *Resolver) instrumentKey(it Item) string {
	d := r.document(it)
	if d.known || len(d.titles) == 0 {
		return "instrument|" + it.IRI
	}
	return "instrument|title|" + d.titles[0]
}

// generic is the number of letters below which a title names a kind rather than a
// document; parties and date must then be the same.
const generic = 8

func (r *Resolver) sameDocument(a, b *document) (string, bool) {
	if r.Corrections.different(a.item.IRI, b.item.IRI) || conflict(a.kinds, b.kinds) {
		return "", false
	}
	if len(a.dates) > 0 && len(b.dates) > 0 && !edtf.Compatible(a.dates[0].date, b.dates[0].date) {
		return "", false
	}
	parties := subset(a.parties, b.parties) || subset(b.parties, a.parties)
	if len([]rune(a.titles[0])) < generic {
		if !slices.Equal(a.parties, b.parties) || len(a.parties) == 0 || len(a.dates) == 0 || len(b.dates) == 0 {
			return "", false
		}
		return "the same title, parties and date", true
	}
	return "the same title and parties", parties
}

// instruments resolves a block of instruments.
func (r *Resolver) instruments(items []Item) Result {
	docs := make([]*document, len(items))
	for i, it := range items {
		docs[i] = r.document(it)
	}
	slices.SortFunc(docs, func(a, b *document) int {
		return cmp.Or(cmp.Compare(len(b.parties), len(a.parties)), cmp.Compare(b.specificity(), a.specificity()), strings.Compare(a.item.IRI, b.item.IRI))
	})
	var out Result
	for _, c := range group(docs, r.sameDocument) {
		iri := ""
		var claims []Claim
		var names []string
		for _, d := range c.members {
			for _, n := range d.item.names() {
				if iri == "" || n < iri {
					iri = n
				}
				names = append(names, n)
			}
			claims = append(claims, d.item.Claims...)
		}
		for i, d := range c.members {
			for _, n := range d.item.names() {
				out.Merges = append(out.Merges, Merge{Proposed: n, Node: iri, Reason: c.reasons[i]})
			}
		}
		out.Derived = append(out.Derived, instrumentParties(iri, names, claims)...)
	}
	return out
}

func (d *document) specificity() int {
	if len(d.dates) == 0 {
		return 0
	}
	return d.dates[0].date.Specificity()
}

// instrumentParties writes the parties of an instrument from those who signed it,
// and what claims disagree about.
func instrumentParties(iri string, names []string, claims []Claim) []schema.Triple {
	slices.SortFunc(claims, func(a, b Claim) int { return strings.Compare(a.ID, b.ID) })
	claims = slices.CompactFunc(claims, func(a, b Claim) bool { return a.ID == b.ID })
	var out []schema.Triple
	var signed []string
	for _, c := range claims {
		e := c.Frame.Event
		if e == nil || !meet(e.Instruments, names) || e.Status != schema.Happened && e.Status != schema.Ongoing || c.Modality == schema.Opinion {
			continue
		}
		for _, s := range signatories(e) {
			add(&signed, s)
		}
	}
	slices.Sort(signed)
	for _, s := range signed {
		out = append(out, schema.Triple{S: schema.IRI(iri), P: schema.IRI(schema.Party), O: schema.IRI(s)})
	}
	return append(out, partyContradiction(iri, claims, func(c Claim) []string {
		if e := c.Frame.Event; e != nil && meet(e.Instruments, names) && e.Status == schema.Happened {
			if s := signatories(e); len(s) > 0 {
				return s
			}
		}
		for _, f := range instrumentsOf(&c, names) {
			if len(f.Parties) > 0 {
				return f.Parties
			}
		}
		return nil
	})...)
}
