package sparql

import (
	"container/heap"
	"slices"
)

// orderOperator is ORDER BY, and with a limit the k first rows alone. Rows that
// sort alike keep the order they came in.
type orderOperator struct {
	x    *exec
	p    *plan
	in   operator
	done bool
	at   int
	held int

	rows *batch
	keys [][]*value // by sort key, by row
	perm []int32
	heap topK
}

func (o *orderOperator) next() (*batch, error) {
	if !o.done {
		o.done = true
		if err := o.read(); err != nil {
			return nil, err
		}
	}
	n := min(o.x.full, len(o.perm)-o.at)
	if n <= 0 {
		return nil, nil
	}
	out := newBatch(len(o.rows.cols), n)
	for i, c := range o.rows.cols {
		for _, r := range o.perm[o.at : o.at+n] {
			out.cols[i] = append(out.cols[i], c[r])
		}
	}
	out.n = n
	o.at += n
	return out, nil
}

func (o *orderOperator) read() error {
	env := o.x.newEnv(o.p.in.vars)
	o.rows = newBatch(len(o.p.in.vars), 64)
	o.keys = make([][]*value, len(o.p.sort))
	o.heap = topK{o: o, k: -1}
	if o.p.limit >= 0 {
		o.heap.k = int(o.p.limit)
	}
	key := make([]*value, len(o.p.sort))
	for {
		b, err := o.in.next()
		if err != nil {
			return err
		}
		if b == nil {
			break
		}
		env.cols = b.cols
		before := o.rows.n
		for r := range b.n {
			env.row, env.blanks = r, nil
			for i, s := range o.p.sort {
				key[i] = s.expr.eval(env)
			}
			o.heap.offer(b, r, key)
		}
		if n := (o.rows.n - before) * 8 * (len(b.cols) + len(key) + 1); n > 0 {
			o.held += n
			if err := o.x.charge(n); err != nil {
				return err
			}
		}
		if o.x.err != nil {
			return o.x.err
		}
	}
	if o.heap.k >= 0 {
		o.perm = o.heap.members
	} else {
		o.perm = make([]int32, o.rows.n)
		for i := range o.perm {
			o.perm[i] = int32(i)
		}
	}
	seq := o.heap.seq
	slices.SortFunc(o.perm, func(a, b int32) int {
		if c := o.compare(a, b); c != 0 {
			return c
		}
		if seq != nil {
			return int(seq[a] - seq[b])
		}
		return int(a - b)
	})
	return nil
}

func (o *orderOperator) compare(a, b int32) int { return compareKeys(o.p.sort, o.keys, a, b) }

// compareKeys compares two rows by the values of their sort keys.
func compareKeys(sort []sortKey, keys [][]*value, a, b int32) int {
	for i, s := range sort {
		if c := order(keys[i][a], keys[i][b]); c != 0 {
			if s.desc {
				return -c
			}
			return c
		}
	}
	return 0
}

func (o *orderOperator) close() {
	o.in.close()
	_ = o.x.charge(-o.held)
	o.held = 0
}

// topK is a heap of the k first rows, the last of them on top; k -1 keeps all.
// Rows that fall out leave their place to newcomers.
type topK struct {
	o       *orderOperator
	k       int
	members []int32
	seq     []int64
	count   int64
}

func (h *topK) Len() int { return len(h.members) }
func (h *topK) Less(i, j int) bool {
	a, b := h.members[i], h.members[j]
	if c := h.o.compare(a, b); c != 0 {
		return c > 0
	}
	return h.seq[a] > h.seq[b]
}
func (h *topK) Swap(i, j int) { h.members[i], h.members[j] = h.members[j], h.members[i] }
func (h *topK) Push(x any)    { h.members = append(h.members, x.(int32)) }
func (h *topK) Pop() any      { return nil } // rows are replaced, never popped

func (h *topK) offer(b *batch, r int, key []*value) {
	o := h.o
	if h.k < 0 || len(h.members) < h.k {
		for i, c := range b.cols {
			o.rows.cols[i] = append(o.rows.cols[i], c[r])
		}
		for i, v := range key {
			o.keys[i] = append(o.keys[i], v)
		}
		o.rows.n++
		if h.k >= 0 {
			h.seq = append(h.seq, h.count)
			h.count++
			heap.Push(h, int32(o.rows.n-1))
		}
		return
	}
	h.count++
	if h.k == 0 {
		return
	}
	top := h.members[0]
	for i, s := range o.p.sort {
		c := order(key[i], o.keys[i][top])
		if s.desc {
			c = -c
		}
		if c > 0 {
			return
		}
		if c < 0 {
			for j, col := range b.cols {
				o.rows.cols[j][top] = col[r]
			}
			for j, v := range key {
				o.keys[j][top] = v
			}
			h.seq[top] = h.count - 1
			heap.Fix(h, 0)
			return
		}
	}
}
