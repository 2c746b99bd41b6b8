package entente

import (
	"context"
	"iter"
	"unsafe"

	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// snapshot lets the SPARQL engine read a snapshot of the store. The two rooms do
// not know each other, and their ids, quads and patterns are the same numbers in
// the same layout under different names.
type snapshot struct{ *store.Snapshot }

// The casts of quads below rest on this.
var _ = [1]struct{}{}[unsafe.Sizeof(sparql.IDQuad{})-unsafe.Sizeof(store.IDQuad{})]

func (s snapshot) Lookup(t schema.Term) (sparql.ID, bool, error) {
	id, ok, err := s.Snapshot.Lookup(t)
	return sparql.ID(id), ok, err
}

func (s snapshot) Term(id sparql.ID) (schema.Term, error) { return s.Snapshot.Term(store.ID(id)) }

// Terms decodes many terms at once.
func (s snapshot) Terms(ids []sparql.ID, terms []schema.Term) error {
	return s.Snapshot.Terms(unsafe.Slice((*store.ID)(unsafe.Pointer(unsafe.SliceData(ids))), len(ids)), terms)
}

var (
	toEngine = map[store.Order]sparql.Order{store.SPOG: sparql.SPOG, store.POSG: sparql.POSG, store.OSPG: sparql.OSPG,
		store.GSPO: sparql.GSPO, store.PSOG: sparql.PSOG, store.GPOS: sparql.GPOS}
	toStore = [...]store.Order{sparql.SPOG: store.SPOG, sparql.POSG: store.POSG, sparql.OSPG: store.OSPG,
		sparql.GSPO: store.GSPO, sparql.PSOG: store.PSOG, sparql.GPOS: store.GPOS}
)

func (s snapshot) Orders() []sparql.Order {
	var out []sparql.Order
	for _, o := range s.Snapshot.Orders() {
		out = append(out, toEngine[o])
	}
	return out
}

func (s snapshot) Scan(ctx context.Context, p sparql.Pattern, o sparql.Order) sparql.Cursor {
	return cursor{s.Snapshot.Scan(ctx, pattern(p), toStore[o])}
}

func pattern(p sparql.Pattern) store.Pattern {
	return store.Pattern{store.ID(p[0]), store.ID(p[1]), store.ID(p[2]), store.ID(p[3])}
}

func (s snapshot) Count(p sparql.Pattern) (uint64, bool) { return s.Snapshot.Count(pattern(p)) }

func (s snapshot) Distinct(predicate sparql.ID, at sparql.Position) uint64 {
	return s.Snapshot.Distinct(store.ID(predicate), store.Position(at))
}

func (s snapshot) Graphs(ctx context.Context) iter.Seq2[sparql.ID, error] {
	return func(yield func(sparql.ID, error) bool) {
		for id, err := range s.Snapshot.Graphs(ctx) {
			if !yield(sparql.ID(id), err) {
				return
			}
		}
	}
}

// Cost is what the store's cursors were measured to cost, in nanoseconds.
func (s snapshot) Cost() sparql.Cost {
	seek, row, term := s.Snapshot.Costs()
	return sparql.Cost{Seek: seek, Row: row, Term: term}
}

// ScanRange walks the quads of a predicate by the values of their objects.
func (s snapshot) ScanRange(ctx context.Context, predicate sparql.ID, r sparql.Range) (sparql.Cursor, bool) {
	return rangeCursor{s.Snapshot.ScanRange(ctx, store.ID(predicate), valueRange(r))}, true
}

// CountRange counts the quads of ScanRange.
func (s snapshot) CountRange(predicate sparql.ID, r sparql.Range) (uint64, bool) {
	n, _ := s.Snapshot.CountRange(store.ID(predicate), valueRange(r))
	return n, true
}

// valueRange relies on the kinds of values being the same numbers in both rooms.
func valueRange(r sparql.Range) store.ValueRange {
	return store.ValueRange{Kind: store.ValueKind(r.Kind), From: r.From, To: r.To, Descending: r.Descending}
}

// Ordered is the kind of the values of all objects of a predicate.
func (s snapshot) Ordered(predicate sparql.ID) sparql.ValueKind {
	return sparql.ValueKind(s.Snapshot.Ordered(store.ID(predicate)))
}

// rangeCursor is the store's with the engine's quads.
type rangeCursor struct{ *store.RangeCursor }

func (c rangeCursor) Next(buf []sparql.IDQuad) int {
	return c.RangeCursor.Next(unsafe.Slice((*store.IDQuad)(unsafe.Pointer(unsafe.SliceData(buf))), len(buf)))
}

func (c rangeCursor) Seek(sparql.IDQuad) {}

// cursor is the store's with the engine's quads.
type cursor struct{ *store.Cursor }

func (c cursor) Next(buf []sparql.IDQuad) int {
	return c.Cursor.Next(unsafe.Slice((*store.IDQuad)(unsafe.Pointer(unsafe.SliceData(buf))), len(buf)))
}

func (c cursor) Seek(key sparql.IDQuad) {
	c.Cursor.Seek(store.IDQuad{store.ID(key[0]), store.ID(key[1]), store.ID(key[2]), store.ID(key[3])})
}
