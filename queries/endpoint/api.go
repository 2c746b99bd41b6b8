package endpoint

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/timeline"
	"github.com/entente-graph/entente/schema"
)

// The interface of the workbench, /api/NAME: what a page needs to show events,
// entities, figures and the words behind them. It reads only, needs no token and
// is described in openapi.yaml.

//go:embed openapi.yaml
var openAPI []byte

// call is one request for the workbench: a service inside the server's limits and
// what the caller chose.
type call struct {
	context.Context
	service Service
	names   *nameIndex
	lang    string // of labels
	values  url.Values
}

type apiHandler func(c call) (any, error)

func (s *Server) api(mux *http.ServeMux) {
	for name, h := range map[string]apiHandler{
		"search":         searchNames,
		"timeline":       showTimeline,
		"open-events":    openEvents,
		"event":          showEvent,
		"entity":         showEntity,
		"article":        showArticle,
		"figures":        showFigures,
		"contradictions": showContradictions,
		"stats":          func(c call) (any, error) { return c.service.Stats(c) },
		"queries":        func(call) (any, error) { return library.All() },
		"bind":           bindQuery,
		"vocabulary":     vocabulary,
	} {
		mux.HandleFunc("GET /api/"+name, s.read(h))
	}
	mux.HandleFunc("GET /api/openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/yaml")
		_, _ = w.Write(openAPI) // the client may be gone
	})
}

// read runs a handler as a query is run: with a slot, within the time limit.
func (s *Server) read(h apiHandler) http.HandlerFunc {
	answer := s.admit(s.handle(func(w http.ResponseWriter, r *http.Request) error {
		x, err := h(call{r.Context(), s.service, s.names, s.pages.lang(r), r.URL.Query()})
		if err != nil {
			return err
		}
		return answerJSON(w, x)
	}))
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cache-Control", "no-cache")
		answer(w, r)
	}
}

// rows asks a SELECT in which the project's prefixes are known.
func (c call) rows(query string, terms map[string]schema.Term) ([]library.Row, error) {
	return library.Rows(c, c.service, query, terms)
}

// iri reads the parameter that names what is asked about, as people write IRIs.
func (c call) iri() (string, error) {
	value := c.values.Get("iri")
	iri, ok := library.Expand(value)
	if !ok {
		return "", badRequest{errors.New("iri: want an IRI, a prefixed name or a path such as state/KAZ, got " + strconv.Quote(value))}
	}
	if _, err := library.Bind("", map[string]schema.Term{"iri": schema.IRI(iri)}); err != nil {
		return "", badRequest{err}
	}
	return iri, nil
}

// number reads a whole number between 1 and most.
func (c call) number(name string, otherwise, most int) (int, error) {
	value := c.values.Get(name)
	if value == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return 0, badRequest{errors.New(name + ": want a whole number above 0, got " + strconv.Quote(value))}
	}
	return min(n, most), nil
}

// filter reads the parameters of a timeline. Lists are repeated parameters.
func (c call) filter() (timeline.Filter, error) {
	get := func(name string) string { return strings.TrimSpace(c.values.Get(name)) }
	f := timeline.Filter{From: get("from"), To: get("to"), Place: get("place"), State: get("state"), Person: get("person"), Party: get("party"),
		Mechanism: get("mechanism"), Series: get("series"), Types: c.values["type"], Statuses: c.values["status"], Outlet: get("outlet"),
		Language: get("language"), Text: get("text")}
	if value := get("corroboration"); value != "" {
		n, err := c.number("corroboration", 0, 1<<20)
		if err != nil {
			return f, err
		}
		f.Corroboration = n
	}
	if err := f.Check(); err != nil {
		return f, badRequest{err}
	}
	return f, nil
}

// timelinePage is a timeline, or the part of it that was asked for.
type timelinePage struct {
	*timeline.Timeline
	Total  int `json:"total"` // entries of all pages
	Offset int `json:"offset"`
	// Next is the offset of the next page; not there on the last one.
	Next int `json:"next,omitempty"`
}

func showTimeline(c call) (any, error) {
	f, err := c.filter()
	if err != nil {
		return nil, err
	}
	limit, err := c.number("limit", 0, 1<<30)
	if err != nil {
		return nil, err
	}
	offset, err := c.offset()
	if err != nil {
		return nil, err
	}
	line, err := timeline.Build(c, c.service, timeline.Options{Filter: f, Lang: c.lang, GroupBy: c.values.Get("group"), Figures: c.values.Get("figures") == "true"})
	if err != nil {
		return nil, err
	}
	page := timelinePage{Timeline: line, Total: len(line.Entries), Offset: offset}
	line.Entries = line.Entries[min(offset, page.Total):]
	if limit > 0 && len(line.Entries) > limit {
		line.Entries, page.Next = line.Entries[:limit], offset+limit
	}
	return page, nil
}

// offset reads how many entries to pass over.
func (c call) offset() (int, error) {
	value := c.values.Get("offset")
	if value == "" || value == "0" {
		return 0, nil
	}
	return c.number("offset", 0, 1<<30)
}

// openEvent is an event that is announced and not confirmed.
type openEvent struct {
	timeline.Entry
	// Overdue: the last day on which it was to happen lies before AsOf.
	Overdue bool `json:"overdue"`
}

// openEvents lists what is announced and no later article reports as held, moved
// or called off. Nothing in the store depends on today; this answer does, unless
// the caller gives a day.
func openEvents(c call) (any, error) {
	f, err := c.filter()
	if err != nil {
		return nil, err
	}
	asOf := c.values.Get("asOf")
	if asOf == "" {
		asOf = time.Now().UTC().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, asOf); err != nil {
		return nil, badRequest{errors.New("asOf: want a day such as 2025-06-17")}
	}
	f.Statuses = []string{"planned", "proposed", "postponed"}
	line, err := timeline.Build(c, c.service, timeline.Options{Filter: f, Lang: c.lang})
	if err != nil {
		return nil, err
	}
	out := struct {
		AsOf   string      `json:"asOf"`
		Events []openEvent `json:"events"`
	}{asOf, []openEvent{}}
	for _, e := range line.Entries {
		out.Events = append(out.Events, openEvent{e, e.To != "" && e.To < asOf})
	}
	return out, nil
}

// bindQuery writes a named query with its arguments put in.
func bindQuery(c call) (any, error) {
	q, err := library.Find(c.values.Get("name"))
	if err != nil {
		return nil, badRequest{err}
	}
	args := map[string]string{}
	for _, p := range q.Parameters {
		if v := strings.TrimSpace(c.values.Get("arg." + p.Name)); v != "" {
			args[p.Name] = v
		}
	}
	text, err := q.Bind(args)
	if err != nil {
		return nil, badRequest{err}
	}
	return map[string]string{"query": text}, nil
}

// knownVocabulary is what an editor completes.
type knownVocabulary struct {
	Prefixes   []knownPrefix `json:"prefixes"`
	Classes    []string      `json:"classes"`
	Properties []string      `json:"properties"`
}

type knownPrefix struct {
	Name string `json:"name"`
	IRI  string `json:"iri"`
}

// vocabulary lists the prefixes, and the classes and properties in use.
func vocabulary(c call) (any, error) {
	out := knownVocabulary{Classes: []string{}, Properties: []string{}}
	for _, p := range schema.Prefixes {
		out.Prefixes = append(out.Prefixes, knownPrefix{p.Name, p.IRI})
	}
	for _, x := range []struct {
		query string
		list  *[]string
	}{
		{`SELECT DISTINCT ?x WHERE { ?s a ?x FILTER(isIRI(?x)) } ORDER BY ?x LIMIT 1000`, &out.Classes},
		{`SELECT DISTINCT ?x WHERE { ?s ?x ?o } ORDER BY ?x LIMIT 1000`, &out.Properties},
	} {
		rows, err := c.rows(x.query, nil)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			*x.list = append(*x.list, library.Compact(r.Get("x")))
		}
	}
	return out, nil
}
