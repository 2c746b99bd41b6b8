package chrono

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/extract/text"
)

func TestNews(t *testing.T) {
	for _, c := range []struct{ lang, ref, text, want string }{
		{"zh", "2025-06-16", "2023年5月,首届峰会举行。2024年,贸易额", "2023-05;2024"},
		{"zh", "2023-10-25", "当地时间25日，李强同总理会谈。今年5月举行会晤", "2023-10-25;2023-05"},
		{"zh", "2023-09-07", "海关总署今天（9月7日）公布，今年前8个月，8月当月", "2023-09-07;2023-01/2023-08;2023-08"},
		{"zh", "2024-06-20", "将于7月6日至13日对两国进行正式访问", "2024-07-06/2024-07-13"},
		{"zh", "2024-03-02", "28日，两国签署协议", "2024-02-28"},
		{"zh", "2025-06-16", "“十四五”期间和20世纪90年代", "2021/2025;199X"},
		{"zh", "2025-06-16", "在当下的阿斯塔纳时间", ""},
		{"en", "2024-07-04", "The leaders met on July 3 and on Thursday in Astana. Since 1991, trade grew.", "2024-07-03;2024-07-04;1991/.."},
		{"en", "2023-05-20", "The summit was held on May 18-19. The next will be held in 2025.", "2023-05-18/2023-05-19;2025"},
		{"en", "2024-11-20", "On Monday, he will travel. It may rain. In the first quarter of 2024", "2024-11-25;2024-03X"},
		{"ru", "2024-10-22", "Саммит проходит с 22 по 24 октября. Визит состоялся 16 мая 2024 года.", "2024-10-22/2024-10-24;2024-05-16"},
		{"ru", "2024-10-22", "В прошлом году и в мае 2023 года, за последние 30 лет", "2023;2023-05;1994~/2024~"},
	} {
		at, _ := time.Parse(time.DateOnly, c.ref)
		var got []string
		for _, x := range Find(text.Read(c.text, c.lang), Reference{At: at, Zone: time.UTC}) {
			if x.Kind != "duration" {
				got = append(got, x.EDTF)
			}
		}
		want := strings.ReplaceAll(c.want, "2024-03X", "2024-33")
		if strings.Join(got, ";") != want {
			t.Errorf("%s: got %s, want %s", c.text, strings.Join(got, ";"), want)
		}
	}
}

type result struct {
	Type       string
	From, To   *string
	Accept     [][]*string
	Start, End int
	Optional   bool
	SpanOnly   bool `json:"span_only"`
	Unresolved bool
}

func str(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestBarTimes(t *testing.T) {
	for _, lang := range []string{"zh", "en", "ru"} {
		b, err := os.ReadFile("../../../shared/suites/time/" + lang + ".jsonl")
		if err != nil {
			t.Skip("skipped: ../shared/suites/time not present")
		}
		right, total, spans := 0, 0, 0
		for line := range strings.Lines(string(b)) {
			var c struct {
				Text, Ref string
				Results   []result
			}
			if err := json.Unmarshal([]byte(line), &c); err != nil {
				t.Fatal(err)
			}
			ref := Reference{Zone: time.UTC}
			for _, l := range []string{"2006-01-02T15:04:05", time.DateOnly} {
				if at, err := time.Parse(l, c.Ref); err == nil {
					ref.At, ref.HasClock = at, true
					break
				}
			}
			found := Find(text.Read(c.Text, lang), ref)
			for _, r := range c.Results {
				if r.Optional || r.Type != "date" && r.Type != "daterange" {
					continue
				}
				total++
				hit := false
				for _, x := range found {
					if x.Begin >= r.End || x.End <= r.Start {
						continue
					}
					spans++
					if r.Unresolved || r.SpanOnly || sameInterval(x.From, x.To, r) {
						hit = true
					}
					break
				}
				if hit {
					right++
				} else if os.Getenv("SHOW") == lang {
					fmt.Printf("- %q ref %s want %s..%s", c.Text, c.Ref, str(r.From), str(r.To))
					for _, x := range found {
						fmt.Printf(" got %q %s %s..%s", x.Text, x.EDTF, x.From, x.To)
					}
					fmt.Println()
				}
			}
		}
		bar := map[string]string{"zh": ".90", "en": ".85", "ru": ".85"}[lang]
		fmt.Printf("bar: times %s dates and ranges %d/%d = %.3f, spans touched %.3f (bar %s)\n", lang, right, total, float64(right)/float64(max(1, total)), float64(spans)/float64(max(1, total)), bar)
	}
}

func sameInterval(from, to string, r result) bool {
	eq := func(a string, b *string) bool {
		w := str(b)
		return a == w || len(a) == 10 && w == a+"T00:00:00"
	}
	if eq(from, r.From) && eq(to, r.To) {
		return true
	}
	for _, a := range r.Accept {
		if len(a) == 2 && eq(from, a[0]) && eq(to, a[1]) {
			return true
		}
	}
	return false
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"2023年5月18日至19日", "May 18-19, 2023", "с 22 по 24 октября 2024 года", "去年上半年", "last Tuesday", "за последние 30 лет"} {
		f.Add(s)
	}
	at := time.Date(2025, 6, 16, 8, 55, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		d := text.Read(s, "")
		for _, x := range Find(d, Reference{At: at, Zone: time.UTC}) {
			if x.Begin < 0 || x.End > d.Len() || x.Begin >= x.End || x.Text != d.Slice(x.Begin, x.End) {
				t.Fatalf("%+v is no span of the text", x)
			}
			if x.From != "" && x.To != "" && x.To <= x.From && len(x.From) == len(x.To) && x.From[0] != '-' {
				t.Fatalf("%+v ends before it begins", x)
			}
		}
	})
}
