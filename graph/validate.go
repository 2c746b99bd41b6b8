package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/schema"
)

// Finding is something that Validate found wrong.
type Finding struct {
	Check   string // grounded, portable, retractable, shapes
	Subject string
	Message string
}

// maxFindings is the number after which Validate stops looking.
const maxFindings = 1000

// validation is a run of Validate.
type validation struct {
	*Graph
	p        *pass
	findings []Finding
	counted  map[string]int // quads that the shared graphs must hold
}

func (v *validation) find(check, subject, format string, args ...any) {
	if len(v.findings) < maxFindings {
		v.findings = append(v.findings, Finding{check, subject, fmt.Sprintf(format, args...)})
	}
}

// Validate checks on the store what can be checked there: that every quad is
// grounded in a claim whose quote stands in its text, that terms are portable,
// that the bookkeeping by which articles are taken out agrees with the quads, and
// the shapes. Progress, which may be nil, is told how many of all articles are
// done. The graph does not change meanwhile.
func (g *Graph) Validate(ctx context.Context, progress func(done, all int)) ([]Finding, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	v := &validation{Graph: g, p: g.newPass(), counted: map[string]int{}}
	docs, err := g.documents()
	if err != nil {
		return nil, err
	}
	claims := 0
	for i, doc := range docs {
		if err := ctx.Err(); err != nil {
			return v.findings, err
		}
		n, err := v.article(doc)
		if err != nil {
			return v.findings, fmt.Errorf("graph: validating article %s: %w", doc, err)
		}
		claims += n
		if progress != nil {
			progress(i+1, len(docs))
		}
	}
	for _, step := range []func() error{
		func() error { return v.counters(len(docs), claims) },
		v.derived,
		func() error { return v.quads(ctx) },
		func() error { return v.p.failed },
	} {
		if err := step(); err != nil {
			return v.findings, fmt.Errorf("graph: validating: %w", err)
		}
	}
	return v.findings, nil
}

// present checks that triples are in a graph, and counts them for the check that
// nothing else is.
func (v *validation) present(graph string, ts []schema.Triple) error {
	for _, t := range ts {
		ok, err := v.store.Has(t.In(schema.IRI(graph)))
		if err != nil {
			return err
		}
		if !ok {
			v.find("retractable", graph, "missing: %s", line(t))
		}
	}
	v.counted[graph] += len(ts)
	return nil
}

// article checks an article's records, and that the graphs of documents and
// provenance hold what follows from them. It returns the number of claims in force.
func (v *validation) article(doc string) (int, error) {
	iri := schema.Base + "doc/" + doc
	r, err := v.p.load(doc)
	if err != nil {
		return 0, err
	}
	text, err := v.p.text(doc)
	if err != nil {
		return 0, err
	}
	if schema.DocIRI(text) != iri {
		v.find("grounded", iri, "the stored text is not the one that the article's identifier was made of")
	}
	if sum := r.first().Article.SHA256; sum != "" && sum != schema.TextSHA(text) {
		v.find("grounded", iri, "the stored text does not have the SHA-256 %s", sum)
	}
	cut := newCutter(text)
	places := v.p.inForce(doc, r)
	var claims []*schema.Claim
	for _, hash := range sortedKeys(places) {
		c, err := v.p.committed(claimAt{places[hash], hash})
		if err != nil {
			v.find("retractable", schema.ClaimGraph+hash, "%v", err)
			continue
		}
		if cut.slice(c.Begin, c.End) != c.Quote {
			v.find("grounded", c.ID, "the text at %d–%d is %q, the quote is %q", c.Begin, c.End, cut.slice(c.Begin, c.End), c.Quote)
		}
		if where, ok, err := v.p.Get(spaceWhere, hash); err != nil {
			return 0, err
		} else if !ok || string(where) != places[hash] {
			v.find("retractable", c.ID, "the claim is not where the article says")
		}
		if err := v.uses(c, places[hash]); err != nil {
			return 0, err
		}
		claims = append(claims, c)
	}
	if err := v.present(schema.GraphDocuments, documentTriples(iri, r, claims, v.p.node, v.gazetteer)); err != nil {
		return 0, err
	}
	provenance := provenanceTriples(iri, text, claims, v.p.node)
	v.shapes(ProvenanceShapes(provenance))
	return len(claims), v.present(schema.GraphProvenance, provenance)
}

// uses checks that the index from IRIs to claims knows a claim.
func (v *validation) uses(c *schema.Claim, place string) error {
	proposes, names := v.p.mentioned(c)
	want := map[string]string{}
	for _, x := range proposes {
		want[x.IRI] = markProposes + place
	}
	for _, iri := range names {
		want[iri] = markNames + place
	}
	for _, iri := range sortedKeys(want) {
		b, ok, err := v.p.Get(spaceUse, joinKey(short(iri), hashOf(c.ID)))
		if err != nil {
			return err
		}
		if !ok || string(b) != want[iri] {
			v.find("retractable", c.ID, "the index does not know that the claim names %s", iri)
		}
	}
	return nil
}

func (v *validation) counters(articles, claims int) error {
	c, err := v.Counts()
	if err != nil {
		return err
	}
	if c.Articles != articles || c.Claims != claims {
		v.find("retractable", "", "the store counts %d articles and %d claims and holds %d and %d", c.Articles, c.Claims, articles, claims)
	}
	return nil
}

// derived checks that the derived graph holds what its units say.
func (v *validation) derived() error {
	return v.p.Scan(spaceDerived, "", func(key string, b []byte) error {
		ts, err := decodeTriples(b)
		if err != nil {
			v.find("retractable", key, "%v", err)
			return nil
		}
		v.shapes(DerivedShapes(ts))
		return v.present(schema.GraphDerived, ts)
	})
}

// quads walks the quads graph by graph: those of a claim must be what the claim
// says, those of the shared graphs as many as were counted.
func (v *validation) quads(ctx context.Context) error {
	var graph schema.Term
	var ts []schema.Triple
	claims := map[string]bool{}
	n := map[string]int{}
	done := func() error {
		if len(ts) == 0 {
			return nil
		}
		claims[graph.Value] = true
		err := v.claim(graph.Value, ts)
		ts = ts[:0]
		return err
	}
	statuses := map[string]int{}
	for q, err := range v.store.Quads(ctx, schema.Term{}) {
		if err != nil {
			return err
		}
		if q.G != graph {
			if err := done(); err != nil {
				return err
			}
			graph = q.G
		}
		v.portable(q)
		switch {
		case schema.IsClaim(graph.Value):
			ts = append(ts, q.Triple())
		default:
			n[graph.Value]++
		}
		if graph.Value == schema.GraphDerived && q.P.Value == schema.CurrentStatus {
			statuses[q.S.Value]++
		}
	}
	if err := done(); err != nil {
		return err
	}
	for _, iri := range sortedKeys(statuses) {
		if statuses[iri] > 1 {
			v.find("shapes", iri, "ent:currentStatus stands there %d times", statuses[iri])
		}
	}
	v.shared(n)
	return v.p.Scan(spaceWhere, "", func(hash string, _ []byte) error {
		if !claims[schema.ClaimGraph+hash] {
			v.find("grounded", schema.ClaimGraph+hash, "the claim has no graph")
		}
		return nil
	})
}

// shared compares the number of quads in the shared graphs with what was counted.
func (v *validation) shared(n map[string]int) {
	for _, name := range sortedKeys(n) {
		switch {
		case name == schema.GraphGazetteer, name == schema.GraphSchema, name == schema.GraphRuns, strings.HasPrefix(name, schema.GraphImport):
		case name == schema.GraphDocuments, name == schema.GraphProvenance, name == schema.GraphDerived:
			if n[name] > v.counted[name] {
				v.find("retractable", name, "%d quads for which nothing accounts", n[name]-v.counted[name])
			}
		default:
			v.find("grounded", name, "quads in a graph that is neither a claim's nor one of the store's own")
		}
	}
}

// claim checks the graph of a claim.
func (v *validation) claim(name string, ts []schema.Triple) error {
	hash := hashOf(name)
	place, ok, err := v.p.Get(spaceWhere, hash)
	if err != nil {
		return err
	}
	if !ok {
		v.find("grounded", name, "no claim in force has this graph")
		return nil
	}
	c, err := v.p.committed(claimAt{string(place), hash})
	if err != nil {
		v.find("grounded", name, "%v", err)
		return nil
	}
	v.compare(name, ts, resolve.Apply(c.Triples, v.p.node, v.p.coarse))
	v.shapes(ClaimShapes(name, ts))
	return nil
}

func (v *validation) shapes(fs []Finding) {
	for _, f := range fs {
		v.find(f.Check, f.Subject, "%s", f.Message)
	}
}

// compare finds triples that are missing and ones too many.
func (v *validation) compare(graph string, got, want []schema.Triple) {
	have := map[schema.Triple]bool{}
	for _, t := range got {
		have[t] = true
	}
	for _, t := range want {
		if !have[t] {
			v.find("retractable", graph, "missing: %s", line(t))
		}
	}
	wanted := map[schema.Triple]bool{}
	for _, t := range want {
		wanted[t] = true
	}
	extra := slices.SortedFunc(maps.Keys(have), schema.Triple.Compare)
	for _, t := range extra {
		if !wanted[t] {
			v.find("retractable", graph, "nothing accounts for: %s", line(t))
		}
	}
}

func line(t schema.Triple) string { return t.S.String() + " " + t.P.String() + " " + t.O.String() }
