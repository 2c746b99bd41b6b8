package graph

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// memory is a backend without a disk, the plainest one that is right.
type memory struct {
	quads   map[schema.Quad]bool
	records map[string]map[string][]byte
	fail    error // what the next commit ends with
}

func newMemory() *memory {
	return &memory{quads: map[schema.Quad]bool{}, records: map[string]map[string][]byte{}}
}

func (m *memory) Get(space, key string) ([]byte, bool, error) {
	v, ok := m.records[space][key]
	return v, ok, nil
}

func (m *memory) Scan(space, prefix string, fn func(string, []byte) error) error {
	var keys []string
	for k := range m.records[space] {
		if strings.HasPrefix(k, prefix) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		if err := fn(k, m.records[space][k]); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Quads(_ context.Context, graph schema.Term) iter.Seq2[schema.Quad, error] {
	return func(yield func(schema.Quad, error) bool) {
		for _, q := range sortedQuads(m.quads) {
			if (graph.IsZero() || q.G == graph) && !yield(q, nil) {
				return
			}
		}
	}
}

func (m *memory) Has(q schema.Quad) (bool, error) { return m.quads[q], nil }

func (m *memory) Commit(_ context.Context, fn func(writer) error) error {
	if err := m.fail; err != nil {
		m.fail = nil
		return err
	}
	return fn(m)
}

func (m *memory) Add(q schema.Quad)    { m.quads[q] = true }
func (m *memory) Remove(q schema.Quad) { delete(m.quads, q) }
func (m *memory) RemoveGraph(name schema.Term) {
	maps.DeleteFunc(m.quads, func(q schema.Quad, _ bool) bool { return q.G == name })
}

func (m *memory) Put(space, key string, value []byte) {
	if m.records[space] == nil {
		m.records[space] = map[string][]byte{}
	}
	m.records[space][key] = slices.Clone(value)
}

func (m *memory) Delete(space, key string) { delete(m.records[space], key) }
func (m *memory) DeletePrefix(space, prefix string) {
	maps.DeleteFunc(m.records[space], func(k string, _ []byte) bool { return strings.HasPrefix(k, prefix) })
}

// dump is the whole state but the system graphs: quads as sorted lines, and records.
func (m *memory) dump() string {
	var lines []string
	for q := range m.quads {
		if q.G.Value != schema.GraphGazetteer && q.G.Value != schema.GraphSchema {
			lines = append(lines, string(q.Append(nil)))
		}
	}
	slices.Sort(lines)
	for _, space := range slices.Sorted(maps.Keys(m.records)) {
		for _, k := range slices.Sorted(maps.Keys(m.records[space])) {
			lines = append(lines, space+" "+k+" "+string(m.records[space][k])+"\n")
		}
	}
	return strings.Join(lines, "")
}
