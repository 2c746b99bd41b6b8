package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// describe writes the resolved view of an event: one status, one date, one label a
// language, how many independent articles tell of it, and what they contradict
// each other in.
func (r *Resolver) describe(n *node) []schema.Triple {
	var out []schema.Triple
	say := func(p string, o schema.Term) {
		out = append(out, schema.Triple{S: schema.IRI(n.iri), P: schema.IRI(p), O: o})
	}
	claims := n.eventClaims()
	say(schema.CurrentStatus, schema.IRI(r.status(n, claims)))
	best, ok := bestDate(claims)
	if ok {
		say(schema.BestDate, schema.Typed(best.String(), schema.EDTF))
		from, to := best.Bounds()
		if from != "" {
			say(schema.BestFrom, schema.Typed(from, schema.XSDDate))
		}
		if to != "" {
			say(schema.BestTo, schema.Typed(to, schema.XSDDate))
		}
	}
	say(schema.Corroboration, schema.Integer(len(groups(claims))))
	l := r.labeller(n, best)
	for _, lang := range schema.Languages {
		say(schema.PrefLabel, schema.LangString(l.label(lang), lang))
	}
	return append(out, r.eventContradictions(n, claims)...)
}

// eventClaims are the claims that describe the event itself.
func (n *node) eventClaims() []Claim {
	return slices.DeleteFunc(slices.Clone(n.claims), func(c Claim) bool { return c.Frame.Event == nil })
}

// groups are the independent sources of claims, sorted.
func groups(claims []Claim) []string {
	set := map[string]bool{}
	for _, c := range claims {
		set[c.Article.Group] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// confident is the least confidence with which a claim decides on a status.
const confident = 0.6

func confidence(c Claim) float64 {
	f, err := strconv.ParseFloat(c.Confidence, 64)
	if err != nil {
		return 0
	}
	return f
}

// status is the latest one by date of issue among what is asserted, planned or
// denied with some confidence; what happened is not undone by a later plan.
func (r *Resolver) status(n *node, claims []Claim) string {
	if s, ok := r.Corrections.statusOf(n.proposed()); ok {
		return s
	}
	grounded := slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool {
		return c.Modality != schema.Asserted && c.Modality != schema.Planned && c.Modality != schema.Denied || confidence(c) < confident
	})
	if len(grounded) == 0 {
		grounded = claims
	}
	if len(grounded) == 0 {
		return schema.Proposed
	}
	latest := slices.MaxFunc(grounded, later)
	switch latest.Frame.Event.Status {
	case schema.Planned, schema.Proposed, schema.Ongoing, schema.Postponed:
		if slices.ContainsFunc(grounded, func(c Claim) bool { return c.Frame.Event.Status == schema.Happened }) {
			return schema.Happened
		}
	}
	return latest.Frame.Event.Status
}

func (n *node) proposed() []string {
	var out []string
	for _, m := range n.members {
		out = append(out, m.item.names()...)
	}
	slices.Sort(out)
	return out
}

// later orders claims by issue, undated ones first, then by confidence, then by
// IRI, the least last.
func later(a, b Claim) int {
	return cmp.Or(instant(a.Article.Issued).Compare(instant(b.Article.Issued)), cmp.Compare(confidence(a), confidence(b)), strings.Compare(b.ID, a.ID))
}

// instant reads a date or dateTime; a date is its first moment. The zero time
// stands for none.
func instant(issued string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, issued); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// bestDate is the most specific date that at least half of the independent
// articles that date the event can agree with, and of several the one with which
// most of them can; where none has so many, the one with most. Reports that it
// happened count before announcements.
func bestDate(claims []Claim) (edtf.Date, bool) {
	var said, candidates []dated
	for i := range claims {
		c := &claims[i]
		if d, err := edtf.Parse(c.Frame.Event.When); err == nil && c.Frame.Event.When != "" {
			said = append(said, dated{c.Frame.Event.When, d, c})
		}
	}
	for _, statuses := range [][]string{{schema.Happened, schema.Ongoing}, {schema.Planned, schema.Proposed, schema.Postponed, schema.Cancelled, schema.Denied}} {
		for _, d := range said {
			if slices.Contains(statuses, d.claim.Frame.Event.Status) {
				candidates = append(candidates, d)
			}
		}
		if len(candidates) > 0 {
			break
		}
	}
	if len(candidates) == 0 {
		return edtf.Date{}, false
	}
	all := map[string]bool{}
	for _, d := range said {
		all[d.claim.Article.Group] = true
	}
	support := map[string]int{}
	for _, d := range candidates {
		if _, done := support[d.text]; !done {
			support[d.text] = supporters(d, said)
		}
	}
	agreed := func(d dated) int {
		if 2*support[d.text] >= len(all) {
			return 1
		}
		return 0
	}
	best := slices.MinFunc(candidates, func(a, b dated) int {
		if c := cmp.Compare(agreed(b), agreed(a)); c != 0 {
			return c
		}
		// without a majority support decides first
		x, y := 0, 0
		if agreed(a) == 0 {
			x, y = support[a.text], support[b.text]
		}
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(unit(b.date), unit(a.date)), cmp.Compare(support[b.text], support[a.text]), cmp.Compare(b.date.Specificity(), a.date.Specificity()),
			cmp.Compare(confidence(*b.claim), confidence(*a.claim)), strings.Compare(a.text, b.text))
	})
	return best.date, true
}

// unit orders dates by the unit in which they are said, finer ones larger; years
// and what is coarser or open are at most yearUnit.
func unit(d edtf.Date) int { return d.Specificity() / 100_000 }

const yearUnit = 5

// supporters counts the independent articles whose dates overlap with one.
func supporters(d dated, said []dated) int {
	set := map[string]bool{}
	for _, o := range said {
		if edtf.Compatible(d.date, o.date) {
			set[o.claim.Article.Group] = true
		}
	}
	return len(set)
}
