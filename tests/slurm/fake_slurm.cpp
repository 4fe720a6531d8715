#include "tests/slurm/fake_slurm.h"
#include "tests/support/scratch_path.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace stavp::sweep::testing {

namespace fs = std::filesystem;

FakeSlurm::FakeSlurm() : folder_(stavp::testing::scratch_path("fake-slurm")), path_before_(std::getenv("PATH")) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    setenv("PATH", (folder_.string() + ":" + path_before_).c_str(), 1);
    setenv("FAKE", folder_.c_str(), 1);
    program("scontrol", "echo 'MaxArraySize = 4'");
    program("squeue", "");
    program("scancel", "");
    program("sbatch", "for script; do :; done\n"
                      "last=$(sed -n 's/^#SBATCH --array=0-//p' \"$script\")\n"
                      "echo $((last + 1)) >>\"$FAKE/submissions\"\n"
                      "for task in $(seq 0 \"$last\"); do\n"
                      "    SLURM_ARRAY_TASK_ID=$task sh \"$script\" >/dev/null 2>&1\n"
                      "done\n"
                      "echo 1");
}

FakeSlurm::~FakeSlurm() {
    setenv("PATH", path_before_.c_str(), 1);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void FakeSlurm::program(const std::string& name, const std::string& body) const {
    const auto file = folder_ / name;
    std::ofstream(file) << "#!/bin/sh\n" << body << "\n";
    fs::permissions(file, fs::perms::owner_all);
}

void FakeSlurm::only_path() const {
    setenv("PATH", folder_.c_str(), 1);
}

std::string FakeSlurm::text(const std::string& file) const {
    std::ifstream in(folder_ / file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace stavp::sweep::testing
