package store

import (
	"bytes"
	"fmt"
	"iter"

	"github.com/cockroachdb/pebble/v2"
)

// Get returns the value of a record and whether there is one.
func (s *Store) Get(space, key string) ([]byte, bool, error) {
	if s.closed.Load() {
		return nil, false, fmt.Errorf("store: reading record %s %q: %w", space, key, ErrClosed)
	}
	return getRecord(s.db, space, key)
}

// Get returns the value of a record as it was when the snapshot was taken.
func (v *Snapshot) Get(space, key string) ([]byte, bool, error) {
	return getRecord(v.view, space, key)
}

func getRecord(r pebble.Reader, space, key string) ([]byte, bool, error) {
	b, err := getCopy(r, recordKey(space, key))
	if err != nil {
		return nil, false, fmt.Errorf("store: reading record %s %q: %w", space, key, err)
	}
	return b, b != nil, nil
}

// Records yields the records of a space whose key begins with prefix, ascending by
// key. Key and value may be kept.
func (s *Store) Records(space, prefix string) iter.Seq2[Record, error] {
	if s.closed.Load() {
		return func(yield func(Record, error) bool) {
			yield(Record{}, fmt.Errorf("store: reading records of %s: %w", space, ErrClosed))
		}
	}
	return records(s.db, space, prefix)
}

// Records yields records as they were when the snapshot was taken.
func (v *Snapshot) Records(space, prefix string) iter.Seq2[Record, error] {
	return records(v.view, space, prefix)
}

// Record is a key with its value.
type Record struct {
	Key   string
	Value []byte
}

func records(r pebble.Reader, space, prefix string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		fail := func(err error) {
			yield(Record{}, fmt.Errorf("store: reading records of %s: %w", space, engineError(err)))
		}
		lower := recordKey(space, prefix)
		it, err := r.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: after(lower)})
		if err != nil {
			fail(err)
			return
		}
		defer it.Close()
		skip := len(recordKey(space, ""))
		for ok := it.First(); ok; ok = it.Next() {
			value, err := it.ValueAndErr()
			if err != nil {
				fail(err)
				return
			}
			if !yield(Record{string(it.Key()[skip:]), bytes.Clone(value)}, nil) {
				return
			}
		}
		if err := it.Error(); err != nil {
			fail(err)
		}
	}
}
