#include "tests/cpu/machine.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace stavp::test {

namespace {

CpuConfig with_engine(CpuConfig config) {
    const char* engine = std::getenv("STAVP_TEST_CPU_ENGINE");
    if (engine == nullptr) return config;
    if (std::string(engine) == "interpreter") config.engine = CpuEngine::interpreter;
    if (std::string(engine) == "jit") config.jit_warm_up = 0;
    return config;
}

} // namespace

Machine::Machine(sc_core::sc_module_name name, const CpuConfig& config)
    : sc_module(name), cpu("cpu", with_engine(config)), socket("socket"), ram_(8u << 20), slow_ram_(64u << 10) {
    socket.register_b_transport(this, &Machine::b_transport);
    socket.register_get_direct_mem_ptr(this, &Machine::get_direct_mem_ptr);
    socket.register_transport_dbg(this, &Machine::transport_dbg);
    cpu.master.socket.bind(socket);
    cpu.timer_irq(timer_line_);
    cpu.software_irq(software_line_);
    cpu.external_irq(external_line_);
    sc_core::sc_spawn_options options;
    options.spawn_method();
    options.dont_initialize();
    options.set_sensitivity(&raise_timer_);
    sc_core::sc_spawn([this] { timer_line_.write(true); }, "raise_timer", &options);
    sc_core::sc_spawn_options external;
    external.spawn_method();
    external.dont_initialize();
    external.set_sensitivity(&raise_external_);
    sc_core::sc_spawn([this] { external_line_.write(true); }, "raise_external", &external);
    sc_core::sc_spawn_options later;
    later.spawn_method();
    later.dont_initialize();
    later.set_sensitivity(&lines_later_event_);
    sc_core::sc_spawn([this] { set_lines(lines_later_); }, "lines_later", &later);
}

void Machine::load(const std::string& program) {
    std::ifstream file(std::string(STAVP_CPU_PROGRAMS "/") + program + ".bin", std::ios::binary);
    if (!file) throw std::runtime_error("no guest program " + program);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    std::memcpy(ram_.data(), bytes.data(), bytes.size());
    cpu.reset(kRam, 0, 0);
}

void Machine::load_words(std::uint64_t address, const std::vector<std::uint32_t>& words) {
    std::memcpy(memory_at(address, 4 * words.size()), words.data(), 4 * words.size());
}

void Machine::run(sc_core::sc_time limit) {
    sc_core::sc_start(limit);
}

std::uint64_t Machine::word(std::uint64_t address) const {
    std::uint64_t value = 0;
    std::memcpy(&value, const_cast<Machine*>(this)->memory_at(address, 8), 8);
    return value;
}

void Machine::set_word(std::uint64_t address, std::uint64_t value) {
    std::memcpy(memory_at(address, 8), &value, 8);
}

void Machine::set_lines(std::uint64_t mip) {
    software_line_.write((mip >> kMachineSoftware & 1) != 0);
    timer_line_.write((mip >> kMachineTimer & 1) != 0);
    external_line_.write((mip >> kMachineExternal & 1) != 0);
}

std::uint8_t* Machine::memory_at(std::uint64_t address, std::uint64_t bytes) {
    if (address >= kRam && address - kRam <= ram_.size() - bytes) return ram_.data() + (address - kRam);
    if (address >= kSlowRam && address - kSlowRam <= slow_ram_.size() - bytes)
        return slow_ram_.data() + (address - kSlowRam);
    return nullptr;
}

void Machine::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    auto* host = memory_at(payload.get_address(), payload.get_data_length());
    bool ok = false;
    if (host != nullptr) {
        delay += kSlowRamDelay;
        if (payload.is_read())
            std::memcpy(payload.get_data_ptr(), host, payload.get_data_length());
        else
            std::memcpy(host, payload.get_data_ptr(), payload.get_data_length());
        ok = true;
    } else {
        ok = device(payload, delay);
    }
    payload.set_response_status(ok ? tlm::TLM_OK_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
}

bool Machine::device(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    delay += kDeviceDelay;
    if (payload.get_address() < kDevice || payload.get_address() >= kDevice + 0x100) return false;
    const auto offset = payload.get_address() - kDevice;
    std::uint64_t value = 0;
    if (payload.get_address() % payload.get_data_length() != 0) return false;
    if (payload.is_write()) {
        std::memcpy(&value, payload.get_data_ptr(), payload.get_data_length());
        write_device(offset, value);
        return true;
    }
    if (offset == kDeviceWaits) {
        wait(7.5, sc_core::SC_NS);
        delay = sc_core::sc_time(2.2, sc_core::SC_NS);
    }
    if (offset == kDeviceLines)
        value = static_cast<std::uint64_t>(timer_line_.read()) << kMachineTimer |
                static_cast<std::uint64_t>(software_line_.read()) << kMachineSoftware |
                static_cast<std::uint64_t>(external_line_.read()) << kMachineExternal;
    std::memcpy(payload.get_data_ptr(), &value, payload.get_data_length());
    return true;
}

void Machine::write_device(std::uint64_t offset, std::uint64_t value) {
    switch (offset) {
    case kDeviceExit:
        exited = true;
        exit_code = value;
        sc_core::sc_stop();
        return;
    case kDeviceLines:
        set_lines(value);
        return;
    case kDeviceTimer:
        raise_timer_.notify(static_cast<double>(value), sc_core::SC_NS);
        return;
    case kDeviceExternalAt:
        raise_external_.notify(static_cast<double>(value), sc_core::SC_NS);
        return;
    case kDeviceLinesLater:
        lines_later_ = value;
        lines_later_event_.notify(sc_core::SC_ZERO_TIME);
        return;
    case kDeviceLog:
        log.push_back({value, sc_core::sc_time_stamp(), cpu.cycles(), cpu.instructions(), cpu.pc()});
        return;
    case kDeviceWithdrawDmi:
        withdraw_dmi();
        return;
    case kDeviceReset:
        cpu.reset(value, 1, 2);
        return;
    default:
        return;
    }
}

void Machine::withdraw_dmi() {
    dmi_enabled = false;
    socket->invalidate_direct_mem_ptr(0, ~0ull);
}

bool Machine::get_direct_mem_ptr(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& dmi) {
    const auto address = payload.get_address();
    if (!dmi_enabled || address < kRam || address - kRam >= ram_bytes_for_dmi) return false;
    dmi.set_start_address(kRam);
    dmi.set_end_address(kRam + ram_bytes_for_dmi - 1);
    dmi.set_dmi_ptr(ram_.data());
    dmi.allow_read_write();
    return true;
}

unsigned Machine::transport_dbg(tlm::tlm_generic_payload& payload) {
    auto* host = memory_at(payload.get_address(), payload.get_data_length());
    if (host == nullptr) return 0;
    if (payload.is_read())
        std::memcpy(payload.get_data_ptr(), host, payload.get_data_length());
    else
        std::memcpy(host, payload.get_data_ptr(), payload.get_data_length());
    return payload.get_data_length();
}

} // namespace stavp::test
