package timeline

import (
	"io"
	"maps"
	"slices"

	"github.com/entente-graph/entente/schema"
)

// eventStatus maps to schema.org's status list; it has none for the past.
var eventStatus = map[string]string{"planned": "EventScheduled", "proposed": "EventScheduled", "happened": "EventScheduled", "ongoing": "EventScheduled",
	"postponed": "EventPostponed", "cancelled": "EventCancelled", "denied": "EventCancelled"}

var schemaClass = map[string]string{"person": "Person", "state": "Country", "organization": "Organization", "mechanism": "Organization", "group": "Organization"}

// WriteSchemaOrg writes JSON-LD with the events as schema.org Event. Coarse dates
// keep their granularity (ISO 8601 allows a month or a year); open ends are left
// out.
func WriteSchemaOrg(w io.Writer, t *Timeline) error {
	graph := []any{}
	for _, e := range t.Entries {
		if e.Kind != KindEvent {
			continue
		}
		graph = append(graph, schemaEvent(e))
	}
	return writeIndented(w, map[string]any{"@context": schema.SCHEMA, "@graph": graph})
}

func schemaEvent(e Entry) map[string]any {
	node := map[string]any{"@id": e.IRI, "@type": "Event", "eventStatus": schema.SCHEMA + eventStatus[e.Status],
		"additionalType": schema.Base + "type/" + e.Type}
	names := []map[string]string{}
	for _, l := range slices.Sorted(maps.Keys(e.Titles)) {
		names = append(names, map[string]string{"@language": l, "@value": e.Titles[l]})
	}
	node["name"] = names
	if e.From != "" {
		node["startDate"] = isoDate(e, e.From)
	}
	if e.To != "" {
		node["endDate"] = isoDate(e, e.To)
	}
	if p := e.Place; p != nil {
		place := map[string]any{"@id": p.IRI, "@type": "Place", "name": p.Label}
		if p.Lat != "" {
			place["geo"] = map[string]string{"@type": "GeoCoordinates", "latitude": p.Lat, "longitude": p.Long}
		}
		if p.Country != "" {
			place["address"] = map[string]string{"@type": "PostalAddress", "addressCountry": p.Country}
		}
		node["location"] = place
	}
	var attendees []map[string]string
	for _, p := range e.Participants {
		class := schemaClass[p.Kind]
		if class == "" {
			class = "Thing"
		}
		attendees = append(attendees, map[string]string{"@id": p.IRI, "@type": class, "name": p.Label})
	}
	if attendees != nil {
		node["attendee"] = attendees
	}
	if e.Parent != "" {
		node["superEvent"] = map[string]string{"@id": e.Parent}
	}
	var sources []map[string]string
	for _, v := range e.Evidence {
		sources = append(sources, map[string]string{"@id": v.Article, "@type": "NewsArticle", "headline": v.Title})
	}
	if sources != nil {
		node["subjectOf"] = sources
	}
	return node
}

// isoDate keeps a single coarse date (2023-05) as it is said.
func isoDate(e Entry, day string) string {
	if e.Certainty() == Coarse && len(e.EDTF) <= len("2006-01") {
		return e.EDTF
	}
	return day
}
