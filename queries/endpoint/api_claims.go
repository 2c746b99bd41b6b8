package endpoint

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// claimView is one claim with the words it rests on and what it says of the
// thing asked about.
type claimView struct {
	Claim      string  `json:"claim"`
	Quote      string  `json:"quote"`
	Before     string  `json:"before"` // what stands around the quote
	After      string  `json:"after"`
	Begin      int     `json:"begin"` // code points of the article's text, half-open
	End        int     `json:"end"`
	Article    string  `json:"article"`
	Title      string  `json:"title"`
	Outlet     string  `json:"outlet"`
	Issued     string  `json:"issued"`
	URL        string  `json:"url"` // "" unless http or https
	Lang       string  `json:"lang"`
	Rule       string  `json:"rule"`
	Confidence string  `json:"confidence"`
	Modality   string  `json:"modality"`
	Speaker    *node   `json:"speaker,omitempty"`
	Says       []fact  `json:"says"`
	Disputed   []words `json:"disputed,omitempty"` // contradictions it is part of
}

// words names a contradiction and the property it is about.
type words struct {
	IRI      string `json:"iri"`
	Property string `json:"property"`
}

// fact is a property with its values.
type fact struct {
	Property string  `json:"property"` // prefixed name
	Values   []value `json:"values"`
}

// value is a term as shown: IRI is "" for literals, Lang "" for all but texts.
type value struct {
	Text string `json:"text"`
	IRI  string `json:"iri,omitempty"`
	Lang string `json:"lang,omitempty"`
	Kind string `json:"kind,omitempty"`
}

// claimDetails leads from ?claim to its words; PATTERN binds ?claim, ?p, ?o.
const claimDetails = `SELECT DISTINCT ?claim ?p ?o ?quote ?begin ?end ?article ?title ?outlet ?issued ?url ?language ?rule ?confidence ?modality ?speaker WHERE {
  PATTERN
  ?claim prov:wasDerivedFrom ?span ; ent:rule ?rule ; ent:confidence ?confidence ; ent:modality ?modality .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?article .
  ?article dct:title ?title .
  OPTIONAL { ?article dct:publisher ?outlet } OPTIONAL { ?article dct:issued ?issued } OPTIONAL { ?article schema:url ?url }
  OPTIONAL { ?article dct:language ?language } OPTIONAL { ?claim ent:speaker ?speaker }
} ORDER BY ?issued ?article ?begin ?claim ?p ?o LIMIT 5000`

// around is how many characters stand before and after a quote.
const around = 160

// claims gathers claims by a pattern. An IRI that many claims name (a state)
// may have thousands: most bounds how many are shown.
func (c call) claims(pattern, iri string, most int) ([]claimView, error) {
	rows, err := c.rows(strings.Replace(claimDetails, "PATTERN", pattern, 1), map[string]schema.Term{"iri": schema.IRI(iri)})
	if err != nil {
		return nil, err
	}
	out := []claimView{}
	at := map[string]int{}
	var named []string
	for _, r := range rows {
		claim := r.Get("claim")
		n, seen := at[claim]
		if !seen {
			if len(out) == most {
				continue
			}
			n = len(out)
			at[claim] = n
			out = append(out, newClaimView(r))
		}
		if s := r.Get("speaker"); s != "" && out[n].Speaker == nil {
			out[n].Speaker = &node{IRI: s}
			named = append(named, s)
		}
		out[n].Says = addValue(out[n].Says, library.Compact(r.Get("p")), r["o"])
		if o := r["o"]; o.IsIRI() {
			named = append(named, o.Value)
		}
	}
	slices.Sort(named)
	labels, err := c.labels(slices.Compact(named))
	if err != nil {
		return nil, err
	}
	for i := range out {
		nameValues(out[i].Says, labels)
		if s := out[i].Speaker; s != nil {
			*s = c.node(s.IRI, labels)
		}
	}
	if err := c.disputes(out); err != nil {
		return nil, err
	}
	return out, c.surroundings(out)
}

func newClaimView(r library.Row) claimView {
	v := claimView{Claim: r.Get("claim"), Quote: r.Get("quote"), Article: r.Get("article"), Title: r.Get("title"), Outlet: r.Get("outlet"),
		Issued: r.Get("issued"), URL: webAddress(r.Get("url")), Lang: r.Get("language"), Rule: r.Get("rule"), Confidence: r.Get("confidence"),
		Modality: schema.Local(r.Get("modality")), Says: []fact{}}
	v.Begin, _ = strconv.Atoi(r.Get("begin"))
	v.End, _ = strconv.Atoi(r.Get("end"))
	return v
}

// webAddress lets only addresses through that may become links.
func webAddress(u string) string {
	if strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
		return u
	}
	return ""
}

func addValue(facts []fact, property string, o schema.Term) []fact {
	v := value{Text: o.Value, Lang: o.Lang}
	if o.IsIRI() {
		v = value{Text: library.Compact(o.Value), IRI: o.Value, Kind: schema.KindOf(o.Value)}
	}
	n := slices.IndexFunc(facts, func(f fact) bool { return f.Property == property })
	if n < 0 {
		return append(facts, fact{property, []value{v}})
	}
	if !slices.Contains(facts[n].Values, v) {
		facts[n].Values = append(facts[n].Values, v)
	}
	return facts
}

func nameValues(facts []fact, labels map[string]string) {
	for _, f := range facts {
		for i, v := range f.Values {
			if l := labels[v.IRI]; v.IRI != "" && l != "" {
				f.Values[i].Text = l
			}
		}
	}
}

// disputes marks the claims that stand in the ledger of contradictions.
func (c call) disputes(list []claimView) error {
	rows, err := c.rows(`SELECT ?c ?claim ?property WHERE { ?c a ent:Contradiction ; ent:claim ?claim ; ent:property ?property } ORDER BY ?c`, nil)
	if err != nil {
		return err
	}
	for _, r := range rows {
		for i := range list {
			if list[i].Claim == r.Get("claim") {
				list[i].Disputed = append(list[i].Disputed, words{r.Get("c"), library.Compact(r.Get("property"))})
			}
		}
	}
	return nil
}

// surroundings cuts what stands around the quotes out of the articles.
func (c call) surroundings(list []claimView) error {
	texts := map[string][]rune{}
	for i := range list {
		v := &list[i]
		text, seen := texts[v.Article]
		if !seen {
			a, err := c.service.Article(c, v.Article)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			text = []rune(a.Text)
			texts[v.Article] = text
		}
		if v.Begin < 0 || v.End > len(text) || v.Begin > v.End {
			continue
		}
		v.Before = string(text[max(0, v.Begin-around):v.Begin])
		v.After = string(text[v.End:min(len(text), v.End+around)])
	}
	return nil
}
