package text

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFoldSpansAreOfTheOriginal(t *testing.T) {
	s := "第二届中國－中亚峰会 XI’AN ½ ёлка «Договор»"
	f := Fold(s)
	for _, w := range []struct{ key, original string }{
		{"中国-中亚", "中國－中亚"}, {"xi'an", "XI’AN"}, {"елка", "ёлка"}, {"1⁄2", "½"}, {"\"договор\"", "«Договор»"},
	} {
		i := strings.Index(f.Key, w.key)
		if i < 0 {
			t.Fatalf("key %q lacks %q", f.Key, w.key)
		}
		b, e := f.Span(i, i+len(w.key))
		if got := f.Slice(b, e); got != w.original {
			t.Errorf("span of %q is %q, want %q", w.key, got, w.original)
		}
		if f.KeyOffset(b) != i {
			t.Errorf("KeyOffset(%d) = %d, want %d", b, f.KeyOffset(b), i)
		}
	}
}

func TestDetect(t *testing.T) {
	for want, s := range map[string]string{
		"zh": "中国同哈萨克斯坦签署联合声明", "zh-hant": "中國同哈薩克簽署聯合聲明", "en": "The leaders met in Astana.", "ru": "Главы государств встретились в Астане.",
		"kk": "Қазақстан Президенті Қасым-Жомарт Тоқаев", "ky": "Кыргыз Республикасынын Президенти өлкөнүн", "tg": "Ҷумҳурии Тоҷикистон ҳамкорӣ", "uk": "Україна підписала угоду з її сусідами",
		"tk": "Türkmenistanyň Prezidenti Serdar Berdimuhamedowyň ýurdy", "de": "Die Außenminister der beiden Staaten haben sich in Berlin getroffen und ein Abkommen unterzeichnet.", "fr": "Les ministres des deux pays ont signé un accord sur le transport dans la capitale.", "uz": "Oʻzbekiston Respublikasi Prezidenti oʻz gʻoyasi",
	} {
		if got := Detect(s); got != want {
			t.Errorf("Detect(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       []string
	}{
		{"en", "Dr. A. B. Sarsenov of the U.N. office spoke. Trade was US$94.8 billion in Jan. 2025.", []string{"Dr. A. B. Sarsenov of the U.N. office spoke.", "Trade was US$94.8 billion in Jan. 2025."}},
		{"ru", "Оборот составил 94,8 млрд долл. в 2024 г. и вырос на 5,5 %. К.-Ж. Токаева, т. е. главы, приняли 16 июня с. г. в г. Астане.", []string{"Оборот составил 94,8 млрд долл. в 2024 г. и вырос на 5,5 %.", "К.-Ж. Токаева, т. е. главы, приняли 16 июня с. г. в г. Астане."}},
		{"zh", "他说:“会谈很好。双方满意。”会后签字！真的？", []string{"他说:“会谈很好。", "双方满意。”", "会后签字！", "真的？"}},
	} {
		d := Read(c.text, c.lang)
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Slice(s.Begin, s.End))
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.want)
		}
	}
}

// alike is the part of two texts' minhashes that agrees.
func alike(a, b string) float64 {
	_, x := Sketch(a)
	_, y := Sketch(b)
	same := 0
	for i := range x {
		if x[i] == y[i] {
			same++
		}
	}
	return float64(same) / float64(len(x))
}

func TestSketchesOfCopies(t *testing.T) {
	a := strings.Repeat("两国元首签署联合声明并见证多项合作文件的交换。", 1) + "双方同意深化经贸、能源和交通领域合作，扩大人文交流。"
	b := "新华社电 " + a
	if s := alike(a, b); s < .7 {
		t.Errorf("near copies are %.2f similar", s)
	}
	if s := alike(a, "天气预报说明天有雨，气温下降，请市民注意添衣保暖。"); s > .1 {
		t.Errorf("unrelated texts are %.2f similar", s)
	}
}

func TestSketchesOfTheSeed(t *testing.T) {
	b, err := os.ReadFile("../../../shared/articles/seed.txt")
	if err != nil {
		t.Skip("skipped: ../shared/articles/seed.txt not present")
	}
	var paragraphs []string
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "  ") && len(line) > 100 {
			paragraphs = append(paragraphs, strings.TrimSpace(line))
		}
	}
	whole := strings.Join(paragraphs, "\n")
	for _, c := range []struct {
		name, text string
		low, top   float64
	}{
		{"other punctuation and a wire head", "某社北京6月16日电 " + strings.NewReplacer(",", "，", "“", "\"", "—", "-").Replace(whole), .9, 1},
		{"the last two paragraphs cut", strings.Join(paragraphs[:len(paragraphs)-2], "\n"), .5, .9},
		{"half", strings.Join(paragraphs[:len(paragraphs)/2], "\n"), .2, .7},
		{"one paragraph", paragraphs[3], .03, .4},
		{"another text", "天气预报说明天有雨，气温下降，请市民注意添衣保暖，出行带好雨具，注意交通安全。", 0, .05},
	} {
		if j := alike(whole, c.text); j < c.low || j > c.top {
			t.Errorf("%s: similarity %.2f", c.name, j)
		}
	}
}

func TestBarSentences(t *testing.T) {
	for _, lang := range []string{"en", "ru", "zh", "kk"} {
		b, err := os.ReadFile("../../../shared/suites/sentences/" + lang + ".jsonl")
		if err != nil {
			t.Skip("skipped: ../shared/suites/sentences not present")
		}
		right, total := 0, 0
		for line := range strings.Lines(string(b)) {
			var c struct {
				Text      string
				Sentences []string
				Scored    bool
			}
			if json.Unmarshal([]byte(line), &c) != nil || !c.Scored {
				continue
			}
			total++
			d := Read(c.Text, lang)
			var got []string
			for _, s := range d.Sentences {
				got = append(got, strings.TrimSpace(d.Slice(s.Begin, s.End)))
			}
			for i := range c.Sentences {
				c.Sentences[i] = strings.TrimSpace(c.Sentences[i])
			}
			if strings.Join(got, "\x00") == strings.Join(c.Sentences, "\x00") {
				right++
			} else if os.Getenv("SHOW") == lang {
				t.Logf("text %q\n got %q\nwant %q", c.Text, got, c.Sentences)
			}
		}
		bar := map[string]int{"en": 87, "ru": 40, "zh": 2, "kk": 9}[lang]
		fmt.Printf("bar: sentences %s %d/%d (bar %d)\n", lang, right, total, bar)
		if right < bar {
			t.Errorf("%s: %d of %d right, bar %d", lang, right, total, bar)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("中国－中亚 ½ ёлка")
	f.Add("1. One. 2. Two (three. four.) “Five.” Six.[7] Eight. . . Nine")
	f.Add("Он сказал: «Да! – и ушёл». Т. е. нет…")
	f.Fuzz(func(t *testing.T, s string) {
		d := Read(s, "")
		end := 0
		for _, x := range d.Sentences {
			if x.Begin < end || x.End > d.Len() || x.Begin >= x.End || x.KeyBegin > x.KeyEnd || x.KeyEnd > len(d.Key) {
				t.Fatalf("sentence %+v after %d, outside of the text or out of order", x, end)
			}
			end = x.End
			if p := d.Paragraphs[x.Paragraph]; x.Begin < p.Begin || x.End > p.End {
				t.Fatalf("sentence %+v outside of its paragraph %+v", x, p)
			}
		}
		for cp := range d.Len() {
			if d.KeyOffset(cp) > d.KeyOffset(cp+1) {
				t.Fatal("the map goes back")
			}
		}
		if !utf8.ValidString(s) {
			return
		}
		if d.Slice(0, d.Len()) != s || d.Key != FoldKey(s) {
			t.Fatal("the whole is not the text")
		}
		for b := range len(d.Key) {
			begin, end := d.Span(b, b+1)
			if begin < 0 || begin > end || end > d.Len() {
				t.Fatalf("byte %d of the key is %d to %d", b, begin, end)
			}
		}
	})
}
