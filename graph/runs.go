package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/entente-graph/entente/schema"
)

// Run is one change of the graph as it was made: when, where, by which version.
type Run struct {
	Started, Ended time.Time
	Host, Version  string
	// What says what was done: ingest, remove, import.
	What   string
	Report Report
}

// RecordRun writes a run to graph/runs, the only graph with clocks and hosts, which
// is left out of exports and of the default graph of queries.
func (g *Graph) RecordRun(ctx context.Context, r Run) error {
	clock := func(t time.Time) schema.Term {
		return schema.Typed(t.UTC().Format(time.RFC3339Nano), schema.XSDDateTime)
	}
	started := clock(r.Started)
	iri := schema.Base + "run/" + schema.Hash16(started.Value, r.Host, r.Version, r.What)
	var t triples
	t.iri(iri, schema.Type, schema.PROV+"Activity")
	t.add(iri, schema.PROV+"startedAtTime", started)
	t.add(iri, schema.PROV+"endedAtTime", clock(r.Ended))
	t.text(iri, schema.PROV+"atLocation", r.Host)
	t.text(iri, schema.SCHEMA+"softwareVersion", r.Version)
	t.add(iri, schema.Label, schema.LangString(fmt.Sprintf("%s: %d new articles, %d already there, %d superseding, %d removed, %d failed; %+d claims, %+d events, %+d figures, %+d quads",
		r.What, r.Report.Articles, r.Report.Already, r.Report.Superseding, r.Report.Removed, len(r.Report.Failed), r.Report.Claims, r.Report.Events, r.Report.Figures, r.Report.Quads), "en"))
	g.mu.Lock()
	defer g.mu.Unlock()
	err := g.store.Commit(ctx, func(w writer) error {
		for _, x := range t.sorted() {
			w.Add(x.In(schema.IRI(schema.GraphRuns)))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("graph: recording a run: %w", err)
	}
	return nil
}
