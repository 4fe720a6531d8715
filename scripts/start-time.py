#!/usr/bin/env python3
"""How long `stavp run` takes to the first instruction of the guest, and to its end, as its caller sees it: the median of
20 processes, after one that is not counted. The guest prints with its third instruction; the time to the first is not
longer than to what it prints. --bound-ms fails the run when a median to the first instruction is above."""

import argparse
import os
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def one_run(command):
    """Seconds to the first byte on stdout, and to the end of the process."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        first = os.read(process.stdout.fileno(), 1)
        seen = time.perf_counter() - start
        process.wait()
        whole = time.perf_counter() - start
    if first != b"\n" or process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}, first byte {first}")
    return seen, whole


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stavp", default=f"{ROOT}/build/bin/stavp")
    parser.add_argument("--program", default=f"{ROOT}/build/baremetal/first.elf")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--bound-ms", type=float)
    arguments = parser.parse_args()
    print(f"{'median of ' + str(arguments.runs) + ' runs':<24} {'first instruction':>18} {'whole process':>14}")
    worst = 0
    for fidelity in "at", "lt":
        command = [arguments.stavp, "run", "--firmware", arguments.program, "--fidelity", fidelity]
        one_run(command)
        runs = [one_run(command) for _ in range(arguments.runs)]
        first, whole = (1000 * statistics.median(times) for times in zip(*runs))
        print(f"{'fidelity ' + fidelity:<24} {first:>15.1f} ms {whole:>11.1f} ms")
        worst = max(worst, first)
    if arguments.bound_ms is not None and worst > arguments.bound_ms:
        sys.exit(f"more than {arguments.bound_ms} ms to the first instruction")


main()
