package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// quoted reads titles of documents: 《…》 always, «Договор о …» and the like when
// they begin with a word for a document. Known ones get their IRI.
func (f *finder) quoted() {
	key := f.doc.Key
	for at := 0; ; {
		i := strings.Index(key[at:], "《")
		if i < 0 {
			break
		}
		b := at + i
		j := strings.Index(key[b:], "》")
		if j < 0 || j > 300 {
			at = b + len("《")
			continue
		}
		e := b + j + len("》")
		// An inner pair belongs to the outer title.
		if k := strings.Index(key[b+len("《"):e], "《"); k >= 0 {
			if m := strings.Index(key[e:], "》"); m >= 0 && m < 200 {
				e += m + len("》")
			}
		}
		f.instrument(b, e, strings.TrimSuffix(strings.TrimPrefix(key[b:e], "《"), "》"), f.said(b+len("《"), e-len("》")))
		at = e
	}
}

func (f *finder) instrument(b, e int, key, title string) {
	m := schema.Mention{Kind: schema.MentionInstrument, Form: "title", Label: title}
	if iri := f.knownInstrument(key); iri != "" {
		m.IRI = iri
	} else {
		m.IRI, m.Discovered = schema.InstrumentIRI(key, nil), true
	}
	f.take(span{begin: b, end: e, mention: m})
}

func (f *finder) knownInstrument(key string) string {
	iri := ""
	f.words.walk(key+" ", 0, func(e int, v int32) {
		if e != len(key) {
			return
		}
		for _, s := range f.senses[v] {
			if s.entity.Kind == "instrument" {
				iri = s.entity.IRI
			}
		}
	})
	return iri
}

// seriesSuffixes end the names of numbered meetings.
var seriesSuffixes = []string{"峰会", "高峰论坛", "论坛", "博览会", "大会", "年会", "交易会", "部长级会议", "部长会议", "外长会议", "领导人会议", "领导人会晤", "元首会议", "对话会", "圆桌会议", "研讨会", "艺术节", "进博会", "会议"}

// series discovers numbered meetings that the gazetteer does not know:
// 第七届中国—…博览会, the 14th … Forum.
func (f *finder) series() {
	key := f.doc.Key
	for _, mark := range []string{"届", "次"} {
		for at := 0; ; {
			i := strings.Index(key[at:], mark)
			if i < 0 {
				break
			}
			b := at + i + len(mark)
			at = b
			if !f.numbered(b - len(mark)) {
				continue
			}
			e := f.seriesEnd(b)
			if e <= b {
				continue
			}
			if s := f.coveredSeries(b, e); s {
				continue
			}
			name := strings.TrimSpace(key[b:e])
			if utf8.RuneCountInString(name) < 4 || mark == "次" && !strings.HasSuffix(name, "峰会") && !strings.HasSuffix(name, "论坛") {
				continue
			}
			f.replace(b, e, schema.Mention{Kind: schema.MentionSeries, IRI: schema.UnknownSeriesIRI(text.FoldKey(name)), Label: f.said(b, e), Form: "numbered", Discovered: true})
		}
	}
}

// numbered reports whether a numeral stands right before byte b: 第七, 首, 第13.
func (f *finder) numbered(b int) bool {
	before := f.doc.Key[max(0, b-24):b]
	if strings.HasSuffix(before, "首") {
		return true
	}
	i := strings.LastIndex(before, "第")
	if i < 0 {
		return false
	}
	for _, r := range before[i+len("第"):] {
		if !unicode.IsDigit(r) && !strings.ContainsRune("一二三四五六七八九十百零〇 ", r) {
			return false
		}
	}
	return true
}

// seriesEnd is the end of a meeting's name that begins at b.
func (f *finder) seriesEnd(b int) int {
	key := f.doc.Key
	limit := b
	for n := 0; limit < len(key) && n < 30; n++ {
		r, w := utf8.DecodeRuneInString(key[limit:])
		if strings.ContainsRune(",。；;!?\n，、", r) || r == '在' || r == '于' {
			break
		}
		limit += w
	}
	best := b
	for _, s := range seriesSuffixes {
		if i := strings.Index(key[b:limit], s); i >= 0 {
			if e := b + i + len(s); best == b || e < best || e > best && strings.HasPrefix(key[b+i:], s) && i+b < best {
				best = e
			}
		}
	}
	return best
}

func (f *finder) coveredSeries(b, e int) bool {
	return slices.ContainsFunc(f.spans, func(s span) bool {
		return s.begin < e && s.end > b && len(s.senses) > 0 && s.senses[0].entity.Kind == "series" || s.begin < b && s.end > b
	})
}

// bodySuffixes end the names of organisations and mechanisms in quotation marks or
// after two states.
var bodySuffixes = []struct{ suffix, kind string }{
	{"委员会", schema.MentionMechanism}, {"机制", schema.MentionMechanism}, {"理事会", schema.MentionMechanism}, {"工作组", schema.MentionMechanism},
	{"联盟", schema.MentionOrganization}, {"组织", schema.MentionOrganization}, {"银行", schema.MentionOrganization}, {"秘书处", schema.MentionOrganization},
}

// bodies discovers bodies in quotation marks: “高级战略委员会”.
func (f *finder) bodies() {
	key := f.doc.Key
	for at := 0; ; {
		i := strings.IndexByte(key[at:], '"')
		if i < 0 {
			break
		}
		b := at + i
		j := strings.IndexByte(key[b+1:], '"')
		if j < 0 {
			break
		}
		e := b + 1 + j + 1
		at = b + 1
		inner := key[b+1 : e-1]
		if utf8.RuneCountInString(inner) > 24 || strings.ContainsAny(inner, ",\n") {
			continue
		}
		for _, s := range bodySuffixes {
			if strings.HasSuffix(inner, s.suffix) && utf8.RuneCountInString(inner) > utf8.RuneCountInString(s.suffix)+1 {
				f.replace(b, e, f.body(s.kind, inner, f.said(b+1, e-1)))
				at = e
				break
			}
		}
	}
	f.capitalBodies()
}

func (f *finder) body(kind, key, label string) schema.Mention {
	return schema.Mention{Kind: kind, IRI: schema.Base + "id/" + kind + "/x-" + schema.Hash16(key), Label: label, Form: "form", Discovered: true}
}

// englishBodies end the names of bodies in English.
var englishBodies = map[string]string{"organization": "organization", "organisation": "organization", "commission": "mechanism", "council": "organization", "committee": "organization", "union": "organization", "bank": "organization", "agency": "organization", "mechanism": "mechanism", "secretariat": "organization", "ministry": "organization", "parliament": "organization", "association": "organization", "embassy": "organization"}

// capitalBodies discovers runs of capitalised words that end in a word for a body:
// the Joint Trade and Economic Commission.
func (f *finder) capitalBodies() {
	key := f.doc.Key
	for word, kind := range sortedBodies() {
		for at := 0; ; {
			i := strings.Index(key[at:], word)
			if i < 0 {
				break
			}
			b, e := at+i, at+i+len(word)
			at = e
			if !bounded(key, b, e) || !f.free(b, e) || !f.doc.Upper(b) {
				continue
			}
			start, words := b, 0
			for start > 0 && key[start-1] == ' ' && words < 7 {
				s := start - 1
				for s > 0 && key[s-1] != ' ' && key[s-1] != '\n' && key[s-1] != '"' && key[s-1] != '(' {
					s--
				}
				w := key[s : start-1]
				if w != "and" && w != "of" && w != "for" && w != "on" && (!f.doc.Upper(s) || w == "the") || strings.ContainsAny(w, ",.;:") {
					break
				}
				start = s
				words++
			}
			for words > 0 {
				sp := strings.IndexByte(key[start:e], ' ')
				if sp < 0 {
					break
				}
				if w := key[start : start+sp]; w == "and" || w == "of" || w == "for" || w == "on" {
					start += sp + 1
					words--
					continue
				}
				break
			}
			if words < 2 {
				continue
			}
			f.replace(start, e, f.body(kind, key[start:e], f.said(start, e)))
		}
	}
}

func sortedBodies() func(func(string, string) bool) {
	words := make([]string, 0, len(englishBodies))
	for w := range englishBodies {
		words = append(words, w)
	}
	slices.Sort(words)
	return func(yield func(string, string) bool) {
		for _, w := range words {
			if !yield(w, englishBodies[w]) {
				return
			}
		}
	}
}

// areas reads fields of cooperation inside lists: they are common words elsewhere.
func (f *finder) areas() {
	key := f.doc.Key
	for i := 0; i < len(key); {
		_, n := utf8.DecodeRuneInString(key[i:])
		if f.taken[i] {
			i += n
			continue
		}
		end, value := 0, int32(-1)
		f.words.walk(key, i, func(e int, v int32) {
			if bounded(key, i, e) && f.free(i, e) {
				end, value = e, v
			}
		})
		if end > 0 {
			for _, s := range f.senses[value] {
				if s.entity.Kind == "area" && f.listed(i, end) {
					f.take(span{begin: i, end: end, senses: []sense{s}})
					n = end - i
					break
				}
			}
		}
		i += n
	}
}

// listed reports whether the range stands in a list.
func (f *finder) listed(b, e int) bool {
	before, after := f.doc.Key[:b], f.doc.Key[e:]
	return strings.HasSuffix(before, "、") || strings.HasPrefix(after, "、") || strings.HasSuffix(before, ", ") && strings.HasPrefix(after, ", ") || strings.HasSuffix(before, ", ") && strings.HasPrefix(after, " and ") || strings.HasPrefix(after, ", ") && strings.HasSuffix(before, " ")
}
