package graph

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente/schema"
)

// articleRecord is an article and the captures under which it was seen, the first
// one first. The text lies beside it.
type articleRecord struct {
	Captures []captureRecord `json:"captures"`
	Minhash  []uint32        `json:"minhash,omitempty"`
	Length   int             `json:"length"` // of the body, in code points
	Simhash  string          `json:"simhash,omitempty"`
}

// captureRecord is one place where an article was seen, with what its page said.
// Articles are read against the date of a capture, so that each has claims of its
// own; those of the first capture are in force.
type captureRecord struct {
	Hash    string         `json:"hash"`
	Article schema.Article `json:"article"` // without text and sketches
	Claims  []string       `json:"claims"`  // hashes, sorted
}

func newCapture(d *schema.Document) captureRecord {
	a := d.Article
	c := captureRecord{Hash: hashOf(schema.CaptureIRI(a.ID, a.URL, a.Source, a.Published)), Article: a}
	c.Article.Text, c.Article.Minhash, c.Article.Simhash = "", nil, ""
	for i := range d.Claims {
		c.Claims = append(c.Claims, hashOf(d.Claims[i].ID))
	}
	slices.Sort(c.Claims)
	c.Claims = slices.Compact(c.Claims)
	return c
}

// sortCaptures puts the first capture first: by date of issue, unknown last, then
// by URL, outlet and hash.
func sortCaptures(cs []captureRecord) {
	slices.SortFunc(cs, func(a, b captureRecord) int {
		x, y := instant(a.Article.Published), instant(b.Article.Published)
		if x.IsZero() != y.IsZero() {
			return map[bool]int{true: 1, false: -1}[x.IsZero()]
		}
		return cmp.Or(x.Compare(y), strings.Compare(a.Article.URL, b.Article.URL), strings.Compare(a.Article.Source, b.Article.Source), strings.Compare(a.Hash, b.Hash))
	})
}

// instant reads a date or dateTime; the zero time stands for none.
func instant(published string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, published); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// issued is the literal of a publication date, false when it is unknown.
func issued(published string) (schema.Term, bool) {
	switch {
	case published == "":
		return schema.Term{}, false
	case len(published) == len(time.DateOnly):
		if _, err := time.Parse(time.DateOnly, published); err == nil {
			return schema.Typed(published, schema.XSDDate), true
		}
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, published); err == nil {
			return schema.Typed(published, schema.XSDDateTime), true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04Z07:00", "2006-01-02T15:04"} {
		if _, err := time.Parse(layout, published); err == nil {
			return schema.Typed(published[:16]+":00"+published[16:], schema.XSDDateTime), true
		}
	}
	return schema.Term{}, false
}

func (r *articleRecord) first() *captureRecord { return &r.Captures[0] }

func (r *articleRecord) find(hash string) int {
	return slices.IndexFunc(r.Captures, func(c captureRecord) bool { return c.Hash == hash })
}

func (r *articleRecord) clone() *articleRecord {
	c := *r
	c.Captures = slices.Clone(r.Captures)
	return &c
}

func decodeArticle(b []byte) (*articleRecord, error) {
	r := new(articleRecord)
	if err := json.Unmarshal(b, r); err != nil {
		return nil, fmt.Errorf("reading an article's record: %w", err)
	}
	return r, nil
}

// encodeClaim writes a claim as it was read. Triples that follow from the frame
// are left out.
func encodeClaim(c *schema.Claim) ([]byte, error) {
	short := *c
	if slices.Equal(c.Triples, c.Frame.Triples()) {
		short.Triples = nil
	}
	return json.Marshal(short)
}

func decodeClaim(b []byte) (*schema.Claim, error) {
	c := new(schema.Claim)
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("reading a claim's record: %w", err)
	}
	if c.Triples == nil {
		c.Triples = c.Frame.Triples()
	}
	return c, nil
}
