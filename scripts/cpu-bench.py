#!/usr/bin/env python3
"""Speed of the CPU model against QEMU on the same ELF files (bench/cpu), side by side.

usage: cpu-bench.py [--pairs N] [--quantum-ns N] [--engine jit|interpreter] [--require RATIO] [--build FOLDER]
                    [--json FILE] [PROGRAM...]

Runs of stavp (lt) and of qemu-system-riscv64 -M virt (multi-threaded TCG as it comes, no icount) alternate, so that what
else the machine does falls on both. A time is the user time of the whole process, all threads, minus that of a program
that does nothing, so without start-up; the ratio is the median over the pairs. Instructions are stavp's, and are
compared once per program with what QEMU counts under -icount. Exit code 1 if a program fails, a count differs, or a
ratio is under the one required.
"""
import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ["core", "crc32", "sieve", "sort", "sha256", "bytecode"]
QEMU = ["qemu-system-riscv64", "-M", "virt", "-bios", "none", "-nographic", "-kernel"]


def run(command):
    """User seconds of the process, and what it printed."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    found = re.search(r"right ([0-9a-f]{16}) instret ([0-9a-f]{16})", text)
    if child.returncode != 0 or found is None:
        sys.exit(f"{' '.join(command)}: exit code {child.returncode}\n{text}")
    return usage.ru_utime, found.group(1), int(found.group(2), 16)


class Machines:
    def __init__(self, build, quantum_ns, engine):
        self.elfs = build / "baremetal"
        self.stavp = [str(build / "bin" / "stavp"), "run", "--fidelity", "lt", "--set",
                      f"sim.quantum_ns={quantum_ns}", "--set", f"cpu.engine={engine}", "--firmware"]

    def pair(self, program):
        elf = str(self.elfs / f"bench_{program}.elf")
        ours, our_result, instructions = run([*self.stavp, elf])
        theirs, their_result, _ = run([*QEMU, elf])
        if our_result != their_result:
            sys.exit(f"{program}: stavp computed {our_result}, QEMU {their_result}")
        return ours, theirs, instructions

    def count_in_qemu(self, program):
        command = [*QEMU, str(self.elfs / f"bench_{program}.elf"), "-icount", "shift=0,sleep=off"]
        return run(command)[2]


def measure(machines, program, pairs, start):
    samples = [machines.pair(program) for _ in range(pairs)]
    instructions = samples[0][2]
    ours = [max(s[0] - start["stavp"], 1e-6) for s in samples]
    theirs = [max(s[1] - start["qemu"], 1e-6) for s in samples]
    ratios = sorted(t / o for o, t in zip(ours, theirs))
    # Boot code before the program runs on QEMU only: the same number as in the empty one.
    extra = machines.count_in_qemu(program) - instructions
    return {"program": program, "instructions": instructions, "counts_equal": extra == start["boot_instructions"],
            "stavp_seconds": statistics.median(ours), "qemu_seconds": statistics.median(theirs),
            "stavp_mips": instructions / statistics.median(ours) / 1e6,
            "qemu_mips": instructions / statistics.median(theirs) / 1e6,
            "ratio": statistics.median(ratios), "ratio_min": ratios[0], "ratio_max": ratios[-1]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5, help="pairs of runs, default 5")
    parser.add_argument("--quantum-ns", type=int, default=10000, help="stavp's quantum, default 10000")
    parser.add_argument("--engine", choices=["jit", "interpreter"], default="jit", help="cpu.engine, default jit")
    parser.add_argument("--require", type=float, default=0.0, help="least ratio of every program, default none")
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="build folder, default build")
    parser.add_argument("--json", help="also to this file (-: to the console, instead of the table)")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"default: {' '.join(PROGRAMS)}")
    given = parser.parse_args()
    for program in given.programs:
        if program not in PROGRAMS:
            parser.error(f"no program '{program}'; there are {', '.join(PROGRAMS)}")
    if given.pairs < 1:
        parser.error("--pairs must be at least 1")
    table = given.json != "-"
    machines = Machines(given.build, given.quantum_ns, given.engine)
    empty = [machines.pair("empty") for _ in range(5)]
    start = {"stavp": statistics.median(e[0] for e in empty), "qemu": statistics.median(e[1] for e in empty),
             "boot_instructions": machines.count_in_qemu("empty") - empty[0][2]}
    if table:
        print(f"{'program':10} {'instructions':>13} {'stavp MIPS':>11} {'QEMU MIPS':>10} {'ratio':>6}   of the pairs"
              "    counts")
    results = []
    for program in given.programs or PROGRAMS:
        r = measure(machines, program, given.pairs, start)
        results.append(r)
        if table:
            print(f"{program:10} {r['instructions']:>13} {r['stavp_mips']:>11.0f} {r['qemu_mips']:>10.0f} "
                  f"{r['ratio']:>6.2f}   {r['ratio_min']:.2f} to {r['ratio_max']:.2f}   "
                  f"{'equal' if r['counts_equal'] else 'DIFFER'}", flush=True)
    mean = math.exp(statistics.mean(math.log(r["ratio"]) for r in results))
    lowest = min(r["ratio"] for r in results)
    if table:
        print(f"{'geometric mean':48} {mean:.2f}, lowest {lowest:.2f}; start-up taken off: stavp "
              f"{start['stavp']:.3f} s, QEMU {start['qemu']:.3f} s")
    if given.json:
        text = json.dumps({"quantum_ns": given.quantum_ns, "engine": given.engine, "pairs": given.pairs, "startup_seconds": start,
                           "programs": results, "ratio_mean": mean, "ratio_lowest": lowest}, indent=2)
        if table:
            Path(given.json).write_text(text + "\n")
        else:
            print(text)
    if not all(r["counts_equal"] for r in results):
        sys.exit("instruction counts differ")
    if lowest < given.require:
        sys.exit(f"lowest ratio {lowest:.2f} is under {given.require}")


if __name__ == "__main__":
    main()
