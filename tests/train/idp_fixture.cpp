#include "tests/train/idp_fixture.h"

#include <fstream>

namespace stavp::workloads::testing {

Outcome nmprune_idp(const std::filesystem::path& recipe, const std::filesystem::path& out,
                    const std::vector<std::string>& more) {
    std::vector<std::string> words{NMPRUNE_PROGRAM, "idp", recipe.string(), "-o", out.string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
}

std::filesystem::path tiny_recipe(const std::filesystem::path& folder, const std::string& more) {
    auto file = folder / "tiny.yaml";
    std::ofstream(file) << "task: {name: synthetic-sequences, training_samples: 512, test_samples: 256}\n"
                           "threads: 1\n"
                           "dense: {epochs: 4, batch: 32, learning_rate: 0.003}\n"
                           "prune:\n"
                           "  epochs_per_step: 1\n"
                           "  batch: 32\n"
                           "  learning_rate: 0.002\n"
                           "  series: [{m: 8, n: [4, 2, 1]}]\n"
                        << more;
    return file;
}

} // namespace stavp::workloads::testing
