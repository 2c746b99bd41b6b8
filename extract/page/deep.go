package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/schema"
)

// deep reads a page whose elements are nested too deep for a tree: the same blocks
// from its tokens.
func (r *reader) deep(s string, f source.Fields) (schema.Article, error) {
	h, blocks := tokens(s)
	f.URL = h.address(f)
	d := &draft{fields: f}
	r.declared(d, h, hostOf(f.URL))
	title, at := headline(h, blocks, "")
	d.title = title
	if f.Title != "" {
		d.title = clean(f.Title)
	}
	values := r.words.values(blocks)
	begin, end, best := run(values)
	if best < minimumUnits {
		return schema.Article{}, ErrNoArticle
	}
	marks := make([]bool, len(blocks))
	for i := begin; i < end; i++ {
		marks[i] = values[i] > dropThreshold
	}
	body := r.trim(blocks, marks, values, d.title, false)
	if len(body) == 0 {
		return schema.Article{}, ErrNoArticle
	}
	r.fill(d, blocks, body, at, selection{})
	if d.outlet == "" {
		d.outlet = r.declaredOutlet(h, hostOf(f.URL))
	}
	return r.assemble(d)
}

// tokens reads head and blocks of a page without building its tree.
func tokens(s string) (*head, []block) {
	h := &head{meta: map[string]string{}}
	var blocks []block
	var line strings.Builder
	heading, links, linked, skip := 0, 0, 0, 0
	inTitle := false
	flush := func() {
		if t := clean(line.String()); t != "" {
			blocks = append(blocks, block{text: t, heading: heading, linked: linked, measure: weigh(t)})
		}
		line.Reset()
		linked = 0
	}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			flush()
			return h, blocks
		}
		t := z.Token()
		n := &html.Node{Type: html.ElementNode, Data: t.Data, DataAtom: t.DataAtom, Attr: t.Attr}
		switch kind {
		case html.TextToken:
			switch {
			case inTitle && h.title == "":
				h.title = clean(t.Data)
			case skip == 0:
				line.WriteString(t.Data)
				if links > 0 {
					linked += utf8.RuneCountInString(t.Data)
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			switch {
			case t.Data == "title":
				inTitle = true
			case t.Data == "meta":
				h.addMeta(n)
			case t.Data == "a":
				links++
			case skipped[t.DataAtom] && kind == html.StartTagToken && t.Data != "input" && t.Data != "embed" && t.Data != "head":
				skip++
			case !inline[t.DataAtom]:
				flush()
				if len(t.Data) == 2 && t.Data[0] == 'h' && '1' <= t.Data[1] && t.Data[1] <= '6' {
					heading = int(t.Data[1] - '0')
				}
			}
		case html.EndTagToken:
			switch {
			case t.Data == "title":
				inTitle = false
			case t.Data == "a":
				links = max(0, links-1)
			case skipped[t.DataAtom] && t.Data != "head":
				skip = max(0, skip-1)
			case !inline[t.DataAtom]:
				flush()
				heading = 0
			}
		}
	}
}
