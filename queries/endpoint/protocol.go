package endpoint

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// sparql is the query operation of the SPARQL 1.1 Protocol: GET, POST of a form,
// POST of the query itself.
func (s *Server) sparql(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	switch r.Method {
	case http.MethodOptions:
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
		w.Header().Set("Access-Control-Allow-Headers", "Accept, Content-Type")
		w.WriteHeader(http.StatusNoContent)
		return
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
		problem(w, http.StatusMethodNotAllowed, "SPARQL is asked by GET or POST")
		return
	}
	if r.URL.RawQuery == "" && r.Method != http.MethodPost {
		s.introduce(w, r)
		return
	}
	req, status, detail := s.request(w, r)
	if status != 0 {
		problem(w, status, detail)
		return
	}
	note(w, req.query)
	q, err := sparql.Parse(req.query, "", schema.Prefixes)
	if err != nil {
		problem(w, http.StatusBadRequest, err.Error())
		return
	}
	f, ok := negotiate(req.format, r.Header.Get("Accept"), q.Form)
	if !ok {
		problem(w, http.StatusNotAcceptable, "none of the formats asked for can be written")
		return
	}
	s.within(w, r, req.timeout, func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, req, f) })
}

// introduce answers who asks nothing: with the form for queries where a browser
// comes, else with the service description.
func (s *Server) introduce(w http.ResponseWriter, r *http.Request) {
	if accept := r.Header.Get("Accept"); !specific(accept) && strings.Contains(accept, "text/html") {
		http.Redirect(w, r, "/?view=query", http.StatusSeeOther)
		return
	}
	s.writeDescription(w, r, serviceDescription(origin(r)))
}

// note keeps a query for the log.
func note(w http.ResponseWriter, query string) {
	for {
		if rec, ok := w.(*recorder); ok {
			rec.query = query
			return
		}
		u, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return
		}
		w = u.Unwrap()
	}
}

// request is a query with its parameters.
type request struct {
	query, format string
	timeout       time.Duration
	opt           QueryOptions
}

func (s *Server) request(w http.ResponseWriter, r *http.Request) (req request, status int, detail string) {
	values := r.URL.Query()
	body := ""
	if r.Method == http.MethodPost {
		b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.opt.MaxBody))
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			return req, http.StatusRequestEntityTooLarge, "the request is larger than " + strconv.FormatInt(s.opt.MaxBody, 10) + " bytes"
		case err != nil:
			return req, http.StatusBadRequest, "the request broke off"
		}
		kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if set := parameters["charset"]; set != "" && !strings.EqualFold(set, "utf-8") {
			return req, http.StatusUnsupportedMediaType, "SPARQL is UTF-8, not " + set
		}
		switch {
		case err == nil && kind == "application/x-www-form-urlencoded":
			form, err := url.ParseQuery(string(b))
			if err != nil {
				return req, http.StatusBadRequest, "the form cannot be read"
			}
			for k, v := range form {
				values[k] = append(values[k], v...)
			}
		case err == nil && kind == "application/sparql-query":
			body = string(b)
		case err == nil && kind == "application/sparql-update":
			return req, http.StatusForbidden, "this endpoint reads only"
		default:
			return req, http.StatusUnsupportedMediaType, "want application/x-www-form-urlencoded or application/sparql-query"
		}
	}
	if values.Has("update") {
		return req, http.StatusForbidden, "this endpoint reads only"
	}
	if body != "" {
		values.Add("query", body)
	}
	if n := len(values["query"]); n != 1 {
		return req, http.StatusBadRequest, "want one query, got " + strconv.Itoa(n)
	}
	req = request{query: values.Get("query"), format: values.Get("format"), timeout: s.opt.Timeout,
		opt: QueryOptions{Default: values["default-graph-uri"], Named: values["named-graph-uri"], Imports: values.Get("with-imports") == "true"}}
	if t := values.Get("timeout"); t != "" {
		seconds, err := strconv.ParseFloat(t, 64)
		if err != nil || seconds <= 0 {
			return req, http.StatusBadRequest, "timeout is a number of seconds"
		}
		if d := time.Duration(seconds * float64(time.Second)); d < req.timeout || req.timeout == 0 {
			req.timeout = d
		}
	}
	return req, 0, ""
}

// answer runs the query and streams its result. The first part is held back
// until it is sure that the query starts well; a failure later can only break
// the connection, since half a document must not look whole.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, req request, f format) {
	ctx := r.Context()
	req.opt.Timeout = req.timeout
	res, err := s.service.Query(ctx, req.query, req.opt)
	if err != nil {
		status, detail := failure(ctx, err)
		problem(w, status, detail)
		return
	}
	defer res.Close()
	out := &held{w: w, mediaType: f.mediaType}
	if r.Method == http.MethodHead {
		out.w = headOnly{w}
	}
	if err = f.write(out, res); err == nil {
		err = out.Flush()
	}
	if err == nil {
		return
	}
	if !out.sent {
		status, detail := failure(ctx, err)
		problem(w, status, detail)
		return
	}
	panic(http.ErrAbortHandler)
}

// failure maps an error to a status and words for the caller.
func failure(ctx context.Context, err error) (int, string) {
	var syntax *sparql.SyntaxError
	var bad badRequest
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge, err.Error()
	case errors.As(err, &syntax), errors.As(err, &bad):
		return http.StatusBadRequest, err.Error()
	case errors.Is(err, sparql.ErrTimeout), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "the query ran out of time"
	case errors.Is(err, sparql.ErrRows), errors.Is(err, sparql.ErrMemory), errors.Is(err, sparql.ErrPathSteps):
		return http.StatusRequestEntityTooLarge, err.Error()
	case errors.Is(err, sparql.ErrService):
		return http.StatusForbidden, err.Error()
	case errors.Is(err, ErrNotFound):
		return http.StatusNotFound, err.Error()
	}
	return http.StatusInternalServerError, strings.TrimSpace(err.Error())
}

// held keeps the first bytes of an answer back.
type held struct {
	w         http.ResponseWriter
	mediaType string
	buffer    []byte
	sent      bool
}

const holdBack = 16 << 10

func (h *held) Write(b []byte) (int, error) {
	if h.sent {
		return h.w.Write(b)
	}
	h.buffer = append(h.buffer, b...)
	if len(h.buffer) >= holdBack {
		return len(b), h.Flush()
	}
	return len(b), nil
}

// Flush sends what is held.
func (h *held) Flush() error {
	if h.sent {
		return nil
	}
	h.sent = true
	h.w.Header().Set("Content-Type", h.mediaType)
	h.w.Header().Set("Vary", "Accept")
	_, err := h.w.Write(h.buffer)
	h.buffer = nil
	return err
}

// headOnly answers HEAD: headers, no body.
type headOnly struct{ http.ResponseWriter }

func (h headOnly) Write(b []byte) (int, error) { return len(b), nil }
