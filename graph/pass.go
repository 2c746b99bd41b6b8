package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/schema"
)

// pass is one atomic change of the graph: some captures come, some go, and all
// that follows is worked out before anything is written. Records are read through
// the pending changes; the quads of the state before come from the committed
// records, so that old and new can be compared.
type pass struct {
	*pending
	g *Graph

	before, after map[string]*articleRecord // by doc hash; nil when there is none
	texts         map[string]string         // of new articles
	fresh         map[claimAt]*schema.Claim // claims that this pass brings

	out, in map[string]string // claim hash -> place: claims that leave or enter force
	regroup map[string]bool   // doc hashes whose sources of copies may have changed

	touched map[resolve.Kind]map[string]bool // items to be worked out anew
	moved   map[string]string                // proposed IRI -> its node until now

	add, remove map[schema.Quad]bool
	counts      Counts
	failed      error // the first error met where none can be returned
}

// claimAt is where a claim lies: doc hash / capture hash, and its own hash.
type claimAt struct{ place, hash string }

func (g *Graph) newPass() *pass {
	return &pass{
		pending: newPending(g.store), g: g,
		before: map[string]*articleRecord{}, after: map[string]*articleRecord{}, texts: map[string]string{}, fresh: map[claimAt]*schema.Claim{},
		out: map[string]string{}, in: map[string]string{}, regroup: map[string]bool{},
		touched: map[resolve.Kind]map[string]bool{}, moved: map[string]string{},
		add: map[schema.Quad]bool{}, remove: map[schema.Quad]bool{},
	}
}

// article is the record of an article as this pass leaves it.
func (p *pass) article(doc string) (*articleRecord, error) {
	if r, ok := p.after[doc]; ok {
		return r, nil
	}
	r, err := p.load(doc)
	if err != nil {
		return nil, err
	}
	p.before[doc], p.after[doc] = r, r
	return r, nil
}

func (p *pass) load(doc string) (*articleRecord, error) {
	if r, ok := p.g.cache.article(doc); ok {
		return r, nil
	}
	b, ok, err := p.Get(spaceArticle, doc)
	if err != nil || !ok {
		return nil, err
	}
	r, err := decodeArticle(b)
	if err == nil {
		p.g.cache.putArticle(doc, r)
	}
	return r, err
}

func placeOf(doc, capture string) string { return doc + "/" + capture }

// put takes in a document. It reports whether anything is new.
func (p *pass) put(d *schema.Document) (bool, error) {
	doc := hashOf(d.Article.ID)
	r, err := p.article(doc)
	if err != nil {
		return false, err
	}
	c := newCapture(d)
	switch {
	case r == nil:
		r = &articleRecord{Minhash: d.Article.Minhash, Simhash: d.Article.Simhash, Length: d.Article.Body[1] - d.Article.Body[0]}
		p.texts[doc] = d.Article.Text
		p.pending.put(spaceText, doc, "", []byte(d.Article.Text))
	case r.find(c.Hash) >= 0:
		i := r.find(c.Hash)
		same, err := p.same(doc, &r.Captures[i], &c, d)
		if err != nil || same {
			return false, err
		}
		if err := p.drop(doc, c.Hash); err != nil {
			return false, err
		}
		r = p.after[doc]
		if r == nil {
			r = &articleRecord{Minhash: d.Article.Minhash, Simhash: d.Article.Simhash, Length: d.Article.Body[1] - d.Article.Body[0]}
			p.texts[doc] = d.Article.Text
			p.pending.put(spaceText, doc, "", []byte(d.Article.Text))
		}
	}
	r = r.clone()
	place := placeOf(doc, c.Hash)
	for i := range d.Claims {
		claim, b, err := encoded(d.Claims[i])
		if err != nil {
			return false, err
		}
		hash := hashOf(claim.ID)
		p.pending.put(spaceClaim, place, hash, b)
		p.fresh[claimAt{place, hash}] = claim
	}
	r.Captures = append(r.Captures, c)
	sortCaptures(r.Captures)
	p.after[doc] = r
	return true, nil
}

// encoded is a claim with its triples, and the bytes that are stored of it.
func encoded(claim schema.Claim) (*schema.Claim, []byte, error) {
	if claim.Triples == nil {
		claim.Triples = claim.Frame.Triples()
	}
	b, err := encodeClaim(&claim)
	if err != nil {
		return nil, nil, fmt.Errorf("writing claim %s: %w", claim.ID, err)
	}
	return &claim, b, nil
}

// same reports whether a capture is there already with the same claims.
func (p *pass) same(doc string, old, c *captureRecord, d *schema.Document) (bool, error) {
	x, err1 := json.Marshal(old.Article)
	y, err2 := json.Marshal(c.Article)
	if err := errors.Join(err1, err2); err != nil {
		return false, err
	}
	if !bytes.Equal(x, y) || !slices.Equal(old.Claims, c.Claims) {
		return false, nil
	}
	for i := range d.Claims {
		claim, b, err := encoded(d.Claims[i])
		if err != nil {
			return false, err
		}
		was, ok, err := p.get(spaceClaim, placeOf(doc, c.Hash), hashOf(claim.ID))
		if err != nil || !ok || !bytes.Equal(b, was) {
			return false, err
		}
	}
	return true, nil
}

// drop takes a capture of an article out, and with the last one the article.
func (p *pass) drop(doc, capture string) error {
	r, err := p.article(doc)
	if err != nil || r == nil {
		return err
	}
	i := r.find(capture)
	if i < 0 {
		return nil
	}
	for _, hash := range r.Captures[i].Claims {
		at := claimAt{placeOf(doc, capture), hash}
		p.pending.delete(spaceClaim, at.place, hash)
		delete(p.fresh, at)
	}
	r = r.clone()
	r.Captures = slices.Delete(r.Captures, i, i+1)
	if len(r.Captures) == 0 {
		p.pending.delete(spaceText, doc, "")
		delete(p.texts, doc)
		r = nil
	}
	p.after[doc] = r
	return nil
}

// finish works out all that follows and commits it.
func (p *pass) finish(ctx context.Context) error {
	if err := p.work(ctx); err != nil {
		p.g.cache.clear()
		return err
	}
	if len(p.changes) == 0 && len(p.add) == 0 && len(p.remove) == 0 {
		return nil
	}
	err := p.g.store.Commit(ctx, func(w writer) error {
		for _, q := range sortedQuads(p.remove) {
			w.Remove(q)
		}
		for _, q := range sortedQuads(p.add) {
			w.Add(q)
		}
		p.flush(w)
		return nil
	})
	if err != nil {
		p.g.cache.clear()
		return fmt.Errorf("graph: writing: %w", err)
	}
	return nil
}

func sortedQuads(set map[schema.Quad]bool) []schema.Quad {
	return slices.SortedFunc(maps.Keys(set), func(a, b schema.Quad) int {
		if c := a.G.Compare(b.G); c != 0 {
			return c
		}
		return a.Triple().Compare(b.Triple())
	})
}

func (p *pass) work(ctx context.Context) error {
	if err := p.forces(); err != nil {
		return err
	}
	if err := p.copies(); err != nil {
		return err
	}
	if err := p.uses(); err != nil {
		return err
	}
	for _, stage := range [][]resolve.Kind{{resolve.KindPerson, resolve.KindInstrument}, {resolve.KindEvent, resolve.KindFigure}} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.resolve(stage); err != nil {
			return err
		}
	}
	if err := p.rewrite(); err != nil {
		return err
	}
	if err := p.settle(); err != nil {
		return err
	}
	return p.failed
}

// forces finds the claims that leave and enter force: those of the first capture
// of each article, less the rejected ones.
func (p *pass) forces() error {
	for _, doc := range slices.Sorted(maps.Keys(p.after)) {
		was, is := p.before[doc], p.after[doc]
		if was == is {
			continue
		}
		old, now := p.inForce(doc, was), p.inForce(doc, is)
		for hash, place := range old {
			if now[hash] != place || p.fresh[claimAt{place, hash}] != nil {
				p.out[hash] = place
			}
		}
		for hash, place := range now {
			if old[hash] != place || p.fresh[claimAt{place, hash}] != nil {
				p.in[hash] = place
			}
		}
		p.regroup[doc] = true
		if was != nil && is != nil && was.first().Article.Published != is.first().Article.Published {
			// the claims that stay are of another date now
			for hash, place := range now {
				p.out[hash], p.in[hash] = old[hash], place
				if old[hash] == "" {
					delete(p.out, hash)
				}
			}
		}
	}
	return nil
}

func (p *pass) inForce(doc string, r *articleRecord) map[string]string {
	out := map[string]string{}
	if r == nil {
		return out
	}
	c := r.first()
	for _, hash := range c.Claims {
		if !p.g.corrections.Rejected(schema.ClaimGraph + hash) {
			out[hash] = placeOf(doc, c.Hash)
		}
	}
	return out
}

// claim reads a claim; committed ones are kept at hand.
func (p *pass) claim(place, hash string) (*schema.Claim, error) {
	at := claimAt{place, hash}
	if c := p.fresh[at]; c != nil {
		return c, nil
	}
	return p.committed(at)
}

// committed is the claim as it stands in the store, before this pass.
func (p *pass) committed(at claimAt) (*schema.Claim, error) {
	if c, ok := p.g.cache.claim(at); ok {
		return c, nil
	}
	b, ok, err := p.Get(spaceClaim, joinKey(at.place, at.hash))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("graph: the record of claim %s is missing", at.hash)
	}
	c, err := decodeClaim(b)
	if err != nil {
		return nil, err
	}
	p.g.cache.putClaim(at, c)
	return c, nil
}

// mentioned lists the IRIs in a claim that resolution may map, each once: those
// that it proposes, and those that it only names.
func (p *pass) mentioned(c *schema.Claim) (proposes []resolve.Proposal, names []string) {
	proposes = resolve.Proposals(c)
	seen := map[string]bool{}
	for _, x := range proposes {
		seen[x.IRI] = true
	}
	see := func(iri string) {
		if kind, ok := resolve.KindOf(iri); ok && kind != resolve.KindFigure && !seen[iri] {
			seen[iri] = true
			if _, known := p.g.gazetteer.Entity(iri); !known {
				names = append(names, iri)
			}
		}
	}
	for _, t := range c.Triples {
		see(t.S.Value)
		if t.O.IsIRI() {
			see(t.O.Value)
		}
	}
	see(c.Speaker)
	return proposes, names
}

// Marks in the value of a use: the claim proposes the IRI, or only names it.
const (
	markProposes = "+"
	markNames    = "-"
)

// uses brings the index from IRIs to claims up to date and touches the items.
func (p *pass) uses() error {
	for _, hash := range slices.Sorted(maps.Keys(p.out)) {
		place := p.out[hash]
		c, err := p.committed(claimAt{place, hash})
		if err != nil {
			return err
		}
		proposes, names := p.mentioned(c)
		for _, x := range proposes {
			p.pending.delete(spaceUse, short(x.IRI), hash)
			p.touch(x)
		}
		for _, iri := range names {
			p.pending.delete(spaceUse, short(iri), hash)
		}
		p.pending.delete(spaceWhere, hash, "")
		p.counts.Claims--
	}
	for _, hash := range slices.Sorted(maps.Keys(p.in)) {
		place := p.in[hash]
		c, err := p.claim(place, hash)
		if err != nil {
			return err
		}
		proposes, names := p.mentioned(c)
		for _, x := range proposes {
			p.pending.put(spaceUse, short(x.IRI), hash, []byte(markProposes+place))
			p.touch(x)
		}
		for _, iri := range names {
			p.pending.put(spaceUse, short(iri), hash, []byte(markNames+place))
		}
		p.pending.put(spaceWhere, hash, "", []byte(place))
		p.counts.Claims++
	}
	return p.docUses()
}

// docUses keeps which documents mention the IRIs that resolution may map.
func (p *pass) docUses() error {
	for doc := range p.after {
		for _, r := range []*articleRecord{p.before[doc], p.after[doc]} {
			if r == nil {
				continue
			}
			for _, m := range r.first().Article.Mentions {
				if kind, ok := resolve.KindOf(m); !ok || kind == resolve.KindFigure {
					continue
				}
				if _, known := p.g.gazetteer.Entity(m); known {
					continue
				}
				if r == p.after[doc] {
					p.pending.put(spaceUseDoc, short(m), doc, nil)
				} else {
					p.pending.delete(spaceUseDoc, short(m), doc)
				}
			}
		}
	}
	return nil
}

func (p *pass) touch(x resolve.Proposal) {
	if p.touched[x.Kind] == nil {
		p.touched[x.Kind] = map[string]bool{}
	}
	p.touched[x.Kind][p.g.corrections.Least(x.IRI)] = true
}

// node is where a proposed IRI leads after this pass.
func (p *pass) node(iri string) string {
	if _, ok := resolve.KindOf(iri); !ok {
		return iri
	}
	b, ok, err := p.get(spaceNode, short(iri), "")
	return p.leads(iri, b, ok, err)
}

// oldNode is where it led before.
func (p *pass) oldNode(iri string) string {
	if _, ok := resolve.KindOf(iri); !ok {
		return iri
	}
	b, ok, err := p.Get(spaceNode, short(iri))
	return p.leads(iri, b, ok, err)
}

// coarse and oldCoarse are the places under a proposed IRI that are not written, after
// this pass and before.
func (p *pass) coarse(iri string) []string {
	b, _, err := p.get(spaceCoarse, short(iri), "")
	return p.places(iri, b, err)
}

func (p *pass) oldCoarse(iri string) []string {
	b, _, err := p.Get(spaceCoarse, short(iri))
	return p.places(iri, b, err)
}

func (p *pass) places(iri string, b []byte, err error) []string {
	if err != nil && p.failed == nil {
		p.failed = fmt.Errorf("graph: reading the places of %s: %w", iri, err)
	}
	if err != nil || len(b) == 0 {
		return nil
	}
	return strings.Split(string(b), "\n")
}

func (p *pass) leads(iri string, b []byte, ok bool, err error) string {
	if err != nil && p.failed == nil {
		p.failed = fmt.Errorf("graph: reading where %s leads: %w", iri, err)
	}
	if err != nil || !ok {
		return iri
	}
	return long(string(b))
}

// settle drops from both sets what is in both, and writes the article records.
func (p *pass) settle() error {
	for q := range p.add {
		if p.remove[q] {
			delete(p.add, q)
			delete(p.remove, q)
		}
	}
	for doc, r := range p.after {
		was := p.before[doc]
		if was == r {
			continue
		}
		switch {
		case r == nil:
			p.pending.delete(spaceArticle, doc, "")
			p.counts.Articles--
		default:
			if was == nil {
				p.counts.Articles++
			}
			b, err := json.Marshal(r)
			if err != nil {
				return fmt.Errorf("graph: writing article %s: %w", doc, err)
			}
			p.pending.put(spaceArticle, doc, "", b)
		}
		p.g.cache.dropArticle(doc)
	}
	for at := range p.fresh {
		p.g.cache.dropClaim(at)
	}
	p.counts.Quads = len(p.add) - len(p.remove)
	if p.counts == (Counts{}) {
		return nil
	}
	return p.count()
}
