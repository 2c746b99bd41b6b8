package frames

import (
	"strings"

	"github.com/entente-graph/entente/schema"
)

// dateline is the day that heads a report in English or Russian: MANILA, Sept. 4 —.
// It dates what the opening tells without a date of its own.
type dateline struct {
	timing    timing
	paragraph int // up to which it counts, -1 for none
}

// datelineLength is how many bytes a dateline takes at most.
const datelineLength = 90

// findDateline reads the place and day that open the body.
func (r *reader) findDateline() dateline {
	none := dateline{paragraph: -1, timing: timing{item: -1}}
	for _, s := range r.sentences {
		if s.title {
			continue
		}
		if s.lang == "zh" || len(s.items) < 2 {
			return none
		}
		place, day := &s.items[0], &s.items[1]
		if place.kind != itemMention || place.begin != s.begin || place.mention.Kind != schema.MentionPlace && place.mention.Kind != schema.MentionState {
			return none
		}
		if !pointTime(day) || day.time.Granularity != "day" || day.end-s.begin > datelineLength || !s.headed(day.end) {
			return none
		}
		begin, end := r.doc.Span(s.begin, day.end)
		return dateline{timing: timing{edtf: dateOnly(day.time.EDTF), item: -1, context: &[2]int{begin, end}}, paragraph: s.paragraph + 1}
	}
	return none
}

// headed reports whether a mark that sets a dateline off stands at byte at.
func (s *sentence) headed(at int) bool {
	return at >= s.end || begins(strings.TrimLeft(s.between(at, s.end), " )"), s.phrases.Dateline)
}
