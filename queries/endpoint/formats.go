package endpoint

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/queries/sparql"
)

// format is a way to write a result.
type format struct {
	name      string
	mediaType string
	accepts   []string // further media types that mean it
	write     func(io.Writer, *sparql.Results) error
}

// tableFormats write SELECT and ASK, graphFormats CONSTRUCT and DESCRIBE, the
// default first.
func tableFormats() []format {
	return []format{
		{"json", "application/sparql-results+json", []string{"application/json"}, sparql.WriteJSON},
		{"xml", "application/sparql-results+xml", []string{"application/xml", "text/xml"}, sparql.WriteXML},
		{"csv", "text/csv; charset=utf-8", []string{"text/csv"}, sparql.WriteCSV},
		{"tsv", "text/tab-separated-values; charset=utf-8", []string{"text/tab-separated-values"}, sparql.WriteTSV},
	}
}

func graphFormats() []format {
	var out []format
	for _, f := range []struct{ name, mediaType, accept string }{
		{"turtle", "text/turtle; charset=utf-8", "text/turtle application/x-turtle"},
		{"ntriples", "application/n-triples", "text/plain"},
		{"nquads", "application/n-quads", ""},
		{"jsonld", "application/ld+json", "application/json"},
		{"rdfxml", "application/rdf+xml", "application/xml"},
		{"trig", "application/trig", ""},
	} {
		out = append(out, format{f.name, f.mediaType, strings.Fields(f.accept), func(w io.Writer, res *sparql.Results) error { return WriteGraph(w, res, f.name) }})
	}
	return out
}

func formatsOf(form sparql.Form) []format {
	if form.IsGraph() {
		return graphFormats()
	}
	return tableFormats()
}

// names that ?format= and --format accept beside the formats' own.
var formatAlias = map[string]string{"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "json-ld": "jsonld", "rdf": "rdfxml"}

// negotiate chooses the format: by name where one is given, else by the Accept
// header, else the default of the query's form.
func negotiate(name, accept string, form sparql.Form) (format, bool) {
	all := formatsOf(form)
	if name != "" {
		return byName(all, name)
	}
	best, quality := -1, 0.0
	for _, part := range strings.Split(accept, ",") {
		kind, q := acceptable(part)
		if q <= quality || kind == "" {
			continue
		}
		if i := slices.IndexFunc(all, func(f format) bool { return f.matches(kind) }); i >= 0 {
			best, quality = i, q
		}
	}
	switch {
	case best >= 0:
		return all[best], true
	case strings.TrimSpace(accept) == "":
		return all[0], true
	}
	return format{}, false
}

func byName(all []format, name string) (format, bool) {
	if alias := formatAlias[name]; alias != "" {
		name = alias
	}
	for _, f := range all {
		base, _, _ := strings.Cut(f.mediaType, ";")
		if f.name == name || base == name || name == "json" && f.name == "jsonld" {
			return f, true
		}
	}
	return format{}, false
}

// acceptable reads one element of an Accept header.
func acceptable(part string) (kind string, quality float64) {
	fields := strings.Split(part, ";")
	quality = 1
	for _, p := range fields[1:] {
		if v, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
			q, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return "", 0
			}
			quality = q
		}
	}
	return strings.ToLower(strings.TrimSpace(fields[0])), quality
}

func (f format) matches(kind string) bool {
	base, _, _ := strings.Cut(f.mediaType, ";")
	if kind == "*/*" || kind == base || slices.Contains(f.accepts, kind) {
		return true
	}
	main, ok := strings.CutSuffix(kind, "/*")
	return ok && strings.HasPrefix(base, main+"/")
}

// ErrFormat is returned for a format in which results of their form cannot be written.
var ErrFormat = errors.New("no format for these results")

// WriteResults writes a SELECT or ASK in a standard format: json, xml, csv, tsv; another
// is an ErrFormat.
func WriteResults(w io.Writer, res *sparql.Results, name string) error {
	f, ok := byName(tableFormats(), name)
	if !ok {
		return fmt.Errorf("endpoint: writing %s results as %q: %w", res.Form, name, ErrFormat)
	}
	return f.write(w, res)
}
