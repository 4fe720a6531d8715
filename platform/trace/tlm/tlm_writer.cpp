#include "platform/trace/tlm/tlm_writer.h"
#include "platform/trace/tlm/tlm_layout.h"

#include "workloads/format/checksum.h"

#include <algorithm>
#include <string>

namespace stavp::trace {

using namespace tlm_layout;

namespace {

constexpr std::size_t kBlockBytes = 64 * 1024;
constexpr std::size_t kMostRecordBytes = 64;

template <class T> void append(std::vector<std::uint8_t>& bytes, T value) {
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void append(std::vector<std::uint8_t>& bytes, const std::string& text) {
    const auto length = static_cast<std::uint16_t>(std::min<std::size_t>(text.size(), 0xffff));
    append(bytes, length);
    bytes.insert(bytes.end(), text.begin(), text.begin() + length);
}

std::vector<std::uint8_t> encoded(const TlmNames& names) {
    std::vector<std::uint8_t> bytes;
    append(bytes, static_cast<std::uint32_t>(names.initiators.size()));
    for (const auto& name : names.initiators)
        append(bytes, name);
    append(bytes, static_cast<std::uint32_t>(names.targets.size()));
    for (const auto& target : names.targets) {
        append(bytes, target.base);
        append(bytes, target.bytes);
        append(bytes, target.name);
    }
    append(bytes, static_cast<std::uint32_t>(names.layers.size()));
    for (const auto& name : names.layers)
        append(bytes, name);
    return bytes;
}

} // namespace

TlmWriter::TlmWriter(std::ostream& out, const TlmNames& names) : out_(out), last_address_(names.initiators.size()) {
    block_.reserve(kBlockBytes + kMostRecordBytes);
    std::vector<std::uint8_t> head(kMagic.begin(), kMagic.end());
    append(head, kVersion);
    out_.write(reinterpret_cast<const char*>(head.data()), static_cast<std::streamsize>(head.size()));
    write_part(kNamesTag, 0, encoded(names));
}

void TlmWriter::put_number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        put(static_cast<std::uint8_t>(value | 0x80));
    put(static_cast<std::uint8_t>(value));
}

void TlmWriter::put_time(std::uint64_t time_ps) {
    put_number(zigzag(time_ps - last_ps_));
    last_ps_ = time_ps;
}

void TlmWriter::add(const TlmAccess& access) {
    const bool failed = access.status != TlmStatus::ok;
    const bool rows = access.rows != 1;
    put(static_cast<std::uint8_t>(static_cast<unsigned>(access.path) | (access.write ? kWrite : 0u) |
                                  (access.fetch ? kFetch : 0u) | (failed ? kHasStatus : 0u) | (rows ? kHasRows : 0u)));
    put(static_cast<std::uint8_t>(access.initiator));
    put(static_cast<std::uint8_t>(access.target));
    put_time(access.begin_ps);
    put_number(access.end_ps - access.begin_ps);
    auto& last_address = last_address_[access.initiator];
    put_number(zigzag(access.address - last_address));
    last_address = access.address;
    put_number(access.row_bytes);
    if (failed) put(static_cast<std::uint8_t>(access.status));
    if (rows) {
        put_number(access.rows);
        put_number(access.stride);
    }
    ++accesses_;
    end_record();
}

void TlmWriter::add(const TlmMarker& marker) {
    put(static_cast<std::uint8_t>(kMarker | (marker.begins ? kWrite : 0u)));
    put_time(marker.time_ps);
    put_number(marker.layer);
    ++markers_;
    end_record();
}

void TlmWriter::end_record() {
    ++records_;
    if (block_.size() >= kBlockBytes) write_block();
}

void TlmWriter::write_block() {
    write_part(kBlockTag, records_, block_);
    block_.clear();
    records_ = 0;
    last_ps_ = 0;
    std::fill(last_address_.begin(), last_address_.end(), 0);
}

void TlmWriter::finish() {
    if (records_ != 0) write_block();
    std::vector<std::uint8_t> totals;
    append(totals, accesses_);
    append(totals, markers_);
    write_part(kEndTag, 0, totals);
    out_.flush();
}

void TlmWriter::write_part(std::uint32_t tag, std::uint32_t records, const std::vector<std::uint8_t>& payload) {
    std::vector<std::uint8_t> header;
    append(header, tag);
    append(header, static_cast<std::uint32_t>(payload.size()));
    append(header, records);
    append(header, workloads::crc32(payload));
    out_.write(reinterpret_cast<const char*>(header.data()), static_cast<std::streamsize>(header.size()));
    out_.write(reinterpret_cast<const char*>(payload.data()), static_cast<std::streamsize>(payload.size()));
}

} // namespace stavp::trace
