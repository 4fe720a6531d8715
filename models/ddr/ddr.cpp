#include "models/ddr/ddr.h"

#include "models/core/memory_access.h"
#include "models/core/port_calendar.h"
#include "models/core/process_kind.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace stavp {

namespace {

const DdrConfig& checked(const DdrConfig& config) {
    if (const auto error = find_error(config)) throw std::invalid_argument(*error);
    return config;
}

constexpr std::uint64_t kPicosecondsPerNanosecond = 1000;

} // namespace

Ddr::Ddr(sc_core::sc_module_name name, const DdrConfig& config)
    : sc_module(name), socket("socket"), config_(checked(config)), controller_(config), memory_(config.bytes),
      ecc_(config.ecc, memory_.bytes(), [this](std::uint64_t first, std::uint64_t last) {
          if (sc_core::sc_is_running()) socket->invalidate_direct_mem_ptr(first, last);
      }) {
    socket.register_b_transport(this, &Ddr::b_transport);
    socket.register_nb_transport_fw(this, &Ddr::nb_transport_fw);
    socket.register_transport_dbg(this, &Ddr::transport_dbg);
    socket.register_get_direct_mem_ptr(this, &Ddr::get_direct_mem_ptr);
    SC_HAS_PROCESS(Ddr);
    SC_METHOD(serve);
    sensitive << wake_;
    dont_initialize();
}

void Ddr::watch(std::uint64_t offset, WatchCallback callback) {
    if (offset % 8 != 0 || config_.bytes < 8 || offset > config_.bytes - 8)
        throw std::invalid_argument(std::string(name()) + ": a watch must be 8-byte aligned and inside the memory");
    watches_.push_back({offset, std::move(callback)});
    watched_.add(offset);
    const auto page = DmiGaps::page_of(offset);
    if (sc_core::sc_is_running()) socket->invalidate_direct_mem_ptr(page, page + DmiGaps::kPageBytes - 1);
}

DdrStatistics Ddr::statistics() const {
    auto result = statistics_;
    if (config_.fidelity == Fidelity::lt) return result;
    const auto counts = controller_.counts();
    result.row_hits = counts.row_hits;
    result.row_misses = counts.row_misses;
    result.row_conflicts = counts.row_conflicts;
    result.busy_clocks += counts.busy_clocks;
    result.refreshes = controller_.refreshes(clock_at_or_before_now());
    return result;
}

std::string Ddr::contradiction() const {
    const auto examples = controller_.violation_examples();
    return examples.empty() ? std::string() : "ddr: " + examples.front().text;
}

bool Ddr::refused(tlm::tlm_generic_payload& payload) const {
    const auto answer = check_memory_access(payload, memory_.size());
    payload.set_response_status(answer);
    return answer != tlm::TLM_OK_RESPONSE || payload.get_command() == tlm::TLM_IGNORE_COMMAND;
}

void Ddr::move_bytes(tlm::tlm_generic_payload& payload) {
    const auto bytes = payload.get_data_length();
    const bool good = ecc_.allows(payload);
    if (good) copy_payload(payload, memory_.data());
    payload.set_response_status(good ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE);
    payload.set_dmi_allowed(good);
    if (payload.is_read()) {
        ++statistics_.reads;
        statistics_.read_bytes += bytes;
        return;
    }
    ++statistics_.writes;
    statistics_.write_bytes += bytes;
    if (good && !watches_.empty()) call_watches(payload.get_address(), bytes);
}

sc_core::sc_time Ddr::untimed_delay(const tlm::tlm_generic_payload& payload) {
    const auto transfer = divide_up(payload.get_data_length(), config_.timing.channel_width / 8 * 2);
    statistics_.busy_clocks += transfer;
    const auto clocks = config_.timing.tRCD + config_.timing.CL + transfer;
    return sc_core::sc_time::from_value(clocks * config_.timing.tCK_ps +
                                        config_.frontend_latency_ns * kPicosecondsPerNanosecond);
}

void Ddr::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    if (refused(payload)) return;
    if (config_.fidelity == Fidelity::at && can_wait()) {
        wait(delay);
        delay = sc_core::SC_ZERO_TIME;
        wait_for_end(payload);
        return;
    }
    move_bytes(payload);
    const auto duration = untimed_delay(payload);
    if (!slow_.empty()) {
        const auto frontend = sc_core::sc_time::from_value(config_.frontend_latency_ns * kPicosecondsPerNanosecond);
        delay += slow_by(sc_core::sc_time_stamp() + delay, duration - frontend);
    }
    delay += duration;
}

void Ddr::slow_down(const sc_core::sc_time& from, const sc_core::sc_time& to, unsigned factor,
                    std::function<void()> affects) {
    slow_.push_back({from, to, factor, std::move(affects)});
}

sc_core::sc_time Ddr::slow_by(const sc_core::sc_time& arrival, const sc_core::sc_time& duration) {
    auto added = sc_core::SC_ZERO_TIME;
    for (const auto& slow : slow_) {
        if (arrival < slow.from || arrival >= slow.to) continue;
        added += duration * (slow.factor - 1);
        slow.affects();
    }
    return added;
}

void Ddr::call_watches(std::uint64_t offset, std::uint64_t bytes) {
    for (const auto& watched : watches_) {
        if (offset + bytes <= watched.offset || offset >= watched.offset + 8) continue;
        std::uint64_t value = 0;
        std::memcpy(&value, memory_.data() + watched.offset, sizeof value);
        watched.callback(value);
    }
}

unsigned Ddr::transport_dbg(tlm::tlm_generic_payload& payload) {
    return ecc_.debug_access(payload);
}

bool Ddr::get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& region) {
    const auto address = payload.get_address();
    region.set_start_address(0);
    region.set_end_address(memory_.size() - 1);
    region.set_dmi_ptr(memory_.data());
    region.allow_read_write();
    if (address >= memory_.size()) region.allow_none();
    watched_.narrow(address, region);
    ecc_.gaps().narrow(address, region);
    return !region.is_none_allowed();
}

} // namespace stavp
