package gazetteer

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// link turns ids into IRIs and builds the indexes; an id that names nothing is an
// error.
func (g *Gazetteer) link() error {
	g.sorted = slices.SortedFunc(maps.Values(g.entities), func(a, b *Entity) int { return strings.Compare(a.IRI, b.IRI) })
	var problems []string
	for _, e := range g.sorted {
		resolve := func(field *string, kinds ...string) {
			if *field == "" || strings.HasPrefix(*field, schema.Base) {
				return
			}
			if iri, ok := g.find(*field, kinds...); ok {
				*field = iri
				return
			}
			problems = append(problems, fmt.Sprintf("%s names %q, which is no %s", e.IRI, *field, strings.Join(kinds, " or ")))
			*field = ""
		}
		bodies := []string{"state", "organization", "mechanism", "group"}
		resolve(&e.In, "state", "place")
		resolve(&e.Capital, "place")
		resolve(&e.Seat, "place", "state")
		resolve(&e.Parent, "mechanism", "organization", "group")
		resolve(&e.Of, "state")
		resolve(&e.Mechanism, "mechanism", "organization", "group")
		for i := range e.Members {
			resolve(&e.Members[i].IRI, bodies...)
		}
		for i := range e.Posts {
			resolve(&e.Posts[i].Of, bodies...)
		}
		for i := range e.Meetings {
			resolve(&e.Meetings[i].Place, "place", "state")
		}
		for i := range e.Parties {
			resolve(&e.Parties[i], bodies...)
		}
		for i := range e.Areas {
			resolve(&e.Areas[i], "area")
		}
		for _, p := range e.Posts {
			key := p.Role + " " + p.Of
			g.holders[key] = append(g.holders[key], holder{e.IRI, p})
		}
		if e.Kind == "outlet" {
			g.outlets = append(g.outlets, e)
		}
	}
	for _, e := range g.sorted {
		problems = append(problems, e.check()...)
	}
	if len(problems) > 0 {
		return fmt.Errorf("gazetteer: %s", strings.Join(problems, "; "))
	}
	return nil
}

// check lists what is wrong with an entity by itself: no label, a date that is no
// EDTF, coordinates off the globe, a malformed identifier.
func (e *Entity) check() []string {
	var out []string
	wrong := func(format string, args ...any) { out = append(out, e.IRI+": "+fmt.Sprintf(format, args...)) }
	if len(e.Labels) == 0 {
		wrong("no label")
	}
	for lang := range e.Labels {
		if !slices.Contains(Languages[:], lang) {
			wrong("a label in %q, which is none of zh, en, ru", lang)
		}
	}
	date := func(d string) {
		if d == "" {
			return
		}
		if _, err := edtf.Parse(d); err != nil {
			wrong("date %q: %v", d, err)
		}
	}
	concept := func(iri string) {
		if iri == "" {
			return
		}
		if _, ok := schema.FindConcept(iri); !ok {
			wrong("%s is in none of the closed lists", iri)
		}
	}
	switch e.Kind {
	case "topic", "area":
		concept(e.IRI)
	case "series":
		if e.Type != "" {
			concept(schema.Base + "type/" + e.Type)
		}
	case "instrument":
		if e.Type != schema.Base+"kind/" {
			concept(e.Type)
		}
	}
	concept(e.Level)
	for _, m := range e.Members {
		date(m.From)
		date(m.To)
	}
	for _, p := range e.Posts {
		date(p.From)
		date(p.To)
		concept(p.Role)
		if p.Role == schema.Base+"role/" || p.Of == "" {
			wrong("a post without role or body")
		}
	}
	for _, m := range e.Meetings {
		date(m.Date)
	}
	date(e.Date)
	if (e.Lat == "") != (e.Long == "") || !degrees(e.Lat, 90) || !degrees(e.Long, 180) {
		wrong("coordinates %q, %q", e.Lat, e.Long)
	}
	if e.Wikidata != "" && (len(e.Wikidata) < 2 || e.Wikidata[0] != 'Q') {
		wrong("wikidata %q", e.Wikidata)
	}
	return out
}

// degrees reports whether s is empty or a decimal within ±limit.
func degrees(s string, limit float64) bool {
	if s == "" {
		return true
	}
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && f >= -limit && f <= limit
}

func (g *Gazetteer) find(id string, kinds ...string) (string, bool) {
	for _, k := range kinds {
		if iri := IRIOf(k, id); g.entities[iri] != nil {
			return iri, true
		}
	}
	return "", false
}
