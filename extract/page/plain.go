package page

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// text reads the text of a page, with front matter or without, furniture and all.
func (r *reader) text(s string, f source.Fields) (schema.Article, error) {
	s = newlines(s)
	f, s = frontMatter(f, s)
	blocks := linesOf(s)
	if len(blocks) == 0 {
		return schema.Article{}, ErrEmpty
	}
	d := &draft{fields: f}
	values := r.words.values(blocks)
	begin, end, best := run(values)
	if best <= 0 {
		return schema.Article{}, ErrNoArticle
	}
	begin, end = r.widen(blocks, values, begin, end)
	titleAt := -1
	if f.Title != "" {
		d.title = clean(f.Title)
		for i := range blocks[:begin+1] {
			if squeeze(blocks[i].text) == squeeze(d.title) {
				titleAt = i
			}
		}
	} else {
		titleAt = r.titleLine(blocks, begin)
		if titleAt >= 0 {
			d.title = blocks[titleAt].text
		}
	}
	begin = max(begin, titleAt+1)
	marks := make([]bool, len(blocks))
	for i := begin; i < end; i++ {
		marks[i] = true
	}
	body := r.trim(blocks, marks, values, d.title, true)
	if len(body) == 0 {
		return schema.Article{}, ErrNoArticle
	}
	r.fill(d, blocks, body, titleAt, selection{})
	if line, ok := breadcrumb(blocks[:body[0]]); ok {
		d.section = append(d.section, line...)
	}
	return r.assemble(d)
}

// widen takes in what stands beside the best run without being furniture: short
// last lines of the text, a short first one.
func (r *reader) widen(blocks []block, values []float64, begin, end int) (int, int) {
	plain := func(i int) bool {
		b := &blocks[i]
		return !r.words.stop(b) && !r.words.furniture(b) && !dateOnly(b.text) && values[i] > linkedValue && values[i] != aboutValue
	}
	// Short lines after the text are its own only where the text ends with them:
	// before a stop, or before the end of the page.
	for to := end; to < len(blocks); to++ {
		if !plain(to) {
			if to < len(blocks) && r.words.stop(&blocks[to]) && to-end <= 6 {
				end = to
			}
			break
		}
		if blocks[to].ends && to-end <= 3 {
			end = to + 1
		}
		if to == len(blocks)-1 && to-end <= 6 {
			end = len(blocks)
		}
	}
	for begin > 1 && plain(begin-1) && blocks[begin-1].ends && blocks[begin-1].marks > 0 {
		begin--
	}
	return begin, end
}

// titleLine finds the title among the lines before a body that begins at begin: one
// that a reading label repeats or that comes twice, a heading, else the first one
// near the body that is long enough for a title; the first line of the body where
// it looks like a title. -1 where there is none.
func (r *reader) titleLine(blocks []block, begin int) int {
	const reach = 8
	seen := map[string]bool{}
	best, score := -1, 0.0
	for i := 0; i < begin; i++ {
		b := &blocks[i]
		key := text.FoldKey(b.text)
		if rest, ok := strings.CutPrefix(key, "正在阅读:"); ok {
			seen[squeeze(rest)] = true
			continue
		}
		if crumbs(b.text) { // what stands before the path of a page is its menu
			best, score = -1, 0
			continue
		}
		if b.units < 1.5 || b.length > 200 || r.words.dated(b) || r.words.about(b) || r.words.furniture(b) || r.words.stop(b) || r.outletIn(b.text) != "" {
			continue
		}
		if b.heading == 1 || seen[squeeze(b.text)] && b.units >= 4 {
			return i
		}
		seen[squeeze(b.text)] = true
		v := min(b.units, 14)
		if strings.HasSuffix(b.text, ".") || strings.HasSuffix(b.text, "。") {
			v /= 3
		}
		if begin-i <= reach && v > score {
			best, score = i, v
		}
	}
	if best >= 0 {
		return best
	}
	if b := &blocks[begin]; begin == 0 && len(blocks) > 1 && b.length <= 160 && (!strings.HasSuffix(b.text, "。") && !strings.HasSuffix(b.text, ".") && !b.indent || b.heading > 0) {
		return begin
	}
	return -1
}

// crumbs reports the path of a page within its site, or a bar of links.
func crumbs(s string) bool {
	for _, sep := range []string{">", "|", "»", "›"} {
		if n := strings.Count(s, sep); n >= 2 || n == 1 && strings.HasSuffix(s, "正文") {
			return true
		}
	}
	return false
}

// breadcrumb is the path of a page within its site.
func breadcrumb(blocks []block) ([]string, bool) {
	for i := range blocks {
		if s := blocks[i].text; strings.Contains(s, ">") && crumbs(s) {
			var out []string
			for part := range strings.SplitSeq(s, ">") {
				out = append(out, clean(part))
			}
			return out, true
		}
	}
	return nil, false
}

// markdown reports a name of a Markdown file.
func markdown(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".markdown")
}

var (
	markdownImage    = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	markdownLink     = regexp.MustCompile(`\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)`)
	markdownEmphasis = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\s][^*\n]*)\*`)
	markdownQuote    = regexp.MustCompile(`(?m)^(?:> ?)+`)
)

// unmarked is a Markdown text without its marks; headings keep theirs, which
// linesOf reads.
func unmarked(s string) string {
	s = markdownImage.ReplaceAllString(s, "")
	s = markdownLink.ReplaceAllString(s, "$1")
	s = markdownEmphasis.ReplaceAllString(s, "$1$2$3")
	return markdownQuote.ReplaceAllString(s, "")
}

// frontMatter takes a YAML header off a text. A header that is none stays in the
// text; fields given with the document stay as they are.
func frontMatter(f source.Fields, s string) (source.Fields, string) {
	rest, ok := strings.CutPrefix(strings.TrimLeft(s, "\ufeff\n"), "---\n")
	if !ok {
		return f, s
	}
	header, body, ok := strings.Cut(rest, "\n---")
	if !ok || body != "" && body[0] != '\n' && body[0] != ' ' && body[0] != '-' {
		return f, s
	}
	raw := map[string]any{}
	if yaml.Unmarshal([]byte(header), &raw) != nil {
		return f, s
	}
	_, body, _ = strings.Cut(body, "\n")
	for _, x := range []struct {
		to   *string
		keys []string
	}{
		{&f.Title, []string{"title"}}, {&f.URL, []string{"url", "link"}}, {&f.Source, []string{"source", "outlet", "publisher"}},
		{&f.Published, []string{"published", "date"}}, {&f.Lang, []string{"lang", "language"}}, {&f.ID, []string{"id"}},
	} {
		for _, k := range x.keys {
			if v := scalar(header, k); *x.to == "" && v != "" {
				*x.to = v
			}
		}
	}
	return f, body
}

// scalar is the value of a key as it is written: YAML would turn a date into a time
// and lose what was said.
func scalar(header, key string) string {
	var doc yaml.Node
	if yaml.Unmarshal([]byte(header), &doc) != nil || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return ""
	}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i].Value == key && pairs[i+1].Kind == yaml.ScalarNode {
			return strings.TrimSpace(pairs[i+1].Value)
		}
	}
	return ""
}
