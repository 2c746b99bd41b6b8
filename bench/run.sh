#!/bin/sh
# Prints the figures of the store and of SPARQL beside their bars and their peers, in one run, and says what this
# machine lacks. QUADS (default 1000000) is the size for the store, SPARQL_QUADS (100000) that for the queries.
# PEERS is a folder kept between runs for what npm and pip install; NETWORK=no installs nothing.
set -u
cd "$(dirname "$0")/.." || exit 1
suites=${SUITES:-../shared/suites}
quads=${QUADS:-1000000}
sparql_quads=${SPARQL_QUADS:-100000}
peers=${PEERS:-${TMPDIR:-/tmp}/entente-peers}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

skip() { echo "skipped: $*"; }

command -v node >/dev/null 2>&1 || { skip "store and SPARQL: node is not installed, which generates the data and runs the peers"; exit 0; }
[ -f "$suites/bench/gen.mjs" ] || { skip "store and SPARQL: the generator $suites/bench/gen.mjs is not there"; exit 0; }
mkdir -p "$peers"

echo "== store, $quads quads"
node "$suites/bench/gen.mjs" "$quads" "$work/store.nq" >/dev/null || exit 1
go run ./bench/store -data "$work/store.nq" || failed=1

echo "== peers of the store, $sparql_quads quads"
node "$suites/bench/gen.mjs" "$sparql_quads" "$work/sparql.nq" >/dev/null || exit 1
if (cd bench/cayley && go build -o "$work/cayley" . 2>"$work/cayley.log"); then
  "$work/cayley" -data "$work/sparql.nq" || failed=1
else
  skip "Cayley's leveldb backend: bench/cayley does not build here: $(tail -1 "$work/cayley.log")"
fi
if [ -d "$peers/node_modules/n3" ] || { [ "${NETWORK:-yes}" = yes ] && npm install --silent --no-save --prefix "$peers" n3@1.26.0 oxigraph@0.5.11 >/dev/null 2>&1; }; then
  node bench/store/n3.mjs "$work/sparql.nq" "$peers" || failed=1
else
  skip "N3.js: npm could not install n3@1.26.0"
fi

echo "== SPARQL, $sparql_quads quads"
if [ ! -d "$peers/node_modules/oxigraph" ]; then
  skip "SPARQL against Oxigraph: npm could not install oxigraph@0.5.11; our times alone follow"
  go run ./bench/sparql -data "$work/sparql.nq" -queries "$suites/bench/queries" || failed=1
  go run ./bench/sparql -data "$work/sparql.nq" -queries bench/sparql/queries || failed=1
  exit $failed
fi
python=${PYTHON:-$peers/venv/bin/python}
if [ ! -x "$python" ] && [ "${NETWORK:-yes}" = yes ] && command -v python3 >/dev/null 2>&1; then
  python3 -m venv "$peers/venv" && "$python" -m pip install -q pyoxigraph >/dev/null 2>&1
fi
native=
if [ -x "$python" ] && "$python" -c 'import pyoxigraph' 2>/dev/null; then
  native="--native $python"
else
  skip "the native build of Oxigraph: pyoxigraph is not installed"
fi
# shellcheck disable=SC2086 # two words
node --expose-gc bench/sparql/compare.mjs "$work/sparql.nq" "$suites/bench/queries" bench/sparql/queries --oxigraph "$peers" $native || failed=1
exit $failed
