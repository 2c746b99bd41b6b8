package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	xunicode "golang.org/x/text/encoding/unicode"
)

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

const savedPage = "MIME-Version: 1.0\r\nSnapshot-Content-Location: https://example.kz/news\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"xx\"\r\n\r\n" +
	"--xx\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--xx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E4=B8=AD=E4=BA=9A</p>\r\n--xx--\r\n"

func archive(records ...string) string {
	var b strings.Builder
	for _, r := range records {
		http := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n" + r
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.cn/%s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", r[:4], len(http), http)
	}
	return "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nnote\r\n\r\n" + b.String()
}

const rss = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Steppe News</title><item><title>Talks</title><link>https://example.kz/1</link><pubDate>2025-06-16 08:55:00</pubDate><description>&lt;p&gt;Ministers met.&lt;/p&gt;</description></item><item><title>Empty</title><link>https://example.kz/2</link></item></channel></rss>`

func TestWalk(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.html": "<p>one</p>", "b.txt": "two", "b.txt.gz": zipped("two again"), "c.jsonl": `{"id":"1","text":"three"}` + "\n" + `{"id":` + "\n" + `{"id":"2"}` + "\n" + `{"id":"3","html":"<p>four</p>"}` + "\n",
		"d.jsonl.gz": zipped(`{"article":{"id":"x","text":"t"}}` + "\n" + `{"claim":{"id":"y"}}` + "\n" + `{"claim":{"id":"z"}}` + "\n" + `{"article":{"id":"w","text":"t"}}` + "\n"),
		"e.mhtml":    savedPage, "f.warc.gz": zipped(archive("abcd page one", "efgh page two")), "g.xml": rss, "h.png": "\x89PNG", ".hidden.txt": "no", "sub/i.md": "deep", "z.txt": "  ",
	} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for r, err := range Walk(context.Background(), []string{dir, filepath.Join(dir, "none.txt")}, Options{}) {
		name, _ := filepath.Rel(dir, r.Name)
		switch {
		case err != nil:
			reason := "?"
			for _, e := range []error{ErrEmpty, ErrMalformed, ErrTooLarge, ErrUnsupported, os.ErrNotExist} {
				if errors.Is(err, e) {
					reason = e.Error()
				}
			}
			got = append(got, name+" ! "+reason)
		default:
			got = append(got, fmt.Sprintf("%s %s %q%q%q%q", name, r.Kind, r.Data, r.Fields.HTML, r.Fields.Text, r.Fields.URL))
		}
	}
	want := []string{
		`a.html html "<p>one</p>"""""""`,
		`b.txt text "two"""""""`,
		`b.txt.gz text "two again"""""""`,
		`c.jsonl#1 record """""three"""`,
		`c.jsonl#2 ! document is malformed`,
		`c.jsonl#3 ! document is empty`,
		`c.jsonl#4 record """<p>four</p>"""""`,
		`d.jsonl.gz#1 claims "{\"article\":{\"id\":\"x\",\"text\":\"t\"}}\n{\"claim\":{\"id\":\"y\"}}\n{\"claim\":{\"id\":\"z\"}}\n"""""""`,
		`d.jsonl.gz#4 claims "{\"article\":{\"id\":\"w\",\"text\":\"t\"}}\n"""""""`,
		`e.mhtml html "<p>中亚</p>""""""https://example.kz/news"`,
		`f.warc.gz#https:/example.cn/abcd html "abcd page one""""""https://example.cn/abcd"`,
		`f.warc.gz#https:/example.cn/efgh html "efgh page two""""""https://example.cn/efgh"`,
		`g.xml#https:/example.kz/1 record """<p>Ministers met.</p>""""https://example.kz/1"`,
		`g.xml#https:/example.kz/2 ! document is empty`,
		`sub/i.md text "deep"""""""`,
		`z.txt ! document is empty`,
		`none.txt ! file does not exist`,
	}
	for i := range max(len(got), len(want)) {
		g, w := "", ""
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("%d:\n got %s\nwant %s", i, g, w)
		}
	}
}

func TestWalkStandardInput(t *testing.T) {
	for want, in := range map[string]string{
		"text": "A plain text.", "html": "<!DOCTYPE html><html><p>x</p></html>", "record": `{"text":"x"}`, "claims": `{"article":{}}`,
	} {
		for r, err := range Walk(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(in)}) {
			if err != nil || string(r.Kind) != want {
				t.Errorf("%q is %s, %v; want %s", in, r.Kind, err, want)
			}
		}
	}
}

func TestWalkJSON(t *testing.T) {
	p := filepath.Join(t.TempDir(), "a.json")
	for in, want := range map[string]int{"[{\"text\":\"a\"},\n {\"text\":\"b\"}]": 2, "{\n \"text\":\n\"a\"\n}": 1} {
		if err := os.WriteFile(p, []byte(in), 0o644); err != nil {
			t.Fatal(err)
		}
		n := 0
		for r, err := range Walk(context.Background(), []string{p}, Options{}) {
			if err != nil || r.Kind != Record {
				t.Errorf("%q: %v %s", in, err, r.Kind)
			}
			n++
		}
		if n != want {
			t.Errorf("%q holds %d records, want %d", in, n, want)
		}
	}
}

func TestWalkRefusesWhatIsTooLarge(t *testing.T) {
	in := `{"text":"` + strings.Repeat("x", 500) + `"}` + "\n" + `{"text":"short"}`
	var errs, docs int
	for _, err := range Walk(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(in), MaxSize: 100}) {
		if errors.Is(err, ErrTooLarge) {
			errs++
		} else if err == nil {
			docs++
		}
	}
	if errs != 1 || docs != 1 {
		t.Errorf("%d errors and %d documents, want 1 and 1", errs, docs)
	}
	for _, err := range Walk(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(zipped(strings.Repeat("x", 5000))), MaxSize: 100}) {
		if !errors.Is(err, ErrTooLarge) {
			t.Errorf("a small file that unpacks to a large one: %v", err)
		}
	}
}

func TestWalkStops(t *testing.T) {
	n := 0
	for range Walk(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(strings.Repeat(`{"text":"x"}`+"\n", 9))}) {
		if n++; n == 2 {
			break
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range Walk(ctx, []string{"-"}, Options{Stdin: strings.NewReader("x")}) {
		t.Error("a document after the context was done")
	}
}

const (
	simplified = "国家主席习近平在人民大会堂同来访的哈萨克斯坦总统举行会谈，两国签署多项合作文件。"
	complex    = "國家主席在人民大會堂同來訪的哈薩克總統舉行會談，兩國簽署多項合作文件。"
	russian    = "Президент России провёл переговоры с Председателем КНР. Стороны подписали совместное заявление."
)

func TestDecode(t *testing.T) {
	encode := func(e encoding.Encoding, s string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	meta := func(cs, s string) string { return `<meta charset="` + cs + `"><p>` + s + `</p>` }
	for _, c := range []struct {
		name, want, hint string
		data             []byte
	}{
		{"UTF-8", simplified, "", []byte(simplified)},
		{"UTF-8 with a mark", simplified, "", []byte("\xef\xbb\xbf" + simplified)},
		{"UTF-8 under a wrong meta", meta("gb2312", simplified), "", []byte(meta("gb2312", simplified))},
		{"UTF-8 under a wrong header", simplified, "gbk", []byte(simplified)},
		{"UTF-16 with a mark", russian, "", encode(xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), russian)},
		{"UTF-16 without", "The leaders met in Astana.", "", encode(xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM), "The leaders met in Astana.")},
		{"GB2312 declared, a character of GB18030 only", meta("gb2312", "㐂"+simplified), "", encode(simplifiedchinese.GB18030, meta("gb2312", "㐂"+simplified))},
		{"GBK undeclared", simplified, "", encode(simplifiedchinese.GBK, simplified)},
		{"Big5 undeclared", complex, "", encode(traditionalchinese.Big5, complex)},
		{"Big5 by header", complex, "big5", encode(traditionalchinese.Big5, complex)},
		{"windows-1251 undeclared", russian, "", encode(charmap.Windows1251, russian)},
		{"KOI8-R undeclared", russian, "", encode(charmap.KOI8R, russian)},
		{"code page 866 undeclared", russian, "", encode(charmap.CodePage866, russian)},
		{"windows-1251 declared", meta("windows-1251", russian), "", encode(charmap.Windows1251, meta("windows-1251", russian))},
		{"windows-1251 under a header of UTF-8", russian, "utf-8", encode(charmap.Windows1251, russian)},
		{"UTF-8 with a broken byte", "Talks in Astana \uFFFD went on. " + strings.Repeat("Ministers met. ", 20), "utf-8", []byte("Talks in Astana \xff went on. " + strings.Repeat("Ministers met. ", 20))},
		{"Latin-1 undeclared", "Le président Macron a été reçu à Astana. Les deux États ont signé.", "", encode(charmap.Windows1252, "Le président Macron a été reçu à Astana. Les deux États ont signé.")},
	} {
		got, err := Decode(c.data, c.hint)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	for _, b := range []string{"%PDF-1.7 x", "PK\x03\x04", "\x00\x01\x02\x03\x04\x05\x06\x07\x08ab"} {
		if _, err := Decode([]byte(b), ""); !errors.Is(err, ErrBinary) {
			t.Errorf("%q: %v, want ErrBinary", b, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(simplified), "gbk")
	f.Add([]byte("\xff\xfea\x00"), "")
	f.Fuzz(func(t *testing.T, data []byte, hint string) {
		s, err := Decode(data, hint)
		if err == nil && s != strings.ToValidUTF8(s, "") {
			t.Error("not UTF-8")
		}
	})
}

// FuzzContainers reads any bytes as every kind of container.
func FuzzContainers(f *testing.F) {
	for _, s := range []string{savedPage, archive("abcd"), rss, `{"article":{}}` + "\n" + `{"claim":{}}`, `{"text":"x"}`, zipped("x")} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, ext := range []string{"", ".mhtml", ".warc", ".xml", ".jsonl", ".html"} {
			w := &walker{ctx: context.Background(), opt: Options{MaxSize: 1 << 16}, yield: func(r Raw, err error) bool {
				if err != nil && r.Name == "" {
					t.Error("an error without its document")
				}
				if len(r.Data) > 1<<16 {
					t.Error("a document over the limit")
				}
				return true
			}}
			w.stream("fuzz", ext, bytes.NewReader(data))
		}
	})
}
