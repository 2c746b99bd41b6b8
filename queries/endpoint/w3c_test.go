package endpoint

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/entente-graph/entente/graph/rdf"
	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// The W3C's tests of the SPARQL 1.1 Protocol, as their manifest describes them.
const protocolTests = "../../../shared/suites/w3c/sparql/sparql11/protocol/"

// protocolQuery reads the requests of the manifest.
const protocolQuery = `
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#>
SELECT ?test ?path ?method ?chars ?encoding ?field ?value ?status ?boolean ?format WHERE {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:first ?request .
  ?request ht:absolutePath ?path ; ht:methodName ?method ; ht:resp ?response .
  ?response mf:expectedStatus ?status .
  OPTIONAL { ?response mf:expectedBoolean ?boolean }
  OPTIONAL { ?response mf:expectedFormat ?format }
  OPTIONAL { ?request ht:body ?body . ?body cnt:chars ?chars ; cnt:characterEncoding ?encoding }
  OPTIONAL { ?request ht:headers/rdf:first ?header . ?header ht:fieldName ?field ; ht:fieldValue ?value }
} ORDER BY ?test ?status`

// protocolFormats are the media types of the manifest's words.
var protocolFormats = map[string][]string{
	"boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
	"tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"},
	"RDF":     {"text/turtle", "application/n-triples", "application/rdf+xml"},
}

func TestW3CProtocol(t *testing.T) {
	if _, err := os.Stat(protocolTests); err != nil {
		t.Skip("skipped: the suites are not beside the checkout")
	}
	manifest := sparql.NewMemory(readTriples(t, "manifest.ttl", rdf.Turtle, ""))
	rows, err := library.Rows(t.Context(), &fake{src: manifest}, protocolQuery, nil)
	if err != nil {
		t.Fatal(err)
	}
	var data []schema.Quad
	for _, n := range []string{"1", "2", "3"} {
		data = append(data, readTriples(t, "data"+n+".nt", rdf.NTriples, "http://kasei.us/2009/09/sparql/data/data"+n+".rdf")...)
	}
	s, err := New(&fake{src: sparql.NewMemory(data)}, Options{Timeout: 5 * time.Second, Hosts: []string{"www.example"}})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, r := range rows {
		name := schema.Local(r.Get("test"))
		name = name[strings.LastIndexByte(name, '#')+1:]
		if seen[name] || strings.HasPrefix(name, "update_") { // the endpoint reads only
			continue
		}
		seen[name] = true
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, protocolRequest(r))
			var allowed []string
			for _, x := range rows[i:] {
				if x.Get("test") == r.Get("test") {
					allowed = append(allowed, x.Get("status"))
				}
			}
			got := "http://www.w3.org/2011/http-statusCodes#StatusCode" + string(rune('0'+w.Code/100)) + "xx"
			if !strings.Contains(strings.Join(allowed, " "), got) {
				t.Fatalf("status %d, want %v: %s", w.Code, allowed, w.Body)
			}
			kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
			if f := r.Get("format"); f != "" && !strings.Contains(strings.Join(protocolFormats[f], " "), kind) {
				t.Errorf("media type %s for %s", kind, f)
			}
			if want := r.Get("boolean"); want != "" {
				var answer struct{ Boolean bool }
				if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Boolean != (want == "true") {
					t.Errorf("%s, want %s: %v", w.Body, want, err)
				}
			}
		})
	}
	if len(seen) < 26 {
		t.Errorf("%d tests, want the 26 of queries and of what is refused", len(seen))
	}
}

func readTriples(t *testing.T, file string, format rdf.Format, graph string) []schema.Quad {
	t.Helper()
	f, err := os.Open(filepath.Join(protocolTests, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []schema.Quad
	for q, err := range rdf.Read(f, format, "http://manifest.example/") {
		if err != nil {
			t.Fatal(err)
		}
		if graph != "" {
			q.G = schema.IRI(graph)
		}
		out = append(out, q)
	}
	return out
}

// protocolRequest makes the request of a test; the endpoint's path is ours.
func protocolRequest(r library.Row) *http.Request {
	body := r.Get("chars")
	if strings.EqualFold(r.Get("encoding"), "UTF-16") {
		b := []byte{0xfe, 0xff}
		for _, u := range utf16.Encode([]rune(body)) {
			b = binary.BigEndian.AppendUint16(b, u)
		}
		body = string(b)
	}
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	req := httptest.NewRequest(r.Get("method"), "http://www.example"+strings.Replace(r.Get("path"), "/sparql/", "/sparql", 1), content)
	if f := r.Get("field"); f != "" {
		req.Header.Set(f, r.Get("value"))
	}
	return req
}
