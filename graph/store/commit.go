package store

import (
	"context"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// commit resolves a batch, applies it and publishes the new state. wait returns
// when it is on the disk. The caller holds s.write.
func (s *Store) commit(ctx context.Context, b *Batch) (wait func() error, err error) {
	r := s.newResolver(len(b.ops))
	if err := r.resolve(ctx, b.ops); err != nil {
		return nil, err
	}
	w := &writer{resolver: r, batch: s.db.NewBatch(), next: s.state}
	if err := w.build(b.records); err != nil {
		_ = w.batch.Close() // it was never applied
		return nil, err
	}
	if w.batch.Empty() {
		return func() error { return nil }, w.batch.Close()
	}
	if err := s.apply(w); err != nil {
		// Nothing that was learnt from this batch may outlive it.
		s.known.clear()
		return nil, err
	}
	w.remember()
	return func() error { return s.settle(w.batch) }, nil
}

// apply makes the batch visible together with its counters.
func (s *Store) apply(w *writer) (err error) {
	defer func() {
		// The engine panics when its log cannot be written: the store goes on
		// reading, but a new log needs a new Open.
		if p := recover(); p != nil {
			s.broken.Store(true)
			err = fmt.Errorf("%w: %v", ErrBroken, p)
		}
	}()
	s.publish.Lock()
	defer s.publish.Unlock()
	if s.opt.NoSync {
		err = s.db.Apply(w.batch, s.sync)
	} else {
		err = s.db.ApplyNoSyncWait(w.batch, s.sync)
	}
	if err != nil {
		return engineError(err)
	}
	s.state = w.next
	s.published = w.next
	if w.touched {
		s.generation++
	}
	return nil
}

// settle waits until a batch is on the disk.
func (s *Store) settle(b *pebble.Batch) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
		if err != nil {
			s.broken.Store(true)
			err = fmt.Errorf("%w: %w", ErrBroken, err)
		}
	}()
	if !s.opt.NoSync {
		if err := b.SyncWait(); err != nil {
			return engineError(err)
		}
	}
	return engineError(b.Close())
}
