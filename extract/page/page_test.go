package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/entente-graph/entente/data/sites"
	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/schema"
)

// paragraphs are sentences of our own to fill pages with.
var paragraphs = []string{
	"两国外长在阿拉木图举行会谈，就经贸、交通和能源合作交换意见，并商定年内再次会晤。",
	"双方签署了《外交部合作纲要》，同意加快口岸建设，扩大农产品贸易。",
	"会谈后，双方共同会见记者，表示愿意推动区域互联互通取得更多成果。",
}

func mustRead(t *testing.T, raw source.Raw) schema.Article {
	t.Helper()
	a, err := Read(raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		raw  source.Raw
		want error
	}{
		{"nothing", source.Raw{Kind: source.Text, Data: []byte(" \n\n")}, ErrEmpty},
		{"a menu", source.Raw{Kind: source.Text, Data: []byte("首页\n新闻\n评论\n")}, ErrNoArticle},
		{"a page of links", source.Raw{Kind: source.HTML, Data: []byte(`<ul><li><a href="/1">一</a><li><a href="/2">二</a></ul>`)}, ErrNoArticle},
		{"a list of headlines", source.Raw{Kind: source.HTML, Data: []byte(`<title>Новости</title><h1>Новости</h1><ul><li><a href=1>Президенты обсудили торговлю в Астане</a><span>12.05.2024 10:00</span></li><li><a href=2>Министры встретились в Ташкенте</a><span>12.05.2024 09:00</span></li></ul>`)}, ErrNoArticle},
		{"an error page", source.Raw{Kind: source.HTML, Data: []byte(`<title>404 Not Found</title><h1>404</h1><p>The page you are looking for was not found.</p>`)}, ErrNoArticle},
		{"an image", source.Raw{Kind: source.HTML, Data: []byte("\x89PNG\x00\x01\x02")}, ErrBinary},
		{"too large", source.Raw{Kind: source.Text, Data: []byte(strings.Repeat("x", 2000))}, ErrTooLarge},
		{"a record without text", source.Raw{Kind: source.Record}, ErrEmpty},
		{"a broken claim stream", source.Raw{Kind: source.Claims, Data: []byte(`{"article":{"text":"ab","body":[1,9]}}`)}, ErrMalformed},
	} {
		c.raw.Name = "doc-17"
		_, err := Read(c.raw, Options{MaxSize: 1000})
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), "doc-17") {
			t.Errorf("%s: %v, want %v with the name", c.name, err, c.want)
		}
	}
}

func TestClaimStreamKeepsItsArticle(t *testing.T) {
	want := mustRead(t, source.Raw{Kind: source.Record, Fields: source.Fields{Text: paragraphs[0], Title: "会谈", Published: "2025-06-16"}})
	line, err := json.Marshal(map[string]any{"article": want})
	if err != nil {
		t.Fatal(err)
	}
	got := mustRead(t, source.Raw{Kind: source.Claims, Data: append(line, "\n{\"claim\":{}}\n"...)})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	forged := bytes.Replace(line, []byte("会谈"), []byte("停战"), 2)
	if _, err := Read(source.Raw{Kind: source.Claims, Data: forged}, Options{}); !errors.Is(err, ErrMalformed) {
		t.Errorf("a text that is not the one of its id: %v", err)
	}
}

func TestRecordFieldsBeatThePage(t *testing.T) {
	page := `<html><head><title>页上的标题_某网</title><meta property="og:site_name" content="某网"></head><body><h1>页上的标题</h1><p>来源：某报 2024-01-02 03:04</p><p>` + strings.Join(paragraphs, "</p><p>") + `</p></body></html>`
	a := mustRead(t, source.Raw{Kind: source.Record, Fields: source.Fields{HTML: page}})
	if a.Title != "页上的标题" || a.Source != "某报" || a.Published != "2024-01-02T03:04:00+08:00" {
		t.Errorf("of the page: %q %q %q", a.Title, a.Source, a.Published)
	}
	a = mustRead(t, source.Raw{Kind: source.Record, Fields: source.Fields{HTML: page, Title: "给的标题", Source: "给的报", Published: "2025-06-16", Lang: "zh", URL: "https://example.kz/1"}})
	if a.Title != "给的标题" || a.Source != "给的报" || a.Published != "2025-06-16" || a.Zone != "Asia/Almaty" || a.URL != "https://example.kz/1" {
		t.Errorf("as given: %q %q %q %s %s", a.Title, a.Source, a.Published, a.Zone, a.URL)
	}
	if got := bodyOf(a); got != strings.Join(paragraphs, "\n") {
		t.Errorf("body %q", got)
	}
}

func TestFragmentKeepsEveryParagraph(t *testing.T) {
	a := mustRead(t, source.Raw{Kind: source.Record, Fields: source.Fields{Title: "国际快讯", HTML: "<p><strong>会谈举行</strong></p><p>" + paragraphs[0] + "<br>" + paragraphs[1] + "</p><p><strong>来源不明的一条</strong></p><p>短。</p>"}})
	want := strings.Join([]string{"会谈举行", paragraphs[0], paragraphs[1], "来源不明的一条", "短。"}, "\n")
	if bodyOf(a) != want || a.Text != "国际快讯\n"+want {
		t.Errorf("text %q", a.Text)
	}
}

func TestCleanTextIsTakenAsItIs(t *testing.T) {
	a := mustRead(t, source.Raw{Kind: source.Record, Fields: source.Fields{Title: "标题", Text: "责编：不是家具\r\n\r\n　　" + paragraphs[0] + "\n（作者为中亚研究中心主任李远）", Published: "2025-06-16T08:55:00+08:00"}})
	if a.Text != "标题\n责编：不是家具\n"+paragraphs[0]+"\n作者为中亚研究中心主任李远" {
		t.Errorf("text %q", a.Text)
	}
	if len(a.Byline) != 1 || a.Byline[0] != (schema.Author{Name: "李远", Role: "主任", Organization: "中亚研究中心"}) || a.Genre != "opinion" {
		t.Errorf("byline %+v, genre %s", a.Byline, a.Genre)
	}
}

func TestFrontMatter(t *testing.T) {
	a := mustRead(t, source.Raw{Kind: source.Text, Data: []byte("---\ntitle: 会谈\nsource: 某报\npublished: 2024-07-04\nurl: https://example.kz/x\n---\n\n" + strings.Join(paragraphs, "\n\n"))})
	if a.Title != "会谈" || a.Source != "某报" || a.Published != "2024-07-04" || a.Zone != "Asia/Almaty" || bodyOf(a) != strings.Join(paragraphs, "\n") {
		t.Errorf("%+v", a)
	}
}

func TestSentencesThatBeginLikeLabels(t *testing.T) {
	r := &reader{words: furnitureWords()}
	for line, want := range map[string]bool{
		"记者从外交部获悉，中方将派团出席会议。": false, "收藏家向博物馆捐赠了一批流失海外的文物。": false, "More information about the summit will be released by the host country on Monday.": false,
		"记者：李远": true, "责任编辑：李远": true, "分享到：": true, "来源：某报 2024-01-02": true, "Related stories": true, "© 2024 Steppe Wire": true,
	} {
		b := &block{text: line, measure: weigh(line)}
		if got := r.words.stop(b) || r.words.furniture(b) || r.words.about(b); got != want {
			t.Errorf("%s: furniture %v, want %v", line, got, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	a := mustRead(t, source.Raw{Name: "a.md", Kind: source.Text, Data: []byte("---\nsource: 某报\n---\n# 外长**会谈**\n\n![图](x.png)\n\n> " + paragraphs[0] + "\n\n" + strings.Replace(paragraphs[1], "合作纲要", "[合作纲要](https://example.kz/(x))", 1) + "\n")})
	if a.Title != "外长会谈" || bodyOf(a) != paragraphs[0]+"\n"+paragraphs[1] || a.Source != "某报" {
		t.Errorf("%q %q", a.Title, bodyOf(a))
	}
}

func TestLanguageTags(t *testing.T) {
	for in, want := range map[string]string{"zh-CN": "zh", "zh_TW": "zh-hant", "zh-Hans": "zh", "en-US": "en", "ru": "ru", "": ""} {
		if got := languageTag(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.kz/a?id=7&utm_source=x#top": "https://example.kz/a?id=7", "https://example.kz/a?utm_source=x": "https://example.kz/a", "https://example.kz/a": "https://example.kz/a", "": "",
	} {
		if got := tidyAddress(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

func TestWrappedText(t *testing.T) {
	a := mustRead(t, source.Raw{Kind: source.Text, Data: []byte(`Ministers agree on a border crossing

ALMATY, March 3 - The foreign ministers of the two countries met on
Monday and agreed to open a new border crossing for freight by the
end of the year, officials said.

The ministers also discussed water, energy and the exchange of
students. They will meet again in the autumn, the joint statement
says, and will then sign the agreement.
`)})
	if n := strings.Count(bodyOf(a), "\n"); n != 1 || a.Title != "Ministers agree on a border crossing" {
		t.Errorf("title %q, body %q", a.Title, bodyOf(a))
	}
}

func TestDeepPage(t *testing.T) {
	deep := "<html><title>会谈举行_某网</title><body>" + strings.Repeat("<div>", 600) + "<h1>会谈举行</h1><p>" + strings.Join(paragraphs, "</p><p>") + "</p>" + strings.Repeat("</div>", 600)
	a := mustRead(t, source.Raw{Kind: source.HTML, Data: []byte(deep)})
	if a.Title != "会谈举行" || bodyOf(a) != strings.Join(paragraphs, "\n") {
		t.Errorf("%q %q", a.Title, bodyOf(a))
	}
}

func TestZoneOfTheCaller(t *testing.T) {
	a, err := Read(source.Raw{Kind: source.Record, Fields: source.Fields{Text: paragraphs[0], Source: "某报", Published: "2025-06-16 08:55", URL: "https://example.com/"}}, Options{Zone: func(outlet, host, lang string) (string, string) {
		if outlet == "某报" && host == "example.com" && lang == "zh" {
			return "Asia/Tashkent", "https://example.org/outlet"
		}
		return "", ""
	}})
	if err != nil || a.Published != "2025-06-16T08:55:00+05:00" || a.Outlet != "https://example.org/outlet" || a.Zone != "Asia/Tashkent" {
		t.Errorf("%s %s %s %v", a.Published, a.Zone, a.Outlet, err)
	}
}

func TestAuthorLines(t *testing.T) {
	r := &reader{words: furnitureWords()}
	r.data, _ = sites.Load()
	for line, want := range map[string]schema.Author{
		"（作者为中国—中亚机制秘书长孙炜东）":                                                  {Name: "孙炜东", Role: "秘书长", Organization: "中国—中亚机制"},
		"(作者系上海国际问题研究院研究员)":                                                   {Role: "研究员", Organization: "上海国际问题研究院"},
		"作者：李远，中亚研究中心副主任":                                                     {Name: "李远", Role: "副主任", Organization: "中亚研究中心"},
		"The author is a senior fellow at the Institute of Steppe Studies.":   {Role: "senior fellow", Organization: "Institute of Steppe Studies"},
		"Aida Serik is director of the Water Centre in Almaty, a think tank.": {Name: "Aida Serik", Role: "director", Organization: "Water Centre in Almaty"},
	} {
		_, got, ok := r.authorLine(line, []schema.Author{{Name: "Aida Serik"}})
		if !ok || len(got) != 1 || got[0] != want {
			t.Errorf("%s: %+v, want %+v", line, got, want)
		}
	}
	for _, line := range []string{"作者认为合作前景广阔。", "作者为此感到高兴。", "作者是谁并不重要。", "The author is right.", "Kazakhstan is a member of the organization.", "Yerlan Omarov is director of the Water Centre in Almaty."} {
		if _, got, ok := r.authorLine(line, []schema.Author{{Name: "Aida Serik"}}); ok {
			t.Errorf("%s: %+v, want none", line, got)
		}
	}
}

func TestMoments(t *testing.T) {
	for in, want := range map[string]string{
		"2025-06-16 08:55": "2025-06-16T08:55:00+08:00", "2025-06-16": "2025-06-16", "2025-06-16T10:21:00+03:00": "2025-06-16T10:21:00+03:00", "2025-06-16T14:03:11Z": "2025-06-16T14:03:11Z",
		"来源:人民日报2025-06-16 08:55": "2025-06-16T08:55:00+08:00", "2025年06月16日08:55 | 来源：": "2025-06-16T08:55:00+08:00", "2025 06 / 18 00:12:35": "2025-06-18T00:12:35+08:00", "2025-06-16-22:05:00": "2025-06-16T22:05:00+08:00",
		"Дата публикации: 8 мая 2025 года, 11:45": "2025-05-08T11:45:00+08:00", "16.06.2025 09:30": "2025-06-16T09:30:00+08:00", "Updated: June 16, 2025 18:40": "2025-06-16T18:40:00+08:00", "on 16 June 2025": "2025-06-16",
		"Jun 3, 2025 2:03 p.m.": "2025-06-03T14:03:00+08:00", "Mon, 16 Jun 2025 08:55:00 GMT": "2025-06-16T08:55:00Z", "Published 2025-06-16 10:00 GMT+8": "2025-06-16T10:00:00+08:00",
		"２０２５年６月１６日": "2025-06-16", "2025-13-40": "", "no date 1234": "", "第2025号": "",
	} {
		m, ok := parseMoment(in)
		got := ""
		if ok {
			got = m.in("Asia/Shanghai")
		}
		if got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestGenres(t *testing.T) {
	for title, want := range map[string]string{
		"开启新航程（国际论坛）": "opinion", "评论 | 合作之路": "opinion", "中华人民共和国和某国联合声明": "communique", "外交部发言人主持例行记者会": "interview",
		"在峰会上的主旨讲话": "speech", "两国外长会谈": "report", "Opinion: Why the corridor matters": "opinion", "Joint Statement of the Six States": "communique", "Заявление МИД": "statement",
	} {
		a := mustRead(t, source.Raw{Kind: source.Record, Fields: source.Fields{Title: title, Text: paragraphs[0]}})
		if a.Genre != want {
			t.Errorf("%s is %s, want %s", title, a.Genre, want)
		}
	}
}

// TestLinearTime reads large hostile pages, which take a fraction of a second where
// the time is linear and minutes where it is not.
func TestLinearTime(t *testing.T) {
	for name, unit := range map[string]string{
		"paragraphs": "<p>" + paragraphs[0] + "</p>", "open elements": "<b><i>", "attributes": "<div class='" + strings.Repeat("a-", 50) + "'>x", "line ends": "x<br>", "entities": "&amp;&#x4e2d;", "one line": "来源：作者：2025-06-16 ",
	} {
		start := time.Now()
		Read(source.Raw{Kind: source.HTML, Data: []byte("<html><body>" + strings.Repeat(unit, 100_000/len(unit)))}, Options{})
		if d := time.Since(start); d > 15*time.Second {
			t.Errorf("%s: 100 kB took %v", name, d)
		}
		start = time.Now()
		Read(source.Raw{Kind: source.Text, Data: []byte(strings.Repeat(unit+"\n", 100_000/len(unit)))}, Options{})
		if d := time.Since(start); d > 15*time.Second {
			t.Errorf("%s as text: 100 kB took %v", name, d)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("<html><body><p>" + paragraphs[0] + "</p>")
	f.Add("标题\n来源:某报2025-06-16 08:55\n" + strings.Join(paragraphs, "\n") + "\n责编:某人")
	f.Add("---\ntitle: x\n---\ny.")
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range []source.Kind{source.HTML, source.Text} {
			check(t, source.Raw{Name: "fuzz", Kind: kind, Data: []byte(s)})
		}
		check(t, source.Raw{Name: "fuzz", Kind: source.Record, Fields: source.Fields{HTML: s}})
		check(t, source.Raw{Name: "fuzz", Kind: source.Record, Fields: source.Fields{Text: s, Title: s}})
	})
}

// check reads a document and tests what holds of every article.
func check(t *testing.T, raw source.Raw) {
	a, err := Read(raw, Options{})
	if err != nil {
		return
	}
	n := utf8.RuneCountInString(a.Text)
	if a.Body[0] < 0 || a.Body[0] >= a.Body[1] || a.Body[1] > n {
		t.Fatalf("body %v of %d code points", a.Body, n)
	}
	if strings.ContainsAny(a.Text, "\r\x00") || strings.Contains(a.Text, "\n\n") || !utf8.ValidString(a.Text) {
		t.Fatalf("text %q is not clean", a.Text)
	}
	if a.ID != schema.DocIRI(a.Text) || a.SHA256 != schema.TextSHA(a.Text) {
		t.Fatal("identity is not that of the text")
	}
}
