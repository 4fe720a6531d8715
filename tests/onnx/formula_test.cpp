#include "workloads/onnx/formula.h"
#include "workloads/onnx/unsupported.h"

#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads::onnx_import {
namespace {

const Formula x = Formula::x();
const Formula one = Formula::constant(1);
const double root_half = std::sqrt(0.5);

/// The formula of function 0, and what it is made of.
struct Written {
    std::vector<ElementFunction> functions;
    Formula f = Formula::of_function(0);

    explicit Written(Function function, const Formula& argument) : functions{{function, argument}} {}
    Activations recognised(const Formula& formula) const { return recognise(formula, functions); }
    std::string complaint(const Formula& formula) const {
        try {
            recognised(formula);
        } catch (const Unsupported& error) {
            return error.what();
        }
        return "";
    }
};

TEST(formula, gelu_is_known_in_any_association) {
    const Written erf(Function::erf, x.times(root_half));
    const Formula all[] = {
        *x.times(0.5).times(erf.f.plus(one)),          // (x / 2) (erf + 1)
        x.times(erf.f.plus(one))->times(0.5),          // (x (erf + 1)) / 2
        *x.times(erf.f.plus(one).times(0.5)),          // x ((erf + 1) / 2)
        x.times(0.5).plus(*x.times(0.5).times(erf.f)), // x / 2 + x / 2 erf
        *erf.f.times(0.5).plus(Formula::constant(0.5)).times(x),
    };
    for (const Formula& formula : all) {
        const Activations found = erf.recognised(formula);
        EXPECT_TRUE(found.gelu);
        EXPECT_EQ(found.rest.scale, 0);
        EXPECT_EQ(found.rest.shift, 0);
    }
}

TEST(formula, a_residual_around_an_activation_leaves_x) {
    const Written sigmoid(Function::sigmoid, x);
    const Activations found = sigmoid.recognised(x.plus(*x.times(sigmoid.f)));
    EXPECT_TRUE(found.silu);
    EXPECT_EQ(found.rest.scale, 1);
}

TEST(formula, constants_rounded_to_half_precision_are_still_known) {
    const Written erf(Function::erf, x.times(1 / 1.4140625)); // the half nearest to the root of 2
    EXPECT_TRUE(erf.recognised(*x.times(0.5).times(erf.f.plus(one))).gelu);
}

TEST(formula, other_functions_are_named) {
    const Written wrong(Function::erf, x.times(0.8));
    EXPECT_NE(wrong.complaint(*x.times(0.5).times(wrong.f.plus(one))).find("GELU"), std::string::npos);
    const Written tanh(Function::tanh, x.plus(x.times(x)->times(x)->times(0.044715)).times(0.7978845608));
    EXPECT_NE(tanh.complaint(*x.times(0.5).times(tanh.f.plus(one))).find("tanh approximation"), std::string::npos);
    const Written quick(Function::sigmoid, x.times(1.702));
    EXPECT_NE(quick.complaint(*x.times(quick.f)).find("quick GELU"), std::string::npos);
    const Written gate(Function::sigmoid, x);
    EXPECT_NE(gate.complaint(gate.f).find("sigmoid"), std::string::npos);
    EXPECT_NE(gate.complaint(*x.times(x)).find("power"), std::string::npos);
}

TEST(formula, no_sum_grows_beyond_its_limits) {
    Formula power = x.plus(one);
    std::optional<Formula> next = power;
    for (int i = 0; next && i < 100; ++i)
        next = next->times(power);
    EXPECT_FALSE(next);
}

} // namespace
} // namespace stavp::workloads::onnx_import
