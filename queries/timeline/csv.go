package timeline

import (
	"encoding/csv"
	"io"
	"strings"
)

// columns of CSV, TSV and XLSX.
var columns = []string{"id", "from", "to", "edtf", "certainty", "type", "status", "title", "place", "country", "lat", "lon",
	"participants", "corroboration", "source", "quote", "confidence", "url", "iri", "group"}

func (e Entry) cells() []string {
	var place, country, lat, long string
	if e.Place != nil {
		place, country, lat, long = e.Place.Label, e.Place.Country, e.Place.Lat, e.Place.Long
	}
	best := e.Best()
	return []string{e.ID, e.From, e.To, e.EDTF, string(e.Certainty()), e.Type, e.Status, e.Title, place, country, lat, long,
		strings.Join(e.Names(), ";"), itoa(e.Corroboration), strings.Join(e.Outlets(), ";"), best.Quote, best.Confidence, best.URL, e.IRI, e.Group}
}

// texts are the columns whose cells people wrote: there a leading = + - @ would
// be run by a spreadsheet.
var texts = map[string]bool{"id": true, "edtf": true, "title": true, "place": true, "country": true, "participants": true, "source": true,
	"quote": true, "url": true, "iri": true, "group": true}

// safe neutralises formulas by a leading apostrophe.
func safe(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0 {
		return "'" + s
	}
	// full-width signs are read as formulas by East Asian spreadsheets
	for _, sign := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return "'" + s
		}
	}
	return s
}

// WriteCSV writes RFC 4180: header, CRLF, UTF-8 without a byte order mark.
func WriteCSV(w io.Writer, t *Timeline) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(columns); err != nil {
		return err
	}
	for _, e := range t.Entries {
		cells := e.cells()
		for i, name := range columns {
			if texts[name] {
				cells[i] = safe(cells[i])
			}
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
