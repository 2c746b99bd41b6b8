package workbench

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func serve(t *testing.T) *httptest.Server {
	t.Helper()
	h, err := Handler()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for _, p := range Paths() {
		mux.Handle(p, h)
	}
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv
}

func get(t *testing.T, url string, header map[string]string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

var assets = regexp.MustCompile(`/assets/[^"]+`)

func TestPage(t *testing.T) {
	srv := serve(t)
	res, page := get(t, srv.URL+"/", nil)
	if res.StatusCode != 200 || res.Header.Get("Content-Security-Policy") != Policy || res.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	for _, bad := range []string{"<style", " style=", "<script>", " onload="} {
		if strings.Contains(page, bad) {
			t.Errorf("the policy forbids %q", bad)
		}
	}
	found := assets.FindAllString(page, -1)
	if len(found) < 3 {
		t.Errorf("script, style and icon: %v", found)
	}
	for _, a := range found {
		res, body := get(t, srv.URL+a, nil)
		if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") || body == "" {
			t.Errorf("%s: %d %v", a, res.StatusCode, res.Header)
		}
		if res, _ := get(t, srv.URL+a, map[string]string{"If-None-Match": res.Header.Get("ETag")}); res.StatusCode != http.StatusNotModified {
			t.Errorf("%s again: %d", a, res.StatusCode)
		}
	}
	for _, a := range []string{"/assets/", "/assets/none.js", "/assets/..%2findex.html", "/assets/%2e%2e/workbench.go"} {
		if res, _ := get(t, srv.URL+a, nil); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", a, res.StatusCode)
		}
	}
}

// TestNoOtherHost: the page loads nothing from elsewhere. Names of vocabularies
// are not addresses it asks.
func TestNoOtherHost(t *testing.T) {
	srv := serve(t)
	_, page := get(t, srv.URL+"/", nil)
	for _, a := range assets.FindAllString(page, -1) {
		_, body := get(t, srv.URL+a, nil)
		for _, u := range regexp.MustCompile(`https?://[^"'\x60\s)>]+`).FindAllString(body, -1) {
			if !strings.HasPrefix(u, "https://w3id.org/entente/") && !strings.HasPrefix(u, "http://www.w3.org/") {
				t.Errorf("%s holds %s", a, u)
			}
		}
	}
}

// TestWords: each language says everything, with the same holes.
func TestWords(t *testing.T) {
	read := func(lang string) map[string]string {
		b, err := os.ReadFile("src/i18n/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]string
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	holes := func(s string) []string {
		out := regexp.MustCompile(`\{\w+\}`).FindAllString(s, -1)
		slices.Sort(out)
		return out
	}
	zh := read("zh")
	for _, lang := range []string{"en", "ru"} {
		words := read(lang)
		if a, b := slices.Sorted(maps.Keys(zh)), slices.Sorted(maps.Keys(words)); !slices.Equal(a, b) {
			t.Errorf("%s has other keys than zh", lang)
		}
		for k, v := range words {
			if !slices.Equal(holes(v), holes(zh[k])) {
				t.Errorf("%s: %s: %q against %q", lang, k, v, zh[k])
			}
			if (v == "") != (zh[k] == "") {
				t.Errorf("%s: %s is empty in one language alone", lang, k)
			}
		}
	}
}
