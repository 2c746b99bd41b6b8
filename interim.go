package entente

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/entente-graph/entente/queries/endpoint"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// Base keeps documents as files and its quads in memory.
type Base struct {
	opt  Options
	mu   sync.Mutex
	docs map[string]schema.Document
	src  *sparql.Memory
}

// Open opens the store in opt.Dir.
func Open(_ context.Context, opt Options) (*Base, error) {
	there, err := present(opt.Dir)
	if err != nil {
		return nil, err
	}
	if !there {
		if !opt.Create {
			return nil, fmt.Errorf("%s: %w", opt.Dir, ErrNoStore)
		}
		if err := os.MkdirAll(opt.Dir, 0o755); err != nil {
			return nil, err
		}
	}
	b := &Base{opt: opt, docs: map[string]schema.Document{}}
	files, err := filepath.Glob(filepath.Join(opt.Dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		d, err := readClaims(data)
		if err != nil {
			return nil, err
		}
		b.docs[d.Article.ID] = d
	}
	return b, b.build()
}

func (b *Base) build() error {
	g, err := loadGazetteer(b.opt.Gazetteer)
	if err != nil {
		return err
	}
	var quads []schema.Quad
	put := func(graph string, ts ...schema.Triple) {
		for _, t := range ts {
			quads = append(quads, t.In(schema.IRI(graph)))
		}
	}
	put(schema.GraphGazetteer, g.Triples()...)
	put(schema.GraphSchema, schema.ConceptTriples()...)
	tr := func(s, p string, o schema.Term) schema.Triple {
		return schema.Triple{S: schema.IRI(s), P: schema.IRI(p), O: o}
	}
	for _, d := range b.docs {
		a := d.Article
		put(schema.GraphDocuments, tr(a.ID, schema.Type, schema.IRI(schema.ClassArticle)), tr(a.ID, schema.DCTitle, schema.LangString(a.Title, a.Lang)),
			tr(a.ID, schema.Language, schema.String(a.Lang)), tr(a.ID, schema.Genre, schema.String(a.Genre)), tr(a.ID, schema.TextSHA256, schema.String(a.SHA256)))
		for p, v := range map[string]string{schema.URL: a.URL, schema.Publisher: a.Source, schema.Editor: a.Editor} {
			if v != "" {
				put(schema.GraphDocuments, tr(a.ID, p, schema.String(v)))
			}
		}
		if a.Published != "" {
			t := schema.XSDDate
			if len(a.Published) > 10 {
				t = schema.XSDDateTime
			}
			put(schema.GraphDocuments, tr(a.ID, schema.Issued, schema.Typed(a.Published, t)))
		}
		for _, x := range a.Byline {
			put(schema.GraphDocuments, tr(a.ID, schema.Creator, schema.String(x.Name)))
		}
		for _, m := range a.Mentions {
			put(schema.GraphDocuments, tr(a.ID, schema.Mentions, schema.IRI(m)))
		}
		for _, c := range d.Claims {
			put(c.ID, c.Triples...)
			span := schema.SpanIRI(a.ID, c.Begin, c.End)
			put(schema.GraphProvenance, tr(c.ID, schema.Type, schema.IRI(schema.ClassClaim)), tr(c.ID, schema.WasDerivedFrom, schema.IRI(span)),
				tr(c.ID, schema.Rule, schema.String(c.Rule)), tr(c.ID, schema.Confidence, schema.Typed(c.Confidence, schema.XSDDecimal)), tr(c.ID, schema.Modality, schema.IRI(c.Modality)),
				tr(span, schema.AnchorOf, schema.String(c.Quote)), tr(span, schema.ReferenceContext, schema.IRI(a.ID)),
				tr(span, schema.BeginIndex, schema.Typed(fmt.Sprint(c.Begin), schema.XSDNonNegativeInteger)), tr(span, schema.EndIndex, schema.Typed(fmt.Sprint(c.End), schema.XSDNonNegativeInteger)))
			if c.Speaker != "" {
				put(schema.GraphProvenance, tr(c.ID, schema.Speaker, schema.IRI(c.Speaker)))
			}
			if e := c.Frame.Event; e != nil {
				put(schema.GraphDerived, tr(e.IRI, schema.CurrentStatus, schema.IRI(e.Status)))
				if e.When != "" {
					put(schema.GraphDerived, tr(e.IRI, schema.BestDate, schema.Typed(e.When, schema.EDTF)))
				}
				if e.From != "" {
					put(schema.GraphDerived, tr(e.IRI, schema.BestFrom, schema.Typed(e.From, schema.XSDDate)))
				}
				if e.To != "" {
					put(schema.GraphDerived, tr(e.IRI, schema.BestTo, schema.Typed(e.To, schema.XSDDate)))
				}
				if e.Label != "" {
					put(schema.GraphDerived, tr(e.IRI, schema.PrefLabel, schema.LangString(e.Label, e.Lang)))
				}
			}
		}
	}
	b.src = sparql.NewMemory(quads)
	return nil
}

func (b *Base) Ask(ctx context.Context, q string) (*sparql.Results, error) {
	return b.Query(ctx, q, QueryOptions{})
}

func (b *Base) Query(ctx context.Context, text string, opt QueryOptions) (*sparql.Results, error) {
	q, err := sparql.Parse(text, "", schema.Prefixes)
	if err != nil {
		return nil, err
	}
	return sparql.Engine{}.Query(ctx, b.src, q, sparql.Options{Union: true, Timeout: b.opt.Timeout, DefaultGraphs: opt.Default, NamedGraphs: opt.Named, Analyze: opt.Analyze})
}

var errLater = errors.New("not available yet")

func (b *Base) Language(context.Context, string, string, int) ([]any, error) { return nil, errLater }

func (b *Base) Article(_ context.Context, iri string) (schema.Article, error) {
	d, ok := b.docs[iri]
	if !ok {
		return schema.Article{}, ErrNotFound
	}
	return d.Article, nil
}

func (b *Base) Explain(_ context.Context, iri string) (Explanation, error) {
	return Explanation{IRI: iri, Node: iri}, nil
}

func (b *Base) Export(context.Context, io.Writer, ExportOptions) error { return errLater }

func (b *Base) Stats(context.Context) (Stats, error) {
	s := Stats{Articles: len(b.docs), Quads: int64(b.src.Len())}
	for _, d := range b.docs {
		s.Claims += len(d.Claims)
	}
	return s, nil
}

func (b *Base) Validate(context.Context) ([]Finding, error) { return nil, errLater }

func (b *Base) Ingest(_ context.Context, docs iter.Seq2[schema.Document, error], opt IngestOptions) (Report, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var r Report
	before := b.src.Len()
	events, figures := map[string]bool{}, map[string]bool{}
	n := 0
	for d, err := range docs {
		if err != nil {
			r.Failed = append(r.Failed, endpoint.FailureOf(err))
			continue
		}
		n++
		if opt.Progress != nil {
			opt.Progress(n, d.Article.Title)
		}
		if _, ok := b.docs[d.Article.ID]; ok && !opt.Again {
			r.Already++
			continue
		}
		r.Articles++
		r.Claims += len(d.Claims)
		for _, c := range d.Claims {
			if c.Frame.Event != nil {
				events[c.Frame.Event.IRI] = true
			}
			if c.Frame.Figure != nil {
				figures[c.Frame.Figure.IRI] = true
			}
		}
		var buf bytes.Buffer
		if err := WriteClaims(&buf, d); err != nil {
			return r, err
		}
		if err := os.WriteFile(filepath.Join(b.opt.Dir, schema.Local(d.Article.ID)+".jsonl"), buf.Bytes(), 0o644); err != nil {
			return r, err
		}
		b.docs[d.Article.ID] = d
	}
	r.Events, r.Figures = len(events), len(figures)
	err := b.build()
	r.Quads = b.src.Len() - before
	return r, err
}

func (b *Base) Remove(_ context.Context, names []string) (Report, error) {
	var r Report
	before := b.src.Len()
	for _, n := range names {
		hit := false
		for iri, d := range b.docs {
			if slices.Contains([]string{iri, strings.TrimPrefix(iri, schema.Base), schema.Local(iri), d.Article.URL}, n) {
				delete(b.docs, iri)
				_ = os.Remove(filepath.Join(b.opt.Dir, schema.Local(iri)+".jsonl"))
				r.Removed++
				hit = true
			}
		}
		if !hit {
			r.Failed = append(r.Failed, Failure{Document: n, Reason: "not in the store"})
		}
	}
	err := b.build()
	r.Quads = b.src.Len() - before
	return r, err
}

func (b *Base) Import(context.Context, string, string, io.Reader) (int, error) { return 0, errLater }
func (b *Base) Compact(context.Context) error                                  { return nil }
func (b *Base) Backup(context.Context, string) error                           { return errLater }
func (b *Base) Close() error                                                   { return nil }

// Restore makes a store of a backup.
func Restore(context.Context, string, Options) error { return errLater }
