//go:build e2e

package workbench_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/endpoint"
)

// These tests open the page in a browser, on the samples, and check what hinders
// people with axe-core, which `npm ci` in this folder brings (`make ui` does it).
// With ENTENTE_SCREENSHOTS=DIR they keep a picture of every view.

const axeFile = "node_modules/axe-core/axe.min.js"

const (
	summit  = "event/china-central-asia-summit-2"
	patient = 20 * time.Second
)

// views are the addresses of what is to be seen, and what shows that it is there.
var views = []struct{ name, address, ready string }{
	{"timeline", "?", "svg.timeline .event"},
	{"filtered", "?of=state/KAZ&status=happened", ".chip"},
	{"event", "?sel=" + summit, ".panel .claim mark"},
	{"state", "?of=state/KAZ&sel=state/KAZ", ".panel .facts"},
	{"map", "?view=map", "svg.map .spot"},
	{"graph-start", "?view=graph", ".offers button"},
	{"graph", "?view=graph&g=" + summit + "+state/KAZ&sel=" + summit, "svg.graph .node.selected"},
	{"figures", "?view=figures", "svg.chart .figure"},
	{"checks", "?view=checks", "main table td"},
	{"query", "?view=query", "#results td"},
	{"query-timeline", "?view=query&as=timeline", "svg.timeline .dot"},
	{"query-chart", "?view=query&as=chart&q=" + url.QueryEscape("SELECT ?type (COUNT(?e) AS ?n) WHERE { ?e sem:eventType ?type } GROUP BY ?type ORDER BY DESC(?n)"), "svg.bars rect"},
}

func serveSamples(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	store, err := entente.Open(ctx, entente.Options{Dir: t.TempDir(), Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	reader, err := entente.NewReader(entente.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Ingest(ctx, reader.Documents(ctx, []string{"../../data/samples"}, entente.ReadOptions{}), entente.IngestOptions{}); err != nil {
		t.Fatal(err)
	}
	s, err := endpoint.New(store, endpoint.Options{Timeout: patient, MaxRows: 100_000, Token: "t"})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	return srv.URL
}

// browser is a tab and what went wrong in it.
type browser struct {
	ctx  context.Context
	mu   sync.Mutex
	bad  []string
	host string
	// axeCode is axe-core; "" where it is not there.
	axeCode string
}

func openBrowser(t *testing.T, host string) *browser {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("skipped: no Chromium on this machine")
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	b := &browser{ctx: ctx, host: host}
	if code, err := os.ReadFile(axeFile); err == nil {
		b.axeCode = string(code)
	} else {
		t.Log("accessibility is not checked: no axe-core here; make ui brings it")
	}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				b.complain(m.String())
			}
		}
	}()
	if err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(e.Request.URL, host) && !strings.HasPrefix(e.Request.URL, "data:") {
			b.complain("asked another host: " + e.Request.URL)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))`}); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *browser) complain(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bad = append(b.bad, s)
}

func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.bad
	b.bad = nil
	return out
}

// see opens an address and waits for what a selector finds.
func (b *browser) see(t *testing.T, address, ready string) {
	t.Helper()
	b.do(t, chromedp.Navigate(b.host+"/"+address))
	b.wait(t, ready)
}

func (b *browser) wait(t *testing.T, selector string) {
	t.Helper()
	b.until(t, fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
}

func (b *browser) until(t *testing.T, condition string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patient)
	defer cancel()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition))
		if err == nil && ok {
			return
		}
		if ctx.Err() != nil {
			text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 400)`))
			t.Fatalf("not within %v: %s; the page says %q; %v", patient, condition, text, b.complaints())
		}
		time.Sleep(30 * time.Millisecond)
	}
}

func (b *browser) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patient)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func read[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	x, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return x
}

// TestViews opens every view in three languages and two widths.
func TestViews(t *testing.T) {
	b := openBrowser(t, serveSamples(t))
	for _, size := range []struct {
		name, theme   string
		width, height int64
	}{{"wide", "light", 1280, 1000}, {"narrow", "light", 390, 844}, {"dark", "dark", 1280, 1000}} {
		b.do(t, chromedp.EmulateViewport(size.width, size.height))
		b.prefer(t, size.theme)
		for _, lang := range []string{"zh", "en", "ru"} {
			for _, v := range views {
				t.Run(strings.Join([]string{size.name, lang, v.name}, "/"), func(t *testing.T) {
					b.see(t, v.address+"&lang="+lang, v.ready)
					if got := read[string](t, b, `document.documentElement.lang`); !strings.HasPrefix(got, lang) {
						t.Errorf("language %q", got)
					}
					if wide := read[int](t, b, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
						t.Errorf("the page is %d pixels wider than the window", wide)
					}
					if strings.Contains(read[string](t, b, `document.body.innerText`), "undefined") {
						t.Error("the page says undefined")
					}
					// a picture has a table
					if pictures, tables := read[int](t, b, `document.querySelectorAll('main .canvas').length`), read[int](t, b, `document.querySelectorAll('main table').length`); pictures > tables {
						t.Errorf("%d pictures, %d tables", pictures, tables)
					}
					b.axe(t)
					b.keep(t, size.name, lang, v.name)
					for _, bad := range b.complaints() {
						t.Error(bad)
					}
				})
			}
		}
	}
}

// prefer makes the browser's owner like a theme.
func (b *browser) prefer(t *testing.T, theme string) {
	t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}}); err != nil {
		t.Fatal(err)
	}
}

// keep takes a picture where that is asked for.
func (b *browser) keep(t *testing.T, names ...string) {
	t.Helper()
	dir := os.Getenv("ENTENTE_SCREENSHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, strings.Join(names, "-")+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// axe reports what hinders people, serious and worse.
func (b *browser) axe(t *testing.T) {
	t.Helper()
	if b.axeCode == "" {
		return
	}
	b.do(t, chromedp.Evaluate[chromedp.Void](b.axeCode+";0"))
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[json.RawMessage](`axe.run().then((r) => r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal(found, &list); err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		t.Error("axe: " + v)
	}
}

// TestUse does what a person does: looks for a name, opens evidence, reads the
// article, expands a graph, runs a query, goes back.
func TestUse(t *testing.T) {
	b := openBrowser(t, serveSamples(t))
	b.do(t, chromedp.EmulateViewport(1280, 1000))

	b.see(t, "?lang=en", "svg.timeline .event")
	b.do(t, chromedp.SendKeys(`header input[role=combobox]`, "阿斯塔纳"))
	b.wait(t, `header [role=option]`)
	if got := read[string](t, b, `document.querySelector('header [role=option] .name').textContent`); got != "Astana" {
		t.Errorf("searched in Chinese, found %q", got)
	}
	b.do(t, chromedp.KeyEvent("\r"))
	b.until(t, `location.search.includes('sel=place')`)
	b.wait(t, ".panel h2")

	b.see(t, "?lang=zh&sel="+summit, ".panel .claim mark")
	b.do(t, chromedp.Click(`.panel .claim .source a`))
	b.wait(t, ".panel .article mark.chosen")
	if got := read[bool](t, b, `document.querySelector('.panel .article mark.chosen').textContent.length > 5`); !got {
		t.Error("the quote is not marked in the article")
	}
	b.do(t, chromedp.Evaluate[chromedp.Void](`history.back()`))
	b.wait(t, ".panel .claim mark")
	b.do(t, chromedp.KeyEvent("\x1b"))
	b.until(t, `!location.search.includes('sel=')`)

	b.see(t, "?lang=ru&view=graph&g="+summit, "svg.graph g.node.k-state [tabindex]")
	before := read[int](t, b, `document.querySelectorAll('svg.graph .node').length`)
	b.do(t, chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll('svg.graph g.node.k-state [tabindex]')][0].focus()`), chromedp.KeyEvent("+"))
	b.until(t, fmt.Sprintf(`document.querySelectorAll('svg.graph .node').length > %d`, before+3))

	b.see(t, "?lang=en&view=query&q="+url.QueryEscape("ASK { ?e a ent:Event }"), ".answer")
	if got := read[string](t, b, `document.querySelector('.answer').textContent`); got != "yes" {
		t.Errorf("ASK: %q", got)
	}
	b.see(t, "?lang=en&view=query&q="+url.QueryEscape("SELECT nonsense"), ".problem")
	if bad := b.complaints(); len(bad) > 1 { // the browser reports the refused request
		t.Error(bad)
	}
	b.see(t, "?lang=en&view=query", "#results td")
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector('#query').focus(); document.querySelector('#query').setSelectionRange(0, 0)`), chromedp.KeyEvent("sem:hasA"))
	b.wait(t, "#completions [role=option]")
	b.do(t, chromedp.KeyEvent("\t"))
	b.until(t, `document.querySelector('#query').value.startsWith('sem:hasActor')`)

	b.see(t, "?lang=en", "svg.timeline .event")
	theme := read[string](t, b, `getComputedStyle(document.body).backgroundColor`)
	b.do(t, chromedp.Click(`#theme`))
	b.until(t, fmt.Sprintf(`getComputedStyle(document.body).backgroundColor !== %q`, theme))
	b.keep(t, "dark")
	for _, bad := range b.complaints() {
		t.Error(bad)
	}
}
