package page

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/schema"
)

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var (
	editorLabel   = regexp.MustCompile(`(?:责任编辑|责编|值班编辑)\s*:\s*([\p{Han}·A-Za-z .、,]{2,30})`)
	plainEditor   = regexp.MustCompile(`(?:^|[^\p{Han}])编辑\s*:\s*([\p{Han}·A-Za-z .、,]{2,30})|(?:^|\|\s*)Editors?\s*:\s*([\p{L}. ,]{2,40})|Редактор\s*:\s*([\p{L}. ]{4,40})`)
	authorLabel   = regexp.MustCompile(`(?:^|[^\p{Han}第])(?:本报记者|本网记者|特约记者|记者|作者|撰文|文)\s*[:/]\s*([\p{Han}·]{2,12}(?:[\s、,]+[\p{Han}·]{2,12}){0,4})`)
	wireReporters = regexp.MustCompile(`\((?:[\p{Han}]{0,12})?记者\s*([\p{Han}·]{2,12}(?:[\s、,]+[\p{Han}·]{2,12}){0,5})\)`)
	englishBy     = regexp.MustCompile(`(?:^|[\s|])[Bb][Yy]:?\s+((?:[A-Z][\p{L}'’.-]*\s+){1,3}[A-Z][\p{L}'’-]+(?:(?:,\s+|\s+and\s+|\s*,\s*and\s+)(?:[A-Z][\p{L}'’.-]*\s+){1,3}[A-Z][\p{L}'’-]+){0,3})`)
	russianAuthor = regexp.MustCompile(`(?:Автор|Авторы|Текст)\s*:\s*([А-ЯЁ][\p{L}.-]+(?:\s+[А-ЯЁ][\p{L}.-]+){1,2}(?:\s*,\s*[А-ЯЁ][\p{L}.-]+(?:\s+[А-ЯЁ][\p{L}.-]+){1,2})*)`)
	englishWriter = regexp.MustCompile(`^[(\[]?(?:The (?:author|writer)s?|[A-Z][\p{L}.'’-]+(?: [A-Z][\p{L}.'’-]+){1,3}) (?:is|are|was|serves as|works as) `)
	endNote       = regexp.MustCompile(`^[(（\[]?\s*作者`)
	nameCutters   = "、,，;；/ "
)

// editorOf finds the editor in lines: the one called responsible before any other.
func editorOf(lines []string) string {
	for _, re := range []*regexp.Regexp{editorLabel, plainEditor} {
		for _, l := range lines {
			if g := re.FindStringSubmatch(norm.NFKC.String(l)); g != nil {
				if n := firstName(strings.Join(g[1:], "")); n != "" {
					return n
				}
			}
		}
	}
	return ""
}

// firstName is the first of several names.
func firstName(s string) string {
	names := splitNames(s)
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// splitNames splits a list of names. Chinese names are parted by spaces too.
func splitNames(s string) []string {
	s = strings.TrimSpace(s)
	cut := nameCutters
	if !han(s) {
		cut = ",;/"
		s = strings.ReplaceAll(s, " and ", ",")
	}
	var out []string
	for _, n := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(cut, r) }) {
		if n = strings.Trim(n, " .·"); utf8.RuneCountInString(n) >= 2 {
			out = append(out, n)
		}
	}
	return out
}

// personal reports whether a byline names a person rather than a desk or a number.
func personal(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 2 || n > 60 || strings.ContainsAny(name, "0123456789@/_:") || strings.HasPrefix(name, "http") {
		return false
	}
	if han(name) {
		return n <= 6 || strings.Contains(name, "·") && n <= 20
	}
	switch words := strings.Fields(name); {
	case len(words) < 2 || len(words) > 5:
		return false
	default:
		for _, w := range words {
			switch strings.ToLower(w) {
			case "news", "staff", "desk", "editor", "editors", "editorial", "team", "agency", "press", "reuters", "admin", "the", "times", "post", "correspondent", "reporter", "writer", "board", "service", "bbc", "cnn", "afp", "ap", "online", "contributor", "contributors", "guest":
				return false
			}
		}
		return true
	}
}

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// chineseName reports whether a string may be a person's name in Chinese.
func (w *words) chineseName(s string) bool {
	return han(s) && personal(s) && !slices.ContainsFunc(w.notNames, func(x string) bool { return strings.Contains(s, x) })
}

// authorLine parses a line such as "(作者为中国—中亚机制秘书长孙炜东)" or "The author is
// a senior fellow at …". A line that begins with a name is one only where the name
// is in the byline already: any report may end with a sentence about a person. ok
// is false for a line that names no author.
func (r *reader) authorLine(line string, known []schema.Author) (printed string, authors []schema.Author, ok bool) {
	printed = strings.TrimSpace(line)
	if inner := strings.Trim(printed, "()（）[]【】〔〕 "); bracketed(printed) {
		printed = inner
	}
	if weigh(printed).length > 220 {
		return "", nil, false
	}
	if englishWriter.MatchString(printed) {
		a := r.englishAuthor(printed)
		if a.Role == "" || a.Name != "" && !slices.ContainsFunc(known, func(k schema.Author) bool { return k.Name == a.Name }) {
			return "", nil, false
		}
		return printed, []schema.Author{a}, true
	}
	if !endNote.MatchString(line) {
		return "", nil, false
	}
	rest := printed
	for _, intro := range r.data.Authors.Introductions {
		if after, found := strings.CutPrefix(printed, intro); found {
			rest = after
			break
		}
	}
	label := strings.HasPrefix(printed, "作者"+rest) // no verb between 作者 and what follows
	if rest == printed || label && !strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, "：") {
		return "", nil, false
	}
	rest = strings.TrimLeft(rest, ":： ")
	rest = strings.TrimRight(rest, "。. ")
	// "作者:甲,系某所研究员": the name first.
	if name, post, found := cutAny(rest, ",，"); found && utf8.RuneCountInString(name) <= 12 {
		post = strings.TrimLeft(post, "系为是 ")
		a := r.chineseAuthor(post)
		a.Name = name
		return printed, []schema.Author{a}, a.Role != "" || r.words.chineseName(name)
	}
	for _, part := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("、;；", r) }) {
		a := r.chineseAuthor(part)
		if a.Role == "" && (!r.words.chineseName(a.Name) || utf8.RuneCountInString(a.Name) > 4 && !strings.Contains(a.Name, "·")) {
			return "", nil, false
		}
		authors = append(authors, a)
	}
	return printed, authors, len(authors) > 0
}

func bracketed(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("(（[【〔", first) && strings.ContainsRune(")）]】〕", last)
}

func cutAny(s, seps string) (before, after string, found bool) {
	i := strings.IndexAny(s, seps)
	if i < 0 {
		return s, "", false
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[:i], s[i+n:], true
}

// chineseAuthor splits "organisation post name" at the last post that stands in it.
func (r *reader) chineseAuthor(s string) schema.Author {
	s = strings.TrimSpace(s)
	best, role := -1, ""
	for _, p := range r.data.Authors.Posts {
		i := strings.LastIndex(s, p)
		if i < 0 || i+len(p) < best || i+len(p) == best && len(p) <= len(role) {
			continue
		}
		if utf8.RuneCountInString(s[i+len(p):]) > 12 {
			continue
		}
		best, role = i+len(p), p
	}
	if role == "" {
		return schema.Author{Name: s}
	}
	return schema.Author{Name: strings.Trim(s[best:], " :："), Role: role, Organization: strings.TrimSpace(s[:best-len(role)])}
}

// englishAuthor reads post and organisation from "X is a senior fellow at Y".
func (r *reader) englishAuthor(s string) schema.Author {
	a := schema.Author{}
	name, rest, found := strings.Cut(s, " is ")
	if !found {
		name, rest, found = strings.Cut(s, " was ")
	}
	if !found {
		return a
	}
	if !strings.HasPrefix(name, "The ") {
		a.Name = strings.Trim(name, "([ ")
	}
	rest = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(rest, "an "), "a "), "the ")
	lower := strings.ToLower(rest)
	for _, p := range r.data.Authors.EnglishPosts {
		i := strings.Index(lower, p)
		if i < 0 || i > 40 || len(p) <= len(a.Role) {
			continue
		}
		after := strings.TrimLeft(rest[i+len(p):], " ")
		for _, prep := range []string{"at the ", "of the ", "with the ", "for the ", "in the ", "at ", "of ", "with ", "for ", "to "} {
			if org, ok := strings.CutPrefix(after, prep); ok {
				a.Role = rest[i : i+len(p)]
				a.Organization, _, _ = cutAny(org, ",.;()[]")
				break
			}
		}
	}
	return a
}

// authorsOfBody takes author lines out of the last and first lines of a body.
func (r *reader) authorsOfBody(d *draft) {
	const reach = 4
	for i := len(d.body) - 1; i >= max(0, len(d.body)-reach); i-- {
		if i == 0 {
			break
		}
		if printed, authors, ok := r.authorLine(d.body[i], d.byline); ok {
			d.authors = slices.Insert(d.authors, 0, printed)
			d.addAuthors(authors)
			d.body = slices.Delete(d.body, i, i+1)
		}
	}
}

// kinds of writing that some outlets print before the author's name.
var writtenBy = regexp.MustCompile(`(?i)^(analysis|opinion|commentary|comment|perspective|column) by `)

// addAuthors adds authors to the byline; one without a name tells the post of the
// one that is known.
func (d *draft) addAuthors(authors []schema.Author) {
	for _, a := range authors {
		if g := writtenBy.FindStringSubmatch(a.Name); g != nil {
			a.Name = a.Name[len(g[0]):]
			d.section = append(d.section, g[1])
		}
		if a.Name == "" {
			if len(d.byline) > 0 && d.byline[0].Role == "" {
				d.byline[0].Role, d.byline[0].Organization = a.Role, a.Organization
			} else if a.Role != "" && len(d.byline) == 0 {
				d.byline = append(d.byline, a)
			}
			continue
		}
		i := slices.IndexFunc(d.byline, func(b schema.Author) bool { return b.Name == a.Name || b.Name == "" })
		switch {
		case i < 0:
			d.byline = append(d.byline, a)
		default:
			if a.Role == "" {
				a.Role, a.Organization = d.byline[i].Role, d.byline[i].Organization
			}
			d.byline[i] = a
		}
	}
}

// named are authors of whom only the names are printed.
func (w *words) named(list string) []schema.Author {
	var out []schema.Author
	for _, n := range splitNames(list) {
		if w.chineseName(n) || !han(n) && personal(n) {
			out = append(out, schema.Author{Name: n})
		}
	}
	return out
}
