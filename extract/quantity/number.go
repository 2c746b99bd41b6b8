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
	fraction   bool
	percent    bool // 百分之, 成, 折
	open       bool // 十多, 300余: somewhat more
	few        bool // 几, 数: no value
	grouped    bool
}

var hanDigit = map[rune]int64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9, '俩': 2, '仨': 3}

var hanUnit = map[rune]int64{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000, '万': 10_000, '亿': 100_000_000, '兆': 1_000_000_000_000}

// arabic reads digits with their separators at byte i: 1,234.5 and 1 234,5 by
// language. It returns the end, i when there is no number.
func arabic(s string, i int, lang string) (number, int) {
	b := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == b {
		return number{}, b
	}
	var digits strings.Builder
	digits.WriteString(s[b:i])
	group, decimal := byte(','), byte('.')
	if lang == "ru" {
		group, decimal = ' ', ','
	}
	grouped := false
	for i+3 < len(s)+0 && i < len(s) && (s[i] == group || s[i] == ' ' && lang == "ru") && i-b <= 3+4*4 && threeDigits(s, i+1) && (grouped || i-b <= 3) {
		digits.WriteString(s[i+1 : i+4])
		i += 4
		grouped = true
	}
	frac := ""
	if i+1 < len(s) && (s[i] == decimal || s[i] == '.' && lang == "ru") && isDigit(s[i+1]) {
		j := i + 1
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		// Two dots make a date or a version, no number.
		if !(j+1 < len(s) && s[j] == '.' && isDigit(s[j+1])) {
			frac = s[i+1 : j]
			i = j
		}
	}
	text := digits.String()
	if len(text)+len(frac) > 60 {
		return number{}, b
	}
	v := new(big.Rat)
	t := text
	if frac != "" {
		t += "." + frac
	}
	if _, ok := v.SetString(t); !ok {
		return number{}, b
	}
	sig := strings.TrimLeft(text, "0")
	if frac == "" {
		sig = strings.TrimRight(sig, "0")
	} else {
		sig = strings.TrimLeft(sig+frac, "0")
	}
	return number{begin: b, end: i, value: v, digits: max(1, len(sig)), grouped: grouped}, i
}

func threeDigits(s string, i int) bool {
	return i+3 <= len(s) && isDigit(s[i]) && isDigit(s[i+1]) && isDigit(s[i+2]) && (i+3 == len(s) || !isDigit(s[i+3]))
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// han reads a Chinese numeral at byte i, Arabic digits with 万 and 亿 included:
// 三十五, 948亿, 二〇二三, 一点五, 1.2万亿, 3亿5000万.
func han(s string, i int) (number, int) {
	b := i
	total, section := new(big.Rat), new(big.Rat)
	var current *big.Rat
	digits, seen, positional := 0, false, 0
	lastUnit := int64(0)
	n := number{begin: b, words: true}
	plain := true // no unit so far: 二〇二三 reads digit by digit
	for i < len(s) {
		if isDigit(s[i]) {
			a, e := arabic(s, i, "zh")
			if e == i || current != nil {
				break
			}
			current = a.value
			digits += a.digits
			n.words = false
			seen = true
			plain = false
			i = e
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if d, ok := hanDigit[r]; ok {
			if current != nil && !plain {
				if current.Sign() != 0 || !n.words {
					break
				}
				current = nil
			}
			if current == nil {
				current = new(big.Rat)
			}
			if plain && seen {
				current.Mul(current, big.NewRat(10, 1))
			}
			current.Add(current, big.NewRat(d, 1))
			positional++
			digits++
			seen = true
			i += w
			continue
		}
		if (r == '多' || r == '余' || r == '几' || r == '来') && seen {
			// 十多万, 300余亿: the unit may follow.
			nr, _ := utf8.DecodeRuneInString(s[i+w:])
			if u := hanUnit[nr]; u >= 10 || r == '几' && u > 0 {
				n.open = true
				i += w
				continue
			}
			break
		}
		if r == '点' && current != nil && seen {
			f, e := hanFraction(s, i+w)
			if e == i+w {
				break
			}
			current.Add(current, f)
			digits += (e - i - w) / 3
			plain = false
			i = e
			continue
		}
		u, ok := hanUnit[r]
		if !ok {
			break
		}
		if !seen && u != 10 {
			break
		}
		if current == nil && !seen {
			current = big.NewRat(1, 1)
			digits++
		}
		if r == '兆' && n.words {
			break
		}
		plain = false
		seen = true
		unit := big.NewRat(u, 1)
		if u < 10_000 {
			if current == nil {
				current = big.NewRat(1, 1)
				if lastUnit != 0 && lastUnit < u {
					break
				}
			}
			section.Add(section, current.Mul(current, unit))
		} else {
			if current != nil {
				section.Add(section, current)
			}
			if total.Sign() > 0 && total.Cmp(unit) < 0 || section.Sign() == 0 {
				total.Mul(total.Add(total, section), unit)
			} else {
				total.Add(total, section.Mul(section, unit))
			}
			section = new(big.Rat)
		}
		current = nil
		lastUnit = u
		i += w
	}
	if !seen {
		return number{}, b
	}
	if current != nil {
		if lastUnit >= 100 && positional > 0 && n.words && current.Cmp(big.NewRat(10, 1)) < 0 && !zeroBefore(s, i) && !plain {
			// 一百五 is 150, 三万五 35,000.
			current.Mul(current, big.NewRat(lastUnit/10, 1))
		}
		section.Add(section, current)
	}
	n.value = total.Add(total, section)
	n.digits = max(1, significant(n.value, digits))
	n.end = i
	return n, i
}

// zeroBefore reports whether the last digit of a numeral that ends at i follows a
// zero (一百零五).
func zeroBefore(s string, i int) bool {
	_, w := utf8.DecodeLastRuneInString(s[:i])
	r, _ := utf8.DecodeLastRuneInString(s[:i-w])
	return r == '零' || r == '〇'
}

func significant(v *big.Rat, said int) int {
	if v.IsInt() {
		t := strings.TrimRight(v.Num().String(), "0")
		return min(max(1, len(t)), max(said, 1)+20)
	}
	return said
}

func hanFraction(s string, i int) (*big.Rat, int) {
	f, scale := new(big.Rat), big.NewRat(1, 10)
	for i < len(s) {
		r, w := utf8.DecodeRuneInString(s[i:])
		d, ok := hanDigit[r]
		if !ok || r == '两' {
			break
		}
		f.Add(f, new(big.Rat).Mul(big.NewRat(d, 1), scale))
		scale.Mul(scale, big.NewRat(1, 10))
		i += w
	}
	return f, i
}

var englishUnits = map[string]int64{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12, "a": 1}

var englishScale = map[string]int64{"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000, "mln": 1_000_000, "bln": 1_000_000_000, "bn": 1_000_000_000, "mn": 1_000_000, "m": 1_000_000, "tn": 1_000_000_000_000, "k": 1_000, "b": 1_000_000_000, "lakh": 100_000, "crore": 10_000_000}

var russianScale = []struct {
	stem  string
	value int64
}{{"тысяч", 1_000}, {"тыс", 1_000}, {"миллион", 1_000_000}, {"млн", 1_000_000}, {"миллиард", 1_000_000_000}, {"млрд", 1_000_000_000}, {"триллион", 1_000_000_000_000}, {"трлн", 1_000_000_000_000}}

var russianUnits = map[string]int64{"один": 1, "одна": 1, "одно": 1, "одного": 1, "одной": 1, "два": 2, "две": 2, "двух": 2, "двум": 2, "двумя": 2, "три": 3, "трех": 3, "трем": 3, "тремя": 3, "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9, "десять": 10, "десяти": 10, "двенадцать": 12, "пятнадцать": 15, "двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100, "ста": 100, "двести": 200, "триста": 300, "пятьсот": 500, "полтора": 0}

var englishOrdinals = map[string]int64{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60}

var russianOrdinals = []struct {
	stem  string
	value int64
}{{"перв", 1}, {"втор", 2}, {"трет", 3}, {"четверт", 4}, {"пят", 5}, {"шест", 6}, {"седьм", 7}, {"восьм", 8}, {"девят", 9}, {"десят", 10}, {"одиннадцат", 11}, {"двенадцат", 12}, {"тринадцат", 13}, {"четырнадцат", 14}, {"пятнадцат", 15}, {"шестнадцат", 16}, {"двадцат", 20}, {"тридцат", 30}}

var russianOrdinalEndings = map[string]bool{"ый": true, "ой": true, "ий": true, "ая": true, "ое": true, "ые": true, "ого": true, "ому": true, "ым": true, "ом": true, "ую": true, "ья": true, "ье": true, "ьи": true, "ьего": true, "ьему": true, "ьим": true, "ьем": true, "ью": true, "ьей": true, "ых": true}

// word returns the end of the run of letters at i.
func word(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !('a' <= r && r <= 'z' || 'а' <= r && r <= 'я') {
			break
		}
		i += n
	}
	return i
}

// english reads a numeral in words at i: two hundred and fifty, three million.
func english(s string, i int) (number, int) {
	b := i
	total, current := new(big.Rat), new(big.Rat)
	seen, end := false, i
	for i < len(s) {
		e := word(s, i)
		w := s[i:e]
		if e == i {
			break
		}
		if v, ok := englishUnits[w]; ok && !(w == "a" && (seen || !scaleFollows(s, e))) {
			if w == "dozen" && seen {
				current.Mul(current, big.NewRat(12, 1))
			} else {
				current.Add(current, big.NewRat(v, 1))
			}
			seen, end = true, e
		} else if v, ok := englishScale[w]; ok && seen && len(w) > 2 {
			if v == 100 {
				current.Mul(current, big.NewRat(100, 1))
			} else {
				total.Add(total, current.Mul(current, big.NewRat(v, 1)))
				current = new(big.Rat)
			}
			end = e
		} else if !(w == "and" && seen && e < len(s)) {
			break
		} else if n := word(s, e+1); englishUnits[s[min(e+1, len(s)):n]] == 0 || s[e+1:n] == "a" || total.Sign() == 0 && current.Cmp(big.NewRat(100, 1)) < 0 {
			break
		}
		i = e
		if i < len(s) && (s[i] == ' ' || s[i] == '-') {
			i++
			continue
		}
		break
	}
	if !seen {
		return number{}, b
	}
	v := total.Add(total, current)
	return number{begin: b, end: end, value: v, digits: significant(v, 1), words: true}, end
}

func scaleFollows(s string, e int) bool {
	if e >= len(s) || s[e] != ' ' {
		return false
	}
	w := s[e+1 : word(s, e+1)]
	return englishScale[w] >= 100 && len(w) > 2 || w == "dozen"
}

// russian reads a numeral in words at i.
func russian(s string, i int) (number, int) {
	b := i
	total := new(big.Rat)
	seen, end := false, i
	for i < len(s) {
		e := word(s, i)
		v, ok := russianUnits[s[i:e]]
		if !ok || e == i {
			break
		}
		if s[i:e] == "полтора" {
			total.Add(total, big.NewRat(3, 2))
		} else {
			total.Add(total, big.NewRat(v, 1))
		}
		seen, end = true, e
		if e >= len(s) || s[e] != ' ' {
			break
		}
		i = e + 1
	}
	if !seen {
		return number{}, b
	}
	return number{begin: b, end: end, value: total, digits: significant(total, 1), words: true}, end
}

// scale reads a word of magnitude after a number and returns its factor and end.
func scale(s string, i int, lang string) (int64, int) {
	j := i
	if j < len(s) && (s[j] == ' ' || s[j] == '-') {
		j++
	}
	e := word(s, j)
	w := s[j:e]
	if w == "" {
		return 0, i
	}
	if lang == "ru" {
		for k := len(russianScale) - 1; k >= 0; k-- {
			if x := russianScale[k]; strings.HasPrefix(w, x.stem) && len(w)-len(x.stem) <= 8 {
				if e < len(s) && s[e] == '.' && len(w) <= 8 {
					e++
				}
				return x.value, e
			}
		}
		return 0, i
	}
	if v, ok := englishScale[w]; ok && (len(w) > 1 || j == i) {
		return v, e
	}
	return 0, i
}

// roman reads an ordinal in Roman capitals; upper tells whether a byte was one.
func roman(s string, i int, upper func(int) bool) (int64, int) {
	vals := map[byte]int64{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100}
	b := i
	var total, last int64
	for i < len(s) && vals[s[i]] > 0 && upper(i) {
		i++
	}
	if i == b || i-b > 8 || i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || isDigit(s[i])) {
		return 0, b
	}
	for k := i - 1; k >= b; k-- {
		v := vals[s[k]]
		if v < last {
			total -= v
		} else {
			total += v
			last = v
		}
	}
	return total, i
}
