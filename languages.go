package entente

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/gizmo" // Cayley's registries are filled by import
	_ "github.com/cayleygraph/cayley/query/graphql"
	_ "github.com/cayleygraph/cayley/query/mql"

	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// runLanguage runs one of Cayley's query languages. The languages read only: none
// of them is given a writer. A panic of theirs becomes an error of this query.
func runLanguage(ctx context.Context, qs cayley.QuadStore, language, text string, limit int) (results []any, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%s: %v", language, e)
		}
	}()
	it, err := query.Execute(ctx, qs, language, text, query.Options{Collation: query.JSON, Limit: limit})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", language, err)
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	results = []any{}
	for it.Next(ctx) {
		results = append(results, it.Result())
		if limit > 0 && len(results) == limit {
			break
		}
	}
	if err := it.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", language, err)
	}
	return results, ctx.Err()
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
	ours, ok := cayley.Unwrap(s.qs).(*store.QuadStore)
	if !ok {
		return nil, nil, errors.New("sparql: this store has no snapshot to ask")
	}
	q, err := sparql.Parse(text, "", schema.Prefixes)
	if err != nil {
		return nil, nil, err
	}
	view, err := ours.Store().Snapshot()
	if err != nil {
		return nil, nil, err
	}
	res, err := sparql.Engine{}.Query(ctx, snapshot{view}, q, sparql.Options{Union: true, Hidden: hiddenGraph})
	if err != nil {
		return nil, nil, errors.Join(err, view.Close())
	}
	return res, func() error { return errors.Join(res.Close(), view.Close()) }, nil
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
