package endpoint

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/entente-graph/entente/schema"
)

// The interface of the command line: /api/v1/NAME. Reading needs nothing,
// writing the bearer token.

type commandHandler func(w http.ResponseWriter, r *http.Request) error

func (s *Server) commands(mux *http.ServeMux) {
	for pattern, h := range map[string]commandHandler{
		"GET /api/v1/stats":    s.stats,
		"GET /api/v1/article":  s.article,
		"GET /api/v1/explain":  s.explain,
		"GET /api/v1/export":   s.export,
		"GET /api/v1/validate": s.validate,
	} {
		mux.HandleFunc(pattern, s.few(s.handle(h)))
	}
	for pattern, h := range map[string]commandHandler{
		"POST /api/v1/language": s.language,
		"POST /api/v1/ingest":   s.ingest,
		"POST /api/v1/remove":   s.remove,
		"POST /api/v1/import":   s.importRDF,
		"POST /api/v1/compact":  s.compact,
		"POST /api/v1/backup":   s.backup,
	} {
		mux.HandleFunc(pattern, s.owner(s.handle(h)))
	}
}

// few lets only a few callers without the token work at a time: reading a whole
// store takes long and has no time limit.
func (s *Server) few(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.authorised(r) {
			next(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), max(s.opt.Timeout, time.Second))
		defer cancel()
		if !s.long.enter(ctx) {
			w.Header().Set("Retry-After", "5")
			problem(w, http.StatusServiceUnavailable, "too many long requests at once")
			return
		}
		defer s.long.leave()
		next(w, r)
	}
}

// owner lets only the holder of the token pass, and no page of another origin.
func (s *Server) owner(next http.HandlerFunc) http.HandlerFunc {
	protected := http.NewCrossOriginProtection().Handler(next)
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.authorised(r) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			problem(w, http.StatusUnauthorized, "writing needs the token of the store's owner")
			return
		}
		protected.ServeHTTP(w, r)
	}
}

func (s *Server) handle(h commandHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		rec := &held{w: w, mediaType: "application/json"}
		err := h(responseOf{rec, w}, r)
		if err == nil {
			err = rec.Flush()
		}
		switch {
		case err == nil:
		case rec.sent:
			panic(http.ErrAbortHandler)
		default:
			status, detail := failure(r.Context(), err)
			problem(w, status, detail)
		}
	}
}

// responseOf writes through held and keeps the header of the real one.
type responseOf struct {
	*held
	real http.ResponseWriter
}

func (r responseOf) Header() http.Header    { return r.real.Header() }
func (r responseOf) WriteHeader(status int) { r.real.WriteHeader(status) }
func (r responseOf) Unwrap() http.ResponseWriter {
	return r.real
}

type badRequest struct{ error }

func (b badRequest) Unwrap() error { return b.error }

func answerJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func (s *Server) stats(w http.ResponseWriter, r *http.Request) error {
	x, err := s.service.Stats(r.Context())
	if err != nil {
		return err
	}
	return answerJSON(w, x)
}

func (s *Server) article(w http.ResponseWriter, r *http.Request) error {
	x, err := s.service.Article(r.Context(), r.URL.Query().Get("iri"))
	if err != nil {
		return err
	}
	return answerJSON(w, x)
}

func (s *Server) explain(w http.ResponseWriter, r *http.Request) error {
	x, err := s.service.Explain(r.Context(), r.URL.Query().Get("iri"))
	if err != nil {
		return err
	}
	return answerJSON(w, x)
}

func (s *Server) validate(w http.ResponseWriter, r *http.Request) error {
	x, err := s.service.Validate(r.Context())
	if err != nil {
		return err
	}
	return answerJSON(w, x)
}

func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	w.Header().Set("Content-Type", "application/octet-stream")
	w = patient{w}
	return s.service.Export(r.Context(), w, ExportOptions{Syntax: q.Get("syntax"), Runs: q.Get("runs") == "true", Imports: q.Get("imports") == "true"})
}

// patient gives a reader time for each part of a long answer, and no more: who
// stops reading does not hold it for ever.
type patient struct{ http.ResponseWriter }

const partTime = 30 * time.Second

func (p patient) Write(b []byte) (int, error) {
	_ = http.NewResponseController(p.ResponseWriter).SetWriteDeadline(time.Now().Add(partTime)) // a recorder in tests has none
	return p.ResponseWriter.Write(b)
}

func (s *Server) language(w http.ResponseWriter, r *http.Request) error {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.opt.MaxBody))
	if err != nil {
		return badRequest{err}
	}
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	x, err := s.service.Language(r.Context(), r.URL.Query().Get("language"), string(b), limit)
	if err != nil {
		return err
	}
	return answerJSON(w, x)
}

func (s *Server) ingest(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	batch, _ := strconv.Atoi(q.Get("batch"))
	body := http.MaxBytesReader(w, r.Body, maxTransfer)
	longTransfer(w)
	x, err := s.service.Ingest(r.Context(), documents(body), IngestOptions{Batch: batch, Again: q.Get("again") == "true"})
	if err != nil {
		return err
	}
	return answerJSON(w, x)
}

// longTransfer lifts the time limits of one request: a folder of articles takes
// as long as it takes.
func longTransfer(w http.ResponseWriter) {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(noDeadline) // a recorder in tests has none
	_ = c.SetWriteDeadline(noDeadline)
}

// documents reads one JSON document a line, as the client sends them.
func documents(r io.Reader) iter.Seq2[schema.Document, error] {
	return func(yield func(schema.Document, error) bool) {
		dec := json.NewDecoder(bufio.NewReader(r))
		for {
			var d schema.Document
			err := dec.Decode(&d)
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request) error {
	var names []string
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, s.opt.MaxBody)).Decode(&names); err != nil {
		return badRequest{err}
	}
	x, err := s.service.Remove(r.Context(), names)
	if err != nil {
		return err
	}
	return answerJSON(w, x)
}

func (s *Server) importRDF(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	longTransfer(w)
	n, err := s.service.Import(r.Context(), q.Get("name"), q.Get("syntax"), http.MaxBytesReader(w, r.Body, maxTransfer))
	if err != nil {
		return err
	}
	return answerJSON(w, n)
}

func (s *Server) compact(w http.ResponseWriter, r *http.Request) error {
	longTransfer(w)
	if err := s.service.Compact(r.Context()); err != nil {
		return err
	}
	return answerJSON(w, true)
}

func (s *Server) backup(w http.ResponseWriter, r *http.Request) error {
	longTransfer(w)
	if err := s.service.Backup(r.Context(), r.URL.Query().Get("dir")); err != nil {
		return err
	}
	return answerJSON(w, true)
}
