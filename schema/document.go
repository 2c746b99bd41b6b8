package schema

import (
	"bytes"
	"encoding/json"
)

// Article is a text and what its page says of it. Text is title, LF, body, LF,
// author lines (NFC, LF only); every offset in the project counts code points
// of it, half-open.
type Article struct {
	ID        string   `json:"id"` // doc/{hash16 of Text}
	URL       string   `json:"url"`
	Title     string   `json:"title"`
	Source    string   `json:"source"`    // the outlet as printed
	Published string   `json:"published"` // date, or dateTime with zone; "" when unknown
	Byline    []Author `json:"byline"`
	Editor    string   `json:"editor"`
	Lang      string   `json:"lang"`  // zh, zh-hant, en, ru, or another tag
	Genre     string   `json:"genre"` // report, opinion, communique, speech, interview, statement, …
	Text      string   `json:"text"`
	Body      [2]int   `json:"body"`
	SHA256    string   `json:"sha256"`
	Simhash   string   `json:"simhash,omitempty"` // 16 hex digits over the body's character 4-grams
	// Outlet is the outlet's IRI where the gazetteer knows it, Zone the IANA
	// zone in which the article's relative dates are read.
	Outlet string `json:"outlet,omitempty"`
	Zone   string `json:"zone,omitempty"`
	// Mentions are the IRIs of all that is named in the article, sorted.
	Mentions []string `json:"mentions,omitempty"`
	// Minhash sketches the body for telling reprints and excerpts; see extract/text.
	Minhash []uint32 `json:"minhash,omitempty"`
}

// Author is one name of a byline, with post and organisation where printed.
type Author struct {
	Name         string `json:"name"`
	Role         string `json:"role"`
	Organization string `json:"organization"`
}

// Document is an article and its claims: all that passes from reading to
// storing.
type Document struct {
	Article Article
	Claims  []Claim
}

// Claim is one frame said in one span of one article.
type Claim struct {
	ID         string   `json:"id"`  // claim/{hash16}
	Doc        string   `json:"doc"` // the article's IRI
	Begin      int      `json:"begin"`
	End        int      `json:"end"`
	Quote      string   `json:"quote"`   // Text[Begin:End]
	Context    [][2]int `json:"context"` // spans whose words give an inherited date, place, parent or list
	Rule       string   `json:"rule"`
	Confidence string   `json:"confidence"` // xsd:decimal in canonical form, 0 to 1
	Modality   string   `json:"modality"`   // IRI
	Speaker    string   `json:"speaker"`    // IRI, or "" for the article itself
	Frame      Frame    `json:"frame"`
	Triples    []Triple `json:"triples"` // sorted, with the IRIs the claim itself proposes
}

// Mention is a name found in a text.
type Mention struct {
	Begin int    `json:"begin"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	Kind  string `json:"kind"` // one of the Mention kinds below
	IRI   string `json:"iri"`
	Label string `json:"label"` // the entity's label in the text's language

	// Form says how the text refers to it (name, short, adjective, post,
	// anaphor, surname …), for rules that must know.
	Form string `json:"form,omitempty"`
	// Readings are the other entities the same words may name, best first.
	Readings []string `json:"readings,omitempty"`
	// Role, Of and Title describe a person's post said with the name:
	// role/… concept IRI, the organisation's IRI, the title as said.
	Role  string `json:"role,omitempty"`
	Of    string `json:"of,omitempty"`
	Title string `json:"title,omitempty"`
	// NameBegin, NameEnd bound the person's name inside a mention that includes
	// his title; both 0 when the mention is an office without a name.
	NameBegin int `json:"nameBegin,omitempty"`
	NameEnd   int `json:"nameEnd,omitempty"`
	// Members are the IRIs a group or a count of states (五国, 六国) stands for here.
	Members []string `json:"members,omitempty"`
	// Antecedent bounds the words an anaphor takes its reading from; both 0 when none.
	Antecedent [2]int `json:"antecedent,omitzero"`
	// Discovered marks an entity found by form, not in the gazetteer.
	Discovered bool `json:"discovered,omitempty"`
}

// Kinds of mention.
const (
	MentionState        = "state"
	MentionGroup        = "group"
	MentionPlace        = "place"
	MentionPerson       = "person"
	MentionOrganization = "organization"
	MentionMechanism    = "mechanism"
	MentionInstrument   = "instrument"
	MentionSeries       = "series"
	MentionTopic        = "topic"
)

// Time is a time expression. From and To are dates or date-times, To exclusive,
// "" where open or unresolved.
type Time struct {
	Begin       int    `json:"begin"`
	End         int    `json:"end"`
	Text        string `json:"text"`
	EDTF        string `json:"edtf"`
	From        string `json:"from"`
	To          string `json:"to"`
	Granularity string `json:"granularity"` // second … day, week, month, quarter, half-year, year, decade, century, "" unknown
	Approximate bool   `json:"approximate"`
	// Kind is point (a date or range), duration, or set (recurring).
	Kind string `json:"kind,omitempty"`
	// Duration is the ISO 8601 length of a duration.
	Duration string `json:"duration,omitempty"`
	// Mod is before, after, since, until, start, mid, end or "".
	Mod string `json:"mod,omitempty"`
	// Relative is true when the reading needed the article's date.
	Relative bool `json:"relative,omitempty"`
}

// MarshalJSON writes open ends as null, as the command line promises.
func (t Time) MarshalJSON() ([]byte, error) {
	type plain Time
	open := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return marshalPlain(struct {
		plain
		From *string `json:"from"`
		To   *string `json:"to"`
	}{plain(t), open(t.From), open(t.To)})
}

// Quantity is a number with its unit, in base units as decimal strings: Value
// for a point, Min and Max for a range, an open bound "".
type Quantity struct {
	Begin    int    `json:"begin"`
	End      int    `json:"end"`
	Text     string `json:"text"`
	Value    string `json:"value"`
	Min      string `json:"min"`
	Max      string `json:"max"`
	Unit     string `json:"unit"`     // slug of unit/…, or "" for money and bare numbers
	Currency string `json:"currency"` // ISO 4217
	Bound    string `json:"bound"`    // exactly, about, moreThan, atLeast, lessThan, atMost, between

	// Kind is number, money, percent, ordinal, count, rank or growth.
	Kind string `json:"kind,omitempty"`
	// UnitText is the unit or measure word as said (列, 份, people).
	UnitText string `json:"unitText,omitempty"`
	// Digits are the significant digits of the number as said.
	Digits int `json:"digits,omitempty"`
	// Direction is up or down for growth.
	Direction string `json:"direction,omitempty"`
	// Comparison is a slug of comparison/… said beside a growth.
	Comparison string `json:"comparison,omitempty"`
	// Qualifiers are slugs of qualifier/… said beside the number.
	Qualifiers []string `json:"qualifiers,omitempty"`
	// NumberBegin, NumberEnd bound the number itself, without comparator and unit.
	NumberBegin int `json:"numberBegin,omitempty"`
	NumberEnd   int `json:"numberEnd,omitempty"`
}

// marshalPlain is json.Marshal without HTML escapes, which would make the
// output of a quotation unreadable.
func marshalPlain(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

func unmarshal(b []byte, v any) error { return json.Unmarshal(b, v) }
