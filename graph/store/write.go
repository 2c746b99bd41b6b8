package store

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/cockroachdb/pebble/v2"

	"github.com/entente-graph/entente/schema"
)

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

// addQuads writes quads, an index after the other in its order: the engine finds the
// place of a key faster from that of the one before.
func (w *writer) addQuads(added []IDQuad) {
	for o := range diskOrders {
		sortQuads(added, o)
		for _, k := range added {
			w.key = appendIndexKey(w.key[:0], o, k)
			w.set(w.key)
		}
	}
	for _, k := range added {
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

func sortQuads(quads []IDQuad, o Order) {
	p := orderPositions[o]
	slices.SortFunc(quads, func(a, b IDQuad) int {
		for _, at := range p {
			if a[at] != b[at] {
				return cmp.Compare(a[at], b[at])
			}
		}
		return 0
	})
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
		w.s.seen.add(hash)
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
			hash, err := w.removeTerm(id)
			if err != nil {
				return err
			}
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

// removeTerm deletes the term of an id and returns its hash.
func (w *writer) removeTerm(id ID) (hash uint64, err error) {
	t, err := termOf(w.s.db, id)
	if err != nil {
		return 0, err
	}
	w.orphans = append(w.orphans, t)
	w.next.terms--
	w.key = termKey(w.key[:0], id)
	w.delete(w.key)
	w.buf = appendTerm(w.buf[:0], t)
	return w.s.hash(w.buf), nil
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
