package sparql

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/entente-graph/entente/schema"
)

// exec is one run of a query: what its operators share. It belongs to one
// goroutine.
type exec struct {
	ctx      context.Context
	src      Source
	opt      Options
	deadline time.Time
	cost     Cost
	orders   [orderCount]bool
	data     dataset
	base     string
	names    []string
	now      *value
	err      error // the first failure of the source inside an expression

	pages    [][]*value
	slab     []value // to make values of, many at once
	cached   int     // bytes of pages and sparse
	todo     []ID
	terms    []schema.Term
	sparse   map[ID]*value
	local    []*value // terms that are not in the source
	locals   map[schema.Term]ID
	regexes  map[string]*regexp.Regexp
	searches map[string][]searchTerm
	blanks   int
	memory   int64
	full     int // rows of a full batch
	steps    int64

	stats   map[*plan]*planStats
	builds  map[*plan]*buildTable
	edges   map[edgeKey][]ID
	answers map[existsKey]bool
	counts  map[Pattern]float64
	asker   func(e *env, o *op) (found, ok bool) // answers EXISTS in place of the planner, for tests
	fixed   map[variable]slot                    // graphs that opEachGraph has put in
}

const firstLocal ID = 1<<62 + 2

func newExec(ctx context.Context, src Source, q *Query, opt Options) (*exec, error) {
	now := opt.Now
	if now.IsZero() {
		now = time.Now()
	}
	x := &exec{ctx: ctx, src: src, opt: opt, cost: src.Cost(), base: q.Base,
		now:    decode(schema.Typed(now.UTC().Format("2006-01-02T15:04:05.000Z"), schema.XSDDateTime)),
		locals: map[schema.Term]ID{}, regexes: map[string]*regexp.Regexp{}, sparse: map[ID]*value{},
		stats: map[*plan]*planStats{}, builds: map[*plan]*buildTable{}, edges: map[edgeKey][]ID{}, answers: map[existsKey]bool{},
		counts: map[Pattern]float64{}, searches: map[string][]searchTerm{}, fixed: map[variable]slot{}}
	if x.full = batchRows; opt.batch > 0 {
		x.full = opt.batch
	}
	if opt.Timeout > 0 {
		x.deadline = time.Now().Add(opt.Timeout)
	}
	for _, o := range src.Orders() {
		x.orders[o] = true
	}
	var err error
	x.data, err = x.dataset(q)
	return x, err
}

// check is called once a batch by every operator.
func (x *exec) check() error {
	if x.err != nil {
		return x.err
	}
	if err := x.ctx.Err(); err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("sparql: %w: %w", ErrTimeout, err)
		}
		return fmt.Errorf("sparql: query stopped: %w", err)
	}
	if !x.deadline.IsZero() && time.Now().After(x.deadline) {
		return fmt.Errorf("sparql: %w (%v)", ErrTimeout, x.opt.Timeout)
	}
	return nil
}

// charge counts bytes held by operators; negative numbers give them back.
func (x *exec) charge(bytes int) error {
	x.memory += int64(bytes)
	if x.opt.MaxMemory > 0 && x.memory > x.opt.MaxMemory {
		return fmt.Errorf("sparql: %w (more than %d bytes)", ErrMemory, x.opt.MaxMemory)
	}
	return nil
}

// step counts edges followed by property paths.
func (x *exec) step(n int) error {
	x.steps += int64(n)
	if x.opt.PathSteps > 0 && x.steps > x.opt.PathSteps {
		return fmt.Errorf("sparql: %w (more than %d)", ErrPathSteps, x.opt.PathSteps)
	}
	return nil
}

const pageSize = 1024

// value decodes an id, once.
func (x *exec) value(id ID) *value {
	if id >= firstLocal {
		return x.local[id-firstLocal]
	}
	if id < 1<<32 {
		if page := int(id / pageSize); page < len(x.pages) && x.pages[page] != nil {
			if v := x.pages[page][id%pageSize]; v != nil {
				return v
			}
		}
		v := x.fetch(id)
		x.setPage(id, v)
		return v
	}
	v, ok := x.sparse[id]
	if !ok {
		v = x.fetch(id)
		x.sparse[id] = v
	}
	return v
}

func (x *exec) fetch(id ID) *value {
	t, err := x.src.Term(id)
	if err != nil {
		if x.err == nil {
			x.err = fmt.Errorf("sparql: reading term %d: %w", id, err)
		}
		return nil
	}
	return x.newValue(id, t)
}

// newValue decodes a term for the cache. A cache that has grown too large is
// dropped: what still uses its values keeps them.
func (x *exec) newValue(id ID, t schema.Term) *value {
	if len(x.slab) == 0 {
		x.slab = make([]value, 64)
	}
	v := &x.slab[0]
	x.slab = x.slab[1:]
	v.term, v.id = t, id
	v.read()
	n := valueBytes + len(t.Value)
	if x.cached+n > x.cacheLimit() {
		_ = x.charge(-x.cached)
		x.pages, x.sparse, x.cached = nil, map[ID]*value{}, 0
	}
	x.cached += n
	if err := x.charge(n); err != nil && x.err == nil {
		x.err = err
	}
	return v
}

// cacheLimit bounds the bytes of the cache of decoded terms.
func (x *exec) cacheLimit() int {
	if x.opt.MaxMemory > 0 && x.opt.MaxMemory/4 < maxCache {
		return int(x.opt.MaxMemory / 4)
	}
	return maxCache
}

const maxCache = 1 << 27

const valueBytes = 120

// prefetch decodes the ids of a column at once, in ascending order, where the
// source offers that.
func (x *exec) prefetch(col []ID) {
	src, ok := x.src.(TermsSource)
	if !ok || len(col) < 16 {
		return
	}
	todo := x.todo[:0]
	for _, id := range col {
		if id == 0 || id >= 1<<32 {
			continue
		}
		if page := int(id / pageSize); page >= len(x.pages) || x.pages[page] == nil || x.pages[page][id%pageSize] == nil {
			todo = append(todo, id)
		}
	}
	slices.Sort(todo)
	todo = slices.Compact(todo)
	x.todo = todo
	if len(todo) < 16 {
		return
	}
	x.terms = slices.Grow(x.terms[:0], len(todo))[:len(todo)]
	if src.Terms(todo, x.terms) != nil {
		return // the plain way will meet the error again
	}
	for i, id := range todo {
		x.setPage(id, x.newValue(id, x.terms[i]))
	}
}

func (x *exec) setPage(id ID, v *value) {
	page := int(id / pageSize)
	if page >= len(x.pages) {
		x.pages = append(x.pages, make([][]*value, page+1-len(x.pages)+len(x.pages)/2)...)
	}
	if x.pages[page] == nil {
		x.pages[page] = make([]*value, pageSize)
	}
	x.pages[page][id%pageSize] = v
}

// term is the term of an id; the zero term for 0.
func (x *exec) term(id ID) (schema.Term, error) {
	if id == 0 {
		return schema.Term{}, nil
	}
	if id >= firstLocal {
		return x.local[id-firstLocal].term, nil
	}
	if id < 1<<32 {
		if page := int(id / pageSize); page < len(x.pages) && x.pages[page] != nil {
			if v := x.pages[page][id%pageSize]; v != nil {
				return v.term, nil
			}
		}
	}
	return x.src.Term(id)
}

// intern gives a value an id: that of the source when it has the term, so that
// computed terms join with stored ones.
func (x *exec) intern(v *value) ID {
	if v == nil {
		return 0
	}
	if v.id != 0 {
		return v.id
	}
	if id, ok := x.locals[v.term]; ok {
		return id
	}
	id, ok, err := x.src.Lookup(v.term)
	if err != nil && x.err == nil {
		x.err = fmt.Errorf("sparql: looking up a term: %w", err)
	}
	if !ok {
		id = firstLocal + ID(len(x.local))
		c := *v
		c.id = id
		x.local = append(x.local, &c)
	}
	x.locals[v.term] = id
	if err := x.charge(valueBytes + len(v.term.Value)); err != nil && x.err == nil {
		x.err = err
	}
	return id
}

// internTerm is intern for a term of the query.
func (x *exec) internTerm(t schema.Term) ID {
	if t.IsZero() {
		return 0
	}
	return x.intern(decode(t))
}

func (x *exec) freshBlank() *value {
	x.blanks++
	v := &value{kind: vBlank, term: schema.Blank("q" + strconv.Itoa(x.blanks))}
	v.id = firstLocal + ID(len(x.local)) // never one of the source
	x.local = append(x.local, v)
	return v
}

func (x *exec) regex(pattern, flags string) *regexp.Regexp {
	key := flags + "/" + pattern
	re, ok := x.regexes[key]
	if !ok {
		re, _ = compileRegex(pattern, flags) // a bad one is nil: a type error
		x.regexes[key] = re
	}
	return re
}

// dataset is what the default graph and the named graphs are in this run.
type dataset struct {
	union    bool        // the default graph is all graphs but the hidden ones
	defaults []ID        // else: the graphs merged in it, DefaultGraph for the source's
	merged   map[ID]bool // of defaults, by the id in quads (0: the source's)
	hidden   map[ID]bool
	ask      bool // Options.Hidden is asked about each graph met
	asked    flags
	allNamed bool
	named    map[ID]bool
}

func (x *exec) dataset(q *Query) (d dataset, err error) {
	from, named := q.From, q.FromNamed
	if x.opt.DefaultGraphs != nil || x.opt.NamedGraphs != nil {
		from, named = x.opt.DefaultGraphs, x.opt.NamedGraphs
	} else if from == nil && named == nil {
		d.allNamed = true
		if !x.opt.Union {
			d.defaults = []ID{DefaultGraph}
			return d, nil
		}
		d.union = true
		d.hidden, err = x.hidden()
		_, listed := x.src.(HiddenSource)
		d.ask = x.opt.Hidden != nil && !listed
		return d, err
	}
	d.named, d.merged = map[ID]bool{}, map[ID]bool{}
	for _, iri := range from {
		id, ok, err := x.src.Lookup(schema.IRI(iri))
		if err != nil {
			return d, fmt.Errorf("sparql: looking up graph %s: %w", iri, err)
		}
		if ok && !d.merged[id] {
			d.defaults = append(d.defaults, id)
			d.merged[id] = true
		}
	}
	for _, iri := range named {
		id, ok, err := x.src.Lookup(schema.IRI(iri))
		if err != nil {
			return d, fmt.Errorf("sparql: looking up graph %s: %w", iri, err)
		}
		if ok {
			d.named[id] = true
		}
	}
	return d, nil
}

// hidden finds the graphs that the union leaves out.
func (x *exec) hidden() (map[ID]bool, error) {
	out := map[ID]bool{}
	for _, iri := range x.opt.HiddenGraphs {
		id, ok, err := x.src.Lookup(schema.IRI(iri))
		if err != nil {
			return nil, fmt.Errorf("sparql: looking up graph %s: %w", iri, err)
		}
		if ok {
			out[id] = true
		}
	}
	if h, ok := x.src.(HiddenSource); ok && x.opt.Hidden != nil {
		ids, err := h.HiddenGraphs(x.ctx, x.opt.Hidden)
		for _, id := range ids {
			out[id] = true
		}
		return out, err
	}
	return out, nil
}

// hides asks Options.Hidden about a graph, once.
func (x *exec) hides(g ID) bool {
	if hidden, known := x.data.asked.get(g); known {
		return hidden
	}
	t, err := x.term(g)
	if err != nil && x.err == nil {
		x.err = fmt.Errorf("sparql: reading the name of a graph: %w", err)
	}
	hidden := x.opt.Hidden(t.Value)
	x.data.asked.put(g, hidden)
	return hidden
}

// flags remember yes or no by id.
type flags struct {
	pages  [][]uint8 // 0 unknown, 1 no, 2 yes
	sparse map[ID]bool
}

func (f *flags) get(id ID) (yes, known bool) {
	if id >= 1<<32 {
		yes, known = f.sparse[id]
		return yes, known
	}
	if p := int(id / pageSize); p < len(f.pages) && f.pages[p] != nil {
		v := f.pages[p][id%pageSize]
		return v == 2, v != 0
	}
	return false, false
}

func (f *flags) put(id ID, yes bool) {
	if id >= 1<<32 {
		if f.sparse == nil {
			f.sparse = map[ID]bool{}
		}
		f.sparse[id] = yes
		return
	}
	p := int(id / pageSize)
	if p >= len(f.pages) {
		f.pages = append(f.pages, make([][]uint8, p+1-len(f.pages))...)
	}
	if f.pages[p] == nil {
		f.pages[p] = make([]uint8, pageSize)
	}
	f.pages[p][id%pageSize] = 1 + uint8(b2i(yes))
}

// namedGraphs lists the named graphs of the dataset.
func (x *exec) namedGraphs() ([]ID, error) {
	var out []ID
	for id, err := range x.src.Graphs(x.ctx) {
		if err != nil {
			return nil, fmt.Errorf("sparql: listing graphs: %w", err)
		}
		if x.data.allNamed || x.data.named[id] {
			out = append(out, id)
		}
	}
	return out, nil
}
