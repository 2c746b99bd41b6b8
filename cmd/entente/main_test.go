package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/entente-graph/entente/schema"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": main})
}

// TestScripts runs each command: its happy way, its wrong ways, its exit codes.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "none"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"waitfile": waitFile,
			"sparse":   sparse,
			"lines":    lines,
		},
		UpdateScripts: os.Getenv("UPDATE") != "",
	})
}

// TestCommands: every command has a group or is hidden, and a file of its
// name could be found by a newcomer.
func TestCommands(t *testing.T) {
	for _, c := range commands() {
		if c.Short == "" || c.GroupID == "" && !c.Hidden {
			t.Errorf("%s has no short help or no group", c.Name())
		}
	}
}

// TestSettings: keys, flags and variables are unique where they can meet.
func TestSettings(t *testing.T) {
	keys, variables := map[string]bool{}, map[string]bool{}
	for _, s := range settings() {
		if keys[s.key] || variables[s.environment()] {
			t.Errorf("%s stands twice", s.key)
		}
		keys[s.key], variables[s.environment()] = true, true
		if s.help == "" || typeName(s.value) == "" {
			t.Errorf("%s has no help", s.key)
		}
	}
}

// TestGeneratedDocs: the references are those that the code writes.
func TestGeneratedDocs(t *testing.T) {
	queries, err := queriesPage()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"queries.md": queries, "exports.md": exportsPage(), "settings.md": settingsPage()} {
		got, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("docs/%s is not current; run make docs", name)
		}
	}
}

func TestPrintable(t *testing.T) {
	if got := printable("a\x1b[31mb\u202ec\nd"); got != "a[31mbc d" {
		t.Errorf("%q", got)
	}
}

// TestAligned: columns stand under each other whatever the script.
func TestAligned(t *testing.T) {
	var b strings.Builder
	err := writeAligned(&b, table{columns: []string{"date", "event", "place"}, rows: [][]string{
		{"2023-05-18", "首届中国—中亚峰会", "西安"}, {"2024-07-03", "Meeting", "Astana"}, {"2025", strings.Repeat("很长的标题", 20), "x"}}}, 60)
	if err != nil {
		t.Fatal(err)
	}
	want := `DATE        EVENT                                     PLACE
2023-05-18  首届中国—中亚峰会                         西安
2024-07-03  Meeting                                   Astana
2025        很长的标题很长的标题很长的标题很长的标…   x
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

// TestNarrow: where columns would say nothing any more, rows become records.
func TestNarrow(t *testing.T) {
	var b strings.Builder
	err := writeAligned(&b, table{columns: []string{"date", "event", "iri"}, rows: [][]string{
		{"2023-05-18", "首届中国—中亚峰会", "event:china-central-asia-summit-1"}, {"2024-07-03", "", "event:x"}}}, 30)
	if err != nil {
		t.Fatal(err)
	}
	want := `DATE   2023-05-18
EVENT  首届中国—中亚峰会
IRI    event:china-central-asia-summit-1

DATE   2024-07-03
IRI    event:x
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

func TestShort(t *testing.T) {
	if got := short(schema.IRI(schema.StateIRI("KAZ"))); got != "state:KAZ" {
		t.Error(got)
	}
}
