package sparql

import (
	"context"
	"iter"

	"github.com/entente-graph/entente/schema"
)

// ID stands for a term inside one Source. Equal terms have equal ids and
// different terms (by lexical form too: "1" and "01") different ones, for as
// long as the Source lives.
//
// Sources give out ids from 1 to MaxID. Zero is no term: unbound in a solution,
// a wildcard in a pattern, and the default graph in the G of a quad that Scan
// returns. Ids above MaxID are the engine's own.
type ID uint64

const (
	// Any is the wildcard of a Pattern.
	Any ID = 0
	// MaxID is the largest id that a Source may give to a term.
	MaxID ID = 1<<62 - 1
	// DefaultGraph stands in the G of a Pattern for the default graph alone.
	// It never comes back in a quad: there the default graph is zero.
	DefaultGraph ID = 1<<62 + 1
)

// Position is a place in a quad.
type Position uint8

// The four places.
const (
	S Position = iota
	P
	O
	G
)

// IDQuad is a statement by ids, always as subject, predicate, object, graph
// (whatever the order it was scanned in). G is 0 in the default graph.
type IDQuad [4]ID

// Pattern selects quads: Any (zero) in a place leaves it open. G may be Any (all
// graphs, the default one among them), DefaultGraph, or the id of a name.
type Pattern [4]ID

// Order is an order in which quads are scanned: ascending by id in the places
// named, one after the other.
type Order uint8

// The orders that the planner can use. The first four put the graph last, so
// that copies of a triple in several graphs are neighbours.
const (
	SPOG Order = iota
	POSG
	OSPG
	PSOG
	GSPO
	GPOS
	orderCount
)

var orderPositions = [orderCount][4]Position{
	SPOG: {S, P, O, G}, POSG: {P, O, S, G}, OSPG: {O, S, P, G},
	PSOG: {P, S, O, G}, GSPO: {G, S, P, O}, GPOS: {G, P, O, S},
}

// Positions lists the places in the order's sequence.
func (o Order) Positions() [4]Position { return orderPositions[o] }

// String names the order by its letters.
func (o Order) String() string {
	return [...]string{"SPOG", "POSG", "OSPG", "PSOG", "GSPO", "GPOS"}[o]
}

// Cursor walks quads in ascending order. It belongs to one goroutine.
type Cursor interface {
	// Next writes the next quads of the pattern into buf and returns how many:
	// 0 at the end or after an error (see Err). It may return fewer than
	// len(buf) before the end. The engine asks for 1 to 4096 at a time.
	Next(buf []IDQuad) int
	// Seek moves forward, never back, to the first quad of the pattern that is
	// not before key in the cursor's order. key is in S, P, O, G like every quad;
	// places that do not matter are 0. A key at or before the position (the quad
	// that Next would return) leaves the cursor where it is. Calls come in
	// ascending order and often lie close together: a source should first try a
	// few steps ahead, then search.
	Seek(key IDQuad)
	// Err returns the first error met, nil at a plain end.
	Err() error
	// Close releases the cursor. It may be called twice.
	Close() error
}

// Cost tells the planner what a source's work costs, in nanoseconds (only the
// ratios matter).
type Cost struct {
	Seek float64 // a cold search for a key
	Row  float64 // the next row of a scan
	Term float64 // decoding one term
}

// Source is the only thing that the engine knows of storage: one unchanging
// snapshot of a set of quads. All methods may be called by several goroutines at
// once; a Cursor belongs to one.
//
// In each graph a triple is held once; the same triple may stand in many graphs.
type Source interface {
	// Lookup returns the id of a term; false when no quad holds it. Blank nodes
	// are looked up by label.
	Lookup(t schema.Term) (ID, bool, error)
	// Term returns the term of an id that this source gave out.
	Term(id ID) (schema.Term, error)
	// Orders lists the orders in which Scan works at the price of Cost. At least
	// SPOG, POSG, OSPG and GSPO; PSOG and GPOS make joins cheaper.
	Orders() []Order
	// Scan walks the quads that match p in the order given, one of Orders. The
	// planner asks for orders whose leading places are the bound ones of p; for
	// bound places after an open one the source has to filter (the engine does
	// ask that, for instance G bound with POSG).
	Scan(ctx context.Context, p Pattern, order Order) Cursor
	// Count returns the number of quads (not folded over graphs) that match p,
	// exactly or as an estimate. It must be cheap: microseconds. An estimate
	// within a factor of two is good enough to order joins; exact counts also
	// answer COUNT queries.
	Count(p Pattern) (n uint64, exact bool)
	// Distinct estimates how many different terms stand in the position given (S
	// or O, or P or G with pred Any) among the quads with that predicate; pred Any
	// is the whole store. Cached statistics are fine.
	Distinct(pred ID, pos Position) uint64
	// Graphs yields the names of the named graphs, ascending by id or not, each
	// once. A source that keeps empty graphs yields them too.
	Graphs(ctx context.Context) iter.Seq2[ID, error]
	// Cost describes the source to the planner.
	Cost() Cost
}

// TermsSource is implemented by sources that decode many terms at once more
// cheaply than one by one. It writes the term of ids[i] into terms[i].
type TermsSource interface {
	Terms(ids []ID, terms []schema.Term) error
}

// HiddenSource is implemented by sources that find graphs by a predicate on
// their IRI without walking over all of them (or that keep the answer). Without
// it the engine asks the predicate about each graph that a scan meets, once.
type HiddenSource interface {
	HiddenGraphs(ctx context.Context, hidden func(iri string) bool) ([]ID, error)
}

// RangeSource is implemented by sources with an index over the values of
// literals. A FILTER that bounds the object of a known predicate by a number,
// date or time then becomes a range scan.
type RangeSource interface {
	// ScanRange walks the quads with predicate pred whose object's ValueKey has
	// the kind of r and lies in it, ascending by key, or descending (quads with equal
	// keys in any order; quads of all graphs). It may return more than that (the engine
	// checks the filter again), never less. Seek is not used on it. ok is false
	// when the source cannot serve this range.
	ScanRange(ctx context.Context, pred ID, r Range) (c Cursor, ok bool)
	// CountRange estimates the number of quads of ScanRange, cheaply.
	CountRange(pred ID, r Range) (n uint64, ok bool)
	// Ordered is the kind that the objects of all quads with predicate pred have,
	// NoValue when they differ or some have none. It lets ORDER BY read the index.
	Ordered(pred ID) ValueKind
}

// ValueKind classes literals whose values have an order.
type ValueKind uint8

// The kinds of ordered values. A date and a dateTime never compare in SPARQL, so
// they are apart.
const (
	NoValue ValueKind = iota
	NumberValue
	DateValue     // xsd:date: key is seconds since 1970-01-01T00:00:00Z of its first instant
	DateTimeValue // xsd:dateTime: key is seconds since 1970-01-01T00:00:00Z
)

// Range is an interval of keys, both ends inclusive; -Inf and +Inf are open ends.
// Descending is the direction in which it is scanned.
type Range struct {
	Kind       ValueKind
	From, To   float64
	Descending bool
}

// ValueKey returns the kind and the key of a literal, by which an index over
// values orders it. The key is monotone (a smaller value never has a larger key)
// but not exact: numbers beyond 2^53 share keys. A date or time without a zone is
// taken as UTC. NaN, ill-formed and unordered literals have NoValue.
func ValueKey(t schema.Term) (ValueKind, float64) {
	if t.Kind != schema.KindLiteral {
		return NoValue, 0
	}
	v := decode(t)
	switch {
	case v.kind.numeric():
		f := v.float()
		if f != f {
			return NoValue, 0
		}
		return NumberValue, f
	case v.kind == vDate:
		return DateValue, v.time.seconds()
	case v.kind == vDateTime:
		return DateTimeValue, v.time.seconds()
	}
	return NoValue, 0
}
