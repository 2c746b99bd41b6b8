package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// IngestOptions of Ingest.
type IngestOptions struct {
	// Batch is the number of documents committed together; 0 is 64. Each document
	// goes in whole or not at all.
	Batch int
	// Again replaces the claims of documents that are there already.
	Again bool
	// Progress is told after each document, committed or not yet; nil for none.
	Progress func(done int, name string)
}

// Report counts what an Ingest or a Remove did. Claims to Quads are what the graph
// holds more than before.
type Report struct {
	Articles    int
	Already     int
	Superseding int
	Removed     int
	Claims      int
	Events      int
	Figures     int
	Quads       int
	Failed      []Failure
}

// Failure is one document that was not taken.
type Failure struct {
	Document string
	Err      error
}

func (r *Report) plus(c Counts) {
	r.Claims += c.Claims
	r.Events += c.Events
	r.Figures += c.Figures
	r.Quads += c.Quads
}

const defaultBatch = 64

// Ingest stores documents. An error of the sequence, or a document that is not
// what it says, is reported as a failure and stops nothing. When an error is
// returned, the batches before are stored and their counts stand in the report.
func (g *Graph) Ingest(ctx context.Context, docs iter.Seq2[schema.Document, error], opt IngestOptions) (Report, error) {
	var out Report
	if opt.Batch <= 0 {
		opt.Batch = defaultBatch
	}
	done := 0
	batch := make([]schema.Document, 0, opt.Batch)
	store := func() error {
		r, err := g.ingest(ctx, batch, opt)
		if err != nil {
			return err
		}
		out.Articles += r.Articles
		out.Already += r.Already
		out.Superseding += r.Superseding
		out.Failed = append(out.Failed, r.Failed...)
		out.plus(Counts{Claims: r.Claims, Events: r.Events, Figures: r.Figures, Quads: r.Quads})
		batch = batch[:0]
		return nil
	}
	for d, err := range docs {
		if ctx.Err() != nil {
			break
		}
		name := d.Article.URL
		if name == "" {
			name = d.Article.Title
		}
		switch {
		case err != nil:
			out.Failed = append(out.Failed, Failure{name, err})
		default:
			if err := check(&d); err != nil {
				out.Failed = append(out.Failed, Failure{name, err})
				break
			}
			batch = append(batch, d)
		}
		done++
		if opt.Progress != nil {
			opt.Progress(done, name)
		}
		if len(batch) == opt.Batch {
			if err := store(); err != nil {
				return out, err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return out, err
	}
	if len(batch) > 0 {
		if err := store(); err != nil {
			return out, err
		}
	}
	return out, nil
}

// ingest stores a batch in one commit.
func (g *Graph) ingest(ctx context.Context, batch []schema.Document, opt IngestOptions) (Report, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var r Report
	p := g.newPass()
	var taken []string
	for i := range batch {
		d := &batch[i]
		doc := hashOf(d.Article.ID)
		was, err := p.article(doc)
		if err != nil {
			return r, err
		}
		if was != nil && !opt.Again && was.find(newCapture(d).Hash) >= 0 {
			r.Already++
			continue
		}
		changed, err := p.put(d)
		if err != nil {
			return r, fmt.Errorf("graph: storing %s: %w", d.Article.ID, err)
		}
		if !changed || was != nil {
			r.Already++
			continue
		}
		r.Articles++
		taken = append(taken, doc)
	}
	if err := p.finish(ctx); err != nil {
		return Report{}, err
	}
	for _, doc := range taken {
		if b, ok, err := g.store.Get(spaceDerived, "doc|"+doc); err == nil && ok && strings.Contains(string(b), "<"+schema.Supersedes+">") {
			r.Articles--
			r.Superseding++
		}
	}
	r.plus(p.counts)
	return r, nil
}

// Remove takes articles out. A name is an article's IRI, its path below the base
// (doc/…), its hash, or a URL: a URL takes out the capture made there, and with an
// article's last capture the article. Names that are not there are failures.
func (g *Graph) Remove(ctx context.Context, names []string) (Report, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var r Report
	p := g.newPass()
	for _, name := range names {
		n, err := p.removeNamed(name)
		switch {
		case errors.Is(err, ErrNotFound):
			r.Failed = append(r.Failed, Failure{name, err})
		case err != nil:
			return r, fmt.Errorf("graph: removing %s: %w", name, err)
		}
		r.Removed += n
	}
	if err := p.finish(ctx); err != nil {
		return Report{}, err
	}
	r.plus(p.counts)
	return r, nil
}

func (p *pass) removeNamed(name string) (int, error) {
	doc := strings.TrimPrefix(strings.TrimPrefix(name, schema.Base), "doc/")
	if len(doc) == 64 {
		var err error
		if doc, err = p.bySHA(doc); err != nil {
			return 0, err
		}
	}
	r, err := p.article(doc)
	if err != nil {
		return 0, err
	}
	if r != nil {
		for _, c := range r.Captures {
			if err := p.drop(doc, c.Hash); err != nil {
				return 0, err
			}
		}
		return 1, nil
	}
	delete(p.before, doc)
	delete(p.after, doc)
	return p.removeURL(name)
}

func (p *pass) removeURL(url string) (int, error) {
	docs, err := p.list(spaceURL, url)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, d := range docs {
		r, err := p.article(d.key)
		if err != nil {
			return n, err
		}
		if r == nil {
			continue
		}
		for _, c := range slices.Clone(r.Captures) {
			if c.Article.URL == url {
				if err := p.drop(d.key, c.Hash); err != nil {
					return n, err
				}
			}
		}
		n++
	}
	if n == 0 {
		return 0, ErrNotFound
	}
	return n, nil
}

// bySHA finds an article by the whole SHA-256 of its text.
func (p *pass) bySHA(sum string) (string, error) {
	found := ""
	err := p.Scan(spaceArticle, "", func(key string, value []byte) error {
		if r, err := decodeArticle(value); err == nil && r.first().Article.SHA256 == sum {
			found = key
		}
		return nil
	})
	return found, err
}
