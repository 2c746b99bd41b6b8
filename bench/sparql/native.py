"""Times the queries of folders on pyoxigraph, the native build of Oxigraph, and prints medians in milliseconds as JSON.

usage: native.py DATA.nq RUNS QUERIES [QUERIES...]
"""
import glob
import json
import os
import statistics
import sys
import time

import pyoxigraph


def resident():
    with open("/proc/self/status") as f:
        for line in f:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) << 10
    return 0


def read(result):
    """Reads a result to its end; what it holds is decoded on the way, as in the other engines."""
    if isinstance(result, pyoxigraph.QueryBoolean):
        return bool(result)
    return [tuple(row) for row in result]


def main(data, runs, *folders):
    before, began = resident(), time.perf_counter()
    store = pyoxigraph.Store()
    with open(data, "rb") as f:
        store.bulk_load(f, pyoxigraph.RdfFormat.N_QUADS)
    report = {"load_s": time.perf_counter() - began, "rss_bytes": resident() - before, "queries": {}}
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(folder, "*.rq"))):
            with open(path, encoding="utf-8") as f:
                text = f.read()
            times = []
            for _ in range(int(runs)):
                began = time.perf_counter()
                read(store.query(text, use_default_graph_as_union=True))
                times.append((time.perf_counter() - began) * 1000)
                if times[0] > 10000:
                    break  # one run is enough
            report["queries"][os.path.basename(path)] = statistics.median(times)
    json.dump(report, sys.stdout)


main(*sys.argv[1:])
