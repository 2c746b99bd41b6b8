package endpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// ErrNoServer: nothing answers at the address.
var ErrNoServer = errors.New("no server answers")

// client is a Service at the other end of a connection.
type client struct {
	base, token string
	http        *http.Client
}

// Dial returns the store that a server holds; ErrNoServer when nothing answers
// there.
func Dial(ctx context.Context, address, token string) (Service, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("endpoint: %q is no address of a server", address)
	}
	c := &client{base: strings.TrimRight(address, "/"), token: token, http: &http.Client{}}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	resp, err := c.do(ctx, http.MethodGet, "/healthz", nil, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("%w at %s: %w", ErrNoServer, address, err)
	}
	return c, resp.Close()
}

// do sends a request and returns the body of a good answer; a bad one becomes an
// error with the server's words.
func (c *client) do(ctx context.Context, method, path string, query url.Values, body io.Reader, header http.Header) (io.ReadCloser, error) {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, err
	}
	for k, v := range header {
		req.Header[k] = v
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < 300 {
		return resp.Body, nil
	}
	defer resp.Body.Close()
	var p struct{ Detail string }
	_ = json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&p) // any other body has no words to show
	if p.Detail == "" {
		p.Detail = resp.Status
	}
	if resp.StatusCode == http.StatusNotFound {
		return nil, fmt.Errorf("%s: %w", p.Detail, ErrNotFound)
	}
	return nil, errors.New(p.Detail)
}

// call reads a JSON answer into v.
func (c *client) call(ctx context.Context, method, name string, query url.Values, body io.Reader, v any) error {
	r, err := c.do(ctx, method, "/api/v1/"+name, query, body, nil)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := json.NewDecoder(r).Decode(v); err != nil {
		return fmt.Errorf("endpoint: reading the server's answer: %w", err)
	}
	return nil
}

func (c *client) Ask(ctx context.Context, query string) (*sparql.Results, error) {
	return c.Query(ctx, query, QueryOptions{})
}

func (c *client) Query(ctx context.Context, query string, opt QueryOptions) (*sparql.Results, error) {
	q, err := sparql.Parse(query, "", schema.Prefixes)
	if err != nil {
		return nil, err
	}
	form := url.Values{"query": {query}, "default-graph-uri": opt.Default, "named-graph-uri": opt.Named}
	if opt.Imports {
		form.Set("with-imports", "true")
	}
	if opt.Timeout > 0 {
		form.Set("timeout", strconv.FormatFloat(opt.Timeout.Seconds(), 'f', -1, 64))
	}
	accept := "application/sparql-results+json"
	if q.Form.IsGraph() {
		accept = "application/n-triples"
	}
	body, err := c.do(ctx, http.MethodPost, "/sparql", nil, strings.NewReader(form.Encode()),
		http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {accept}})
	if err != nil {
		return nil, err
	}
	defer body.Close()
	if q.Form.IsGraph() {
		return readGraph(ctx, body)
	}
	return sparql.ReadJSON(body)
}

func (c *client) Language(ctx context.Context, language, query string, limit int) ([]any, error) {
	var out []any
	err := c.call(ctx, http.MethodPost, "language", url.Values{"language": {language}, "limit": {strconv.Itoa(limit)}}, strings.NewReader(query), &out)
	return out, err
}

func (c *client) Article(ctx context.Context, iri string) (a schema.Article, err error) {
	err = c.call(ctx, http.MethodGet, "article", url.Values{"iri": {iri}}, nil, &a)
	return a, err
}

func (c *client) Explain(ctx context.Context, iri string) (x Explanation, err error) {
	err = c.call(ctx, http.MethodGet, "explain", url.Values{"iri": {iri}}, nil, &x)
	return x, err
}

func (c *client) Export(ctx context.Context, w io.Writer, opt ExportOptions) error {
	r, err := c.do(ctx, http.MethodGet, "/api/v1/export", url.Values{"syntax": {opt.Syntax}, "runs": {strconv.FormatBool(opt.Runs)}, "imports": {strconv.FormatBool(opt.Imports)}}, nil, nil)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

func (c *client) Stats(ctx context.Context) (s Stats, err error) {
	err = c.call(ctx, http.MethodGet, "stats", nil, nil, &s)
	return s, err
}

func (c *client) Validate(ctx context.Context) (f []Finding, err error) {
	err = c.call(ctx, http.MethodGet, "validate", nil, nil, &f)
	return f, err
}

// Ingest sends the documents as they come; failures of reading are counted here.
func (c *client) Ingest(ctx context.Context, docs iter.Seq2[schema.Document, error], opt IngestOptions) (Report, error) {
	r, w := io.Pipe()
	var failed []Failure
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		e, done := json.NewEncoder(w), 0
		for d, err := range docs {
			if err != nil {
				failed = append(failed, FailureOf(err))
				continue
			}
			if err := e.Encode(d); err != nil {
				w.CloseWithError(err)
				return
			}
			done++
			if opt.Progress != nil {
				opt.Progress(done, d.Article.Title)
			}
		}
		w.CloseWithError(ctx.Err())
	}()
	var report Report
	err := c.call(ctx, http.MethodPost, "ingest", url.Values{"batch": {strconv.Itoa(opt.Batch)}, "again": {strconv.FormatBool(opt.Again)}}, r, &report)
	r.CloseWithError(err) // ends the sender when the server gave up
	<-sent
	report.Failed = append(failed, report.Failed...)
	return report, err
}

// FailureOf splits an error that names its document.
func FailureOf(err error) Failure {
	var named interface{ Document() string }
	if errors.As(err, &named) {
		return Failure{named.Document(), err.Error()}
	}
	name, reason, ok := strings.Cut(err.Error(), ": ")
	if !ok {
		return Failure{Reason: err.Error()}
	}
	return Failure{name, reason}
}

func (c *client) Remove(ctx context.Context, names []string) (r Report, err error) {
	b, err := json.Marshal(names)
	if err != nil {
		return r, err
	}
	err = c.call(ctx, http.MethodPost, "remove", nil, bytes.NewReader(b), &r)
	return r, err
}

func (c *client) Import(ctx context.Context, name, syntax string, r io.Reader) (n int, err error) {
	err = c.call(ctx, http.MethodPost, "import", url.Values{"name": {name}, "syntax": {syntax}}, r, &n)
	return n, err
}

func (c *client) Compact(ctx context.Context) error {
	var ok bool
	return c.call(ctx, http.MethodPost, "compact", nil, nil, &ok)
}

func (c *client) Backup(ctx context.Context, dir string) error {
	var ok bool
	return c.call(ctx, http.MethodPost, "backup", url.Values{"dir": {dir}}, nil, &ok)
}

func (c *client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}
