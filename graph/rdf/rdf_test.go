package rdf

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

const sample = `<https://w3id.org/entente/id/event/summit-2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/entente/ns#Event> <https://w3id.org/entente/claim/abc> .
<https://w3id.org/entente/id/event/summit-2> <http://www.w3.org/2000/01/rdf-schema#label> "第二届\"峰会\"\n与会"@zh <https://w3id.org/entente/claim/abc> .
<https://w3id.org/entente/id/event/summit-2> <https://w3id.org/entente/ns#ordinal> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://w3id.org/entente/id/event/summit-2> <https://w3id.org/entente/ns#ordinal> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://w3id.org/entente/id/event/summit-2> <https://w3id.org/entente/ns#when> "2025-06-16/.."^^<http://id.loc.gov/datatypes/edtf/EDTF> .
<https://w3id.org/entente/id/event/summit-2> <http://schema.org/value> "94800000000.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<https://w3id.org/entente/id/event/summit-2> <http://schema.org/value> "5."^^<http://www.w3.org/2001/XMLSchema#decimal> .
<https://w3id.org/entente/id/event/summit-2> <http://purl.org/dc/terms/issued> "2025-06-17T08:55:00+08:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<https://w3id.org/entente/id/event/summit-2> <http://schema.org/url> "http://example.org/a?b=c&d=<e>" .
<https://w3id.org/entente/doc/x#char=1,2> <http://example.org/p(1)/q> _:b1 .
_:b1 <http://example.org/p> <urn:isbn:1> .
`

func parse(t *testing.T, text string, format Format) []Quad {
	t.Helper()
	var quads []Quad
	for q, err := range Read(strings.NewReader(text), format, "http://base/") {
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		quads = append(quads, q)
	}
	return quads
}

func TestRoundTrip(t *testing.T) {
	all := parse(t, sample, NQuads)
	for _, format := range []Format{NQuads, NTriples, Turtle, TriG, JSONLD, RDFXML} {
		t.Run(string(format), func(t *testing.T) {
			quads := slices.Clone(all)
			if !format.Graphs() {
				for i := range quads {
					quads[i].G = Term{}
				}
			}
			var b bytes.Buffer
			if err := Write(&b, format, sequence(quads)); err != nil {
				t.Fatal(err)
			}
			if got := parse(t, b.String(), format); !isomorphic(got, slices.Clone(quads)) {
				t.Errorf("got\n%s\nfrom\n%s", lines(got), b.String())
			}
			slices.Reverse(quads)
			var again bytes.Buffer
			if err := Write(&again, format, sequence(quads)); err != nil {
				t.Fatal(err)
			}
			if format != NQuads && format != NTriples && again.String() != b.String() {
				t.Error("the order of the quads shows in the output")
			}
		})
	}
}

func TestTurtleIsPleasant(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, TriG, sequence(parse(t, sample, NQuads)[:5])); err != nil {
		t.Fatal(err)
	}
	want := `@prefix claim: <https://w3id.org/entente/claim/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix ent: <https://w3id.org/entente/ns#> .
@prefix event: <https://w3id.org/entente/id/event/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

event:summit-2 ent:ordinal 007, 7 ;
  ent:when "2025-06-16/.."^^edtf:EDTF .

claim:abc {
  event:summit-2 a ent:Event ;
    rdfs:label "第二届\"峰会\"\n与会"@zh .
}
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestCanonicalIsByteIdentical(t *testing.T) {
	quads := parse(t, sample, NQuads)
	var b, c bytes.Buffer
	if err := writeCanonical(&b, append(quads, quads...)); err != nil {
		t.Fatal(err)
	}
	if err := writeCanonical(&c, parse(t, b.String(), NQuads)); err != nil {
		t.Fatal(err)
	}
	if b.String() != c.String() || strings.Count(b.String(), "\n") != len(quads) {
		t.Errorf("got\n%s", c.String())
	}
}

func TestGzip(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(sample)) // a Buffer takes everything
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got := parse(t, b.String(), NQuads); len(got) != 11 {
		t.Errorf("%d quads, want 11", len(got))
	}
}

func TestReadErrors(t *testing.T) {
	cases := []struct {
		name   string
		format Format
		text   string
		want   error
	}{
		{"line of a bad statement", NQuads, "<a:a> <a:b> <a:c> .\n<a:a> <a:b> .\n", ErrSyntax},
		{"relative IRI", NQuads, "<a> <a:b> <a:c> .\n", ErrSyntax},
		{"graph in N-Triples", NTriples, "<a:a> <a:b> <a:c> <a:d> .\n", ErrSyntax},
		{"bytes that are not UTF-8", NQuads, "<a:a> <a:b> \"\xff\" .\n", ErrSyntax},
		{"Turtle", Turtle, "<a:a> <a:b>", ErrSyntax},
		{"remote context", JSONLD, `{"@context": "http://example.org/c", "a": "b"}`, ErrSyntax},
		{"unknown syntax", "n3", "", ErrFormat},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var last error
			for _, err := range Read(strings.NewReader(c.text), c.format, "") {
				last = err
			}
			if !errors.Is(last, c.want) {
				t.Errorf("got %v, want %v", last, c.want)
			}
		})
	}
}

func TestAnonymousBlankNodesAreNamedAlike(t *testing.T) {
	text := `[] <a:p> [ <a:q> _:anon1 ] .`
	if a, b := lines(parse(t, text, Turtle)), lines(parse(t, text, Turtle)); a != b {
		t.Errorf("got\n%s\nand\n%s", a, b)
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]Format{"a/b.nq": NQuads, "x.NT.gz": NTriples, "turtle": Turtle, "ttl": Turtle,
		"application/ld+json": JSONLD, "w.rdf": RDFXML, "s.trig": TriG} {
		if got, err := FormatOf(name); err != nil || got != want {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	if _, err := FormatOf("x.pdf"); !errors.Is(err, ErrFormat) {
		t.Errorf("x.pdf: %v", err)
	}
}

func TestXMLNeedsNames(t *testing.T) {
	q := Quad{S: schema.IRI("a:s"), P: schema.IRI("http://example.org/1"), O: schema.String("x")}
	if err := Write(&bytes.Buffer{}, RDFXML, sequence([]Quad{q})); !errors.Is(err, ErrNotWritable) {
		t.Errorf("got %v", err)
	}
}

// What the reader accepts, the writer writes so that it reads the same again.
func FuzzNQuads(f *testing.F) {
	f.Add(sample)
	f.Add("<a:a> <a:b> \"\\u00e9\\t\"@en-gb _:x.y .")
	f.Fuzz(func(t *testing.T, text string) {
		var quads []Quad
		for q, err := range Read(strings.NewReader(text), NQuads, "") {
			if err != nil {
				return
			}
			quads = append(quads, q)
		}
		var b bytes.Buffer
		if err := Write(&b, NQuads, sequence(quads)); err != nil {
			t.Fatal(err)
		}
		var again []Quad
		for q, err := range Read(&b, NQuads, "") {
			if err != nil {
				t.Fatalf("%v in what was written of %q", err, text)
			}
			again = append(again, q)
		}
		if !slices.Equal(quads, again) {
			t.Fatalf("got %v, want %v", again, quads)
		}
	})
}

func BenchmarkNQuads(b *testing.B) {
	text := strings.Repeat(sample, 1000)
	b.SetBytes(int64(len(text)))
	n := 0
	for b.Loop() {
		for _, err := range Read(strings.NewReader(text), NQuads, "") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "quads/s")
}

// sequence makes a sequence of a slice.
func sequence(quads []Quad) iter.Seq2[Quad, error] {
	return func(yield func(Quad, error) bool) { yieldAll(quads, yield) }
}

// writeCanonical writes quads as N-Quads, sorted by line, each once.
func writeCanonical(w io.Writer, quads []Quad) error {
	lines := make([]string, len(quads))
	for i, q := range quads {
		lines[i] = string(q.Append(nil))
	}
	slices.Sort(lines)
	out := bufio.NewWriter(w)
	for _, line := range slices.Compact(lines) {
		if _, err := out.WriteString(line); err != nil {
			return fmt.Errorf("rdf: writing %s: %w", NQuads, err)
		}
	}
	return out.Flush()
}
