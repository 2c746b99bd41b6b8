// Package library holds the named queries: questions that analysts ask again and
// again, each a .rq file with a header that gives it a title, a description and
// typed parameters in Chinese, English and Russian. It also defines how a
// parameter is bound and the one interface through which every other way of
// asking (timelines, the endpoint, the command line) puts a query.
//
// It knows SPARQL's text and its results. It knows nothing of storage, of HTTP
// or of the terminal.
package library

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/entente-graph/entente/queries/sparql"
	"github.com/entente-graph/entente/schema"
)

// Asker answers a SPARQL query. The results stream; the caller closes them.
type Asker interface {
	Ask(ctx context.Context, query string) (*sparql.Results, error)
}

//go:embed queries/*.rq
var files embed.FS

// Languages of titles, descriptions and parameter labels.
var languages = [...]string{"zh", "en", "ru"}

// What goes wrong with a named query.
var (
	// ErrUnknown: no query of that name; the error names the nearest.
	ErrUnknown = errors.New("no such named query")
	// ErrParameter: a parameter is missing, unknown, or not of its type.
	ErrParameter = errors.New("parameter")
)

// Query is a named query.
type Query struct {
	Name        string            `json:"name"`
	Title       map[string]string `json:"title"`
	Description map[string]string `json:"description"`
	Parameters  []Parameter       `json:"parameters"`
	// Text is the SPARQL, header included. A parameter stands in it as $name.
	Text string `json:"text"`
}

// Parameter is a typed hole in a query. One that is optional and not given stays
// a free variable, so that it matches anything.
type Parameter struct {
	Name     string            `json:"name"`
	Type     Type              `json:"type"`
	Optional bool              `json:"optional"`
	Default  string            `json:"default,omitempty"`
	Label    map[string]string `json:"label"`
}

// All reads the queries, sorted by name.
func All() ([]Query, error) {
	names, err := fs.Glob(files, "queries/*.rq")
	if err != nil {
		return nil, err
	}
	var out []Query
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		q, err := parse(strings.TrimSuffix(path.Base(name), ".rq"), string(text))
		if err != nil {
			return nil, fmt.Errorf("library: reading %s: %w", path.Base(name), err)
		}
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b Query) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Find returns the query of a name.
func Find(name string) (Query, error) {
	all, err := All()
	if err != nil {
		return Query{}, err
	}
	names := make([]string, len(all))
	for i, q := range all {
		if q.Name == name {
			return q, nil
		}
		names[i] = q.Name
	}
	return Query{}, fmt.Errorf("%w: %q; the nearest is %q", ErrUnknown, name, Nearest(name, names))
}

// parse reads the header: comment lines "#! key: value" before the query.
//
//	#! title.zh: …
//	#! description.en: …
//	#! parameter: state state required
//	#! parameter.zh: state …
func parse(name, text string) (Query, error) {
	q := Query{Name: name, Title: map[string]string{}, Description: map[string]string{}, Text: text}
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "#!")
		if !ok {
			continue
		}
		key, value, ok := strings.Cut(rest, ":")
		if !ok {
			return q, fmt.Errorf("header line without a colon: %q", line)
		}
		if err := q.header(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return q, err
		}
	}
	return q, q.complete()
}

func (q *Query) header(key, value string) error {
	field, lang, _ := strings.Cut(key, ".")
	switch {
	case field == "title" && lang != "":
		q.Title[lang] = value
	case field == "description" && lang != "":
		q.Description[lang] = value
	case field == "parameter" && lang != "":
		name, label, _ := strings.Cut(value, " ")
		for i := range q.Parameters {
			if q.Parameters[i].Name == name {
				q.Parameters[i].Label[lang] = strings.TrimSpace(label)
				return nil
			}
		}
		return fmt.Errorf("label of %q before its parameter line", name)
	case field == "parameter":
		return q.parameter(value)
	default:
		return fmt.Errorf("unknown header key %q", key)
	}
	return nil
}

// parameter reads "name type required", "name type optional" or "name type =value".
func (q *Query) parameter(value string) error {
	f := strings.Fields(value)
	if len(f) != 3 {
		return fmt.Errorf("parameter line %q: want name, type, and required, optional or =default", value)
	}
	p := Parameter{Name: f[0], Type: Type(f[1]), Label: map[string]string{}}
	switch {
	case f[2] == "optional":
		p.Optional = true
	case strings.HasPrefix(f[2], "="):
		p.Optional, p.Default = true, f[2][1:]
	case f[2] != "required":
		return fmt.Errorf("parameter line %q: %q is none of required, optional, =default", value, f[2])
	}
	if _, ok := types[p.Type]; !ok {
		return fmt.Errorf("parameter %q: unknown type %q", p.Name, p.Type)
	}
	q.Parameters = append(q.Parameters, p)
	return nil
}

func (q *Query) complete() error {
	for _, lang := range languages {
		if q.Title[lang] == "" || q.Description[lang] == "" {
			return fmt.Errorf("no title or description in %s", lang)
		}
		for _, p := range q.Parameters {
			if p.Label[lang] == "" {
				return fmt.Errorf("no label of parameter %q in %s", p.Name, lang)
			}
		}
	}
	return nil
}

// Bind puts arguments into the query. Missing optional ones are left as free
// variables; the label language of a query is its parameter "lang".
func (q Query) Bind(args map[string]string) (string, error) {
	terms := map[string]schema.Term{}
	for _, p := range q.Parameters {
		value, given := args[p.Name]
		if !given {
			value, given = p.Default, p.Default != ""
		}
		if !given {
			if !p.Optional {
				return "", fmt.Errorf("%w %q of query %q is missing (%s)", ErrParameter, p.Name, q.Name, p.Type.Example())
			}
			continue
		}
		t, err := p.Type.Term(value)
		if err != nil {
			return "", fmt.Errorf("%w %q of query %q: %w", ErrParameter, p.Name, q.Name, err)
		}
		terms[p.Name] = t
	}
	for name := range args {
		if !slices.ContainsFunc(q.Parameters, func(p Parameter) bool { return p.Name == name }) {
			return "", fmt.Errorf("%w %q: query %q has none of that name; the nearest is %q", ErrParameter, name, q.Name, Nearest(name, q.parameterNames()))
		}
	}
	return Bind(q.Text, terms)
}

func (q Query) parameterNames() []string {
	var out []string
	for _, p := range q.Parameters {
		out = append(out, p.Name)
	}
	return out
}
