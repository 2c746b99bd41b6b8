package endpoint

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/timeline"
	"github.com/entente-graph/entente/schema"
)

// figureView is one figure as it was said. Numbers are decimal strings in base
// units; Min and Max stand where the words bound the value.
type figureView struct {
	IRI           string            `json:"iri"`
	Measure       node              `json:"measure"`
	Reporter      *node             `json:"reporter"`
	Partner       *node             `json:"partner"`
	Period        string            `json:"period"`   // EDTF, "" when none is said
	Attested      string            `json:"attested"` // day of the article, where no period is said
	From          string            `json:"from"`
	To            string            `json:"to"`
	Value         string            `json:"value,omitempty"`
	Min           string            `json:"min,omitempty"`
	Max           string            `json:"max,omitempty"`
	Currency      string            `json:"currency,omitempty"`
	Unit          *node             `json:"unit,omitempty"`
	Bound         string            `json:"bound"`
	Growth        string            `json:"growth,omitempty"` // percent
	Verbatim      string            `json:"verbatim"`
	Evidence      timeline.Evidence `json:"evidence"` // the earliest
	Sources       int               `json:"sources"`  // articles
	Contradiction string            `json:"contradiction,omitempty"`
}

const figuresQuery = `SELECT DISTINCT ?f ?measure ?reporter ?partner ?period ?attested ?from ?to ?value ?min ?max ?currency ?unit ?bound ?growth ?verbatim
  ?claim ?quote ?confidence ?modality ?rule ?article ?title ?outlet ?issued ?url ?language WHERE {
  ?f a ent:Figure ; ent:measure ?measure ; ent:bound ?bound .
  OPTIONAL { ?f ent:verbatim ?verbatim } OPTIONAL { ?f ent:reporter ?reporter } OPTIONAL { ?f ent:partner ?partner }
  OPTIONAL { ?f ent:when ?period } OPTIONAL { ?f ent:attestedOn ?attested }
  OPTIONAL { ?f sem:hasEarliestBeginTimeStamp ?from } OPTIONAL { ?f sem:hasLatestEndTimeStamp ?to }
  OPTIONAL { ?f schema:value ?value } OPTIONAL { ?f schema:minValue ?min } OPTIONAL { ?f schema:maxValue ?max }
  OPTIONAL { ?f schema:currency ?currency } OPTIONAL { ?f ent:unit ?unit } OPTIONAL { ?f ent:growthPercent ?growth }
  GRAPH ?claim { ?f ent:measure ?measure }
  ?claim prov:wasDerivedFrom ?span ; ent:confidence ?confidence ; ent:modality ?modality ; ent:rule ?rule .
  ?span nif:anchorOf ?quote ; nif:referenceContext ?article .
  ?article dct:title ?title .
  OPTIONAL { ?article dct:publisher ?outlet } OPTIONAL { ?article dct:issued ?issued }
  OPTIONAL { ?article schema:url ?url } OPTIONAL { ?article dct:language ?language }
} ORDER BY ?measure ?reporter ?partner ?from ?f ?issued ?claim`

// showFigures lists the figures, by measure, pair and time.
func showFigures(c call) (any, error) {
	terms := map[string]schema.Term{}
	for _, name := range []string{"measure", "reporter", "partner"} {
		v := strings.TrimSpace(c.values.Get(name))
		if v == "" {
			continue
		}
		kind := library.Type("party")
		if name == "measure" {
			kind = "measure"
		}
		t, err := kind.Term(v)
		if err != nil {
			return nil, badRequest{err}
		}
		terms[name] = t
	}
	query := figuresQuery
	for name := range terms {
		// the value stands before the pattern; $name is the caller's, ?name the figure's
		query = strings.Replace(query, "?f a ent:Figure ;", "?f ent:"+name+" $"+name+" . ?f a ent:Figure ;", 1)
	}
	rows, err := c.rows(query, terms)
	if err != nil {
		return nil, err
	}
	list, named := gatherFigures(rows)
	labels, err := c.labels(named)
	if err != nil {
		return nil, err
	}
	disputed, err := c.rows(`SELECT ?c ?f WHERE { ?c a ent:Contradiction ; ent:claim ?claim . GRAPH ?claim { ?f a ent:Figure } } ORDER BY ?c`, nil)
	if err != nil {
		return nil, err
	}
	for i := range list {
		f := &list[i]
		for _, n := range []*node{&f.Measure, f.Reporter, f.Partner, f.Unit} {
			if n != nil {
				*n = c.node(n.IRI, labels)
			}
		}
		for _, r := range disputed {
			if r.Get("f") == f.IRI {
				f.Contradiction = r.Get("c")
			}
		}
	}
	return map[string]any{"figures": list}, nil
}

func gatherFigures(rows []library.Row) (list []figureView, named []string) {
	list = []figureView{}
	at := map[string]int{}
	articles := map[string][]string{}
	name := func(iri string) *node {
		if iri == "" {
			return nil
		}
		named = append(named, iri)
		return &node{IRI: iri}
	}
	for _, r := range rows {
		iri := r.Get("f")
		if _, seen := at[iri]; !seen {
			at[iri] = len(list)
			list = append(list, figureView{IRI: iri, Measure: *name(r.Get("measure")), Reporter: name(r.Get("reporter")), Partner: name(r.Get("partner")),
				Period: r.Get("period"), Attested: r.Get("attested"), From: r.Get("from"), To: r.Get("to"), Value: r.Get("value"), Min: r.Get("min"), Max: r.Get("max"),
				Currency: r.Get("currency"), Unit: name(r.Get("unit")), Bound: schema.Local(r.Get("bound")), Growth: r.Get("growth"), Verbatim: r.Get("verbatim"),
				Evidence: timeline.Evidence{Claim: r.Get("claim"), Quote: r.Get("quote"), Confidence: r.Get("confidence"), Modality: schema.Local(r.Get("modality")),
					Rule: r.Get("rule"), Article: r.Get("article"), Title: r.Get("title"), Outlet: r.Get("outlet"), URL: webAddress(r.Get("url")),
					Issued: r.Get("issued"), Lang: r.Get("language")}})
		}
		if a := r.Get("article"); !slices.Contains(articles[iri], a) {
			articles[iri] = append(articles[iri], a)
			list[at[iri]].Sources++
		}
	}
	slices.Sort(named)
	return list, slices.Compact(named)
}

// contradiction is a set of claims that cannot all be true.
type contradiction struct {
	IRI      string      `json:"iri"`
	Concerns node        `json:"concerns"`
	Property string      `json:"property"` // prefixed name
	Claims   []claimView `json:"claims"`
}

func showContradictions(c call) (any, error) {
	list, err := c.contradictions("")
	return map[string]any{"contradictions": list}, err
}

// contradictions reads the ledger, or what of it concerns one thing.
func (c call) contradictions(iri string) ([]contradiction, error) {
	pattern, terms := "", map[string]schema.Term{}
	if iri != "" {
		pattern, terms["iri"] = "FILTER(?about = $iri)", schema.IRI(iri)
	}
	rows, err := c.rows(`SELECT DISTINCT ?c ?about ?property WHERE { ?c a ent:Contradiction ; ent:concerns ?about ; ent:property ?property . `+pattern+` } ORDER BY ?c`, terms)
	if err != nil {
		return nil, err
	}
	out := []contradiction{}
	var named []string
	for _, r := range rows {
		claims, err := c.claims("$iri ent:claim ?claim . GRAPH ?claim { ?s ?p ?o }", r.Get("c"), mostClaims)
		if err != nil {
			return nil, err
		}
		named = append(named, r.Get("about"))
		out = append(out, contradiction{r.Get("c"), node{IRI: r.Get("about")}, library.Compact(r.Get("property")), claims})
	}
	labels, err := c.labels(named)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Concerns = c.node(out[i].Concerns.IRI, labels)
	}
	return out, nil
}
