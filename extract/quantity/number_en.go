package quantity

import (
	"math/big"
	"strings"
)

var englishUnits = map[string]int64{"zero": 0, "nought": 0, "naught": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

// englishScale are words of magnitude; those of one letter stand right after
// digits, or after a blank when they are capitals.
var englishScale = map[string]int64{"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000, "millions": 1_000_000, "billions": 1_000_000_000, "mln": 1_000_000, "mil": 1_000_000, "bln": 1_000_000_000, "bn": 1_000_000_000, "mn": 1_000_000, "m": 1_000_000, "tn": 1_000_000_000_000, "tln": 1_000_000_000_000, "trn": 1_000_000_000_000, "k": 1_000, "b": 1_000_000_000, "g": 1_000_000_000, "lakh": 100_000, "crore": 10_000_000, "dozen": 12, "dozens": 12, "doz": 12, "dozs": 12}

var englishOrdinals = map[string]int64{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100, "thousandth": 1000, "millionth": 1_000_000, "billionth": 1_000_000_000, "trillionth": 1_000_000_000_000}

// englishStarts reports whether a word may begin a number.
func englishStarts(w string) bool {
	if len(w) < 1 || len(w) > 12 {
		return false
	}
	if _, ok := englishUnits[w]; ok {
		return true
	}
	if _, ok := englishOrdinals[w]; ok {
		return true
	}
	switch w {
	case "a", "half", "quarter", "minus", "negative":
		return true
	}
	return false
}

// nextWord is the word after one blank (or more, or a hyphen between blanks) at i.
func nextWord(s string, i int) (w string, b, e int) {
	b = i
	for b < len(s) && s[b] == ' ' {
		b++
	}
	if b < len(s) && s[b] == '-' && b+1 < len(s) {
		b++
		for b < len(s) && s[b] == ' ' {
			b++
		}
	}
	if b == i {
		return "", i, i
	}
	e = word(s, b)
	return s[b:e], b, e
}

// englishWhole reads a whole number in words at i, digits with words of magnitude
// included: two hundred and fifty, 4 thousand 3 hundred and 21, three lakh crore.
func englishWhole(s string, i int) (v *big.Rat, end int) {
	var total, current, smallest int64 = 0, 0, 1 << 62
	seen := false
	end = i
	j, e := i, word(s, i)
	and := false
	for j < len(s) {
		w := s[j:e]
		u, isUnit := englishUnits[w]
		if w == "" && j < len(s) && isDigit(s[j]) {
			a, ae := arabic(s, j, "en")
			if ae == j || !a.value.IsInt() || !a.value.Num().IsInt64() || seen && (current != 0 && !(and && current%100 == 0) || !and && smallest >= 1<<61 || ae < len(s) && (s[ae] == '-' || s[ae] == ':')) {
				break
			}
			if n := a.value.Num().Int64(); n < 1_000_000_000 {
				u, isUnit, e = n, true, ae
			}
			if seen && (u >= smallest || u >= 1000) {
				break
			}
		}
		scale := englishScale[w]
		switch {
		case isUnit:
			if !fitsGroup(current, u, seen && current > 0) || total > 0 && u >= smallest {
				return rat(total + current), end
			}
			current += u
			seen = true
		case w == "a" && !seen && scaleAfter(s, e):
			current, seen = 1, true
		case scale == 100 && seen && current > 0 && current < 100:
			current *= 100
		case scale >= 12 && scale != 100 && seen && len(w) > 2 && current > 0:
			if scale >= smallest && total > 0 {
				if (w == "crore" || w == "million" || w == "billion") && current == 0 {
					total *= scale
				} else {
					return rat(total + current), end
				}
			}
			if scale > 1<<62/max(1, current)/2 {
				return rat(total + current), end
			}
			total += current * scale
			current, smallest = 0, scale
		case scale > 1000 && seen && current == 0 && total > 0 && w == "crore":
			total *= scale
		case w == "and" && seen && !and:
			nw, nb, ne := nextWord(s, e)
			if _, ok := englishUnits[nw]; !(ok || nw == "" && nb < len(s) && isDigit(s[nb])) || current%100 != 0 || total == 0 && current == 0 {
				return rat(total + current), end
			}
			if shareAhead(s, nb, ne) {
				return rat(total + current), end
			}
			and = true
			j, e = nb, ne
			continue
		default:
			if !seen {
				return nil, i
			}
			return rat(total + current), end
		}
		and = false
		end = e
		nw, nb, ne := nextWord(s, e)
		if nb == e || nw == "" && !(nb < len(s) && isDigit(s[nb])) {
			break
		}
		// A hyphen joins tens and units only.
		if strings.ContainsRune(s[e:nb], '-') && !(u >= 20 && isUnit && englishUnits[nw] > 0 && englishUnits[nw] < 10) {
			break
		}
		j, e = nb, ne
	}
	if !seen {
		return nil, i
	}
	return rat(total + current), end
}

// shareAhead reports whether a numeral of one word, s[b:e], begins a fraction: and two
// thirds.
func shareAhead(s string, b, e int) bool {
	if e == b {
		for e < len(s) && isDigit(s[e]) {
			e++
		}
	}
	if w, wb, we := nextWord(s, e); englishUnits[s[b:e]] >= 20 && englishUnits[w] > 0 && englishUnits[w] < 10 && s[e:wb] == "-" {
		e = we // fifty-four hundredths
	}
	d, _, plural := denominator(s, e)
	return d > 0 && (plural || s[b:e] == "one" || d == 2 || d == 4)
}

// fitsGroup reports whether a unit can follow in the group of hundreds: twenty five
// does, twenty twenty does not.
func fitsGroup(current, u int64, more bool) bool {
	if !more {
		return true
	}
	switch {
	case u == 0:
		return false
	case u < 10:
		return current%10 == 0 && current%100 != 10
	case u < 100:
		return current%100 == 0
	}
	return false
}

func scaleAfter(s string, e int) bool {
	w, _, _ := nextWord(s, e)
	n := englishScale[w]
	return n >= 100 && len(w) > 2 || w == "dozen"
}

// denominator reads third(s), fifths, twenty-firsts, quarter(s), half, hundredths.
func denominator(s string, i int) (v int64, end int, plural bool) {
	w, b, e := nextWord(s, i)
	if w == "" {
		return 0, i, false
	}
	switch w {
	case "half", "halves":
		return 2, e, w == "halves"
	case "quarter", "quarters":
		return 4, e, w == "quarters"
	case "second", "seconds", "first":
		return 0, i, false
	}
	if t := englishUnits[w]; t >= 20 {
		w2, _, e2 := nextWord(s, e)
		if o := englishOrdinals[strings.TrimSuffix(w2, "s")]; o > 0 && o < 10 {
			return t + o, e2, strings.HasSuffix(w2, "s")
		}
		return 0, i, false
	}
	if b < len(s) {
		if o := englishOrdinals[strings.TrimSuffix(w, "s")]; o > 1 {
			return o, e, strings.HasSuffix(w, "s")
		}
	}
	return 0, i, false
}

// englishPart reads a fraction at i: two thirds, a half, three quarters, one fifth;
// nil for none.
func englishPart(s string, i int) (*big.Rat, int) {
	w := s[i:word(s, i)]
	var n *big.Rat
	e := i
	switch w {
	case "a", "an":
		n, e = rat(1), i+len(w)
		if scaleAfter(s, e) {
			n, e = englishWhole(s, i)
		}
	case "half":
		return big.NewRat(1, 2), i + 4
	case "quarter":
		return big.NewRat(1, 4), i + 7
	default:
		if n, e = englishWhole(s, i); n == nil {
			return nil, i
		}
	}
	d, de, plural := denominator(s, e)
	if d == 0 {
		return nil, i
	}
	// One hundred thirty fifths are thirty-fifths.
	if d < 10 && n.IsInt() && n.Num().IsInt64() {
		if v := n.Num().Int64(); v > 99 && v%10 == 0 && v%100 >= 20 && !isDigit(s[e-1]) {
			n, d = rat(v-v%100), d+v%100
		}
	}
	one := n.Cmp(rat(1)) == 0
	if !one && !plural && d != 2 && d != 4 {
		return nil, i
	}
	if one && !plural && d != 2 && d != 4 && d < 100 && !ends(s, de) {
		return nil, i // a third country, one fifth column
	}
	if d == 4 && strings.HasPrefix(s[de:], " of 20") || d == 4 && one && !plural && !ends(s, de) && !scaleAfter(s, de) {
		return nil, i // a quarter of the year
	}
	return n.Quo(n, rat(d)), de
}

// ends reports whether a phrase can end at e: before a mark, the end, or of.
func ends(s string, e int) bool {
	if e >= len(s) {
		return true
	}
	if s[e] != ' ' {
		return s[e] != '-'
	}
	return strings.HasPrefix(s[e:], " of ") || strings.HasPrefix(s[e:], " in ") || strings.HasPrefix(s[e:], " from ") || strings.HasPrefix(s[e:], " and ")
}

// english reads a number at i: in words, with a sign, a fraction, a power.
func english(s string, i int) (number, int) {
	b := i
	sign := false
	w := s[i:word(s, i)]
	switch {
	case w == "minus" || w == "negative":
		_, nb, _ := nextWord(s, i+len(w))
		sign, i = true, nb
	case s[i] == '-':
		sign = true
		i = blanks(s, i+1)
	}
	if i >= len(s) {
		return number{}, b
	}
	n, e := englishUnsigned(s, i)
	if e == i {
		return number{}, b
	}
	if sign {
		n.value = new(big.Rat).Neg(n.value)
	}
	n.begin, n.end = b, e
	n.digits = max(n.digits, 1)
	return n, e
}

func englishUnsigned(s string, i int) (number, int) {
	n := number{words: true}
	e := i
	if isDigit(s[i]) || s[i] == '.' {
		a, ae := arabic(s, i, "en")
		if ae == i {
			return number{}, i
		}
		n, e = a, ae
		if v, ve := raised(s, n.value, e); ve > e {
			n.value = v
			return n, ve
		}
		if r, re := slashed(s, n, e); re > e {
			return r, re
		}
		if v, ve := scale(s, e); v > 0 {
			n.value = new(big.Rat).Mul(n.value, rat(v))
			e = ve
			// 4 thousand 3 hundred and 21; 3 million and a half
			if a.value.IsInt() && a.value.Cmp(rat(1_000_000)) < 0 {
				if w, we := englishWhole(s, i); w != nil && we > e {
					n.value, e = w, we
				}
			}
			n.value, e = andPart(s, n.value, v, e)
			return n, e
		}
		if w, we := englishWhole(s, i); w != nil && we > e {
			n.value, e = w, we
		}
		return over(s, n, e)
	}
	if p, pe := englishPart(s, i); p != nil {
		w := s[i:word(s, i)]
		v, ve := scale(s, pe)
		if (w == "half" || w == "quarter") && v < 1000 || w == "a" && v == 0 && !ends(s, pe) {
			return number{}, i
		}
		n.value, n.fraction, e = p, true, pe
		if v > 0 {
			n.value, e = new(big.Rat).Mul(p, rat(v)), ve
		}
		n.digits = 1
		return n, e
	}
	v, we := englishWhole(s, i)
	if v == nil {
		return number{}, i
	}
	n.value, e = v, we
	// five point five, two hundred point seventy-one
	if w, _, pe := nextWord(s, e); w == "point" {
		if f, fe := afterPoint(s, pe); fe > pe {
			n.value = new(big.Rat).Add(v, f)
			e = fe
		}
	}
	n.digits = significant(n.value, 2)
	last := int64(1)
	if v, ve := scale(s, e); v > 0 {
		n.value = new(big.Rat).Mul(n.value, rat(v))
		e, last = ve, v
	}
	if last == 1 && v.Num().IsInt64() {
		for _, m := range []int64{1_000_000_000_000, 1_000_000_000, 1_000_000} {
			if x := v.Num().Int64(); x >= m && x%m == 0 {
				last = m
				break
			}
		}
	}
	n.value, e = andPart(s, n.value, last, e)
	return over(s, n, e)
}

// andPart adds "and a half", "and two thirds", "and three quarters million" to a
// value said in the magnitude last.
func andPart(s string, v *big.Rat, last int64, e int) (*big.Rat, int) {
	w, _, ae := nextWord(s, e)
	if w != "and" {
		return v, e
	}
	_, b, _ := nextWord(s, ae)
	if b >= len(s) || b == ae {
		return v, e
	}
	p, pe := englishPart(s, b)
	if p == nil {
		return v, e
	}
	if m, me := scale(s, pe); m > 0 {
		p, pe, last = new(big.Rat).Mul(p, rat(m)), me, 1
	}
	return new(big.Rat).Add(v, p.Mul(p, rat(max(1, last)))), pe
}

// over reads "over twenty" and "out of three" after a number.
func over(s string, n number, e int) (number, int) {
	w, _, we := nextWord(s, e)
	switch {
	case w == "over":
	case w == "out" && strings.HasPrefix(s[we:], " of "):
		we += len(" of")
	default:
		return n, e
	}
	_, b, _ := nextWord(s, we)
	if b >= len(s) || b == we {
		return n, e
	}
	d, de := englishWhole(s, b)
	if d == nil || d.Sign() == 0 || w == "out" && n.value.Cmp(d) > 0 || n.value.Cmp(rat(100_000)) > 0 {
		return n, e
	}
	n.value, n.fraction = new(big.Rat).Quo(n.value, d), true
	return n, de
}

// afterPoint reads the digits said after "point": five, nought four, seventy-one.
func afterPoint(s string, i int) (*big.Rat, int) {
	digits, e := "", i
	for len(digits) < 20 {
		w, b, we := nextWord(s, e)
		u, ok := englishUnits[w]
		if !ok || strings.ContainsRune(s[e:b], '-') && u >= 10 {
			break
		}
		if u >= 20 {
			if w2, b2, e2 := nextWord(s, we); englishUnits[w2] > 0 && englishUnits[w2] < 10 && b2 > we {
				u, we = u+englishUnits[w2], e2
			}
		}
		digits += rat(u).Num().String()
		e = we
	}
	if digits == "" {
		return nil, i
	}
	return parse("0", digits), e
}

// scale reads words of magnitude after a number and returns their factor and end,
// 0 for none. Letters stand right after the digits; K, M, G, B after a blank only
// as capitals, which the caller sees to.
func scale(s string, i int) (int64, int) {
	factor, end := int64(1), i
	for range 2 {
		j := end
		for j < len(s) && s[j] == ' ' && j-end < 2 {
			j++
		}
		if j == end && j < len(s) && s[j] == '-' {
			j++
		}
		e := word(s, j)
		w := s[j:e]
		v := englishScale[w]
		if v == 0 || len(w) <= 1 && (j > end && !(w == "k" || w == "m")) || factor > 1_000_000_000 || len(w) <= 1 && e < len(s) && (s[e] == '/' || s[e] == '-' || s[e] == '\'' || isDigit(s[e])) {
			break
		}
		if v == 100 && j == end {
			break
		}
		factor, end = factor*v, e
	}
	if end == i {
		return 0, i
	}
	return factor, end
}
