package timeline

import (
	"fmt"
	"io"

	"github.com/entente-graph/entente/queries/library"
)

// Exporter writes a timeline in one format. The bytes depend on the timeline alone.
type Exporter struct {
	Name      string
	Extension string // of a file, with the dot
	MediaType string
	// View marks formats for other kinds of tools than calendars and timelines:
	// graph tools, event-data users, linked-data consumers.
	View    bool
	Summary string // one English sentence, for the documentation
	Write   func(io.Writer, *Timeline) error
}

// Exporters lists the formats, timelines first, in the order of the documentation.
func Exporters() []Exporter {
	return []Exporter{
		{"csv", ".csv", "text/csv; charset=utf-8", false, "Comma-separated values (RFC 4180), one row an event; cells that a spreadsheet would run as formulas are quoted by an apostrophe.", WriteCSV},
		{"tsv", ".tsv", "text/tab-separated-values; charset=utf-8", false, "Tab-separated values, the same columns.", WriteTSV},
		{"json", ".json", "application/json", false, "The whole model with all evidence; `schema` names the version.", WriteJSON},
		{"jsonl", ".jsonl", "application/jsonl", false, "JSON Lines, one entry a line.", WriteJSONLines},
		{"md", ".md", "text/markdown; charset=utf-8", false, "Markdown: a table, and the evidence below it.", WriteMarkdown},
		{"html", ".html", "text/html; charset=utf-8", false, "One file without scripts: a picture of the time span and the list with evidence; light and dark, prints.", WriteHTML},
		{"ics", ".ics", "text/calendar; charset=utf-8", false, "iCalendar (RFC 5545): all-day entries; planned ones tentative, called-off ones cancelled.", WriteICalendar},
		{"timelinejs", ".json", "application/json", false, "JSON for TimelineJS.", WriteTimelineJS},
		{"svg", ".svg", "image/svg+xml", false, "A picture: bars for spans of uncertain dates, dots for days.", WriteSVG},
		{"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, "Excel workbook: events and evidence; dates are dates, EDTF stands beside them as text.", WriteXLSX},
		{"mermaid", ".mmd", "text/vnd.mermaid", false, "Mermaid timeline diagram.", WriteMermaid},
		{"geojson", ".geojson", "application/geo+json", false, "GeoJSON (RFC 7946): events with a place whose position is known.", WriteGeoJSON},
		{"kml", ".kml", "application/vnd.google-earth.kml+xml", false, "KML placemarks with time spans.", WriteKML},

		{"schema.org", ".jsonld", "application/ld+json", true, "Events as schema.org Event, JSON-LD.", WriteSchemaOrg},
		{"ftm", ".json", "application/json", true, "FollowTheMoney entities, one a line (Event, Person, Organization, PublicBody, Article).", WriteFollowTheMoney},
		{"gexf", ".gexf", "application/gexf+xml", true, "GEXF 1.3 dynamic graph: events and those who take part.", WriteGEXF},
		{"graphml", ".graphml", "application/graphml+xml", true, "GraphML, the same graph.", WriteGraphML},
		{"neo4j-csv", ".zip", "application/zip", true, "nodes.csv and relationships.csv for neo4j-admin, in a ZIP archive.", WriteNeo4j},
		{"dot", ".dot", "text/vnd.graphviz", true, "Graphviz DOT, the same graph.", WriteDOT},
		{"gdelt", ".csv", "text/tab-separated-values; charset=utf-8", true, "Event records in the manner of GDELT: pairs of actors with CAMEO codes, tab-separated with a header.", WriteGDELT},
		{"plover", ".jsonl", "application/jsonl", true, "PLOVER event records, one a line.", WritePLOVER},
	}
}

// Find returns the exporter of a name.
func Find(name string) (Exporter, error) {
	var names []string
	for _, x := range Exporters() {
		if x.Name == name {
			return x, nil
		}
		names = append(names, x.Name)
	}
	return Exporter{}, fmt.Errorf("timeline: no format %q; the nearest is %q", name, library.Nearest(name, names))
}
