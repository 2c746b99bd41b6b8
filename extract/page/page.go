// Package page turns a raw document into an article: title, outlet, byline, editor,
// time of publication with its zone, genre, and the text without the furniture
// around it. It knows pages, not what articles are about, and no gazetteer: what
// an outlet's zone is, it asks through Options.
package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/data/sites"
	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// What makes a page unreadable; errors of Read wrap one of these.
var (
	ErrNoArticle = errors.New("page holds no article")
	ErrTooLarge  = source.ErrTooLarge
	ErrEmpty     = source.ErrEmpty
	ErrBinary    = source.ErrBinary
	ErrMalformed = source.ErrMalformed
)

// Options are what Read asks of its caller.
type Options struct {
	// Zone gives the IANA zone and the IRI of an outlet, "" where unknown. Where it
	// is nil or does not know, the zone follows from the host, else the language.
	Zone func(outlet, host, lang string) (zone, iri string)
	// MaxSize is the size in bytes above which a document is refused; 0 means
	// source.DefaultMaxSize.
	MaxSize int64
}

// draft is an article in the making.
type draft struct {
	fields    source.Fields
	title     string
	outlet    string
	published moment
	byline    []schema.Author
	editor    string
	lang      string
	section   []string // names of columns and sections, for the genre
	body      []string // paragraphs
	authors   []string // author lines as printed
}

// Read reads the article of a raw document. Fields given with the document beat
// what the page says. The error wraps ErrNoArticle, ErrEmpty, ErrBinary,
// ErrTooLarge or ErrMalformed and names the document.
func Read(raw source.Raw, opt Options) (schema.Article, error) {
	a, err := read(raw, opt)
	if err != nil {
		return schema.Article{}, &source.Error{Name: raw.Name, Err: err}
	}
	return a, nil
}

func read(raw source.Raw, opt Options) (schema.Article, error) {
	limit := opt.MaxSize
	if limit <= 0 {
		limit = source.DefaultMaxSize
	}
	f := raw.Fields
	if n := max(len(raw.Data), len(f.HTML), len(f.Page), len(f.Text)); int64(n) > limit {
		return schema.Article{}, fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, n, limit)
	}
	for _, s := range []*string{&f.ID, &f.URL, &f.Title, &f.Source, &f.Published, &f.Lang, &f.HTML, &f.Page, &f.Text} {
		*s = strings.ToValidUTF8(*s, "\uFFFD")
	}
	data, err := sites.Load()
	if err != nil {
		return schema.Article{}, err
	}
	r := &reader{data: data, words: furnitureWords(), opt: opt}
	switch raw.Kind {
	case source.Claims:
		return stored(raw.Data)
	case source.Record:
		return r.record(f)
	}
	s, err := source.Decode(raw.Data, raw.HTTPCharset)
	if err != nil {
		return schema.Article{}, err
	}
	if raw.Kind == source.HTML {
		return r.html(s, f)
	}
	if markdown(raw.Name) {
		var body string
		f, body = frontMatter(f, newlines(s))
		s = unmarked(body)
	}
	return r.text(s, f)
}

// reader reads one document.
type reader struct {
	data  *sites.Data
	words *words
	opt   Options
}

// record reads an object of JSON Lines.
func (r *reader) record(f source.Fields) (schema.Article, error) {
	switch {
	case strings.TrimSpace(f.Text) != "":
		return r.clean(f)
	case strings.TrimSpace(f.HTML) != "":
		if wholePage(f.HTML) {
			return r.html(f.HTML, f)
		}
		return r.fragment(f)
	case strings.TrimSpace(f.Page) != "":
		return r.text(f.Page, f)
	}
	return schema.Article{}, ErrEmpty
}

// wholePage tells a page of HTML from a fragment of one.
func wholePage(s string) bool {
	head := strings.ToLower(s[:min(len(s), 4096)])
	return strings.Contains(head, "<html") || strings.Contains(head, "<body") || strings.Contains(head, "<head") || strings.Contains(head, "<!doctype")
}

// stored reads the article of a claim stream as it is.
func stored(data []byte) (schema.Article, error) {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	var head struct {
		Article *schema.Article `json:"article"`
	}
	if err := json.Unmarshal(line, &head); err != nil || head.Article == nil {
		return schema.Article{}, fmt.Errorf("%w: not the article of a claim stream: %w", ErrMalformed, err)
	}
	a := *head.Article
	if n := utf8.RuneCountInString(a.Text); n == 0 || a.Body[0] < 0 || a.Body[1] > n || a.Body[0] > a.Body[1] {
		return schema.Article{}, fmt.Errorf("%w: the body of the article lies outside of its text", ErrMalformed)
	}
	if a.ID != schema.DocIRI(a.Text) {
		return schema.Article{}, fmt.Errorf("%w: the article's text is not the one its claims were read from", ErrMalformed)
	}
	return a, nil
}

// clean takes a body as it is given: paragraphs are its lines, and the byline is
// read from its last lines.
func (r *reader) clean(f source.Fields) (schema.Article, error) {
	d := &draft{fields: f, title: clean(f.Title)}
	for line := range strings.SplitSeq(newlines(f.Text), "\n") {
		if line = clean(line); line != "" {
			d.body = append(d.body, line)
		}
	}
	r.printed(d, surroundings{}, selection{})
	return r.assemble(d)
}

// assemble makes the article of a draft: one text, and all that is computed from it.
func (r *reader) assemble(d *draft) (schema.Article, error) {
	f := d.fields
	f.URL = tidyAddress(f.URL)
	a := schema.Article{URL: f.URL, Title: d.title, Source: d.outlet, Editor: d.editor, Byline: d.byline}
	if f.Title != "" {
		a.Title = clean(f.Title)
	}
	if f.Source != "" {
		a.Source = clean(f.Source)
	}
	body := norm.NFC.String(strings.Join(d.body, "\n"))
	if strings.TrimSpace(body) == "" {
		return a, ErrNoArticle
	}
	a.Title = norm.NFC.String(a.Title)
	var b strings.Builder
	begin := 0
	if a.Title != "" {
		b.WriteString(a.Title)
		b.WriteByte('\n')
		begin = utf8.RuneCountInString(a.Title) + 1
	}
	b.WriteString(body)
	a.Body = [2]int{begin, begin + utf8.RuneCountInString(body)}
	for _, line := range d.authors {
		b.WriteByte('\n')
		b.WriteString(norm.NFC.String(line))
	}
	a.Text = b.String()
	a.Lang = languageTag(f.Lang)
	if a.Lang == "" {
		a.Lang = language(body, d.lang)
	}
	host := hostOf(f.URL)
	r.place(&a, host)
	given := moment{}
	if f.Published != "" {
		given, _ = parseMoment(f.Published)
	}
	if given.year != 0 {
		a.Published = given.in(a.Zone)
	} else {
		a.Published = d.published.in(a.Zone)
	}
	a.Genre = r.genre(&a, d)
	a.ID = schema.DocIRI(a.Text)
	a.SHA256 = schema.TextSHA(a.Text)
	simhash, minhash := text.Sketch(body)
	a.Simhash, a.Minhash = fmt.Sprintf("%016x", simhash), minhash
	return a, nil
}

// languageTag writes a given language as the project does: zh for simplified and
// zh-hant for traditional Chinese, other languages without their region.
func languageTag(s string) string {
	s = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "_", "-")
	switch s {
	case "zh-hant", "zh-tw", "zh-hk", "zh-mo", "zh-hant-tw", "zh-hant-hk":
		return "zh-hant"
	}
	s, _, _ = strings.Cut(s, "-")
	return s
}

// language is that of the body; a declared language only decides between
// languages of Latin script, which look alike.
func language(body, declared string) string {
	found := text.Detect(body)
	declared, _, _ = strings.Cut(strings.ToLower(declared), "-")
	if found == "en" && len(declared) == 2 && latinLanguages[declared] {
		return declared
	}
	return found
}

var latinLanguages = map[string]bool{"fr": true, "de": true, "es": true, "it": true, "pt": true, "pl": true, "tr": true, "cs": true, "nl": true, "hu": true, "ro": true, "sr": true, "vi": true, "id": true, "az": true}

// place finds outlet, zone and the outlet's IRI.
func (r *reader) place(a *schema.Article, host string) {
	if site := r.data.Site(host); a.Source == "" && site != nil {
		a.Source = site.Outlet
	}
	if r.opt.Zone != nil {
		a.Zone, a.Outlet = r.opt.Zone(a.Source, host, a.Lang)
	}
	if a.Zone == "" {
		a.Zone = r.data.Zone(host, a.Lang)
	}
}

// tracking are parameters of addresses that say where a reader came from; the page
// is the same without them.
var tracking = regexp.MustCompile(`^(?:utm_[a-z]+|spm|gclid|fbclid|yclid|_ga|mc_cid|mc_eid|igshid|share_token)=`)

// tidyAddress drops a fragment and tracking parameters from an address, so that a
// page keeps one address.
func tidyAddress(address string) string {
	address = strings.TrimSpace(address)
	if !strings.ContainsAny(address, "?#") {
		return address
	}
	address, _, _ = strings.Cut(address, "#")
	path, query, _ := strings.Cut(address, "?")
	var kept []string
	for p := range strings.SplitSeq(query, "&") {
		if p != "" && !tracking.MatchString(p) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// newlines writes line ends as LF.
func newlines(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n").Replace(s)
}

// clean trims a line, writes any run of white space in it as one space and drops
// what cannot be seen.
func clean(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return space(r) || invisible(r) }) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case invisible(r):
		case space(r):
			gap = true
		default:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

func space(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', '\u00a0', '\u0085', '\u1680', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000':
		return true
	}
	return r >= '\u2000' && r <= '\u200a'
}

func invisible(r rune) bool {
	return r < ' ' && !space(r) || r == 0x7f || r >= 0x80 && r < 0xa0 && r != 0x85 || r >= '\u200b' && r <= '\u200f' || r == '\u2060' || r == '\ufeff' || r == '\u00ad' || r >= '\u202a' && r <= '\u202e'
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
