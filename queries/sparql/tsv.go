package sparql

import (
	"fmt"
	"io"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// WriteTSV writes SELECT results as SPARQL 1.1 Query Results TSV: terms in the
// syntax of Turtle. ASK has no TSV form; it is written as one line, true or
// false. See WriteJSON for errors.
func WriteTSV(w io.Writer, r *Results) error {
	head := strings.Join(r.Vars, "\t?")
	if head != "" {
		head = "?" + head
	}
	return writeLines(w, r, head, "\t", "\n", termTSV)
}

// termTSV writes numbers in the short form where Turtle reads them back the same.
func termTSV(t schema.Term) string {
	if t.IsLiteral() && shortNumber(t) {
		return t.Value
	}
	return strings.ReplaceAll(t.String(), "\t", `\t`)
}

func shortNumber(t schema.Term) bool {
	l := &lexer{src: strings.TrimLeft(t.Value, "+-")}
	if l.src == "" || len(t.Value)-len(l.src) > 1 {
		return false
	}
	tok, err := l.next()
	if err != nil || tok.end != len(l.src) {
		return false
	}
	switch tok.kind {
	case tInteger, tDecimal, tDouble:
		return numberTerm(tok, "").Datatype == t.Datatype
	}
	return false
}

// ReadTSV reads SPARQL 1.1 Query Results TSV.
func ReadTSV(rd io.Reader) (*Results, error) {
	data, err := io.ReadAll(rd)
	if err != nil {
		return nil, fmt.Errorf("sparql: %w: %w", ErrFormat, err)
	}
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n"), "\n")
	var vars []string
	for _, v := range strings.Split(lines[0], "\t") {
		if !strings.HasPrefix(v, "?") && lines[0] != "" {
			return nil, fmt.Errorf("sparql: %w: TSV head %q", ErrFormat, lines[0])
		}
		vars = append(vars, strings.TrimPrefix(v, "?"))
	}
	var rows [][]schema.Term
	for n, l := range lines[1:] {
		row := make([]schema.Term, len(vars))
		fields := strings.Split(l, "\t")
		if len(fields) != len(vars) {
			return nil, fmt.Errorf("sparql: %w: line %d has %d fields, want %d", ErrFormat, n+2, len(fields), len(vars))
		}
		for i, f := range fields {
			if f == "" {
				continue
			}
			if row[i], err = parseTerm(f); err != nil {
				return nil, fmt.Errorf("sparql: %w: line %d: %w", ErrFormat, n+2, err)
			}
		}
		rows = append(rows, row)
	}
	return NewTable(vars, rows), nil
}

// parseTerm reads one term as queries write it.
func parseTerm(s string) (t schema.Term, err error) {
	if t, err := schema.ParseTerm(s); err == nil {
		return t, nil
	}
	src, err := replaceEscapes(s)
	if err != nil {
		return t, err
	}
	defer func() {
		if r := recover(); r != nil {
			b, ok := r.(bail)
			if !ok {
				panic(r)
			}
			err = b.err
		}
	}()
	p := &parser{lexer: lexer{src: src}, prefixes: map[string]string{}}
	p.advance()
	t, ok := p.constant()
	if !ok || p.tok.kind != tEOF {
		p.want("a term")
	}
	return t, nil
}
