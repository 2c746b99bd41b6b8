// Command sparql times the queries of a folder on the source in memory and
// checks their answers. The numbers go to a table, or with -json to a file that
// compare.mjs sets against Oxigraph's.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

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
	Memory  uint64            `json:"heap_bytes"`
	Queries map[string]timing `json:"queries"`
}

func main() {
	data := flag.String("data", "", "N-Quads file")
	queries := flag.String("queries", "", "folder of .rq files")
	answers := flag.String("answers", "", "folder of answers to check against, empty for none")
	runs := flag.Int("runs", 5, "runs of each query")
	only := flag.String("only", "", "run queries whose name begins so")
	plan := flag.Bool("plan", false, "print the plan of each query")
	out := flag.String("json", "", "file for the report")
	flag.Parse()
	if err := bench(*data, *queries, *answers, *runs, *only, *plan, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bench(data, queries, answers string, runs int, only string, plan bool, out string) error {
	began := time.Now()
	src, err := load(data)
	if err != nil {
		return err
	}
	r := report{Engine: "entente", Quads: src.Len(), Load: time.Since(began).Seconds(), Queries: map[string]timing{}}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	r.Memory = m.HeapAlloc
	fmt.Printf("load %.2f s, %d quads, heap %d MB\n", r.Load, r.Quads, r.Memory>>20)
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
		t, lines, err := timeQuery(src, string(text), runs, plan)
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

func load(path string) (*sparql.Memory, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b sparql.MemoryBuilder
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		q, err := parseLine(s.Text())
		if err != nil {
			return nil, err
		}
		b.Add(q)
	}
	return b.Build(), s.Err()
}

// parseLine reads a line of canonical N-Quads.
func parseLine(line string) (q schema.Quad, err error) {
	for _, dst := range []*schema.Term{&q.S, &q.P, &q.O, &q.G} {
		if strings.HasPrefix(line, ".") {
			break
		}
		n := strings.IndexByte(line, ' ')
		if line[0] == '"' {
			n = strings.LastIndexByte(line, '"')
			n += strings.IndexByte(line[n:], ' ')
		}
		if *dst, err = schema.ParseTerm(line[:n]); err != nil {
			return q, err
		}
		line = line[n+1:]
	}
	return q, nil
}

func timeQuery(src sparql.Source, text string, runs int, plan bool) (t timing, lines []string, err error) {
	opt := sparql.Options{Union: true}
	var times []float64
	for i := range runs {
		began := time.Now()
		q, err := sparql.Parse(text, "", nil)
		if err != nil {
			return t, nil, err
		}
		res, err := sparql.Engine{}.Query(context.Background(), src, q, opt)
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
		res, err := sparql.Engine{}.Query(context.Background(), src, q, opt)
		if err != nil {
			return t, nil, err
		}
		if err := sparql.WriteJSON(io.Discard, res); err != nil {
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
