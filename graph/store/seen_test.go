package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// The filter never says of a term that is there that it is missing, and says it of
// nearly all that are not; it grows with the store and holds over removals and a new
// Open.
func TestSeenHashes(t *testing.T) {
	s := emptyStore(t)
	value := func(i int) schema.Quad {
		return schema.Quad{S: iri("s"), P: iri("p"), O: schema.String(fmt.Sprint(i))}
	}
	const all = seenFewest + 20_000
	for from := 0; from < all; from += 4000 {
		update(t, s, func(b *Batch) {
			for i := from; i < from+4000; i++ {
				b.Add(value(i))
				if i%10 == 3 {
					b.Remove(value(i - 1))
				}
			}
		})
	}
	if !s.seen.made || s.seen.holds <= seenFewest {
		t.Fatalf("not made, or not grown: made %v for %d", s.seen.made, s.seen.holds)
	}
	before := s.Size()
	update(t, s, func(b *Batch) { // all there: nothing may be added twice
		for i := range 9000 {
			if i%10 != 2 {
				b.Add(value(i))
			}
		}
	})
	if s.Size() != before {
		t.Errorf("%d quads became %d", before, s.Size())
	}
	r := rand.New(rand.NewPCG(5, 6))
	passed := 0
	for range 100_000 {
		if !s.seen.missing(r.Uint64()) {
			passed++
		}
	}
	if passed > 1000 {
		t.Errorf("of 100,000 hashes that are not there %d pass", passed)
	}
	check(t, s)

	// A store opened again reads at first, and makes the filter once that has cost
	// enough.
	s.seen = seenHashes{}
	update(t, s, func(b *Batch) {
		for i := range 8000 {
			b.Add(value(all + 10_000 + i))
		}
	})
	update(t, s, func(b *Batch) { b.Add(value(1)) })
	if !s.seen.made {
		t.Error("the filter was not made anew")
	}
	for i := range 9000 {
		if i%10 != 2 && s.seen.missing(hashTerm(appendTerm(nil, schema.String(fmt.Sprint(i))))) {
			t.Fatalf("term %d is said to be missing", i)
		}
	}
	check(t, s)
}
