package endpoint

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// packable are the beginnings of media types that are worth packing.
var packable = []string{"text/", "application/json", "application/sparql-", "application/n-", "application/ld+json", "application/rdf+xml", "application/trig",
	"application/problem+json", "application/yaml", "image/svg"}

// compressed packs answers with gzip where the caller takes it. Who sets a
// Content-Encoding of his own is left alone.
func compressed(next http.Handler) http.Handler {
	pool := &sync.Pool{New: func() any {
		z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a good one
		return z
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead || !acceptsGzip(r.Header.Values("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		p := &packer{ResponseWriter: w, pool: pool}
		defer p.release()
		next.ServeHTTP(p, r)
		p.finish()
	})
}

func acceptsGzip(values []string) bool {
	for _, v := range values {
		for part := range strings.SplitSeq(v, ",") {
			if kind, quality := acceptable(part); quality > 0 && (kind == "gzip" || kind == "*") {
				return true
			}
		}
	}
	return false
}

// packer decides at the first byte whether it packs.
type packer struct {
	http.ResponseWriter
	pool    *sync.Pool
	z       *gzip.Writer
	decided bool
}

func (p *packer) WriteHeader(status int) {
	p.decide(status)
	p.ResponseWriter.WriteHeader(status)
}

func (p *packer) decide(status int) {
	if p.decided {
		return
	}
	p.decided = true
	h := p.Header()
	if status == http.StatusNoContent || status == http.StatusNotModified || h.Get("Content-Encoding") != "" || !worthPacking(h.Get("Content-Type")) {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Add("Vary", "Accept-Encoding")
	h.Del("Content-Length")
	p.z = p.pool.Get().(*gzip.Writer)
	p.z.Reset(p.ResponseWriter)
}

func worthPacking(mediaType string) bool {
	for _, begin := range packable {
		if strings.HasPrefix(mediaType, begin) {
			return true
		}
	}
	return false
}

func (p *packer) Write(b []byte) (int, error) {
	p.decide(http.StatusOK)
	if p.z != nil {
		return p.z.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

// finish ends the packed stream. A handler that panics does not come here: half
// an answer must not look whole.
func (p *packer) finish() {
	if p.z != nil {
		_ = p.z.Close() // the caller may be gone
	}
}

func (p *packer) release() {
	if p.z != nil {
		p.pool.Put(p.z)
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }
