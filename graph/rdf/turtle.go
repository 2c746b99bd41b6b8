package rdf

import (
	"bufio"
	"regexp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// prefixes shortens IRIs with the project's prefixes.
type prefixes struct {
	used   map[string]string // prefix -> namespace
	banned map[string]bool
}

// localName are the local names that need no escape in Turtle.
var localName = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?$`)

// shorten splits an IRI into prefix and local name, with the longest namespace
// that leaves a local name without escapes.
func (p *prefixes) shorten(iri string) (prefix, local string, ok bool) {
	best := -1
	for i, candidate := range schema.Prefixes {
		if strings.HasPrefix(iri, candidate.IRI) && !p.banned[candidate.Name] && localName.MatchString(iri[len(candidate.IRI):]) &&
			(best < 0 || len(candidate.IRI) > len(schema.Prefixes[best].IRI)) {
			best = i
		}
	}
	if best < 0 {
		return "", "", false
	}
	p.used[schema.Prefixes[best].Name] = schema.Prefixes[best].IRI
	return schema.Prefixes[best].Name, iri[len(schema.Prefixes[best].IRI):], true
}

// collect notes the prefixes that quads use.
func (p *prefixes) collect(quads []Quad) {
	for _, q := range quads {
		for _, t := range [4]Term{q.S, q.P, q.O, q.G} {
			switch {
			case t.IsIRI():
				p.shorten(t.Value)
			case t.IsLiteral() && t.Lang == "" && t.Datatype != schema.XSDString && !isShort(t):
				p.shorten(t.Datatype)
			}
		}
	}
}

func (p *prefixes) names() []string {
	names := make([]string, 0, len(p.used))
	for name := range p.used {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// shortLiterals are the forms that Turtle has for numbers and booleans.
var shortLiterals = map[string]*regexp.Regexp{
	schema.XSDInteger: regexp.MustCompile(`^[+-]?[0-9]+$`),
	schema.XSDDecimal: regexp.MustCompile(`^[+-]?[0-9]*\.[0-9]+$`),
	schema.XSDDouble:  regexp.MustCompile(`^[+-]?([0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+$`),
	schema.XSDBoolean: regexp.MustCompile(`^(true|false)$`),
}

func isShort(t Term) bool {
	re := shortLiterals[t.Datatype]
	return re != nil && re.MatchString(t.Value)
}

// turtleWriter writes sorted quads as Turtle, or as TriG where there are graphs.
type turtleWriter struct {
	w *bufio.Writer
	prefixes
	err error
}

func writeTurtle(w *bufio.Writer, quads []Quad) error {
	t := &turtleWriter{w: w, prefixes: prefixes{used: map[string]string{}}}
	t.collect(quads)
	for _, name := range t.names() {
		t.print("@prefix ", name, ": <", t.used[name], "> .\n")
	}
	for g, quads := range groups(quads, byGraph) {
		t.print("\n")
		indent := ""
		if !g.IsZero() {
			t.print(t.term(g), " {\n")
			indent = "  "
		}
		first := true
		for s, quads := range groups(quads, bySubject) {
			if !first {
				t.print("\n")
			}
			first = false
			t.subject(s, quads, indent)
		}
		if !g.IsZero() {
			t.print("}\n")
		}
	}
	return t.err
}

func (t *turtleWriter) print(parts ...string) {
	for _, s := range parts {
		if _, err := t.w.WriteString(s); err != nil && t.err == nil {
			t.err = err
		}
	}
}

func (t *turtleWriter) subject(s Term, quads []Quad, indent string) {
	t.print(indent, t.term(s))
	first := true
	for p, quads := range groups(quads, byPredicate) {
		if first {
			t.print(" ")
		} else {
			t.print(" ;\n", indent, "  ")
		}
		first = false
		if p.Value == schema.Type {
			t.print("a")
		} else {
			t.print(t.term(p))
		}
		for i, q := range quads {
			if i > 0 {
				t.print(",")
			}
			t.print(" ", t.term(q.O))
		}
	}
	t.print(" .\n")
}

func (t *turtleWriter) term(x Term) string {
	switch {
	case x.IsIRI():
		if prefix, local, ok := t.shorten(x.Value); ok {
			return prefix + ":" + local
		}
	case x.IsLiteral() && isShort(x):
		return x.Value
	case x.IsLiteral() && x.Lang == "" && x.Datatype != schema.XSDString:
		if prefix, local, ok := t.shorten(x.Datatype); ok {
			return schema.String(x.Value).String() + "^^" + prefix + ":" + local
		}
	}
	return x.String()
}
