package sparql

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// ErrNotTabular is returned by writers of tables for CONSTRUCT and DESCRIBE.
var ErrNotTabular = errors.New("results are a graph, not a table")

// ErrFormat is returned by readers for documents that are not in the format.
var ErrFormat = errors.New("not a results document")

// WriteJSON writes SELECT and ASK results as SPARQL 1.1 Query Results JSON. It
// reads the results to their end and does not close them; after an error the
// document is left unfinished.
func WriteJSON(w io.Writer, r *Results) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if r.Form == Ask {
		fmt.Fprintf(b, "{\"head\":{},\"boolean\":%v}\n", r.Boolean)
		return b.Flush()
	}
	if r.Form.IsGraph() {
		return ErrNotTabular
	}
	head, err := json.Marshal(append([]string{}, r.Vars...))
	if err != nil {
		return err
	}
	names := make([][]byte, len(r.Vars))
	for i, v := range r.Vars {
		names[i] = append(appendJSON(nil, v), ':')
	}
	fmt.Fprintf(b, "{\"head\":{\"vars\":%s},\"results\":{\"bindings\":[", head)
	var line []byte
	first := true
	for row, err := range r.Rows() {
		if err != nil {
			_ = b.Flush()
			return err
		}
		line = line[:0]
		if !first {
			line = append(line, ',')
		}
		first = false
		line = append(line, '\n', '{')
		bound := false
		for i, t := range row {
			if t.IsZero() {
				continue
			}
			if bound {
				line = append(line, ',')
			}
			bound = true
			line = appendTermJSON(append(line, names[i]...), t)
		}
		if _, err := b.Write(append(line, '}')); err != nil {
			return err
		}
	}
	if _, err := b.WriteString("\n]}}\n"); err != nil {
		return err
	}
	return b.Flush()
}

func appendTermJSON(b []byte, t schema.Term) []byte {
	switch t.Kind {
	case schema.KindIRI:
		b = append(b, `{"type":"uri","value":`...)
	case schema.KindBlank:
		b = append(b, `{"type":"bnode","value":`...)
	default:
		b = append(b, `{"type":"literal","value":`...)
	}
	b = appendJSON(b, t.Value)
	switch {
	case t.Lang != "":
		b = appendJSON(append(b, `,"xml:lang":`...), t.Lang)
	case t.IsLiteral() && t.Datatype != schema.XSDString:
		b = appendJSON(append(b, `,"datatype":`...), t.Datatype)
	}
	return append(b, '}')
}

// appendJSON appends a JSON string.
func appendJSON(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 0x20 && c != '"' && c != '\\' {
				i++
				continue
			}
			b = append(b, s[from:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(append(b, s[from:i]...), "\ufffd"...)
			i++
			from = i
			continue
		}
		i += n
	}
	return append(append(b, s[from:]...), '"')
}

// ReadJSON reads SPARQL 1.1 Query Results JSON.
func ReadJSON(rd io.Reader) (*Results, error) {
	var doc struct {
		Head struct {
			Vars []string
			Link []string
		}
		Boolean *bool
		Results struct {
			Bindings []map[string]struct {
				Type, Value, Datatype string
				Lang                  string `json:"xml:lang"`
			}
		}
	}
	if err := json.NewDecoder(rd).Decode(&doc); err != nil {
		return nil, fmt.Errorf("sparql: %w: %w", ErrFormat, err)
	}
	if doc.Boolean != nil {
		return &Results{Form: Ask, Boolean: *doc.Boolean, Link: doc.Head.Link}, nil
	}
	var rows [][]schema.Term
	for _, b := range doc.Results.Bindings {
		row := make([]schema.Term, len(doc.Head.Vars))
		for i, v := range doc.Head.Vars {
			t, ok := b[v]
			if !ok {
				continue
			}
			switch {
			case t.Type == "uri":
				row[i] = schema.IRI(t.Value)
			case t.Type == "bnode":
				row[i] = schema.Blank(t.Value)
			case !strings.HasSuffix(t.Type, "literal"):
				return nil, fmt.Errorf("sparql: %w: term type %q", ErrFormat, t.Type)
			default:
				row[i] = literal(t.Value, t.Lang, t.Datatype)
			}
		}
		rows = append(rows, row)
	}
	r := NewTable(doc.Head.Vars, rows)
	r.Link = doc.Head.Link
	return r, nil
}

// literal makes a literal of what result formats say of it.
func literal(value, lang, datatype string) schema.Term {
	switch {
	case lang != "":
		return schema.LangString(value, lang)
	case datatype != "":
		return schema.Typed(value, datatype)
	}
	return schema.String(value)
}
