package rdf

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// xmlWriter writes sorted triples as RDF/XML, a description a subject.
type xmlWriter struct {
	w          *bufio.Writer
	namespaces map[string]string // namespace -> prefix
	order      []string
	err        error
}

// xmlName is the end of an IRI that can stand as the local name of an element.
var xmlName = regexp.MustCompile(`[\p{L}_][\p{L}\p{N}_.-]*$`)

func writeXML(w *bufio.Writer, quads []Quad) error {
	x := &xmlWriter{w: w, namespaces: map[string]string{schema.RDF: "rdf"}, order: []string{schema.RDF}}
	for _, q := range quads {
		space, _, err := splitName(q.P.Value)
		if err != nil {
			return err
		}
		x.declare(space)
	}
	x.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF")
	for _, space := range x.order {
		x.print("\n    xmlns:", x.namespaces[space], "=\"", x.escape(space), "\"")
	}
	x.print(">\n")
	for s, quads := range groups(quads, bySubject) {
		x.print("  <rdf:Description ", x.reference(s, "about"), ">\n")
		for _, q := range quads {
			x.property(q)
		}
		x.print("  </rdf:Description>\n")
	}
	x.print("</rdf:RDF>\n")
	return x.err
}

// splitName splits the IRI of a property into namespace and local name.
func splitName(iri string) (space, local string, err error) {
	at := xmlName.FindStringIndex(iri)
	if at == nil || at[0] == 0 {
		return "", "", fmt.Errorf("%w: property <%s> has no XML name", ErrNotWritable, iri)
	}
	return iri[:at[0]], iri[at[0]:], nil
}

func (x *xmlWriter) declare(space string) {
	if _, ok := x.namespaces[space]; ok {
		return
	}
	prefix := fmt.Sprintf("ns%d", len(x.order))
	for _, p := range schema.Prefixes {
		if p.IRI == space {
			prefix = p.Name
		}
	}
	x.namespaces[space] = prefix
	x.order = append(x.order, space)
}

func (x *xmlWriter) print(parts ...string) {
	for _, s := range parts {
		if _, err := x.w.WriteString(s); err != nil && x.err == nil {
			x.err = err
		}
	}
}

// escape writes text for XML, which cannot hold most control characters.
func (x *xmlWriter) escape(s string) string {
	for _, r := range s {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			if x.err == nil {
				x.err = fmt.Errorf("%w: character U+%04X", ErrNotWritable, r)
			}
			return ""
		}
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

func (x *xmlWriter) reference(t Term, attribute string) string {
	if t.IsBlank() {
		return "rdf:nodeID=\"" + x.escape(t.Value) + "\""
	}
	return "rdf:" + attribute + "=\"" + x.escape(t.Value) + "\""
}

func (x *xmlWriter) property(q Quad) {
	space, local, _ := splitName(q.P.Value) // it was split before
	name := x.namespaces[space] + ":" + local
	x.print("    <", name)
	switch o := q.O; {
	case !o.IsLiteral():
		x.print(" ", x.reference(o, "resource"), "/>\n")
		return
	case o.Lang != "":
		x.print(" xml:lang=\"", x.escape(o.Lang), "\"")
	case o.Datatype != schema.XSDString:
		x.print(" rdf:datatype=\"", x.escape(o.Datatype), "\"")
	}
	x.print(">", x.escape(q.O.Value), "</", name, ">\n")
}
