package names

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// documents finds instruments by their form: a title in 《》 or quotation marks that
// holds the word for a document, "Memorandum of Understanding on …".
func (f *finder) documents() {
	f.bracketed()
	for i := range f.doc.Sentences {
		s := &f.doc.Sentences[i]
		switch base(s.Lang) {
		case "en":
			f.documentsEN(s.KeyBegin, s.KeyEnd)
		case "ru":
			f.documentsRU(s.KeyBegin, s.KeyEnd)
		}
	}
}

// bracketed reads 《…》.
func (f *finder) bracketed() {
	const longest, nested = 400, 200 // bytes of a title, and of what follows a title in it
	key := f.doc.Key
	for at := 0; ; {
		i := strings.Index(key[at:], "《")
		if i < 0 {
			return
		}
		b := at + i + len("《")
		j := strings.Index(key[b:min(len(key), b+longest)], "》")
		if j < 0 {
			at = b
			continue
		}
		e := b + j
		at = e + len("》")
		if inner := strings.LastIndex(key[b:e], "《"); inner >= 0 {
			// 《…〈…》: nested brackets of the same kind; the outer title counts.
			if k := strings.Index(key[at:min(len(key), at+nested)], "》"); k >= 0 {
				e = at + k
				at = e + len("》")
			}
		}
		f.document(b, e)
	}
}

// document records the title at bytes b…e unless it is a newspaper or a work.
func (f *finder) document(b, e int) {
	title := f.doc.Key[b:e]
	if !f.words.documentZH.within(title) || f.words.media.of(title) != "" {
		return
	}
	n := name{begin: b, end: e, kind: schema.MentionInstrument, form: formName}
	if f.words.documentZH.of(title) == title {
		f.shortTitle(n, title)
		return
	}
	for _, i := range f.near(b, e) {
		if o := &f.found[i]; o.begin == b && o.end == e && o.kind == schema.MentionInstrument {
			return
		}
	}
	n.iri, n.label, n.discovered = schema.InstrumentIRI(title, nil), f.original(b, e), true
	f.put(n)
}

// shortTitle resolves 《决定》 to the document told before whose title ends so; a
// word for a document alone is no title.
func (f *finder) shortTitle(n name, title string) {
	for i := len(f.found) - 1; i >= max(0, len(f.found)-farBack); i-- {
		o := &f.found[i]
		if o.kind == schema.MentionInstrument && o.begin < n.begin && strings.HasSuffix(f.doc.Key[o.begin:o.end], title) {
			n.form, n.iri, n.label, n.discovered, n.from = formAnaphor, o.iri, o.label, o.discovered, [2]int{o.begin, o.end}
			f.put(n)
			return
		}
	}
}

// documentsEN reads "Treaty on …", "… Declaration".
func (f *finder) documentsEN(begin, end int) {
	key := f.doc.Key
	for b, stop := range f.capitalised(begin, end, f.capitalPhrase) {
		if head, ok := f.headed(key[b:stop], f.words.documentEN); ok {
			f.phrase(b, b+head, schema.MentionInstrument)
		}
	}
}

// capitalised walks the phrases that begin with a capital: where each begins and,
// by phraseEnd, ends.
func (f *finder) capitalised(begin, end int, phraseEnd func(at, limit int) int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for at, e := f.nextWord(begin, end); at < end; at, e = f.nextWord(e, end) {
			if !f.doc.Upper(at) {
				continue
			}
			stop := phraseEnd(at, end)
			if !yield(at, stop) {
				return
			}
			e = max(e, stop)
		}
	}
}

// nextWord is the first word from byte at on, limit twice where there is none.
func (f *finder) nextWord(at, limit int) (begin, end int) {
	for at < limit {
		if e := f.wordEnd(at); e > at {
			return at, e
		}
		_, n := utf8.DecodeRuneInString(f.doc.Key[at:])
		at += n
	}
	return limit, limit
}

// capitalPhrase is the end of a phrase of capitalised words with their small words
// between.
func (f *finder) capitalPhrase(at, limit int) int {
	end := at
	for i := at; i < limit; {
		e := f.wordEnd(i)
		if e == i {
			break
		}
		w := f.doc.Key[i:e]
		switch {
		case f.doc.Upper(i):
			end = e
		case w == "and" && strings.HasPrefix(f.doc.Key[e:], " the "):
			return end // the next document
		case f.words.small[w]:
		default:
			return end
		}
		next := f.skip(e, " ", "-")
		if next == e || next < len(f.doc.Key) && f.doc.Key[next] == ' ' {
			break
		}
		i = next
	}
	return end
}

// documentsRU reads «Договор о …» and Меморандум о ….
func (f *finder) documentsRU(begin, end int) {
	key := f.doc.Key[:end]
	for at := begin; at < end; {
		i := strings.IndexByte(key[at:], '"')
		if i < 0 {
			break
		}
		b := at + i + 1
		j := strings.IndexByte(key[b:], '"')
		if j < 0 {
			break
		}
		e := b + j
		at = e + 1
		title := key[b:e]
		for _, h := range f.words.documentRU {
			if strings.HasPrefix(title, h) && len(title) > len(h)+4 {
				f.phrase(b, e, schema.MentionInstrument)
				break
			}
		}
	}
	for _, h := range f.words.documentRU {
		for at := begin; at < end; {
			i := strings.Index(key[at:], h)
			if i < 0 {
				break
			}
			b := at + i
			at = b + len(h)
			if !starts(key, b) || !f.doc.Upper(b) {
				continue
			}
			if e := f.titleRU(at, end); e > at {
				f.phrase(b, e, schema.MentionInstrument)
			}
		}
	}
}

// titleRU is the end of the title of a document that goes on with "о" after its
// first word, whose case ending may follow: up to a mark or a word that begins the
// next part of the sentence.
func (f *finder) titleRU(at, limit int) int {
	e := f.wordEnd(at) // the case ending
	next := f.skip(e, " о ", " об ")
	if next == e {
		return at
	}
	end := next
	for words := 0; words < 8; words++ {
		w := f.wordEnd(next)
		if w == next || w > limit {
			break
		}
		switch word := f.doc.Key[next:w]; word {
		case "в", "на", "с", "во", "при", "после", "между", "который", "которая", "которое", "был", "была", "было", "а", "но", "что", "подписан", "для", "от", "до":
			return end
		case "и":
		default:
			end = w
		}
		if next = f.skip(w, " "); next == w {
			break
		}
	}
	return end
}
