// stavp run -w: a small encoder block through firmware, DMA, array, softmax and vector unit, compared byte by byte.

#include "tests/cli/small_workload.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::StartsWith;

using Workload = SmallWorkload;

TEST_F(Workload, every_byte_agrees_whatever_the_fidelity_quantum_and_machine) {
    const auto file = synthesise("2:4");
    std::string output;
    for (const std::string options :
         {"", "--fidelity lt", "--set sim.quantum_ns=10", "--set sta.dataflow=ws --set sta.rows=7 --set sta.lanes=3",
          "--set softmax.placement=off_chip", "--set dma.channels=1 --set dma.burst_bytes=64",
          "--set buffers.weight.bytes=4KiB --set buffers.input.bytes=8KiB", "--set ddr.grade=hbm2"}) {
        const auto outcome = run(file, "out", options);
        EXPECT_EQ(outcome.exit_code, 0) << options << '\n' << outcome.err;
        EXPECT_THAT(outcome.out, HasSubstr("check: passed")) << options;
        EXPECT_TRUE(summary("out")["check"]["passed"]) << options;
        const auto bytes = read_text(folder / "out/outputs.bin");
        EXPECT_EQ(bytes.size(), 2u * 24 * 64) << options;
        if (output.empty()) output = bytes;
        EXPECT_EQ(bytes, output) << options;
    }
}

TEST_F(Workload, equal_runs_give_equal_bytes) {
    const auto file = synthesise("1:4");
    run(file, "a");
    run(file, "b");
    EXPECT_EQ(read_text(folder / "a/summary.json"), read_text(folder / "b/summary.json"));
    EXPECT_EQ(read_text(folder / "a/console.log"), read_text(folder / "b/console.log"));
}

TEST_F(Workload, the_summary_names_workload_and_firmware_by_their_digests) {
    const auto file = synthesise("2:4");
    run(file, "out");
    const auto digest_of = [&](const std::string& path) {
        const auto digest = folder / "digest";
        shell("sha256sum " + path + " | tee " + digest.string());
        return read_text(digest).substr(0, 64);
    };
    const auto result = summary("out");
    EXPECT_EQ(result["workload"]["file"], "2:4.nmw");
    EXPECT_EQ(result["workload"]["bytes"], std::filesystem::file_size(file));
    EXPECT_EQ(result["workload"]["sha256"], digest_of(file));
    const auto firmware = kBaremetal.parent_path() / "firmware/scheduler.elf";
    EXPECT_EQ(result["firmware"]["file"], "scheduler.elf");
    EXPECT_EQ(result["firmware"]["sha256"], digest_of(firmware.string()));
}

TEST_F(Workload, diff_names_what_was_changed_between_two_runs) {
    const auto dense = synthesise("dense");
    run(dense, "dense");
    run(synthesise("2:4"), "sparse", "--set sta.rows=16 --set buffers.weight.bytes=64KiB");
    const auto outcome = stavp("diff " + (folder / "dense").string() + " " + (folder / "sparse").string() + " --json");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto diff = nlohmann::json::parse(outcome.out);
    EXPECT_FALSE(diff["workload"]["same_file"]);
    EXPECT_TRUE(diff["workload"]["same_input"]);
    EXPECT_TRUE(diff["same_firmware"]);
    EXPECT_EQ(diff["keys"], nlohmann::json::parse(R"([
        {"key": "buffers.weight.bytes", "a": "256KiB", "b": "64KiB", "unit": ""},
        {"key": "sta.rows", "a": "32", "b": "16", "unit": ""}])"));
    EXPECT_EQ(diff["layers"][0]["ideal"], 2 * 0.5); // half of the weights on half of the array
    shell(std::string(NMPRUNE_PROGRAM) + " synth --shape " + (folder / "shape.yaml").string() +
          " --pattern dense --seed 6 --batch 2 --valid 24,13 -o " + (folder / "other.nmw").string());
    run((folder / "other.nmw").string(), "other");
    const auto other = stavp("diff " + (folder / "dense").string() + " " + (folder / "other").string());
    EXPECT_THAT(other.out, StartsWith("workload: dense.nmw > other.nmw, different files and DIFFERENT inputs\n"
                                      "configuration: the same\n"));
}

TEST_F(Workload, each_layers_cycles_are_accounted_for_exactly) {
    run(synthesise("2:4"), "out");
    const auto result = summary("out");
    ASSERT_EQ(result["layers"].size(), 7u); // of ten, GELU and two residual adds run within products
    std::uint64_t macs = 0;
    for (const auto& layer : result["layers"]) {
        std::uint64_t sum = layer["busy"].get<std::uint64_t>();
        for (const auto& [cause, cycles] : layer["stalls"].items())
            sum += cycles.get<std::uint64_t>();
        EXPECT_EQ(sum, layer["cycles"].get<std::uint64_t>()) << layer["name"];
        macs += layer["macs"].get<std::uint64_t>();
    }
    EXPECT_EQ(macs, result["engines"]["sta"]["macs"].get<std::uint64_t>());
    // qkv: 48 rows x 64 inputs x 192 outputs, half of the weights kept.
    EXPECT_EQ(result["layers"][0]["macs_dense"], 48 * 64 * 192);
    EXPECT_EQ(result["layers"][0]["macs"], 48 * 64 * 192 / 2);
    // attention: Q K^T and P V over 2 sequences x 2 heads x 24 x 24 x 32.
    EXPECT_EQ(result["layers"][1]["macs_dense"], 2 * 2 * 2 * 24 * 24 * 32);
    EXPECT_EQ(result["layers"][1]["macs"], result["layers"][1]["macs_dense"]);
}

TEST_F(Workload, one_wrong_bit_in_a_weight_is_traced_to_its_layer_and_output_column) {
    const auto file = synthesise("dense");
    const auto bad = (folder / "bad.nmw").string();
    constexpr int kChannel = 37; // row 37 of the 192 x 64 weight
    shell(std::string(NMW_FLIP_PROGRAM) + " " + file + " " + bad + " layer0.qkv.weight " +
          std::to_string(kChannel * 64 + 3) + " 6 --mend-crc");
    const auto outcome = run(bad, "out");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.out, HasSubstr("check: FAILED layer 'layer0.qkv' tile ("));
    EXPECT_THAT(outcome.err, StartsWith("mismatch: layer 'layer0.qkv' tile ("));
    const auto check = summary("out")["check"];
    EXPECT_FALSE(check["passed"]);
    EXPECT_EQ(check["first_mismatch"]["layer"], "layer0.qkv");
    EXPECT_EQ(check["first_mismatch"]["col"], kChannel);
    EXPECT_NE(check["first_mismatch"]["expected"], check["first_mismatch"]["got"]);
    EXPECT_GT(check["mismatches"], 0);
    EXPECT_EQ(run(bad, "out", "--no-check").exit_code, 0);
    EXPECT_TRUE(summary("out")["check"].is_null());
}

TEST_F(Workload, damaged_files_and_too_little_memory_are_refused_before_anything_runs) {
    const auto file = synthesise("2:4");
    const auto small = run(file, "out", "--set ddr.bytes=16MiB");
    EXPECT_EQ(small.exit_code, 2);
    EXPECT_THAT(small.err, HasSubstr("DDR too small for the workload: needs "));
    EXPECT_THAT(small.err, HasSubstr(", has 16777216 (ddr.bytes)"));
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto damaged = run(file, "out");
    EXPECT_EQ(damaged.exit_code, 2);
    EXPECT_THAT(damaged.err, StartsWith(file));
    EXPECT_EQ(std::count(damaged.err.begin(), damaged.err.end(), '\n'), 1);
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_F(Workload, a_time_out_leaves_a_whole_folder_that_says_so) {
    const auto outcome = run(synthesise("2:4"), "out", "--timeout-cycles 5000");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(summary("out")["status"], "timeout");
    EXPECT_FALSE(summary("out")["check"]["passed"]);
    EXPECT_TRUE(summary("out")["outputs"].empty());
}

TEST_F(Workload, diff_finds_sparse_products_faster_than_dense_ones) {
    const auto* shape =
        "{d_model: 256, heads: 4, ffn: 1024, layers: 1, seq: 64}"; // large enough for the array to matter
    run(synthesise("dense", shape, ""), "dense");
    run(synthesise("1:4", shape, ""), "sparse");
    const auto outcome = stavp("diff " + (folder / "dense").string() + " " + (folder / "sparse").string() + " --json");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto diff = nlohmann::json::parse(outcome.out);
    const auto& ffn = diff["layers"][4]; // GELU runs within it
    EXPECT_EQ(ffn["name"], "layer0.ffn1");
    EXPECT_EQ(ffn["ideal"], 4.0);
    EXPECT_GT(ffn["speedup"], 1.0);
    double percent = 0;
    for (const auto& [cause, share] : ffn["percent"].items())
        percent += share.get<double>();
    EXPECT_NEAR(percent, 100, 1e-6);
}

} // namespace
