package sparql

import (
	"testing"

	"github.com/entente-graph/entente/schema"
)

var prefixXSD = []schema.Prefix{{Name: "xsd", IRI: schema.XSD}}

func TestArithmetic(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{`9223372036854775807 + 1`, `"9223372036854775808"^^<integer>`},
		{`-9223372036854775808 - 1`, `"-9223372036854775809"^^<integer>`},
		{`9223372036854775807 * 9223372036854775807`, `"85070591730234615847396907784232501249"^^<integer>`},
		{`9223372036854775808 - 9223372036854775807`, `"1"^^<integer>`},
		{`0.1 + 0.2`, `"0.3"^^<decimal>`},
		{`0.1 + 0.2 = 0.3`, `"true"^^<boolean>`},
		{`2.50 * 2`, `"5"^^<decimal>`},
		{`1 / 3`, `"0.3333333333333333333333333333333333"^^<decimal>`},
		{`94800000000 / 1000000000`, `"94.8"^^<decimal>`},
		{`1 / 0`, ``},
		{`1.0 / 0.0`, ``},
		{`1e0 / 0`, `"INF"^^<double>`},
		{`0e0 / 0 = 0e0 / 0`, `"false"^^<boolean>`},
		{`1 + 1e0`, `"2.0E0"^^<double>`},
		{`"1"^^xsd:float + 1.5`, `"2.5E0"^^<float>`},
		{`"200"^^xsd:byte + 1`, ``},
		{`"100"^^xsd:byte + 1`, `"101"^^<integer>`},
		{`- -3`, `"3"^^<integer>`},
		{`1 - 2 - 3`, `"-4"^^<integer>`},
		{`2 + 3 * 4`, `"14"^^<integer>`},
		{`1 + "x"`, ``},
		{`ABS(-2.5)`, `"2.5"^^<decimal>`},
		{`ROUND(-2.5)`, `"-2"^^<decimal>`},
		{`ROUND(2.5)`, `"3"^^<decimal>`},
		{`CEIL(-1.5)`, `"-1"^^<decimal>`},
		{`FLOOR(-1.5)`, `"-2"^^<decimal>`},
		{`CEIL(1.2e0)`, `"2.0E0"^^<double>`},
		{`"2025-06-17"^^xsd:date - "2023-05-18"^^xsd:date`, `"P761D"^^<dayTimeDuration>`},
		{`"2024-02-28"^^xsd:date + "P2D"^^xsd:dayTimeDuration`, `"2024-03-01"^^<date>`},
		{`"2025-06-17"^^xsd:date > "2023-05-18"^^xsd:date`, `"true"^^<boolean>`},
		{`"2025-06-17T01:00:00+08:00"^^xsd:dateTime = "2025-06-16T17:00:00Z"^^xsd:dateTime`, `"true"^^<boolean>`},
		{`"2025-06-17T01:00:00"^^xsd:dateTime < "2025-06-17T01:00:00Z"^^xsd:dateTime`, ``},
		{`"2025-02-30"^^xsd:date = "2025-03-02"^^xsd:date`, ``},
		{`"2025-06-17"^^xsd:date = "2025-06-17T00:00:00"^^xsd:dateTime`, `"false"^^<boolean>`},
	} {
		if got := evaluate(t, c.expression); got != c.want {
			t.Errorf("%s = %s, want %s", c.expression, got, c.want)
		}
	}
}

func TestFunctions(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{`STRLEN("中亚峰会")`, `"4"^^<integer>`},
		{`SUBSTR("中国—中亚峰会", 4, 2)`, `"中亚"`},
		{`SUBSTR("motor car"@en, 6)`, `" car"@en`},
		{`SUBSTR("metadata", 0, 3)`, `"me"`},
		{`SUBSTR("12345", 1.5, 2.6)`, `"234"`},
		{`UCASE("Астана")`, `"АСТАНА"`},
		{`STRBEFORE("abc"@en, "b")`, `"a"@en`},
		{`STRBEFORE("abc"@en, "b"@fr)`, ``},
		{`STRAFTER("abc", "z")`, `""`},
		{`CONCAT("a"@en, "b"@en)`, `"ab"@en`},
		{`CONCAT("a"@en, "b")`, `"ab"`},
		{`CONCAT()`, `""`},
		{`ENCODE_FOR_URI("北京 ~")`, `"%E5%8C%97%E4%BA%AC%20~"`},
		{`CONTAINS("互联互通合作"@zh, "互通")`, `"true"^^<boolean>`},
		{`REGEX("Summit No. 2", "summit no\\. \\d", "i")`, `"true"^^<boolean>`},
		{`REGEX("a\nb", "a.b")`, `"false"^^<boolean>`},
		{`REGEX("a\nb", "a.b", "s")`, `"true"^^<boolean>`},
		{`REGEX("aXb", "a x b", "ix")`, `"true"^^<boolean>`},
		{`REGEX("a.b", "a.b", "q")`, `"true"^^<boolean>`},
		{`REGEX("a", "(a)\\1")`, ``},
		{`REPLACE("2025-06-17", "(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1")`, `"17.06.2025"`},
		{`REPLACE("abc", "x*", "-")`, ``},
		{`REPLACE("a$b", "\\$", "\\$\\$")`, `"a$$b"`},
		{`LANGMATCHES("zh-hant", "zh")`, `"true"^^<boolean>`},
		{`LANGMATCHES("", "*")`, `"false"^^<boolean>`},
		{`IRI("x")`, `<http://base/x>`},
		{`STRDT("1", xsd:integer) = 1`, `"true"^^<boolean>`},
		{`STRLANG("峰会", "ZH")`, `"峰会"@zh`},
		{`IF("", 1, 2)`, `"2"^^<integer>`},
		{`COALESCE(1/0, ?unbound, 3)`, `"3"^^<integer>`},
		{`1 IN (2, 1/0, 1)`, `"true"^^<boolean>`},
		{`1 IN (2, 1/0)`, ``},
		{`1 NOT IN ()`, `"true"^^<boolean>`},
		{`true || 1/0`, `"true"^^<boolean>`},
		{`false || 1/0`, ``},
		{`false && 1/0`, `"false"^^<boolean>`},
		{`YEAR("2025-06-17"^^xsd:date)`, `"2025"^^<integer>`},
		{`SECONDS("2025-06-17T01:02:03.50Z"^^xsd:dateTime)`, `"3.5"^^<decimal>`},
		{`TZ("2025-06-17T01:02:03+08:00"^^xsd:dateTime)`, `"+08:00"`},
		{`TIMEZONE("2025-06-17T01:02:03-08:30"^^xsd:dateTime)`, `"-PT8H30M"^^<dayTimeDuration>`},
		{`TIMEZONE("2025-06-17T01:02:03"^^xsd:dateTime)`, ``},
		{`SHA1("abc")`, `"a9993e364706816aba3e25717850c26c9cd0d89d"`},
		{`DATATYPE("x"@en)`, `<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>`},
		{`DATATYPE(<http://x/>)`, ``},
		{`sameTerm(1, 01)`, `"false"^^<boolean>`},
		{`1 = 01`, `"true"^^<boolean>`},
		{`ISNUMERIC("x"^^xsd:integer)`, `"false"^^<boolean>`},
		{`xsd:integer("12x")`, ``},
		{`xsd:integer(-2.9)`, `"-2"^^<integer>`},
		{`xsd:integer(1e20)`, `"100000000000000000000"^^<integer>`},
		{`xsd:decimal("1e3")`, ``},
		{`xsd:decimal(1.5e3)`, `"1500"^^<decimal>`},
		{`xsd:double("INF")`, `"INF"^^<double>`},
		{`xsd:boolean("1")`, `"true"^^<boolean>`},
		{`xsd:string(1.50)`, `"1.5"`},
		{`xsd:date("2025-06-17T10:00:00Z"^^xsd:dateTime)`, `"2025-06-17Z"^^<date>`},
		{`xsd:dateTime("2025-06-17"^^xsd:date)`, `"2025-06-17T00:00:00"^^<dateTime>`},
		{`<http://unknown/function>(1)`, ``},
	} {
		if got := evaluate(t, c.expression); got != c.want {
			t.Errorf("%s = %s, want %s", c.expression, got, c.want)
		}
	}
}

func TestValueKeyIsMonotone(t *testing.T) {
	for _, pair := range [][2]string{
		{`"-5"^^xsd:integer`, `"-4.5"^^xsd:decimal`}, {`"1e3"^^xsd:double`, `"1000.5"^^xsd:decimal`}, {`"-0044-03-15"^^xsd:date`, `"0001-01-01"^^xsd:date`},
		{`"2025-06-17+08:00"^^xsd:date`, `"2025-06-17Z"^^xsd:date`}, {`"2025-06-17T01:00:00Z"^^xsd:dateTime`, `"2025-06-17T01:00:00.5Z"^^xsd:dateTime`},
	} {
		var keys [2]float64
		var kinds [2]ValueKind
		for i, text := range pair {
			q, err := Parse("SELECT * { VALUES ?x { "+text+" } }", "", prefixXSD)
			if err != nil {
				t.Fatal(err)
			}
			kinds[i], keys[i] = ValueKey(q.where.elements[0].values.rows[0][0])
		}
		if kinds[0] != kinds[1] || kinds[0] == NoValue || keys[0] >= keys[1] {
			t.Errorf("%v: %v %v", pair, kinds, keys)
		}
	}
}
