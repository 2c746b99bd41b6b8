package resolve

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// contradiction writes an entry of the ledger: claims that cannot all be true of
// what it concerns.
func contradiction(concerns, property string, claims []Claim) []schema.Triple {
	ids := make([]string, 0, len(claims))
	for _, c := range claims {
		add(&ids, c.ID)
	}
	if len(ids) < 2 {
		return nil
	}
	iri := schema.IRI(schema.ContradictionIRI(concerns, property, ids))
	out := []schema.Triple{
		{S: iri, P: schema.IRI(schema.Type), O: schema.IRI(schema.ClassContradiction)},
		{S: iri, P: schema.IRI(schema.Concerns), O: schema.IRI(concerns)},
		{S: iri, P: schema.IRI(schema.PropertyProp), O: schema.IRI(property)},
	}
	for _, id := range ids {
		out = append(out, schema.Triple{S: iri, P: schema.IRI(schema.ClaimProp), O: schema.IRI(id)})
	}
	return out
}

// clashing are the claims that are at odds with another of them. Claims for which
// says is equal agree and are compared once, so that an article that repeats itself
// costs no more than its different statements.
func clashing(claims []Claim, says func(Claim) string, odds func(a, b Claim) bool) []Claim {
	first := map[string]Claim{}
	var different []string
	said := make([]string, len(claims))
	for i, c := range claims {
		said[i] = says(c)
		if _, ok := first[said[i]]; !ok {
			first[said[i]] = c
			different = append(different, said[i])
		}
	}
	atOdds := map[string]bool{}
	for _, x := range different {
		for _, y := range different {
			if x != y && odds(first[x], first[y]) {
				atOdds[x] = true
				break
			}
		}
	}
	var out []Claim
	for i, c := range claims {
		if atOdds[said[i]] {
			out = append(out, c)
		}
	}
	return out
}

// eventContradictions compares what claims say of one event. Only what is told as
// done is compared by date and place: plans change.
func (r *Resolver) eventContradictions(n *node, claims []Claim) []schema.Triple {
	var told []Claim
	for _, c := range claims {
		if c.Frame.Event.Status == schema.Happened && c.Modality != schema.Opinion {
			told = append(told, c)
		}
	}
	var out []schema.Triple
	out = append(out, contradiction(n.iri, schema.When, datesClash(told))...)
	out = append(out, contradiction(n.iri, schema.HasPlace, clashing(told, func(c Claim) string { return c.Frame.Event.Place }, func(a, b Claim) bool {
		p, q := a.Frame.Event.Place, b.Frame.Event.Place
		return p != "" && q != "" && !r.samePlace(p, q)
	}))...)
	return append(out, contradiction(n.iri, schema.Status, clashing(claims, statusSaid, statusesClash))...)
}

// lasts is how many days apart two reports of one occasion may lie, since it goes
// on for days of which each report tells its own, by family.
var lasts = map[string]int{"gathering": 2, "negotiation": 5, "visit": 7}

// forumLasts is the same for a forum, an exhibition or games.
const forumLasts = 21

// datesClash are the claims whose dates cannot both be true. Days that a third
// claim puts into one stretch, or that lie no farther apart than such an occasion
// lasts, can.
func datesClash(told []Claim) []Claim {
	type days struct{ from, to string }
	of := map[string]days{}
	stretches := map[days]bool{}
	var dated []Claim
	slack := 0
	for _, c := range told {
		d, err := edtf.Parse(c.Frame.Event.When)
		if err != nil || c.Frame.Event.When == "" {
			continue
		}
		x := days{}
		x.from, x.to = d.Bounds()
		of[c.ID] = x
		stretches[x] = true
		dated = append(dated, c)
		if schema.Local(c.Frame.Event.Type) == "forum" {
			slack = forumLasts
		} else {
			slack = max(slack, lasts[familyOf(c.Frame.Event.Type).name])
		}
	}
	inStretch := func(a, b days) bool {
		for x := range stretches {
			if x.from != "" && x.to != "" && edtf.Compare(x.from, a.from) <= 0 && edtf.Compare(x.to, b.to) >= 0 && near(x.from, x.to, 31) {
				return true
			}
		}
		return false
	}
	return clashing(dated, func(c Claim) string { return c.Frame.Event.When }, func(a, b Claim) bool {
		x, y := of[a.ID], of[b.ID]
		if x.from == "" || y.to == "" || y.from == "" || x.to == "" {
			return false
		}
		if edtf.Compare(y.from, x.from) < 0 {
			x, y = y, x
		}
		return edtf.Compare(x.to, y.from) < 0 && !near(x.to, y.from, slack) && !inStretch(x, y)
	})
}

// statusSaid is all of a claim that statusesClash looks at.
func statusSaid(c Claim) string {
	return c.Frame.Event.Status + " " + c.Modality + " " + c.Article.Issued
}

// statusesClash: told as done by one, denied by the other, or called off by a
// later one.
func statusesClash(a, b Claim) bool {
	return statusDenies(a, b) || statusDenies(b, a)
}

func statusDenies(told, against Claim) bool {
	if told.Frame.Event.Status != schema.Happened || told.Modality == schema.Opinion || against.Modality == schema.Opinion {
		return false
	}
	switch against.Frame.Event.Status {
	case schema.Denied:
		return true
	case schema.Cancelled:
		return instant(against.Article.Issued).After(instant(told.Article.Issued))
	}
	return false
}

// orderContradictions compares the numbers of a series with the dates of its
// meetings: a later number cannot come first.
func (r *Resolver) orderContradictions(nodes []*node) []schema.Triple {
	type numbered struct {
		*node
		series   string
		ordinal  int
		from, to string
	}
	var all []numbered
	for _, n := range nodes {
		m := n.members[0]
		if m.series == "" || m.ordinal == 0 {
			continue
		}
		var told []Claim
		for _, c := range n.eventClaims() {
			if s := c.Frame.Event.Status; (s == schema.Happened || s == schema.Ongoing) && c.Frame.Event.Ordinal == m.ordinal {
				told = append(told, c)
			}
		}
		if d, ok := bestDate(told); ok {
			x := numbered{node: &node{iri: n.iri, claims: told}, series: m.series, ordinal: m.ordinal}
			x.from, x.to = d.Bounds()
			all = append(all, x)
		}
	}
	var out []schema.Triple
	for _, a := range all {
		for _, b := range all {
			if a.series == b.series && a.ordinal < b.ordinal && b.to != "" && a.from != "" && edtf.Compare(b.to, a.from) < 0 {
				out = append(out, contradiction(a.series, schema.Ordinal, []Claim{datedClaim(a.claims), datedClaim(b.claims)})...)
			}
		}
	}
	return out
}

// datedClaim is the surest of the claims that give a date.
func datedClaim(claims []Claim) Claim {
	return slices.MaxFunc(claims, func(a, b Claim) int {
		x, y := 0, 0
		if a.Frame.Event.When != "" {
			x = 1
		}
		if b.Frame.Event.When != "" {
			y = 1
		}
		if x != y {
			return x - y
		}
		return later(a, b)
	})
}

// partyContradiction: two lists of an instrument's parties, each with one that the
// other lacks.
func partyContradiction(iri string, claims []Claim, parties func(Claim) []string) []schema.Triple {
	return contradiction(iri, schema.Party, clashing(claims, func(c Claim) string { return strings.Join(parties(c), " ") }, func(a, b Claim) bool {
		p, q := parties(a), parties(b)
		return len(p) > 1 && len(q) > 1 && !subset(p, q) && !subset(q, p)
	}))
}

// figureKey is the block of a figure: what is measured between whom, whatever the
// period, so that a level can be held against the growth from the year before.
func figureKey(it Item) string {
	for _, c := range it.Claims {
		f := c.Frame.Figure
		if f == nil {
			continue
		}
		a, b := f.Reporter, f.Partner
		measure := strings.TrimSuffix(schema.Local(f.Measure), "-growth")
		if trade[measure] {
			measure = "trade"
			if b < a {
				a, b = b, a
			}
		}
		key := "figure|" + measure + "|" + schema.Local(a) + "|" + schema.Local(b)
		if a == "" && b == "" || unnamed[measure] {
			key += "|" + foldLabel(f.Label)
		}
		return key
	}
	return "figure|" + it.IRI
}

// trade are the measures of trade, which are held against each other; the volume is
// the same number whichever side reports it.
var trade = map[string]bool{"trade-volume": true, "export-value": true, "import-value": true, "trade-balance": true}

// unnamed measures say only in the label what is counted.
var unnamed = map[string]bool{"count": true, "people": true, "price": true, "share": true, "projects": true, "distance": true, "aid-amount": true, "casualties": true,
	"documents-signed": true, "loan-amount": true, "freight-volume": true, "visitors": true, "students": true, "passengers": true}

// figure is a figure's frame with a claim that states it.
type figure struct {
	Claim
	*schema.FigureFrame
	min, max float64 // the values it allows
	growth   bool    // a change in percent alone
}

// alone are measures that need no partner.
var alone = map[string]bool{"gdp": true, "freight-trains": true}

// scoped reports whether a figure says of whom and of which time it speaks; only
// then can another contradict it.
func scoped(f *schema.FigureFrame) bool {
	if f.Reporter == "" || f.When == "" {
		return false
	}
	return f.Partner != "" || alone[strings.TrimSuffix(schema.Local(f.Measure), "-growth")]
}

// scope tells which figures speak of the same number.
func (f figure) scope() string {
	q := slices.Clone(f.Qualifiers)
	q = slices.DeleteFunc(q, func(s string) bool {
		switch schema.Local(s) {
		case "record-high", "record-low", "first-time", "consecutive-years":
			return true
		}
		return false
	})
	slices.Sort(q)
	a, b := f.Reporter, f.Partner
	if strings.TrimSuffix(schema.Local(f.Measure), "-growth") == "trade-volume" && b < a {
		a, b = b, a
	}
	return strings.Join([]string{f.Measure, a, b, f.FigureFrame.When, f.Currency, f.Unit, f.FigureFrame.Comparison, strings.Join(q, " ")}, "|")
}

// figures compares the figures of a block. Every figure keeps its own IRI.
func (r *Resolver) figures(items []Item) Result {
	var all []figure
	var out Result
	for _, it := range items {
		for _, iri := range it.names() {
			out.Merges = append(out.Merges, Merge{Proposed: iri, Node: iri, Reason: "figures with different values are different nodes"})
		}
		for _, c := range it.Claims {
			if f := c.Frame.Figure; f != nil && (c.Modality == schema.Asserted || c.Modality == schema.Reported) && scoped(f) {
				if x, ok := figureOf(c); ok {
					all = append(all, x)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b figure) int { return strings.Compare(a.ID, b.ID) })
	all = slices.CompactFunc(all, func(a, b figure) bool { return a.ID == b.ID })
	byScope := map[string][]figure{}
	for _, f := range all {
		byScope[f.scope()] = append(byScope[f.scope()], f)
	}
	for _, list := range byScope {
		out.Derived = append(out.Derived, valuesClash(list)...)
	}
	out.Derived = append(out.Derived, growthClash(all)...)
	out.Derived = append(out.Derived, partsClash(all)...)
	return out
}

// figureOf reads the values that a figure allows: half a unit of the last
// significant digit on either side of an exact value, a tenth of an approximate
// one.
func figureOf(c Claim) (figure, bool) {
	f := c.Frame.Figure
	x := figure{Claim: c, FigureFrame: f, growth: strings.HasSuffix(f.Measure, "-growth"), min: -1e300, max: 1e300}
	number := func(s string) (float64, bool) {
		v, err := strconv.ParseFloat(s, 64)
		return v, err == nil
	}
	if v, ok := number(f.Value); ok {
		slack := rounding(f.Value, f.SignificantDigits)
		if f.Bound == schema.About {
			slack = max(slack, abs(v)/10)
		}
		x.min, x.max = v-slack, v+slack
		return x, true
	}
	min, okMin := number(f.Min)
	max, okMax := number(f.Max)
	if okMin {
		x.min = min
	}
	if okMax {
		x.max = max
	}
	return x, okMin || okMax
}

// rounding is half a unit of the last significant digit of a decimal.
func rounding(value string, digits int) float64 {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || v == 0 {
		return 0
	}
	if digits <= 0 {
		digits = len(strings.Trim(strings.NewReplacer(".", "", "-", "").Replace(value), "0"))
	}
	unit := 1.0
	for abs(v)/unit >= 10 {
		unit *= 10
	}
	for abs(v)/unit < 1 {
		unit /= 10
	}
	for range digits - 1 {
		unit /= 10
	}
	return unit / 2 * 1.000001
}

func abs(f float64) float64 {
	if f < 0 {
		return -f
	}
	return f
}

// valuesClash enters figures of one scope whose allowed values do not meet. They
// concern the least of the figures' IRIs.
func valuesClash(list []figure) []schema.Triple {
	odd := map[string]figure{}
	for i, a := range list {
		for _, b := range list[i+1:] {
			if (a.max < b.min || b.max < a.min) && sameScale(a, b) {
				odd[a.ID], odd[b.ID] = a, b
			}
		}
	}
	var claims []Claim
	concerns := ""
	for _, f := range list {
		if _, ok := odd[f.ID]; ok {
			claims = append(claims, f.Claim)
			if concerns == "" || f.FigureFrame.IRI < concerns {
				concerns = f.FigureFrame.IRI
			}
		}
	}
	return contradiction(concerns, schema.Value, claims)
}

// scale is the ratio from which two values are not of one thing: a head against a
// whole, a month against the year.
const scale = 20

func sameScale(a, b figure) bool {
	x, y := abs(a.least()), abs(b.least())
	return x == 0 || y == 0 || max(x, y)/min(x, y) <= scale
}

// least is the bound of a figure that is known.
func (f figure) least() float64 {
	if f.min > -1e300 {
		return f.min
	}
	return f.max
}

// growthClash holds a level and its growth against the level of the year before.
func growthClash(all []figure) []schema.Triple {
	var out []schema.Triple
	year := func(f figure) (int, bool) {
		n, err := strconv.Atoi(f.FigureFrame.When)
		return n, err == nil && len(f.FigureFrame.When) == 4
	}
	for _, now := range all {
		y, ok := year(now)
		growth, err := strconv.ParseFloat(now.FigureFrame.GrowthPercent, 64)
		if !ok || err != nil || now.growth || now.Value == "" || now.Comparison != "" && schema.Local(now.Comparison) != "year-on-year" {
			continue
		}
		for _, before := range all {
			if z, ok := year(before); !ok || z != y-1 || before.Value == "" || before.growth || before.Currency != now.Currency || before.Unit != now.Unit || before.Measure != now.Measure || scopeWithout(before) != scopeWithout(now) {
				continue
			}
			if before.min <= 0 {
				continue
			}
			slack := max(rounding(now.GrowthPercent, 0), 0.05) + 0.5
			least, most := (now.min/before.max-1)*100-slack, (now.max/before.min-1)*100+slack
			if growth < least || growth > most {
				out = append(out, contradiction(now.FigureFrame.IRI, schema.GrowthPercent, []Claim{now.Claim, before.Claim})...)
			}
		}
	}
	return out
}

// partsClash holds exports and imports against the volume that one article gives
// beside them.
func partsClash(all []figure) []schema.Triple {
	var out []schema.Triple
	of := func(total figure, measure string) (figure, bool) {
		for _, f := range all {
			if schema.Local(f.Measure) == measure && f.Value != "" && f.Article.IRI == total.Article.IRI && f.Reporter == total.Reporter && f.Partner == total.Partner &&
				f.FigureFrame.When == total.FigureFrame.When && f.Currency == total.Currency && slices.Equal(f.Qualifiers, total.Qualifiers) {
				return f, true
			}
		}
		return figure{}, false
	}
	for _, total := range all {
		if schema.Local(total.Measure) != "trade-volume" || total.Value == "" {
			continue
		}
		exports, ok1 := of(total, "export-value")
		imports, ok2 := of(total, "import-value")
		if !ok1 || !ok2 {
			continue
		}
		slack := (total.max - total.min) / 2
		if total.min-slack > exports.max+imports.max || total.max+slack < exports.min+imports.min {
			out = append(out, contradiction(total.FigureFrame.IRI, schema.Value, []Claim{total.Claim, exports.Claim, imports.Claim})...)
		}
	}
	return out
}

// scopeWithout is the scope but for the period and the comparison.
func scopeWithout(f figure) string {
	g := *f.FigureFrame
	g.When, g.Comparison = "any", ""
	return figure{FigureFrame: &g}.scope()
}
