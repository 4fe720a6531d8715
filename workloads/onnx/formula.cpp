#include "workloads/onnx/formula.h"

#include "workloads/onnx/unsupported.h"

#include <cmath>
#include <numbers>

namespace stavp::workloads::onnx_import {

namespace {

constexpr int max_power = 8;
constexpr std::size_t max_terms = 16;
/// Constants rounded to half precision differ by up to 2^-11 from the real ones.
constexpr double tolerance = 1e-3;

bool near(double value, double expected) {
    return std::abs(value - expected) <= tolerance * std::abs(expected);
}

bool is_scaled_x(const Formula& formula, double scale) {
    const auto affine = formula.affine();
    return affine && affine->shift == 0 && near(affine->scale, scale);
}

[[noreturn]] void refuse_tanh(const Formula& argument) {
    if (argument.coefficient({3, -1}) != 0)
        throw Unsupported("GELU in its tanh approximation; only the exact form (by Erf) is offered");
    throw Unsupported("hyperbolic tangent times another term");
}

} // namespace

Formula::Formula(Terms terms) : terms_(std::move(terms)) {
    std::erase_if(terms_, [](const auto& term) { return term.second == 0; });
}

double Formula::coefficient(Monomial monomial) const {
    const auto found = terms_.find(monomial);
    return found == terms_.end() ? 0 : found->second;
}

std::optional<Formula::Affine> Formula::affine() const {
    for (const auto& [monomial, coefficient] : terms_)
        if (monomial.function >= 0 || monomial.power > 1) return std::nullopt;
    return Affine{coefficient({1, -1}), coefficient({0, -1})};
}

Formula Formula::plus(const Formula& other) const {
    Terms sum = terms_;
    for (const auto& [monomial, coefficient] : other.terms_)
        sum[monomial] += coefficient;
    return Formula(std::move(sum));
}

Formula Formula::times(double factor) const {
    Terms product = terms_;
    for (auto& [monomial, coefficient] : product)
        coefficient *= factor;
    return Formula(std::move(product));
}

std::optional<Formula> Formula::times(const Formula& other) const {
    Terms product;
    for (const auto& [a, ca] : terms_) {
        for (const auto& [b, cb] : other.terms_) {
            if ((a.function >= 0 && b.function >= 0) || a.power + b.power > max_power) return std::nullopt;
            product[{a.power + b.power, std::max(a.function, b.function)}] += ca * cb;
        }
    }
    if (product.size() > max_terms) return std::nullopt;
    return Formula(std::move(product));
}

Activations recognise(const Formula& formula, std::span<const ElementFunction> functions) {
    Activations found;
    double x = formula.coefficient({1, -1});
    for (const auto& [monomial, coefficient] : formula.terms()) {
        if (monomial.function < 0) {
            if (monomial.power > 1) throw Unsupported("power of an activation");
            continue;
        }
        const auto& [function, argument] = functions[static_cast<std::size_t>(monomial.function)];
        switch (function) {
        case Function::erf: // x/2 + x/2 erf(x / sqrt 2)
            if (monomial.power != 1 || found.gelu || !near(coefficient, 0.5) ||
                !is_scaled_x(argument, 1 / std::numbers::sqrt2))
                throw Unsupported("error function that is no part of GELU, x/2 (1 + erf(x / sqrt 2))");
            found.gelu = true;
            x -= 0.5;
            break;
        case Function::sigmoid:
            if (monomial.power == 1 && coefficient == 1 && is_scaled_x(argument, 1.702))
                throw Unsupported("quick GELU, x sigmoid(1.702 x); only the exact form (by Erf) is offered");
            if (monomial.power != 1 || found.silu || coefficient != 1 || !argument.is_x())
                throw Unsupported("sigmoid that is no part of SiLU, x sigmoid(x)");
            found.silu = true;
            break;
        case Function::tanh:
            if (monomial.power != 0 || coefficient != 1) refuse_tanh(argument);
            found.tanh.push_back(argument);
            break;
        }
    }
    found.rest = {std::abs(x) < tolerance ? 0 : x, formula.coefficient({0, -1})};
    return found;
}

} // namespace stavp::workloads::onnx_import
