package graph

import (
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/schema"
)

// rewrite compares the quads of each claim, document and provenance before and
// after, for all that came, went, or names an IRI that leads elsewhere now.
func (p *pass) rewrite() error {
	docs := map[string]bool{}
	for doc, r := range p.after {
		if p.before[doc] != r {
			docs[doc] = true
		}
	}
	dirty := map[string]string{} // claims that stay in force
	for iri := range p.moved {
		uses, err := p.list(spaceUse, short(iri))
		if err != nil {
			return err
		}
		for _, u := range uses {
			if _, isNew := p.in[u.key]; !isNew {
				dirty[u.key] = string(u.value[1:])
			}
			docs[strings.SplitN(string(u.value[1:]), "/", 2)[0]] = true
		}
		mentions, err := p.list(spaceUseDoc, short(iri))
		if err != nil {
			return err
		}
		for _, u := range mentions {
			docs[u.key] = true
		}
	}
	for hash, place := range p.out {
		if err := p.oldQuads(claimAt{place, hash}); err != nil {
			return err
		}
	}
	for hash, place := range dirty {
		if err := p.oldQuads(claimAt{place, hash}); err != nil {
			return err
		}
		if err := p.newQuads(claimAt{place, hash}); err != nil {
			return err
		}
	}
	for hash, place := range p.in {
		if err := p.newQuads(claimAt{place, hash}); err != nil {
			return err
		}
	}
	for doc := range docs {
		if err := p.describe(doc); err != nil {
			return err
		}
	}
	return nil
}

// oldQuads and newQuads note the quads of a claim as they were and as they are to
// be.
func (p *pass) oldQuads(at claimAt) error {
	c, err := p.committed(at)
	if err == nil {
		note(c, p.oldNode, p.oldCoarse, p.remove)
	}
	return err
}

func (p *pass) newQuads(at claimAt) error {
	c, err := p.claim(at.place, at.hash)
	if err == nil {
		note(c, p.node, p.coarse, p.add)
	}
	return err
}

func note(c *schema.Claim, node func(string) string, coarse func(string) []string, set map[schema.Quad]bool) {
	graph := schema.IRI(c.ID)
	for _, t := range resolve.Apply(c.Triples, node, coarse) {
		set[t.In(graph)] = true
	}
}

// describe compares what the graphs of documents and provenance say of an article.
func (p *pass) describe(doc string) error {
	iri := schema.Base + "doc/" + doc
	if _, ok := p.after[doc]; !ok {
		if _, err := p.article(doc); err != nil {
			return err
		}
	}
	if err := p.describeAs(iri, doc, p.before[doc], p.oldNode, true, p.remove); err != nil {
		return err
	}
	return p.describeAs(iri, doc, p.after[doc], p.node, false, p.add)
}

func (p *pass) describeAs(iri, doc string, r *articleRecord, node func(string) string, committed bool, set map[schema.Quad]bool) error {
	if r == nil {
		return nil
	}
	var claims []*schema.Claim
	places := p.inForce(doc, r)
	for _, hash := range slices.Sorted(maps.Keys(places)) {
		var c *schema.Claim
		var err error
		if committed {
			c, err = p.committed(claimAt{places[hash], hash})
		} else {
			c, err = p.claim(places[hash], hash)
		}
		if err != nil {
			return err
		}
		claims = append(claims, c)
	}
	text, err := p.text(doc)
	if err != nil {
		return err
	}
	for _, t := range documentTriples(iri, r, claims, node, p.g.gazetteer) {
		set[t.In(schema.IRI(schema.GraphDocuments))] = true
	}
	for _, t := range provenanceTriples(iri, text, claims, node) {
		set[t.In(schema.IRI(schema.GraphProvenance))] = true
	}
	return nil
}

func (p *pass) text(doc string) (string, error) {
	if s, ok := p.texts[doc]; ok {
		return s, nil
	}
	b, _, err := p.Get(spaceText, doc)
	return string(b), err
}
