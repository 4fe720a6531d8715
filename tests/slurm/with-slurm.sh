#!/usr/bin/env bash
# Runs a command with a Slurm cluster of one node around it: munged, slurmctld and slurmd on loopback, with a key,
# socket, state, logs and free ports of their own in a temporary folder. No system service and nothing in /etc is read
# or changed. All of it ends with the command, and also when this script is killed.
#
# usage: with-slurm.sh [--conf LINE]... COMMAND [ARGUMENTS]
#
# LINE is added to slurm.conf ("MaxArraySize=5"). The command finds the cluster by $SLURM_CONF; its exit code is that of
# the script. 2: Slurm is not installed; 3: the cluster did not start, and its logs are on stderr.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

extra=()
while [[ ${1:-} == --conf ]]; do
    extra+=("$2")
    shift 2
done
[[ $# -gt 0 ]] || {
    echo "usage: with-slurm.sh [--conf LINE]... COMMAND [ARGUMENTS]" >&2
    exit 2
}
for program in munged slurmctld slurmd sbatch squeue scancel scontrol sinfo setpriv ps; do
    command -v "$program" >/dev/null || {
        echo "with-slurm.sh: $program is not installed (Debian packages slurm-wlm, munge, util-linux, procps)" >&2
        exit 2
    }
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/stavp-slurm-XXXXXX")
chmod 755 "$folder"
mkfifo "$folder/alive"

# The guard, in a session of its own, ends the cluster as soon as nobody holds the pipe open any more. What belongs to
# the cluster carries its folder in its environment, has a file open there (slurmstepd), or descends from one that does.
members() {
    {
        grep -lsxzF "STAVP_SLURM_FOLDER=$1" /proc/[0-9]*/environ
        find /proc/[0-9]*/fd -lname "$1/*" 2>/dev/null
    } | sed 's|^/proc/\([0-9]*\)/.*|\1|' | cat - <(echo) <(ps -e -o pid= -o ppid=) |
        awk -v guard="$$" '
            NF == 1 { member[$1] = 1 }
            NF == 2 { parent[$1] = $2 }
            END {
                do {
                    grown = 0
                    for (p in parent) if (!(p in member) && (parent[p] in member)) { member[p] = 1; grown = 1 }
                } while (grown)
                for (p in member) if (p in parent && p != guard) print p
            }'
}
guard() {
    local signal pids
    trap '' INT TERM HUP
    read -r _ <"$1/alive" || true
    for signal in TERM KILL KILL KILL KILL; do
        pids=$(members "$1")
        [[ -n $pids ]] || break
        # shellcheck disable=SC2086
        kill -"$signal" $pids 2>/dev/null || true
        sleep 0.3
    done
    rm -rf "$1"
}
export -f members
export -f guard
setsid bash -c 'guard "$1"' guard "$folder" </dev/null >/dev/null 2>&1 &
guard_pid=$!
export -n -f guard members
exec {alive}>"$folder/alive"

end() {
    exec {alive}>&-
    wait "$guard_pid" || true
}
trap end EXIT
export STAVP_SLURM_FOLDER=$folder

# Below the range that the kernel takes ports for outgoing connections from.
free_ports() {
    python3 - <<'PYTHON'
import random, socket
found = []
while len(found) < 2:
    port = random.randrange(20000, 32000)
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
            found.append(port)
        except OSError:
            pass
print(*found)
PYTHON
}

write_conf() {
    local user controller_port node_port memory_mb
    user=$(id -un)
    read -r controller_port node_port < <(free_ports)
    memory_mb=$(awk '/^MemTotal:/ { print int($2 / 1024 * 9 / 10) }' /proc/meminfo)
    cat >"$folder/slurm.conf" <<CONF
ClusterName=stavp
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge.socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
PlugStackConfig=$folder/plugstack.conf
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=batch_sched_delay=0,sched_min_interval=100000
DefMemPerCPU=$((memory_mb / $(nproc)))
ReturnToService=2
MailProg=/bin/true
KillWait=1
MinJobAge=2
NodeName=localhost NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$memory_mb State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP
CONF
    ((${#extra[@]} == 0)) || printf '%s\n' "${extra[@]}" >>"$folder/slurm.conf"
    echo "CgroupAutomount=no" >"$folder/cgroup.conf"
    : >"$folder/plugstack.conf"
}

# start LOG COMMAND...: a daemon in the foreground, child of this script, killed by the kernel with it.
start() {
    local log=$1
    shift
    setpriv --pdeathsig KILL "$@" {alive}>&- </dev/null >>"$folder/$log" 2>&1 &
    daemons+=("$!")
}

# until_true SECONDS COMMAND...
until_true() {
    local deadline=$((SECONDS + $1)) pid
    shift
    until "$@" >/dev/null 2>&1; do
        for pid in "${daemons[@]}"; do
            kill -0 "$pid" 2>/dev/null || return 1
        done
        ((SECONDS < deadline)) || return 1
        sleep 0.05
    done
}

node_is_idle() { [[ $(sinfo -h -N -n localhost -o %T) == idle ]]; }

start_cluster() {
    daemons=()
    rm -rf "$folder"/{state,spool,*.log,*.pid,munge.*}
    mkdir -m 700 "$folder/state"
    mkdir -m 755 "$folder/spool"
    (umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
    write_conf
    export SLURM_CONF=$folder/slurm.conf
    start munged.log munged --foreground --key-file "$folder/munge.key" --socket "$folder/munge.socket" \
        --pid-file "$folder/munge.pid" --log-file "$folder/munged.log" --seed-file "$folder/munge.seed" --num-threads 2
    until_true 10 test -S "$folder/munge.socket" || return 1
    start slurmctld.out slurmctld -D -c -f "$SLURM_CONF"
    start slurmd.out slurmd -D -N localhost -f "$SLURM_CONF"
    until_true 30 node_is_idle
}

stop_daemons() {
    kill -KILL "${daemons[@]}" 2>/dev/null || true
    wait "${daemons[@]}" 2>/dev/null || true
}

# A second attempt, in case another process took one of the ports.
start_cluster || { stop_daemons && start_cluster; } || {
    echo "with-slurm.sh: the cluster did not start:" >&2
    tail -n 15 "$folder"/*.log "$folder"/*.out >&2
    exit 3
}

# In the background, so that a signal to this script reaches the command at once.
env --default-signal=INT,QUIT "$@" {alive}>&- <&0 &
command_pid=$!
trap 'kill -TERM "$command_pid" 2>/dev/null' TERM HUP
trap : INT # a terminal sends it to the command too
status=0
wait "$command_pid" || status=$?
while kill -0 "$command_pid" 2>/dev/null; do
    status=0
    wait "$command_pid" || status=$?
done
exit "$status"
