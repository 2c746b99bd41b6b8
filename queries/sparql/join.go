package sparql

// matches are the rows of a right side for each row of a batch: those numbered
// lo[r] up to hi[r] in idx (or in cols themselves when idx is nil).
type matches struct {
	cols   [][]ID
	idx    []int32
	lo, hi []int32
}

// matcher finds the right rows for a batch of left rows. Right columns are those
// of vars.
type matcher interface {
	vars() []variable
	match(in *batch) (*matches, error)
	close()
}

// joinOperator joins each batch of its input with what a matcher finds for it,
// in the order of the input.
type joinOperator struct {
	x  *exec
	p  *plan
	in operator
	m  matcher

	left, right []int32  // for each column delivered: where it comes from, -1
	checks      []check  // shared variables that the matcher did not join on
	shared      []shared // minus: variables of both sides
	conds       []condCol
	env         *env

	whole *batch // the input batch at hand, of which b is a stretch
	from  int
	chunk int

	b    *batch
	got  *matches
	row  int
	at   int32
	any  bool
	out  *batch
	size int
}

type check struct{ left, right int32 }

// shared is a variable of both sides of a MINUS; right -1 means that the matcher
// joined on it.
type shared struct{ left, right int32 }

// condCol is a column that conditions read.
type condCol struct {
	left, right int32
}

func (x *exec) openJoin(p *plan, seed *seedRows, m matcher) operator {
	o := &joinOperator{x: x, p: p, in: x.open(p.in, seed), m: m, size: min(64, x.full), chunk: min(512, x.full)}
	lat, rat := columnsOf(p.in.vars, len(x.names)), columnsOf(m.vars(), len(x.names))
	for _, v := range p.vars {
		o.left, o.right = append(o.left, lat[v]), append(o.right, rat[v])
	}
	for _, v := range m.vars() {
		if lat[v] >= 0 {
			o.checks = append(o.checks, check{lat[v], rat[v]})
		}
	}
	if p.join == joinMinus {
		joined := varsetOf(p.seeds...).union(varsetOf(p.keys...))
		if p.kind == planLookup {
			joined = joined.union(varsetOf(p.access.vars[:]...))
		}
		for i, v := range p.in.vars {
			if v == p.ignore || v == p.rowVar {
				continue
			}
			if rat[v] >= 0 {
				o.shared = append(o.shared, shared{int32(i), rat[v]})
			} else if joined.has(v) && p.shared.has(v) {
				o.shared = append(o.shared, shared{int32(i), -1})
			}
		}
	}
	if len(p.exprs) > 0 {
		var need varset
		for _, e := range p.exprs {
			need = need.union(e.mentions)
		}
		var vars []variable
		for v := range need.all() {
			if lat[v] >= 0 || rat[v] >= 0 {
				vars = append(vars, v)
				o.conds = append(o.conds, condCol{lat[v], rat[v]})
			}
		}
		o.env = x.newEnv(vars)
		o.env.cols = make([][]ID, len(vars))
		for i := range vars {
			o.env.cols[i] = make([]ID, 1)
		}
	}
	return o
}

func (o *joinOperator) next() (*batch, error) {
	if o.out == nil || len(o.out.cols) > 0 && cap(o.out.cols[0]) < o.size {
		o.out = newBatch(len(o.p.vars), o.size)
	}
	o.out.reset()
	for {
		if o.b == nil {
			b, err := o.stretch()
			if err != nil {
				return nil, err
			}
			if b == nil {
				if o.out.n > 0 {
					return o.out, nil
				}
				return nil, nil
			}
			got, err := o.m.match(b)
			if err != nil {
				return nil, err
			}
			o.adapt(b.n, got)
			o.b, o.got, o.row, o.at, o.any = b, got, 0, got.lo[0], false
		}
		if o.emit(); o.out.n >= o.size {
			o.size = min(2*o.size, o.x.full)
			return o.out, o.x.err
		}
		if err := o.x.check(); err != nil {
			return nil, err
		}
		o.b = nil
	}
}

// fewMatches is how many right rows a stretch of the input should bring.
const fewMatches = 1 << 18

// stretch is the next part of the input to be matched at once.
func (o *joinOperator) stretch() (*batch, error) {
	if o.whole == nil || o.from == o.whole.n {
		o.whole = nil // the input may use its columns again
		b, err := o.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		o.whole, o.from = b, 0
	}
	n := min(o.chunk, o.whole.n-o.from)
	if n == o.whole.n {
		o.from = n
		return o.whole, nil
	}
	b := &batch{n: n, cols: make([][]ID, len(o.whole.cols))}
	for i, c := range o.whole.cols {
		b.cols[i] = c[o.from : o.from+n]
	}
	o.from += n
	return b, nil
}

// adapt makes stretches shorter when they bring very many rows, which all have to
// be held.
func (o *joinOperator) adapt(n int, got *matches) {
	total := 0
	for r := range n {
		total += int(got.hi[r] - got.lo[r])
	}
	if total > fewMatches {
		o.chunk = max(16, n*fewMatches/total)
	} else {
		o.chunk = min(o.x.full, 2*o.chunk)
	}
}

// emit fills the output from the batch at hand until one of them is used up.
func (o *joinOperator) emit() {
	for o.row < o.b.n {
		for hi := o.got.hi[o.row]; o.at < hi; {
			r := o.at
			o.at++
			if o.got.idx != nil {
				r = o.got.idx[r]
			}
			if !o.fits(r) {
				continue
			}
			o.any = true
			if o.p.join >= joinSemi {
				o.at = hi
				break
			}
			o.add(r)
			if o.out.n >= o.size {
				return
			}
		}
		switch o.p.join {
		case joinLeft, joinAnti, joinMinus:
			if !o.any {
				o.add(-1)
			}
		case joinSemi:
			if o.any {
				o.add(-1)
			}
		}
		o.row++
		o.any = false
		if o.row < o.b.n {
			o.at = o.got.lo[o.row]
		}
		if o.out.n >= o.size {
			return
		}
	}
}

// fits reports whether right row r is compatible with the left row at hand and
// meets the conditions.
func (o *joinOperator) fits(r int32) bool {
	for _, c := range o.checks {
		a, b := o.b.cols[c.left][o.row], o.got.cols[c.right][r]
		if a != 0 && b != 0 && a != b {
			return false
		}
	}
	if o.p.join == joinMinus && !o.overlaps(r) {
		return false
	}
	if len(o.p.exprs) == 0 {
		return true
	}
	for i, c := range o.conds {
		id := ID(0)
		if c.left >= 0 {
			id = o.b.cols[c.left][o.row]
		}
		if id == 0 && c.right >= 0 {
			id = o.got.cols[c.right][r]
		}
		o.env.cols[i][0] = id
	}
	o.env.blanks = nil
	return holds(o.p.exprs, o.env)
}

func (o *joinOperator) overlaps(r int32) bool {
	for _, s := range o.shared {
		if o.b.cols[s.left][o.row] != 0 && (s.right < 0 || o.got.cols[s.right][r] != 0) {
			return true
		}
	}
	return false
}

// add delivers the left row at hand with right row r, or with none (-1).
func (o *joinOperator) add(r int32) {
	for i := range o.out.cols {
		id := ID(0)
		if c := o.left[i]; c >= 0 {
			id = o.b.cols[c][o.row]
		}
		if c := o.right[i]; id == 0 && c >= 0 && r >= 0 {
			id = o.got.cols[c][r]
		}
		o.out.cols[i] = append(o.out.cols[i], id)
	}
	o.out.n++
}

func (o *joinOperator) close() {
	o.in.close()
	o.m.close()
}
