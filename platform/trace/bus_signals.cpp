#include "platform/trace/bus_signals.h"

namespace stavp::trace {

namespace {

constexpr unsigned kInitiatorBits = 4;
constexpr unsigned kOutstandingBits = 11;

} // namespace

BusSignals::BusSignals(VcdRecorder& recorder, Bus& bus, const ValueNames& names) : recorder_(recorder) {
    const auto before = recorder.signals().size();
    for (unsigned target = 0; target < bus.targets(); ++target) {
        const auto prefix = "bus.to_" + bus.window(target).name;
        owners_.push_back({recorder.add(prefix + ".read", kInitiatorBits, kUndriven, &names),
                           recorder.add(prefix + ".write", kInitiatorBits, kUndriven, &names)});
    }
    for (unsigned initiator = 0; initiator < bus.initiators(); ++initiator)
        outstanding_.push_back(
            recorder.add("bus.from_" + bus.initiator_name(initiator) + ".outstanding", kOutstandingBits, 0));
    if (recorder.signals().size() != before) bus.observe(*this);
}

void BusSignals::outstanding(unsigned initiator, unsigned transactions) {
    recorder_.set(outstanding_[initiator], sc_core::sc_time_stamp().value(), transactions);
}

void BusSignals::granted(unsigned initiator, unsigned target, bool write, std::uint64_t begin_ps,
                         std::uint64_t end_ps) {
    const auto owner = owners_[target][write ? 1 : 0];
    recorder_.set(owner, begin_ps, initiator);
    recorder_.set(owner, end_ps, kUndriven);
}

} // namespace stavp::trace
