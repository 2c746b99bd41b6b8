package store

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/cespare/xxhash/v2"
	"github.com/cockroachdb/pebble/v2"

	"github.com/entente-graph/entente/schema"
)

const (
	knownTerms  = 1 << 17 // terms whose ids a writer remembers
	cachedTerms = 1 << 17 // ids whose terms readers remember
)

// hashTerm is the hash of an encoded term. It is part of the format. Terms that
// share a hash share its record.
func hashTerm(encoded []byte) uint64 { return xxhash.Sum64(encoded) }

// lookup finds the id of a term in one view of the database, 0 when it has none;
// entry is then what other terms with its hash have there.
func lookup(r pebble.Reader, hash uint64, encoded []byte) (id ID, entry []byte, err error) {
	var key [9]byte
	entry, err = getCopy(r, hashKey(key[:0], hash))
	if err != nil {
		return 0, nil, err
	}
	if len(entry)%idBytes != 0 {
		return 0, nil, fmt.Errorf("%w: dictionary entry of %d bytes", ErrCorrupt, len(entry))
	}
	for ids := entry; len(ids) > 0; ids = ids[idBytes:] {
		id := readID(ids)
		same, err := isTerm(r, id, encoded)
		if err != nil {
			return 0, nil, err
		}
		if same {
			return id, entry, nil
		}
	}
	return 0, entry, nil
}

func isTerm(r pebble.Reader, id ID, encoded []byte) (bool, error) {
	var key [6]byte
	v, closer, err := r.Get(termKey(key[:0], id))
	if err == pebble.ErrNotFound {
		return false, fmt.Errorf("%w: id %d has no term", ErrCorrupt, id)
	}
	if err != nil {
		return false, engineError(err)
	}
	same := bytes.Equal(v, encoded)
	return same, engineError(closer.Close())
}

// termOf reads the term of an id in one view of the database.
func termOf(r pebble.Reader, id ID) (schema.Term, error) {
	var key [6]byte
	v, closer, err := r.Get(termKey(key[:0], id))
	if err == pebble.ErrNotFound {
		return schema.Term{}, fmt.Errorf("%w: id %d has no term", ErrCorrupt, id)
	}
	if err != nil {
		return schema.Term{}, engineError(err)
	}
	t, err := readTerm(v)
	if err != nil {
		err = fmt.Errorf("%w: term %d: %w", ErrCorrupt, id, err)
	}
	if e := closer.Close(); err == nil {
		err = engineError(e)
	}
	return t, err
}

// termIDs remembers the ids of terms lately written, in two generations: when the
// younger is full the elder is dropped. It holds only what a commit has made
// true, and belongs to the writer.
type termIDs struct {
	size         int
	young, elder map[schema.Term]ID
}

func newTermIDs(size int) *termIDs {
	return &termIDs{size: size, young: make(map[schema.Term]ID)}
}

func (c *termIDs) get(t schema.Term) (ID, bool) {
	if id, ok := c.young[t]; ok {
		return id, true
	}
	id, ok := c.elder[t]
	if ok {
		c.put(t, id)
	}
	return id, ok
}

func (c *termIDs) put(t schema.Term, id ID) {
	if len(c.young) >= c.size {
		c.elder, c.young = c.young, make(map[schema.Term]ID, c.size)
	}
	c.young[t] = id
}

func (c *termIDs) forget(t schema.Term) {
	delete(c.young, t)
	delete(c.elder, t)
}

func (c *termIDs) clear() { c.young, c.elder = make(map[schema.Term]ID), nil }

// termCache remembers the terms of ids for readers. An id never changes its term,
// so that nothing in it can become wrong.
type termCache struct {
	shards [16]termShard
}

type termShard struct {
	mu           sync.RWMutex
	size         int
	young, elder map[ID]schema.Term
}

func newTermCache(size int) *termCache {
	c := &termCache{}
	for i := range c.shards {
		c.shards[i].size = size / len(c.shards)
		c.shards[i].young = map[ID]schema.Term{}
	}
	return c
}

func (c *termCache) get(id ID) (schema.Term, bool) {
	s := &c.shards[id%ID(len(c.shards))]
	s.mu.RLock()
	defer s.mu.RUnlock()
	if t, ok := s.young[id]; ok {
		return t, true
	}
	t, ok := s.elder[id]
	return t, ok
}

func (c *termCache) put(id ID, t schema.Term) {
	s := &c.shards[id%ID(len(c.shards))]
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.young) >= s.size {
		s.elder, s.young = s.young, make(map[ID]schema.Term, s.size)
	}
	s.young[id] = t
}
