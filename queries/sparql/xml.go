package sparql

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// WriteXML writes SELECT and ASK results in the SPARQL Query Results XML Format.
// See WriteJSON for errors. Characters that XML 1.0 cannot hold become U+FFFD.
func WriteXML(w io.Writer, r *Results) error {
	if r.Form.IsGraph() {
		return ErrNotTabular
	}
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n<head>")
	for _, v := range r.Vars {
		fmt.Fprintf(b, "<variable name=\"%s\"/>", xmlText(v))
	}
	b.WriteString("</head>\n")
	if r.Form == Ask {
		fmt.Fprintf(b, "<boolean>%v</boolean>\n</sparql>\n", r.Boolean)
		return b.Flush()
	}
	b.WriteString("<results>\n")
	for row, err := range r.Rows() {
		if err != nil {
			_ = b.Flush()
			return err
		}
		b.WriteString("<result>")
		for i, t := range row {
			if !t.IsZero() {
				fmt.Fprintf(b, "<binding name=\"%s\">%s</binding>", xmlText(r.Vars[i]), termXML(t))
			}
		}
		if _, err := b.WriteString("</result>\n"); err != nil {
			return err
		}
	}
	b.WriteString("</results>\n</sparql>\n")
	return b.Flush()
}

func termXML(t schema.Term) string {
	text := xmlText(t.Value)
	switch {
	case t.IsIRI():
		return "<uri>" + text + "</uri>"
	case t.IsBlank():
		return "<bnode>" + text + "</bnode>"
	case t.Lang != "":
		return "<literal xml:lang=\"" + xmlText(t.Lang) + "\">" + text + "</literal>"
	case t.Datatype != schema.XSDString:
		return "<literal datatype=\"" + xmlText(t.Datatype) + "\">" + text + "</literal>"
	}
	return "<literal>" + text + "</literal>"
}

func xmlText(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || strings.ContainsRune("<>&\"'\uFFFE\uFFFF", r) }) {
		return s
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

// ReadXML reads the SPARQL Query Results XML Format.
func ReadXML(rd io.Reader) (*Results, error) {
	type term struct {
		XMLName  xml.Name
		Datatype string `xml:"datatype,attr"`
		Lang     string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		Text     string `xml:",chardata"`
	}
	var doc struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/sparql-results# sparql"`
		Head    struct {
			Variables []struct {
				Name string `xml:"name,attr"`
			} `xml:"variable"`
			Links []struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"head"`
		Boolean *string `xml:"boolean"`
		Results struct {
			Results []struct {
				Bindings []struct {
					Name string `xml:"name,attr"`
					Term term   `xml:",any"`
				} `xml:"binding"`
			} `xml:"result"`
		} `xml:"results"`
	}
	if err := xml.NewDecoder(rd).Decode(&doc); err != nil {
		return nil, fmt.Errorf("sparql: %w: %w", ErrFormat, err)
	}
	var links []string
	for _, l := range doc.Head.Links {
		links = append(links, l.Href)
	}
	if doc.Boolean != nil {
		return &Results{Form: Ask, Boolean: strings.TrimSpace(*doc.Boolean) == "true", Link: links}, nil
	}
	var vars []string
	for _, v := range doc.Head.Variables {
		vars = append(vars, v.Name)
	}
	var rows [][]schema.Term
	for _, res := range doc.Results.Results {
		row := make([]schema.Term, len(vars))
		for _, b := range res.Bindings {
			i := slices.Index(vars, b.Name)
			if i < 0 {
				return nil, fmt.Errorf("sparql: %w: binding of %q, which the head does not name", ErrFormat, b.Name)
			}
			switch b.Term.XMLName.Local {
			case "uri":
				row[i] = schema.IRI(b.Term.Text)
			case "bnode":
				row[i] = schema.Blank(b.Term.Text)
			case "literal":
				row[i] = literal(b.Term.Text, b.Term.Lang, b.Term.Datatype)
			}
		}
		rows = append(rows, row)
	}
	r := NewTable(vars, rows)
	r.Link = links
	return r, nil
}
