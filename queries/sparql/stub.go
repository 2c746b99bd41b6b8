package sparql

import (
	"context"
	"errors"
	"io"

	"github.com/entente-graph/entente/schema"
)

var errStub = errors.New("not built yet")

// Query is a parsed query.
type Query struct {
	Form Form
}

// Parse reads a query. base resolves relative IRIs ("" = none but BASE);
// prefixes are known without PREFIX (nil = none; a PREFIX of the query wins).
// The error is a *SyntaxError.
func Parse(text, base string, prefixes []schema.Prefix) (*Query, error) { return nil, errStub }

// SyntaxError says where a query could not be read and what was expected there.
type SyntaxError struct {
	Line, Column int // from 1; columns in code points
	Offset       int // bytes
	Found        string
	Expected     []string
	Message      string
}

// Error writes "line L, column C: …".
func (e *SyntaxError) Error() string { return e.Message }

// Plan is how a query is or was run: a tree of operators.
type Plan struct {
	Operator string  `json:"operator"`
	Detail   string  `json:"detail,omitempty"`
	Estimate float64 `json:"estimate"`
	Rows     int64   `json:"rows"`
	Millis   float64 `json:"ms,omitempty"`
	Children []*Plan `json:"children,omitempty"`
}

// String draws the tree as indented text.
func (p *Plan) String() string { return "" }

// WriteJSON, WriteXML, WriteCSV and WriteTSV write SELECT and ASK results in the
// four standard formats (CSV and TSV: SELECT only). They read the results to the
// end and do not close them. On an error the document is left unfinished.
func WriteJSON(w io.Writer, r *Results) error { return errStub }

// WriteXML: see WriteJSON.
func WriteXML(w io.Writer, r *Results) error { return errStub }

// WriteCSV: see WriteJSON.
func WriteCSV(w io.Writer, r *Results) error { return errStub }

// WriteTSV: see WriteJSON.
func WriteTSV(w io.Writer, r *Results) error { return errStub }

// ReadJSON, ReadXML, ReadCSV and ReadTSV read the same formats.
func ReadJSON(rd io.Reader) (*Results, error) { return nil, errStub }

// Memory is a Source in memory.
type Memory struct{}

// NewMemory indexes quads.
func NewMemory(quads []schema.Quad) *Memory { return nil }

func run(ctx context.Context, src Source, q *Query, opt Options) (*Results, error) { return nil, errStub }
func explain(ctx context.Context, src Source, q *Query, opt Options) (*Plan, error) {
	return nil, errStub
}

type kindT int

func (kindT) numeric() bool { return false }

const (
	vDate kindT = iota
	vDateTime
)

type timeT struct{}

func (timeT) seconds() float64 { return 0 }

type valT struct {
	kind kindT
	time timeT
}

func (valT) float() float64      { return 0 }
func decode(t schema.Term) *valT { return &valT{} }
