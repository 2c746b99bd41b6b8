package names

import (
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/extract/text"
)

// A text ten times as long must not take a hundred times as long, whatever it
// repeats.
func TestLinear(t *testing.T) {
	m := matcher(t)
	for _, unit := range []string{
		"《关于合作的决定》，《决定》。外交部部长王小明会见李大同，两国、六国，秘书处。\n",
		"Mr. Jan Novotny met Foreign Minister Anna Kral of France and the two sides signed the Treaty on Trade. ",
		"Президент Франции Иван Петров и Глава МИД Пётр Сидоров подписали «Договор о дружбе». ",
		"第第第第第第中国委员会”“", "中美英法德俄", "the the of of President of President of ",
	} {
		elapsed := func(n int) time.Duration {
			d := text.Read(strings.Repeat(unit, n), "")
			begin := time.Now()
			m.Find(d, "2025-06-16")
			return time.Since(begin)
		}
		elapsed(50)
		short, long := elapsed(300), elapsed(3000)
		if long > 40*short+200*time.Millisecond {
			t.Errorf("%q: %v for 300, %v for 3000", unit, short, long)
		}
	}
}
