package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/timeline"
)

// docsCommand writes the references that are generated from the code. It is for
// the makers of the project and hidden from the help.
func docsCommand() command {
	c := &cobra.Command{Use: "docs DIR", Short: "Write the generated references", Hidden: true, Args: cobra.ExactArgs(1)}
	man := c.Flags().Bool("man", false, "write man pages instead")
	return command{Command: c, run: func(_ context.Context, a *app, args []string) error {
		if *man {
			date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			return doc.GenManTree(a.cmd.Root(), &doc.GenManHeader{Title: "ENTENTE", Section: "1", Date: &date, Source: "entente", Manual: "entente"}, args[0])
		}
		queries, err := queriesPage()
		if err != nil {
			return err
		}
		for name, text := range map[string]string{"queries.md": queries, "exports.md": exportsPage(), "settings.md": settingsPage()} {
			if err := os.WriteFile(filepath.Join(args[0], name), []byte(text), 0o644); err != nil {
				return err
			}
		}
		return nil
	}}
}

const generated = "<!-- Written by `entente docs docs`; a test checks that it is current. -->\n\n"

func queriesPage() (string, error) {
	all, err := library.All()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("# Named queries\n\n" + generated + `Each is a file in queries/library/queries. Ask one with

    entente query NAME --arg parameter=value

Parameters are bound as RDF terms, never pasted into the text; one that is optional and not given matches anything.
` + "`lang` is the language of labels (zh, en, ru) and follows `--lang`.\n")
	for _, q := range all {
		fmt.Fprintf(&b, "\n## %s\n\n%s · %s · %s\n\n%s\n\n%s\n\n%s\n", q.Name, q.Title["en"], q.Title["zh"], q.Title["ru"], q.Description["en"], q.Description["zh"], q.Description["ru"])
		if len(q.Parameters) == 0 {
			continue
		}
		b.WriteString("\n| parameter | type | needed | meaning |\n|---|---|---|---|\n")
		for _, p := range q.Parameters {
			need := "yes"
			if p.Optional {
				need = "no"
			}
			if p.Default != "" {
				need = "default " + p.Default
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s · %s · %s |\n", p.Name, p.Type.Example(), need, p.Label["en"], p.Label["zh"], p.Label["ru"])
		}
	}
	return b.String(), nil
}

func exportsPage() string {
	var b strings.Builder
	b.WriteString("# Exports\n\n" + generated)
	b.WriteString(`Everything written depends on the graph alone: no clock, no order of maps, so the same graph gives the same bytes.
Where a format needs a time of its making, it is the day of the latest article. Dates are days, inclusive, except where
a format says otherwise (iCalendar's DTEND is exclusive). A date that is not exactly known is marked in every format:
`)
	b.WriteString("`certainty` is day, coarse (a month, a year), approximate, open (one end unknown) or undated, and the EDTF stands beside it.\n")
	for _, part := range []struct {
		view  bool
		title string
	}{{false, "`entente timeline --format NAME`"}, {true, "`entente export --view NAME`"}} {
		fmt.Fprintf(&b, "\n## %s\n\n| name | file | media type | what |\n|---|---|---|---|\n", part.title)
		for _, x := range timeline.Exporters() {
			if x.View == part.view {
				fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", x.Name, x.Extension, x.MediaType, x.Summary)
			}
		}
	}
	b.WriteString("\n## `entente export --format NAME`\n\nnquads (sorted), trig, turtle, ntriples, jsonld, rdfxml: every quad but those of `graph/runs` (`--runs`) and imports (`--with-imports`).\n")
	return b.String()
}

func settingsPage() string {
	var b strings.Builder
	b.WriteString("# Settings\n\n" + generated + "Flag over environment over file over default. The file is YAML: --config, ENTENTE_CONFIG, ./entente.yaml, the user's\nconfiguration folder, /etc/entente/config.yaml; a key that is not in this table is an error.\n\n| key | flag | environment | default | meaning |\n|---|---|---|---|---|\n")
	for _, s := range settings() {
		fmt.Fprintf(&b, "| %s | --%s | %s | `%v` | %s |\n", s.key, s.flag, s.environment(), s.value, s.help)
	}
	return b.String()
}
