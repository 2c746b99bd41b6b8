package entente

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/extract/source"
	"github.com/entente-graph/entente/schema"
)

func raws(n int) iter.Seq2[source.Raw, error] {
	return func(yield func(source.Raw, error) bool) {
		for i := range n {
			var err error
			if i%5 == 3 {
				err = source.ErrEmpty
			}
			if !yield(source.Raw{Name: strconv.Itoa(i)}, err) {
				return
			}
		}
	}
}

// TestInOrder: results come in the order of the documents, an error or a panic
// over one stops nothing.
func TestInOrder(t *testing.T) {
	for _, workers := range []int{1, 4, 16} {
		var got []string
		for v, err := range inOrder(context.Background(), raws(40), workers, func(r source.Raw) (string, error) {
			n, _ := strconv.Atoi(r.Name)
			time.Sleep(time.Duration(40-n) * 50 * time.Microsecond)
			if n%7 == 6 {
				panic("odd page")
			}
			return r.Name, nil
		}) {
			if err != nil {
				var doc *DocumentError
				if !errors.As(err, &doc) {
					t.Fatalf("%v names no document", err)
				}
				v = "!" + doc.Name
			}
			got = append(got, v)
		}
		if len(got) != 40 {
			t.Fatalf("%d results with %d workers", len(got), workers)
		}
		for i, v := range got {
			if strings.TrimPrefix(v, "!") != strconv.Itoa(i) || strings.HasPrefix(v, "!") != (i%5 == 3 || i%7 == 6) {
				t.Errorf("%d workers: result %d is %s", workers, i, v)
			}
		}
	}
}

// TestInOrderEnds: who stops reading, or whose context ends, waits for nothing.
func TestInOrderEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for range inOrder(ctx, raws(1000), 4, func(r source.Raw) (int, error) { return 0, nil }) {
		if n++; n == 10 {
			break
		}
	}
	n = 0
	for range inOrder(ctx, raws(1<<20), 4, func(r source.Raw) (int, error) { return 0, nil }) {
		if n++; n == 10 {
			cancel()
		}
	}
	if n > 20 {
		t.Errorf("%d results after the end", n)
	}
}

func TestClaimStream(t *testing.T) {
	d := schema.Document{Article: schema.Article{ID: schema.DocIRI("正文"), Text: "正文", Title: "<题>", Minhash: []uint32{1, 2}}, Claims: []schema.Claim{{ID: "a", Quote: "原文"}, {ID: "b"}}}
	var b bytes.Buffer
	if err := WriteClaims(&b, d); err != nil {
		t.Fatal(err)
	}
	back, err := readClaims(b.Bytes())
	if err != nil || back.Article.Title != d.Article.Title || len(back.Claims) != 2 || back.Claims[0].Quote != "原文" || len(back.Article.Minhash) != 2 {
		t.Errorf("%+v %v", back, err)
	}
	for name, text := range map[string]string{
		"empty": "", "claim first": `{"claim":{"id":"a"}}`, "another text": `{"article":{"id":"x","text":"y"}}`, "two articles": `{"article":{}}` + "\n" + `{"article":{}}`, "neither": `{"article":{}}` + "\n{}", "broken": `{"article":`,
	} {
		if _, err := readClaims([]byte(text)); !errors.Is(err, source.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzClaimStream(f *testing.F) {
	f.Add([]byte(`{"article":{"id":"x"}}` + "\n" + `{"claim":{"id":"a","triples":[["<a>","<b>","\"c\"@zh"]]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := readClaims(b)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteClaims(&out, d); err != nil {
			t.Fatal(err)
		}
		if _, err := readClaims(out.Bytes()); err != nil {
			t.Errorf("what was read does not read back: %v", err)
		}
	})
}
