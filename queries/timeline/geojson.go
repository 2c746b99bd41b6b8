package timeline

import (
	"encoding/json"
	"io"
)

// WriteGeoJSON writes RFC 7946: a FeatureCollection of the entries with a known
// position; coordinates are longitude, latitude.
func WriteGeoJSON(w io.Writer, t *Timeline) error {
	type geometry struct {
		Type        string         `json:"type"`
		Coordinates [2]json.Number `json:"coordinates"`
	}
	type properties struct {
		Title        string   `json:"title"`
		From         string   `json:"from"`
		To           string   `json:"to"`
		EDTF         string   `json:"edtf"`
		Certainty    string   `json:"certainty"`
		When         string   `json:"when"`
		Type         string   `json:"type"`
		Status       string   `json:"status"`
		Place        string   `json:"place"`
		Country      string   `json:"country"`
		Participants []string `json:"participants"`
		Quote        string   `json:"quote"`
		Source       []string `json:"source"`
		IRI          string   `json:"iri"`
	}
	type feature struct {
		Type       string     `json:"type"`
		ID         string     `json:"id"`
		Geometry   geometry   `json:"geometry"`
		Properties properties `json:"properties"`
	}
	features := []feature{}
	for _, e := range t.Entries {
		if e.Place == nil || e.Place.Lat == "" || e.Place.Long == "" {
			continue
		}
		features = append(features, feature{Type: "Feature", ID: e.ID,
			Geometry: geometry{"Point", [2]json.Number{json.Number(e.Place.Long), json.Number(e.Place.Lat)}},
			Properties: properties{e.Title, e.From, e.To, e.EDTF, string(e.Certainty()), e.When(t.Lang), e.Type, e.Status, e.Place.Label, e.Place.Country,
				e.Names(), e.Best().Quote, e.Outlets(), e.IRI}})
	}
	return writeIndented(w, map[string]any{"type": "FeatureCollection", "features": features})
}
