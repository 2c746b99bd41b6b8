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
	b := &trieBuilder{keys: keys, trie: &trie{}}
	b.grow(2*len(keys) + 1024)
	b.take(0)
	b.check[0] = 0
	if len(keys) > 0 {
		b.build(0, len(keys), 0, 0)
	}
	return b.trie
}

// trieBuilder keeps the free slots in a list.
type trieBuilder struct {
	*trie
	keys       []string
	next, prev []int32 // of the free slots, -1 at the ends
	first      int32
	last       int32
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
		b.take(int32(base + c))
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

// place finds a base whose slots for all codes are free: among the first free
// slots, else behind the last.
func (b *trieBuilder) place(codes []int) int {
	const tries = 96 // a tighter fit is not worth a longer search
	at := b.first
	for range tries {
		if at < 0 {
			break
		}
		if base := int(at) - codes[0]; base >= 1 && b.fits(base, codes) {
			return base
		}
		at = b.next[at]
	}
	base := len(b.check)
	b.grow(base + 258)
	return base
}

// fits reports whether the slots are free, making room for them.
func (b *trieBuilder) fits(base int, codes []int) bool {
	b.grow(base + codes[len(codes)-1] + 1)
	for _, c := range codes {
		if b.check[base+c] >= 0 {
			return false
		}
	}
	return true
}

// grow makes n slots, the new ones free.
func (b *trieBuilder) grow(n int) {
	from := len(b.check)
	if from >= n {
		return
	}
	if from == 0 {
		b.first, b.last = -1, -1
	}
	for i := from; i < n; i++ {
		b.check = append(b.check, -1)
		b.base = append(b.base, 0)
		b.prev = append(b.prev, b.last)
		b.next = append(b.next, -1)
		if b.last >= 0 {
			b.next[b.last] = int32(i)
		} else {
			b.first = int32(i)
		}
		b.last = int32(i)
	}
}

// take removes a slot from the free ones.
func (b *trieBuilder) take(i int32) {
	p, n := b.prev[i], b.next[i]
	if p >= 0 {
		b.next[p] = n
	} else {
		b.first = n
	}
	if n >= 0 {
		b.prev[n] = p
	} else {
		b.last = p
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
