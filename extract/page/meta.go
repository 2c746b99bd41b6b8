package page

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var (
	sourceLabel = regexp.MustCompile(`(?:文章来源|信息来源|消息来源|来源|來源|稿源|Source|Источник)\s*:\s*([^:]+)`)
	sourceEnd   = regexp.MustCompile(`\s*(?:(?:19|20)\d{2}\s*[-/.年]|\||【|\[|作者|编辑|责编|责任编辑|发布时间|时间|日期|字号|浏览|分享|记者|打印|\d{1,2}:\d{2}|Editor|Updated|Author).*$`)
)

// outletIn finds the outlet that a line names: 来源:…, Source: …, Источник: ….
func (r *reader) outletIn(line string) string {
	g := sourceLabel.FindStringSubmatch(norm.NFKC.String(line))
	if g == nil {
		return ""
	}
	return r.outletName(sourceEnd.ReplaceAllString(g[1], ""))
}

// outletName tidies an outlet's name. A portal that reprints names the outlet after
// its own name: 人民网-人民日报.
func (r *reader) outletName(s string) string {
	s = strings.Trim(clean(norm.NFKC.String(s)), " :|()[]《》\"“”>-")
	s = strings.TrimSpace(strings.TrimPrefix(s, "来源:"))
	for _, dash := range []string{"-", "—", "–", "·"} {
		if portal, outlet, ok := strings.Cut(s, dash); ok && r.words.portals[portal] && utf8.RuneCountInString(outlet) >= 2 {
			s = outlet
		}
	}
	if n := utf8.RuneCountInString(s); n < 2 || n > 60 || strings.Trim(s, "0123456789") == "" {
		return ""
	}
	return s
}

// zones of a page around the body.
type surroundings struct {
	before []block // from the title to the body
	after  []block // what follows the body
}

// lines are blocks as metadata are read in them: with spaces between elements.
func lines(bs []block, reach int) []string {
	var out []string
	for i := range bs {
		if len(out) == reach {
			break
		}
		b := &bs[i]
		if b.length > 200 {
			continue
		}
		if b.spaced != "" {
			out = append(out, b.spaced)
		}
		out = append(out, b.text)
	}
	return out
}

const (
	reachBefore = 24 // lines before the body in which metadata are looked for
	reachAfter  = 12
)

// printed reads the metadata that stand around the body.
func (r *reader) printed(d *draft, s surroundings, selected selection) {
	before := append(append([]string{}, selected.lines()...), lines(s.before, reachBefore)...)
	after := lines(s.after, reachAfter)
	all := append(before[:len(before):len(before)], after...)
	if d.outlet == "" {
		for _, l := range all {
			if d.outlet = r.outletIn(l); d.outlet != "" {
				break
			}
		}
	}
	if d.editor == "" {
		d.editor = editorOf(append(selected.editor[:len(selected.editor):len(selected.editor)], append(after, before...)...))
	}
	r.printedTime(d, selected, before, after)
	r.printedAuthors(d, s, before)
}

// printedTime refines the time: the first that is printed, and its clock where the
// day is known already.
func (r *reader) printedTime(d *draft, selected selection, before, after []string) {
	consider := func(lines []string, labelled bool) {
		for _, l := range lines {
			if labelled && !r.words.metadata.begins(opening(norm.NFKC.String(strings.ToLower(l)))) && !strings.Contains(strings.ToLower(l), "дата публикации") {
				continue
			}
			m, ok := parseMoment(l)
			if !ok {
				continue
			}
			if d.published.year == 0 || m.clock && !d.published.clock && m.sameDay(d.published) {
				d.published = m
			}
		}
	}
	consider(selected.time, false)
	consider(before, false)
	consider(after, true)
	if d.published.year == 0 {
		d.published = addressed(d.fields.URL)
	}
}

// dayInAddress matches the day that many sites write into a page's address:
// /2025/06/16/, /2025-06/16/, /20250616/.
var dayInAddress = regexp.MustCompile(`/((?:19|20)\d{2})[-/]?(\d{2})[-/]?(\d{2})(?:[/_.-]|$)`)

// addressed is the day in a page's address.
func addressed(address string) moment {
	g := dayInAddress.FindStringSubmatch(address)
	if g == nil {
		return moment{}
	}
	if m := (moment{year: atoi(g[1]), month: atoi(g[2]), day: atoi(g[3])}); m.valid() {
		return m
	}
	return moment{}
}

// printedAuthors reads the byline: author lines beside the body and labels before it,
// else the reporters at the head of a wire story.
func (r *reader) printedAuthors(d *draft, s surroundings, before []string) {
	r.authorLines(d, s)
	if len(d.byline) == 0 || d.byline[0].Name == "" {
		r.labelledAuthors(d, before)
	}
	if len(d.byline) == 0 && len(d.body) > 0 {
		head := norm.NFKC.String(cut(d.body[0], 80))
		if g := wireReporters.FindStringSubmatch(head); g != nil {
			d.addAuthors(r.words.named(g[1]))
		}
	}
	r.authorLines(d, s) // those that begin with a name which is known by now
}

// authorLines takes the author lines after the body and in its last paragraphs.
func (r *reader) authorLines(d *draft, s surroundings) {
	r.authorsOfBody(d)
	for i := range s.after {
		if i > reachAfter {
			return
		}
		line, authors, ok := r.authorLine(s.after[i].text, d.byline)
		if ok && !slices.Contains(d.authors, line) {
			d.authors = append(d.authors, line)
			d.addAuthors(authors)
		}
	}
}

// labelledAuthors reads the authors that a label before the body names.
func (r *reader) labelledAuthors(d *draft, before []string) {
	for _, re := range []*regexp.Regexp{authorLabel, englishBy, russianAuthor} {
		for _, l := range before {
			g := re.FindStringSubmatch(norm.NFKC.String(l))
			if g == nil {
				continue
			}
			if d.addAuthors(r.words.named(g[1])); len(d.byline) > 0 {
				return
			}
		}
	}
}

// cut is the first n code points of a string.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// declared takes what the head of a page says for machines.
func (r *reader) declared(d *draft, h *head, host string) {
	d.lang = h.lang
	chinese := strings.HasSuffix(host, ".cn") || strings.HasPrefix(strings.ToLower(h.lang), "zh")
	for _, s := range []string{h.linked.published, h.first("article:published_time", "og:published_time", "datepublished", "firstpublishedtime", "pubdate", "publishdate", "publish_date", "publish-date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date", "article.published", "cxenseparse:recs:publishtime")} {
		m, ok := parseMoment(s)
		if ok && (d.published.year == 0 || m.clock && !d.published.clock && m.sameDay(d.published)) {
			d.published = m
		}
	}
	if d.published.year == 0 && len(h.times) > 0 {
		d.published, _ = parseMoment(h.times[0])
	}
	d.section = append(d.section, h.linked.section, h.first("article:section"), h.first("og:section"))
	d.addAuthors(h.linked.authors)
	// On Chinese pages the author element names the editor, or a number.
	if author := h.first("author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author"); !chinese && len(d.byline) == 0 {
		d.addAuthors(r.words.named(strings.TrimPrefix(strings.TrimPrefix(author, "By "), "by ")))
	}
}

// declaredOutlet names the outlet where no line does.
func (r *reader) declaredOutlet(h *head, host string) string {
	outlet := ""
	if site := r.data.Site(host); site != nil {
		outlet = site.Outlet
	}
	for _, s := range []string{h.first("contentsource", "source"), outlet, h.linked.publisher, h.meta["og:site_name"], h.meta["application-name"]} {
		if n := r.outletName(s); n != "" {
			return n
		}
	}
	return ""
}
