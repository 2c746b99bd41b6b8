package timeline

import (
	"io"
	"slices"
)

type ftmEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

var ftmSchema = map[string]string{"person": "Person", "organization": "Organization", "mechanism": "Organization", "group": "Organization", "state": "PublicBody"}

// WriteFollowTheMoney writes entities of the FollowTheMoney model, one a line:
// events, those who take part, and the articles as proof.
func WriteFollowTheMoney(w io.Writer, t *Timeline) error {
	enc := encoder(w)
	seen := map[string]bool{}
	put := func(id, kind string, properties map[string][]string) error {
		if seen[id] {
			return nil
		}
		seen[id] = true
		for k, v := range properties {
			v = slices.DeleteFunc(v, func(s string) bool { return s == "" })
			if len(v) == 0 {
				delete(properties, k)
			} else {
				properties[k] = v
			}
		}
		return enc.Encode(ftmEntity{id, kind, properties})
	}
	for _, e := range t.Entries {
		if e.Kind != KindEvent {
			continue
		}
		if err := ftmEvent(e, put); err != nil {
			return err
		}
	}
	return nil
}

func ftmEvent(e Entry, put func(string, string, map[string][]string) error) error {
	var involved, organizers, proof []string
	for _, p := range e.Participants {
		kind := ftmSchema[p.Kind]
		if kind == "" {
			kind = "LegalEntity"
		}
		properties := map[string][]string{"name": {p.Label}, "sourceUrl": {p.IRI}}
		if p.Kind == "state" {
			properties["topics"] = []string{"gov.national"}
		}
		if err := put(nodeID(p.IRI), kind, properties); err != nil {
			return err
		}
		if slices.Contains(p.Roles, "host") {
			organizers = append(organizers, nodeID(p.IRI))
			continue
		}
		involved = append(involved, nodeID(p.IRI))
	}
	for _, v := range e.Evidence {
		if slices.Contains(proof, v.Article) {
			continue
		}
		proof = append(proof, v.Article)
		if err := put(v.Article, "Article", map[string][]string{"title": {v.Title}, "publisher": {v.Outlet}, "publishedAt": {v.Issued}, "sourceUrl": {v.URL}, "language": {v.Lang}}); err != nil {
			return err
		}
	}
	var notes []string
	for _, v := range e.Evidence {
		notes = append(notes, v.Quote)
	}
	date := e.EDTF
	if e.Certainty() != Coarse || len(date) > 7 {
		date = ""
	}
	start, end := e.From, e.To
	if date != "" {
		start, end = "", ""
	}
	return put(nodeID(e.IRI), "Event", map[string][]string{"name": {e.Title}, "summary": {e.TypeLabel + " · " + e.Status}, "startDate": {start}, "endDate": {end},
		"date": {date}, "location": {placeLine(e)}, "involved": involved, "organizer": organizers, "proof": proof, "notes": notes, "sourceUrl": {e.IRI}})
}
