#include "platform/sweep/selection.h"
#include "platform/config/reader.h"
#include "platform/sweep/grid.h"
#include "platform/sweep/latin_hypercube.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace stavp::sweep {

namespace {

using config::ConfigError;

constexpr std::uint64_t kMostCombinations = 1'000'000;
constexpr std::uint64_t kMostOfPareto = 100'000;
/// Designs that are drawn before what is left is picked one by one.
constexpr unsigned kDesigns = 20;
/// Draws for each sample before a space too large to be counted is given up.
constexpr std::uint64_t kDrawsPerSample = 10'000;

class Selector {
public:
    Selector(const Sweep& sweep, const Space& space) : sweep_(sweep), space_(space) {
        selection_.left_out.assign(sweep.constraints.size(), 0);
    }

    Selection grid() {
        const auto most = sweep_.mode == Mode::pareto ? kMostOfPareto : kMostCombinations;
        if (space_.combinations() > most)
            refuse("axes", fmt::format("more than {} combinations; mode {} stops there", most, name_of(sweep_.mode)));
        Choice choice(space_.sizes().size(), 0);
        do
            take(choice);
        while (advance(choice, space_.sizes()));
        return finish();
    }

    Selection zip() {
        for (const auto& choice : zip_choices(space_.sizes()))
            take(choice);
        return finish();
    }

    /// A design of all samples, then designs of what is still missing.
    Selection random() {
        const auto samples = static_cast<std::size_t>(sweep_.samples);
        const bool countable = space_.combinations() <= kMostCombinations;
        if (countable) check_enough(samples);
        workloads::Random random(sweep_.seed);
        for (unsigned design = 0; selection_.choices.size() < samples; ++design) {
            if (countable && design == kDesigns) return pick_rest(samples, random);
            if (selection_.combinations > kDrawsPerSample * samples) too_few(samples);
            for (const auto& choice : latin_hypercube(space_.sizes(), samples - selection_.choices.size(), random))
                if (!drawn_.insert(choice).second) {
                    ++selection_.combinations;
                    ++selection_.doubles;
                } else {
                    take(choice);
                }
        }
        return std::move(selection_);
    }

private:
    void take(const Choice& choice) {
        ++selection_.combinations;
        if (const auto broken = space_.broken_constraint(choice))
            ++selection_.left_out[*broken];
        else
            selection_.choices.push_back(choice);
    }

    Selection finish() {
        if (selection_.choices.empty()) refuse("constraints", "no point fulfils them");
        return std::move(selection_);
    }

    void check_enough(std::size_t samples) const {
        std::uint64_t allowed = space_.combinations();
        if (!sweep_.constraints.empty()) {
            allowed = 0;
            Choice choice(space_.sizes().size(), 0);
            do
                allowed += space_.broken_constraint(choice) ? 0 : 1;
            while (allowed < samples && advance(choice, space_.sizes()));
        }
        if (allowed < samples)
            refuse("samples", fmt::format("{} wanted, but only {} of {} combinations fulfil the constraints", samples,
                                          allowed, space_.combinations()));
    }

    /// Where few combinations are left, drawing would not find them.
    Selection pick_rest(std::size_t samples, workloads::Random& random) {
        std::vector<Choice> rest;
        for (const auto& choice : grid_choices(space_.sizes()))
            if (!drawn_.contains(choice) && !space_.broken_constraint(choice)) rest.push_back(choice);
        while (selection_.choices.size() < samples) {
            const auto index = static_cast<std::ptrdiff_t>(below(random, rest.size()));
            take(rest[static_cast<std::size_t>(index)]);
            rest.erase(rest.begin() + index);
        }
        return std::move(selection_);
    }

    [[noreturn]] void too_few(std::size_t samples) const {
        refuse("samples", fmt::format("{} wanted, but of {} draws only {} fulfil the constraints", samples,
                                      selection_.combinations, selection_.choices.size()));
    }

    [[noreturn]] void refuse(const char* key, const std::string& reason) const {
        throw ConfigError(fmt::format("{}: {}: {}", sweep_.file.string(), key, reason));
    }

    const Sweep& sweep_;
    const Space& space_;
    Selection selection_;
    std::set<Choice> drawn_;
};

} // namespace

Selection select(const Sweep& sweep, const Space& space) {
    Selector selector(sweep, space);
    switch (sweep.mode) {
    case Mode::zip:
        return selector.zip();
    case Mode::random:
        return selector.random();
    case Mode::grid:
    case Mode::pareto:
        break;
    }
    return selector.grid();
}

} // namespace stavp::sweep
