// Times the queries here and on Oxigraph's WebAssembly build (npm oxigraph 0.5.11) in one run and prints medians and
// the geometric mean of the ratios. Answers are compared first: as sets, because Oxigraph does not fold copies of a
// triple that stands in several graphs, numbers by value.
// With --native PYTHON the native build (pyoxigraph of that Python) is timed beside it.
// usage: npm install --prefix DIR oxigraph@0.5.11
//        node bench/sparql/compare.mjs DATA.nq QUERIES [QUERIES…] [--oxigraph DIR] [--native PYTHON] [--runs N]
import fs from 'fs';
import os from 'os';
import path from 'path';
import { createRequire } from 'module';
import { execFileSync } from 'child_process';

const args = process.argv.slice(2), opt = { oxigraph: '.', runs: '5' };
for (let i; (i = args.findIndex(a => a.startsWith('--'))) >= 0;) { opt[args[i].slice(2)] = args[i + 1]; args.splice(i, 2); }
const [data, ...folders] = args;
if (!data || !folders.length) { console.error('usage: compare.mjs DATA.nq QUERIES… [--oxigraph DIR] [--runs N]'); process.exit(2); }
const oxigraph = createRequire(path.resolve(opt.oxigraph, 'node_modules', 'x.js'))('oxigraph');
const here = path.dirname(new URL(import.meta.url).pathname), work = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
const median = ts => ts.sort((a, b) => a - b)[ts.length >> 1];

const before = process.memoryUsage().rss;
let t = performance.now();
const store = new oxigraph.Store();
store.load(fs.readFileSync(data, 'utf8'), { format: 'application/n-quads', no_transaction: true });
globalThis.gc?.();
const theirMemory = process.memoryUsage().rss - before;
console.log(`Oxigraph (WebAssembly) load ${((performance.now() - t) / 1e3).toFixed(2)} s, ${store.size} quads, ${theirMemory >> 20} MB RSS`);

const theirs = {};
for (const folder of folders) for (const f of fs.readdirSync(folder).filter(f => f.endsWith('.rq'))) {
  const q = fs.readFileSync(path.join(folder, f), 'utf8'), ts = [];
  let r;
  for (let i = 0; i < +opt.runs; i++) {
    t = performance.now();
    r = store.query(q, { use_default_graph_as_union: true });
    ts.push(performance.now() - t);
    if (ts[0] > 10000) break; // one run is enough
  }
  const lines = typeof r === 'boolean' ? [String(r)] : r.map(x => x instanceof Map
    ? [...x.keys()].sort().filter(k => x.get(k)).map(k => `?${k}=${x.get(k)}`).join(' ') : `${x.subject} ${x.predicate} ${x.object} .`);
  fs.mkdirSync(path.join(work, 'answers'), { recursive: true });
  fs.writeFileSync(path.join(work, 'answers', f.replace('.rq', '.txt')), lines.map(l => l + '\n').join(''));
  theirs[f] = median(ts);
}
let native = {};
if (opt.native) {
  native = JSON.parse(execFileSync(opt.native, [path.join(here, 'native.py'), path.resolve(data), opt.runs, ...folders.map(f => path.resolve(f))],
    { encoding: 'utf8', maxBuffer: 1 << 26 }));
  console.log(`Oxigraph (native) load ${native.load_s.toFixed(2)} s, ${native.rss_bytes >> 20} MB RSS`);
}
const mean = () => ({ log: 0, n: 0, worst: 0, add(ratio) { this.log += Math.log(ratio); this.n++; this.worst = Math.max(this.worst, ratio); },
  get value() { return Math.exp(this.log / this.n); } });
const wasm = mean(), nat = mean();
let memory;
for (const folder of folders) {
  const out = path.join(work, 'ours.json');
  process.stdout.write(execFileSync('go', ['run', '.', '-data', path.resolve(data), '-queries', path.resolve(folder),
    '-answers', path.join(work, 'answers'), '-runs', opt.runs, '-json', out], { cwd: here, encoding: 'utf8' }));
  const ours = JSON.parse(fs.readFileSync(out, 'utf8'));
  memory ??= ours.rss_bytes / theirMemory;
  for (const [f, r] of Object.entries(ours.queries)) {
    const ms = Math.max(r.median_ms, .001);
    wasm.add(ms / theirs[f]);
    let line = `${f.padEnd(30)} ours ${r.median_ms.toFixed(2).padStart(9)} ms   Oxigraph ${theirs[f].toFixed(2).padStart(9)} ms   ratio ${(ms / theirs[f]).toFixed(3)}`;
    if (native.queries) {
      nat.add(ms / native.queries[f]);
      line += `   native ${native.queries[f].toFixed(2).padStart(9)} ms   ratio ${(ms / native.queries[f]).toFixed(3)}`;
    }
    console.log(line);
  }
}
const within = (ok, bar) => `${ok ? 'within' : 'BEYOND'} the bar of ${bar}`;
console.log(`bar: time against Oxigraph (WebAssembly): geometric mean of ${wasm.n} ratios ${wasm.value.toFixed(3)}, ${within(wasm.value <= .5, .5)}; worst ${wasm.worst.toFixed(3)}, ${within(wasm.worst <= 1.5, 1.5)}`);
console.log(`bar: memory against Oxigraph (WebAssembly): ${memory.toFixed(2)}, ${within(memory <= .5, .5)}`);
if (native.queries) console.log(`bar: time against Oxigraph (native): geometric mean of ${nat.n} ratios ${nat.value.toFixed(3)}, ${within(nat.value <= 1, 1)}; worst ${nat.worst.toFixed(3)}`);
process.exit(wasm.value <= .5 && wasm.worst <= 1.5 && memory <= .5 ? 0 : 1);
