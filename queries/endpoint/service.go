// Package endpoint serves a store over HTTP: the SPARQL protocol, pages for
// people, and a small interface of its own through which the command line works
// on a store that a server holds.
//
// It knows a store only as a Service; it knows nothing of how articles are read
// or where quads lie.
package endpoint

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// ErrNotFound: the store has no such article, event or claim.
var ErrNotFound = errors.New("not in the store")

// BadQuery marks an error of Language as the caller's, not the store's.
func BadQuery(err error) error { return badRequest{err} }

// Service is a store as its users see it, opened by this process or held by a
// server. All methods may be called at once.
type Service interface {
	library.Asker
	// Query runs SPARQL with options; Ask is Query with the default ones.
	Query(ctx context.Context, query string, opt QueryOptions) (*sparql.Results, error)
	// Language runs one of Cayley's query languages and returns its results.
	Language(ctx context.Context, language, query string, limit int) ([]any, error)
	// Article returns a stored article; ErrNotFound when there is none.
	Article(ctx context.Context, iri string) (schema.Article, error)
	// Explain tells why the claims of an IRI are one node.
	Explain(ctx context.Context, iri string) (Explanation, error)
	// Export writes the store's quads, sorted, in a syntax: nquads, trig, turtle,
	// jsonld or rdfxml.
	Export(ctx context.Context, w io.Writer, opt ExportOptions) error
	Stats(ctx context.Context) (Stats, error)
	Validate(ctx context.Context) ([]Finding, error)

	// Ingest stores documents. An error of the sequence is one document's; it is
	// reported and does not stop the rest.
	Ingest(ctx context.Context, docs iter.Seq2[schema.Document, error], opt IngestOptions) (Report, error)
	// Remove takes out articles by IRI, hash, URL or file name.
	Remove(ctx context.Context, names []string) (Report, error)
	// Import stores foreign RDF under graph/import/{name}.
	Import(ctx context.Context, name, syntax string, r io.Reader) (int, error)
	Compact(ctx context.Context) error
	// Backup writes a copy of the store into a new directory of the machine that
	// holds it.
	Backup(ctx context.Context, dir string) error
	Close() error
}

// QueryOptions of one query.
type QueryOptions struct {
	// Imports takes graphs of foreign RDF into the default graph.
	Imports bool
	// Analyze times the operators, for the plan.
	Analyze bool
	// Timeout, MaxRows and MaxMemory bound the query; 0 = as the store is set.
	Timeout   time.Duration
	MaxRows   int
	MaxMemory int64
	// Default and Named replace the query's dataset, as the protocol's
	// default-graph-uri and named-graph-uri do.
	Default, Named []string
}

// ExportOptions of Export.
type ExportOptions struct {
	Syntax string `json:"syntax"`
	// Runs includes graph/runs, the only graph with times and hosts.
	Runs bool `json:"runs"`
	// Imports includes foreign RDF.
	Imports bool `json:"imports"`
}

// IngestOptions of Ingest.
type IngestOptions struct {
	Batch int // documents stored together; 0 = a good number
	// Again stores documents that are there already with their new claims.
	Again bool
	// Progress is told after each document; nil for none.
	Progress func(done int, name string)
}

// Report counts what an Ingest or a Remove did.
type Report struct {
	Articles    int       `json:"articles"` // new
	Already     int       `json:"already"`  // there before
	Superseding int       `json:"superseding"`
	Removed     int       `json:"removed"`
	Claims      int       `json:"claims"`
	Events      int       `json:"events"`
	Figures     int       `json:"figures"`
	Quads       int       `json:"quads"` // more than before; less after a removal
	Failed      []Failure `json:"failed"`
}

// Failure is one document that was not taken, and why.
type Failure struct {
	Document string `json:"document"`
	Reason   string `json:"reason"`
}

// Explanation is why an IRI is one node.
type Explanation struct {
	IRI    string   `json:"iri"`
	Node   string   `json:"node"`   // under which its quads are stored
	SameAs []string `json:"sameAs"` // other IRIs that claims proposed for it
	Merges []Merge  `json:"merges"`
	// Corrections are those that people made about it, in words.
	Corrections []string `json:"corrections,omitempty"`
}

// Merge is one decision of resolution.
type Merge struct {
	Proposed string   `json:"proposed"` // IRI that claims proposed
	Reason   string   `json:"reason"`
	Claims   []string `json:"claims"`
}

// Stats are counts of a store.
type Stats struct {
	Quads    int64        `json:"quads"`
	Terms    int64        `json:"terms"`
	Bytes    int64        `json:"bytes"`
	Articles int          `json:"articles"`
	Claims   int          `json:"claims"`
	Events   int          `json:"events"`
	Figures  int          `json:"figures"`
	Graphs   []GraphCount `json:"graphs,omitempty"`
}

// GraphCount is the size of a graph; claims count together.
type GraphCount struct {
	Graph string `json:"graph"`
	Quads int64  `json:"quads"`
}

// Finding is something that a check found wrong.
type Finding struct {
	Check   string `json:"check"`
	Subject string `json:"subject"`
	Message string `json:"message"`
}
