package text

import (
	"strings"
	"unicode"

	"github.com/entente-graph/entente/data/folding"
)

// distinctive letters of languages written in Cyrillic or Latin script.
const (
	kazakhLetters     = "әғқңөұүһі"
	kyrgyzLetters     = "ңөү"
	tajikLetters      = "ҷҳӣӯқғ"
	uzbekLetters      = "ўқғҳ"
	ukrainianLetters  = "єїґ"
	belarusianLetters = "ўі"
	turkmenLetters    = "ňýžşäöü"
)

// Detect names the language of a text as a BCP 47 tag: zh, zh-hant, ja, ko, ru,
// kk, ky, tg, uz, uk, be, tk, en. Latin script without marks of its own is en; a
// text without letters is "".
func Detect(s string) string {
	var han, kana, hangul, traditional, simplified, cyrillic, latin, total int
	marks := map[string]int{}
	lower := strings.ToLower(s)
	for _, r := range lower {
		switch {
		case r < 0x80:
			if 'a' <= r && r <= 'z' {
				latin++
				total++
			}
		case unicode.Is(unicode.Han, r):
			han++
			total++
			if folding.Traditional(r) {
				traditional++
			} else {
				simplified++
			}
		case r >= 0x3040 && r <= 0x30ff:
			kana++
			total++
		case r >= 0xac00 && r <= 0xd7af:
			hangul++
			total++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
			total++
			count(marks, "kk", kazakhLetters, r)
			count(marks, "ky", kyrgyzLetters, r)
			count(marks, "tg", tajikLetters, r)
			count(marks, "uz", uzbekLetters, r)
			count(marks, "uk", ukrainianLetters, r)
			count(marks, "be", belarusianLetters, r)
		case unicode.Is(unicode.Latin, r):
			latin++
			total++
			count(marks, "tk", turkmenLetters, r)
		}
	}
	if total == 0 {
		return ""
	}
	switch {
	case kana*8 > han+kana && kana > 3:
		return "ja"
	case hangul*2 > total:
		return "ko"
	case han*4 > total || han > 12 && han*8 > total:
		if traditional*12 > han {
			return "zh-hant"
		}
		return "zh"
	case cyrillic > latin:
		return cyrillicLanguage(marks, cyrillic)
	}
	if marks["tk"]*25 > latin && strings.ContainsAny(lower, "ňýž") {
		return "tk"
	}
	if n := strings.Count(lower, "oʻ") + strings.Count(lower, "gʻ") + strings.Count(lower, "o‘") + strings.Count(lower, "g‘"); n*60 > latin {
		return "uz"
	}
	return "en"
}

func count(marks map[string]int, lang, letters string, r rune) {
	if strings.ContainsRune(letters, r) {
		marks[lang]++
	}
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
