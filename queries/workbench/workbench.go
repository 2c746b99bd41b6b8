// Package workbench holds the page for people who would rather look than read:
// timeline, map, graph, figures, checks and queries, each with the words behind
// it. Its sources are in src (TypeScript); dist is what `make ui` makes of them,
// committed, so that building entente needs no Node.
//
// It only hands out files. It knows nothing of stores, of queries or of the
// server that mounts it; the page asks that server under /api/ and /sparql, and
// nobody else.
package workbench

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Policy is the Content Security Policy under which the page works: nothing
// inline, nothing from another host.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Paths are the patterns under which Handler answers.
var paths = [...]string{"GET /{$}", "GET /assets/"}

// Paths lists the patterns to mount Handler under.
func Paths() []string { return paths[:] }

// file is one file of the page, ready to be sent.
type file struct {
	plain, packed []byte
	kind, tag     string
	// forever: the name holds a hash of the bytes.
	forever bool
}

// Handler serves the page at / and its files under /assets/.
func Handler() (http.Handler, error) {
	files := map[string]file{}
	err := fs.WalkDir(dist, "dist", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := load(name)
		files[strings.TrimPrefix(name, "dist")] = f
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("workbench: reading the page: %w", err)
	}
	return handler(files), nil
}

func load(name string) (file, error) {
	b, err := dist.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return file{}, err
	}
	if _, err := z.Write(b); err != nil {
		return file{}, err
	}
	if err := z.Close(); err != nil {
		return file{}, err
	}
	sum := sha256.Sum256(b)
	return file{plain: b, packed: packed.Bytes(), kind: kindOf(name), tag: `"` + hex.EncodeToString(sum[:8]) + `"`, forever: strings.HasPrefix(name, "dist/assets/")}, nil
}

// kinds do not depend on what the machine's own tables say.
var kinds = map[string]string{".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

func kindOf(name string) string {
	ext := path.Ext(name)
	if k := kinds[ext]; k != "" {
		return k
	}
	return mime.TypeByExtension(ext)
}

type handler map[string]file

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	if name == "/" {
		name = "/index.html"
	}
	f, ok := h[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Security-Policy", Policy)
	header.Set("Content-Type", f.kind)
	header.Set("ETag", f.tag)
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", "no-cache")
	if f.forever {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Header.Get("If-None-Match") == f.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(f.packed) < len(f.plain) {
		header.Set("Content-Encoding", "gzip")
		body = f.packed
	}
	header.Set("Content-Length", fmt.Sprint(len(body)))
	_, _ = w.Write(body) // the reader may be gone
}
