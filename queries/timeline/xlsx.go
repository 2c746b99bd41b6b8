package timeline

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a workbook of two sheets, the events and their evidence.
// Texts are stored as texts, so none is run as a formula; from and to are date
// cells, the EDTF beside them is text. Document times are those of the latest
// article.
func WriteXLSX(w io.Writer, t *Timeline) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	x := book{f: f}
	if x.styles(); x.err != nil {
		return x.err
	}
	x.events(t)
	x.evidence(t)
	x.properties(t)
	if x.err != nil {
		return fmt.Errorf("timeline: workbook: %w", x.err)
	}
	return f.Write(w)
}

// book collects the first error of many calls.
type book struct {
	f                *excelize.File
	day, head, plain int
	err              error
}

func (x *book) do(err error) {
	if x.err == nil {
		x.err = err
	}
}

func (x *book) styles() {
	format := "yyyy-mm-dd"
	var err error
	x.day, err = x.f.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}})
	x.do(err)
	x.head, err = x.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	x.do(err)
	x.plain, err = x.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	x.do(err)
}

const eventSheet, evidenceSheet = "events", "evidence"

func (x *book) events(t *Timeline) {
	x.do(x.f.SetSheetName("Sheet1", eventSheet))
	x.header(eventSheet, columns)
	for i, e := range t.Entries {
		for j, value := range e.cells() {
			x.cell(eventSheet, j+1, i+2, columns[j], value)
		}
	}
	for name, width := range map[string]float64{"from": 12, "to": 12, "edtf": 16, "certainty": 12, "type": 16, "status": 11, "title": 48, "place": 16,
		"country": 16, "participants": 40, "source": 24, "quote": 60, "url": 30, "iri": 30, "id": 24} {
		col, err := excelize.ColumnNumberToName(1 + slices.Index(columns, name))
		x.do(err)
		x.do(x.f.SetColWidth(eventSheet, col, col, width))
	}
}

func (x *book) evidence(t *Timeline) {
	_, err := x.f.NewSheet(evidenceSheet)
	x.do(err)
	names := []string{"event", "title", "quote", "article", "outlet", "issued", "modality", "confidence", "rule", "url", "claim"}
	x.header(evidenceSheet, names)
	row := 2
	for _, e := range t.Entries {
		for _, v := range e.Evidence {
			for j, value := range []string{e.ID, e.Title, v.Quote, v.Title, v.Outlet, v.Issued, v.Modality, v.Confidence, v.Rule, v.URL, v.Claim} {
				x.cell(evidenceSheet, j+1, row, names[j], value)
			}
			row++
		}
	}
	for col, width := range map[string]float64{"A": 24, "B": 40, "C": 60, "D": 40, "E": 16, "F": 22, "J": 30, "K": 30} {
		x.do(x.f.SetColWidth(evidenceSheet, col, col, width))
	}
}

func (x *book) header(sheet string, names []string) {
	for i, name := range names {
		at := x.at(i+1, 1)
		x.do(x.f.SetCellStr(sheet, at, name))
		x.do(x.f.SetCellStyle(sheet, at, at, x.head))
	}
	x.do(x.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

func (x *book) at(col, row int) string {
	s, err := excelize.CoordinatesToCellName(col, row)
	x.do(err)
	return s
}

// cell writes a value by its column: days as dates, counts and coordinates as
// numbers, everything else as text.
func (x *book) cell(sheet string, col, row int, name, value string) {
	at := x.at(col, row)
	switch name {
	case "from", "to":
		if d, err := time.Parse(time.DateOnly, value); err == nil && d.Year() >= 1900 {
			x.do(x.f.SetCellValue(sheet, at, d))
			x.do(x.f.SetCellStyle(sheet, at, at, x.day))
			return
		}
	case "lat", "lon", "corroboration", "confidence":
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			x.do(x.f.SetCellFloat(sheet, at, n, -1, 64))
			return
		}
	}
	x.do(x.f.SetCellStr(sheet, at, clean(value)))
	x.do(x.f.SetCellStyle(sheet, at, at, x.plain))
}

func (x *book) properties(t *Timeline) {
	day := t.AsOf
	if day == "" {
		day = "1970-01-01"
	}
	at := day + "T00:00:00Z"
	x.do(x.f.SetDocProps(&excelize.DocProperties{Title: t.Title, Creator: "entente", LastModifiedBy: "entente", Created: at, Modified: at,
		Language: strings.ToLower(t.Lang)}))
}
