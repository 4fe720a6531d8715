#!/usr/bin/env bash
# How much faster a sweep is with two jobs than with one: three pairs of the same sweep, without the cache.
#   scripts/sweep-bench.sh [SWEEP.yaml]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
sweep=${1:-configs/sweeps/bert_layer_200.yaml}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# seconds JOBS: wall seconds of the whole command, start and packing included
seconds() {
    rm -rf "$out/$1"
    local start=$EPOCHREALTIME
    build/bin/stavp sweep "$sweep" -o "$out/$1" -j "$1" --no-cache >"$out/log"
    echo "$start $EPOCHREALTIME" | awk '{ printf "%.3f", $2 - $1 }'
}

median() { sort -n | sed -n 2p; }

points=$(build/bin/stavp sweep "$sweep" --dry-run --json | sed -n 's/^ *"points_at_most": \([0-9]*\).*/\1/p')
echo "$sweep: $points points, $(nproc) processors"
echo "pair   -j 1 s   -j 2 s   points/s -j 1   points/s -j 2   ratio"
for pair in 1 2 3; do
    one=$(seconds 1)
    two=$(seconds 2)
    cmp "$out/1/results.csv" "$out/2/results.csv"
    echo "$pair $one $two" >>"$out/pairs"
    echo "$pair $one $two $points" | awk '{ printf "%4d %8.2f %8.2f %15.2f %15.2f %7.2f\n", $1, $2, $3, $4/$2, $4/$3, $2/$3 }'
done
echo "median ratio $(awk '{ printf "%.3f\n", $2/$3 }' "$out/pairs" | median), -j 1 $(awk '{ print $2 }' "$out/pairs" | median) s," \
    "-j 2 $(awk '{ print $3 }' "$out/pairs" | median) s"
