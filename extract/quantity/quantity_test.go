package quantity

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-graph/entente/extract/text"
)

func TestLexiconReads(t *testing.T) {
	if _, err := languages(); err != nil {
		t.Fatal(err)
	}
}

func TestQuantities(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"zh", "贸易额达到创纪录的948亿美元", "948亿美元 94800000000 USD exactly"},
		{"zh", "累计对中亚国家投资超过300亿美元", "超过300亿美元 30000000000 USD moreThan"},
		{"zh", "对中亚五国进出口3904.7亿元，增长34.1%", "五国 5 item exactly;3904.7亿元 390470000000 CNY exactly;34.1% 34.1 growth up"},
		{"zh", "出口下降1.3%", "1.3% 1.3 growth down"},
		{"zh", "双方签署了二十多份文件", "二十多份文件 20 document moreThan"},
		{"zh", "首届峰会和第二届峰会", "首届 1 ordinal;第二届 2 ordinal"},
		{"zh", "中国连续多年成为中亚国家第一大贸易伙伴", "第一大贸易伙伴 1 rank"},
		{"zh", "在2024年5月18日", ""},
		{"en", "Trade reached $94.8 billion, up 5.4 percent.", "$94.8 billion 94800000000 USD exactly;5.4 percent 5.4 growth up"},
		{"en", "more than three million people", "more than three million people 3000000 person moreThan"},
		{"en", "on June 16, 2025, the third summit", "third 3 ordinal"},
		{"ru", "Товарооборот составил 94,8 млрд долларов и вырос на 5,5 %.", "94,8 млрд долларов 94800000000 USD exactly;5,5 % 5.5 growth up"},
		{"ru", "не менее 1 200 человек", "не менее 1 200 человек 1200 person atLeast"},
		{"ru", "XVI саммит БРИКС", "XVI 16 ordinal"},
	} {
		var got []string
		for _, q := range Find(text.Read(c.text, c.lang)) {
			s := q.Text + " " + q.Value
			switch {
			case q.Kind == "growth":
				s += " growth " + q.Direction
			case q.Kind == "ordinal" || q.Kind == "rank":
				s += " " + q.Kind
			default:
				s += " " + q.Currency + q.Unit + " " + q.Bound
			}
			got = append(got, s)
		}
		if strings.Join(got, ";") != c.want {
			t.Errorf("%s: got %q, want %q", c.text, strings.Join(got, ";"), c.want)
		}
	}
}

func TestBarNumbers(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		b, err := os.ReadFile("../../../shared/suites/number/" + lang + ".jsonl")
		if err != nil {
			t.Skip("skipped: ../shared/suites/number not present")
		}
		right, total := map[string]int{}, map[string]int{}
		for line := range strings.Lines(string(b)) {
			var c struct {
				Kind, Text string
				Results    []struct {
					Text, Value string
					Start, End  int
					Unit        *string
				}
			}
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			total[c.Kind]++
			qs := Find(text.Read(c.Text, lang))
			ok := true
			for _, r := range c.Results {
				if r.Value == "" {
					continue // the source gives no value
				}
				hit := false
				for _, q := range qs {
					if q.Begin >= r.End || q.End <= r.Start {
						continue
					}
					if !sameValue(r.Value, q.Value, q.Min, q.Max) {
						continue
					}
					if r.Unit != nil && c.Kind == "currency" && *r.Unit != q.Currency {
						continue
					}
					hit = true
				}
				ok = ok && hit
			}
			if ok {
				right[c.Kind]++
			} else if os.Getenv("SHOW") == lang {
				var got []string
				for _, q := range qs {
					got = append(got, fmt.Sprintf("%s=%s %s%s", q.Text, q.Value, q.Currency, q.Kind))
				}
				fmt.Printf("- %s %q want %v got %v\n", c.Kind, c.Text, c.Results, got)
			}
		}
		figure := func(kind string, right, total int, bar string) {
			fmt.Printf("bar: numbers %s %s %d/%d = %.3f (bar %s)\n", lang, kind, right, total, float64(right)/float64(max(1, total)), bar)
		}
		figure("number", right["number"], total["number"], "-")
		figure("percent", right["percent"], total["percent"], "-")
		figure("values", right["number"]+right["percent"], total["number"]+total["percent"], ".96")
		figure("currency", right["currency"], total["currency"], map[string]string{"zh": ".95", "en": ".90"}[lang])
	}
}

// sameValue compares decimals within 1e-9; either end of a range counts.
func sameValue(want string, got ...string) bool {
	w, err := strconv.ParseFloat(want, 64)
	if err != nil {
		return false
	}
	for _, g := range got {
		if a, err := strconv.ParseFloat(g, 64); err == nil && math.Abs(a-w) <= 1e-9*math.Max(1, math.Abs(w)) {
			return true
		}
	}
	return false
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"超过300亿美元", "百分之五", "$94.8 billion", "94,8 млрд долл.", "三十至四十亿元", "XVI саммит"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := text.Read(s, "")
		for _, q := range Find(d) {
			if q.Begin < 0 || q.End > d.Len() || q.Begin >= q.End || q.Text != d.Slice(q.Begin, q.End) {
				t.Fatalf("%+v is no span of the text", q)
			}
		}
	})
}
