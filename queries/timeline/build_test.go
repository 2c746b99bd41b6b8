package timeline

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// memory answers from quads in memory.
type memory struct{ src *sparql.Memory }

func (m memory) Ask(ctx context.Context, query string) (*sparql.Results, error) {
	q, err := sparql.Parse(query, "", schema.Prefixes)
	if err != nil {
		return nil, err
	}
	return sparql.Engine{}.Query(ctx, m.src, q, sparql.Options{Union: true})
}

// world is a small graph: a summit held, a signing inside it, one planned, one
// visit denied, and a figure, told by two articles.
func world() memory {
	var quads []schema.Quad
	put := func(graph, s, p string, o schema.Term) {
		quads = append(quads, schema.Quad{S: schema.IRI(s), P: schema.IRI(p), O: o, G: schema.IRI(graph)})
	}
	id := func(s string) string { return schema.Base + "id/" + s }
	label := func(iri, zh, en string) {
		put(schema.GraphGazetteer, iri, schema.Label, schema.LangString(zh, "zh"))
		put(schema.GraphGazetteer, iri, schema.Label, schema.LangString(en, "en"))
	}
	for _, t := range schema.ConceptTriples() {
		quads = append(quads, t.In(schema.IRI(schema.GraphSchema)))
	}
	for iso, names := range map[string][2]string{"CHN": {"中国", "China"}, "KAZ": {"哈萨克斯坦", "Kazakhstan"}, "JPN": {"日本", "Japan"}} {
		label(schema.StateIRI(iso), names[0], names[1])
		put(schema.GraphGazetteer, schema.StateIRI(iso), schema.Type, schema.IRI(schema.ClassState))
	}
	label(id("place/xian"), "西安", "Xi'an")
	put(schema.GraphGazetteer, id("place/xian"), schema.ContainedInPlace, schema.IRI(schema.StateIRI("CHN")))
	put(schema.GraphGazetteer, id("place/xian"), schema.Latitude, schema.Typed("34.265", schema.XSDDecimal))
	put(schema.GraphGazetteer, id("place/xian"), schema.Longitude, schema.Typed("108.954", schema.XSDDecimal))
	label(id("series/china-central-asia-summit"), "中国—中亚峰会", "China–Central Asia Summit")
	put(schema.GraphGazetteer, id("series/china-central-asia-summit"), schema.MechanismProp, schema.IRI(id("mechanism/m")))
	put(schema.GraphGazetteer, id("group/g"), schema.HasMember, schema.IRI(schema.StateIRI("KAZ")))
	for i, a := range []struct{ outlet, lang, issued string }{{"人民报", "zh", "2023-05-20"}, {"Wire", "en", "2023-05-21"}} {
		doc := schema.Base + "doc/" + strconv.Itoa(i)
		put(schema.GraphDocuments, doc, schema.DCTitle, schema.LangString("标题"+strconv.Itoa(i), a.lang))
		put(schema.GraphDocuments, doc, schema.Publisher, schema.String(a.outlet))
		put(schema.GraphDocuments, doc, schema.Language, schema.String(a.lang))
		put(schema.GraphDocuments, doc, schema.Issued, schema.Typed(a.issued, schema.XSDDate))
	}
	n := 0
	claim := func(doc int, confidence string, f schema.Frame) {
		n++
		c := schema.Base + "claim/c" + strconv.Itoa(n)
		span := schema.Base + "doc/" + strconv.Itoa(doc) + "#char=" + strconv.Itoa(n) + "," + strconv.Itoa(n+3)
		for _, t := range f.Triples() {
			quads = append(quads, t.In(schema.IRI(c)))
		}
		put(schema.GraphProvenance, c, schema.WasDerivedFrom, schema.IRI(span))
		put(schema.GraphProvenance, c, schema.Rule, schema.String("zh/test"))
		put(schema.GraphProvenance, c, schema.Confidence, schema.Typed(confidence, schema.XSDDecimal))
		put(schema.GraphProvenance, c, schema.Modality, schema.IRI(schema.Asserted))
		put(schema.GraphProvenance, span, schema.AnchorOf, schema.String("原文"+strconv.Itoa(n)))
		put(schema.GraphProvenance, span, schema.ReferenceContext, schema.IRI(schema.Base+"doc/"+strconv.Itoa(doc)))
	}
	derived := func(iri, status, edtf, from, to, zh string, corroboration int) {
		put(schema.GraphDerived, iri, schema.CurrentStatus, schema.IRI(status))
		put(schema.GraphDerived, iri, schema.PrefLabel, schema.LangString(zh, "zh"))
		put(schema.GraphDerived, iri, schema.PrefLabel, schema.LangString("EN "+zh, "en"))
		put(schema.GraphDerived, iri, schema.Corroboration, schema.Integer(corroboration))
		for p, v := range map[string]string{schema.BestFrom: from, schema.BestTo: to} {
			if v != "" {
				put(schema.GraphDerived, iri, p, schema.Typed(v, schema.XSDDate))
			}
		}
		if edtf != "" {
			put(schema.GraphDerived, iri, schema.BestDate, schema.Typed(edtf, schema.EDTF))
		}
	}
	typ := func(s string) string { return schema.Base + "type/" + s }
	summit := id("event/china-central-asia-summit-1")
	states := []schema.Actor{{IRI: schema.StateIRI("CHN"), Role: schema.RoleHost}, {IRI: schema.StateIRI("KAZ")}}
	claim(0, "0.9", schema.Frame{Event: &schema.EventFrame{IRI: summit, Type: typ("summit"), Status: schema.Happened, Place: id("place/xian"), Actors: states, Series: id("series/china-central-asia-summit"), Ordinal: 1}})
	claim(1, "0.95", schema.Frame{Event: &schema.EventFrame{IRI: summit, Type: typ("meeting"), Status: schema.Happened}})
	derived(summit, schema.Happened, "2023-05-18/2023-05-19", "2023-05-18", "2023-05-19", "首届峰会", 2)
	signing := id("event/signing")
	claim(0, "0.8", schema.Frame{Event: &schema.EventFrame{IRI: signing, Type: typ("signing"), Status: schema.Happened, Parent: summit,
		Actors: []schema.Actor{{IRI: schema.StateIRI("CHN"), Role: schema.RoleSignatory}}}})
	derived(signing, schema.Happened, "2023-05", "2023-05-01", "2023-05-31", "签署", 1)
	planned := id("event/china-central-asia-summit-2")
	claim(0, "0.9", schema.Frame{Event: &schema.EventFrame{IRI: planned, Type: typ("summit"), Status: schema.Planned, Series: id("series/china-central-asia-summit"), Ordinal: 2}})
	derived(planned, schema.Planned, "2025-06-16/..", "2025-06-16", "", "第二届峰会", 1)
	visit := id("event/visit")
	claim(1, "0.9", schema.Frame{Event: &schema.EventFrame{IRI: visit, Type: typ("visit"), Status: schema.Denied, Actors: []schema.Actor{{IRI: schema.StateIRI("JPN"), Role: schema.RoleVisitor}}}})
	derived(visit, schema.Denied, "", "", "", "访问", 1)
	claim(0, "0.9", schema.Frame{Figure: &schema.FigureFrame{IRI: id("figure/f"), Measure: schema.Base + "measure/trade-volume", Reporter: schema.StateIRI("CHN"), Partner: id("group/g"),
		When: "2024", From: "2024-01-01", To: "2024-12-31", Value: "94800000000", Currency: "USD", Bound: schema.Exactly, Verbatim: "948亿美元", VerbatimLang: "zh"}})
	return memory{sparql.NewMemory(quads)}
}

func ids(t *Timeline) string {
	var out []string
	for _, e := range t.Entries {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

func TestBuildModel(t *testing.T) {
	line, err := Build(context.Background(), world(), Options{Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(line); got != "signing china-central-asia-summit-1 china-central-asia-summit-2 visit" {
		t.Fatalf("order: %s", got)
	}
	e := line.Entries[1]
	if e.Title != "EN 首届峰会" || e.Type != "summit" || e.TypeLabel != "summit" || e.Status != "happened" || e.Corroboration != 2 || e.Ordinal != 1 || e.CAMEO != "046" {
		t.Errorf("%+v", e)
	}
	if e.Place == nil || e.Place.Label != "Xi'an" || e.Place.Country != "China" || e.Place.Lat != "34.265" {
		t.Errorf("place %+v", e.Place)
	}
	if len(e.Participants) != 2 || e.Participants[0].Label != "China" || strings.Join(e.Participants[0].Roles, "") != "host" {
		t.Errorf("participants %+v", e.Participants)
	}
	if len(e.Evidence) != 2 || e.Best().Confidence != "0.95" || e.Best().Outlet != "Wire" {
		t.Errorf("evidence %+v", e.Evidence)
	}
	if e.SeriesLabel != "China–Central Asia Summit" || line.Entries[0].Parent != e.IRI || line.AsOf != "2023-05-21" {
		t.Errorf("series %q, parent %q, as of %q", e.SeriesLabel, line.Entries[0].Parent, line.AsOf)
	}
}

func TestFilters(t *testing.T) {
	const one, two, sign, visit = "china-central-asia-summit-1", "china-central-asia-summit-2", "signing", "visit"
	for _, c := range []struct {
		name   string
		filter Filter
		want   string
	}{
		{"from", Filter{From: "2024-01-01"}, two},
		{"to", Filter{To: "2023-12-31"}, sign + " " + one},
		{"state as actor", Filter{State: "KAZ"}, one},
		{"state as place", Filter{State: "CHN"}, sign + " " + one},
		{"place", Filter{Place: "xian"}, one},
		{"type with narrower", Filter{Types: []string{"meeting"}}, one + " " + two},
		{"types", Filter{Types: []string{"signing", "visit"}}, sign + " " + visit},
		{"status", Filter{Statuses: []string{"planned", "denied"}}, two + " " + visit},
		{"series with what is inside", Filter{Series: "china-central-asia-summit"}, sign + " " + one + " " + two},
		{"mechanism", Filter{Mechanism: "m"}, sign + " " + one + " " + two},
		{"outlet", Filter{Outlet: "wire"}, one + " " + visit},
		{"language", Filter{Language: "en"}, one + " " + visit},
		{"corroboration", Filter{Corroboration: 2}, one},
		{"text", Filter{Text: "峰会"}, one + " " + two},
		{"party", Filter{Party: "state/JPN"}, visit},
		{"nothing", Filter{Text: "\" } #"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, err := Build(context.Background(), world(), Options{Filter: c.filter, Lang: "zh"})
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(line); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if _, err := Build(context.Background(), world(), Options{Filter: Filter{From: "May"}}); err == nil {
		t.Error("a wrong day is taken")
	}
}

func TestGroupsAndFigures(t *testing.T) {
	line, err := Build(context.Background(), world(), Options{Lang: "zh", Figures: true, GroupBy: "series"})
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(line); got != "china-central-asia-summit-1 china-central-asia-summit-2 signing f visit" {
		t.Errorf("%s", got)
	}
	f := line.Entries[3]
	if f.Kind != KindFigure || f.Value != "94800000000" || f.Unit != "USD" || !strings.Contains(f.Title, "中国") || !strings.Contains(f.Title, "948亿美元") {
		t.Errorf("%+v", f)
	}
	kaz, err := Build(context.Background(), world(), Options{Lang: "zh", Figures: true, Filter: Filter{State: "KAZ"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(kaz); !strings.Contains(got, " f") {
		t.Errorf("a figure of the group is not one of its member: %s", got)
	}
}
