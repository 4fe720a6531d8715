#include "models/core/register_bank.h"

#include <cstring>
#include <stdexcept>
#include <utility>

namespace stavp {

namespace {

std::uint64_t mask_of(unsigned bits) {
    return bits >= 64 ? ~0ull : (1ull << bits) - 1;
}

} // namespace

RegisterBank::RegisterBank(sc_core::sc_module_name name, std::span<const RegisterSpec> table, std::uint64_t size_bytes,
                           sc_core::sc_time latency)
    : sc_module(name), socket("socket"), table_(table), size_bytes_(size_bytes), latency_(latency),
      slot_at_byte_(size_bytes, kNoSlot) {
    for (std::size_t reg = 0; reg < table.size(); ++reg) {
        const auto& spec = table[reg];
        first_.push_back(values_.size());
        for (std::size_t index = 0; index < spec.count; ++index) {
            const auto begin = spec.offset + index * spec.stride;
            for (auto byte = begin; byte < begin + spec.width_bits / 8; ++byte) {
                if (byte >= size_bytes || slot_at_byte_[byte] != kNoSlot)
                    throw std::logic_error(std::string(this->name()) + ": register " + spec.name +
                                           " overlaps another or lies outside the block");
                slot_at_byte_[byte] = static_cast<std::uint32_t>(slots_.size());
            }
            slots_.push_back({reg, index});
            values_.push_back(spec.reset);
        }
    }
    on_read_.resize(values_.size());
    read_is_pure_.assign(values_.size(), true);
    on_write_.resize(values_.size());
    socket.register_b_transport(this, &RegisterBank::b_transport);
    socket.register_transport_dbg(this, &RegisterBank::transport_dbg);
}

void RegisterBank::on_read(std::size_t reg, const ReadCallback& callback, bool pure) {
    for (std::size_t index = 0; index < table_[reg].count; ++index)
        on_read_element(reg, index, callback, pure);
}

void RegisterBank::on_read_element(std::size_t reg, std::size_t index, ReadCallback callback, bool pure) {
    on_read_.at(first_.at(reg) + index) = std::move(callback);
    read_is_pure_.at(first_.at(reg) + index) = pure;
}

void RegisterBank::on_write(std::size_t reg, const WriteCallback& callback) {
    for (std::size_t index = 0; index < table_[reg].count; ++index)
        on_write_element(reg, index, callback);
}

void RegisterBank::on_write_element(std::size_t reg, std::size_t index, WriteCallback callback) {
    on_write_.at(first_.at(reg) + index) = std::move(callback);
}

void RegisterBank::reset() {
    for (const auto& slot : slots_)
        values_[first_[slot.reg] + slot.index] = table_[slot.reg].reset;
}

void RegisterBank::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    delay += latency_;
    if (payload.get_byte_enable_ptr() != nullptr) {
        payload.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
        return;
    }
    const auto bytes = payload.get_data_length();
    bool done = false;
    if (payload.is_read()) done = read(payload.get_address(), bytes, payload.get_data_ptr(), false);
    if (payload.is_write()) done = write(payload.get_address(), bytes, payload.get_data_ptr());
    payload.set_response_status(done ? tlm::TLM_OK_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
}

unsigned RegisterBank::transport_dbg(tlm::tlm_generic_payload& payload) {
    if (!payload.is_read()) return 0;
    const auto bytes = payload.get_data_length();
    return read(payload.get_address(), bytes, payload.get_data_ptr(), true) ? bytes : 0;
}

const RegisterBank::Slot* RegisterBank::slot_of(std::uint64_t offset) const {
    if (offset >= size_bytes_ || slot_at_byte_[offset] == kNoSlot) return nullptr;
    return &slots_[slot_at_byte_[offset]];
}

bool RegisterBank::read(std::uint64_t offset, unsigned bytes, std::uint8_t* data, bool debug) {
    const auto* slot = slot_of(offset);
    if (slot == nullptr || bytes == 0 || bytes > 8 || offset % bytes != 0) return false;
    const auto& spec = table_[slot->reg];
    const auto width = spec.width_bits / 8;
    if (width == 4 && bytes == 8) return read(offset, 4, data, debug) && read(offset + 4, 4, data + 4, debug);
    if (bytes != width && !(width == 8 && bytes == 4)) return false;
    const auto within = offset - (spec.offset + slot->index * spec.stride);
    const auto value = load(*slot, debug) >> (8 * within);
    std::memcpy(data, &value, bytes);
    return true;
}

bool RegisterBank::write(std::uint64_t offset, unsigned bytes, const std::uint8_t* data) {
    const auto* slot = slot_of(offset);
    if (slot == nullptr || bytes == 0 || bytes > 8 || offset % bytes != 0) return false;
    const auto& spec = table_[slot->reg];
    const auto width = spec.width_bits / 8;
    if (width == 4 && bytes == 8) {
        if (slot_of(offset + 4) == nullptr) return false;
        return write(offset, 4, data) && write(offset + 4, 4, data + 4);
    }
    if (bytes != width && !(width == 8 && bytes == 4)) return false;
    const auto within = offset - (spec.offset + slot->index * spec.stride);
    std::uint64_t value = 0;
    std::memcpy(&value, data, bytes);
    store(*slot, value << (8 * within), mask_of(8 * bytes) << (8 * within));
    return true;
}

std::uint64_t RegisterBank::load(const Slot& slot, bool debug) {
    const auto& spec = table_[slot.reg];
    const auto element = first_[slot.reg] + slot.index;
    auto& stored = values_[element];
    if (spec.access == RegisterAccess::wo && !debug && on_misuse_)
        on_misuse_({RegisterMisuse::Kind::write_only, spec.offset + slot.index * spec.stride, 0});
    if (spec.kind == RegisterKind::reserved || spec.access == RegisterAccess::wo) return 0;
    const auto& callback = on_read_[element];
    if (callback && (!debug || read_is_pure_[element])) return callback(slot.index) & mask_of(spec.width_bits);
    const auto value = stored;
    if (spec.access == RegisterAccess::rc && !debug) stored = 0;
    return value;
}

void RegisterBank::store(const Slot& slot, std::uint64_t value, std::uint64_t byte_mask) {
    const auto& spec = table_[slot.reg];
    auto& stored = values_[first_[slot.reg] + slot.index];
    if ((value & byte_mask & ~spec.write_mask) != 0 || spec.write_mask == 0) [[unlikely]]
        tell_misuse(slot, value, byte_mask);
    if (spec.kind == RegisterKind::reserved) return;
    const auto mask = byte_mask & spec.write_mask;
    switch (spec.access) {
    case RegisterAccess::ro:
    case RegisterAccess::rc:
        return;
    case RegisterAccess::w1c:
        stored &= ~(value & mask);
        break;
    case RegisterAccess::rw:
    case RegisterAccess::wo:
        stored = (stored & ~mask) | (value & mask);
        break;
    }
    if (const auto& callback = on_write_[first_[slot.reg] + slot.index]) callback(slot.index, stored);
}

void RegisterBank::tell_misuse(const Slot& slot, std::uint64_t value, std::uint64_t byte_mask) const {
    if (!on_misuse_) return;
    const auto& spec = table_[slot.reg];
    const auto offset = spec.offset + slot.index * spec.stride;
    const auto reserved = value & byte_mask & ~spec.write_mask;
    if (spec.kind != RegisterKind::reserved && (spec.access == RegisterAccess::ro || spec.access == RegisterAccess::rc))
        on_misuse_({RegisterMisuse::Kind::read_only, offset, value & byte_mask});
    else if (reserved != 0)
        on_misuse_({RegisterMisuse::Kind::reserved_bits, offset, reserved});
}

} // namespace stavp
