package names

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// enumeration is a list of states said together: 中国、哈萨克斯坦、…, or 中哈.
type enumeration struct {
	begin, end int
	states     []string
}

// anaphora resolves what stands for states and bodies named before.
func (f *finder) anaphora() {
	lists := f.enumerations()
	for i := range f.found {
		n := &f.found[i]
		if n.anaphor == 0 {
			continue
		}
		a := f.words.anaphors[n.anaphor-1]
		switch a.kind {
		case anaphorCount:
			if a.count == 2 {
				f.two(i)
			} else {
				f.several(i, a.count, lists)
			}
		case anaphorOrganization:
			f.sameBody(i)
		case anaphorLatter:
			f.latter(i)
		case anaphorOwn:
			n.anaphor, n.kind, n.iri = 0, schema.MentionState, schema.StateIRI("CHN")
		}
	}
	f.found = slices.DeleteFunc(f.found, func(n name) bool { return n.anaphor > 0 })
}

// stateOf is the state that a mention speaks of, "" for none.
func (f *finder) stateOf(n *name) string {
	switch n.kind {
	case schema.MentionState:
		return n.iri
	case schema.MentionPerson:
		if n.of != "" {
			return f.state(n.of)
		}
		for _, p := range f.gazetteer.PostsOf(n.iri, f.date) {
			if st := f.gazetteer.State(p.Of); st != "" {
				return st
			}
		}
	case schema.MentionOrganization:
		return f.state(n.iri)
	}
	return ""
}

// enumerations are the lists of two or more states that only marks, "and" or
// nothing part.
func (f *finder) enumerations() []enumeration {
	var out []enumeration
	var cur enumeration
	flush := func() {
		if len(cur.states) > 1 {
			out = append(out, cur)
		}
	}
	for i := range f.found {
		n := &f.found[i]
		if n.kind != schema.MentionState || n.begin < cur.end {
			continue
		}
		if len(cur.states) > 0 && f.words.between[f.doc.Key[cur.end:n.begin]] {
			if !slices.Contains(cur.states, n.iri) {
				cur.states = append(cur.states, n.iri)
			}
			cur.end = n.end
			continue
		}
		flush()
		cur = enumeration{n.begin, n.end, []string{n.iri}}
	}
	flush()
	return out
}

// two resolves 双方, 两国, the two sides: the two states that the text spoke of
// last, those of the same sentence first.
func (f *finder) two(i int) {
	n := &f.found[i]
	s := f.sentence(n.begin)
	if s == nil {
		return
	}
	var states []string
	from, to := 0, 0
	for j := i - 1; j >= i-farBack && j >= 0 && len(states) < 2; j-- {
		o := &f.found[j]
		if o.anaphor > 0 {
			continue
		}
		if f.apart(n.begin, o.begin) {
			break
		}
		if len(states) == 0 && o.form == formAnaphor && len(o.members) == 2 && o.begin < s.KeyBegin {
			states, from, to = o.members, o.begin, o.end
			break
		}
		st := f.stateOf(o)
		if st == "" || slices.Contains(states, st) || o.kind == schema.MentionOrganization && o.form != formOrgan {
			continue
		}
		states = append(states, st)
		if to == 0 {
			to = o.end
		}
		from = o.begin
	}
	if len(states) < 2 {
		return
	}
	f.resolveGroup(n, states, [2]int{from, to})
}

// apart reports whether two bytes lie too far from each other for one to speak of
// the other.
func (f *finder) apart(a, b int) bool {
	const reach = 6 // sentences
	return f.sentenceIndex(a)-f.sentenceIndex(b) > reach
}

func (f *finder) sentenceIndex(at int) int {
	ss := f.doc.Sentences
	return sort.Search(len(ss), func(i int) bool { return ss[i].KeyEnd > at })
}

func (f *finder) resolveGroup(n *name, states []string, from [2]int) {
	states = slices.Clone(states)
	slices.Sort(states)
	n.anaphor = 0
	n.kind, n.members, n.from = schema.MentionGroup, states, from
	n.iri = f.groupOf(states)
}

// groupOf is the group of the gazetteer that has exactly these members.
func (f *finder) groupOf(states []string) string {
	for _, i := range f.groups {
		e := f.entities[i]
		if len(e.Members) == len(states) && slices.Equal(f.membersOf(e.IRI), states) {
			return e.IRI
		}
	}
	return ""
}

// several resolves 六国, the five countries: the list of so many states told
// nearest before; that list without the state that acts beside the count (中国…同
// 五国); a group or mechanism of that size; the same after it, for headlines.
func (f *finder) several(i, count int, lists []enumeration) {
	n := &f.found[i]
	var best enumeration
	better := func(o enumeration) {
		ob, bb := o.begin < n.begin, best.begin < n.begin
		if best.states == nil || ob && !bb || ob == bb && (ob && o.begin > best.begin || !ob && o.begin < best.begin) {
			best = o
		}
	}
	beside := f.statesBeside(i)
	here := sort.Search(len(lists), func(k int) bool { return lists[k].begin >= n.begin })
	for _, l := range lists[max(0, here-farBack):min(len(lists), here+farBack)] {
		switch len(l.states) {
		case count:
			better(l)
		case count + 1:
			for _, st := range beside {
				if k := slices.Index(l.states, st); k >= 0 {
					better(enumeration{l.begin, l.end, slices.Delete(slices.Clone(l.states), k, k+1)})
				}
			}
		}
	}
	for j := max(0, i-farBack); j < min(len(f.found), i+farBack); j++ {
		o := &f.found[j]
		if j == i || o.anaphor > 0 {
			continue
		}
		switch o.kind {
		case schema.MentionGroup, schema.MentionMechanism, schema.MentionSeries, schema.MentionOrganization:
			ms := o.members
			if len(ms) == 0 {
				ms = f.membersOf(o.iri)
			}
			if len(ms) == count {
				better(enumeration{o.begin, o.end, ms})
			}
		}
	}
	if best.states != nil {
		f.resolveGroup(n, best.states, [2]int{best.begin, best.end})
	}
}

// membersOf are the states of a group, an organisation, a mechanism, or of the
// mechanism of a series or of what it belongs to.
func (f *finder) membersOf(iri string) []string {
	ms, known := f.members[iri]
	if !known {
		ms = f.findMembers(iri)
		f.members[iri] = ms
	}
	return ms
}

func (f *finder) findMembers(iri string) []string {
	for range 3 {
		if ms := f.gazetteer.Members(iri, f.date); len(ms) > 0 {
			return ms
		}
		e, ok := f.gazetteer.Entity(iri)
		if !ok {
			return nil
		}
		switch {
		case e.Mechanism != "":
			iri = e.Mechanism
		case e.Parent != "":
			iri = e.Parent
		default:
			return nil
		}
	}
	return nil
}

// statesBeside are the states named in the same sentence before a mention.
func (f *finder) statesBeside(i int) []string {
	n := &f.found[i]
	s := f.sentence(n.begin)
	if s == nil {
		return nil
	}
	var out []string
	for j := i - 1; j >= i-farBack && j >= 0 && f.found[j].begin >= s.KeyBegin; j-- {
		if st := f.stateOf(&f.found[j]); st != "" && !slices.Contains(out, st) {
			out = append(out, st)
		}
	}
	return out
}

// sameBody resolves 该组织 and the like to the body named last.
func (f *finder) sameBody(i int) {
	n := &f.found[i]
	for j := i - 1; j >= i-farBack && j >= 0; j-- {
		o := &f.found[j]
		if o.anaphor > 0 || o.kind != schema.MentionOrganization && o.kind != schema.MentionMechanism || f.gazetteer.State(o.iri) != "" || o.form == formOrgan {
			continue
		}
		if f.apart(n.begin, o.begin) {
			return
		}
		n.anaphor, n.kind, n.iri, n.label, n.from = 0, o.kind, o.iri, o.label, [2]int{o.begin, o.end}
		return
	}
}

// latter resolves 后者 to what was named last in the sentence or the one before.
func (f *finder) latter(i int) {
	n := &f.found[i]
	for j := i - 1; j >= i-farBack && j >= 0; j-- {
		o := &f.found[j]
		if o.anaphor > 0 || !strings.Contains("state person organization group", o.kind) {
			continue
		}
		if f.sentenceIndex(n.begin)-f.sentenceIndex(o.begin) > 1 {
			return
		}
		n.anaphor, n.kind, n.iri, n.label, n.members, n.from = 0, o.kind, o.iri, o.label, o.members, [2]int{o.begin, o.end}
		return
	}
}
