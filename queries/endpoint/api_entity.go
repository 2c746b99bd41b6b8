package endpoint

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/timeline"
	"github.com/entente-graph/entente/schema"
)

// entityView is all that a page shows of one thing.
type entityView struct {
	node
	Labels     map[string]string `json:"labels"` // by language
	Facts      []fact            `json:"facts"`  // of the curated and the resolved view
	Neighbours []neighbour       `json:"neighbours"`
	Claims     []claimView       `json:"claims"`
	Identity   Explanation       `json:"identity"`
}

// neighbour is a node one step away. Out: the entity is the subject.
type neighbour struct {
	Property string `json:"property"`
	Out      bool   `json:"out"`
	Nodes    []node `json:"nodes"`
	More     int    `json:"more"` // further ones not listed
}

const mostClaims = 60

func showEntity(c call) (any, error) {
	iri, err := c.iri()
	if err != nil {
		return nil, err
	}
	each, err := c.number("each", 8, 200)
	if err != nil {
		return nil, err
	}
	x := entityView{Labels: map[string]string{}}
	if err := c.facts(&x, iri); err != nil {
		return nil, err
	}
	if x.Neighbours, err = c.neighbours(iri, each); err != nil {
		return nil, err
	}
	pattern := "GRAPH ?claim { $iri ?p ?o }"
	if schema.IsClaim(iri) {
		pattern = "VALUES ?claim { $iri } GRAPH ?claim { ?s ?p ?o }"
	}
	if x.Claims, err = c.claims(pattern, iri, mostClaims); err != nil {
		return nil, err
	}
	if len(x.Facts) == 0 && len(x.Claims) == 0 && len(x.Neighbours) == 0 {
		return nil, fmt.Errorf("%s: %w", iri, ErrNotFound)
	}
	labels, err := c.labels([]string{iri})
	if err != nil {
		return nil, err
	}
	x.node = c.node(iri, labels)
	if x.Identity, err = c.service.Explain(c, iri); err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	return x, nil
}

// facts reads what the resolved view and the curated graphs say.
func (c call) facts(x *entityView, iri string) error {
	rows, err := c.rows(`SELECT DISTINCT ?p ?o WHERE { VALUES ?g { g:derived g:gazetteer g:schema g:documents g:provenance } GRAPH ?g { $iri ?p ?o }
  FILTER(?p NOT IN (schema:mentions, org:hasMember, owl:sameAs)) } ORDER BY ?p ?o LIMIT 500`, map[string]schema.Term{"iri": schema.IRI(iri)})
	if err != nil {
		return err
	}
	x.Facts = []fact{}
	var named []string
	for _, r := range rows {
		p, o := r.Get("p"), r["o"]
		if (p == schema.Label || p == schema.PrefLabel) && (x.Labels[o.Lang] == "" || p == schema.PrefLabel) {
			x.Labels[o.Lang] = o.Value
		}
		x.Facts = addValue(x.Facts, library.Compact(p), o)
		if o.IsIRI() {
			named = append(named, o.Value)
		}
	}
	labels, err := c.labels(named)
	if err != nil {
		return err
	}
	nameValues(x.Facts, labels)
	return nil
}

// neighbourQuery takes steps to and from things a reader can open; what says
// where a claim stands is no relation between things.
const neighbourQuery = `SELECT DISTINCT ?p ?out ?n WHERE {
  { $iri ?p ?n BIND(1 AS ?out) } UNION { ?n ?p $iri BIND(0 AS ?out) }
  FILTER(isIRI(?n) && STRSTARTS(STR(?n), "` + schema.Base + `") && ?n != $iri)
  FILTER(?p NOT IN (rdf:type, schema:mentions, owl:sameAs, skos:inScheme, ent:status, ent:currentStatus, ent:bound, ent:claim, ent:capture, ent:property, ent:modality, ent:partnershipLevel, prov:wasDerivedFrom, ent:context))
  FILTER(!STRSTARTS(STR(?n), "` + schema.Base + `claim/") && !STRSTARTS(STR(?n), "` + schema.NS + `"))
} ORDER BY DESC(?out) ?p ?n LIMIT 5000`

// keep leaves so many nodes, those that readers look for most: the states at a
// summit before the persons.
func (x *neighbour) keep(most int) {
	slices.SortStableFunc(x.Nodes, func(a, b node) int { return cmp.Compare(kindRank(a.Kind), kindRank(b.Kind)) })
	if len(x.Nodes) > most {
		x.More, x.Nodes = len(x.Nodes)-most, x.Nodes[:most]
	}
}

func (c call) neighbours(iri string, each int) ([]neighbour, error) {
	rows, err := c.rows(neighbourQuery, map[string]schema.Term{"iri": schema.IRI(iri)})
	if err != nil {
		return nil, err
	}
	out := []neighbour{}
	for _, r := range rows {
		p, forth, n := library.Compact(r.Get("p")), r.Get("out") == "1", r.Get("n")
		if len(out) == 0 || out[len(out)-1].Property != p || out[len(out)-1].Out != forth {
			out = append(out, neighbour{Property: p, Out: forth, Nodes: []node{}})
		}
		last := &out[len(out)-1]
		last.Nodes = append(last.Nodes, node{IRI: n, Kind: schema.KindOf(n)})
	}
	var named []string
	for i := range out {
		out[i].keep(each)
		for _, n := range out[i].Nodes {
			named = append(named, n.IRI)
		}
	}
	slices.Sort(named)
	labels, err := c.labels(slices.Compact(named))
	if err != nil {
		return nil, err
	}
	for i := range out {
		for k, n := range out[i].Nodes {
			out[i].Nodes[k] = c.node(n.IRI, labels)
		}
	}
	return out, nil
}

// eventView is an event with its evidence and what belongs to it.
type eventView struct {
	Event          timeline.Entry  `json:"event"`
	Parts          []node          `json:"parts"` // events within it
	Whole          *node           `json:"whole,omitempty"`
	Claims         []claimView     `json:"claims"`
	Contradictions []contradiction `json:"contradictions"`
	Identity       Explanation     `json:"identity"`
}

func showEvent(c call) (any, error) {
	iri, err := c.iri()
	if err != nil {
		return nil, err
	}
	var x eventView
	if x.Identity, err = c.service.Explain(c, iri); err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	if x.Identity.Node != "" {
		iri = x.Identity.Node // an IRI that some claim proposed leads to the event
	}
	line, err := timeline.Build(c, c.service, timeline.Options{Filter: timeline.Filter{Event: iri}, Lang: c.lang})
	if err != nil {
		return nil, err
	}
	if len(line.Entries) == 0 {
		return nil, fmt.Errorf("%s: %w", iri, ErrNotFound)
	}
	x.Event = line.Entries[0]
	if err := c.parts(&x, iri); err != nil {
		return nil, err
	}
	if x.Claims, err = c.claims("GRAPH ?claim { $iri ?p ?o }", iri, mostClaims); err != nil {
		return nil, err
	}
	x.Contradictions, err = c.contradictions(iri)
	return x, err
}

func (c call) parts(x *eventView, iri string) error {
	rows, err := c.rows(`SELECT DISTINCT ?part ?whole WHERE { { ?part sem:subEventOf $iri } UNION { $iri sem:subEventOf ?whole } } ORDER BY ?part ?whole`,
		map[string]schema.Term{"iri": schema.IRI(iri)})
	if err != nil {
		return err
	}
	var parts []string
	whole := ""
	for _, r := range rows {
		if p := r.Get("part"); p != "" {
			parts = append(parts, p)
		} else {
			whole = r.Get("whole")
		}
	}
	if x.Parts, err = c.nodes(parts); err != nil || whole == "" {
		return err
	}
	n, err := c.nodes([]string{whole})
	if err == nil {
		x.Whole = &n[0]
	}
	return err
}

// articleView is an article's text and where claims rest on it.
type articleView struct {
	IRI        string      `json:"iri"`
	Title      string      `json:"title"`
	Outlet     string      `json:"outlet"`
	Issued     string      `json:"issued"`
	URL        string      `json:"url"`
	Lang       string      `json:"lang"`
	Genre      string      `json:"genre"`
	Text       string      `json:"text"`
	Highlights []highlight `json:"highlights"` // by begin, then end
}

// highlight is a span of code points of the text, half-open.
type highlight struct {
	Begin      int    `json:"begin"`
	End        int    `json:"end"`
	Claim      string `json:"claim"`
	Rule       string `json:"rule"`
	Confidence string `json:"confidence"`
	Modality   string `json:"modality"`
	About      []node `json:"about"` // what the claim speaks of
}

func showArticle(c call) (any, error) {
	iri, err := c.iri()
	if err != nil {
		return nil, err
	}
	a, err := c.service.Article(c, iri)
	if err != nil {
		return nil, err
	}
	x := articleView{IRI: a.ID, Title: a.Title, Outlet: a.Source, Issued: a.Published, URL: webAddress(a.URL), Lang: a.Lang, Genre: a.Genre, Text: a.Text, Highlights: []highlight{}}
	rows, err := c.rows(`SELECT DISTINCT ?begin ?end ?claim ?rule ?confidence ?modality ?about WHERE {
  ?span nif:referenceContext $iri ; nif:beginIndex ?begin ; nif:endIndex ?end .
  ?claim prov:wasDerivedFrom ?span ; ent:rule ?rule ; ent:confidence ?confidence ; ent:modality ?modality .
  OPTIONAL { GRAPH ?claim { ?about a ?class } } } ORDER BY ?begin ?end ?claim ?about`, map[string]schema.Term{"iri": schema.IRI(iri)})
	if err != nil {
		return nil, err
	}
	var named []string
	for _, r := range rows {
		if n := len(x.Highlights); n == 0 || x.Highlights[n-1].Claim != r.Get("claim") {
			v := newClaimView(r)
			x.Highlights = append(x.Highlights, highlight{v.Begin, v.End, v.Claim, v.Rule, v.Confidence, v.Modality, []node{}})
		}
		last := &x.Highlights[len(x.Highlights)-1]
		if about := r.Get("about"); strings.HasPrefix(about, schema.Base) {
			last.About = append(last.About, node{IRI: about})
			named = append(named, about)
		}
	}
	slices.Sort(named)
	labels, err := c.labels(slices.Compact(named))
	if err != nil {
		return nil, err
	}
	for _, h := range x.Highlights {
		for k, n := range h.About {
			h.About[k] = c.node(n.IRI, labels)
		}
	}
	return x, nil
}
