package gazetteer

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

func load(t *testing.T) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestMembersAtADate(t *testing.T) {
	g := load(t)
	sco := IRIOf("organization", "shanghai-cooperation-organization")
	if ms := g.Members(sco, "2016-01-01"); slices.Contains(ms, schema.StateIRI("IND")) {
		t.Error("India was no member in 2016")
	}
	if ms := g.Members(sco, "2024-12-01"); !slices.Contains(ms, schema.StateIRI("BLR")) {
		t.Error("Belarus is a member since July 2024")
	}
	if ms := g.Members(IRIOf("group", "central-asia-5"), ""); len(ms) != 5 {
		t.Errorf("the five are %d", len(ms))
	}
}

func TestHolder(t *testing.T) {
	g := load(t)
	for _, c := range []struct{ role, of, date, want string }{
		{"president", "KAZ", "2018-05-01", "nazarbayev"},
		{"president", "KAZ", "2025-06-16", "tokayev"},
		{"foreign-minister", "CHN", "2023-03-26", "qin-gang"},
		{"president", "USA", "2019-06-01", "trump"},
	} {
		got, _ := g.Holder(schema.Base+"role/"+c.role, schema.StateIRI(c.of), c.date)
		if got != IRIOf("person", c.want) {
			t.Errorf("%s of %s on %s is %q, want %s", c.role, c.of, c.date, got, c.want)
		}
	}
}

func TestUserEntriesReplace(t *testing.T) {
	g, err := Load(strings.NewReader("places:\n- {id: astana, labels: {zh: 阿斯塔纳, en: Astana, ru: Астана}, in: KAZ, lat: \"51\", long: \"71\"}\n- {id: my-hall, labels: {en: My Hall}, in: astana}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if g.State(IRIOf("place", "my-hall")) != schema.StateIRI("KAZ") {
		t.Error("a place of the user lies in no state")
	}
	if _, err := Load(strings.NewReader("places:\n- {id: x, labels: {en: X}, in: NOWHERE}\n")); err == nil {
		t.Error("an id that names nothing passed")
	}
}
