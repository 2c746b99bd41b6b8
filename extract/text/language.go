package text

import (
	"strings"
	"unicode"

	"github.com/entente-graph/entente/data/folding"
	"github.com/entente-graph/entente/data/sentences"
)

// Distinctive letters of languages written in Cyrillic or Latin script.
const (
	kazakhLetters     = "әғқңөұүһі"
	kyrgyzLetters     = "ңөү"
	tajikLetters      = "ҷҳӣӯқғ"
	uzbekLetters      = "ўқғҳ"
	ukrainianLetters  = "єїґ"
	belarusianLetters = "ўі"
	turkmenLetters    = "ňýžşäöü"
)

// marked are the languages with letters of their own, in the order of tally.marks.
var marked = []struct{ lang, letters string }{
	{"kk", kazakhLetters}, {"ky", kyrgyzLetters}, {"tg", tajikLetters}, {"uz", uzbekLetters}, {"uk", ukrainianLetters}, {"be", belarusianLetters}, {"tk", turkmenLetters},
}

// markedLetters tells of each letter below U+0530 which languages it marks, a bit
// each; capitals count as their small letters.
var markedLetters = func() *[0x530]uint8 {
	var t [0x530]uint8
	for i, m := range marked {
		for _, r := range m.letters {
			t[r] |= 1 << i
			t[unicode.ToUpper(r)] |= 1 << i
		}
	}
	return &t
}()

// tally counts the letters of a text by script and mark.
type tally struct {
	han, kana, hangul, traditional, cyrillic, latin int
	marks                                           [8]int
}

func count(s string) tally {
	var n tally
	for _, r := range s {
		switch {
		case r < 0x80:
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				n.latin++
			}
		case r < 0x530:
			if !unicode.IsLetter(r) {
				continue
			}
			if r >= 0x400 {
				n.cyrillic++
			} else if r < 0x250 {
				n.latin++
			}
			for m, i := markedLetters[r], 0; m != 0; m, i = m>>1, i+1 {
				n.marks[i] += int(m & 1)
			}
		case r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf || r >= 0x20000 && r <= 0x3ffff:
			n.han++
			if folding.Traditional(r) {
				n.traditional++
			}
		case r >= 0x3040 && r <= 0x30ff && r != '・':
			n.kana++
		case r >= 0xac00 && r <= 0xd7af:
			n.hangul++
		case r >= 0x1e00 && r <= 0x1eff:
			n.latin++
		}
	}
	return n
}

// Detect names the language of a text as a BCP 47 tag: zh, zh-hant, ja, ko, ru,
// kk, ky, tg, uz, uk, be, tk, en, and some more of Latin script, of which en is what
// is not known; a text without letters is "".
func Detect(s string) string {
	lang := scriptLanguage(s)
	if lang == "en" {
		return latinLanguage(s)
	}
	return lang
}

// scriptLanguage is Detect by letters alone: en for most of Latin script.
func scriptLanguage(s string) string {
	n := count(s)
	total := n.han + n.kana + n.hangul + n.cyrillic + n.latin
	if total == 0 {
		return ""
	}
	switch {
	case n.kana*8 > n.han+n.kana && n.kana > 3:
		return "ja"
	case n.hangul*2 > total:
		return "ko"
	case n.han*4 > total || n.han > 12 && n.han*8 > total:
		if n.traditional*12 > n.han {
			return "zh-hant"
		}
		return "zh"
	}
	marks := map[string]int{}
	for i, m := range marked {
		marks[m.lang] = n.marks[i]
	}
	if n.cyrillic > n.latin {
		return cyrillicLanguage(marks, n.cyrillic)
	}
	if marks["tk"]*25 > n.latin && strings.ContainsAny(s, "ňýžŇÝŽ") {
		return "tk"
	}
	if uzbek := apostrophes(s); uzbek*60 > n.latin {
		return "uz"
	}
	return "en"
}

// latinLanguage tells languages of Latin script apart by their frequent words; en
// where nothing speaks against it.
func latinLanguage(s string) string {
	const sample = 4000
	all, err := sentences.Load()
	if err != nil || len(s) < 40 {
		return "en"
	}
	if len(s) > sample {
		s = s[:sample]
	}
	hits := map[string]int{}
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) > 6 {
			continue
		}
		w = strings.ToLower(w)
		for _, lang := range latinLanguages {
			if all[lang].Common[w] {
				hits[lang]++
			}
		}
	}
	best := "en"
	for _, lang := range latinLanguages {
		if hits[lang] > hits[best] {
			best = lang
		}
	}
	if hits[best] < 4 || hits[best] < 2*hits["en"] {
		return "en"
	}
	return best
}

// latinLanguages are those that latinLanguage knows, in the order in which a tie is
// broken.
var latinLanguages = []string{"en", "fr", "de", "es", "pt", "it", "nl", "pl", "tr", "id", "vi"}

// apostrophes counts the Uzbek letters oʻ and gʻ, however the mark is typed.
func apostrophes(s string) int {
	n := 0
	for i := 0; i+1 < len(s); i++ {
		switch s[i] {
		case 'o', 'g', 'O', 'G':
			if rest := s[i+1:]; strings.HasPrefix(rest, "ʻ") || strings.HasPrefix(rest, "‘") {
				n++
			}
		}
	}
	return n
}

// cyrillicLanguage tells Russian from its neighbours by letters that Russian does
// not have; a name or two in another language does not turn a Russian text.
func cyrillicLanguage(marks map[string]int, letters int) string {
	const share = 50 // one distinctive letter in fifty
	enough := func(lang string) bool { return marks[lang]*share > letters }
	switch {
	case marks["uk"]*100 > letters:
		return "uk"
	case enough("kk") && marks["kk"] > marks["ky"]:
		return "kk"
	case enough("tg") && marks["tg"] > marks["kk"]:
		return "tg"
	case enough("uz") && marks["uz"] >= marks["tg"]:
		return "uz"
	case enough("ky"):
		return "ky"
	case enough("kk"):
		return "kk"
	case enough("be"):
		return "be"
	}
	return "ru"
}
