package sparql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// table is a result at hand.
type table struct {
	form    Form
	boolean bool
	vars    []string
	rows    [][]schema.Term
	triples []schema.Triple
	ordered bool
}

func tableOf(r *Results) (*table, error) {
	t := &table{form: r.Form, boolean: r.Boolean, vars: r.Vars}
	for row, err := range r.Rows() {
		if err != nil {
			return nil, err
		}
		t.rows = append(t.rows, slices.Clone(row))
	}
	for tr, err := range r.Triples() {
		if err != nil {
			return nil, err
		}
		t.triples = append(t.triples, tr)
	}
	return t, r.Close()
}

func (t *table) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, t.form, t.vars, len(t.rows)+len(t.triples))
	for i, r := range t.rows {
		if i == 40 {
			fmt.Fprintln(&b, "…")
			break
		}
		fmt.Fprintln(&b, r)
	}
	for _, r := range t.triples {
		fmt.Fprintln(&b, r)
	}
	if t.form == Ask {
		fmt.Fprintln(&b, t.boolean)
	}
	return b.String()
}

// aligned gives the rows with their columns in the order of vars.
func (t *table) aligned(vars []string) [][]schema.Term {
	var out [][]schema.Term
	for _, r := range t.rows {
		row := make([]schema.Term, len(vars))
		for i, v := range vars {
			if k := slices.Index(t.vars, v); k >= 0 {
				row[i] = r[k]
			}
		}
		out = append(out, row)
	}
	return out
}

// same compares results strictly: as multisets, or in order where want is
// ordered, with one bijection of blank nodes for the whole result.
//
// A number that the query computed has the datatype and the value wanted, in
// whatever lexical form: the suites themselves write one value in several.
// Terms of the data are compared as they are; has tells them.
func same(got, want *table, has func(schema.Term) bool) bool {
	if got.form == Ask || want.form == Ask {
		return got.form == want.form && got.boolean == want.boolean
	}
	if got.form.IsGraph() {
		return isomorphic(tripleRows(got.triples), tripleRows(want.triples), false, has)
	}
	a, b := slices.Sorted(slices.Values(got.vars)), slices.Sorted(slices.Values(want.vars))
	if !slices.Equal(a, b) {
		return false
	}
	return isomorphic(got.aligned(a), want.aligned(a), want.ordered, has)
}

func tripleRows(ts []schema.Triple) (out [][]schema.Term) {
	seen := map[schema.Triple]bool{}
	for _, t := range ts {
		if !seen[t] {
			seen[t] = true
			out = append(out, []schema.Term{t.S, t.P, t.O})
		}
	}
	return out
}

// isomorphic searches for the bijection by backtracking, rows with the fewest
// candidates first.
func isomorphic(a, b [][]schema.Term, ordered bool, has func(schema.Term) bool) bool {
	if len(a) != len(b) {
		return false
	}
	shape := func(r []schema.Term) string {
		var s strings.Builder
		for _, t := range r {
			if n := canonicalNumber(t); n != "" {
				s.WriteString(n + " ")
			} else if t.IsBlank() {
				s.WriteString("_ ")
			} else {
				s.WriteString(t.String() + " ")
			}
		}
		return s.String()
	}
	groups := map[string][]int{}
	for i, r := range b {
		groups[shape(r)] = append(groups[shape(r)], i)
	}
	counts := map[string]int{}
	for _, r := range a {
		counts[shape(r)]++
	}
	for s, n := range counts {
		if len(groups[s]) != n {
			return false
		}
	}
	index := make([]int, len(a))
	for i := range index {
		index[i] = i
	}
	if !ordered {
		slices.SortStableFunc(index, func(x, y int) int { return len(groups[shape(a[x])]) - len(groups[shape(a[y])]) })
	}
	forth, back := map[string]string{}, map[string]string{}
	used := make([]bool, len(b))
	var try func(k int) bool
	try = func(k int) bool {
		if k == len(index) {
			return true
		}
		candidates := groups[shape(a[index[k]])]
		if ordered {
			candidates = []int{k}
		}
		for _, c := range candidates {
			if used[c] {
				continue
			}
			var added []string
			ok := true
			for i, t := range a[index[k]] {
				u := b[c][i]
				if !t.IsBlank() || !u.IsBlank() {
					ok = t == u || canonicalNumber(t) != "" && canonicalNumber(t) == canonicalNumber(u) && !(has(t) && has(u))
				} else if f, known := forth[t.Value]; known {
					ok = f == u.Value
				} else if _, taken := back[u.Value]; taken {
					ok = false
				} else {
					forth[t.Value], back[u.Value] = u.Value, t.Value
					added = append(added, t.Value)
				}
				if !ok {
					break
				}
			}
			if ok {
				used[c] = true
				if try(k + 1) {
					return true
				}
				used[c] = false
			}
			for _, l := range added {
				delete(back, forth[l])
				delete(forth, l)
			}
			if !slices.ContainsFunc(a[index[k]], func(t schema.Term) bool { return t.IsBlank() || canonicalNumber(t) != "" }) {
				break // all candidates are alike
			}
		}
		return false
	}
	return try(0)
}

// reduced: REDUCED may leave out copies, not rows.
func reduced(got, want *table) bool {
	count := func(t *table) map[string]int {
		m := map[string]int{}
		for _, r := range t.aligned(want.vars) {
			m[fmt.Sprint(r)]++
		}
		return m
	}
	g, w := count(got), count(want)
	if len(g) != len(w) {
		return false
	}
	for r, n := range g {
		if n > w[r] {
			return false
		}
	}
	return true
}

// canonicalNumber is one text for all lexical forms of a number of a type, "" for
// anything else.
func canonicalNumber(t schema.Term) string {
	if !t.IsLiteral() {
		return ""
	}
	v := decode(t)
	switch {
	case v.kind == vInteger:
		return v.decimal().Text('f') + t.Datatype
	case v.kind == vDecimal:
		return decimalText(v.dec) + t.Datatype
	case v.kind == vFloat || v.kind == vDouble:
		return floatText(v.flt, 64) + t.Datatype
	}
	return ""
}
