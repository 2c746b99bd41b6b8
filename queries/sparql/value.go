package sparql

import (
	"math"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/entente-graph/entente/schema"
)

// valueKind classes terms by what operators do with them.
type valueKind uint8

const (
	vIRI valueKind = iota
	vBlank
	vString   // xsd:string
	vLang     // rdf:langString
	vBoolean  //
	vInteger  // and the types derived from it
	vDecimal  //
	vFloat    //
	vDouble   //
	vDateTime //
	vDate
	vTime
	vDuration // dayTimeDuration: seconds
	vMonths   // yearMonthDuration
	vGregorian
	vOther   // a datatype the engine does not know
	vInvalid // a known datatype with a lexical form it does not have
)

func (k valueKind) numeric() bool   { return k >= vInteger && k <= vDouble }
func (k valueKind) stringish() bool { return k == vString || k == vLang }
func (k valueKind) literal() bool   { return k >= vString }

// value is a term with what its lexical form means. Values do not change once
// made. A nil *value is "unbound" or "type error"; the two never need telling
// apart.
type value struct {
	kind valueKind
	term schema.Term
	id   ID // in the source; 0 when it is not known

	num  int64        // integer when dec is nil, boolean 0 or 1, months
	dec  *apd.Decimal // decimal, integer beyond int64, seconds of a duration
	flt  float64      // float, double
	time *timestamp
}

var datatypeKinds = map[string]valueKind{
	schema.XSDString: vString, schema.RDFLangString: vLang, schema.XSDBoolean: vBoolean,
	schema.XSDInteger: vInteger, schema.XSDDecimal: vDecimal, schema.XSDFloat: vFloat, schema.XSDDouble: vDouble,
	schema.XSDDateTime: vDateTime, schema.XSD + "dateTimeStamp": vDateTime, schema.XSDDate: vDate,
	schema.XSD + "time": vTime, schema.XSD + "dayTimeDuration": vDuration, schema.XSD + "yearMonthDuration": vMonths,
	schema.XSDGYear: vGregorian, schema.XSD + "gYearMonth": vGregorian,
	schema.XSD + "nonPositiveInteger": vInteger, schema.XSD + "negativeInteger": vInteger,
	schema.XSD + "long": vInteger, schema.XSD + "int": vInteger, schema.XSD + "short": vInteger, schema.XSD + "byte": vInteger,
	schema.XSDNonNegativeInteger: vInteger, schema.XSD + "positiveInteger": vInteger,
	schema.XSD + "unsignedLong": vInteger, schema.XSD + "unsignedInt": vInteger,
	schema.XSD + "unsignedShort": vInteger, schema.XSD + "unsignedByte": vInteger,
}

// integerBounds of the derived types that are narrower than xsd:integer.
var integerBounds = map[string][2]int64{
	schema.XSD + "nonPositiveInteger": {math.MinInt64, 0}, schema.XSD + "negativeInteger": {math.MinInt64, -1},
	schema.XSD + "int": {math.MinInt32, math.MaxInt32}, schema.XSD + "short": {math.MinInt16, math.MaxInt16},
	schema.XSD + "byte": {math.MinInt8, math.MaxInt8}, schema.XSDNonNegativeInteger: {0, math.MaxInt64},
	schema.XSD + "positiveInteger": {1, math.MaxInt64}, schema.XSD + "unsignedLong": {0, math.MaxInt64},
	schema.XSD + "unsignedInt": {0, math.MaxUint32}, schema.XSD + "unsignedShort": {0, math.MaxUint16},
	schema.XSD + "unsignedByte": {0, math.MaxUint8},
}

// decode reads the value of a term.
func decode(t schema.Term) *value {
	v := &value{term: t}
	v.read()
	return v
}

// read fills in what the term means.
func (v *value) read() {
	t := v.term
	switch t.Kind {
	case schema.KindIRI:
		v.kind = vIRI
		return
	case schema.KindBlank:
		v.kind = vBlank
		return
	}
	kind, known := datatypeKinds[t.Datatype]
	if !known {
		v.kind = vOther
		return
	}
	v.kind = kind
	if !v.parse(t) {
		v.kind = vInvalid
	}
}

func (v *value) parse(t schema.Term) bool {
	text := t.Value
	if v.kind != vString && v.kind != vLang {
		text = strings.Trim(text, " \t\r\n")
	}
	ok := true
	switch v.kind {
	case vBoolean:
		switch text {
		case "true", "1":
			v.num = 1
		case "false", "0":
		default:
			return false
		}
	case vInteger:
		if v.num, v.dec, ok = parseInteger(text); !ok {
			return false
		}
		if b, bounded := integerBounds[t.Datatype]; bounded {
			return v.dec == nil && v.num >= b[0] && v.num <= b[1] ||
				v.dec != nil && (b[1] == math.MaxInt64 && !v.dec.Negative || b[0] == math.MinInt64 && v.dec.Negative)
		}
	case vDecimal:
		v.dec, ok = parseDecimal(text)
	case vFloat, vDouble:
		v.flt, ok = parseFloat(text)
		if v.kind == vFloat {
			v.flt = float64(float32(v.flt))
		}
	case vDateTime:
		ok = v.at(parseDateTime(text))
	case vDate:
		ok = v.at(parseDate(text))
	case vTime:
		ok = v.at(parseTime(text))
	case vGregorian:
		ok = v.at(parseGregorian(text, t.Datatype))
	case vDuration:
		v.dec, ok = parseDayTime(text)
	case vMonths:
		v.num, ok = parseYearMonth(text)
	}
	return ok
}

func (v *value) at(t timestamp, ok bool) bool {
	v.time = &t
	return ok
}

func parseInteger(s string) (int64, *apd.Decimal, bool) {
	digits := strings.TrimLeft(s, "+-")
	if len(s)-len(digits) > 1 || digits == "" {
		return 0, nil, false
	}
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return 0, nil, false
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil, true
	}
	d, _, err := apd.NewFromString(strings.TrimPrefix(s, "+"))
	return 0, d, err == nil
}

func parseDecimal(s string) (*apd.Decimal, bool) {
	digits, dots := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			digits++
		case c == '.':
			dots++
		case (c == '+' || c == '-') && i == 0:
		default:
			return nil, false
		}
	}
	if digits == 0 || dots > 1 {
		return nil, false
	}
	d, _, err := apd.NewFromString(strings.TrimPrefix(s, "+"))
	return d, err == nil
}

func parseFloat(s string) (float64, bool) {
	switch s {
	case "INF", "+INF":
		return math.Inf(1), true
	case "-INF":
		return math.Inf(-1), true
	case "NaN":
		return math.NaN(), true
	}
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && strings.IndexByte("+-.eE", c) < 0 {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

func iriValue(iri string) *value { return &value{kind: vIRI, term: schema.IRI(iri)} }

func stringValue(s string) *value { return &value{kind: vString, term: schema.String(s)} }

func langValue(s, lang string) *value {
	if lang == "" {
		return stringValue(s)
	}
	return &value{kind: vLang, term: schema.LangString(s, lang)}
}

// like makes a string of the same kind (and language) as v.
func (v *value) like(s string) *value { return langValue(s, v.term.Lang) }

var trueValue = &value{kind: vBoolean, num: 1, term: schema.Typed("true", schema.XSDBoolean)}
var falseValue = &value{kind: vBoolean, term: schema.Typed("false", schema.XSDBoolean)}

func boolValue(b bool) *value {
	if b {
		return trueValue
	}
	return falseValue
}

func integerValue(n int64) *value {
	return &value{kind: vInteger, num: n, term: schema.Typed(strconv.FormatInt(n, 10), schema.XSDInteger)}
}

// bigValue is an integer that may lie beyond int64.
func bigValue(d *apd.Decimal) *value {
	if n, err := d.Int64(); err == nil {
		return integerValue(n)
	}
	return &value{kind: vInteger, dec: d, term: schema.Typed(d.Text('f'), schema.XSDInteger)}
}

func decimalValue(d *apd.Decimal) *value {
	return &value{kind: vDecimal, dec: d, term: schema.Typed(decimalText(d), schema.XSDDecimal)}
}

// decimalText is the canonical form of xsd:decimal in XSD 1.1: no trailing
// zeros, no point in whole numbers.
func decimalText(d *apd.Decimal) string {
	s := d.Text('f')
	if strings.IndexByte(s, '.') >= 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func doubleValue(f float64) *value {
	return &value{kind: vDouble, flt: f, term: schema.Typed(floatText(f, 64), schema.XSDDouble)}
}

func floatValue(f float64) *value {
	f = float64(float32(f))
	return &value{kind: vFloat, flt: f, term: schema.Typed(floatText(f, 32), schema.XSDFloat)}
}

// floatText is the canonical form of xsd:double and xsd:float: 1.25E2.
func floatText(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	}
	s := strconv.FormatFloat(f, 'E', -1, bits)
	mantissa, exponent, _ := strings.Cut(s, "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exponent)
	return mantissa + "E" + strconv.Itoa(n)
}

// float is the nearest float64 of a number.
func (v *value) float() float64 {
	switch {
	case v.kind == vFloat || v.kind == vDouble:
		return v.flt
	case v.dec != nil:
		f, _ := v.dec.Float64()
		return f
	}
	return float64(v.num)
}

// decimal is the exact decimal of an integer or decimal.
func (v *value) decimal() *apd.Decimal {
	if v.dec != nil {
		return v.dec
	}
	return apd.New(v.num, 0)
}
