package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// world makes articles about a small world in which the same events are told of
// again and again, with more or less detail, rightly and wrongly.
type world struct{ *rand.Rand }

func newWorld(seed uint64) world { return world{rand.New(rand.NewPCG(seed, 7))} }

func pick[T any](w world, list ...T) T { return list[w.IntN(len(list))] }

func (w world) some(list []string, least int) []string {
	n := least + w.IntN(len(list)-least+1)
	out := slices.Clone(list)
	w.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	out = out[:n]
	slices.Sort(out)
	return out
}

func kinds(kind string, slugs ...string) []string {
	var out []string
	for _, s := range slugs {
		out = append(out, schema.Base+kind+"/"+s)
	}
	return out
}

var (
	testStates  = kinds("id/state", "CHN", "KAZ", "RUS", "UZB")
	testPlaces  = append(kinds("id/place", "xian", "astana", "beijing"), "", "")
	testDates   = []string{"", "", "2024-05", "2024-05-16", "2024-05-16/2024-05-17", "2024-05-20", "2024", "2024-05-10/..", "2023-05"}
	testDays    = []string{"2024-05-15", "2024-05-16T08:00:00+08:00", "2024-05-18", "2024-06-01", "2023-05-20", ""}
	testTypes   = kinds("type", "summit", "meeting", "visit", "signing", "statement", "sanction", "establish-mechanism")
	testTitles  = []string{"西安宣言", "关于加强合作的联合声明", "Joint Declaration on Cooperation"}
	testRoles   = []string{"", schema.RoleHost, schema.RoleVisitor, schema.RoleSignatory}
	testStatus  = []string{schema.Happened, schema.Happened, schema.Planned, schema.Cancelled, schema.Denied, schema.Proposed}
	testMeasure = kinds("measure", "trade-volume", "investment")
)

// document makes the n-th article; some share a URL, some are near-copies.
func (w world) document(n int) schema.Document {
	body := fmt.Sprintf("第%d篇文章。", n)
	if w.IntN(4) == 0 {
		body = "通稿。"
	}
	text := fmt.Sprintf("标题%d\n%s", n, body)
	var spans [][2]int
	var b strings.Builder
	b.WriteString(text)
	length := len([]rune(text))
	claims := 1 + w.IntN(5)
	for i := range claims {
		s := fmt.Sprintf("第%d句说了一件事。", i)
		b.WriteString(s)
		k := len([]rune(s))
		spans = append(spans, [2]int{length, length + k})
		length += k
	}
	b.WriteString("\n作者\n")
	text = b.String()
	a := schema.Article{
		ID: schema.DocIRI(text), Title: fmt.Sprintf("标题%d", n), Text: text, Lang: pick(w, "zh", "en", "ru"), Genre: "report", SHA256: schema.TextSHA(text),
		Published: pick(w, testDays...), Source: pick(w, "新华社", "TASS"), Body: [2]int{4, length}, URL: pick(w, "", fmt.Sprintf("https://example.org/%d", n), fmt.Sprintf("https://example.org/shared/%d", w.IntN(3))),
	}
	a.Minhash = make([]uint32, 64)
	topic := w.IntN(6)
	for i := range a.Minhash {
		a.Minhash[i] = uint32(topic*100 + i)
		if w.IntN(10) == 0 || topic > 2 {
			a.Minhash[i] = w.Uint32()
		}
	}
	d := schema.Document{Article: a}
	runes := []rune(text)
	for i, s := range spans {
		c := schema.Claim{Doc: a.ID, Begin: s[0], End: s[1], Quote: string(runes[s[0]:s[1]]), Rule: fmt.Sprintf("test/%d", i),
			Confidence: pick(w, "0.9", "0.7", "0.5"), Modality: schema.Asserted, Frame: w.frame(a.Published)}
		if i > 0 {
			c.Context = [][2]int{spans[0]}
		}
		c.Triples = c.Frame.Triples()
		c.ID = schema.ClaimIRI(c.Doc, c.Begin, c.End, c.Rule, c.Triples)
		d.Claims = append(d.Claims, c)
		if e := c.Frame.Event; e != nil {
			d.Article.Mentions = append(d.Article.Mentions, e.Instruments...)
		}
	}
	slices.Sort(d.Article.Mentions)
	d.Article.Mentions = slices.Compact(d.Article.Mentions)
	return d
}

func (w world) frame(published string) schema.Frame {
	switch w.IntN(8) {
	case 0:
		return schema.Frame{Kind: schema.FrameFigure, Figure: w.figure()}
	case 1:
		e := w.person()
		return schema.Frame{Kind: schema.FrameMembership, Membership: &schema.MembershipFrame{IRI: schema.MembershipIRI(e.IRI, e.Organization, e.Post, ""),
			Person: e.IRI, Organization: e.Organization, Role: e.Post, AttestedOn: day(published)}, Entities: []schema.Entity{e}}
	}
	return schema.Frame{Kind: schema.FrameEvent, Event: w.event()}
}

func day(published string) string {
	if len(published) < 10 {
		return ""
	}
	return published[:10]
}

func (w world) person() schema.Entity {
	x := pick(w, [3]string{"张三", "zhang-san", "zh"}, [3]string{"Zhang San", "zhang-san", "en"}, [3]string{"李四", "li-si", "zh"})
	post, org := schema.Base+"role/"+pick(w, "minister", "ambassador"), pick(w, testStates...)
	return schema.Entity{IRI: schema.PersonIRI(x[1], x[0], post+org), Class: schema.ClassPerson, Label: x[0], Lang: x[2], Post: post, Organization: org}
}

func (w world) figure() *schema.FigureFrame {
	f := &schema.FigureFrame{Measure: pick(w, testMeasure...), Reporter: testStates[0], Partner: pick(w, testStates[1:]...), When: pick(w, "2023", "2024"),
		Value: pick(w, "94800000000", "90000000000", "50000000000"), Currency: "USD", Bound: schema.Exactly, SignificantDigits: 3, Verbatim: "948亿美元", VerbatimLang: "zh",
		GrowthPercent: pick(w, "", "", "5.4", "80")}
	f.From, f.To = f.When+"-01-01", f.When+"-12-31"
	f.IRI = schema.Base + "id/figure/" + schema.Local(f.Measure) + "-" + schema.Local(f.Partner) + "-" + f.When + "-" + schema.Hash16(f.Value, f.GrowthPercent)
	return f
}

func (w world) event() *schema.EventFrame {
	e := &schema.EventFrame{Type: pick(w, testTypes...), Status: pick(w, testStatus...), When: pick(w, testDates...), Place: pick(w, testPlaces...), Label: pick(w, "", "一次会晤"), Lang: "zh"}
	if e.When != "" {
		d, err := edtf.Parse(e.When)
		if err != nil {
			panic(err)
		}
		e.From, e.To = d.Bounds()
	}
	if w.IntN(4) == 0 {
		e.Type = testTypes[0]
		e.Series = schema.Base + "id/series/china-central-asia-summit"
		e.Ordinal = pick(w, 0, 1, 2)
		year := ""
		if len(e.When) >= 4 {
			year = e.When[:4]
		}
		if e.Ordinal > 0 || year != "" {
			e.IRI = schema.SeriesEventIRI(e.Series, e.Ordinal, year)
		}
	}
	var parties []string
	for _, s := range w.some(testStates, 1) {
		parties = append(parties, s)
		e.Actors = append(e.Actors, schema.Actor{IRI: s, Role: pick(w, testRoles...)})
	}
	if w.IntN(3) == 0 {
		p := w.person()
		e.Actors = append(e.Actors, schema.Actor{IRI: p.IRI})
	}
	object := ""
	switch schema.Local(e.Type) {
	case "signing":
		title := pick(w, testTitles...)
		i := schema.InstrumentFrame{Label: title, Lang: "zh", Type: schema.Base + "kind/declaration", IRI: schema.InstrumentIRI(title, parties)}
		e.NewInstruments = []schema.InstrumentFrame{i}
		e.Instruments = []string{i.IRI}
		object = i.IRI
	case "establish-mechanism":
		e.Established = schema.Base + "id/mechanism/china-central-asia-heads-of-state"
		object = e.Established
	}
	if e.IRI == "" {
		e.IRI = schema.EventIRI(e.Type, e.When, e.Place, parties, object)
	}
	return e
}
