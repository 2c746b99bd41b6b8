package sparql

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

var sampleRows = [][]schema.Term{
	{schema.IRI("http://x/峰会?a=1&b=<2>"), schema.String("plain \"quoted\", 逗号\n\ttab\r\\")},
	{schema.Blank("b1"), schema.LangString("Си Цзиньпин", "ru")},
	{schema.Term{}, schema.Integer(42)},
	{schema.Typed("01.50", schema.XSDDecimal), schema.Typed("1e6", schema.XSDDouble)},
	{schema.Typed("-3", schema.XSDInteger), schema.Typed("2025-06-17", schema.XSDDate)},
	{schema.String("12"), schema.Typed("x", schema.XSDInteger)},
}

func TestFormatsRoundTrip(t *testing.T) {
	for _, f := range []struct {
		name  string
		write func(io.Writer, *Results) error
		read  func(io.Reader) (*Results, error)
	}{{"json", WriteJSON, ReadJSON}, {"xml", WriteXML, ReadXML}, {"tsv", WriteTSV, ReadTSV}} {
		t.Run(f.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := f.write(&b, NewTable([]string{"a", "b"}, sampleRows)); err != nil {
				t.Fatal(err)
			}
			r, err := f.read(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatalf("%v\n%s", err, b.String())
			}
			got, err := tableOf(r)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range got.rows {
				for k := range row {
					if row[k] != sampleRows[i][k] {
						t.Errorf("row %d: got %v, want %v\n%s", i, row[k], sampleRows[i][k], b.String())
					}
				}
			}
			if len(got.rows) != len(sampleRows) {
				t.Errorf("%d rows", len(got.rows))
			}
			if err := f.write(io.Discard, &Results{Form: Construct}); !errors.Is(err, ErrNotTabular) {
				t.Errorf("a graph: %v", err)
			}
		})
	}
}

func TestWriteCSV(t *testing.T) {
	var b strings.Builder
	if err := WriteCSV(&b, NewTable([]string{"a", "b"}, sampleRows[:3])); err != nil {
		t.Fatal(err)
	}
	want := "a,b\r\nhttp://x/峰会?a=1&b=<2>,\"plain \"\"quoted\"\", 逗号\n\ttab\r\\\"\r\n_:b1,Си Цзиньпин\r\n,42\r\n"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
}

func TestAskFormats(t *testing.T) {
	for _, c := range []struct {
		write func(io.Writer, *Results) error
		want  string
	}{
		{WriteJSON, "{\"head\":{},\"boolean\":true}\n"}, {WriteCSV, "true\r\n"}, {WriteTSV, "true\n"},
		{WriteXML, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n<head></head>\n<boolean>true</boolean>\n</sparql>\n"},
	} {
		var b strings.Builder
		if err := c.write(&b, &Results{Form: Ask, Boolean: true}); err != nil || b.String() != c.want {
			t.Errorf("%v: %q", err, b.String())
		}
	}
}

// TestErrorInTheMiddle: an error of the run reaches the writer's caller.
func TestErrorInTheMiddle(t *testing.T) {
	q, err := Parse("PREFIX : <http://x/> SELECT * { ?a :p ?b . ?b :p ?c }", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Engine{}.Query(t.Context(), mesh(20), q, Options{MaxRows: 10})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := WriteJSON(&b, r); !errors.Is(err, ErrRows) {
		t.Errorf("got %v", err)
	}
	if strings.HasSuffix(b.String(), "]}}\n") {
		t.Error("the document looks complete")
	}
}
