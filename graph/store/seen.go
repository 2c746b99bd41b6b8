package store

import (
	"encoding/binary"
	"math/bits"

	"github.com/cockroachdb/pebble/v2"
)

// seenHashes tells a writer of most terms that are not in the store that they are
// not, without reading: a Bloom filter over the hashes of all terms, in blocks of a
// cache line. Most look-ups while loading are for new terms, and one on disk asks
// every level. It is made when looking in vain has cost about as much as making it,
// and belongs to the writer. It may hold too much (a term that was removed, a batch
// that failed), never too little.
type seenHashes struct {
	blocks [][8]uint64
	made   bool
	count  uint64 // hashes in it
	holds  uint64 // hashes for which it is large enough
	vain   uint64 // look-ups that found nothing, since it was last made
}

const (
	seenBits     = 12      // a hash; one look-up in some hundred is then in vain
	seenProbes   = 6       // of them
	seenFewest   = 1 << 16 // hashes for which it is made at least
	seenMost     = 1 << 25 // hashes beyond which it is not made: 50 MB
	seenPatience = 16      // a look-up in vain costs as much as reading so many hashes
)

// missing is true when no term has the hash.
func (s *seenHashes) missing(hash uint64) bool {
	if !s.made {
		return false
	}
	block, probe := s.place(hash)
	for range seenProbes {
		if block[probe>>6&7]>>(probe&63)&1 == 0 {
			return true
		}
		probe = bits.RotateLeft64(probe, -9)
	}
	return false
}

func (s *seenHashes) add(hash uint64) {
	if !s.made {
		return
	}
	s.count++
	block, probe := s.place(hash)
	for range seenProbes {
		block[probe>>6&7] |= 1 << (probe & 63)
		probe = bits.RotateLeft64(probe, -9)
	}
}

// place is the block of a hash and the bits that say where in it; the block is chosen
// by the upper bits and the places by others of a mixed hash.
func (s *seenHashes) place(hash uint64) (block *[8]uint64, probe uint64) {
	hi, _ := bits.Mul64(hash, uint64(len(s.blocks)))
	return &s.blocks[hi], hash * 0x9E3779B97F4A7C15
}

// prepare makes the filter when that pays, or anew when it has become too small.
// terms is the number of terms in the store.
func (s *seenHashes) prepare(r pebble.Reader, terms uint64) error {
	switch {
	case s.made && s.count <= s.holds:
		return nil
	case !s.made && s.vain*seenPatience < terms:
		return nil
	case terms > seenMost:
		s.made, s.blocks = false, nil
		return nil
	}
	s.holds = max(seenFewest, 2*terms)
	s.blocks = make([][8]uint64, s.holds*seenBits/512+1)
	s.made, s.count, s.vain = true, 0, 0
	err := scanKeys(r, []byte{tagHash}, func(key []byte) error {
		if len(key) == 9 {
			s.add(binary.BigEndian.Uint64(key[1:]))
		}
		return nil
	})
	s.made = err == nil
	return err
}
