#include "tests/metamorphic/key_effects.h"

#include <algorithm>

const std::vector<KeyEffect>& key_effects() {
    static const std::vector<KeyEffect> all = {
        {"sim.fidelity", "lt", "at", KeyEffect::different},
        {"cpu.clock_mhz", "1000", "300", KeyEffect::slower, Job::program},
        {"cpu.load_cycles", "2", "9", KeyEffect::slower, Job::program},
        {"cpu.store_cycles", "1", "9", KeyEffect::slower, Job::program},
        {"cpu.mul_cycles", "3", "9", KeyEffect::slower, Job::program},
        {"cpu.div_cycles", "20", "40", KeyEffect::slower, Job::program},
        {"cpu.branch_taken_cycles", "2", "9", KeyEffect::slower, Job::program},
        {"cpu.csr_cycles", "2", "9", KeyEffect::slower, Job::program},
        {"cpu.atomic_cycles", "4", "9", KeyEffect::slower, Job::program},
        {"cpu.trap_cycles", "4", "400", KeyEffect::different, Job::wide_model},
        {"bus.clock_mhz", "500", "250"},
        {"bus.bytes_per_cycle", "32", "8"},
        {"bus.latency_cycles", "4", "40"},
        {"bus.register_latency_cycles", "2", "40"},
        {"bus.arbitration", "fcfs", "fixed_priority", KeyEffect::different, Job::wide_model,
         " --set bus.bytes_per_cycle=8"},
        {"bus.outstanding", "16", "1", KeyEffect::slower, Job::wide_model},
        {"ddr.grade", "ddr4_2400", "ddr3_1600", KeyEffect::different},
        {"ddr.address_map", "row bank column bankgroup", "row bank bankgroup column", KeyEffect::different,
         Job::wide_model, " --set bus.bytes_per_cycle=128"},
        {"ddr.page_policy", "open", "closed", KeyEffect::different, Job::wide_model},
        {"ddr.channels", "2", "1", KeyEffect::slower, Job::dram_trace},
        {"ddr.scheduler", "frfcfs", "fcfs", KeyEffect::slower, Job::dram_trace},
        {"ddr.starvation_cap", "16", "1", KeyEffect::different, Job::dram_trace},
        {"ddr.queue_depth", "32", "2", KeyEffect::slower, Job::dram_trace},
        {"ddr.row_timeout_clk", "200", "20", KeyEffect::different, Job::dram_trace, " --set ddr.page_policy=timeout"},
        {"ddr.refresh_postpone", "0", "7", KeyEffect::different, Job::dram_trace},
        {"ddr.frontend_latency_ns", "20", "200"},
        {"buffers.weight.bytes", "256KiB", "8KiB", KeyEffect::different, Job::wide_model},
        {"buffers.weight.bytes_per_cycle", "64", "2"},
        {"buffers.weight.latency_cycles", "1", "40", KeyEffect::different},
        {"buffers.input.bytes", "256KiB", "4KiB", KeyEffect::different, Job::wide_model},
        {"buffers.input.bytes_per_cycle", "64", "2"},
        {"buffers.input.latency_cycles", "1", "1000"},
        {"buffers.intermediate.bytes", "256KiB", "8KiB", KeyEffect::different, Job::wide_model},
        {"buffers.intermediate.bytes_per_cycle", "64", "1", KeyEffect::slower, Job::model,
         " --set softmax.placement=off_chip"},
        {"buffers.intermediate.latency_cycles", "1", "100", KeyEffect::slower, Job::model,
         " --set softmax.placement=off_chip"},
        {"buffers.output.bytes", "128KiB", "4KiB", KeyEffect::different, Job::wide_model},
        {"buffers.output.bytes_per_cycle", "64", "2"},
        {"buffers.output.latency_cycles", "1", "1000"},
        {"dma.channels", "4", "1", KeyEffect::different},
        {"dma.burst_bytes", "256", "32", KeyEffect::slower, Job::wide_model},
        {"dma.outstanding", "16", "1"},
        {"sta.clock_mhz", "500", "1000", KeyEffect::different},
        {"sta.rows", "32", "8", KeyEffect::slower, Job::wide_model},
        {"sta.cols", "32", "8", KeyEffect::slower, Job::wide_model},
        {"sta.lanes", "4", "1", KeyEffect::slower, Job::wide_model},
        {"sta.dataflow", "os", "ws", KeyEffect::different, Job::wide_model},
        {"sta.fold_overlap", "true", "false", KeyEffect::slower, Job::wide_model},
        {"sta.activation_port_bytes_per_cycle", "256", "8"},
        {"sta.weight_port_bytes_per_cycle", "256", "8"},
        {"sta.result_port_bytes_per_cycle", "64", "4"},
        {"sta.selector_width", "0", "4", KeyEffect::slower, Job::gemm},
        {"sta.decoder_groups_per_cycle", "0", "1", KeyEffect::slower, Job::gemm},
        {"sta.drain_ports", "0", "1", KeyEffect::slower, Job::gemm},
        {"sta.multiplier_bits", "16", "8", KeyEffect::slower, Job::gemm, " --format int16"},
        {"softmax.lanes", "16", "1"},
        {"softmax.passes", "2", "3", KeyEffect::slower, Job::model, " --set softmax.lanes=1"},
        {"softmax.pipeline_cycles", "16", "900"},
        {"softmax.placement", "on_chip", "off_chip"},
        {"vector.lanes", "16", "1"},
        {"buffers.weight.banks", "4", "1", KeyEffect::slower, Job::model, " --set buffers.weight.bytes_per_cycle=8"},
        {"buffers.weight.ping_pong", "true", "false", KeyEffect::slower, Job::wide_model},
        {"buffers.input.banks", "4", "1", KeyEffect::slower, Job::model, " --set buffers.input.bytes_per_cycle=8"},
        {"buffers.input.ping_pong", "true", "false", KeyEffect::slower, Job::wide_model},
        {"buffers.intermediate.banks", "4", "1", KeyEffect::slower, Job::model,
         " --set softmax.placement=off_chip --set buffers.intermediate.bytes_per_cycle=1"},
        {"buffers.intermediate.ping_pong", "true", "false", KeyEffect::different, Job::wide_model,
         " --set softmax.placement=off_chip"},
        {"buffers.output.banks", "4", "1", KeyEffect::slower, Job::model, " --set buffers.output.bytes_per_cycle=8"},
        {"buffers.output.ping_pong", "true", "false", KeyEffect::slower, Job::wide_model},
        {"scheduler.fuse", "true", "false", KeyEffect::slower, Job::wide_model},
        {"scheduler.prefetch", "true", "false", KeyEffect::slower, Job::wide_model},
        {"scheduler.resident", "true", "false", KeyEffect::slower, Job::wide_model},
        {"scheduler.protect", "false", "true"},
        {"scheduler.timeout_us", "10000", "16", KeyEffect::different, Job::wide_model, " --set scheduler.protect=true"},
        {"vector.pipeline_cycles", "8", "800"},
    };
    return all;
}

const std::vector<KeyWithoutTime>& keys_without_time() {
    static const std::vector<KeyWithoutTime> all = {
        {"sim.quantum_ns", "how far the host runs ahead; moves its interrupts by up to a quantum, holds no cost"},
        {"cpu.pmp_entries", "a number of registers; checks take no time"},
        {"cpu.engine", "how fast the simulator is"},
        {"energy.table", "what actions cost, not how long they take"},
        {"trace.signals", "what a trace shows; tracing takes no simulated time"},
        {"trace.layers", "when a trace records"},
        {"trace.marked", "when a trace records"},
        {"trace.from_ns", "when a trace records"},
        {"trace.to_ns", "when a trace records"},
        {"trace.max_bytes", "how large a trace may become"},
        {"ddr.ecc", "what flipped bits do; checking takes no time"},
        {"buffers.ecc", "what flipped bits do; checking takes no time"},
        {"ddr.bytes", "how much of the address space is memory"},
    };
    return all;
}

std::vector<std::string> uncovered(const std::vector<std::string>& schema_keys) {
    std::vector<std::string> named;
    for (const auto& effect : key_effects())
        named.emplace_back(effect.key);
    for (const auto& key : keys_without_time())
        named.emplace_back(key.key);
    std::vector<std::string> missing;
    for (const auto& key : schema_keys)
        if (std::ranges::find(named, key) == named.end()) missing.push_back(key);
    for (const auto& key : named)
        if (std::ranges::find(schema_keys, key) == schema_keys.end()) missing.push_back(key + " (no such key)");
    return missing;
}
