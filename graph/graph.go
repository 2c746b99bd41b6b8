package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/entente-graph/entente/data/gazetteer"
	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/schema"
)

// Errors that a caller decides on.
var (
	// ErrNotFound: no such article, claim or node.
	ErrNotFound = errors.New("not in the store")
	// ErrDocument: a document is not what it says, such as a quote that does not
	// stand in the text. The rest of a batch goes in.
	ErrDocument = errors.New("document refused")
)

// rulesVersion is raised when resolution or the derived graph changes: a store
// written under another one is worked out anew when it is opened.
const rulesVersion = "4"

// Graph is an open graph. Its methods may be called at once; changes are made one
// after the other.
type Graph struct {
	gazetteer   *gazetteer.Gazetteer
	corrections *resolve.Corrections
	store       backend
	quads       *store.Store // nil when the backend is another

	mu    sync.Mutex // held while the graph changes
	cache cache
}

// Counts are how much a graph holds, or how much a change added to it.
type Counts struct {
	Articles int `json:"articles"`
	Claims   int `json:"claims"`
	Events   int `json:"events"`
	Figures  int `json:"figures"`
	Quads    int `json:"quads"`
}

func (c *Counts) plus(d Counts) {
	c.Articles += d.Articles
	c.Claims += d.Claims
	c.Events += d.Events
	c.Figures += d.Figures
	c.Quads += d.Quads
}

const (
	metaCounts = "counts"
	metaInputs = "inputs"
)

// open brings the system graphs and everything derived up to date with the
// gazetteer, the corrections and the rules.
// A store that may only be read is taken as it is.
func open(ctx context.Context, b backend, gaz *gazetteer.Gazetteer, c *resolve.Corrections, readOnly bool) (*Graph, error) {
	if c == nil {
		c, _ = resolve.NewCorrections(nil)
	}
	g := &Graph{gazetteer: gaz, corrections: c, store: b}
	inputs, err := g.inputs()
	if err != nil {
		return nil, err
	}
	was, _, err := b.Get(spaceMeta, metaInputs)
	if err != nil {
		return nil, fmt.Errorf("graph: opening: %w", err)
	}
	if string(was) == inputs || readOnly {
		return g, nil
	}
	if err := g.writeSystem(ctx, g.system()); err != nil {
		return nil, err
	}
	return g, g.Rebuild(ctx, nil)
}

// inputs identifies all on which the graph depends beside articles: the rules, the
// gazetteer, the concepts and the corrections.
func (g *Graph) inputs() (string, error) {
	h := sha256.New()
	for e := range g.gazetteer.All() {
		fmt.Fprintln(h, e.IRI, e.Kind, e.Class, e.ISO3, e.Wikidata, e.In, e.Of, e.Seat, e.Parent, e.Lat, e.Long, e.Level, e.Type, e.Mechanism, e.PlaceKind, e.Members, e.Posts, e.Meetings)
		for _, lang := range schema.Languages {
			fmt.Fprintln(h, e.Labels[lang], e.Alt[lang])
		}
	}
	for c := range schema.Concepts() {
		fmt.Fprintln(h, c)
	}
	list, err := json.Marshal(g.corrections.List)
	if err != nil {
		return "", fmt.Errorf("graph: corrections: %w", err)
	}
	h.Write(list)
	return rulesVersion + " " + hex.EncodeToString(h.Sum(nil)), nil
}

// system are the quads of the graphs that are written once.
func (g *Graph) system() []schema.Quad {
	var quads []schema.Quad
	for _, x := range []struct {
		graph   string
		triples []schema.Triple
	}{{schema.GraphGazetteer, g.gazetteer.Triples()}, {schema.GraphSchema, schema.ConceptTriples()}} {
		for _, t := range x.triples {
			if t.O.Datatype == schema.XSDDecimal {
				t.O.Value = shortDecimal(t.O.Value)
			}
			quads = append(quads, t.In(schema.IRI(x.graph)))
		}
	}
	return quads
}

// shortDecimal takes off the zeros that people write at the end of coordinates.
func shortDecimal(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// writeSystem replaces the graphs of the gazetteer and the schema.
func (g *Graph) writeSystem(ctx context.Context, quads []schema.Quad) error {
	err := g.store.Commit(ctx, func(w writer) error {
		for _, name := range []string{schema.GraphGazetteer, schema.GraphSchema} {
			w.RemoveGraph(schema.IRI(name))
		}
		for _, q := range quads {
			w.Add(q)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("graph: writing the gazetteer: %w", err)
	}
	return nil
}

// rebuildBatch is the number of articles worked out together by Rebuild.
const rebuildBatch = 64

// Rebuild works out everything anew from the articles and claims kept. The result
// is what ingesting them would give. Progress may be nil.
func (g *Graph) Rebuild(ctx context.Context, progress func(done, all int)) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.cache.clear()
	docs, err := g.documents()
	if err != nil {
		return err
	}
	if err := g.forget(ctx); err != nil {
		return err
	}
	for done := 0; done < len(docs); {
		n := min(rebuildBatch, len(docs)-done)
		p := g.newPass()
		for _, doc := range docs[done : done+n] {
			r, err := p.load(doc)
			if err != nil {
				return err
			}
			p.before[doc], p.after[doc] = nil, r
		}
		if err := p.finish(ctx); err != nil {
			return err
		}
		done += n
		if progress != nil {
			progress(done, len(docs))
		}
	}
	inputs, err := g.inputs()
	if err != nil {
		return err
	}
	err = g.store.Commit(ctx, func(w writer) error {
		w.Put(spaceMeta, metaInputs, []byte(inputs))
		return nil
	})
	if err != nil {
		return fmt.Errorf("graph: working out everything anew: %w", err)
	}
	return nil
}

// documents lists the hashes of the articles.
func (g *Graph) documents() ([]string, error) {
	var docs []string
	err := g.store.Scan(spaceArticle, "", func(key string, _ []byte) error {
		docs = append(docs, key)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("graph: listing articles: %w", err)
	}
	return docs, nil
}

// forget takes out all that follows from articles and claims. The claims' graphs
// go in parts, since there may be many; inputs are forgotten first, so that a
// process that stops on the way begins anew.
func (g *Graph) forget(ctx context.Context) error {
	fail := func(err error) error { return fmt.Errorf("graph: clearing what follows from the articles: %w", err) }
	err := g.store.Commit(ctx, func(w writer) error {
		w.Delete(spaceMeta, metaInputs)
		return nil
	})
	if err != nil {
		return fail(err)
	}
	var graphs []string
	err = g.store.Scan(spaceWhere, "", func(key string, _ []byte) error {
		graphs = append(graphs, schema.ClaimGraph+key)
		return nil
	})
	if err != nil {
		return fail(err)
	}
	for part := range slices.Chunk(graphs, 2000) {
		err := g.store.Commit(ctx, func(w writer) error {
			for _, name := range part {
				w.RemoveGraph(schema.IRI(name))
			}
			return nil
		})
		if err != nil {
			return fail(err)
		}
	}
	err = g.store.Commit(ctx, func(w writer) error {
		for _, name := range []string{schema.GraphProvenance, schema.GraphDocuments, schema.GraphDerived} {
			w.RemoveGraph(schema.IRI(name))
		}
		for _, space := range []string{spaceWhere, spaceUse, spaceUseDoc, spaceNode, spaceCoarse, spaceKey, spaceBlock, spaceDerived, spaceBand, spaceNear, spaceURL, spaceGroup} {
			w.DeletePrefix(space, "")
		}
		w.Delete(spaceMeta, metaCounts)
		return nil
	})
	if err != nil {
		return fail(err)
	}
	return nil
}

// count writes the counters that a pass leaves.
func (p *pass) count() error {
	b, _, err := p.get(spaceMeta, metaCounts, "")
	if err != nil {
		return err
	}
	var c Counts
	if len(b) > 0 {
		if err := json.Unmarshal(b, &c); err != nil {
			return fmt.Errorf("graph: counters: %w", err)
		}
	}
	c.plus(p.counts)
	if b, err = json.Marshal(c); err != nil {
		return err
	}
	p.pending.put(spaceMeta, metaCounts, "", b)
	return nil
}

// Counts are how much the graph holds. Quads are those that follow from articles.
func (g *Graph) Counts() (Counts, error) {
	var c Counts
	b, ok, err := g.store.Get(spaceMeta, metaCounts)
	if err == nil && ok {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		return c, fmt.Errorf("graph: counting: %w", err)
	}
	return c, nil
}

// check refuses a document that is not what it says.
func check(d *schema.Document) error {
	fail := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrDocument, fmt.Sprintf(format, args...))
	}
	a := &d.Article
	if a.Text == "" || a.ID != schema.DocIRI(a.Text) {
		return fail("the article's identifier %q is not that of its text", a.ID)
	}
	if a.SHA256 != "" && a.SHA256 != schema.TextSHA(a.Text) {
		return fail("the article's SHA-256 is not that of its text")
	}
	cut := newCutter(a.Text)
	for i := range d.Claims {
		c := &d.Claims[i]
		if c.Doc != a.ID {
			return fail("claim %s is of another article", c.ID)
		}
		if c.Begin >= c.End || cut.slice(c.Begin, c.End) != c.Quote {
			return fail("claim %s: the quote does not stand at %d–%d", c.ID, c.Begin, c.End)
		}
		for _, x := range c.Context {
			if x[0] >= x[1] || cut.slice(x[0], x[1]) == "" {
				return fail("claim %s: a context lies outside the text", c.ID)
			}
		}
		if len(c.Triples) == 0 {
			c.Triples = c.Frame.Triples()
		}
		if len(c.Triples) == 0 || c.ID != schema.ClaimIRI(c.Doc, c.Begin, c.End, c.Rule, c.Triples) {
			return fail("claim %s: the identifier does not follow from the claim", c.ID)
		}
		for _, t := range c.Triples {
			if t.S.IsBlank() || t.O.IsBlank() || !ascii(t.S.Value) || t.O.IsIRI() && !ascii(t.O.Value) {
				return fail("claim %s: %s is no ASCII IRI", c.ID, t.S.Value)
			}
		}
	}
	return nil
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 126 || r <= ' ' }) < 0
}

// sortedKeys lists the keys of a set, sorted.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
