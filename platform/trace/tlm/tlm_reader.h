#pragma once

#include "platform/trace/tlm/tlm_record.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <variant>
#include <vector>

namespace stavp::trace {

/// Reads what TlmWriter wrote, block by block. Throws InputError "file: reason" for anything that is not such a file,
/// is damaged, or is cut short.
class TlmReader {
public:
    explicit TlmReader(const std::filesystem::path& file);

    const TlmNames& names() const { return names_; }
    /// The next record in the order of the file; nothing at its end.
    std::optional<std::variant<TlmAccess, TlmMarker>> next();
    /// Back to the first record.
    void rewind();

private:
    struct Part {
        std::uint32_t tag = 0;
        std::uint32_t records = 0;
    };

    [[noreturn]] void refuse(const std::string& reason) const;
    bool read(void* data, std::size_t bytes);
    Part read_part();
    void read_names();
    void read_end();
    std::uint8_t take_byte();
    std::uint64_t take_number();
    std::uint64_t take_little(unsigned bytes);
    std::string take_text();
    TlmAccess take_access(std::uint8_t first);
    TlmMarker take_marker(std::uint8_t first);
    std::uint64_t take_time();

    std::filesystem::path file_;
    std::ifstream in_;
    TlmNames names_;
    std::streamoff first_block_ = 0;
    std::vector<std::uint8_t> payload_;
    std::size_t at_ = 0; ///< in the payload
    std::uint32_t records_left_ = 0;
    std::uint64_t accesses_ = 0;
    std::uint64_t markers_ = 0;
    bool ended_ = false;
    std::uint64_t last_ps_ = 0;
    std::vector<std::uint64_t> last_address_;
};

} // namespace stavp::trace
