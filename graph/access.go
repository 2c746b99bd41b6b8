package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/schema"
)

// docHash reads the IRI or hash of an article.
func docHash(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, schema.Base), "doc/")
}

// Text returns an article's text; ErrNotFound when there is none.
func (g *Graph) Text(iri string) (string, error) {
	b, ok, err := g.store.Get(spaceText, docHash(iri))
	switch {
	case err != nil:
		return "", fmt.Errorf("graph: reading the text of %s: %w", iri, err)
	case !ok:
		return "", fmt.Errorf("graph: %s: %w", iri, ErrNotFound)
	}
	return string(b), nil
}

func (g *Graph) record(iri string) (*articleRecord, error) {
	b, ok, err := g.store.Get(spaceArticle, docHash(iri))
	switch {
	case err != nil:
		return nil, fmt.Errorf("graph: reading %s: %w", iri, err)
	case !ok:
		return nil, fmt.Errorf("graph: %s: %w", iri, ErrNotFound)
	}
	return decodeArticle(b)
}

// Article returns an article with its text, as its first capture has it.
func (g *Graph) Article(iri string) (schema.Article, error) {
	r, err := g.record(iri)
	if err != nil {
		return schema.Article{}, err
	}
	text, err := g.Text(iri)
	if err != nil {
		return schema.Article{}, err
	}
	a := r.first().Article
	a.Text, a.Minhash, a.Simhash = text, r.Minhash, r.Simhash
	return a, nil
}

// Captures returns an article once for each place where it was seen, the first
// capture first, so that it can be read anew.
func (g *Graph) Captures(iri string) ([]schema.Article, error) {
	a, err := g.Article(iri)
	if err != nil {
		return nil, err
	}
	r, err := g.record(iri)
	if err != nil {
		return nil, err
	}
	var out []schema.Article
	for _, c := range r.Captures {
		x := c.Article
		x.Text, x.Minhash, x.Simhash = a.Text, a.Minhash, a.Simhash
		out = append(out, x)
	}
	return out, nil
}

// Articles lists the IRIs of all articles, sorted.
func (g *Graph) Articles() ([]string, error) {
	docs, err := g.documents()
	for i, d := range docs {
		docs[i] = schema.Base + "doc/" + d
	}
	return docs, err
}

// Claims returns the claims of an article in their unresolved form, by position:
// those read against its first capture.
func (g *Graph) Claims(iri string) ([]schema.Claim, error) {
	r, err := g.record(iri)
	if err != nil {
		return nil, err
	}
	var out []schema.Claim
	for _, hash := range r.first().Claims {
		c, err := g.storedClaim(placeOf(docHash(iri), r.first().Hash), hash)
		if err != nil {
			return nil, err
		}
		out = append(out, *c)
	}
	slices.SortStableFunc(out, func(a, b schema.Claim) int {
		if a.Begin != b.Begin {
			return a.Begin - b.Begin
		}
		return a.End - b.End
	})
	return out, nil
}

func (g *Graph) storedClaim(place, hash string) (*schema.Claim, error) {
	b, ok, err := g.store.Get(spaceClaim, joinKey(place, hash))
	switch {
	case err != nil:
		return nil, fmt.Errorf("graph: reading claim %s: %w", hash, err)
	case !ok:
		return nil, fmt.Errorf("graph: claim %s: %w", hash, ErrNotFound)
	}
	return decodeClaim(b)
}

// Claim returns a claim in its unresolved form.
func (g *Graph) Claim(iri string) (schema.Claim, error) {
	hash := strings.TrimPrefix(strings.TrimPrefix(iri, schema.Base), "claim/")
	place, ok, err := g.store.Get(spaceWhere, hash)
	switch {
	case err != nil:
		return schema.Claim{}, fmt.Errorf("graph: reading claim %s: %w", iri, err)
	case !ok:
		return schema.Claim{}, fmt.Errorf("graph: claim %s: %w", iri, ErrNotFound)
	}
	c, err := g.storedClaim(string(place), hash)
	if err != nil {
		return schema.Claim{}, err
	}
	return *c, nil
}

// Explanation is why an IRI is the node it is.
type Explanation struct {
	IRI  string
	Node string // under which its quads are stored
	// SameAs are the other IRIs that claims proposed for the node.
	SameAs      []string
	Merges      []Merge
	Block       string // the key under which it is compared with others
	Corrections []resolve.Correction
}

// Merge is one decision: the claims that propose an IRI are of the node because of
// a reason.
type Merge struct {
	Proposed string
	Reason   string
	Claims   []string
}

// Explain tells why an event, an instrument, a person or a figure is one node;
// ErrNotFound when no claim proposes the IRI.
func (g *Graph) Explain(iri string) (Explanation, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	x := Explanation{IRI: iri, Node: iri}
	kind, ok := resolve.KindOf(iri)
	if !ok {
		return x, fmt.Errorf("graph: %s is nothing that claims propose: %w", iri, ErrNotFound)
	}
	p := g.newPass()
	x.Node = p.node(iri)
	proposed, err := p.proposalOf(iri)
	if err != nil {
		return x, fmt.Errorf("graph: explaining %s: %w", iri, err)
	}
	key, ok, err := p.get(spaceKey, short(g.corrections.Least(proposed)), "")
	if err != nil {
		return x, fmt.Errorf("graph: explaining %s: %w", iri, err)
	}
	if !ok {
		return x, fmt.Errorf("graph: no claim proposes %s: %w", iri, ErrNotFound)
	}
	x.Block = string(key)
	items, err := p.blockItems(kind, x.Block)
	if err != nil {
		return x, fmt.Errorf("graph: explaining %s: %w", iri, err)
	}
	var named []string
	for _, m := range p.resolver().Block(items).Merges {
		if m.Node != x.Node {
			continue
		}
		merge := Merge{Proposed: m.Proposed, Reason: m.Reason}
		uses, err := p.list(spaceUse, short(m.Proposed))
		if err != nil {
			return x, fmt.Errorf("graph: explaining %s: %w", iri, err)
		}
		for _, u := range uses {
			if strings.HasPrefix(string(u.value), markProposes) {
				merge.Claims = append(merge.Claims, schema.ClaimGraph+u.key)
			}
		}
		x.Merges = append(x.Merges, merge)
		named = append(named, m.Proposed)
		if m.Proposed != x.Node {
			x.SameAs = append(x.SameAs, m.Proposed)
		}
	}
	x.Corrections = g.corrections.About(named...)
	return x, nil
}

// proposalOf is an IRI that claims propose for a node: the node's own, or, when it
// was made of a series and a number that no claim gives, another.
func (p *pass) proposalOf(node string) (string, error) {
	if _, ok, err := p.get(spaceKey, short(p.g.corrections.Least(node)), ""); err != nil || ok {
		return node, err
	}
	found := node
	err := p.Scan(spaceNode, "", func(key string, value []byte) error {
		if found == node && long(string(value)) == node {
			found = long(key)
		}
		return nil
	})
	return found, err
}
