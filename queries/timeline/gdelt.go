package timeline

import (
	"io"
	"strings"
)

// WriteGDELT writes a row for each pair of actors of an event whose type has a
// CAMEO code and whose day is known. The columns are GDELT's where the graph
// knows the value; status and EDTF stand beside, since GDELT has no place for a
// plan or an uncertain day.
func WriteGDELT(w io.Writer, t *Timeline) error {
	head := []string{"GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name", "IsRootEvent", "EventCode", "EventBaseCode",
		"EventRootCode", "QuadClass", "NumArticles", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "SOURCEURL",
		"Status", "EDTF"}
	if _, err := io.WriteString(w, strings.Join(head, "\t")+"\n"); err != nil {
		return err
	}
	for _, e := range t.Entries {
		if e.CAMEO == "" || e.From == "" || !e.asserted() {
			continue
		}
		for i, p := range e.coded() {
			if err := gdeltRow(w, e, p, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func gdeltRow(w io.Writer, e Entry, p pair, i int) error {
	place, country, lat, long := "", "", "", ""
	if e.Place != nil {
		place, country, lat, long = placeLine(e), local(e.Place.State), e.Place.Lat, e.Place.Long
	}
	row := []string{e.ID + "-" + itoa(i+1), strings.ReplaceAll(e.From, "-", ""), p.source.code(), p.source.Label, p.target.code(), p.target.Label, "1",
		e.CAMEO, e.CAMEO[:min(3, len(e.CAMEO))], e.CAMEO[:min(2, len(e.CAMEO))], quadClass(e.CAMEO), itoa(max(1, e.Corroboration)), place, country, lat, long,
		e.Best().URL, e.Status, e.EDTF}
	for j := range row {
		row[j] = safe(spaced.Replace(row[j]))
	}
	if lat != "" {
		row[14], row[15] = lat, long
	}
	_, err := io.WriteString(w, strings.Join(row, "\t")+"\n")
	return err
}
