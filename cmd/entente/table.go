package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

func expand(s string) (string, bool) { return library.Expand(s) }
func shortIRI(iri string) string     { return library.Compact(iri) }

// table is a result of plain rows; value is what JSON shows instead.
type table struct {
	columns []string
	rows    [][]string
	value   any
}

// tableFormats are those that print can write.
var tableFormats = []string{"table", "json", "jsonl", "csv", "tsv", "md"}

// print writes a table: by default aligned on a terminal and tab-separated when
// piped.
func (a *app) print(t table) error {
	width, tty := a.terminal()
	format := a.format()
	if format == "" && tty {
		format = "table"
	}
	err := a.result(func(w io.Writer) error {
		switch format {
		case "json":
			return writeJSON(w, t.value)
		case "jsonl":
			return writeJSONLines(w, t.value)
		case "csv":
			return writeCSV(w, t)
		case "md":
			return writeMarkdown(w, t)
		case "table":
			return writeAligned(w, t, width)
		}
		return writeTSV(w, t)
	})
	if err != nil {
		return err
	}
	return a.emptyIs(len(t.rows))
}

// done ends a command that has no result but what it did: in words on standard
// error, or as JSON.
func (a *app) done(value any, format string, args ...any) error {
	if a.format() == "json" {
		return a.result(func(w io.Writer) error { return writeJSON(w, value) })
	}
	a.say(format, args...)
	return nil
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// writeJSONLines writes each element of a list on a line.
func writeJSONLines(w io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var list []json.RawMessage
	if json.Unmarshal(b, &list) != nil {
		list = []json.RawMessage{b}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, x := range list {
		if err := e.Encode(x); err != nil {
			return err
		}
	}
	return nil
}

// safeCell keeps a spreadsheet from reading a text as a formula.
func safeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func writeCSV(w io.Writer, t table) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(t.columns); err != nil {
		return err
	}
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = safeCell(cell)
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

var oneLine = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

func writeTSV(w io.Writer, t table) error {
	if _, err := fmt.Fprintln(w, strings.Join(t.columns, "\t")); err != nil {
		return err
	}
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = oneLine.Replace(cell)
		}
		if _, err := fmt.Fprintln(w, strings.Join(cells, "\t")); err != nil {
			return err
		}
	}
	return nil
}

var markdownCell = strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", " ", "\r", " ", "<", "&lt;", "`", "\\`")

func writeMarkdown(w io.Writer, t table) error {
	line := func(cells []string) error {
		_, err := fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
		return err
	}
	if err := line(t.columns); err != nil {
		return err
	}
	rule := make([]string, len(t.columns))
	for i := range rule {
		rule[i] = "---"
	}
	if err := line(rule); err != nil {
		return err
	}
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = markdownCell.Replace(cell)
		}
		if err := line(cells); err != nil {
			return err
		}
	}
	return nil
}

// widths of columns on a terminal: what the cells need, the widest cut down
// until the line fits; 0 for no limit.
func columnWidths(t table, limit int) []int {
	need := make([]int, len(t.columns))
	for i, c := range t.columns {
		need[i] = runewidth.StringWidth(c)
	}
	for _, row := range t.rows {
		for i, cell := range row {
			need[i] = max(need[i], runewidth.StringWidth(printable(cell)))
		}
	}
	if limit <= 0 {
		return need
	}
	for {
		total, widest := 2*(len(need)-1), 0
		for i, n := range need {
			total += n
			if n > need[widest] {
				widest = i
			}
		}
		if total <= limit || need[widest] <= 8 {
			return need
		}
		need[widest] = max(8, need[widest]-(total-limit))
	}
}

// printable drops what a terminal would obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// narrowest is the width under which a column is no longer worth reading.
const narrowest = 12

func writeAligned(w io.Writer, t table, limit int) error {
	widths := columnWidths(t, limit)
	if limit > 0 && cutDown(widths, columnWidths(t, 0)) {
		return writeRecords(w, t)
	}
	line := func(cells []string) error {
		var b strings.Builder
		for i, cell := range cells {
			cell = runewidth.Truncate(printable(cell), widths[i], "…")
			if i < len(cells)-1 {
				cell = runewidth.FillRight(cell, widths[i]) + "  "
			}
			b.WriteString(cell)
		}
		_, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
		return err
	}
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = strings.ToUpper(c)
	}
	if err := line(head); err != nil {
		return err
	}
	for _, row := range t.rows {
		if err := line(row); err != nil {
			return err
		}
	}
	return nil
}

// cutDown reports whether a column is cut down to less than what is worth reading.
func cutDown(widths, need []int) bool {
	for i := range widths {
		if widths[i] < need[i] && widths[i] < narrowest {
			return true
		}
	}
	return false
}

// writeRecords writes a row as lines of name and value: what is left of a table
// where the terminal is too narrow for it.
func writeRecords(w io.Writer, t table) error {
	width := 0
	for _, c := range t.columns {
		width = max(width, runewidth.StringWidth(c))
	}
	var b strings.Builder
	for i, row := range t.rows {
		if i > 0 {
			b.WriteString("\n")
		}
		for j, c := range row {
			if c != "" {
				b.WriteString(runewidth.FillRight(strings.ToUpper(t.columns[j]), width) + "  " + printable(c) + "\n")
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cell writes a term for reading: IRIs with prefixes, literals by their value.
func cell(t schema.Term) string {
	switch {
	case t.IsIRI():
		return short(t)
	case t.IsBlank():
		return "_:" + t.Value
	}
	return t.Value
}
