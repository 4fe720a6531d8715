#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace stavp::workloads::onnx_import {

/// Functions of one element that activation functions are built from.
enum class Function { erf, sigmoid, tanh };

struct ElementFunction;

/// An elementwise expression in one value x: a sum of c * x^power * f(x), with at most one function f per term. Two
/// ways of writing the same activation function give the same formula, whatever their association.
class Formula {
public:
    /// x^power, times functions()[function] unless that is negative.
    struct Monomial {
        int power = 0;
        int function = -1;
        bool operator==(const Monomial&) const = default;
        bool operator<(const Monomial& other) const {
            return power != other.power ? power < other.power : function < other.function;
        }
    };
    using Terms = std::map<Monomial, double>;

    static Formula x() { return Formula{{{{1, -1}, 1.0}}}; }
    static Formula constant(double value) { return Formula{{{{0, -1}, value}}}; }
    static Formula of_function(int function) { return Formula{{{{0, function}, 1.0}}}; }

    Formula() = default;
    explicit Formula(Terms terms);

    const Terms& terms() const { return terms_; }
    double coefficient(Monomial monomial) const;
    bool is_x() const { return terms_ == Terms{{{1, -1}, 1.0}}; }
    /// Both if it is scale * x + shift.
    struct Affine {
        double scale = 0;
        double shift = 0;
    };
    std::optional<Affine> affine() const;

    Formula plus(const Formula& other) const;
    Formula times(double factor) const;
    /// Nothing where the product has two functions in a term, or grows beyond what any activation function needs.
    std::optional<Formula> times(const Formula& other) const;

    bool operator==(const Formula&) const = default;

private:
    Terms terms_;
};

struct ElementFunction {
    Function function{};
    Formula argument;
    bool operator==(const ElementFunction&) const = default;
};

/// A formula as the layers that compute it from x: a sum of activation functions, and of x itself scaled and shifted.
struct Activations {
    bool gelu = false;
    bool silu = false;
    /// Arguments of the hyperbolic tangents.
    std::vector<Formula> tanh;
    Formula::Affine rest;
};
/// Throws Unsupported, naming the function where it is a known one.
Activations recognise(const Formula& formula, std::span<const ElementFunction> functions);

} // namespace stavp::workloads::onnx_import
