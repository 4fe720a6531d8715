#include "tests/import/tiny_package.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;

struct Result {
    int code = 0;
    std::string text;
};

Result nmprune(const std::string& arguments) {
    FILE* pipe = popen((std::string(NMPRUNE) + " " + arguments + " 2>&1").c_str(), "r");
    Result result;
    std::array<char, 4096> chunk{};
    while (const auto got = fread(chunk.data(), 1, chunk.size(), pipe))
        result.text.append(chunk.data(), got);
    const int status = pclose(pipe);
    result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

void expect_one_line(const Result& result) {
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(std::count(result.text.begin(), result.text.end(), '\n'), 1) << result.text;
}

TEST(nmprune_import, bad_input_ends_with_one_line_and_exit_code_2_and_no_file) {
    const fs::path root = testing::TinyPackage().write("cli");
    const std::string out = (root / "out.safetensors").string();
    expect_one_line(nmprune("import use-lite --package " + root.string() + " -o " + out)); // not the pinned bytes
    expect_one_line(nmprune("import use-lite --package /no/such/package.tgz -o " + out));
    expect_one_line(nmprune("import use-lite -o " + out));
    expect_one_line(nmprune("import"));
    expect_one_line(nmprune("import nothing"));
    fs::remove(root / "package/dist/group1-shard1of3");
    expect_one_line(nmprune("import use-lite --no-verify --package " + root.string() + " -o " + out));
    EXPECT_FALSE(fs::exists(out));
}

TEST(nmprune_import, reads_a_package_packed_by_tar) {
    const fs::path root = testing::TinyPackage().write("cli_tar");
    const std::string tgz = (root / "p.tgz").string();
    ASSERT_EQ(std::system(("tar -C '" + root.string() + "' -czf '" + tgz + "' package").c_str()), 0);
    const Result result = nmprune("import use-lite --no-verify --package " + tgz + " -o " + (root / "model").string());
    EXPECT_EQ(result.code, 0) << result.text;
    EXPECT_TRUE(fs::exists(root / "model"));
    fs::resize_file(tgz, fs::file_size(tgz) / 2);
    expect_one_line(nmprune("import use-lite --no-verify --package " + tgz + " -o " + (root / "model2").string()));
    EXPECT_FALSE(fs::exists(root / "model2"));
}

} // namespace
} // namespace stavp::workloads
