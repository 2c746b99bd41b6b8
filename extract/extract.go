// Package extract is the way from an article to its claims: it ties source, page,
// text, names, chrono, quantity and frames together. It knows nothing of storage.
package extract

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/data/lexicon"
	"github.com/entente-graph/entente/extract/chrono"
	"github.com/entente-graph/entente/extract/frames"
	"github.com/entente-graph/entente/extract/names"
	"github.com/entente-graph/entente/extract/page"
	"github.com/entente-graph/entente/extract/quantity"
	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// Reader reads articles. It is safe for use by many goroutines.
type Reader struct {
	gazetteer *gazetteer.Gazetteer
	matcher   *names.Matcher
	grammar   *frames.Grammar
	page      page.Options
}

// NewReader makes a reader over a gazetteer. Names and grammar are compiled side by
// side, since every command that reads articles waits for both.
func NewReader(g *gazetteer.Gazetteer) (*Reader, error) {
	r := &Reader{gazetteer: g, page: pageOptions(g)}
	var work errgroup.Group
	work.Go(func() (err error) {
		if r.matcher, err = names.New(g); err != nil {
			return fmt.Errorf("extract: compiling names: %w", err)
		}
		return nil
	})
	work.Go(func() (err error) {
		if r.grammar, err = frames.New(lexicon.Files, knowledge{g}); err != nil {
			return fmt.Errorf("extract: reading the grammar: %w", err)
		}
		return nil
	})
	if err := work.Wait(); err != nil {
		return nil, err
	}
	return r, nil
}

// Annotations are what an article's text names, dates and counts.
type Annotations struct {
	Article    schema.Article
	Document   *text.Document
	Mentions   []schema.Mention
	Times      []schema.Time
	Quantities []schema.Quantity
}

// Article reads the article of a raw document; the errors are those of page.Read.
func (r *Reader) Article(ctx context.Context, raw source.Raw) (schema.Article, error) {
	if err := ctx.Err(); err != nil {
		return schema.Article{}, err
	}
	return page.Read(raw, r.page)
}

// Annotate finds names, times and quantities in an article.
func (r *Reader) Annotate(a schema.Article) Annotations {
	x := Annotations{Article: a}
	for _, stage := range r.stages() {
		stage(&x)
	}
	return x
}

// stages are the steps from an article to its annotations.
func (r *Reader) stages() []func(x *Annotations) {
	return []func(x *Annotations){
		func(x *Annotations) { x.Document = text.Read(x.Article.Text, x.Article.Lang) },
		func(x *Annotations) {
			published := ""
			if len(x.Article.Published) >= len(time.DateOnly) {
				published = x.Article.Published[:len(time.DateOnly)]
			}
			x.Mentions = r.matcher.Find(x.Document, published)
			x.Article.Mentions = named(x.Mentions)
		},
		func(x *Annotations) { x.Times = chrono.Find(x.Document, reference(x.Article)) },
		func(x *Annotations) { x.Quantities = quantity.Find(x.Document) },
	}
}

// Claims reads the claims of an annotated article.
func (r *Reader) Claims(x Annotations) []schema.Claim {
	return r.grammar.Claims(&x.Article, x.Document, x.Mentions, x.Times, x.Quantities)
}

// Document reads a raw document to its claims. When ctx is done it stops before the
// next stage of reading, which for a large article is a second away, not the end.
func (r *Reader) Document(ctx context.Context, raw source.Raw) (schema.Document, error) {
	a, err := r.Article(ctx, raw)
	if err != nil {
		return schema.Document{}, err
	}
	x := Annotations{Article: a}
	for _, stage := range r.stages() {
		if err := ctx.Err(); err != nil {
			return schema.Document{}, err
		}
		stage(&x)
	}
	if err := ctx.Err(); err != nil {
		return schema.Document{}, err
	}
	return schema.Document{Article: x.Article, Claims: r.Claims(x)}, nil
}

// Read reads the claims of an article that is at hand, such as a stored one.
func (r *Reader) Read(a schema.Article) schema.Document {
	x := r.Annotate(a)
	return schema.Document{Article: x.Article, Claims: r.Claims(x)}
}

// named lists what an article names, each once, sorted.
func named(ms []schema.Mention) []string {
	var out []string
	for i := range ms {
		m := &ms[i]
		if m.IRI == "" {
			continue
		}
		out = append(out, m.IRI)
		if m.Kind == schema.MentionPerson && len(m.Of) > 0 && m.NameEnd > m.NameBegin {
			out = append(out, m.Of)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// reference is the moment against which an article's relative times are read.
func reference(a schema.Article) chrono.Reference {
	zone, err := time.LoadLocation(a.Zone)
	if err != nil || a.Zone == "" {
		zone = time.UTC
	}
	ref := chrono.Reference{Zone: zone}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, a.Published, zone); err == nil {
			ref.At, ref.HasClock = t.In(zone), layout != time.DateOnly
			break
		}
	}
	return ref
}
