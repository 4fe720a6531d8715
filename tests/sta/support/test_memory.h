#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace stavp::test {

/// A target with a few regions of memory; everything between them is a bus error.
class TestMemory : public sc_core::sc_module {
public:
    struct Region {
        std::uint64_t base;
        std::vector<std::uint8_t> bytes;
        bool direct; ///< grants DMI
    };

    explicit TestMemory(sc_core::sc_module_name name) : sc_module(name), socket("socket") {
        socket.register_b_transport(this, &TestMemory::b_transport);
        socket.register_transport_dbg(this, &TestMemory::transport_dbg);
        socket.register_get_direct_mem_ptr(this, &TestMemory::get_direct);
    }

    tlm_utils::simple_target_socket<TestMemory> socket;
    sc_core::sc_time latency;

    void add(std::uint64_t base, std::uint64_t bytes, bool direct = true) {
        regions_.push_back({base, std::vector<std::uint8_t>(bytes), direct});
    }

    /// Host pointer to memory that must exist.
    std::uint8_t* at(std::uint64_t address, std::uint64_t bytes) {
        auto* region = find(address, bytes);
        if (region == nullptr) throw std::out_of_range("test memory");
        return region->bytes.data() + (address - region->base);
    }
    template <typename T> void put(std::uint64_t address, const std::vector<T>& values) {
        if (!values.empty())
            std::memcpy(at(address, values.size() * sizeof(T)), values.data(), values.size() * sizeof(T));
    }
    template <typename T> std::vector<T> get(std::uint64_t address, std::size_t count) {
        std::vector<T> values(count);
        if (count > 0) std::memcpy(values.data(), at(address, count * sizeof(T)), count * sizeof(T));
        return values;
    }

private:
    Region* find(std::uint64_t address, std::uint64_t bytes) {
        for (auto& region : regions_)
            if (address >= region.base && address - region.base + bytes <= region.bytes.size()) return &region;
        return nullptr;
    }

    void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
        delay += latency;
        auto* region = find(payload.get_address(), payload.get_data_length());
        if (region == nullptr) {
            payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
            return;
        }
        auto* host = region->bytes.data() + (payload.get_address() - region->base);
        if (payload.is_read())
            std::memcpy(payload.get_data_ptr(), host, payload.get_data_length());
        else
            std::memcpy(host, payload.get_data_ptr(), payload.get_data_length());
        payload.set_response_status(tlm::TLM_OK_RESPONSE);
    }

    /// Moves what lies in the region of the first byte.
    unsigned transport_dbg(tlm::tlm_generic_payload& payload) {
        auto* region = find(payload.get_address(), 1);
        if (region == nullptr) return 0;
        const auto offset = payload.get_address() - region->base;
        const auto bytes = std::min<std::uint64_t>(payload.get_data_length(), region->bytes.size() - offset);
        auto* host = region->bytes.data() + offset;
        std::memcpy(payload.is_read() ? payload.get_data_ptr() : host,
                    payload.is_read() ? host : payload.get_data_ptr(), bytes);
        return static_cast<unsigned>(bytes);
    }

    bool get_direct(tlm::tlm_generic_payload& payload, tlm::tlm_dmi& dmi) {
        auto* region = find(payload.get_address(), 1);
        if (region == nullptr || !region->direct) return false;
        dmi.set_dmi_ptr(region->bytes.data());
        dmi.set_start_address(region->base);
        dmi.set_end_address(region->base + region->bytes.size() - 1);
        dmi.allow_read_write();
        return true;
    }

    std::vector<Region> regions_;
};

} // namespace stavp::test
