package frames

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// verdict is what the words around a trigger make of it.
type verdict struct {
	status string // IRI, "" when there is no event
	cued   bool   // a word said so, not only the tense
}

// judge reads the status of the trigger item i from the cues of its clause. An
// infinitive tells nothing without a cue.
func (s *sentence) judge(i int, form string) verdict {
	v := s.cues(i, form)
	if form == "infinitive" && (!v.cued || v.status == schema.Happened || s.contentOfDemand(i)) {
		return verdict{}
	}
	return v
}

// contentOfDemand reports whether the clause demands, threatens or offers what stands at i.
func (s *sentence) contentOfDemand(i int) bool {
	for k := s.clauses[s.items[i].clause].first; k < i; k++ {
		if w := &s.items[k]; w.kind == itemWord && w.tells(s.types.Demands) {
			return true
		}
	}
	return false
}

func (s *sentence) cues(i int, form string) verdict {
	switch form {
	case "denied":
		return verdict{status: schema.Denied, cued: true}
	case "future":
		if s.wished(i) {
			return verdict{cued: true} // hopes to join
		}
		if s.cue(i, classCancelled) {
			return verdict{status: schema.Cancelled, cued: true}
		}
		if s.cue(i, classDenied) {
			return verdict{status: schema.Denied, cued: true}
		}
		return verdict{status: schema.Planned, cued: true}
	}
	v := verdict{status: schema.Happened}
	it := &s.items[i]
	c := s.clauses[it.clause]
	near := 0
	for k := i - 1; k >= c.first; k-- {
		w := &s.items[k]
		if w.kind != itemWord || w.nested {
			continue
		}
		if w.has(classTrigger) && !w.attributive && !s.linking(k, i) {
			// A cue before an earlier verb reaches over a coordinated one:
			// 将访问…并会见; but not what that verb alone was.
			if s.deniesThat(k) || s.refuses(k, i) {
				return verdict{status: schema.Denied, cued: true}
			}
			if s.lang == "zh" {
				if s.between(w.end, it.begin) != "" && !strings.Contains(s.between(w.end, it.begin), "并") {
					near++
				}
			}
			continue
		}
		if st := s.cueStatus(k, i); st != "" {
			if st == "none" {
				if w.has(classFuture) {
					continue
				}
				return verdict{cued: true}
			}
			v.cued = true
			if v.status == schema.Happened || st == schema.Denied || st == schema.Proposed {
				v.status = st
			}
			if st == schema.Denied {
				return v
			}
		}
	}
	if v.status == schema.Happened && !v.cued {
		if st := s.carriedStatus(it.clause); st != "" {
			v.status, v.cued = st, true
		}
	}
	// Put off and called off may stand after the verb.
	for k := c.first; k < c.last; k++ {
		w := &s.items[k]
		if w.kind != itemWord || k == i {
			continue
		}
		switch {
		case w.has(classCancelled) && !w.attributive:
			return verdict{status: schema.Cancelled, cued: true}
		case w.has(classPostponed):
			return verdict{status: schema.Postponed, cued: true}
		}
	}
	if st, _ := s.statusAfter(i); st != "" {
		return verdict{status: st, cued: true}
	}
	if st := s.nextClauseStatus(it.clause); st != "" {
		return verdict{status: st, cued: true}
	}
	// English and Russian say some cues after the noun: "talks are scheduled".
	if form == "noun" || s.nounlike(i) {
		for k := i + 1; k < c.last; k++ {
			w := &s.items[k]
			if w.kind != itemWord {
				continue
			}
			if w.has(classTrigger) && s.lang != "zh" {
				break
			}
			if sup := w.sense(classSupport); sup != nil && sup.value != "past" {
				v.cued = true
				v.status = map[string]string{"future": schema.Planned, "ongoing": schema.Ongoing}[sup.value]
			}
			if w.has(classHabitual) {
				return verdict{cued: true} // is held every two years
			}
			if w.has(classFuture) && v.status == schema.Happened {
				v.status, v.cued = schema.Planned, true
			}
			if w.has(classProposed) && v.status == schema.Happened {
				v.status, v.cued = schema.Proposed, true
			}
			if w.has(classDenied) && s.adjacentDenial(k) {
				if k+1 < c.last && s.items[k+1].has(classAttend) {
					return verdict{cued: true} // he did not attend it
				}
				v.status, v.cued = schema.Denied, true
			}
		}
	}
	return v
}

// wishReach is how many bytes may stand between a wish and what is wished for.
const wishReach = 12

// wished reports whether a wish stands right before a form of the future.
func (s *sentence) wished(i int) bool {
	if i == 0 {
		return false
	}
	w := &s.items[i-1]
	return w.kind == itemWord && w.has(classIrrealis) && s.items[i].begin-w.end <= wishReach && s.wishful(i-1, i)
}

// refuses reports whether the word at k is an act of refusing whose object is the
// act at i: отказался от разговора, 拒绝对俄罗斯实施制裁.
func (s *sentence) refuses(k, i int) bool {
	between := s.between(s.items[k].end, s.items[i].begin)
	switch {
	case !s.items[k].has(classDenied):
		return false
	case s.lang == "zh":
		return !holds(between, s.phrases.Sequel)
	}
	return s.lang == "ru" && !s.verbJoined(i) && len(strings.Fields(between)) <= 3
}

// nounlike reports whether the trigger at i names an occasion though it needs no verb
// beside it: телефонный разговор, video call.
func (s *sentence) nounlike(i int) bool {
	t := s.items[i].sense(classTrigger)
	return s.lang != "zh" && t != nil && slices.Contains(s.types.Nominal, t.rule.Type)
}

// nextClauseStatus is what a Chinese clause that names nobody says of the clause
// before: 会晤原定于6月3日举行，现已推迟.
func (s *sentence) nextClauseStatus(c int) string {
	if s.lang != "zh" || c+1 >= len(s.clauses) {
		return ""
	}
	next := s.clauses[c+1]
	for k := next.first; k < next.last; k++ {
		switch w := &s.items[k]; {
		case w.kind == itemMention, w.has(classTrigger), w.begin-next.begin > wishReach:
			return ""
		case w.has(classPostponed):
			return schema.Postponed
		case w.has(classCancelled):
			return schema.Cancelled
		}
	}
	return ""
}

// statusAfter is what the words after a noun say of it: right after it in Chinese
// (会晤将在…举行), at the head of a clause that goes on about it elsewhere (the visit
// to France, planned for May, has been postponed). The last word counts;
// item is where it stands.
func (s *sentence) statusAfter(i int) (status string, item int) {
	if s.lang == "zh" {
		for k := i + 1; k < len(s.items) && s.items[k].begin <= s.items[i].end+3; k++ {
			if w := &s.items[k]; w.kind == itemWord && w.has(classFuture) && s.between(w.begin, w.begin+3) != "会" {
				return schema.Planned, k
			}
		}
		return "", 0
	}
	for c := s.items[i].clause + 1; c < len(s.clauses) && c <= s.items[i].clause+2; c++ {
		cl := s.clauses[c]
		if cl.first >= cl.last {
			continue
		}
		w := &s.items[cl.first]
		if w.kind != itemWord || w.begin-cl.begin > 24 {
			break
		}
		switch {
		case w.has(classPostponed):
			status, item = schema.Postponed, cl.first
		case w.has(classCancelled):
			status, item = schema.Cancelled, cl.first
		case w.has(classFuture):
			status, item = schema.Planned, cl.first
		default:
			return status, item
		}
	}
	return status, item
}

// carriedStatus is what the clause before said of its verb when this clause goes on
// from it.
func (s *sentence) carriedStatus(c int) string {
	if c == 0 || !begins(s.between(s.clauses[c].begin, s.clauses[c].end), s.phrases.GoesOn) {
		return ""
	}
	for k := s.clauses[c-1].first; k < s.clauses[c-1].last; k++ {
		w := &s.items[k]
		if w.kind == itemWord && w.has(classFuture) {
			return schema.Planned
		}
	}
	return s.carriedStatus(c - 1)
}

// linking reports whether two trigger words are one phrase (举行 会谈).
func (s *sentence) linking(a, b int) bool {
	return s.items[b].begin-s.items[a].end <= 3 && s.lang == "zh"
}

func (s *sentence) cue(i int, c class) bool {
	cl := s.clauses[s.items[i].clause]
	for k := cl.first; k < i; k++ {
		if s.items[k].kind == itemWord && s.items[k].has(c) {
			return true
		}
	}
	return false
}

// cueStatus is what the word at k says of the trigger at i: a status, "none" for
// no event, or "".
func (s *sentence) cueStatus(k, i int) string {
	w := &s.items[k]
	gap := s.items[i].begin - w.end
	switch {
	case w.has(classHabitual):
		return "none"
	case w.has(classDenied):
		if s.attendBetween(k, i) {
			return "none" // he does not attend: that says nothing of the meeting
		}
		if s.lang == "zh" && strings.Contains(s.between(w.end, s.items[i].begin), "的") {
			return "" // 举行反对…的抗议活动: what the noun's attribute denies
		}
		if s.adjacentDenial(k) && gap <= 90 && !s.nameBetween(k, i) {
			return schema.Denied
		}
	case w.has(classIrrealis):
		if s.wishful(k, i) {
			return "none"
		}
	case w.has(classPostponed):
		return schema.Postponed
	case w.has(classCancelled):
		return schema.Cancelled
	case w.has(classProposed):
		if s.goneOn(k, i) {
			return "" // обсудили торговлю и подписали заявление
		}
		return schema.Proposed
	case w.has(classFuture):
		if s.disposal(k, i) {
			return ""
		}
		return schema.Planned
	case w.has(classOngoing):
		return schema.Ongoing
	}
	if sup := w.sense(classSupport); sup != nil && sup.value == "future" {
		return schema.Planned
	} else if sup != nil && sup.value == "ongoing" {
		return schema.Ongoing
	}
	return ""
}

// goneOn reports whether the verb at i is a further act beside the verb of discussing
// at k, not what was discussed.
func (s *sentence) goneOn(k, i int) bool {
	t := s.items[i].sense(classTrigger)
	return t != nil && t.form == "verb" && s.verbJoined(i) && begins(s.between(s.items[k].begin, s.items[k].end), s.phrases.Discussing)
}

// adjacentDenial keeps one-character denials (不, 未, 没) to those that stand right
// before a verb or a function word.
func (s *sentence) adjacentDenial(k int) bool {
	w := s.between(s.items[k].begin, s.items[k].end)
	if s.lang != "zh" || len(w) > 3 {
		return true
	}
	for n := k + 1; n < len(s.items); n++ {
		if s.items[n].begin-s.items[k].end > 6 {
			return false
		}
		if s.items[n].kind == itemWord && (s.items[n].has(classTrigger) || s.items[n].has(classAttend) || s.items[n].has(classSupport)) {
			return true
		}
	}
	return false
}

// deniesThat reports whether a verb of denying takes a whole clause: denied that it
// had held talks.
func (s *sentence) deniesThat(k int) bool {
	word := s.between(s.items[k].begin, s.items[k].end)
	if !begins(word, s.phrases.Denying) {
		return false
	}
	rest := strings.TrimSpace(s.between(s.items[k].end, s.end))
	for _, w := range s.phrases.DeniedThing {
		if strings.HasPrefix(rest, w) || strings.HasSuffix(word, " "+strings.TrimSpace(w)) {
			return true
		}
	}
	// denies Putin held calls
	if k+2 >= len(s.items) {
		return false
	}
	name, verb := &s.items[k+1], &s.items[k+2]
	return name.kind == itemMention && name.begin == s.items[k].end+1 && verb.kind == itemWord && verb.has(classTrigger) && verb.begin-name.end <= 6
}

// disposal reports whether 将 at k only puts the object of the verb at i before it:
// 将两国关系提升为….
func (s *sentence) disposal(k, i int) bool {
	return slices.Contains(s.phrases.Disposing, s.between(s.items[k].begin, s.items[k].end)) &&
		s.items[i].begin > s.items[k].end && ends(s.between(s.items[i].begin, s.items[i].end), s.phrases.Disposed)
}

// attributedInvitation reports whether 应 opens the phrase of the invitation at k: 应…邀请.
func (s *sentence) attributedInvitation(k int) bool {
	for n := k - 1; n >= s.clauses[s.items[k].clause].first; n-- {
		if p := s.items[n].sense(classPreposition); s.items[n].kind == itemWord && p != nil && p.value == "invited" {
			return true
		}
	}
	return false
}

func (s *sentence) attendBetween(k, i int) bool {
	for n := k + 1; n < i; n++ {
		if s.items[n].kind == itemWord && s.items[n].has(classAttend) {
			return true
		}
	}
	return false
}

// nameBetween reports whether an actor stands between a denial and the trigger
// in Chinese, where the denial then belongs to another verb.
func (s *sentence) nameBetween(k, i int) bool {
	if s.lang != "zh" {
		return false
	}
	for n := k + 1; n < i; n++ {
		it := &s.items[n]
		if it.kind == itemMention && it.relation == "" && !it.nested && it.mention.Kind == schema.MentionPerson {
			return true
		}
	}
	return false
}

// wishful keeps 应 (应…邀请) and 要 from undoing an event when they serve
// another word.
func (s *sentence) wishful(k, i int) bool {
	w := s.between(s.items[k].begin, s.items[k].end)
	if s.lang == "zh" && w == "应" {
		return !strings.Contains(s.between(s.items[k].end, s.items[i].begin), "邀请")
	}
	if slices.Contains(s.phrases.Inviting, w) && !s.attributedInvitation(k) {
		return true // 邀请阮富仲访华: an invitation, no visit
	}
	if s.lang == "zh" && (w == "邀请" || w == "积极" || w == "同意" || w == "承诺") {
		// 应…邀请 is an attribute of what follows; 同意 reaches its own clause.
		return w == "同意" && s.items[i].begin-s.items[k].end < 12
	}
	return true
}
