package gazetteer

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// Triples is the content of graph/gazetteer: types, labels and facts of all
// entities, sorted.
func (g *Gazetteer) Triples() []schema.Triple {
	var out []schema.Triple
	for _, e := range g.sorted {
		if e.Class == "" {
			continue
		}
		out = append(out, e.triples()...)
	}
	slices.SortFunc(out, schema.Triple.Compare)
	return slices.Compact(out)
}

func (e *Entity) triples() []schema.Triple {
	var out []schema.Triple
	add := func(p string, o schema.Term) {
		out = append(out, schema.Triple{S: schema.IRI(e.IRI), P: schema.IRI(p), O: o})
	}
	iri := func(p, o string) {
		if o != "" {
			add(p, schema.IRI(o))
		}
	}
	iri(schema.Type, e.Class)
	for _, lang := range Languages {
		if e.Labels[lang] != "" {
			add(schema.Label, schema.LangString(e.Labels[lang], lang))
		}
		for _, n := range e.Alt[lang] {
			if n == e.Labels[lang] {
				continue
			}
			add(schema.AltLabel, schema.LangString(n, lang))
		}
	}
	if e.ISO3 != "" {
		add(schema.Identifier, schema.String(e.ISO3))
	}
	if e.Wikidata != "" {
		iri(schema.ExactMatch, schema.WD+e.Wikidata)
	}
	iri(schema.ContainedInPlace, e.In)
	iri(schema.SubOrganizationOf, e.Parent)
	iri(schema.MechanismProp, e.Mechanism)
	iri(schema.Level, e.Level)
	iri(schema.Location, e.Seat)
	if e.Kind == "instrument" {
		iri(schema.InstrumentType, e.Type)
		if e.Date != "" {
			add(schema.When, schema.Typed(e.Date, schema.EDTF))
		}
		for _, p := range e.Parties {
			iri(schema.Party, p)
		}
	}
	for _, a := range e.Areas {
		iri(schema.CooperationArea, a)
	}
	for _, m := range e.Members {
		if m.To == "" {
			iri(schema.HasMember, m.IRI)
		}
	}
	if e.Lat != "" {
		add(schema.Latitude, schema.Typed(canonicalDecimal(e.Lat), schema.XSDDecimal))
		add(schema.Longitude, schema.Typed(canonicalDecimal(e.Long), schema.XSDDecimal))
	}
	return out
}

// canonicalDecimal drops the zeros that xsd:decimal's canonical form has not.
func canonicalDecimal(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
