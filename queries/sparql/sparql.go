// Package sparql is a SPARQL 1.1 Query engine over any set of quads: lexer and
// recursive-descent parser, the algebra of section 18 of the recommendation, a
// planner that orders joins by the counts of the data, and an executor on
// batches of ids.
//
// It knows storage only through Source and terms only as schema.Term. It knows
// nothing of Cayley, of HTTP or of articles. SERVICE is parsed and refused;
// SPARQL Update is not offered.
//
//	q, err := sparql.Parse(text, "", schema.Prefixes)
//	res, err := sparql.Engine{}.Query(ctx, src, q, sparql.Options{Union: true})
//	defer res.Close()
//	err = sparql.WriteJSON(w, res)
package sparql

import (
	"context"
	"errors"
	"time"
)

// What a query can end with. Every one is returned wrapped; compare with
// errors.Is.
var (
	// ErrTimeout: the query ran longer than Options.Timeout.
	ErrTimeout = errors.New("query ran out of time")
	// ErrRows: the result has more rows (or triples) than Options.MaxRows. The
	// rows before it were delivered.
	ErrRows = errors.New("result has too many rows")
	// ErrMemory: intermediate results needed more than Options.MaxMemory.
	ErrMemory = errors.New("query needs too much memory")
	// ErrPathSteps: property paths took more steps than Options.PathSteps.
	ErrPathSteps = errors.New("property path takes too many steps")
	// ErrService: the query has a SERVICE clause without SILENT; federation is
	// refused.
	ErrService = errors.New("SERVICE is not allowed here")
	// ErrInternal: a fault of the engine itself; please report the query.
	ErrInternal = errors.New("fault of the query engine")
)

// Options of one run. The zero value has no limits and strict W3C semantics
// (the default graph is the source's default graph).
type Options struct {
	// Timeout, from the call of Query to the last row. 0 = none.
	Timeout time.Duration
	// MaxRows bounds the rows (CONSTRUCT and DESCRIBE: triples) of the result.
	// More than that ends with ErrRows, after MaxRows were delivered. 0 = none.
	MaxRows int
	// MaxMemory bounds the bytes held in hash tables, sorts and buffers. 0 = none.
	MaxMemory int64
	// PathSteps bounds the edges followed by * and + in all. 0 = none.
	PathSteps int64

	// Union makes the default graph the union of all graphs, named ones and the
	// default one, with duplicates folded.
	Union bool
	// HiddenGraphs lists names of graphs left out of the union default graph;
	// GRAPH reaches them still. Hidden does the same by a predicate, asked once a
	// graph that the query meets.
	HiddenGraphs []string
	Hidden       func(iri string) bool

	// DefaultGraphs and NamedGraphs, when one of them is not nil, replace the
	// dataset of the query (the protocol's default-graph-uri and
	// named-graph-uri), FROM and FROM NAMED included.
	DefaultGraphs, NamedGraphs []string

	// Now is what NOW() returns; zero = the time of the call.
	Now time.Time
	// Analyze times the operators for Results.Plan. Rows are always counted.
	Analyze bool

	batch int        // rows of a full batch, for tests
	leap  leapChoice // for tests
}

// Engine runs queries. The zero value is ready; it holds no state, so one may
// serve all.
type Engine struct{}

// Query plans q on src and starts it. The results stream: read them and Close
// them. A context that ends stops the query within one batch of any operator.
func (e Engine) Query(ctx context.Context, src Source, q *Query, opt Options) (*Results, error) {
	return run(ctx, src, q, opt)
}

// Explain plans q on src without running it. For the rows that operators really
// saw, run the query and ask Results.Plan.
func (e Engine) Explain(ctx context.Context, src Source, q *Query, opt Options) (*Plan, error) {
	return explain(ctx, src, q, opt)
}
