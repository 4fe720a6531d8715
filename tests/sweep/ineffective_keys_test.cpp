// Sweeps refuse keys that the rules call ineffective: changing such a key changes no result of a run.

#include "platform/sweep/effect_rules.h"
#include "tests/sweep/sweep_program.h"
#include "workloads/synth/synthesise.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace {

using Options = std::vector<std::string>;

/// A machine on which the rule's condition is false, and another value of its key.
struct Change {
    std::string_view key;
    std::string value;
    Options machine;
    std::string pattern = "2:4";
};

const std::vector<Change>& changes() {
    static const Options none;
    static const Options lt{"--fidelity", "lt"};
    static const std::vector<Change> all = {
        {"cpu.engine", "interpreter", none},
        {"cpu.pmp_entries", "4", none},
        {"ddr.bytes", "256MiB", none},
        {"ddr.ecc", "secded", none},
        {"buffers.ecc", "secded", none},
        {"ddr.row_timeout_clk", "1", {"--set", "ddr.page_policy=closed"}},
        {"ddr.row_timeout_clk", "1", {"--set", "ddr.page_policy=timeout", "--fidelity", "lt"}},
        {"ddr.starvation_cap", "1", {"--set", "ddr.scheduler=fcfs"}},
        {"ddr.starvation_cap", "1", lt},
        {"ddr.scheduler", "fcfs", lt},
        {"ddr.queue_depth", "1", lt},
        {"ddr.page_policy", "closed", lt},
        {"ddr.refresh_postpone", "7", lt},
        {"ddr.address_map", "row bank bankgroup column", lt},
        {"bus.arbitration", "fixed_priority", lt},
        {"bus.outstanding", "1", lt},
        {"buffers.weight.ping_pong", "false", lt},
        {"buffers.input.ping_pong", "false", lt},
        {"buffers.intermediate.ping_pong", "false", lt},
        {"buffers.output.ping_pong", "false", lt},
        {"scheduler.timeout_us", "100", none},
        {"sta.decoder_groups_per_cycle", "1", none, "dense"},
    };
    return all;
}

/// One block of width 64 over 24 rows.
void write_workload(const std::string& pattern, const std::filesystem::path& file) {
    stavp::workloads::SynthOptions options;
    options.recipe.name = "small";
    options.recipe.d_model = 64;
    options.recipe.heads = 2;
    options.recipe.ffn = 128;
    options.recipe.layers = 1;
    options.recipe.seq = 24;
    options.pattern = stavp::workloads::parse_pattern(pattern);
    options.valid = {24};
    stavp::workloads::synthesise(options).write(file);
}

class IneffectiveKeys : public SweepProgram {
protected:
    /// Of a run, and of the machine's area.
    std::string results(const Options& machine) const {
        Options run{"run", "-w", (folder / "w.nmw").string(), "-o", (folder / "out").string()};
        run.insert(run.end(), machine.begin(), machine.end());
        EXPECT_EQ(stavp(run).exit_code(), 0);
        Options area{"area", "--json"};
        for (const auto& option : machine)
            if (option != "--fidelity" && option != "lt") area.push_back(option);
        return text(folder / "out" / "summary.json") + stavp(area).out;
    }
};

TEST_F(IneffectiveKeys, change_no_result_where_the_rules_call_them_so) {
    for (const std::string pattern : {"dense", "2:4"}) {
        write_workload(pattern, folder / "w.nmw");
        std::map<Options, std::string> known;
        for (const auto& change : changes()) {
            if (change.pattern != pattern) continue;
            const auto [as_it_is, is_new] = known.emplace(change.machine, "");
            if (is_new) as_it_is->second = results(change.machine);
            auto changed = change.machine;
            changed.insert(changed.end(), {"--set", fmt::format("{}={}", change.key, change.value)});
            EXPECT_TRUE(as_it_is->second == results(changed)) << fmt::format("{}", fmt::join(changed, " "));
        }
    }
}

TEST(IneffectiveKeysTable, has_a_change_for_every_rule) {
    for (const auto& rule : stavp::sweep::effect_rules())
        EXPECT_TRUE(std::ranges::any_of(changes(), [&](const auto& change) { return change.key == rule.key; }))
            << rule.key;
}

} // namespace
