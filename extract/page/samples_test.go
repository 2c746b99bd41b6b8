package page

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// shown is an article as the golden files have it.
func shown(name string, a schema.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "== %s\n", name)
	for _, f := range [][2]string{
		{"title", a.Title}, {"url", a.URL}, {"source", a.Source}, {"published", a.Published}, {"zone", a.Zone}, {"editor", a.Editor}, {"lang", a.Lang}, {"genre", a.Genre},
	} {
		fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
	}
	for _, x := range a.Byline {
		fmt.Fprintf(&b, "by: %s | %s | %s\n", x.Name, x.Role, x.Organization)
	}
	fmt.Fprintf(&b, "body: %d-%d\n%s\n\n", a.Body[0], a.Body[1], a.Text)
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s; read it with -update:\n%s", file, got)
	}
}

// TestSamples reads the project's own articles, TestPages pages made for this test:
// an old page of tables in GB18030, one in Big5, a Russian and a Kazakh one, one
// whose comments are longer than its article, copied texts.
func TestSamples(t *testing.T) {
	golden(t, "testdata/samples.golden", folder(t, "../../data/samples"))
}

func TestPages(t *testing.T) {
	golden(t, "testdata/pages.golden", folder(t, "testdata/pages"))
}

func folder(t *testing.T, path string) string {
	var b strings.Builder
	for raw, err := range source.Walk(context.Background(), []string{path}, source.Options{}) {
		if err != nil {
			t.Error(err)
			continue
		}
		a, err := Read(raw, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		b.WriteString(shown(filepath.Base(raw.Name), a))
	}
	return b.String()
}
