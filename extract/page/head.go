package page

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/schema"
)

// head is what a page says of itself for machines: meta elements, JSON-LD, time
// elements.
type head struct {
	lang      string
	title     string
	canonical string
	meta      map[string]string // name, property or itemprop in lower case -> first content
	linked    linkedData
	times     []string // datetime attributes
}

// linkedData is the news article among a page's JSON-LD (schema.org).
type linkedData struct {
	headline  string
	published string
	publisher string
	section   string
	authors   []schema.Author
}

func headOf(doc *html.Node) *head {
	h := &head{meta: map[string]string{}}
	h.scan(doc)
	if h.lang == "" {
		h.lang = strings.ReplaceAll(h.first("content-language", "og:locale", "language", "dc.language"), "_", "-")
	}
	return h
}

func (h *head) scan(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		switch c.DataAtom {
		case atom.Html:
			h.lang = attr(c, "lang")
		case atom.Title:
			if h.title == "" && c.FirstChild != nil {
				h.title = clean(c.FirstChild.Data)
			}
			continue
		case atom.Meta:
			h.addMeta(c)
		case atom.Link:
			if attr(c, "rel") == "canonical" && h.canonical == "" {
				h.canonical = attr(c, "href")
			}
		case atom.Script:
			if strings.Contains(attr(c, "type"), "ld+json") && c.FirstChild != nil {
				h.addLinkedData(c.FirstChild.Data)
			}
			continue
		case atom.Time:
			if v := attr(c, "datetime"); v != "" && len(h.times) < 8 {
				h.times = append(h.times, v)
			}
		}
		h.scan(c)
	}
}

func (h *head) addMeta(n *html.Node) {
	content := clean(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"name", "property", "itemprop", "http-equiv"} {
		if k := strings.ToLower(attr(n, key)); k != "" && h.meta[k] == "" {
			h.meta[k] = content
		}
	}
}

// first is the first of several meta elements that a page has.
func (h *head) first(names ...string) string {
	for _, n := range names {
		if v := h.meta[n]; v != "" {
			return v
		}
	}
	return ""
}

// addLinkedData reads a block of JSON-LD; one that is broken is passed over, as
// the page itself is still there.
func (h *head) addLinkedData(s string) {
	var v any
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "<!--"), "-->")
	if json.Unmarshal([]byte(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)), &v) == nil {
		h.linked.read(v, 0)
	}
}

func (l *linkedData) read(v any, depth int) {
	if depth > 6 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.read(x, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) && l.headline == "" {
			l.headline = clean(html.UnescapeString(stringOf(v["headline"])))
			l.published = stringOf(v["datePublished"])
			l.publisher = clean(nameOf(v["publisher"]))
			l.section = clean(stringOf(v["articleSection"]))
			l.addAuthors(v["author"])
			return
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if x, ok := v[k]; ok {
				l.read(x, depth+1)
			}
		}
	}
}

func (l *linkedData) addAuthors(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			l.addAuthors(x)
		}
	case map[string]any:
		if t := stringOf(v["@type"]); t != "" && t != "Person" {
			return
		}
		l.addAuthors(nameOf(v))
	case string:
		if name := clean(html.UnescapeString(v)); personal(name) {
			l.authors = append(l.authors, schema.Author{Name: name})
		}
	}
}

func isArticle(t any) bool {
	switch t := t.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || t == "BlogPosting" || t == "Report" || t == "LiveBlogPosting"
	case []any:
		for _, x := range t {
			if isArticle(x) {
				return true
			}
		}
	}
	return false
}

// stringOf is a JSON value as a string, the first of a list.
func stringOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return stringOf(v[0])
		}
	}
	return ""
}

func nameOf(v any) string {
	if m, ok := v.(map[string]any); ok {
		return stringOf(m["name"])
	}
	return stringOf(v)
}

// address is the URL of a page: given, else what it says itself.
func (h *head) address(f source.Fields) string {
	for _, u := range []string{f.URL, h.canonical, h.meta["og:url"]} {
		if strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
			return u
		}
	}
	return f.URL
}
