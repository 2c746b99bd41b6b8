package schema

import (
	"slices"
	"strconv"
)

// Frame is what one claim says, before it is written as triples. Exactly one of
// the pointers is set, by Kind; Entities may stand beside any of them. IRIs in
// it are the claim's own proposals: resolution maps them to the nodes under
// which they are stored.
type Frame struct {
	Kind        string            `json:"kind"`
	Event       *EventFrame       `json:"event,omitempty"`
	Instrument  *InstrumentFrame  `json:"instrument,omitempty"`
	Figure      *FigureFrame      `json:"figure,omitempty"`
	Membership  *MembershipFrame  `json:"membership,omitempty"`
	Mechanism   *MechanismFrame   `json:"mechanism,omitempty"`
	Partnership *PartnershipFrame `json:"partnership,omitempty"`
	Relations   []Relation        `json:"relations,omitempty"`
	// Entities are those discovered in this claim: typed and labelled by it.
	Entities []Entity `json:"entities,omitempty"`
}

// Kinds of frame.
const (
	FrameEvent       = "event"
	FrameInstrument  = "instrument"
	FrameFigure      = "figure"
	FrameMembership  = "membership"
	FrameMechanism   = "mechanism"
	FramePartnership = "partnership"
	FrameRelation    = "relation"
	FrameEntity      = "entity"
)

// Entity is one that the gazetteer does not know.
type Entity struct {
	IRI   string   `json:"iri"`
	Class string   `json:"class"` // IRI of the class
	Label string   `json:"label"`
	Lang  string   `json:"lang"`
	Alt   []string `json:"alt,omitempty"`
	// Post and Organization tell a person from a namesake, and make one of him
	// across scripts: role/… IRI and the organisation's IRI.
	Post         string `json:"post,omitempty"`
	Organization string `json:"organization,omitempty"`
	// Kind is the instrument's kind/… IRI, where Class is Instrument.
	Kind string `json:"kind,omitempty"`
	// Mechanism is the mechanism a series belongs to, where Class is Series.
	Mechanism string `json:"mechanism,omitempty"`
}

// Actor is one who takes part; Role is a role property, or "" for a plain
// sem:hasActor.
type Actor struct {
	IRI  string `json:"iri"`
	Role string `json:"role,omitempty"`
}

// EventFrame is an occasion. When is the EDTF; From and To are its days,
// inclusive, "" where open.
type EventFrame struct {
	IRI         string   `json:"iri"`
	Type        string   `json:"type"` // type/… IRI
	Label       string   `json:"label,omitempty"`
	Lang        string   `json:"lang,omitempty"`
	Status      string   `json:"status"`
	When        string   `json:"when,omitempty"`
	From        string   `json:"from,omitempty"`
	To          string   `json:"to,omitempty"`
	Place       string   `json:"place,omitempty"`
	Country     string   `json:"country,omitempty"` // state of Place; for comparing, not written
	Actors      []Actor  `json:"actors,omitempty"`
	Series      string   `json:"series,omitempty"`
	Ordinal     int      `json:"ordinal,omitempty"`
	Parent      string   `json:"parent,omitempty"`
	Instruments []string `json:"instruments,omitempty"`
	Established string   `json:"established,omitempty"` // mechanism or organisation founded, joined, left or opened
	Topics      []string `json:"topics,omitempty"`
	Level       string   `json:"level,omitempty"`
	// NewInstruments are the instruments that this claim itself names.
	NewInstruments []InstrumentFrame `json:"newInstruments,omitempty"`
}

// InstrumentFrame is a document: signed, adopted, in force, negotiated.
type InstrumentFrame struct {
	IRI        string   `json:"iri"`
	Label      string   `json:"label,omitempty"`
	Lang       string   `json:"lang,omitempty"`
	Type       string   `json:"type"` // kind/… IRI
	Parties    []string `json:"parties,omitempty"`
	When       string   `json:"when,omitempty"`
	AttestedOn string   `json:"attestedOn,omitempty"`
	Topics     []string `json:"topics,omitempty"`
}

// FigureFrame is a number that is said of something. Value, Min, Max are
// canonical decimals in base units.
type FigureFrame struct {
	IRI               string   `json:"iri"`
	Label             string   `json:"label,omitempty"`
	Lang              string   `json:"lang,omitempty"`
	Measure           string   `json:"measure"`
	Reporter          string   `json:"reporter,omitempty"`
	Partner           string   `json:"partner,omitempty"`
	When              string   `json:"when,omitempty"`
	From              string   `json:"from,omitempty"`
	To                string   `json:"to,omitempty"`
	AttestedOn        string   `json:"attestedOn,omitempty"`
	Value             string   `json:"value,omitempty"`
	Min               string   `json:"min,omitempty"`
	Max               string   `json:"max,omitempty"`
	Currency          string   `json:"currency,omitempty"`
	Unit              string   `json:"unit,omitempty"` // unit/… IRI
	Bound             string   `json:"bound"`
	GrowthPercent     string   `json:"growthPercent,omitempty"`
	Comparison        string   `json:"comparison,omitempty"`
	Qualifiers        []string `json:"qualifiers,omitempty"`
	SignificantDigits int      `json:"significantDigits,omitempty"`
	Verbatim          string   `json:"verbatim"`
	VerbatimLang      string   `json:"verbatimLang"`
}

// MembershipFrame is a person in a post.
type MembershipFrame struct {
	IRI          string `json:"iri"`
	Person       string `json:"person"`
	Organization string `json:"organization"`
	Role         string `json:"role"`
	Title        string `json:"title,omitempty"`
	Lang         string `json:"lang,omitempty"`
	AttestedOn   string `json:"attestedOn,omitempty"`
	When         string `json:"when,omitempty"`
}

// MechanismFrame is what is said of a standing format or organisation.
type MechanismFrame struct {
	IRI         string   `json:"iri"`
	Members     []string `json:"members,omitempty"`
	Areas       []string `json:"areas,omitempty"`
	Parent      string   `json:"parent,omitempty"`
	Children    []string `json:"children,omitempty"` // mechanisms said to be under it
	Secretariat string   `json:"secretariat,omitempty"`
	Level       string   `json:"level,omitempty"`
	ChildLevel  string   `json:"childLevel,omitempty"` // level of the one child
	Recurrence  string   `json:"recurrence,omitempty"`
}

// PartnershipFrame is relations of pairs at a level; one claim may state several
// pairs (the five partnerships of one sentence).
type PartnershipFrame struct {
	Level      string      `json:"level"`
	Pairs      [][2]string `json:"pairs"`
	When       string      `json:"when,omitempty"`
	AttestedOn string      `json:"attestedOn,omitempty"`
}

// Relation is a plain triple between two IRIs.
type Relation struct {
	Subject  string `json:"s"`
	Property string `json:"p"`
	Object   string `json:"o"`
}

// Triples writes the frame in the vocabulary, sorted and without duplicates.
func (f Frame) Triples() []Triple {
	var b builder
	if f.Event != nil {
		b.event(*f.Event)
	}
	if f.Instrument != nil {
		b.instrument(*f.Instrument)
	}
	if f.Figure != nil {
		b.figure(*f.Figure)
	}
	if f.Membership != nil {
		b.membership(*f.Membership)
	}
	if f.Mechanism != nil {
		b.mechanism(*f.Mechanism)
	}
	if f.Partnership != nil {
		b.partnership(*f.Partnership)
	}
	for _, r := range f.Relations {
		b.iri(r.Subject, r.Property, r.Object)
	}
	for _, e := range f.Entities {
		b.entity(e)
	}
	slices.SortFunc(b.triples, Triple.Compare)
	return slices.Compact(b.triples)
}

type builder struct{ triples []Triple }

func (b *builder) add(s, p string, o Term) {
	b.triples = append(b.triples, Triple{IRI(s), IRI(p), o})
}

func (b *builder) iri(s, p, o string) {
	if o != "" {
		b.add(s, p, IRI(o))
	}
}

func (b *builder) iris(s, p string, os []string) {
	for _, o := range os {
		b.iri(s, p, o)
	}
}

func (b *builder) text(s, p, text, lang string) {
	switch {
	case text == "":
	case lang == "":
		b.add(s, p, String(text))
	default:
		b.add(s, p, LangString(text, lang))
	}
}

func (b *builder) typed(s, p, lexical, datatype string) {
	if lexical != "" {
		b.add(s, p, Typed(lexical, datatype))
	}
}

func (b *builder) when(s, edtf, from, to string) {
	b.typed(s, When, edtf, EDTF)
	b.typed(s, EarliestBegin, from, XSDDate)
	b.typed(s, LatestEnd, to, XSDDate)
}

func (b *builder) event(e EventFrame) {
	b.iri(e.IRI, Type, ClassEvent)
	b.iri(e.IRI, EventType, e.Type)
	b.iri(e.IRI, Status, e.Status)
	b.text(e.IRI, Label, e.Label, e.Lang)
	b.when(e.IRI, e.When, e.From, e.To)
	b.iri(e.IRI, HasPlace, e.Place)
	b.iri(e.IRI, Series, e.Series)
	if e.Ordinal > 0 {
		b.add(e.IRI, Ordinal, Integer(e.Ordinal))
	}
	b.iri(e.IRI, SubEventOf, e.Parent)
	b.iris(e.IRI, InstrumentProp, e.Instruments)
	b.iri(e.IRI, Established, e.Established)
	b.iris(e.IRI, Topic, e.Topics)
	b.iri(e.IRI, Level, e.Level)
	for _, a := range e.Actors {
		b.iri(e.IRI, HasActor, a.IRI)
		if a.Role != "" {
			b.iri(e.IRI, a.Role, a.IRI)
		}
	}
	for _, i := range e.NewInstruments {
		b.instrument(i)
	}
}

func (b *builder) instrument(i InstrumentFrame) {
	b.iri(i.IRI, Type, ClassInstrument)
	b.iri(i.IRI, InstrumentType, i.Type)
	b.text(i.IRI, Label, i.Label, i.Lang)
	b.iris(i.IRI, Party, i.Parties)
	b.typed(i.IRI, When, i.When, EDTF)
	b.typed(i.IRI, AttestedOn, i.AttestedOn, XSDDate)
	b.iris(i.IRI, Topic, i.Topics)
}

func (b *builder) figure(f FigureFrame) {
	b.iri(f.IRI, Type, ClassFigure)
	b.iri(f.IRI, Type, ClassObservation)
	b.text(f.IRI, Label, f.Label, f.Lang)
	b.iri(f.IRI, Measure, f.Measure)
	b.iri(f.IRI, Reporter, f.Reporter)
	b.iri(f.IRI, Partner, f.Partner)
	b.when(f.IRI, f.When, f.From, f.To)
	b.typed(f.IRI, AttestedOn, f.AttestedOn, XSDDate)
	b.typed(f.IRI, Value, f.Value, XSDDecimal)
	b.typed(f.IRI, MinValue, f.Min, XSDDecimal)
	b.typed(f.IRI, MaxValue, f.Max, XSDDecimal)
	b.text(f.IRI, Currency, f.Currency, "")
	b.iri(f.IRI, Unit, f.Unit)
	b.iri(f.IRI, Bound, f.Bound)
	b.typed(f.IRI, GrowthPercent, f.GrowthPercent, XSDDecimal)
	b.iri(f.IRI, Comparison, f.Comparison)
	b.iris(f.IRI, Qualifier, f.Qualifiers)
	if f.SignificantDigits > 0 {
		b.typed(f.IRI, SignificantDigits, strconv.Itoa(f.SignificantDigits), XSDInteger)
	}
	b.text(f.IRI, Verbatim, f.Verbatim, f.VerbatimLang)
}

func (b *builder) membership(m MembershipFrame) {
	b.iri(m.IRI, Type, ClassMembership)
	b.iri(m.IRI, MembershipMember, m.Person)
	b.iri(m.IRI, MembershipOrg, m.Organization)
	b.iri(m.IRI, MembershipRole, m.Role)
	b.text(m.IRI, Title, m.Title, m.Lang)
	b.typed(m.IRI, AttestedOn, m.AttestedOn, XSDDate)
	b.typed(m.IRI, When, m.When, EDTF)
}

func (b *builder) mechanism(m MechanismFrame) {
	b.iris(m.IRI, HasMember, m.Members)
	b.iris(m.IRI, CooperationArea, m.Areas)
	b.iri(m.IRI, SubOrganizationOf, m.Parent)
	b.iri(m.IRI, Secretariat, m.Secretariat)
	b.iri(m.IRI, Level, m.Level)
	b.typed(m.IRI, Recurrence, m.Recurrence, XSD+"duration")
	for _, c := range m.Children {
		b.iri(c, SubOrganizationOf, m.IRI)
		b.iri(c, Level, m.ChildLevel)
	}
}

func (b *builder) partnership(p PartnershipFrame) {
	for _, pair := range p.Pairs {
		iri := PartnershipIRI(pair[0], pair[1], p.Level)
		b.iri(iri, Type, ClassPartnership)
		b.iri(iri, Party, pair[0])
		b.iri(iri, Party, pair[1])
		b.iri(iri, PartnershipLevel, p.Level)
		b.typed(iri, When, p.When, EDTF)
		b.typed(iri, AttestedOn, p.AttestedOn, XSDDate)
		b.iri(pair[0], PartnershipProp, pair[1])
		b.iri(pair[1], PartnershipProp, pair[0])
	}
}

func (b *builder) entity(e Entity) {
	b.iri(e.IRI, Type, e.Class)
	b.text(e.IRI, Label, e.Label, e.Lang)
	for _, a := range e.Alt {
		b.text(e.IRI, AltLabel, a, e.Lang)
	}
	b.iri(e.IRI, InstrumentType, e.Kind)
	b.iri(e.IRI, MechanismProp, e.Mechanism)
}
