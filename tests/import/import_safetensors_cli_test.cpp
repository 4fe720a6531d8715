#include "tests/support/scratch_path.h"
#include "workloads/cli/import_safetensors.h"

#include "tests/import/tiny_checkpoint.h"
#include "workloads/format/image.h"
#include "workloads/model/model_file.h"

#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;

constexpr const char* layers = "layers: 1\nheads: 2\nnorm: pre\nactivation: relu\nepsilon: 1e-5\n"
                               "input:\n  columns: 4\n  max_tokens: 9\n"
                               "layer:\n  qkv: qkv\n  attention_output: o\n  attention_norm: n1\n"
                               "  ffn_up: up\n  ffn_down: down\n  ffn_norm: n2\n";

TEST(import_safetensors_cli, writes_the_model_and_warns_of_unused_tensors) {
    const fs::path folder = stavp::testing::scratch_path("import_safetensors_cli");
    fs::create_directories(folder);
    std::ofstream(folder / "layers.yaml") << layers;
    testing::TinyCheckpoint checkpoint(1);
    checkpoint.linear("qkv", 12, 4);
    checkpoint.linear("o", 4, 4);
    checkpoint.linear("up", 6, 4);
    checkpoint.linear("down", 4, 6);
    checkpoint.norm("n1", 4);
    checkpoint.norm("n2", 4);
    checkpoint.add("spare", {3});
    const std::string weights = checkpoint.write("import_safetensors_cli/w.safetensors").string();
    const std::string model = (folder / "m").string();
    const std::vector<std::string> arguments{weights, "--layers", (folder / "layers.yaml").string(), "-o", model};

    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(cli::import_safetensors_file(arguments), cli::good);
    EXPECT_THAT(::testing::internal::GetCapturedStdout(),
                ::testing::HasSubstr("w: 154 parameters in 12 tensors, 11 nodes"));
    EXPECT_EQ(::testing::internal::GetCapturedStderr(),
              "nmprune import: warning: " + weights + ": a tensor is not used: spare\n");
    EXPECT_EQ(load_model(model).nodes.size(), 11U);
    fs::remove(model);

    checkpoint.contents.tensors.erase("down.weight");
    checkpoint.write("import_safetensors_cli/w.safetensors");
    EXPECT_THROW(cli::import_safetensors_file(arguments), FormatError);
    EXPECT_FALSE(fs::exists(model));
    EXPECT_THROW(cli::import_safetensors_file(std::vector<std::string>{weights}), cli::UsageError);
    fs::remove_all(folder);
}

} // namespace
} // namespace stavp::workloads
