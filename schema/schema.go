// Package schema is the vocabulary of entente: the terms, the closed lists of
// concepts, how an IRI is made from a key, and the two types that pass from
// reading to storing, Document and Claim.
//
// It is a leaf: it knows nothing of articles' markup, of rules, of storage or of
// query languages, and it imports no other room but its own schema/edtf.
package schema

// Base is the prefix of every identifier the project coins. It identifies only;
// nothing is fetched from it.
const Base = "https://w3id.org/entente/"

// Namespaces of the vocabulary. Standards first; NS holds only what none of
// them has.
const (
	NS     = Base + "ns#"
	SEM    = "http://semanticweb.cs.vu.nl/2009/11/sem/"
	SCHEMA = "http://schema.org/"
	ORG    = "http://www.w3.org/ns/org#"
	SKOS   = "http://www.w3.org/2004/02/skos/core#"
	PROV   = "http://www.w3.org/ns/prov#"
	DCT    = "http://purl.org/dc/terms/"
	NIF    = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
	QB     = "http://purl.org/linked-data/cube#"
	GEO    = "http://www.w3.org/2003/01/geo/wgs84_pos#"
	EDTFNS = "http://id.loc.gov/datatypes/edtf/"
	WD     = "http://www.wikidata.org/entity/"
	RDF    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	RDFS   = "http://www.w3.org/2000/01/rdf-schema#"
	OWL    = "http://www.w3.org/2002/07/owl#"
	XSD    = "http://www.w3.org/2001/XMLSchema#"
)

// Prefix pairs a short name with its namespace.
type Prefix struct{ Name, IRI string }

// Prefixes lists the prefixes under which the project writes Turtle and
// completes queries, the finer ones first so that the longest match is found
// first.
var Prefixes = []Prefix{
	{"event", Base + "id/event/"},
	{"series", Base + "id/series/"},
	{"instrument", Base + "id/instrument/"},
	{"mechanism", Base + "id/mechanism/"},
	{"organization", Base + "id/organization/"},
	{"state", Base + "id/state/"},
	{"group", Base + "id/group/"},
	{"place", Base + "id/place/"},
	{"person", Base + "id/person/"},
	{"membership", Base + "id/membership/"},
	{"partnership", Base + "id/partnership/"},
	{"figure", Base + "id/figure/"},
	{"contradiction", Base + "id/contradiction/"},
	{"outlet", Base + "id/outlet/"},
	{"type", Base + "type/"},
	{"measure", Base + "measure/"},
	{"area", Base + "area/"},
	{"kind", Base + "kind/"},
	{"topic", Base + "topic/"},
	{"qualifier", Base + "qualifier/"},
	{"unit", Base + "unit/"},
	{"level", Base + "level/"},
	{"partnership-level", Base + "partnership-level/"},
	{"comparison", Base + "comparison/"},
	{"role", Base + "role/"},
	{"claim", Base + "claim/"},
	{"doc", Base + "doc/"},
	{"g", Base + "graph/"},
	{"ent", NS},
	{"sem", SEM},
	{"schema", SCHEMA},
	{"org", ORG},
	{"skos", SKOS},
	{"prov", PROV},
	{"dct", DCT},
	{"nif", NIF},
	{"qb", QB},
	{"geo", GEO},
	{"edtf", EDTFNS},
	{"wd", WD},
	{"rdf", RDF},
	{"rdfs", RDFS},
	{"owl", OWL},
	{"xsd", XSD},
}

// Graphs that are not claims. Everything extracted lies in a claim's own graph.
const (
	GraphProvenance = Base + "graph/provenance"
	GraphDocuments  = Base + "graph/documents"
	GraphGazetteer  = Base + "graph/gazetteer"
	GraphSchema     = Base + "graph/schema"
	GraphDerived    = Base + "graph/derived"
	GraphRuns       = Base + "graph/runs"
	GraphImport     = Base + "graph/import/"
	ClaimGraph      = Base + "claim/"
)

// Datatypes.
const (
	XSDString             = XSD + "string"
	XSDBoolean            = XSD + "boolean"
	XSDInteger            = XSD + "integer"
	XSDNonNegativeInteger = XSD + "nonNegativeInteger"
	XSDDecimal            = XSD + "decimal"
	XSDDouble             = XSD + "double"
	XSDFloat              = XSD + "float"
	XSDDate               = XSD + "date"
	XSDDateTime           = XSD + "dateTime"
	XSDGYear              = XSD + "gYear"
	RDFLangString         = RDF + "langString"
	EDTF                  = EDTFNS + "EDTF"
)

// Classes.
const (
	ClassEvent         = NS + "Event"
	ClassSeries        = NS + "Series"
	ClassInstrument    = NS + "Instrument"
	ClassMechanism     = NS + "Mechanism"
	ClassOrganization  = NS + "Organization"
	ClassState         = NS + "State"
	ClassStateGroup    = NS + "StateGroup"
	ClassPlace         = NS + "Place"
	ClassPerson        = NS + "Person"
	ClassPartnership   = NS + "Partnership"
	ClassFigure        = NS + "Figure"
	ClassArticle       = NS + "Article"
	ClassCapture       = NS + "Capture"
	ClassClaim         = NS + "Claim"
	ClassContradiction = NS + "Contradiction"
	ClassMembership    = ORG + "Membership"
	ClassObservation   = QB + "Observation"
	ClassNewsArticle   = SCHEMA + "NewsArticle"
	ClassContext       = NIF + "Context"
	ClassPhrase        = NIF + "Phrase"
	ClassRFC5147       = NIF + "RFC5147String"
	ClassProvEntity    = PROV + "Entity"
	ClassConcept       = SKOS + "Concept"
	ClassConceptScheme = SKOS + "ConceptScheme"
)

// Properties.
const (
	Type  = RDF + "type"
	Label = RDFS + "label"

	EventType     = SEM + "eventType"
	HasActor      = SEM + "hasActor"
	HasPlace      = SEM + "hasPlace"
	SubEventOf    = SEM + "subEventOf"
	EarliestBegin = SEM + "hasEarliestBeginTimeStamp"
	LatestEnd     = SEM + "hasLatestEndTimeStamp"

	Status            = NS + "status"
	When              = NS + "when"
	Series            = NS + "series"
	Ordinal           = NS + "ordinal"
	InstrumentProp    = NS + "instrument"
	Established       = NS + "established"
	Topic             = NS + "topic"
	Level             = NS + "level"
	MechanismProp     = NS + "mechanism"
	InstrumentType    = NS + "instrumentType"
	Party             = NS + "party"
	AttestedOn        = NS + "attestedOn"
	CooperationArea   = NS + "cooperationArea"
	Secretariat       = NS + "secretariat"
	Recurrence        = NS + "recurrence"
	Title             = NS + "title"
	PartnershipProp   = NS + "partnership"
	PartnershipLevel  = NS + "partnershipLevel"
	Measure           = NS + "measure"
	Reporter          = NS + "reporter"
	Partner           = NS + "partner"
	Unit              = NS + "unit"
	Bound             = NS + "bound"
	GrowthPercent     = NS + "growthPercent"
	Comparison        = NS + "comparison"
	Qualifier         = NS + "qualifier"
	SignificantDigits = NS + "significantDigits"
	Verbatim          = NS + "verbatim"
	Supports          = NS + "supports"
	Opposes           = NS + "opposes"
	TextSHA256        = NS + "textSHA256"
	CaptureProp       = NS + "capture"
	Outlet            = NS + "outlet"
	ContextSpan       = NS + "context"
	Rule              = NS + "rule"
	Confidence        = NS + "confidence"
	Modality          = NS + "modality"
	Speaker           = NS + "speaker"
	CurrentStatus     = NS + "currentStatus"
	BestDate          = NS + "bestDate"
	BestFrom          = NS + "bestFrom"
	BestTo            = NS + "bestTo"
	Corroboration     = NS + "corroboration"
	Concerns          = NS + "concerns"
	PropertyProp      = NS + "property"
	ClaimProp         = NS + "claim"
	RepostOf          = NS + "repostOf"
	ExcerptOf         = NS + "excerptOf"
	Supersedes        = NS + "supersedes"
	CAMEO             = NS + "cameo"
	PLOVER            = NS + "plover"
	PLOVERPlanned     = NS + "ploverPlanned"

	HasMember         = ORG + "hasMember"
	SubOrganizationOf = ORG + "subOrganizationOf"
	MembershipMember  = ORG + "member"
	MembershipOrg     = ORG + "organization"
	MembershipRole    = ORG + "role"

	PrefLabel  = SKOS + "prefLabel"
	AltLabel   = SKOS + "altLabel"
	Broader    = SKOS + "broader"
	InScheme   = SKOS + "inScheme"
	ExactMatch = SKOS + "exactMatch"
	Definition = SKOS + "definition"
	SameAs     = OWL + "sameAs"

	Value            = SCHEMA + "value"
	MinValue         = SCHEMA + "minValue"
	MaxValue         = SCHEMA + "maxValue"
	Currency         = SCHEMA + "currency"
	Identifier       = SCHEMA + "identifier"
	ContainedInPlace = SCHEMA + "containedInPlace"
	Location         = SCHEMA + "location"
	Mentions         = SCHEMA + "mentions"
	Genre            = SCHEMA + "genre"
	URL              = SCHEMA + "url"
	Editor           = SCHEMA + "editor"

	DCTitle   = DCT + "title"
	Language  = DCT + "language"
	Creator   = DCT + "creator"
	Issued    = DCT + "issued"
	Publisher = DCT + "publisher"

	WasDerivedFrom   = PROV + "wasDerivedFrom"
	BeginIndex       = NIF + "beginIndex"
	EndIndex         = NIF + "endIndex"
	AnchorOf         = NIF + "anchorOf"
	ReferenceContext = NIF + "referenceContext"

	Latitude  = GEO + "lat"
	Longitude = GEO + "long"
)

// Roles of an event. States, groups and organisations fill the first nine,
// persons the last three. Each is written beside HasActor in the same claim.
const (
	RoleHost      = NS + "host"
	RoleSignatory = NS + "signatory"
	RoleSender    = NS + "sender"
	RoleRecipient = NS + "recipient"
	RoleVisitor   = NS + "visitor"
	RoleImposer   = NS + "imposer"
	RoleTarget    = NS + "target"
	RoleDonor     = NS + "donor"
	RoleMediator  = NS + "mediator"
	RoleChair     = NS + "chair"
	RoleAppointee = NS + "appointee"
	RoleSpeaker   = NS + "speaker"
)

// Statuses of an event, what the text says of it.
const (
	Proposed  = NS + "proposed"
	Planned   = NS + "planned"
	Ongoing   = NS + "ongoing"
	Happened  = NS + "happened"
	Postponed = NS + "postponed"
	Cancelled = NS + "cancelled"
	Denied    = NS + "denied"
)

// Modalities of a claim, how the text says it. Planned and Denied serve as
// modalities too.
const (
	Asserted = NS + "asserted"
	Opinion  = NS + "opinion"
	Reported = NS + "reported"
)

// Bounds of a figure's value.
const (
	Exactly  = NS + "exactly"
	About    = NS + "about"
	MoreThan = NS + "moreThan"
	AtLeast  = NS + "atLeast"
	LessThan = NS + "lessThan"
	AtMost   = NS + "atMost"
	Between  = NS + "between"
)
