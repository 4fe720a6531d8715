#!/usr/bin/env bash
# with-slurm.sh is killed while a job runs: daemons, job step and job end, and the folder goes.
# usage: fixture_test.sh WITH_SLURM
set -euo pipefail
with_slurm=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
    echo "fixture_test.sh: $*" >&2
    exit 1
}

# A job without any of the cluster's environment.
printf '#!/bin/sh\nenv -i sleep 301 &\necho $! >%s/job.pid\nwait\n' "$scratch" >"$scratch/job.sh"
cat >"$scratch/command.sh" <<COMMAND
sbatch --output=/dev/null "$scratch/job.sh" >/dev/null
until [ -s "$scratch/job.pid" ]; do sleep 0.1; done
echo "\$STAVP_SLURM_FOLDER" >"$scratch/folder"
sleep 302
COMMAND
"$with_slurm" sh "$scratch/command.sh" &
script=$!
for ((i = 0; i < 600; ++i)); do
    [[ ! -s $scratch/folder ]] || break
    kill -0 "$script" 2>/dev/null || fail "the script ended early"
    sleep 0.1
done
folder=$(cat "$scratch/folder") || fail "the job did not start"
job=$(cat "$scratch/job.pid")
daemons=$(cat "$folder"/*.pid)
for pid in $job $daemons; do
    kill -0 "$pid" || fail "process $pid was not there"
done

kill -KILL "$script"
wait "$script" 2>/dev/null || true
# A zombie is not yet collected by whoever inherited it, but it has ended.
ended() { ! grep -qs '^State:[[:space:]]*[^Z[:space:]]' "/proc/$1/status"; }
for ((i = 0; i < 100; ++i)); do
    left=$folder
    [[ -e $folder ]] || left=
    for pid in $job $daemons; do
        ended "$pid" || left+=" $pid"
    done
    [[ -n $left ]] || exit 0
    sleep 0.1
done
fail "still there after 10 s: $left"
