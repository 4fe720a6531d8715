#!/usr/bin/env bash
# Host cost of the simulator: `stavp run` on synthetic BERT-base encoders (median of 5 whole processes, with their
# peak memory), the host CPU model's speed, and traces on the memory controller. Prints a table; simulated cycles do not
# depend on the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/lib.sh
runs=5
work=out/bench
mkdir -p "$work"
quietly "building the CPU benchmark" cmake --build build --target cpu_mips

# field FILE NAME: a number out of a flat JSON file.
field() { sed -n "s/.*\"$2\": *\([0-9.e+]*\),\{0,1\}/\1/p" "$1" | head -n 1; }
median() { sort -g | sed -n "$(((runs + 1) / 2))p"; }

printf '%-34s %14s %10s %10s %12s\n' workload cycles 'wall s' 'peak MB' 'cycles/s'
for layers in 1 12; do
    workload=$work/bert-base-$layers.nmw
    build/bin/nmprune synth --shape bert-base --layers "$layers" --seq 128 --pattern 2:4 --seed 1 -o "$workload" >/dev/null
    for ((i = 0; i < runs; ++i)); do
        build/bin/stavp run -c configs/platforms/default.yaml -w "$workload" -o "$work/run" >/dev/null
        field "$work/run/host.json" wall_seconds >>"$work/wall.$$"
        field "$work/run/host.json" peak_rss_bytes >>"$work/peak.$$"
        field "$work/run/host.json" cycles_per_second >>"$work/rate.$$"
    done
    printf '%-34s %14s %10.2f %10.0f %12.3g\n' "bert-base, $layers layer(s), seq 128, 2:4" \
        "$(field "$work/run/summary.json" cycles)" "$(median <"$work/wall.$$")" \
        "$(median <"$work/peak.$$" | awk '{print $1 / 1e6}')" "$(median <"$work/rate.$$")"
    rm -f "$work"/{wall,peak,rate}.$$
done

printf '\nhost CPU model, lt, quantum 1000 ns:\n'
for program in mips_integer mips_mixed; do
    SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 build/bin/cpu_mips "$program" | sed -n "s/^mips/  mips/p"
done

printf '\nmemory controller alone, 64-byte reads, ddr4_2400:\n'
requests=3000000
for pattern in sequential random; do
    build/bin/stavp ddr --generate "$pattern" --requests "$requests" >"$work/$pattern.trace"
    for ((i = 0; i < runs; ++i)); do
        start=$(date +%s%N)
        build/bin/stavp ddr --trace "$work/$pattern.trace" >/dev/null
        echo $(($(date +%s%N) - start)) >>"$work/ddr.$$"
    done
    median <"$work/ddr.$$" | awk -v n="$requests" -v p="$pattern" '{printf "  %-12s %10.2f million requests/s\n", p, n * 1000 / $1}'
    rm -f "$work/ddr.$$" "$work/$pattern.trace"
done
