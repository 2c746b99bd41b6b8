package resolve

import "github.com/entente-graph/entente/schema"

// How the parties of an event tell it from others of its family.
const (
	byParties   = iota // the states, groups and organisations in it
	byDocument         // the instrument, where one alone is named
	byFounded          // the mechanism or organisation founded, joined or left
	bySpeaker          // who speaks
	byAppointee        // the person appointed
)

// family is a set of event types under which different reports may tell of one
// occasion.
type family struct {
	name string
	by   int
	// bilateral: the parties of one report are those of the other or fewer; else
	// one common party is enough.
	bilateral bool
}

// families of event types by slug. A type that is not here is a family of its own
// that goes by its parties.
var families = map[string]family{
	"summit":            {"gathering", byParties, true},
	"meeting":           {"gathering", byParties, true},
	"forum":             {"gathering", byParties, true},
	"negotiation":       {"negotiation", byParties, true},
	"visit":             {"visit", byParties, true},
	"phone-call":        {"phone-call", byParties, true},
	"video-call":        {"video-call", byParties, true},
	"mediation":         {"mediation", byParties, false},
	"signing":           {"agreement", byDocument, false},
	"adoption":          {"agreement", byDocument, false},
	"ratification":      {"ratification", byDocument, true},
	"entry-into-force":  {"entry-into-force", byDocument, false},
	"treaty-withdrawal": {"treaty-withdrawal", byDocument, true},

	"establish-relations": {"establish-relations", byParties, true},
	"restore-relations":   {"restore-relations", byParties, true},
	"upgrade-relations":   {"upgrade-relations", byParties, true},
	"downgrade-relations": {"downgrade-relations", byParties, true},
	"sever-relations":     {"sever-relations", byParties, true},
	"recognition":         {"recognition", byParties, true},

	"establish-mechanism": {"establish-mechanism", byFounded, false},
	"secretariat-opening": {"secretariat-opening", byFounded, false},
	"accession":           {"accession", byFounded, true},
	"withdrawal":          {"withdrawal", byFounded, true},

	"appointment":  {"appointment", byAppointee, true},
	"nomination":   {"nomination", byAppointee, true},
	"election":     {"election", byAppointee, true},
	"inauguration": {"inauguration", byAppointee, true},
	"resignation":  {"resignation", byAppointee, true},
	"dismissal":    {"dismissal", byAppointee, true},
	"credentials":  {"credentials", byAppointee, true},

	"statement":        {"statement", bySpeaker, true},
	"speech":           {"statement", bySpeaker, true},
	"press-conference": {"press-conference", bySpeaker, true},
	"message":          {"message", bySpeaker, true},
	"praise":           {"praise", bySpeaker, true},
	"criticism":        {"criticism", bySpeaker, true},
	"appeal":           {"appeal", bySpeaker, true},
	"invitation":       {"invitation", bySpeaker, true},
	"rejection":        {"rejection", bySpeaker, true},
	"threat":           {"threat", bySpeaker, true},
	"protest-note":     {"protest-note", bySpeaker, true},
	"concession":       {"concession", bySpeaker, true},
}

func familyOf(typ string) family {
	slug := schema.Local(typ)
	if f, ok := families[slug]; ok {
		return f
	}
	return family{name: slug, by: byParties, bilateral: true}
}
