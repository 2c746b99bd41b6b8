package store

import (
	"context"
	"errors"
	"fmt"
)

// Check reads the whole store and compares its parts: every index holds the same
// quads, every id has a term and every term its entry in the dictionary, no term
// is without a quad, values and counters are right. It returns what is wrong, all
// of it ErrCorrupt, up to some twenty findings. progress is told how much of the work
// is done, from 0 to 1; nil for none.
func (s *Store) Check(ctx context.Context, progress func(float64)) error {
	v, err := s.Snapshot()
	if err != nil {
		return err
	}
	c := &checker{ctx: ctx, v: v, progress: progress, counts: map[ID]uint64{}}
	err = errors.Join(c.run(), v.Close())
	if err != nil {
		return fmt.Errorf("store: checking %s: %w", s.dir, err)
	}
	return nil
}

const maxFindings = 20

type checker struct {
	ctx      context.Context
	v        *Snapshot
	progress func(float64)
	findings []error
	steps    uint64
	counts   map[ID]uint64
	used     []uint64 // bitmap of the ids in quads
	sums     [diskOrders]uint64
}

var errEnough = errors.New("more findings are left out")

func (c *checker) report(format string, args ...any) error {
	c.findings = append(c.findings, fmt.Errorf("%w: "+format, append([]any{ErrCorrupt}, args...)...))
	if len(c.findings) >= maxFindings {
		return errEnough
	}
	return nil
}

// step counts a key read, and tells the progress and the cancellation.
func (c *checker) step() error {
	if c.steps++; c.steps%4096 != 0 {
		return nil
	}
	if c.progress != nil {
		total := c.v.counters.quads*uint64(diskOrders) + c.v.counters.terms*2
		c.progress(min(1, float64(c.steps)/float64(total+1)))
	}
	return c.ctx.Err()
}

func (c *checker) run() error {
	c.used = make([]uint64, c.v.counters.horizon/64+1)
	for _, part := range []func() error{c.indexes, c.predicates, c.dictionary, c.hashes, c.values} {
		if err := part(); err != nil {
			return errors.Join(append(c.findings, err)...)
		}
	}
	if c.progress != nil {
		c.progress(1)
	}
	return errors.Join(c.findings...)
}

// mix makes a number of a quad such that the sums over two sets of quads agree
// only if the sets do.
func mix(k IDQuad) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, id := range k {
		h ^= id
		h *= 0xff51afd7ed558ccd
		h ^= h >> 32
	}
	return h
}

func (c *checker) indexes() error {
	for o := range diskOrders {
		n := uint64(0)
		err := scanKeys(c.v.view, []byte{tagOrder[o]}, func(key []byte) error {
			if len(key) != indexKeyBytes {
				return c.report("key of %d bytes in %v", len(key), o)
			}
			var k IDQuad
			readIndexKey(key, &orderPositions[o], &k)
			n++
			c.sums[o] += mix(k)
			if o == SPOG {
				if err := c.quad(k); err != nil {
					return err
				}
			}
			return c.step()
		})
		if err != nil {
			return err
		}
		if n != c.v.counters.quads {
			err = c.report("%v holds %d quads, the counter says %d", o, n, c.v.counters.quads)
		} else if c.sums[o] != c.sums[SPOG] {
			err = c.report("%v and %v hold different quads", SPOG, o)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) quad(k IDQuad) error {
	c.counts[k[P]]++
	for at, id := range k {
		switch {
		case id > c.v.counters.horizon, id == 0 && at != int(G):
			if err := c.report("id %d in quad %v", id, k); err != nil {
				return err
			}
		default:
			c.used[id/64] |= 1 << (id % 64)
		}
	}
	return nil
}

func (c *checker) predicates() error {
	return scanPairs(c.v.view, []byte{tagCount}, func(key, value []byte) error {
		p := readID(key[1:])
		n, err := readCount(c.v.view, p)
		if err != nil {
			return err
		}
		if n != c.counts[p] {
			err = c.report("predicate %d has %d quads, its counter says %d", p, c.counts[p], n)
		}
		return err
	})
}

func (c *checker) dictionary() error {
	n := uint64(0)
	err := scanPairs(c.v.view, []byte{tagTerm}, func(key, value []byte) error {
		id := readID(key[1:])
		n++
		if id == 0 || id > c.v.counters.horizon || c.used[id/64]&(1<<(id%64)) == 0 {
			if err := c.report("term %d is in no quad", id); err != nil {
				return err
			}
		} else {
			c.used[id/64] &^= 1 << (id % 64)
		}
		t, err := readTerm(value)
		if err != nil {
			return c.report("term %d: %w", id, err)
		}
		found, _, err := lookup(c.v.view, c.v.s.hash(value), value)
		if err == nil && found != id {
			err = c.report("term %v has id %d and is found under %d", t, id, found)
		}
		if err != nil {
			return err
		}
		return c.step()
	})
	if err != nil {
		return err
	}
	if n != c.v.counters.terms {
		if err := c.report("%d terms, the counter says %d", n, c.v.counters.terms); err != nil {
			return err
		}
	}
	c.used[0] &^= 1
	for i, word := range c.used {
		for bit := range 64 {
			if word&(1<<bit) != 0 {
				if err := c.report("id %d has no term", i*64+bit); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *checker) hashes() error {
	n := uint64(0)
	err := scanPairs(c.v.view, []byte{tagHash}, func(_, value []byte) error {
		n += uint64(len(value) / idBytes)
		return c.step()
	})
	if err == nil && n != c.v.counters.terms {
		err = c.report("the dictionary knows %d terms by hash and %d by id", n, c.v.counters.terms)
	}
	return err
}

// values compares the index over values with the quads.
func (c *checker) values() error {
	sum, err := c.valueSum()
	if err != nil {
		return err
	}
	cur := c.v.Scan(c.ctx, Pattern{}, OSPG)
	defer cur.Close()
	buf := make([]IDQuad, 1024)
	object, value := ID(0), orderedValue{}
	for n := cur.Next(buf); n > 0; n = cur.Next(buf) {
		for _, k := range buf[:n] {
			if k[O] != object {
				t, err := termOf(c.v.view, k[O])
				if err != nil {
					return err
				}
				object = k[O]
				value.kind, value.key = ValueKey(t)
			}
			if value.kind != NoValue {
				sum -= mixValue(valueKey(nil, value.kind, value.key, k))
			}
		}
	}
	if err := cur.Err(); err != nil {
		return err
	}
	if sum != 0 {
		return c.report("the index over values does not agree with the quads")
	}
	return nil
}

func (c *checker) valueSum() (sum uint64, err error) {
	err = scanKeys(c.v.view, []byte{tagValue}, func(key []byte) error {
		if len(key) != valueKeyBytes {
			return c.report("key of %d bytes in the index over values", len(key))
		}
		sum += mixValue(key)
		return nil
	})
	return sum, err
}

func mixValue(key []byte) uint64 { return hashTerm(key) }
