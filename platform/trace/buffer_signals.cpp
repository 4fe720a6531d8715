#include "platform/trace/buffer_signals.h"

namespace stavp::trace {

namespace {

constexpr unsigned kPortBits = 7;
constexpr unsigned kCommandBits = 4;

} // namespace

BufferSignals::BufferSignals(VcdRecorder& recorder, const std::string& name, Buffer& buffer)
    : recorder_(recorder), port_(recorder.add(name + ".port", kPortBits, 0)),
      engines_(recorder.add(name + ".engines", kCommandBits, 0)) {
    if (port_ != VcdRecorder::kNone || engines_ != VcdRecorder::kNone) buffer.observe(*this);
}

void BufferSignals::port_used(std::uint64_t begin_ps, std::uint64_t end_ps) {
    recorder_.set(port_, begin_ps, Level::step(1));
    recorder_.set(port_, end_ps, Level::step(-1));
}

void BufferSignals::engine_commands(unsigned commands) {
    recorder_.set(engines_, sc_core::sc_time_stamp().value(), commands);
}

} // namespace stavp::trace
