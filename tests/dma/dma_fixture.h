#pragma once

#include "models/bus/bus.h"
#include "models/core/abi/stavp_descriptor.h"
#include "models/dma/dma.h"
#include "regs/dma_regs.hpp"
#include "tests/bus/recording_target.h"
#include "tests/dma/counters.h"

#include <cstring>
#include <gtest/gtest.h>
#include <vector>

namespace stavp::test {

/// A DMA controller on a bus of 32 bytes at 2 ns with latency 4, a slow memory (100 ns) and a fast one (20 ns).
/// Uncontended, a burst of n bytes thus takes (ceil(n / 32) + 4) * 2 + 100 ns, resp. + 20 ns.
class DmaFixture : public testing::Test {
protected:
    static constexpr std::uint64_t kSlow = 0x8000'0000;
    static constexpr std::uint64_t kSlowBytes = 0x20000;
    static constexpr std::uint64_t kFast = 0x5000'0000;
    static constexpr std::uint64_t kFastBytes = 0x10000;
    static constexpr std::uint64_t kRing = kSlow + 0x1f000; ///< of channel 0; the next channel's 0x200 above
    static constexpr unsigned kRingLog2 = 2;
    static constexpr std::uint64_t kCyclePs = 2000;

    explicit DmaFixture(const DmaConfig& config = {4, 256, 8, Fidelity::at}, unsigned bus_outstanding = 64)
        : bus("bus", BusConfig{32, 4, config.fidelity, 500, Arbitration::fcfs, bus_outstanding}, Clock(kCyclePs)),
          dma("dma", config, Clock(kCyclePs), sync, sc_core::SC_ZERO_TIME) {}

    void SetUp() override {
        dma.master.socket.bind(bus.initiator_socket(bus.add_initiator("dma")));
        host.socket.bind(bus.initiator_socket(bus.add_initiator("host")));
        bus.target_socket(bus.map(kSlow, kSlowBytes, "slow")).bind(slow.socket);
        bus.target_socket(bus.map(kFast, kFastBytes, "fast")).bind(fast.socket);
        registers.socket.bind(dma.bank.socket);
        dma.irq.bind(irq);
        for (std::size_t i = 0; i < slow.memory.size(); ++i)
            slow.memory[i] = static_cast<std::uint8_t>(i * 7 + (i >> 8) * 13 + 1);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        for (unsigned channel = 0; channel < dma.channels(); ++channel) {
            set(regs::dma::QUEUE_BASE, kRing + channel * 0x200, channel);
            set(regs::dma::QUEUE_LOG2, kRingLog2, channel);
            set(regs::dma::QUEUE_CTRL, 1, channel);
        }
    }

    void set(std::size_t reg, std::uint64_t value, unsigned channel = 0) {
        const auto& spec = regs::dma::kTable[reg];
        sc_core::sc_time delay;
        ASSERT_EQ(registers.transport(tlm::TLM_WRITE_COMMAND, spec.offset + channel * spec.stride,
                                      reinterpret_cast<std::uint8_t*>(&value), spec.width_bits / 8, delay),
                  tlm::TLM_OK_RESPONSE);
    }
    std::uint64_t get(std::size_t reg, unsigned channel = 0) {
        const auto& spec = regs::dma::kTable[reg];
        std::uint64_t value = 0;
        sc_core::sc_time delay;
        EXPECT_EQ(registers.transport(tlm::TLM_READ_COMMAND, spec.offset + channel * spec.stride,
                                      reinterpret_cast<std::uint8_t*>(&value), spec.width_bits / 8, delay),
                  tlm::TLM_OK_RESPONSE);
        return value;
    }

    static stavp_dma_descriptor copy(std::uint64_t source, std::uint64_t destination, std::uint32_t row_bytes,
                                     std::uint32_t rows = 1, std::uint64_t source_stride = 0,
                                     std::uint64_t destination_stride = 0) {
        stavp_dma_descriptor descriptor{};
        descriptor.header.opcode = STAVP_OP_DMA_COPY;
        descriptor.source = source;
        descriptor.destination = destination;
        descriptor.row_bytes = row_bytes;
        descriptor.rows = rows;
        descriptor.source_stride = source_stride;
        descriptor.destination_stride = destination_stride;
        return descriptor;
    }
    void place(std::uint64_t address, const stavp_dma_descriptor& descriptor) {
        std::memcpy(slow.memory.data() + (address - kSlow), &descriptor, sizeof descriptor);
    }
    /// Writes it into the ring and rings the bell.
    void push(const stavp_dma_descriptor& descriptor, unsigned channel = 0) {
        const auto tail = get(regs::dma::QUEUE_TAIL, channel);
        place(kRing + channel * 0x200 + tail % (1 << kRingLog2) * STAVP_DESCRIPTOR_BYTES, descriptor);
        set(regs::dma::QUEUE_TAIL, tail + 1, channel);
    }
    /// Lets time pass until every command is done or a queue has failed; the test fails after `limit_us`.
    void drain(double limit_us = 1000) {
        const auto limit = sc_core::sc_time_stamp() + sc_core::sc_time(limit_us, sc_core::SC_US);
        while (pending()) {
            ASSERT_LT(sc_core::sc_time_stamp(), limit) << "the queue does not come to rest";
            sc_core::sc_start(sc_core::sc_time(100, sc_core::SC_NS));
        }
    }
    bool pending() {
        for (unsigned channel = 0; channel < dma.channels(); ++channel)
            if (get(regs::dma::QUEUE_ERROR_CODE, channel) == 0 &&
                get(regs::dma::QUEUE_HEAD, channel) != get(regs::dma::QUEUE_TAIL, channel))
                return true;
        return false;
    }
    std::uint8_t* at(std::uint64_t address) {
        return address >= kSlow ? slow.memory.data() + (address - kSlow) : fast.memory.data() + (address - kFast);
    }
    std::uint64_t busy_cycles(unsigned channel = 0) const {
        return dma.account(channel).snapshot()[static_cast<std::size_t>(Activity::busy)];
    }

    Counters sync;
    Bus bus;
    Dma dma;
    BusMaster host{"host"};
    BusMaster registers{"registers"};
    RecordingTarget slow{"slow", kSlowBytes, 100000};
    RecordingTarget fast{"fast", kFastBytes, 20000};
    sc_core::sc_signal<bool> irq{"irq"};
};

/// The same tests at both fidelities.
class DmaFidelityTest : public DmaFixture, public testing::WithParamInterface<Fidelity> {
protected:
    DmaFidelityTest() : DmaFixture({4, 256, 8, GetParam()}) {}
};

inline std::string fidelity_name(const testing::TestParamInfo<Fidelity>& info) {
    return info.param == Fidelity::lt ? "lt" : "at";
}

} // namespace stavp::test
