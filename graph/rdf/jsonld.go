package rdf

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// jsonldWriter writes sorted quads as JSON-LD: nodes with short keys under one
// context, nodes of a named graph in the node of its name. Values are written in
// full, so that no number changes its form.
type jsonldWriter struct {
	w *bufio.Writer
	prefixes
	err error
}

func writeJSONLD(w *bufio.Writer, quads []Quad) error {
	j := &jsonldWriter{w: w, prefixes: prefixes{used: map[string]string{}, banned: clashing(quads)}}
	j.collect(quads)
	j.print("{\n  \"@context\": {")
	for i, name := range j.names() {
		j.print(separator(i), "\n    ", quote(name), ": ", quote(j.used[name]))
	}
	j.print("\n  },\n  \"@graph\": [")
	n := 0
	for g, quads := range groups(quads, byGraph) {
		if g.IsZero() {
			for s, quads := range groups(quads, bySubject) {
				j.print(separator(n), "\n    ")
				j.node(s, quads)
				n++
			}
			continue
		}
		j.print(separator(n), "\n    {\"@id\": ", j.id(g), ", \"@graph\": [")
		n++
		i := 0
		for s, quads := range groups(quads, bySubject) {
			j.print(separator(i), "\n      ")
			j.node(s, quads)
			i++
		}
		j.print("\n    ]}")
	}
	j.print("\n  ]\n}\n")
	return j.err
}

// clashing are the prefixes that are the scheme of some IRI in quads: with them an
// IRI in full would be taken for a short one.
func clashing(quads []Quad) map[string]bool {
	schemes := map[string]bool{}
	for _, q := range quads {
		for _, t := range [4]Term{q.S, q.P, q.O, q.G} {
			iri := t.Value
			if t.IsLiteral() {
				iri = t.Datatype
			}
			if i := strings.IndexByte(iri, ':'); i > 0 {
				schemes[iri[:i]] = true
			}
		}
	}
	return schemes
}

func separator(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string has a JSON form
	return strings.TrimSuffix(b.String(), "\n")
}

func (j *jsonldWriter) print(parts ...string) {
	for _, s := range parts {
		if _, err := j.w.WriteString(s); err != nil && j.err == nil {
			j.err = err
		}
	}
}

func (j *jsonldWriter) short(iri string) string {
	if prefix, local, ok := j.shorten(iri); ok {
		return quote(prefix + ":" + local)
	}
	return quote(iri)
}

func (j *jsonldWriter) id(t Term) string {
	if t.IsBlank() {
		return quote("_:" + t.Value)
	}
	return j.short(t.Value)
}

func (j *jsonldWriter) node(s Term, quads []Quad) {
	j.print("{\"@id\": ", j.id(s))
	for p, quads := range groups(quads, byPredicate) {
		// A literal cannot be a type in JSON-LD; the property in full can have it.
		types := p.Value == schema.Type && !hasLiteral(quads)
		if types {
			j.print(", \"@type\": [")
		} else {
			j.print(", ", j.short(p.Value), ": [")
		}
		for i, q := range quads {
			if i > 0 {
				j.print(", ")
			}
			if types {
				j.print(j.id(q.O))
			} else {
				j.value(q.O)
			}
		}
		j.print("]")
	}
	j.print("}")
}

func hasLiteral(quads []Quad) bool {
	for _, q := range quads {
		if q.O.IsLiteral() {
			return true
		}
	}
	return false
}

func (j *jsonldWriter) value(t Term) {
	switch {
	case !t.IsLiteral():
		j.print("{\"@id\": ", j.id(t), "}")
	case t.Lang != "":
		j.print("{\"@value\": ", quote(t.Value), ", \"@language\": ", quote(t.Lang), "}")
	case t.Datatype == schema.XSDString:
		j.print("{\"@value\": ", quote(t.Value), "}")
	default:
		j.print("{\"@value\": ", quote(t.Value), ", \"@type\": ", j.short(t.Datatype), "}")
	}
}
