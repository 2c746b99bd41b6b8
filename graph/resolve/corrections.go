package resolve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/entente-graph/entente/schema"
)

// Corrections are what people decided against the rules, an input like the
// articles. The zero Corrections decide nothing.
type Corrections struct {
	List []Correction

	rejected map[string]bool
	least    map[string]string
	apart    map[[2]string]Correction
	status   map[string]Correction
	joined   map[string]Correction
}

// Correction is one decision. Exactly one of Reject, Same, Different, and the
// pair Event and Status is set.
type Correction struct {
	Reject    string   `yaml:"reject,omitempty"`    // a claim that is left out
	Same      []string `yaml:"same,omitempty"`      // proposed IRIs that are one node
	Different []string `yaml:"different,omitempty"` // proposed IRIs of which no two are one node
	Event     string   `yaml:"event,omitempty"`     // an event
	Status    string   `yaml:"status,omitempty"`    // its status, a slug or an IRI
	Who       string   `yaml:"who"`
	Why       string   `yaml:"why"`
}

// ErrCorrection is returned for a correction that cannot be understood.
var ErrCorrection = errors.New("correction")

// ReadCorrections reads entente.corrections.yaml: a list of corrections. IRIs may
// be written without the base.
func ReadCorrections(b []byte) (*Corrections, error) {
	var list []Correction
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(&list); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: %w", ErrCorrection, err)
	}
	return NewCorrections(list)
}

// NewCorrections checks and indexes a list.
func NewCorrections(list []Correction) (*Corrections, error) {
	c := &Corrections{rejected: map[string]bool{}, least: map[string]string{}, apart: map[[2]string]Correction{}, status: map[string]Correction{}, joined: map[string]Correction{}}
	for i := range list {
		x := list[i]
		x.Reject, x.Event = expand(x.Reject), expand(x.Event)
		x.Same, x.Different = expandAll(x.Same), expandAll(x.Different)
		if err := c.add(x); err != nil {
			return nil, fmt.Errorf("%w %d: %w", ErrCorrection, i+1, err)
		}
		c.List = append(c.List, x)
	}
	for pair := range c.apart {
		if c.Least(pair[0]) == c.Least(pair[1]) {
			return nil, fmt.Errorf("%w: %s and %s are said to be the same and different", ErrCorrection, pair[0], pair[1])
		}
	}
	return c, nil
}

func (c *Corrections) add(x Correction) error {
	if x.Who == "" || x.Why == "" {
		return errors.New("who and why are missing")
	}
	n := 0
	if x.Reject != "" {
		n++
		c.rejected[x.Reject] = true
	}
	if len(x.Same) > 0 {
		n++
		if len(x.Same) < 2 {
			return errors.New("same needs two IRIs or more")
		}
		c.join(x)
	}
	if len(x.Different) > 0 {
		n++
		if len(x.Different) < 2 {
			return errors.New("different needs two IRIs or more")
		}
		for i, a := range x.Different {
			for _, b := range x.Different[i+1:] {
				c.apart[pair(a, b)] = x
			}
		}
	}
	if x.Event != "" || x.Status != "" {
		n++
		if !strings.Contains(x.Status, "/") {
			x.Status = schema.NS + x.Status
		}
		if k, ok := schema.FindConcept(x.Status); !ok || !slices.Contains(k.Schemes, schema.NS+"status-scheme") || x.Event == "" {
			return fmt.Errorf("%q is no status of an event", x.Status)
		}
		c.status[x.Event] = x
	}
	if n != 1 {
		return errors.New("want exactly one of reject, same, different, and event with status")
	}
	return nil
}

// join unites the IRIs with those united before; all point to the least.
func (c *Corrections) join(x Correction) {
	all := slices.Clone(x.Same)
	for iri, least := range c.least {
		for _, s := range x.Same {
			if iri == s || least == s || least == c.least[s] {
				all = append(all, iri, least)
			}
		}
	}
	least := slices.Min(all)
	for _, iri := range all {
		c.least[iri] = least
		if _, ok := c.joined[iri]; !ok {
			c.joined[iri] = x
		}
	}
}

func pair(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

func expand(iri string) string {
	if iri == "" || strings.Contains(iri, "://") {
		return iri
	}
	return schema.Base + iri
}

func expandAll(iris []string) []string {
	out := make([]string, len(iris))
	for i, iri := range iris {
		out[i] = expand(iri)
	}
	return out
}

// Rejected reports whether a claim is left out.
func (c *Corrections) Rejected(claim string) bool { return c != nil && c.rejected[claim] }

// Least is the IRI under which proposals that were said to be the same are
// treated as one; the IRI itself when nothing was said.
func (c *Corrections) Least(iri string) string {
	if c != nil {
		if least, ok := c.least[iri]; ok {
			return least
		}
	}
	return iri
}

// Named lists the IRIs that a decision of sameness joins with this one, sorted.
func (c *Corrections) Named(iri string) []string {
	if c == nil || c.least[iri] == "" {
		return nil
	}
	var out []string
	for other, least := range c.least {
		if least == c.least[iri] {
			out = append(out, other)
		}
	}
	slices.Sort(out)
	return out
}

func (c *Corrections) different(a, b string) bool {
	if c == nil || len(c.apart) == 0 {
		return false
	}
	for p := range c.apart {
		x, y := c.Least(p[0]), c.Least(p[1])
		if x == a && y == b || x == b && y == a {
			return true
		}
	}
	return false
}

func (c *Corrections) statusOf(iris []string) (string, bool) {
	if c == nil {
		return "", false
	}
	for _, iri := range iris {
		if x, ok := c.status[iri]; ok {
			if !strings.Contains(x.Status, "/") {
				return schema.NS + x.Status, true
			}
			return x.Status, true
		}
	}
	return "", false
}

// About lists the corrections that name one of the IRIs, in the order of the file.
func (c *Corrections) About(iris ...string) []Correction {
	if c == nil {
		return nil
	}
	var out []Correction
	for _, x := range c.List {
		named := append([]string{x.Reject, x.Event}, append(slices.Clone(x.Same), x.Different...)...)
		if slices.ContainsFunc(iris, func(iri string) bool { return slices.Contains(named, iri) }) {
			out = append(out, x)
		}
	}
	return out
}
