package page

import (
	"testing"

	"github.com/entente-graph/entente/extract/source"
)

func BenchmarkPages(b *testing.B) {
	pages := aebPages(b)
	n := 0
	for b.Loop() {
		p := pages[n%len(pages)]
		n++
		Read(source.Raw{Name: p.name, Kind: source.HTML, Data: p.html}, Options{})
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}
