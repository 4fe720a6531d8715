#include "tests/metamorphic/draw.h"

#include <fmt/format.h>
#include <random>

namespace {

class Dice {
public:
    explicit Dice(std::uint32_t seed) : random_(seed) {}

    std::uint32_t between(std::uint32_t low, std::uint32_t high) {
        return low + static_cast<std::uint32_t>(random_() % (high - low + 1));
    }
    template <typename T> const T& one_of(const std::vector<T>& values) { return values[random_() % values.size()]; }

private:
    std::mt19937_64 random_; // its sequence is fixed by the standard; distributions are not
};

std::string draw_shape(Dice& dice) {
    const auto heads = dice.between(1, 4);
    const auto head_dim = dice.between(4, 24);
    return fmt::format("{{d_model: {}, heads: {}, ffn: {}, layers: {}, seq: {}, norm: {}, activation: {}, causal: {}}}",
                       heads * head_dim, heads, dice.between(16, 200), dice.between(1, 2), dice.between(1, 40),
                       dice.one_of<std::string>({"pre", "post"}), dice.one_of<std::string>({"gelu", "relu"}),
                       dice.one_of<std::string>({"true", "false"}));
}

std::string draw_pattern(Dice& dice) {
    const auto m = 2U << dice.between(0, 4);
    const auto n = dice.between(0, m);
    return n == 0 ? "dense" : fmt::format("{}:{}", n, m);
}

std::string draw_platform(Dice& dice) {
    const std::vector<std::string> kilobytes = {"4KiB", "8KiB", "16KiB", "64KiB", "256KiB"};
    std::string options;
    const auto set = [&](const std::string& key, const auto& value) {
        options += fmt::format(" --set {}={}", key, value);
    };
    set("sta.rows", dice.between(1, 40));
    set("sta.cols", dice.between(1, 40));
    set("sta.lanes", dice.between(1, 8));
    set("sta.dataflow", dice.one_of<std::string>({"os", "ws"}));
    set("sta.fold_overlap", dice.one_of<std::string>({"true", "false"}));
    set("sta.clock_mhz", dice.one_of<std::string>({"200", "333.3", "500", "1000"}));
    set("bus.clock_mhz", dice.one_of<std::string>({"250", "500", "800"}));
    set("bus.bytes_per_cycle", 4U << dice.between(0, 4));
    set("bus.latency_cycles", dice.between(0, 12));
    set("dma.channels", dice.between(1, 8));
    set("dma.burst_bytes", 32U << dice.between(0, 5));
    set("dma.outstanding", dice.between(1, 24));
    set("ddr.grade", dice.one_of<std::string>({"ddr3_1600", "ddr4_2400", "lpddr4_3200", "hbm2"}));
    set("ddr.page_policy", dice.one_of<std::string>({"open", "closed"}));
    for (const auto* buffer : {"weight", "input", "intermediate", "output"})
        set(fmt::format("buffers.{}.bytes", buffer), dice.one_of(kilobytes));
    set("softmax.lanes", 1U << dice.between(0, 6));
    set("softmax.placement", dice.one_of<std::string>({"on_chip", "on_chip", "off_chip"}));
    set("vector.lanes", 1U << dice.between(0, 6));
    for (const auto* key : {"scheduler.fuse", "scheduler.prefetch", "scheduler.resident"})
        set(key, dice.between(0, 3) == 0 ? "false" : "true");
    set("cpu.clock_mhz", dice.one_of<std::string>({"300", "1000", "2000"}));
    return options;
}

} // namespace

Draw draw(std::uint32_t index) {
    Dice dice(2026'0000U + index);
    Draw result;
    result.shape_yaml = draw_shape(dice);
    result.synth = fmt::format("--pattern {} --seed {} --batch {}", draw_pattern(dice), index + 1, dice.between(1, 2));
    result.platform = draw_platform(dice);
    return result;
}

const std::vector<Improvement>& improvements() {
    static const std::vector<Improvement> all = {
        {"bus_width", " --set bus.bytes_per_cycle=8", " --set bus.bytes_per_cycle=32"},
        {"bus_latency", " --set bus.latency_cycles=16", " --set bus.latency_cycles=2"},
        {"bus_clock", " --set bus.clock_mhz=250", " --set bus.clock_mhz=500"},
        {"array_lanes", " --set sta.lanes=1", " --set sta.lanes=4"},
        {"softmax_lanes", " --set softmax.lanes=2", " --set softmax.lanes=32"},
        {"vector_lanes", " --set vector.lanes=2", " --set vector.lanes=32"},
        {"weight_buffer", " --set buffers.weight.bytes=8KiB", " --set buffers.weight.bytes=256KiB"},
        {"input_buffer", " --set buffers.input.bytes=8KiB", " --set buffers.input.bytes=256KiB"},
        {"output_buffer", " --set buffers.output.bytes=8KiB", " --set buffers.output.bytes=256KiB"},
        {"dram_grade", " --set ddr.grade=ddr3_1600", " --set ddr.grade=hbm2"},
        {"frontend", " --set ddr.frontend_latency_ns=200", " --set ddr.frontend_latency_ns=20"},
        {"array_ports",
         " --set sta.activation_port_bytes_per_cycle=16 --set sta.weight_port_bytes_per_cycle=16"
         " --set sta.result_port_bytes_per_cycle=8",
         " --set sta.activation_port_bytes_per_cycle=256 --set sta.weight_port_bytes_per_cycle=256"
         " --set sta.result_port_bytes_per_cycle=64"},
        {"host_clock", " --set cpu.clock_mhz=300", " --set cpu.clock_mhz=1000"},
        {"overlap", " --set sta.fold_overlap=false", " --set sta.fold_overlap=true"},
        {"placement", " --set softmax.placement=off_chip", " --set softmax.placement=on_chip"},
    };
    return all;
}
