#pragma once

#include "platform/trace/tlm/tlm_query.h"

#include <vector>

namespace stavp::trace {

/// Decides which accesses of one trace a query wants.
class TlmFilter {
public:
    /// Reads the whole trace for its layers if the query names one, and rewinds it.
    TlmFilter(const TlmQuery& query, TlmReader& reader);

    bool wants(const TlmAccess& access) const;

private:
    struct Span {
        std::uint64_t begin_ps;
        std::uint64_t end_ps;
    };

    void find_layers(TlmReader& reader);
    bool wants_command(const TlmAccess& access) const;
    bool wants_status(const TlmAccess& access) const;
    bool wants_time(const TlmAccess& access) const;

    const TlmQuery& query_;
    std::vector<bool> initiators_; ///< by number
    std::vector<bool> targets_;    ///< by number, the last one: none
    std::vector<Span> layers_;
};

} // namespace stavp::trace
