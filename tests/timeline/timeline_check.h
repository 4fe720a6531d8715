#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

/// A timeline, read by the words of the Trace Event Format and by nothing else.
struct Timeline {
    using Place = std::pair<std::uint64_t, std::uint64_t>; ///< pid, tid

    struct Slice {
        std::string name;
        std::string category;
        std::uint64_t begin_ps = 0;
        std::uint64_t end_ps = 0;
        nlohmann::json args; ///< of begin and end together
    };
    struct Arrow {
        std::string from; ///< track
        std::string to;
        std::uint64_t from_ps = 0;
        std::uint64_t to_ps = 0;
    };

    std::map<std::string, std::vector<Slice>> tracks; ///< by name, in the order of their beginnings
    std::vector<Slice> layers;                        ///< the asynchronous ones
    std::vector<Arrow> arrows;
    std::map<std::string, std::size_t> counters; ///< values of each
    std::vector<std::string> faults;             ///< what breaks the format's rules

    /// Sum of the durations of the slices of that name.
    std::uint64_t total_ps(const std::string& track, const std::string& name) const;
};

/// Faults: what is no JSON, events without ph, pid, tid or ts, unknown phases, negative times, slices of a track that
/// overlap without one lying in the other, ends without beginnings and the other way round, flows that are not pairs,
/// go back in time or hang in no slice, tracks without names.
Timeline read_timeline(const std::string& text);
