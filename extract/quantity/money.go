package quantity

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// mark is a sign or code of money beside a number.
type mark struct {
	code       string
	begin, end int
	scale      int64 // MEUR is a million
}

// markBefore reads US$, €, USD, MAUD before byte b.
func (f *finder) markBefore(b, last int) (mark, bool) {
	s := f.key
	e := b
	for e > last && s[e-1] == ' ' {
		e--
	}
	if e <= last || b-e > 2 {
		return mark{}, false
	}
	if s[e-1] < utf8.RuneSelf && s[e-1] != '$' {
		return f.codeBefore(e)
	}
	_, w := utf8.DecodeLastRuneInString(s[:e])
	code := f.language.money.signs[s[e-w:e]]
	if code == "" {
		return mark{}, false
	}
	m := mark{code: code, begin: e - w, end: e, scale: 1}
	if s[e-1] == '$' {
		p := m.begin
		for p > last && s[p-1] == ' ' && m.begin-p < 1 {
			p--
		}
		k := p
		for k > last && (s[k-1] >= 'a' && s[k-1] <= 'z' || s[k-1] == '.') && p-k < 5 {
			k--
		}
		if c := f.language.money.dollars[s[k:p]]; c != "" && (k == f.begin || k == 0 || !letterEnds(s[:k])) && !(p < m.begin && (s[k:p] == "a" || s[k:p] == "s" || s[k:p] == "us" || s[k:p] == "r")) {
			m.code, m.begin = c, k
		}
	}
	return m, true
}

func letterEnds(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return letter(r)
}

// codeBefore reads an ISO code that ends at byte e, with M for a million.
func (f *finder) codeBefore(e int) (mark, bool) {
	s := f.key
	k := e
	for k > f.begin && s[k-1] >= 'a' && s[k-1] <= 'z' && e-k < 6 {
		k--
	}
	if k > 0 && letterEnds(s[:k]) || !f.doc.Upper(k) {
		return mark{}, false
	}
	return f.code(k, e)
}

func (f *finder) code(b, e int) (mark, bool) {
	w := f.key[b:e]
	scale := int64(1)
	if len(w) == 4 && w[0] == 'm' {
		w, scale = w[1:], 1_000_000
	}
	if len(w) != 3 || !f.language.money.codes[w] {
		return mark{}, false
	}
	code := strings.ToUpper(w)
	if code == "RMB" {
		code = "CNY"
	}
	return mark{code: code, begin: b, end: e, scale: scale}, true
}

// markAfter reads $, €, USD, MEUR after a number that ends at e.
func (f *finder) markAfter(e int) (mark, bool) {
	s := f.key
	j := blanks(s, e)
	if j >= len(s) || j-e > 1 {
		return mark{}, false
	}
	_, w := utf8.DecodeRuneInString(s[j:])
	if code := f.language.money.signs[s[j:j+w]]; code != "" {
		// $10 $20: a sign right before figures is theirs.
		if j > e && j+w < len(s) && isDigit(s[j+w]) {
			return mark{}, false
		}
		return mark{code: code, begin: j, end: j + w, scale: 1}, true
	}
	k := j
	for k < len(s) && s[k] >= 'a' && s[k] <= 'z' {
		k++
	}
	if k == j || !f.doc.Upper(j) && j > e {
		return mark{}, false
	}
	return f.code(j, k)
}

// cents adds what follows a sum in money: dollars and forty-five cents, 15 dollars 50,
// 两美元又三美分.
func (f *finder) cents(n number, e int) (*big.Rat, int) {
	s := f.key
	j := e
	for _, w := range []string{" and ", " ", "又", ""} {
		if strings.HasPrefix(s[e:], w) {
			j = e + len(w)
			break
		}
	}
	if j >= len(s) {
		return nil, e
	}
	m, ok := f.number(j)
	if f.lang == "zh" {
		var me int
		m, me = han(s, j)
		ok = me > j
	}
	if !ok || m.begin != j || m.ordinal || m.percent || !m.value.IsInt() || m.value.Sign() <= 0 || m.value.Cmp(rat(100)) >= 0 {
		return nil, e
	}
	hundredth := big.NewRat(1, 100)
	if c, ce := f.language.cents.at(s, blanks(s, m.end)); c.value != "" {
		v := m.value
		if c.word == "角" {
			v = new(big.Rat).Mul(v, rat(10))
		}
		return new(big.Rat).Mul(v, hundredth), ce
	}
	if f.lang != "en" || j != e+1 || m.value.Cmp(rat(10)) < 0 || n.value.Cmp(rat(10_000)) > 0 {
		return nil, e
	}
	if rest := strings.TrimLeft(s[m.end:], " "); rest == "" || rest[0] == '.' || rest[0] == ',' {
		return new(big.Rat).Mul(m.value, hundredth), m.end
	}
	return nil, e
}
