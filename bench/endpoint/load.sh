#!/bin/sh
# Load of a served store: wrk asks /sparql, /api/search and /home while articles
# stream in. Prints latencies and every answer that was no 200. Needs wrk and the
# program, which `make build` makes.
#   bench/endpoint/load.sh [SECONDS] [ARTICLES]
set -eu
seconds=${1:-20} articles=${2:-4000}
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; rm -rf "$work"' EXIT

# made-up articles, each another day, pair of states and sum
awk -v n="$articles" 'BEGIN {
	split("中国 哈萨克斯坦 乌兹别克斯坦 俄罗斯 法国 德国 日本 印度 巴西 埃及", s, " ")
	for (i = 0; i < n; i++) {
		a = s[1 + i % 10]; b = s[1 + (i + 1 + int(i / 10) % 9) % 10]
		printf "{\"id\":\"%d\",\"url\":\"https://example.org/%d\",\"title\":\"%s和%s签署联合声明\",\"source\":\"丝路通讯\",\"published\":\"%d-%02d-%02d\",\"lang\":\"zh\",\"text\":\"%d年%d月%d日，%s和%s在北京签署联合声明。%d年，%s同%s贸易额达到%d亿美元。\"}\n", \
			i, i, a, b, 2000 + i % 25, 1 + i % 12, 1 + i % 28, 2000 + i % 25, 1 + i % 12, 1 + i % 28, a, b, 2000 + i % 25, a, b, 1 + i % 900
	}
}' > "$work/articles.jsonl"

./entente ingest -q --store "$work/db" data/samples
./entente serve -q --store "$work/db" --addr 127.0.0.1:0 &
server=$!
while [ ! -e "$work/db.server" ]; do sleep 0.1; done
host=$(sed 's/.*"url":"\([^"]*\)".*/\1/' "$work/db.server")

cat > "$work/ask.lua" <<'LUA'
local paths = {
  "/sparql?query=SELECT%20%3Fe%20%3Fl%20%7B%20%3Fe%20a%20ent%3AEvent%20%3B%20skos%3AprefLabel%20%3Fl%20%7D%20LIMIT%2050",
  "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fe%20sem%3AhasActor%20state%3AKAZ%20%7D",
  "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
  "/api/search?q=%E9%98%BF%E6%96%AF%E5%A1%94%E7%BA%B3",
  "/id/state/KAZ.ttl",
}
local at = 0
request = function() at = at + 1; return wrk.format("GET", paths[1 + at % #paths]) end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("requests %d, not 2xx %d, connect %d, read %d, write %d, timeout %d; ms: p50 %.1f p90 %.1f p99 %.1f most %.1f\n",
    summary.requests, e.status, e.connect, e.read, e.write, e.timeout,
    latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
LUA

echo "at rest:"
wrk -t 1 -c 4 -d 5s -s "$work/ask.lua" "$host" | grep '^requests'
./entente ingest --store "$work/db" "$work/articles.jsonl" 2> "$work/ingest" &
writer=$!
echo "while articles come in:"
wrk -t 1 -c 4 -d "${seconds}s" -s "$work/ask.lua" "$host" | grep '^requests'
if kill -0 "$writer" 2>/dev/null; then echo "(the articles were still coming)"; else echo "(the articles were all in before the end)"; fi
wait "$writer"
cat "$work/ingest"
grep VmHWM "/proc/$server/status" || true
