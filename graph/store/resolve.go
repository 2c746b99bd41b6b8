package store

import (
	"context"
	"fmt"

	"github.com/cockroachdb/pebble/v2"

	"github.com/entente-graph/entente/schema"
)

// change is what a batch makes of one quad, and what it was before.
type change struct {
	present bool // after the batch
	existed bool // before it
	asked   bool // existed is known
}

// resolver turns the operations of a batch into the final state of every quad
// they touch. It reads the store and writes nothing, so that a batch that cannot
// be made leaves no trace.
type resolver struct {
	s       *Store
	horizon ID // the last id given out before the batch
	fresh   map[schema.Term]ID
	terms   []schema.Term // of the ids horizon+1 …
	found   map[schema.Term]ID
	changes map[IDQuad]change
	order   []IDQuad // the quads of changes, by first touch
	dropped map[ID]bool
	shared  map[uint64][]byte   // entries of hashes that new terms share with old ones
	values  map[ID]orderedValue // of objects with a value
	buf     []byte
}

type orderedValue struct {
	kind ValueKind
	key  float64
}

func (s *Store) newResolver(n int) *resolver {
	return &resolver{s: s, horizon: s.state.horizon, fresh: map[schema.Term]ID{}, found: map[schema.Term]ID{},
		changes: make(map[IDQuad]change, n), order: make([]IDQuad, 0, n),
		dropped: map[ID]bool{}, shared: map[uint64][]byte{}, values: map[ID]orderedValue{}}
}

// id finds the id of a term; one that has none gets the next when make is set,
// else it is 0.
func (r *resolver) id(t schema.Term, create bool) (ID, error) {
	if t.IsZero() {
		return 0, nil
	}
	if id, ok := r.s.known.get(t); ok {
		return id, nil
	}
	if id, ok := r.fresh[t]; ok {
		return id, nil
	}
	if id, ok := r.found[t]; ok {
		return id, nil
	}
	r.buf = appendTerm(r.buf[:0], t)
	hash := r.s.hash(r.buf)
	var id ID
	var entry []byte
	if !r.s.seen.missing(hash) {
		var err error
		if id, entry, err = lookup(r.s.db, hash, r.buf); err != nil {
			return 0, err
		}
		if id != 0 {
			r.found[t] = id
			return id, nil
		}
		r.s.seen.vain++
	}
	if !create {
		return 0, nil
	}
	if len(entry) > 0 {
		r.shared[hash] = entry
	}
	r.terms = append(r.terms, t)
	id = r.horizon + ID(len(r.terms))
	if id > maxID {
		return 0, ErrFull
	}
	r.fresh[t] = id
	return id, nil
}

// ids finds the ids of a quad; ok is false when a term has none.
func (r *resolver) ids(q schema.Quad, create bool) (k IDQuad, ok bool, err error) {
	for i, t := range [4]schema.Term{q.S, q.P, q.O, q.G} {
		if k[i], err = r.id(t, create); err != nil {
			return k, false, err
		}
		if k[i] == 0 && !t.IsZero() {
			return k, false, nil
		}
	}
	return k, true, nil
}

func (r *resolver) resolve(ctx context.Context, ops []operation) error {
	if err := r.s.seen.prepare(r.s.db, r.s.state.terms); err != nil {
		return err
	}
	for i := range ops {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		op := &ops[i]
		if op.kind == opRemoveGraph {
			if err := r.dropGraph(op.quad.G); err != nil {
				return err
			}
			continue
		}
		if !op.generalized {
			if err := validate(op.quad); err != nil {
				return err
			}
		}
		if err := r.touch(op); err != nil {
			return &OperationError{Index: i, Quad: op.quad, Err: err}
		}
	}
	return nil
}

// OperationError says which operation of a batch could not be made.
type OperationError struct {
	Index int // among the quad operations of the batch
	Quad  schema.Quad
	Err   error
}

func (e *OperationError) Error() string { return fmt.Sprintf("%v: %s", e.Err, e.Quad.Append(nil)) }

// Unwrap returns the reason.
func (e *OperationError) Unwrap() error { return e.Err }

func (r *resolver) touch(op *operation) error {
	add := op.kind == opAdd || op.kind == opAddNew
	k, ok, err := r.ids(op.quad, add)
	if err != nil {
		return err
	}
	if !ok { // a quad to remove with a term the store does not know
		if op.kind == opRemoveExisting {
			return ErrNoQuad
		}
		return nil
	}
	c, seen := r.changes[k]
	if !seen {
		r.order = append(r.order, k)
	}
	if op.kind == opAddNew || op.kind == opRemoveExisting {
		now := c.present
		if !seen {
			if c.existed, err = r.exists(k); err != nil {
				return err
			}
			c.asked = true
			now = c.existed
		}
		switch {
		case op.kind == opAddNew && now:
			return ErrQuadExists
		case op.kind == opRemoveExisting && !now:
			return ErrNoQuad
		}
	}
	c.present = add
	r.changes[k] = c
	if op.quad.O.Kind == schema.KindLiteral {
		if _, ok := r.values[k[O]]; !ok {
			if kind, key := ValueKey(op.quad.O); kind != NoValue {
				r.values[k[O]] = orderedValue{kind, key}
			}
		}
	}
	return nil
}

// exists tells whether a quad was there before the batch.
func (r *resolver) exists(k IDQuad) (bool, error) {
	for _, id := range k {
		if id > r.horizon {
			return false, nil
		}
	}
	r.buf = appendIndexKey(r.buf[:0], SPOG, k)
	_, closer, err := r.s.db.Get(r.buf)
	if err == pebble.ErrNotFound {
		return false, nil
	}
	if err != nil {
		return false, engineError(err)
	}
	return true, engineError(closer.Close())
}

// dropGraph marks every quad of a graph as removed.
func (r *resolver) dropGraph(name schema.Term) error {
	g, err := r.id(name, false)
	if err != nil || (g == 0 && !name.IsZero()) {
		return err
	}
	for k, c := range r.changes {
		if k[G] == g {
			c.present = false
			r.changes[k] = c
		}
	}
	if r.dropped[g] || g > r.horizon {
		return nil
	}
	r.dropped[g] = true
	prefix := appendID([]byte{tagOrder[GSPO]}, g)
	return scanKeys(r.s.db, prefix, func(key []byte) error {
		if len(key) != indexKeyBytes {
			return fmt.Errorf("%w: key of %d bytes in %v", ErrCorrupt, len(key), GSPO)
		}
		var k IDQuad
		readIndexKey(key, &orderPositions[GSPO], &k)
		c, seen := r.changes[k]
		if !seen {
			r.order = append(r.order, k)
		}
		c.existed, c.asked = true, true
		r.changes[k] = c
		return nil
	})
}
