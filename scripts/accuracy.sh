#!/usr/bin/env bash
# The tables of docs/accuracy.md: both recipes with seeds 1, 2 and 3, two runs at a time, each on one thread. Takes the
# better part of an hour on two cores; a run that was stopped goes on where it was.
#
# usage: accuracy.sh [FOLDER]      results in FOLDER (default out/accuracy)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/lib.sh

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n '2,/^set/{s/^# \{0,1\}//;/^set/!p}' "${BASH_SOURCE[0]}"
    exit 0
fi
out=${1:-out/accuracy}
recipes=(fashion-mnist wordnet)
mkdir -p "$out"
export PATH=$PWD/build/bin:$PATH
fetch_encoder

one() {
    local recipe=$1 seed=$2 folder=$3/$1-seed-$2
    nmprune idp "workloads/recipes/$recipe.yaml" --seed "$seed" -o "$folder" --resume >"$folder.log" 2>&1 || {
        echo "stavp: $recipe, seed $seed failed: see $folder.log" >&2
        return 255
    }
    echo "stavp: $recipe, seed $seed: done" >&2
}
export -f one

for seed in 1 2 3; do
    for recipe in "${recipes[@]}"; do echo "$recipe $seed $out"; done
done | xargs -P 2 -L 1 bash -c 'one "$@"' one

for recipe in "${recipes[@]}"; do
    printf '\n## %s\n' "$recipe"
    nmprune accuracy "$out/$recipe"-seed-{1,2,3} --markdown
done
