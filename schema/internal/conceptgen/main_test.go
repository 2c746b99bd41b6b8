package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestGeneratedFileIsCurrent(t *testing.T) {
	source, err := os.ReadFile("../../concepts.ttl")
	if err != nil {
		t.Fatal(err)
	}
	want, err := generate(source)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../concepts_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("concepts_gen.go is older than concepts.ttl; run: go generate ./schema")
	}
}

func TestWhatIsRefused(t *testing.T) {
	for name, source := range map[string]string{
		"a label is missing":  `<https://w3id.org/entente/type/x> a <http://www.w3.org/2004/02/skos/core#Concept> .`,
		"an unknown property": `<https://w3id.org/entente/type/x> <http://example.org/p> "x" .`,
		"text that is no RDF": `type:x a`,
	} {
		if _, err := generate([]byte(source)); err == nil || strings.TrimSpace(err.Error()) == "" {
			t.Errorf("%s: no error", name)
		}
	}
}
