package extract

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract/chrono"
	"github.com/entente-graph/entente/extract/quantity"
	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// suite holds broadcast news of many years in Chinese, a story a line.
const suite = "../../shared/suites/corpus/xwlb.jsonl.gz"

// story is the text of a broadcast story.
type story struct {
	Date, Title, HTML string
}

// corpus reads the texts of broadcast news up to so many characters, title and
// body as an article has them; the test is skipped where the suite is absent.
func corpus(tb testing.TB, most int) (articles []schema.Article, characters int) {
	tb.Helper()
	f, err := os.Open(suite)
	if err != nil {
		tb.Skip("skipped: ../shared/suites/corpus not present")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	tags := regexp.MustCompile(`<[^>]*>`)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() && characters < most {
		var s story
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			tb.Fatal(err)
		}
		body := tags.ReplaceAllString(strings.ReplaceAll(s.HTML, "</p>", "\n"), "")
		a := schema.Article{Title: s.Title, Text: s.Title + "\n" + body, Lang: "zh", Published: s.Date, Zone: "Asia/Shanghai"}
		characters += len([]rune(a.Text))
		articles = append(articles, a)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return articles, characters
}

// reader is a Reader over the embedded gazetteer, made once.
var reader = sync.OnceValues(func() (*Reader, error) {
	g, err := gazetteer.Load()
	if err != nil {
		return nil, err
	}
	return NewReader(g)
})

func theReader(tb testing.TB) *Reader {
	tb.Helper()
	r, err := reader()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// BenchmarkPlainText reads broadcast news, each stage by itself and all together,
// and reports millions of characters a second.
func BenchmarkPlainText(b *testing.B) {
	articles, characters := corpus(b, 500_000)
	r := theReader(b)
	documents := make([]*text.Document, len(articles))
	for i := range articles {
		documents[i] = text.Read(articles[i].Text, articles[i].Lang)
	}
	for _, stage := range []struct {
		name string
		run  func(i int)
	}{
		{"text", func(i int) { text.Read(articles[i].Text, articles[i].Lang) }},
		{"names", func(i int) { r.matcher.Find(documents[i], articles[i].Published) }},
		{"chrono", func(i int) { chrono.Find(documents[i], reference(articles[i])) }},
		{"quantity", func(i int) { quantity.Find(documents[i]) }},
		{"annotations", func(i int) { r.Annotate(articles[i]) }},
		{"claims", func(i int) { r.Read(articles[i]) }},
	} {
		b.Run(stage.name, func(b *testing.B) {
			for b.Loop() {
				for i := range articles {
					stage.run(i)
				}
			}
			b.ReportMetric(float64(characters)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mchars/s")
		})
	}
}

// BenchmarkReady makes a reader from the embedded gazetteer and lexicon: what a
// command that reads articles spends before the first of them.
func BenchmarkReady(b *testing.B) {
	for b.Loop() {
		g, err := gazetteer.Load()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := NewReader(g); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/start")
}

// TestBarSpeed measures what the design asks of plain text and of the start. The
// least of three runs counts, piece by piece, which other work on the machine
// disturbs least.
func TestBarSpeed(t *testing.T) {
	long(t)
	articles, characters := corpus(t, 500_000)
	start := quickest(func() {
		g, err := gazetteer.Load()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewReader(g); err != nil {
			t.Fatal(err)
		}
	})
	r := theReader(t)
	var annotate, claims time.Duration
	const piece = 10 // articles
	for i := 0; i < len(articles); i += piece {
		some := articles[i:min(len(articles), i+piece)]
		annotate += quickest(func() {
			for _, a := range some {
				r.Annotate(a)
			}
		})
		claims += quickest(func() {
			for _, a := range some {
				r.Read(a)
			}
		})
	}
	rate := func(d time.Duration) float64 { return float64(characters) / d.Seconds() / 1e6 }
	t.Logf("bar: speed text, names, chrono, quantity %.2f M characters/s a core (bar 2)", rate(annotate))
	t.Logf("bar: speed text in, claims out %.2f M characters/s a core (bar 1)", rate(claims))
	t.Logf("bar: gazetteer ready in %d ms (bar 150)", start.Milliseconds())
}

// TestBarMemory reads the whole corpus, one story after the other as a command does,
// and measures the most memory that the process held.
func TestBarMemory(t *testing.T) {
	long(t)
	if _, err := os.Stat(suite); err != nil {
		t.Skip("skipped: ../shared/suites/corpus not present")
	}
	r := theReader(t)
	stories := 0
	for raw, err := range source.Walk(t.Context(), []string{suite}, source.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		a, err := r.Article(t.Context(), raw)
		if err != nil {
			continue // some stories are no more than a headline
		}
		r.Annotate(a)
		stories++
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("skipped: the system does not tell how much memory a process held")
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes int
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		t.Fatal(err)
	}
	t.Logf("bar: resident memory while reading %d stories %d MB (bar 250)", stories, kilobytes/1024)
	if kilobytes > 250*1024 {
		t.Errorf("%d kB held", kilobytes)
	}
}

// long skips a test that takes long unless it is asked for.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv("ENTENTE_LONG") == "" {
		t.Skip("skipped: ENTENTE_LONG=1 measures")
	}
}

func quickest(f func()) time.Duration {
	best := time.Duration(1 << 62)
	for range 3 {
		best = min(best, timed(f))
	}
	return best
}

func timed(f func()) time.Duration {
	begin := time.Now()
	f()
	return time.Since(begin)
}
