#include "platform/trace/tlm/tlm_reader.h"
#include "platform/run/input_error.h"
#include "platform/trace/tlm/tlm_layout.h"

#include "workloads/format/checksum.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>

namespace stavp::trace {

using namespace tlm_layout;

namespace {

std::uint64_t little(const std::uint8_t* bytes, unsigned count) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i)
        value |= std::uint64_t{bytes[i]} << (8 * i);
    return value;
}

} // namespace

TlmReader::TlmReader(const std::filesystem::path& file) : file_(file) {
    errno = 0;
    in_.open(file, std::ios::binary);
    if (!in_) refuse(std::string("cannot be read: ") + std::strerror(errno));
    std::array<std::uint8_t, kMagic.size()> magic{};
    if (!read(magic.data(), magic.size()) || magic != kMagic) refuse("is not a trace of transactions");
    std::array<std::uint8_t, 4> version{};
    if (!read(version.data(), version.size())) refuse("is cut short");
    if (const auto found = little(version.data(), 4); found != kVersion)
        refuse(fmt::format("is of version {}; this program reads version {}", found, kVersion));
    if (read_part().tag != kNamesTag) refuse("is damaged: its names are missing");
    read_names();
    first_block_ = in_.tellg();
}

void TlmReader::refuse(const std::string& reason) const {
    throw InputError(file_.string() + ": " + reason);
}

bool TlmReader::read(void* data, std::size_t bytes) {
    in_.read(static_cast<char*>(data), static_cast<std::streamsize>(bytes));
    return static_cast<std::size_t>(in_.gcount()) == bytes;
}

TlmReader::Part TlmReader::read_part() {
    const auto place = static_cast<std::streamoff>(in_.tellg());
    std::array<std::uint8_t, kPartHeaderBytes> header{};
    if (!read(header.data(), header.size())) refuse("is cut short: it has no end");
    const Part part{static_cast<std::uint32_t>(little(header.data(), 4)),
                    static_cast<std::uint32_t>(little(header.data() + 8, 4))};
    if (part.tag != kNamesTag && part.tag != kBlockTag && part.tag != kEndTag)
        refuse(fmt::format("is damaged at byte {}: no block begins there", place));
    const auto bytes = static_cast<std::uint32_t>(little(header.data() + 4, 4));
    if (bytes > kMostPayloadBytes) refuse(fmt::format("is damaged at byte {}: a block of {} bytes", place, bytes));
    payload_.resize(bytes);
    if (!read(payload_.data(), bytes)) refuse("is cut short within a block");
    const auto stored = static_cast<std::uint32_t>(little(header.data() + 12, 4));
    if (const auto computed = workloads::crc32(payload_); stored != computed)
        refuse(fmt::format("is damaged: block at byte {}: CRC mismatch: stored {:08x}, computed {:08x}", place, stored,
                           computed));
    at_ = 0;
    return part;
}

std::uint8_t TlmReader::take_byte() {
    if (at_ >= payload_.size()) refuse("is damaged: a record leaves its block");
    return payload_[at_++];
}

std::uint64_t TlmReader::take_number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto byte = take_byte();
        value |= std::uint64_t{byte & 0x7fu} << shift;
        if (byte < 0x80) return value;
    }
    refuse("is damaged: a number is too long");
}

std::uint64_t TlmReader::take_little(unsigned bytes) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < bytes; ++i)
        value |= std::uint64_t{take_byte()} << (8 * i);
    return value;
}

std::string TlmReader::take_text() {
    std::string text;
    for (auto left = take_little(2); left > 0; --left)
        text += static_cast<char>(take_byte());
    return text;
}

void TlmReader::read_names() {
    for (auto left = take_little(4); left > 0; --left)
        names_.initiators.push_back(take_text());
    for (auto left = take_little(4); left > 0; --left) {
        TlmTarget target;
        target.base = take_little(8);
        target.bytes = take_little(8);
        target.name = take_text();
        names_.targets.push_back(target);
    }
    for (auto left = take_little(4); left > 0; --left)
        names_.layers.push_back(take_text());
    last_address_.resize(names_.initiators.size());
}

void TlmReader::rewind() {
    in_.clear();
    in_.seekg(first_block_);
    accesses_ = markers_ = 0;
    records_left_ = 0;
    ended_ = false;
}

std::optional<std::variant<TlmAccess, TlmMarker>> TlmReader::next() {
    while (records_left_ == 0) {
        if (ended_) return std::nullopt;
        const auto part = read_part();
        if (part.tag == kEndTag) {
            read_end();
            return std::nullopt;
        }
        if (part.tag != kBlockTag) refuse("is damaged: names in the middle");
        records_left_ = part.records;
        last_ps_ = 0;
        std::fill(last_address_.begin(), last_address_.end(), 0);
    }
    --records_left_;
    const auto first = take_byte();
    if ((first & kPathMask) == kMarker) return take_marker(first);
    return take_access(first);
}

void TlmReader::read_end() {
    ended_ = true;
    const auto accesses = take_little(8);
    const auto markers = take_little(8);
    if (accesses != accesses_ || markers != markers_)
        refuse(fmt::format("is damaged: {} records are there, {} were written", accesses_ + markers_,
                           accesses + markers));
    if (in_.peek() != std::ifstream::traits_type::eof()) refuse("is damaged: something follows its end");
}

std::uint64_t TlmReader::take_time() {
    return last_ps_ += unzigzag(take_number());
}

TlmMarker TlmReader::take_marker(std::uint8_t first) {
    ++markers_;
    TlmMarker marker;
    marker.begins = (first & kWrite) != 0;
    marker.time_ps = take_time();
    marker.layer = static_cast<std::uint32_t>(take_number());
    return marker;
}

TlmAccess TlmReader::take_access(std::uint8_t first) {
    ++accesses_;
    TlmAccess access;
    access.path = static_cast<TlmPath>(first & kPathMask);
    access.write = (first & kWrite) != 0;
    access.fetch = (first & kFetch) != 0;
    access.initiator = take_byte();
    access.target = take_byte();
    const bool known = access.initiator < names_.initiators.size() &&
                       (access.target == TlmAccess::kNoTarget || access.target < names_.targets.size());
    if (!known) refuse("is damaged: a record of an initiator or target without a name");
    access.begin_ps = take_time();
    access.end_ps = access.begin_ps + take_number();
    access.address = last_address_[access.initiator] += unzigzag(take_number());
    access.row_bytes = take_number();
    if ((first & kHasStatus) != 0) {
        const auto status = take_byte();
        if (status > static_cast<std::uint8_t>(TlmStatus::byte_enable_error))
            refuse("is damaged: an unknown response");
        access.status = static_cast<TlmStatus>(status);
    }
    if ((first & kHasRows) != 0) {
        access.rows = take_number();
        access.stride = take_number();
    }
    return access;
}

} // namespace stavp::trace
