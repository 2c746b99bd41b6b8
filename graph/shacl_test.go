package graph

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tggo/goRDFlib/shacl"

	"github.com/entente-graph/entente/schema"
)

// nTriples writes triples as N-Triples, which are Turtle too.
func nTriples(ts []schema.Triple) string {
	var b []byte
	for _, t := range ts {
		b = schema.Quad{S: t.S, P: t.P, O: t.O}.Append(b)
	}
	return string(b)
}

// The graphs conform to schema/shapes.ttl, by a SHACL engine of others; and the
// checks of Validate find what it finds.
func TestShapes(t *testing.T) {
	source, err := os.ReadFile("../schema/shapes.ttl")
	if err != nil {
		t.Fatal(err)
	}
	shapes := must(shacl.LoadTurtleString(string(source), schema.Base))(t)
	var concepts []schema.Triple
	for c := range schema.Concepts() {
		if !c.IsScheme {
			concepts = append(concepts, schema.Triple{S: schema.IRI(c.IRI), P: schema.IRI(schema.Type), O: schema.IRI(schema.ClassConcept)})
		}
	}
	check := func(name string, ts []schema.Triple) shacl.ValidationReport {
		t.Helper()
		data := must(shacl.LoadTurtleString(nTriples(slices.Concat(ts, concepts)), schema.Base))(t)
		return shacl.Validate(data, shapes)
	}
	_, m, _ := smallWorld(t, 6, 12)
	graphs := map[string][]schema.Triple{}
	for _, q := range sortedQuads(m.quads) {
		graphs[q.G.Value] = append(graphs[q.G.Value], q.Triple())
	}
	for _, name := range sortedKeys(graphs) {
		if name == schema.GraphGazetteer || name == schema.GraphSchema {
			continue
		}
		for _, r := range check(name, graphs[name]).Results {
			t.Errorf("%s: %+v", name, r)
		}
	}
	var event []schema.Triple
	for _, name := range sortedKeys(graphs) {
		if schema.IsClaim(name) && strings.Contains(nTriples(graphs[name]), schema.ClassEvent) {
			event = graphs[name]
			break
		}
	}
	second := schema.Triple{S: event[0].S, P: schema.IRI(schema.EventType), O: schema.IRI(schema.Base + "type/loan")}
	wrong := append(slices.Clone(event), second)
	if check("wrong", wrong).Conforms || len(ClaimShapes("wrong", wrong)) == 0 {
		t.Error("a second event type is found by one check only, or by none")
	}
}
