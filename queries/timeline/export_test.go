package timeline

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"github.com/entente-graph/entente/schema"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample has one of each thing that exporters must get right: a day, a span of
// days, a month, an approximate date, an open end, no date; planned, cancelled;
// hostile texts; a figure; no place; a place without position.
func sample() *Timeline {
	state := func(iso, label string, roles ...string) Party {
		return Party{IRI: schema.StateIRI(iso), Label: label, Kind: "state", Roles: roles}
	}
	id := func(s string) (string, string) { return s, schema.Base + "id/event/" + s }
	place := func(slug, label, iso, country, lat, long string) *Place {
		return &Place{IRI: schema.Base + "id/place/" + slug, Label: label, State: schema.StateIRI(iso), Country: country, Lat: lat, Long: long}
	}
	said := func(claim, quote, issued string) Evidence {
		return Evidence{Claim: schema.Base + "claim/" + claim, Quote: quote, Confidence: "0.9", Modality: "asserted", Rule: "zh/event", Article: schema.Base + "doc/aaaabbbbccccdddd",
			Title: "峰会在西安举行", Outlet: "丝路通讯", URL: "https://example.org/a?x=1&y=2", Issued: issued, Lang: "zh"}
	}
	t := &Timeline{Schema: Schema, Title: "时间线", Lang: "zh"}
	add := func(e Entry, slug string) {
		e.ID, e.IRI = id(slug)
		if e.Kind == "" {
			e.Kind = KindEvent
		}
		if e.Evidence == nil {
			e.Evidence = []Evidence{said(slug, "首届中国—中亚峰会在西安举行", "2023-05-20")}
		}
		if e.Participants == nil {
			e.Participants = []Party{}
		}
		if e.Titles == nil {
			e.Titles = map[string]string{"zh": e.Title}
		}
		t.Entries = append(t.Entries, e)
	}
	add(Entry{From: "2023-05-18", To: "2023-05-19", EDTF: "2023-05-18/2023-05-19", Type: "summit", TypeLabel: "峰会", Status: "happened", Title: "首届中国—中亚峰会", Corroboration: 3,
		CAMEO: "046", PLOVER: "CONSULT", PLOVERPlanned: "AGREE", Place: place("xian", "西安", "CHN", "中国", "34.265", "108.954"),
		Participants: []Party{state("CHN", "中国", "host"), state("KAZ", "哈萨克斯坦"), {IRI: schema.Base + "id/person/xi-jinping", Label: "习近平", Kind: "person"}},
		Series:       schema.Base + "id/series/china-central-asia-summit", SeriesLabel: "中国—中亚峰会", Ordinal: 1, Titles: map[string]string{"zh": "首届中国—中亚峰会", "en": "First China–Central Asia Summit"}}, "china-central-asia-summit-1")
	add(Entry{From: "2023-05-01", To: "2023-05-31", EDTF: "2023-05", Type: "signing", TypeLabel: "签署", Status: "happened", Title: "六国元首签署《中国—中亚峰会西安宣言》", Corroboration: 1,
		CAMEO: "057", PLOVER: "SUPPORT", Participants: []Party{state("CHN", "中国", "signatory"), state("KAZ", "哈萨克斯坦", "signatory")}, Parent: schema.Base + "id/event/china-central-asia-summit-1"}, "signing-2023-05")
	add(Entry{From: "2024-07-03", To: "2024-07-03", EDTF: "2024-07-03", Type: "meeting", TypeLabel: "会晤", Status: "happened", Corroboration: 1, CAMEO: "040", PLOVER: "CONSULT",
		Title: `=HYPERLINK("http://x","y") <script>alert('1')</script> | a:b; c, d\e` + "\n*bold* [x](y)", Place: place("astana", "阿斯塔纳", "KAZ", "哈萨克斯坦", "51.169", "71.449"),
		Participants: []Party{state("CHN", "+中国"), state("RUS", "俄罗斯")}, Evidence: []Evidence{said("bad", "@SUM(A1) \"quoted\", <b>bold</b>", "2024-07-04")}}, "hostile")
	add(Entry{From: "2024-01-01", To: "2024-12-31", EDTF: "2024~", Type: "visit", TypeLabel: "访问", Status: "happened", Title: "对某国的访问", Corroboration: 1,
		Participants: []Party{state("KAZ", "哈萨克斯坦", "visitor"), state("CHN", "中国", "host")}, CAMEO: "042", PLOVER: "CONSULT", Place: place("central-asia", "中亚", "", "", "", "")}, "visit-2024")
	add(Entry{From: "2025-06-16", EDTF: "2025-06-16/..", Type: "summit", TypeLabel: "峰会", Status: "planned", CAMEO: "046", PLOVER: "CONSULT", PLOVERPlanned: "AGREE", Corroboration: 1,
		Title: "第二届中国—中亚峰会" + strings.Repeat("，各方将共商合作发展大计", 8), Place: place("astana", "阿斯塔纳", "KAZ", "哈萨克斯坦", "51.169", "71.449"), Participants: []Party{state("CHN", "中国")}}, "china-central-asia-summit-2")
	add(Entry{From: "2023-05-24", To: "2023-05-24", EDTF: "2023-05-24", Type: "summit", TypeLabel: "峰会", Status: "cancelled", Title: "Саммит в Сиднее отменён", Corroboration: 1}, "quad-sydney")
	add(Entry{Type: "appointment", TypeLabel: "任命", Status: "proposed", Title: "无日期的任命", Corroboration: 1, Evidence: []Evidence{}}, "appointment-undated")
	add(Entry{Kind: KindFigure, From: "2024-01-01", To: "2024-12-31", EDTF: "2024", Type: "trade-volume", TypeLabel: "贸易额", Status: "happened", Title: "中国—中亚五国 贸易额 948亿美元",
		Value: "94800000000", Unit: "USD", Bound: "exactly", Participants: []Party{state("CHN", "中国", "reporter")}}, "trade-2024")
	t.finish("")
	return t
}

func TestGoldens(t *testing.T) {
	for _, x := range Exporters() {
		t.Run(x.Name, func(t *testing.T) {
			got := export(t, x, sample())
			if again := export(t, x, sample()); !bytes.Equal(got, again) {
				t.Fatal("two exports of the same timeline differ")
			}
			path := filepath.Join("testdata", x.Name+x.Extension)
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("differs from %s; run with -update and look at the difference", path)
			}
		})
	}
}

func export(t *testing.T, x Exporter, line *Timeline) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := x.Write(&b, line); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func golden(t *testing.T, name string) []byte {
	t.Helper()
	x, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return export(t, x, sample())
}

// TestEmpty: a timeline without entries is a whole document in every format.
func TestEmpty(t *testing.T) {
	for _, x := range Exporters() {
		t.Run(x.Name, func(t *testing.T) {
			empty := &Timeline{Schema: Schema, Title: "空", Lang: "zh", Entries: []Entry{}}
			got := export(t, x, empty)
			switch x.Extension {
			case ".svg", ".kml", ".gexf", ".graphml":
				wellFormed(t, got)
			case ".json", ".geojson", ".jsonld":
				if len(got) > 0 && !json.Valid(got) {
					t.Errorf("not JSON: %s", got)
				}
			}
		})
	}
}

func TestCSVRead(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(golden(t, "csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 9 || len(rows[0]) != len(columns) {
		t.Fatalf("%d rows of %d cells", len(rows), len(rows[0]))
	}
	for _, row := range rows[1:] {
		for i, c := range row {
			if c != "" && strings.ContainsAny(c[:1], "=+-@\t\r") {
				t.Errorf("column %s begins a formula: %q", columns[i], c)
			}
		}
	}
	if !bytes.Contains(golden(t, "csv"), []byte("\r\n")) {
		t.Error("RFC 4180 asks for CRLF")
	}
}

func TestTSVRead(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(string(golden(t, "tsv")), "\n"), "\n")
	if len(lines) != 9 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, l := range lines {
		if n := strings.Count(l, "\t"); n != len(columns)-1 {
			t.Errorf("%d tabs in %q", n, l)
		}
	}
}

func TestJSONRead(t *testing.T) {
	var back Timeline
	if err := json.Unmarshal(golden(t, "json"), &back); err != nil {
		t.Fatal(err)
	}
	if back.Schema != Schema || len(back.Entries) != 8 || back.AsOf != "2024-07-04" {
		t.Errorf("%s, %d entries, as of %s", back.Schema, len(back.Entries), back.AsOf)
	}
	n := 0
	for dec := json.NewDecoder(bytes.NewReader(golden(t, "jsonl"))); ; n++ {
		var e Entry
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n != 8 {
		t.Errorf("%d lines", n)
	}
}

func TestCalendarRead(t *testing.T) {
	raw := golden(t, "ics")
	for _, line := range bytes.Split(bytes.TrimSuffix(raw, []byte("\r\n")), []byte("\r\n")) {
		if len(line) > 75 || bytes.ContainsAny(line, "\r\n") || !utf8.Valid(line) {
			t.Errorf("bad line of %d octets: %q", len(line), line)
		}
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	events := cal.Events()
	if len(events) != 7 { // the undated one has no place in a calendar
		t.Fatalf("%d events", len(events))
	}
	by := map[string]*ics.VEvent{}
	for _, e := range events {
		by[e.Id()] = e
	}
	value := func(id string, p ics.ComponentProperty) string {
		x := by[id+"@entente"].GetProperty(p)
		if x == nil {
			return ""
		}
		return x.Value
	}
	for _, c := range []struct {
		id   string
		p    ics.ComponentProperty
		want string
	}{
		{"china-central-asia-summit-1", ics.ComponentPropertyDtStart, "20230518"},
		{"china-central-asia-summit-1", ics.ComponentPropertyDtEnd, "20230520"},
		{"china-central-asia-summit-1", ics.ComponentPropertyStatus, "CONFIRMED"},
		{"signing-2023-05", ics.ComponentPropertyDtEnd, "20230601"},
		{"signing-2023-05", ics.ComponentProperty("X-ENTENTE-EDTF"), "2023-05"},
		{"signing-2023-05", ics.ComponentPropertyTransp, "TRANSPARENT"},
		{"china-central-asia-summit-2", ics.ComponentPropertyStatus, "TENTATIVE"},
		{"quad-sydney", ics.ComponentPropertyStatus, "CANCELLED"},
	} {
		if got := value(c.id, c.p); got != c.want {
			t.Errorf("%s %s = %q, want %q", c.id, c.p, got, c.want)
		}
	}
	if s := value("hostile", ics.ComponentPropertySummary); !strings.Contains(s, `| a:b; c, d\e`) {
		t.Errorf("summary did not survive: %q", s)
	}
}

func TestTimelineJSRead(t *testing.T) {
	var doc struct {
		Events []struct {
			Start       struct{ Year, Month, Day int } `json:"start_date"`
			DisplayDate string                         `json:"display_date"`
			Text        struct{ Headline, Text string }
		}
	}
	if err := json.Unmarshal(golden(t, "timelinejs"), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Events) != 7 {
		t.Fatalf("%d events", len(doc.Events))
	}
	for _, e := range doc.Events {
		if e.Start.Year < 2000 {
			t.Errorf("no year: %+v", e)
		}
		if strings.Contains(e.Text.Headline, "<script") || strings.Contains(e.Text.Text, "<b>") {
			t.Errorf("markup in %q", e.Text)
		}
	}
	if m := doc.Events[1].Start; m.Month != 5 || m.Day != 0 {
		t.Errorf("a month became %+v", m)
	}
}

func wellFormed(t *testing.T, b []byte) (texts string) {
	t.Helper()
	var all strings.Builder
	for dec := xml.NewDecoder(bytes.NewReader(b)); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all.String()
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if c, ok := tok.(xml.CharData); ok {
			all.Write(c)
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "script" {
			t.Error("a script element")
		}
	}
}

func TestXMLRead(t *testing.T) {
	for _, name := range []string{"svg", "kml", "gexf", "graphml"} {
		t.Run(name, func(t *testing.T) {
			wellFormed(t, golden(t, name))
		})
	}
	if text := wellFormed(t, golden(t, "svg")); !strings.Contains(text, "<script>alert") {
		t.Error("the hostile title is not there as text")
	}
}

// TestSVGLabels: no two lines of text share a place.
func TestSVGLabels(t *testing.T) {
	var doc struct {
		Texts []struct {
			X     string `xml:"x,attr"`
			Y     string `xml:"y,attr"`
			Class string `xml:"class,attr"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal(golden(t, "svg"), &doc); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, x := range doc.Texts {
		if x.Class == "tick" {
			continue
		}
		if seen[x.X+" "+x.Y] {
			t.Errorf("two texts at %s, %s", x.X, x.Y)
		}
		seen[x.X+" "+x.Y] = true
	}
	for _, line := range wrap(strings.Repeat("很长的标题", 40)+strings.Repeat("word ", 40)+strings.Repeat("x", 300), svgUnits) {
		n := 0
		for _, r := range line {
			n += runeUnits(r)
		}
		if n > svgUnits {
			t.Errorf("%d units in %q", n, line)
		}
	}
}

func TestHTMLRead(t *testing.T) {
	raw := golden(t, "html")
	doc, err := html.Parse(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	items := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "img", "link", "iframe":
			t.Errorf("a %s element", n.Data)
		case "li":
			items++
		case "time":
			if _, err := time.Parse(time.DateOnly, n.Attr[0].Val); err != nil {
				t.Errorf("datetime %q", n.Attr[0].Val)
			}
		}
	}
	if items != 8 {
		t.Errorf("%d items", items)
	}
	if !bytes.Contains(raw, []byte("default-src 'none'")) {
		t.Error("no policy")
	}
}

func TestMarkdownRead(t *testing.T) {
	for _, line := range strings.Split(string(golden(t, "md")), "\n") {
		if strings.HasPrefix(line, "|") && strings.Count(line, "|")-strings.Count(line, `\|`) != 7 {
			t.Errorf("cells of %q", line)
		}
		if strings.Contains(line, "<script") {
			t.Errorf("markup in %q", line)
		}
	}
}

func TestXLSXRead(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(golden(t, "xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(eventSheet)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 9 || rows[1][0] != "2023-05-18" || rows[2][2] != "2023-05" {
		t.Errorf("%d rows, %q", len(rows), rows[1])
	}
	for _, sheet := range f.GetSheetList() {
		all, _ := f.GetRows(sheet)
		for r := range all {
			for c := range all[r] {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(sheet, at); formula != "" {
					t.Errorf("%s %s is a formula: %s", sheet, at, formula)
				}
			}
		}
	}
	// every column of the CSV is there, and the sheet opens ready to be read
	if got := slices.Sorted(slices.Values(rows[0])); !slices.Equal(got, slices.Sorted(slices.Values(columns))) {
		t.Errorf("columns %q", got)
	}
	if p, err := f.GetPanes(eventSheet); err != nil || !p.Freeze || p.YSplit != 1 {
		t.Errorf("panes %+v %v", p, err)
	}
	if l, err := f.GetPageLayout(eventSheet); err != nil || *l.Orientation != "landscape" {
		t.Errorf("layout %+v %v", l, err)
	}
	for r := 2; r <= len(rows); r++ {
		if h, err := f.GetRowHeight(eventSheet, r); err != nil || h < lineHeight {
			t.Errorf("row %d is %v high, %v", r, h, err)
		}
	}
	kind, err := f.GetCellType(eventSheet, "C2")
	if err != nil || kind == excelize.CellTypeNumber {
		t.Errorf("EDTF is %v, %v", kind, err)
	}
}

func TestMermaidRead(t *testing.T) {
	for i, line := range strings.Split(strings.TrimSpace(string(golden(t, "mermaid"))), "\n") {
		if i > 1 && strings.Count(line, ":") != 1 {
			t.Errorf("colons of %q", line)
		}
	}
}

func TestGeoJSONRead(t *testing.T) {
	var doc struct {
		Type     string
		Features []struct {
			Geometry struct{ Coordinates [2]float64 }
		}
	}
	if err := json.Unmarshal(golden(t, "geojson"), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Type != "FeatureCollection" || len(doc.Features) != 3 || doc.Features[0].Geometry.Coordinates != [2]float64{108.954, 34.265} {
		t.Errorf("%+v", doc)
	}
}

func TestGraphRead(t *testing.T) {
	var gexf struct {
		Graph struct {
			Mode  string `xml:"mode,attr"`
			Nodes []struct {
				ID string `xml:"id,attr"`
			} `xml:"nodes>node"`
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
			} `xml:"edges>edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(golden(t, "gexf"), &gexf); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, n := range gexf.Graph.Nodes {
		if known[n.ID] {
			t.Errorf("two nodes %s", n.ID)
		}
		known[n.ID] = true
	}
	for _, e := range gexf.Graph.Edges {
		if !known[e.Source] || !known[e.Target] {
			t.Errorf("edge to nowhere: %+v", e)
		}
	}
	if gexf.Graph.Mode != "dynamic" || len(gexf.Graph.Edges) == 0 {
		t.Errorf("%s graph with %d edges", gexf.Graph.Mode, len(gexf.Graph.Edges))
	}
}

func TestNeo4jRead(t *testing.T) {
	raw := golden(t, "neo4j-csv")
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, name := range []string{"nodes.csv", "relationships.csv"} {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			if name == "nodes.csv" {
				ids[row[0]] = true
			} else if !ids[row[0]] || !ids[row[1]] {
				t.Errorf("relationship to nowhere: %q", row)
			}
		}
	}
}

func TestEventDataRead(t *testing.T) {
	r := csv.NewReader(bytes.NewReader(golden(t, "gdelt")))
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if len(row) != 19 || len(row[1]) != 8 || len(row[9]) != 2 {
			t.Errorf("row %q", row)
		}
		if strings.HasPrefix(row[0], "quad-sydney") {
			t.Error("a cancelled event is coded as one")
		}
	}
	planned := false
	for dec := json.NewDecoder(bytes.NewReader(golden(t, "plover"))); ; {
		var rec ploverRecord
		if err := dec.Decode(&rec); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if rec.Status == "planned" {
			planned = rec.EventType == "AGREE"
		}
	}
	if !planned {
		t.Error("a planned summit is no AGREE")
	}
}

func TestLinkedDataRead(t *testing.T) {
	var doc struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(golden(t, "schema.org"), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Context != "http://schema.org/" || len(doc.Graph) != 7 || doc.Graph[1]["startDate"] != "2023-05" {
		t.Errorf("%s, %d nodes, %v", doc.Context, len(doc.Graph), doc.Graph[1]["startDate"])
	}
	for dec := json.NewDecoder(bytes.NewReader(golden(t, "ftm"))); ; {
		var e ftmEntity
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if e.ID == "" || e.Schema == "" || len(e.Properties["name"])+len(e.Properties["title"]) == 0 {
			t.Errorf("entity %+v", e)
		}
	}
}

func TestCertainty(t *testing.T) {
	for _, c := range []struct {
		from, to, edtf string
		want           Certainty
		text           string
	}{
		{"2025-06-17", "2025-06-17", "2025-06-17", Day, "2025-06-17"},
		{"2025-06-16", "2025-06-18", "2025-06-16/2025-06-18", Day, "2025-06-16 – 2025-06-18"},
		{"2023-05-01", "2023-05-31", "2023-05", Coarse, "2023-05"},
		{"2023-05-01", "2023-06-30", "2023-05/2023-06", Coarse, "2023-05 – 2023-06"},
		{"2024-01-01", "2024-12-31", "2024~", Approx, "c. 2024"},
		{"2025-06-16", "", "2025-06-16/..", Open, "2025-06-16 or later (date open)"},
		{"", "2025-06-16", "../2025-06-16", Open, "2025-06-16 or earlier (date open)"},
		{"", "", "", Undated, "undated"},
	} {
		e := Entry{From: c.from, To: c.to, EDTF: c.edtf}
		if got := e.Certainty(); got != c.want || e.When("en") != c.text {
			t.Errorf("%s: %s %q", c.edtf, got, e.When("en"))
		}
	}
}

func FuzzCalendarFolding(f *testing.F) {
	f.Add("第二届中国—中亚峰会,;\\\n")
	f.Fuzz(func(t *testing.T, title string) {
		if !utf8.ValidString(title) {
			t.Skip()
		}
		line := &Timeline{Title: "x", Lang: "en", Entries: []Entry{{ID: "a", From: "2024-01-01", To: "2024-01-01", EDTF: "2024-01-01", Title: title}}}
		var b bytes.Buffer
		if err := WriteICalendar(&b, line); err != nil {
			t.Fatal(err)
		}
		for l := range strings.SplitSeq(b.String(), "\r\n") {
			if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n") {
				t.Errorf("line %q", l)
			}
		}
		if strings.Count(b.String(), "END:VEVENT\r\n") != 1 {
			t.Error("the title made an event of its own")
		}
	})
}

func FuzzSafeCell(f *testing.F) {
	f.Add("=1+1")
	f.Fuzz(func(t *testing.T, s string) {
		if out := safe(s); out != "" && strings.ContainsAny(out[:1], "=+-@\t\r\n") {
			t.Errorf("%q begins a formula", out)
		}
	})
}
