package gazetteer

import (
	"io/fs"
	"reflect"
	"testing"

	"gopkg.in/yaml.v3"
)

// The short way reads every embedded file, and as yaml.v3 does.
func TestNotation(t *testing.T) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var want []record
		if err := yaml.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		got, ok := readNotation(string(b))
		if !ok {
			t.Errorf("%s is not in the notation: it is read the long way", name)
			continue
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d entries, want %d", name, len(got), len(want))
			continue
		}
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("%s: got %+v, want %+v", name, got[i], want[i])
				break
			}
		}
	}
}

// What is not in the notation is left to yaml.v3 and not read in part.
func TestNotationRefuses(t *testing.T) {
	for _, s := range []string{
		"- {id: a, labels: {en: 'A'}}\n", "- {id: a, labels: {en: \"A\\n\"}}\n", "- id: a\n  labels:\n    en: A\n", "id: a\n", "- {id: a", "- {id: a} x\n",
		"- {id: a, unknown: b}\n", "- {id: ~}\n", "- {id: *x}\n", "- {id: a # b\n}\n", "- {id: [a]}\n", "- {labels: a}\n", "- {meetings: [{ordinal: x}]}\n", "-\n", "- ", "- {id: a: b}\n",
	} {
		if got, ok := readNotation(s); ok {
			t.Errorf("%q is read as %+v", s, got)
		}
	}
}

func FuzzNotation(f *testing.F) {
	f.Add("- {id: a, labels: {en: \"A\"}, members: [x, {id: y, from: \"2001\"}], meetings: [{ordinal: 1, place: z}]}\n# c\n- id: b\n  short: {zh: [c]}\n")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := readNotation(s)
		if !ok {
			return
		}
		var want []record
		if err := yaml.Unmarshal([]byte(s), &want); err != nil {
			return // a text that yaml.v3 refuses for another reason, such as a key that stands there twice
		}
		if len(got) != len(want) {
			t.Fatalf("%q: %+v and %+v", s, got, want)
		}
	})
}
