package page

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// column matches the name of a column in brackets at the end or the beginning of a
// title: 标题（国际论坛）, 【评论】标题; or before a colon or bar.
var column = regexp.MustCompile(`[(\[【〖]([^()\[\]【】〖〗]{2,14})[)\]】〗]$|^[(\[【〖]([^()\[\]【】〖〗]{2,14})[)\]】〗]|^([^:|丨]{2,14})[:|丨]|[|丨]([^|丨]{2,14})$`)

// genre tells the kind of text by its title, its column, its section and how it
// begins; a text with an author who has a post outside the outlet is an opinion.
func (r *reader) genre(a *schema.Article, d *draft) string {
	title := text.FoldKey(a.Title)
	var columns []string
	for _, g := range column.FindAllStringSubmatch(title, -1) {
		columns = append(columns, strings.TrimSpace(strings.Join(g[1:], "")))
	}
	for _, s := range d.section {
		if s != "" {
			columns = append(columns, text.FoldKey(s))
		}
	}
	var path []string
	if u, err := url.Parse(a.URL); err == nil {
		path = strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return r == '/' })
	}
	first := ""
	if len(d.body) > 0 {
		first = text.FoldKey(cut(d.body[0], 40))
	}
	inTitle := func(cue string) bool { return strings.Contains(title, cue) }
	for _, g := range r.words.genres {
		if slices.ContainsFunc(g.Title, inTitle) && !slices.ContainsFunc(g.Not, inTitle) ||
			slices.ContainsFunc(g.Column, func(cue string) bool { return slices.Contains(columns, cue) }) ||
			slices.ContainsFunc(g.Section, func(cue string) bool { return slices.Contains(path, cue) }) ||
			slices.ContainsFunc(g.Opening, func(cue string) bool { return strings.HasPrefix(first, cue) }) {
			return g.Genre
		}
	}
	for _, x := range a.Byline {
		if x.Role != "" && !staff.MatchString(x.Role) {
			return "opinion"
		}
	}
	return "report"
}

// staff are posts of those who write for an outlet.
var staff = regexp.MustCompile(`(?i)记者|编辑|correspondent|reporter|editor|writer`)
