package sparql

import (
	"iter"

	"github.com/entente-graph/entente/schema"
)

// Form is the form of a query and of its results.
type Form uint8

// The four query forms.
const (
	Select Form = iota
	Ask
	Construct
	Describe
)

// String names the form as SPARQL does.
func (f Form) String() string { return [...]string{"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}[f] }

// IsGraph reports whether results of the form are triples.
func (f Form) IsGraph() bool { return f == Construct || f == Describe }

// Results is the answer to a query: rows for SELECT, a boolean for ASK, triples
// for CONSTRUCT and DESCRIBE. Rows and triples stream and can be read once.
type Results struct {
	Form    Form
	Vars    []string // SELECT: names without "?", in the order of the projection
	Boolean bool     // ASK
	Link    []string // metadata links of a result document that was read

	row    func() ([]schema.Term, error)  // nil, nil at the end
	triple func() (*schema.Triple, error) // nil, nil at the end
	close  func() error
	plan   func() *Plan
	count  int
	closed bool
}

// Rows yields the solutions of a SELECT: a term for each of Vars, the zero Term
// where it is unbound. The slice is used again for the next row. After an error
// there are no more rows.
func (r *Results) Rows() iter.Seq2[[]schema.Term, error] {
	return func(yield func([]schema.Term, error) bool) {
		for r.row != nil && !r.closed {
			row, err := r.row()
			if err != nil {
				yield(nil, err)
				return
			}
			if row == nil {
				return
			}
			r.count++
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Triples yields the graph of a CONSTRUCT or DESCRIBE, each triple once, in the
// order it was made. After an error there are no more.
func (r *Results) Triples() iter.Seq2[schema.Triple, error] {
	return func(yield func(schema.Triple, error) bool) {
		for r.triple != nil && !r.closed {
			t, err := r.triple()
			if err != nil {
				yield(schema.Triple{}, err)
				return
			}
			if t == nil {
				return
			}
			r.count++
			if !yield(*t, nil) {
				return
			}
		}
	}
}

// Count is the number of rows or triples delivered so far.
func (r *Results) Count() int { return r.count }

// Plan returns how the query was run, with the rows that each operator has
// delivered so far; nil for results that were read from a document.
func (r *Results) Plan() *Plan {
	if r.plan == nil {
		return nil
	}
	return r.plan()
}

// Close releases cursors and memory; reading ends. It may be called twice.
func (r *Results) Close() error {
	if r.closed || r.close == nil {
		r.closed = true
		return nil
	}
	r.closed = true
	return r.close()
}

// NewTable makes SELECT results of rows already at hand.
func NewTable(vars []string, rows [][]schema.Term) *Results {
	i := 0
	return &Results{Form: Select, Vars: vars, row: func() ([]schema.Term, error) {
		if i == len(rows) {
			return nil, nil
		}
		i++
		return rows[i-1], nil
	}}
}
