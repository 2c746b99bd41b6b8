package chrono

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/entente-graph/entente/extract/text"
)

// BenchmarkNews reads broadcast news and reports characters a second.
func BenchmarkNews(b *testing.B) {
	f, err := os.Open("../../../shared/suites/corpus/xwlb.jsonl.gz")
	if err != nil {
		b.Skip("skipped: ../shared/suites/corpus not present")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	tags := regexp.MustCompile(`<[^>]*>`)
	var docs []*text.Document
	n := 0
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() && n < 1_000_000 {
		var c struct{ HTML string }
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			b.Fatal(err)
		}
		s := tags.ReplaceAllString(strings.ReplaceAll(c.HTML, "</p>", "\n"), "")
		n += utf8.RuneCountInString(s)
		docs = append(docs, text.Read(s, "zh"))
	}
	ref := Reference{At: time.Date(2024, 6, 1, 19, 0, 0, 0, time.UTC), HasClock: true, Zone: time.UTC}
	b.ResetTimer()
	for range b.N {
		for _, d := range docs {
			Find(d, ref)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchar/s")
}
