#!/usr/bin/env bash
# fuzz.sh SECONDS: libFuzzer on the workload reader and the reference executor, under the sanitizers. Starts from
# small synthetic workloads, one of each encoding of weights; findings stay in out/fuzz. Exit 1 when something was found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/lib.sh
seconds=${1:-60}
[[ $seconds =~ ^[0-9]+$ ]] || die_usage "fuzz.sh SECONDS"
need_packages fuzz

mkdir -p out/fuzz/corpus build
quietly "building the fuzzer" clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined \
    -fno-sanitize-recover=undefined -DFMT_HEADER_ONLY -I. tests/fuzz/workload_fuzzer.cpp \
    workloads/format/{check_layers,check_structure,check_tensors,checksum,image,layer_rules,multiplier,names,pattern}.cpp \
    workloads/reference/*.cpp -lz -o build/workload_fuzzer
build/bin/nmprune synth --shape tests/format/tiny.yaml --seq 3 --pattern 2:4 --seed 1 -o out/fuzz/corpus/tiny.nmw
build/bin/nmprune synth --shape tests/format/tiny.yaml --seq 3 --pattern 3:8 --encoding index --seed 1 \
    -o out/fuzz/corpus/tiny_index.nmw
exec build/workload_fuzzer -max_total_time="$seconds" -max_len=16384 -print_final_stats=1 \
    -artifact_prefix=out/fuzz/ out/fuzz/corpus
