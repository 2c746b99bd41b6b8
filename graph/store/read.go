package store

import (
	"encoding/binary"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// scanKeys calls fn with every key under a prefix. The key is valid during the
// call.
func scanKeys(r pebble.Reader, prefix []byte, fn func(key []byte) error) error {
	it, err := r.NewIter(&pebble.IterOptions{LowerBound: prefix, UpperBound: after(prefix)})
	if err != nil {
		return engineError(err)
	}
	for ok := it.First(); ok && err == nil; ok = it.Next() {
		err = fn(it.Key())
	}
	if e := it.Close(); err == nil {
		err = engineError(e)
	}
	return err
}

// readCount is the number of quads of a predicate in one view of the database.
func readCount(r pebble.Reader, predicate ID) (uint64, error) {
	b, err := getCopy(r, countKey(nil, predicate))
	if err != nil || b == nil {
		return 0, err
	}
	n, used := binary.Uvarint(b)
	if used <= 0 {
		return 0, fmt.Errorf("%w: count of predicate %d", ErrCorrupt, predicate)
	}
	return n, nil
}

// scanPairs calls fn with every key and value under a prefix, valid during the
// call.
func scanPairs(r pebble.Reader, prefix []byte, fn func(key, value []byte) error) error {
	it, err := r.NewIter(&pebble.IterOptions{LowerBound: prefix, UpperBound: after(prefix)})
	if err != nil {
		return engineError(err)
	}
	for ok := it.First(); ok && err == nil; ok = it.Next() {
		var value []byte
		if value, err = it.ValueAndErr(); err == nil {
			err = fn(it.Key(), value)
		}
	}
	if e := it.Close(); err == nil {
		err = engineError(e)
	}
	return err
}
