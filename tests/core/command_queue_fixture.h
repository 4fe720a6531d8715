#pragma once

#include "models/core/command_queue.h"
#include "regs/probe_regs.hpp"
#include "tests/sta/support/test_memory.h"
#include "tests/sta/support/test_sync.h"

#include <cstring>
#include <gtest/gtest.h>
#include <numeric>
#include <vector>

namespace stavp::test {

namespace probe = regs::probe;

inline constexpr std::uint64_t kRing = 0x1000;
inline constexpr std::uint64_t kRegisters = 0x180; // element 1 of the probe's two queues
inline constexpr std::uint32_t kOpWork = 7;        // takes header.reserved cycles
inline constexpr std::uint32_t kOpFail = 8;        // takes header.reserved cycles, then fails with an operand bus error

inline constexpr std::uint64_t kCtrl = 0x00, kStatus = 0x04, kBase = 0x08, kLog2 = 0x10, kHead = 0x14, kTail = 0x18,
                               kIrqEnable = 0x1c, kIrqStatus = 0x20, kErrorCode = 0x24, kErrorAddr = 0x28,
                               kErrorTag = 0x30;

/// A queue at 1 ns a cycle in front of an engine that only logs and waits. A fetch takes 10 ns.
class CommandQueueTest : public testing::Test {
protected:
    struct Done {
        std::uint32_t tag;
        double start_ns;
    };

    RegisterBank bank{"bank", probe::kTable, probe::kSizeBytes, sc_core::SC_ZERO_TIME};
    BusMaster master{"master"};
    BusMaster host{"host"};
    TestMemory memory{"memory"};
    TestSync sync;
    StallAccount account{Clock(1000)};
    std::vector<Done> log;
    int irq_changes = 0;
    CommandQueue queue{"queue",
                       bank,
                       registers(),
                       master,
                       sync,
                       account,
                       [this](const DescriptorBytes& bytes) { return execute(bytes); },
                       [this] { ++irq_changes; }};

    static CommandQueue::Registers registers() {
        auto out = STAVP_QUEUE_REGISTERS(probe);
        out.index = 1;
        return out;
    }

    void SetUp() override {
        memory.add(kRing, 0x4000);
        memory.latency = sc_core::sc_time(10, sc_core::SC_NS);
        master.socket.bind(memory.socket);
        host.socket.bind(bank.socket);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        write(kBase, kRing, 8);
        write(kLog2, 2);
        write(kIrqEnable, 3);
    }

    std::optional<QueueFault> execute(const DescriptorBytes& bytes) {
        stavp_command_header header;
        std::memcpy(&header, bytes.data(), sizeof header);
        if (header.opcode != kOpWork && header.opcode != kOpFail) return QueueFault{QueueError::unknown_opcode, {}};
        log.push_back({header.tag, sc_core::sc_time_stamp().to_seconds() * 1e9});
        if (header.reserved > 0) queue.spend(account.clock().time_of(header.reserved));
        if (header.opcode == kOpFail) return QueueFault{QueueError::operand_bus_error, 0xabcd};
        return std::nullopt;
    }

    void write(std::uint64_t offset, std::uint64_t value, unsigned bytes = 4) {
        sc_core::sc_time ignored;
        EXPECT_EQ(host.transport(tlm::TLM_WRITE_COMMAND, kRegisters + offset, reinterpret_cast<std::uint8_t*>(&value),
                                 bytes, ignored),
                  tlm::TLM_OK_RESPONSE);
    }
    std::uint64_t read(std::uint64_t offset, unsigned bytes = 4) {
        sc_core::sc_time ignored;
        std::uint64_t value = 0;
        EXPECT_EQ(host.transport(tlm::TLM_READ_COMMAND, kRegisters + offset, reinterpret_cast<std::uint8_t*>(&value),
                                 bytes, ignored),
                  tlm::TLM_OK_RESPONSE);
        return value;
    }

    static stavp_command_header work(std::uint32_t tag, std::uint32_t cycles) {
        stavp_command_header header{};
        header.opcode = kOpWork;
        header.tag = tag;
        header.reserved = cycles;
        return header;
    }
    void put(std::uint64_t address, const stavp_command_header& header) {
        DescriptorBytes bytes{};
        std::memcpy(bytes.data(), &header, sizeof header);
        memory.put(address, std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
    }
    void put_entry(unsigned entry, const stavp_command_header& header) { put(kRing + 128ull * entry, header); }
    static void run_ns(double ns) { sc_core::sc_start(sc_core::sc_time(ns, sc_core::SC_NS)); }

    std::vector<std::uint32_t> tags() const {
        std::vector<std::uint32_t> out;
        for (const auto& done : log)
            out.push_back(done.tag);
        return out;
    }
    std::uint64_t cycles(Activity activity) const { return account.snapshot()[static_cast<std::size_t>(activity)]; }
    std::uint64_t all_cycles() const {
        const auto snapshot = account.snapshot();
        return std::accumulate(snapshot.begin(), snapshot.end(), std::uint64_t{0});
    }
};

} // namespace stavp::test
