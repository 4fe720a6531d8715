#include "platform/profile/call_tree.h"

#include <algorithm>

namespace stavp::profile {

namespace {

constexpr unsigned kFunctionBits = 32;

void add(GuestCost& sum, const GuestCost& cost) {
    sum.instructions += cost.instructions;
    sum.cycles += cost.cycles;
}

} // namespace

std::size_t CallTree::place(std::size_t caller, std::size_t function) {
    if (caller != kNone && places_.size() >= kMostPlaces) caller = kNone;
    const auto key = std::uint64_t{caller + 1} << kFunctionBits | function;
    const auto [found, is_new] = known_.try_emplace(key, places_.size());
    if (is_new) places_.push_back({function, caller, {}});
    return found->second;
}

void CallTree::clear() {
    places_.clear();
    known_.clear();
}

std::vector<GuestCost> CallTree::inclusive_costs() const {
    std::vector<GuestCost> costs(places_.size());
    for (auto i = places_.size(); i-- > 0;) {
        add(costs[i], places_[i].cost);
        if (places_[i].caller != kNone) add(costs[places_[i].caller], costs[i]);
    }
    return costs;
}

bool CallTree::calls_itself(std::size_t place) const {
    for (auto caller = places_[place].caller; caller != kNone; caller = places_[caller].caller)
        if (places_[caller].function == places_[place].function) return true;
    return false;
}

GuestProfile CallTree::sums(const std::vector<FunctionProfile>& names) const {
    GuestProfile profile;
    auto functions = names;
    const auto inclusive = inclusive_costs();
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const auto& place = places_[i];
        auto& function = functions[place.function];
        add(function.self, place.cost);
        function.wfi_cycles += place.wfi_cycles;
        if (!calls_itself(i)) add(function.inclusive, inclusive[i]);
        profile.instructions += place.cost.instructions;
        profile.cycles += place.cost.cycles + place.wfi_cycles;
        profile.wfi_cycles += place.wfi_cycles;
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < functions.size(); ++i)
        if (functions[i].inclusive.cycles + functions[i].wfi_cycles != 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return functions[a].self.cycles > functions[b].self.cycles; });
    std::vector<std::size_t> position(functions.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        position[order[i]] = i;
        profile.functions.push_back(functions[order[i]]);
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (places_[i].cost.cycles == 0) continue;
        StackProfile stack;
        stack.cycles = places_[i].cost.cycles;
        for (auto at = i; at != kNone; at = places_[at].caller)
            stack.functions.push_back(position[places_[at].function]);
        std::reverse(stack.functions.begin(), stack.functions.end());
        profile.stacks.push_back(std::move(stack));
    }
    return profile;
}

} // namespace stavp::profile
