package sparql

import (
	"cmp"

	"github.com/entente-graph/entente/schema"
)

// truth is the effective boolean value (section 17.2.2); ok is false on a type
// error.
func truth(v *value) (b, ok bool) {
	switch {
	case v == nil:
		return false, false
	case v.kind == vBoolean:
		return v.num != 0, true
	case v.kind == vString || v.kind == vLang:
		return v.term.Value != "", true
	case v.kind == vFloat || v.kind == vDouble:
		return v.flt != 0 && v.flt == v.flt, true
	case v.kind.numeric():
		return v.num != 0 || v.dec != nil && !v.dec.IsZero(), true
	case v.kind == vInvalid:
		k := datatypeKinds[v.term.Datatype]
		return false, k == vBoolean || k.numeric()
	}
	return false, false
}

// equal is the operator "=" (section 17.4.1.7 and the operators mapped to it).
func equal(a, b *value) (eq, ok bool) {
	switch {
	case a == nil || b == nil:
		return false, false
	case !a.kind.literal() || !b.kind.literal():
		return a.term == b.term, true
	case a.kind.numeric() && b.kind.numeric():
		c, ok := compareNumbers(a, b)
		return ok && c == 0, true
	case a.term == b.term:
		return true, true
	case a.kind == vLang || b.kind == vLang: // a language tag tells it from anything else
		return false, true
	case a.kind == vOther || b.kind == vOther || a.kind == vInvalid || b.kind == vInvalid:
		return false, false
	case a.kind != b.kind:
		return false, true // values of two different known types
	}
	switch a.kind {
	case vBoolean, vMonths:
		return a.num == b.num, true
	case vDateTime, vDate, vTime, vGregorian:
		c, ok := compareTimes(*a.time, *b.time)
		return c == 0 && a.term.Datatype == b.term.Datatype, ok
	case vDuration:
		return a.dec.Cmp(b.dec) == 0, true
	}
	return false, true // strings: the same term or different
}

// compareValues compares two values that an operator "<" is defined for.
func compareValues(a, b *value) (c int, ok bool) {
	switch {
	case a == nil || b == nil:
		return 0, false
	case a.kind.numeric() && b.kind.numeric():
		return compareNumbers(a, b)
	case a.kind != b.kind:
		return 0, false
	}
	switch a.kind {
	case vString:
		return cmp.Compare(a.term.Value, b.term.Value), true
	case vBoolean, vMonths:
		return cmp.Compare(a.num, b.num), true
	case vDateTime, vDate, vTime:
		return compareTimes(*a.time, *b.time)
	case vGregorian:
		if a.term.Datatype != b.term.Datatype {
			return 0, false
		}
		return compareTimes(*a.time, *b.time)
	case vDuration:
		return a.dec.Cmp(b.dec), true
	}
	return 0, false
}

// rank puts kinds in the order of ORDER BY: unbound, blank nodes, IRIs,
// literals. Among literals that "<" does not compare, the standard leaves the
// order open; here numbers come first, then booleans, times, strings, the rest.
func rank(v *value) int {
	switch {
	case v == nil:
		return 0
	case v.kind == vBlank:
		return 1
	case v.kind == vIRI:
		return 2
	case v.kind.numeric():
		return 3
	case v.kind == vBoolean:
		return 4
	case v.kind == vDateTime, v.kind == vDate, v.kind == vTime, v.kind == vDuration, v.kind == vMonths, v.kind == vGregorian:
		return 5 + int(v.kind)
	case v.kind == vString, v.kind == vLang:
		return 40
	}
	return 41
}

// order is the total order of ORDER BY, MIN and MAX. Strings compare by code
// point; language tags and datatypes break ties; equal means the same place, not
// the same term.
func order(a, b *value) int {
	if a == b {
		return 0
	}
	ra, rb := rank(a), rank(b)
	if ra != rb {
		return cmp.Compare(ra, rb)
	}
	switch {
	case ra == 0:
		return 0
	case ra == 3:
		if c, ok := compareNumbers(a, b); ok {
			return c
		}
		return cmp.Compare(b2i(a.float() == a.float()), b2i(b.float() == b.float())) // NaN first
	case ra >= 4 && ra < 40:
		if ra == 4 || a.kind == vMonths {
			return cmp.Compare(a.num, b.num)
		}
		if a.kind == vDuration {
			return a.dec.Cmp(b.dec)
		}
		return cmp.Or(a.time.compare(*b.time), compareTerms(a.term, b.term))
	}
	return compareTerms(a.term, b.term)
}

func compareTerms(a, b schema.Term) int {
	return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Datatype, b.Datatype))
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
