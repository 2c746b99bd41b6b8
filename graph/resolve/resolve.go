// Package resolve decides which proposals of claims are one node, and computes
// the derived graph from them.
//
// It is a pure function of claims, article facts, corrections and the gazetteer:
// no storage, no order, no clock. Claims describe items (an event, an instrument,
// a person … under the IRI that they propose); items fall into blocks by a key
// without date; a block is resolved by itself, so that adding or removing an
// article recomputes only the blocks it touches.
package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/schema"
)

// Gazetteer is what resolution asks of the gazetteer.
type Gazetteer interface {
	Entity(iri string) (*gazetteer.Entity, bool)
	Label(iri, lang string) string
	State(iri string) string
	OrdinalOfYear(series, year string) int
}

// Article is what resolution must know of a claim's article.
type Article struct {
	IRI string
	// Issued is the date or dateTime of the first capture, "" when unknown.
	Issued string
	// Group names the set of near-copies to which the article belongs; articles of
	// one group count once. It is the article's own IRI when it stands alone.
	Group string
}

// Claim is a claim with its article.
type Claim struct {
	*schema.Claim
	Article *Article
}

// Kind of an item. Items of the kinds before KindEvent are resolved first.
type Kind uint8

// The kinds of item.
const (
	KindPerson Kind = iota
	KindInstrument
	KindEvent
	KindFigure
)

// Proposal is an IRI of which a claim says something that resolution needs.
type Proposal struct {
	Kind Kind
	IRI  string
}

// Item is an IRI with all the claims that propose it, in the order of their IRIs.
type Item struct {
	Proposal
	// Names are the proposed IRIs that a correction made one item; nil when the
	// item's IRI is the only one.
	Names  []string
	Claims []Claim
}

func (it Item) names() []string {
	if len(it.Names) == 0 {
		return []string{it.IRI}
	}
	return it.Names
}

// Merge tells why a proposed IRI belongs to a node.
type Merge struct {
	Proposed string
	Node     string
	Reason   string
	// Coarse are the places said under the proposed IRI in which the place lies that
	// another claim of the node says: the state of a summit whose city is known.
	Coarse []string
}

// Result is what a block comes to: the node of each IRI, and the derived triples.
type Result struct {
	Merges  []Merge // sorted by Proposed
	Derived []schema.Triple
}

// Resolver resolves blocks. Canonical maps proposed IRIs of kinds resolved before
// to their nodes; nil means each stands for itself.
type Resolver struct {
	Gazetteer   Gazetteer
	Corrections *Corrections
	Canonical   func(iri string) string
}

const (
	eventPrefix      = schema.Base + "id/event/"
	instrumentPrefix = schema.Base + "id/instrument/"
	personPrefix     = schema.Base + "id/person/"
	statePrefix      = schema.Base + "id/state/"
	placePrefix      = schema.Base + "id/place/"
	unknownSeries    = schema.Base + "id/series/x-"
)

// Proposals lists the items that a claim takes part in, sorted, each once.
func Proposals(c *schema.Claim) []Proposal {
	var out []Proposal
	add := func(k Kind, iri string) {
		if iri != "" {
			out = append(out, Proposal{k, iri})
		}
	}
	if e := c.Frame.Event; e != nil {
		add(KindEvent, e.IRI)
		for _, i := range e.Instruments {
			add(KindInstrument, i)
		}
		for _, i := range e.NewInstruments {
			add(KindInstrument, i.IRI)
		}
	}
	if i := c.Frame.Instrument; i != nil {
		add(KindInstrument, i.IRI)
	}
	if f := c.Frame.Figure; f != nil {
		add(KindFigure, f.IRI)
	}
	for _, e := range c.Frame.Entities {
		switch e.Class {
		case schema.ClassPerson:
			add(KindPerson, e.IRI)
		case schema.ClassInstrument:
			add(KindInstrument, e.IRI)
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.IRI, b.IRI))
	})
	return slices.Compact(out)
}

// KindOf tells by its IRI what kind of item an IRI may be.
func KindOf(iri string) (Kind, bool) {
	switch {
	case strings.HasPrefix(iri, eventPrefix):
		return KindEvent, true
	case strings.HasPrefix(iri, instrumentPrefix):
		return KindInstrument, true
	case strings.HasPrefix(iri, personPrefix):
		return KindPerson, true
	case strings.HasPrefix(iri, schema.Base+"id/figure/"):
		return KindFigure, true
	}
	return 0, false
}

func (r *Resolver) canonical(iri string) string {
	if r.Canonical == nil {
		return iri
	}
	return r.Canonical(iri)
}

// Key is the block to which an item belongs: a key without date.
func (r *Resolver) Key(it Item) string {
	switch it.Kind {
	case KindEvent:
		return r.eventKey(r.event(it))
	case KindInstrument:
		return r.instrumentKey(it)
	case KindPerson:
		return r.personKey(it)
	}
	return figureKey(it)
}

// Block resolves the items of one block.
func (r *Resolver) Block(items []Item) Result {
	if len(items) == 0 {
		return Result{}
	}
	items = slices.SortedFunc(slices.Values(items), func(a, b Item) int { return strings.Compare(a.IRI, b.IRI) })
	var out Result
	switch items[0].Kind {
	case KindEvent:
		out = r.events(items)
	case KindInstrument:
		out = r.instruments(items)
	case KindPerson:
		out = r.persons(items)
	default:
		out = r.figures(items)
	}
	for _, m := range out.Merges {
		if m.Node != m.Proposed {
			out.Derived = append(out.Derived, schema.Triple{S: schema.IRI(m.Proposed), P: schema.IRI(schema.SameAs), O: schema.IRI(m.Node)})
		}
	}
	slices.SortFunc(out.Merges, func(a, b Merge) int { return strings.Compare(a.Proposed, b.Proposed) })
	slices.SortFunc(out.Derived, schema.Triple.Compare)
	out.Derived = slices.Compact(out.Derived)
	return out
}

// Apply writes a claim's triples under the nodes to which its proposals were
// resolved, sorted; an event keeps only its most specific place (VOCABULARY, table of
// classes). coarse lists the Coarse places of a proposed IRI.
func Apply(triples []schema.Triple, canonical func(iri string) string, coarse func(iri string) []string) []schema.Triple {
	out := slices.DeleteFunc(slices.Clone(triples), func(t schema.Triple) bool {
		return t.P.Value == schema.HasPlace && slices.Contains(coarse(t.S.Value), t.O.Value)
	})
	changed := false
	for i, t := range out {
		if s := canonical(t.S.Value); s != t.S.Value {
			out[i].S.Value, changed = s, true
		}
		if t.O.Kind == schema.KindIRI {
			if o := canonical(t.O.Value); o != t.O.Value {
				out[i].O.Value, changed = o, true
			}
		}
	}
	if changed {
		slices.SortFunc(out, schema.Triple.Compare)
		out = slices.Compact(out)
	}
	return out
}
