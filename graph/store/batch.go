package store

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/entente-graph/entente/schema"
)

// Errors of the strict operations.
var (
	// ErrQuadExists: AddNew found the quad there.
	ErrQuadExists = errors.New("the quad is there already")
	// ErrNoQuad: RemoveExisting found no such quad.
	ErrNoQuad = errors.New("there is no such quad")
)

// Batch gathers changes that become true together or not at all. The changes are
// made in the order in which they were gathered, so that an Add after a Remove of
// the same quad leaves it there.
type Batch struct {
	ops     []operation
	records []recordOperation
}

type operationKind uint8

const (
	opAdd operationKind = iota
	opAddNew
	opRemove
	opRemoveExisting
	opRemoveGraph
)

type operation struct {
	kind        operationKind
	generalized bool // Cayley allows literals in any place
	quad        schema.Quad
}

type recordOperation struct {
	key, end []byte // end is set for a range
	value    []byte
	drop     bool
}

// Add puts a quad in; one that is there already changes nothing.
func (b *Batch) Add(q schema.Quad) { b.ops = append(b.ops, operation{kind: opAdd, quad: q}) }

// AddNew puts a quad in; when it is there already the batch fails with
// ErrQuadExists.
func (b *Batch) AddNew(q schema.Quad) { b.ops = append(b.ops, operation{kind: opAddNew, quad: q}) }

// Remove takes a quad out; one that is not there changes nothing.
func (b *Batch) Remove(q schema.Quad) { b.ops = append(b.ops, operation{kind: opRemove, quad: q}) }

// RemoveExisting takes a quad out; when it is not there the batch fails with
// ErrNoQuad.
func (b *Batch) RemoveExisting(q schema.Quad) {
	b.ops = append(b.ops, operation{kind: opRemoveExisting, quad: q})
}

// RemoveGraph takes out all quads of a named graph, those that the batch added
// before included; the zero term is the default graph.
func (b *Batch) RemoveGraph(name schema.Term) {
	b.ops = append(b.ops, operation{kind: opRemoveGraph, quad: schema.Quad{G: name}})
}

// Put writes a record. A space is a short name without NUL; the key is anything,
// and so is the value.
func (b *Batch) Put(space, key string, value []byte) {
	b.records = append(b.records, recordOperation{key: recordKey(space, key), value: value})
}

// Delete takes a record out; one that is not there changes nothing.
func (b *Batch) Delete(space, key string) {
	b.records = append(b.records, recordOperation{key: recordKey(space, key), drop: true})
}

// DeletePrefix takes out all records of a space whose key begins with prefix.
func (b *Batch) DeletePrefix(space, prefix string) {
	from := recordKey(space, prefix)
	b.records = append(b.records, recordOperation{key: from, end: after(from), drop: true})
}

// Len is the number of changes gathered.
func (b *Batch) Len() int { return len(b.ops) + len(b.records) }

// Update gathers changes in fn and makes them true together. It returns when they
// are on the disk; when it returns an error nothing was changed, but for
// ErrBroken. No other write runs while fn does: what it reads from the store
// stands, and it must not write to the store by other ways.
func (s *Store) Update(ctx context.Context, fn func(*Batch) error) error {
	wait, err := s.UpdateAsync(ctx, fn)
	if err != nil {
		return err
	}
	return wait()
}

// UpdateAsync is Update without waiting for the disk: the changes are visible when
// it returns and safe when wait returns nil. Several of them share one write to
// the disk. wait must be called once.
func (s *Store) UpdateAsync(ctx context.Context, fn func(*Batch) error) (wait func() error, err error) {
	s.write.Lock()
	defer s.write.Unlock()
	if err := s.usable(ctx); err != nil {
		return nil, fmt.Errorf("store: writing: %w", err)
	}
	var b Batch
	if err := fn(&b); err != nil {
		return nil, err
	}
	settle, err := s.commit(ctx, &b)
	if err != nil {
		return nil, fmt.Errorf("store: writing: %w", err)
	}
	return func() error {
		if err := settle(); err != nil {
			return fmt.Errorf("store: writing: %w", err)
		}
		return nil
	}, nil
}

// LoadOptions of Load.
type LoadOptions struct {
	// Batch is the number of quads written together; 0 is 2,000.
	Batch int
	// Progress is told the number of quads read so far after every batch.
	Progress func(quads int)
}

const defaultLoadBatch = 2000

// Load adds quads from a sequence in batches, each of them atomic and on the disk
// before the next but one is begun. It reads the next batch while one is written.
// It stops at the first error of the sequence; batches written before stay. It
// returns the number of quads read from the sequence and acknowledged.
func (s *Store) Load(ctx context.Context, quads iter.Seq2[schema.Quad, error], opt LoadOptions) (int, error) {
	size := opt.Batch
	if size <= 0 {
		size = defaultLoadBatch
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan []operation, 2)
	readError := make(chan error, 1)
	go func() {
		defer close(batches)
		readError <- readBatches(ctx, quads, size, batches)
	}()
	done, err := s.loadBatches(ctx, batches, opt.Progress)
	cancel()
	for range batches { // let the reader end
	}
	if e := <-readError; err == nil {
		err = e
	}
	return done, err
}

func readBatches(ctx context.Context, quads iter.Seq2[schema.Quad, error], size int, out chan<- []operation) error {
	ops := make([]operation, 0, size)
	send := func() error {
		select {
		case out <- ops:
			ops = make([]operation, 0, size)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for q, err := range quads {
		if err != nil {
			return err
		}
		ops = append(ops, operation{kind: opAdd, quad: q})
		if len(ops) == size {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if len(ops) > 0 {
		return send()
	}
	return nil
}

func (s *Store) loadBatches(ctx context.Context, batches <-chan []operation, progress func(int)) (done int, err error) {
	var wait func() error
	settled, pending := 0, 0
	settle := func() error {
		if wait == nil {
			return nil
		}
		err := wait()
		if err == nil {
			settled += pending
		}
		wait, pending = nil, 0
		return err
	}
	for ops := range batches {
		next, err := s.UpdateAsync(ctx, func(b *Batch) error { b.ops = ops; return nil })
		if e := settle(); err == nil && e != nil {
			_ = next() // the earlier failure is the one to tell
			err = e
		}
		if err != nil {
			return settled, err
		}
		wait, pending = next, len(ops)
		if progress != nil {
			progress(settled + pending)
		}
	}
	err = settle()
	return settled, err
}
