package entente

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/extract"
	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/schema"
)

// Stage is how far a document is read.
type Stage string

// The stages, each with more than the one before.
const (
	StageArticle     Stage = "article"
	StageAnnotations Stage = "annotations"
	StageClaims      Stage = "claims"
)

// ReadOptions of Documents and Lines.
type ReadOptions struct {
	Stdin   io.Reader // for the path "-"
	Workers int       // documents read at the same time; 0 = one a processor
	MaxSize int64     // largest document in bytes; 0 = source.DefaultMaxSize
	Stage   Stage     // of Lines; "" = StageClaims
}

// Reader turns paths into documents. It is safe for use by many goroutines and
// needs no store.
type Reader struct{ reader *extract.Reader }

// NewReader makes a reader with the curated knowledge and that of opt.Gazetteer.
func NewReader(opt Options) (*Reader, error) {
	g, err := loadGazetteer(opt.Gazetteer)
	if err != nil {
		return nil, err
	}
	r, err := extract.NewReader(g)
	if err != nil {
		return nil, err
	}
	return &Reader{r}, nil
}

func loadGazetteer(paths []string) (*gazetteer.Gazetteer, error) {
	var extra []io.Reader
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, fmt.Errorf("reading gazetteer: %w", err)
		}
		extra = append(extra, bytes.NewReader(b))
	}
	return gazetteer.Load(extra...)
}

// DocumentError is the failure of one document.
type DocumentError struct {
	Name string
	Err  error
}

func (e *DocumentError) Error() string {
	var inner *source.Error
	if errors.As(e.Err, &inner) {
		return e.Name + ": " + inner.Err.Error()
	}
	return e.Name + ": " + e.Err.Error()
}
func (e *DocumentError) Unwrap() error { return e.Err }

// Document names the document, for a report.
func (e *DocumentError) Document() string { return e.Name }

// Documents reads paths (files, folders, - for standard input) to their claims,
// several at a time, in the order of the paths. An error concerns one document;
// it is a *DocumentError, and reading goes on.
func (r *Reader) Documents(ctx context.Context, paths []string, opt ReadOptions) iter.Seq2[schema.Document, error] {
	return inOrder(ctx, source.Walk(ctx, paths, source.Options{Stdin: opt.Stdin, MaxSize: opt.MaxSize}), opt.Workers,
		func(raw source.Raw) (schema.Document, error) {
			if raw.Kind == source.Claims {
				return readClaims(raw.Data)
			}
			return r.reader.Document(ctx, raw)
		})
}

// Articles reads paths to their articles only, in the order of the paths.
func (r *Reader) Articles(ctx context.Context, paths []string, opt ReadOptions) iter.Seq2[schema.Article, error] {
	return inOrder(ctx, source.Walk(ctx, paths, source.Options{Stdin: opt.Stdin, MaxSize: opt.MaxSize}), opt.Workers,
		func(raw source.Raw) (schema.Article, error) {
			if raw.Kind == source.Claims {
				d, err := readClaims(raw.Data)
				return d.Article, err
			}
			return r.reader.Article(ctx, raw)
		})
}

// Again reads a stored article with the present rules.
func (r *Reader) Again(a schema.Article) schema.Document { return r.reader.Read(a) }

// Lines reads paths as Documents does and yields what `entente extract` prints:
// the JSON lines of one document at a time, line ends included.
func (r *Reader) Lines(ctx context.Context, paths []string, opt ReadOptions) iter.Seq2[[]byte, error] {
	return inOrder(ctx, source.Walk(ctx, paths, source.Options{Stdin: opt.Stdin, MaxSize: opt.MaxSize}), opt.Workers,
		func(raw source.Raw) ([]byte, error) { return r.lines(ctx, raw, opt.Stage) })
}

func (r *Reader) lines(ctx context.Context, raw source.Raw, stage Stage) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if stage == StageClaims || stage == "" {
		var d schema.Document
		var err error
		if raw.Kind == source.Claims {
			d, err = readClaims(raw.Data)
		} else {
			d, err = r.reader.Document(ctx, raw)
		}
		if err == nil {
			err = WriteClaims(&out, d)
		}
		return out.Bytes(), err
	}
	if raw.Kind == source.Claims {
		return nil, errors.New("a stream of claims has no stage before claims")
	}
	a, err := r.reader.Article(ctx, raw)
	if err != nil {
		return nil, err
	}
	if stage == StageArticle {
		err = enc.Encode(bare(a))
	} else {
		err = enc.Encode(annotated(r.reader.Annotate(a)))
	}
	return out.Bytes(), err
}

// article has exactly the fields that the command line promises.
type article struct {
	ID        string          `json:"id"`
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Source    string          `json:"source"`
	Published string          `json:"published"`
	Byline    []schema.Author `json:"byline"`
	Editor    string          `json:"editor"`
	Lang      string          `json:"lang"`
	Genre     string          `json:"genre"`
	Text      string          `json:"text"`
	Body      [2]int          `json:"body"`
	SHA256    string          `json:"sha256"`
}

func bare(a schema.Article) article {
	byline := a.Byline
	if byline == nil {
		byline = []schema.Author{}
	}
	return article{a.ID, a.URL, a.Title, a.Source, a.Published, byline, a.Editor, a.Lang, a.Genre, a.Text, a.Body, a.SHA256}
}

type sentence struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

type mention struct {
	Begin int    `json:"begin"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	Kind  string `json:"kind"`
	IRI   string `json:"iri"`
	Label string `json:"label"`
}

type annotations struct {
	article
	Sentences  []sentence        `json:"sentences"`
	Mentions   []mention         `json:"mentions"`
	Times      []schema.Time     `json:"times"`
	Quantities []schema.Quantity `json:"quantities"`
}

func annotated(x extract.Annotations) annotations {
	out := annotations{article: bare(x.Article), Sentences: []sentence{}, Mentions: []mention{}, Times: x.Times, Quantities: x.Quantities}
	for _, s := range x.Document.Sentences {
		out.Sentences = append(out.Sentences, sentence{s.Begin, s.End})
	}
	for _, m := range x.Mentions {
		out.Mentions = append(out.Mentions, mention{m.Begin, m.End, m.Text, m.Kind, m.IRI, m.Label})
	}
	if out.Times == nil {
		out.Times = []schema.Time{}
	}
	if out.Quantities == nil {
		out.Quantities = []schema.Quantity{}
	}
	return out
}

// claimLine is a line of a claim stream: an article or a claim of the article
// before it.
type claimLine struct {
	Article *schema.Article `json:"article,omitempty"`
	Claim   *schema.Claim   `json:"claim,omitempty"`
}

// WriteClaims writes a document as a claim stream.
func WriteClaims(w io.Writer, d schema.Document) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(claimLine{Article: &d.Article}); err != nil {
		return err
	}
	for i := range d.Claims {
		if err := enc.Encode(claimLine{Claim: &d.Claims[i]}); err != nil {
			return err
		}
	}
	return nil
}

// readClaims reads what WriteClaims wrote.
func readClaims(data []byte) (schema.Document, error) {
	var d schema.Document
	dec := json.NewDecoder(bufio.NewReader(bytes.NewReader(data)))
	for seen := false; ; seen = true {
		var line claimLine
		err := dec.Decode(&line)
		switch {
		case errors.Is(err, io.EOF) && seen && d.Article.ID != schema.DocIRI(d.Article.Text):
			return d, fmt.Errorf("%w: claim stream: the article's identifier is not that of its text", source.ErrMalformed)
		case errors.Is(err, io.EOF) && seen:
			return d, nil
		case err != nil:
			return d, fmt.Errorf("%w: claim stream: %w", source.ErrMalformed, err)
		case line.Article != nil && !seen:
			d.Article = *line.Article
		case line.Claim != nil && seen:
			d.Claims = append(d.Claims, *line.Claim)
		default:
			return d, fmt.Errorf("%w: claim stream: want an article and then its claims", source.ErrMalformed)
		}
	}
}

// inOrder maps raw documents in several goroutines and yields the results in
// the order they came.
func inOrder[T any](ctx context.Context, raws iter.Seq2[source.Raw, error], workers int, f func(source.Raw) (T, error)) iter.Seq2[T, error] {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	type result struct {
		value T
		err   error
	}
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan chan result, workers)
		go func() {
			defer close(queue)
			for raw, err := range raws {
				slot := make(chan result, 1)
				select {
				case queue <- slot: // at most so many in work, and in memory
				case <-ctx.Done():
					return
				}
				if err != nil {
					slot <- result{err: &DocumentError{raw.Name, err}}
					continue
				}
				go func() {
					v, err := guarded(raw, f)
					if err != nil {
						err = &DocumentError{raw.Name, err}
					}
					slot <- result{v, err}
				}()
			}
		}()
		for slot := range queue {
			r := <-slot
			if ctx.Err() != nil || !yield(r.value, r.err) {
				return
			}
		}
	}
}

// guarded turns a panic over one document into that document's error, so that
// one odd page cannot take the rest with it.
func guarded[T any](raw source.Raw, f func(source.Raw) (T, error)) (v T, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("reading failed: %v", e)
		}
	}()
	return f(raw)
}
