#pragma once

#include "models/core/queue_engine.h"
#include "tests/sta/support/test_memory.h"
#include "tests/sta/support/test_sync.h"

#include <gtest/gtest.h>

namespace stavp::test {

inline constexpr std::uint64_t kRing = 0x8000'0000;
inline constexpr std::uint64_t kBuffer = 0x5000'0000;
inline constexpr std::uint64_t kBufferBytes = 0x40000;
/// The same without DMI.
inline constexpr std::uint64_t kSlowBuffer = 0x5100'0000;
/// A second buffer with DMI, for tests with large operands.
inline constexpr std::uint64_t kLargeBuffer = 0x5200'0000;
inline constexpr std::uint64_t kLargeBufferBytes = 0x400000;

/// One engine on a bus with a ring of descriptors and buffers, at 500 MHz (2 ns a cycle), and a host that drives its
/// registers. Register offsets are those of models/core/command_queue.regs.yaml at offset 0.
template <typename Engine, typename Config> class EngineBench {
public:
    explicit EngineBench(const Config& config)
        : engine("engine", config, Clock(2000), sync, sc_core::sc_time(2, sc_core::SC_NS)) {
        memory.add(kRing, 0x10000);
        memory.add(kBuffer, kBufferBytes);
        memory.add(kSlowBuffer, kBufferBytes, false);
        memory.add(kLargeBuffer, kLargeBufferBytes);
        engine.master.socket.bind(memory.socket);
        host.socket.bind(engine.bank.socket);
        engine.irq.bind(irq);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        write(0x08, kRing, 8);
        write(0x10, 8, 4);
        write(0x1c, 3, 4);
        write(0x00, 1, 4);
    }

    TestSync sync;
    TestMemory memory{"memory"};
    Engine engine;
    BusMaster host{"host"};
    sc_core::sc_signal<bool> irq{"irq_line"};

    void write(std::uint64_t offset, std::uint64_t value, unsigned bytes) {
        sc_core::sc_time ignored;
        EXPECT_EQ(
            host.transport(tlm::TLM_WRITE_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, ignored),
            tlm::TLM_OK_RESPONSE);
    }
    std::uint64_t read(std::uint64_t offset, unsigned bytes = 4) {
        sc_core::sc_time ignored;
        std::uint64_t value = 0;
        EXPECT_EQ(
            host.transport(tlm::TLM_READ_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, ignored),
            tlm::TLM_OK_RESPONSE);
        return value;
    }

    /// Puts a descriptor into the ring, rings the doorbell, runs until nothing happens any more.
    template <typename Descriptor> void run(const Descriptor& descriptor) {
        memory.put(kRing + (tail_ % 256) * sizeof descriptor, std::vector<Descriptor>{descriptor});
        write(0x18, ++tail_, 4);
        sc_core::sc_start();
    }
    std::uint64_t head() { return read(0x14); }
    std::uint64_t error_code() { return read(0x24); }
    std::uint64_t error_address() { return read(0x28, 8); }

    /// Runs a command that must fail, checks that it wrote nothing over `y`, and clears the queue.
    template <typename Descriptor> void expect_failure(const Descriptor& descriptor, QueueError code) {
        const auto before = memory.get<std::uint8_t>(kBuffer, kBufferBytes);
        const auto head_before = head();
        run(descriptor);
        EXPECT_EQ(error_code(), static_cast<std::uint64_t>(code));
        EXPECT_EQ(read(0x30), descriptor.header.tag);
        EXPECT_EQ(head(), head_before);
        EXPECT_EQ(read(0x00), 0u) << "ENABLE";
        EXPECT_TRUE(irq.read());
        EXPECT_EQ(memory.get<std::uint8_t>(kBuffer, kBufferBytes), before);
        write(0x00, 2, 4);
        write(0x00, 1, 4);
        tail_ = 0;
        sc_core::sc_start();
        EXPECT_FALSE(irq.read());
        EXPECT_EQ(error_code(), 0u);
    }

    std::uint64_t cycles_of(Activity activity) const {
        return engine.account().snapshot()[static_cast<std::size_t>(activity)];
    }
    /// Cycles of the commands themselves so far.
    std::uint64_t command_cycles() const {
        return cycles_of(Activity::busy) + cycles_of(Activity::fill_drain) + cycles_of(Activity::operand_port) +
               cycles_of(Activity::result_port);
    }

private:
    std::uint32_t tail_ = 0;
};

} // namespace stavp::test
