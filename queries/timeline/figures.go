package timeline

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// figures reports whether figures can pass the filter at all: those fields that
// only events have leave none.
func (f Filter) figures() bool {
	return f.Place == "" && f.Mechanism == "" && f.Series == "" && f.Person == "" && len(f.Types) == 0 &&
		len(f.Statuses) == 0 && f.Event == "" && f.Corroboration == 0
}

// figures adds the figures of the filter's party and time as entries.
func (b *builder) figures(f Filter) error {
	where, terms, err := Filter{From: f.From, To: f.To}.clauses()
	if err != nil {
		return err
	}
	party := f.State
	if party == "" {
		party = f.Party
	}
	if party != "" {
		t, err := library.Type("party").Term(party)
		if err != nil {
			return err
		}
		terms["party"] = t
		where += "  FILTER(EXISTS { ?event ent:reporter $party } || EXISTS { ?event ent:partner/org:hasMember* $party })\n"
	}
	rows, err := b.ask(`SELECT DISTINCT ?event ?measure ?label ?reporter ?reporterLabel ?partner ?partnerLabel ?from ?to ?edtf ?attested ?value ?least ?most ?currency ?unit ?bound ?verbatim
  ?claim ?quote ?confidence ?modality ?rule ?article ?title ?outlet ?issued ?url ?language WHERE {
  ?event a ent:Figure ; ent:measure ?measure ; ent:bound ?bound ; ent:verbatim ?verbatim .
  OPTIONAL { ?measure skos:prefLabel ?label FILTER(lang(?label) = $lang) }
  OPTIONAL { ?event ent:reporter ?reporter . ?reporter rdfs:label ?reporterLabel FILTER(lang(?reporterLabel) = $lang) }
  OPTIONAL { ?event ent:partner ?partner . ?partner rdfs:label ?partnerLabel FILTER(lang(?partnerLabel) = $lang) }
  OPTIONAL { ?event sem:hasEarliestBeginTimeStamp ?from } OPTIONAL { ?event sem:hasLatestEndTimeStamp ?to }
  OPTIONAL { ?event ent:when ?edtf } OPTIONAL { ?event ent:attestedOn ?attested }
  OPTIONAL { ?event schema:value ?value } OPTIONAL { ?event schema:minValue ?least } OPTIONAL { ?event schema:maxValue ?most }
  OPTIONAL { ?event schema:currency ?currency } OPTIONAL { ?event ent:unit ?unit }
  GRAPH ?claim { ?event ent:measure ?measure }
  `+said+"\n"+where+`}`, withLang(terms, b.lang))
	if err != nil {
		return err
	}
	for _, r := range rows {
		iri := r.Get("event")
		if b.entries[iri] == nil {
			b.entries[iri] = figureEntry(iri, r, b.lang)
		}
		addEvidence(b.entries[iri], r)
	}
	for _, e := range b.entries {
		if e.Kind == KindFigure {
			slices.SortFunc(e.Evidence, compareEvidence)
		}
	}
	return nil
}

func withLang(terms map[string]schema.Term, lang string) map[string]schema.Term {
	terms["lang"] = schema.String(lang)
	return terms
}

func figureEntry(iri string, r library.Row, lang string) *Entry {
	e := &Entry{ID: local(iri), IRI: iri, Kind: KindFigure, Type: local(r.Get("measure")), TypeLabel: r.Get("label"), Status: "happened",
		From: r.Get("from"), To: r.Get("to"), EDTF: r.Get("edtf"), Bound: local(r.Get("bound")), Evidence: []Evidence{}, Participants: []Party{}}
	if e.TypeLabel == "" {
		e.TypeLabel = e.Type
	}
	if e.EDTF == "" {
		e.EDTF, e.From, e.To = r.Get("attested"), r.Get("attested"), r.Get("attested")
	}
	e.Value = r.Get("value")
	if e.Value == "" {
		e.Value = strings.Trim(r.Get("least")+"–"+r.Get("most"), "–")
	}
	e.Unit = r.Get("currency")
	if e.Unit == "" {
		e.Unit = local(r.Get("unit"))
	}
	e.Title = e.TypeLabel + " " + r.Get("verbatim")
	for _, p := range []string{"reporter", "partner"} {
		if party := r.Get(p); party != "" {
			label := r.Get(p + "Label")
			e.Participants = append(e.Participants, Party{IRI: party, Label: label, Kind: schema.KindOf(party), Roles: []string{p}})
		}
	}
	if names := strings.Join(e.Names(), "—"); names != "" {
		e.Title = names + " " + e.Title
	}
	return e
}
