package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

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
	id, entry, err := lookup(r.s.db, hash, r.buf)
	if err != nil {
		return 0, err
	}
	if id != 0 {
		r.found[t] = id
		return id, nil
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

// writer writes what a resolver found into an engine batch.
type writer struct {
	*resolver
	batch   *pebble.Batch
	next    counters
	counts  map[ID]int64      // change in the number of quads of a predicate
	used    map[ID]bool       // ids above the horizon that are in a quad
	taken   map[uint64][]byte // by hash: ids of new terms, as written
	orphans []schema.Term
	touched bool
	key     []byte
}

func (w *writer) set(key []byte) {
	op := w.batch.SetDeferred(len(key), 0)
	copy(op.Key, key)
	_ = op.Finish() // only an indexed batch can fail
}

func (w *writer) delete(key []byte) {
	op := w.batch.DeleteDeferred(len(key))
	copy(op.Key, key)
	_ = op.Finish()
}

// build fills the engine batch.
func (w *writer) build(records []recordOperation) error {
	for _, r := range records {
		var err error
		switch {
		case !r.drop:
			err = w.batch.Set(r.key, r.value, nil)
		case r.end != nil:
			err = w.batch.DeleteRange(r.key, r.end, nil)
		default:
			err = w.batch.Delete(r.key, nil)
		}
		if err != nil {
			return engineError(err)
		}
	}
	added, removed, err := w.sort()
	if err != nil || len(added)+len(removed) == 0 {
		return err
	}
	w.touched = true
	w.counts, w.used = map[ID]int64{}, map[ID]bool{}
	if err := w.removeQuads(removed); err != nil {
		return err
	}
	w.addQuads(added)
	w.addTerms()
	if len(removed) > 0 {
		if err := w.removeOrphans(removed, added); err != nil {
			return err
		}
	}
	if err := w.writeCounts(); err != nil {
		return err
	}
	w.next.quads += uint64(len(added)) - uint64(len(removed))
	w.next.horizon = w.horizon + ID(len(w.terms))
	return engineError(w.batch.Set(metaKey(metaCounters), w.next.append(nil), nil))
}

// sort splits the touched quads into those that are new and those that are gone.
func (w *writer) sort() (added, removed []IDQuad, err error) {
	for _, k := range w.order {
		c := w.changes[k]
		if !c.asked {
			if c.existed, err = w.exists(k); err != nil {
				return nil, nil, err
			}
		}
		switch {
		case c.present && !c.existed:
			added = append(added, k)
		case !c.present && c.existed:
			removed = append(removed, k)
		}
	}
	return added, removed, nil
}

func (w *writer) addQuads(added []IDQuad) {
	for _, k := range added {
		for o := range diskOrders {
			w.key = appendIndexKey(w.key[:0], o, k)
			w.set(w.key)
		}
		if v, ok := w.values[k[O]]; ok {
			w.key = valueKey(w.key[:0], v.kind, v.key, k)
			w.set(w.key)
		}
		w.counts[k[P]]++
		for _, id := range k {
			if id > w.horizon {
				w.used[id] = true
			}
		}
	}
}

// removeQuads deletes quads. A graph that goes as a whole goes from its own index
// in one range.
func (w *writer) removeQuads(removed []IDQuad) error {
	whole := w.wholeGraphs()
	for g := range whole {
		from := appendID([]byte{tagOrder[GSPO]}, g)
		if err := w.batch.DeleteRange(from, after(from), nil); err != nil {
			return engineError(err)
		}
	}
	for _, k := range removed {
		for o := range diskOrders {
			if o == GSPO && whole[k[G]] {
				continue
			}
			w.key = appendIndexKey(w.key[:0], o, k)
			w.delete(w.key)
		}
		kind, key, err := w.valueOf(k[O])
		if err != nil {
			return err
		}
		if kind != NoValue {
			w.key = valueKey(w.key[:0], kind, key, k)
			w.delete(w.key)
		}
		w.counts[k[P]]--
	}
	return nil
}

// wholeGraphs are the dropped graphs to which nothing came back that was there.
func (w *writer) wholeGraphs() map[ID]bool {
	whole := map[ID]bool{}
	for g := range w.dropped {
		whole[g] = true
	}
	if len(whole) > 0 {
		for k, c := range w.changes {
			if c.present && c.existed {
				delete(whole, k[G])
			}
		}
	}
	return whole
}

func (w *writer) valueOf(object ID) (ValueKind, float64, error) {
	if v, ok := w.values[object]; ok {
		return v.kind, v.key, nil
	}
	t, err := w.s.term(w.s.db, object)
	if err != nil {
		return NoValue, 0, err
	}
	kind, key := ValueKey(t)
	return kind, key, nil
}

// addTerms writes the terms that are new and in a quad; one that was added and
// removed again within the batch leaves a gap in the ids.
func (w *writer) addTerms() {
	w.taken = make(map[uint64][]byte, len(w.terms))
	for i, t := range w.terms {
		id := w.horizon + ID(i) + 1
		if !w.used[id] {
			continue
		}
		w.next.terms++
		w.buf = appendTerm(w.buf[:0], t)
		w.key = termKey(w.key[:0], id)
		_ = w.batch.Set(w.key, w.buf, nil) // a batch only gathers
		hash := w.s.hash(w.buf)
		w.taken[hash] = appendID(w.taken[hash], id)
		w.key = hashKey(w.key[:0], hash)
		_ = w.batch.Set(w.key, append(w.shared[hash][:len(w.shared[hash]):len(w.shared[hash])], w.taken[hash]...), nil)
	}
}

// remember keeps what the commit made true.
func (w *writer) remember() {
	for t, id := range w.found {
		w.s.known.put(t, id)
	}
	for t, id := range w.fresh {
		if w.used[id] {
			w.s.known.put(t, id)
		}
	}
	for _, t := range w.orphans {
		w.s.known.forget(t)
	}
}

// removeOrphans deletes the terms that are in no quad any more.
func (w *writer) removeOrphans(removed, added []IDQuad) error {
	alive := map[ID]bool{0: true}
	for _, k := range added {
		for _, id := range k {
			alive[id] = true
		}
	}
	probe, err := newProbe(w.s.db, w.changes)
	if err != nil {
		return err
	}
	defer probe.close()
	gone := map[uint64][]ID{}
	var hashes []uint64
	for _, k := range removed {
		for _, id := range k {
			if _, done := alive[id]; done {
				continue
			}
			if alive[id], err = probe.alive(id); err != nil {
				return err
			}
			if alive[id] {
				continue
			}
			t, err := termOf(w.s.db, id)
			if err != nil {
				return err
			}
			w.orphans = append(w.orphans, t)
			w.next.terms--
			w.delete(termKey(w.key[:0], id))
			w.buf = appendTerm(w.buf[:0], t)
			hash := w.s.hash(w.buf)
			if gone[hash] == nil {
				hashes = append(hashes, hash)
			}
			gone[hash] = append(gone[hash], id)
		}
	}
	for _, hash := range hashes {
		if err := w.removeHash(hash, gone[hash]); err != nil {
			return err
		}
	}
	return nil
}

// removeHash takes ids out of the entry of a hash; those of other terms with the
// same hash stay, whether they were there or come with this batch.
func (w *writer) removeHash(hash uint64, ids []ID) error {
	key := hashKey(nil, hash)
	entry, err := getCopy(w.s.db, key)
	if err != nil {
		return err
	}
	var rest []byte
	for ; len(entry) >= idBytes; entry = entry[idBytes:] {
		if !slices.Contains(ids, readID(entry)) {
			rest = append(rest, entry[:idBytes]...)
		}
	}
	rest = append(rest, w.taken[hash]...)
	if len(rest) == 0 {
		w.delete(key)
		return nil
	}
	return engineError(w.batch.Set(key, rest, nil))
}

func (w *writer) writeCounts() error {
	predicates := make([]ID, 0, len(w.counts))
	for p := range w.counts {
		predicates = append(predicates, p)
	}
	slices.Sort(predicates)
	for _, p := range predicates {
		n, err := readCount(w.s.db, p)
		if err != nil {
			return err
		}
		n += uint64(w.counts[p])
		w.key = countKey(w.key[:0], p)
		if n == 0 {
			w.delete(w.key)
			continue
		}
		if err := w.batch.Set(w.key, binary.AppendUvarint(nil, n), nil); err != nil {
			return engineError(err)
		}
	}
	return nil
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
