package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dateLine matches a line that is a date or time and nothing else, as news lists
// have under each entry.
var dateLine = regexp.MustCompile(`^[\[(（]?\s*(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[./]\d{1,2}[./]\d{4})?[\s,T]*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])）]?$`)

func dateOnly(s string) bool {
	return len(s) >= 4 && len(s) < 40 && strings.ContainsAny(s, "0123456789") && dateLine.MatchString(s)
}

// How much a block counts for or against being of the article (units of weigh).
const (
	fullValue     = 120
	shortLine     = -6
	headingValue  = -3
	aboutValue    = -10
	dateValue     = -30
	listedValue   = -25
	stopValue     = -60
	linkedValue   = -12
	noiseValue    = -20
	dropThreshold = -10
)

// values judges each block by itself and its neighbours.
func (w *words) values(bs []block) []float64 {
	quiet := w.quietParents(bs)
	out := make([]float64, len(bs))
	for i := range bs {
		b := &bs[i]
		v := float64(shortLine)
		switch {
		case w.stop(b):
			v = stopValue
		case w.dated(b):
			v = dateValue
		case b.heading > 0:
			v = headingValue
		case w.about(b) || w.furniture(b):
			v = aboutValue
		case b.ends && b.units > 3 || b.marks >= 2 && b.units > 25:
			v = min(b.units, fullValue)
			if b.item {
				v /= 2
			}
		}
		if b.linkShare() > .6 {
			v = min(v, linkedValue)
		}
		if b.noise && !quiet[b.parent] {
			v = min(v, noiseValue)
		}
		out[i] = v
	}
	for i := range bs { // entries of a news list: a line and its date, repeated
		if i > 0 && dateOnly(bs[i-1].text) && i+1 < len(bs) && dateOnly(bs[i+1].text) {
			out[i] = min(out[i], listedValue)
		}
	}
	return out
}

// quietParents are the elements whose class means furniture but which hold so much
// of the page's sentences that it cannot be true.
func (w *words) quietParents(bs []block) map[*html.Node]bool {
	total := 0.0
	under := map[*html.Node]float64{}
	for i := range bs {
		b := &bs[i]
		if !b.ends && b.marks < 2 || b.linkShare() > .5 {
			continue
		}
		total += b.units
		if b.noise {
			for n := b.parent; n != nil; n = n.Parent {
				under[n] += b.units
			}
		}
	}
	out := map[*html.Node]bool{}
	for i := range bs {
		b := &bs[i]
		if !b.noise || out[b.parent] {
			continue
		}
		// The outermost noisy element decides: what lies in it is furniture unless it
		// holds a good part of the page.
		loud := true
		for n := b.parent; n != nil && n.DataAtom != atom.Body; n = n.Parent {
			if w.surelyNoisy(n) {
				loud = true
				break
			}
			if furnitureElement(n.DataAtom) || w.noisy(n) {
				loud = under[n] < total/4
			}
		}
		if !loud {
			out[b.parent] = true
		}
	}
	return out
}

// run finds the run of blocks with the greatest sum of values (Kadane): begin and
// end, half-open, and the sum.
func run(values []float64) (begin, end int, best float64) {
	sum, from := 0.0, 0
	for i, v := range values {
		if sum <= 0 {
			sum, from = 0, i
		}
		if sum += v; sum > best {
			begin, end, best = from, i+1, sum
		}
	}
	return begin, end, best
}
