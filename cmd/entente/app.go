package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"
	"golang.org/x/term"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/schema"
)

// app is one run of the program: its streams and, once a command is chosen, its
// settings.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	settings *viper.Viper
	config   string // the configuration file read, "" for none
	cmd      *cobra.Command
	asJSON   bool // errors too
}

// command describes a command: what cobra needs, which settings have flags, and
// which formats it writes, the default first.
type command struct {
	*cobra.Command
	keys    []string
	formats []string
	run     func(ctx context.Context, a *app, args []string) error
}

// run is main without the process: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, asJSON: slices.Contains(args, "--json") || slices.Contains(args, "--format=json")}
	root := newRoot(a)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	code := exitCode(ctx, err)
	if err != nil {
		path := "entente"
		if cmd != nil {
			path = cmd.CommandPath()
		}
		report(stderr, err, code, path, a.asJSON)
	}
	return code
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "entente",
		Short: "Read diplomatic news into a knowledge graph and ask it questions",
		Long: `entente reads articles about diplomacy (Chinese, English, Russian) and builds a
knowledge graph of what they say: who met, where, when, what was signed or
founded, and every figure quoted. Every statement leads to the sentence that
says it.

  entente ingest news/            read a folder of saved pages
  entente timeline                what happened, and what is planned
  entente query trade-of-pair --arg reporter=CHN --arg partner=KAZ
  entente serve                   the same in a browser, and a SPARQL endpoint`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("unknown command %q", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usage("%w", err) })
	root.PersistentFlags().String("config", "", "configuration file (default ./entente.yaml, then the user's and the system's)")
	addFlags(root.PersistentFlags(), common...)
	root.AddGroup(&cobra.Group{ID: "build", Title: "Build the graph:"}, &cobra.Group{ID: "ask", Title: "Ask it:"},
		&cobra.Group{ID: "keep", Title: "Keep it:"})
	for _, c := range commands() {
		command := c.cobra(a)
		root.AddCommand(command)
		a.addCompletions(command)
	}
	a.register(root, "lang", func(context.Context, *cobra.Command, string) []string { return []string{"zh", "en", "ru"} })
	formats := map[string][]string{}
	for _, c := range commands() {
		formats[c.Name()] = c.formats
	}
	a.register(root, "format", func(_ context.Context, c *cobra.Command, _ string) []string { return formats[c.Name()] })
	root.SetHelpCommandGroupID("keep")
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

func commands() []command {
	return []command{
		ingestCommand(), extractCommand(), removeCommand(), importCommand(),
		queryCommand(), timelineCommand(), findCommand(), explainCommand(), openCommand(),
		contradictionsCommand(), statsCommand(), exportCommand(), diffCommand(), serveCommand(),
		validateCommand(), compactCommand(), backupCommand(), restoreCommand(), doctorCommand(),
		configCommand(), versionCommand(), completionCommand(), docsCommand(),
	}
}

// cobra finishes a command: flags from the table, arguments as usage errors,
// settings before it runs.
func (c command) cobra(a *app) *cobra.Command {
	addFlags(c.Flags(), c.keys...)
	if c.Args == nil {
		c.Args = cobra.NoArgs
	}
	check := c.Args
	c.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usage("%w", err)
		}
		return nil
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if err := a.begin(cmd, c); err != nil {
			return err
		}
		return c.run(cmd.Context(), a, args)
	}
	return c.Command
}

func (a *app) begin(cmd *cobra.Command, c command) error {
	a.cmd = cmd
	var err error
	a.settings, a.config, err = configure(cmd, append(slices.Clone(common), c.keys...))
	if err != nil {
		return err
	}
	if a.settings.GetBool("json") {
		if f := a.settings.GetString("format"); f != "" && f != "json" {
			return usage("--json and --format %s together", f)
		}
		a.settings.Set("format", "json")
	}
	a.asJSON = a.settings.GetString("format") == "json"
	if lang := a.settings.GetString("lang"); lang != "zh" && lang != "en" && lang != "ru" {
		return usage("--lang %q: want zh, en or ru", lang)
	}
	if f := a.settings.GetString("format"); f != "" && len(c.formats) > 0 && !slices.Contains(c.formats, f) {
		return usage("--format %q: %s writes %s", f, cmd.Name(), strings.Join(c.formats, ", "))
	}
	return nil
}

func (a *app) lang() string   { return a.settings.GetString("lang") }
func (a *app) format() string { return a.settings.GetString("format") }
func (a *app) quiet() bool    { return a.settings.GetBool("quiet") }

// say prints a line on stderr unless --quiet.
func (a *app) say(format string, args ...any) {
	if !a.quiet() {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

// warn prints what went wrong without stopping, on stderr.
func (a *app) warn(format string, args ...any) { fmt.Fprintf(a.stderr, format+"\n", args...) }

// options are those of the store, from the settings.
func (a *app) options() entente.Options {
	return entente.Options{
		Dir:         a.settings.GetString("store"),
		Server:      a.settings.GetString("server"),
		Gazetteer:   a.settings.GetStringSlice("gazetteer"),
		Corrections: a.settings.GetString("corrections"),
		Workers:     a.settings.GetInt("ingest.workers"),
		MaxSize:     a.settings.GetInt64("ingest.max_size"),
		Timeout:     a.settings.GetDuration("query.timeout"),
		MaxRows:     a.settings.GetInt("query.rows"),
		MaxMemory:   a.settings.GetInt64("query.memory"),
	}
}

// open opens the store that is there, or the server that holds it.
func (a *app) open(ctx context.Context) (entente.Service, error) {
	return entente.Connect(ctx, a.options())
}

// result writes a command's result to --output, by a file beside it that is
// renamed once whole, or to standard output.
func (a *app) result(write func(io.Writer) error) (err error) {
	path := a.settings.GetString("output")
	if path == "" || path == "-" {
		return write(a.stdout)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err = write(f); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err = f.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}

// terminal reports whether the result goes to a terminal, and its width.
func (a *app) terminal() (width int, ok bool) {
	if out := a.settings.GetString("output"); out != "" && out != "-" {
		return 0, false
	}
	return terminalWidth(a.stdout)
}

func terminalWidth(w io.Writer) (int, bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = 80
	}
	return width, true
}

// decorated reports whether progress and colour are welcome on stderr.
func (a *app) decorated() bool {
	if a.quiet() || os.Getenv("NO_COLOR") != "" || os.Getenv("CI") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	_, ok := terminalWidth(a.stderr)
	return ok
}

// emptyIs turns an empty result into exit code 4 when that is asked for.
func (a *app) emptyIs(n int) error {
	if n == 0 && a.settings.GetBool("exit_code") {
		return errEmpty
	}
	return nil
}

// iri reads an IRI argument as people write it.
func iriArgument(s string) (string, error) {
	iri, ok := expand(s)
	if !ok {
		return "", usage("%q is no IRI: write it in full, with a prefix (state:KAZ), or as a path (event/china-central-asia-summit-1)", s)
	}
	return iri, nil
}

// short writes an IRI for reading: with a prefix, or as it is.
func short(t schema.Term) string { return shortIRI(t.Value) }
