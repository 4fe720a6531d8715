#include "platform/sweep/plan.h"
#include "platform/sweep/effect_rules.h"
#include "platform/sweep/pareto_search.h"
#include "platform/sweep/selection.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::sweep {

namespace {

constexpr std::size_t kIdDigits = 4;

/// Numbers points in the order in which they are handed out.
class Numbering {
public:
    explicit Numbering(std::uint64_t at_most) : width_(std::max(kIdDigits, std::to_string(at_most).size())) {}
    std::string next() { return fmt::format("p{:0{}}", ++last_, width_); }

private:
    std::size_t width_;
    std::uint64_t last_ = 0;
};

/// A sweep with everything that can be known of it before it runs. It keeps the sweep that its space refers to.
class Prepared {
public:
    explicit Prepared(const Sweep& sweep)
        : sweep_(sweep), space_(sweep_), selection_(select(sweep_, space_)), numbering_(at_most()) {
        refuse_ineffective(sweep_, space_, selection_.choices);
        if (sweep_.mode == Mode::pareto)
            for (const auto& choice : selection_.choices)
                space_.point(choice);
    }
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;

    const Sweep& sweep() const { return sweep_; }
    const Selection& selection() const { return selection_; }
    const std::vector<std::size_t>& sizes() const { return space_.sizes(); }

    std::uint64_t at_most() const {
        const auto all = std::uint64_t{selection_.choices.size()};
        return sweep_.mode == Mode::pareto && sweep_.samples != 0 ? std::min(all, sweep_.samples) : all;
    }

    std::vector<Point> points(const std::vector<Choice>& choices) {
        std::vector<Point> points;
        for (const auto& choice : choices) {
            points.push_back(space_.point(choice));
            points.back().id = numbering_.next();
        }
        return points;
    }

private:
    Sweep sweep_;
    Space space_;
    Selection selection_;
    Numbering numbering_;
};

/// All points at once.
class AllPoints : public PointSource {
public:
    explicit AllPoints(std::unique_ptr<Prepared> prepared) : points_(prepared->points(prepared->selection().choices)) {}

    std::vector<Point> next(const std::vector<Row>& /*finished*/) override { return std::exchange(points_, {}); }

private:
    std::vector<Point> points_;
};

class ParetoPoints : public PointSource {
public:
    explicit ParetoPoints(std::unique_ptr<Prepared> prepared)
        : prepared_(std::move(prepared)), search_(prepared_->sizes(), ordered_axes(), prepared_->selection().choices,
                                                  static_cast<std::size_t>(prepared_->at_most())) {}

    std::vector<Point> next(const std::vector<Row>& finished) override {
        std::vector<std::optional<Costs>> costs;
        for (const auto& row : finished)
            costs.push_back(costs_of(row));
        return prepared_->points(search_.next(costs));
    }

private:
    std::vector<bool> ordered_axes() const {
        std::vector<bool> ordered;
        for (const auto& axis : prepared_->sweep().axes)
            ordered.push_back(axis.ordered);
        return ordered;
    }

    /// Nothing for a row that failed or lacks a figure: it is beaten by all others.
    std::optional<Costs> costs_of(const Row& row) const {
        if (row.status != RowStatus::ok) return std::nullopt;
        Costs costs{};
        for (std::size_t i = 0; i < costs.size(); ++i) {
            const auto objective = prepared_->sweep().objectives[i];
            const auto figure = metric(row, metric_of(objective));
            if (!figure) return std::nullopt;
            costs[i] = objective == Objective::accuracy ? -*figure : *figure;
        }
        return costs;
    }

    std::unique_ptr<Prepared> prepared_;
    ParetoSearch search_;
};

std::unique_ptr<PointSource> source_of(std::unique_ptr<Prepared> prepared) {
    if (prepared->sweep().mode == Mode::pareto) return std::make_unique<ParetoPoints>(std::move(prepared));
    return std::make_unique<AllPoints>(std::move(prepared));
}

} // namespace

std::unique_ptr<PointSource> make_points(const Sweep& sweep) {
    return source_of(std::make_unique<Prepared>(sweep));
}

Plan plan(const Sweep& sweep) {
    auto prepared = std::make_unique<Prepared>(sweep);
    const auto& selection = prepared->selection();
    Plan plan{selection.combinations, selection.left_out, selection.doubles, prepared->at_most(), {}};
    plan.first = source_of(std::move(prepared))->next({});
    return plan;
}

} // namespace stavp::sweep
