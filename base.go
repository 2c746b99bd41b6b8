package entente

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/queries/endpoint"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// Base is a store that this process holds. It implements Service; its methods may
// be called at once.
type Base struct {
	opt       Options
	graph     *graph.Graph
	languages chan struct{} // held by the one query in a language of Cayley's
}

var _ Service = (*Base)(nil)

// Open opens the store in opt.Dir. The errors a caller decides on are ErrNoStore
// and ErrLocked.
func Open(ctx context.Context, opt Options) (*Base, error) {
	there, err := present(opt.Dir)
	if err != nil {
		return nil, err
	}
	if !there && !opt.Create {
		return nil, fmt.Errorf("%s: %w", opt.Dir, ErrNoStore)
	}
	gazetteer, err := loadGazetteer(opt.Gazetteer)
	if err != nil {
		return nil, err
	}
	corrections, err := loadCorrections(opt)
	if err != nil {
		return nil, err
	}
	g, err := graph.Open(ctx, opt.Dir, graph.Options{Gazetteer: gazetteer, Corrections: corrections, Store: store.Options{Create: opt.Create}})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, fmt.Errorf("%s: %w", opt.Dir, ErrNoStore)
	case errors.Is(err, store.ErrLocked):
		return nil, fmt.Errorf("%s: %w", opt.Dir, ErrLocked)
	case err != nil:
		return nil, err
	}
	return &Base{opt, g, make(chan struct{}, 1)}, nil
}

// correctionsFile is the name looked for beside a store.
const correctionsFile = "entente.corrections.yaml"

// loadCorrections reads the file of opt, or the one beside the store if it is there.
func loadCorrections(opt Options) (*resolve.Corrections, error) {
	path := opt.Corrections
	if path == "" {
		path = filepath.Join(filepath.Dir(filepath.Clean(opt.Dir)), correctionsFile)
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading corrections: %w", err)
	}
	c, err := resolve.ReadCorrections(b)
	if err != nil {
		return nil, fmt.Errorf("reading corrections %s: %w", path, err)
	}
	return c, nil
}

// Ask runs a SPARQL query with the store's limits. The default graph is the union
// of all graphs but graph/runs and imports.
func (b *Base) Ask(ctx context.Context, text string) (*sparql.Results, error) {
	return b.Query(ctx, text, QueryOptions{})
}

// Query runs a SPARQL query on the graph as it is now; what is stored meanwhile
// does not show in the results. They must be closed.
func (b *Base) Query(ctx context.Context, text string, opt QueryOptions) (*sparql.Results, error) {
	q, err := sparql.Parse(text, "", schema.Prefixes)
	if err != nil {
		return nil, err
	}
	view, err := b.graph.Snapshot()
	if err != nil {
		return nil, err
	}
	options := sparql.Options{Union: true, Hidden: hiddenGraph, DefaultGraphs: opt.Default, NamedGraphs: opt.Named, Analyze: opt.Analyze,
		Timeout: either(opt.Timeout, b.opt.Timeout), MaxRows: either(opt.MaxRows, b.opt.MaxRows), MaxMemory: either(opt.MaxMemory, b.opt.MaxMemory)}
	if opt.Imports {
		options.Hidden = func(iri string) bool { return iri == schema.GraphRuns }
	}
	res, err := sparql.Engine{}.Query(ctx, snapshot{view}, q, options)
	if err != nil {
		return nil, errors.Join(err, view.Close())
	}
	res.OnClose(view.Close)
	return res, nil
}

// either is the first value that is not zero.
func either[T comparable](a, b T) T {
	var zero T
	if a != zero {
		return a
	}
	return b
}

// hiddenGraph says which graphs the union default graph leaves out.
func hiddenGraph(iri string) bool {
	return iri == schema.GraphRuns || strings.HasPrefix(iri, schema.GraphImport)
}

// Language runs gizmo, graphql, mql or sparql through Cayley.
func (b *Base) Language(ctx context.Context, language, text string, limit int) ([]any, error) {
	if b.opt.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, b.opt.Timeout)
		defer cancel()
	}
	select {
	case b.languages <- struct{}{}: // one at a time: the memory that is watched is the process's
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-b.languages }()
	return runLanguage(ctx, b.graph.Store().Cayley(), language, text, languageOptions{limit, b.opt.MaxMemory})
}

// Generation is another number after each change of the quads.
func (b *Base) Generation() uint64 { return b.graph.Store().Generation() }

// Article returns a stored article with its text.
func (b *Base) Article(_ context.Context, iri string) (schema.Article, error) {
	a, err := b.graph.Article(iri)
	return a, absent(err)
}

// absent turns the graph's way of saying that something is not there into ours.
func absent(err error) error {
	if errors.Is(err, graph.ErrNotFound) {
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	return err
}

// Explain tells why an IRI is one node.
func (b *Base) Explain(_ context.Context, iri string) (Explanation, error) {
	x, err := b.graph.Explain(iri)
	out := Explanation{IRI: x.IRI, Node: x.Node, SameAs: x.SameAs}
	for _, m := range x.Merges {
		out.Merges = append(out.Merges, Merge{Proposed: m.Proposed, Reason: m.Reason, Claims: m.Claims})
	}
	for _, c := range x.Corrections {
		out.Corrections = append(out.Corrections, correctionText(c))
	}
	return out, absent(err)
}

func correctionText(c resolve.Correction) string {
	return strings.TrimSpace(fmt.Sprintf("%+v", c))
}

// Stats counts what the store holds.
func (b *Base) Stats(context.Context) (Stats, error) {
	counts, err := b.graph.Counts()
	if err != nil {
		return Stats{}, err
	}
	s, err := b.graph.Store().Stats()
	return Stats{Quads: int64(s.Quads), Terms: int64(s.Terms), Bytes: int64(s.Size.Total),
		Articles: counts.Articles, Claims: counts.Claims, Events: counts.Events, Figures: counts.Figures}, err
}

// Validate checks what can be checked on a store.
func (b *Base) Validate(ctx context.Context) ([]Finding, error) {
	list, err := b.graph.Validate(ctx, nil)
	out := []Finding{}
	for _, f := range list {
		out = append(out, Finding{Check: f.Check, Subject: f.Subject, Message: f.Message})
	}
	return out, err
}

// Ingest stores documents.
func (b *Base) Ingest(ctx context.Context, docs iter.Seq2[schema.Document, error], opt IngestOptions) (Report, error) {
	r, err := b.graph.Ingest(ctx, docs, graph.IngestOptions{Batch: opt.Batch, Again: opt.Again, Progress: opt.Progress})
	return report(r), err
}

// Remove takes articles out.
func (b *Base) Remove(ctx context.Context, names []string) (Report, error) {
	r, err := b.graph.Remove(ctx, names)
	return report(r), err
}

func report(r graph.Report) Report {
	out := Report{Articles: r.Articles, Already: r.Already, Superseding: r.Superseding, Removed: r.Removed, Claims: r.Claims, Events: r.Events, Figures: r.Figures, Quads: r.Quads}
	for _, f := range r.Failed {
		if failure := endpoint.FailureOf(f.Err); f.Document == "" {
			out.Failed = append(out.Failed, failure)
			continue
		}
		out.Failed = append(out.Failed, Failure{Document: f.Document, Reason: f.Err.Error()})
	}
	return out
}

// Export writes the quads: sorted N-Quads, or another syntax.
func (b *Base) Export(ctx context.Context, w io.Writer, opt ExportOptions) error {
	g := graph.ExportOptions{Runs: opt.Runs, Imports: opt.Imports}
	if opt.Syntax == "" || opt.Syntax == "nquads" {
		return b.graph.Export(ctx, w, g)
	}
	r, pipe := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		pipe.CloseWithError(b.graph.Export(ctx, pipe, g))
	}()
	defer func() { r.Close(); <-done }() // the store must not close under the reader
	return endpoint.ConvertQuads(w, r, opt.Syntax)
}

// Import stores foreign RDF under graph/import/{name}.
func (b *Base) Import(ctx context.Context, name, syntax string, r io.Reader) (int, error) {
	quads, err := endpoint.ReadQuads(r, syntax)
	if err != nil {
		return 0, err
	}
	return b.graph.Import(ctx, name, quads)
}

// Compact gives back the space of what was removed.
func (b *Base) Compact(ctx context.Context) error { return b.graph.Store().Compact(ctx) }

// Backup writes a copy into a new directory, while readers and writers go on.
func (b *Base) Backup(ctx context.Context, dir string) error {
	return b.graph.Store().Backup(ctx, dir)
}

// Close closes the store. Results must be closed before.
func (b *Base) Close() error { return b.graph.Close() }

// Restore makes a store of a backup: it copies the directory to opt.Dir, which
// must not be there, and opens the copy once.
func Restore(ctx context.Context, backup string, opt Options) error {
	there, err := present(backup)
	if err != nil {
		return err
	}
	if !there {
		return fmt.Errorf("%s: %w", backup, ErrNoStore)
	}
	if err := os.CopyFS(opt.Dir, os.DirFS(backup)); err != nil {
		return fmt.Errorf("restoring %s: %w", backup, err)
	}
	opt.Create = false
	s, err := Open(ctx, opt)
	if err != nil {
		return errors.Join(fmt.Errorf("restoring %s: %w", backup, err), os.RemoveAll(opt.Dir))
	}
	return s.Close()
}
