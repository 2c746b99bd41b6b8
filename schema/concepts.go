package schema

import (
	"iter"
	"slices"
	"strings"
)

//go:generate go run ./internal/conceptgen

// Concept is an entry of the closed lists (SKOS): an event type, a measure, a kind
// of instrument, a status … or the scheme that holds them.
type Concept struct {
	IRI string
	// IsScheme marks a list itself; Title is its title.
	IsScheme bool
	Title    string
	// Schemes are the lists in which the concept stands: one, or two for words
	// that are both a status and a modality.
	Schemes    []string
	Broader    string
	Definition string
	// CAMEO is the event code, PLOVER the root of an event that happened,
	// PLOVERPlanned the root of a planned one where being planned changes it.
	CAMEO, PLOVER, PLOVERPlanned string

	labels [3]string // zh, en, ru
}

// Languages of labels, in the order in which one stands in for another.
var Languages = [...]string{"zh", "en", "ru"}

// Label is the concept's label in zh, en or ru; "" in other languages.
func (c Concept) Label(lang string) string {
	for i, l := range Languages {
		if l == lang {
			return c.labels[i]
		}
	}
	return ""
}

// Concepts lists schemes and concepts by IRI.
func Concepts() iter.Seq[Concept] { return slices.Values(concepts[:]) }

// FindConcept looks a concept or a scheme up by IRI.
func FindConcept(iri string) (Concept, bool) {
	i, ok := slices.BinarySearchFunc(concepts[:], iri, func(c Concept, iri string) int { return strings.Compare(c.IRI, iri) })
	if !ok {
		return Concept{}, false
	}
	return concepts[i], true
}

// ConceptLabel is the label of a concept in a language, else its slug.
func ConceptLabel(iri, lang string) string {
	if c, ok := FindConcept(iri); ok && c.Label(lang) != "" {
		return c.Label(lang)
	}
	return Local(iri)
}

// ConceptTriples is the content of graph/schema, sorted: the lists, and the
// annotation properties that carry the codes of other vocabularies.
func ConceptTriples() []Triple {
	var b builder
	for c := range Concepts() {
		b.concept(c)
	}
	for _, p := range []struct{ iri, label string }{{CAMEO, "CAMEO code"}, {PLOVER, "PLOVER root"}, {PLOVERPlanned, "PLOVER root when planned"}} {
		b.iri(p.iri, Type, OWL+"AnnotationProperty")
		b.text(p.iri, Label, p.label, "en")
	}
	slices.SortFunc(b.triples, Triple.Compare)
	return b.triples
}

func (b *builder) concept(c Concept) {
	if c.IsScheme {
		b.iri(c.IRI, Type, ClassConceptScheme)
		b.text(c.IRI, DCTitle, c.Title, "en")
	} else {
		b.iri(c.IRI, Type, ClassConcept)
	}
	b.iris(c.IRI, InScheme, c.Schemes)
	b.iri(c.IRI, Broader, c.Broader)
	for i, lang := range Languages {
		b.text(c.IRI, PrefLabel, c.labels[i], lang)
	}
	b.text(c.IRI, Definition, c.Definition, "en")
	b.text(c.IRI, CAMEO, c.CAMEO, "")
	b.text(c.IRI, PLOVER, c.PLOVER, "")
	b.text(c.IRI, PLOVERPlanned, c.PLOVERPlanned, "")
}
