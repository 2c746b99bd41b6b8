package schema

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// separator joins the parts of a key; it cannot stand in any of them.
const separator = "\x1f"

// Hash16 is the project's short hash: the first 16 characters of lower-case
// base32(sha256(key)), the key being the parts joined by U+001F.
func Hash16(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, separator)))
	return lower32.EncodeToString(sum[:])[:16]
}

// DocIRI names an article by its text.
func DocIRI(text string) string { return Base + "doc/" + Hash16(text) }

// TextSHA is the hexadecimal SHA-256 of a text.
func TextSHA(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// CaptureIRI names a place where the article was seen.
func CaptureIRI(doc, url, source, published string) string {
	return doc + "/capture/" + Hash16(url, source, published)
}

// SpanIRI names a span of an article (RFC 5147), code points, half-open.
func SpanIRI(doc string, begin, end int) string {
	return doc + "#char=" + strconv.Itoa(begin) + "," + strconv.Itoa(end)
}

// ClaimIRI names a claim by where it stands, its rule and what it proposes.
func ClaimIRI(doc string, begin, end int, rule string, triples []Triple) string {
	parts := []string{doc, strconv.Itoa(begin), strconv.Itoa(end), rule}
	lines := make([]string, len(triples))
	for i, t := range triples {
		lines[i] = t.S.String() + " " + t.P.String() + " " + t.O.String()
	}
	slices.Sort(lines)
	return Base + "claim/" + Hash16(append(parts, lines...)...)
}

// DateKey writes an EDTF as it stands in an IRI.
func DateKey(edtf string) string {
	if edtf == "" {
		return "undated"
	}
	return strings.NewReplacer("?", "", "~", "", "%", "", "/", "_", "..", "open", ":", "", "+", "").Replace(edtf)
}

// Local returns the part of an IRI after its last slash or #.
func Local(iri string) string {
	if i := strings.LastIndexAny(iri, "/#"); i >= 0 {
		return iri[i+1:]
	}
	return iri
}

// KindOf is the kind of a thing by its IRI: state, event, figure, doc, claim, type …;
// "" for what is no IRI of a thing of this project.
func KindOf(iri string) string {
	rest, ok := strings.CutPrefix(iri, Base)
	if !ok || strings.HasPrefix(rest, "ns#") {
		return ""
	}
	kind, _, _ := strings.Cut(strings.TrimPrefix(rest, "id/"), "/")
	return kind
}

// StateIRI names a state by its ISO 3166-1 alpha-3 code.
func StateIRI(iso3 string) string { return Base + "id/state/" + iso3 }

// SeriesEventIRI names a meeting of a series by ordinal, else by year.
func SeriesEventIRI(series string, ordinal int, year string) string {
	key := year
	if ordinal > 0 {
		key = strconv.Itoa(ordinal)
	}
	return Base + "id/event/" + Local(series) + "-" + key
}

// UnknownSeriesIRI names a series that the gazetteer does not know by its
// folded name.
func UnknownSeriesIRI(foldedName string) string {
	return Base + "id/series/x-" + Hash16(foldedName)
}

// EventIRI names an event outside a series. Actors are those that are states,
// groups or organisations; object is the instrument or mechanism, or "".
func EventIRI(typ, edtf, place string, actors []string, object string) string {
	actors = slices.Compact(slices.Sorted(slices.Values(actors)))
	where := "nowhere"
	if place != "" {
		where = Local(place)
	}
	hash := Hash16(Local(typ), edtf, place, strings.Join(actors, " "), object)
	return Base + "id/event/" + Local(typ) + "-" + DateKey(edtf) + "-" + where + "-" + hash
}

// InstrumentIRI names an instrument that the gazetteer does not know.
func InstrumentIRI(foldedTitle string, parties []string) string {
	parties = slices.Compact(slices.Sorted(slices.Values(parties)))
	return Base + "id/instrument/" + Hash16(foldedTitle, strings.Join(parties, " "))
}

// MembershipIRI names a person in a post; term is the EDTF of a term that is
// said, else "".
func MembershipIRI(person, organization, role, term string) string {
	return Base + "id/membership/" + Hash16(person, organization, role, term)
}

// PartnershipIRI names the relations of two parties at a level.
func PartnershipIRI(a, b, level string) string {
	if b < a {
		a, b = b, a
	}
	return Base + "id/partnership/" + Local(a) + "-" + Local(b) + "-" + Local(level)
}

// PersonIRI names a discovered person: a Latin slug for the eye, and a hash over
// the folded name and the first post that tells him from a namesake.
func PersonIRI(latinSlug, foldedName, firstPost string) string {
	return Base + "id/person/" + latinSlug + "-" + Hash16(foldedName, firstPost)
}

// ContradictionIRI names a contradiction by what it concerns and the claims in it.
func ContradictionIRI(concerns, property string, claims []string) string {
	return Base + "id/contradiction/" + Hash16(concerns, property, strings.Join(slices.Sorted(slices.Values(claims)), " "))
}

// IsClaim reports whether a graph name is that of a claim.
func IsClaim(graph string) bool { return strings.HasPrefix(graph, ClaimGraph) }
