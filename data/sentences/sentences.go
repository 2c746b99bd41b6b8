// Package sentences holds the abbreviations and sentence starters by which
// extract/text splits sentences.
package sentences

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed sentences.yaml
var file []byte

// Stop tells how a full stop after an abbreviation is read.
type Stop uint8

const (
	Never  Stop = iota + 1 // never ends a sentence
	May                    // ends one before a word that starts sentences
	Number                 // ends none before a digit
	Clock                  // ends one before a capital that is no title, day or month
)

// Language is what splitting needs to know of one.
type Language struct {
	Stops     map[string]Stop // by abbreviation in lower case without its last stop
	Starters  map[string]bool // words that begin sentences
	Continues map[string]bool // capitalised words that go on after a time of day
	Common    map[string]bool // frequent short words, by which languages of Latin script are told apart
}

// Load reads the embedded file once, by language; it fails only where the file is
// broken, which a test rules out.
var Load = sync.OnceValues(func() (map[string]*Language, error) {
	var raw map[string]struct {
		Never, May, Number, Clock, Starters, Continues, Common string
	}
	if err := yaml.Unmarshal(file, &raw); err != nil {
		return nil, fmt.Errorf("sentences: reading sentences.yaml: %w", err)
	}
	out := map[string]*Language{}
	for lang, r := range raw {
		l := &Language{Stops: map[string]Stop{}, Starters: set(r.Starters), Continues: set(r.Continues), Common: set(r.Common)}
		for words, stop := range map[string]Stop{r.Never: Never, r.May: May, r.Number: Number, r.Clock: Clock} {
			for w := range strings.FieldsSeq(words) {
				l.Stops[w] = stop
			}
		}
		out[lang] = l
	}
	return out, nil
})

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
