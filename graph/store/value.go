package store

import (
	"math"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// ValueKind classes literals whose values have an order. The numbers are part of
// the format.
type ValueKind = uint8

// The kinds of ordered values. A date and a dateTime do not compare, so they are
// apart.
const (
	NoValue       ValueKind = iota
	NumberValue             // the number
	DateValue               // seconds since 1970-01-01T00:00:00Z of the day's first instant
	DateTimeValue           // seconds since 1970-01-01T00:00:00Z
)

// datatypeValues tells which XSD types the index over values holds.
var datatypeValues = map[string]ValueKind{
	"integer": NumberValue, "decimal": NumberValue, "float": NumberValue, "double": NumberValue,
	"nonPositiveInteger": NumberValue, "negativeInteger": NumberValue, "nonNegativeInteger": NumberValue,
	"positiveInteger": NumberValue, "long": NumberValue, "int": NumberValue, "short": NumberValue,
	"byte": NumberValue, "unsignedLong": NumberValue, "unsignedInt": NumberValue,
	"unsignedShort": NumberValue, "unsignedByte": NumberValue,
	"date": DateValue, "dateTime": DateTimeValue, "dateTimeStamp": DateTimeValue,
}

// ValueKey returns the kind and the key of a literal, by which the index over
// values orders it. The key is monotone (a smaller value never has a larger one)
// but not exact: numbers beyond 2^53 share keys. A date or time without a zone is
// taken as UTC. NaN, ill-formed and unordered literals have NoValue.
func ValueKey(t schema.Term) (ValueKind, float64) {
	if t.Kind != schema.KindLiteral || !strings.HasPrefix(t.Datatype, schema.XSD) {
		return NoValue, 0
	}
	kind := datatypeValues[t.Datatype[len(schema.XSD):]]
	// XSD collapses white space around the lexical form.
	lexical := strings.Trim(t.Value, " \t\r\n")
	var key float64
	ok := false
	switch kind {
	case NumberValue:
		key, ok = parseNumber(lexical)
	case DateValue:
		key, ok = parseDate(lexical)
	case DateTimeValue:
		key, ok = parseDateTime(lexical)
	}
	if !ok {
		return NoValue, 0
	}
	return kind, key
}

// orderedFloat maps a number to bits that sort as it does; minus zero is zero.
func orderedFloat(f float64) uint64 {
	if f == 0 { // minus zero is equal to zero
		f = 0
	}
	bits := math.Float64bits(f)
	if bits>>63 == 1 {
		return ^bits
	}
	return bits | 1<<63
}

// parseNumber reads the XSD forms of numbers; Go's parser knows more of them.
func parseNumber(s string) (float64, bool) {
	switch s {
	case "INF", "+INF":
		return math.Inf(1), true
	case "-INF":
		return math.Inf(-1), true
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '.', c == '-', c == '+', c == 'e', c == 'E':
		default:
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !(math.IsInf(f, 0)) {
		return 0, false
	}
	return f, true
}

// parseDate reads an xsd:date.
func parseDate(s string) (float64, bool) {
	days, rest, ok := parseDay(s)
	if !ok {
		return 0, false
	}
	zone, ok := parseZone(rest)
	return float64(days*86400 - zone), ok
}

// parseDateTime reads an xsd:dateTime.
func parseDateTime(s string) (float64, bool) {
	days, rest, ok := parseDay(s)
	if !ok || len(rest) < 9 || rest[0] != 'T' || rest[3] != ':' || rest[6] != ':' {
		return 0, false
	}
	hour, ok1 := parseDigits(rest[1:3])
	minute, ok2 := parseDigits(rest[4:6])
	second, ok3 := parseDigits(rest[7:9])
	if !ok1 || !ok2 || !ok3 || hour > 24 || minute > 59 || second > 59 {
		return 0, false
	}
	rest = rest[9:]
	fraction := 0.0
	if strings.HasPrefix(rest, ".") {
		n := 1
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		f, err := strconv.ParseFloat("0"+rest[:n], 64)
		if err != nil || n == 1 {
			return 0, false
		}
		fraction, rest = f, rest[n:]
	}
	zone, ok := parseZone(rest)
	return float64(days*86400+hour*3600+minute*60+second-zone) + fraction, ok
}

// parseDay reads -?YYYY+-MM-DD and returns the days since 1970-01-01.
func parseDay(s string) (days int64, rest string, ok bool) {
	negative := strings.HasPrefix(s, "-")
	if negative {
		s = s[1:]
	}
	n := strings.IndexByte(s, '-')
	if n < 4 || n > 12 || len(s) < n+6 || s[n+3] != '-' {
		return 0, "", false
	}
	year, ok1 := parseDigits(s[:n])
	month, ok2 := parseDigits(s[n+1 : n+3])
	day, ok3 := parseDigits(s[n+4 : n+6])
	if !ok1 || !ok2 || !ok3 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, "", false
	}
	if negative {
		year = -year
	}
	return edtf.Days(year, int(month), int(day)), s[n+6:], true
}

// parseZone reads Z, +hh:mm, -hh:mm or nothing, in seconds east of Greenwich.
func parseZone(s string) (int64, bool) {
	if s == "" || s == "Z" {
		return 0, true
	}
	if len(s) != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':' {
		return 0, false
	}
	hours, ok1 := parseDigits(s[1:3])
	minutes, ok2 := parseDigits(s[4:6])
	zone := hours*3600 + minutes*60
	if s[0] == '-' {
		zone = -zone
	}
	return zone, ok1 && ok2 && hours <= 14 && minutes <= 59
}

func parseDigits(s string) (int64, bool) {
	n := int64(0)
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, s != ""
}
