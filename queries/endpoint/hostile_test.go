package endpoint_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-graph/entente"
	"github.com/entente-graph/entente/queries/endpoint"
)

// The tests here ask the samples what only somebody who wants to harm would ask.

const hostileLimit = time.Second

// hostileServer serves the samples as `entente serve` does, with a short time.
func hostileServer(t *testing.T) string {
	t.Helper()
	if _, err := sampleServer(); err != nil {
		t.Fatal(err)
	}
	s, err := endpoint.New(sampleStore, endpoint.Options{Timeout: hostileLimit, MaxRows: 100_000, MaxMemory: 64 << 20, Token: "a-token-of-the-owner"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// send returns the status of a request, 0 when there was no whole answer.
func send(t *testing.T, method, address, kind, body string, header map[string]string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for k, v := range header {
		if k == "Host" {
			req.Host = v
		}
		req.Header.Set(k, v)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(b)
}

// cartesian queries never end by themselves.
var cartesian = []string{
	"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 0) }",
	"SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f",
	"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
	"CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
	"SELECT ?a ?z { ?a (!rdf:nil|^!rdf:nil)* ?z . ?x (!rdf:nil|^!rdf:nil)* ?y FILTER(?a = ?y) }",
}

func TestHostileRequests(t *testing.T) {
	host := hostileServer(t)
	const form, direct = "application/x-www-form-urlencoded", "application/sparql-query"
	for _, c := range []struct {
		name, method, path, kind, body string
		header                         map[string]string
		status                         []int
	}{
		{"10 MB query", "POST", "/sparql", direct, "SELECT * { ?s ?p '" + strings.Repeat("x", 10<<20) + "' }", nil, []int{413, 0}},
		{"10 MB form", "POST", "/sparql", form, "query=" + strings.Repeat("x", 10<<20), nil, []int{413, 0}},
		{"10 MB address", "GET", "/sparql?query=" + strings.Repeat("x", 10<<20), "", "", nil, []int{431, 0}},
		{"10 MB header", "GET", "/sparql", "", "", map[string]string{"Accept": strings.Repeat("a/b,", 10<<18)}, []int{431, 0}},
		{"10 MB of Gizmo", "POST", "/gizmo", "", strings.Repeat("g.V();", 10<<20/6), nil, []int{413, 0}},
		{"nested groups", "POST", "/sparql", direct, "SELECT * " + strings.Repeat("{", 100_000) + strings.Repeat("}", 100_000), nil, []int{400}},
		{"nested expression", "POST", "/sparql", direct, "SELECT * { FILTER" + strings.Repeat("(", 200_000) + "1" + strings.Repeat(")", 200_000) + " }", nil, []int{400}},
		{"nested path", "POST", "/sparql", direct, "SELECT * { ?s " + strings.Repeat("(", 200_000) + "rdf:type" + strings.Repeat(")*", 200_000) + " ?o }", nil, []int{400}},
		{"many unions", "POST", "/sparql", direct, "SELECT * { {}" + strings.Repeat(" UNION {}", 90_000) + " }", nil, []int{200, 400, 413, 503}},
		{"many values", "POST", "/sparql", direct, "SELECT (COUNT(*) AS ?n) {" + strings.Repeat(" VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 }", 1000) + " }", nil, []int{200, 400, 413, 503}},
		{"backtracking", "POST", "/sparql", direct, `SELECT * { BIND("` + strings.Repeat("a", 50_000) + `!" AS ?x) FILTER(REGEX(?x, "^(a+)+$")) }`, nil, []int{200, 400, 503}},
		{"doubling text", "POST", "/sparql", direct, "SELECT * { BIND('xxxxxxxxxxxxxxxx' AS ?x0) " + doubling(60) + " }", nil, []int{200, 413, 503}},
		{"remote data", "POST", "/sparql", direct, "SELECT * FROM <http://127.0.0.1:1/x> { ?s ?p ?o }", nil, []int{200, 403}},
		{"federation", "POST", "/sparql", direct, "SELECT * { SERVICE <http://169.254.169.254/> { ?s ?p ?o } }", nil, []int{403}},
		{"dots", "GET", "/doc/../../../../etc/passwd", "", "", nil, []int{404}},
		{"encoded dots", "GET", "/doc/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd", "", "", nil, []int{400, 404}},
		{"dots in assets", "GET", "/assets/..%2f..%2fworkbench.go", "", "", nil, []int{404}},
		{"dots in the style", "GET", "/style.css/../../pages.go", "", "", nil, []int{404}},
		{"zero byte", "GET", "/id/event/%00", "", "", nil, []int{400, 404}},
		{"no UTF-8", "GET", "/api/search?q=%ff%fe", "", "", nil, []int{200, 400}},
		{"script in a name", "GET", "/id/event/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "", "", map[string]string{"Accept": "text/html"}, []int{400, 404}},
		{"script in a query", "GET", "/query?query=" + url.QueryEscape("<script>alert(1)</script>"), "", "", map[string]string{"Accept": "text/html"}, []int{400}},
		{"forged Host", "GET", "/sparql", "", "", map[string]string{"Host": "attacker.example"}, []int{421}},
		{"forged Host of this address", "GET", "/sparql", "", "", map[string]string{"Host": "127.0.0.1.attacker.example:80"}, []int{421}},
		{"writing from another page", "POST", "/api/v1/remove", "", "[]", map[string]string{"Origin": "https://attacker.example", "Sec-Fetch-Site": "cross-site", "Authorization": "Bearer a-token-of-the-owner"}, []int{403}},
		{"writing without a token", "POST", "/api/v1/ingest", "", "{}", nil, []int{401}},
		{"script of loops", "POST", "/gizmo", "", "while(true){}", nil, []int{400}},
		{"script that fills memory", "POST", "/gizmo", "", `var s="x"; while(true){s+=s}`, nil, []int{400}},
		{"script that overflows the stack", "POST", "/gizmo", "", `function f(){[1].forEach(f)} f()`, nil, []int{400}},
		{"script by its constructor", "POST", "/gizmo", "", `g.constructor.constructor("while(1){}")()`, nil, []int{400}},
		{"Gizmo of every path", "POST", "/gizmo?limit=100000", "", "g.V().both().both().both().both().both().unique().all()", nil, []int{200, 413, 503}},
		{"Gizmo that counts every path", "POST", "/gizmo", "", "g.V().both().both().both().both().both().both().count()", nil, []int{200, 400, 413, 503}},
		{"Gizmo nested", "POST", "/gizmo", "", strings.Repeat("g.V(", 4000) + strings.Repeat(")", 4000), nil, []int{200, 400, 413, 503}},
		{"GraphQL nested", "POST", "/graphql", "", strings.Repeat("{nodes", 2000) + strings.Repeat("}", 2000), nil, []int{200, 400, 413, 503}},
		{"GraphQL of everything", "POST", "/graphql", "", "{nodes{id, " + strings.Repeat("http://www.w3.org/1999/02/22-rdf-syntax-ns#type @rev {id, ", 5) + strings.Repeat("}", 6) + "}", nil, []int{200, 400, 413, 503}},
		{"timeline of everything", "GET", "/api/timeline?limit=99999999999999999999", "", "", nil, []int{400}},
		{"time that overflows", "GET", "/sparql?timeout=1e300&query=" + url.QueryEscape("ASK{}"), "", "", nil, []int{200, 400}},
	} {
		t.Run(c.name, func(t *testing.T) {
			begin := time.Now()
			status, body := send(t, c.method, host+c.path, c.kind, c.body, c.header)
			took := time.Since(begin)
			ok := false
			for _, s := range c.status {
				ok = ok || s == status
			}
			if !ok {
				t.Errorf("status %d, want one of %v: %.300s", status, c.status, body)
			}
			if took > hostileLimit+3*time.Second {
				t.Errorf("an answer after %s", took)
			}
			if strings.Contains(body, "<script>alert") || strings.Contains(body, "root:") {
				t.Errorf("the answer carries %.300s", body)
			}
			if status, _ := send(t, "GET", host+"/readyz", "", "", nil); status != http.StatusOK {
				t.Fatal("the server is not ready any more")
			}
		})
	}
}

// doubling makes each variable twice as long as the one before.
func doubling(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "BIND(CONCAT(?x%d, ?x%d) AS ?x%d) ", i, i, i+1)
	}
	return b.String()
}

// TestHostileCrowd: 200 heavy queries at once. Each has an answer within the time
// limit and a little, the process stays under 1 GB, and the server answers others
// at once afterwards.
func TestHostileCrowd(t *testing.T) {
	host := hostileServer(t)
	most := watchProcess(t)
	const crowd = 200
	type answer struct {
		status int
		took   time.Duration
	}
	answers := make(chan answer, crowd)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for i := range crowd {
		path := "/sparql?query="
		if i%4 == 0 {
			path = "/query?query=" // the pages keep to the same limits
		}
		go func() {
			begin := time.Now()
			resp, err := client.Get(host + path + url.QueryEscape(cartesian[i%len(cartesian)]))
			status := 0
			if err == nil {
				if _, err = io.Copy(io.Discard, resp.Body); err == nil {
					status = resp.StatusCode
				}
				resp.Body.Close()
			}
			answers <- answer{status, time.Since(begin)}
		}()
	}
	seen := map[int]int{}
	var longest time.Duration
	for range crowd {
		a := <-answers
		seen[a.status]++
		longest = max(longest, a.took)
		switch a.status {
		case 0, http.StatusOK, http.StatusServiceUnavailable, http.StatusRequestEntityTooLarge: // 0: a stream that was cut off at its limit
		default:
			t.Errorf("status %d", a.status)
		}
	}
	t.Logf("answers by status %v, the last after %s, most memory %d MiB", seen, longest.Round(time.Millisecond), most()>>20)
	if longest > hostileLimit+3*time.Second {
		t.Errorf("the last answer came after %s", longest)
	}
	if seen[http.StatusServiceUnavailable] == 0 {
		t.Error("nobody was told to come back")
	}
	if got := most(); got > 1<<30 {
		t.Errorf("%d MiB of memory", got>>20)
	}
	begin := time.Now()
	if status, body := send(t, "GET", host+"/sparql?query="+url.QueryEscape("ASK { ?s ?p ?o }"), "", "", nil); status != http.StatusOK {
		t.Errorf("afterwards: %d %s", status, body)
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("afterwards an answer takes %s", took)
	}
}

// watchProcess measures the memory that the runtime holds, until the test ends.
func watchProcess(t *testing.T) func() uint64 {
	var mu sync.Mutex
	var most uint64
	look := func() uint64 {
		s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		metrics.Read(s)
		mu.Lock()
		defer mu.Unlock()
		most = max(most, s[0].Value.Uint64()-s[1].Value.Uint64())
		return most
	}
	ctx := t.Context()
	go func() {
		for ctx.Err() == nil {
			look()
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return look
}

// TestHostileReaders: clients that send or read a byte now and then keep nobody
// else from answers, and lose their connection.
func TestHostileReaders(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	host := hostileServer(t)
	address := strings.TrimPrefix(host, "http://")
	big := url.QueryEscape("SELECT ?a ?b ?c ?d ?e { ?a ?b ?c . ?d ?e <" + summit + "> } LIMIT 90000")
	var open []net.Conn
	for i := range 60 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		open = append(open, c)
		head := "GET /sparql?query=" + big + " HTTP/1.1\r\nHost: localhost\r\n"
		if i%2 == 0 {
			head += "\r\n" // asks, and never reads
		}
		if _, err := io.WriteString(c, head); err != nil {
			t.Fatal(err)
		}
	}
	deadline := time.Now().Add(hostileLimit + 8*time.Second)
	for good := 0; good < 3; {
		status, _ := send(t, "GET", host+"/sparql?query="+url.QueryEscape("ASK { ?s ?p ?o }"), "", "", nil)
		if status == http.StatusOK {
			good++
		}
		if time.Now().After(deadline) {
			t.Fatal("slow clients keep the others out")
		}
		time.Sleep(50 * time.Millisecond)
	}
	// those that never end their header are sent away
	c := open[1]
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(c).ReadByte(); err == nil {
		t.Error("an answer to half a request")
	} else if os.IsTimeout(err) {
		t.Error("half a request is waited for without end")
	}
}

// TestHostileWords: script in titles, names and quotes stays text on every page and
// in every answer.
func TestHostileWords(t *testing.T) {
	const words = `<script>alert(1)</script>`
	ctx := t.Context()
	store, err := entente.Open(ctx, entente.Options{Dir: t.TempDir(), Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	reader, err := entente.NewReader(entente.Options{})
	if err != nil {
		t.Fatal(err)
	}
	line := `{"id":"1","url":"javascript:alert(1)","title":"中哈签署《` + words + `声明》","source":"` + words + `","published":"2025-06-16","lang":"zh","text":"2025年6月16日，中国和哈萨克斯坦在阿斯塔纳签署《` + words + `联合声明》。"}`
	docs := reader.Documents(ctx, []string{"-"}, entente.ReadOptions{Stdin: strings.NewReader(line)})
	if r, err := store.Ingest(ctx, docs, entente.IngestOptions{}); err != nil || r.Articles != 1 || r.Events == 0 {
		t.Fatalf("%+v %v", r, err)
	}
	s, err := endpoint.New(store, endpoint.Options{Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s.Handler())
	defer srv.Close()
	paths := []string{"/home", "/query?query=" + url.QueryEscape("SELECT ?s ?o { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'script')) }")}
	status, body := send(t, "GET", srv.URL+"/sparql?format=tsv&query="+url.QueryEscape("SELECT DISTINCT ?s { GRAPH ?g { ?s a ?c } FILTER(STRSTARTS(STR(?s), 'https://w3id.org/entente/') && ?g NOT IN (g:gazetteer, g:schema)) }"), "", "", nil)
	if status != http.StatusOK {
		t.Fatal(body)
	}
	for iri := range strings.FieldsSeq(body) {
		if path, ok := strings.CutPrefix(strings.Trim(iri, "<>"), "https://w3id.org/entente"); ok && !strings.Contains(path, "#") {
			paths = append(paths, path)
		}
	}
	seen := 0
	for _, path := range paths {
		status, body := send(t, "GET", srv.URL+path, "", "", map[string]string{"Accept": "text/html"})
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		if strings.Contains(body, "<script") || strings.Contains(body, `href="javascript:`) {
			t.Errorf("%s runs what an article says", path)
		}
		if strings.Contains(body, "&lt;script&gt;") {
			seen++
		}
	}
	if seen < 3 {
		t.Errorf("%d of %d pages show the words, want 3 at least", seen, len(paths))
	}
}
