#pragma once

#include "tests/firmware/machine_double.h"

#include "workloads/format/image.h"

extern "C" {
#include "firmware/scheduler/scheduler.h"
}

#include <algorithm>
#include <cstring>
#include <functional>
#include <vector>

namespace stavp::test {

/// A workload in the double's DDR, and what came of running it.
class WorkloadRun {
public:
    WorkloadRun(const workloads::Image& image, const MachineShape& shape, unsigned seed,
                std::uint64_t spare_bytes = 1 << 16)
        : machine(shape, seed), image_(image) {
        const auto bytes = image.arena_offset() + image.header().arena_bytes + spare_bytes;
        base = machine.memory.add_host_memory(bytes);
        machine.ddr_base = base;
        machine.ddr_bytes = bytes;
        const auto ddr = image.ddr_image();
        std::memcpy(machine.memory.plain(base, ddr.size()), ddr.data(), ddr.size());
        machine.on_layer_end = [this](std::uint32_t layer) {
            if (!output_is_right(layer)) wrong_layers.push_back(layer);
            if (at_layer_end) at_layer_end();
        };
    }

    /// Holds the zeros that the arena begins with.
    bool output_is_untouched(std::uint32_t layer) {
        const auto& tensor = image_.tensors()[image_.layers()[layer].output];
        const auto size = image_.golden(tensor).size();
        const auto* bytes = machine.memory.plain(base + image_.arena_offset() + tensor.offset, size);
        return std::all_of(bytes, bytes + size, [](auto byte) { return byte == 0; });
    }

    firmware_error operator()() {
        const auto error = scheduler_run(base);
        return error;
    }

    /// Of the whole workload, as it is in memory now.
    bool result_is_right() { return is_golden(image_.tensors()[image_.header().output_tensor]); }

    std::uint64_t address_of(const nmw_tensor& tensor) const {
        return base + (tensor.storage == NMW_IN_ARENA ? image_.arena_offset() : 0) + tensor.offset;
    }

    template <typename Header> Header& in_ddr(const Header& original) {
        const auto offset = reinterpret_cast<const std::uint8_t*>(&original) - image_.bytes().data();
        return *reinterpret_cast<Header*>(
            machine.memory.plain(base + static_cast<std::uint64_t>(offset), sizeof(Header)));
    }

    MachineDouble machine;
    std::uint64_t base = 0;
    std::vector<std::uint32_t> wrong_layers;
    std::function<void()> at_layer_end;

private:
    bool output_is_right(std::uint32_t layer) {
        // A fused layer's output is that of the product which did it.
        if (!machine.fused.empty() && machine.fused.back() == layer + 1) ++layer;
        return is_golden(image_.tensors()[image_.layers()[layer].output]);
    }
    bool is_golden(const nmw_tensor& tensor) {
        const auto golden = image_.golden(tensor);
        const auto* bytes = machine.memory.plain(base + image_.arena_offset() + tensor.offset, golden.size());
        return std::memcmp(bytes, golden.data(), golden.size()) == 0;
    }
    const workloads::Image& image_;
};

} // namespace stavp::test
