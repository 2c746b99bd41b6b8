package sparql

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cockroachdb/apd/v3"

	"github.com/entente-graph/entente/schema"
)

// function computes a built-in of its argument values; an argument may be nil.
type function func(e *env, args []*value) *value

// strict wraps a function that errs when any argument does.
func strict(f func(e *env, args []*value) *value) function {
	return func(e *env, args []*value) *value {
		for _, a := range args {
			if a == nil {
				return nil
			}
		}
		return f(e, args)
	}
}

// functionTable has the built-ins whose arguments are all evaluated. BOUND, IF,
// COALESCE, IN and the logical operators are in compile.
func functionTable() map[string]function {
	t := map[string]function{
		"=":  comparisonFunction(func(a, b *value) (bool, bool) { return equal(a, b) }),
		"!=": comparisonFunction(func(a, b *value) (bool, bool) { eq, ok := equal(a, b); return !eq, ok }),
		"<":  comparisonFunction(func(a, b *value) (bool, bool) { c, ok := compareValues(a, b); return c < 0, ok }),
		">":  comparisonFunction(func(a, b *value) (bool, bool) { c, ok := compareValues(a, b); return c > 0, ok }),
		"<=": comparisonFunction(func(a, b *value) (bool, bool) { c, ok := compareValues(a, b); return c <= 0, ok }),
		">=": comparisonFunction(func(a, b *value) (bool, bool) { c, ok := compareValues(a, b); return c >= 0, ok }),
		"unary-": func(_ *env, a []*value) *value {
			return negate(a[0])
		},
		"unary+": strict(func(_ *env, a []*value) *value {
			if !a[0].kind.numeric() {
				return nil
			}
			return a[0]
		}),
		"STR":      strict(strFunction),
		"LANG":     strict(langFunction),
		"DATATYPE": strict(datatypeFunction),
		"SAMETERM": strict(func(_ *env, a []*value) *value { return boolValue(a[0].term == a[1].term) }),
		"ISIRI":    strict(func(_ *env, a []*value) *value { return boolValue(a[0].kind == vIRI) }),
		"ISBLANK":  strict(func(_ *env, a []*value) *value { return boolValue(a[0].kind == vBlank) }),
		"ISLITERAL": strict(func(_ *env, a []*value) *value {
			return boolValue(a[0].kind.literal())
		}),
		"ISNUMERIC": strict(func(_ *env, a []*value) *value {
			return boolValue(a[0].kind.numeric())
		}),
		"LANGMATCHES": strict(langMatches),
		"IRI":         strict(iriFunction),
		"BNODE":       bnodeFunction,
		"STRDT":       strict(strdtFunction),
		"STRLANG":     strict(strlangFunction),
		"RAND":        func(*env, []*value) *value { return doubleValue(rand.Float64()) },
		"UUID":        func(*env, []*value) *value { return iriValue("urn:uuid:" + newUUID()) },
		"STRUUID":     func(*env, []*value) *value { return stringValue(newUUID()) },
		"NOW":         func(e *env, _ []*value) *value { return e.x.now },
		"REGEX":       strict(regexFunction),
		"REPLACE":     strict(replaceFunction),
		"MD5":         hashFunction(func(b []byte) []byte { s := md5.Sum(b); return s[:] }),
		"SHA1":        hashFunction(func(b []byte) []byte { s := sha1.Sum(b); return s[:] }),
		"SHA256":      hashFunction(func(b []byte) []byte { s := sha256.Sum256(b); return s[:] }),
		"SHA384":      hashFunction(func(b []byte) []byte { s := sha512.Sum384(b); return s[:] }),
		"SHA512":      hashFunction(func(b []byte) []byte { s := sha512.Sum512(b); return s[:] }),
	}
	for _, op := range []byte("+-*/") {
		t[string(op)] = func(_ *env, a []*value) *value { return arithmetic(op, a[0], a[1]) }
	}
	for _, name := range []string{"ABS", "CEIL", "FLOOR", "ROUND"} {
		t[name] = func(_ *env, a []*value) *value { return rounding(name, a[0]) }
	}
	addStringFunctions(t)
	addTimeFunctions(t)
	addExtensions(t)
	for datatype, kind := range datatypeKinds {
		if kind != vLang {
			t[datatype] = func(_ *env, a []*value) *value {
				if len(a) != 1 {
					return nil
				}
				return cast(datatype, a[0])
			}
		}
	}
	return t
}

func comparisonFunction(f func(a, b *value) (bool, bool)) function {
	return func(_ *env, a []*value) *value {
		b, ok := f(a[0], a[1])
		if !ok {
			return nil
		}
		return boolValue(b)
	}
}

func strFunction(_ *env, a []*value) *value {
	if a[0].kind == vBlank {
		return nil
	}
	if a[0].kind == vString {
		return a[0]
	}
	return stringValue(a[0].term.Value)
}

func langFunction(_ *env, a []*value) *value {
	if !a[0].kind.literal() {
		return nil
	}
	return stringValue(a[0].term.Lang)
}

func datatypeFunction(_ *env, a []*value) *value {
	if !a[0].kind.literal() {
		return nil
	}
	return iriValue(a[0].term.Datatype)
}

// langMatches is basic filtering of RFC 4647.
func langMatches(_ *env, a []*value) *value {
	if !a[0].kind.stringish() || !a[1].kind.stringish() {
		return nil
	}
	tag, ranged := strings.ToLower(a[0].term.Value), strings.ToLower(a[1].term.Value)
	if ranged == "*" {
		return boolValue(tag != "")
	}
	return boolValue(tag == ranged || strings.HasPrefix(tag, ranged+"-"))
}

func iriFunction(e *env, a []*value) *value {
	switch a[0].kind {
	case vIRI:
		return a[0]
	case vString:
		return iriValue(resolveIRI(e.x.base, a[0].term.Value))
	}
	return nil
}

// bnodeFunction gives one node for one label in one solution.
func bnodeFunction(e *env, a []*value) *value {
	label := ""
	if len(a) == 1 {
		if a[0] == nil || a[0].kind != vString {
			return nil
		}
		label = a[0].term.Value
		if v, ok := e.blanks[label]; ok {
			return v
		}
	}
	v := e.x.freshBlank()
	if len(a) == 1 {
		if e.blanks == nil {
			e.blanks = map[string]*value{}
		}
		e.blanks[label] = v
	}
	return v
}

func strdtFunction(_ *env, a []*value) *value {
	if a[0].kind != vString || a[1].kind != vIRI || a[1].term.Value == schema.RDFLangString {
		return nil
	}
	return decode(schema.Typed(a[0].term.Value, a[1].term.Value))
}

func strlangFunction(_ *env, a []*value) *value {
	if a[0].kind != vString || a[1].kind != vString || a[1].term.Value == "" {
		return nil
	}
	return langValue(a[0].term.Value, a[1].term.Value)
}

func newUUID() string {
	var b [16]byte
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func hashFunction(sum func([]byte) []byte) function {
	return strict(func(_ *env, a []*value) *value {
		if a[0].kind != vString {
			return nil
		}
		return stringValue(hex.EncodeToString(sum([]byte(a[0].term.Value))))
	})
}

func regexFunction(e *env, a []*value) *value {
	flags := ""
	if len(a) == 3 {
		flags = a[2].term.Value
	}
	if !a[0].kind.stringish() || a[1].kind != vString {
		return nil
	}
	re := e.x.regex(a[1].term.Value, flags)
	if re == nil {
		return nil
	}
	return boolValue(re.MatchString(a[0].term.Value))
}

func replaceFunction(e *env, a []*value) *value {
	flags := ""
	if len(a) == 4 {
		flags = a[3].term.Value
	}
	if !a[0].kind.stringish() || a[1].kind != vString || a[2].kind != vString {
		return nil
	}
	re := e.x.regex(a[1].term.Value, flags)
	if re == nil {
		return nil
	}
	s, ok := replaceRegex(re, a[0].term.Value, a[2].term.Value)
	if !ok {
		return nil
	}
	return a[0].like(s)
}

// compatible: the second of two string arguments has no language or that of the
// first (section 17.4.3.1.2).
func compatible(a, b *value) bool {
	return a.kind.stringish() && b.kind.stringish() && (b.kind == vString || b.term.Lang == a.term.Lang)
}

func addStringFunctions(t map[string]function) {
	on := func(f func(s string) string) function {
		return strict(func(_ *env, a []*value) *value {
			if !a[0].kind.stringish() {
				return nil
			}
			return a[0].like(f(a[0].term.Value))
		})
	}
	test := func(f func(s, part string) bool) function {
		return strict(func(_ *env, a []*value) *value {
			if !compatible(a[0], a[1]) {
				return nil
			}
			return boolValue(f(a[0].term.Value, a[1].term.Value))
		})
	}
	t["UCASE"], t["LCASE"] = on(strings.ToUpper), on(strings.ToLower)
	t["CONTAINS"], t["STRSTARTS"], t["STRENDS"] = test(strings.Contains), test(strings.HasPrefix), test(strings.HasSuffix)
	t["STRLEN"] = strict(func(_ *env, a []*value) *value {
		if !a[0].kind.stringish() {
			return nil
		}
		return integerValue(int64(utf8.RuneCountInString(a[0].term.Value)))
	})
	t["STRBEFORE"] = strict(func(_ *env, a []*value) *value {
		if !compatible(a[0], a[1]) {
			return nil
		}
		if before, _, found := strings.Cut(a[0].term.Value, a[1].term.Value); found {
			return a[0].like(before)
		}
		return stringValue("")
	})
	t["STRAFTER"] = strict(func(_ *env, a []*value) *value {
		if !compatible(a[0], a[1]) {
			return nil
		}
		if _, after, found := strings.Cut(a[0].term.Value, a[1].term.Value); found {
			return a[0].like(after)
		}
		return stringValue("")
	})
	t["ENCODE_FOR_URI"] = strict(func(_ *env, a []*value) *value {
		if !a[0].kind.stringish() || len(a[0].term.Value) > maxString/3 {
			return nil
		}
		return stringValue(encodeForURI(a[0].term.Value))
	})
	t["CONCAT"] = strict(concat)
	t["SUBSTR"] = strict(substr)
}

// maxString bounds the bytes of a string that an expression makes; a longer one
// is an error. Else a short query could double a string until memory is gone.
const maxString = 1 << 22

func concat(_ *env, a []*value) *value {
	var b strings.Builder
	for _, v := range a {
		if !v.kind.stringish() || b.Len()+len(v.term.Value) > maxString {
			return nil
		}
		b.WriteString(v.term.Value)
	}
	lang := ""
	for i, v := range a {
		if i == 0 {
			lang = v.term.Lang
		} else if v.term.Lang != lang {
			lang = ""
		}
	}
	return langValue(b.String(), lang)
}

// substr is fn:substring: positions from 1, rounded, the length optional.
func substr(_ *env, a []*value) *value {
	if !a[0].kind.stringish() {
		return nil
	}
	start, length := 0.0, math.Inf(1)
	for i, dst := range []*float64{nil, &start, &length} {
		if i == 0 || i >= len(a) {
			continue
		}
		if !a[i].kind.numeric() {
			return nil
		}
		*dst = roundHalfUp(a[i].float())
	}
	end := start + length
	var b strings.Builder
	at := 0.0
	for _, r := range a[0].term.Value {
		if at++; at >= start && at < end {
			b.WriteRune(r)
		}
	}
	return a[0].like(b.String())
}

func encodeForURI(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if isLetter(c) || isDigit(c) || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
		}
	}
	return b.String()
}

func addTimeFunctions(t map[string]function) {
	part := func(clock bool, f func(t timestamp) *value) function {
		return strict(func(_ *env, a []*value) *value {
			k := a[0].kind
			if k == vDateTime || clock && k == vTime || !clock && k == vDate {
				return f(*a[0].time)
			}
			return nil
		})
	}
	t["YEAR"] = strict(func(_ *env, a []*value) *value {
		if k := a[0].kind; k == vDateTime || k == vDate || k == vGregorian {
			return integerValue(a[0].time.year)
		}
		return nil
	})
	t["MONTH"] = part(false, func(t timestamp) *value { return integerValue(int64(t.month)) })
	t["DAY"] = part(false, func(t timestamp) *value { return integerValue(int64(t.day)) })
	t["HOURS"] = part(true, func(t timestamp) *value { return integerValue(int64(t.hour)) })
	t["MINUTES"] = part(true, func(t timestamp) *value { return integerValue(int64(t.minute)) })
	t["SECONDS"] = part(true, func(t timestamp) *value {
		text := strconv.Itoa(int(t.second))
		if t.fraction != "" {
			text += "." + t.fraction
		}
		d, _, err := apd.NewFromString(text)
		if err != nil {
			return nil
		}
		return decimalValue(d)
	})
	zone := func(f func(t timestamp) *value) function {
		return strict(func(_ *env, a []*value) *value {
			if k := a[0].kind; k == vDateTime || k == vDate || k == vTime {
				return f(*a[0].time)
			}
			return nil
		})
	}
	t["TZ"] = zone(func(t timestamp) *value { return stringValue(t.zoneAs) })
	t["TIMEZONE"] = zone(func(t timestamp) *value {
		if !t.hasZone {
			return nil
		}
		return decode(schema.Typed(dayTimeText(int64(t.zone)*60), schema.XSD+"dayTimeDuration"))
	})
}
