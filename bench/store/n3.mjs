// Loads quads into N3.js, a store in memory, and prints its rate and memory beside ours.
// usage: node bench/store/n3.mjs DATA.nq DIR   (DIR holds node_modules with n3)
import fs from 'fs';
import path from 'path';
import { createRequire } from 'module';

const [data, dir] = process.argv.slice(2);
const { Parser, Store } = createRequire(path.resolve(dir, 'node_modules', 'x.js'))('n3');
const began = performance.now(), before = process.memoryUsage().rss;
const store = new Store(new Parser({ format: 'N-Quads' }).parse(fs.readFileSync(data, 'utf8')));
const seconds = (performance.now() - began) / 1e3;
console.log(`${'N3.js, in memory'.padEnd(36)} ${store.size} quads in ${seconds.toFixed(1)} s: ${Math.round(store.size / seconds)} quads/s; ${process.memoryUsage().rss - before >> 20} MB RSS`);
