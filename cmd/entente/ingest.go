package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/schema"
)

func ingestCommand() command {
	return command{
		Command: &cobra.Command{
			Use:     "ingest PATH...",
			Short:   "Read articles and store what they say",
			GroupID: "build",
			Long: `ingest reads articles and stores their claims. A PATH is a file, a folder, or -
for standard input. It reads .html, .txt and .md (with optional YAML front
matter), .mhtml, .warc and .warc.gz, RSS and Atom files, .jsonl and .jsonl.gz
(one article an object), and the claim streams that "entente extract" writes.

Reading again what is there changes nothing. A document that cannot be read is
reported with its reason and does not stop the rest; the exit code is then 3.
--watch DIR keeps reading what appears in a folder until it is interrupted.
--again reads articles that are in the store anew, with the present rules; without
a PATH all of them.`,
			Example: "  entente ingest news/\n  entente ingest page.html feed.xml archive.warc.gz\n  curl -s https://example.org/news | entente ingest -",
			Args: func(cmd *cobra.Command, args []string) error {
				watch, _ := cmd.Flags().GetString("watch")
				again, _ := cmd.Flags().GetBool("again")
				if len(args) == 0 && watch == "" && !again {
					return fmt.Errorf("nothing to read: give a file, a folder, or - for standard input")
				}
				return nil
			},
		},
		keys:    []string{"ingest.workers", "ingest.batch", "ingest.again", "ingest.watch", "ingest.interval", "ingest.max_size"},
		formats: tableFormats,
		run:     ingest,
	}
}

func ingest(ctx context.Context, a *app, args []string) error {
	opt := a.options()
	opt.Create = true
	store, err := entente.Connect(ctx, opt)
	if err != nil {
		return err
	}
	defer store.Close()
	reader, err := entente.NewReader(opt)
	if err != nil {
		return err
	}
	failed := false
	watching := a.settings.GetString("ingest.watch") != ""
	if len(args) > 0 || !watching {
		docs, err := a.documents(ctx, store, reader, args)
		if err != nil {
			return err
		}
		r, err := a.ingestOnce(ctx, store, docs)
		if err != nil {
			return err
		}
		failed = len(r.Failed) > 0
		if failed && r.Articles+r.Already+r.Superseding == 0 {
			return &codeError{code: exitFailure, err: fmt.Errorf("nothing was read: %d of %d documents failed", len(r.Failed), len(r.Failed)), silent: false}
		}
	}
	if dir := a.settings.GetString("ingest.watch"); dir != "" {
		return a.watch(ctx, store, reader, dir)
	}
	if failed {
		return errPartial
	}
	return nil
}

// documents are those of the paths; without any, those of the store, read anew.
func (a *app) documents(ctx context.Context, store entente.Service, reader *entente.Reader, paths []string) (iter.Seq2[schema.Document, error], error) {
	if len(paths) > 0 {
		return reader.Documents(ctx, paths, entente.ReadOptions{Stdin: a.stdin, Workers: a.settings.GetInt("ingest.workers"), MaxSize: a.settings.GetInt64("ingest.max_size")}), nil
	}
	rows, err := library.Rows(ctx, store, "SELECT DISTINCT ?article WHERE { ?article a ent:Article } ORDER BY ?article", nil)
	if err != nil {
		return nil, err
	}
	return func(yield func(schema.Document, error) bool) {
		for _, r := range rows {
			article, err := store.Article(ctx, r.Get("article"))
			if err != nil {
				err = &entente.DocumentError{Name: r.Get("article"), Err: err}
			}
			var d schema.Document
			if err == nil {
				d = reader.Again(article)
			}
			if !yield(d, err) {
				return
			}
		}
	}, nil
}

// ingestOnce stores documents and prints the closing line.
func (a *app) ingestOnce(ctx context.Context, store entente.Service, docs iter.Seq2[schema.Document, error]) (entente.Report, error) {
	bar := a.progress("reading")
	c := &complaints{app: a, said: map[string]bool{}, of: map[string]int{}}
	r, err := store.Ingest(ctx, c.pass(docs, bar), entente.IngestOptions{Batch: a.settings.GetInt("ingest.batch"), Again: a.settings.GetBool("ingest.again"),
		Progress: func(done int, name string) { bar.step(done, name) }})
	bar.finish()
	for _, f := range r.Failed {
		if !c.said[f.Reason] {
			c.say(f.Document, f.Document+": "+f.Reason)
		}
	}
	c.close()
	if err != nil {
		return r, err
	}
	if a.format() != "" && a.format() != "table" {
		return r, a.print(reportTable(r))
	}
	a.say("%s", closingLine(r))
	return r, nil
}

// The most failures of one file that are told one by one, and the longest line of
// one in characters: a document may put its own bytes into a reason.
const mostComplaints, longestComplaint = 5, 300

// complaints prints the failures of documents as they happen. A file of many
// documents is not told of record by record.
type complaints struct {
	app   *app
	said  map[string]bool // what was told of reading
	of    map[string]int  // failures by file
	files []string        // those with failures, in order
}

// pass passes documents on and prints each failure of reading.
func (c *complaints) pass(docs iter.Seq2[schema.Document, error], bar *progress) iter.Seq2[schema.Document, error] {
	return func(yield func(schema.Document, error) bool) {
		for d, err := range docs {
			if err != nil {
				bar.clear()
				c.said[err.Error()] = true
				c.say(entente.FailureOf(err).Document, err.Error())
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

func (c *complaints) say(document, text string) {
	file, _, _ := strings.Cut(document, "#")
	if c.of[file]++; c.of[file] == 1 {
		c.files = append(c.files, file)
	}
	if c.of[file] <= mostComplaints {
		c.app.warn("entente: %s", runewidth.Truncate(printable(text), longestComplaint, "…"))
	}
}

// close tells of the failures that were only counted.
func (c *complaints) close() {
	for _, file := range c.files {
		if more := c.of[file] - mostComplaints; more > 0 {
			c.app.warn("entente: %s: %d more failed", file, more)
		}
	}
}

// closingLine says in one line what was done and what failed.
func closingLine(r entente.Report) string {
	s := fmt.Sprintf("%s (%d new, %d already there, %d superseding), %s, %s, %s, %s",
		count(r.Articles+r.Already+r.Superseding, "article"), r.Articles, r.Already, r.Superseding,
		count(r.Claims, "claim"), count(r.Events, "event"), count(r.Figures, "figure"), count(r.Quads, "quad"))
	if n := len(r.Failed); n > 0 {
		names := make([]string, 0, 3)
		for _, f := range r.Failed {
			file, _, _ := strings.Cut(filepath.Base(f.Document), "#")
			if !slices.Contains(names, file) {
				names = append(names, file)
			}
		}
		if len(names) > 3 {
			names = append(names[:3], "…")
		}
		s += fmt.Sprintf("; failed: %d (%s)", n, strings.Join(names, ", "))
	}
	return s
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func reportTable(r entente.Report) table {
	t := table{columns: []string{"what", "count"}, value: r}
	for _, x := range []struct {
		name string
		n    int
	}{{"new articles", r.Articles}, {"already there", r.Already}, {"superseding", r.Superseding}, {"removed", r.Removed}, {"claims", r.Claims},
		{"events", r.Events}, {"figures", r.Figures}, {"quads", r.Quads}, {"failed", len(r.Failed)}} {
		t.rows = append(t.rows, []string{x.name, fmt.Sprint(x.n)})
	}
	return t
}

// progress is a bar on a terminal, nothing elsewhere.
type progress struct{ bar *progressbar.ProgressBar }

func (a *app) progress(what string) *progress {
	if !a.decorated() {
		return &progress{}
	}
	return &progress{progressbar.NewOptions(-1, progressbar.OptionSetWriter(a.stderr), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("articles"), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish())}
}

func (p *progress) step(done int, name string) {
	if p.bar != nil {
		p.bar.Describe(filepath.Base(name))
		_ = p.bar.Set(done) // a bar that cannot be drawn stops nothing
	}
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// readAll reads a file or, for -, standard input.
func (a *app) readAll(path string) ([]byte, error) {
	if path == "-" {
		var b bytes.Buffer
		_, err := io.Copy(&b, a.stdin)
		return b.Bytes(), err
	}
	return os.ReadFile(path)
}
