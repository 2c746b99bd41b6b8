package sparql

import (
	"context"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// evaluate computes one expression; "" is an error.
func evaluate(t *testing.T, expression string) string {
	t.Helper()
	q, err := Parse("SELECT ("+expression+" AS ?v) {}", "http://base/", schema.Prefixes)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	r, err := Engine{}.Query(context.Background(), NewMemory(nil), q, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := tableOf(r)
	if err != nil {
		t.Fatal(err)
	}
	if got.rows[0][0].IsZero() {
		return ""
	}
	return strings.ReplaceAll(got.rows[0][0].String(), schema.XSD, "")
}

func TestExtensionFunctions(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{`fn:overlaps("2025-06"^^edtf:EDTF, "2025-06-17"^^edtf:EDTF)`, `"true"^^<boolean>`},
		{`fn:overlaps("2025-06"^^edtf:EDTF, "2025-07-01"^^xsd:date)`, `"false"^^<boolean>`},
		{`fn:overlaps("2025-06-16/.."^^edtf:EDTF, "2025-12-01T10:00:00Z"^^xsd:dateTime)`, `"true"^^<boolean>`},
		{`fn:overlaps("no date", "2025")`, ``},
		{`fn:within("2023-05-18/2023-05-19", "2023-05")`, `"true"^^<boolean>`},
		{`fn:within("2023", "2023-05")`, `"false"^^<boolean>`},
		{`fn:from("2023-05"^^edtf:EDTF)`, `"2023-05-01"^^<date>`},
		{`fn:to("2024-02"^^edtf:EDTF)`, `"2024-02-29"^^<date>`},
		{`fn:to("2025-06-16/.."^^edtf:EDTF)`, ``},
		{`fn:granularity("2024-02"^^edtf:EDTF)`, `"month"`},
		{`fn:search("双方就互联互通合作达成共识"@zh, "互联互通")`, `"true"^^<boolean>`},
		{`fn:search("双方就互联互通合作达成共识"@zh, "合作 共识")`, `"true"^^<boolean>`},
		{`fn:search("双方就互联互通合作达成共识"@zh, "贸易")`, `"false"^^<boolean>`},
		{`fn:search("The Summit opened in Astana", "summit astana")`, `"true"^^<boolean>`},
		{`fn:search("The Summiteers left", "summit")`, `"false"^^<boolean>`},
		{`fn:search("Тёплая встреча", "теплая")`, `"true"^^<boolean>`},
		{`fn:search("a joint statement", "\"joint statement\"")`, `"true"^^<boolean>`},
		{`fn:search("a statement, joint", "\"joint statement\"")`, `"false"^^<boolean>`},
		{`fn:search("text", "")`, `"false"^^<boolean>`},
		{`fn:score("trade and energy", "trade security")`, `"5.0E-1"^^<double>`},
		{`ROUND(fn:distance(0, 0, 0, 90))`, `"1.0008E4"^^<double>`},
		{`fn:distance("34.27", "108.95", "34.27", "108.95")`, `"0.0E0"^^<double>`},
		{`fn:distance("x", 1, 2, 3)`, ``},
	} {
		got := evaluate(t, c.expression)
		if got != c.want {
			t.Errorf("%s = %s, want %s", c.expression, got, c.want)
		}
	}
}
