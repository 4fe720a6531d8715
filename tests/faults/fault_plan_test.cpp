#include "platform/config/reader.h"
#include "platform/faults/fault_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::faults {
namespace {

using testing::HasSubstr;

class FaultPlanTest : public testing::Test {
protected:
    FaultPlan plan(const std::string& faults, std::uint64_t seed = 1) {
        return parse_plan("seed: " + std::to_string(seed) + "\nfaults:\n" + faults, "p.yaml", {config, layers});
    }
    Fault one(const std::string& fault, std::uint64_t seed = 1) { return plan("  - " + fault + "\n", seed).faults[0]; }
    std::string refusal(const std::string& fault) {
        try {
            one(fault);
        } catch (const config::ConfigError& error) {
            return error.what();
        }
        return "accepted";
    }

    config::PlatformConfig config;
    std::optional<std::size_t> layers = 6;
};

TEST_F(FaultPlanTest, each_kind_is_read_and_written_back_as_it_was) {
    const std::string text = "seed: 1\nfaults:\n"
                             "  - {kind: bus_error, initiator: dma, access: 120}\n"
                             "  - {kind: bus_error, address: 0x80200000, bytes: 64, first: 3}\n"
                             "  - {kind: bit_flip, memory: weight, address: 0x50000008, bits: [3, 17], at_layer: 5}\n"
                             "  - {kind: interrupt_dropped, source: sync, edge: 2}\n"
                             "  - {kind: interrupt_spurious, source: ecc, at_ns: 900}\n"
                             "  - {kind: dma_stops, channel: 3, command: 7, after_bytes: 0, mode: short}\n"
                             "  - {kind: engine_hangs, engine: softmax, command: 1}\n"
                             "  - {kind: ddr_slow, from_ns: 5, to_ns: 10, factor: 4}\n";
    EXPECT_EQ(plan_text(parse_plan(text, "p.yaml", {config, layers})), text);
}

TEST_F(FaultPlanTest, what_is_random_comes_from_the_seed_and_lies_in_its_range) {
    const std::string flip = "{kind: bit_flip, memory: ddr, address: random, from: 0x80100000, bytes: 4096, flips: 3, "
                             "at_ns: 1}";
    std::set<std::uint64_t> addresses;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto fault = one(flip, seed);
        EXPECT_EQ(text_of(fault), text_of(one(flip, seed)));
        EXPECT_GE(*fault.address, 0x80100000u);
        EXPECT_LT(*fault.address, 0x80101000u);
        EXPECT_EQ(*fault.address % 8, 0u);
        EXPECT_EQ(fault.bits.size(), 3u);
        EXPECT_LT(fault.bits[2], 64u);
        addresses.insert(*fault.address);
    }
    EXPECT_GT(addresses.size(), 40u);
}

TEST_F(FaultPlanTest, check_bits_exist_where_there_is_ecc) {
    const std::string flip = "{kind: bit_flip, memory: ddr, address: 0x80000000, bits: [71], at_ns: 1}";
    EXPECT_EQ(refusal(flip), "p.yaml:3: bits: ddr has no ECC, and so no bits above 63");
    config.ddr.ecc = EccCode::secded;
    EXPECT_EQ(one(flip).bits, std::vector<std::uint64_t>{71});
}

TEST_F(FaultPlanTest, what_cannot_be_applied_is_refused_with_its_line) {
    const std::vector<std::pair<std::string, std::string>> refused = {
        {"{kind: bitflip}", "kind: must be one of bus_error, bit_flip, interrupt_dropped, interrupt_spurious, "
                            "dma_stops, engine_hangs, ddr_slow, got 'bitflip' (did you mean 'bit_flip'?)"},
        {"{initiator: dma}", "a fault needs its kind"},
        {"{kind: engine_hangs, engine: sta, comand: 1}", "comand: engine_hangs has no such key (did you mean "
                                                         "'command'?)"},
        {"{kind: engine_hangs, engine: sta}", "command: missing"},
        {"{kind: engine_hangs, engine: dma, command: 1}", "engine: must be one of sta, softmax, vector, got 'dma'"},
        {"{kind: engine_hangs, engine: sta, command: 0}", "command: must be at least 1, got 0"},
        {"{kind: engine_hangs, engine: sta, command: 1, command: 2}", "command: given twice"},
        {"{kind: dma_stops, channel: 4, command: 1, after_bytes: 0, mode: short}",
         "channel: there is no channel 4, only 0 to 3 (dma.channels)"},
        {"{kind: dma_stops, channel: 0, command: 1, after_bytes: 0, mode: stop}",
         "mode: must be one of hangs, short, got 'stop'"},
        {"{kind: bus_error, access: 1}", "access: needs the initiator whose accesses are counted"},
        {"{kind: bus_error, initiator: cpu}", "bus_error needs either access, or address and bytes"},
        {"{kind: bus_error, initiator: cpu, access: x}", "access: expected a whole number, got 'x'"},
        {"{kind: bit_flip, memory: ddr, address: 0x80000004, bits: [1], at_ns: 1}", "address: must be a multiple of 8"},
        {"{kind: bit_flip, memory: output, address: 0x53020000, bits: [1], at_ns: 1}",
         "address: 0x53020000 is not inside output, which has 0x53000000 to 0x5301ffff"},
        {"{kind: bit_flip, memory: ddr, address: random, from: 0, bytes: 8, flips: 1, at_ns: 1}",
         "from, bytes: the range is not inside ddr"},
        {"{kind: bit_flip, memory: ddr, address: 0x80000000, bits: [1], at_ns: 1, at_layer: 1}",
         "bit_flip needs either at_ns or at_layer"},
        {"{kind: bit_flip, memory: ddr, address: 0x80000000, at_ns: 1}", "bit_flip needs either bits or flips"},
        {"{kind: bit_flip, memory: ddr, address: 0x80000000, bits: [1, 1], at_ns: 1}", "bits: one of them comes twice"},
        {"{kind: bit_flip, memory: ddr, address: 0x80000000, bits: [1], at_layer: 6}",
         "at_layer: the workload has layers 0 to 5"},
        {"{kind: interrupt_dropped, source: timer, edge: 1}", "source: must be one of "},
        {"{kind: ddr_slow, from_ns: 5, to_ns: 5, factor: 2}", "to_ns: must be later than from_ns"},
    };
    for (const auto& [fault, reason] : refused)
        EXPECT_THAT(refusal(fault), testing::StartsWith("p.yaml:3: " + reason)) << fault;
}

TEST_F(FaultPlanTest, a_plan_without_faults_or_with_other_keys_is_refused) {
    const auto refused = [&](const std::string& yaml) {
        try {
            parse_plan(yaml, "p.yaml", {config, layers});
        } catch (const config::ConfigError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_EQ(refused("seed: 1\n"), "p.yaml: faults: there are none");
    EXPECT_EQ(refused("seed: 1\nfaults: 3\n"), "p.yaml:2: faults: expected a list");
    EXPECT_EQ(refused("sed: 1\nfaults: []\n"), "p.yaml:1: sed: unknown key (did you mean 'seed'?)");
    EXPECT_THAT(refused("seed: none\nfaults: []\n"), HasSubstr("p.yaml:1: seed: expected a whole number"));
}

TEST_F(FaultPlanTest, a_fault_can_be_given_as_words) {
    const auto fault =
        parse_fault({"bit_flip", "memory=input", "address=0x51000010", "bits=3,17", "at_ns=5"}, 1, {config, layers});
    EXPECT_EQ(text_of(fault), "kind: bit_flip, memory: input, address: 0x51000010, bits: [3, 17], at_ns: 5");
}

} // namespace
} // namespace stavp::faults
