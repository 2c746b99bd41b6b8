package timeline

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a workbook of two sheets, the events and their evidence.
// Texts are stored as texts, so none is run as a formula; from and to are date
// cells, in italics where the EDTF beside them (text) says that the date is not
// exactly known. What people read stands first and is what is printed; identifiers
// stand at the end. Document times are those of the latest article.
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
	f                       *excelize.File
	day, vague, head, plain int
	err                     error
}

func (x *book) do(err error) {
	if x.err == nil {
		x.err = err
	}
}

func (x *book) styles() {
	format := "yyyy-mm-dd"
	style := func(s *excelize.Style) int {
		id, err := x.f.NewStyle(s)
		x.do(err)
		return id
	}
	x.day = style(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}})
	x.vague = style(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}, Font: &excelize.Font{Italic: true, Color: "666666"}})
	x.head = style(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E4EAF2"}},
		Border: []excelize.Border{{Type: "bottom", Color: "7F8FA9", Style: 1}}})
	x.plain = style(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", WrapText: true}})
}

const eventSheet, evidenceSheet = "events", "evidence"

// sheetColumn is a column and its width in characters.
type sheetColumn struct {
	name  string
	width float64
}

// eventSheetColumns are those of CSV in the order of a reader; the first nine are
// printed.
var eventSheetColumns = []sheetColumn{{"from", 11}, {"to", 11}, {"edtf", 21}, {"status", 11}, {"title", 40}, {"place", 14}, {"participants", 30}, {"source", 18}, {"quote", 54},
	{"type", 16}, {"certainty", 12}, {"country", 16}, {"lat", 9}, {"lon", 9}, {"corroboration", 14}, {"confidence", 11}, {"url", 30}, {"group", 16}, {"id", 40}, {"iri", 60}}

var evidenceSheetColumns = []sheetColumn{{"title", 40}, {"quote", 60}, {"article", 36}, {"outlet", 18}, {"issued", 20}, {"modality", 11}, {"confidence", 11}, {"url", 30}, {"rule", 24}, {"event", 40}, {"claim", 60}}

const eventColumnsPrinted, evidenceColumnsPrinted = 9, 5

func (x *book) events(t *Timeline) {
	x.do(x.f.SetSheetName("Sheet1", eventSheet))
	x.header(eventSheet, eventSheetColumns)
	for i, e := range t.Entries {
		values := map[string]string{}
		for j, v := range e.cells() {
			values[columns[j]] = v
		}
		for _, list := range []string{"participants", "source"} { // a space lets a cell break between names
			values[list] = strings.ReplaceAll(values[list], ";", "; ")
		}
		x.row(eventSheet, i+2, eventSheetColumns, values, e.Uncertain())
	}
	x.layout(eventSheet, eventSheetColumns, eventColumnsPrinted, len(t.Entries)+1)
}

func (x *book) evidence(t *Timeline) {
	_, err := x.f.NewSheet(evidenceSheet)
	x.do(err)
	x.header(evidenceSheet, evidenceSheetColumns)
	row := 2
	for _, e := range t.Entries {
		for _, v := range e.Evidence {
			x.row(evidenceSheet, row, evidenceSheetColumns, map[string]string{"event": e.ID, "title": e.Title, "quote": v.Quote, "article": v.Title, "outlet": v.Outlet,
				"issued": v.Issued, "modality": v.Modality, "confidence": v.Confidence, "rule": v.Rule, "url": v.URL, "claim": v.Claim}, false)
			row++
		}
	}
	x.layout(evidenceSheet, evidenceSheetColumns, evidenceColumnsPrinted, row-1)
}

func (x *book) header(sheet string, list []sheetColumn) {
	for i, c := range list {
		at := x.at(i+1, 1)
		x.do(x.f.SetCellStr(sheet, at, c.name))
		x.do(x.f.SetCellStyle(sheet, at, at, x.head))
		col, err := excelize.ColumnNumberToName(i + 1)
		x.do(err)
		x.do(x.f.SetColWidth(sheet, col, col, c.width))
	}
	x.do(x.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// The height of a line in points, and the most that a row can have.
const lineHeight, highestRow = 15.0, 409.0

// row writes one row, high enough for its longest cell: not every program works
// heights out when it opens a file.
func (x *book) row(sheet string, row int, list []sheetColumn, values map[string]string, vague bool) {
	lines := 1
	for i, c := range list {
		x.cell(sheet, i+1, row, c.name, values[c.name], vague)
		lines = max(lines, linesOf(values[c.name], c.width))
	}
	x.do(x.f.SetRowHeight(sheet, row, min(float64(lines)*lineHeight, highestRow)))
}

// linesOf estimates how many lines a text takes; wrapping at words leaves some of
// each unused.
func linesOf(text string, width float64) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n += max(1, int(math.Ceil(float64(runewidth.StringWidth(line))/(width*0.92))))
	}
	return n
}

// layout makes a sheet that can be filtered, and printed as it is.
func (x *book) layout(sheet string, list []sheetColumn, printed, rows int) {
	x.do(x.f.AutoFilter(sheet, "A1:"+x.at(len(list), max(rows, 1)), nil))
	landscape, paper, wide, high, fit := "landscape", 9, 1, 0, true // A4
	x.do(x.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &wide, FitToHeight: &high}))
	x.do(x.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	last, err := excelize.ColumnNumberToName(printed)
	x.do(err)
	x.do(x.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sheet, RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", sheet, last, max(rows, 1))}))
	x.do(x.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet, RefersTo: sheet + "!$1:$1"}))
	x.do(x.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}))
}

func (x *book) at(col, row int) string {
	s, err := excelize.CoordinatesToCellName(col, row)
	x.do(err)
	return s
}

// cell writes a value by its column: days as dates, counts and coordinates as
// numbers, everything else as text.
func (x *book) cell(sheet string, col, row int, name, value string, vague bool) {
	at := x.at(col, row)
	switch name {
	case "from", "to":
		if d, err := time.Parse(time.DateOnly, value); err == nil && d.Year() >= 1900 {
			x.do(x.f.SetCellValue(sheet, at, d))
			style := x.day
			if vague {
				style = x.vague
			}
			x.do(x.f.SetCellStyle(sheet, at, at, style))
			return
		}
	case "lat", "lon", "corroboration", "confidence":
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			x.do(x.f.SetCellFloat(sheet, at, n, -1, 64))
			x.do(x.f.SetCellStyle(sheet, at, at, x.plain))
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
