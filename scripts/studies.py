#!/usr/bin/env python3
"""Runs the studies of configs/sweeps and makes the tables and conclusions of docs/studies.md: ./dev studies.

A conclusion is a list of statements, each of which is checked against the data before it is written: a statement that
no longer holds ends the program with exit code 1. Everything comes from results.csv; equal inputs, equal bytes.
"""

import argparse
import csv
import difflib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/studies.md"
SERIES = ROOT / "out/idp-fashion-mnist/deploy/table.json"
PUBLISHED_MS = 43.89  # FQ-BERT on ZCU102, BERT-base, 128 rows, batch 1: theirs, measured


class Broken(Exception):
    """A statement that the data do not bear out."""


def holds(condition, text):
    if not condition:
        raise Broken(text)
    return text


class Rows:
    """The rows of a results.csv, found by the values of columns."""

    def __init__(self, path):
        with open(path, newline="") as file:
            self.rows = [self.typed(row) for row in csv.DictReader(file)]
        failed = [row for row in self.rows if row["status"] != "ok"]
        if failed:
            sys.exit(f"{path}: point {failed[0]['id']} is {failed[0]['status']}: {failed[0]['reason']}")

    @staticmethod
    def typed(row):
        def value(text):
            try:
                return int(text)
            except ValueError:
                try:
                    return float(text)
                except ValueError:
                    return text
        return {name: value(text) for name, text in row.items()}

    def where(self, **columns):
        """Column names with '__' for '.'."""
        wanted = {name.replace("__", "."): value for name, value in columns.items()}
        return [row for row in self.rows if all(row[name] == value for name, value in wanted.items())]

    def one(self, **columns):
        found = self.where(**columns)
        if len(found) != 1:
            raise Broken(f"{len(found)} points instead of one with {columns}")
        return found[0]

    def values(self, column):
        """Distinct, in the order of the points."""
        return list(dict.fromkeys(row[column] for row in self.rows))


def times(factor):
    return f"{factor:.2f}"


def percent(share, digits=1):
    return f"{100 * share:.{digits}f} %"


def kib(size):
    return f"{size // 1024} KiB"


def mb(size):
    return f"{size / 1e6:.1f}"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def fastest(rows):
    return min(rows, key=lambda row: row["cycles"])


def slowest(rows):
    return max(rows, key=lambda row: row["cycles"])


def spread(rows):
    return slowest(rows)["cycles"] / fastest(rows)["cycles"]


def array_shape(data):
    patterns = data.values("workload.pattern")
    for row in data.rows:
        row["shape"] = "{} x {} x {}".format(row["sta.rows"], row["sta.cols"], row["sta.lanes"])
        row["multipliers"] = row["sta.rows"] * row["sta.cols"] * row["sta.lanes"]
    shapes = sorted(data.values("shape"), key=lambda shape: data.where(shape=shape)[0]["multipliers"])
    cells = []
    for shape in shapes:
        some = data.where(shape=shape)[0]
        cells.append([shape, some["multipliers"], some["dsps"], f"{some['area_mm2']:.2f}"] +
                     [data.one(shape=shape, pattern=pattern)["cycles"] for pattern in patterns])
    budget = {(size, pattern): data.where(multipliers=size, pattern=pattern)
              for size in (1024, 4096) for pattern in patterns}
    gain = {pattern: fastest(budget[1024, pattern])["cycles"] / fastest(budget[4096, pattern])["cycles"]
            for pattern in patterns}
    sparse = {size: fastest(budget[size, "dense"])["cycles"] / fastest(budget[size, "2:8"])["cycles"]
              for size in (1024, 4096)}
    square = {lanes: data.one(shape=f"32 x 32 x {lanes}", pattern="2:8") for lanes in (2, 4)}
    odd = slowest(budget[1024, "2:8"])
    statements = [
        holds(spread(budget[1024, "dense"]) < 1.05 and spread(budget[1024, "2:8"]) > 1.5 and odd["sta.lanes"] == 4,
              f"With 1024 multipliers the shape hardly matters to a dense layer (slowest / fastest "
              f"{times(spread(budget[1024, 'dense']))}), and much to a sparse one: {times(spread(budget[1024, '2:8']))} "
              f"at 2:8, {times(spread(budget[1024, '1:8']))} at 1:8. Slowest is {odd['shape']}: a group takes at least "
              f"one cycle, so lanes beyond N idle."),
        holds(square[4]["cycles"] > 0.99 * square[2]["cycles"] and square[4]["dsps"] > square[2]["dsps"],
              f"Lanes beyond N buy nothing: at 2:8, 32 x 32 x 4 takes {square[4]['cycles']} cycles and "
              f"{square[4]['dsps']:.0f} DSPs, 32 x 32 x 2 {square[2]['cycles']} cycles and {square[2]['dsps']:.0f}. "
              f"Where N varies from layer to layer, multipliers in rows and columns are of more use."),
        holds(gain["dense"] > gain["2:4"] > gain["2:8"] > gain["1:8"],
              f"Four times the multipliers gain less the sparser the model: {times(gain['dense'])} dense, "
              f"{times(gain['2:4'])} at 2:4, {times(gain['2:8'])} at 2:8, {times(gain['1:8'])} at 1:8, each with the "
              f"best shape of its budget. The 32 bytes per cycle of the bus do not grow with the array."),
        holds(sparse[1024] > 3 and sparse[4096] < 2,
              f"For the same reason 2:8 gains {times(sparse[1024])} of its ideal 4 on 1024 multipliers, and "
              f"{times(sparse[4096])} on 4096."),
    ]
    heads = ["rows x cols x lanes", "multipliers", "DSPs", "mm2 at 45 nm"] + [f"cycles {p}" for p in patterns]
    return {"array-shape": table(heads, cells)}, statements


def buffers_bandwidth(data):
    sizes = data.values("buffers.weight.bytes")
    widths = data.values("bus.bytes_per_cycle")

    def at(size, width):
        return data.one(buffers__weight__bytes=size, bus__bytes_per_cycle=width)

    cells = [[kib(size)] + [at(size, width)["cycles"] for width in widths] + [mb(at(size, widths[-1])["dram_bytes"])]
             for size in sizes]
    small, large, narrow, wide = sizes[0], sizes[-1], widths[0], widths[-1]
    by_size = {width: at(small, width)["cycles"] / at(large, width)["cycles"] for width in (narrow, wide)}
    by_width = {size: at(size, narrow)["cycles"] / at(size, wide)["cycles"] for size in (small, large)}
    last = max(at(size, 64)["cycles"] / at(size, 128)["cycles"] for size in sizes)
    moved = {size: at(size, 32)["dram_bytes"] for size in sizes}
    drops = {size: moved[half] / moved[size] for half, size in zip(sizes, sizes[1:])}
    step = max(drops, key=drops.get)
    best = fastest(data.rows)["cycles"]
    good = [row for row in data.rows if row["cycles"] <= 1.1 * best]
    smallest = min(good, key=lambda row: row["area_mm2"])
    statements = [
        holds(by_size[narrow] > by_size[wide] > 1 and by_width[small] > by_width[large] > 1,
              f"The one replaces the other: from {kib(small)} to {kib(large)} the layer gains "
              f"{times(by_size[narrow])} behind {narrow} bytes per cycle and {times(by_size[wide])} behind {wide}; from "
              f"{narrow} to {wide} bytes it gains {times(by_width[small])} with {kib(small)} and "
              f"{times(by_width[large])} with {kib(large)}."),
        holds(last < 1.02,
              f"Beyond 64 bytes per cycle the bus buys nothing: 128 gain at most {percent(last - 1)}."),
        holds(all(drop >= 1 for drop in drops.values()) and drops[step] > 1.5,
              f"Traffic falls in steps, as operands begin to fit: at 32 bytes per cycle from {mb(moved[sizes[0]])} to "
              f"{mb(moved[sizes[-1]])} MB in all, most of it ({times(drops[step])}) with the step to {kib(step)}."),
        holds(smallest["buffers.weight.bytes"] < large,
              f"The smallest chip within 10 % of the fastest has {kib(smallest['buffers.weight.bytes'])} and "
              f"{smallest['bus.bytes_per_cycle']} bytes per cycle: {smallest['cycles']} cycles on "
              f"{smallest['area_mm2']:.2f} mm2, where the fastest takes {best} on "
              f"{fastest(data.rows)['area_mm2']:.2f} mm2 (45 nm)."),
    ]
    heads = ["weight buffer"] + [f"cycles, {width} B/cycle" for width in widths] + ["MB of DRAM traffic"]
    return {"buffers-bandwidth": table(heads, cells)}, statements


def dram_grade(data):
    grades, channels, rows = (data.values(name) for name in ("ddr.grade", "ddr.channels", "sta.rows"))
    patterns = data.values("workload.pattern")

    def at(grade, count, size, pattern):
        return data.one(ddr__grade=grade, ddr__channels=count, sta__rows=size, pattern=pattern)

    cells = []
    for grade in grades:
        for count in channels:
            points = [at(grade, count, size, pattern) for size in rows for pattern in patterns]
            cells.append([grade, count] + [point["cycles"] for point in points] +
                         [f"{point['energy_mj']:.2f}" for point in points])
    ranges = {(size, pattern): spread(data.where(sta__rows=size, pattern=pattern))
              for size in rows for pattern in patterns}
    worst = slowest(data.where(sta__rows=64, pattern="2:8"))
    ddr4 = {count: at("ddr4_2400", count, 32, "2:8") for count in channels}
    thrifty = {size: min(data.where(sta__rows=size, pattern="2:8"), key=lambda row: row["energy_mj"]) for size in rows}
    statements = [
        holds(ranges[32, "dense"] < 1.03 and ranges[32, "2:8"] < 1.15 and ranges[64, "dense"] > 1.3,
              f"Behind 1024 multipliers the memory is nearly indifferent: slowest / fastest of all twelve is "
              f"{times(ranges[32, 'dense'])} dense and {times(ranges[32, '2:8'])} at 2:8. Behind 4096 it is "
              f"{times(ranges[64, 'dense'])} and {times(ranges[64, '2:8'])}."),
        holds(worst["ddr.grade"] == "lpddr4_3200" and worst["ddr.channels"] == 1,
              f"Slowest there is one channel of {worst['ddr.grade']}, the narrowest memory (12.8 GB/s at its peak): "
              f"{worst['cycles']} cycles at 2:8. Two of them are level with two channels of DDR3-1600 "
              f"({at('lpddr4_3200', 2, 64, '2:8')['cycles']} and {at('ddr3_1600', 2, 64, '2:8')['cycles']})."),
        holds(ddr4[4]["energy_mj"] > 1.5 * ddr4[1]["energy_mj"],
              f"Channels that are not needed cost energy, because they are powered whether they are used or not: with "
              f"1024 multipliers at 2:8 four channels of DDR4-2400 save {percent(1 - ddr4[4]['cycles'] / ddr4[1]['cycles'])} "
              f"of the cycles for {times(ddr4[4]['energy_mj'] / ddr4[1]['energy_mj'])} times the energy of one."),
        holds(all(row["ddr.grade"] == "hbm2" and row["ddr.channels"] == 1 for row in thrifty.values()),
              f"One channel of HBM2 takes least energy with both arrays ({thrifty[32]['energy_mj']:.2f} and "
              f"{thrifty[64]['energy_mj']:.2f} mJ at 2:8). Its and LPDDR4's costs are assumptions of their order of "
              f"magnitude ([energy.md](energy.md)), and a stack has eight channels that are powered together: read it "
              f"as 'no memory but the widest is worth its power', not as a price."),
    ]
    heads = ["grade", "channels"] + [f"cycles {size} x {size} {pattern}" for size in rows for pattern in patterns] + \
            [f"mJ {size} x {size} {pattern}" for size in rows for pattern in patterns]
    return {"dram-grade": table(heads, cells)}, statements


def softmax_placement(data):
    lengths = data.values("workload.seq")

    def at(length, place):
        return data.one(workload__seq=length, softmax__placement=place)

    cells, slower, more = [], {}, {}
    for length in lengths:
        on, off = at(length, "on_chip"), at(length, "off_chip")
        slower[length] = off["cycles"] / on["cycles"] - 1
        more[length] = off["dram_bytes"] / on["dram_bytes"] - 1
        cells.append([length, on["cycles"], off["cycles"], f"+{percent(slower[length])}", mb(on["dram_bytes"]),
                      mb(off["dram_bytes"]), f"+{percent(more[length])}", f"{on['energy_mj']:.2f}",
                      f"{off['energy_mj']:.2f}"])
    rising = all(slower[a] < slower[b] and more[a] < more[b] for a, b in zip(lengths, lengths[1:]))
    statements = [
        holds(rising and slower[lengths[0]] > 0,
              f"Keeping the scores on chip is faster at every length, and the more so the longer the sequence: sending "
              f"them through DRAM costs {percent(slower[64])} at 64 rows, {percent(slower[128])} at 128, "
              f"{percent(slower[256])} at 256 and {percent(slower[512])} at 512, with {percent(more[512], 0)} more "
              f"traffic there."),
        holds(slower[128] < 0.1,
              f"At the usual 128 rows it is a matter of {percent(slower[128])} of the layer: attention is a small part "
              f"of it there. The claim of the published system, that the round trip should be avoided, is borne out by "
              f"this machine; how much it is worth depends on the length."),
    ]
    heads = ["rows", "cycles on chip", "cycles off chip", "", "MB on chip", "MB off chip", "", "mJ on chip",
             "mJ off chip"]
    return {"softmax-placement": table(heads, cells)}, statements


def front(rows):
    """Those that no other is at least as good as in both, the fastest first."""
    best = -1
    kept = []
    for row in sorted(rows, key=lambda row: (row["latency_ms"], -row["accuracy"])):
        if row["accuracy"] > best:
            best = row["accuracy"]
            kept.append(row)
    return kept


def accuracy_latency(data):
    sizes = data.values("sta.rows")
    names = data.values("workload")
    fronts = {size: front(data.where(sta__rows=size)) for size in sizes}
    cells = []
    for name in names:
        points = {size: data.one(workload=name, sta__rows=size) for size in sizes}
        cells.append([name, f"{points[sizes[0]]['accuracy']:.2f}"] +
                     [f"{points[size]['latency_ms']:.3f}{' *' if points[size] in fronts[size] else ''}"
                      for size in sizes])
    dense = {size: data.one(workload="dense", sta__rows=size) for size in sizes}
    small, large = sizes
    series = {kind: [row for row in data.where(sta__rows=small) if row["workload"].startswith(kind + "/")]
              for kind in ("idp", "oneshot")}
    gain = {size: dense[size]["latency_ms"] / min(row["latency_ms"] for row in data.where(sta__rows=size))
            for size in sizes}
    close = min((row for row in series["idp"] if row["accuracy"] >= dense[small]["accuracy"] - 1.5),
                key=lambda row: row["latency_ms"])
    oneshot = data.one(workload=close["workload"].replace("idp/", "oneshot/"), sta__rows=small)
    on_front = [row["workload"] for row in fronts[small]]
    from_idp = sum(name.startswith("idp/") for name in on_front)
    statements = [
        holds(gain[small] > 2 and gain[large] < 1.1,
              f"On the small array ({small} x {small}) the sparsest model takes {times(gain[small])} times less than the "
              f"dense one; on the default array ({large} x {large}) {times(gain[large])}, whatever it loses in accuracy. "
              f"There the time is attention's of 16 rows, set up by the host, and pruning is the wrong means."),
        holds(from_idp > len(on_front) / 2,
              f"The front of the small array: {', '.join(on_front)}. {from_idp} of its {len(on_front)} models come from "
              f"inherited dynamic pruning."),
        holds(close["accuracy"] - oneshot["accuracy"] > 5,
              f"Within 1.5 points of the dense model's {dense[small]['accuracy']:.2f} % the fastest is "
              f"{close['workload']}: {close['accuracy']:.2f} %, {times(dense[small]['latency_ms'] / close['latency_ms'])} "
              f"times as fast on the small array. Pruned in one shot the same pattern has "
              f"{oneshot['accuracy']:.2f} %."),
    ]
    heads = ["model", "int8 %"] + [f"ms, {size} x {size}" for size in sizes]
    return {"accuracy-latency": table(heads, cells)}, statements


def zcu102(data):
    clocks, patterns = data.values("sta.clock_mhz"), data.values("workload.pattern")

    def at(pattern, clock):
        return data.one(sta__clock_mhz=clock, pattern=pattern)

    cells = [[pattern] + [f"{at(pattern, clock)['latency_ms']:.2f}" for clock in clocks] +
             [percent(at(pattern, 200)["array_utilisation"]), mb(at(pattern, 200)["dram_bytes"])]
             for pattern in patterns]
    cells.append(["FQ-BERT, as published"] + [""] * len(clocks) + ["", ""])
    cells[-1][1] = f"{PUBLISHED_MS} (W4A8; measured; clock not known to us)"
    dense = {clock: at("dense", clock)["latency_ms"] for clock in clocks}
    ideal = at("dense", 200)["macs_dense"] / (2048 * 200e6) * 1e3
    half = {pattern: at(pattern, 200)["latency_ms"] for pattern in patterns}
    some = at("dense", 200)
    statements = [
        holds(dense[100] > PUBLISHED_MS > dense[150],
              f"This dense machine takes {dense[200]:.2f} ms at 200 MHz, {times(PUBLISHED_MS / dense[200])} times less "
              f"than the published {PUBLISHED_MS} ms, and {dense[100]:.2f} ms at 100 MHz, more than it: the published "
              f"figure is met somewhere between 100 and 150 MHz. Which of the two is the better accelerator this does "
              f"not say: the assumed clock and number of multipliers decide it."),
        holds(dense[200] < 1.1 * ideal,
              f"The array alone would take {ideal:.2f} ms at 200 MHz (every multiplier busy in every cycle); the "
              f"machine stays within {percent(dense[200] / ideal - 1)} of that. A real design will not: nothing here "
              f"knows of placement, routing or a software stack."),
        holds(half["dense"] / half["2:8"] > 3,
              f"Against its own dense run the machine gains {times(half['dense'] / half['2:4'])} at 2:4, "
              f"{times(half['dense'] / half['2:8'])} at 2:8 and {times(half['dense'] / half['1:8'])} at 1:8 (200 MHz). "
              f"That comparison is one of equals; what the patterns cost in accuracy on BERT is not measured here, the "
              f"weights are random."),
        holds(some["dsps"] <= 2520,
              f"The machine is counted at {some['dsps']:.0f} of 2520 DSPs and {some['luts'] / 1000:.0f} of 274 thousand "
              f"LUTs, with factors around both (`stavp area`) that reach beyond the part."),
    ]
    heads = ["N:M"] + [f"ms at {clock} MHz" for clock in clocks] + ["array utilisation", "MB of DRAM traffic"]
    return {"zcu102": table(heads, cells)}, statements


STUDIES = {"array-shape": array_shape, "buffers-bandwidth": buffers_bandwidth, "dram-grade": dram_grade,
           "softmax-placement": softmax_placement, "accuracy-latency": accuracy_latency, "zcu102": zcu102}


def say(text):
    print(f"studies: {text}", file=sys.stderr, flush=True)


def run(stavp, *words):
    done = subprocess.run([stavp, *words], cwd=ROOT)
    if done.returncode != 0:
        sys.exit(f"{stavp} {' '.join(words)}: exit {done.returncode}")


def blocks_of(name, out, stavp, report):
    """Runs a study; what goes between the markers of the docs."""
    shutil.rmtree(out, ignore_errors=True)
    run(stavp, "sweep", f"configs/sweeps/{name}.yaml", "-o", str(out))
    if report:
        run(stavp, "report", str(out))
    try:
        tables, statements = STUDIES[name](Rows(out / "results.csv"))
    except Broken as broken:
        sys.exit(f"study {name}: the data no longer say: {broken}")
    blocks = {f"table {key}": text for key, text in tables.items()}
    blocks[f"conclusion {name}"] = "".join(f"- {text}\n" for text in statements)
    return blocks


def filled(page, blocks):
    for marker, text in blocks.items():
        pattern = re.compile(rf"(<!-- {re.escape(marker)} -->\n).*?(<!-- end -->)", re.S)
        if not pattern.search(page):
            sys.exit(f"{PAGE.name}: has no place for '{marker}'")
        page = pattern.sub(lambda match, text=text: match[1] + text + match[2], page)
    return page


def main():
    parser = argparse.ArgumentParser(prog="./dev studies", allow_abbrev=False)
    parser.add_argument("studies", nargs="*", metavar="STUDY", help=f"{', '.join(STUDIES)} (default: all)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="put tables and conclusions into docs/studies.md")
    how.add_argument("--check", action="store_true", help="exit code 1 if docs/studies.md says something else")
    parser.add_argument("--stavp", default="build/bin/stavp")
    parser.add_argument("--out", default="out/studies")
    options = parser.parse_args()
    os.chdir(ROOT)
    unknown = [name for name in options.studies if name not in STUDIES]
    if unknown:
        parser.error(f"unknown study '{unknown[0]}': {', '.join(STUDIES)}")
    page = PAGE.read_text()
    fresh = page
    for name in options.studies or STUDIES:
        if name == "accuracy-latency" and not SERIES.exists():
            say(f"{name} is left out: {SERIES.relative_to(ROOT)} is missing; the head of configs/sweeps/{name}.yaml "
                "says how it is made")
            continue
        say(name)
        blocks = blocks_of(name, Path(options.out).absolute() / name, options.stavp, not options.check)
        fresh = filled(fresh, blocks)
        if not options.check:
            print("\n".join(f"{marker}\n\n{text}" for marker, text in blocks.items()))
    if options.write:
        PAGE.write_text(fresh)
    if options.check and fresh != page:
        sys.stdout.writelines(difflib.unified_diff(page.splitlines(True), fresh.splitlines(True), "docs", "fresh run"))
        sys.exit(1)


main()
