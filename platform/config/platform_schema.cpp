#include "platform/config/platform_config.h"

#include <utility>

namespace stavp::config {

namespace {

constexpr double kKiB = 1024;
constexpr double kMiB = 1024 * kKiB;
constexpr double kGiB = 1024 * kMiB;
constexpr Range kClockMhz{1, 10000};
constexpr Range kPortBytes{1, 4096};
constexpr Range kArrayPortBytes{0, 65536};
constexpr Range kCycles{1, 1000};
constexpr Range kTraceTimeNs{0, 1e15};

void append(Schema& schema, Schema more) {
    for (auto& field : more)
        schema.push_back(std::move(field));
}

Schema sim_fields(PlatformConfig& c) {
    return {
        choice<Fidelity>("sim.fidelity", c.fidelity, {{"lt", Fidelity::lt}, {"at", Fidelity::at}},
                         "lt: uncontended latencies, for firmware; at: contention and overlap, for exploration"),
        integer("sim.quantum_ns", c.cpu.quantum_ns, {1, 1'000'000}, "ns", "How far the host may run ahead of the rest"),
    };
}

Schema cpu_fields(PlatformConfig& c) {
    auto& cpu = c.cpu;
    return {
        real("cpu.clock_mhz", cpu.clock_mhz, kClockMhz, "MHz", "Host clock"),
        integer("cpu.load_cycles", cpu.load_cycles, kCycles, "cycles", "Cost of a load"),
        integer("cpu.store_cycles", cpu.store_cycles, kCycles, "cycles", "Cost of a store"),
        integer("cpu.mul_cycles", cpu.mul_cycles, kCycles, "cycles", "Cost of a multiplication"),
        integer("cpu.div_cycles", cpu.div_cycles, kCycles, "cycles", "Cost of a division or remainder"),
        integer("cpu.branch_taken_cycles", cpu.branch_taken_cycles, kCycles, "cycles",
                "Cost of a taken branch or jump"),
        integer("cpu.csr_cycles", cpu.csr_cycles, kCycles, "cycles", "Cost of a CSR access"),
        integer("cpu.atomic_cycles", cpu.atomic_cycles, kCycles, "cycles", "Cost of an atomic operation"),
        integer("cpu.trap_cycles", cpu.trap_cycles, kCycles, "cycles", "Cost of entering a trap"),
        integer("cpu.pmp_entries", cpu.pmp_entries, {0, 64}, "", "Physical memory protection entries"),
        choice<CpuEngine>("cpu.engine", cpu.engine, {{"jit", CpuEngine::jit}, {"interpreter", CpuEngine::interpreter}},
                          "What executes the host's instructions; nothing but host time depends on it"),
    };
}

Schema bus_fields(PlatformConfig& c) {
    return {
        real("bus.clock_mhz", c.bus.clock_mhz, kClockMhz, "MHz", "Clock of the crossbar, of dma and of the devices"),
        integer("bus.bytes_per_cycle", c.bus.bytes_per_cycle, {1, 1024}, "bytes/cycle", "Width of each target's port"),
        integer("bus.latency_cycles", c.bus.latency_cycles, {0, 1000}, "cycles", "Request and response path together"),
        choice<Arbitration>("bus.arbitration", c.bus.arbitration,
                            {{"fcfs", Arbitration::fcfs},
                             {"round_robin", Arbitration::round_robin},
                             {"fixed_priority", Arbitration::fixed_priority}},
                            "Who gets a channel of a target that several initiators want"),
        integer("bus.outstanding", c.bus.outstanding, {1, 1024}, "", "Transactions of one initiator inside the bus"),
        integer("bus.register_latency_cycles", c.register_latency_cycles, {0, 1000}, "cycles",
                "Added by every device register access"),
    };
}

Field ecc_field(const std::string& key, EccCode& member) {
    return choice<EccCode>(key, member, {{"none", EccCode::none}, {"secded", EccCode::secded}},
                           "secded: corrects one flipped bit in 64 and detects two; has no effect on time");
}

Schema ddr_fields(PlatformConfig& c) {
    auto& ddr = c.ddr;
    return {
        size("ddr.bytes", ddr.bytes, {kMiB, 64 * kGiB}, 4096, "Size of DDR"),
        text("ddr.grade", c.ddr_grade, "DRAM timing and geometry: configs/dram/GRADE.yaml"),
        text("ddr.address_map", ddr.address_map,
             "Fields of an address from high to low, e.g. row bank column bankgroup"),
        integer("ddr.channels", ddr.channels, {1, 64}, "", "Channels of that grade, a power of two"),
        choice<DramScheduling>("ddr.scheduler", ddr.scheduler,
                               {{"frfcfs", DramScheduling::frfcfs}, {"fcfs", DramScheduling::fcfs}},
                               "frfcfs: open rows first; fcfs: data in the order of arrival"),
        integer("ddr.starvation_cap", ddr.starvation_cap, {1, 1'000'000}, "bursts",
                "Younger bursts that may go before an older one; frfcfs only"),
        integer("ddr.queue_depth", ddr.queue_depth, {1, 1024}, "bursts", "What waits in each channel's queue"),
        choice<PagePolicy>(
            "ddr.page_policy", ddr.page_policy,
            {{"open", PagePolicy::open}, {"closed", PagePolicy::closed}, {"timeout", PagePolicy::timeout}},
            "open: rows stay open; closed: the last access in the queue closes its row; timeout: closed when unused"),
        integer("ddr.row_timeout_clk", ddr.row_timeout_clk, {1, 1'000'000}, "memory clocks",
                "How long a row stays open unused; page_policy timeout only"),
        integer("ddr.refresh_postpone", ddr.refresh_postpone, {0, kMaxPostponedRefreshes}, "intervals",
                "How long a refresh may be put off while requests wait"),
        integer("ddr.frontend_latency_ns", ddr.frontend_latency_ns, {0, 1000}, "ns", "Controller front end and PHY"),
        ecc_field("ddr.ecc", ddr.ecc),
    };
}

Schema buffer_fields(const std::string& name, BufferConfig& buffer, const std::string& doc) {
    const auto prefix = "buffers." + name + ".";
    return {
        size(prefix + "bytes", buffer.bytes, {kKiB, 16 * kMiB}, 64, doc),
        integer(prefix + "bytes_per_cycle", buffer.bytes_per_cycle, kPortBytes, "bytes/cycle", "Width of a bank"),
        integer(prefix + "banks", buffer.banks, {1, 64}, "", "Interleaved by words of bytes_per_cycle"),
        boolean(prefix + "ping_pong", buffer.ping_pong,
                "true: bus and engines never wait for each other; false: the bus waits while an engine's command runs"),
        integer(prefix + "latency_cycles", buffer.latency_cycles, {0, 1000}, "cycles", "Its access latency"),
    };
}

Schema dma_fields(PlatformConfig& c) {
    return {
        integer("dma.channels", c.dma.channels, {1, 8}, "", "Queues that run in parallel"),
        integer("dma.burst_bytes", c.dma.burst_bytes, {4, 65536}, "bytes", "Largest burst, a power of two"),
        integer("dma.outstanding", c.dma.outstanding, {1, 256}, "", "Bursts in flight per channel"),
    };
}

Schema engine_fields(PlatformConfig& c) {
    auto& sta = c.sta;
    return {
        real("sta.clock_mhz", c.sta_clock_mhz, kClockMhz, "MHz", "Clock of sta, softmax, vector and the buffers"),
        integer("sta.rows", sta.rows, {1, 512}, "", "Rows of processing elements"),
        integer("sta.cols", sta.cols, {1, 512}, "", "Columns of processing elements"),
        integer("sta.lanes", sta.lanes, {1, 32}, "", "Multipliers per processing element"),
        choice<Dataflow>("sta.dataflow", sta.dataflow,
                         {{"os", Dataflow::output_stationary}, {"ws", Dataflow::weight_stationary}},
                         "os: outputs stay in the array; ws: weights stay"),
        boolean("sta.fold_overlap", sta.fold_overlap,
                "true: the array's skew is paid once per product; false: once per fold"),
        integer("sta.activation_port_bytes_per_cycle", sta.activation_port_bytes_per_cycle, kArrayPortBytes,
                "bytes/cycle", "What activations take from buffers; 0 = unlimited"),
        integer("sta.weight_port_bytes_per_cycle", sta.weight_port_bytes_per_cycle, kArrayPortBytes, "bytes/cycle",
                "What weights take from buffers; 0 = unlimited"),
        integer("sta.result_port_bytes_per_cycle", sta.result_port_bytes_per_cycle, kArrayPortBytes, "bytes/cycle",
                "What results and partial sums take; 0 = unlimited"),
        integer("sta.selector_width", sta.selector_width, {0, 32}, "",
                "Positions of a group that the selectors see per beat, a power of two; 0 = the whole group"),
        integer("sta.decoder_groups_per_cycle", sta.decoder_groups_per_cycle, {0, 65536}, "groups/cycle",
                "Groups whose positions are decoded, all columns together; 0 = unlimited"),
        integer("sta.drain_ports", sta.drain_ports, {0, 65536}, "results/cycle",
                "Results that leave the accumulators; 0 = unlimited"),
        integer("sta.multiplier_bits", sta.multiplier_bits, {8, 16}, "bits",
                "8 or 16; on 8 an int16 operand doubles the beats"),
        integer("softmax.lanes", c.softmax.lanes, {1, 1024}, "", "Elements per cycle and pass"),
        integer("softmax.passes", c.softmax.passes, {2, 3}, "",
                "3: maximum, sum, division; 2: maximum and sum in one pass, division"),
        integer("softmax.pipeline_cycles", c.softmax.pipeline_cycles, {0, 1000}, "cycles", "Depth of its pipeline"),
        choice<SoftmaxPlacement>("softmax.placement", c.softmax_placement,
                                 {{"on_chip", SoftmaxPlacement::on_chip}, {"off_chip", SoftmaxPlacement::off_chip}},
                                 "Where attention scores are kept; off_chip sends them through DDR, for comparison"),
        integer("vector.lanes", c.vector.lanes, {1, 1024}, "", "Elements per cycle and pass"),
        integer("vector.pipeline_cycles", c.vector.pipeline_cycles, {0, 1000}, "cycles", "Depth of its pipeline"),
    };
}

Schema scheduler_fields(PlatformConfig& c) {
    auto& scheduler = c.scheduler;
    return {
        boolean("scheduler.fuse", scheduler.fuse,
                "true: the array does the table look-up or residual add that follows a product"),
        boolean("scheduler.prefetch", scheduler.prefetch,
                "true: a layer's commands may begin before the layer before it has ended"),
        boolean("scheduler.resident", scheduler.resident,
                "true: activations that fit stay on chip for the layers that read them"),
        boolean("scheduler.protect", scheduler.protect,
                "true: firmware that notices faults and repeats what they spoiled, at a cost"),
        integer("scheduler.timeout_us", scheduler.timeout_us, {16, 1'000'000}, "us",
                "How long nothing may move before a queue counts as hung; protect only"),
    };
}

Schema energy_fields(PlatformConfig& c) {
    return {text("energy.table", c.energy_table, "What actions cost: configs/energy/NAME.yaml; has no effect on time")};
}

Schema trace_fields(PlatformConfig& c) {
    auto& trace = c.trace;
    return {
        list("trace.signals", trace.signals,
             "Signals of the VCD: patterns with * and ?, separated by commas; empty = all"),
        list("trace.layers", trace.layers, "Only while one of these layers is under way: patterns; empty = always"),
        boolean("trace.marked", trace.marked, "true: only while sysctl.TRACE_MARK is not 0"),
        integer("trace.from_ns", trace.from_ns, kTraceTimeNs, "ns", "Not before this simulated time"),
        integer("trace.to_ns", trace.to_ns, kTraceTimeNs, "ns", "Not from this simulated time on; 0 = to the end"),
        size("trace.max_bytes", trace.max_bytes, {0, 1024 * kGiB}, 1, "Where a trace's file stops; 0 = nowhere"),
    };
}

} // namespace

Schema platform_schema(PlatformConfig& c) {
    Schema schema;
    append(schema, sim_fields(c));
    append(schema, cpu_fields(c));
    append(schema, bus_fields(c));
    append(schema, ddr_fields(c));
    append(schema, buffer_fields("weight", c.weight_buffer, "Weights, bit maps and channel records"));
    append(schema, buffer_fields("input", c.input_buffer, "Activations"));
    append(schema, buffer_fields("intermediate", c.intermediate_buffer, "Scores, probabilities and partial sums"));
    append(schema, buffer_fields("output", c.output_buffer, "Results on their way to DDR"));
    schema.push_back(ecc_field("buffers.ecc", c.buffer_ecc));
    append(schema, dma_fields(c));
    append(schema, engine_fields(c));
    append(schema, scheduler_fields(c));
    append(schema, energy_fields(c));
    append(schema, trace_fields(c));
    return schema;
}

} // namespace stavp::config
