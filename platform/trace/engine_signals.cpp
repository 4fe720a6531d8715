#include "platform/trace/engine_signals.h"

#include <algorithm>
#include <cstring>

namespace stavp::trace {

namespace {

constexpr unsigned kStateBits = 5;
constexpr unsigned kQueueBits = 13;
constexpr unsigned kHalfTagBits = 16; ///< by convention a tag is layer << 16 | tile
constexpr unsigned kCommandBits = 32;

static_assert(kActivityCount <= 1u << kStateBits);

std::uint64_t now_ps() {
    return sc_core::sc_time_stamp().value();
}

} // namespace

EngineSignals::EngineSignals(VcdRecorder& recorder, const std::string& engine, const ValueNames& names)
    : recorder_(recorder),
      state_(recorder.add(engine + ".state", kStateBits, activity_index(Activity::no_command), &names)),
      busy_(recorder.add(engine + ".busy", 1, 0)), queue_(recorder.add(engine + ".queue", kQueueBits, 0)),
      command_(recorder.add(engine + ".command", kCommandBits, kUndriven)),
      layer_(recorder.add(engine + ".layer", kHalfTagBits, kUndriven)),
      tile_(recorder.add(engine + ".tile", kHalfTagBits, kUndriven)) {}

void EngineSignals::attach(StallAccount& account, CommandQueue& queue) {
    constexpr auto kNone = VcdRecorder::kNone;
    if (state_ != kNone || busy_ != kNone) {
        account_ = &account;
        account.observe(*this);
        recorder_.add_source(*this);
    }
    if (queue_ != kNone || command_ != kNone || layer_ != kNone || tile_ != kNone) queue.observe(*this);
}

void EngineSignals::set_state(Activity activity, std::uint64_t time_ps) {
    if (activity == last_) return;
    last_ = activity;
    recorder_.set(state_, time_ps, activity_index(activity));
    recorder_.set(busy_, time_ps, activity == Activity::busy ? 1 : 0);
}

void EngineSignals::spent(Activity activity, std::uint64_t begin_ps, std::uint64_t end_ps) {
    if (end_ps <= unknown_until_ps_) return;
    set_state(activity, std::max(begin_ps, unknown_until_ps_));
}

std::uint64_t EngineSignals::known_until_ps(std::uint64_t now_ps) {
    return account_->deferred() ? std::min(now_ps, std::max(account_->charged_ps(), unknown_until_ps_)) : now_ps;
}

void EngineSignals::give_up(std::uint64_t now_ps) {
    const auto from = std::max(account_->charged_ps(), unknown_until_ps_);
    recorder_.set(state_, from, kUnknown);
    recorder_.set(busy_, from, kUnknown);
    last_ = Activity::count;
    unknown_until_ps_ = now_ps;
}

void EngineSignals::depth(std::uint32_t entries) {
    recorder_.set(queue_, now_ps(), entries);
}

void EngineSignals::begun(const DescriptorBytes& command) {
    stavp_command_header header;
    std::memcpy(&header, command.data(), sizeof header);
    const auto now = now_ps();
    recorder_.set(command_, now, ++commands_);
    recorder_.set(layer_, now, header.tag >> kHalfTagBits);
    recorder_.set(tile_, now, header.tag & 0xffff);
}

void EngineSignals::ended(const DescriptorBytes& /*command*/, bool /*ok*/) {
    const auto now = now_ps();
    for (const auto signal : {command_, layer_, tile_})
        recorder_.set(signal, now, kUndriven);
}

} // namespace stavp::trace
