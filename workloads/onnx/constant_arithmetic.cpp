#include "workloads/onnx/constants.h"
#include "workloads/onnx/unsupported.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace stavp::workloads::onnx_import {

namespace {

using Unary = double (*)(double);
using Binary = double (*)(double, double);

const std::map<std::string, Unary>& unaries() {
    static const std::map<std::string, Unary> all{
        {"Neg", [](double x) { return -x; }},
        {"Abs", [](double x) { return std::abs(x); }},
        {"Sqrt", [](double x) { return std::sqrt(x); }},
        {"Reciprocal", [](double x) { return 1 / x; }},
        {"Exp", [](double x) { return std::exp(x); }},
        {"Floor", [](double x) { return std::floor(x); }},
        {"Ceil", [](double x) { return std::ceil(x); }},
        {"Sin", [](double x) { return std::sin(x); }},
        {"Cos", [](double x) { return std::cos(x); }},
    };
    return all;
}

const std::map<std::string, Binary>& reals() {
    static const std::map<std::string, Binary> all{
        {"Add", [](double a, double b) { return a + b; }},
        {"Sub", [](double a, double b) { return a - b; }},
        {"Mul", [](double a, double b) { return a * b; }},
        {"Div", [](double a, double b) { return a / b; }},
        {"Pow", [](double a, double b) { return std::pow(a, b); }},
        {"Min", [](double a, double b) { return std::min(a, b); }},
        {"Max", [](double a, double b) { return std::max(a, b); }},
    };
    return all;
}

const std::map<std::string, bool (*)(double, double)>& comparisons() {
    static const std::map<std::string, bool (*)(double, double)> all{
        {"Equal", [](double a, double b) { return a == b; }},
        {"Greater", [](double a, double b) { return a > b; }},
        {"Less", [](double a, double b) { return a < b; }},
        {"GreaterOrEqual", [](double a, double b) { return a >= b; }},
        {"LessOrEqual", [](double a, double b) { return a <= b; }},
        {"And", [](double a, double b) { return a != 0 && b != 0; }},
        {"Or", [](double a, double b) { return a != 0 || b != 0; }},
    };
    return all;
}

/// In 64 bits, as the shapes that exporters compute need it. Throws Unsupported where the result does not fit.
std::int64_t integer_result(const std::string& op, std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    bool good = true;
    if (op == "Add")
        good = !__builtin_add_overflow(a, b, &out);
    else if (op == "Sub")
        good = !__builtin_sub_overflow(a, b, &out);
    else if (op == "Mul")
        good = !__builtin_mul_overflow(a, b, &out);
    else if (op == "Div" && (good = b != 0 && b != -1))
        out = a / b;
    else if (op == "Min")
        out = std::min(a, b);
    else if (op == "Max")
        out = std::max(a, b);
    else if (op == "Pow") {
        const double power = std::pow(static_cast<double>(a), static_cast<double>(b));
        good = std::abs(power) < 9e15;
        if (good) out = static_cast<std::int64_t>(power);
    }
    if (!good) throw Unsupported(fmt::format("integer result of {} and {} does not exist or fit", a, b));
    return out;
}

Tensor binary(const Call& call) {
    const Tensor& a = call.tensor(0);
    const Tensor& b = call.tensor(1);
    const Shape shape = broadcast(a.shape, b.shape);
    const auto left = broadcast_indices(a.shape, shape);
    const auto right = broadcast_indices(b.shape, shape);
    const auto real = reals().find(call.op());
    if (real == reals().end()) {
        Tensor out = zeros(Tensor::Kind::boolean, shape);
        const auto compare = comparisons().at(call.op());
        for (std::size_t i = 0; i < out.size(); ++i)
            out.integers[i] = compare(a.at(left[i]), b.at(right[i])) ? 1 : 0;
        return out;
    }
    Tensor out = zeros(a.is_real() || b.is_real() ? Tensor::Kind::real : Tensor::Kind::integer, shape);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out.is_real())
            out.reals[i] = static_cast<float>(real->second(a.at(left[i]), b.at(right[i])));
        else
            out.integers[i] = integer_result(call.op(), a.integers[left[i]], b.integers[right[i]]);
    }
    return out;
}

Tensor unary(const Call& call) {
    Tensor out = call.tensor(0);
    out.name.clear();
    const auto function = unaries().at(call.op());
    for (float& value : out.reals)
        value = static_cast<float>(function(value));
    for (std::int64_t& value : out.integers) {
        if (call.op() != "Neg" && call.op() != "Abs") throw Unsupported("integers");
        value = integer_result("Mul", value, call.op() == "Neg" || value < 0 ? -1 : 1);
    }
    return out;
}

Tensor where(const Call& call) {
    const Tensor& condition = call.tensor(0);
    const Tensor& a = call.tensor(1);
    const Tensor& b = call.tensor(2);
    if (condition.is_real() || a.kind != b.kind) throw Unsupported("inputs of different types");
    const Shape shape = broadcast(condition.shape, broadcast(a.shape, b.shape));
    const auto chosen = broadcast_indices(condition.shape, shape);
    const auto left = broadcast_indices(a.shape, shape);
    const auto right = broadcast_indices(b.shape, shape);
    Tensor out = zeros(a.kind, shape);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const bool first = condition.integers[chosen[i]] != 0;
        if (out.is_real())
            out.reals[i] = first ? a.reals[left[i]] : b.reals[right[i]];
        else
            out.integers[i] = first ? a.integers[left[i]] : b.integers[right[i]];
    }
    return out;
}

Tensor negation(const Call& call) {
    Tensor out = call.tensor(0);
    if (out.is_real()) throw Unsupported("numbers");
    for (std::int64_t& value : out.integers)
        value = value == 0 ? 1 : 0;
    return out;
}

} // namespace

std::optional<std::vector<Tensor>> fold_arithmetic(const Call& call) {
    const std::string& op = call.op();
    std::vector<Tensor> out;
    if (unaries().contains(op))
        out.push_back(unary(call));
    else if (reals().contains(op) || comparisons().contains(op))
        out.push_back(binary(call));
    else if (op == "Where")
        out.push_back(where(call));
    else if (op == "Not")
        out.push_back(negation(call));
    else
        return std::nullopt;
    return out;
}

bool folds(const std::string& op) {
    static const std::vector<std::string> others{"Constant",  "ConstantOfShape", "Range",   "Cast",    "Identity",
                                                 "Dropout",   "Shape",           "Reshape", "Flatten", "Squeeze",
                                                 "Unsqueeze", "Transpose",       "Slice",   "Gather",  "Concat",
                                                 "Expand",    "Trilu",           "Split",   "Where",   "Not"};
    return unaries().contains(op) || reals().contains(op) || comparisons().contains(op) ||
           std::find(others.begin(), others.end(), op) != others.end();
}

} // namespace stavp::workloads::onnx_import
