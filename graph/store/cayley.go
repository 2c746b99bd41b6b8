package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"

	"github.com/entente-graph/entente/schema"
)

// Backend is the name under which the store is registered with Cayley.
const Backend = "entente"

// Cayley keeps its backends in a registry that is filled at initialisation.
func init() {
	graph.RegisterQuadStore(Backend, graph.QuadStoreRegistration{
		InitFunc: func(path string, _ graph.Options) error {
			s, err := Create(path, Options{})
			if errors.Is(err, ErrExists) {
				return graph.ErrDatabaseExists
			}
			if err != nil {
				return err
			}
			return s.Close()
		},
		NewFunc: func(path string, o graph.Options) (graph.QuadStore, error) {
			readOnly, err := o.BoolKey("read_only", false)
			if err != nil {
				return nil, err
			}
			s, err := Open(path, Options{ReadOnly: readOnly})
			if errors.Is(err, ErrNotFound) {
				return nil, graph.ErrNotInitialized
			}
			if err != nil {
				return nil, err
			}
			return s.Cayley(), nil
		},
		IsPersistent: true,
	})
}

// QuadStore is the store as Cayley's languages see it: quads, not triples folded
// over graphs, and current at every step, not a snapshot.
type QuadStore struct{ s *Store }

var (
	_ graph.QuadStore      = (*QuadStore)(nil)
	_ graph.BatchQuadStore = (*QuadStore)(nil)
	_ shape.Optimizer      = (*QuadStore)(nil)
)

// Cayley returns the store as a Cayley backend. Closing it closes the store.
func (s *Store) Cayley() *QuadStore { return &QuadStore{s} }

// Store returns the store under a Cayley backend.
func (qs *QuadStore) Store() *Store { return qs.s }

// NID is Cayley's reference to a term, QID to a quad.
type (
	NID ID
	QID IDQuad
)

// Key implements graph.Ref.
func (n NID) Key() interface{} { return n }

// Key implements graph.Ref.
func (q QID) Key() interface{} { return q }

// ValueOf implements graph.Namer.
func (qs *QuadStore) ValueOf(v quad.Value) graph.Ref {
	t, err := ToTerm(v)
	if err != nil || v == nil || qs.s.closed.Load() {
		return nil
	}
	encoded := appendTerm(nil, t)
	id, _, err := lookup(qs.s.db, qs.s.hash(encoded), encoded)
	if err != nil || id == 0 {
		return nil
	}
	return NID(id)
}

// NameOf implements graph.Namer.
func (qs *QuadStore) NameOf(r graph.Ref) quad.Value {
	switch r := r.(type) {
	case nil:
		return nil
	case graph.PreFetchedValue:
		return r.NameOf()
	case NID:
		return qs.name(ID(r))
	}
	return nil
}

func (qs *QuadStore) name(id ID) quad.Value {
	if id == 0 || qs.s.closed.Load() {
		return nil
	}
	t, err := qs.s.term(qs.s.db, id)
	if err != nil {
		return nil
	}
	return ToValue(t)
}

// ValuesOf implements graph.BatchQuadStore.
func (qs *QuadStore) ValuesOf(ctx context.Context, refs []graph.Ref) ([]quad.Value, error) {
	values := make([]quad.Value, len(refs))
	for i, r := range refs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		values[i] = qs.NameOf(r)
	}
	return values, nil
}

// RefsOf implements graph.BatchQuadStore.
func (qs *QuadStore) RefsOf(ctx context.Context, nodes []quad.Value) ([]graph.Ref, error) {
	refs := make([]graph.Ref, len(nodes))
	for i, n := range nodes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if refs[i] = qs.ValueOf(n); refs[i] == nil {
			return nil, fmt.Errorf("store: %w: %v", graph.ErrNodeNotExists, n)
		}
	}
	return refs, nil
}

// Quad implements graph.QuadIndexer.
func (qs *QuadStore) Quad(r graph.Ref) quad.Quad {
	q, ok := r.(QID)
	if !ok {
		return quad.Quad{}
	}
	return quad.Quad{Subject: qs.name(q[S]), Predicate: qs.name(q[P]), Object: qs.name(q[O]), Label: qs.name(q[G])}
}

// place is the position of a direction; ok is false for quad.Any.
func place(d quad.Direction) (Position, bool) {
	return Position(d - 1), d >= quad.Subject && d <= quad.Label
}

// QuadDirection implements graph.QuadIndexer.
func (qs *QuadStore) QuadDirection(r graph.Ref, d quad.Direction) graph.Ref {
	q, isQuad := r.(QID)
	at, ok := place(d)
	if !isQuad || !ok || q[at] == 0 {
		return nil
	}
	return NID(q[at])
}

// QuadIterator implements graph.QuadIndexer.
func (qs *QuadStore) QuadIterator(d quad.Direction, r graph.Ref) graph.Iterator {
	at, ok := place(d)
	id, known := r.(NID)
	if !ok || !known {
		return legacyOf(&quadShape{qs: qs, none: true})
	}
	sh := &quadShape{qs: qs}
	sh.pattern[at] = ID(id)
	return legacyOf(sh)
}

// QuadIteratorSize implements graph.QuadIndexer.
func (qs *QuadStore) QuadIteratorSize(_ context.Context, d quad.Direction, r graph.Ref) (graph.Size, error) {
	at, ok := place(d)
	id, known := r.(NID)
	if !ok || !known {
		return graph.Size{Exact: true}, nil
	}
	var p Pattern
	p[at] = ID(id)
	return qs.size(p)
}

func (qs *QuadStore) size(p Pattern) (graph.Size, error) {
	v, err := qs.s.Snapshot()
	if err != nil {
		return graph.Size{}, err
	}
	n, exact := v.Count(p)
	return graph.Size{Size: int64(n), Exact: exact}, v.Close()
}

// NodesAllIterator implements graph.QuadStore.
func (qs *QuadStore) NodesAllIterator() graph.Iterator { return legacyOf(&nodeShape{qs: qs}) }

// QuadsAllIterator implements graph.QuadStore.
func (qs *QuadStore) QuadsAllIterator() graph.Iterator { return legacyOf(&quadShape{qs: qs}) }

// Stats implements graph.QuadStore; its numbers are always exact.
func (qs *QuadStore) Stats(context.Context, bool) (graph.Stats, error) {
	qs.s.publish.RLock()
	defer qs.s.publish.RUnlock()
	c := qs.s.published
	return graph.Stats{Nodes: graph.Size{Size: int64(c.terms), Exact: true}, Quads: graph.Size{Size: int64(c.quads), Exact: true}}, nil
}

// Close closes the store.
func (qs *QuadStore) Close() error { return qs.s.Close() }

// OptimizeShape folds the fixed directions of a pattern into one index scan.
func (qs *QuadStore) OptimizeShape(sh shape.Shape) (shape.Shape, bool) {
	action, ok := sh.(shape.QuadsAction)
	if !ok || len(action.Filter) == 0 {
		return sh, false
	}
	var p Pattern
	for d, r := range action.Filter {
		at, known := place(d)
		id, isNode := r.(NID)
		if !known || !isNode {
			return sh, false
		}
		p[at] = ID(id)
	}
	return action.SimplifyFrom(scanShape{p}), true
}

// scanShape is one index scan in a plan of Cayley.
type scanShape struct{ pattern Pattern }

// BuildIterator implements shape.Shape.
func (s scanShape) BuildIterator(qs graph.QuadStore) graph.Iterator {
	own, ok := graph.Unwrap(qs).(*QuadStore)
	if !ok {
		return shape.Null{}.BuildIterator(qs)
	}
	return legacyOf(&quadShape{qs: own, pattern: s.pattern})
}

// Optimize implements shape.Shape.
func (s scanShape) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

// ApplyDeltas implements graph.QuadStore: all deltas or none. Cayley's quads may
// have literals in any place.
func (qs *QuadStore) ApplyDeltas(deltas []graph.Delta, ignore graph.IgnoreOpts) error {
	ops := make([]operation, len(deltas))
	for i, d := range deltas {
		q, err := toQuad(d.Quad)
		if err != nil {
			return &graph.DeltaError{Delta: d, Err: err}
		}
		ops[i] = operation{quad: q, generalized: true}
		switch {
		case d.Action == graph.Add && ignore.IgnoreDup:
			ops[i].kind = opAdd
		case d.Action == graph.Add:
			ops[i].kind = opAddNew
		case d.Action == graph.Delete && ignore.IgnoreMissing:
			ops[i].kind = opRemove
		case d.Action == graph.Delete:
			ops[i].kind = opRemoveExisting
		default:
			return &graph.DeltaError{Delta: d, Err: graph.ErrInvalidAction}
		}
	}
	err := qs.s.Update(context.Background(), func(b *Batch) error { b.ops = ops; return nil })
	var failed *OperationError
	if !errors.As(err, &failed) {
		return err
	}
	reason := failed.Err
	switch {
	case errors.Is(reason, ErrQuadExists):
		reason = graph.ErrQuadExists
	case errors.Is(reason, ErrNoQuad):
		reason = graph.ErrQuadNotExist
	}
	return &graph.DeltaError{Delta: deltas[failed.Index], Err: reason}
}

// NewQuadWriter implements graph.QuadStore. Quads that are there already are left
// out; Close writes the last of them.
func (qs *QuadStore) NewQuadWriter() (quad.WriteCloser, error) { return &quadWriter{qs: qs}, nil }

type quadWriter struct {
	qs  *QuadStore
	ops []operation
}

// WriteQuad implements quad.Writer.
func (w *quadWriter) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

// WriteQuads implements quad.BatchWriter.
func (w *quadWriter) WriteQuads(quads []quad.Quad) (int, error) {
	for i, q := range quads {
		own, err := toQuad(q)
		if err != nil {
			return i, err
		}
		w.ops = append(w.ops, operation{kind: opAdd, quad: own, generalized: true})
		if len(w.ops) >= defaultLoadBatch {
			if err := w.flush(); err != nil {
				return i, err
			}
		}
	}
	return len(quads), nil
}

func (w *quadWriter) flush() error {
	ops := w.ops
	w.ops = nil
	if len(ops) == 0 {
		return nil
	}
	return w.qs.s.Update(context.Background(), func(b *Batch) error { b.ops = ops; return nil })
}

// Close implements io.Closer.
func (w *quadWriter) Close() error { return w.flush() }

func toQuad(q quad.Quad) (out schema.Quad, err error) {
	for i, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if v == nil && i == int(G) {
			break
		}
		t, err := ToTerm(v)
		if err != nil {
			return out, err
		}
		*[]*schema.Term{&out.S, &out.P, &out.O, &out.G}[i] = t
	}
	return out, nil
}

// has tells whether a key is there.
func (qs *QuadStore) has(key []byte) (bool, error) {
	if qs.s.closed.Load() {
		return false, ErrClosed
	}
	_, closer, err := qs.s.db.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, engineError(err)
	}
	return true, closer.Close()
}
