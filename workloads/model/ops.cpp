#include "workloads/model/model.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace stavp::workloads {

namespace {

constexpr std::array<std::pair<Op, std::string_view>, 12> op_names{{
    {Op::embedding, "embedding"},
    {Op::input, "input"},
    {Op::gemm, "gemm"},
    {Op::positions, "positions"},
    {Op::attention, "attention"},
    {Op::layernorm, "layernorm"},
    {Op::add, "add"},
    {Op::relu, "relu"},
    {Op::gelu, "gelu"},
    {Op::silu, "silu"},
    {Op::tanh, "tanh"},
    {Op::meanpool, "meanpool"},
}};

} // namespace

std::string_view to_string(Op op) {
    for (const auto& [value, name] : op_names)
        if (value == op) return name;
    throw std::invalid_argument("unknown operation");
}

Op op_from_string(std::string_view name) {
    for (const auto& [value, text] : op_names)
        if (text == name) return value;
    throw std::invalid_argument("unknown operation \"" + std::string(name) + "\"");
}

} // namespace stavp::workloads
