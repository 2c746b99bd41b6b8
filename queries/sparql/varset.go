package sparql

import (
	"iter"
	"math/bits"
)

// variable is a variable of a query by number. A sub-select has variables of its
// own for the names that it does not project.
type variable int32

const noVariable variable = -1

// varset is a set of variables. Sets are shared freely and not changed once
// made, save by add on one's own.
type varset []uint64

func varsetOf(vs ...variable) (s varset) {
	for _, v := range vs {
		s.add(v)
	}
	return s
}

func (s *varset) add(v variable) {
	if v < 0 {
		return
	}
	for int(v)/64 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[v/64] |= 1 << (v % 64)
}

func (s varset) has(v variable) bool { return v >= 0 && int(v)/64 < len(s) && s[v/64]>>(v%64)&1 != 0 }

func (s varset) union(t varset) varset {
	if len(t) > len(s) {
		s, t = t, s
	}
	out := append(varset(nil), s...)
	for i, w := range t {
		out[i] |= w
	}
	return out
}

func (s varset) intersect(t varset) varset {
	out := make(varset, min(len(s), len(t)))
	for i := range out {
		out[i] = s[i] & t[i]
	}
	return out
}

func (s varset) minus(t varset) varset {
	out := append(varset(nil), s...)
	for i := range min(len(s), len(t)) {
		out[i] &^= t[i]
	}
	return out
}

func (s varset) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s varset) within(t varset) bool {
	for i, w := range s {
		if i < len(t) {
			w &^= t[i]
		}
		if w != 0 {
			return false
		}
	}
	return true
}

func (s varset) overlaps(t varset) bool {
	for i := range min(len(s), len(t)) {
		if s[i]&t[i] != 0 {
			return true
		}
	}
	return false
}

func (s varset) len() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// all yields the variables in ascending order.
func (s varset) all() iter.Seq[variable] {
	return func(yield func(variable) bool) {
		for i, w := range s {
			for ; w != 0; w &= w - 1 {
				if !yield(variable(i*64 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}

func (s varset) slice() (out []variable) {
	for v := range s.all() {
		out = append(out, v)
	}
	return out
}
