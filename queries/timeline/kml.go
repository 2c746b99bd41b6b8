package timeline

import (
	"encoding/xml"
	"io"
	"strings"
)

type kmlSpan struct {
	Begin string `xml:"begin,omitempty"`
	End   string `xml:"end,omitempty"`
}

type kmlData struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value"`
}

type kmlPlacemark struct {
	ID          string    `xml:"id,attr"`
	Name        string    `xml:"name"`
	Description string    `xml:"description"`
	TimeSpan    *kmlSpan  `xml:"TimeSpan,omitempty"`
	Data        []kmlData `xml:"ExtendedData>Data"`
	Coordinates string    `xml:"Point>coordinates"`
}

// WriteKML writes KML 2.2 placemarks, longitude first, for entries with a known
// position. An open end has no begin or end.
func WriteKML(w io.Writer, t *Timeline) error {
	type document struct {
		Name       string         `xml:"name"`
		Placemarks []kmlPlacemark `xml:"Placemark"`
	}
	doc := struct {
		XMLName  xml.Name `xml:"http://www.opengis.net/kml/2.2 kml"`
		Document document `xml:"Document"`
	}{Document: document{Name: clean(t.Title)}}
	for _, e := range t.Entries {
		if e.Place == nil || e.Place.Lat == "" || e.Place.Long == "" {
			continue
		}
		p := kmlPlacemark{ID: e.ID, Name: clean(e.Title), Coordinates: e.Place.Long + "," + e.Place.Lat,
			Description: clean(strings.Join(nonEmpty(e.When(t.Lang), StatusLabel(e.Status, t.Lang), placeLine(e), e.Best().Quote, e.Best().cite()), "\n")),
			Data:        []kmlData{{"edtf", e.EDTF}, {"certainty", string(e.Certainty())}, {"status", e.Status}, {"type", e.Type}, {"iri", e.IRI}}}
		if e.Dated() {
			p.TimeSpan = &kmlSpan{Begin: e.From, End: e.To}
		}
		doc.Document.Placemarks = append(doc.Document.Placemarks, p)
	}
	return writeXML(w, doc)
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// clean drops the control characters that XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}
