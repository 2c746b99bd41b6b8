package names

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// numbered finds the known entity that a name is once the number inside it is left
// out: 二十国集团领导人第十九次峰会.
func (f *finder) numbered(label string) (iri, kind string) {
	b, e, ok := ordinalIn(label)
	if !ok {
		return "", ""
	}
	key := foldKey(label[:b] + label[e:])
	for _, m := range f.trie.walk(key, 0, nil) {
		if m.end != len(key) {
			continue
		}
		for _, s := range f.senses[m.value] {
			if s.form == formName {
				return f.entities[s.entity].IRI, f.entities[s.entity].Kind
			}
		}
	}
	return "", ""
}

// ordinalIn finds 第…次, 第…届 in a text.
func ordinalIn(s string) (begin, end int, ok bool) {
	begin = strings.Index(s, "第")
	if begin < 0 {
		return 0, 0, false
	}
	for i, r := range s[begin:] {
		switch {
		case i == 0 || strings.ContainsRune("零〇一二三四五六七八九十百0123456789", r):
		case r == '次' || r == '届':
			return begin, begin + i + len("次"), i > len("第")
		default:
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// numberedSeries finds the meetings of known series that have their number inside
// the name and no head word of their own: 金砖国家领导人第十五次会晤.
func (f *finder) numberedSeries(begin, end int) {
	key := f.doc.Key
	for at := begin; at < end; {
		i := strings.Index(key[at:end], "第")
		if i < 0 {
			return
		}
		b := at + i
		at = b + len("第")
		_, n, ok := ordinalIn(key[b:min(end, b+30)])
		if !ok {
			continue
		}
		f.seriesAround(begin, b, b+n, end)
	}
}

// seriesAround looks up what stands before and after a number as one name.
func (f *finder) seriesAround(from, b, e, limit int) {
	const before, after = 14, 8 // characters
	key := f.doc.Key
	start := b
	for range before {
		_, n := utf8.DecodeLastRuneInString(key[from:start])
		if n == 0 {
			break
		}
		start -= n
		if i := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].begin >= start }); i >= len(f.tokens) || f.tokens[i].begin != start {
			continue
		}
		stop := min(limit, e+after*len("第"))
		rest := key[start:b] + key[e:stop]
		for _, m := range f.trie.walk(rest, 0, nil) {
			if m.end <= b-start {
				continue
			}
			for _, s := range f.senses[m.value] {
				if s.form == formName && f.entities[s.entity].Kind == "series" {
					f.put(name{begin: start, end: e + m.end - (b - start), kind: schema.MentionSeries, iri: f.entities[s.entity].IRI, form: formName})
					return
				}
			}
		}
	}
}
