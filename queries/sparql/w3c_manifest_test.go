package sparql

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

const (
	mf = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
	qt = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
)

// w3cTest is one entry of a manifest.
type w3cTest struct {
	id, name, kind string
	query          string // file
	data           []string
	named          []string
	result         string
	lax            bool
}

// w3cSuites lists the manifests that count, with how many tests each must have.
var w3cSuites = []struct {
	manifest string
	tests    int
}{
	{"sparql10/manifest-syntax.ttl", 199},
	{"sparql10/manifest-evaluation.ttl", 283},
	{"sparql10/extended-manifest-evaluation.ttl", 1},
	{"sparql11/manifest-sparql11-query.ttl", 328},
	{"sparql11/manifest-sparql11-results.ttl", 10},
	{"sparql11/syntax-fed/manifest.ttl", 3},
}

func readManifest(t testing.TB, path string) (tests []w3cTest) {
	t.Helper()
	all, err := readRDF(path)
	if err != nil {
		t.Fatal(err)
	}
	g := triples(all)
	root := schema.IRI(fileIRI(path))
	for _, inc := range g.list(g.object(root, mf+"include")) {
		tests = append(tests, readManifest(t, strings.TrimPrefix(inc.Value, "file://"))...)
	}
	folder := filepath.Base(filepath.Dir(path))
	for _, t := range all { // some manifests do not name themselves
		if t.P.Value == mf+"entries" {
			for _, entry := range g.list(t.O) {
				tests = append(tests, readEntry(g, folder, entry))
			}
		}
	}
	return tests
}

func readEntry(g triples, folder string, entry schema.Term) w3cTest {
	file := func(t schema.Term) string { return strings.TrimPrefix(t.Value, "file://") }
	x := w3cTest{
		name: g.object(entry, mf+"name").Value,
		kind: schema.Local(g.object(entry, schema.Type).Value),
		lax:  !g.object(entry, mf+"resultCardinality").IsZero(),
	}
	x.id = folder + "/" + schema.Local(entry.Value)
	action := g.object(entry, mf+"action")
	if q := g.object(action, qt+"query"); !q.IsZero() {
		x.query = file(q)
	} else {
		x.query = file(action)
	}
	for _, d := range g.objects(action, qt+"data") {
		x.data = append(x.data, file(d))
	}
	for _, d := range g.objects(action, qt+"graphData") {
		x.named = append(x.named, file(d))
	}
	x.result = file(g.object(entry, mf+"result"))
	return x
}

func TestW3CSyntax(t *testing.T) {
	root := suitePath(t, "w3c/sparql")
	for _, s := range w3cSuites {
		tests := readManifest(t, filepath.Join(root, s.manifest))
		if len(tests) != s.tests {
			t.Errorf("%s has %d tests, want %d", s.manifest, len(tests), s.tests)
		}
		failed := 0
		for _, x := range tests {
			text, err := os.ReadFile(x.query)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Parse(string(text), fileIRI(x.query), nil)
			bad := strings.HasPrefix(x.kind, "NegativeSyntax")
			if bad != (err != nil) {
				failed++
				t.Errorf("%s (%s): %v\n%s", x.id, x.kind, err, text)
			}
		}
		t.Logf("%s: %d of %d", s.manifest, len(tests)-failed, len(tests))
	}
}
