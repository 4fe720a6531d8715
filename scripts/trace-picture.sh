#!/usr/bin/env bash
# A picture of the main job's VCD in GTKWave, with the save file as it comes: the hand-over from layer 0 to layer 1.
#
# usage: trace-picture.sh [PICTURE.png]     default docs/figures/gtkwave.png; out/2of8.nmw is made by ./dev run
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/lib.sh
picture=$(realpath -m "${1:-docs/figures/gtkwave.png}")
[[ -f out/2of8.nmw ]] || die "out/2of8.nmw is not there; ./dev run makes it"
from_ps=110000000
to_ps=180000000

build/bin/stavp run -w out/2of8.nmw -o out/picture --trace vcd >/dev/null
script=$(mktemp --suffix .tcl)
trap 'rm -f "$script"' EXIT
cat >"$script" <<TCL
gtkwave::setZoomRangeTimes $from_ps $to_ps
gtkwave::/File/Grab_To_File "$picture"
gtkwave::/File/Quit
TCL
# A screen that is larger than the window, which has no manager to move it. The title is the dump's name as given.
cd out/picture
quietly "gtkwave" timeout 60 xvfb-run -a -s "-screen 0 2000x1200x24" gtkwave --rcvar 'hide_sst on' \
    --rcvar 'splash_disable on' -S "$script" trace.vcd trace.gtkw
[[ -s $picture ]] || die "gtkwave made no picture"
say "$picture: $(stat -c %s "$picture") bytes"
