package timeline

import (
	"slices"
	"strings"
)

// pair is one actor acting on another, as event data has it.
type pair struct{ source, target Party }

// activeRoles act, passiveRoles are acted upon.
var (
	activeRoles  = []string{"host", "visitor", "sender", "imposer", "donor", "signatory", "mediator", "speaker"}
	passiveRoles = []string{"recipient", "target", "host"}
)

// coded lists the pairs of an event: from those who act to those acted upon where
// the roles say so, else each two participants both ways. Persons count for
// nothing here: event data codes states and organisations.
func (e Entry) coded() []pair {
	var actors []Party
	for _, p := range e.Participants {
		if p.Kind == "state" || p.Kind == "organization" || p.Kind == "group" {
			actors = append(actors, p)
		}
	}
	var out []pair
	for _, a := range actors {
		for _, b := range actors {
			if a.IRI != b.IRI && a.has(activeRoles) && b.has(passiveRoles) && !(a.has([]string{"host"}) && !b.has([]string{"recipient", "target"})) {
				out = append(out, pair{a, b})
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, a := range actors {
		for _, b := range actors {
			if a.IRI != b.IRI {
				out = append(out, pair{a, b})
			}
		}
	}
	if len(out) == 0 && len(actors) == 1 {
		out = append(out, pair{source: actors[0]})
	}
	return out
}

func (p Party) has(roles []string) bool {
	return slices.ContainsFunc(p.Roles, func(r string) bool { return slices.Contains(roles, r) })
}

// code is the country code of a state, or the organisation's slug in upper case.
func (p Party) code() string {
	if p.IRI == "" {
		return ""
	}
	return strings.ToUpper(local(p.IRI))
}

// asserted reports whether event data should have the event at all: what was
// refused or called off never happened.
func (e Entry) asserted() bool { return e.Status != "cancelled" && e.Status != "denied" }

// ploverRoot is the PLOVER root code: planned events have their own.
func (e Entry) ploverRoot() string {
	if (e.Status == "planned" || e.Status == "proposed") && e.PLOVERPlanned != "" {
		return e.PLOVERPlanned
	}
	return e.PLOVER
}

// quadClass is GDELT's class of a CAMEO code: 1 verbal co-operation, 2 material
// co-operation, 3 verbal conflict, 4 material conflict.
func quadClass(cameo string) string {
	switch {
	case cameo == "":
		return ""
	case cameo < "06":
		return "1"
	case cameo < "09":
		return "2"
	case cameo < "14":
		return "3"
	}
	return "4"
}
