package graph

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/schema"
)

// triples collects statements.
type triples []schema.Triple

func (t *triples) add(s, p string, o schema.Term) {
	*t = append(*t, schema.Triple{S: schema.IRI(s), P: schema.IRI(p), O: o})
}

func (t *triples) iri(s, p, o string) {
	if o != "" {
		t.add(s, p, schema.IRI(o))
	}
}

func (t *triples) text(s, p, text string) {
	if text != "" {
		t.add(s, p, schema.String(text))
	}
}

func (t *triples) sorted() []schema.Triple {
	slices.SortFunc(*t, schema.Triple.Compare)
	return slices.Compact(*t)
}

// documentTriples is what graph/documents says of an article: the text's own
// properties, those of its first capture, and each capture.
func documentTriples(doc string, r *articleRecord, claims []*schema.Claim, canonical func(string) string, g *gazetteer.Gazetteer) []schema.Triple {
	var t triples
	a := &r.first().Article
	for _, class := range []string{schema.ClassArticle, schema.ClassNewsArticle, schema.ClassContext} {
		t.iri(doc, schema.Type, class)
	}
	if a.Title != "" {
		if a.Lang != "" {
			t.add(doc, schema.DCTitle, schema.LangString(a.Title, a.Lang))
		} else {
			t.text(doc, schema.DCTitle, a.Title)
		}
	}
	t.text(doc, schema.Language, a.Lang)
	for _, author := range a.Byline {
		t.add(doc, schema.Creator, creator(author, a, claims, canonical, g))
	}
	t.text(doc, schema.Genre, a.Genre)
	t.text(doc, schema.TextSHA256, a.SHA256)
	for _, m := range a.Mentions {
		t.iri(doc, schema.Mentions, canonical(m))
	}
	captureTriples(&t, doc, a)
	for i := range r.Captures {
		c := &r.Captures[i]
		iri := doc + "/capture/" + c.Hash
		t.iri(doc, schema.CaptureProp, iri)
		t.iri(iri, schema.Type, schema.ClassCapture)
		captureTriples(&t, iri, &c.Article)
	}
	return t.sorted()
}

func captureTriples(t *triples, s string, a *schema.Article) {
	if when, ok := issued(a.Published); ok {
		t.add(s, schema.Issued, when)
	}
	t.text(s, schema.Publisher, a.Source)
	t.iri(s, schema.Outlet, a.Outlet)
	t.text(s, schema.URL, a.URL)
	t.text(s, schema.Editor, a.Editor)
}

// creator is the person of that name whom a claim of the article discovers or the
// article mentions, else the name.
func creator(author schema.Author, a *schema.Article, claims []*schema.Claim, canonical func(string) string, g *gazetteer.Gazetteer) schema.Term {
	best := ""
	for _, c := range claims {
		for _, e := range c.Frame.Entities {
			if e.Class == schema.ClassPerson && e.Label == author.Name && (best == "" || e.IRI < best) {
				best = e.IRI
			}
		}
	}
	if best != "" {
		return schema.IRI(canonical(best))
	}
	for _, m := range a.Mentions {
		if !strings.HasPrefix(m, schema.Base+"id/person/") {
			continue
		}
		if e, ok := g.Entity(m); ok {
			for _, lang := range schema.Languages {
				if e.Labels[lang] == author.Name {
					return schema.IRI(m)
				}
			}
		}
	}
	return schema.String(author.Name)
}

// provenanceTriples is what graph/provenance says of an article's claims.
func provenanceTriples(doc, text string, claims []*schema.Claim, canonical func(string) string) []schema.Triple {
	if len(claims) == 0 {
		return nil
	}
	var t triples
	cut := newCutter(text)
	for _, c := range claims {
		t.iri(c.ID, schema.Type, schema.ClassClaim)
		t.iri(c.ID, schema.Type, schema.ClassProvEntity)
		t.iri(c.ID, schema.WasDerivedFrom, span(&t, doc, c.Begin, c.End, cut))
		for _, x := range c.Context {
			t.iri(c.ID, schema.ContextSpan, span(&t, doc, x[0], x[1], cut))
		}
		t.text(c.ID, schema.Rule, c.Rule)
		t.add(c.ID, schema.Confidence, schema.Typed(c.Confidence, schema.XSDDecimal))
		t.iri(c.ID, schema.Modality, c.Modality)
		if c.Speaker != "" {
			t.iri(c.ID, schema.Speaker, canonical(c.Speaker))
		}
	}
	return t.sorted()
}

func span(t *triples, doc string, begin, end int, cut *cutter) string {
	iri := schema.SpanIRI(doc, begin, end)
	t.iri(iri, schema.Type, schema.ClassPhrase)
	t.iri(iri, schema.Type, schema.ClassRFC5147)
	t.iri(iri, schema.ReferenceContext, doc)
	t.add(iri, schema.BeginIndex, schema.Typed(strconv.Itoa(begin), schema.XSDNonNegativeInteger))
	t.add(iri, schema.EndIndex, schema.Typed(strconv.Itoa(end), schema.XSDNonNegativeInteger))
	t.add(iri, schema.AnchorOf, schema.String(cut.slice(begin, end)))
	return iri
}

// cutter cuts spans of code points out of a text.
type cutter struct {
	text    string
	offsets []int // byte of every code point, and the end
}

func newCutter(text string) *cutter {
	c := &cutter{text: text, offsets: make([]int, 0, len(text)/2+2)}
	for i := range text {
		c.offsets = append(c.offsets, i)
	}
	c.offsets = append(c.offsets, len(text))
	return c
}

// slice returns "" for a span that does not lie in the text.
func (c *cutter) slice(begin, end int) string {
	if begin < 0 || begin > end || end >= len(c.offsets) {
		return ""
	}
	return c.text[c.offsets[begin]:c.offsets[end]]
}
