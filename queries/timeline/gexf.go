package timeline

import (
	"encoding/xml"
	"io"
	"strconv"
)

type gexfValue struct {
	For   string `xml:"for,attr"`
	Value string `xml:"value,attr"`
}

type gexfNode struct {
	ID     string      `xml:"id,attr"`
	Label  string      `xml:"label,attr"`
	Start  string      `xml:"start,attr,omitempty"`
	End    string      `xml:"end,attr,omitempty"`
	Values []gexfValue `xml:"attvalues>attvalue"`
}

type gexfEdge struct {
	ID     string `xml:"id,attr"`
	Source string `xml:"source,attr"`
	Target string `xml:"target,attr"`
	Label  string `xml:"label,attr"`
	Start  string `xml:"start,attr,omitempty"`
	End    string `xml:"end,attr,omitempty"`
}

type gexfAttribute struct {
	ID    string `xml:"id,attr"`
	Title string `xml:"title,attr"`
	Type  string `xml:"type,attr"`
}

// WriteGEXF writes GEXF 1.3, dynamic with dates; an open end has no attribute.
func WriteGEXF(w io.Writer, t *Timeline) error {
	type attributes struct {
		Class string          `xml:"class,attr"`
		Mode  string          `xml:"mode,attr"`
		List  []gexfAttribute `xml:"attribute"`
	}
	type meta struct {
		LastModified string `xml:"lastmodifieddate,attr,omitempty"`
		Creator      string `xml:"creator"`
		Description  string `xml:"description"`
	}
	type graph struct {
		EdgeType   string     `xml:"defaultedgetype,attr"`
		Mode       string     `xml:"mode,attr"`
		TimeFormat string     `xml:"timeformat,attr"`
		Attributes attributes `xml:"attributes"`
		Nodes      []gexfNode `xml:"nodes>node"`
		Edges      []gexfEdge `xml:"edges>edge"`
	}
	names := []string{"kind", "type", "status", "edtf", "certainty"}
	doc := struct {
		XMLName xml.Name `xml:"http://gexf.net/1.3 gexf"`
		Version string   `xml:"version,attr"`
		Meta    meta     `xml:"meta"`
		Graph   graph    `xml:"graph"`
	}{Version: "1.3", Meta: meta{t.AsOf, "entente", clean(t.Title)},
		Graph: graph{EdgeType: "directed", Mode: "dynamic", TimeFormat: "date", Attributes: attributes{Class: "node", Mode: "static"}}}
	for i, name := range names {
		doc.Graph.Attributes.List = append(doc.Graph.Attributes.List, gexfAttribute{strconv.Itoa(i), name, "string"})
	}
	g := newNetwork(t)
	for _, n := range g.Nodes {
		node := gexfNode{ID: n.ID, Label: clean(n.Label), Values: []gexfValue{{"0", n.Kind}}}
		if e := n.Event; e != nil {
			node.Start, node.End = e.From, e.To
			node.Values = append(node.Values, gexfValue{"1", e.Type}, gexfValue{"2", e.Status}, gexfValue{"3", e.EDTF}, gexfValue{"4", string(e.Certainty())})
		}
		doc.Graph.Nodes = append(doc.Graph.Nodes, node)
	}
	for i, e := range g.Edges {
		doc.Graph.Edges = append(doc.Graph.Edges, gexfEdge{"e" + strconv.Itoa(i), e.Source, e.Target, e.Type, e.From, e.To})
	}
	return writeXML(w, doc)
}
