package timeline

import (
	"encoding/xml"
	"io"
	"strconv"
)

type graphmlKey struct {
	ID   string `xml:"id,attr"`
	For  string `xml:"for,attr"`
	Name string `xml:"attr.name,attr"`
	Type string `xml:"attr.type,attr"`
}

type graphmlData struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

type graphmlNode struct {
	ID   string        `xml:"id,attr"`
	Data []graphmlData `xml:"data"`
}

type graphmlEdge struct {
	ID     string        `xml:"id,attr"`
	Source string        `xml:"source,attr"`
	Target string        `xml:"target,attr"`
	Data   []graphmlData `xml:"data"`
}

// WriteGraphML writes the network with labels, kinds, dates and statuses as data.
func WriteGraphML(w io.Writer, t *Timeline) error {
	type graph struct {
		ID      string        `xml:"id,attr"`
		Default string        `xml:"edgedefault,attr"`
		Nodes   []graphmlNode `xml:"node"`
		Edges   []graphmlEdge `xml:"edge"`
	}
	doc := struct {
		XMLName xml.Name     `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
		Keys    []graphmlKey `xml:"key"`
		Graph   graph        `xml:"graph"`
	}{Graph: graph{ID: "G", Default: "directed"}}
	for _, name := range []string{"label", "kind", "type", "status", "from", "to", "edtf", "certainty"} {
		doc.Keys = append(doc.Keys, graphmlKey{"n-" + name, "node", name, "string"})
	}
	for _, name := range []string{"type", "from", "to"} {
		doc.Keys = append(doc.Keys, graphmlKey{"e-" + name, "edge", name, "string"})
	}
	data := func(prefix string, pairs ...string) (out []graphmlData) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i+1] != "" {
				out = append(out, graphmlData{prefix + pairs[i], clean(pairs[i+1])})
			}
		}
		return out
	}
	g := newNetwork(t)
	for _, n := range g.Nodes {
		pairs := []string{"label", n.Label, "kind", n.Kind}
		if e := n.Event; e != nil {
			pairs = append(pairs, "type", e.Type, "status", e.Status, "from", e.From, "to", e.To, "edtf", e.EDTF, "certainty", string(e.Certainty()))
		}
		doc.Graph.Nodes = append(doc.Graph.Nodes, graphmlNode{n.ID, data("n-", pairs...)})
	}
	for i, e := range g.Edges {
		doc.Graph.Edges = append(doc.Graph.Edges, graphmlEdge{"e" + strconv.Itoa(i), e.Source, e.Target, data("e-", "type", e.Type, "from", e.From, "to", e.To)})
	}
	return writeXML(w, doc)
}
