package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadInput: whatever a document is, it is named in one line with its reason,
// the good one beside it goes in, and nothing of the bad one is stored.
func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.txt")
	write := func(path string, data []byte) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(good, []byte("---\ntitle: 中哈签署联合声明\npublished: 2025-06-16\nlang: zh\n---\n2025年6月16日，中国和哈萨克斯坦在阿斯塔纳签署联合声明。\n"))
	for _, c := range []struct {
		name string
		file string
		data []byte
		// fails is false where something can be read of it, and nothing may break.
		fails bool
	}{
		{"missing", "missing.html", nil, true},
		{"empty page", "empty.html", []byte("<html><body></body></html>"), true},
		{"empty text", "empty.txt", nil, true},
		{"binary", "binary.txt", append([]byte("PK\x03\x04"), bytes.Repeat([]byte{0, 1, 2, 0xff, 0xfe}, 500)...), true},
		{"no article", "menu.html", []byte("<html><body><nav><a href=/>Home</a> <a href=/a>World</a></nav></body></html>"), true},
		{"broken UTF-8", "broken.txt", []byte("2025年6月16日，中国\xe5\x93和哈萨克斯坦\xff\xfe在阿斯塔纳签署联合声明。\n各方就合作交换意见，会议取得成功。\n"), false},
		{"nested HTML", "nested.html", []byte(strings.Repeat("<div>", 100000) + "正文" + strings.Repeat("</div>", 100000)), false},
		{"broken JSON Lines", "broken.jsonl", []byte("{\"id\":\"1\",\"text\":\n{\"id\":2}\n"), true},
		{"cut gzip", "cut.jsonl.gz", []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0}, true},
		{"cut claim stream", "claims.jsonl", []byte(`{"article":{"id":"x","text":"y"}}` + "\n" + `{"claim":{"id":"z"`), true},
		{"claim of another text", "foreign.jsonl", []byte(`{"article":{"id":"https://w3id.org/entente/doc/aaaa","text":"y"}}` + "\n"), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(dir, c.file)
			if c.name != "missing" {
				write(path, c.data)
			}
			store := filepath.Join(t.TempDir(), "store.db")
			var out, errs bytes.Buffer
			code := run(context.Background(), []string{"ingest", "--store", store, path, good}, strings.NewReader(""), &out, &errs)
			if code != exitPartial && (c.fails || code != exitOK) {
				t.Errorf("exit code %d, want %d\n%s", code, exitPartial, errs.String())
			}
			if out.Len() > 0 {
				t.Errorf("on standard output: %q", out.String())
			}
			lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
			if c.fails && !strings.Contains(lines[0], c.file) {
				t.Errorf("the document is not named: %q", lines[0])
			}
			if len(lines) > 3 || !strings.Contains(lines[len(lines)-1], "1 new") && c.fails {
				t.Errorf("messages:\n%s", errs.String())
			}
			for _, l := range lines {
				if len(l) > 400 {
					t.Errorf("a message of %d bytes: %.200s", len(l), l)
				}
			}
			out.Reset()
			errs.Reset()
			if code := run(context.Background(), []string{"validate", "--store", store}, strings.NewReader(""), &out, &errs); code != exitOK {
				t.Errorf("the store is not valid: %s %s", out.String(), errs.String())
			}
		})
	}
}

// TestInterrupted: a context that is over ends a command with its own exit code.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(file, []byte("2025年6月16日，中国和哈萨克斯坦在阿斯塔纳签署联合声明。"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"ingest", "--store", filepath.Join(dir, "s.db"), file}, strings.NewReader(""), &out, &errs); code != exitInterrupted {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}
