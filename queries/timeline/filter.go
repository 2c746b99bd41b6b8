package timeline

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// Filter chooses entries. Empty fields choose nothing out. Values are written as
// library parameters are: KAZ, astana, or a full IRI.
type Filter struct {
	From, To      string   // xsd:date, inclusive: entries that may touch the range
	Place         string   // or any place within it
	State         string   // takes part, hosts, or contains the place
	Person        string   // takes part
	Party         string   // any participant
	Mechanism     string   // of the series, or of what was founded
	Series        string   //
	Types         []string // with the types under them
	Statuses      []string //
	Outlet        string   // text in the outlet's name, or its IRI
	Language      string   // of an article that tells of it
	Corroboration int      // at least so many independent articles
	Text          string   // in a label, without case
	Event         string   // one event by IRI
}

// saidAs are the names of parameters whose own name is taken by a variable of the
// query.
var saidAs = map[string]string{"since": "from", "until": "to"}

// clauses turns the filter into SPARQL over ?event and the terms bound in it.
func (f Filter) clauses() (string, map[string]schema.Term, error) {
	var b strings.Builder
	terms := map[string]schema.Term{}
	if f.From != "" && f.To != "" && f.From > f.To {
		return "", nil, fmt.Errorf("timeline: it ends (%s) before it begins (%s)", f.To, f.From)
	}
	for _, c := range []struct {
		name, value string
		kind        library.Type
		pattern     string
	}{
		{"since", f.From, "date", `FILTER(COALESCE(?to >= $since, !BOUND(?to) && BOUND(?from)))`},
		{"until", f.To, "date", `FILTER(COALESCE(?from <= $until, !BOUND(?from) && BOUND(?to)))`},
		{"place", f.Place, "place", `FILTER EXISTS { ?event sem:hasPlace/schema:containedInPlace* $place }`},
		{"state", f.State, "state", `FILTER(EXISTS { ?event sem:hasActor $state } || EXISTS { ?event sem:hasPlace/schema:containedInPlace* $state })`},
		{"person", f.Person, "person", `FILTER EXISTS { ?event sem:hasActor $person }`},
		{"party", f.Party, "party", `FILTER EXISTS { ?event sem:hasActor $party }`},
		{"mechanism", f.Mechanism, "mechanism", `FILTER(EXISTS { ?event ent:series/ent:mechanism/org:subOrganizationOf* $mechanism } || EXISTS { ?event ent:established $mechanism } || EXISTS { ?event sem:hasActor $mechanism } || EXISTS { ?event sem:subEventOf/ent:series/ent:mechanism/org:subOrganizationOf* $mechanism })`},
		{"series", f.Series, "series", `FILTER EXISTS { ?event sem:subEventOf*/ent:series $series }`},
		{"language", f.Language, "lang", `FILTER EXISTS { GRAPH ?saying { ?event a ent:Event } ?saying prov:wasDerivedFrom/nif:referenceContext/dct:language $language }`},
		{"event", f.Event, "iri", `FILTER(?event = $event)`},
	} {
		if c.value == "" {
			continue
		}
		t, err := c.kind.Term(c.value)
		if err != nil {
			return "", nil, fmt.Errorf("timeline: %s: %w", cmp.Or(saidAs[c.name], c.name), err)
		}
		terms[c.name] = t
		b.WriteString("  " + c.pattern + "\n")
	}
	if err := f.lists(&b, terms); err != nil {
		return "", nil, err
	}
	f.texts(&b, terms)
	return b.String(), terms, nil
}

func (f Filter) lists(b *strings.Builder, terms map[string]schema.Term) error {
	for _, c := range []struct {
		name     string
		values   []string
		kind     library.Type
		variable string
	}{{"type", f.Types, "type", "?sort"}, {"status", f.Statuses, "status", "?status"}} {
		if len(c.values) == 0 {
			continue
		}
		fmt.Fprintf(b, "  VALUES %s {", c.variable)
		for i, v := range c.values {
			t, err := c.kind.Term(v)
			if err != nil {
				return fmt.Errorf("timeline: %s: %w", c.name, err)
			}
			name := fmt.Sprintf("%s%d", c.name, i)
			terms[name] = t
			b.WriteString(" $" + name)
		}
		b.WriteString(" }\n")
		if c.name == "type" {
			b.WriteString("  ?event sem:eventType/skos:broader* ?sort .\n")
		}
	}
	return nil
}

func (f Filter) texts(b *strings.Builder, terms map[string]schema.Term) {
	if f.Outlet != "" {
		terms["outlet"] = schema.String(f.Outlet)
		b.WriteString(`  FILTER EXISTS { GRAPH ?told { ?event a ent:Event } ?told prov:wasDerivedFrom/nif:referenceContext ?paper .
    { ?paper dct:publisher ?press FILTER(CONTAINS(LCASE(STR(?press)), LCASE($outlet))) } UNION { ?paper ent:outlet ?press FILTER(STR(?press) = $outlet) } }
`)
	}
	if f.Text != "" {
		terms["text"] = schema.String(f.Text)
		b.WriteString("  FILTER EXISTS { ?event skos:prefLabel|rdfs:label ?named FILTER(CONTAINS(LCASE(STR(?named)), LCASE($text))) }\n")
	}
	if f.Corroboration > 0 {
		terms["corroboration"] = schema.Integer(f.Corroboration)
		b.WriteString("  ?event ent:corroboration ?told_by . FILTER(?told_by >= $corroboration)\n")
	}
}

// Check reports what is wrong with the filter's values, without asking anything.
func (f Filter) Check() error {
	_, _, err := f.clauses()
	return err
}
