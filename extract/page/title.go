package page

import (
	"strings"

	"github.com/entente-graph/entente/extract/text"
)

// headline finds the title of a page: the heading that its title element holds, else what
// it says for machines without the name of the site.
func headline(h *head, blocks []block, selected string) (title string, at int) {
	at = -1
	whole := text.FoldKey(strings.Join([]string{h.title, h.meta["og:title"], h.linked.headline}, "\n"))
	find := func(s string) int {
		key := squeeze(s)
		for i := range blocks {
			if squeeze(blocks[i].text) == key {
				return i
			}
		}
		return -1
	}
	if selected != "" {
		return selected, find(selected)
	}
	best := 0.0
	for i := range blocks {
		b := &blocks[i]
		if b.heading == 0 || b.heading > 3 || b.units < 2 || b.length > 300 || !strings.Contains(whole, text.FoldKey(b.text)) {
			continue
		}
		score := b.units * []float64{0, 1.5, 1.2, 1}[b.heading]
		if score > best {
			title, at, best = b.text, i, score
		}
	}
	if title != "" && best >= 4 {
		return title, at
	}
	for i := range blocks { // a heading that the title element words a little differently
		if b := &blocks[i]; b.heading == 1 && b.units >= 4 && b.length < 300 && alike(b.text, h.title) {
			return b.text, i
		}
	}
	for _, s := range []string{h.linked.headline, h.first("articletitle", "og:title", "twitter:title"), h.title} {
		if s = trimSite(s, h.meta["og:site_name"]); weigh(s).units >= 2 {
			return s, find(s)
		}
	}
	for i := range blocks {
		if blocks[i].heading == 1 {
			return blocks[i].text, i
		}
	}
	return title, at
}

// alike reports whether most pairs of letters of one line stand in another.
func alike(a, b string) bool {
	pairs := func(s string) map[[2]rune]bool {
		rs := []rune(squeeze(s))
		m := map[[2]rune]bool{}
		for i := 0; i+1 < len(rs); i++ {
			m[[2]rune{rs[i], rs[i+1]}] = true
		}
		return m
	}
	of, in := pairs(a), pairs(b)
	common := 0
	for p := range of {
		if in[p] {
			common++
		}
	}
	return common*10 >= len(of)*6
}

// trimSite cuts the name of the site and its sections from a page's title.
func trimSite(s, site string) string {
	s = clean(s)
	for _, sep := range []string{"_", "--", " | ", " • ", " - ", " – ", " — ", " :: ", "-", "|"} {
		for {
			i := strings.LastIndex(s, sep)
			if i <= 0 {
				break
			}
			rest := strings.TrimSpace(s[i+len(sep):])
			if !siteName(rest, site, sep) {
				break
			}
			s = strings.TrimSpace(s[:i])
		}
	}
	return s
}

// siteName reports whether what stands after a separator names a site: shorter
// separators need the word itself.
func siteName(s, site, sep string) bool {
	if s == "" || site != "" && strings.EqualFold(s, site) {
		return true
	}
	for _, w := range []string{"网", "频道", "新闻网", "中国", "cctv.com", ".com", ".cn", ".ru"} {
		if strings.HasSuffix(strings.ToLower(strings.TrimRight(s, ")")), w) && weigh(s).units < 14 {
			return true
		}
	}
	m := weigh(s)
	switch sep {
	case "_", "--", " | ", " • ", " :: ":
		return m.units < 16
	case " - ", " – ", " — ":
		return m.units < 8 && m.marks == 0
	}
	return false
}

// squeeze is a line's letters and digits in folded form, to compare lines.
func squeeze(s string) string {
	var b strings.Builder
	for _, r := range text.FoldKey(s) {
		if letterOrDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
