package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
)

func doctorCommand() command {
	return command{
		Command: &cobra.Command{Use: "doctor", Short: "Check that everything needed is there and works", GroupID: "keep"},
		formats: tableFormats,
		run:     doctor,
	}
}

type check struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

func doctor(ctx context.Context, a *app, _ []string) error {
	var checks []check
	add := func(name string, err error, detail string) {
		c := check{name, err == nil, detail}
		if err != nil {
			c.Detail = err.Error()
		}
		checks = append(checks, c)
	}
	add("program", nil, "entente "+entente.Version()+", "+runtime.Version()+" "+runtime.GOOS+"/"+runtime.GOARCH)
	config := a.config
	if config == "" {
		config = "none, defaults"
	}
	add("configuration", nil, config)
	opt := a.options()
	_, err := entente.NewReader(opt)
	add("gazetteer and grammar", err, "read")
	add("folder of the store", writable(filepath.Dir(filepath.Clean(opt.Dir))), filepath.Dir(filepath.Clean(opt.Dir))+" can be written")
	store, err := entente.Connect(ctx, opt)
	switch {
	case errors.Is(err, entente.ErrNoStore):
		add("store", nil, opt.Dir+" is not there yet; ingest makes it")
	case err != nil:
		add("store", err, "")
	default:
		defer store.Close()
		s, err := store.Stats(ctx)
		add("store", err, fmt.Sprintf("%s: %d articles, %d quads", opt.Dir, s.Articles, s.Quads))
		res, err := store.Ask(ctx, "ASK { ?s ?p ?o }")
		if err == nil {
			err = res.Close()
		}
		add("query", err, "answers")
	}
	t := table{columns: []string{"check", "result", "detail"}, value: checks}
	bad := 0
	for _, c := range checks {
		result := "ok"
		if !c.OK {
			result = "FAILED"
			bad++
		}
		t.rows = append(t.rows, []string{c.Check, result, c.Detail})
	}
	if err := a.print(t); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("doctor: %s failed", count(bad, "check"))
	}
	return nil
}

func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".entente-doctor-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
