#include "tests/vector/vector_bench.h"

#include <functional>
#include <gtest/gtest.h>

namespace stavp {
namespace {

using namespace test;
using Change = std::function<void(stavp_vector_descriptor&)>;

constexpr std::uint32_t kAllOperations[] = {STAVP_OP_VECTOR_ADD, STAVP_OP_VECTOR_LAYERNORM, STAVP_OP_VECTOR_LUT,
                                            STAVP_OP_VECTOR_TRANSPOSE, STAVP_OP_VECTOR_MEANPOOL};

class VectorErrors : public testing::Test {
protected:
    VectorBench bench{{}};

    void expect(std::uint32_t opcode, const Change& change, QueueError code, const char* what) {
        auto d = describe(opcode, 4, 4);
        change(d);
        SCOPED_TRACE(std::string(what) + " of operation " + std::to_string(opcode));
        bench.expect_failure(d, code);
    }
    void bad(std::uint32_t opcode, const Change& change, const char* what) {
        expect(opcode, change, QueueError::bad_field, what);
    }
};

TEST_F(VectorErrors, sizes_and_strides_are_checked_for_every_operation) {
    for (const auto opcode : kAllOperations) {
        bad(
            opcode, [](auto& d) { d.rows = 0; }, "rows 0");
        bad(
            opcode, [](auto& d) { d.cols = 0; }, "cols 0");
        bad(
            opcode, [](auto& d) { d.a_stride = 3; }, "a stride");
        bad(
            opcode, [](auto& d) { d.a_type = 0; }, "a type");
        bad(
            opcode, [](auto& d) { d.a_type = STAVP_I32, d.a_stride = 16; }, "a type");
        bad(
            opcode, [](auto& d) { d.y_type = STAVP_I32, d.y_stride = 16; }, "y type");
        if (opcode != STAVP_OP_VECTOR_MEANPOOL)
            bad(
                opcode, [](auto& d) { d.y_stride = 3; }, "y stride");
    }
}

TEST_F(VectorErrors, factors_are_checked_where_they_are_used) {
    for (const auto opcode : {STAVP_OP_VECTOR_ADD, STAVP_OP_VECTOR_LAYERNORM, STAVP_OP_VECTOR_MEANPOOL}) {
        bad(
            opcode, [](auto& d) { d.shift0 = 0; }, "shift 0");
        bad(
            opcode, [](auto& d) { d.shift0 = 63; }, "shift 63");
        bad(
            opcode, [](auto& d) { d.mult0 = -1; }, "negative mult0");
    }
    for (const auto opcode : {STAVP_OP_VECTOR_LUT, STAVP_OP_VECTOR_TRANSPOSE}) {
        auto d = describe(opcode, 4, 4);
        d.shift0 = 0;
        d.mult0 = -1;
        bench.run(d);
        EXPECT_EQ(bench.error_code(), 0u);
    }
}

TEST_F(VectorErrors, add_checks_its_second_operand) {
    const auto add = STAVP_OP_VECTOR_ADD;
    bad(
        add, [](auto& d) { d.b = kB, d.b_stride = 3; }, "b stride");
    bad(
        add, [](auto& d) { d.b = kB, d.b_type = STAVP_I32, d.b_stride = 16; }, "b type");
    bad(
        add, [](auto& d) { d.b = kB, d.mult0 = INT32_MIN; }, "mult0 -2^31");
    bad(
        add, [](auto& d) { d.b = kB, d.mult1 = INT32_MIN; }, "mult1 -2^31");
    bad(
        add, [](auto& d) { d.b = kB, d.shift0 = 63; }, "shift 63");
    expect(
        add, [](auto& d) { d.b = 1; }, QueueError::operand_not_on_chip, "b");
}

TEST_F(VectorErrors, each_operation_has_its_own_limits) {
    bad(
        STAVP_OP_VECTOR_LAYERNORM, [](auto& d) { d.a_type = STAVP_U8; }, "unsigned a");
    bad(
        STAVP_OP_VECTOR_LAYERNORM, [](auto& d) { d.y_type = STAVP_U8; }, "unsigned y");
    bad(
        STAVP_OP_VECTOR_LAYERNORM, [](auto& d) { d.cols = d.a_stride = d.y_stride = 8193; }, "cols 8193");
    bad(
        STAVP_OP_VECTOR_MEANPOOL, [](auto& d) { d.valid = 5; }, "valid above rows");
    bad(
        STAVP_OP_VECTOR_MEANPOOL, [](auto& d) { d.rows = 32769; }, "rows 32769");
    bad(
        STAVP_OP_VECTOR_MEANPOOL, [](auto& d) { d.a_type = STAVP_U8; }, "unsigned a");
    bad(
        STAVP_OP_VECTOR_LUT, [](auto& d) { d.a_type = STAVP_U8; }, "unsigned a");
    bad(
        STAVP_OP_VECTOR_TRANSPOSE, [](auto& d) { d.a_type = STAVP_I16, d.a_stride = 8; }, "int16");
}

TEST_F(VectorErrors, operands_off_chip_or_in_holes_are_refused) {
    const auto hole = static_cast<std::uint32_t>(kBuffer + kBufferBytes - 1);
    for (const auto opcode : kAllOperations) {
        expect(
            opcode, [](auto& d) { d.a = 0x80000000; }, QueueError::operand_not_on_chip, "a");
        expect(
            opcode, [](auto& d) { d.y = 0x4fffffff; }, QueueError::operand_not_on_chip, "y");
        expect(
            opcode, [=](auto& d) { d.a = hole; }, QueueError::operand_bus_error, "a");
        expect(
            opcode, [=](auto& d) { d.y = hole; }, QueueError::operand_bus_error, "y");
    }
    for (const auto opcode : {STAVP_OP_VECTOR_LUT, STAVP_OP_VECTOR_LAYERNORM})
        expect(
            opcode, [=](auto& d) { d.params = hole; }, QueueError::operand_bus_error, "params");
    expect(
        STAVP_OP_VECTOR_LAYERNORM, [](auto& d) { d.params2 = 0; }, QueueError::operand_not_on_chip, "params2");
}

TEST_F(VectorErrors, operations_of_other_engines_are_unknown) {
    for (const std::uint32_t opcode : {1u, 16u, 32u, 47u, 53u, 0xffffffffu})
        expect(
            opcode, [](auto&) {}, QueueError::unknown_opcode, "opcode");
}

} // namespace
} // namespace stavp
