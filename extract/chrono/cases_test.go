package chrono

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/extract/text"
)

// TestCases reads sentences of diplomatic news of our own: a line is the day of
// publication, the sentence and the EDTF of its times.
func TestCases(t *testing.T) {
	for _, lang := range []string{"zh", "en", "ru"} {
		b, err := os.ReadFile("testdata/" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			f := strings.Split(strings.TrimRight(line, "\n"), "|")
			if len(f) != 3 {
				t.Fatalf("%s: %q is no case", lang, line)
			}
			at, err := time.Parse(time.DateOnly, f[0])
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range Find(text.Read(f[1], lang), Reference{At: at, Zone: time.UTC}) {
				if x.EDTF != "" && x.Kind == "point" {
					got = append(got, x.EDTF)
				}
			}
			if s := strings.Join(got, ";"); s != f[2] {
				t.Errorf("%s %s: got %s, want %s", f[0], f[1], s, f[2])
			}
		}
	}
}
