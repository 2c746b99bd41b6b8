package page

import (
	"context"
	"fmt"
	"testing"

	"github.com/entente-graph/entente/extract/source"
)

func TestDumpSamples(t *testing.T) {
	for raw, err := range source.Walk(context.Background(), []string{"../../data/samples"}, source.Options{}) {
		if err != nil {
			t.Error(err)
			continue
		}
		a, err := Read(raw, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		a.Minhash = nil
		fmt.Printf("--- %s\n title %q src %q pub %s by %+v ed %q lang %s genre %s zone %s url %s\n%s\n", raw.Name, a.Title, a.Source, a.Published, a.Byline, a.Editor, a.Lang, a.Genre, a.Zone, a.URL, a.Text)
	}
}
