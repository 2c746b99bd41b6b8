package library

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/schema"
)

// Type is what a parameter accepts.
type Type string

// typeRule turns what a person types into a term. A full IRI is always
// accepted where the kind is an IRI.
type typeRule struct {
	prefix  string // of the IRI; "" for literals
	lexical *regexp.Regexp
	literal func(string) schema.Term
	example string
}

var (
	slug = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]*$`)
	iso3 = regexp.MustCompile(`^[A-Z]{3}$`)
	day  = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	lang = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]+)*$`)
	some = regexp.MustCompile(`(?s)^.+$`)
)

var types = map[Type]typeRule{
	"state":             {schema.Base + "id/state/", iso3, nil, "KAZ"},
	"party":             {"", nil, nil, "KAZ or organization/united-nations"},
	"person":            {schema.Base + "id/person/", slug, nil, "xi-jinping"},
	"place":             {schema.Base + "id/place/", slug, nil, "astana"},
	"organization":      {schema.Base + "id/organization/", slug, nil, "united-nations"},
	"mechanism":         {schema.Base + "id/mechanism/", slug, nil, "china-central-asia"},
	"series":            {schema.Base + "id/series/", slug, nil, "china-central-asia-summit"},
	"instrument":        {schema.Base + "id/instrument/", slug, nil, "xian-declaration-2023"},
	"event":             {schema.Base + "id/event/", slug, nil, "china-central-asia-summit-1"},
	"type":              {schema.Base + "type/", slug, nil, "summit"},
	"topic":             {schema.Base + "topic/", slug, nil, "belt-and-road"},
	"measure":           {schema.Base + "measure/", slug, nil, "trade-volume"},
	"partnership-level": {schema.Base + "partnership-level/", slug, nil, "comprehensive-strategic-partnership"},
	"role":              {schema.Base + "role/", slug, nil, "ambassador"},
	"status":            {schema.NS, slug, nil, "happened"},
	"iri":               {"", nil, nil, schema.Base + "id/state/KAZ"},
	"date":              {"", day, func(s string) schema.Term { return schema.Typed(s, schema.XSDDate) }, "2025-06-17"},
	"integer":           {"", regexp.MustCompile(`^-?\d{1,18}$`), integer, "10"},
	"lang":              {"", lang, schema.String, "zh"},
	"text":              {"", some, schema.String, "西安"},
}

func integer(s string) schema.Term {
	n, err := strconv.Atoi(s)
	if err != nil {
		return schema.Term{}
	}
	return schema.Integer(n)
}

// Term makes the term that an argument stands for.
func (t Type) Term(value string) (schema.Term, error) {
	rule, ok := types[t]
	switch {
	case !ok:
		return schema.Term{}, fmt.Errorf("unknown type %q", t)
	case t == "iri" || t == "party":
		return entity(value)
	case rule.literal != nil:
		if !rule.lexical.MatchString(value) {
			return schema.Term{}, fmt.Errorf("%q is not %s (like %s)", value, t, rule.example)
		}
		if _, err := time.Parse(time.DateOnly, value); t == "date" && err != nil {
			return schema.Term{}, fmt.Errorf("%q is no day of the calendar (like %s)", value, rule.example)
		}
		return rule.literal(value), nil
	case strings.Contains(value, "://"):
		return entity(value)
	}
	value = strings.TrimPrefix(value, string(t)+"/")
	value = strings.TrimPrefix(value, string(t)+":")
	if t == "state" {
		value = strings.ToUpper(value)
	}
	if !rule.lexical.MatchString(value) {
		return schema.Term{}, fmt.Errorf("%q is not a %s (like %s)", value, t, rule.example)
	}
	return schema.IRI(rule.prefix + value), t.listed(rule.prefix, value)
}

// closed are the kinds whose members are a closed list of the schema.
var closed = []Type{"type", "topic", "measure", "partnership-level", "role", "status"}

// listed refuses a member that a closed list does not have, naming the nearest.
func (t Type) listed(prefix, value string) error {
	if !slices.Contains(closed, t) {
		return nil
	}
	example, _ := schema.FindConcept(prefix + types[t].example)
	var members []string
	for c := range schema.Concepts() { // two lists may share a prefix: a status is no bound
		member, ok := strings.CutPrefix(c.IRI, prefix)
		if !ok || c.IsScheme || !slices.ContainsFunc(c.Schemes, func(s string) bool { return slices.Contains(example.Schemes, s) }) {
			continue
		}
		if member == value {
			return nil
		}
		members = append(members, member)
	}
	return fmt.Errorf("no %s %q; the nearest is %q", t, value, Nearest(value, members))
}

// Example shows how an argument of the type is written.
func (t Type) Example() string { return string(t) + ", like " + types[t].example }

// entity reads a full IRI, a prefixed name of the project's prefixes
// (state:KAZ), a path below id/ (state/KAZ), or three capitals for a state.
func entity(value string) (schema.Term, error) {
	iri, ok := Expand(value)
	if !ok {
		return schema.Term{}, fmt.Errorf("%q is no IRI, no prefixed name and no path such as state/KAZ", value)
	}
	t := schema.IRI(iri)
	return t, bindable(t)
}

// Expand reads an IRI as people write it: in full (with or without angle
// brackets), with one of the project's prefixes (event:…, claim:…), as a path
// (id/event/…, event/…, doc/…), or a state's three letters.
func Expand(value string) (string, bool) {
	value = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(value), "<"), ">")
	switch {
	case value == "":
		return "", false
	case strings.Contains(value, "://"):
		return value, true
	case iso3.MatchString(value):
		return schema.StateIRI(value), true
	}
	if name, local, ok := strings.Cut(value, ":"); ok {
		for _, p := range schema.Prefixes {
			if p.Name == name {
				return p.IRI + local, true
			}
		}
		return "", false
	}
	kind, local, ok := strings.Cut(strings.TrimPrefix(value, "id/"), "/")
	if !ok {
		return "", false
	}
	if kind == "graph" {
		kind = "g"
	}
	for _, p := range schema.Prefixes {
		if p.Name == kind {
			return p.IRI + local, true
		}
	}
	return "", false
}

// Compact writes an IRI with the project's prefixes where one fits, else in full.
func Compact(iri string) string {
	for _, p := range schema.Prefixes {
		if local, ok := strings.CutPrefix(iri, p.IRI); ok && local != "" && !strings.ContainsAny(local, "/#") {
			return p.Name + ":" + local
		}
	}
	return iri
}

// Nearest returns the candidate with the least edit distance, the first of equals.
func Nearest(name string, candidates []string) string {
	best, least := "", 1<<30
	for _, c := range candidates {
		if d := distance([]rune(name), []rune(c)); d < least {
			best, least = c, d
		}
	}
	return best
}

func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
