#include "platform/trace/timeline/bus_rates.h"

namespace stavp::trace {

namespace {

std::vector<std::string> initiators_of(const Bus& bus) {
    std::vector<std::string> names;
    for (unsigned i = 0; i < bus.initiators(); ++i)
        names.push_back(bus.initiator_name(i));
    return names;
}

} // namespace

BusRates::BusRates(TimelineFile& file, unsigned pid, Bus& bus)
    : bandwidth_(file, pid, "bus GB/s", initiators_of(bus)),
      in_flight_(file, pid, "bus transactions", initiators_of(bus)) {
    bus.observe(*this);
}

void BusRates::transaction(const BusTransaction& transaction) {
    constexpr double kGigabytes = 1000; // one byte per picosecond is a terabyte per second
    if (transaction.response != tlm::TLM_OK_RESPONSE) return;
    bandwidth_.add(transaction.initiator, transaction.end_ps, transaction.bytes * kGigabytes);
}

void BusRates::outstanding(unsigned initiator, unsigned transactions) {
    in_flight_.set_level(initiator, sc_core::sc_time_stamp().value(), transactions);
}

void BusRates::finish(std::uint64_t end_ps) {
    bandwidth_.finish(end_ps);
    in_flight_.finish(end_ps);
}

} // namespace stavp::trace
