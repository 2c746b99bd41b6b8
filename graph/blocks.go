package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/schema"
)

// resolve works out the blocks of the touched items of some kinds.
func (p *pass) resolve(kinds []resolve.Kind) error {
	for _, kind := range kinds {
		blocks, err := p.rekey(kind)
		if err != nil {
			return err
		}
		for _, block := range blocks {
			if err := p.resolveBlock(kind, block); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *pass) resolver() *resolve.Resolver {
	return &resolve.Resolver{Gazetteer: p.g.gazetteer, Corrections: p.g.corrections, Canonical: p.node}
}

// rekey moves the touched items of a kind to the blocks where they belong now, and
// returns the blocks they left or joined.
func (p *pass) rekey(kind resolve.Kind) ([]string, error) {
	blocks := map[string]bool{}
	r := p.resolver()
	for _, iri := range slices.Sorted(maps.Keys(p.touched[kind])) {
		was, had, err := p.get(spaceKey, short(iri), "")
		if err != nil {
			return nil, err
		}
		if had {
			blocks[string(was)] = true
		}
		it, err := p.item(resolve.Proposal{Kind: kind, IRI: iri})
		if err != nil {
			return nil, err
		}
		if kind == resolve.KindFigure && had != (len(it.Claims) > 0) {
			p.counts.Figures += map[bool]int{true: -1, false: 1}[had]
		}
		if len(it.Claims) == 0 {
			if had {
				p.pending.delete(spaceKey, short(iri), "")
				p.pending.delete(spaceBlock, string(was), short(iri))
			}
			for _, name := range append(p.g.corrections.Named(iri), iri) {
				if err := p.lead(name, name); err != nil {
					return nil, err
				}
				if err := p.coarsen(name, nil); err != nil {
					return nil, err
				}
			}
			continue
		}
		key := r.Key(it)
		blocks[key] = true
		if had && key == string(was) {
			continue
		}
		if had {
			p.pending.delete(spaceBlock, string(was), short(iri))
		}
		p.pending.put(spaceKey, short(iri), "", []byte(key))
		p.pending.put(spaceBlock, key, short(iri), nil)
	}
	return slices.Sorted(maps.Keys(blocks)), nil
}

// item gathers the claims that propose an IRI, or one of those that a correction
// joins with it.
func (p *pass) item(x resolve.Proposal) (resolve.Item, error) {
	it := resolve.Item{Proposal: x}
	names := p.g.corrections.Named(x.IRI)
	if len(names) == 0 {
		names = []string{x.IRI}
	}
	seen := map[string]bool{}
	for _, name := range names {
		uses, err := p.list(spaceUse, short(name))
		if err != nil {
			return it, err
		}
		proposed := false
		for _, u := range uses {
			if !strings.HasPrefix(string(u.value), markProposes) {
				continue
			}
			proposed = true
			if seen[u.key] {
				continue
			}
			seen[u.key] = true
			place := string(u.value[1:])
			c, err := p.claim(place, u.key)
			if err != nil {
				return it, err
			}
			a, err := p.source(strings.SplitN(place, "/", 2)[0])
			if err != nil {
				return it, err
			}
			it.Claims = append(it.Claims, resolve.Claim{Claim: c, Article: a})
		}
		if proposed {
			it.Names = append(it.Names, name)
		} else if len(names) > 1 {
			// no claim proposes it any more
			if err := p.lead(name, name); err != nil {
				return it, err
			}
			if err := p.coarsen(name, nil); err != nil {
				return it, err
			}
		}
	}
	slices.SortFunc(it.Claims, func(a, b resolve.Claim) int { return strings.Compare(a.ID, b.ID) })
	return it, nil
}

// source is what resolution knows of an article.
func (p *pass) source(doc string) (*resolve.Article, error) {
	r, err := p.peek(doc)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, fmt.Errorf("graph: the record of article %s is missing", doc)
	}
	group, err := p.groupOf(doc)
	if err != nil {
		return nil, err
	}
	return &resolve.Article{IRI: schema.Base + "doc/" + doc, Issued: r.first().Article.Published, Group: group}, nil
}

// peek is article without taking it into the pass.
func (p *pass) peek(doc string) (*articleRecord, error) {
	if r, ok := p.after[doc]; ok {
		return r, nil
	}
	return p.load(doc)
}

// resolveBlock resolves the items of a block and writes down what changed: the
// nodes to which proposals lead, and the derived triples.
func (p *pass) resolveBlock(kind resolve.Kind, block string) error {
	items, err := p.blockItems(kind, block)
	if err != nil {
		return err
	}
	res := p.resolver().Block(items)
	for _, m := range res.Merges {
		if err := p.lead(m.Proposed, m.Node); err != nil {
			return err
		}
		if err := p.coarsen(m.Proposed, m.Coarse); err != nil {
			return err
		}
	}
	return p.derive(block, res.Derived)
}

func (p *pass) blockItems(kind resolve.Kind, block string) ([]resolve.Item, error) {
	members, err := p.list(spaceBlock, block)
	if err != nil {
		return nil, err
	}
	items := make([]resolve.Item, 0, len(members))
	for _, m := range members {
		it, err := p.item(resolve.Proposal{Kind: kind, IRI: long(m.key)})
		if err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	return items, nil
}

// lead lets a proposed IRI lead to a node.
func (p *pass) lead(iri, node string) error {
	was := p.node(iri)
	if was == node {
		return nil
	}
	if iri == node {
		p.pending.delete(spaceNode, short(iri), "")
	} else {
		p.pending.put(spaceNode, short(iri), "", []byte(short(node)))
	}
	p.moved[iri] = was
	kind, _ := resolve.KindOf(iri)
	if kind >= resolve.KindEvent {
		return nil
	}
	// events that name it are worked out anew
	uses, err := p.list(spaceUse, short(iri))
	if err != nil {
		return err
	}
	for _, u := range uses {
		c, err := p.claim(string(u.value[1:]), u.key)
		if err != nil {
			return err
		}
		if c.Frame.Event != nil {
			p.touch(resolve.Proposal{Kind: resolve.KindEvent, IRI: c.Frame.Event.IRI})
		}
	}
	return nil
}

// coarsen notes the places said under a proposed IRI that its claims do not write,
// since its node knows a finer one.
func (p *pass) coarsen(iri string, places []string) error {
	was, _, err := p.get(spaceCoarse, short(iri), "")
	if err != nil {
		return err
	}
	now := strings.Join(places, "\n")
	if string(was) == now {
		return nil
	}
	if now == "" {
		p.pending.delete(spaceCoarse, short(iri), "")
	} else {
		p.pending.put(spaceCoarse, short(iri), "", []byte(now))
	}
	if _, moved := p.moved[iri]; !moved {
		p.moved[iri] = p.oldNode(iri)
	}
	return nil
}

// derive replaces the derived triples of a unit.
func (p *pass) derive(unit string, now []schema.Triple) error {
	b, _, err := p.get(spaceDerived, unit, "")
	if err != nil {
		return err
	}
	was, err := decodeTriples(b)
	if err != nil {
		return err
	}
	if slices.Equal(was, now) {
		return nil
	}
	graph := schema.IRI(schema.GraphDerived)
	for _, t := range was {
		p.change(t.In(graph), false)
	}
	for _, t := range now {
		p.change(t.In(graph), true)
	}
	if len(now) == 0 {
		p.pending.delete(spaceDerived, unit, "")
		return nil
	}
	p.pending.put(spaceDerived, unit, "", encodeTriples(now))
	return nil
}

// change adds or removes a quad, the last word counting. Events and figures are
// counted by the derived triples and the claims that make them.
func (p *pass) change(q schema.Quad, present bool) {
	delta := -1
	if present {
		delta = 1
	}
	if q.P.Value == schema.CurrentStatus {
		p.counts.Events += delta
	}
	if present {
		if p.remove[q] {
			delete(p.remove, q)
			return
		}
		p.add[q] = true
		return
	}
	if p.add[q] {
		delete(p.add, q)
		return
	}
	p.remove[q] = true
}

func encodeTriples(ts []schema.Triple) []byte {
	var b []byte
	for _, t := range ts {
		b = t.S.Append(b)
		b = append(b, '\t')
		b = t.P.Append(b)
		b = append(b, '\t')
		b = t.O.Append(b)
		b = append(b, '\n')
	}
	return b
}

func decodeTriples(b []byte) ([]schema.Triple, error) {
	var out []schema.Triple
	for line := range strings.Lines(string(b)) {
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(parts) != 3 {
			return nil, fmt.Errorf("graph: a record of derived triples is damaged: %.80q", line)
		}
		var t schema.Triple
		for i, dst := range []*schema.Term{&t.S, &t.P, &t.O} {
			x, err := schema.ParseTerm(parts[i])
			if err != nil {
				return nil, fmt.Errorf("graph: a record of derived triples is damaged: %w", err)
			}
			*dst = x
		}
		out = append(out, t)
	}
	return out, nil
}
