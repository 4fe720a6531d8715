#pragma once

#include "platform/sweep/pareto_front.h"
#include "platform/sweep/space.h"

#include <set>
#include <vector>

namespace stavp::sweep {

/// Looks for the front of two costs in a grid, without trying all of it.
///
/// It begins with the first, middle and last value of each axis in every combination (with the centre and the ends of
/// one axis at a time where that would take more than half of the points). Then it tries, around every choice on the
/// front so far, the choices one step away along one axis; the step is a quarter of the axis, and is halved whenever
/// nothing around the front is left to try. With steps of one value it also tries two axes at once, since a constraint
/// on a product lets none move alone. It ends when all around the front has been tried. Along an axis without order
/// every value is one step away. A choice that is not allowed is passed over; in the beginning the nearest allowed one
/// takes its place.
class ParetoSearch {
public:
    /// `allowed`: in the order of the grid. `ordered`: of each axis. `most`: choices in all.
    ParetoSearch(std::vector<std::size_t> sizes, std::vector<bool> ordered, std::vector<Choice> allowed,
                 std::size_t most);

    /// `costs` of all choices handed out so far, in that order. Empty at the end.
    std::vector<Choice> next(const std::vector<std::optional<Costs>>& costs);

private:
    std::vector<std::vector<std::size_t>> coarse_values() const;
    std::vector<Choice> beginning() const;
    std::vector<Choice> star() const;
    Choice nearest_allowed(const Choice& wanted) const;
    std::vector<Choice> around(const Choice& centre) const;
    std::vector<Choice> around_pairs(const Choice& centre) const;
    void append_moves(std::vector<Choice>& choices, const Choice& centre, std::size_t axis) const;
    std::vector<Choice> untried(const std::vector<Choice>& candidates);
    bool refine();

    std::vector<std::size_t> sizes_;
    std::vector<bool> ordered_;
    std::vector<Choice> allowed_;
    std::size_t most_;
    std::vector<std::size_t> steps_;
    std::vector<Choice> tried_;
    std::set<Choice> tried_set_;
};

} // namespace stavp::sweep
