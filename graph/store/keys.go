package store

import "encoding/binary"

// ID stands for a term. Ids are given out once, ascending, and never again, so
// that an id means one term for the life of a store. Zero is no term: a wildcard
// in a Pattern, the default graph in the G of a quad.
type ID = uint64

const (
	// Any is the wildcard of a Pattern.
	Any ID = 0
	// DefaultGraph stands in the G of a Pattern for the default graph alone.
	DefaultGraph ID = 1<<62 + 1

	idBytes    = 5
	maxID   ID = 1<<(8*idBytes) - 1
)

// Position is a place in a quad.
type Position = uint8

// The four places.
const (
	S Position = iota
	P
	O
	G
)

// IDQuad is a quad by ids, always as subject, predicate, object, graph.
type IDQuad [4]ID

// Pattern selects quads: Any in a place leaves it open.
type Pattern [4]ID

// Order is an order in which quads are scanned.
type Order uint8

// The orders. Those with the graph last bring the copies of a triple in several
// graphs together. The first four are indexes on disk; the last two exist in
// memory only, for stores that are small enough.
const (
	SPOG Order = iota
	POSG
	OSPG
	GSPO
	PSOG
	GPOS
	orderCount
	diskOrders = PSOG
)

var orderPositions = [orderCount][4]Position{
	SPOG: {S, P, O, G}, POSG: {P, O, S, G}, OSPG: {O, S, P, G}, GSPO: {G, S, P, O},
	PSOG: {P, S, O, G}, GPOS: {G, P, O, S},
}

var orderNames = [orderCount]string{SPOG: "SPOG", POSG: "POSG", OSPG: "OSPG", GSPO: "GSPO", PSOG: "PSOG", GPOS: "GPOS"}

// onDisk is the index out of which an order is made.
var onDisk = [orderCount]Order{SPOG: SPOG, POSG: POSG, OSPG: OSPG, GSPO: GSPO, PSOG: POSG, GPOS: GSPO}

// Positions lists the places in the order's sequence.
func (o Order) Positions() [4]Position { return orderPositions[o] }

// String names the order by its letters.
func (o Order) String() string { return orderNames[o] }

// Spaces of keys, by their first byte.
const (
	tagMeta   = 'M' // name -> value
	tagTerm   = 'T' // id -> encoded term
	tagHash   = 'H' // hash of an encoded term -> ids
	tagValue  = 'V' // predicate, kind, value, object, subject, graph
	tagCount  = 'N' // predicate -> number of its quads
	tagRecord = 'R' // space, NUL, key -> value
)

// tagOrder are the first bytes of the indexes.
var tagOrder = [diskOrders]byte{SPOG: 'a', POSG: 'b', OSPG: 'c', GSPO: 'd'}

const (
	indexKeyBytes = 1 + 4*idBytes
	valueKeyBytes = 1 + idBytes + 1 + 8 + 3*idBytes
)

func appendID(b []byte, id ID) []byte {
	return append(b, byte(id>>32), byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
}

func readID(b []byte) ID {
	_ = b[4]
	return ID(b[0])<<32 | ID(b[1])<<24 | ID(b[2])<<16 | ID(b[3])<<8 | ID(b[4])
}

// appendIndexKey appends the key of a quad in an order.
func appendIndexKey(b []byte, o Order, q IDQuad) []byte {
	b = append(b, tagOrder[o])
	for _, at := range orderPositions[o] {
		b = appendID(b, q[at])
	}
	return b
}

// readIndexKey is the inverse of appendIndexKey. The key must have the length of
// an index key.
func readIndexKey(key []byte, positions *[4]Position, q *IDQuad) {
	_ = key[indexKeyBytes-1]
	q[positions[0]&3] = readID(key[1:6])
	q[positions[1]&3] = readID(key[6:11])
	q[positions[2]&3] = readID(key[11:16])
	q[positions[3]&3] = readID(key[16:21])
}

func termKey(b []byte, id ID) []byte { return appendID(append(b, tagTerm), id) }

func hashKey(b []byte, hash uint64) []byte {
	return binary.BigEndian.AppendUint64(append(b, tagHash), hash)
}

func countKey(b []byte, predicate ID) []byte { return appendID(append(b, tagCount), predicate) }

func metaKey(name string) []byte { return append([]byte{tagMeta}, name...) }

// recordKey is where the record key of a space lies. Spaces hold no NUL.
func recordKey(space string, key string) []byte {
	b := make([]byte, 0, 2+len(space)+len(key))
	b = append(b, tagRecord)
	b = append(b, space...)
	b = append(b, 0)
	return append(b, key...)
}

// valueKey is the entry of a quad in the index over values.
func valueKey(b []byte, kind ValueKind, value float64, q IDQuad) []byte {
	b = appendID(append(b, tagValue), q[P])
	b = append(b, byte(kind))
	b = binary.BigEndian.AppendUint64(b, orderedFloat(value))
	b = appendID(b, q[O])
	b = appendID(b, q[S])
	return appendID(b, q[G])
}

// after returns the first key that does not begin with prefix, nil when there is
// none.
func after(prefix []byte) []byte {
	end := append([]byte(nil), prefix...)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

// readValueKey returns the quad of an entry of the index over values.
func readValueKey(key []byte) IDQuad {
	const at = 1 + idBytes + 1 + 8
	return IDQuad{P: readID(key[1:]), O: readID(key[at:]), S: readID(key[at+idBytes:]), G: readID(key[at+2*idBytes:])}
}
