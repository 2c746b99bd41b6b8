package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cases are the forms of a word by case: nominative, genitive, dative,
// accusative, instrumental, prepositional. A case may have several forms.
type cases [6][]string

func same(w string) cases {
	var c cases
	for i := range c {
		c[i] = []string{w}
	}
	return c
}

// endings writes a stem with six endings; "|" parts variants.
func endings(stem string, e ...string) cases {
	var c cases
	for i := range c {
		for v := range strings.SplitSeq(e[i], "|") {
			c[i] = append(c[i], stem+v)
		}
	}
	return c
}

func cut(w string, n int) string {
	r := []rune(w)
	return string(r[:max(0, len(r)-n)])
}

func last(w string, n int) string {
	r := []rune(w)
	return string(r[max(0, len(r)-n):])
}

func isOneOf(w string, set ...string) bool {
	for _, s := range set {
		if strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}

// adjective declines an adjective given in the nominative of its gender; false
// when the word does not look like one.
func adjective(w string) (cases, bool) {
	l := strings.ToLower(w)
	if utf8.RuneCountInString(l) < 4 {
		return cases{}, false
	}
	stem := cut(w, 2)
	soft := strings.HasSuffix(strings.ToLower(stem), "н")
	hushed := isOneOf(strings.ToLower(stem), "ж", "ч", "ш", "щ")
	switch last(l, 2) {
	case "ый":
		return endings(stem, "ый", "ого", "ому", "ый|ого", "ым", "ом"), true
	case "ой":
		return endings(stem, "ой", "ого", "ому", "ой|ого", "ым|им", "ом"), true
	case "ий":
		switch {
		case isOneOf(strings.ToLower(stem), "г", "к", "х"):
			return endings(stem, "ий", "ого", "ому", "ий|ого", "им", "ом"), true
		case soft || hushed:
			return endings(stem, "ий", "его", "ему", "ий|его", "им", "ем"), true
		}
		return cases{}, false
	case "ая":
		return endings(stem, "ая", "ой|ей", "ой|ей", "ую", "ой|ою|ей", "ой|ей"), true
	case "яя":
		return endings(stem, "яя", "ей", "ей", "юю", "ей", "ей"), true
	case "ое":
		return endings(stem, "ое", "ого", "ому", "ое", "ым|им", "ом"), true
	case "ее":
		return endings(stem, "ее", "его", "ему", "ее", "им", "ем"), true
	case "ые":
		return endings(stem, "ые", "ых", "ым", "ые|ых", "ыми", "ых"), true
	case "ие":
		if isOneOf(strings.ToLower(stem), "г", "к", "х", "ж", "ч", "ш", "щ", "н") {
			return endings(stem, "ие", "их", "им", "ие|их", "ими", "их"), true
		}
	}
	return cases{}, false
}

// adjectiveForms are all forms of an adjective given in the masculine: gender,
// number and case; with the first part of compounds (российско-китайский).
func adjectiveForms(w string) []string {
	l := last(w, 2)
	if l != "ый" && l != "ий" && l != "ой" {
		return []string{w}
	}
	stem := cut(w, 2)
	var e []string
	switch {
	case isOneOf(stem, "г", "к", "х", "ж", "ч", "ш", "щ"):
		e = strings.Fields("ий ой ого ому им ом ая ую ою ое ие их ими")
	case l == "ий":
		e = strings.Fields("ий его ему им ем яя ей юю ею ее ие их ими")
	default:
		e = strings.Fields("ый ой ого ому ым ом ая ую ою ое ые ых ыми")
	}
	out := make([]string, 0, len(e)+1)
	for _, x := range e {
		out = append(out, stem+x)
	}
	return append(out, stem+"о")
}

// noun declines a noun or a name of a thing or place, given in the nominative.
func noun(w string) cases {
	l := strings.ToLower(w)
	n := utf8.RuneCountInString(l)
	if n < 2 || n == 2 && isOneOf(l, "а", "о", "е", "и", "у", "ю", "э", "ё", "ы", "я", "ь", "й") || isAcronym(w) {
		return same(w)
	}
	if i := strings.LastIndexByte(w, '-'); i > 0 {
		if head := w[:i+1]; strings.HasPrefix(l[i+1:], "бисау") {
			return suffixed(noun(w[:i]), "-"+w[i+1:])
		} else {
			return prefixed(head, noun(w[i+1:]))
		}
	}
	stem1, stem2 := cut(w, 1), cut(w, 2)
	switch {
	case isOneOf(l, "ия"):
		return endings(stem1, "я", "и", "и", "ю", "ей|ею", "и")
	case isOneOf(l, "ея", "уя", "оя", "ая", "яя"):
		return endings(stem1, "я", "и", "е", "ю", "ей|ею", "е")
	case isOneOf(l, "ья", "ля", "ня", "ря", "ся", "тя", "дя"):
		return endings(stem1, "я", "и", "е", "ю", "ей|ёй|ею", "е")
	case isOneOf(l, "ца"):
		return endings(stem1, "а", "ы", "е", "у", "ей|ою", "е")
	case isOneOf(l, "ша", "жа", "ча", "ща"):
		return endings(stem1, "а", "и", "е", "у", "ей|ею", "е")
	case isOneOf(l, "га", "ка", "ха"):
		return endings(stem1, "а", "и", "е", "у", "ой|ою", "е")
	case isOneOf(l, "а"):
		return endings(stem1, "а", "ы", "е", "у", "ой|ою", "е")
	case isOneOf(l, "ие", "ье"):
		return endings(stem1, "е", "я", "ю", "е", "ем", "и|е")
	case isOneOf(l, "ство", "тво", "во", "но", "ло", "то") && n > 4:
		return endings(stem1, "о", "а", "у", "о", "ом", "е")
	case isOneOf(l, "цы"):
		return endings(stem1, "ы", "ев|ов", "ам", "ы|ев", "ами", "ах")
	case isOneOf(l, "ане", "яне"):
		return endings(stem1, "е", "", "ам", "", "ами", "ах")
	case isOneOf(l, "ии"):
		return endings(stem1, "и", "й", "ям", "и", "ями", "ях")
	case isOneOf(l, "ки", "ги", "хи"):
		return endings(stem1, "и", "ов|", "ам", "и|ов", "ами", "ах")
	case isOneOf(l, "ы"):
		return endings(stem1, "ы", "|ов", "ам", "ы|ов", "ами", "ах")
	case isOneOf(l, "о", "е", "и", "у", "ю", "э", "ё"):
		return same(w)
	case isOneOf(l, "ий"):
		return endings(stem1, "й", "я", "ю", "й|я", "ем", "и|е")
	case isOneOf(l, "ей") && n > 3 && isOneOf(l, "вей", "бей", "ней", "сей"):
		return endings(stem1, "й", "я", "ю", "й|я", "ем", "е")
	case isOneOf(l, "й"):
		return endings(stem1, "й", "я", "ю", "й|я", "ем", "е")
	case isOneOf(l, "ь"):
		// Masculine (Израиль) and feminine (область, Сирть) are told by use, not
		// by form; both are generated.
		return endings(stem1, "ь", "я|и", "ю|и", "ь|я", "ем|ью|ём", "е|и")
	case isOneOf(l, "ец"):
		if isOneOf(l, "аец", "оец", "еец") {
			return endings(stem2+"й", "ец", "ца", "цу", "ца", "цем", "це").first(w)
		}
		return endings(stem2, "ец", "ца", "цу", "ца|ец", "цем", "це")
	case isOneOf(l, "египет"):
		return endings(stem2, "ет", "та", "ту", "ет", "том", "те")
	case isOneOf(l, "ц", "ж", "ч", "ш", "щ"):
		return endings(w, "", "а", "у", "|а", "ем|ом", "е")
	}
	return endings(w, "", "а", "у", "|а", "ом", "е|у")
}

// first sets the nominative.
func (c cases) first(w string) cases {
	c[0] = []string{w}
	return c
}

func prefixed(p string, c cases) cases {
	for i := range c {
		for j := range c[i] {
			c[i][j] = p + c[i][j]
		}
	}
	return c
}

func suffixed(c cases, s string) cases {
	for i := range c {
		for j := range c[i] {
			c[i][j] += s
		}
	}
	return c
}

// isAcronym reports whether a word is written in capitals, such as ООН.
func isAcronym(w string) bool {
	upper := 0
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper > 1
}

// declineName lists the case forms of the name of a thing: adjectives in front
// and the first noun are declined, what follows stays (Организация Объединённых
// Наций). Quotations stay as they are.
func declineName(name string) []string {
	words := strings.Split(name, " ")
	var parts []cases
	head := -1
	for i, w := range words {
		switch {
		case head >= 0 && i == head+2 && (words[i-1] == "и"):
			parts = append(parts, noun(w)) // Босния и Герцеговина
		case head >= 0 || strings.ContainsAny(w, "«»\"()") || !cyrillicWord(w):
			parts = append(parts, same(w))
			if head < 0 {
				head = len(words)
			}
		default:
			if c, ok := adjective(w); ok && i+1 < len(words) && cyrillicWord(words[i+1]) && words[i+1] != "и" {
				parts = append(parts, c)
				continue
			}
			if c, ok := adjective(w); ok && (i == len(words)-1 && i > 0 || isOneOf(strings.ToLower(w), "ская", "ский", "ское", "цкая", "цкий")) {
				parts = append(parts, c) // Российская … Федерация, Туманный
			} else {
				parts = append(parts, noun(w))
			}
			head = i
		}
	}
	return join(parts)
}

// genitive is the genitive of the name of a state: России, Саудовской Аравии.
func genitive(name string) string {
	words := strings.Split(name, " ")
	head := false
	for i, w := range words {
		switch c, ok := adjective(w); {
		case head:
		case ok && i+1 < len(words):
			words[i] = c[1][0]
		default:
			if g := noun(w)[1]; len(g) > 0 {
				words[i] = g[len(g)-1]
			}
			head = true
		}
	}
	return strings.Join(words, " ")
}

// join writes the six cases of a phrase, agreeing in case, with at most two
// variants a word.
func join(parts []cases) []string {
	var out []string
	seen := map[string]bool{}
	for k := range 6 {
		forms := []string{""}
		for i, p := range parts {
			variants := p[k]
			if len(parts) > 1 && len(variants) > 2 {
				variants = variants[:2]
			}
			var next []string
			for _, f := range forms {
				for _, v := range variants {
					if i > 0 {
						v = f + " " + v
					}
					next = append(next, v)
				}
			}
			if len(next) > 16 {
				next = next[:16]
			}
			forms = next
		}
		for _, f := range forms {
			if !seen[f] {
				seen[f] = true
				out = append(out, f)
			}
		}
	}
	return out
}

func cyrillicWord(w string) bool {
	for _, r := range w {
		return unicode.Is(unicode.Cyrillic, r)
	}
	return false
}

// surname declines a surname by gender.
func surname(w string, female bool) cases {
	l := strings.ToLower(w)
	if i := strings.LastIndexByte(w, '-'); i > 0 {
		return prefixed(w[:i+1], surname(w[i+1:], female))
	}
	if female {
		switch {
		case isOneOf(l, "ова", "ева", "ёва", "ина", "ына"):
			return endings(cut(w, 1), "а", "ой", "ой", "у", "ой|ою", "ой")
		case isOneOf(l, "ая"):
			return endings(cut(w, 2), "ая", "ой", "ой", "ую", "ой|ою", "ой")
		case isOneOf(l, "а", "я"):
			return noun(w)
		}
		return same(w)
	}
	switch {
	case isOneOf(l, "ов", "ев", "ёв", "ин", "ын") && utf8.RuneCountInString(l) > 3:
		return endings(w, "", "а", "у", "а", "ым|ом", "е")
	case isOneOf(l, "ский", "цкий", "ской", "цкой", "ый", "ой") && utf8.RuneCountInString(l) > 4:
		if c, ok := adjective(w); ok {
			return c
		}
	}
	return noun(w)
}

// declinePerson lists the case forms of a person's name: all parts declined, and
// only the last declined (Си Цзиньпина, Пан Ги Муна).
func declinePerson(name string, female bool) []string {
	words := strings.Split(name, " ")
	all := make([]cases, len(words))
	end := make([]cases, len(words))
	for i, w := range words {
		switch {
		case isAcronym(w) || strings.HasSuffix(w, ".") || !cyrillicWord(w):
			all[i] = same(w)
		case i == len(words)-1:
			all[i] = surname(w, female)
		case female && !isOneOf(strings.ToLower(w), "а", "я"):
			all[i] = same(w)
		case isOneOf(strings.ToLower(w), "вич"):
			all[i] = endings(w, "", "а", "у", "а", "ем", "е")
		default:
			all[i] = noun(w)
		}
		end[i] = same(w)
	}
	end[len(end)-1] = all[len(all)-1]
	out := join(all)
	for _, f := range join(end) {
		found := false
		for _, o := range out {
			if o == f {
				found = true
			}
		}
		if !found {
			out = append(out, f)
		}
	}
	return out
}

// peopleForms are the forms of a people's name given in the plural (казахстанцы),
// with the singular where it follows from it.
func peopleForms(w string) []string {
	out := join([]cases{noun(w)})
	l := strings.ToLower(w)
	switch {
	case isOneOf(l, "йцы"):
		stem := cut(w, 3)
		out = append(out, stem+"ец", stem+"йца", stem+"йцу", stem+"йцем", stem+"йце")
	case isOneOf(l, "цы"):
		stem := cut(w, 2)
		out = append(out, stem+"ец", stem+"ца", stem+"цу", stem+"цем", stem+"це")
	case isOneOf(l, "ане", "яне"):
		stem := cut(w, 1)
		out = append(out, stem+"ин", stem+"ина", stem+"ину", stem+"ином", stem+"ине")
	}
	return out
}
