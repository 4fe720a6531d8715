#include "tests/dma/dma_fixture.h"

#include <random>

namespace {

class DmaBytesTest : public stavp::test::DmaFidelityTest {
protected:
    /// Runs a copy from slow to fast memory and compares all of the fast memory with row-by-row copying.
    void check(const stavp_dma_descriptor& job) {
        std::vector<std::uint8_t> expected(fast.memory);
        for (std::uint64_t row = 0; row < job.rows; ++row)
            for (std::uint64_t byte = 0; byte < job.row_bytes; ++byte)
                expected[job.destination - kFast + row * job.destination_stride + byte] =
                    slow.memory[job.source - kSlow + row * job.source_stride + byte];
        const auto moved = dma.bytes_moved(0);
        push(job);
        drain();
        EXPECT_EQ(get(stavp::regs::dma::QUEUE_ERROR_CODE), 0u);
        EXPECT_TRUE(fast.memory == expected)
            << job.rows << " rows of " << job.row_bytes << " strides " << job.source_stride << " "
            << job.destination_stride << " from " << std::hex << job.source << " to " << job.destination;
        EXPECT_EQ(dma.bytes_moved(0) - moved, std::uint64_t{job.rows} * job.row_bytes);
    }
};

TEST_P(DmaBytesTest, one_byte) {
    check(copy(kSlow + 5, kFast + 11, 1));
}

TEST_P(DmaBytesTest, prime_sizes_from_and_to_odd_addresses) {
    for (const std::uint32_t bytes : {2u, 3u, 7u, 31u, 127u, 257u, 1021u, 4099u})
        check(copy(kSlow + bytes, kFast + 3 * bytes, bytes));
}

TEST_P(DmaBytesTest, many_short_rows_with_a_stride) {
    check(copy(kSlow + 64, kFast, 64, 200, 512, 64));
    check(copy(kSlow, kFast + 9, 13, 101, 17, 29));
}

TEST_P(DmaBytesTest, strides_smaller_than_a_row_and_none_at_all) {
    check(copy(kSlow + 1, kFast, 300, 20, 7, 300));
    check(copy(kSlow + 1, kFast, 300, 20, 300, 7));
    check(copy(kSlow + 1, kFast, 300, 5, 0, 301));
    check(copy(kSlow + 1, kFast, 300, 5, 301, 0));
}

TEST_P(DmaBytesTest, rows_longer_than_every_limit) {
    check(copy(kSlow + 3, kFast + 1, 60001));
    check(copy(kSlow, kFast, 0x10000));
}

TEST_P(DmaBytesTest, random_jobs) {
    std::mt19937 random(17);
    for (int i = 0; i < 60; ++i) {
        const auto row_bytes = 1 + random() % (i % 2 == 0 ? 40 : 1500);
        check(copy(kSlow + random() % 1000, kFast + random() % 1000, row_bytes, 1 + random() % 12, random() % 4000,
                   random() % 4000));
    }
}

TEST_P(DmaBytesTest, from_the_fast_memory_and_within_one_memory) {
    push(copy(kSlow, kFast, 1000));
    push(copy(kFast, kSlow + 0x10000, 1000));
    push(copy(kSlow + 0x10000, kSlow + 0x12003, 1000));
    drain();
    EXPECT_EQ(std::memcmp(at(kSlow), at(kSlow + 0x12003), 1000), 0);
}

TEST_P(DmaBytesTest, overlapping_source_and_destination_do_no_harm) {
    const std::vector<std::uint8_t> before(slow.memory.begin() + 0x3000, slow.memory.begin() + 0x4000);
    push(copy(kSlow + 0x1000, kSlow + 0x1010, 4096));
    drain();
    EXPECT_EQ(get(stavp::regs::dma::QUEUE_HEAD), 1u);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), slow.memory.begin() + 0x3000));
}

INSTANTIATE_TEST_SUITE_P(Fidelities, DmaBytesTest, testing::Values(stavp::Fidelity::lt, stavp::Fidelity::at),
                         stavp::test::fidelity_name);

} // namespace
