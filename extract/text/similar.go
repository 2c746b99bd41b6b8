package text

import (
	"math/bits"
	"unicode"
)

// sketchSize is the number of minima a sketch keeps.
const sketchSize = 64

// grams calls f for the hash of every run of four letters and digits.
func grams(s string, f func(uint64)) {
	var window [4]rune
	n := 0
	for _, r := range FoldKey(s) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		copy(window[:], window[1:])
		window[3] = r
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

// Simhash is a 64-bit locality-sensitive hash over character 4-grams (Charikar).
func Simhash(s string) uint64 {
	var weight [64]int
	grams(s, func(h uint64) {
		for i := range weight {
			if h>>i&1 == 1 {
				weight[i]++
			} else {
				weight[i]--
			}
		}
	})
	var out uint64
	for i, w := range weight {
		if w > 0 {
			out |= 1 << i
		}
	}
	return out
}

// Distance is the number of bits in which two simhashes differ.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// Minhash sketches the set of a text's 4-grams (Broder); Similarity compares two
// sketches.
func Minhash(s string) []uint32 {
	out := make([]uint32, sketchSize)
	for i := range out {
		out[i] = ^uint32(0)
	}
	grams(s, func(h uint64) {
		for i := range out {
			v := uint32((h * (2*uint64(i) + 0x9e3779b97f4a7c15 | 1)) >> 32)
			if v < out[i] {
				out[i] = v
			}
		}
	})
	return out
}

// Similarity estimates the Jaccard similarity of two texts by their sketches, 0
// to 1; sketches of different size are not similar.
func Similarity(a, b []uint32) float64 {
	if len(a) == 0 || len(a) != len(b) {
		return 0
	}
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / float64(len(a))
}
