package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// hanNumeral reads a Chinese numeral with sign, fraction, power and letter of
// magnitude: 负一又二分之一, 百分之五, 千分之三, 3/5, 2^-1, 40k.
func hanNumeral(s string, i int) (number, int) {
	b, sign := i, false
	if strings.HasPrefix(s[i:], "负") {
		sign = true
		i += len("负")
	} else if s[i] == '-' {
		sign = true
		i++
		for i < len(s) && s[i] == ' ' {
			i++
		}
	}
	if i >= len(s) {
		return number{}, b
	}
	n, e := hanUnsigned(s, i)
	if e == i {
		return number{}, b
	}
	if sign {
		n.value = new(big.Rat).Neg(n.value)
	}
	n.begin, n.end = b, e
	return n, e
}

func hanUnsigned(s string, i int) (number, int) {
	for _, p := range []struct {
		text  string
		scale int64
	}{{"百万分之", 10_000}, {"万万分之", 1_000_000}, {"百分之", 1}, {"千分之", 10}, {"万分之", 100}, {"亿分之", 1_000_000}, {"佰分之", 1}} {
		e := spaced(s, i, p.text)
		if e == i {
			continue
		}
		j := blanks(s, e)
		m, me := han(s, j)
		if strings.HasPrefix(s[j:], "百") {
			if r, _ := utf8.DecodeRuneInString(s[j+3:]); !hanStart(r) {
				m, me = number{value: rat(100), digits: 1}, j+3
			}
		}
		if me == j {
			return number{}, i
		}
		m.value = new(big.Rat).Quo(m.value, rat(p.scale))
		if me < len(s) && s[me] == 'k' {
			m.value.Mul(m.value, rat(1000))
			me++
		}
		m.percent, m.words = true, true
		return m, me
	}
	n, e := han(s, i)
	if e == i {
		if n, e = arabic(s, i, "zh"); e == i {
			return number{}, i
		}
	}
	if f, fe := hanFraction(s, n, e); fe > e {
		return f, fe
	}
	if j := spaced(s, e, "又"); j > e {
		j = blanks(s, j)
		if m, me := han(s, j); me > j {
			if f, fe := hanFraction(s, m, me); fe > me {
				n.value = new(big.Rat).Add(n.value, f.value)
				n.fraction = true
				return n, fe
			}
		}
	}
	if !n.words {
		if v, ve := raised(s, n.value, e); ve > e {
			n.value = v
			return n, ve
		}
		if r, re := slashed(s, n, e); re > e {
			return r, re
		}
		if e < len(s) && s[e] == 'k' && (e+1 == len(s) || !(s[e+1] >= 'a' && s[e+1] <= 'z')) {
			n.value = new(big.Rat).Mul(n.value, rat(1000))
			return n, e + 1
		}
	}
	return n, e
}

// slashed reads 3/5 and 1 3/5.
func slashed(s string, n number, e int) (number, int) {
	if !n.value.IsInt() {
		return n, e
	}
	quotient := func(j int, top *big.Rat) (*big.Rat, int) {
		bar := 1
		if strings.HasPrefix(s[j:], "⁄") { // what ¾ is folded to
			bar = len("⁄")
		} else if j >= len(s) || s[j] != '/' {
			return nil, j
		}
		if j+bar < len(s) && isDigit(s[j+bar]) {
			d, de := arabic(s, j+bar, "zh")
			if de > j+bar && d.value.Sign() != 0 && d.value.IsInt() && de-j < 8 && !(de < len(s) && s[de] == '/') {
				return new(big.Rat).Quo(top, d.value), de
			}
		}
		return nil, j
	}
	if v, ve := quotient(e, n.value); v != nil {
		n.value, n.fraction = v, true
		return n, ve
	}
	j := blanks(s, e)
	if j > e && j < len(s) && isDigit(s[j]) {
		m, me := arabic(s, j, "zh")
		if v, ve := quotient(me, m.value); me > j && v != nil && m.value.IsInt() {
			n.value, n.fraction = new(big.Rat).Add(n.value, v), true
			return n, ve
		}
	}
	return n, e
}

// hanFraction reads 分之 and a numerator after the denominator n.
func hanFraction(s string, n number, e int) (number, int) {
	j := spaced(s, e, "分之")
	if j == e || n.value.Sign() == 0 {
		return n, e
	}
	j = blanks(s, j)
	sign := false
	if strings.HasPrefix(s[j:], "负") {
		sign, j = true, j+len("负")
	}
	m, me := han(s, j)
	if me == j {
		return n, e
	}
	n.value = new(big.Rat).Quo(m.value, n.value)
	if sign {
		n.value.Neg(n.value)
	}
	n.fraction = true
	return n, me
}
