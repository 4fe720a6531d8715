// stavp gemm: one product on the array, as a user calls it.

#include "tests/cli/program.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

namespace {

using testing::HasSubstr;

nlohmann::json gemm(const std::string& arguments) {
    const auto outcome = stavp("gemm --json " + arguments);
    EXPECT_EQ(outcome.exit_code, 0) << arguments << "\n" << outcome.err;
    return nlohmann::json::parse(outcome.out, nullptr, false);
}

std::uint64_t cycles(const std::string& arguments) {
    return gemm(arguments).at("cycles").get<std::uint64_t>();
}

void expect_exact_account(const nlohmann::json& result, const std::string& arguments) {
    auto sum = result.at("busy").get<std::uint64_t>();
    for (const auto& [name, stall] : result.at("stalls").items())
        sum += stall.get<std::uint64_t>();
    EXPECT_EQ(sum, result.at("cycles").get<std::uint64_t>()) << arguments;
}

// Every byte of Y is checked by the program itself: a wrong one would be exit code 1.
TEST(GemmCommand, products_of_any_shape_are_right_and_their_cycles_accounted_for) {
    for (const auto* arguments : {
             "--m 1 --k 1 --n 1",
             "--m 1 --k 1 --n 1 --pattern 1:2",
             "--m 33 --k 100 --n 31 --pattern 2:4",
             "--m 129 --k 777 --n 65 --pattern 3:8 --encoding index",
             "--m 7 --k 5000 --n 300 --pattern 5:16 --output int32",
             "--m 300 --k 2500 --n 200 --pattern 1:32 --output int16",
             "--m 5 --k 40000 --n 3 --pattern 2:2",
             "--m 130 --k 600 --n 90 --set sta.dataflow=ws --set sta.lanes=3",
             "--m 130 --k 600 --n 90 --pattern 4:8 --set dma.channels=1",
             "--m 50 --k 300 --n 60 --pattern 2:8 --set dma.channels=2 --fidelity lt",
             "--m 100 --k 1000 --n 100 --set buffers.input.bytes=2KiB --set buffers.weight.bytes=2KiB "
             "--set buffers.output.bytes=1KiB --set buffers.intermediate.bytes=1KiB",
         })
        expect_exact_account(gemm(arguments), arguments);
}

// Seeded: every knob of the array, small and large buffers, few and many channels, both fidelities.
TEST(GemmCommand, random_products_on_random_machines_are_right) {
    std::mt19937 random(7);
    const auto below = [&](unsigned end) { return static_cast<unsigned>(random() % end); };
    for (int i = 0; i < 40; ++i) {
        const auto group = 2u << below(5);
        auto arguments =
            fmt::format("--m {} --k {} --n {} --seed {}", 1 + below(150), 1 + below(900), 1 + below(150), i);
        if (below(4) != 0)
            arguments += fmt::format(" --pattern {}:{} --encoding {}", 1 + below(group), group,
                                     below(2) == 0 ? "bitmap" : "index");
        arguments += below(3) == 0 ? " --format int16" : "";
        arguments += std::vector{" --output int8", " --output int16", " --output int32"}[below(3)];
        arguments += below(4) == 0 ? " --fidelity lt" : "";
        arguments += fmt::format(" --set sta.rows={} --set sta.cols={} --set sta.lanes={}", 1 + below(40),
                                 1 + below(40), 1 + below(4));
        arguments +=
            fmt::format(" --set sta.dataflow={} --set sta.fold_overlap={}", below(2) == 0 ? "os" : "ws", below(2) == 0);
        arguments += fmt::format(" --set sta.selector_width={} --set sta.decoder_groups_per_cycle={}",
                                 below(2) == 0 ? 0 : 1u << below(6), below(20));
        arguments += fmt::format(" --set sta.drain_ports={} --set sta.multiplier_bits={} --set dma.channels={}",
                                 below(20), below(2) == 0 ? 8 : 16, 1 + below(5));
        for (const auto* buffer : {"weight", "input", "intermediate", "output"})
            arguments += fmt::format(" --set buffers.{}.bytes={}KiB", buffer, 4u << below(5));
        expect_exact_account(gemm(arguments), arguments);
    }
}

// One tile: 64 beats, skew 62, 32 * 32 results at 64 bytes a cycle; operands at 256 bytes a cycle hide behind the
// beats.
TEST(GemmCommand, a_single_tile_takes_of_the_array_what_its_timing_rule_says) {
    const auto result = gemm("--m 32 --k 64 --n 32");
    EXPECT_EQ(result["busy"], 64);
    EXPECT_EQ(result["stalls"]["fill_drain"], 62);
    EXPECT_EQ(result["stalls"]["operand_port"], 0);
    EXPECT_EQ(result["stalls"]["result_port"], 16);
}

TEST(GemmCommand, the_keys_are_those_promised) {
    const auto result = gemm("--m 64 --k 64 --n 64 --pattern 2:4");
    std::vector<std::string> keys;
    for (const auto& [key, value] : result.items())
        keys.push_back(key);
    EXPECT_THAT(keys, testing::UnorderedElementsAre("cycles", "busy", "stalls", "macs", "macs_dense", "utilisation",
                                                    "speedup_over_dense"));
    EXPECT_EQ(result["macs"], 64 * 64 * 32);
    EXPECT_EQ(result["macs_dense"], 64 * 64 * 64);
    EXPECT_DOUBLE_EQ(result["utilisation"].get<double>(), 64.0 * 64 * 32 / (1024.0 * result["cycles"].get<double>()));
}

TEST(GemmCommand, ideal_memory_follows_the_textbook) {
    const auto ideal = [](unsigned m, unsigned k, unsigned n, const std::string& more) {
        return cycles(
            fmt::format("--ideal-memory --set sta.fold_overlap=false --m {} --k {} --n {} {}", m, k, n, more));
    };
    EXPECT_EQ(ideal(1, 1, 1, ""), 1u + 62);
    EXPECT_EQ(ideal(128, 768, 3072, ""), 4u * 96 * (768 + 62));
    EXPECT_EQ(ideal(128, 768, 3072, "--set sta.dataflow=ws"), 24u * 96 * (128 + 94));
    EXPECT_EQ(ideal(33, 100000, 5, "--set sta.rows=8 --set sta.cols=4"), 5u * 2 * (100000 + 10));
    // 96 groups of 2 beats; the same product dense takes 768
    const auto sparse = gemm("--ideal-memory --m 128 --k 768 --n 64 --pattern 2:8");
    EXPECT_EQ(sparse["cycles"], 8 * 192 + 62);
    EXPECT_DOUBLE_EQ(sparse["speedup_over_dense"].get<double>(), (8.0 * 768 + 62) / (8 * 192 + 62));
}

TEST(GemmCommand, real_memory_is_never_faster_than_ideal_memory) {
    for (const auto* arguments : {"--m 64 --k 512 --n 96", "--m 64 --k 512 --n 96 --pattern 2:8",
                                  "--m 64 --k 512 --n 96 --pattern 2:8 --set sta.dataflow=ws"}) {
        const auto real = gemm(arguments);
        EXPECT_GE(real["cycles"], cycles(std::string(arguments) + " --ideal-memory")) << arguments;
        EXPECT_EQ(real["macs"], gemm(std::string(arguments) + " --ideal-memory")["macs"]);
    }
}

TEST(GemmCommand, the_speed_up_is_that_over_the_dense_product_on_the_same_machine) {
    const std::string machine = "--m 96 --k 512 --n 96 --set bus.bytes_per_cycle=8 ";
    const auto dense = gemm(machine);
    EXPECT_EQ(dense["speedup_over_dense"], 1.0);
    const auto sparse = gemm(machine + "--pattern 2:8");
    EXPECT_DOUBLE_EQ(sparse["speedup_over_dense"].get<double>(),
                     dense["cycles"].get<double>() / sparse["cycles"].get<double>());
}

TEST(GemmCommand, every_part_of_the_machine_moves_the_cycles) {
    const std::string product = "--m 64 --k 1024 --n 256 --pattern 2:8 ";
    const auto base = cycles(product);
    for (const auto* key : {"bus.bytes_per_cycle=8",
                            "bus.latency_cycles=40",
                            "bus.clock_mhz=200",
                            "ddr.grade=ddr3_1600",
                            "ddr.page_policy=closed",
                            "ddr.frontend_latency_ns=200",
                            "dma.outstanding=1",
                            "dma.burst_bytes=64",
                            "dma.channels=1",
                            "buffers.weight.bytes=8KiB",
                            "buffers.input.bytes=8KiB",
                            "buffers.input.bytes_per_cycle=4",
                            "buffers.weight.latency_cycles=100",
                            "sta.rows=16",
                            "sta.cols=8",
                            "sta.lanes=2",
                            "sta.dataflow=ws",
                            "sta.fold_overlap=false",
                            "sta.clock_mhz=250",
                            "sta.weight_port_bytes_per_cycle=8",
                            "sta.activation_port_bytes_per_cycle=8",
                            "sta.result_port_bytes_per_cycle=4"})
        EXPECT_NE(cycles(product + "--set " + key), base) << key;
}

TEST(GemmCommand, equal_calls_give_equal_bytes) {
    const std::string call = "gemm --json --m 70 --k 500 --n 130 --pattern 2:4";
    EXPECT_EQ(stavp(call).out, stavp(call).out);
}

TEST(GemmCommand, people_get_a_table) {
    const auto outcome = stavp("gemm --m 64 --k 256 --n 64 --pattern 2:4");
    EXPECT_EQ(outcome.exit_code, 0);
    for (const auto* part : {"[64 x 256] * [256 x 64], 2:4 bitmap", "cycles       ", "utilisation  ",
                             "of the ideal 2.00", "array alone  574 cycles", "busy", "weights"})
        EXPECT_THAT(outcome.out, HasSubstr(part));
}

} // namespace
