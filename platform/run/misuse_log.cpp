#include "platform/run/misuse_log.h"
#include "platform/soc/register_names.h"

#include <fmt/format.h>

namespace stavp {

namespace {

constexpr double kPsPerUs = 1e6;

std::string what(const RegisterMisuseReport& misuse) {
    const auto place = fmt::format("{} ({:#010x})", misuse.name, misuse.address);
    switch (misuse.kind) {
    case RegisterMisuse::Kind::reserved_bits:
        return fmt::format("writes {:#x} to reserved bits of {}", misuse.bits, place);
    case RegisterMisuse::Kind::read_only:
        return fmt::format("writes {:#x} to {}, which is read-only", misuse.bits, place);
    case RegisterMisuse::Kind::write_only:
        break;
    }
    return fmt::format("reads {}, which is write-only", place);
}

std::string who(const RegisterMisuseReport& misuse) {
    if (!misuse.pc) return misuse.initiator;
    const auto function = misuse.function.empty() ? "" : fmt::format(" in {}", misuse.function);
    return fmt::format("{} at pc {:#x}{}", misuse.initiator, *misuse.pc, function);
}

void warn(const RegisterMisuseReport& misuse) {
    fmt::print(stderr, "warning: {:.6f} us: {} {}\n", static_cast<double>(misuse.first_ps) / kPsPerUs, who(misuse),
               what(misuse));
}

} // namespace

MisuseLog::MisuseLog(Soc& soc, const ElfProgram* program, bool at_once)
    : soc_(soc), program_(program), at_once_(at_once) {
    soc_.on_register_misuse([this](std::uint64_t base, const RegisterMisuse& misuse) { misused(base, misuse); });
}

void MisuseLog::misused(std::uint64_t base, const RegisterMisuse& misuse) {
    ++misuses_.total;
    const auto initiator = soc_.bus.served_initiator();
    const bool by_host = program_ != nullptr && soc_.bus.initiator_name(initiator) == "cpu";
    const auto pc = by_host ? std::optional(soc_.cpu.pc()) : std::nullopt;
    const auto address = base + misuse.offset;
    const auto [place, is_new] =
        entry_of_.try_emplace(Key{initiator, pc.value_or(0), address, misuse.kind}, misuses_.first.size());
    if (!is_new) {
        ++misuses_.first[place->second].count;
        return;
    }
    if (misuses_.first.size() == kMostEntries) {
        entry_of_.erase(place);
        return;
    }
    misuses_.first.push_back(describe(address, misuse, pc));
    if (at_once_) warn(misuses_.first.back());
}

RegisterMisuseReport MisuseLog::describe(std::uint64_t address, const RegisterMisuse& misuse,
                                         std::optional<std::uint64_t> pc) const {
    RegisterMisuseReport report;
    report.initiator = soc_.bus.initiator_name(soc_.bus.served_initiator());
    report.pc = pc;
    if (pc)
        if (const auto function = program_->function_at(*pc)) report.function = program_->functions[*function].name;
    report.name = RegisterNames().at(address).value_or("a register");
    report.address = address;
    report.kind = misuse.kind;
    report.bits = misuse.bits;
    report.first_ps = sc_core::sc_time_stamp().value();
    report.count = 1;
    return report;
}

RegisterMisuses MisuseLog::finish() {
    std::uint64_t shown = 0;
    for (const auto& misuse : misuses_.first) {
        shown += misuse.count;
        if (!at_once_) warn(misuse);
        if (misuse.count > 1)
            fmt::print(stderr, "warning: {} times in all: {} {}\n", misuse.count, who(misuse), what(misuse));
    }
    if (shown < misuses_.total)
        fmt::print(stderr, "warning: {} more accesses misuse registers at other places\n", misuses_.total - shown);
    return misuses_;
}

} // namespace stavp
