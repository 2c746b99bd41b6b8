package sparql

import "math/bits"

// batch is a table of ids by columns. What a batch's columns are is known to the
// plan that makes it.
type batch struct {
	cols [][]ID
	n    int
}

// batchRows is how many rows a full batch has.
const batchRows = 2048

func newBatch(width, capacity int) *batch {
	b := &batch{cols: make([][]ID, width)}
	if width > 0 {
		flat := make([]ID, width*capacity)
		for i := range b.cols {
			b.cols[i] = flat[i*capacity : i*capacity : (i+1)*capacity]
		}
	}
	return b
}

func (b *batch) reset() {
	for i := range b.cols {
		b.cols[i] = b.cols[i][:0]
	}
	b.n = 0
}

func (b *batch) truncate(n int) {
	for i := range b.cols {
		b.cols[i] = b.cols[i][:n]
	}
	b.n = n
}

// keep keeps the rows whose flag is set, in place.
func (b *batch) keep(flags []bool) {
	n := 0
	for r, k := range flags {
		if !k {
			continue
		}
		if n != r {
			for _, c := range b.cols {
				c[n] = c[r]
			}
		}
		n++
	}
	b.truncate(n)
}

// append adds the rows of c, whose columns are the same.
func (b *batch) append(c *batch) {
	for i := range b.cols {
		b.cols[i] = append(b.cols[i], c.cols[i]...)
	}
	b.n += c.n
}

// columnsOf maps variables to the columns of a list, -1 where there is none.
func columnsOf(vars []variable, count int) []int32 {
	at := make([]int32, count)
	for i := range at {
		at[i] = -1
	}
	for i, v := range vars {
		at[v] = int32(i)
	}
	return at
}

// rowTable is a hash table of distinct rows of ids, numbered from 0 as they come.
type rowTable struct {
	width int
	rows  []ID // width ids a row
	slots []int32
	count int
}

func newRowTable(width int) *rowTable { return &rowTable{width: width, slots: make([]int32, 64)} }

func hashID(h uint64, id ID) uint64 {
	hi, lo := bits.Mul64(h^uint64(id), 0x9E3779B97F4A7C15)
	return hi ^ lo
}

func hashRow(row []ID) uint64 {
	h := uint64(0x8445D61A4E774912)
	for _, id := range row {
		h = hashID(h, id)
	}
	return h
}

// add returns the number of the row and whether it is new.
func (t *rowTable) add(row []ID) (int, bool) {
	if 2*t.count >= len(t.slots) {
		t.grow()
	}
	h := hashRow(row)
	mask := uint64(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s == 0 {
			t.rows = append(t.rows, row...)
			t.count++
			t.slots[i] = int32(t.count)
			return t.count - 1, true
		}
		if t.equal(int(s-1), row) {
			return int(s - 1), false
		}
	}
}

// find returns the number of the row, -1 when it is not there.
func (t *rowTable) find(row []ID) int {
	h := hashRow(row)
	mask := uint64(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s == 0 {
			return -1
		}
		if t.equal(int(s-1), row) {
			return int(s - 1)
		}
	}
}

func (t *rowTable) row(n int) []ID { return t.rows[n*t.width : (n+1)*t.width] }

func (t *rowTable) equal(n int, row []ID) bool {
	for i, id := range t.row(n) {
		if id != row[i] {
			return false
		}
	}
	return true
}

func (t *rowTable) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	mask := uint64(len(t.slots) - 1)
	for n := range t.count {
		i := hashRow(t.row(n)) & mask
		for t.slots[i] != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = int32(n + 1)
	}
}

// bytes is about what a row costs.
func (t *rowTable) bytes() int { return 8*t.width + 8 }
