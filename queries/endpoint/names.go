package endpoint

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

// name is one name of something a reader can open.
type name struct{ iri, kind, text, folded string }

// nameIndex holds every name of a store in memory, so that a search reads once
// through them and asks the store nothing. It is made anew when the store has
// changed, but never for more than a tenth of the time: while articles stream in,
// a search may miss what came in the last moments.
type nameIndex struct {
	service Service

	mu         sync.Mutex
	names      []name
	generation uint64
	made       time.Time     // zero: never
	cost       time.Duration // of the last making
}

func newNameIndex(s Service) *nameIndex { return &nameIndex{service: s} }

// changing is a Service that can say cheaply whether it has changed. One that
// cannot is taken to change all the time.
type changing interface {
	// Generation is another number after each change.
	Generation() uint64
}

// namesQuery reads labels and other names in any script, and titles of articles.
const namesQuery = `SELECT DISTINCT ?iri ?name WHERE {
  VALUES ?property { rdfs:label skos:altLabel skos:prefLabel dct:title }
  ?iri ?property ?name FILTER(isIRI(?iri)) }`

// mostStale bounds how old an index of a store that changed may be, and how often
// it is made.
const mostStale = time.Second

// get returns the names in the order of their IRIs.
func (x *nameIndex) get(ctx context.Context) ([]name, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	var now uint64
	store, ok := x.service.(changing)
	if ok {
		now = store.Generation()
	}
	switch age := time.Since(x.made); {
	case x.made.IsZero():
	case ok && now == x.generation, age < max(mostStale, 9*x.cost):
		return x.names, nil
	}
	begin := time.Now()
	names, err := readNames(ctx, x.service)
	if err != nil {
		return nil, err
	}
	x.names, x.generation, x.made, x.cost = names, now, time.Now(), time.Since(begin)
	return names, nil
}

func readNames(ctx context.Context, s Service) ([]name, error) {
	rows, err := library.Rows(ctx, s, namesQuery, nil)
	if err != nil {
		return nil, err
	}
	var out []name
	for _, r := range rows {
		iri := r.Get("iri")
		if k := schema.KindOf(iri); slices.Contains(kindOrder, k) {
			text := r.Get("name")
			out = append(out, name{iri, k, text, strings.ToLower(text)})
		}
	}
	slices.SortFunc(out, func(a, b name) int {
		if c := strings.Compare(a.iri, b.iri); c != 0 {
			return c
		}
		return strings.Compare(a.text, b.text)
	})
	return out, nil
}
