#include "workloads/deploy/pick.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace stavp::workloads {

namespace {

class Judge {
public:
    Judge(const DeployTable& table, const Constraints& constraints) : constraints_(constraints) {
        if (constraints.max_drop) floor_ = table.rows.front().float_accuracy - *constraints.max_drop;
        if (constraints.min_accuracy) floor_ = *constraints.min_accuracy;
    }

    /// Which bounds a row breaks, in words; empty if none.
    std::string faults(const DeployedRow& row) const {
        std::string text;
        const auto add = [&text](const std::string& fault) { text += (text.empty() ? "" : "; ") + fault; };
        if (accuracy_miss(row) > 0)
            add(fmt::format("accuracy {:.2f} % is below {:.2f} %", 100 * row.int8_accuracy, 100 * *floor_));
        if (constraints_.max_latency_us && row.latency_us() > *constraints_.max_latency_us)
            add(fmt::format("latency {:.2f} us is above {:.2f} us", row.latency_us(), *constraints_.max_latency_us));
        if (constraints_.max_cycles && row.single.cycles > *constraints_.max_cycles)
            add(fmt::format("{} cycles are more than {}", row.single.cycles, *constraints_.max_cycles));
        return text;
    }

    /// The sum of relative misses: 0 for a row that satisfies all bounds.
    double miss(const DeployedRow& row) const { return accuracy_miss(row) + latency_miss(row); }

    /// Smaller is better.
    auto order(const DeployedRow& row) const {
        const double slow = static_cast<double>(row.single.cycles);
        const double wrong = 1 - row.int8_accuracy;
        return constraints_.bounds_accuracy() ? std::tuple(slow, wrong, row.weights.stored())
                                              : std::tuple(wrong, slow, row.weights.stored());
    }

    std::string worse_than(const DeployedRow& row, const DeployedRow& winner) const {
        if (constraints_.bounds_accuracy() && row.single.cycles != winner.single.cycles)
            return fmt::format("slower: {} cycles against {}", row.single.cycles, winner.single.cycles);
        if (row.int8_accuracy < winner.int8_accuracy)
            return fmt::format("less accurate: {:.2f} % against {:.2f} %", 100 * row.int8_accuracy,
                               100 * winner.int8_accuracy);
        if (row.single.cycles != winner.single.cycles)
            return fmt::format("as accurate but slower: {} cycles against {}", row.single.cycles, winner.single.cycles);
        if (row.weights.stored() != winner.weights.stored())
            return fmt::format("as good but larger: {} bytes against {}", row.weights.stored(),
                               winner.weights.stored());
        return "as good, but later in the table";
    }

private:
    double accuracy_miss(const DeployedRow& row) const {
        return floor_ && row.int8_accuracy < *floor_ ? (*floor_ - row.int8_accuracy) / *floor_ : 0;
    }

    double latency_miss(const DeployedRow& row) const {
        const auto over = [](double value, double bound) { return value > bound ? (value - bound) / bound : 0.0; };
        double miss = 0;
        if (constraints_.max_latency_us) miss += over(row.latency_us(), *constraints_.max_latency_us);
        if (constraints_.max_cycles)
            miss += over(static_cast<double>(row.single.cycles), static_cast<double>(*constraints_.max_cycles));
        return miss;
    }

    const Constraints& constraints_;
    std::optional<double> floor_;
};

} // namespace

Choice pick(const DeployTable& table, const Constraints& constraints) {
    const Judge judge(table, constraints);
    const auto& rows = table.rows;
    Choice choice{std::nullopt, std::nullopt, std::vector<std::string>(rows.size())};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        choice.reasons[i] = judge.faults(rows[i]);
        if (choice.reasons[i].empty() && (!choice.winner || judge.order(rows[i]) < judge.order(rows[*choice.winner])))
            choice.winner = i;
        if (!choice.nearest || judge.miss(rows[i]) < judge.miss(rows[*choice.nearest])) choice.nearest = i;
    }
    if (!choice.winner) return choice;
    choice.nearest.reset();
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (i != *choice.winner && choice.reasons[i].empty())
            choice.reasons[i] = judge.worse_than(rows[i], rows[*choice.winner]);
    return choice;
}

} // namespace stavp::workloads
