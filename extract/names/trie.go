package names

import (
	"slices"
	"strings"
)

// trie is a double-array trie over bytes whose unbranched ends are kept as
// strings. It maps keys to numbers and is read only after newTrie.
//
// A node s has the child for byte c at t = base[s]+c+1 when check[t] == s, and a
// value at t = base[s]. A negative base names a leaf.
type trie struct {
	base, check []int32
	leaves      []leaf
}

type leaf struct {
	tail  string
	value int32
}

// newTrie builds a trie of sorted distinct keys, none of them empty; the value of
// a key is its index.
func newTrie(keys []string) *trie {
	b := &trieBuilder{keys: keys, trie: &trie{base: make([]int32, 512, 4*len(keys)+1024), check: make([]int32, 512, 4*len(keys)+1024)}, free: 1}
	for i := range b.trie.check {
		b.trie.check[i] = -1
	}
	b.trie.check[0] = 0
	if len(keys) > 0 {
		b.build(0, len(keys), 0, 0)
	}
	return b.trie
}

type trieBuilder struct {
	*trie
	keys []string
	free int // no slot below it is free
}

func (b *trieBuilder) build(lo, hi, depth int, node int32) {
	if hi-lo == 1 {
		b.base[node] = -int32(len(b.leaves)) - 1
		b.leaves = append(b.leaves, leaf{b.keys[lo][depth:], int32(lo)})
		return
	}
	var codes []int
	var starts []int
	for i := lo; i < hi; i++ {
		c := 0
		if len(b.keys[i]) > depth {
			c = int(b.keys[i][depth]) + 1
		}
		if len(codes) == 0 || codes[len(codes)-1] != c {
			codes = append(codes, c)
			starts = append(starts, i)
		}
	}
	base := b.place(codes)
	b.base[node] = int32(base)
	for _, c := range codes {
		b.check[base+c] = node
	}
	for k, c := range codes {
		end := hi
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		child := int32(base + c)
		if c == 0 {
			b.base[child] = int32(starts[k])
			continue
		}
		b.build(starts[k], end, depth+1, child)
	}
}

// place finds the first base whose slots for all codes are free.
func (b *trieBuilder) place(codes []int) int {
	for b.free < len(b.check) && b.check[b.free] >= 0 {
		b.free++
	}
	const tries = 64 // a slot far in front is not worth a long search
	for at, n := b.free, 0; ; at++ {
		b.grow(at + 258)
		if b.check[at] >= 0 {
			continue
		}
		base := at - codes[0]
		if base < 1 {
			continue
		}
		n++
		if b.fits(base, codes) {
			if n > tries {
				b.free += (at - b.free) / 2
			}
			return base
		}
	}
}

func (b *trieBuilder) fits(base int, codes []int) bool {
	for _, c := range codes {
		if b.check[base+c] >= 0 {
			return false
		}
	}
	return true
}

func (b *trieBuilder) grow(n int) {
	for len(b.check) <= n {
		b.check = append(b.check, -1)
		b.base = append(b.base, 0)
	}
}

// match is a key found at a position: where it ends and its value.
type match struct {
	end   int
	value int32
}

// walk appends the keys that begin at byte at of s, shortest first.
func (t *trie) walk(s string, at int, out []match) []match {
	base, check := t.base, t.check
	node := int32(0)
	for i := at; ; i++ {
		b := base[node]
		if b < 0 {
			l := &t.leaves[-b-1]
			if strings.HasPrefix(s[i:], l.tail) {
				out = append(out, match{i + len(l.tail), l.value})
			}
			return out
		}
		if i > at && check[b] == node {
			out = append(out, match{i, base[b]})
		}
		if i >= len(s) {
			return out
		}
		next := b + int32(s[i]) + 1
		if int(next) >= len(check) || check[next] != node {
			return out
		}
		node = next
	}
}

// sortedKeys lists the keys of a map in byte order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
