package text

import "unicode"

// sketchSize is the number of minima a minhash keeps.
const sketchSize = 64

// grams calls f for the hash of every run of four letters and digits.
func grams(s string, f func(uint64)) {
	var window [4]rune
	n := 0
	for _, r := range FoldKey(s) {
		if r < 0x80 {
			if !('a' <= r && r <= 'z' || '0' <= r && r <= '9') {
				continue
			}
		} else if !(r >= 0x4e00 && r <= 0x9fff) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		window[0], window[1], window[2], window[3] = window[1], window[2], window[3], r
		if n++; n < 4 {
			continue
		}
		h := uint64(1469598103934665603)
		for _, r := range window {
			h ^= uint64(r)
			h *= 1099511628211
		}
		h ^= h >> 31
		h *= 0x9e3779b97f4a7c15
		h ^= h >> 29
		f(h)
	}
}

// spread writes the bits of a byte as eight counters of a byte each.
var spread = func() (t [256]uint64) {
	for b := range t {
		for i := range 8 {
			t[b] |= uint64(b>>i&1) << (8 * i)
		}
	}
	return t
}()

// votes counts, for each of 64 bits, the hashes in which it is set. Eight counters
// are added at a time and emptied before one can overflow.
type votes struct {
	lanes   [8]uint64
	pending int
	ones    [64]int
	total   int
}

func (v *votes) add(h uint64) {
	for i := range v.lanes {
		v.lanes[i] += spread[h>>(8*i)&0xff]
	}
	if v.pending++; v.pending == 255 {
		v.flush()
	}
}

func (v *votes) flush() {
	for i, lane := range v.lanes {
		for j := range 8 {
			v.ones[8*i+j] += int(lane >> (8 * j) & 0xff)
		}
		v.lanes[i] = 0
	}
	v.total += v.pending
	v.pending = 0
}

func (v *votes) majority() uint64 {
	v.flush()
	var out uint64
	for i, n := range v.ones {
		if 2*n > v.total {
			out |= 1 << i
		}
	}
	return out
}

// bins keep the least hash of each of sketchSize equal parts of the hashes (one
// permutation hashing, Li, Owen and Zhang 2012).
type bins struct {
	least [sketchSize]uint32
	used  [sketchSize]bool
}

func (b *bins) add(h uint64) {
	i := h % sketchSize
	if v := uint32(h >> 32); !b.used[i] || v < b.least[i] {
		b.least[i], b.used[i] = v, true
	}
}

// sketch fills empty bins from the next one that is not, so that short texts
// compare as well; nil where the text has no 4-gram.
func (b *bins) sketch() []uint32 {
	if b.used == [sketchSize]bool{} {
		return nil
	}
	out := make([]uint32, sketchSize)
	for i := range out {
		for d := range sketchSize {
			if j := (i + d) % sketchSize; b.used[j] {
				out[i] = b.least[j] + uint32(d)*0x9e3779b9
				break
			}
		}
	}
	return out
}

// Sketch is what near-copies are found by: a 64-bit simhash (Charikar) and a minhash
// (Broder) of a text's character 4-grams, letters and digits of the key only, in one
// pass. How alike two sketches must be is decided where copies are.
func Sketch(s string) (simhash uint64, minhash []uint32) {
	var v votes
	var b bins
	grams(s, func(h uint64) {
		v.add(h)
		b.add(h)
	})
	return v.majority(), b.sketch()
}
