package schema

import "testing"

func TestConcepts(t *testing.T) {
	last := ""
	for c := range Concepts() {
		if c.IRI <= last {
			t.Errorf("%s stands after %s", c.IRI, last)
		}
		last = c.IRI
		for _, s := range c.Schemes {
			if scheme, ok := FindConcept(s); !ok || !scheme.IsScheme {
				t.Errorf("%s: no scheme %s", c.IRI, s)
			}
		}
		if _, ok := FindConcept(c.Broader); c.Broader != "" && !ok {
			t.Errorf("%s: no broader %s", c.IRI, c.Broader)
		}
	}
	summit, ok := FindConcept(Base + "type/summit")
	if !ok || summit.Label("ru") != "саммит" || summit.PLOVERPlanned != "AGREE" || summit.CAMEO != "046" {
		t.Errorf("summit: %+v", summit)
	}
	if summit.Broader != Base+"type/meeting" {
		t.Errorf("a summit is a %s", summit.Broader)
	}
	if p, _ := FindConcept(Planned); len(p.Schemes) != 2 {
		t.Errorf("planned stands in %v", p.Schemes)
	}
}
