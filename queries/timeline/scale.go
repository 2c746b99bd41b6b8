package timeline

import (
	"fmt"
	"time"
)

// scale maps days to a width.
type scale struct {
	first, last time.Time
	width       float64
}

// newScale spans the entries' days; open ends are drawn by the caller.
func newScale(entries []Entry, width float64) (scale, bool) {
	s := scale{width: width}
	for _, e := range entries {
		for _, day := range []string{e.From, e.To} {
			d, err := time.Parse(time.DateOnly, day)
			if err != nil {
				continue
			}
			if s.first.IsZero() || d.Before(s.first) {
				s.first = d
			}
			if s.last.IsZero() || d.After(s.last) {
				s.last = d
			}
		}
	}
	if s.first.IsZero() {
		return s, false
	}
	margin := s.last.Sub(s.first) / 20
	if margin < 10*24*time.Hour {
		margin = 10 * 24 * time.Hour
	}
	s.first, s.last = s.first.Add(-margin), s.last.Add(margin)
	return s, true
}

// x is the position of a day's morning; day n+1's morning is the day's end.
func (s scale) x(day time.Time) float64 {
	return s.width * float64(day.Sub(s.first)) / float64(s.last.Sub(s.first))
}

// span returns where an entry's bar begins and ends, open ends running to the
// edge, and whether it has a date at all.
func (s scale) span(e Entry) (from, to float64, ok bool) {
	if !e.Dated() {
		return 0, 0, false
	}
	from, to = 0, s.width
	if d, err := time.Parse(time.DateOnly, e.From); err == nil {
		from = s.x(d)
	}
	if d, err := time.Parse(time.DateOnly, e.To); err == nil {
		to = s.x(d.AddDate(0, 0, 1))
	}
	return from, max(to, from), true
}

type tick struct {
	X     float64
	Label string
}

// ticks are at round dates: days, months, quarters, years, decades, at most
// about ten of them.
func (s scale) ticks() []tick {
	days := s.last.Sub(s.first).Hours() / 24
	var out []tick
	add := func(d time.Time, layout string) {
		if !d.Before(s.first) && !d.After(s.last) {
			out = append(out, tick{s.x(d), d.Format(layout)})
		}
	}
	switch {
	case days < 500:
		step := 1
		if days > 200 {
			step = 2
		}
		for d := time.Date(s.first.Year(), 1, 1, 0, 0, 0, 0, time.UTC); !d.After(s.last); d = d.AddDate(0, step, 0) {
			add(d, "2006-01")
		}
	default:
		step := 1
		for float64(step)*3650 < days {
			step *= map[bool]int{true: 5, false: 2}[step%10 == 2]
		}
		for y := s.first.Year() / step * step; y <= s.last.Year(); y += step {
			add(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), "2006")
		}
	}
	return out
}

// number writes a coordinate with one digit, always the same way.
func number(x float64) string { return fmt.Sprintf("%.1f", x) }
