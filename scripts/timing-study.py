#!/usr/bin/env python3
"""Measures the tables and the plot of docs/timing.md: ./dev timing [--write].

Writes out/timing/*.md, nm-sweep.csv and nm-sweep.svg; with --write also the tables and the figure of the docs.
Everything in them is simulated: equal inputs, equal bytes.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out/timing"
STAVP = ROOT / "build/bin/stavp"
NMPRUNE = ROOT / "build/bin/nmprune"
DEFAULT = ["-c", "configs/platforms/default.yaml"]

SWEEP = ["dense"] + [f"{n}:8" for n in range(8, 0, -1)] + ["1:16", "1:32"]
TABLE = ["dense", "4:8", "2:4", "2:8", "1:8"]
# The product of the sweep: the first matrix of the feed-forward network of BERT-base.
PRODUCT = {"m": 128, "k": 768, "n": 3072}


def run(*words):
    done = subprocess.run([str(w) for w in words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(w) for w in words)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def say(text):
    if sys.stderr.isatty():
        print(f"\r\033[Ktiming study: {text}", end="", file=sys.stderr, flush=True)


def workload(shape, pattern, seq, layers=1):
    path = OUT / f"{shape}-{layers}-{seq}-{pattern.replace(':', 'of')}.nmw"
    if not path.exists():
        run(NMPRUNE, "synth", "--shape", shape, "--layers", layers, "--seq", seq, "--pattern", pattern, "--seed", 1,
            "-o", path)
    return path


def summary_of(name, path, *options):
    run(STAVP, "run", *DEFAULT, "-w", path, "-o", OUT / name, *options)
    return json.loads((OUT / name / "summary.json").read_text())


def layer(summary, name):
    return next(entry for entry in summary["layers"] if entry["name"] == name)


def ideal(pattern):
    """M/N, and 1 for dense."""
    if pattern == "dense":
        return 1.0
    n, m = pattern.split(":")
    return int(m) / int(n)


def top_stall(entry):
    stalls = {name: cycles for name, cycles in entry["stalls"].items() if cycles > 0}
    if not stalls:
        return "-"
    name = max(stalls, key=lambda key: (stalls[key], key))
    return f"{name} {100 * stalls[name] / entry['cycles']:.1f} %"


def gemm(pattern, *options):
    size = [word for name, value in PRODUCT.items() for word in (f"--{name}", value)]
    return json.loads(run(STAVP, "gemm", *DEFAULT, *size, "--pattern", pattern, "--json", *options))


def table(name, heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    text = "\n".join(lines) + "\n"
    (OUT / f"{name}.md").write_text(text)
    print(f"\n{name}\n\n{text}")


def fidelity(name, path):
    """Layers one after the other, so that each has cycles of its own; then the total with layers overlapping."""
    apart, overlapping = (json.loads(run(STAVP, "compare-fidelity", *DEFAULT, "-w", path, "--json",
                                         "--set", f"scheduler.prefetch={prefetch}")) for prefetch in ("false", "true"))
    rows = [(entry["name"], entry["lt_cycles"], entry["at_cycles"], f"{entry['error_percent']:+.1f} %")
            for entry in apart["layers"]]
    for what, report in (("all, layer after layer", apart), ("all, layers overlapping (default)", overlapping)):
        error = 100 * (report["lt_cycles"] - report["at_cycles"]) / report["at_cycles"]
        rows.append((what, report["lt_cycles"], report["at_cycles"], f"{error:+.1f} %"))
    table(f"fidelity-{name}", ["layer", "lt cycles", "at cycles", "error of lt"], rows)


def utilisation():
    rows = []
    for pattern in TABLE:
        summary = summary_of("run", workload("bert-base", pattern, 128))
        products = [entry for entry in summary["layers"] if entry["op"] in ("gemm", "attention")
                    or entry["op"].startswith("gemm")]
        rows.append([pattern, summary["cycles"]] + [f"{100 * entry['utilisation']:.1f} %" for entry in products])
        heads = ["N:M", "cycles"] + [entry["name"] for entry in products]
    table("utilisation", heads, rows)


def placement():
    rows = []
    for seq in (128, 512):
        path = workload("bert-base", "2:4", seq)
        runs = {place: summary_of("run", path, "--set", f"softmax.placement={place}")
                for place in ("on_chip", "off_chip")}
        moved = {place: entry["dram"]["read_bytes"] + entry["dram"]["write_bytes"] for place, entry in runs.items()}
        attention = {place: layer(entry, "layer0.attention") for place, entry in runs.items()}
        for place in ("on_chip", "off_chip"):
            rows.append((seq, place, runs[place]["cycles"], attention[place]["cycles"],
                         f"{attention[place]['cycles'] / attention['on_chip']['cycles']:.2f}", moved[place],
                         top_stall(attention[place])))
    table("placement", ["seq", "scores", "block cycles", "attention cycles", "of on_chip", "DRAM bytes of the block",
                        "largest stall of attention"], rows)


def sweep():
    rows = []
    dense = {options: gemm("dense", *options) for options in ((), ("--ideal-memory",))}
    for pattern in SWEEP:
        say(pattern)
        real, array = gemm(pattern), gemm(pattern, "--ideal-memory")
        rows.append({"pattern": pattern, "ideal": ideal(pattern),
                     "array": dense[("--ideal-memory",)]["cycles"] / array["cycles"],
                     "with_memory": dense[()]["cycles"] / real["cycles"],
                     "utilisation": real["utilisation"], "cycles": real["cycles"], "stall": top_stall(real)})
    with open(OUT / "nm-sweep.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    table("nm-sweep", ["N:M", "ideal M/N", "array alone", "with memory", "of ideal", "utilisation", "largest stall"],
          [(r["pattern"], f"{r['ideal']:.2f}", f"{r['array']:.2f}", f"{r['with_memory']:.2f}",
            f"{100 * r['with_memory'] / r['ideal']:.0f} %", f"{100 * r['utilisation']:.1f} %", r["stall"])
           for r in rows])
    plot(rows)


def plot(rows):
    points = [r for r in rows if r["pattern"] not in ("8:8",)]
    data = "\n".join(f"{r['ideal']} {r['array']} {r['with_memory']} \"{r['pattern']}\"" for r in points)
    notes = []
    leaves = next((r for r in points if r["with_memory"] < 0.9 * r["ideal"]), None)
    if leaves:
        notes.append(f"below 90 % of the ideal from {leaves['pattern']} on: {leaves['stall']}")
        notes.append(f"at {points[-1]['pattern']}: {points[-1]['stall']}")
    note = "".join(f"set label {i + 2} \"{text}\" at graph 0.42,{0.20 - 0.06 * i} textcolor rgb '#444444' noenhanced\n"
                   for i, text in enumerate(notes))
    script = f"""set terminal svg size 760,520 font 'sans-serif,13' background '#ffffff'
set output '{OUT / "nm-sweep.svg"}'
set title 'Speed-up over dense: {PRODUCT["m"]} x {PRODUCT["k"]} x {PRODUCT["n"]}, default platform'
set xlabel 'ideal speed-up M/N'
set ylabel 'speed-up over dense'
set logscale xy 2
set xrange [0.95:40]
set yrange [0.8:40]
set key top left
set grid
$points << END
{data}
END
{note}plot x with lines dashtype 2 linecolor rgb '#888888' title 'ideal M/N', \\
     $points using 1:2 with linespoints pointtype 6 linecolor rgb '#1f77b4' title 'array alone (ideal memory)', \\
     $points using 1:3 with linespoints pointtype 7 linecolor rgb '#d62728' title 'with DRAM, bus and buffers', \\
     $points using 1:3:4 with labels offset 0,-1 notitle
"""
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def write_docs():
    page = ROOT / "docs/timing.md"

    def filled(match):
        return f"{match[1]}\n{(OUT / (match[2] + '.md')).read_text()}{match[3]}"

    page.write_text(re.sub(r"(<!-- table ([a-z-]+) -->)\n.*?(<!-- end -->)", filled, page.read_text(), flags=re.S))
    shutil.copyfile(OUT / "nm-sweep.svg", ROOT / "docs/figures/nm-sweep.svg")


def main():
    if sys.argv[1:] not in ([], ["--write"]):
        sys.exit("usage: ./dev timing [--write]")
    os.chdir(ROOT)
    OUT.mkdir(parents=True, exist_ok=True)
    steps = [("encoder", lambda: fidelity("encoder", ROOT / "out/2of8.nmw")),
             ("bert-base", lambda: fidelity("bert-base", workload("bert-base", "2:4", 128))),
             ("utilisation", utilisation), ("placement", placement), ("sweep", sweep)]
    if not (ROOT / "out/2of8.nmw").exists():
        sys.exit("timing study: out/2of8.nmw is missing: ./dev run makes it")
    for name, step in steps:
        say(name)
        step()
    say("done\n")
    if sys.argv[1:]:
        write_docs()


main()
