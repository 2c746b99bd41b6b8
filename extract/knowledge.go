package extract

import (
	"strings"

	"github.com/mozillazg/go-pinyin"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract/frames"
	"github.com/entente-graph/entente/extract/page"
	"github.com/entente-graph/entente/schema"
)

// knowledge answers the grammar's questions from the gazetteer.
type knowledge struct{ g *gazetteer.Gazetteer }

func (k knowledge) State(iri, date string) string {
	if strings.HasPrefix(iri, schema.Base+"id/person/") {
		for _, p := range k.g.PostsOf(iri, date) {
			if strings.HasPrefix(p.Of, schema.Base+"id/state/") {
				return p.Of
			}
			if st := k.g.State(p.Of); st != "" {
				return st
			}
		}
		return ""
	}
	return k.g.State(iri)
}

func (k knowledge) Capital(place string) bool {
	e, ok := k.g.Entity(place)
	if !ok {
		return false
	}
	st, ok := k.g.Entity(k.g.State(e.IRI))
	return ok && st.Capital == place
}

func (k knowledge) Members(iri, date string) []string { return k.g.Members(iri, date) }
func (k knowledge) Label(iri, lang string) string     { return k.g.Label(iri, lang) }

func (k knowledge) Series(iri string) (frames.SeriesInfo, bool) {
	e, ok := k.g.Entity(iri)
	if !ok {
		return frames.SeriesInfo{}, false
	}
	info := frames.SeriesInfo{Type: schema.Local(e.Type), Mechanism: e.Mechanism}
	if m, ok := k.g.Entity(e.Mechanism); ok {
		info.Level = schema.Local(m.Level)
	}
	return info, true
}

func (k knowledge) Ordinal(series, year string) int { return k.g.OrdinalOfYear(series, year) }

func (k knowledge) Parent(iri string) string {
	e, ok := k.g.Entity(iri)
	if !ok {
		return ""
	}
	if e.In != "" {
		return e.In
	}
	return e.Parent
}

func (k knowledge) Secretariat(iri string) string {
	for e := range k.g.All() {
		if e.Parent == iri && strings.Contains(e.IRI, "secretariat") {
			return e.IRI
		}
	}
	return ""
}

func (k knowledge) InstrumentKind(iri string) string {
	e, ok := k.g.Entity(iri)
	if !ok || e.Type == "" {
		return ""
	}
	if strings.Contains(e.Type, "/") {
		return e.Type
	}
	return schema.Base + "kind/" + e.Type
}

func (k knowledge) SeriesOf(body string) string {
	series, most := "", -1
	for e := range k.g.All() {
		if e.Kind == "series" && e.Mechanism == body && e.Type == "summit" && len(e.Meetings) > most {
			series, most = e.IRI, len(e.Meetings) // beside informal and enlarged ones
		}
	}
	return series
}

func (k knowledge) Names(kind string) map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for e := range k.g.All() {
		if e.Kind != kind {
			continue
		}
		names := map[string][]string{}
		for _, lang := range gazetteer.Languages {
			if e.Labels[lang] != "" {
				names[lang] = append(names[lang], e.Labels[lang])
			}
			names[lang] = append(names[lang], e.Alt[lang]...)
		}
		out[e.IRI] = names
	}
	return out
}

func (k knowledge) Latin(name string) string {
	return strings.Join(pinyin.LazyConvert(name, nil), "-")
}

// pageOptions lets page ask the gazetteer for an outlet's zone.
func pageOptions(g *gazetteer.Gazetteer) page.Options {
	return page.Options{Zone: func(outlet, host, lang string) (string, string) {
		if e, ok := g.Outlet(outlet, host); ok {
			return e.Zone, e.IRI
		}
		return "", ""
	}}
}
