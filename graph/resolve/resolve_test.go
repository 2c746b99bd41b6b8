package resolve

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// report is an event as one article tells of it, in short words.
type report struct {
	doc, issued string
	typ         string
	when        string
	place       string
	status      string // slug; "" = happened
	modality    string // slug; "" = asserted
	series      string
	ordinal     int
	actors      string // slugs of states or persons, role:slug
	document    string // title of an instrument
	kind        string
	founded     string
	instrument  string // slug of a known instrument
	group       string
	level       string
	iri         string // "" = made of the rest
	confidence  string
	label       string
}

func id(kind, slug string) string {
	if slug == "" {
		return ""
	}
	return schema.Base + kind + "/" + slug
}

func entityIRI(slug string) string {
	if slug == strings.ToUpper(slug) {
		return id("id/state", slug)
	}
	return id("id/person", slug)
}

func (r report) claim(t testing.TB) Claim {
	t.Helper()
	e := schema.EventFrame{Type: id("type", r.typ), When: r.when, Status: schema.NS + orElse(r.status, "happened"), Place: id("id/place", r.place),
		Series: id("id/series", r.series), Ordinal: r.ordinal, Established: id("id/mechanism", r.founded), Level: id("level", r.level), Label: r.label, Lang: "zh"}
	if r.when != "" {
		d, err := edtf.Parse(r.when)
		if err != nil {
			t.Fatal(err)
		}
		e.From, e.To = d.Bounds()
	}
	var parties []string
	for _, a := range strings.Fields(r.actors) {
		role, slug, ok := strings.Cut(a, ":")
		if !ok {
			role, slug = "", a
		} else {
			role = schema.NS + role
		}
		e.Actors = append(e.Actors, schema.Actor{IRI: entityIRI(slug), Role: role})
		if slug == strings.ToUpper(slug) {
			parties = append(parties, entityIRI(slug))
		}
	}
	object := e.Established
	if r.document != "" {
		i := schema.InstrumentFrame{IRI: schema.InstrumentIRI(r.document, parties), Label: r.document, Lang: language(scriptLang(r.document)), Type: id("kind", orElse(r.kind, "declaration"))}
		e.Instruments, e.NewInstruments, object = []string{i.IRI}, []schema.InstrumentFrame{i}, i.IRI
	}
	if r.instrument != "" {
		e.Instruments, object = []string{id("id/instrument", r.instrument)}, id("id/instrument", r.instrument)
	}
	switch {
	case r.iri != "":
		e.IRI = id("id/event", r.iri)
	case e.Series != "":
		year := ""
		if len(r.when) >= 4 {
			year = r.when[:4]
		}
		e.IRI = schema.SeriesEventIRI(e.Series, e.Ordinal, year)
	default:
		e.IRI = schema.EventIRI(e.Type, e.When, e.Place, parties, object)
	}
	c := schema.Claim{Doc: id("doc", r.doc), Rule: "test", Confidence: orElse(r.confidence, "0.9"), Modality: schema.NS + orElse(r.modality, "asserted"),
		Frame: schema.Frame{Kind: schema.FrameEvent, Event: &e}}
	c.Triples = c.Frame.Triples()
	c.ID = schema.ClaimIRI(c.Doc, 0, 1, c.Rule, c.Triples)
	return Claim{Claim: &c, Article: &Article{IRI: c.Doc, Issued: r.issued, Group: id("doc", orElse(r.group, r.doc))}}
}

func scriptLang(s string) string {
	return map[string]string{"Han": "zh", "Cyrillic": "ru", "Latin": "en"}[script(s)]
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// loadGazetteer reads the embedded gazetteer once for all tests; it does not change.
var loadGazetteer = sync.OnceValues(func() (*gazetteer.Gazetteer, error) { return gazetteer.Load() })

func testResolver(t testing.TB, list ...Correction) *Resolver {
	t.Helper()
	g, err := loadGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCorrections(list)
	if err != nil {
		t.Fatal(err)
	}
	return &Resolver{Gazetteer: g, Corrections: c}
}

func resolveAll(t testing.TB, r *Resolver, reports ...report) (Result, []Claim) {
	t.Helper()
	var claims []Claim
	for _, x := range reports {
		claims = append(claims, x.claim(t))
	}
	return r.All(claims), claims
}

// nodes are the different nodes of events.
func nodes(res Result) []string {
	var out []string
	for _, m := range res.Merges {
		if strings.HasPrefix(m.Node, eventPrefix) {
			add(&out, m.Node)
		}
	}
	slices.Sort(out)
	return out
}

func values(res Result, node, property string) []string {
	var out []string
	for _, t := range res.Derived {
		if t.S.Value == node && t.P.Value == property {
			s := t.O.Value
			if t.O.Lang != "" {
				s = t.O.Lang + ":" + s
			}
			out = append(out, s)
		}
	}
	return out
}

func TestOneOccasionOneNode(t *testing.T) {
	r := testResolver(t)
	for _, c := range []struct {
		name    string
		reports []report
		nodes   int
	}{
		{"a planned summit that was held", []report{
			{doc: "a", issued: "2025-06-16", typ: "summit", when: "2025-06-16/..", place: "astana", status: "planned", modality: "planned", series: "china-central-asia-summit", ordinal: 2},
			{doc: "b", issued: "2025-06-18", typ: "summit", when: "2025-06-17", place: "astana", series: "china-central-asia-summit", ordinal: 2}}, 1},
		{"a number and a year that the gazetteer joins", []report{
			{doc: "a", issued: "2023-05-20", typ: "summit", when: "2023-05", place: "xian", series: "china-central-asia-summit", ordinal: 1},
			{doc: "b", issued: "2023-05-20", typ: "summit", when: "2023-05-19", series: "china-central-asia-summit"}}, 1},
		{"two numbers of a series", []report{
			{doc: "a", issued: "2023-05-20", typ: "summit", when: "2023-05-19", series: "china-central-asia-summit", ordinal: 1},
			{doc: "b", issued: "2023-05-20", typ: "summit", when: "2023-05-19", series: "china-central-asia-summit", ordinal: 2}}, 2},
		{"a month refined to a day", []report{
			{doc: "a", issued: "2024-08-01", typ: "meeting", when: "2024-07", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN KAZ"}}, 1},
		{"a city and its state", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "", actors: "CHN KAZ", iri: "x"}}, 1},
		{"two days", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-04", actors: "CHN KAZ"}}, 2},
		{"two places", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "beijing", actors: "CHN KAZ"}}, 2},
		{"other parties", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN RUS"}}, 2},
		{"presidents and ministers on one day", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", actors: "CHN KAZ xi-jinping", level: "head-of-state"},
			{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", actors: "CHN KAZ wang-yi", iri: "y"}}, 2},
		{"a call and a meeting", []report{
			{doc: "a", issued: "2024-07-04", typ: "phone-call", when: "2024-07-03", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", actors: "CHN KAZ"}}, 2},
		{"an undated report of the week", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-05", typ: "meeting", place: "astana", actors: "CHN KAZ"}}, 1},
		{"an undated report of the year after", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN KAZ"},
			{doc: "b", issued: "2025-07-05", typ: "meeting", place: "astana", actors: "CHN KAZ"}}, 2},
		{"one that fits two stays by itself", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", place: "astana", actors: "CHN KAZ"},
			{doc: "b", issued: "2024-07-24", typ: "meeting", when: "2024-07-20", place: "astana", actors: "CHN KAZ"},
			{doc: "c", issued: "2024-08-04", typ: "meeting", when: "2024-07", place: "astana", actors: "CHN KAZ"}}, 3},
		{"a year alone needs the place", []report{
			{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", actors: "CHN KAZ"},
			{doc: "b", issued: "2025-01-04", typ: "meeting", when: "2024", actors: "CHN KAZ"}}, 2},
		{"a founding told with and without its day", []report{
			{doc: "a", issued: "2023-06-01", typ: "establish-mechanism", when: "2023-05", founded: "china-central-asia-heads-of-state"},
			{doc: "b", issued: "2023-05-19", typ: "establish-mechanism", when: "2023-05-19", founded: "china-central-asia-heads-of-state", actors: "CHN KAZ"}}, 1},
		{"a document signed and adopted", []report{
			{doc: "a", issued: "2023-05-19", typ: "signing", when: "2023-05-19", document: "中国—中亚峰会西安宣言", actors: "signatory:CHN signatory:KAZ"},
			{doc: "b", issued: "2023-05-20", typ: "adoption", when: "2023-05", document: "中国—中亚峰会西安宣言", actors: "signatory:CHN signatory:KAZ"}}, 1},
		{"a sixth signatory", []report{
			{doc: "a", issued: "2023-05-19", typ: "signing", when: "2023-05-19", document: "中国—中亚峰会西安宣言", actors: "signatory:CHN signatory:KAZ"},
			{doc: "b", issued: "2023-05-20", typ: "signing", when: "2023-05-19", document: "中国—中亚峰会西安宣言", actors: "signatory:CHN signatory:KAZ signatory:UZB"}}, 1},
		{"two joint statements", []report{
			{doc: "a", issued: "2023-05-19", typ: "signing", when: "2023-05-19", document: "联合声明", actors: "signatory:CHN signatory:KAZ"},
			{doc: "b", issued: "2023-05-20", typ: "signing", when: "2023-05-19", document: "联合声明", actors: "signatory:CHN signatory:UZB"}}, 2},
		{"remarks on two days", []report{
			{doc: "a", issued: "2024-07-03", typ: "statement", when: "2024-07-03", actors: "RUS speaker:vladimir-putin"},
			{doc: "b", issued: "2024-07-04", typ: "statement", when: "2024-07", actors: "RUS speaker:vladimir-putin"}}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, claims := resolveAll(t, r, c.reports...)
			if got := nodes(res); len(got) != c.nodes {
				t.Errorf("%d nodes, want %d: %v\n%v", len(got), c.nodes, got, res.Merges)
			}
			slices.Reverse(claims)
			if again := r.All(claims); !slices.Equal(again.Derived, res.Derived) || !reflect.DeepEqual(again.Merges, res.Merges) {
				t.Error("another order gives another result")
			}
			for _, n := range nodes(res) {
				if got := values(res, n, schema.PrefLabel); len(got) != 3 {
					t.Errorf("%s has labels %v", n, got)
				}
				if got := values(res, n, schema.CurrentStatus); len(got) != 1 {
					t.Errorf("%s has statuses %v", n, got)
				}
			}
		})
	}
}

func TestResolvedView(t *testing.T) {
	r := testResolver(t)
	summit := func(doc, issued, when, status string) report {
		x := report{doc: doc, issued: issued, typ: "summit", when: when, place: "xian", status: status, series: "china-central-asia-summit", ordinal: 1}
		if status == "planned" || status == "denied" {
			x.modality = status
		}
		return x
	}
	with := func(x report, change func(*report)) report { change(&x); return x }
	for _, c := range []struct {
		name                  string
		reports               []report
		status, date, support string
	}{
		{"announced, then held", []report{summit("a", "2023-05-08", "2023-05-18/2023-05-19", "planned"), summit("b", "2023-05-19", "2023-05-19", "happened")}, "happened", "2023-05-19", "2"},
		{"an old plan read late undoes nothing", []report{summit("a", "2023-06-01", "2023-05-18/2023-05-19", "planned"), summit("b", "2023-05-19", "2023-05-19", "happened")}, "happened", "2023-05-19", "2"},
		{"called off after the announcement", []report{summit("a", "2023-05-08", "2023-05-18", "planned"), summit("b", "2023-05-10", "", "cancelled")}, "cancelled", "2023-05-18", "2"},
		{"undated articles count last", []report{summit("a", "", "2023-05-18", "cancelled"), summit("b", "2023-05-10", "2023-05-18", "planned")}, "planned", "2023-05-18", "2"},
		{"a weak claim decides nothing", []report{summit("a", "2023-05-08", "2023-05-18", "planned"), with(summit("b", "2023-05-20", "2023-05-18", "denied"), func(x *report) { x.confidence = "0.4" })}, "planned", "2023-05-18", "2"},
		{"hearsay alone", []report{with(summit("a", "2023-05-08", "2023-05", "happened"), func(x *report) { x.modality = "reported" })}, "happened", "2023-05", "1"},
		{"reprints count once", []report{summit("a", "2023-05-19", "2023-05-19", "happened"), with(summit("b", "2023-05-19", "2023-05-18", "happened"), func(x *report) { x.group = "a" }), summit("c", "2023-05-19", "2023-05-18", "happened"), summit("d", "2023-05-19", "2023-05-18", "happened")}, "happened", "2023-05-18", "3"},
		{"the day that most agree with", []report{summit("a", "2023-05-19", "2023-05-17", "happened"), summit("b", "2023-05-19", "2023-05-19", "happened"), summit("c", "2023-05-19", "2023-05-18/2023-05-19", "happened"), summit("d", "2023-05-29", "2023-05", "happened")}, "happened", "2023-05-19", "4"},
		{"no date at all", []report{summit("a", "2023-05-08", "", "happened")}, "happened", "", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, _ := resolveAll(t, r, c.reports...)
			node := eventPrefix + "china-central-asia-summit-1"
			if got := values(res, node, schema.CurrentStatus); !slices.Equal(got, []string{schema.NS + c.status}) {
				t.Errorf("status %v, want %s", got, c.status)
			}
			if got := strings.Join(values(res, node, schema.BestDate), " "); got != c.date {
				t.Errorf("best date %q, want %q", got, c.date)
			}
			if got := strings.Join(values(res, node, schema.Corroboration), " "); got != c.support {
				t.Errorf("corroboration %q, want %q", got, c.support)
			}
		})
	}
}

func TestLabels(t *testing.T) {
	r := testResolver(t)
	for _, c := range []struct {
		name   string
		report report
		want   []string // en, ru, zh
	}{
		{"a first meeting of a series", report{typ: "summit", series: "china-central-asia-summit", ordinal: 1},
			[]string{"First China–Central Asia Summit", "Первый саммит «Китай — Центральная Азия»", "首届中国—中亚峰会"}},
		{"a high number", report{typ: "summit", series: "sco-summit", ordinal: 25, when: "2025-09-01"},
			[]string{"25th SCO summit", "25-й саммит ШОС", "第二十五届上海合作组织成员国元首理事会会议"}},
		{"a visit", report{typ: "visit", actors: "visitor:CHN host:KAZ xi-jinping", when: "2024-07", place: "astana"},
			[]string{"Visit of Xi Jinping to Kazakhstan (Astana, 2024)", "Визит: Си Цзиньпин — Казахстан (Астана, 2024)", "习近平访问哈萨克斯坦（阿斯塔纳，2024）"}},
		{"a meeting of two", report{typ: "meeting", actors: "CHN KAZ", when: "2024-07-03"},
			[]string{"Meeting of China and Kazakhstan (2024)", "Встреча: Китай — Казахстан (2024)", "中国与哈萨克斯坦会晤（2024）"}},
		{"a signing by many", report{typ: "signing", document: "关于深化合作的阿斯塔纳宣言", actors: "signatory:CHN signatory:KAZ signatory:KGZ signatory:TJK signatory:TKM signatory:UZB"},
			[]string{"Signing of the declaration “关于深化合作的阿斯塔纳宣言”", "Подписание документа «关于深化合作的阿斯塔纳宣言»", "六国签署《关于深化合作的阿斯塔纳宣言》"}},
		{"a document without a title", report{typ: "signing", document: "a joint statement", kind: "joint-statement", actors: "signatory:CHN signatory:RUS"},
			[]string{"Signing of a joint statement by China and Russia", "Подписание документа «совместное заявление»: Китай и Россия", "中国和俄罗斯签署联合声明"}},
		{"a founding", report{typ: "establish-mechanism", founded: "china-central-asia-heads-of-state"},
			[]string{"Establishment of the China–Central Asia heads-of-state meeting mechanism", "Учреждение: механизм встреч глав государств «Китай — Центральная Азия»", "中国—中亚元首会晤机制建立"}},
		{"relations are of states", report{typ: "establish-relations", actors: "CHN HND xi-jinping", when: "2023-03-26"},
			[]string{"Establishment of diplomatic relations between China and Honduras", "Установление дипломатических отношений: Китай — Гондурас", "中国与洪都拉斯建交"}},
		{"a spokesman's words of a day", report{typ: "statement", actors: "sender:RUS", when: "2024-05-16"}, []string{"Statement by Russia (16 May 2024)", "Заявление: Россия (16 мая 2024 года)", "俄罗斯发表声明（2024年5月16日）"}},
		{"one that imposes on itself", report{typ: "sanction", actors: "imposer:GBR imposer:RUS target:RUS", when: "2024-05-16"}, []string{"Sanctions by United Kingdom on Russia (2024)", "Санкции: Великобритания → Россия (2024)", "英国制裁俄罗斯（2024）"}},
		{"a quotation cut short", report{typ: "adoption", document: "新修订的《军人抚恤优待条例", actors: "CHN"}, []string{"Adoption of the declaration “新修订的军人抚恤优待条例”", "Принятие документа «新修订的军人抚恤优待条例»", "中国通过《新修订的军人抚恤优待条例》"}},
		{"a well known document", report{typ: "signing", instrument: "xian-declaration-2023", actors: "signatory:CHN signatory:KAZ"},
			[]string{"Signing of the Xi'an Declaration of the China–Central Asia Summit", "Подписание: Сианьская декларация саммита «Китай — Центральная Азия»", "中国和哈萨克斯坦签署《中国—中亚峰会西安宣言》"}},
		{"an agreement without a title", report{typ: "signing", document: "an agreement", kind: "agreement", actors: "signatory:CHN signatory:RUS", when: "2024"},
			[]string{"Signing of an agreement by China and Russia (2024)", "Подписание документа «соглашение»: Китай и Россия (2024)", "中国和俄罗斯签署协定（2024）"}},
		{"nothing known", report{typ: "ceremony"}, []string{"Ceremony", "Церемония", "仪式"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.report.doc = "a"
			res, _ := resolveAll(t, r, c.report)
			got := values(res, nodes(res)[0], schema.PrefLabel)
			want := []string{"en:" + c.want[0], "ru:" + c.want[1], "zh:" + c.want[2]}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestOrdinals(t *testing.T) {
	for _, c := range []struct {
		n          int
		name, lang string
		want       string
	}{
		{1, "峰会", "zh", "首届峰会"}, {10, "峰会", "zh", "第十届峰会"}, {12, "峰会", "zh", "第十二届峰会"}, {20, "峰会", "zh", "第二十届峰会"}, {99, "峰会", "zh", "第九十九届峰会"}, {134, "广交会", "zh", "第134届广交会"},
		{3, "Forum", "en", "Third Forum"}, {21, "Forum", "en", "21st Forum"}, {112, "Forum", "en", "112th Forum"}, {33, "Forum", "en", "33rd Forum"},
		{2, "саммит БРИКС", "ru", "Второй саммит БРИКС"}, {3, "встреча", "ru", "Третья встреча"}, {3, "заседание", "ru", "Третье заседание"}, {6, "Мюнхенская конференция", "ru", "Шестая Мюнхенская конференция"},
		{4, "Всемирный форум", "ru", "Четвёртый Всемирный форум"}, {7, "совещание", "ru", "Седьмое совещание"}, {21, "выставка", "ru", "21-я выставка"},
	} {
		if got := nth(c.n, c.name, c.lang); got != c.want {
			t.Errorf("%d %s: %q, want %q", c.n, c.name, got, c.want)
		}
	}
}

func contradicted(res Result) []string {
	var out []string
	for _, t := range res.Derived {
		if t.P.Value == schema.PropertyProp {
			out = append(out, schema.Local(t.O.Value))
		}
	}
	return out
}

func TestContradictions(t *testing.T) {
	r := testResolver(t)
	s := report{issued: "2023-05-20", typ: "summit", place: "xian", series: "china-central-asia-summit", ordinal: 1, when: "2023-05-19"}
	with := func(doc string, change func(*report)) report { x := s; x.doc = doc; change(&x); return x }
	none := func(*report) {}
	for _, c := range []struct {
		name    string
		reports []report
		want    []string
	}{
		{"agreement", []report{with("a", none), with("b", none)}, nil},
		{"dates", []report{with("a", none), with("b", func(x *report) { x.when = "2023-05-10" })}, []string{"when"}},
		{"neighbouring days of a meeting", []report{with("a", none), with("b", func(x *report) { x.when = "2023-05-18" })}, nil},
		{"days of a stretch that a third names", []report{with("a", none), with("b", func(x *report) { x.when = "2023-05-10" }), with("c", func(x *report) { x.when = "2023-05-09/2023-05-20" })}, nil},
		{"a plan that changed", []report{with("a", none), with("b", func(x *report) { x.when, x.status, x.modality = "2023-04-10", "planned", "planned" })}, nil},
		{"places", []report{with("a", none), with("b", func(x *report) { x.place = "astana" })}, []string{"hasPlace"}},
		{"denied", []report{with("a", none), with("b", func(x *report) { x.status, x.modality = "denied", "denied" })}, []string{"status"}},
		{"called off before it was held", []report{with("a", none), with("b", func(x *report) { x.status, x.issued = "cancelled", "2023-05-01" })}, nil},
		{"an opinion", []report{with("a", none), with("b", func(x *report) { x.place, x.modality = "astana", "opinion" })}, nil},
		{"numbers against dates", []report{with("a", none), with("b", func(x *report) { x.ordinal, x.when = 2, "2022-05-01" })}, []string{"ordinal"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, _ := resolveAll(t, r, c.reports...)
			if got := contradicted(res); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	r := testResolver(t)
	figure := func(doc, reporter, partner, when, value, growth string, change func(*schema.FigureFrame)) Claim {
		f := &schema.FigureFrame{Measure: id("measure", "trade-volume"), Reporter: id("id/state", reporter), Partner: id("id/state", partner), When: when, Value: value, Currency: "USD",
			Bound: schema.Exactly, GrowthPercent: growth, Verbatim: value, VerbatimLang: "zh", SignificantDigits: 3}
		if change != nil {
			change(f)
		}
		f.IRI = id("id/figure", schema.Hash16(doc, when, f.Value, f.Min))
		c := schema.Claim{Doc: id("doc", doc), Rule: "t", Modality: schema.Asserted, Confidence: "0.9", Frame: schema.Frame{Kind: schema.FrameFigure, Figure: f}}
		c.Triples = c.Frame.Triples()
		c.ID = schema.ClaimIRI(c.Doc, 0, 1, c.Rule, c.Triples)
		return Claim{&c, &Article{IRI: c.Doc, Group: c.Doc}}
	}
	exports := func(f *schema.FigureFrame) { f.Measure = id("measure", "export-value") }
	imports := func(f *schema.FigureFrame) { f.Measure = id("measure", "import-value") }
	for _, c := range []struct {
		name   string
		claims []Claim
		want   []string
	}{
		{"rounding", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("b", "CHN", "KAZ", "2023", "41020000000", "", func(f *schema.FigureFrame) { f.SignificantDigits = 4 })}, nil},
		{"different values", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("b", "KAZ", "CHN", "2023", "31500000000", "", nil)}, []string{"value"}},
		{"different years", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("b", "CHN", "KAZ", "2022", "31500000000", "", nil)}, nil},
		{"another currency", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("b", "CHN", "KAZ", "2023", "288000000000", "", func(f *schema.FigureFrame) { f.Currency = "CNY" })}, nil},
		{"more than", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("b", "CHN", "KAZ", "2023", "", "", func(f *schema.FigureFrame) { f.Min, f.Bound = "40000000000", schema.MoreThan })}, nil},
		{"about", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("b", "CHN", "KAZ", "2023", "40000000000", "", func(f *schema.FigureFrame) { f.SignificantDigits, f.Bound = 1, schema.About })}, nil},
		{"a total is not each part", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("b", "CHN", "UZB", "2023", "14000000000", "", nil)}, nil},
		{"parts that make the total", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("a", "CHN", "KAZ", "2023", "24700000000", "", exports), figure("a", "CHN", "KAZ", "2023", "16300000000", "", imports)}, nil},
		{"parts that do not", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "", nil), figure("a", "CHN", "KAZ", "2023", "24700000000", "", exports), figure("a", "CHN", "KAZ", "2023", "11300000000", "", imports)}, []string{"value"}},
		{"growth that fits", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "32.3", nil), figure("b", "CHN", "KAZ", "2022", "31000000000", "", nil)}, nil},
		{"growth that does not", []Claim{figure("a", "CHN", "KAZ", "2023", "41000000000", "12.5", nil), figure("b", "CHN", "KAZ", "2022", "31000000000", "", nil)}, []string{"growthPercent"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := contradicted(r.All(c.claims)); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestPersonsAcrossScripts(t *testing.T) {
	r := testResolver(t)
	person := func(doc, name, slug, lang, post, org string) Claim {
		e := schema.Entity{IRI: schema.PersonIRI(slug, foldLabel(name), post+org), Class: schema.ClassPerson, Label: name, Lang: lang, Post: id("role", post), Organization: id("id/mechanism", org)}
		c := schema.Claim{Doc: id("doc", doc), Rule: "t", Modality: schema.Asserted, Confidence: "0.9", Frame: schema.Frame{Kind: schema.FrameEntity, Entities: []schema.Entity{e}}}
		c.Triples = c.Frame.Triples()
		c.ID = schema.ClaimIRI(c.Doc, 0, 1, c.Rule, c.Triples)
		return Claim{&c, &Article{IRI: c.Doc, Group: c.Doc}}
	}
	for _, c := range []struct {
		name string
		a, b Claim
		same bool
	}{
		{"one name in two scripts with one post", person("a", "孙炜东", "sun-weidong", "zh", "secretary-general", "china-central-asia"), person("b", "Sun Weidong", "sun-weidong", "en", "secretary-general", "china-central-asia"), true},
		{"other characters", person("a", "孙炜东", "sun-weidong", "zh", "secretary-general", "china-central-asia"), person("b", "孙卫东", "sun-weidong", "zh", "secretary-general", "china-central-asia"), false},
		{"another post", person("a", "孙炜东", "sun-weidong", "zh", "secretary-general", "china-central-asia"), person("b", "Sun Weidong", "sun-weidong", "en", "ambassador", "china-central-asia"), false},
		{"a successor", person("a", "孙炜东", "sun-weidong", "zh", "secretary-general", "china-central-asia"), person("b", "Li Ming", "li-ming", "en", "secretary-general", "china-central-asia"), false},
		{"a name written by its sound", person("a", "托卡耶夫", "tuokayefu", "zh", "minister", "cica"), person("b", "Tokayev", "tokayev", "en", "minister", "cica"), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := r.All([]Claim{c.a, c.b})
			if got := res.Merges[0].Node == res.Merges[1].Node; got != c.same {
				t.Errorf("one node: %v; %v", got, res.Merges)
			}
		})
	}
}

func TestCorrections(t *testing.T) {
	a := report{doc: "a", issued: "2024-07-04", typ: "meeting", when: "2024-07-03", actors: "CHN KAZ"}
	b := report{doc: "b", issued: "2024-07-04", typ: "meeting", when: "2024-07-04", actors: "CHN RUS KAZ"}
	c := report{doc: "c", issued: "2024-08-04", typ: "meeting", when: "2024-07", actors: "CHN KAZ"}
	iri := func(x report) string { return x.claim(t).Frame.Event.IRI }
	for _, x := range []struct {
		name        string
		corrections []Correction
		reports     []report
		nodes       int
	}{
		{"the same", []Correction{{Same: []string{iri(a), iri(b)}, Who: "x", Why: "y"}}, []report{a, b}, 1},
		{"different", []Correction{{Different: []string{iri(a), iri(c)}, Who: "x", Why: "y"}}, []report{a, c}, 2},
		{"rejected", []Correction{{Reject: b.claim(t).ID, Who: "x", Why: "y"}}, []report{a, b}, 1},
	} {
		t.Run(x.name, func(t *testing.T) {
			res, _ := resolveAll(t, testResolver(t, x.corrections...), x.reports...)
			if got := nodes(res); len(got) != x.nodes {
				t.Errorf("%v", got)
			}
		})
	}
	res, _ := resolveAll(t, testResolver(t, Correction{Event: iri(a), Status: "cancelled", Who: "x", Why: "y"}), a)
	if got := values(res, iri(a), schema.CurrentStatus); !slices.Equal(got, []string{schema.Cancelled}) {
		t.Errorf("status %v", got)
	}
	for _, bad := range []string{"- reject: x\n", "- who: x\n  why: y\n", "- {same: [a], who: x, why: y}\n", "- {event: a, status: perhaps, who: x, why: y}\n", "- {rejct: a, who: x, why: y}\n",
		"- {same: [a, b], who: x, why: y}\n- {different: [a, b], who: x, why: y}\n"} {
		if _, err := ReadCorrections([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	list, err := ReadCorrections([]byte("- same: [id/event/a, id/event/b]\n  who: A. Analyst\n  why: one visit\n"))
	if err != nil || list.Least(schema.Base+"id/event/b") != schema.Base+"id/event/a" || len(list.About(schema.Base+"id/event/a")) != 1 {
		t.Error(list, err)
	}
}

func TestNumberOfAYear(t *testing.T) {
	r := testResolver(t)
	res, claims := resolveAll(t, r, report{doc: "a", issued: "2023-05-20", typ: "summit", when: "2023-05-19", series: "china-central-asia-summit"})
	if got := nodes(res); !slices.Equal(got, []string{eventPrefix + "china-central-asia-summit-1"}) {
		t.Errorf("%v", got)
	}
	if got := values(res, claims[0].Frame.Event.IRI, schema.SameAs); len(got) != 1 {
		t.Errorf("no sameAs from %s", claims[0].Frame.Event.IRI)
	}
}

func TestYearUnit(t *testing.T) {
	for text, coarse := range map[string]bool{"2024": true, "2024-05": false, "2024-33": false, "202X": true, "2024-05-01/..": true, "2024-05-01": false} {
		d, err := edtf.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := unit(d) <= yearUnit; got != coarse {
			t.Errorf("%s: unit %d", text, unit(d))
		}
	}
}
