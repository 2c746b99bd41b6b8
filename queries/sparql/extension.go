package sparql

import (
	"math"
	"strings"
	"unicode"

	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/edtf"
)

// FN is the namespace of the extension functions.
//
// Dates; an argument is an EDTF literal, an xsd:date, an xsd:dateTime (its day)
// or a string in EDTF; days are inclusive, an open end is unbound:
//
//	fn:overlaps(?a, ?b)      true when the days that both allow overlap
//	fn:within(?a, ?b)        true when every day that a allows is one of b
//	fn:from(?a), fn:to(?a)   the first and the last day, xsd:date
//	fn:granularity(?a)       the unit in which the date is said: "day", "month" …
//
// Text; words are compared without case, ё as е. A run of Chinese, Japanese or
// Korean characters is cut into pairs, all of which must occur; other words must
// occur whole; "…" in the query is a phrase that must occur as it stands:
//
//	fn:search(?text, "query")   true when everything of the query occurs
//	fn:score(?text, "query")    the share of the query that occurs, 0 to 1 (xsd:double)
//
// Places, in degrees of WGS84:
//
//	fn:distance(?lat1, ?long1, ?lat2, ?long2)   kilometres along the great circle (xsd:double)
const FN = schema.Base + "fn#"

func addExtensions(t map[string]function) {
	date := func(f func(d edtf.Date) *value) function {
		return strict(func(_ *env, a []*value) *value {
			if len(a) != 1 {
				return nil
			}
			d, ok := dateOf(a[0])
			if !ok {
				return nil
			}
			return f(d)
		})
	}
	pair := func(f func(a, b edtf.Date) bool) function {
		return strict(func(_ *env, a []*value) *value {
			if len(a) != 2 {
				return nil
			}
			x, ok := dateOf(a[0])
			y, ok2 := dateOf(a[1])
			if !ok || !ok2 {
				return nil
			}
			return boolValue(f(x, y))
		})
	}
	t[FN+"overlaps"] = pair(edtf.Compatible)
	t[FN+"within"] = pair(dateWithin)
	t[FN+"from"] = date(func(d edtf.Date) *value { from, _ := d.Bounds(); return dayValue(from) })
	t[FN+"to"] = date(func(d edtf.Date) *value { _, to := d.Bounds(); return dayValue(to) })
	t[FN+"granularity"] = date(func(d edtf.Date) *value { return stringValue(d.Granularity()) })
	t[FN+"search"] = strict(func(e *env, a []*value) *value {
		found, total, ok := searched(e, a)
		if !ok {
			return nil
		}
		return boolValue(total > 0 && found == total)
	})
	t[FN+"score"] = strict(func(e *env, a []*value) *value {
		found, total, ok := searched(e, a)
		if !ok {
			return nil
		}
		return doubleValue(float64(found) / math.Max(1, float64(total)))
	})
	t[FN+"distance"] = strict(distance)
}

// dateOf reads an argument as a date.
func dateOf(v *value) (edtf.Date, bool) {
	text := v.term.Value
	switch {
	case v.kind == vDateTime:
		text = dateText(edtf.Days(v.time.year, int(v.time.month), int(v.time.day)))
	case v.kind == vDate:
		text = strings.TrimSuffix(text, v.time.zoneAs)
	case v.kind != vString && v.kind != vGregorian && v.term.Datatype != schema.EDTF:
		return edtf.Date{}, false
	}
	d, err := edtf.Parse(text)
	return d, err == nil
}

func dayValue(day string) *value {
	if day == "" {
		return nil
	}
	return decode(schema.Typed(day, schema.XSDDate))
}

// dateWithin: the bounds of a lie inside those of b. An open end of b holds
// everything; one of a only an open end.
func dateWithin(a, b edtf.Date) bool {
	afrom, ato := a.Bounds()
	bfrom, bto := b.Bounds()
	return (bfrom == "" || afrom != "" && edtf.Compare(afrom, bfrom) >= 0) && (bto == "" || ato != "" && edtf.Compare(ato, bto) <= 0)
}

// searchTerm is a part of a search: a word (whole) or a stretch of text.
type searchTerm struct {
	text  string
	whole bool
}

func searched(e *env, a []*value) (found, total int, ok bool) {
	if len(a) != 2 || !a[0].kind.stringish() || !a[1].kind.stringish() {
		return 0, 0, false
	}
	terms, known := e.x.searches[a[1].term.Value]
	if !known {
		terms = searchTerms(a[1].term.Value)
		e.x.searches[a[1].term.Value] = terms
	}
	text := foldText(a[0].term.Value)
	for _, t := range terms {
		if occurs(text, t) {
			found++
		}
	}
	return found, len(terms), true
}

// searchTerms cuts a query into what has to occur.
func searchTerms(query string) (out []searchTerm) {
	parts := strings.Split(foldText(strings.NewReplacer("“", `"`, "”", `"`).Replace(query)), `"`)
	for i, part := range parts {
		if i%2 == 1 && i < len(parts)-1 {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, searchTerm{text: part})
			}
			continue
		}
		var run []rune
		flush := func() {
			switch {
			case len(run) == 0:
			case !isHan(run[0]):
				out = append(out, searchTerm{string(run), true})
			case len(run) == 1:
				out = append(out, searchTerm{text: string(run)})
			default:
				for k := range len(run) - 1 {
					out = append(out, searchTerm{text: string(run[k : k+2])})
				}
			}
			run = run[:0]
		}
		for _, r := range part {
			if !isWordRune(r) || len(run) > 0 && isHan(r) != isHan(run[0]) {
				flush()
			}
			if isWordRune(r) {
				run = append(run, r)
			}
		}
		flush()
	}
	return out
}

func occurs(text string, t searchTerm) bool {
	if !t.whole {
		return strings.Contains(text, t.text)
	}
	for from := 0; ; {
		i := strings.Index(text[from:], t.text)
		if i < 0 {
			return false
		}
		begin, end := from+i, from+i+len(t.text)
		if !wordRuneBefore(text, begin) && !wordRuneAfter(text, end) {
			return true
		}
		from = begin + 1
	}
}

func wordRuneBefore(s string, at int) bool {
	r := []rune(s[max(0, at-4):at])
	return len(r) > 0 && isWordRune(r[len(r)-1]) && !isHan(r[len(r)-1])
}

func wordRuneAfter(s string, at int) bool {
	for _, r := range s[at:] {
		return isWordRune(r) && !isHan(r)
	}
	return false
}

func foldText(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func isHan(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// earthRadius is the mean radius in kilometres (IUGG).
const earthRadius = 6371.0088

// distance is the haversine formula.
func distance(_ *env, a []*value) *value {
	if len(a) != 4 {
		return nil
	}
	var d [4]float64
	for i, v := range a {
		if v.kind == vString { // coordinates are often plain text
			v = cast(schema.XSDDouble, v)
		}
		if v == nil || !v.kind.numeric() {
			return nil
		}
		d[i] = v.float() * math.Pi / 180
	}
	h := math.Pow(math.Sin((d[2]-d[0])/2), 2) + math.Cos(d[0])*math.Cos(d[2])*math.Pow(math.Sin((d[3]-d[1])/2), 2)
	return doubleValue(2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h))))
}
