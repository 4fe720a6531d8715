#include "platform/trace/timeline/timeline_tracer.h"
#include "platform/run/input_error.h"
#include "platform/trace/recording_gate.h"
#include "platform/trace/timeline/bus_rates.h"
#include "platform/trace/timeline/dram_track.h"
#include "platform/trace/timeline/engine_track.h"
#include "platform/trace/timeline/host_track.h"

#include <fmt/compile.h>
#include <map>
#include <set>
#include <vector>

namespace stavp::trace {

namespace {

constexpr unsigned kLayers = 1;
constexpr unsigned kEngines = 2;
constexpr unsigned kHost = 3;
constexpr unsigned kMemory = 4;
constexpr auto kFile = "timeline.json";

class TimelineTracer : public Tracer {
public:
    explicit TimelineTracer(const Context& context)
        : soc_(context.soc), out_(context.folder.open(kFile)), path_(context.folder.path() / kFile),
          gate_(context.soc.sysctl, context.workload, context.config.trace),
          file_(out_, context.config.trace.max_bytes, [this](std::uint64_t time_ps) { return gate_.open(time_ps); }),
          flow_(file_), layers_(context.workload), host_(file_, {kHost, 1}, context.program, context.soc.cpu.clock()),
          dram_(file_, {kMemory, 1}, context.config.ddr), bus_(file_, kMemory, context.soc.bus) {
        file_.name_process(kLayers, "layers");
        file_.name_process(kEngines, "engines");
        file_.name_process(kHost, "host");
        file_.name_process(kMemory, "memory");
        follow_layers();
        follow_engines();
        follow_host();
        soc_.ddr.observe(dram_);
    }

    void finish(std::uint64_t end_ps) override {
        for (const auto& engine : engines_)
            engine->finish(end_ps);
        host_.finish(end_ps);
        dram_.finish(end_ps);
        bus_.finish(end_ps);
        for (const auto& [line, since_ps] : raised_)
            file_.slice({kHost, line}, "raised", "interrupt", since_ps, end_ps);
        for (const auto layer : begun_)
            file_.end_async({kLayers, 1}, layer, layers_.name(layer), "layer", end_ps);
        file_.finish();
        out_.close();
        if (!out_) throw InputError(path_.string() + ": cannot be written");
        tell_where_stopped(kFile, file_.stopped_ps(), end_ps);
    }

private:
    static std::uint64_t now_ps() { return sc_core::sc_time_stamp().value(); }

    void follow_layers() {
        file_.name_track({kLayers, 1}, "layers");
        soc_.sysctl.on_layer_begin([this](std::uint32_t layer, std::uint32_t, std::uint32_t) {
            const auto& pattern = layers_.pattern(layer);
            const auto args = pattern.empty() ? std::string() : fmt::format("\"pattern\":\"{}\"", pattern);
            if (!begun_.contains(layer) &&
                file_.begin_async({kLayers, 1}, layer, layers_.name(layer), "layer", now_ps(), args))
                begun_.insert(layer);
        });
        soc_.sysctl.on_layer_end([this](std::uint32_t layer) {
            if (begun_.erase(layer) != 0) file_.end_async({kLayers, 1}, layer, layers_.name(layer), "layer", now_ps());
        });
    }

    void follow_engines() {
        const auto add = [this](const std::string& name, StallAccount& account, CommandQueue& queue) {
            const Track track{kEngines, static_cast<unsigned>(engines_.size()) + 1};
            engines_.push_back(std::make_unique<EngineTrack>(EngineTrack::Environment{file_, flow_, layers_}, track,
                                                             name, account.clock()));
            account.observe(*engines_.back());
            queue.observe(*engines_.back());
        };
        const auto add_engine = [&](const std::string& name, QueueEngine& engine) {
            add(name, engine.account(), engine.queue());
            engine.observe_operands(*engines_.back());
        };
        add_engine("sta", soc_.sta);
        add_engine("softmax", soc_.softmax);
        add_engine("vector", soc_.vector);
        for (unsigned channel = 0; channel < soc_.dma.channels(); ++channel)
            add(fmt::format("dma{}", channel), soc_.dma.account(channel), soc_.dma.queue(channel));
    }

    void follow_host() {
        soc_.cpu.observe(host_);
        soc_.cpu.on_sleep([this](bool asleep) { host_.sleeps(asleep, now_ps()); });
        unsigned number = 1;
        for (const auto& line : soc_.interrupt_lines()) {
            const Track track{kHost, ++number};
            file_.name_track(track, fmt::format("irq {}", line.name));
            line.wire->on_change([this, track](bool level) {
                if (level) {
                    raised_[track.tid] = now_ps();
                } else if (const auto since = raised_.find(track.tid); since != raised_.end()) {
                    file_.slice(track, "raised", "interrupt", since->second, now_ps());
                    raised_.erase(since);
                }
            });
        }
    }

    Soc& soc_;
    std::ofstream out_;
    std::filesystem::path path_;
    RecordingGate gate_;
    TimelineFile file_;
    DataFlow flow_;
    LayerNames layers_;
    std::vector<std::unique_ptr<EngineTrack>> engines_;
    HostTrack host_;
    DramTracks dram_;
    BusRates bus_;
    std::map<unsigned, std::uint64_t> raised_; ///< interrupt lines, by track
    std::set<std::uint32_t> begun_;            ///< layers
};

} // namespace

std::unique_ptr<Tracer> make_timeline_tracer(const Context& context) {
    return std::make_unique<TimelineTracer>(context);
}

} // namespace stavp::trace
