package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
)

// syntaxOf reads the RDF syntax from a file's name.
var syntaxOf = map[string]string{".nq": "nquads", ".nt": "ntriples", ".ttl": "turtle", ".trig": "trig", ".jsonld": "jsonld", ".json": "jsonld", ".rdf": "rdfxml", ".owl": "rdfxml", ".xml": "rdfxml"}

func importCommand() command {
	c := &cobra.Command{
		Use:     "import FILE...",
		Short:   "Store foreign RDF beside the graph",
		GroupID: "build",
		Long: `import stores N-Quads, N-Triples, Turtle, TriG, JSON-LD or RDF/XML in a graph of
its own, graph/import/NAME, outside the default graph of queries unless
--with-imports is given. Blank nodes become IRIs. The syntax is read from the
file's name, or from --format.`,
		Example: "  entente import --name wikidata states.ttl",
		Args:    cobra.MinimumNArgs(1),
	}
	name := c.Flags().String("name", "", "name of the graph; default the file's name")
	return command{Command: c, formats: append([]string{"json"}, graphFormats...),
		run: func(ctx context.Context, a *app, args []string) error { return importFiles(ctx, a, *name, args) }}
}

func importFiles(ctx context.Context, a *app, name string, args []string) error {
	opt := a.options()
	opt.Create = true
	store, err := entente.Connect(ctx, opt)
	if err != nil {
		return err
	}
	defer store.Close()
	for _, path := range args {
		syntax := a.format()
		if syntax == "" || syntax == "json" {
			syntax = syntaxOf[strings.ToLower(filepath.Ext(path))]
		}
		if syntax == "" {
			return usage("%s: cannot tell the syntax by the name; give --format", path)
		}
		graph := name
		if graph == "" {
			graph = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		}
		var r io.Reader
		if path == "-" {
			r = a.stdin
		} else {
			b, err := os.ReadFile(path)
			if err != nil {
				return fmt.Errorf("importing %s: %w", path, err)
			}
			r = bytes.NewReader(b)
		}
		n, err := store.Import(ctx, graph, syntax, r)
		if err != nil {
			return fmt.Errorf("importing %s: %w", path, err)
		}
		if err := a.done(map[string]any{"path": path, "quads": n, "graph": "graph/import/" + graph}, "%s: %s in graph/import/%s", path, count(n, "quad"), graph); err != nil {
			return err
		}
	}
	return nil
}
