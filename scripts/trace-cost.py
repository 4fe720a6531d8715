#!/usr/bin/env python3
"""Host time that traces cost, on the main job's sparse workload (out/2of8.nmw, made by ./dev run) or another.

usage: trace-cost.py [--runs N] [WORKLOAD.nmw]

Runs without and with a trace alternate, so that what else the machine does falls on both. Costs are processor time of
the whole process, user and system; the ratio is the median over the pairs. Then what SystemC's own sc_trace costs.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / "build" / "bin"
OUT = ROOT / "out" / "trace-cost"
STATES = ["--set", "trace.signals=*.state, *.busy"]


def spent(arguments):
    """Processor seconds and wall seconds of one run."""
    start = time.monotonic()
    child = subprocess.Popen([str(BIN / "stavp"), "run", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"stavp run {' '.join(arguments)}: exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start


def kinds():
    """What `--trace` knows, by its own message."""
    text = subprocess.run([str(BIN / "stavp"), "run", "--firmware", "x.elf", "-o", str(OUT / "x"), "--trace", "?"],
                          capture_output=True, text=True).stderr
    return text.split("there are ", 1)[1].split(" (see")[0].strip().split(", ")


def bytes_of(folder):
    files = [f for f in folder.iterdir() if f.name.startswith("trace.") or f.suffix == ".tlm" or f.name == "timeline.json"]
    return sum(f.stat().st_size for f in files)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="pairs of runs, default 15")
    parser.add_argument("workload", nargs="?", default=str(ROOT / "out" / "2of8.nmw"))
    given = parser.parse_args()
    if not Path(given.workload).exists():
        sys.exit(f"trace-cost.py: {given.workload}: no such file; ./dev run makes the main job's")
    OUT.mkdir(parents=True, exist_ok=True)
    known = kinds()
    variants = [("vcd, engines' states", ["--trace", "vcd", *STATES])]
    variants += [(kind, ["--trace", kind]) for kind in known]
    variants += [("all of them", ["--trace", ",".join(known)])]
    base = ["-w", given.workload]
    spent([*base, "-o", str(OUT / "plain")])  # warms the caches
    print(f"{'trace':<24} {'cpu s without':>14} {'cpu s with':>11} {'ratio':>6} {'MB':>7}")
    for name, options in variants:
        pairs = []
        for _ in range(given.runs):
            plain = spent([*base, "-o", str(OUT / "plain")])[0]
            pairs.append((plain, spent([*base, "-o", str(OUT / "traced"), *options])[0]))
        print(f"{name:<24} {statistics.median(p for p, _ in pairs):>14.3f} {statistics.median(t for _, t in pairs):>11.3f}"
              f" {statistics.median(t / p for p, t in pairs):>6.2f} {bytes_of(OUT / 'traced') / 1e6:>7.1f}", flush=True)
    shutil.rmtree(OUT)

    if not (BIN / "sc_trace_cost").exists():
        return
    print("\nnanoseconds of a step in which one of 100 traced signals changes:")
    for way in ("none", "sc_trace", "recorder"):
        costs = [float(subprocess.run([str(BIN / "sc_trace_cost"), way], capture_output=True, text=True, check=True,
                                      env={**os.environ, "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE": "1"}).stdout)
                 for _ in range(5)]
        print(f"{way:<24} {statistics.median(costs):>14.0f}")


if __name__ == "__main__":
    main()
