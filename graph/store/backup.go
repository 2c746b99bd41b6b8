package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Backup writes a copy of the store as it is now into a directory that must not
// exist. Readers and writers go on meanwhile. The copy is a store like any other:
// to restore it is to put it in the place of the old one.
func (s *Store) Backup(ctx context.Context, dir string) error {
	if s.closed.Load() {
		return fmt.Errorf("store: backup to %s: %w", dir, ErrClosed)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := s.fs.Stat(dir); err == nil {
		return fmt.Errorf("store: backup to %s: %w", dir, ErrExists)
	}
	if err := s.db.Checkpoint(dir, pebble.WithFlushedWAL()); err != nil {
		return fmt.Errorf("store: backup to %s: %w", dir, errors.Join(engineError(err), s.fs.RemoveAll(dir)))
	}
	return nil
}

// Compact rewrites the store so that it takes the least room and reads fastest.
func (s *Store) Compact(ctx context.Context) error {
	if err := s.usable(ctx); err != nil {
		return fmt.Errorf("store: compacting: %w", err)
	}
	if err := s.db.Flush(); err != nil {
		return fmt.Errorf("store: compacting: %w", engineError(err))
	}
	if err := s.db.Compact(ctx, []byte{0}, []byte{0xff}, true); err != nil {
		return fmt.Errorf("store: compacting: %w", engineError(err))
	}
	return nil
}

// Sizes are the bytes on disk of the parts of a store, estimated by part.
type Sizes struct {
	Total      uint64            // tables and log; files about to be deleted not counted
	Dictionary uint64            // terms and their hashes
	Indexes    map[string]uint64 // by order
	Values     uint64            // index over values
	Records    uint64
}

// Stats are the counts of a store.
type Stats struct {
	Quads uint64
	Terms uint64 // different terms in quads
	Size  Sizes
}

// Stats counts and measures the store. What is still in memory has no size yet.
func (s *Store) Stats() (Stats, error) {
	if s.closed.Load() {
		return Stats{}, fmt.Errorf("store: measuring: %w", ErrClosed)
	}
	s.publish.RLock()
	st := Stats{Quads: s.published.quads, Terms: s.published.terms}
	s.publish.RUnlock()
	all, err := s.db.EstimateDiskUsage([]byte{0}, []byte{0xff})
	st.Size.Total = all + s.db.Metrics().WAL.Size
	part := func(tag byte) uint64 {
		n, e := s.db.EstimateDiskUsage([]byte{tag}, []byte{tag + 1})
		err = errors.Join(err, e)
		return n
	}
	st.Size.Dictionary = part(tagTerm) + part(tagHash)
	st.Size.Values = part(tagValue)
	st.Size.Records = part(tagRecord)
	st.Size.Indexes = map[string]uint64{}
	for o := range diskOrders {
		st.Size.Indexes[o.String()] = part(tagOrder[o])
	}
	if err != nil {
		return st, fmt.Errorf("store: measuring: %w", engineError(err))
	}
	return st, nil
}
