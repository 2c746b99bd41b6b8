// Package rdf reads and writes the syntaxes of RDF 1.1: N-Quads and N-Triples as
// streams with a reader and writer of its own, Turtle, TriG, JSON-LD and RDF/XML
// through libraries on the reading side and in a form pleasant to read on the
// writing side. Input in gzip is known by its first bytes.
//
// It knows terms and bytes; it does not know the vocabulary, but for the prefixes
// it writes, or where quads are stored.
package rdf

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// The terms are those of package schema.
type (
	Term   = schema.Term
	Triple = schema.Triple
	Quad   = schema.Quad
)

// Format is a syntax of RDF.
type Format string

// The syntaxes.
const (
	NQuads   Format = "nquads"
	NTriples Format = "ntriples"
	Turtle   Format = "turtle"
	TriG     Format = "trig"
	JSONLD   Format = "jsonld"
	RDFXML   Format = "rdfxml"
)

var (
	// ErrFormat: the name of a file or a syntax is not known.
	ErrFormat = errors.New("not a known syntax of RDF")
	// ErrSyntax: the input is not well-formed.
	ErrSyntax = errors.New("syntax error")
	// ErrRemoteContext: a JSON-LD document refers to a context elsewhere, and
	// nothing is fetched.
	ErrRemoteContext = errors.New("remote JSON-LD contexts are not read")
	// ErrNotWritable: the syntax cannot say what is to be written.
	ErrNotWritable = errors.New("the syntax cannot express this")
)

// formatTable tells media type, file name endings and whether the syntax has
// named graphs.
var formatTable = []struct {
	format  Format
	media   string
	endings []string
	graphs  bool
}{
	{NQuads, "application/n-quads", []string{".nq", ".nquads"}, true},
	{NTriples, "application/n-triples", []string{".nt", ".ntriples"}, false},
	{Turtle, "text/turtle", []string{".ttl", ".turtle"}, false},
	{TriG, "application/trig", []string{".trig"}, true},
	{JSONLD, "application/ld+json", []string{".jsonld", ".json"}, true},
	{RDFXML, "application/rdf+xml", []string{".rdf", ".owl", ".xml"}, false},
}

// FormatOf tells the syntax from the name of a file, with or without .gz, or from
// the name of the syntax itself.
func FormatOf(name string) (Format, error) {
	lower := strings.TrimSuffix(strings.ToLower(name), ".gz")
	for _, row := range formatTable {
		if lower == string(row.format) || lower == row.media {
			return row.format, nil
		}
		for _, ending := range row.endings {
			if path.Ext(lower) == ending || "."+lower == ending {
				return row.format, nil
			}
		}
	}
	return "", fmt.Errorf("rdf: %w: %q", ErrFormat, name)
}

// MediaType is the registered media type of the syntax.
func (f Format) MediaType() string {
	for _, row := range formatTable {
		if row.format == f {
			return row.media
		}
	}
	return ""
}

// Graphs tells whether the syntax can name graphs. Writing to one that cannot
// drops the names and says a triple once.
func (f Format) Graphs() bool {
	for _, row := range formatTable {
		if row.format == f {
			return row.graphs
		}
	}
	return false
}

// SyntaxError says where the input is not well-formed.
type SyntaxError struct {
	Line   int // from 1; 0 when it is not known
	Reason string
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return "syntax error: " + e.Reason
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
}

// Is makes every SyntaxError an ErrSyntax.
func (e *SyntaxError) Is(target error) bool { return target == ErrSyntax }
