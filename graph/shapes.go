package graph

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// The checks here are those of schema/shapes.ttl, and that terms are portable.

// bySubject groups triples: subject, property, values.
type bySubject map[string]map[string][]schema.Term

func group(ts []schema.Triple) bySubject {
	out := bySubject{}
	for _, t := range ts {
		if out[t.S.Value] == nil {
			out[t.S.Value] = map[string][]schema.Term{}
		}
		out[t.S.Value][t.P.Value] = append(out[t.S.Value][t.P.Value], t.O)
	}
	return out
}

// shape checks the subjects of a graph.
type shape struct {
	graph    string
	findings []Finding
}

func (s *shape) find(subject, format string, args ...any) {
	m := fmt.Sprintf(format, args...)
	if s.graph != "" {
		m += " (in " + s.graph + ")"
	}
	s.findings = append(s.findings, Finding{"shapes", subject, m})
}

func (s *shape) count(subject string, values []schema.Term, property string, least, most int) {
	if n := len(values); n < least || n > most {
		s.find(subject, "%s stands there %d times", property, n)
	}
}

func (s *shape) datatype(subject string, values []schema.Term, property, datatype string) {
	for _, v := range values {
		if v.Datatype != datatype {
			s.find(subject, "%s is %s, no %s", property, v, schema.Local(datatype))
		}
	}
}

var statuses = []string{schema.Proposed, schema.Planned, schema.Ongoing, schema.Happened, schema.Postponed, schema.Cancelled, schema.Denied}

// ClaimShapes checks the events and figures of one claim's graph.
func ClaimShapes(graph string, ts []schema.Triple) []Finding {
	s := &shape{graph: graph}
	subjects := group(ts)
	for _, iri := range sortedKeys(subjects) {
		p := subjects[iri]
		types := p[schema.Type]
		if slices.Contains(types, schema.IRI(schema.ClassEvent)) {
			s.event(iri, p)
		}
		if slices.Contains(types, schema.IRI(schema.ClassFigure)) {
			s.figure(iri, p)
		}
	}
	return s.findings
}

func (s *shape) event(iri string, p map[string][]schema.Term) {
	s.count(iri, p[schema.EventType], "sem:eventType", 1, 1)
	for _, t := range p[schema.EventType] {
		if c, ok := schema.FindConcept(t.Value); !ok || c.IsScheme {
			s.find(iri, "the event type %s is no concept", t.Value)
		}
	}
	s.count(iri, p[schema.Status], "ent:status", 1, 1)
	for _, t := range p[schema.Status] {
		if !slices.Contains(statuses, t.Value) {
			s.find(iri, "%s is no status", t.Value)
		}
	}
	s.when(iri, p)
	for _, role := range []string{schema.RoleHost, schema.RoleSignatory, schema.RoleSender, schema.RoleRecipient, schema.RoleVisitor, schema.RoleImposer, schema.RoleTarget,
		schema.RoleDonor, schema.RoleMediator, schema.RoleChair, schema.RoleAppointee, schema.RoleSpeaker} {
		for _, t := range p[role] {
			if !slices.Contains(p[schema.HasActor], t) {
				s.find(iri, "%s %s is not written with sem:hasActor", schema.Local(role), t.Value)
			}
		}
	}
}

func (s *shape) when(iri string, p map[string][]schema.Term) {
	s.count(iri, p[schema.When], "ent:when", 0, 1)
	s.datatype(iri, p[schema.When], "ent:when", schema.EDTF)
	s.count(iri, p[schema.EarliestBegin], "sem:hasEarliestBeginTimeStamp", 0, 1)
	s.datatype(iri, p[schema.EarliestBegin], "sem:hasEarliestBeginTimeStamp", schema.XSDDate)
	s.order(iri, p[schema.EarliestBegin], p[schema.LatestEnd])
	for _, t := range p[schema.When] {
		if _, err := edtf.Parse(t.Value); err != nil {
			s.find(iri, "%v", err)
		}
	}
}

func (s *shape) order(iri string, from, to []schema.Term) {
	for _, a := range from {
		for _, b := range to {
			if edtf.Compare(a.Value, b.Value) > 0 {
				s.find(iri, "begins on %s and ends on %s", a.Value, b.Value)
			}
		}
	}
}

func (s *shape) figure(iri string, p map[string][]schema.Term) {
	s.count(iri, p[schema.Measure], "ent:measure", 1, 1)
	for _, t := range p[schema.Measure] {
		if _, ok := schema.FindConcept(t.Value); !ok {
			s.find(iri, "the measure %s is no concept", t.Value)
		}
	}
	if len(p[schema.Verbatim]) == 0 {
		s.find(iri, "ent:verbatim is missing")
	}
	s.count(iri, p[schema.Currency], "schema:currency", 0, 1)
	for _, t := range p[schema.Currency] {
		if len(t.Value) != 3 || strings.ToUpper(t.Value) != t.Value {
			s.find(iri, "%q is no currency of ISO 4217", t.Value)
		}
	}
	if len(p[schema.Value])+len(p[schema.MinValue])+len(p[schema.MaxValue]) == 0 {
		s.find(iri, "the figure has no value")
	}
	for _, property := range []string{schema.Value, schema.MinValue, schema.MaxValue} {
		s.datatype(iri, p[property], property, schema.XSDDecimal)
	}
}

// ProvenanceShapes checks the claims of graph/provenance.
func ProvenanceShapes(ts []schema.Triple) []Finding {
	s := &shape{}
	subjects := group(ts)
	for _, iri := range sortedKeys(subjects) {
		p := subjects[iri]
		if !slices.Contains(p[schema.Type], schema.IRI(schema.ClassClaim)) {
			continue
		}
		if len(p[schema.WasDerivedFrom]) == 0 {
			s.find(iri, "the claim has no span")
		}
		for _, span := range p[schema.WasDerivedFrom] {
			if !slices.Contains(subjects[span.Value][schema.Type], schema.IRI(schema.ClassPhrase)) {
				s.find(iri, "%s is no nif:Phrase", span.Value)
			}
		}
		s.count(iri, p[schema.Confidence], "ent:confidence", 1, 1)
		for _, t := range p[schema.Confidence] {
			if f, err := strconv.ParseFloat(t.Value, 64); err != nil || f < 0 || f > 1 {
				s.find(iri, "%q is no confidence", t.Value)
			}
		}
		s.count(iri, p[schema.Rule], "ent:rule", 1, 1)
	}
	return s.findings
}

// DerivedShapes checks the resolved events of graph/derived.
func DerivedShapes(ts []schema.Triple) []Finding {
	s := &shape{}
	subjects := group(ts)
	for _, iri := range sortedKeys(subjects) {
		p := subjects[iri]
		if len(p[schema.CurrentStatus]) == 0 {
			continue
		}
		s.count(iri, p[schema.CurrentStatus], "ent:currentStatus", 1, 1)
		s.count(iri, p[schema.BestDate], "ent:bestDate", 0, 1)
		s.datatype(iri, p[schema.BestDate], "ent:bestDate", schema.EDTF)
		s.count(iri, p[schema.BestFrom], "ent:bestFrom", 0, 1)
		s.datatype(iri, p[schema.BestFrom], "ent:bestFrom", schema.XSDDate)
		s.order(iri, p[schema.BestFrom], p[schema.BestTo])
		var langs []string
		for _, t := range p[schema.PrefLabel] {
			langs = append(langs, t.Lang)
		}
		slices.Sort(langs)
		if !slices.Equal(langs, []string{"en", "ru", "zh"}) {
			s.find(iri, "has labels in %v", langs)
		}
	}
	return s.findings
}

// portable checks a quad's terms: no blank nodes, ASCII IRIs, canonical literals.
func (v *validation) portable(q schema.Quad) {
	if strings.HasPrefix(q.G.Value, schema.GraphImport) {
		return
	}
	for _, t := range []schema.Term{q.S, q.P, q.O, q.G} {
		if why := unportable(t); why != "" {
			v.find("portable", q.S.Value, "%s: %s", why, t)
		}
	}
}

// unportable tells why a term would not come back from another tool as it is.
func unportable(t schema.Term) string {
	switch t.Kind {
	case schema.KindBlank:
		return "a blank node"
	case schema.KindIRI:
		if !ascii(t.Value) {
			return "an IRI that is not ASCII"
		}
		return ""
	case schema.KindLiteral:
	default:
		return "no term"
	}
	if !norm.NFC.IsNormalString(t.Value) {
		return "a literal that is not NFC"
	}
	if !strings.Contains(t.Datatype, "://") {
		return "a literal without the full IRI of its datatype"
	}
	switch t.Datatype {
	case schema.XSDInteger, schema.XSDNonNegativeInteger:
		if n, ok := new(big.Int).SetString(t.Value, 10); !ok || n.String() != t.Value {
			return "an integer that is not canonical"
		}
	case schema.XSDDecimal:
		if !canonicalDecimal(t.Value) {
			return "a decimal that is not canonical"
		}
	case schema.XSDDate:
		if _, err := time.Parse(time.DateOnly, strings.TrimPrefix(t.Value, "-")); err != nil {
			return "no date"
		}
	}
	return ""
}

// canonicalDecimal follows XSD 1.1: no sign but minus, no needless zeros, and no
// point in a whole number.
func canonicalDecimal(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, part, point := strings.Cut(s, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	if !digits(whole) || len(whole) > 1 && whole[0] == '0' {
		return false
	}
	return !point || digits(part) && !strings.HasSuffix(part, "0")
}
