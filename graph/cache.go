package graph

import "github.com/entente-graph/entente/schema"

// cacheSize is the number of claims, and of articles, kept decoded.
const cacheSize = 60_000

// cache keeps committed records decoded. It belongs to the one writer and is
// emptied when a commit fails.
type cache struct {
	claims   generations[claimAt, *schema.Claim]
	articles generations[string, *articleRecord]
}

// generations is a map of bounded size: when the young half is full it becomes the
// old one.
type generations[K comparable, V any] struct{ young, old map[K]V }

func (g *generations[K, V]) get(k K) (V, bool) {
	if v, ok := g.young[k]; ok {
		return v, true
	}
	v, ok := g.old[k]
	if ok {
		g.put(k, v)
	}
	return v, ok
}

func (g *generations[K, V]) put(k K, v V) {
	if len(g.young) >= cacheSize/2 {
		g.old, g.young = g.young, nil
	}
	if g.young == nil {
		g.young = map[K]V{}
	}
	g.young[k] = v
}

func (g *generations[K, V]) drop(k K) {
	delete(g.young, k)
	delete(g.old, k)
}

func (c *cache) claim(at claimAt) (*schema.Claim, bool)    { return c.claims.get(at) }
func (c *cache) putClaim(at claimAt, x *schema.Claim)      { c.claims.put(at, x) }
func (c *cache) dropClaim(at claimAt)                      { c.claims.drop(at) }
func (c *cache) article(doc string) (*articleRecord, bool) { return c.articles.get(doc) }
func (c *cache) putArticle(doc string, r *articleRecord)   { c.articles.put(doc, r) }
func (c *cache) dropArticle(doc string)                    { c.articles.drop(doc) }
func (c *cache) clear()                                    { *c = cache{} }
