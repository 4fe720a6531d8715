#include "platform/trace/tlm/tlm_tracer.h"
#include "platform/run/input_error.h"
#include "platform/trace/recording_gate.h"
#include "platform/trace/tlm/tlm_writer.h"

#include "workloads/format/names.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stavp::trace {

namespace {

constexpr auto kFile = "transactions.tlm";
constexpr std::string_view kChannel = ".channel";

TlmStatus status_of(tlm::tlm_response_status response) {
    switch (response) {
    case tlm::TLM_OK_RESPONSE:
        return TlmStatus::ok;
    case tlm::TLM_INCOMPLETE_RESPONSE:
        return TlmStatus::incomplete;
    case tlm::TLM_ADDRESS_ERROR_RESPONSE:
        return TlmStatus::address_error;
    case tlm::TLM_COMMAND_ERROR_RESPONSE:
        return TlmStatus::command_error;
    case tlm::TLM_BURST_ERROR_RESPONSE:
        return TlmStatus::burst_error;
    case tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE:
        return TlmStatus::byte_enable_error;
    case tlm::TLM_GENERIC_ERROR_RESPONSE:
        break;
    }
    return TlmStatus::generic_error;
}

/// The initiators of the bus by their numbers, then each DMA channel; targets; layers.
TlmNames names_of(Soc& soc, const workloads::Image* workload) {
    TlmNames names;
    for (unsigned i = 0; i < soc.bus.initiators(); ++i)
        names.initiators.push_back(soc.bus.initiator_name(i));
    for (unsigned channel = 0; channel < soc.dma.channels(); ++channel)
        names.initiators.push_back(fmt::format("dma{}", channel));
    for (unsigned i = 0; i < soc.bus.targets(); ++i) {
        const auto& window = soc.bus.window(i);
        names.targets.push_back({window.name, window.base, window.bytes});
    }
    if (workload != nullptr)
        for (const auto& layer : workload->layers())
            names.layers.emplace_back(workloads::name_of(layer));
    return names;
}

unsigned number_of(const std::vector<std::string>& names, std::string_view name) {
    return static_cast<unsigned>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// Finds targets by address; neighbours mostly ask for the same one.
class TargetFinder {
public:
    explicit TargetFinder(const std::vector<TlmTarget>& targets) : targets_(targets) {}

    unsigned at(std::uint64_t address) {
        if (holds(last_, address)) return last_;
        for (unsigned i = 0; i < targets_.size(); ++i)
            if (holds(i, address)) return last_ = i;
        return TlmAccess::kNoTarget;
    }

private:
    bool holds(unsigned target, std::uint64_t address) const {
        return address - targets_[target].base < targets_[target].bytes;
    }

    const std::vector<TlmTarget>& targets_;
    unsigned last_ = 0;
};

/// The file, as far as the trace records.
class Recorder {
public:
    Recorder(std::ostream& out, const TlmNames& names, const Context& context)
        : writer_(out, names), gate_(context.soc.sysctl, context.workload, context.config.trace),
          max_bytes_(context.config.trace.max_bytes) {}

    void add(const TlmAccess& access) {
        if (!gate_.open(access.begin_ps)) return;
        if (max_bytes_ != 0 && writer_.bytes() >= max_bytes_) {
            if (stopped_ps_ == 0) stopped_ps_ = access.begin_ps;
            return;
        }
        writer_.add(access);
    }
    void add(const TlmMarker& marker) { writer_.add(marker); }
    void finish() { writer_.finish(); }
    std::uint64_t stopped_ps() const { return stopped_ps_; }

private:
    TlmWriter writer_;
    RecordingGate gate_;
    std::uint64_t max_bytes_;
    std::uint64_t stopped_ps_ = 0;
};

/// What an engine reads and writes on chip.
class EngineAccesses : public OperandListener {
public:
    EngineAccesses(Recorder& file, const TlmNames& names, const char* engine)
        : file_(file), targets_(names.targets), initiator_(number_of(names.initiators, engine)) {}

    void operand(const OperandRows& rows, bool write, bool /*direct*/, bool ok) override {
        TlmAccess access;
        access.path = TlmPath::dmi;
        access.status = ok ? TlmStatus::ok : TlmStatus::address_error;
        access.write = write;
        access.initiator = initiator_;
        access.target = targets_.at(rows.address);
        access.begin_ps = access.end_ps = sc_core::sc_time_stamp().value();
        access.address = rows.address;
        access.row_bytes = rows.row_bytes;
        access.rows = rows.rows;
        access.stride = rows.rows > 1 ? rows.stride : 0;
        file_.add(access);
    }

private:
    Recorder& file_;
    TargetFinder targets_;
    unsigned initiator_;
};

/// What the CPU does without the bus.
class CpuAccesses : public CpuListener {
public:
    CpuAccesses(Recorder& file, const TlmNames& names, Clock clock)
        : file_(file), code_(names.targets), data_(names.targets), clock_(clock) {
        access_.path = TlmPath::dmi;
        access_.initiator = number_of(names.initiators, "cpu");
    }

    void ran(std::uint64_t pc, unsigned bytes, std::uint64_t begin_cycle, bool fetched_directly) override {
        if (!fetched_directly) return;
        access_.fetch = true;
        add(code_, pc, bytes, false, begin_cycle);
        access_.fetch = false;
    }
    void accessed(std::uint64_t address, unsigned bytes, bool write, std::uint64_t cycle) override {
        add(data_, address, bytes, write, cycle);
    }
    void slept(std::uint64_t /*begin_cycle*/, std::uint64_t /*end_cycle*/) override {}

private:
    void add(TargetFinder& targets, std::uint64_t address, unsigned bytes, bool write, std::uint64_t cycle) {
        access_.write = write;
        access_.target = targets.at(address);
        access_.begin_ps = access_.end_ps = cycle * clock_.period_ps();
        access_.address = address;
        access_.row_bytes = bytes;
        file_.add(access_);
    }

    Recorder& file_;
    TargetFinder code_;
    TargetFinder data_;
    Clock clock_;
    TlmAccess access_;
};

class TlmTracer : public Tracer, public BusListener {
public:
    explicit TlmTracer(const Context& context)
        : out_(context.folder.open(kFile)), path_(context.folder.path() / kFile),
          names_(names_of(context.soc, context.workload)), file_(out_, names_, context),
          cpu_(file_, names_, context.soc.cpu.clock()), sta_(file_, names_, "sta"), softmax_(file_, names_, "softmax"),
          vector_(file_, names_, "vector"), dma_(number_of(names_.initiators, "dma")),
          first_channel_(context.soc.bus.initiators()) {
        auto& soc = context.soc;
        soc.bus.observe(*this);
        soc.cpu.observe(cpu_);
        soc.sta.observe_operands(sta_);
        soc.softmax.observe_operands(softmax_);
        soc.vector.observe_operands(vector_);
        soc.sysctl.on_layer_begin([this](std::uint32_t layer, std::uint32_t, std::uint32_t) { mark(layer, true); });
        soc.sysctl.on_layer_end([this](std::uint32_t layer) { mark(layer, false); });
    }

    void transaction(const BusTransaction& done) override {
        TlmAccess access;
        access.path = done.blocking ? TlmPath::blocking : TlmPath::non_blocking;
        access.status = status_of(done.response);
        access.write = done.write;
        access.initiator = done.initiator == dma_ ? channel_of(done) : done.initiator;
        access.target = done.target == BusTransaction::kNoTarget ? TlmAccess::kNoTarget : done.target;
        access.begin_ps = done.begin_ps;
        access.end_ps = done.end_ps;
        access.address = done.address;
        access.row_bytes = done.bytes;
        file_.add(access);
    }

    void finish(std::uint64_t end_ps) override {
        file_.finish();
        out_.close();
        if (!out_) throw InputError(path_.string() + ": cannot be written");
        tell_where_stopped(kFile, file_.stopped_ps(), end_ps);
    }

private:
    void mark(std::uint32_t layer, bool begins) {
        file_.add(TlmMarker{sc_core::sc_time_stamp().value(), layer, begins});
    }

    /// All channels share one port. Bursts carry the channel's number; what a thread sends is its channel's own.
    unsigned channel_of(const BusTransaction& done) {
        if (done.timeline != nullptr) return first_channel_ + done.timeline->part;
        const auto* process = sc_core::sc_get_current_process_b();
        if (process == nullptr) return dma_;
        const auto [place, is_new] = channel_of_process_.try_emplace(process, dma_);
        if (is_new) {
            const std::string_view name = process->name();
            if (const auto at = name.find(kChannel); at != std::string_view::npos) {
                unsigned channel = 0;
                std::from_chars(name.data() + at + kChannel.size(), name.data() + name.size(), channel);
                place->second = first_channel_ + channel;
            }
        }
        return place->second;
    }

    std::ofstream out_;
    std::filesystem::path path_;
    TlmNames names_;
    Recorder file_;
    CpuAccesses cpu_;
    EngineAccesses sta_;
    EngineAccesses softmax_;
    EngineAccesses vector_;
    unsigned dma_;
    unsigned first_channel_;
    std::unordered_map<const void*, unsigned> channel_of_process_;
};

} // namespace

std::unique_ptr<Tracer> make_tlm_tracer(const Context& context) {
    return std::make_unique<TlmTracer>(context);
}

} // namespace stavp::trace
