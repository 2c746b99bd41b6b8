package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/extract/chrono"
	"github.com/entente-graph/entente/extract/page"
	"github.com/entente-graph/entente/extract/quantity"
	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/extract/text"
)

// numbered writes a number in capital and small letters, so that each makes a name
// of its own.
func numbered(i int, letters []rune) string {
	var out []rune
	for ; i > 0 || len(out) < 3; i /= len(letters) {
		out = append(out, letters[i%len(letters)])
	}
	return string(out)
}

var (
	latinLetters    = []rune("bcdfghklmnprstvz")
	cyrillicLetters = []rune("бвгдзклмнпрстфхц")
	hanLetters      = []rune("斯特尔维娜罗德克拉莫森伯恩卡玛")
)

// repeated are texts without end of many kinds: one sentence for ever, sentences
// without a full stop, names that are all different, marks that never close.
var repeated = map[string]func(i int) string{
	"a Chinese sentence": func(int) string {
		return "2025年6月17日，中国国家主席习近平在阿斯塔纳同哈萨克斯坦总统托卡耶夫会谈，双方签署《联合声明》，贸易额达到948亿美元。"
	},
	"Chinese without a full stop": func(int) string {
		return "中国、法国和德国外长在日内瓦会谈，三国、六国、双方、该组织秘书处"
	},
	"Chinese persons": func(i int) string {
		return "法国外长" + numbered(i, hanLetters) + "·" + numbered(i/7, hanLetters) + "表示，"
	},
	"Chinese marks": func(int) string { return "《“第（上午一二三十" },
	"an English sentence": func(int) string {
		return "On June 17, 2025 Kazakh President Tokayev met Foreign Minister Jan Novotny in Astana and the two sides signed the Treaty on Trade worth $5 billion. "
	},
	"English without a full stop": func(int) string {
		return "China, France and Germany and the three countries and Melania Trump and Trump of the President of "
	},
	"English persons": func(i int) string {
		s := numbered(i, latinLetters)
		return "French Foreign Minister Jan B" + s + " said B" + s + " met John D" + s + ". "
	},
	"English marks":   func(int) string { return "(\"Treaty on the 'five of June " },
	"English numbers": func(i int) string { return "one hundred and twenty one thousand or 5 to 10 million percent " },
	"a Russian sentence": func(int) string {
		return "17 июня 2025 года президент Казахстана Токаев провёл переговоры с министром Иваном Кралем, стороны подписали «Договор о дружбе» на 5 млрд долларов. "
	},
	"Russian persons": func(i int) string {
		s := numbered(i, cyrillicLetters)
		return "Министр Франции Иван К" + s + "ов и Анна М" + s + "ова "
	},
	"Russian marks":                  func(int) string { return "«Фонд «О «пяти с половиной (в июне" },
	"times that run into each other": func(int) string { return "2025年6月17日至18日上午" },
	"numbers that run on":            func(int) string { return "三百二十一万亿" },
	"digits":                         func(int) string { return "1,234.5-" },
	"lines":                          func(int) string { return "2025-06-17 10:00\n来源：\n" },
}

// A text fifteen times as long takes about fifteen times as long in every stage, whatever
// it repeats: time is linear in one article's length.
func TestLinear(t *testing.T) {
	r := theReader(t)
	const short, long = 8_000, 120_000 // characters
	for name, unit := range repeated {
		stages := func(n int) map[string]func() {
			var b strings.Builder
			for i := 0; b.Len() < 3*n; i++ {
				b.WriteString(unit(i))
			}
			s := string([]rune(b.String())[:min(n, len([]rune(b.String())))])
			d := text.Read(s, text.Detect(s))
			ref := chrono.Reference{At: time.Date(2025, 6, 16, 9, 0, 0, 0, time.UTC), Zone: time.UTC}
			return map[string]func(){
				"page":     func() { page.Read(source.Raw{Name: name, Kind: source.Text, Data: []byte(s)}, r.page) },
				"text":     func() { text.Read(s, text.Detect(s)) },
				"names":    func() { r.matcher.Find(d, "2025-06-16") },
				"chrono":   func() { chrono.Find(d, ref) },
				"quantity": func() { quantity.Find(d) },
			}
		}
		few, many := stages(short), stages(long)
		for stage, run := range few {
			// Time that grows with the square would be 225 times as long.
			least := quickest(run)
			limit := 45*least + 150*time.Millisecond
			if spent := timed(many[stage]); spent > limit && quickest(many[stage]) > limit {
				t.Errorf("%s: %s takes %v for %d characters and %v for %d", name, stage, least, short, spent, long)
			}
		}
	}
}
