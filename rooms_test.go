package entente_test

import (
	"bufio"
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/entente-graph/entente"

// allowed says which rooms a room may use. schema stands at the bottom; reading
// and storing do not know each other; the queries know the graph; only the root
// sees both sides.
var allowed = map[string][]string{
	"schema":           {"schema"},
	"data":             {"schema", "data"},
	"extract":          {"schema", "data", "extract"},
	"graph":            {"schema", "data", "graph"},
	"queries/sparql":   {"schema", "queries/sparql"},
	"queries/library":  {"schema", "queries/sparql", "queries/library"},
	"queries/timeline": {"schema", "queries/sparql", "queries/library", "queries/timeline"},
	"queries":          {"schema", "data", "graph", "queries"},
	"":                 {"schema", "data", "extract", "graph", "queries", ""},
	"cmd":              {"schema", "data", "queries", "", "cmd", "extract", "graph"},
}

// exceptions are single edges against the rule, each with its reason.
var exceptions = map[[2]string]string{
	{"graph", "queries/sparql"}: "the adapter of the store to the engine's Source interface lives in graph",
}

// foreign says which modules only certain rooms may use.
var foreign = map[string][]string{
	"github.com/spf13/viper":        {"cmd"},
	"github.com/spf13/cobra":        {"cmd"},
	"github.com/cayleygraph":        {"graph", ""},
	"github.com/cockroachdb/pebble": {"graph"},
	"net/http":                      {"queries/endpoint", "queries/workbench", "", "cmd", "extract/source"}, // source: records of a WARC are HTTP responses
}

// room returns the longest room of the table that a package lies in.
func room(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, module)
	if !ok {
		return "", false
	}
	rest = strings.TrimPrefix(rest, "/")
	for rest != "" {
		if _, known := allowed[rest]; known {
			return rest, true
		}
		rest = rest[:max(0, strings.LastIndexByte(rest, '/'))]
	}
	return "", true
}

func inside(r string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(x string) bool { return r == x || x != "" && strings.HasPrefix(r, x+"/") })
}

// TestRooms checks the direction of dependencies: what a package imports itself
// and, for the rooms of the project, through others.
func TestRooms(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		f := strings.Fields(s.Text())
		from, _ := room(f[0])
		for _, to := range f[1:] {
			if r, ours := room(to); ours {
				if !inside(r, allowed[from]) && exceptions[[2]string{from, r}] == "" {
					t.Errorf("%s imports %s: %q may not know %q", f[0], to, from, r)
				}
				continue
			}
			for prefix, rooms := range foreign {
				path := strings.TrimPrefix(strings.TrimPrefix(f[0], module), "/")
				if (to == prefix || strings.HasPrefix(to, prefix+"/")) && !inside(path, rooms) {
					t.Errorf("%s imports %s, which is for %q alone", f[0], to, rooms)
				}
			}
		}
	}
}

// TestDeps checks the same over everything a room pulls in.
func TestDeps(t *testing.T) {
	for _, x := range []struct{ pkg, mustNot string }{
		{"./schema/...", module + "/data"},
		{"./extract/...", module + "/graph"},
		{"./extract/...", module + "/queries"},
		{"./graph/...", module + "/extract"},
		{"./queries/...", module + "/extract"},
		{"./queries/sparql", module + "/graph"},
		{"./queries/sparql", "github.com/cayleygraph/cayley"},
	} {
		out, err := exec.Command("go", "list", "-deps", x.pkg).Output()
		if err != nil {
			t.Fatalf("go list -deps %s: %v", x.pkg, err)
		}
		for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
			if p := s.Text(); p == x.mustNot || strings.HasPrefix(p, x.mustNot+"/") {
				t.Errorf("%s depends on %s", x.pkg, p)
			}
		}
	}
}

// TestNames keeps rooms from being called after nothing.
func TestNames(t *testing.T) {
	out, err := exec.Command("go", "list", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for p := range strings.FieldsSeq(string(out)) {
		if slices.Contains([]string{"util", "utils", "common", "helpers", "helper", "misc"}, p[strings.LastIndexByte(p, '/')+1:]) {
			t.Errorf("%s: name a package after what it is for", p)
		}
	}
}
