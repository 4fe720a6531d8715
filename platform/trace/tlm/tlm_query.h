#pragma once

#include "platform/trace/tlm/tlm_reader.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stavp::trace {

/// What a reader of a trace wants to see. Several wishes are all to be met; an empty one is none.
struct TlmQuery {
    enum class Format { text, csv, json };

    std::vector<std::string> initiators; ///< names with * and ?; one of them
    std::vector<std::string> targets;    ///< the same; "none" is an address without a target
    std::optional<std::pair<std::uint64_t, std::uint64_t>> addresses; ///< first and last; one byte of the access there
    std::optional<std::uint64_t> from_ps;                             ///< in flight at or after
    std::optional<std::uint64_t> to_ps;                               ///< in flight at or before
    std::optional<std::string> command;                               ///< read, write, fetch
    std::optional<std::string> status;                                ///< ok, error, or a response's name
    std::optional<std::string> path;
    std::optional<std::string> layer; ///< with * and ?: begins between that layer's markers
    std::optional<std::uint64_t> limit;
    bool summary = false;
    Format format = Format::text;
};

/// Whether any byte of the access lies in [first, last].
bool touches(const TlmAccess& access, std::uint64_t first, std::uint64_t last);

/// Prints the accesses that meet the query, or their sums, in the order of the file. Throws InputError for a name that
/// is not in the trace, as well as the reader's own.
void answer(const TlmQuery& query, TlmReader& reader, std::FILE* out);

} // namespace stavp::trace
