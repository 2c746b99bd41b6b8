package frames_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// foundEvent is one event of the program: the claims that propose one IRI.
type foundEvent struct {
	schema.EventFrame
	spans [][2]int
	quote string
}

// labelScore counts what was found of a language's labels.
type labelScore struct {
	labels, met, metOptional               int
	spurious, repeated                     int // without a label; of a label already met
	statusRight, statusAll                 int
	dateRight, dateAll                     int
	actorsRight, actorsFound, actorsWanted int
	placeRight, placeAll                   int
	personsRight, personsAll               int
	figures, figuresMet, figuresSpurious   int
	unheld, unheldAsHappened               int
}

func (s *labelScore) print(lang string) {
	p, r := ratio(s.met+s.metOptional, s.met+s.metOptional+s.spurious), ratio(s.met, s.labels)
	f1 := 0.0
	if p+r > 0 {
		f1 = 2 * p * r / (p + r)
	}
	fmt.Printf("bar: labels %s events P %.3f R %.3f F1 %.3f (%d labels; %d found without a label, %d repeated), status right %d/%d, date right %d/%d, figures P %.3f R %.3f (%d)\n",
		lang, p, r, f1, s.labels, s.spurious, s.repeated, s.statusRight, s.statusAll, s.dateRight, s.dateAll,
		ratio(s.figuresMet, s.figuresMet+s.figuresSpurious), ratio(s.figuresMet, s.figures), s.figures)
	fmt.Printf("bar: labels %s of the events met: country actors P %.3f R %.3f, place right %d/%d, persons right %d/%d\n",
		lang, ratio(s.actorsRight, s.actorsFound), ratio(s.actorsRight, s.actorsWanted), s.placeRight, s.placeAll, s.personsRight, s.personsAll)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// eventsFound groups the event claims by the IRI they propose.
func eventsFound(claims []schema.Claim) []foundEvent {
	var out []foundEvent
	for _, c := range claims {
		e := c.Frame.Event
		if e == nil {
			continue
		}
		span := [2]int{c.Begin, c.End}
		if i := slices.IndexFunc(out, func(f foundEvent) bool { return f.IRI == e.IRI }); i >= 0 {
			out[i].join(e, span)
			continue
		}
		out = append(out, foundEvent{*e, [][2]int{span}, c.Quote})
	}
	return out
}

// join adds what a further claim says of the event: the finer date, a place where
// none was known, more actors, and happened over a plan, as the derived view does.
func (f *foundEvent) join(e *schema.EventFrame, span [2]int) {
	f.spans = append(f.spans, span)
	was, err := edtf.Parse(f.When)
	is, err2 := edtf.Parse(e.When)
	if err2 == nil && e.When != "" && (err != nil || f.When == "" || is.Specificity() > was.Specificity()) {
		f.When = e.When
	}
	f.Place = cmp.Or(f.Place, e.Place)
	f.Actors = append(slices.Clone(f.Actors), e.Actors...)
	if e.Status == schema.Happened && f.Status == schema.Planned {
		f.Status = e.Status
	}
}

func (s *labelScore) events(a labelledArticle, claims []schema.Claim) {
	found := eventsFound(claims)
	type pair struct{ label, found, score int }
	var pairs []pair
	known := make([]bool, len(found)) // has a label, met by it or by a better one
	for l, want := range a.Events {
		for f, got := range found {
			if n := want.fit(got); n > 0 {
				pairs = append(pairs, pair{l, f, n})
				known[f] = true
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.label, y.label), cmp.Compare(x.found, y.found))
	})
	met, used := make([]bool, len(a.Events)), make([]bool, len(found))
	for _, p := range pairs {
		if met[p.label] || used[p.found] {
			continue
		}
		met[p.label], used[p.found] = true, true
		want := a.Events[p.label]
		if want.Optional {
			s.metOptional++
			continue
		}
		s.met++
		s.details(a, want, found[p.found])
	}
	for l, want := range a.Events {
		if want.Optional {
			continue
		}
		s.labels++
		if want.unheld() {
			s.unheld++
		}
		if !met[l] {
			show("missed", a, want.Spans, want.Type+" "+want.Status+" "+want.Date)
		}
	}
	for f, got := range found {
		switch {
		case used[f] || touches(got.spans, a.Unscored):
		case known[f]:
			s.repeated++
			show("repeated", a, got.spans, got.describe())
		default:
			s.spurious++
			show("spurious", a, got.spans, got.describe())
		}
	}
}

// details scores the fields of an event that was met.
func (s *labelScore) details(a labelledArticle, want labelledEvent, got foundEvent) {
	s.statusAll++
	if want.statusFits(got) {
		s.statusRight++
	} else {
		show("status", a, got.spans, "want "+want.Status+" got "+got.describe())
	}
	if want.unheld() && slices.Contains([]string{"happened", "ongoing"}, schema.Local(got.Status)) {
		s.unheldAsHappened++
	}
	s.dateAll++
	if want.dateFits(got.When) {
		s.dateRight++
	} else {
		show("date", a, got.spans, "want "+want.Date+" got "+got.describe())
	}
	states, persons := got.actors("id/state/"), got.actors("id/person/")
	s.actorsWanted += len(want.Actors)
	s.actorsFound += len(states)
	s.actorsRight += common(want.Actors, states)
	if common(want.Actors, states) < max(len(want.Actors), len(states)) {
		show("actors", a, got.spans, "want "+strings.Join(want.Actors, ",")+" got "+got.describe())
	}
	s.personsAll += len(want.Persons)
	s.personsRight += common(want.Persons, persons)
	if want.Place != "" {
		s.placeAll++
		if schema.Local(got.Place) == want.Place {
			s.placeRight++
		} else {
			show("place", a, got.spans, "want "+want.Place+" got "+got.describe())
		}
	}
}

func (s *labelScore) figuresOf(a labelledArticle, claims []schema.Claim) {
	met := make([]bool, len(a.Figures))
	for _, c := range claims {
		g := c.Frame.Figure
		span := [][2]int{{c.Begin, c.End}}
		if g == nil || touches(span, a.Unscored) {
			continue
		}
		if i := slices.IndexFunc(a.Figures, func(want labelledFigure) bool { return want.fits(g, span) }); i >= 0 {
			met[i] = true
			continue
		}
		s.figuresSpurious++
		show("spurious", a, span, "figure "+schema.Local(g.Measure)+" "+g.Value+g.Min+".."+g.Max+" "+g.Currency+schema.Local(g.Unit)+" | "+c.Quote)
	}
	for i, want := range a.Figures {
		switch {
		case want.Optional:
		case met[i]:
			s.figures++
			s.figuresMet++
		default:
			s.figures++
			show("missed", a, want.Spans, "figure "+want.Measure+" "+want.Value)
		}
	}
}

// fits says whether a figure is the labelled one: number, unit, and a measure
// that is right.
func (w labelledFigure) fits(g *schema.FigureFrame, span [][2]int) bool {
	number := g.Value == w.Value || g.Value == "" && (g.Min == w.Value || g.Min == "" && g.Max == w.Value)
	if w.Max != "" {
		number = g.Min == w.Value && g.Max == w.Max
	}
	measure := schema.Local(g.Measure)
	return number && g.Currency == w.Currency && touches(span, w.Spans) &&
		(w.Unit == "" || w.Unit == "item" || schema.Local(g.Unit) == w.Unit) &&
		(measure == w.Measure || slices.Contains(w.AcceptMeasures, measure))
}

// fit is 0 when an event found is not the labelled one, else how near it is.
func (w labelledEvent) fit(f foundEvent) int {
	kin := 0
	got := schema.Local(f.Type)
	for _, t := range append([]string{w.Type}, w.AcceptTypes...) {
		if t == got {
			kin = 3
		}
	}
	if kin == 0 && family(w.Type) == family(got) {
		kin = 2
	}
	if kin == 0 {
		return 0
	}
	states := f.actors("id/state/")
	shared, dated := common(w.Actors, states), w.dateFits(f.When)
	here := touches(f.spans, w.Spans)
	if !here && (shared == 0 || shared < len(w.Actors) || !dated || f.When == "") {
		return 0
	}
	n := 2*kin + 2*shared
	if here {
		n += 6
	}
	if dated {
		n += 3
	}
	if w.statusFits(f) {
		n += 2
	}
	if !w.Optional {
		n++
	}
	return n
}

// family is the broader type, or the type itself.
func family(slug string) string {
	if c, ok := schema.FindConcept(schema.Base + "type/" + slug); ok && c.Broader != "" {
		return schema.Local(c.Broader)
	}
	return slug
}

// unheld says that the text does not let the event have happened.
func (w labelledEvent) unheld() bool {
	happened := func(s string) bool { return s == "happened" || s == "ongoing" }
	return !happened(w.Status) && !slices.ContainsFunc(w.AcceptStatus, happened)
}

func (w labelledEvent) statusFits(f foundEvent) bool {
	got := schema.Local(f.Status)
	ok := append([]string{w.Status}, w.AcceptStatus...)
	return slices.Contains(ok, got) || got == "ongoing" && slices.Contains(ok, "happened")
}

// dateFits says whether a date lies within the labelled one or an accepted one.
func (w labelledEvent) dateFits(when string) bool {
	for _, want := range append([]string{w.Date}, w.AcceptDates...) {
		if want == when {
			return true
		}
		if want == "" || when == "" {
			continue
		}
		x, err := edtf.Parse(want)
		y, err2 := edtf.Parse(when)
		if err != nil || err2 != nil {
			continue
		}
		from, to := x.Bounds()
		begin, end := y.Bounds()
		if begin != "" && begin >= from && (to == "" || end != "" && end <= to) {
			return true
		}
	}
	return false
}

// actors are the local names of an event's actors of one kind, sorted.
func (f foundEvent) actors(kind string) []string {
	var out []string
	for _, a := range f.Actors {
		if strings.HasPrefix(a.IRI, schema.Base+kind) {
			out = append(out, schema.Local(a.IRI))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (f foundEvent) describe() string {
	return strings.Join([]string{schema.Local(f.Type), schema.Local(f.Status), f.When, schema.Local(f.Place), strings.Join(f.actors(""), ",")}, " ") + " | " + f.quote
}

func common(a, b []string) int {
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

func touches(a, b [][2]int) bool {
	for _, x := range a {
		for _, y := range b {
			if x[0] < y[1] && y[0] < x[1] {
				return true
			}
		}
	}
	return false
}

// show prints a difference when asked to by the environment.
func show(what string, a labelledArticle, spans [][2]int, more string) {
	if os.Getenv("SHOW") != "" {
		fmt.Printf("- %s %s %v %s\n", what, a.Record, spans, more)
	}
}
