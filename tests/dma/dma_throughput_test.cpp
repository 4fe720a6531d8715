// DMA, bus, DDR and a buffer together.

#include "models/buffer/buffer.h"
#include "models/bus/bus.h"
#include "models/core/abi/stavp_descriptor.h"
#include "models/ddr/ddr.h"
#include "models/dma/dma.h"
#include "regs/dma_regs.hpp"
#include "tests/dma/counters.h"
#include "tests/dma/transfer_cycles.h"

#include <cstring>
#include <gtest/gtest.h>

namespace {

namespace dma_regs = stavp::regs::dma;

constexpr std::uint64_t kDdr = 0x8000'0000;
constexpr std::uint64_t kBuffer = 0x5000'0000;
constexpr std::uint64_t kRing = 0x10'0000;
constexpr std::uint64_t kRow = 256 * 1024;

struct Point {
    const char* name;
    unsigned bus_bytes = 32;
    unsigned outstanding = 16;
    const char* address_map = "row column bank bankgroup";
};

class MemorySystemTest : public testing::Test {
protected:
    void build(const Point& point) {
        stavp::DdrConfig ddr_config;
        ddr_config.bytes = 16 << 20;
        ddr_config.address_map = point.address_map;
        const stavp::Clock clock(2000);
        bus =
            std::make_unique<stavp::Bus>("bus", stavp::BusConfig{point.bus_bytes, 4, stavp::Fidelity::at, 500}, clock);
        ddr = std::make_unique<stavp::Ddr>("ddr", ddr_config);
        buffer =
            std::make_unique<stavp::Buffer>("buffer", stavp::BufferConfig{kRow, 64, 1, stavp::Fidelity::at, 1}, clock);
        dma = std::make_unique<stavp::Dma>("dma", stavp::DmaConfig{1, 256, point.outstanding}, clock, sync,
                                           sc_core::SC_ZERO_TIME);
        dma->master.socket.bind(bus->initiator_socket(bus->add_initiator("dma")));
        bus->target_socket(bus->map(kDdr, ddr_config.bytes, "ddr", stavp::TargetProtocol::non_blocking))
            .bind(ddr->socket);
        bus->target_socket(bus->map(kBuffer, kRow, "buffer")).bind(buffer->socket);
        registers.socket.bind(dma->bank.socket);
        dma->irq.bind(irq);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }
    void set(std::size_t reg, std::uint64_t value) {
        sc_core::sc_time delay;
        registers.transport(tlm::TLM_WRITE_COMMAND, dma_regs::kTable[reg].offset,
                            reinterpret_cast<std::uint8_t*>(&value), dma_regs::kTable[reg].width_bits / 8, delay);
    }
    /// Bytes per nanosecond while `job` is being moved.
    double rate(const stavp_dma_descriptor& job) {
        dma->master.debug_write(kDdr + kRing, &job, sizeof job);
        set(dma_regs::QUEUE_BASE, kDdr + kRing);
        set(dma_regs::QUEUE_LOG2, 1);
        set(dma_regs::QUEUE_CTRL, 1);
        set(dma_regs::QUEUE_TAIL, 1);
        sc_core::sc_start(sc_core::sc_time(2, sc_core::SC_MS));
        EXPECT_EQ(dma->bank.get(dma_regs::QUEUE_HEAD), 1u);
        EXPECT_EQ(dma->bytes_moved(0), std::uint64_t{job.row_bytes} * job.rows);
        const auto cycles = stavp::test::transfer_cycles(dma->account(0));
        return static_cast<double>(dma->bytes_moved(0)) / (2.0 * static_cast<double>(cycles));
    }
    static stavp_dma_descriptor copy(std::uint64_t source, std::uint64_t destination, std::uint32_t row_bytes,
                                     std::uint32_t rows, std::uint64_t source_stride,
                                     std::uint64_t destination_stride) {
        stavp_dma_descriptor job{};
        job.header.opcode = STAVP_OP_DMA_COPY;
        job.source = source;
        job.destination = destination;
        job.row_bytes = row_bytes;
        job.rows = rows;
        job.source_stride = source_stride;
        job.destination_stride = destination_stride;
        return job;
    }

    stavp::test::Counters sync;
    std::unique_ptr<stavp::Bus> bus;
    std::unique_ptr<stavp::Ddr> ddr;
    std::unique_ptr<stavp::Buffer> buffer;
    std::unique_ptr<stavp::Dma> dma;
    stavp::BusMaster registers{"registers"};
    sc_core::sc_signal<bool> irq{"irq"};
};

TEST_F(MemorySystemTest, with_a_narrow_bus_the_bus_sets_the_rate) {
    build({"narrow", 16});
    const auto bytes_per_ns = rate(copy(kDdr, kBuffer, kRow, 1, 0, 0));
    RecordProperty("bytes_per_ns", std::to_string(bytes_per_ns));
    EXPECT_GE(bytes_per_ns, 0.9 * 8);
    EXPECT_LE(bytes_per_ns, 8.0);
}

TEST_F(MemorySystemTest, with_a_wide_bus_the_dram_sets_the_rate) {
    build({"wide", 128, 32});
    const auto bytes_per_ns = rate(copy(kDdr, kBuffer, kRow, 1, 0, 0));
    RecordProperty("bytes_per_ns", std::to_string(bytes_per_ns));
    EXPECT_GE(bytes_per_ns, 0.9 * 19.2);
    EXPECT_LE(bytes_per_ns, 19.21);
}

TEST_F(MemorySystemTest, with_the_default_bus_the_bus_sets_the_rate) {
    build({"default"});
    const auto bytes_per_ns = rate(copy(kDdr, kBuffer, kRow, 1, 0, 0));
    RecordProperty("bytes_per_ns", std::to_string(bytes_per_ns));
    EXPECT_GE(bytes_per_ns, 0.9 * 16);
}

TEST_F(MemorySystemTest, with_one_burst_in_flight_its_latency_sets_the_rate) {
    build({"one", 32, 1});
    // Read: 24 + 20 front end + (CL + 4 bursts) clocks at least; write: 24 + (4 + 1) * 2.
    const auto bytes_per_ns = rate(copy(kDdr, kBuffer, kRow, 1, 0, 0));
    EXPECT_LE(bytes_per_ns, 256 / (24 + 20 + 32 * 0.833 + 34));
    EXPECT_GE(bytes_per_ns, 256 / (24 + 20 + 64 * 0.833 + 34 + 4));
}

TEST_F(MemorySystemTest, the_address_map_shows_in_the_rate_of_a_stream) {
    build({"linear", 128, 32, "row bank bankgroup column"});
    const auto bytes_per_ns = rate(copy(kDdr, kBuffer, kRow, 1, 0, 0));
    RecordProperty("bytes_per_ns", std::to_string(bytes_per_ns));
    // tCCD_L within the group of a row; at the ends of rows the queue holds bursts of two groups.
    EXPECT_GE(bytes_per_ns, 19.2 * 4 / 6);
    EXPECT_LE(bytes_per_ns, 19.21 * 4 / 6 * 1.05);
}

TEST_F(MemorySystemTest, the_bytes_arrive) {
    build({"bytes"});
    std::vector<std::uint8_t> data(3000);
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = static_cast<std::uint8_t>(i * 31 + 5);
    dma->master.debug_write(kDdr + 77, data.data(), 3000);
    rate(copy(kDdr + 77, kBuffer + 13, 100, 20, 151, 101));
    for (std::size_t row = 0; row < 20; ++row) {
        std::uint8_t found[100];
        dma->master.debug_read(kBuffer + 13 + row * 101, found, 100);
        EXPECT_EQ(std::memcmp(found, data.data() + row * 151, 100), 0) << row;
    }
}

} // namespace
