package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// quantity reads what stands around a number; b and e bound it with its words. ok
// is false for numbers that are no quantities.
func (f *finder) quantity(n number, last int) (q schema.Quantity, b, e int, ok bool) {
	s := f.key
	b = n.begin
	q = schema.Quantity{Kind: "number", Digits: n.digits, Bound: "exactly"}
	second := f.rangeEnd(&n)
	e = n.end
	if n.ordinal && f.lang == "zh" {
		return f.ordinal(n, b, e)
	}
	if n.ordinal {
		if !n.words && f.date(n) || f.calendar(e) {
			return q, b, e, false
		}
		return f.ordinal(n, b, e)
	}
	if f.date(n) {
		return q, b, e, false
	}
	// Marks of money: US$94.8 billion, USD 200, 120 MEUR, 10 €.
	m, marked := f.markBefore(b, last)
	if marked && !n.percent {
		q.Kind, q.Currency, b = "money", m.code, m.begin
	} else if m, marked = f.markAfter(e); marked && !n.percent {
		q.Kind, q.Currency, e = "money", m.code, m.end
		if v, ve := scale(s, e); v >= 1000 && f.lang == "en" { // 75 USD million
			n.value, e = new(big.Rat).Mul(n.value, rat(v)), ve
		}
	}
	if marked && m.scale > 1 {
		n.value = new(big.Rat).Mul(n.value, rat(m.scale))
	}
	// 多 余 + right after the number, before the unit.
	if a, ae := f.language.after.at(s, e); a.value != "" && ae > e && f.lang == "zh" && len(a.word) <= 6 && (a.word == "多" || a.word == "余") {
		q.Bound = a.value
		e = ae
	}
	if n.open {
		q.Bound = "moreThan"
	}
	switch {
	case n.percent:
		q.Kind = "percent"
	case f.percentSign(e) > e:
		q.Kind, e = "percent", f.percentSign(e)
	case q.Currency == "":
		j := e
		for j < len(s) && s[j] == ' ' {
			j++
		}
		if j < len(s) && s[j] == '-' {
			j++
		}
		if m, me := f.language.measures.at(s, j); m.value != "" && me > j && f.unitStands(m, j, me) {
			q.UnitText = s[j:me]
			switch {
			case m.kind == "currency":
				q.Kind, q.Currency = "money", m.value
			case n.fraction && (m.value == "item" || m.value == "person" || m.value == "document"):
				q.UnitText, me = "", e // two thirds of the votes are a share
			default:
				q.Kind, q.Unit = "count", m.value
			}
			e = me
		}
	default:
		// $94.8 billion dollars: the word repeats the mark.
		j := e
		for j < len(s) && s[j] == ' ' {
			j++
		}
		if m, me := f.language.measures.at(s, j); m.kind == "currency" && (m.value == q.Currency || q.Currency == "USD") && me > j {
			q.Currency, e = m.value, me
		}
	}
	if q.Kind == "money" && second == nil {
		if v, ve := f.cents(n, e); v != nil {
			n.value, e = new(big.Rat).Add(n.value, v), ve
		}
	}
	if a, ae := f.language.after.at(s, skipBlank(s, e)); a.value != "" && q.Bound == "exactly" && !(a.word == "plus" || a.word == "+" && false) {
		q.Bound, e = a.value, ae
	}
	if q.Kind == "number" && f.nameBefore(n.begin) {
		return q, b, e, false
	}
	b = f.compare(&q, b, last)
	f.fill(&q, n, second)
	f.growth(&q, b, e, last)
	f.qualify(&q, b, e)
	return q, b, e, true
}

func skipBlank(s string, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// rangeEnd reads the second number of a range (30亿至40亿, 10-12, from 10 to 12)
// and widens n over it; nil when there is none.
func (f *finder) rangeEnd(n *number) *number {
	s := f.key
	if n.ordinal {
		return nil
	}
	i := n.end
	if strings.HasPrefix(s[i:], "元") && f.lang == "zh" && strings.HasPrefix(s[i+3:], "至") {
		i += 3
	}
	for _, sep := range []string{"至", "到", "~", " to ", " - ", "-", " and ", " до "} {
		if !strings.HasPrefix(s[i:], sep) {
			continue
		}
		before := s[max(f.begin, n.begin-12):n.begin]
		if sep == " to " && !strings.Contains(before, "from ") && !strings.Contains(before, "between") && f.lang == "en" && false ||
			sep == " and " && !strings.Contains(before, "between ") || sep == " до " && !strings.HasSuffix(strings.TrimRight(before, " "), "от") && !strings.HasSuffix(strings.TrimRight(before, " "), "с") {
			continue
		}
		j := i + len(sep)
		if j >= len(s) {
			return nil
		}
		m, ok := f.number(j)
		if sep == "-" && (n.words && f.lang == "en" || ok && m.end+1 < len(s) && (s[m.end] == '-' || s[m.end] == '/') && isDigit(s[m.end+1])) {
			continue
		}
		if !ok || m.ordinal || m.begin != j || m.value.Cmp(n.value) <= 0 && !f.sharesScale(n, &m) {
			continue
		}
		if sep == "-" && n.value.IsInt() && m.value.IsInt() && (n.value.Cmp(big.NewRat(1900, 1)) > 0 && n.value.Cmp(big.NewRat(2100, 1)) < 0 || n.end-n.begin > 6) {
			continue
		}
		// The scale of the second holds for the first: 30至40亿.
		if f.sharesScale(n, &m) {
			factor := scaleOf(m.value)
			if n.value.Cmp(factor) < 0 {
				n.value = new(big.Rat).Mul(n.value, factor)
			}
		}
		n.percent = n.percent || m.percent
		n.end = m.end
		return &m
	}
	return nil
}

func (f *finder) sharesScale(n, m *number) bool {
	return n.value.Cmp(big.NewRat(10000, 1)) < 0 && m.value.Cmp(big.NewRat(10000, 1)) >= 0 && n.value.Sign() > 0
}

// scaleOf is the largest power of ten, by thousands or myriads, that leaves a value
// of at least one.
func scaleOf(v *big.Rat) *big.Rat {
	for _, x := range []int64{1_000_000_000_000, 1_000_000_000, 100_000_000, 1_000_000, 10_000, 1_000} {
		if v.Cmp(big.NewRat(x, 1)) >= 0 {
			return big.NewRat(x, 1)
		}
	}
	return big.NewRat(1, 1)
}

// percentSign is the end of a percent sign or word at e.
func (f *finder) percentSign(e int) int {
	s := f.key
	j := skipBlank(s, e)
	for _, w := range f.language.percents {
		if strings.HasPrefix(s[j:], w) {
			end := j + len(w)
			if r, _ := utf8.DecodeRuneInString(s[end:]); letter(r) {
				continue
			}
			return end
		}
	}
	return e
}

// ordinal reads an ordinal or a rank: 第一大贸易伙伴, the largest trading partner.
func (f *finder) ordinal(n number, b, e int) (schema.Quantity, int, int, bool) {
	q := schema.Quantity{Kind: "ordinal", Bound: "exactly", Digits: n.digits, Value: decimal(n.value)}
	if r, re := f.language.ranks.at(f.key, e); r.value != "" && f.lang == "zh" {
		q.Kind, q.Unit, q.UnitText = "rank", "rank", f.key[e:re]
		f.qualify(&q, b, re)
		return q, b, re, true
	}
	if f.lang != "zh" {
		j := skipBlank(f.key, e)
		if r, re := f.language.ranks.at(f.key, j); r.value != "" {
			q.Kind, q.Unit, q.UnitText = "rank", "rank", f.key[j:re]
			f.qualify(&q, b, re)
			return q, b, re, true
		}
	}
	if f.lang == "zh" && (strings.HasPrefix(f.key[e:], "季度") || strings.HasPrefix(f.key[e:], "产业")) {
		return q, b, e, false
	}
	return q, b, e, true
}

// compare reads the words of bound before the number and returns where they begin.
func (f *finder) compare(q *schema.Quantity, b, last int) int {
	c, cb := f.language.comparators.ending(f.key, b)
	if c.value == "" || cb < last || cb < f.begin {
		return b
	}
	if c.word == "some" && q.Kind == "number" || c.word == "до" && q.Kind == "number" || c.word == "超" && false {
		return b
	}
	// 不超过 reads as one word; 不 before another one turns it.
	if q.Bound == "exactly" || c.value != "about" {
		q.Bound = c.value
	}
	return cb
}

// fill writes value, min and max by the bound.
func (f *finder) fill(q *schema.Quantity, n number, second *number) {
	v := decimal(n.value)
	if second != nil {
		q.Bound, q.Min, q.Max = "between", v, decimal(second.value)
		q.Value = ""
		return
	}
	q.Value = v
	switch q.Bound {
	case "moreThan", "atLeast":
		q.Min = v
	case "lessThan", "atMost":
		q.Max = v
	}
}

// decimal writes a value as a canonical decimal string, exact where it is finite,
// else to twelve places.
func decimal(v *big.Rat) string {
	if v.IsInt() {
		return v.Num().String()
	}
	s := v.FloatString(12)
	s = strings.TrimRight(s, "0")
	return strings.TrimSuffix(s, ".")
}
