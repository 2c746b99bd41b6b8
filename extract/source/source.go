// Package source turns paths into raw documents: files, folders, standard input,
// JSON Lines, claim streams, MHTML, WARC and feeds. It knows containers and
// character sets; what a page says, and where its article stands, is for extract/page.
package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Kind says how the data of a raw document are to be read.
type Kind string

// Kinds of raw document.
const (
	HTML   Kind = "html"   // a page of HTML in Data
	Text   Kind = "text"   // the text of a page in Data, perhaps behind front matter
	Record Kind = "record" // an object of JSON Lines, or a feed's item, in Fields
	Claims Kind = "claims" // an article and its claims in Data, a line each
)

// Fields are what is given beside or instead of a page. They beat what the page
// says. HTML, Page and Text hold the content: HTML a page or a fragment of one,
// Page the text of a whole page, Text a clean body.
type Fields struct {
	ID        string `json:"id" yaml:"id"`
	URL       string `json:"url" yaml:"url"`
	Title     string `json:"title" yaml:"title"`
	Source    string `json:"source" yaml:"source"`
	Published string `json:"published" yaml:"published"`
	Lang      string `json:"lang" yaml:"lang"`
	HTML      string `json:"html" yaml:"-"`
	Page      string `json:"page" yaml:"-"`
	Text      string `json:"text" yaml:"-"`
}

// Raw is a document as it was found.
type Raw struct {
	Name        string // path, with #line or #url for a part of a container
	Kind        Kind
	Data        []byte
	HTTPCharset string // the character set a container declares, or ""
	Fields      Fields
}

// DefaultMaxSize is the size in bytes above which a document is refused.
const DefaultMaxSize = 64 << 20

// Options bound what Walk reads.
type Options struct {
	Stdin   io.Reader // read for the path "-"; os.Stdin is never touched
	MaxSize int64     // bytes of one document, uncompressed; 0 means DefaultMaxSize
}

// What makes a document unreadable. Errors of Walk and of extract/page wrap one
// of these and carry the document's name.
var (
	ErrTooLarge    = errors.New("document is larger than the limit")
	ErrEmpty       = errors.New("document is empty")
	ErrBinary      = errors.New("document is not text")
	ErrUnsupported = errors.New("kind of file is not supported")
	ErrMalformed   = errors.New("document is malformed")
)

// Error is the failure of one document.
type Error struct {
	Name string // the document
	Err  error
}

func (e *Error) Error() string { return "source: reading " + e.Name + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Walk yields the documents under paths in a fixed order: paths as given, folders
// in byte order of their names. "-" is standard input. An error concerns one
// document or one container and iteration goes on after it, unless ctx is done.
// At most one document is in memory at a time.
func Walk(ctx context.Context, paths []string, opt Options) iter.Seq2[Raw, error] {
	if opt.MaxSize <= 0 {
		opt.MaxSize = DefaultMaxSize
	}
	return func(yield func(Raw, error) bool) {
		w := &walker{ctx: ctx, opt: opt, yield: yield}
		for _, p := range paths {
			if !w.path(p) {
				return
			}
		}
	}
}

type walker struct {
	ctx   context.Context
	opt   Options
	yield func(Raw, error) bool
}

// emit hands a document over; false means that the caller wants no more.
func (w *walker) emit(r Raw) bool {
	return w.ctx.Err() == nil && w.yield(r, nil)
}

func (w *walker) fail(name string, err error) bool {
	return w.ctx.Err() == nil && w.yield(Raw{Name: name}, &Error{name, err})
}

func (w *walker) path(p string) bool {
	if p == "-" {
		if w.opt.Stdin == nil {
			return w.fail(p, fmt.Errorf("%w: no standard input", ErrEmpty))
		}
		return w.stream("-", "", w.opt.Stdin)
	}
	info, err := os.Stat(p)
	if err != nil {
		return w.fail(p, err)
	}
	if info.IsDir() {
		return w.folder(p)
	}
	if descriptor(p) {
		return w.open(p)
	}
	return w.file(p, info)
}

// descriptors are the folders whose files are streams that the process holds open
// already, so that they are read whatever they are: /dev/stdin, and what a shell
// puts in place of <(command).
var descriptors = []string{"/dev/stdin", "/dev/fd/", "/proc/self/fd/"}

func descriptor(p string) bool {
	return slices.ContainsFunc(descriptors, func(d string) bool { return strings.HasPrefix(filepath.ToSlash(p), d) })
}

// folder walks a folder; files of kinds that hold no articles are passed over,
// hidden ones too.
func (w *walker) folder(root string) bool {
	more := true
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if more = w.fail(p, err); !more {
				return fs.SkipAll
			}
			return nil
		}
		if hidden := strings.HasPrefix(d.Name(), ".") && p != root; hidden {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() || !known(p) {
			return nil
		}
		info, err := os.Stat(p)
		switch {
		case err != nil:
			more = w.fail(p, err)
		case info.IsDir(): // a link to a folder could lead in a circle
		default:
			more = w.file(p, info)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	return more && (err == nil || w.fail(root, err))
}

// file reads a regular file. Opening anything else, such as a named pipe, could
// wait for good or yield without end.
func (w *walker) file(p string, info fs.FileInfo) bool {
	if !info.Mode().IsRegular() {
		return w.fail(p, fmt.Errorf("%w: not a regular file (%s)", ErrUnsupported, info.Mode().Type()))
	}
	if size := info.Size(); !container(extension(p)) && size > w.opt.MaxSize {
		return w.fail(p, fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, size, w.opt.MaxSize))
	}
	return w.open(p)
}

func (w *walker) open(p string) bool {
	f, err := os.Open(p)
	if err != nil {
		return w.fail(p, err)
	}
	defer f.Close()
	return w.stream(p, extension(p), f)
}

// format reads one kind of file.
type format func(w *walker, name string, r *bufio.Reader) bool

// formats are the kinds of file by extension, without .gz.
var formats = map[string]format{
	".html": single(HTML), ".htm": single(HTML), ".xhtml": single(HTML), ".shtml": single(HTML),
	".txt": single(Text), ".md": single(Text), ".markdown": single(Text), ".text": single(Text),
	".mhtml": mhtml, ".mht": mhtml, ".warc": warc,
	".rss": feed, ".atom": feed, ".xml": feed,
	".jsonl": lines, ".ndjson": lines,
}

// named are kinds of file that are read only where they are named themselves: in a
// folder they are more often something else than articles.
var named = map[string]format{".json": objects}

// container reports whether a kind of file holds any number of documents, so that
// its own size says nothing.
func container(ext string) bool {
	switch ext {
	case ".warc", ".jsonl", ".ndjson":
		return true
	}
	return false
}

// extension is the extension that tells the kind, in lower case, .gz aside.
func extension(p string) string {
	p = strings.ToLower(p)
	return filepath.Ext(strings.TrimSuffix(p, ".gz"))
}

func known(p string) bool { return formats[extension(p)] != nil }

// stream reads a file or standard input by its extension, or by its first bytes
// where there is none to go by.
func (w *walker) stream(name, ext string, r io.Reader) bool {
	br := bufio.NewReaderSize(r, 64<<10)
	if head, _ := br.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		z, err := gzip.NewReader(br)
		if err != nil {
			return w.fail(name, fmt.Errorf("%w: %w", ErrMalformed, err))
		}
		defer z.Close()
		br = bufio.NewReaderSize(z, 64<<10)
	}
	for _, known := range []map[string]format{formats, named} {
		if f := known[ext]; f != nil {
			return f(w, name, br)
		}
	}
	return sniff(br)(w, name, br)
}

// sniff tells the kind of a stream by how it begins.
func sniff(br *bufio.Reader) format {
	head, _ := br.Peek(4096)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	lower := bytes.ToLower(head[:min(len(head), 1024)])
	starts := func(s string) bool { return bytes.HasPrefix(lower, []byte(s)) }
	holds := func(s string) bool { return bytes.Contains(lower, []byte(s)) }
	switch {
	case starts("warc/"):
		return warc
	case starts("{"):
		return lines
	case starts("[{"), starts("[\n"), starts("[ "):
		return objects
	case starts("<?xml") && (holds("<rss") || holds("<feed") || holds("<rdf:rdf")) || starts("<rss") || starts("<feed"):
		return feed
	case starts("<!doctype html"), starts("<html"), holds("<html"), holds("<body"), holds("<p>"), holds("<div"):
		return single(HTML)
	case holds("mime-version:") && holds("multipart/related"):
		return mhtml
	}
	return single(Text)
}

// single reads a stream as one document.
func single(kind Kind) format {
	return func(w *walker, name string, r *bufio.Reader) bool {
		data, err := w.all(r)
		if err != nil {
			return w.fail(name, err)
		}
		return w.emit(Raw{Name: name, Kind: kind, Data: data})
	}
}

// all reads what is left of a document, up to the limit.
func (w *walker) all(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, w.opt.MaxSize+1))
	switch {
	case int64(len(data)) > w.opt.MaxSize:
		return nil, fmt.Errorf("%w of %d bytes", ErrTooLarge, w.opt.MaxSize)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, ErrEmpty
	}
	return data, nil
}
