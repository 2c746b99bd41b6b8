package timeline

import "io"

type ploverActor struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type ploverRecord struct {
	ID         string        `json:"id"`
	Date       string        `json:"date"`
	EventType  string        `json:"event_type"`
	Mode       string        `json:"mode"`
	Source     []ploverActor `json:"source"`
	Target     []ploverActor `json:"target"`
	Location   string        `json:"location,omitempty"`
	Country    string        `json:"country,omitempty"`
	Status     string        `json:"status"`
	EDTF       string        `json:"edtf"`
	CAMEO      string        `json:"cameo,omitempty"`
	Text       string        `json:"text"`
	TextSource string        `json:"text_source,omitempty"`
	URL        string        `json:"url,omitempty"`
}

// WritePLOVER writes a record an event that has a PLOVER root code. A planned
// event carries the root of plans; mode is the project's finer type.
func WritePLOVER(w io.Writer, t *Timeline) error {
	enc := encoder(w)
	for _, e := range t.Entries {
		if e.ploverRoot() == "" || !e.asserted() {
			continue
		}
		best := e.Best()
		r := ploverRecord{ID: e.ID, Date: e.From, EventType: e.ploverRoot(), Mode: e.Type, Status: e.Status, EDTF: e.EDTF, CAMEO: e.CAMEO,
			Text: best.Quote, TextSource: best.Outlet, URL: best.URL, Source: []ploverActor{}, Target: []ploverActor{}}
		if e.Place != nil {
			r.Location, r.Country = e.Place.Label, local(e.Place.State)
		}
		seen := map[string]bool{}
		for _, p := range e.coded() {
			if k := "s" + p.source.IRI; !seen[k] {
				seen[k] = true
				r.Source = append(r.Source, ploverActor{p.source.code(), p.source.Label})
			}
			if k := "t" + p.target.IRI; p.target.IRI != "" && !seen[k] {
				seen[k] = true
				r.Target = append(r.Target, ploverActor{p.target.code(), p.target.Label})
			}
		}
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return nil
}
