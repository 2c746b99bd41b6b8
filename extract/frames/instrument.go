package frames

import (
	"regexp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/extract/text"
	"github.com/entente-graph/entente/schema"
)

// kindOf is the kind/… IRI of a document by the head noun of its title, "" for
// what is no document between states (books, films, newspapers).
func (r *reader) kindOf(title, lang string) string {
	lang = baseLang(lang)
	t := r.lexicon.tables[lang]
	if t == nil {
		return ""
	}
	key := text.FoldKey(title)
	best, at := "", -1
	for i := 0; i < len(key); {
		end, senses := t.find(key, i)
		if end == 0 {
			i++
			continue
		}
		for k := range senses {
			if senses[k].class != classInstrument {
				continue
			}
			// The head stands last in Chinese, first in English and Russian.
			if lang == "zh" && end > at || lang != "zh" && at < 0 {
				best, at = senses[k].value, end
			}
		}
		i = end
		if lang == "zh" && len(senses) > 0 {
			continue
		}
	}
	if lang == "zh" && best != "" && !strings.HasSuffix(strings.TrimRight(key, "()（）草案修订稿"), lastWord(key, at)) && len(key)-at > 18 {
		return ""
	}
	if best == "" {
		return ""
	}
	return concept("kind", best)
}

func lastWord(key string, at int) string {
	if at >= 3 && at <= len(key) {
		return key[at-3 : at]
	}
	return key
}

// instrumentArgument enters a titled document as an event's instrument.
func (r *reader) instrumentArgument(s *sentence, a argument, f *schema.EventFrame, out *filled) {
	kind := r.knowledge.InstrumentKind(a.mention.IRI)
	title := strings.Trim(a.mention.Label, "《》«»\"“”")
	if title == "" {
		title = strings.Trim(a.mention.Text, "《》«»\"“”")
	}
	if kind == "" {
		kind = r.kindOf(title, s.lang)
	}
	if kind == "" {
		return
	}
	if !slices.Contains(f.Instruments, a.mention.IRI) {
		f.Instruments = append(f.Instruments, a.mention.IRI)
		f.NewInstruments = append(f.NewInstruments, schema.InstrumentFrame{IRI: a.mention.IRI, Label: title, Lang: s.lang, Type: kind})
	}
	a.relation = "instrument"
	out.items = append(out.items, a.item)
}

// documentNumber is the number by which a body's resolutions are cited: 2735, 78/1.
var documentNumber = regexp.MustCompile(`\d{2,5}(?:/\d{1,4})?`)

// bundle finds documents without a title after a verb of signing: 多项双边合作文件,
// two memoranda of understanding.
func (r *reader) bundle(s *sentence, i int, l *lexeme, f *schema.EventFrame, out *filled) {
	wants := false
	for _, role := range l.rule.Roles {
		wants = wants || role == "instrument"
	}
	if !wants || len(f.Instruments) > 0 {
		return
	}
	first, last := i+1, i+12
	if s.passive(i) || l.rule.Type == "entry-into-force" || s.lang != "zh" && l.form == "noun" {
		first = s.clauses[s.items[i].clause].first
	}
	for k := first; k < len(s.items) && k <= last; k++ {
		it := &s.items[k]
		if it.clause != s.items[i].clause && !(s.lang == "zh" && it.clause == s.items[i].clause) {
			if s.lang == "zh" || !s.listGoesOn(i, k) {
				break
			}
		}
		var w *lexeme
		switch {
		case k == i:
		case it.kind == itemWord:
			w = it.sense(classInstrument)
		case it.kind == itemQuantity && it.quantity.Unit == "document":
			w = &lexeme{class: classInstrument, value: schema.Local(r.kindOf(it.quantity.UnitText, s.lang)), form: "title"}
			if w.value == "" {
				w.value, w.form = "cooperation-document", "bundle"
			}
		}
		if w == nil {
			continue
		}
		if l.rule.Type != "signing" && w.form == "bundle" {
			continue
		}
		begin := s.phraseBegin(i, k)
		end := s.phraseEnd(k)
		title := label(s.text(begin, end))
		var parties []string
		for _, a := range f.Actors {
			if !strings.HasPrefix(a.IRI, schema.Base+"id/person/") {
				parties = append(parties, a.IRI)
			}
		}
		iri := schema.InstrumentIRI(text.FoldKey(title), append(parties, f.When))
		if n := documentNumber.FindString(title); n != "" && slices.Contains(s.types.Collective, w.value) && len(parties) == 1 {
			iri = schema.InstrumentIRI(w.value+" "+n, parties) // the same in every language
		}
		f.Instruments = append(f.Instruments, iri)
		f.NewInstruments = append(f.NewInstruments, schema.InstrumentFrame{IRI: iri, Label: title, Lang: s.lang, Type: concept("kind", w.value), Topics: s.topics(begin, end)})
		out.items = append(out.items, k)
		return
	}
}

// phraseBegin is where the noun phrase that ends at item k begins: right after the
// verb at i (Chinese modifiers come first), else at the words before the noun.
func (s *sentence) phraseBegin(i, k int) int {
	if k > i {
		b := s.items[i].end
		key := s.doc.Key
		for b < s.items[k].begin && (key[b] == ' ' || strings.HasPrefix(key[b:], "了")) {
			if key[b] == ' ' {
				b++
			} else {
				b += len("了")
			}
		}
		return b
	}
	return s.clauses[s.items[k].clause].begin
}

// phraseEnd is the end of a noun phrase: in Chinese the noun, elsewhere its
// complement up to a mark.
func (s *sentence) phraseEnd(k int) int {
	if s.lang == "zh" {
		return s.items[k].end
	}
	end := s.clauses[s.items[k].clause].end
	for n := k + 1; n < len(s.items) && s.items[n].clause == s.items[k].clause; n++ {
		it := &s.items[n]
		if it.kind == itemTime && !s.meantFor(n) || it.kind == itemWord && (it.has(classTrigger) || it.has(classAfter) || it.has(classFuture) || it.has(classDenied)) ||
			it.kind == itemMention && it.relation == "at" {
			end = it.begin
			if it.kind == itemMention {
				end = strings.LastIndexByte(strings.TrimRight(s.doc.Key[:it.begin], " "), ' ')
			}
			break
		}
	}
	// A preposition that governed what was cut off does not end a title.
	for n := len(s.items) - 1; n > k; n-- {
		if it := &s.items[n]; it.kind == itemWord && it.has(classPreposition) && it.end <= end && strings.TrimSpace(s.between(it.end, end)) == "" {
			end = it.begin
		}
	}
	_, end = trim(s.doc.Key, s.items[k].begin, max(end, s.items[k].end))
	for _, w := range s.phrases.Auxiliary {
		if strings.HasSuffix(s.between(s.items[k].begin, end), w) {
			_, end = trim(s.doc.Key, s.items[k].begin, end-len(w))
		}
	}
	return end
}

func (s *sentence) topics(begin, end int) []string {
	var out []string
	for k := range s.items {
		it := &s.items[k]
		if it.kind == itemMention && it.mention.Kind == schema.MentionTopic && it.begin >= begin && it.end <= end && !slices.Contains(out, it.mention.IRI) {
			out = append(out, it.mention.IRI)
		}
	}
	return out
}

// instrumentsOf claims the titled documents of a sentence that no event of it
// carries: 《…》 always counts.
func (r *reader) instrumentsOf(s *sentence) {
	for k := range s.items {
		it := &s.items[k]
		if it.kind != itemMention || it.mention.Kind != schema.MentionInstrument {
			continue
		}
		m := it.mention
		if r.toldInstrument(m.IRI) {
			continue
		}
		title := strings.Trim(m.Label, "《》«»\"“”")
		if title == "" {
			title = strings.Trim(m.Text, "《》«»\"“”")
		}
		kind := r.knowledge.InstrumentKind(m.IRI)
		if kind == "" {
			kind = r.kindOf(title, s.lang)
		}
		if kind == "" {
			continue
		}
		f := schema.InstrumentFrame{IRI: m.IRI, Type: kind, Label: title, Lang: s.lang, AttestedOn: r.published}
		if !m.Discovered {
			f.Label = ""
		}
		r.claim(s, it.begin, it.end, draft{rule: "instrument.named", confidence: 80, frame: schema.Frame{Kind: schema.FrameInstrument, Instrument: &f}})
	}
	r.standingDocuments(s)
}

func (r *reader) toldInstrument(iri string) bool { return r.instruments[iri] }

// standingDocuments claims documents that stand signed without an occasion or a
// date: 已同五国…签署共建“一带一路”合作文件.
func (r *reader) standingDocuments(s *sentence) {
	for i := range s.items {
		it := &s.items[i]
		l := it.sense(classTrigger)
		if it.kind != itemWord || l == nil || l.rule.Type != "signing" || r.toldAt(s, i) {
			continue
		}
		v := s.judge(i, l.form)
		if v.status != schema.Happened || it.speech >= 0 {
			continue
		}
		f := schema.EventFrame{Status: v.status, Lang: s.lang}
		out := filled{}
		var parties []string
		for _, a := range append(r.arguments(s, i, false), r.standingParties(s, i)...) {
			if a.relation == "subject" || a.relation == "with" || a.relation == "parties" {
				for _, b := range a.bodies {
					if !slices.Contains(parties, b) {
						parties = append(parties, b)
						out.arguments = append(out.arguments, a)
					}
				}
			}
		}
		if len(parties) < 2 {
			continue
		}
		for _, p := range parties {
			addActor(&f, schema.Actor{IRI: p})
		}
		r.bundle(s, i, l, &f, &out)
		if len(f.NewInstruments) == 0 {
			continue
		}
		in := f.NewInstruments[0]
		in.IRI = schema.InstrumentIRI(text.FoldKey(in.Label), parties)
		in.Parties, in.AttestedOn = parties, r.published
		d := draft{rule: "instrument.standing", confidence: 80, frame: schema.Frame{Kind: schema.FrameInstrument, Instrument: &in}}
		for _, a := range out.arguments {
			if a.mention.Antecedent[1] > 0 {
				d.context = append(d.context, a.mention.Antecedent)
			}
		}
		r.claim(s, s.clauses[it.clause].begin, s.clauses[it.clause].end, d)
	}
}

// standingParties are those of the relations told earlier in the sentence.
func (r *reader) standingParties(s *sentence, i int) []argument {
	var out []argument
	for k := 0; k < i; k++ {
		it := &s.items[k]
		if it.kind == itemMention && !it.nested && (it.relation == "with" || it.relation == "") && actorKind(it.mention.Kind) && it.mention.Kind != schema.MentionPerson && it.clause >= s.items[i].clause-3 {
			a := r.argument(s, k, "parties")
			out = append(out, a)
		}
	}
	return out
}

// toldAt reports whether an event was made of the trigger at i.
func (r *reader) toldAt(s *sentence, i int) bool {
	for _, d := range r.here() {
		if d.event != nil && d.begin <= s.items[i].begin && d.end >= s.items[i].end && len(d.frame.Event.Instruments) > 0 {
			return true
		}
	}
	return false
}
