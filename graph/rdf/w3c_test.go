package rdf

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// suite is where the W3C tests lie; the test is skipped when they do not.
func suite(t *testing.T) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "suites", "w3c", "rdf", "rdf11")
	if _, err := os.Stat(path); err != nil {
		t.Skip("skipped: ../shared/suites/w3c not present")
	}
	return path
}

const manifestNS = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"

// exceptions are tests that are not passed, with the reason.
var exceptions = map[string]string{}

func TestW3C(t *testing.T) {
	root := suite(t)
	for _, dir := range []struct {
		name   string
		format Format
		tests  int
	}{{"rdf-n-triples", NTriples, 70}, {"rdf-n-quads", NQuads, 87}, {"rdf-turtle", Turtle, 313}, {"rdf-trig", TriG, 356}} {
		t.Run(dir.name, func(t *testing.T) {
			n := 0
			for _, c := range readManifest(t, filepath.Join(root, dir.name)) {
				n++
				t.Run(c.name, func(t *testing.T) {
					if reason, ok := exceptions[c.name]; ok {
						t.Skip(reason)
					}
					c.run(t, dir.format)
				})
			}
			if n != dir.tests {
				t.Errorf("%d tests in the manifest, expected %d", n, dir.tests)
			}
		})
	}
}

type w3cTest struct{ name, kind, action, result, base string }

func readManifest(t *testing.T, dir string) []w3cTest {
	t.Helper()
	quads, err := readFile(filepath.Join(dir, "manifest.ttl"), Turtle, "http://manifest/")
	if err != nil {
		t.Fatal(err)
	}
	get := func(s Term, p string) (o Term) {
		for _, q := range quads {
			if q.P.Value == p && (s.IsZero() || q.S == s) {
				o = q.O
			}
		}
		return o
	}
	file := func(x Term) string {
		return filepath.Join(dir, strings.TrimPrefix(x.Value, "http://manifest/"))
	}
	base := get(Term{}, manifestNS+"assumedTestBase").Value
	var tests []w3cTest
	for node := get(Term{}, manifestNS+"entries"); node.Value != schema.RDF+"nil"; node = get(node, schema.RDF+"rest") {
		entry := get(node, schema.RDF+"first")
		c := w3cTest{name: get(entry, manifestNS+"name").Value, kind: schema.Local(get(entry, schema.Type).Value)}
		action := get(entry, manifestNS+"action")
		c.action = file(action)
		c.base = base + strings.TrimPrefix(action.Value, "http://manifest/")
		if r := get(entry, manifestNS+"result"); !r.IsZero() {
			c.result = file(r)
		}
		tests = append(tests, c)
	}
	return tests
}

func readFile(path string, format Format, base string) ([]Quad, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var quads []Quad
	for q, err := range Read(f, format, base) {
		if err != nil {
			return nil, err
		}
		quads = append(quads, q)
	}
	return quads, nil
}

func (c w3cTest) run(t *testing.T, format Format) {
	quads, err := readFile(c.action, format, c.base)
	if strings.Contains(c.kind, "Negative") {
		if err == nil {
			t.Error("accepted, must be refused")
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if c.result == "" {
		return
	}
	want, err := readFile(c.result, NQuads, "")
	if err != nil {
		t.Fatal(err)
	}
	if !isomorphic(quads, want) {
		t.Errorf("got\n%s\nwant\n%s", lines(quads), lines(want))
	}
}

func lines(quads []Quad) string {
	var b strings.Builder
	if err := writeCanonical(&b, quads); err != nil {
		return err.Error()
	}
	return b.String()
}

// isomorphic tells whether two sets of quads are the same but for the labels of
// blank nodes: it tries the assignments, pruned by what each node is said of.
func isomorphic(a, b []Quad) bool {
	Sort(a)
	Sort(b)
	a, b = slices.Compact(a), slices.Compact(b)
	if len(a) != len(b) {
		return false
	}
	colorsA, colorsB := colors(a), colors(b)
	var nodes []Term
	for n := range colorsA {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, Term.Compare)
	have := map[Quad]bool{}
	for _, q := range b {
		have[q] = true
	}
	mapping, taken := map[Term]Term{}, map[Term]bool{}
	var assign func(i int) bool
	assign = func(i int) bool {
		if i == len(nodes) {
			for _, q := range a {
				if !have[mapped(q, mapping)] {
					return false
				}
			}
			return true
		}
		for candidate, color := range colorsB {
			if color != colorsA[nodes[i]] || taken[candidate] {
				continue
			}
			mapping[nodes[i]], taken[candidate] = candidate, true
			if assign(i + 1) {
				return true
			}
			taken[candidate] = false
		}
		return false
	}
	return len(colorsA) == len(colorsB) && assign(0)
}

func mapped(q Quad, m map[Term]Term) Quad {
	for _, t := range []*Term{&q.S, &q.P, &q.O, &q.G} {
		if u, ok := m[*t]; ok {
			*t = u
		}
	}
	return q
}

// colors refines a text a blank node by what is said of it.
func colors(quads []Quad) map[Term]string {
	color := map[Term]string{}
	for _, q := range quads {
		for _, t := range []Term{q.S, q.O, q.G} {
			if t.IsBlank() {
				color[t] = ""
			}
		}
	}
	for range 4 {
		next := map[Term][]string{}
		for _, q := range quads {
			for place, t := range []Term{q.S, q.O, q.G} {
				if !t.IsBlank() {
					continue
				}
				masked := q
				for _, x := range []*Term{&masked.S, &masked.O, &masked.G} {
					if *x == t {
						*x = schema.Blank("self")
					} else if x.IsBlank() {
						*x = schema.Blank(color[*x])
					}
				}
				next[t] = append(next[t], string(masked.Append([]byte{'0' + byte(place)})))
			}
		}
		for n, said := range next {
			slices.Sort(said)
			color[n] = schema.Hash16(said...)
		}
	}
	return color
}
