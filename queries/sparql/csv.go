package sparql

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// WriteCSV writes SELECT results as SPARQL 1.1 Query Results CSV: values only,
// lines ended by CR LF. ASK has no CSV form; it is written as one line, true or
// false. See WriteJSON for errors.
func WriteCSV(w io.Writer, r *Results) error {
	return writeLines(w, r, strings.Join(r.Vars, ","), ",", "\r\n", func(t schema.Term) string {
		if t.IsBlank() {
			return "_:" + csvField(t.Value)
		}
		return csvField(t.Value)
	})
}

// writeLines writes a line a solution, with the terms as field writes them.
func writeLines(w io.Writer, r *Results, head, between, end string, field func(schema.Term) string) error {
	if r.Form.IsGraph() {
		return ErrNotTabular
	}
	b := bufio.NewWriterSize(w, 1<<16)
	if r.Form == Ask {
		fmt.Fprint(b, r.Boolean, end)
		return b.Flush()
	}
	b.WriteString(head + end)
	for row, err := range r.Rows() {
		if err != nil {
			_ = b.Flush()
			return err
		}
		for i, t := range row {
			if i > 0 {
				b.WriteString(between)
			}
			b.WriteString(field(t))
		}
		if _, err := b.WriteString(end); err != nil {
			return err
		}
	}
	return b.Flush()
}

func csvField(s string) string {
	if !strings.ContainsAny(s, "\",\r\n") {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// ReadCSV reads SPARQL 1.1 Query Results CSV. The format does not tell terms
// apart: whatever is not "_:…" comes back as a plain literal, and nothing between
// commas as unbound.
func ReadCSV(rd io.Reader) (*Results, error) {
	c := csv.NewReader(rd)
	lines, err := c.ReadAll()
	if err != nil || len(lines) == 0 {
		return nil, fmt.Errorf("sparql: %w: CSV: %w", ErrFormat, err)
	}
	var rows [][]schema.Term
	for _, l := range lines[1:] {
		row := make([]schema.Term, len(l))
		for i, s := range l {
			switch {
			case strings.HasPrefix(s, "_:"):
				row[i] = schema.Blank(s[2:])
			case s != "":
				row[i] = schema.String(s)
			}
		}
		rows = append(rows, row)
	}
	return NewTable(lines[0], rows), nil
}
