package store

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2"
)

// Costs that Cayley weighs iterators by, relative to each other.
const (
	costStep   = 1
	costLookup = 8
)

// legacy bridges a shape to Cayley's older iterator interface.
type legacy struct {
	graph.Iterator
	shape graph.IteratorShape
}

func legacyOf(sh graph.IteratorShape) graph.Iterator {
	l := &legacy{shape: sh}
	l.Iterator = graph.NewLegacy(sh, l)
	return l
}

// AsShape implements graph.IteratorFuture.
func (l *legacy) AsShape() graph.IteratorShape {
	_ = l.Close() // nothing is held between two steps
	return l.shape
}

// quadShape is all quads of a pattern.
type quadShape struct {
	qs      *QuadStore
	pattern Pattern
	none    bool
}

func (sh *quadShape) AsLegacy() graph.Iterator { return legacyOf(sh) }

func (sh *quadShape) Iterate() graph.Scanner {
	order := BestOrder(sh.pattern)
	prefix, complete := boundPrefix(nil, sh.pattern, order)
	sc := &scanner{qs: sh.qs, next: prefix, end: after(prefix), name: sh.String(), keyBytes: indexKeyBytes}
	sc.take = func(key []byte) (graph.Ref, bool) {
		var k IDQuad
		readIndexKey(key, &orderPositions[order], &k)
		return QID(k), complete || sh.matches(k)
	}
	if sh.none {
		sc.next = nil
	}
	return sc
}

func (sh *quadShape) matches(k IDQuad) bool {
	for at, id := range sh.pattern {
		if id != Any && k[at] != id {
			return false
		}
	}
	return true
}

func (sh *quadShape) Lookup() graph.Index {
	return &index{name: sh.String(), holds: func(r graph.Ref) (bool, error) {
		q, ok := r.(QID)
		if !ok || sh.none || !sh.matches(IDQuad(q)) {
			return false, nil
		}
		return sh.qs.has(appendIndexKey(nil, SPOG, IDQuad(q)))
	}}
}

func (sh *quadShape) Stats(context.Context) (graph.IteratorCosts, error) {
	costs := graph.IteratorCosts{NextCost: costStep, ContainsCost: costLookup, Size: graph.Size{Exact: true}}
	if sh.none {
		return costs, nil
	}
	var err error
	costs.Size, err = sh.qs.size(sh.pattern)
	return costs, err
}

func (sh *quadShape) Optimize(context.Context) (graph.IteratorShape, bool) { return sh, false }
func (sh *quadShape) SubIterators() []graph.IteratorShape                  { return nil }
func (sh *quadShape) String() string                                       { return fmt.Sprintf("EntenteQuads(%v)", sh.pattern) }

// nodeShape is all terms that are in some quad.
type nodeShape struct{ qs *QuadStore }

func (sh *nodeShape) AsLegacy() graph.Iterator { return legacyOf(sh) }

func (sh *nodeShape) Iterate() graph.Scanner {
	return &scanner{qs: sh.qs, next: []byte{tagTerm}, end: []byte{tagTerm + 1}, name: sh.String(), keyBytes: 1 + idBytes,
		take: func(key []byte) (graph.Ref, bool) { return NID(readID(key[1:])), true }}
}

func (sh *nodeShape) Lookup() graph.Index {
	return &index{name: sh.String(), holds: func(r graph.Ref) (bool, error) {
		id, ok := r.(NID)
		if !ok {
			return false, nil
		}
		return sh.qs.has(termKey(nil, ID(id)))
	}}
}

func (sh *nodeShape) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	st, err := sh.qs.Stats(ctx, true)
	return graph.IteratorCosts{NextCost: costStep, ContainsCost: costLookup, Size: st.Nodes}, err
}

func (sh *nodeShape) Optimize(context.Context) (graph.IteratorShape, bool) { return sh, false }
func (sh *nodeShape) SubIterators() []graph.IteratorShape                  { return nil }
func (sh *nodeShape) String() string                                       { return "EntenteNodes" }

// Batches of a scanner: small first, since many scans end early.
const (
	firstScan = 16
	mostScan  = 4096
)

// scanner reads keys in batches and holds nothing of the engine between two
// steps: Cayley leaves scanners open.
type scanner struct {
	qs       *QuadStore
	next     []byte // where the next batch begins; nil at the end
	end      []byte
	name     string
	keyBytes int
	take     func(key []byte) (graph.Ref, bool)

	refs   []graph.Ref
	at     int
	size   int
	result graph.Ref
	err    error
}

func (sc *scanner) Next(ctx context.Context) bool {
	for sc.at >= len(sc.refs) {
		sc.result = nil
		if sc.next == nil || sc.err != nil {
			return false
		}
		if sc.err = ctx.Err(); sc.err != nil {
			return false
		}
		sc.fill()
	}
	sc.result = sc.refs[sc.at]
	sc.at++
	return true
}

func (sc *scanner) fill() {
	sc.size = min(max(firstScan, sc.size*4), mostScan)
	sc.refs, sc.at = sc.refs[:0], 0
	if sc.qs.s.closed.Load() {
		sc.err = ErrClosed
		return
	}
	it, err := sc.qs.s.db.NewIter(&pebble.IterOptions{LowerBound: sc.next, UpperBound: sc.end})
	if err != nil {
		sc.err = engineError(err)
		return
	}
	sc.next = nil
	for ok, n := it.First(), 0; ok; ok, n = it.Next(), n+1 {
		key := it.Key()
		if len(key) != sc.keyBytes {
			sc.err = fmt.Errorf("%w: key of %d bytes", ErrCorrupt, len(key))
			break
		}
		if n == sc.size {
			sc.next = append([]byte(nil), key...)
			break
		}
		if ref, ok := sc.take(key); ok {
			sc.refs = append(sc.refs, ref)
		}
	}
	if err := it.Close(); err != nil && sc.err == nil {
		sc.err = engineError(err)
	}
	if sc.err != nil {
		sc.refs = sc.refs[:0]
	}
}

func (sc *scanner) Result() graph.Ref               { return sc.result }
func (sc *scanner) Err() error                      { return sc.err }
func (sc *scanner) NextPath(context.Context) bool   { return false }
func (sc *scanner) TagResults(map[string]graph.Ref) {}
func (sc *scanner) String() string                  { return sc.name }
func (sc *scanner) Close() error                    { sc.next, sc.refs, sc.at = nil, nil, 0; return nil }

// index tells whether references are in a shape.
type index struct {
	name   string
	holds  func(graph.Ref) (bool, error)
	result graph.Ref
	err    error
}

func (x *index) Contains(ctx context.Context, r graph.Ref) bool {
	x.result = nil
	if x.err == nil {
		x.err = ctx.Err()
	}
	if x.err != nil {
		return false
	}
	var ok bool
	if ok, x.err = x.holds(r); !ok {
		return false
	}
	x.result = r
	return true
}

func (x *index) Result() graph.Ref               { return x.result }
func (x *index) Err() error                      { return x.err }
func (x *index) NextPath(context.Context) bool   { return false }
func (x *index) TagResults(map[string]graph.Ref) {}
func (x *index) String() string                  { return x.name }
func (x *index) Close() error                    { return nil }
