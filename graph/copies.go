package graph

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph/resolve"
	"github.com/entente-graph/entente/schema"
)

// Near-copies are found by their sketches (Broder's minhash): articles that share a
// band of the sketch are compared, and linked when they are alike enough.
const (
	bandRows = 3    // numbers a band
	reposted = 0.7  // similarity from which an article is a reprint
	excerpt  = 0.75 // part of the shorter text that must stand in the longer
	shortest = 0.7  // length of the shorter against the longer, below which it is an excerpt
)

// copies brings near-copies, known URLs and the groups of articles that count once
// up to date, and touches the items of articles whose group changed.
func (p *pass) copies() error {
	affected := map[string]bool{}
	for _, doc := range slices.Sorted(maps.Keys(p.regroup)) {
		was, is := p.before[doc], p.after[doc]
		if err := p.linkURLs(doc, was, is, affected); err != nil {
			return err
		}
		affected[doc] = true
		near, err := p.list(spaceNear, doc)
		if err != nil {
			return err
		}
		for _, n := range near {
			affected[n.key] = true
		}
		switch {
		case was == nil && is != nil:
			if err := p.linkCopies(doc, is, affected); err != nil {
				return err
			}
		case was != nil && is == nil:
			for _, n := range near {
				p.pending.delete(spaceNear, doc, n.key)
				p.pending.delete(spaceNear, n.key, doc)
			}
			for _, band := range bands(was.Minhash) {
				p.pending.delete(spaceBand, band, doc)
			}
		}
	}
	return p.regroupAll(affected)
}

func urls(r *articleRecord) []string {
	var out []string
	if r != nil {
		for i := range r.Captures {
			if u := r.Captures[i].Article.URL; u != "" {
				out = append(out, u)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (p *pass) linkURLs(doc string, was, is *articleRecord, affected map[string]bool) error {
	for _, u := range urls(was) {
		p.pending.delete(spaceURL, u, doc)
	}
	for _, u := range urls(is) {
		p.pending.put(spaceURL, u, doc, nil)
	}
	for _, u := range append(urls(was), urls(is)...) {
		others, err := p.list(spaceURL, u)
		if err != nil {
			return err
		}
		for _, o := range others {
			affected[o.key] = true
		}
	}
	return nil
}

// bands cuts a sketch into the keys under which it is found.
func bands(sketch []uint32) []string {
	var out []string
	for i := 0; i+bandRows <= len(sketch); i += bandRows {
		b := []byte{byte(i / bandRows)}
		for _, v := range sketch[i : i+bandRows] {
			b = binary.BigEndian.AppendUint32(b, v)
		}
		out = append(out, fmt.Sprintf("%x", b))
	}
	return out
}

func similarity(a, b []uint32) float64 {
	if len(a) == 0 || len(a) != len(b) {
		return 0
	}
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return float64(same) / float64(len(a))
}

func (p *pass) linkCopies(doc string, r *articleRecord, affected map[string]bool) error {
	candidates := map[string]bool{}
	for _, band := range bands(r.Minhash) {
		found, err := p.list(spaceBand, band)
		if err != nil {
			return err
		}
		for _, f := range found {
			candidates[f.key] = true
		}
		p.pending.put(spaceBand, band, doc, nil)
	}
	for _, other := range slices.Sorted(maps.Keys(candidates)) {
		o, err := p.peek(other)
		if err != nil {
			return err
		}
		if o == nil || other == doc {
			continue
		}
		if kind := copyKind(r, o); kind != "" {
			p.pending.put(spaceNear, doc, other, []byte(kind))
			p.pending.put(spaceNear, other, doc, []byte(kind))
			affected[other] = true
		}
	}
	return nil
}

// copyKind tells how two articles are alike: one is a reprint of the other, or an
// excerpt, or "".
func copyKind(a, b *articleRecord) string {
	j := similarity(a.Minhash, b.Minhash)
	least, most := float64(min(a.Length, b.Length)), float64(max(a.Length, b.Length))
	if most > 0 && least < shortest*most {
		// the part of the shorter's grams that the longer has, from the Jaccard index
		if j*(least+most)/((1+j)*least) >= excerpt {
			return schema.ExcerptOf
		}
		return ""
	}
	if j >= reposted {
		return schema.RepostOf
	}
	return ""
}

// groupOf is the IRI of the article that names the group of a document.
func (p *pass) groupOf(doc string) (string, error) {
	b, ok, err := p.get(spaceGroup, doc, "")
	if ok {
		doc = string(b)
	}
	return schema.Base + "doc/" + doc, err
}

// regroupAll works out the groups of the affected articles and of all that hang
// together with them, and their links.
func (p *pass) regroupAll(affected map[string]bool) error {
	done := map[string]bool{}
	for _, doc := range slices.Sorted(maps.Keys(affected)) {
		if r, err := p.peek(doc); err != nil {
			return err
		} else if r == nil {
			p.pending.delete(spaceGroup, doc, "")
			if err := p.derive("doc|"+doc, nil); err != nil {
				return err
			}
			continue
		}
		if err := p.linkTriples(doc); err != nil {
			return err
		}
		if done[doc] {
			continue
		}
		group, err := p.component(doc)
		if err != nil {
			return err
		}
		least := slices.Min(group)
		for _, member := range group {
			done[member] = true
			if err := p.setGroup(member, least); err != nil {
				return err
			}
		}
	}
	return nil
}

// component are the articles that near-copies and shared URLs connect with one.
func (p *pass) component(doc string) ([]string, error) {
	seen := map[string]bool{doc: true}
	queue := []string{doc}
	for len(queue) > 0 {
		next, err := p.neighbours(queue[0])
		if err != nil {
			return nil, err
		}
		queue = queue[1:]
		for _, n := range next {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

func (p *pass) neighbours(doc string) ([]string, error) {
	near, err := p.list(spaceNear, doc)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, n := range near {
		out = append(out, n.key)
	}
	r, err := p.peek(doc)
	if err != nil {
		return nil, err
	}
	for _, u := range urls(r) {
		others, err := p.list(spaceURL, u)
		if err != nil {
			return nil, err
		}
		for _, o := range others {
			out = append(out, o.key)
		}
	}
	return out, nil
}

func (p *pass) setGroup(doc, group string) error {
	was, err := p.groupOf(doc)
	if err != nil || was == schema.Base+"doc/"+group {
		return err
	}
	if doc == group {
		p.pending.delete(spaceGroup, doc, "")
	} else {
		p.pending.put(spaceGroup, doc, "", []byte(group))
	}
	r, err := p.peek(doc)
	if err != nil {
		return err
	}
	for hash, place := range p.inForce(doc, r) {
		c, err := p.claim(place, hash)
		if err != nil {
			return err
		}
		for _, x := range resolve.Proposals(c) {
			p.touch(x)
		}
	}
	return nil
}

// linkTriples writes what an article copies, or which older text of its page it
// replaces.
func (p *pass) linkTriples(doc string) error {
	r, err := p.peek(doc)
	if err != nil {
		return err
	}
	var t triples
	iri := schema.Base + "doc/" + doc
	near, err := p.list(spaceNear, doc)
	if err != nil {
		return err
	}
	earliest := map[string]string{}
	for _, n := range near {
		o, err := p.peek(n.key)
		if err != nil {
			return err
		}
		kind := string(n.value)
		if kind == schema.ExcerptOf && r.Length >= o.Length || kind == schema.RepostOf && !earlier(n.key, o, doc, r) {
			continue
		}
		best := earliest[kind]
		if best == "" {
			earliest[kind] = n.key
			continue
		}
		b, err := p.peek(best)
		if err != nil {
			return err
		}
		if earlier(n.key, o, best, b) {
			earliest[kind] = n.key
		}
	}
	for kind, other := range earliest {
		t.iri(iri, kind, schema.Base+"doc/"+other)
	}
	for _, u := range urls(r) {
		older, err := p.olderText(doc, r, u)
		if err != nil {
			return err
		}
		if older != "" {
			t.iri(iri, schema.Supersedes, schema.Base+"doc/"+older)
		}
	}
	return p.derive("doc|"+doc, t.sorted())
}

// olderText is the text that stood at a URL just before an article's.
func (p *pass) olderText(doc string, r *articleRecord, url string) (string, error) {
	others, err := p.list(spaceURL, url)
	if err != nil {
		return "", err
	}
	best := ""
	var bestRecord *articleRecord
	for _, o := range others {
		if o.key == doc {
			continue
		}
		x, err := p.peek(o.key)
		if err != nil {
			return "", err
		}
		if earlier(o.key, x, doc, r) && (best == "" || earlier(best, bestRecord, o.key, x)) {
			best, bestRecord = o.key, x
		}
	}
	return best, nil
}

// earlier orders articles by their first capture, undated ones last, then by hash.
func earlier(a string, x *articleRecord, b string, y *articleRecord) bool {
	s, t := instant(x.first().Article.Published), instant(y.first().Article.Published)
	if s.IsZero() != t.IsZero() {
		return t.IsZero()
	}
	if !s.Equal(t) {
		return s.Before(t)
	}
	return strings.Compare(a, b) < 0
}
