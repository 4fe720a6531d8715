#pragma once

#include "platform/run/run_folder.h"
#include "platform/trace/vcd_recorder.h"

#include <string>

namespace stavp::trace {

/// Writes what GTKWave shows a dump with: PREFIXgtkw, its save file, with the signals in groups, and a file of names
/// for every set of states that occurs in it. `dump` is the dump's name in the same folder.
void write_gtkwave_files(RunFolder& folder, const std::string& prefix, const std::string& dump,
                         const std::vector<VcdRecorder::Declared>& signals, std::uint64_t end_ps);

} // namespace stavp::trace
