// Command cayley loads quads into Cayley's stock leveldb backend and prints its rate,
// its size and the time of look-ups beside those of the store. It is a module of its
// own because that backend needs other versions of the libraries than we use.
//
//	go run . -data quads.nq
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/cayley/graph/kv/leveldb"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
)

func main() {
	data := flag.String("data", "", "N-Quads file")
	batch := flag.Int("batch", 2000, "quads of a batch")
	flag.Parse()
	if err := run(*data, *batch); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const backend = "leveldb-stock"

func report(name, format string, args ...any) {
	fmt.Printf("%-36s %s\n", "Cayley leveldb: "+name, fmt.Sprintf(format, args...))
}

func run(data string, batch int) error {
	dir, err := os.MkdirTemp("", "cayley-bench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	// Registered by hand: since Go 1.21 the backend's own registration comes too late.
	kv.Register(backend, kv.Registration{InitFunc: leveldb.Create, NewFunc: leveldb.Open, IsPersistent: true})
	dir = filepath.Join(dir, "db")
	if err := graph.InitQuadStore(backend, dir, nil); err != nil {
		return err
	}
	qs, err := graph.NewQuadStore(backend, dir, nil)
	if err != nil {
		return err
	}
	began := time.Now()
	n, subjects, err := load(qs, data, batch)
	if err != nil {
		return errors.Join(err, qs.Close())
	}
	took := time.Since(began)
	report("load", "%d quads in %.1f s: %.0f quads/s", n, took.Seconds(), float64(n)/took.Seconds())
	if err := lookups(qs, subjects); err != nil {
		return errors.Join(err, qs.Close())
	}
	if err := qs.Close(); err != nil {
		return err
	}
	size, err := sizeOf(dir)
	if err != nil {
		return err
	}
	report("bytes a quad", "%.1f", float64(size)/float64(n))
	began = time.Now()
	if qs, err = graph.NewQuadStore(backend, dir, nil); err != nil {
		return err
	}
	report("open", "%.1f ms", float64(time.Since(began).Microseconds())/1000)
	return qs.Close()
}

// load writes quads as Cayley's own loader does, and returns some subjects.
func load(qs graph.QuadStore, path string, batch int) (n int, subjects []quad.Value, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, nil, err
	}
	defer f.Close()
	w, err := qs.NewQuadWriter()
	if err != nil {
		return 0, nil, err
	}
	r := nquads.NewReader(bufio.NewReaderSize(f, 1<<20), true)
	quads := make([]quad.Quad, 0, batch)
	flush := func() error {
		_, err := w.WriteQuads(quads)
		n, quads = n+len(quads), quads[:0]
		return err
	}
	for {
		q, err := r.ReadQuad()
		if err == io.EOF {
			return n, subjects, errors.Join(flush(), w.Close())
		}
		if err != nil {
			return n, nil, errors.Join(err, w.Close())
		}
		if (n+len(quads))%100 == 0 {
			subjects = append(subjects, q.Subject)
		}
		if quads = append(quads, q); len(quads) == batch {
			if err := flush(); err != nil {
				return n, nil, errors.Join(err, w.Close())
			}
		}
	}
}

// lookups reads the quads of subjects.
func lookups(qs graph.QuadStore, subjects []quad.Value) error {
	ctx := context.Background()
	rand.Shuffle(len(subjects), func(i, j int) { subjects[i], subjects[j] = subjects[j], subjects[i] })
	times := make([]time.Duration, 0, 1000)
	for _, s := range subjects[:min(1000, len(subjects))] {
		began := time.Now()
		it := qs.QuadIterator(quad.Subject, qs.ValueOf(s))
		for it.Next(ctx) {
			_ = qs.Quad(it.Result())
		}
		if err := errors.Join(it.Err(), it.Close()); err != nil {
			return err
		}
		times = append(times, time.Since(began))
	}
	slices.Sort(times)
	report("quads of a subject", "median %.1f us", float64(times[len(times)/2].Nanoseconds())/1000)
	return nil
}

func sizeOf(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}
