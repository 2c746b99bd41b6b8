package resolve

import (
	"slices"
	"strconv"
	"time"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// How far apart what is said of one event may lie, in days.
const (
	reportedAfter = 31  // an undated past event, before the article that tells of it
	plannedAhead  = 120 // an announced event without a date, after the article
	talkedOf      = 62  // articles about one undated event
)

// compatible reports whether two events can be one, and by what.
func (r *Resolver) compatible(a, b *event) (string, bool) {
	if r.Corrections.different(a.item.IRI, b.item.IRI) {
		return "", false
	}
	if a.family.name != b.family.name {
		return "", false
	}
	if a.series == "" && b.series == "" && a.when.text != "" && b.when.text != "" && !overlap(a, b) {
		return "", false
	}
	if a.series != "" && a.series == b.series {
		return r.sameMeeting(a, b)
	}
	if a.series != b.series && (a.ordinal == 0 || a.ordinal != b.ordinal) {
		return "", false
	}
	if !r.placesMeet(a, b) || !partiesMeet(a, b) || !r.personsMeet(a, b) || !levelsMeet(a, b) {
		return "", false
	}
	if conflict(a.instruments, b.instruments) || conflict(a.established, b.established) {
		return "", false
	}
	how, ok := r.datesMeet(a, b)
	if !ok || shared(a, b) < needed(a, b) {
		return "", false
	}
	switch {
	case meet(a.instruments, b.instruments):
		return "the same document, " + how, true
	case meet(a.established, b.established):
		return "the same founding, " + how, true
	case a.ordinal != 0 && a.ordinal == b.ordinal:
		return "the same number and place, " + how, true
	}
	return "the same type and parties, " + how, true
}

// shared weighs what two events have in common beside type and date.
func shared(a, b *event) int {
	n := common(a.parties, b.parties) + common(a.persons, b.persons)
	if len(a.places) > 0 && len(b.places) > 0 {
		n++
	}
	if a.ordinal != 0 {
		n += 2
	}
	return n + 2*common(a.instruments, b.instruments) + 2*common(a.established, b.established)
}

// needed is how much must be shared: more where the dates say less. An article
// speaks of one event without repeating all.
func needed(a, b *event) int {
	switch {
	case a.family.by == bySpeaker && a.when.text != "" && b.when.text != "":
		return 1
	case meet(a.articles, b.articles):
		return 2
	case a.when.text == "" || b.when.text == "" || unit(a.when.date) <= yearUnit || unit(b.when.date) <= yearUnit:
		return 3
	}
	return 2
}

func common(a, b []string) int {
	n := 0
	for _, s := range a {
		if slices.Contains(b, s) {
			n++
		}
	}
	return n
}

// sameMeeting compares two meetings of one series: by number, else by year.
func (r *Resolver) sameMeeting(a, b *event) (string, bool) {
	if a.ordinal != 0 && b.ordinal != 0 {
		return "the same series and number " + strconv.Itoa(a.ordinal), a.ordinal == b.ordinal
	}
	if !r.placesMeet(a, b) {
		return "", false
	}
	if a.year != "" && b.year != "" && a.year != b.year {
		return "", false
	}
	if a.when.text == "" && b.when.text == "" {
		return "the same series, in one article", meet(a.articles, b.articles)
	}
	how, ok := r.datesMeet(a, b)
	if !ok && a.year != "" && a.year == b.year && a.when.text != "" && b.when.text != "" && overlap(a, b) {
		how, ok = "the same year", true
	}
	return "the same series, " + how, ok
}

// placesMeet: each place of one lies in or holds each place of the other.
func (r *Resolver) placesMeet(a, b *event) bool {
	for _, p := range a.places {
		for _, q := range b.places {
			if !r.samePlace(p, q) {
				return false
			}
		}
	}
	return true
}

func partiesMeet(a, b *event) bool {
	if len(a.parties) == 0 && len(b.parties) == 0 {
		return meet(a.persons, b.persons) || len(a.places) > 0 && len(b.places) > 0 || meet(a.established, b.established) || meet(a.instruments, b.instruments)
	}
	if len(a.parties) == 0 || len(b.parties) == 0 {
		return meet(a.persons, b.persons) || meet(a.instruments, b.instruments) || meet(a.established, b.established) || a.ordinal != 0
	}
	if a.family.bilateral {
		return subset(a.parties, b.parties) || subset(b.parties, a.parties)
	}
	return meet(a.parties, b.parties)
}

// personsMeet: where both name persons, one is the same, and no state is spoken
// for by different ones.
func (r *Resolver) personsMeet(a, b *event) bool {
	if len(a.persons) == 0 || len(b.persons) == 0 {
		return true
	}
	if !meet(a.persons, b.persons) {
		return false
	}
	for _, p := range a.persons {
		if slices.Contains(b.persons, p) {
			continue
		}
		s := r.Gazetteer.State(p)
		for _, q := range b.persons {
			if s != "" && !slices.Contains(a.persons, q) && r.Gazetteer.State(q) == s {
				return false
			}
		}
	}
	return true
}

func levelsMeet(a, b *event) bool {
	return len(a.levels) == 0 || len(b.levels) == 0 || meet(a.levels, b.levels)
}

// datesMeet compares when two events were. What is said to the day, or to the
// month, must overlap; a year alone needs the place; an open window and an event
// without date reach only as far as people talk of one thing.
func (r *Resolver) datesMeet(a, b *event) (string, bool) {
	switch {
	case a.when.text == "" && b.when.text == "":
		return "told of at the same time", near(a.issued[0], b.issued[1], talkedOf) && near(b.issued[0], a.issued[1], talkedOf) && (a.issued[0] != "" || slices.Equal(a.articles, b.articles))
	case a.when.text == "":
		return "told of at its time", undatedMeets(a, b)
	case b.when.text == "":
		return "told of at its time", undatedMeets(b, a)
	}
	if !overlap(a, b) {
		return "", false
	}
	coarse := a.when
	if b.when.date.Specificity() < a.when.date.Specificity() {
		coarse = b.when
	}
	switch coarse.date.Granularity() {
	case "second", "minute", "day", "month":
		if a.family.by == bySpeaker && coarse.date.Granularity() == "month" {
			return "", false
		}
		return "overlapping dates", true
	case "open":
		return "a date in the announced time", openMeets(a, b)
	}
	return "overlapping dates and the same place", (len(a.places) > 0 && len(b.places) > 0 || meet(a.instruments, b.instruments) || meet(a.established, b.established)) && a.family.by != bySpeaker
}

// overlap: there is a day that both dates allow.
func overlap(a, b *event) bool {
	return (a.to == "" || b.from == "" || edtf.Compare(a.to, b.from) >= 0) && (b.to == "" || a.from == "" || edtf.Compare(b.to, a.from) >= 0)
}

// undatedMeets: an event without a date is one with a dated event when the
// articles that tell of it were issued about then.
func undatedMeets(undated, other *event) bool {
	if undated.family.by == bySpeaker {
		return false
	}
	if undated.issued[0] == "" {
		return len(undated.articles) == 1 && slices.Contains(other.articles, undated.articles[0])
	}
	if !near(undated.issued[0], undated.issued[1], talkedOf) {
		return false
	}
	return near(other.from, undated.issued[1], reportedAfter) && near(undated.issued[0], other.to, plannedAhead)
}

// openMeets: an open window reaches some months.
func openMeets(a, b *event) bool {
	af, at, bf, bt := a.from, a.to, b.from, b.to
	switch {
	case at == "" && bt == "":
		return near(af, bf, plannedAhead) && near(bf, af, plannedAhead)
	case at == "":
		return near(af, bf, plannedAhead)
	case bt == "":
		return near(bf, af, plannedAhead)
	}
	return true
}

// near: the second day comes at most so many days after the first; unknown days
// are near.
func near(first, second string, days int) bool {
	a, err1 := time.Parse(time.DateOnly, first)
	b, err2 := time.Parse(time.DateOnly, second)
	return err1 != nil || err2 != nil || b.Sub(a) <= time.Duration(days)*24*time.Hour
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func conflict(a, b []string) bool { return len(a) > 0 && len(b) > 0 && !meet(a, b) }

func subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}

// rank orders events for clustering: those that say most of their identity first.
func (e *event) rank() int {
	switch {
	case e.series != "" && e.ordinal != 0:
		return 1 << 30
	case e.when.text == "":
		return 0
	}
	return e.when.date.Specificity()
}

// numberIRI is the IRI that series and number give; "" when they are not known.
func (e *event) numberIRI() string {
	if e.series == "" || e.ordinal == 0 {
		return ""
	}
	return schema.SeriesEventIRI(e.series, e.ordinal, "")
}
