package graph

import (
	"bufio"
	"bytes"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// ExportOptions of Export.
type ExportOptions struct {
	// Runs includes graph/runs, the only graph with times and hosts.
	Runs bool
	// Imports includes foreign RDF.
	Imports bool
	// NoSystem leaves out graph/gazetteer and graph/schema.
	NoSystem bool
}

func (o ExportOptions) keeps(graph string) bool {
	switch {
	case graph == schema.GraphRuns:
		return o.Runs
	case strings.HasPrefix(graph, schema.GraphImport):
		return o.Imports
	case graph == schema.GraphGazetteer, graph == schema.GraphSchema:
		return !o.NoSystem
	}
	return true
}

// Export writes the quads as N-Quads, sorted by line, so that equal graphs give
// equal bytes.
func (g *Graph) Export(ctx context.Context, w io.Writer, opt ExportOptions) (err error) {
	s := &lineSorter{limit: 96 << 20}
	defer func() { err = errors.Join(err, s.close()) }()
	for q, err := range g.store.Quads(ctx, schema.Term{}) {
		if err != nil {
			return fmt.Errorf("graph: exporting: %w", err)
		}
		if !opt.keeps(q.G.Value) {
			continue
		}
		if err := s.add(q); err != nil {
			return fmt.Errorf("graph: exporting: %w", err)
		}
	}
	if err := s.write(ctx, w); err != nil {
		return fmt.Errorf("graph: exporting: %w", err)
	}
	return nil
}

// lineSorter sorts more lines than memory holds: full parts go to files, which are
// merged in the end.
type lineSorter struct {
	limit int
	text  []byte
	lines [][2]int
	files []*os.File
}

func (s *lineSorter) add(q schema.Quad) error {
	begin := len(s.text)
	s.text = q.Append(s.text)
	s.lines = append(s.lines, [2]int{begin, len(s.text)})
	if len(s.text) < s.limit {
		return nil
	}
	f, err := os.CreateTemp("", "entente-export-*")
	if err != nil {
		return err
	}
	s.files = append(s.files, f)
	return s.drain(f)
}

// drain writes the lines gathered, sorted, and forgets them.
func (s *lineSorter) drain(w io.Writer) error {
	slices.SortFunc(s.lines, func(a, b [2]int) int { return bytes.Compare(s.text[a[0]:a[1]], s.text[b[0]:b[1]]) })
	b := bufio.NewWriterSize(w, 1<<16)
	for _, l := range s.lines {
		if _, err := b.Write(s.text[l[0]:l[1]]); err != nil {
			return err
		}
	}
	s.text, s.lines = s.text[:0], s.lines[:0]
	return b.Flush()
}

func (s *lineSorter) write(ctx context.Context, w io.Writer) error {
	if len(s.files) == 0 {
		return s.drain(w)
	}
	f, err := os.CreateTemp("", "entente-export-*")
	if err != nil {
		return err
	}
	s.files = append(s.files, f)
	if err := s.drain(f); err != nil {
		return err
	}
	return merge(ctx, s.files, w)
}

func (s *lineSorter) close() error {
	var errs []error
	for _, f := range s.files {
		errs = append(errs, f.Close(), os.Remove(f.Name()))
	}
	return errors.Join(errs...)
}

// sources is a heap of sorted files by their next line.
type sources []*source

type source struct {
	r    *bufio.Reader
	line []byte
}

func (h sources) Len() int           { return len(h) }
func (h sources) Less(i, j int) bool { return bytes.Compare(h[i].line, h[j].line) < 0 }
func (h sources) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *sources) Push(x any)        { *h = append(*h, x.(*source)) }
func (h *sources) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func merge(ctx context.Context, files []*os.File, w io.Writer) error {
	var h sources
	for _, f := range files {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		s := &source{r: bufio.NewReaderSize(f, 1<<16)}
		ok, err := s.next()
		if err != nil {
			return err
		}
		if ok {
			heap.Push(&h, s)
		}
	}
	b := bufio.NewWriterSize(w, 1<<16)
	for n := 0; len(h) > 0; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if _, err := b.Write(h[0].line); err != nil {
			return err
		}
		ok, err := h[0].next()
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(&h, 0)
		} else {
			heap.Pop(&h)
		}
	}
	return b.Flush()
}

func (s *source) next() (bool, error) {
	line, err := s.r.ReadBytes('\n')
	if errors.Is(err, io.EOF) && len(line) == 0 {
		return false, nil
	}
	s.line = line
	return err == nil, err
}
