package resolve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// dated is a date that a claim gives.
type dated struct {
	text  string
	date  edtf.Date
	claim *Claim
}

// event is an item that is an event, its claims taken together.
type event struct {
	item        Item
	types       []string
	family      family
	series      string
	ordinal     int    // 0 unknown
	year        string // of a meeting of a series
	when        dated  // the most specific of its dates
	from, to    string // the days it allows
	dates       []dated
	places      []string
	parties     []string // states, groups, organisations; those of persons too
	persons     []string
	roles       map[string][]string // role property to IRIs, canonical
	levels      []string
	instruments []string // canonical
	established []string
	parents     []string
	articles    []string
	issued      [2]string // earliest and latest day of issue, "" unknown
}

// event gathers what the claims of an item say.
func (r *Resolver) event(it Item) *event {
	e := &event{item: it, roles: map[string][]string{}}
	for i := range it.Claims {
		c := &it.Claims[i]
		f := c.Frame.Event
		if f == nil {
			continue
		}
		add(&e.types, f.Type)
		if f.Series != "" && (e.series == "" || f.Series < e.series) {
			e.series = f.Series
		}
		e.ordinal = max(e.ordinal, f.Ordinal)
		if d, err := edtf.Parse(f.When); err == nil && f.When != "" {
			e.dates = append(e.dates, dated{f.When, d, c})
		}
		add(&e.places, f.Place)
		add(&e.levels, f.Level)
		add(&e.parents, f.Parent)
		add(&e.established, f.Established)
		for _, i := range f.Instruments {
			add(&e.instruments, r.canonical(i))
		}
		for _, a := range f.Actors {
			r.actor(e, a)
		}
		add(&e.articles, c.Article.IRI)
		e.issue(c.Article.Issued)
	}
	e.fromSeriesIRI()
	for _, list := range []*[]string{&e.types, &e.places, &e.parties, &e.persons, &e.levels, &e.instruments, &e.established, &e.parents, &e.articles} {
		slices.Sort(*list)
	}
	slices.SortFunc(e.dates, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.date.Specificity(), a.date.Specificity()), strings.Compare(a.text, b.text), strings.Compare(a.claim.ID, b.claim.ID))
	})
	if len(e.dates) > 0 {
		e.when = e.dates[0]
		e.from, e.to = e.when.date.Bounds()
	}
	if len(e.types) > 0 {
		e.family = familyOf(e.types[0])
	}
	r.meeting(e)
	return e
}

func add(list *[]string, s string) {
	if s != "" && !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

func (r *Resolver) actor(e *event, a schema.Actor) {
	iri := r.canonical(a.IRI)
	if strings.HasPrefix(iri, personPrefix) {
		add(&e.persons, iri)
	} else {
		add(&e.parties, iri)
	}
	if a.Role != "" && !slices.Contains(e.roles[a.Role], iri) {
		e.roles[a.Role] = append(e.roles[a.Role], iri)
		slices.Sort(e.roles[a.Role])
	}
}

func (e *event) issue(issued string) {
	day := dayOf(issued)
	if day == "" {
		return
	}
	if e.issued[0] == "" || day < e.issued[0] {
		e.issued[0] = day
	}
	if day > e.issued[1] {
		e.issued[1] = day
	}
}

// dayOf cuts the day out of a date or dateTime.
func dayOf(issued string) string {
	if len(issued) < len(time.DateOnly) {
		return ""
	}
	return issued[:len(time.DateOnly)]
}

// fromSeriesIRI reads series and number off an IRI that was made of them, since a
// further claim about the event (who takes part) need not repeat them.
func (e *event) fromSeriesIRI() {
	if e.series == "" || e.ordinal != 0 {
		return
	}
	for _, iri := range e.item.names() {
		n, ok := strings.CutPrefix(iri, eventPrefix+schema.Local(e.series)+"-")
		if x, err := strconv.Atoi(n); ok && err == nil {
			if len(n) == 4 {
				e.year = n
			} else {
				e.ordinal = x
			}
		}
	}
}

// meeting fills the ordinal of a series' meeting from the year where the gazetteer
// knows it.
func (r *Resolver) meeting(e *event) {
	if e.series == "" {
		return
	}
	if e.year == "" && e.when.text != "" {
		from, to := e.when.date.Bounds()
		if len(from) >= 4 && len(to) >= 4 && from[:4] == to[:4] {
			e.year = from[:4]
		}
	}
	if e.ordinal == 0 && e.year != "" {
		e.ordinal = r.Gazetteer.OrdinalOfYear(e.series, e.year)
	}
}

// eventKey is the block of an event: everything with which it might be one.
func (r *Resolver) eventKey(e *event) string {
	if len(e.types) == 0 {
		return "event|" + e.item.IRI
	}
	if strings.HasPrefix(e.series, unknownSeries) && e.ordinal > 0 && len(e.places) > 0 {
		return strings.Join([]string{"event", e.family.name, "nth", strconv.Itoa(e.ordinal), r.state(e.places)}, "|")
	}
	if e.series != "" {
		return "event|series|" + e.series
	}
	key := func(parts ...string) string {
		return strings.Join(append([]string{"event", e.family.name}, parts...), "|")
	}
	switch {
	case e.family.by == byDocument && len(e.instruments) == 1:
		return key("document", e.instruments[0])
	case e.family.by == byFounded && len(e.established) == 1:
		return key("founded", e.established[0])
	case e.family.by == byAppointee && len(e.roles[schema.RoleAppointee]) > 0:
		return key("appointee", strings.Join(e.roles[schema.RoleAppointee], " "))
	case e.family.by == bySpeaker && len(e.speakers()) > 0:
		return key("speaker", strings.Join(e.speakers(), " "))
	case len(e.parties) == 0:
		return key("where", r.state(e.places), strings.Join(e.persons, " "))
	case len(e.parties) <= 2:
		return key("parties", strings.Join(e.parties, " "))
	}
	where := r.state(e.places)
	if where == "" && len(e.roles[schema.RoleHost]) == 1 {
		where = e.roles[schema.RoleHost][0]
	}
	return key("many", where)
}

// speakers are who says it: the persons or, without any, the senders or parties.
func (e *event) speakers() []string {
	for _, list := range [][]string{e.roles[schema.RoleSpeaker], e.roles[schema.RoleSender], e.persons, e.parties} {
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// state is the state of the first place that lies in one.
func (r *Resolver) state(places []string) string {
	for _, p := range places {
		if s := r.Gazetteer.State(p); s != "" {
			return s
		}
	}
	return ""
}

// within reports whether a place is another or lies in it.
func (r *Resolver) within(inner, outer string) bool {
	for range 8 {
		if inner == outer {
			return true
		}
		e, ok := r.Gazetteer.Entity(inner)
		if !ok {
			return false
		}
		next := e.In
		if next == "" && !strings.HasPrefix(inner, statePrefix) {
			next = r.Gazetteer.State(inner)
		}
		if next == "" || next == inner {
			return false
		}
		inner = next
	}
	return false
}

// samePlace reports whether two places can be where one event was: one lies in the
// other, or both in one state and one of them is a region, whose places the
// gazetteer need not list.
func (r *Resolver) samePlace(a, b string) bool {
	if r.within(a, b) || r.within(b, a) {
		return true
	}
	state := r.Gazetteer.State(a)
	return state != "" && state == r.Gazetteer.State(b) && (r.region(a) || r.region(b))
}

func (r *Resolver) region(place string) bool {
	e, ok := r.Gazetteer.Entity(place)
	return ok && e.PlaceKind == "region"
}
