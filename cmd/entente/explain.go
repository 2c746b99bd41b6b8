package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

func explainCommand() command {
	c := &cobra.Command{
		Use:     "explain IRI [PROPERTY [VALUE]]",
		Short:   "Show all evidence for an event, an entity, a claim or a statement",
		GroupID: "ask",
		Long: `explain shows what the store knows of an IRI and why: every claim about it with
its words in context, the article, the rule and the confidence, what the claims
say, why they are one node, and what contradicts them. With PROPERTY, or PROPERTY
and VALUE, only the claims that say that statement.

An IRI may be written in full, with a prefix (event:…, state:KAZ) or as a path
(event/china-central-asia-summit-1).`,
		Example: "  entente explain event:china-central-asia-summit-1\n  entente explain event:china-central-asia-summit-1 sem:hasPlace place:xian",
		Args:    cobra.RangeArgs(1, 3),
	}
	around := c.Flags().Int("context", 40, "characters shown before and after a quote")
	return command{Command: c, keys: []string{"query.timeout"}, formats: []string{"table", "json"},
		run: func(ctx context.Context, a *app, args []string) error { return explain(ctx, a, args, *around) }}
}

type explanation struct {
	IRI            string              `json:"iri"`
	Label          string              `json:"label"`
	Facts          []fact              `json:"facts"`
	Claims         []explainedClaim    `json:"claims"`
	Identity       entente.Explanation `json:"identity"`
	Contradictions []string            `json:"contradictions"`
}

type fact struct {
	Property string `json:"property"`
	Value    string `json:"value"`
}

type explainedClaim struct {
	Claim      string `json:"claim"`
	Quote      string `json:"quote"`
	Before     string `json:"before"`
	After      string `json:"after"`
	Begin      int    `json:"begin"`
	End        int    `json:"end"`
	Article    string `json:"article"`
	Title      string `json:"title"`
	Outlet     string `json:"outlet"`
	Issued     string `json:"issued"`
	URL        string `json:"url"`
	Rule       string `json:"rule"`
	Confidence string `json:"confidence"`
	Modality   string `json:"modality"`
	Speaker    string `json:"speaker"`
	Says       []fact `json:"says"`
}

const claimQuery = `SELECT DISTINCT ?claim ?p ?o ?quote ?begin ?end ?article ?title ?outlet ?issued ?url ?rule ?confidence ?modality ?speaker WHERE {
  PATTERN
  ?claim prov:wasDerivedFrom ?span ; ent:rule ?rule ; ent:confidence ?confidence ; ent:modality ?modality .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?article .
  ?article dct:title ?title .
  OPTIONAL { ?article dct:publisher ?outlet } OPTIONAL { ?article dct:issued ?issued } OPTIONAL { ?article schema:url ?url }
  OPTIONAL { ?claim ent:speaker ?speaker }
}
ORDER BY ?issued ?claim ?p ?o`

func explain(ctx context.Context, a *app, args []string, around int) error {
	terms, err := statement(args)
	if err != nil {
		return err
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	iri := terms["iri"].Value
	x := explanation{IRI: iri, Facts: []fact{}, Claims: []explainedClaim{}, Contradictions: []string{}}
	if x.Identity, err = store.Explain(ctx, iri); err != nil && !errors.Is(err, entente.ErrNotFound) {
		return err
	}
	if node := x.Identity.Node; node != "" && node != iri {
		terms["iri"] = schema.IRI(node)
	}
	if err := x.facts(ctx, store, terms, len(args) == 1); err != nil {
		return err
	}
	if err := x.claims(ctx, store, terms, len(args), around); err != nil {
		return err
	}
	if len(x.Facts) == 0 && len(x.Claims) == 0 {
		return fmt.Errorf("nothing is known of %s: %w", iri, entente.ErrNotFound)
	}
	labels, err := library.Labels(ctx, store, []string{terms["iri"].Value}, a.lang())
	if err != nil {
		return err
	}
	x.Label = labels[terms["iri"].Value]
	return a.result(func(w io.Writer) error {
		if a.format() == "json" {
			return writeJSON(w, x)
		}
		_, err := io.WriteString(w, x.text())
		return err
	})
}

// statement reads one, two or three arguments as subject, property and value.
func statement(args []string) (map[string]schema.Term, error) {
	terms := map[string]schema.Term{}
	iri, err := iriArgument(args[0])
	if err != nil {
		return nil, err
	}
	terms["iri"] = schema.IRI(iri)
	if len(args) > 1 {
		p, err := iriArgument(args[1])
		if err != nil {
			return nil, err
		}
		terms["p"] = schema.IRI(p)
	}
	if len(args) > 2 {
		if t, err := schema.ParseTerm(args[2]); err == nil {
			terms["o"] = t
		} else if o, ok := expand(args[2]); ok {
			terms["o"] = schema.IRI(o)
		} else {
			return nil, usage("%q is neither an IRI nor a term in N-Triples syntax", args[2])
		}
	}
	return terms, nil
}

// facts reads what the resolved view and the curated graphs say.
func (x *explanation) facts(ctx context.Context, asker library.Asker, terms map[string]schema.Term, whole bool) error {
	if whole {
		rows, err := library.Rows(ctx, asker, `SELECT DISTINCT ?p ?o WHERE { VALUES ?g { g:derived g:gazetteer g:schema g:documents g:provenance } GRAPH ?g { $iri ?p ?o } FILTER(?p != schema:mentions) } ORDER BY ?p ?o`, terms)
		if err != nil {
			return err
		}
		for _, r := range rows {
			x.Facts = append(x.Facts, fact{shortIRI(r.Get("p")), cell(r["o"])})
		}
	}
	rows, err := library.Rows(ctx, asker, `SELECT DISTINCT ?c WHERE { ?c a ent:Contradiction ; ent:concerns $iri } ORDER BY ?c`, terms)
	for _, r := range rows {
		x.Contradictions = append(x.Contradictions, r.Get("c"))
	}
	return err
}

func (x *explanation) claims(ctx context.Context, store entente.Service, terms map[string]schema.Term, args, around int) error {
	pattern := "GRAPH ?claim { $iri ?p ?o }"
	switch {
	case args > 2:
		pattern = "VALUES (?p ?o) { ($p $o) } GRAPH ?claim { $iri ?p ?o }"
	case args > 1:
		pattern = "VALUES ?p { $p } GRAPH ?claim { $iri ?p ?o }"
	case schema.IsClaim(terms["iri"].Value):
		pattern = "VALUES ?claim { $iri } GRAPH ?claim { ?s ?p ?o }"
	}
	rows, err := library.Rows(ctx, store, strings.Replace(claimQuery, "PATTERN", pattern, 1), terms)
	if err != nil {
		return err
	}
	texts := map[string][]rune{}
	for _, r := range rows {
		n := slices.IndexFunc(x.Claims, func(c explainedClaim) bool { return c.Claim == r.Get("claim") })
		if n < 0 {
			c := explainedClaim{Claim: r.Get("claim"), Quote: r.Get("quote"), Article: r.Get("article"), Title: r.Get("title"), Outlet: r.Get("outlet"),
				Issued: r.Get("issued"), URL: r.Get("url"), Rule: r.Get("rule"), Confidence: r.Get("confidence"), Modality: schema.Local(r.Get("modality")), Speaker: r.Get("speaker")}
			c.Begin, _ = parseInt(r.Get("begin"))
			c.End, _ = parseInt(r.Get("end"))
			if texts[c.Article] == nil {
				article, err := store.Article(ctx, c.Article)
				if err != nil && !errors.Is(err, entente.ErrNotFound) {
					return err
				}
				texts[c.Article] = []rune(article.Text)
			}
			c.Before, c.After = surroundings(texts[c.Article], c.Begin, c.End, around)
			x.Claims = append(x.Claims, c)
			n = len(x.Claims) - 1
		}
		says := fact{shortIRI(r.Get("p")), cell(r["o"])}
		if !slices.Contains(x.Claims[n].Says, says) {
			x.Claims[n].Says = append(x.Claims[n].Says, says)
		}
	}
	return nil
}

// surroundings cuts what stands around a span out of its text.
func surroundings(text []rune, begin, end, around int) (before, after string) {
	if begin < 0 || end > len(text) || begin > end {
		return "", ""
	}
	return oneLine.Replace(string(text[max(0, begin-around):begin])), oneLine.Replace(string(text[end:min(len(text), end+around)]))
}

// text writes an explanation for reading.
func (x explanation) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", printable(shortIRI(x.IRI)))
	if x.Label != "" {
		fmt.Fprintf(&b, "%s\n", printable(x.Label))
	}
	for _, f := range x.Facts {
		fmt.Fprintf(&b, "  %-28s %s\n", printable(f.Property), printable(f.Value))
	}
	if x.Identity.Node != "" && x.Identity.Node != x.IRI {
		fmt.Fprintf(&b, "\nstored as %s\n", shortIRI(x.Identity.Node))
	}
	if len(x.Identity.Merges) > 0 {
		fmt.Fprintf(&b, "\nWhy it is one node\n")
	}
	for _, m := range x.Identity.Merges {
		fmt.Fprintf(&b, "  %s: %s (%s)\n", printable(shortIRI(m.Proposed)), printable(m.Reason), count(len(m.Claims), "claim"))
	}
	fmt.Fprintf(&b, "\nEvidence: %s\n", count(len(x.Claims), "claim"))
	for i, c := range x.Claims {
		fmt.Fprintf(&b, "\n%d. …%s【%s】%s…\n", i+1, printable(c.Before), printable(c.Quote), printable(c.After))
		cite := strings.Join(slices.DeleteFunc([]string{c.Outlet, c.Title, c.Issued, c.URL}, func(s string) bool { return s == "" }), ", ")
		fmt.Fprintf(&b, "   %s\n", printable(cite))
		line := fmt.Sprintf("%s, confidence %s, rule %s, characters %d–%d of %s", c.Modality, c.Confidence, c.Rule, c.Begin, c.End, shortIRI(c.Article))
		if c.Speaker != "" {
			line += ", said by " + shortIRI(c.Speaker)
		}
		fmt.Fprintf(&b, "   %s\n   %s\n", printable(line), printable(shortIRI(c.Claim)))
		for _, f := range c.Says {
			fmt.Fprintf(&b, "     %-26s %s\n", printable(f.Property), printable(f.Value))
		}
	}
	for i, c := range x.Contradictions {
		if i == 0 {
			fmt.Fprintf(&b, "\nContradicted: see `entente contradictions`\n")
		}
		fmt.Fprintf(&b, "  %s\n", shortIRI(c))
	}
	return b.String()
}
