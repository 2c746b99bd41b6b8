package sparql

import "fmt"

// graphMode says which graphs a pattern is matched in.
type graphMode uint8

const (
	inOne   graphMode = iota // ids[G]
	inUnion                  // all but the hidden ones, copies folded
	inSet                    // the graphs merged by FROM, copies folded
	inNamed                  // any named graph of the dataset
	inNone                   // nowhere: an empty dataset
)

// access is a triple pattern against the source: terms as ids, places to
// variables.
type access struct {
	ids   Pattern     // Any where a variable stands
	vars  [4]variable // noVariable where none stands
	mode  graphMode
	none  bool  // a term that the source does not have
	twins []int // pairs of places that hold one variable
	order Order
	lead  int    // leading places of order that are bound (by terms or by the input)
	rng   *Range // of the object's value, when the predicate is a term
}

// accessTo resolves a triple pattern.
func (x *exec) accessTo(p pattern) (a access) {
	for i, s := range []slot{p.s, p.p, p.o} {
		a.vars[i] = s.v
		if !s.isVar() {
			a.ids[i] = x.internTerm(s.term)
			a.none = a.none || a.ids[i] >= firstLocal
		}
	}
	a.vars[G] = noVariable
	switch {
	case p.graph.named && p.graph.slot.isVar():
		a.mode, a.vars[G] = inNamed, p.graph.slot.v
	case p.graph.named:
		a.mode = inOne
		a.ids[G] = x.internTerm(p.graph.slot.term)
		a.none = a.none || a.ids[G] >= firstLocal || !x.data.allNamed && !x.data.named[a.ids[G]]
	case x.data.union:
		a.mode = inUnion
	case len(x.data.defaults) == 0:
		a.mode, a.none = inNone, true
	case len(x.data.defaults) == 1:
		a.mode, a.ids[G] = inOne, x.data.defaults[0]
	default:
		a.mode = inSet
	}
	for i := range 4 {
		for j := range i {
			if a.vars[i] != noVariable && a.vars[i] == a.vars[j] {
				a.twins = append(a.twins, j, i)
			}
		}
	}
	return a
}

// admits reports whether the graph of a quad belongs to the pattern's.
func (x *exec) admits(mode graphMode, g ID) bool {
	switch mode {
	case inUnion:
		if g == 0 || len(x.data.hidden) == 0 && !x.data.ask {
			return true
		}
		return !x.data.hidden[g] && !(x.data.ask && x.hides(g))
	case inSet:
		return x.data.merged[g]
	case inNamed:
		return g != 0 && (x.data.allNamed || x.data.named[g])
	}
	return true
}

// scanner reads the quads of an access: checked, and folded where copies of a
// triple in several graphs are one solution.
type scanner struct {
	x      *exec
	a      *access
	cursor Cursor
	buf    []IDQuad
	at, n  int
	size   int // of the next read
	fold   bool
	last   IDQuad
	seen   *rowTable // folds where copies are no neighbours
	rows   int64
	seeks  int64
}

func (x *exec) scan(a *access, ids Pattern, first int) *scanner {
	s := &scanner{x: x, a: a, size: first, fold: a.mode == inUnion || a.mode == inSet}
	s.cursor = x.src.Scan(x.ctx, ids, a.order)
	return s
}

func (s *scanner) fill() bool {
	if cap(s.buf) < s.size {
		s.buf = make([]IDQuad, s.size)
	}
	s.at, s.n = 0, s.cursor.Next(s.buf[:s.size])
	s.size = min(2*s.size, max(8, s.x.full))
	s.rows += int64(s.n)
	return s.n > 0
}

// next returns the next quad, nil at the end.
func (s *scanner) next() *IDQuad {
	for {
		if s.at == s.n && !s.fill() {
			return nil
		}
		q := &s.buf[s.at]
		s.at++
		if s.accept(q) {
			return q
		}
	}
}

func (s *scanner) accept(q *IDQuad) bool {
	if s.a.mode != inOne && !s.x.admits(s.a.mode, q[G]) {
		return false
	}
	for i := 0; i < len(s.a.twins); i += 2 {
		if q[s.a.twins[i]] != q[s.a.twins[i+1]] {
			return false
		}
	}
	if !s.fold {
		return true
	}
	if s.seen != nil {
		_, fresh := s.seen.add(q[:3])
		return fresh
	}
	if q[S] == s.last[S] && q[P] == s.last[P] && q[O] == s.last[O] {
		return false
	}
	s.last = *q
	return true
}

// seek moves to the first quad not before key (in the order's leading places).
func (s *scanner) seek(key IDQuad, lead int, few int) {
	pos := orderPositions[s.a.order]
	before := func(q *IDQuad) bool {
		for _, at := range pos[:lead] {
			if q[at] != key[at] {
				return q[at] < key[at]
			}
		}
		return false
	}
	for s.at < s.n {
		if !before(&s.buf[s.at]) {
			return
		}
		if before(&s.buf[s.n-1]) {
			s.at = s.n
			break
		}
		s.at++
	}
	s.cursor.Seek(key)
	s.seeks++
	s.size = few
}

// skip moves past all quads with the same value behind the leading terms.
func (s *scanner) skip(q *IDQuad) {
	pos := orderPositions[s.a.order]
	var key IDQuad
	for _, at := range pos[:s.a.lead] {
		key[at] = q[at]
	}
	key[pos[s.a.lead]] = q[pos[s.a.lead]] + 1
	s.seek(key, s.a.lead+1, 8)
}

func (s *scanner) close() error {
	err := s.cursor.Err()
	if cerr := s.cursor.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("sparql: scanning %v: %w", s.a.order, err)
	}
	return nil
}
