package names

import "strings"

// officeRU reads a Russian title: президент Казахстана Касым-Жомарт Токаев,
// казахстанский президент, глава МИД РФ Сергей Лавров, посол Ирландии в США.
func (f *finder) officeRU(k int) {
	t := f.titleOf(k)
	var bodies []body
	begin := f.tokens[k].begin
	for j := k - 1; j >= 0 && f.doc.Key[f.tokens[j].end:begin] == " "; j-- {
		b, ok := f.bodyAt(j)
		if !ok || b.form != formAdjective {
			break
		}
		bodies = append([]body{b}, bodies...)
		begin = f.tokens[j].begin
	}
	end := f.tokens[k].end
	titleEnd := end
	next := k + 1
	for range 3 {
		at := f.skip(end, " в ", " при ", " ")
		if at == end || next >= len(f.tokens) || f.tokens[next].begin != at {
			break
		}
		link := f.doc.Key[end:at]
		b, ok := f.bodyAt(next)
		if !ok || b.form == formPeople {
			break
		}
		if link != " " {
			if t.Role != "ambassador" {
				break
			}
		} else if b.form != formAdjective || f.followedByBody(next) {
			bodies = append(bodies, b)
		} else {
			break
		}
		end = f.tokens[next].end
		next++
	}
	title := f.original(f.tokens[k].begin, titleEnd)
	first, linked := f.linked[k]
	if linked && len(bodies) == 0 {
		bodies = first.bodies
	}
	of := f.bodyOf(t.Role, bodies)
	if at := f.skip(end, " "); at > end {
		named := func(end, token int) {
			f.giveOffice(k, at, end, token, linkedOffice{t, title, bodies, begin}, of)
		}
		if f.heldBy(next, at, t.Role, of) {
			named(f.tokens[next].end, next)
			return
		}
		if e := f.nameLatin(at); e > at && f.trusted(t, at, e) && !f.bodyRU(at, e) {
			at = f.afterBodyRU(at, e)
			named(e, -1)
			return
		}
	}
	if f.linkNext(k, end, next, linkedOffice{t, title, bodies, begin}) {
		return
	}
	if p, nb, ne := f.nameBeforeEN(begin); ne > nb && of != "" {
		f.used[k] = true
		f.add(nb, end, nb, ne, p, t, title, of)
		return
	}
	if of != "" && !t.Weak && !f.formerLatin(begin, f.tokens[k].begin) {
		f.used[k] = true
		f.unnamed(begin, end, t, title, of)
	}
}

// nominative guesses the dictionary form of a Russian name from a case form: the
// endings of given and family names that tell their case by themselves.
func nominative(name string) string {
	words := strings.Split(name, " ")
	instrumental := false
	for i, w := range words {
		l := strings.ToLower(w)
		if i == len(words)-1 {
			words[i] = nominativeSurname(w, l)
			continue
		}
		switch {
		case len(words) > 1 && isOneOf(l, "ием"):
			words[i], instrumental = cut(w, 2)+"й", true
		case len(words) > 1 && isOneOf(l, "еем"):
			words[i], instrumental = cut(w, 2)+"й", true
		}
	}
	_ = instrumental
	if len(words) > 1 {
		lastWord := strings.ToLower(words[len(words)-1])
		oblique := words[len(words)-1] != strings.Split(name, " ")[len(words)-1]
		for i := range words[:len(words)-1] {
			l := strings.ToLower(words[i])
			if !oblique {
				break
			}
			female := isOneOf(lastWord, "ова", "ева", "ина", "ая")
			switch {
			case female && isOneOf(l, "ии", "ию", "ией"):
				words[i] = words[i][:len(words[i])-len("и")]
				words[i] = strings.TrimSuffix(strings.TrimSuffix(words[i], "и"), "е")
				words[i] += "ия"
			case female && isOneOf(l, "ы", "е", "у", "ой"):
				words[i] = strings.TrimRight(words[i], "ыеуой") + "а"
			case female:
			case isOneOf(l, "ея", "ею", "ия", "ию", "ая", "аю"):
				words[i] = cut(words[i], 1) + "й"
			case isOneOf(l, "ом"):
				words[i] = cut(words[i], 2)
			case isOneOf(l, "а", "у") && len([]rune(l)) > 3:
				words[i] = cut(words[i], 1)
			}
		}
	}
	return strings.Join(words, " ")
}

func nominativeSurname(w, l string) string {
	switch {
	case isOneOf(l, "овым", "евым", "иным", "ыным"):
		return cut(w, 2)
	case isOneOf(l, "ову", "еву", "ину", "ове", "еве", "ине"):
		return cut(w, 1)
	case isOneOf(l, "ова", "ева", "ина") && len([]rune(l)) > 4:
		return w // a woman's nominative or a man's genitive: left as it is
	case isOneOf(l, "овой", "евой", "иной"):
		return cut(w, 2) + "а"
	case isOneOf(l, "скому", "ского", "цкого", "цкому"):
		return cut(w, 3) + "ий"
	case isOneOf(l, "ским", "ском", "цким"):
		return cut(w, 2) + "ий"
	case isOneOf(l, "ом") && len([]rune(l)) > 5:
		return cut(w, 2)
	}
	return w
}

// bodyRU reports whether the word with a capital after a title begins the name of a
// body: председатель Федеральной службы, президент Фонда.
func (f *finder) bodyRU(at, end int) bool {
	word := f.doc.Key[at:end]
	if strings.Contains(word, " ") {
		return false
	}
	for _, h := range f.words.Bodies.Russian {
		if strings.HasPrefix(word, h.Stem) {
			return true
		}
	}
	next := f.skip(end, " ")
	noun := f.doc.Key[next:f.wordEnd(next)]
	if next == end || noun == "" || f.doc.Upper(next) {
		return false
	}
	return isOneOf(word, "ого", "его", "ых") || isOneOf(word, "ной", "ской") && !isOneOf(word, "иной") && isOneOf(noun, "и", "ы")
}

// afterBodyRU is where a person's name begins that follows the name of a body: глава
// Минздрава Мэтт Хэнкок.
func (f *finder) afterBodyRU(at, end int) int {
	forms := f.words.given.forms["ru"]
	for b := at; b < end; {
		e := f.wordEnd(b)
		if g, ok := forms[f.doc.Key[b:e]]; ok && (!g.word || b == at) && e < end {
			return b
		}
		if b = f.skip(e, " "); b == e {
			break
		}
	}
	return at
}
