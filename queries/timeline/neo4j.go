package timeline

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"time"
)

// WriteNeo4j writes a ZIP archive of nodes.csv and relationships.csv with the
// headers of neo4j-admin's import. The files carry the day of the latest article
// as their time.
func WriteNeo4j(w io.Writer, t *Timeline) error {
	g := newNetwork(t)
	nodes := [][]string{{"id:ID", "label", "type", "status", "from:date", "to:date", "edtf", "certainty", ":LABEL"}}
	for _, n := range g.Nodes {
		row := []string{n.ID, n.Label, "", "", "", "", "", "", n.Kind}
		if e := n.Event; e != nil {
			copy(row[2:], []string{e.Type, e.Status, e.From, e.To, e.EDTF, string(e.Certainty())})
		}
		nodes = append(nodes, row)
	}
	edges := [][]string{{":START_ID", ":END_ID", "from:date", "to:date", ":TYPE"}}
	for _, e := range g.Edges {
		edges = append(edges, []string{e.Source, e.Target, e.From, e.To, e.Type})
	}
	z := zip.NewWriter(w)
	for _, file := range []struct {
		name string
		rows [][]string
	}{{"nodes.csv", nodes}, {"relationships.csv", edges}} {
		if err := zipCSV(z, file.name, t.AsOf, file.rows); err != nil {
			return err
		}
	}
	return z.Close()
}

func zipCSV(z *zip.Writer, name, day string, rows [][]string) error {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil || at.Year() < 1980 {
		at = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	return csv.NewWriter(f).WriteAll(rows)
}
