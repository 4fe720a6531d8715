#include "platform/sweep/pareto_search.h"
#include "platform/sweep/grid.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace stavp::sweep {

namespace {

std::vector<std::size_t> ends_and_middle(std::size_t size) {
    std::vector<std::size_t> values{0, (size - 1) / 2, size - 1};
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

} // namespace

ParetoSearch::ParetoSearch(std::vector<std::size_t> sizes, std::vector<bool> ordered, std::vector<Choice> allowed,
                           std::size_t most)
    : sizes_(std::move(sizes)), ordered_(std::move(ordered)), allowed_(std::move(allowed)), most_(most) {
    constexpr std::size_t kQuarter = 4;
    for (const auto size : sizes_)
        steps_.push_back(std::max<std::size_t>(1, (size - 1 + kQuarter - 1) / kQuarter));
}

std::vector<Choice> ParetoSearch::next(const std::vector<std::optional<Costs>>& costs) {
    if (tried_.empty()) return untried(beginning());
    const auto front = pareto_front(costs);
    const auto all_around = [&](std::vector<Choice> (ParetoSearch::*around_one)(const Choice&) const) {
        std::vector<Choice> candidates;
        for (const auto index : front) {
            auto more = (this->*around_one)(tried_[index]);
            candidates.insert(candidates.end(), more.begin(), more.end());
        }
        return untried(candidates);
    };
    do
        if (auto batch = all_around(&ParetoSearch::around); !batch.empty()) return batch;
    while (refine());
    return all_around(&ParetoSearch::around_pairs);
}

std::vector<std::vector<std::size_t>> ParetoSearch::coarse_values() const {
    std::vector<std::vector<std::size_t>> values;
    for (const auto size : sizes_)
        values.push_back(ends_and_middle(size));
    return values;
}

std::vector<Choice> ParetoSearch::beginning() const {
    const auto values = coarse_values();
    std::vector<std::size_t> counts;
    std::size_t product = 1;
    for (const auto& of_axis : values) {
        counts.push_back(of_axis.size());
        product *= of_axis.size();
        if (product > most_ / 2) return star();
    }
    std::vector<Choice> choices;
    for (const auto& indices : grid_choices(counts)) {
        Choice choice;
        for (std::size_t axis = 0; axis < indices.size(); ++axis)
            choice.push_back(values[axis][indices[axis]]);
        choices.push_back(nearest_allowed(choice));
    }
    return choices;
}

std::vector<Choice> ParetoSearch::star() const {
    Choice centre;
    for (const auto size : sizes_)
        centre.push_back((size - 1) / 2);
    std::vector<Choice> choices{nearest_allowed(centre)};
    for (std::size_t axis = 0; axis < sizes_.size(); ++axis)
        for (const auto end : {std::size_t{0}, sizes_[axis] - 1}) {
            auto choice = centre;
            choice[axis] = end;
            choices.push_back(nearest_allowed(choice));
        }
    return choices;
}

/// Distances are in shares of an axis; of equal ones the first in the grid.
Choice ParetoSearch::nearest_allowed(const Choice& wanted) const {
    const Choice* best = nullptr;
    double best_distance = std::numeric_limits<double>::infinity();
    for (const auto& choice : allowed_) {
        double distance = 0;
        for (std::size_t axis = 0; axis < sizes_.size(); ++axis) {
            const auto steps = std::max(choice[axis], wanted[axis]) - std::min(choice[axis], wanted[axis]);
            distance += static_cast<double>(steps) / static_cast<double>(sizes_[axis]);
        }
        if (distance < best_distance) {
            best_distance = distance;
            best = &choice;
        }
    }
    return *best;
}

void ParetoSearch::append_moves(std::vector<Choice>& choices, const Choice& centre, std::size_t axis) const {
    const auto to = [&](std::size_t value) {
        if (value == centre[axis]) return;
        auto choice = centre;
        choice[axis] = value;
        choices.push_back(std::move(choice));
    };
    if (!ordered_[axis]) {
        for (std::size_t value = 0; value < sizes_[axis]; ++value)
            to(value);
        return;
    }
    to(centre[axis] - std::min(steps_[axis], centre[axis]));
    to(std::min(centre[axis] + steps_[axis], sizes_[axis] - 1));
}

std::vector<Choice> ParetoSearch::around(const Choice& centre) const {
    std::vector<Choice> choices;
    for (std::size_t axis = 0; axis < sizes_.size(); ++axis)
        append_moves(choices, centre, axis);
    return choices;
}

std::vector<Choice> ParetoSearch::around_pairs(const Choice& centre) const {
    std::vector<Choice> choices;
    for (std::size_t first = 0; first < sizes_.size(); ++first) {
        std::vector<Choice> moved;
        append_moves(moved, centre, first);
        for (const auto& choice : moved)
            for (auto second = first + 1; second < sizes_.size(); ++second)
                append_moves(choices, choice, second);
    }
    return choices;
}

std::vector<Choice> ParetoSearch::untried(const std::vector<Choice>& candidates) {
    std::vector<Choice> batch;
    for (const auto& choice : candidates) {
        if (tried_.size() == most_) break;
        if (!std::ranges::binary_search(allowed_, choice) || !tried_set_.insert(choice).second) continue;
        tried_.push_back(choice);
        batch.push_back(choice);
    }
    return batch;
}

bool ParetoSearch::refine() {
    bool finer = false;
    for (auto& step : steps_)
        if (step > 1) {
            step = (step + 1) / 2;
            finer = true;
        }
    return finer;
}

} // namespace stavp::sweep
