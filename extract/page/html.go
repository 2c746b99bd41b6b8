package page

import (
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/entente-graph/entente/data/sites"
	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// html reads a page of HTML.
func (r *reader) html(s string, f source.Fields) (schema.Article, error) {
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return r.deep(s, f)
	}
	h := headOf(doc)
	f.URL = h.address(f)
	host := hostOf(f.URL)
	d := &draft{fields: f}
	site := r.data.Site(host)
	selected := selectFrom(doc, site, r.words)
	blocks := blocksOf(doc, r.words)
	r.declared(d, h, host)

	title, at := headline(h, blocks, selected.title)
	d.title = title
	if f.Title != "" {
		d.title = clean(f.Title)
	}
	body := r.body(doc, blocks, selected, d.title, f.URL)
	if len(body) == 0 || len(body) < 3 && r.words.notArticles.begins(text.FoldKey(d.title)) {
		return schema.Article{}, ErrNoArticle
	}
	r.fill(d, blocks, body, at, selected)
	if d.outlet == "" {
		d.outlet = r.declaredOutlet(h, host)
	}
	return r.assemble(d)
}

// fill takes paragraphs and metadata from the blocks of a page; body are the
// indices of the blocks that are its body.
func (r *reader) fill(d *draft, blocks []block, body []int, title int, selected selection) {
	in := make(map[int]bool, len(body))
	for _, i := range body {
		in[i] = true
		d.body = append(d.body, blocks[i].text)
	}
	var s surroundings
	from := max(0, body[0]-reachBefore)
	if title >= 0 && title < body[0] {
		from = max(0, title-4)
	}
	s.before = blocks[from:body[0]]
	for i := body[0]; i < len(blocks); i++ {
		if !in[i] {
			s.after = append(s.after, blocks[i])
		}
		if len(s.after) > 2*reachAfter {
			break
		}
	}
	r.printed(d, s, selected)
}

// selection is what a site's rule finds on a page.
type selection struct {
	title                        string
	time, source, author, editor []string
	body                         []*html.Node
	drop                         map[*html.Node]bool
}

func (s selection) lines() []string {
	return append(append(append([]string{}, s.source...), s.time...), s.author...)
}

// selectFrom applies a site's rule.
func selectFrom(doc *html.Node, site *sites.Site, words *words) selection {
	out := selection{}
	if site == nil {
		return out
	}
	q := goquery.NewDocumentFromNode(doc)
	textsOf := func(selectors []string) []string {
		for _, sel := range selectors {
			var found []string
			for _, n := range q.Find(sel).Nodes {
				bs := blocksOf(n, words)
				for i := range bs {
					if bs[i].spaced != "" {
						found = append(found, bs[i].spaced)
					}
					found = append(found, bs[i].text)
				}
			}
			if len(found) > 0 {
				return found
			}
		}
		return nil
	}
	if t := textsOf(site.Title); len(t) > 0 {
		out.title = t[len(t)-1]
	}
	out.time, out.source, out.author, out.editor = textsOf(site.Time), textsOf(site.Source), textsOf(site.Author), textsOf(site.Editor)
	for i := range out.author {
		out.author[i] = "作者:" + out.author[i]
	}
	for _, sel := range site.Body {
		if out.body = q.Find(sel).Nodes; len(out.body) > 0 {
			break
		}
	}
	out.drop = map[*html.Node]bool{}
	for _, sel := range site.Drop {
		for _, n := range q.Find(sel).Nodes {
			out.drop[n] = true
		}
	}
	return out
}

// body finds the blocks that are the article's body: by the site's rule, else by
// the generic way.
func (r *reader) body(doc *html.Node, blocks []block, selected selection, title, address string) []int {
	values := r.words.values(blocks)
	begin, end, best := run(values)
	if len(selected.body) > 0 {
		under := map[*html.Node]bool{}
		for _, n := range selected.body {
			under[n] = true
		}
		marks := make([]bool, len(blocks))
		units := 0.0
		for i := range blocks {
			if within(blocks[i].parent, under) && !within(blocks[i].parent, selected.drop) {
				marks[i] = true
				units += blocks[i].units
			}
		}
		// A rule that finds much less than there is to find is out of date.
		if units >= minimumUnits && units >= best/3 {
			return r.trim(blocks, marks, values, title, true)
		}
	}
	marks := r.readable(doc, blocks, address)
	r.alike(blocks, marks)
	if got := r.trim(blocks, marks, values, title, false); unitsOf(blocks, got) >= minimumUnits {
		return got
	}
	if best < minimumUnits {
		return nil
	}
	marks = make([]bool, len(blocks))
	for i := begin; i < end; i++ {
		marks[i] = values[i] > dropThreshold
	}
	return r.trim(blocks, marks, values, title, false)
}

// minimumUnits is the least an article may weigh.
const minimumUnits = 12

// unitsOf weighs the sentences among blocks: a list of headlines has none.
func unitsOf(blocks []block, indices []int) float64 {
	sum := 0.0
	for _, i := range indices {
		if b := &blocks[i]; b.ends || b.marks > 1 {
			sum += b.units
		}
	}
	return sum
}

func within(n *html.Node, set map[*html.Node]bool) bool {
	if len(set) == 0 {
		return false
	}
	for ; n != nil; n = n.Parent {
		if set[n] {
			return true
		}
	}
	return false
}

// readable marks the blocks that readability keeps. It works on a copy, so blocks
// are found again by their text, in order.
func (r *reader) readable(doc *html.Node, blocks []block, address string) []bool {
	marks := make([]bool, len(blocks))
	u, err := url.Parse(address)
	if err != nil || address == "" {
		u = &url.URL{Scheme: "http", Host: "localhost"}
	}
	p := readability.NewParser()
	p.DisableJSONLD = true
	p.KeepClasses = true
	a, err := p.ParseDocument(doc, u)
	if err != nil || a.Node == nil {
		return marks
	}
	where := map[string][]int{}
	for i := range blocks {
		where[blocks[i].text] = append(where[blocks[i].text], i)
	}
	kept := blocksOf(a.Node, r.words)
	last := -1
	for k := range kept {
		at := where[kept[k].text]
		if len(at) == 0 {
			continue
		}
		pick := at[0]
		for len(at) > 1 && pick <= last { // the next one after what is marked already
			at = at[1:]
			pick = at[0]
		}
		where[kept[k].text] = at
		marks[pick] = true
		last = pick
	}
	return marks
}

// alike marks sentences that readability has lost: those set in the same kind of
// element, in the same kind of container, as the sentences it has kept, from the
// first of them to the label that ends the article.
func (r *reader) alike(blocks []block, marks []bool) {
	kept := map[string]int{}
	first, last := -1, -1
	for i := range blocks {
		if marks[i] {
			if first < 0 {
				first = i
			}
			last = i
			if blocks[i].ends && blocks[i].units > 15 {
				kept[setting(blocks[i].parent)]++
			}
		}
	}
	if first < 0 {
		return
	}
	for i := first; i < len(blocks); i++ {
		b := &blocks[i]
		if i > last && r.words.stop(b) {
			return
		}
		if !marks[i] && b.ends && b.units > 15 && !b.noise && b.linkShare() < .3 && kept[setting(b.parent)] >= 3 {
			marks[i] = true
		}
	}
}

// setting is the kind of an element and of its container: names and classes.
func setting(n *html.Node) string {
	if n == nil || n.Parent == nil {
		return ""
	}
	return n.Data + "." + attr(n, "class") + "<" + n.Parent.Data + "." + attr(n.Parent, "class")
}

// fragment reads HTML that is the body alone: every paragraph is kept.
func (r *reader) fragment(f source.Fields) (schema.Article, error) {
	doc, err := html.Parse(strings.NewReader(f.HTML))
	d := &draft{fields: f, title: clean(f.Title)}
	var blocks []block
	if err != nil {
		_, blocks = tokens(f.HTML)
	} else {
		blocks = blocksOf(doc, r.words)
	}
	for i := range blocks {
		d.body = append(d.body, blocks[i].text)
	}
	if len(d.body) > 1 && squeeze(d.body[0]) == squeeze(d.title) {
		d.body = d.body[1:]
	}
	r.printed(d, surroundings{}, selection{})
	return r.assemble(d)
}
