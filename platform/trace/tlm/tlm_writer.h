#pragma once

#include "platform/trace/tlm/tlm_record.h"

#include <cstdint>
#include <ostream>
#include <vector>

namespace stavp::trace {

/// Writes accesses to a stream in blocks of about 64 KiB, each of which can be read without those before it. Memory
/// does not grow with the trace. Without finish() the file tells that it is cut short.
class TlmWriter {
public:
    /// `out` outlives the writer.
    TlmWriter(std::ostream& out, const TlmNames& names);

    void add(const TlmAccess& access);
    void add(const TlmMarker& marker);
    /// The last block, and the end.
    void finish();

private:
    void put(std::uint8_t byte) { block_.push_back(byte); }
    void put_number(std::uint64_t value);
    void put_time(std::uint64_t time_ps);
    void end_record();
    void write_block();
    void write_part(std::uint32_t tag, std::uint32_t records, const std::vector<std::uint8_t>& payload);

    std::ostream& out_;
    std::vector<std::uint8_t> block_;
    std::uint32_t records_ = 0; ///< in the block
    std::uint64_t accesses_ = 0;
    std::uint64_t markers_ = 0;
    // What the next record's numbers are differences to.
    std::uint64_t last_ps_ = 0;
    std::vector<std::uint64_t> last_address_; ///< of each initiator
};

} // namespace stavp::trace
