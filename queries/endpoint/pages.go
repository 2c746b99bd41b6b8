package endpoint

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/queries/library"
	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/queries/timeline"
	"github.com/entente-graph/entente/schema"
)

//go:embed pages/*.html pages/*.css
var pageFiles embed.FS

// pages are rendered here, for people, without any script.
type pages struct {
	service Service
	opt     Options
	tmpl    *template.Template
}

func newPages(service Service, opt Options) (*pages, error) {
	tmpl, err := template.New("").Funcs(template.FuncMap{"link": link, "short": library.Compact, "status": timeline.StatusLabel, "statuses": statuses}).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("endpoint: reading the pages: %w", err)
	}
	return &pages{service, opt, tmpl}, nil
}

func (p *pages) register(mux *http.ServeMux, admit func(http.HandlerFunc) http.HandlerFunc) {
	mux.HandleFunc("GET /home", admit(p.page(p.home)))
	mux.HandleFunc("GET /query", admit(p.page(p.query)))
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pageFiles, "pages/style.css")
	})
	for _, room := range []string{"id", "doc", "claim", "type", "area", "measure", "kind", "level", "topic", "role", "unit", "partnership-level", "qualifier", "comparison"} {
		mux.HandleFunc("GET /"+room+"/{rest...}", admit(p.page(p.resource)))
	}
}

// link is the path on this server of an IRI of the project, "" for any other.
func link(iri string) string {
	rest, ok := strings.CutPrefix(iri, schema.Base)
	if !ok || strings.HasPrefix(rest, "ns#") {
		return ""
	}
	if doc, span, ok := strings.Cut(rest, "#"); ok {
		return "/" + doc + "#" + url.PathEscape(span)
	}
	return "/" + rest
}

// page turns the error of a handler into a page.
func (p *pages) page(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept, Accept-Language")
		err := h(w, r)
		if err == nil {
			return
		}
		status, detail := failure(r.Context(), err)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_ = p.tmpl.ExecuteTemplate(w, "error.html", frame{Lang: p.lang(r), Title: http.StatusText(status), Message: detail}) // the reader may be gone
	}
}

// lang is the reader's choice: ?lang=, then Accept-Language, then the default.
func (p *pages) lang(r *http.Request) string {
	if l := r.URL.Query().Get("lang"); l == "zh" || l == "en" || l == "ru" {
		return l
	}
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		l := strings.ToLower(strings.TrimSpace(part))
		for _, known := range []string{"zh", "en", "ru"} {
			if l == known || strings.HasPrefix(l, known+"-") || strings.HasPrefix(l, known+";") {
				return known
			}
		}
	}
	return p.opt.Lang
}

// frame is what every page shows.
type frame struct {
	Lang, Title, Message string
	Version              string
	Path                 string
	Query                string
	Named                []library.Query
	Data                 any
}

func (p *pages) render(w http.ResponseWriter, r *http.Request, name string, f frame) error {
	if specific(r.Header.Get("Accept")) {
		problem(w, http.StatusNotAcceptable, "this page is written as HTML only")
		return nil
	}
	f.Lang, f.Version, f.Path = p.lang(r), p.opt.Version, r.URL.Path
	var b strings.Builder
	if err := p.tmpl.ExecuteTemplate(&b, name, f); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := io.WriteString(w, b.String())
	return err
}

const exampleQuery = `SELECT ?from ?status ?label WHERE {
  ?event a ent:Event ; ent:currentStatus ?status ; skos:prefLabel ?label .
  OPTIONAL { ?event ent:bestFrom ?from }
  FILTER(lang(?label) = "zh")
}
ORDER BY ?from LIMIT 50`

func (p *pages) home(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	filter := timeline.Filter{State: strings.ToUpper(strings.TrimSpace(q.Get("state"))), From: q.Get("from"), To: q.Get("to"), Text: strings.TrimSpace(q.Get("text"))}
	if s := q.Get("status"); s != "" {
		filter.Statuses = []string{s}
	}
	if err := filter.Check(); err != nil {
		return badRequest{err}
	}
	t, err := timeline.Build(r.Context(), p.service, timeline.Options{Filter: filter, Lang: p.lang(r)})
	if err != nil {
		return err
	}
	named, err := library.All()
	if err != nil {
		return err
	}
	return p.render(w, r, "home.html", frame{Title: t.Title, Query: exampleQuery, Named: named, Data: struct {
		*timeline.Timeline
		Filter timeline.Filter
		Status string
	}{t, filter, q.Get("status")}})
}

// cell is a term in a table.
type cell struct{ Text, Link string }

func cellOf(t schema.Term) cell {
	if t.IsIRI() {
		return cell{library.Compact(t.Value), link(t.Value)}
	}
	return cell{t.Value, ""}
}

const pageRows = 1000

// query shows the result of a query as a table.
func (p *pages) query(w http.ResponseWriter, r *http.Request) error {
	text := r.URL.Query().Get("query")
	if name := r.URL.Query().Get("name"); name != "" {
		q, err := library.Find(name)
		if err != nil {
			return badRequest{err}
		}
		args := map[string]string{}
		for _, x := range q.Parameters {
			if v := strings.TrimSpace(r.URL.Query().Get(x.Name)); v != "" {
				args[x.Name] = v
			}
		}
		if text, err = q.Bind(args); err != nil {
			return p.render(w, r, "named.html", frame{Title: q.Title[p.lang(r)], Data: q, Message: err.Error()})
		}
	}
	res, err := p.service.Query(r.Context(), text, QueryOptions{})
	if err != nil {
		return err
	}
	defer res.Close()
	data := struct {
		Vars []string
		Rows [][]cell
		More bool
	}{Vars: res.Vars}
	switch {
	case res.Form == sparql.Ask:
		data.Vars, data.Rows = []string{"answer"}, [][]cell{{{strconv.FormatBool(res.Boolean), ""}}}
	case res.Form.IsGraph():
		data.Vars = []string{"subject", "predicate", "object"}
		for t, err := range res.Triples() {
			if err != nil {
				return err
			}
			if len(data.Rows) == pageRows {
				data.More = true
				break
			}
			data.Rows = append(data.Rows, []cell{cellOf(t.S), cellOf(t.P), cellOf(t.O)})
		}
	default:
		for row, err := range res.Rows() {
			if err != nil {
				return err
			}
			if len(data.Rows) == pageRows {
				data.More = true
				break
			}
			cells := make([]cell, len(row))
			for i, t := range row {
				cells[i] = cellOf(t)
			}
			data.Rows = append(data.Rows, cells)
		}
	}
	return p.render(w, r, "query.html", frame{Title: "SPARQL", Query: text, Data: data})
}

// suffixes ask for a format of a resource in its path.
var suffixes = map[string]string{".ttl": "turtle", ".nq": "nquads", ".nt": "ntriples", ".json": "jsonld", ".jsonld": "jsonld", ".rdf": "rdfxml"}

// resource answers for an IRI of the project: a page, or its triples.
func (p *pages) resource(w http.ResponseWriter, r *http.Request) error {
	path := strings.TrimPrefix(r.URL.Path, "/")
	if _, err := library.Bind("", map[string]schema.Term{"iri": schema.IRI(schema.Base + path)}); err != nil {
		return badRequest{err}
	}
	for suffix, name := range suffixes {
		if rest, ok := strings.CutSuffix(path, suffix); ok {
			return p.triples(w, r, schema.Base+rest, name)
		}
	}
	name, accept := r.URL.Query().Get("format"), r.Header.Get("Accept")
	if name != "" || specific(accept) {
		f, ok := negotiate(name, accept, sparql.Construct)
		if !ok {
			problem(w, http.StatusNotAcceptable, "a resource is written as HTML, Turtle, N-Triples, N-Quads, JSON-LD, RDF/XML or TriG")
			return nil
		}
		return p.triples(w, r, schema.Base+path, f.name)
	}
	return p.show(w, r, schema.Base+path)
}

// specific reports whether an Accept header asks for something other than a page.
func specific(accept string) bool {
	return accept != "" && !strings.HasPrefix(accept, "*/*") && !strings.Contains(accept, "text/html") && !strings.Contains(accept, "application/xhtml+xml")
}

func (p *pages) triples(w http.ResponseWriter, r *http.Request, iri, name string) error {
	text, err := library.Bind("CONSTRUCT { $iri ?p ?o } WHERE { $iri ?p ?o }", map[string]schema.Term{"iri": schema.IRI(iri)})
	if err != nil {
		return badRequest{err}
	}
	res, err := p.service.Query(r.Context(), text, QueryOptions{})
	if err != nil {
		return err
	}
	defer res.Close()
	f, _ := byName(graphFormats(), name)
	var b strings.Builder
	if err := f.write(&b, res); err != nil {
		return err
	}
	if res.Count() == 0 {
		return fmt.Errorf("%s: %w", iri, ErrNotFound)
	}
	w.Header().Set("Content-Type", f.mediaType)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, err = io.WriteString(w, b.String())
	return err
}

// resourcePage is what a page about an IRI shows.
type resourcePage struct {
	IRI      string
	Facts    []pageFact
	Claims   []pageClaim
	Identity Explanation
	Article  *schema.Article
	Text     []textPart
}

type pageFact struct {
	Property string
	Values   []cell
}

type pageClaim struct {
	Claim, Quote, Article, Title, Outlet, Issued, URL, Rule, Confidence, Modality string
	Begin, End                                                                    int
	Says                                                                          []pageFact
}

const factsOf = `SELECT DISTINCT ?p ?o WHERE { VALUES ?g { g:derived g:gazetteer g:schema g:documents g:provenance } GRAPH ?g { $iri ?p ?o } } ORDER BY ?p ?o LIMIT 2000`

const claimsOf = `SELECT DISTINCT ?claim ?p ?o ?quote ?begin ?end ?article ?title ?outlet ?issued ?url ?rule ?confidence ?modality WHERE {
  PATTERN
  ?claim prov:wasDerivedFrom ?span ; ent:rule ?rule ; ent:confidence ?confidence ; ent:modality ?modality .
  ?span nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?article .
  ?article dct:title ?title .
  OPTIONAL { ?article dct:publisher ?outlet } OPTIONAL { ?article dct:issued ?issued } OPTIONAL { ?article schema:url ?url }
} ORDER BY ?issued ?article ?begin ?claim ?p ?o LIMIT 5000`

func (p *pages) show(w http.ResponseWriter, r *http.Request, iri string) error {
	ctx := r.Context()
	x := resourcePage{IRI: iri}
	terms := map[string]schema.Term{"iri": schema.IRI(iri)}
	rows, err := library.Rows(ctx, p.service, factsOf, terms)
	if err != nil {
		return err
	}
	title := ""
	for _, row := range rows {
		if o := row["o"]; (row.Get("p") == schema.PrefLabel || row.Get("p") == schema.Label || row.Get("p") == schema.DCTitle) && (title == "" || o.Lang == p.lang(r)) {
			title = o.Value
		}
		x.Facts = addFact(x.Facts, library.Compact(row.Get("p")), cellOf(row["o"]))
	}
	pattern := "GRAPH ?claim { $iri ?p ?o }"
	switch {
	case schema.IsClaim(iri):
		pattern = "VALUES ?claim { $iri } GRAPH ?claim { ?s ?p ?o }"
	case strings.HasPrefix(iri, schema.Base+"doc/"):
		pattern = "?claim prov:wasDerivedFrom/nif:referenceContext $iri . GRAPH ?claim { ?s ?p ?o }"
	}
	rows, err = library.Rows(ctx, p.service, strings.Replace(claimsOf, "PATTERN", pattern, 1), terms)
	if err != nil {
		return err
	}
	for _, row := range rows {
		x.addClaim(row)
	}
	if x.Identity, err = p.service.Explain(ctx, iri); err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err := p.text(ctx, &x); err != nil {
		return err
	}
	if len(x.Facts) == 0 && len(x.Claims) == 0 {
		return fmt.Errorf("%s: %w", iri, ErrNotFound)
	}
	if title == "" {
		title = library.Compact(iri)
	}
	return p.render(w, r, "resource.html", frame{Title: title, Data: x})
}

func addFact(facts []pageFact, property string, value cell) []pageFact {
	if n := len(facts); n > 0 && facts[n-1].Property == property {
		if !slices.Contains(facts[n-1].Values, value) {
			facts[n-1].Values = append(facts[n-1].Values, value)
		}
		return facts
	}
	return append(facts, pageFact{property, []cell{value}})
}

func (x *resourcePage) addClaim(r library.Row) {
	n := slices.IndexFunc(x.Claims, func(c pageClaim) bool { return c.Claim == r.Get("claim") })
	if n < 0 {
		c := pageClaim{Claim: r.Get("claim"), Quote: r.Get("quote"), Article: r.Get("article"), Title: r.Get("title"), Outlet: r.Get("outlet"), Issued: r.Get("issued"),
			Rule: r.Get("rule"), Confidence: r.Get("confidence"), Modality: schema.Local(r.Get("modality"))}
		if u := r.Get("url"); strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
			c.URL = u
		}
		c.Begin, _ = strconv.Atoi(r.Get("begin"))
		c.End, _ = strconv.Atoi(r.Get("end"))
		x.Claims = append(x.Claims, c)
		n = len(x.Claims) - 1
	}
	x.Claims[n].Says = addFact(x.Claims[n].Says, library.Compact(r.Get("p")), cellOf(r["o"]))
}

// textPart is a run of an article's text, marked where a claim rests on it.
type textPart struct {
	Text   string
	Marked bool
	Claim  string // the first claim that begins here
}

// text adds the article's text with its claims marked, on the page of an article.
func (p *pages) text(ctx context.Context, x *resourcePage) error {
	if !strings.HasPrefix(x.IRI, schema.Base+"doc/") || strings.Contains(x.IRI, "/capture/") {
		return nil
	}
	a, err := p.service.Article(ctx, x.IRI)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	x.Article = &a
	text := []rune(a.Text)
	marked := make([]bool, len(text)+1)
	starts := map[int]string{}
	for _, c := range x.Claims {
		if c.Begin < 0 || c.End > len(text) || c.Begin >= c.End {
			continue
		}
		for i := c.Begin; i < c.End; i++ {
			marked[i] = true
		}
		if starts[c.Begin] == "" {
			starts[c.Begin] = c.Claim
		}
	}
	for i := 0; i < len(text); {
		n := i + 1
		for n < len(text) && marked[n] == marked[i] && starts[n] == "" {
			n++
		}
		x.Text = append(x.Text, textPart{string(text[i:n]), marked[i], starts[i]})
		i = n
	}
	return nil
}

// statuses lists those that a reader may choose.
func statuses() []string {
	return []string{"happened", "planned", "proposed", "ongoing", "postponed", "cancelled", "denied"}
}
