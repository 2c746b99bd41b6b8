package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/schema"
)

func diffCommand() command {
	c := &cobra.Command{
		Use:     "diff STORE STORE",
		Short:   "Show what changed between two builds",
		GroupID: "keep",
		Long: `diff compares two stores quad by quad and prints what only the first (-) and only
the second (+) has, as N-Quads. --summary counts by graph and by event instead.`,
		Example: "  entente diff yesterday.db entente.db --summary",
		Args:    cobra.ExactArgs(2),
	}
	summary := c.Flags().Bool("summary", false, "counts instead of quads")
	return command{Command: c, formats: tableFormats,
		run: func(ctx context.Context, a *app, args []string) error {
			return diff(ctx, a, args[0], args[1], *summary)
		}}
}

// sortedQuads streams a store's sorted N-Quads.
func (a *app) sortedQuads(ctx context.Context, dir string) (*bufio.Reader, func(), error) {
	opt := a.options()
	opt.Dir = dir
	store, err := entente.Connect(ctx, opt)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", dir, err)
	}
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.CloseWithError(store.Export(ctx, w, entente.ExportOptions{Syntax: "nquads", Imports: true}))
	}()
	// the store closes only after who reads it has ended
	return bufio.NewReaderSize(r, 1<<16), func() { r.Close(); <-done; store.Close() }, nil
}

type change struct {
	Sign string `json:"sign"` // - only in the first, + only in the second
	Quad string `json:"quad"`
}

func diff(ctx context.Context, a *app, first, second string, summary bool) error {
	changes, err := a.changes(ctx, first, second)
	if err != nil {
		return err
	}
	if summary {
		return a.print(summarise(changes))
	}
	if a.format() == "" {
		err := a.result(func(w io.Writer) error {
			for _, c := range changes {
				if _, err := fmt.Fprintf(w, "%s %s\n", c.Sign, c.Quad); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return a.emptyIs(len(changes))
	}
	t := table{columns: []string{"sign", "quad"}, value: changes}
	for _, c := range changes {
		t.rows = append(t.rows, []string{c.Sign, c.Quad})
	}
	return a.print(t)
}

// changes compares two stores. A store cannot be opened twice, and does not
// differ from itself.
func (a *app) changes(ctx context.Context, first, second string) ([]change, error) {
	x, closeX, err := a.sortedQuads(ctx, first)
	if err != nil {
		return nil, err
	}
	defer closeX()
	changes := []change{}
	if same, err := sameFile(first, second); same || err != nil {
		return changes, err
	}
	y, closeY, err := a.sortedQuads(ctx, second)
	if err != nil {
		return nil, err
	}
	defer closeY()
	err = merge(x, y, func(sign, quad string) { changes = append(changes, change{sign, quad}) })
	return changes, err
}

func sameFile(first, second string) (bool, error) {
	x, err := os.Stat(first)
	if err != nil {
		return false, err
	}
	y, err := os.Stat(second)
	if err != nil {
		return false, fmt.Errorf("%s: %w", second, entente.ErrNoStore)
	}
	return os.SameFile(x, y), nil
}

// merge walks two sorted lists of lines and tells which lines one lacks.
func merge(x, y *bufio.Reader, tell func(sign, line string)) error {
	next := func(r *bufio.Reader) (string, bool, error) {
		s, err := r.ReadString('\n')
		if err == io.EOF && s == "" {
			return "", false, nil
		}
		if err != nil && err != io.EOF {
			return "", false, err
		}
		return strings.TrimSuffix(s, "\n"), true, nil
	}
	a, okA, err := next(x)
	if err != nil {
		return err
	}
	b, okB, err := next(y)
	if err != nil {
		return err
	}
	for okA || okB {
		var err error
		switch {
		case okA && okB && a == b:
			if a, okA, err = next(x); err == nil {
				b, okB, err = next(y)
			}
		case !okB || okA && a < b:
			tell("-", a)
			a, okA, err = next(x)
		default:
			tell("+", b)
			b, okB, err = next(y)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// summarise counts changes by the kind of subject.
func summarise(changes []change) table {
	type counts struct {
		Kind    string `json:"kind"`
		Removed int    `json:"removed"`
		Added   int    `json:"added"`
	}
	list := []counts{}
	for _, c := range changes {
		subject, _, _ := strings.Cut(strings.TrimPrefix(c.Quad, "<"), ">")
		kind := schema.KindOf(subject)
		i := 0
		for i < len(list) && list[i].Kind != kind {
			i++
		}
		if i == len(list) {
			list = append(list, counts{Kind: kind})
		}
		if c.Sign == "-" {
			list[i].Removed++
		} else {
			list[i].Added++
		}
	}
	t := table{columns: []string{"kind", "removed", "added"}, value: list}
	for _, c := range list {
		t.rows = append(t.rows, []string{c.Kind, fmt.Sprint(c.Removed), fmt.Sprint(c.Added)})
	}
	return t
}
