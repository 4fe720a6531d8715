#!/usr/bin/env bash
# The main job (./dev run): a trained sentence encoder, dense and pruned to 2:8, from its published weights to a checked
# run on the simulated SoC. Everything it makes lies in out/.
#
# usage: main-job.sh [PATTERN] [SENTENCE SENTENCE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/lib.sh

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n '2,/^set/{s/^# \{0,1\}//;/^set/!p}' "${BASH_SOURCE[0]}"
    exit 0
fi
pattern=${1:-2:8}
# nmprune checks it too, but only after the import has written a model.
[[ $pattern =~ ^([0-9]+):([0-9]+)$ && ${BASH_REMATCH[1]} -ge 1 && ${BASH_REMATCH[1]} -le ${BASH_REMATCH[2]} &&
    ${BASH_REMATCH[2]} =~ ^(2|4|8|16|32)$ ]] ||
    die_usage "pattern '$pattern': expected N:M with M in 2, 4, 8, 16, 32 and 1 <= N <= M"
platform=configs/platforms/default.yaml
recipes=workloads/recipes
if (($# >= 3)); then
    sentences=("$2" "$3")
elif (($# <= 1)); then
    mapfile -t sentences <"$recipes/sentences.txt"
else
    die_usage "main-job.sh [PATTERN] [SENTENCE SENTENCE]"
fi
started=$SECONDS
export PATH=$PWD/build/bin:$PATH

fetch_encoder
mkdir -p out/models
sparse=${pattern/:/of}

log_to=out/offline.log
: >"$log_to"
offline() {
    echo "+ nmprune $*" >>"$log_to"
    quietly "nmprune $1" nmprune "$@"
}

offline import use-lite --package "$ENCODER_PACKAGE" -o out/models/dense.safetensors
offline oneshot out/models/dense.safetensors --pattern "$pattern" -o "out/models/$sparse.safetensors"
inputs=()
for sentence in "${sentences[@]}"; do inputs+=(--input "$sentence"); done
for model in dense "$sparse"; do
    offline quantise "out/models/$model.safetensors" --calibrate "$recipes/calibration.txt" -o "out/models/$model.int8.safetensors"
    offline pack "out/models/$model.int8.safetensors" "${inputs[@]}" --dense out/models/dense.safetensors -o "out/$model.nmw"
done
printf 'trained encoder: %s, pruned to %s, quantised, packed: %d and %d bytes (out/*.nmw)\n' \
    "$(basename "$ENCODER_PACKAGE" .tgz)" "$pattern" "$(stat -c %s out/dense.nmw)" "$(stat -c %s "out/$sparse.nmw")"

status=0
for model in dense "$sparse"; do
    printf '\n== %s on the platform ==\n' "$model"
    stavp run -c "$platform" -w "out/$model.nmw" -o "out/$model" || status=$?
done

printf '\n== %s against dense ==\n' "$sparse"
stavp diff out/dense "out/$sparse"

printf '\n== cosine similarity of the sentences ==\n'
for model in dense "$sparse"; do
    printf '%s:\n' "$model"
    nmprune similarity "out/$model.nmw" --run "out/$model"
done
printf '\nmain job: %d s, exit %d\n' $((SECONDS - started)) "$status"
exit "$status"
