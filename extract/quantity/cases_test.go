package quantity

import (
	"os"
	"strings"
	"testing"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// TestCases reads sentences of our own: a line is the sentence and its quantities,
// each as text, kind, value or min..max, unit or currency, bound, direction.
func TestCases(t *testing.T) {
	for _, lang := range []string{"zh", "en", "ru"} {
		name := "testdata/" + lang + ".txt"
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for line := range strings.Lines(string(b)) {
			in, want, ok := strings.Cut(strings.TrimRight(line, "\n"), "|")
			if !ok || strings.HasPrefix(line, "#") {
				out.WriteString(line)
				continue
			}
			var got []string
			for _, q := range Find(text.Read(in, lang)) {
				got = append(got, written(q))
			}
			s := strings.Join(got, "; ")
			out.WriteString(in + "|" + s + "\n")
			if s != want && os.Getenv("UPDATE") == "" {
				t.Errorf("%s: got %s, want %s", in, s, want)
			}
		}
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func written(q schema.Quantity) string {
	v := q.Value
	if v == "" {
		v = q.Min + ".." + q.Max
	}
	f := []string{q.Text, q.Kind, v}
	for _, s := range append([]string{q.Unit, q.Currency, q.Direction, q.Comparison}, q.Qualifiers...) {
		if s != "" {
			f = append(f, s)
		}
	}
	if q.Bound != "exactly" {
		f = append(f, q.Bound)
	}
	return strings.Join(f, " ")
}
