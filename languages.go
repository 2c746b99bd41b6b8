package entente

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/metrics"
	"strings"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/gizmo" // Cayley's registries are filled by import
	_ "github.com/cayleygraph/cayley/query/graphql"
	_ "github.com/cayleygraph/cayley/query/mql"

	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/queries/endpoint"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// runLanguage runs one of Cayley's query languages. The languages read only: none
// of them is given a writer. A panic of theirs becomes an error of this query;
// one in a goroutine of theirs cannot be caught, so only the owner of the store
// may run whole scripts.
func runLanguage(ctx context.Context, qs cayley.QuadStore, language, text string, opt languageOptions) (results []any, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%s: %v", language, e)
		}
	}()
	ctx, stop := watchMemory(ctx, opt.memory)
	defer stop()
	it, err := query.Execute(ctx, qs, language, text, query.Options{Collation: query.JSON, Limit: opt.limit})
	if err != nil {
		return nil, endpoint.BadQuery(fmt.Errorf("%s: %w", language, err))
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	results = []any{}
	for it.Next(ctx) {
		results = append(results, it.Result())
		if opt.limit > 0 && len(results) == opt.limit {
			break
		}
	}
	if cause := context.Cause(ctx); cause != nil {
		return nil, fmt.Errorf("%s: %w", language, cause)
	}
	if err := it.Err(); err != nil {
		return nil, endpoint.BadQuery(fmt.Errorf("%s: %w", language, err))
	}
	return results, nil
}

// languageOptions bound a query: its results and the growth of the heap in bytes;
// 0 = no limit.
type languageOptions struct {
	limit  int
	memory int64
}

// watchInterval is how often the heap is looked at; well under what an engine
// needs to fill it.
const watchInterval = 20 * time.Millisecond

// watchMemory ends a context with sparql.ErrMemory once the heap has grown by more
// than a limit. Cayley's engines do not count what they use; the growth of the
// whole process is what can be known.
func watchMemory(ctx context.Context, limit int64) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	if limit <= 0 {
		return ctx, func() { cancel(nil) }
	}
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	heap := func() int64 {
		metrics.Read(sample)
		return int64(sample[0].Value.Uint64())
	}
	before := heap()
	go func() {
		tick := time.NewTicker(watchInterval)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if heap()-before > limit {
					cancel(sparql.ErrMemory)
					return
				}
			}
		}
	}()
	return ctx, func() { cancel(nil) }
}

// SPARQL is known to Cayley as a language like the others, so that its HTTP API
// and REPL can offer it on our store.
func init() {
	query.RegisterLanguage(query.Language{
		Name:    "sparql",
		Session: func(qs cayley.QuadStore) query.Session { return sparqlSession{qs} },
		HTTPQuery: func(ctx context.Context, qs cayley.QuadStore, w query.ResponseWriter, r io.Reader) {
			text, err := io.ReadAll(io.LimitReader(r, 1<<20))
			if err == nil {
				err = sparqlSession{qs}.write(ctx, w, string(text))
			}
			if err != nil {
				w.WriteHeader(400)
				fmt.Fprintln(w, err)
			}
		},
	})
}

type sparqlSession struct{ qs cayley.QuadStore }

func (s sparqlSession) run(ctx context.Context, text string) (*sparql.Results, func() error, error) {
	q, err := sparql.Parse(text, "", schema.Prefixes)
	if err != nil {
		return nil, nil, err
	}
	src, done, err := s.source(ctx)
	if err != nil {
		return nil, nil, err
	}
	res, err := sparql.Engine{}.Query(ctx, src, q, sparql.Options{Union: true, Hidden: hiddenGraph})
	if err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return res, func() error { return errors.Join(res.Close(), done()) }, nil
}

// source is what a query reads: a snapshot of our store, a copy in memory of any other
// one of Cayley's, which offers no view that stands still.
func (s sparqlSession) source(ctx context.Context) (src sparql.Source, done func() error, err error) {
	if ours, ok := cayley.Unwrap(s.qs).(*store.QuadStore); ok {
		view, err := ours.Store().Snapshot()
		if err != nil {
			return nil, nil, err
		}
		return snapshot{view}, view.Close, nil
	}
	var b sparql.MemoryBuilder
	for q, err := range store.QuadsOf(ctx, s.qs) {
		if err != nil {
			return nil, nil, err
		}
		b.Add(q)
	}
	return b.Build(), func() error { return nil }, nil
}

// write answers in the standard JSON.
func (s sparqlSession) write(ctx context.Context, w io.Writer, text string) error {
	res, done, err := s.run(ctx, text)
	if err != nil {
		return err
	}
	var b strings.Builder
	if res.Form.IsGraph() {
		err = WriteGraph(&b, res, "ntriples")
	} else {
		err = sparql.WriteJSON(&b, res)
	}
	if err = errors.Join(err, done()); err != nil {
		return err
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// Execute yields a map from variable to term for each solution.
func (s sparqlSession) Execute(ctx context.Context, text string, opt query.Options) (query.Iterator, error) {
	res, done, err := s.run(ctx, text)
	if err != nil {
		return nil, err
	}
	it := &solutions{}
	for row, err := range res.Rows() {
		if err != nil {
			return nil, errors.Join(err, done())
		}
		solution := map[string]any{}
		for i, t := range row {
			if !t.IsZero() {
				solution[res.Vars[i]] = t.String()
			}
		}
		it.rows = append(it.rows, solution)
		if opt.Limit > 0 && len(it.rows) == opt.Limit {
			break
		}
	}
	return it, done()
}

// solutions iterates over solutions that were read.
type solutions struct {
	rows []map[string]any
	at   int
}

func (s *solutions) Next(ctx context.Context) bool {
	if ctx.Err() != nil || s.at == len(s.rows) {
		return false
	}
	s.at++
	return true
}

func (s *solutions) Result() any  { return s.rows[s.at-1] }
func (s *solutions) Err() error   { return nil }
func (s *solutions) Close() error { return nil }
