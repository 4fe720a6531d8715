#include "platform/gdb/csr_names.h"
#include "platform/gdb/target_description.h"

#include <algorithm>
#include <array>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace stavp::gdb;
using testing::HasSubstr;
using testing::Not;

TEST(GdbDescription, numbers_registers_as_gdbs_riscv_port_does) {
    const auto text = features_document(std::array{0x300u, 0x341u});
    EXPECT_THAT(text, HasSubstr("<architecture>riscv:rv64</architecture>"));
    EXPECT_THAT(text, HasSubstr("name=\"sp\" bitsize=\"64\" type=\"data_ptr\" regnum=\"2\""));
    EXPECT_THAT(text, HasSubstr("name=\"t6\" bitsize=\"64\" type=\"int\" regnum=\"31\""));
    EXPECT_THAT(text, HasSubstr("name=\"pc\" bitsize=\"64\" type=\"code_ptr\" regnum=\"32\""));
    EXPECT_THAT(text, HasSubstr("name=\"mstatus\" bitsize=\"64\" type=\"int\" regnum=\"833\"")); // 65 + 0x300
    EXPECT_THAT(text, HasSubstr("name=\"mepc\" bitsize=\"64\" type=\"int\" regnum=\"898\""));    // 65 + 0x341
    EXPECT_THAT(text, Not(HasSubstr("mtvec")));
}

TEST(GdbDescription, no_csr_is_named_twice) {
    for (std::size_t i = 1; i < kCsrNames.size(); ++i) {
        EXPECT_LT(kCsrNames[i - 1].number, kCsrNames[i].number);
        EXPECT_EQ(std::ranges::count(kCsrNames, kCsrNames[i].name, &CsrName::name), 1);
    }
}

TEST(GdbDescription, maps_memory_as_it_lies) {
    const auto text = memory_map_document(std::array{MemoryWindow{0x80000000, 0x20000000}});
    EXPECT_THAT(text, HasSubstr("start=\"0x80000000\" length=\"0x20000000\""));
}

} // namespace
