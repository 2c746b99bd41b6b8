package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
)

func versionCommand() command {
	c := &cobra.Command{Use: "version", Short: "Print the version", GroupID: "keep"}
	sbom := c.Flags().Bool("sbom", false, "print the modules built in, as CycloneDX JSON")
	return command{Command: c, formats: []string{"table", "json"}, run: func(_ context.Context, a *app, _ []string) error {
		return a.result(func(w io.Writer) error {
			switch {
			case *sbom:
				return writeJSON(w, billOfMaterials())
			case a.format() == "json":
				return writeJSON(w, map[string]string{"version": entente.Version(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
			}
			_, err := fmt.Fprintf(w, "entente %s (%s, %s/%s)\n", entente.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		})
	}}
}

// billOfMaterials lists the modules in the binary in CycloneDX 1.6.
func billOfMaterials() map[string]any {
	components := []map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			components = append(components, map[string]string{"type": "library", "name": m.Path, "version": m.Version, "purl": "pkg:golang/" + m.Path + "@" + m.Version})
		}
	}
	return map[string]any{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": components,
		"metadata": map[string]any{"component": map[string]string{"type": "application", "name": "entente", "version": entente.Version()}}}
}
