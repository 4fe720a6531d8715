#pragma once

#include "platform/sweep/space.h"

#include <string_view>
#include <vector>

namespace stavp::sweep {

/// A key that has an effect on results only where `condition`, an expression, is true.
struct EffectRule {
    std::string_view key;
    std::string_view condition;
};

const std::vector<EffectRule>& effect_rules();

/// Throws ConfigError for an axis, a derived or a fixed key that has no effect in any of `choices`.
void refuse_ineffective(const Sweep& sweep, const Space& space, const std::vector<Choice>& choices);

} // namespace stavp::sweep
