package frames_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

type ploverActor struct {
	Text string
	ISO3 *string `json:"iso3"`
}

type ploverRecord struct {
	ID, Text, Ref, Root string
	Sources, Targets    []ploverActor
}

// names2021 maps the roots of the table of 2021, which schema holds, to those of
// the records; accepted lists what counts as the same beside it.
var names2021 = map[string][]string{"REQUEST": {"DEMAND"}, "ACCUSE": {"DISAPPROVE", "INVESTIGATE"}, "ASSAULT": {"ASSAULT", "FIGHT"}, "SANCTION": {"SANCTION", "COERCE"}, "COERCE": {"COERCE", "SANCTION"}}

// rootsOf are the PLOVER roots of an event, in the records' names.
func rootsOf(e *schema.EventFrame) []string {
	c, ok := schema.FindConcept(e.Type)
	if !ok {
		return nil
	}
	root := c.PLOVER
	if (e.Status == schema.Planned || e.Status == schema.Proposed) && c.PLOVERPlanned != "" {
		root = c.PLOVERPlanned
	}
	if e.Status == schema.Cancelled || e.Status == schema.Denied {
		root = "REJECT"
	}
	if n, ok := names2021[root]; ok {
		return n
	}
	if root == "" {
		return nil
	}
	return []string{root}
}

// TestBarEvents scores the PLOVER records: each a sentence with one coded event.
func TestBarEvents(t *testing.T) {
	b, err := os.ReadFile("../../../shared/suites/events/plover.jsonl")
	if err != nil {
		t.Skip("skipped: ../shared/suites/events not present")
	}
	r := reader(t)
	var total, best, anyRoot, goldActors, hitActors, predicted, rightActors int
	for line := range strings.Lines(string(b)) {
		var rec ploverRecord
		if err := json.Unmarshal([]byte(line), &rec); err != nil {
			t.Fatal(err)
		}
		total++
		d := r.Read(article("en\n" + rec.Ref + "\n" + "News\n" + rec.Text))
		var roots []string
		var actors []string
		first, strongest, confidence := "", "", ""
		for _, c := range d.Claims {
			e := c.Frame.Event
			if e == nil {
				continue
			}
			got := rootsOf(e)
			roots = append(roots, got...)
			if len(got) > 0 {
				if first == "" {
					first = strings.Join(got, "|")
				}
				if c.Confidence > confidence && !slices.Contains([]string{"statement", "speech"}, schema.Local(e.Type)) {
					strongest, confidence = strings.Join(got, "|"), c.Confidence
				}
			}
			for _, a := range e.Actors {
				if strings.HasPrefix(a.IRI, schema.Base+"id/state/") && !slices.Contains(actors, schema.Local(a.IRI)) {
					actors = append(actors, schema.Local(a.IRI))
				}
			}
		}
		if strongest == "" {
			strongest = first
		}
		ok := slices.Contains(strings.Split(strongest, "|"), rec.Root)
		if ok {
			best++
		}
		if slices.Contains(roots, rec.Root) {
			anyRoot++
		}
		var gold []string
		for _, a := range append(rec.Sources, rec.Targets...) {
			if a.ISO3 != nil && !slices.Contains(gold, *a.ISO3) {
				gold = append(gold, *a.ISO3)
			}
		}
		goldActors += len(gold)
		predicted += len(actors)
		for _, g := range gold {
			if slices.Contains(actors, g) {
				hitActors++
			}
		}
		for _, a := range actors {
			if slices.Contains(gold, a) {
				rightActors++
			}
		}
		if !ok && os.Getenv("SHOW") != "" {
			fmt.Printf("- %s want %s got %s all %v actors %v gold %v | %s\n", rec.ID, rec.Root, strongest, roots, actors, gold, rec.Text)
		}
	}
	fmt.Printf("bar: events root %d/%d = %.3f (bar .80), any event %.3f\n", best, total, float64(best)/float64(total), float64(anyRoot)/float64(total))
	fmt.Printf("bar: events country actors R %.3f P %.3f (bar R .90)\n", float64(hitActors)/float64(goldActors), float64(rightActors)/float64(max(1, predicted)))
}
