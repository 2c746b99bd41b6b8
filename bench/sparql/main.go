// Command sparql times the queries of a folder and checks their answers: on the
// source in memory, as the peers are, or with -store on a store on disk as users have
// it. The numbers go to a table, or with -json to a file that compare.mjs sets against
// those of the peers.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/graph/rdf"
	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// timing of one query, in milliseconds.
type timing struct {
	Rows   int     `json:"rows"`
	Min    float64 `json:"min_ms"`
	Median float64 `json:"median_ms"`
	JSON   float64 `json:"json_ms"`
}

type report struct {
	Engine  string            `json:"engine"`
	Quads   int               `json:"quads"`
	Load    float64           `json:"load_s"`
	Memory  int64             `json:"rss_bytes"` // of the process, once loaded
	Queries map[string]timing `json:"queries"`
}

// ask runs a query.
type ask func(ctx context.Context, text string) (*sparql.Results, error)

func main() {
	data := flag.String("data", "", "N-Quads file")
	dir := flag.String("store", "", "directory of a store to make of the data, or made so before; empty for the source in memory")
	queries := flag.String("queries", "", "folder of .rq files")
	answers := flag.String("answers", "", "folder of answers to check against, empty for none")
	runs := flag.Int("runs", 5, "runs of each query")
	only := flag.String("only", "", "run queries whose name begins so")
	plan := flag.Bool("plan", false, "print the plan of each query")
	out := flag.String("json", "", "file for the report")
	flag.Parse()
	if err := bench(*data, *dir, *queries, *answers, *runs, *only, *plan, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bench(data, dir, queries, answers string, runs int, only string, plan bool, out string) error {
	began := time.Now()
	query, quads, closer, err := open(data, dir)
	if err != nil {
		return err
	}
	defer closer()
	r := report{Engine: "entente", Quads: quads, Load: time.Since(began).Seconds(), Queries: map[string]timing{}}
	debug.FreeOSMemory()
	r.Memory = resident()
	fmt.Printf("load %.2f s, %d quads, %d MB RSS\n", r.Load, r.Quads, r.Memory>>20)
	files, err := filepath.Glob(filepath.Join(queries, "*.rq"))
	if err != nil {
		return err
	}
	wrong := 0
	for _, f := range files {
		name := filepath.Base(f)
		if !strings.HasPrefix(name, only) {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		t, lines, err := timeQuery(query, string(text), runs, plan)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		verdict := ""
		if answers != "" {
			verdict = "right"
			if err := check(filepath.Join(answers, strings.TrimSuffix(name, ".rq")+".txt"), lines, string(text)); err != nil {
				verdict = "WRONG: " + err.Error()
				wrong++
			}
		}
		r.Queries[name] = t
		fmt.Printf("%-28s rows %6d  min %8.3f  median %8.3f  to JSON %8.3f ms  %s\n", name, t.Rows, t.Min, t.Median, t.JSON, verdict)
	}
	if out != "" {
		b, err := json.MarshalIndent(r, "", " ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(out, b, 0o644); err != nil {
			return err
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d answers are wrong", wrong)
	}
	return nil
}

// open loads the data into memory or into a store and returns what queries it.
func open(data, dir string) (query ask, quads int, closer func() error, err error) {
	if dir == "" {
		m, err := loadMemory(data)
		if err != nil {
			return nil, 0, nil, err
		}
		return func(ctx context.Context, text string) (*sparql.Results, error) {
			q, err := sparql.Parse(text, "", nil)
			if err != nil {
				return nil, err
			}
			return sparql.Engine{}.Query(ctx, m, q, sparql.Options{Union: true})
		}, m.Len(), func() error { return nil }, nil
	}
	if quads, err = loadStore(data, dir); err != nil {
		return nil, 0, nil, err
	}
	b, err := entente.Open(context.Background(), entente.Options{Dir: dir})
	if err != nil {
		return nil, 0, nil, err
	}
	return b.Ask, quads, b.Close, nil
}

func loadMemory(path string) (*sparql.Memory, error) {
	var b sparql.MemoryBuilder
	for q, err := range read(path) {
		if err != nil {
			return nil, err
		}
		b.Add(q)
	}
	return b.Build(), nil
}

// loadStore makes a store of the data, unless there is one.
func loadStore(data, dir string) (quads int, err error) {
	s, err := store.Create(dir, store.Options{})
	if errors.Is(err, store.ErrExists) {
		if s, err = store.Open(dir, store.Options{}); err != nil {
			return 0, err
		}
		return int(s.Size()), s.Close()
	}
	if err != nil {
		return 0, err
	}
	quads, err = s.Load(context.Background(), read(data), store.LoadOptions{})
	return quads, errors.Join(err, s.Compact(context.Background()), s.Close())
}

// read yields the quads of a file.
func read(path string) iter.Seq2[schema.Quad, error] {
	return func(yield func(schema.Quad, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(schema.Quad{}, err)
			return
		}
		defer f.Close()
		for q, err := range rdf.Read(f, rdf.NQuads, "") {
			if !yield(q, err) {
				return
			}
		}
	}
}

// resident is the memory of the process in bytes, 0 where the system does not say.
func resident() int64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64) // the kernel writes a number
			return n << 10
		}
	}
	return 0
}

func timeQuery(query ask, text string, runs int, plan bool) (t timing, lines []string, err error) {
	var times []float64
	for i := range runs {
		began := time.Now()
		res, err := query(context.Background(), text)
		if err != nil {
			return t, nil, err
		}
		rows, err := drain(res, i == 0)
		if err != nil {
			return t, nil, err
		}
		times = append(times, float64(time.Since(began).Microseconds())/1000)
		if i == 0 {
			lines = rows
			t.Rows = res.Count()
			if plan {
				fmt.Println(res.Plan())
			}
		}
		if err := res.Close(); err != nil {
			return t, nil, err
		}
	}
	slices.Sort(times)
	t.Min, t.Median = times[0], times[len(times)/2]
	q, err := sparql.Parse(text, "", nil)
	if err != nil {
		return t, nil, err
	}
	if q.Form == sparql.Select {
		began := time.Now()
		res, err := query(context.Background(), text)
		if err != nil {
			return t, nil, err
		}
		if err := errors.Join(sparql.WriteJSON(io.Discard, res), res.Close()); err != nil {
			return t, nil, err
		}
		t.JSON = float64(time.Since(began).Microseconds()) / 1000
	}
	return t, lines, nil
}

// drain reads results to the end and keeps them as canonical lines when asked.
func drain(res *sparql.Results, keep bool) (lines []string, err error) {
	order := make([]int, len(res.Vars))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(res.Vars[a], res.Vars[b]) })
	for row, err := range res.Rows() {
		if err != nil {
			return nil, err
		}
		if !keep {
			continue
		}
		var parts []string
		for _, i := range order {
			if !row[i].IsZero() {
				parts = append(parts, "?"+res.Vars[i]+"="+row[i].String())
			}
		}
		lines = append(lines, strings.Join(parts, " "))
	}
	for t, err := range res.Triples() {
		if err != nil {
			return nil, err
		}
		if keep {
			lines = append(lines, t.S.String()+" "+t.P.String()+" "+t.O.String()+" .")
		}
	}
	return lines, nil
}

// check compares lines with an answer file, numbers by value.
func check(path string, lines []string, text string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	want := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	if strings.TrimSpace(string(b)) == "" {
		want = nil
	}
	got := slices.Clone(lines)
	for _, ls := range [][]string{got, want} {
		for i := range ls {
			ls[i] = canonical(ls[i])
		}
	}
	if !strings.Contains(text, "ORDER BY") {
		slices.Sort(got)
		slices.Sort(want)
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d lines, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			return fmt.Errorf("line %d: %s, want %s", i+1, got[i], want[i])
		}
	}
	return nil
}

// canonical writes the numbers in a line in one form.
func canonical(line string) string {
	parts := strings.Split(line, "\"^^<"+schema.XSD)
	for i := range len(parts) - 1 {
		at := strings.LastIndexByte(parts[i], '"')
		if f, err := strconv.ParseFloat(parts[i][at+1:], 64); err == nil && !strings.HasPrefix(parts[i+1], "date") {
			parts[i] = parts[i][:at+1] + strconv.FormatFloat(f, 'g', 12, 64)
		}
	}
	return strings.Join(parts, "\"^^<"+schema.XSD)
}
