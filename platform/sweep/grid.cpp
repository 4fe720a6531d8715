#include "platform/sweep/grid.h"

namespace stavp::sweep {

bool advance(Choice& choice, const std::vector<std::size_t>& sizes) {
    for (auto axis = sizes.size(); axis-- > 0;) {
        if (++choice[axis] < sizes[axis]) return true;
        choice[axis] = 0;
    }
    return false;
}

std::vector<Choice> grid_choices(const std::vector<std::size_t>& sizes) {
    std::vector<Choice> choices;
    Choice choice(sizes.size(), 0);
    do
        choices.push_back(choice);
    while (advance(choice, sizes));
    return choices;
}

std::vector<Choice> zip_choices(const std::vector<std::size_t>& sizes) {
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < sizes.front(); ++i)
        choices.emplace_back(sizes.size(), i);
    return choices;
}

} // namespace stavp::sweep
