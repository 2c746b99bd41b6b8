package frames

import "strings"

// phrases are the short lists of words that one test of the grammar looks for, of one
// language; data/lexicon/phrases.yaml tells what each is for. A list that a language
// has no use for is empty. Spaces count.
type phrases struct {
	Openings       []string `yaml:"openings"`
	GoesOn         []string `yaml:"goesOn"`
	CameToPass     []string `yaml:"cameToPass"`
	Anniversary    []string `yaml:"anniversary"`
	Times          []string `yaml:"times"`
	Announcing     []string `yaml:"announcing"`
	Quoting        []string `yaml:"quoting"`
	Denying        []string `yaml:"denying"`
	DeniedThing    []string `yaml:"deniedThing"`
	Complement     []string `yaml:"complement"`
	Clausal        []string `yaml:"clausal"`
	Occasion       []string `yaml:"occasion"`
	NoOccasion     []string `yaml:"noOccasion"`
	Reference      []string `yaml:"reference"`
	Adverbial      []string `yaml:"adverbial"`
	Inviting       []string `yaml:"inviting"`
	Accompanying   []string `yaml:"accompanying"`
	Joining        []string `yaml:"joining"`
	Chairing       []string `yaml:"chairing"`
	Possessive     []string `yaml:"possessive"`
	Participants   []string `yaml:"participants"`
	Bilateral      []string `yaml:"bilateral"`
	Whether        []string `yaml:"whether"`
	Disposing      []string `yaml:"disposing"`
	Disposed       []string `yaml:"disposed"`
	Auxiliary      []string `yaml:"auxiliary"`
	PassiveAgent   []string `yaml:"passiveAgent"`
	Sequel         []string `yaml:"sequel"`
	Subject        []string `yaml:"subject"`
	Wishing        []string `yaml:"wishing"`
	ThereIn        []string `yaml:"thereIn"`
	Questioner     []string `yaml:"questioner"`
	Rumour         []string `yaml:"rumour"`
	Accredited     []string `yaml:"accredited"`
	Dateline       []string `yaml:"dateline"`
	Turning        []string `yaml:"turning"`
	Discussing     []string `yaml:"discussing"`
	PastParticiple []string `yaml:"pastParticiple"`
	Agent          []string `yaml:"agent"`
	Moving         []string `yaml:"moving"`
	SetOff         []string `yaml:"setOff"`
	Passive        []string `yaml:"passive"`
	PassiveVerb    []string `yaml:"passiveVerb"`
	Participle     []string `yaml:"participle"`
	Instrumental   []string `yaml:"instrumental"`
	Leaders        []string `yaml:"leaders"`
	Summit         []string `yaml:"summit"`
	Former         []string `yaml:"former"`
	FormerTitle    []string `yaml:"formerTitle"`
	NotBefore      []string `yaml:"notBefore"`
	Elected        []string `yaml:"elected"`
	Apposition     []string `yaml:"apposition"`
	MeantFor       []string `yaml:"meantFor"`
	OwnYear        []string `yaml:"ownYear"`
	Secretariat    []string `yaml:"secretariat"`
	Share          []string `yaml:"share"`
	Level          []string `yaml:"level"`
}

func begins(text string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

func ends(text string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
