package timeline

import (
	"fmt"
	"io"
	"strings"
)

var dotText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// WriteDOT writes a Graphviz digraph: events as boxes (dashed where not yet
// happened), participants as ellipses.
func WriteDOT(w io.Writer, t *Timeline) error {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph entente {\n  graph [label=\"%s\", rankdir=LR];\n  node [fontname=\"Noto Sans CJK SC\"];\n", dotText.Replace(clean(t.Title)))
	g := newNetwork(t)
	for _, n := range g.Nodes {
		label, attributes := clean(n.Label), "shape=ellipse"
		if e := n.Event; e != nil {
			label = e.When(t.Lang) + "\n" + label
			attributes = "shape=box"
			if e.Status != "happened" && e.Status != "ongoing" {
				attributes += ", style=dashed"
			}
		}
		fmt.Fprintf(&b, "  \"%s\" [label=\"%s\", %s];\n", dotText.Replace(n.ID), dotText.Replace(label), attributes)
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "  \"%s\" -> \"%s\" [label=\"%s\"];\n", dotText.Replace(e.Source), dotText.Replace(e.Target), dotText.Replace(e.Type))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}
