#include "tests/series/fake_training.h"

#include "workloads/series/command.h"

#include <cstdlib>

using namespace stavp::workloads;

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + 1, argv + argc);
    return series::idp_command(args, [](const series::Recipe& recipe) -> std::unique_ptr<series::Training> {
        if (recipe.task != "fake") throw std::invalid_argument("unknown task '" + recipe.task + "'");
        const char* slow = std::getenv("FAKE_MICROSECONDS");
        return std::make_unique<testing::FakeTraining>(slow == nullptr ? 0U : static_cast<unsigned>(std::atoi(slow)));
    });
}
