package quantity

import (
	"math/big"
	"strings"
)

var russianScale = []struct {
	stem  string
	value int64
}{{"тысяч", 1_000}, {"тыс", 1_000}, {"миллион", 1_000_000}, {"млн", 1_000_000}, {"миллиард", 1_000_000_000}, {"млрд", 1_000_000_000}, {"триллион", 1_000_000_000_000}, {"трлн", 1_000_000_000_000}}

var russianUnits = map[string]int64{"один": 1, "одна": 1, "одно": 1, "одного": 1, "одной": 1, "одному": 1, "одним": 1, "два": 2, "две": 2, "двух": 2, "двум": 2, "двумя": 2, "три": 3, "трех": 3, "трем": 3, "тремя": 3, "четыре": 4, "четырех": 4, "четырем": 4, "четырьмя": 4,
	"пять": 5, "пяти": 5, "пятью": 5, "шесть": 6, "шести": 6, "шестью": 6, "семь": 7, "семи": 7, "семью": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9, "десять": 10, "десяти": 10, "одиннадцать": 11, "одиннадцати": 11, "двенадцать": 12, "двенадцати": 12, "тринадцать": 13, "тринадцати": 13, "четырнадцать": 14, "четырнадцати": 14,
	"пятнадцать": 15, "пятнадцати": 15, "шестнадцать": 16, "шестнадцати": 16, "семнадцать": 17, "семнадцати": 17, "восемнадцать": 18, "восемнадцати": 18, "девятнадцать": 19, "девятнадцати": 19, "двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30, "сорок": 40, "сорока": 40, "пятьдесят": 50, "пятидесяти": 50, "шестьдесят": 60, "шестидесяти": 60,
	"семьдесят": 70, "семидесяти": 70, "восемьдесят": 80, "восьмидесяти": 80, "девяносто": 90, "сто": 100, "ста": 100, "двести": 200, "двухсот": 200, "триста": 300, "трехсот": 300, "четыреста": 400, "четырехсот": 400, "пятьсот": 500, "пятисот": 500, "шестьсот": 600, "шестисот": 600, "семьсот": 700, "восемьсот": 800, "девятьсот": 900}

var russianOrdinals = []struct {
	stem  string
	value int64
}{{"перв", 1}, {"втор", 2}, {"трет", 3}, {"четверт", 4}, {"пят", 5}, {"шест", 6}, {"седьм", 7}, {"восьм", 8}, {"девят", 9}, {"десят", 10}, {"одиннадцат", 11}, {"двенадцат", 12}, {"тринадцат", 13}, {"четырнадцат", 14}, {"пятнадцат", 15}, {"шестнадцат", 16}, {"семнадцат", 17}, {"восемнадцат", 18}, {"девятнадцат", 19}, {"двадцат", 20}, {"тридцат", 30}}

var russianOrdinalEndings = map[string]bool{"ый": true, "ой": true, "ий": true, "ая": true, "ое": true, "ые": true, "ого": true, "ому": true, "ым": true, "ом": true, "ую": true, "ья": true, "ье": true, "ьи": true, "ьего": true, "ьему": true, "ьим": true, "ьем": true, "ью": true, "ьей": true, "ых": true}

// russian reads a number at i, in words or digits, with words of magnitude: 94,8
// млрд, тридцать пять, полтора миллиарда, две трети.
func russian(s string, i int) (number, int) {
	b, sign := i, false
	if s[i] == '-' {
		sign, i = true, i+1
		if i >= len(s) {
			return number{}, b
		}
	}
	n, e := russianUnsigned(s, i)
	if e == i {
		return number{}, b
	}
	n.begin, n.end = b, e
	if sign {
		n.value = new(big.Rat).Neg(n.value)
	}
	return n, e
}

func russianUnsigned(s string, i int) (number, int) {
	if isDigit(s[i]) {
		n, e := arabic(s, i, "ru")
		if e == i {
			return n, i
		}
		if v, ve := russianMagnitude(s, e); v > 0 {
			n.value, e = new(big.Rat).Mul(n.value, rat(v)), ve
		}
		return n, e
	}
	e := word(s, i)
	switch s[i:e] {
	case "полтора", "полторы", "полутора":
		if v, ve := russianMagnitude(s, e); v > 0 {
			return number{value: big.NewRat(3*v, 2), digits: 2, words: true}, ve
		}
		return number{}, i
	case "треть", "половина", "половины", "половину":
		return number{}, i
	}
	total, end := int64(0), i
	last := int64(1 << 62)
	for j := i; j < len(s); {
		e := word(s, j)
		v, ok := russianUnits[s[j:e]]
		if !ok || v >= last || last < 20 && total > 0 || last < 100 && v >= 10 {
			break
		}
		total, end, last = total+v, e, v
		if e >= len(s) || s[e] != ' ' {
			break
		}
		j = e + 1
	}
	if end == i {
		return number{}, i
	}
	n := number{value: rat(total), words: true}
	if v, ve := russianMagnitude(s, end); v > 0 {
		n.value, end = new(big.Rat).Mul(n.value, rat(v)), ve
	} else if d, de := russianShare(s, end); d > 0 {
		n.value, end, n.fraction = big.NewRat(total, d), de, true
	}
	n.digits = significant(n.value, 1)
	return n, end
}

// russianShare reads треть, трети, четверти, пятых after a numerator.
func russianShare(s string, i int) (int64, int) {
	if i >= len(s) || s[i] != ' ' {
		return 0, i
	}
	e := word(s, i+1)
	switch s[i+1 : e] {
	case "треть", "трети", "третей":
		return 3, e
	case "четверть", "четверти", "четвертых":
		return 4, e
	case "пятая", "пятых":
		return 5, e
	case "десятая", "десятых":
		return 10, e
	}
	return 0, i
}

// russianMagnitude reads тыс., млн, миллиардов after a number, 0 for none.
func russianMagnitude(s string, i int) (int64, int) {
	j := i
	if j < len(s) && (s[j] == ' ' || s[j] == '-') {
		j++
	}
	e := word(s, j)
	w := s[j:e]
	if w == "" {
		return 0, i
	}
	for _, x := range russianScale {
		if strings.HasPrefix(w, x.stem) && len(w)-len(x.stem) <= 8 && !strings.HasPrefix(w, "миллионн") && !strings.HasPrefix(w, "миллиардн") && !strings.HasPrefix(w, "тысячел") {
			if e < len(s) && s[e] == '.' && len(w) <= 8 {
				e++
			}
			return x.value, e
		}
	}
	return 0, i
}

func russianOrdinal(s string, i int) (int64, int) {
	e := word(s, i)
	w := s[i:e]
	for _, o := range russianOrdinals {
		if strings.HasPrefix(w, o.stem) && russianOrdinalEndings[w[len(o.stem):]] {
			return o.value, e
		}
	}
	// двадцать пятый
	if t := russianUnits[w]; t >= 20 && t <= 90 && e < len(s) && s[e] == ' ' {
		next := word(s, e+1)
		for _, o := range russianOrdinals[:9] {
			if w := s[e+1 : next]; strings.HasPrefix(w, o.stem) && russianOrdinalEndings[w[len(o.stem):]] {
				return t + o.value, next
			}
		}
	}
	return 0, i
}
