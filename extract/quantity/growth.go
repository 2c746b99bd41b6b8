package quantity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// growth reads a percentage as growth when words before it in the clause say so.
func (f *finder) growth(q *schema.Quantity, b, e, last int) {
	if q.Kind != "percent" {
		return
	}
	from := f.clauseBegin(b, last)
	window := f.key[from:b]
	for _, w := range f.language.apart { // 高于…2.5个百分点 is a distance
		if strings.Contains(window, w) {
			return
		}
	}
	up, ub := latest(&f.language.up, window)
	down, db := latest(&f.language.down, window)
	switch {
	case up && (!down || ub > db):
		q.Kind, q.Direction = "growth", "up"
	case down:
		q.Kind, q.Direction = "growth", "down"
	default:
		return
	}
	around := f.key[max(f.begin, from-30):min(len(f.key), e+60)]
	for _, c := range f.language.comparisons.entries {
		if strings.Contains(around, c.word) {
			q.Comparison = c.value
			break
		}
	}
}

// latest finds the last place where a word of the list stands at the end of a
// window, with little between it and the number.
func latest(w *wordList, window string) (bool, int) {
	best := -1
	for _, e := range w.entries {
		head, rest, open := strings.Cut(e.word, "*")
		i := strings.LastIndex(window, head)
		if i < 0 {
			continue
		}
		after := window[i+len(head):]
		if e.prefix || open {
			after = after[word(after, 0):]
		}
		if open {
			if !strings.HasPrefix(after, rest) {
				continue
			}
			after = after[len(rest):]
		}
		if r, _ := utf8.DecodeRuneInString(after); after != "" && letter(r) {
			continue
		}
		if utf8.RuneCountInString(after) > 14 || reaches(after) {
			continue
		}
		if p, _ := utf8.DecodeLastRuneInString(window[:i]); i > 0 && letter(p) {
			continue
		}
		best = max(best, i+len(e.word))
	}
	return best >= 0, best
}

// reaches reports whether the words between a verb of growth and a number say what
// was reached, not by how much: 提升至, rose to, выросла до.
func reaches(between string) bool {
	t := strings.TrimRight(between, " ")
	for _, w := range []string{"至", "到", "为", "达", "达到"} {
		if strings.HasSuffix(t, w) {
			return true
		}
	}
	for _, w := range []string{"to", "at", "до"} {
		if strings.HasSuffix(t, w) && !letterEnds(t[:len(t)-len(w)]) {
			return true
		}
	}
	return false
}

func (f *finder) clauseBegin(b, last int) int {
	from := max(f.begin, b-90)
	for from < b && !utf8.RuneStart(f.key[from]) {
		from++
	}
	if i := strings.LastIndexAny(f.key[from:b], ",;"); i >= 0 {
		from += i + 1
	}
	if i := strings.LastIndex(f.key[from:b], "。"); i >= 0 {
		from += i + 3
	}
	return max(from, min(last, b))
}

// qualify reads what marks the number as a record, a sum, a first.
func (f *finder) qualify(q *schema.Quantity, b, e int) {
	if q.Kind == "ordinal" {
		return
	}
	from := f.clauseBegin(b, f.begin)
	to := e
	for to < len(f.key) && !strings.ContainsRune(";。\n", rune(f.key[to])) && to < e+70 {
		to++
	}
	for to < len(f.key) && !utf8.RuneStart(f.key[to]) {
		to++
	}
	window := f.key[from:to]
	for _, x := range f.language.qualifiers.entries {
		i := strings.Index(window, x.word)
		if i < 0 {
			continue
		}
		if p, _ := utf8.DecodeLastRuneInString(window[:i]); i > 0 && letter(p) {
			continue
		}
		if !x.prefix {
			if r, _ := utf8.DecodeRuneInString(window[i+len(x.word):]); letter(r) {
				continue
			}
		}
		if x.value == "consecutive-years" && q.Kind != "rank" || x.value == "first-time" {
			continue
		}
		if !slices.Contains(q.Qualifiers, x.value) {
			q.Qualifiers = append(q.Qualifiers, x.value)
		}
	}
	slices.Sort(q.Qualifiers)
}
