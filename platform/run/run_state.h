#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stavp {

/// Parts of the machine whose use a live view shows. dma: the mean of its channels; ddr: clocks with data, the mean of
/// the memory's channels.
inline constexpr std::array<std::string_view, 5> kLiveUnits = {"array", "dma", "vector", "softmax", "ddr"};

/// How far a simulation has come. Taking it changes nothing in the simulation.
struct RunState {
    std::size_t layers = 0; ///< of the workload; 0 = a program without one
    std::size_t layers_done = 0;
    std::string layer; ///< the oldest one that is not done, "" = none
    double done_share = 0;
    std::uint64_t time_ps = 0;
    std::uint64_t cycles = 0; ///< accelerator clock
    std::uint64_t instructions = 0;
    std::array<double, kLiveUnits.size()> busy_ps{}; ///< of kLiveUnits, from time 0 on; may trail the present a little
};

} // namespace stavp
