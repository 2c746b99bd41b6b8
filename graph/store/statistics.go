package store

import (
	"context"
	"sync"
)

// countSteps is how many keys Count walks before it estimates.
const countSteps = 4096

// statistics are counts that hold for one generation of the store.
type statistics struct {
	mu         sync.Mutex
	generation uint64
	counts     map[Pattern]estimate
	distinct   map[distinctKey]uint64
	ordered    map[ID]ValueKind
}

type estimate struct {
	n     uint64
	exact bool
}

type distinctKey struct {
	predicate ID
	position  Position
}

// countsKept bounds the memory of what is kept of counts.
const countsKept = 1 << 16

func newStatistics() *statistics { return &statistics{} }

// at forgets what belongs to an older generation; ok is false when the snapshot
// is the older one, which then keeps nothing.
func (st *statistics) at(generation uint64) bool {
	if generation < st.generation {
		return false
	}
	if generation > st.generation || st.counts == nil || len(st.counts) > countsKept {
		st.generation = generation
		st.counts = map[Pattern]estimate{}
		st.distinct = map[distinctKey]uint64{}
		st.ordered = map[ID]ValueKind{}
	}
	return true
}

// Count is the number of quads that match p. It is exact for all quads, for one
// predicate, and for up to some thousand quads whose bound places lead an index;
// beyond that it is an estimate within a factor of two or so.
func (v *Snapshot) Count(p Pattern) (n uint64, exact bool) {
	if p == (Pattern{}) {
		return v.counters.quads, true
	}
	st := v.s.describe
	st.mu.Lock()
	if st.at(v.generation) {
		if e, ok := st.counts[p]; ok {
			st.mu.Unlock()
			return e.n, e.exact
		}
	}
	st.mu.Unlock()
	e, err := v.count(p)
	if err != nil {
		// Whoever scans the pattern will meet the error; a plan needs a number.
		return v.counters.quads, false
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.at(v.generation) {
		st.counts[p] = e
	}
	return e.n, e.exact
}

func (v *Snapshot) count(p Pattern) (estimate, error) {
	if p[P] != Any && p[S] == Any && p[O] == Any && p[G] == Any {
		n, err := readCount(v.view, p[P])
		return estimate{n, true}, err
	}
	order := BestOrder(p)
	if v.resident != nil {
		if rows := v.resident.made[order].Load(); rows != nil {
			found, complete := span(*rows, p, order)
			if complete || len(found) == 0 {
				return estimate{uint64(len(found)), true}, nil
			}
		}
	}
	prefix, complete := boundPrefix(nil, p, order)
	n, done, err := v.walk(order, prefix, p, !complete)
	if err != nil || done {
		return estimate{n, done}, err
	}
	all, err := v.share(order, prefix)
	if err != nil {
		return estimate{}, err
	}
	if complete {
		return estimate{max(all, n), false}, nil
	}
	// n of the first keys passed the filter.
	return estimate{max(all*n/countSteps, n, 1), false}, nil
}

// walk counts the matching quads among the first keys under a prefix; done tells
// whether there were no more.
func (v *Snapshot) walk(o Order, prefix []byte, p Pattern, filtered bool) (n uint64, done bool, err error) {
	it, err := v.iterator(o, prefix, after(prefix))
	if err != nil {
		return 0, false, err
	}
	defer func() {
		if e := v.release(o, it); err == nil {
			err = e
		}
	}()
	filter := Cursor{filter: p}
	var k IDQuad
	steps := 0
	ok := it.First()
	for ; ok && steps < countSteps; ok = it.Next() {
		steps++
		if filtered {
			if len(it.Key()) != indexKeyBytes {
				return 0, false, ErrCorrupt
			}
			readIndexKey(it.Key(), &orderPositions[o], &k)
			if !filter.matches(&k) {
				continue
			}
		}
		n++
	}
	return n, !ok, engineError(it.Error())
}

// share estimates the number of keys under a prefix of an order by its share of
// the index's bytes on disk.
func (v *Snapshot) share(o Order, prefix []byte) (uint64, error) {
	part, err := v.s.db.EstimateDiskUsage(prefix, after(prefix))
	if err != nil {
		return 0, engineError(err)
	}
	all, err := v.s.db.EstimateDiskUsage([]byte{tagOrder[o]}, []byte{tagOrder[o] + 1})
	if err != nil || all == 0 {
		return 0, engineError(err)
	}
	return uint64(float64(v.counters.quads) * float64(part) / float64(all)), nil
}

// distinctSteps is how many different terms Distinct looks for before it
// estimates.
const distinctSteps = 2048

// Distinct estimates how many different terms stand in a place (S or O, or G or P
// with predicate Any) among the quads of a predicate; Any is the whole store.
func (v *Snapshot) Distinct(predicate ID, at Position) uint64 {
	st := v.s.describe
	key := distinctKey{predicate, at}
	st.mu.Lock()
	if st.at(v.generation) {
		if n, ok := st.distinct[key]; ok {
			st.mu.Unlock()
			return n
		}
	}
	st.mu.Unlock()
	n, err := v.countDistinct(predicate, at)
	if err != nil {
		return max(v.counters.terms, 1)
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.at(v.generation) {
		st.distinct[key] = n
	}
	return n
}

func (v *Snapshot) countDistinct(predicate ID, at Position) (uint64, error) {
	order := map[Position]Order{S: SPOG, P: POSG, O: OSPG, G: GSPO}[at]
	prefix := []byte{tagOrder[order]}
	total := v.counters.quads
	switch {
	case predicate == Any:
	case at == O:
		order = POSG
		prefix = appendID([]byte{tagOrder[order]}, predicate)
		n, err := readCount(v.view, predicate)
		if err != nil {
			return 0, err
		}
		total = n
	default:
		return v.distinctSubjects(predicate, at)
	}
	return v.skip(order, prefix, total)
}

// skip counts the different terms that follow a prefix by jumping from one to the
// next, and estimates the rest from how many quads the jumps passed.
func (v *Snapshot) skip(o Order, prefix []byte, total uint64) (n uint64, err error) {
	it, err := v.iterator(o, prefix, after(prefix))
	if err != nil {
		return 0, err
	}
	defer func() {
		if e := v.release(o, it); err == nil {
			err = e
		}
	}()
	ok := it.First()
	for ok && n < distinctSteps {
		n++
		next := after(it.Key()[:len(prefix)+idBytes])
		steps := 0
		for ok = it.Next(); ok && steps < seekSteps && string(it.Key()) < string(next); ok = it.Next() {
			steps++
		}
		if ok && string(it.Key()) < string(next) {
			ok = it.SeekGE(next)
		}
	}
	if err := it.Error(); err != nil || !ok {
		return n, engineError(err)
	}
	return v.extrapolate(o, prefix, it.Key(), n, total)
}

// extrapolate guesses the number of different terms from those found before key.
func (v *Snapshot) extrapolate(o Order, prefix, key []byte, found, total uint64) (uint64, error) {
	passed, err := v.s.db.EstimateDiskUsage(prefix, key)
	if err != nil {
		return 0, engineError(err)
	}
	all, err := v.s.db.EstimateDiskUsage(prefix, after(prefix))
	if err != nil {
		return 0, engineError(err)
	}
	if passed == 0 || all <= passed {
		// Nothing on disk yet to go by: as many quads a term as so far.
		return max(found, total/2), nil
	}
	return min(total, uint64(float64(found)*float64(all)/float64(passed))), nil
}

// distinctSubjects estimates the subjects (or graphs) of a predicate. They are not
// sorted within one, so that a sample of its quads must do: stretches of the index
// over objects, far from each other.
func (v *Snapshot) distinctSubjects(predicate ID, at Position) (uint64, error) {
	total, err := readCount(v.view, predicate)
	if err != nil || total == 0 {
		return 0, err
	}
	c := v.Scan(context.Background(), Pattern{P: predicate}, POSG)
	defer c.Close()
	stretches := map[ID]int{} // in how many stretches a term stands
	buf := make([]IDQuad, 256)
	if total <= sampleStretches*stretchQuads { // all of them
		readStretch(c, buf, int(total), at, stretches)
		return uint64(len(stretches)), c.Err()
	}
	from, sample := ID(0), uint64(0)
	for i := range ID(sampleStretches) {
		if i > 0 {
			c.Seek(IDQuad{P: predicate, O: from + (v.counters.horizon-from)*i/sampleStretches})
		}
		n := readStretch(c, buf, stretchQuads, at, stretches)
		if n == 0 {
			break
		}
		if i == 0 {
			from = buf[0][O] // the other stretches lie between here and the last id
		}
		sample += n
	}
	if c.Err() != nil || sample == 0 {
		return 0, c.Err()
	}
	once := 0
	for _, n := range stretches {
		if n == 1 {
			once++
		}
	}
	// Chao's estimate in its simplest form, a stretch counting as one draw, since
	// neighbours are often of one subject (its labels in two languages): terms met in
	// one stretch only tell how many are still to be met.
	met := float64(len(stretches))
	rest := float64(once) * (float64(total)/float64(sample) - 1)
	return min(total, uint64(met+max(rest, 0))), nil
}

const (
	sampleStretches = 8
	stretchQuads    = 1024
)

// readStretch reads the next quads of a cursor and counts the stretch once for each
// term in a place of theirs.
func readStretch(c *Cursor, buf []IDQuad, size int, at Position, stretches map[ID]int) (read uint64) {
	seen := map[ID]bool{}
	for read < uint64(size) {
		n := c.Next(buf)
		if n == 0 {
			break
		}
		for _, k := range buf[:n] {
			if !seen[k[at]] {
				seen[k[at]] = true
				stretches[k[at]]++
			}
		}
		read += uint64(n)
	}
	return read
}
