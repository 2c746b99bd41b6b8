// Command store loads quads into a new store and prints how fast and how small:
// load rate, bytes a quad, time to open, times of look-ups, resident memory.
//
//	go run ./bench/store -data quads.nq [-dir DIR] [-batch 2000]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/entente-graph/entente/graph/rdf"
	"github.com/entente-graph/entente/graph/store"
	"github.com/entente-graph/entente/schema"
)

func main() {
	data := flag.String("data", "", "file of quads, in any syntax")
	dir := flag.String("dir", "", "directory for the store (default: a temporary one)")
	batch := flag.Int("batch", 2000, "quads of a batch")
	profile := flag.String("cpuprofile", "", "file for a CPU profile of loading")
	flag.Parse()
	if err := run(*data, *dir, *batch, *profile); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(data, dir string, batch int, profile string) error {
	if dir == "" {
		temporary, err := os.MkdirTemp("", "entente-bench-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary + "/db"
	}
	if err := profiled(profile, func() error { return load(data, dir, batch) }); err != nil {
		return err
	}
	begin := time.Now()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		return err
	}
	report("open", "%.1f ms", float64(time.Since(begin).Microseconds())/1000)
	if err := lookups(s); err != nil {
		return err
	}
	return s.Close()
}

// profiled runs fn with a CPU profile going to a file, or without when there is none.
func profiled(file string, fn func() error) error {
	if file == "" {
		return fn()
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	err = fn()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

func report(name, format string, args ...any) {
	fmt.Printf("%-36s %s\n", name, fmt.Sprintf(format, args...))
}

func load(data, dir string, batch int) error {
	f, err := os.Open(data)
	if err != nil {
		return err
	}
	defer f.Close()
	format, err := rdf.FormatOf(data)
	if err != nil {
		return err
	}
	s, err := store.Create(dir, store.Options{})
	if err != nil {
		return err
	}
	begin := time.Now()
	cpu := processor()
	peak := int64(0)
	n, err := s.Load(context.Background(), rdf.Read(f, format, ""), store.LoadOptions{Batch: batch, Progress: func(quads int) {
		if quads%(100*batch) == 0 {
			peak = max(peak, resident())
		}
	}})
	if err != nil {
		return err
	}
	took := time.Since(begin)
	report("load", "%d quads in %.1f s: %.0f quads/s; %.1f s of processor time", n, took.Seconds(), float64(n)/took.Seconds(), (processor() - cpu).Seconds())
	report("resident memory while loading", "%d MB", max(peak, resident())>>20)
	begin = time.Now()
	if err := s.Compact(context.Background()); err != nil {
		return err
	}
	report("compact", "%.1f s", time.Since(begin).Seconds())
	st, err := s.Stats()
	if err != nil {
		return err
	}
	report("quads, terms", "%d, %d", st.Quads, st.Terms)
	report("bytes a quad, compacted", "%.1f (dictionary %.1f, values %.1f)", perQuad(st.Size.Total, st), perQuad(st.Size.Dictionary, st), perQuad(st.Size.Values, st))
	for _, order := range []store.Order{store.SPOG, store.POSG, store.OSPG, store.GSPO} {
		report("  "+order.String(), "%.1f", perQuad(st.Size.Indexes[order.String()], st))
	}
	return s.Close()
}

func perQuad(bytes uint64, st store.Stats) float64 { return float64(bytes) / float64(st.Quads) }

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

// processor is the processor time that the process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func lookups(s *store.Store) error {
	ctx := context.Background()
	v, err := s.Snapshot()
	if err != nil {
		return err
	}
	defer v.Close()
	var subjects, graphs []store.ID
	c := v.Scan(ctx, store.Pattern{}, store.SPOG)
	buf := make([]store.IDQuad, 4096)
	begin, rows := time.Now(), 0
	for n := c.Next(buf); n > 0; n = c.Next(buf) {
		rows += n
		subjects = append(subjects, buf[0][store.S])
		graphs = append(graphs, buf[0][store.G])
	}
	report("scan", "%.0f ns a quad", float64(time.Since(begin).Nanoseconds())/float64(rows))
	if err := c.Close(); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(subjects), func(i, j int) { subjects[i], subjects[j] = subjects[j], subjects[i] })
	small := make([]store.IDQuad, 256)
	measure := func(name string, runs int, fn func(i int) error) error {
		times := make([]time.Duration, runs)
		for i := range times {
			begin := time.Now()
			if err := fn(i); err != nil {
				return err
			}
			times[i] = time.Since(begin)
		}
		slices.Sort(times)
		report(name, "median %.1f us, 99th %.1f us", float64(times[runs/2].Nanoseconds())/1000, float64(times[runs*99/100].Nanoseconds())/1000)
		return nil
	}
	scan := func(p store.Pattern, o store.Order) error {
		c := v.Scan(ctx, p, o)
		for n := c.Next(small); n > 0; n = c.Next(small) {
		}
		return c.Close()
	}
	if err := measure("quads of a subject", 20000, func(i int) error {
		return scan(store.Pattern{subjects[i%len(subjects)]}, store.SPOG)
	}); err != nil {
		return err
	}
	if err := measureGraphs(v, graphs, measure); err != nil {
		return err
	}
	return measure("term to id", 20000, func(i int) error {
		t, err := v.Term(subjects[i%len(subjects)])
		if err != nil {
			return err
		}
		_, _, err = v.Lookup(schema.Term(t))
		return err
	})
}

// ordinaryGraph is the size up to which a named graph counts as one of an article.
const ordinaryGraph = 400

// measureGraphs reads named graphs with their terms: those of an article's size, and
// the largest one by the quad.
func measureGraphs(v *store.Snapshot, graphs []store.ID, measure func(name string, runs int, fn func(i int) error) error) error {
	ctx := context.Background()
	read := func(g store.ID) error {
		for _, err := range v.Quads(ctx, store.Pattern{store.G: g}) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	slices.Sort(graphs)
	graphs = slices.Compact(graphs)
	var ordinary []store.ID
	var largest store.ID
	quads, most := uint64(0), uint64(0)
	random := rand.New(rand.NewPCG(3, 4))
	for i := range min(2000, len(graphs)) {
		j := i + random.IntN(len(graphs)-i)
		graphs[i], graphs[j] = graphs[j], graphs[i]
		n, _ := v.Count(store.Pattern{store.G: graphs[i]})
		if n <= ordinaryGraph {
			ordinary, quads = append(ordinary, graphs[i]), quads+n
		}
		if n > most {
			largest, most = graphs[i], n
		}
	}
	if len(ordinary) > 0 {
		name := fmt.Sprintf("graph of %d quads, with terms", quads/uint64(len(ordinary)))
		if err := measure(name, len(ordinary), func(i int) error { return read(ordinary[i]) }); err != nil {
			return err
		}
	}
	begin := time.Now()
	err := read(largest)
	report(fmt.Sprintf("graph of %d quads, with terms", most), "%.1f us a quad", float64(time.Since(begin).Nanoseconds())/1000/float64(max(most, 1)))
	return err
}
