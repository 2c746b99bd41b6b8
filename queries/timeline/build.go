package timeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// Options of Build.
type Options struct {
	Filter  Filter
	Lang    string // zh, en or ru; of labels, with fallback zh, en, ru
	GroupBy string // state, series, type or ""
	Figures bool   // figures as entries too
	Title   string // "" = the word for timeline
}

// Build asks for the events that the filter chooses and for all that an export
// shows of them.
func Build(ctx context.Context, asker Asker, opt Options) (*Timeline, error) {
	if opt.Lang == "" {
		opt.Lang = "zh"
	}
	t := &Timeline{Schema: Schema, Title: opt.Title, Lang: opt.Lang, GroupBy: opt.GroupBy, Entries: []Entry{}}
	if t.Title == "" {
		t.Title = words[opt.Lang]["title"]
	}
	b := builder{ctx: ctx, asker: asker, lang: opt.Lang, entries: map[string]*Entry{}}
	steps := []func() error{func() error { return b.events(opt.Filter) }, b.labels, b.types, b.places, b.actors, b.series, b.evidence}
	if opt.Figures && opt.Filter.figures() {
		steps = append(steps, func() error { return b.figures(opt.Filter) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for _, iri := range slices.Sorted(maps.Keys(b.entries)) {
		t.Entries = append(t.Entries, *b.entries[iri])
	}
	slices.SortFunc(t.Entries, compare)
	t.finish(opt.GroupBy)
	return t, nil
}

// finish sets the groups and the day of the latest article.
func (t *Timeline) finish(by string) {
	for i := range t.Entries {
		e := &t.Entries[i]
		for _, v := range e.Evidence {
			if len(v.Issued) >= 10 && v.Issued[:10] > t.AsOf {
				t.AsOf = v.Issued[:10]
			}
		}
		e.Group = e.group(by, t.Lang)
	}
	if by != "" {
		slices.SortStableFunc(t.Entries, func(a, b Entry) int { return strings.Compare(a.Group, b.Group) })
	}
}

func (e Entry) group(by, lang string) string {
	group := ""
	switch by {
	case "":
		return ""
	case "type":
		group = e.TypeLabel
	case "series":
		group = e.SeriesLabel
	case "state":
		if e.Place != nil {
			group = e.Place.Country
		}
	}
	if group == "" {
		return words[lang]["other"]
	}
	return group
}

type builder struct {
	ctx     context.Context
	asker   Asker
	lang    string
	entries map[string]*Entry
}

func (b *builder) ask(query string, terms map[string]schema.Term) ([]library.Row, error) {
	rows, err := library.Rows(b.ctx, b.asker, query, terms)
	if err != nil {
		return nil, fmt.Errorf("timeline: %w", err)
	}
	return rows, nil
}

// about asks a query for the entries at hand, a few hundred at a time; $events
// in it becomes the list.
func (b *builder) about(query string, each func(e *Entry, r library.Row)) error {
	const chunk = 400
	for iris := range slices.Chunk(slices.Sorted(maps.Keys(b.entries)), chunk) {
		var list strings.Builder
		for _, iri := range iris {
			list.Write(schema.IRI(iri).Append([]byte(" ")))
		}
		rows, err := b.ask(strings.Replace(query, "$events", list.String(), 1), withLang(map[string]schema.Term{}, b.lang))
		if err != nil {
			return err
		}
		for _, r := range rows {
			if e := b.entries[r.Get("event")]; e != nil {
				each(e, r)
			}
		}
	}
	return nil
}

func (b *builder) events(f Filter) error {
	where, terms, err := f.clauses()
	if err != nil {
		return err
	}
	rows, err := b.ask(`SELECT DISTINCT ?event ?status ?from ?to ?edtf ?n ?parent ?corroboration WHERE {
  ?event a ent:Event ; ent:currentStatus ?status .
  OPTIONAL { ?event ent:bestFrom ?from }
  OPTIONAL { ?event ent:bestTo ?to }
  OPTIONAL { ?event ent:bestDate ?edtf }
  OPTIONAL { ?event ent:ordinal ?n }
  OPTIONAL { ?event sem:subEventOf ?parent }
  OPTIONAL { ?event ent:corroboration ?corroboration }
`+where+`}`, terms)
	if err != nil {
		return err
	}
	for _, r := range rows {
		iri := r.Get("event")
		if e := b.entries[iri]; e != nil && e.Parent <= r.Get("parent") {
			continue
		}
		e := &Entry{ID: local(iri), IRI: iri, Kind: KindEvent, Status: local(r.Get("status")), Titles: map[string]string{},
			From: r.Get("from"), To: r.Get("to"), EDTF: r.Get("edtf"), Parent: r.Get("parent"), Participants: []Party{}, Evidence: []Evidence{}}
		e.Ordinal, _ = strconv.Atoi(r.Get("n"))
		e.Corroboration, _ = strconv.Atoi(r.Get("corroboration"))
		b.entries[iri] = e
	}
	return nil
}

func (b *builder) labels() error {
	err := b.about(`SELECT DISTINCT ?event ?label WHERE { VALUES ?event { $events } ?event skos:prefLabel ?label }`,
		func(e *Entry, r library.Row) {
			l := r["label"]
			if old, ok := e.Titles[l.Lang]; !ok || l.Value < old {
				e.Titles[l.Lang] = l.Value
			}
		})
	for _, e := range b.entries {
		e.Title = fallback(e.Titles, b.lang, e.ID)
	}
	return err
}

// fallback takes the label in the language asked for, else zh, en, ru, any.
func fallback(labels map[string]string, lang, otherwise string) string {
	for _, l := range []string{lang, "zh", "en", "ru"} {
		if s := labels[l]; s != "" {
			return s
		}
	}
	for _, l := range slices.Sorted(maps.Keys(labels)) {
		return labels[l]
	}
	return otherwise
}

// types keeps the narrowest type of each event.
func (b *builder) types() error {
	broader := map[string]string{}
	all := map[*Entry]map[string]map[string]string{} // entry, type, language
	codes := map[string][3]string{}
	err := b.about(`SELECT DISTINCT ?event ?type ?broader ?label ?cameo ?plover ?planned WHERE { VALUES ?event { $events } ?event sem:eventType ?type .
  OPTIONAL { ?type skos:broader ?broader } OPTIONAL { ?type skos:prefLabel ?label }
  OPTIONAL { ?type ent:cameo ?cameo } OPTIONAL { ?type ent:plover ?plover } OPTIONAL { ?type ent:ploverPlanned ?planned } }`,
		func(e *Entry, r library.Row) {
			typ := r.Get("type")
			broader[typ] = r.Get("broader")
			codes[typ] = [3]string{r.Get("cameo"), r.Get("plover"), r.Get("planned")}
			if all[e] == nil {
				all[e] = map[string]map[string]string{}
			}
			if all[e][typ] == nil {
				all[e][typ] = map[string]string{}
			}
			all[e][typ][r["label"].Lang] = r.Get("label")
		})
	for e, labels := range all {
		typ := narrowest(slices.Sorted(maps.Keys(labels)), broader)
		e.Type = local(typ)
		e.TypeLabel = fallback(labels[typ], b.lang, e.Type)
		e.CAMEO, e.PLOVER, e.PLOVERPlanned = codes[typ][0], codes[typ][1], codes[typ][2]
	}
	return err
}

// narrowest returns the first that is not above another one.
func narrowest(iris []string, broader map[string]string) string {
	above := map[string]bool{}
	for _, iri := range iris {
		above[broader[iri]] = true
	}
	for _, iri := range iris {
		if !above[iri] {
			return iri
		}
	}
	return iris[0]
}

// placesSaid counts the claims that name each place of an event: where articles
// name several, the timeline shows the one that most of them do.
func (b *builder) placesSaid() (map[*Entry]map[string]int, error) {
	said := map[*Entry]map[string]int{}
	err := b.about(`SELECT ?event ?place (COUNT(DISTINCT ?claim) AS ?n) WHERE { VALUES ?event { $events } GRAPH ?claim { ?event sem:hasPlace ?place } }
GROUP BY ?event ?place`, func(e *Entry, r library.Row) {
		if said[e] == nil {
			said[e] = map[string]int{}
		}
		said[e][r.Get("place")], _ = strconv.Atoi(r.Get("n"))
	})
	return said, err
}

func (b *builder) places() error {
	said, err := b.placesSaid()
	if err != nil {
		return err
	}
	inside := map[string]string{}
	all := map[*Entry]map[string]*Place{}
	labels := map[string]map[string]string{}
	note := func(iri string, t schema.Term) {
		if labels[iri] == nil {
			labels[iri] = map[string]string{}
		}
		if !t.IsZero() {
			labels[iri][t.Lang] = t.Value
		}
	}
	err = b.about(`SELECT DISTINCT ?event ?place ?label ?in ?state ?country ?lat ?long WHERE { VALUES ?event { $events } ?event sem:hasPlace ?place .
  OPTIONAL { ?place rdfs:label ?label } OPTIONAL { ?place schema:containedInPlace ?in }
  OPTIONAL { ?place schema:containedInPlace* ?state . ?state a ent:State . OPTIONAL { ?state rdfs:label ?country FILTER(lang(?country) = $lang) } }
  OPTIONAL { ?place geo:lat ?lat ; geo:long ?long } }`,
		func(e *Entry, r library.Row) {
			iri := r.Get("place")
			inside[iri] = r.Get("in")
			note(iri, r["label"])
			if !r["country"].IsZero() {
				note(r.Get("state"), r["country"])
			}
			if all[e] == nil {
				all[e] = map[string]*Place{}
			}
			p := &Place{IRI: iri, State: r.Get("state"), Lat: r.Get("lat"), Long: r.Get("long")}
			if old := all[e][iri]; old == nil || old.State == "" || p.State != "" && p.State < old.State {
				all[e][iri] = p
			}
		})
	for e, places := range all {
		iris := slices.Sorted(maps.Keys(places))
		slices.SortStableFunc(iris, func(x, y string) int { return said[e][y] - said[e][x] })
		iri := narrowest(iris, inside)
		p := places[iri]
		p.Label = fallback(labels[iri], b.lang, local(iri))
		if p.State != "" {
			p.Country = fallback(labels[p.State], b.lang, local(p.State))
		}
		e.Place = p
	}
	return err
}

func (b *builder) actors() error {
	type key struct {
		e     *Entry
		party string
	}
	labels := map[string]map[string]string{}
	roles := map[key][]string{}
	err := b.about(`SELECT DISTINCT ?event ?party ?role ?label WHERE { VALUES ?event { $events } ?event sem:hasActor ?party .
  OPTIONAL { ?party rdfs:label ?label }
  OPTIONAL { VALUES ?role { ent:host ent:signatory ent:sender ent:recipient ent:visitor ent:imposer ent:target ent:donor ent:mediator ent:chair ent:appointee ent:speaker }
    ?event ?role ?party } }`,
		func(e *Entry, r library.Row) {
			iri := r.Get("party")
			if labels[iri] == nil {
				labels[iri] = map[string]string{}
			}
			if l := r["label"]; !l.IsZero() {
				if old, ok := labels[iri][l.Lang]; !ok || l.Value < old {
					labels[iri][l.Lang] = l.Value
				}
			}
			k := key{e, iri}
			if _, seen := roles[k]; !seen {
				roles[k] = nil
			}
			if role := r.Get("role"); role != "" && !slices.Contains(roles[k], local(role)) {
				roles[k] = append(roles[k], local(role))
			}
		})
	for k, r := range roles {
		slices.Sort(r)
		k.e.Participants = append(k.e.Participants, Party{IRI: k.party, Label: fallback(labels[k.party], b.lang, local(k.party)), Kind: schema.KindOf(k.party), Roles: r})
	}
	for _, e := range b.entries {
		slices.SortFunc(e.Participants, func(x, y Party) int { return strings.Compare(x.IRI, y.IRI) })
	}
	return err
}

func (b *builder) series() error {
	labels := map[string]map[string]string{}
	err := b.about(`SELECT DISTINCT ?event ?series ?label WHERE { VALUES ?event { $events } ?event ent:series ?series . OPTIONAL { ?series rdfs:label ?label } }`,
		func(e *Entry, r library.Row) {
			iri := r.Get("series")
			if e.Series == "" || iri < e.Series {
				e.Series = iri
			}
			if labels[iri] == nil {
				labels[iri] = map[string]string{}
			}
			if l := r["label"]; !l.IsZero() {
				labels[iri][l.Lang] = l.Value
			}
		})
	for _, e := range b.entries {
		if e.Series != "" {
			e.SeriesLabel = fallback(labels[e.Series], b.lang, local(e.Series))
		}
	}
	return err
}

// said is the part of a query that leads from a claim to its words and article.
const said = `?claim prov:wasDerivedFrom ?span ; ent:confidence ?confidence ; ent:modality ?modality ; ent:rule ?rule .
  ?span nif:anchorOf ?quote ; nif:referenceContext ?article .
  ?article dct:title ?title .
  OPTIONAL { ?article dct:publisher ?outlet } OPTIONAL { ?article dct:issued ?issued }
  OPTIONAL { ?article schema:url ?url } OPTIONAL { ?article dct:language ?language }`

func (b *builder) evidence() error {
	err := b.about(`SELECT DISTINCT ?event ?claim ?quote ?confidence ?modality ?rule ?article ?title ?outlet ?issued ?url ?language WHERE {
  VALUES ?event { $events } GRAPH ?claim { ?event a ent:Event }
  `+said+` }`, addEvidence)
	for _, e := range b.entries {
		slices.SortFunc(e.Evidence, compareEvidence)
	}
	return err
}

func addEvidence(e *Entry, r library.Row) {
	claim := r.Get("claim")
	if slices.ContainsFunc(e.Evidence, func(v Evidence) bool { return v.Claim == claim }) {
		return
	}
	e.Evidence = append(e.Evidence, Evidence{Claim: claim, Quote: r.Get("quote"), Confidence: r.Get("confidence"), Modality: local(r.Get("modality")),
		Rule: r.Get("rule"), Article: r.Get("article"), Title: r.Get("title"), Outlet: r.Get("outlet"), URL: r.Get("url"), Issued: r.Get("issued"), Lang: r.Get("language")})
}

// compareEvidence puts the surest claim first, then the earliest article.
func compareEvidence(a, b Evidence) int {
	x, _ := strconv.ParseFloat(a.Confidence, 64)
	y, _ := strconv.ParseFloat(b.Confidence, 64)
	switch {
	case x > y:
		return -1
	case x < y:
		return 1
	}
	if c := strings.Compare(a.Issued, b.Issued); c != 0 {
		return c
	}
	return strings.Compare(a.Claim, b.Claim)
}
