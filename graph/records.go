package graph

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// Spaces of the records kept beside the quads. Everything else follows from
// "article", "text" and "claim".
const (
	spaceArticle = "article" // doc hash -> articleRecord
	spaceText    = "text"    // doc hash -> the article's text
	spaceClaim   = "claim"   // doc hash, capture hash / claim hash -> claim as read
	spaceWhere   = "where"   // claim hash -> doc hash / capture hash, of the claims in force
	spaceUse     = "use"     // IRI, claim hash -> doc hash / capture hash, and whether it proposes
	spaceUseDoc  = "usedoc"  // IRI, doc hash -> nothing: documents that mention an IRI
	spaceNode    = "node"    // proposed IRI -> node, where they differ
	spaceCoarse  = "coarse"  // proposed IRI of an event -> places that its node knows a finer one of, a line each
	spaceKey     = "key"     // item IRI -> block
	spaceBlock   = "block"   // block, item IRI -> kind
	spaceDerived = "derived" // unit -> derived triples, sorted lines
	spaceBand    = "band"    // band of a sketch, doc hash -> nothing
	spaceNear    = "near"    // doc hash, doc hash -> nothing: near-copies, both ways
	spaceURL     = "url"     // URL, doc hash -> nothing
	spaceGroup   = "group"   // doc hash -> doc hash that names its group, where they differ
	spaceMeta    = "meta"
)

// reader reads committed records.
type reader interface {
	// Get returns a record; false when there is none.
	Get(space, key string) ([]byte, bool, error)
	// Scan calls fn for the records whose key begins with the prefix, by key.
	Scan(space, prefix string, fn func(key string, value []byte) error) error
}

// writer takes the changes of one atomic commit.
type writer interface {
	Add(schema.Quad)
	Remove(schema.Quad)
	RemoveGraph(schema.Term)
	Put(space, key string, value []byte)
	Delete(space, key string)
	DeletePrefix(space, prefix string)
}

// backend is the store as this package needs it.
type backend interface {
	reader
	// Quads walks the quads of a named graph, of all graphs when it is the zero
	// term. Quads of one graph stand together.
	Quads(ctx context.Context, graph schema.Term) iter.Seq2[schema.Quad, error]
	// Has tells whether a quad is there.
	Has(q schema.Quad) (bool, error)
	Commit(ctx context.Context, fn func(writer) error) error
}

// pending is a view of the records with changes that are not yet committed. Keys
// have two parts; a scan covers one first part.
type pending struct {
	reader
	changes map[string]map[string]map[string][]byte // space, first, second -> value, nil for deleted
}

func newPending(r reader) *pending {
	return &pending{reader: r, changes: map[string]map[string]map[string][]byte{}}
}

const divider = "\x00"

func joinKey(first, second string) string {
	if second == "" {
		return first
	}
	return first + divider + second
}

func (p *pending) get(space, first, second string) ([]byte, bool, error) {
	if v, ok := p.changes[space][first][second]; ok {
		return v, v != nil, nil
	}
	return p.Get(space, joinKey(first, second))
}

func (p *pending) set(space, first, second string, value []byte) {
	firsts := p.changes[space]
	if firsts == nil {
		firsts = map[string]map[string][]byte{}
		p.changes[space] = firsts
	}
	seconds := firsts[first]
	if seconds == nil {
		seconds = map[string][]byte{}
		firsts[first] = seconds
	}
	seconds[second] = value
}

func (p *pending) put(space, first, second string, value []byte) {
	if value == nil {
		value = []byte{}
	}
	p.set(space, first, second, value)
}

func (p *pending) delete(space, first, second string) { p.set(space, first, second, nil) }

// pair is the second part of a key with its value.
type pair struct {
	key   string
	value []byte
}

// list returns the records under a first part, by second part.
func (p *pending) list(space, first string) ([]pair, error) {
	var out []pair
	over := p.changes[space][first]
	err := p.Scan(space, first+divider, func(key string, value []byte) error {
		second := key[len(first)+1:]
		if _, changed := over[second]; !changed {
			out = append(out, pair{second, slices.Clone(value)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(over) > 0 {
		for second, v := range over {
			if v != nil {
				out = append(out, pair{second, v})
			}
		}
		slices.SortFunc(out, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	}
	return out, nil
}

// flush hands the changes over, in order.
func (p *pending) flush(w writer) {
	for _, space := range slices.Sorted(maps.Keys(p.changes)) {
		for _, first := range slices.Sorted(maps.Keys(p.changes[space])) {
			for _, second := range slices.Sorted(maps.Keys(p.changes[space][first])) {
				if v := p.changes[space][first][second]; v != nil {
					w.Put(space, joinKey(first, second), v)
				} else {
					w.Delete(space, joinKey(first, second))
				}
			}
		}
	}
}

// short and long take the base off an IRI for use in a key and put it back.
func short(iri string) string { return strings.TrimPrefix(iri, schema.Base) }

func long(key string) string {
	if strings.Contains(key, "://") {
		return key
	}
	return schema.Base + key
}

// hashOf is the last part of the IRI of an article, a capture or a claim.
func hashOf(iri string) string { return iri[strings.LastIndexByte(iri, '/')+1:] }
