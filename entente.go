// Package entente ties the rooms together: it reads articles (extract), keeps
// what they say (graph), and answers questions (queries). It is what a Go program
// embeds, and all that the command line calls.
//
//	store, err := entente.Open(ctx, entente.Options{Dir: "entente.db", Create: true})
//	defer store.Close()
//	reader, err := entente.NewReader(entente.Options{})
//	report, err := store.Ingest(ctx, reader.Documents(ctx, []string{"news"}, entente.ReadOptions{}), entente.IngestOptions{})
//	results, err := store.Ask(ctx, `SELECT ?e WHERE { ?e a ent:Event }`)
//
// It is the only package that sees both extract and graph; a test keeps it so.
package entente

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/entente-graph/entente/queries/endpoint"
	"github.com/entente-graph/entente/queries/sparql"
)

// The types of a store's interface are those of the endpoint, which offers the
// same one over HTTP.
type (
	Service       = endpoint.Service
	QueryOptions  = endpoint.QueryOptions
	ExportOptions = endpoint.ExportOptions
	IngestOptions = endpoint.IngestOptions
	Report        = endpoint.Report
	Failure       = endpoint.Failure
	Explanation   = endpoint.Explanation
	Merge         = endpoint.Merge
	Stats         = endpoint.Stats
	Finding       = endpoint.Finding
)

// What Open and Connect can end with; compare with errors.Is.
var (
	// ErrNoStore: there is no store in the directory.
	ErrNoStore = errors.New("no store there")
	// ErrLocked: another process holds the store, and no server of it answers.
	ErrLocked = errors.New("another process holds the store")
	// ErrNotFound: the store has no such article, event or claim.
	ErrNotFound = endpoint.ErrNotFound
)

// Options of a store.
type Options struct {
	Dir string
	// Create makes the store when it is not there.
	Create bool
	// Server is the address of a server to go through in place of opening Dir.
	Server string
	// Gazetteer are files with further entities.
	Gazetteer []string
	// Corrections is the file of corrections; "" = entente.corrections.yaml beside
	// the store, if there is one.
	Corrections string
	Workers     int   // of reading
	MaxSize     int64 // of a document, in bytes
	// Limits of queries; 0 = none.
	Timeout   time.Duration
	MaxRows   int
	MaxMemory int64
}

// version is set by the linker.
var version string

// Version is the program's version.
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

// Connect returns the store of opt: through the server that opt names, through
// the server that announced itself beside the store, or opened here. An announced
// server that no longer answers is passed over.
func Connect(ctx context.Context, opt Options) (Service, error) {
	if opt.Server != "" {
		return endpoint.Dial(ctx, opt.Server, os.Getenv("ENTENTE_TOKEN"))
	}
	if a, ok := endpoint.Announced(opt.Dir); ok {
		s, err := endpoint.Dial(ctx, a.URL, a.Token)
		if err == nil {
			return s, nil
		}
		if !errors.Is(err, endpoint.ErrNoServer) {
			return nil, err
		}
	}
	return Open(ctx, opt)
}

// FailureOf names the document of an error of reading, and the reason.
func FailureOf(err error) Failure { return endpoint.FailureOf(err) }

// WriteResults writes a SELECT or ASK in a standard format: json, xml, csv, tsv.
func WriteResults(w io.Writer, res *sparql.Results, format string) error {
	return endpoint.WriteResults(w, res, format)
}

// WriteGraph writes a CONSTRUCT or DESCRIBE: turtle, ntriples, nquads, trig,
// jsonld, rdfxml.
func WriteGraph(w io.Writer, res *sparql.Results, format string) error {
	return endpoint.WriteGraph(w, res, format)
}

// present reports whether a directory is there.
func present(dir string) (bool, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		return false, fmt.Errorf("%s is no directory", dir)
	}
	return true, nil
}
