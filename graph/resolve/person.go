package resolve

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/entente-graph/entente/schema"
)

// person is an item that is a person whom the gazetteer does not know.
type person struct {
	item  Item
	known bool
	names map[string][]string // script to folded names
	posts []string            // role and organisation
	slug  string
}

func (r *Resolver) person(it Item) *person {
	p := &person{item: it, names: map[string][]string{}}
	_, p.known = r.Gazetteer.Entity(it.IRI)
	slug := schema.Local(it.IRI)
	if i := strings.LastIndexByte(slug, '-'); i > 0 {
		slug = slug[:i]
	}
	p.slug = skeleton(slug)
	for _, c := range it.Claims {
		for _, e := range c.Frame.Entities {
			if !slices.Contains(it.names(), e.IRI) {
				continue
			}
			if s := script(e.Label); s != "" {
				list := p.names[s]
				add(&list, foldLabel(e.Label))
				slices.Sort(list)
				p.names[s] = list
			}
			if e.Post != "" && e.Organization != "" {
				add(&p.posts, e.Post+" "+e.Organization)
			}
		}
	}
	slices.Sort(p.posts)
	return p
}

// script of a name's first letter.
func script(s string) string {
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			return "Han"
		case unicode.Is(unicode.Cyrillic, r):
			return "Cyrillic"
		case unicode.Is(unicode.Latin, r):
			return "Latin"
		}
	}
	return ""
}

// skeleton reduces a romanised name to the consonants that survive a change of
// script: tokayev and tuokayefu are both tkf.
func skeleton(slug string) string {
	s := strings.NewReplacer("zh", "j", "kh", "h", "sh", "s", "ch", "c", "ts", "c", "ph", "f", "x", "s", "q", "c", "v", "f", "w", "f", "g", "k", "d", "t", "b", "p", "z", "s", "r", "l").Replace(slug)
	var b strings.Builder
	var last rune
	for _, r := range s {
		if strings.ContainsRune("aeiouy-'", r) {
			last = 0
			continue
		}
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// personKey is the block of a person: post and organisation, since across scripts
// only they make one person of two names.
func (r *Resolver) personKey(it Item) string {
	p := r.person(it)
	if p.known || len(p.posts) == 0 {
		return "person|" + it.IRI
	}
	return "person|" + p.posts[0]
}

func (r *Resolver) samePerson(a, b *person) (string, bool) {
	if r.Corrections.different(a.item.IRI, b.item.IRI) || !meet(a.posts, b.posts) {
		return "", false
	}
	for _, s := range []string{"Han", "Cyrillic", "Latin"} {
		x, y := a.names[s], b.names[s]
		if len(x) > 0 && len(y) > 0 {
			return "the same name and post", meet(x, y)
		}
	}
	return "the same post, the name in another script", a.slug == b.slug && len(a.slug) > 1
}

// persons resolves a block of persons.
func (r *Resolver) persons(items []Item) Result {
	all := make([]*person, len(items))
	for i, it := range items {
		all[i] = r.person(it)
	}
	slices.SortFunc(all, func(a, b *person) int {
		return cmp.Or(cmp.Compare(len(b.posts), len(a.posts)), strings.Compare(a.item.IRI, b.item.IRI))
	})
	var out Result
	for _, c := range group(all, r.samePerson) {
		iri := ""
		for _, p := range c.members {
			for _, n := range p.item.names() {
				if iri == "" || n < iri {
					iri = n
				}
			}
		}
		for i, p := range c.members {
			for _, n := range p.item.names() {
				out.Merges = append(out.Merges, Merge{Proposed: n, Node: iri, Reason: c.reasons[i]})
			}
		}
	}
	return out
}
