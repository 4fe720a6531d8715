#include "platform/trace/mmio/mmio_tracer.h"
#include "platform/run/input_error.h"
#include "platform/soc/register_names.h"
#include "platform/trace/mmio/host_stores.h"
#include "platform/trace/mmio/mmio_line.h"
#include "platform/trace/recording_gate.h"
#include "workloads/format/sha256.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

namespace stavp::trace {

namespace {

/// Blocks that reach no memory and show nothing of it: what the host has stored need not be there for them.
constexpr std::array kPassive = {memory_map::kUart, memory_map::kClint, memory_map::kPlic};

std::string sha256(std::span<const std::uint8_t> bytes) {
    workloads::Sha256 sha;
    sha.update(bytes);
    return sha.finish();
}

bool is_part(const config::TraceConfig& trace) {
    return trace.from_ns != 0 || trace.to_ns != 0 || !trace.layers.empty() || trace.marked;
}

MmioHeader header_of(const Context& context) {
    MmioHeader header;
    header.stavp = STAVP_VERSION;
    header.fidelity = context.config.fidelity == Fidelity::lt ? "lt" : "at";
    header.config_sha256 = machine_sha256(context.config);
    header.firmware = context.program.file.sha256;
    header.workload = context.workload == nullptr ? "none" : sha256(context.workload->bytes());
    header.whole = !is_part(context.config.trace);
    return header;
}

class MmioTracer : public Tracer, public BusListener {
public:
    explicit MmioTracer(const Context& context)
        : soc_(context.soc), out_(context.folder.open(kMmioFile)), path_(context.folder.path() / kMmioFile),
          gate_(context.soc.sysctl, context.workload, context.config.trace), max_bytes_(context.config.trace.max_bytes),
          stores_([this] { synced(now_ps()); }) {
        const auto header = format_header(header_of(context));
        out_ << header;
        bytes_ = header.size();
        for (unsigned i = 0; i < soc_.bus.initiators(); ++i)
            if (soc_.bus.initiator_name(i) == "cpu") cpu_ = i;
        for (unsigned i = 0; i < soc_.bus.targets(); ++i)
            is_device_.push_back(soc_.is_device(i));
        soc_.bus.observe(*this);
        soc_.cpu.observe(stores_);
        soc_.cpu.on_sleep([this](bool asleep) { sleeps(asleep); });
        for (const auto& line : soc_.interrupt_lines())
            line.wire->on_change([this, name = std::string(line.name), source = line.source](bool level) {
                interrupt(name, source, level);
            });
    }

    void blocking_begins(unsigned initiator, const tlm::tlm_generic_payload& payload) override {
        if (initiator != cpu_) return;
        const auto address = payload.get_address();
        const auto passive = [&](const auto& region) { return address - region.base < region.bytes; };
        if (payload.is_write() && std::ranges::none_of(kPassive, passive)) tell_stores();
        if (payload.is_write()) {
            under_way_.emplace();
            under_way_->begin_ps = now_ps();
            under_way_->kind = MmioKind::write;
            under_way_->initiator = "cpu";
            under_way_->address = address;
            under_way_->data.assign(payload.get_data_ptr(), payload.get_data_ptr() + payload.get_data_length());
            under_way_->name = names_.at(address).value_or("memory");
        }
        host_waits_ = true;
    }

    void transaction(const BusTransaction& done) override {
        const bool by_host = done.initiator == cpu_;
        if (!by_host && (done.target == BusTransaction::kNoTarget || !is_device_[done.target])) return;
        MmioLine line;
        line.begin_ps = done.begin_ps;
        line.end_ps = done.end_ps;
        line.kind = done.write ? MmioKind::write : MmioKind::read;
        line.initiator = soc_.bus.initiator_name(done.initiator);
        line.address = done.address;
        line.ok = done.response == tlm::TLM_OK_RESPONSE;
        line.data.resize(done.bytes); // a failed read has no value
        if (line.ok || done.write) line.data.assign(done.data, done.data + done.bytes);
        line.name = name_of(done);
        if (!by_host) {
            put(std::move(line));
            return;
        }
        host_goes_on(std::move(line));
    }

    void finish(std::uint64_t end_ps) override {
        host_waits_ = false;
        if (under_way_) { // its effect may be what ended the run
            under_way_->end_ps = end_ps;
            put(*under_way_);
        }
        for (auto& line : std::exchange(held_, {}))
            put(std::move(line));
        tell_stores();
        MmioLine end;
        end.begin_ps = end.end_ps = end_ps;
        end.initiator = end.name = "run";
        end.data = {static_cast<std::uint8_t>(sc_core::sc_get_status() == sc_core::SC_STOPPED)};
        end.ok = stopped_ps_ == 0;
        out_ << format_line(end);
        out_.close();
        if (!out_) throw InputError(path_.string() + ": cannot be written");
        tell_where_stopped(kMmioFile, stopped_ps_, end_ps);
    }

private:
    static std::uint64_t now_ps() { return sc_core::sc_time_stamp().value(); }

    std::string name_of(const BusTransaction& done) {
        if (done.target == BusTransaction::kNoTarget) return "none";
        if (!is_device_[done.target]) return soc_.bus.window(done.target).name;
        auto [place, is_new] = names_at_.try_emplace(done.address);
        if (is_new) place->second = names_.at(done.address).value_or(soc_.bus.window(done.target).name + ".none");
        return place->second;
    }

    void synced(std::uint64_t begin_ps) {
        MmioLine line;
        line.begin_ps = begin_ps;
        line.end_ps = now_ps();
        line.kind = MmioKind::sync;
        line.initiator = "cpu";
        line.data = {0};
        line.name = "host";
        host_goes_on(std::move(line));
    }

    void sleeps(bool asleep) {
        if (asleep)
            asleep_from_ps_ = now_ps();
        else
            synced(asleep_from_ps_);
        host_waits_ = asleep;
    }

    void host_goes_on(MmioLine line) {
        under_way_.reset();
        host_waits_ = false;
        put(std::move(line));
        for (auto& later : std::exchange(held_, {}))
            put(std::move(later));
    }

    void interrupt(const std::string& name, unsigned source, bool level) {
        MmioLine line;
        line.begin_ps = line.end_ps = now_ps();
        line.kind = MmioKind::interrupt;
        line.initiator = name;
        line.address = source;
        line.data = {static_cast<std::uint8_t>(level)};
        line.name = fmt::format("irq.{}", name);
        put(std::move(line));
    }

    void tell_stores() {
        stores_.take([this](std::uint64_t address, unsigned bytes) {
            MmioLine line;
            line.begin_ps = line.end_ps = now_ps();
            line.kind = MmioKind::memory;
            line.initiator = "cpu";
            line.address = address;
            line.data.resize(bytes);
            line.ok = soc_.peek(address, line.data);
            line.name = "memory";
            put(std::move(line));
        });
    }

    /// What happens while the host waits for the bus or asleep began later than that.
    void put(MmioLine line) {
        if (host_waits_) {
            held_.push_back(std::move(line));
            return;
        }
        if (!gate_.open(line.begin_ps)) return;
        const auto text = format_line(line);
        if (max_bytes_ != 0 && bytes_ + text.size() > max_bytes_) {
            if (stopped_ps_ == 0) stopped_ps_ = std::max<std::uint64_t>(line.begin_ps, 1);
            return;
        }
        bytes_ += text.size();
        out_ << text;
    }

    Soc& soc_;
    std::ofstream out_;
    std::filesystem::path path_;
    RecordingGate gate_;
    std::uint64_t max_bytes_;
    std::uint64_t bytes_ = 0;
    std::uint64_t stopped_ps_ = 0;
    RegisterNames names_;
    std::unordered_map<std::uint64_t, std::string> names_at_;
    HostStores stores_;
    std::vector<bool> is_device_; ///< by target
    unsigned cpu_ = 0;
    bool host_waits_ = false;
    std::uint64_t asleep_from_ps_ = 0;
    std::vector<MmioLine> held_;
    std::optional<MmioLine> under_way_; ///< a write of the host that has not ended
};

} // namespace

std::unique_ptr<Tracer> make_mmio_tracer(const Context& context) {
    return std::make_unique<MmioTracer>(context);
}

std::string machine_sha256(const config::PlatformConfig& config) {
    workloads::Sha256 sha;
    std::istringstream lines(config.text);
    bool in_section = false;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(' ')) in_section = line.starts_with("trace:");
        line += '\n';
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(line.data());
        if (!in_section) sha.update({bytes, line.size()});
    }
    return sha.finish();
}

} // namespace stavp::trace
