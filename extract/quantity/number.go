// Package quantity reads numbers with what they count: money, percentages, ranks,
// ordinals, counts, growth; with the words that bound them. Values are exact
// decimals in base units. It does not know what a number is said of: that is for
// frames.
package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// number is a numeral read from folded text.
type number struct {
	begin, end int
	value      *big.Rat
	digits     int  // significant digits as said
	ordinal    bool // 第三, third, 5th, XXV
	words      bool // spelt out
	percent    bool // 百分之, 成, 折
	open       bool // 十多, 300余: somewhat more
	fraction   bool
}

func rat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// arabic reads digits with their separators at byte i: 1,234.5, .5, 1 234,5 by
// language. It returns the end, i when there is no number.
func arabic(s string, i int, lang string) (number, int) {
	b := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	bare := i == b // .5
	if bare && (i+1 >= len(s) || s[i] != '.' || !isDigit(s[i+1])) {
		return number{}, b
	}
	digits := s[b:i]
	group, decimal := byte(','), byte('.')
	if lang == "ru" {
		group, decimal = ' ', ','
	}
	for i < len(s) && (s[i] == group || s[i] == ' ' && lang != "zh" && len(digits) <= 3 || s[i] == ' ' && lang == "ru") && i-b <= 3+4*4 && threeDigits(s, i+1) && (len(digits) > 3 || i-b <= 3) {
		if s[i] == ' ' && lang == "en" && (digits == "" || digits[0] == '0' || len(digits) > 3) {
			break
		}
		digits += s[i+1 : i+4]
		i += 4
	}
	frac := ""
	if i+1 < len(s) && (s[i] == decimal || s[i] == '.' && lang == "ru" || s[i] == ',' && lang == "en" && !threeDigits(s, i+1) && len(digits) < 4 && !(b > 0 && s[b-1] == ',')) && isDigit(s[i+1]) {
		j := i + 1
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		// Two dots make a date or a version, no number.
		if !(j+1 < len(s) && s[j] == '.' && isDigit(s[j+1])) && !(s[i] == ',' && lang == "en" && (j < len(s) && s[j] == ',' || j-i > 3)) {
			frac = s[i+1 : j]
			i = j
		}
	}
	if i == b || len(digits)+len(frac) > 60 {
		return number{}, b
	}
	return number{begin: b, end: i, value: parse(digits, frac), digits: significantDigits(digits, frac)}, i
}

// parse makes a value of digits before and after the decimal mark.
func parse(digits, frac string) *big.Rat {
	if len(digits)+len(frac) <= 18 {
		var n int64
		for _, part := range []string{digits, frac} {
			for k := 0; k < len(part); k++ {
				n = n*10 + int64(part[k]-'0')
			}
		}
		if frac == "" {
			return rat(n)
		}
		return big.NewRat(n, power(len(frac)))
	}
	if digits == "" {
		digits = "0"
	}
	t := digits
	if frac != "" {
		t += "." + frac
	}
	v, ok := new(big.Rat).SetString(t)
	if !ok {
		return rat(0)
	}
	return v
}

func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func significantDigits(digits, frac string) int {
	sig := strings.TrimLeft(digits, "0")
	if frac == "" {
		sig = strings.TrimRight(sig, "0")
	} else {
		sig = strings.TrimLeft(sig+frac, "0")
	}
	return max(1, len(sig))
}

func threeDigits(s string, i int) bool {
	return i+3 <= len(s) && isDigit(s[i]) && isDigit(s[i+1]) && isDigit(s[i+2]) && (i+3 == len(s) || !isDigit(s[i+3]))
}

// raised reads a power after a number: ^-2, e+14, x10^6.
func raised(s string, v *big.Rat, i int) (*big.Rat, int) {
	j, ten := i, false
	switch {
	case strings.HasPrefix(s[i:], "x10^"), strings.HasPrefix(s[i:], "×10^"):
		j, ten = i+strings.Index(s[i:], "^"), true
	case strings.HasPrefix(s[i:], "^"):
	case i < len(s) && s[i] == 'e' && i+1 < len(s) && (isDigit(s[i+1]) || (s[i+1] == '+' || s[i+1] == '-') && i+2 < len(s) && isDigit(s[i+2])):
		ten = true
	default:
		return v, i
	}
	j++
	sign := 1
	for j < len(s) && (s[j] == '+' || s[j] == '-') {
		if s[j] == '-' {
			sign = -sign
		}
		j++
	}
	n, e := 0, j
	for e < len(s) && isDigit(s[e]) && e-j < 3 {
		n = n*10 + int(s[e]-'0')
		e++
	}
	if e == j || n > 60 || e < len(s) && isDigit(s[e]) {
		return v, i
	}
	base := v
	if ten {
		base = rat(10)
	}
	if base.Sign() == 0 {
		return v, i
	}
	p := rat(1)
	for range n {
		p.Mul(p, base)
	}
	if sign < 0 {
		p.Inv(p)
	}
	if ten {
		p.Mul(p, v)
	}
	return p, e
}

// significant counts the digits of a value but for the zeros that end it.
func significant(v *big.Rat, said int) int {
	if v.IsInt() {
		if v.Num().IsInt64() {
			n, d := v.Num().Int64(), 0
			if n < 0 {
				n = -n
			}
			for n > 0 && n%10 == 0 {
				n /= 10
			}
			for ; n > 0; n /= 10 {
				d++
			}
			return max(1, d)
		}
		return max(1, len(strings.TrimRight(v.Num().String(), "0")))
	}
	return max(1, said)
}

// word returns the end of the run of letters at i.
func word(s string, i int) int {
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < 'a' || c > 'z' {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !('а' <= r && r <= 'я') {
			break
		}
		i += n
	}
	return i
}

// roman reads an ordinal in Roman capitals; upper tells whether a byte was one.
func roman(s string, i int, upper func(int) bool) (int64, int) {
	value := func(c byte) int64 {
		switch c {
		case 'i':
			return 1
		case 'v':
			return 5
		case 'x':
			return 10
		case 'l':
			return 50
		case 'c':
			return 100
		}
		return 0
	}
	b := i
	var total, last int64
	for i < len(s) && value(s[i]) > 0 && upper(i) {
		i++
	}
	if i == b || i-b > 8 || i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || isDigit(s[i])) {
		return 0, b
	}
	for k := i - 1; k >= b; k-- {
		v := value(s[k])
		if v < last {
			total -= v
		} else {
			total += v
			last = v
		}
	}
	return total, i
}
