#include "platform/campaign/draw_faults.h"

#include "models/core/secded.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <random>
#include <set>

namespace stavp::faults {

namespace {

constexpr std::uint64_t kDataBits = 64;
constexpr std::uint64_t kCodedBits = 72;
constexpr std::uint64_t kHundred = 100;
constexpr std::uint64_t kSingleBitPercent = 70;
constexpr std::uint64_t kAroundNs = 2000;
constexpr std::uint64_t kRangeBytes = 64;
constexpr std::uint64_t kMostFailing = 3;
constexpr std::uint64_t kMostSlowNs = 20'000;
constexpr std::uint64_t kMostFactor = 100;
constexpr unsigned kAttempts = 100;

class Draw {
public:
    Draw(const DrawSpace& space, std::uint64_t seed) : space_(space), random_(seed) {}

    /// Nothing where the kind can meet nothing.
    std::optional<Fault> fault(FaultKind kind) {
        Fault fault;
        fault.kind = kind;
        return (this->*kWays[static_cast<std::size_t>(kind)])(fault) ? std::optional(fault) : std::nullopt;
    }

private:
    using Way = bool (Draw::*)(Fault&);

    /// 0 to count - 1.
    std::uint64_t below(std::uint64_t count) { return random_() % count; }
    template <typename Container> const auto& one_of(const Container& from) {
        return *std::next(from.begin(), static_cast<std::ptrdiff_t>(below(from.size())));
    }

    bool bus_error(Fault& fault) {
        if (below(2) == 0) {
            const auto& [initiator, accesses] = one_of(space_.census.accesses());
            fault.initiator = initiator;
            fault.access = 1 + below(accesses);
            return true;
        }
        const auto& look = one_of(one_of(space_.census.looks()).second);
        fault.address = (look.address + below(look.bytes)) & ~(kRangeBytes - 1);
        fault.bytes = kRangeBytes;
        if (below(2) == 0) fault.first = 1 + below(kMostFailing);
        return true;
    }

    bool bit_flip(Fault& fault) {
        const auto& [memory, looks] = one_of(space_.census.looks());
        fault.memory = memory;
        const auto word = [](std::uint64_t address) { return address & ~(kSecdedWordBytes - 1); };
        if (memory == "ddr" && below(3) == 0) {
            const auto& [base, bytes] = one_of(space_.loaded);
            fault.address = word(base + below(bytes));
            fault.at_ns = below(space_.end_ns);
        } else {
            const auto& look = one_of(looks);
            fault.address = word(look.address + below(look.bytes));
            const auto time_ns = look.time_ns + below(2 * kAroundNs);
            fault.at_ns = time_ns > kAroundNs ? time_ns - kAroundNs : 0;
        }
        const auto code = memory == "ddr" ? space_.config.ddr.ecc : space_.config.buffer_ecc;
        const auto bits = code == EccCode::none ? kDataBits : kCodedBits;
        std::set<std::uint64_t> drawn = {below(bits)};
        if (below(kHundred) >= kSingleBitPercent)
            while (drawn.size() < 2)
                drawn.insert(below(bits));
        fault.bits.assign(drawn.begin(), drawn.end());
        return true;
    }

    static std::string source_name(unsigned number) {
        for (const auto& device : memory_map::kDevices)
            if (device.interrupt == number) return std::string(device.name);
        return "";
    }

    bool interrupt_dropped(Fault& fault) {
        if (space_.census.edges().empty()) return false;
        const auto& [source, edges] = one_of(space_.census.edges());
        fault.source = source_name(source);
        fault.edge = 1 + below(edges);
        return true;
    }

    bool interrupt_spurious(Fault& fault) {
        std::vector<std::string> sources;
        for (const auto& device : memory_map::kDevices)
            if (device.interrupt != 0) sources.emplace_back(device.name);
        fault.source = one_of(sources);
        fault.at_ns = below(space_.end_ns);
        return true;
    }

    bool dma_stops(Fault& fault) {
        if (space_.census.copies().empty()) return false;
        const auto& [channel, copies] = one_of(space_.census.copies());
        fault.channel = channel;
        const auto command = below(copies.size());
        fault.command = 1 + command;
        fault.after_bytes = below(std::max<std::uint64_t>(1, copies[command]));
        fault.mode = below(2) == 0 ? "hangs" : "short";
        return true;
    }

    bool engine_hangs(Fault& fault) {
        if (space_.census.commands().empty()) return false;
        const auto& [engine, commands] = one_of(space_.census.commands());
        fault.engine = engine;
        fault.command = 1 + below(commands);
        return true;
    }

    bool ddr_slow(Fault& fault) {
        const auto looks = space_.census.looks().find("ddr");
        if (looks == space_.census.looks().end()) return false;
        const auto& look = one_of(looks->second);
        fault.from_ns = look.time_ns - std::min(look.time_ns, below(kAroundNs));
        fault.to_ns = look.time_ns + 1 + below(kMostSlowNs);
        fault.factor = 2 + below(kMostFactor - 1);
        return true;
    }

    static constexpr std::array<Way, static_cast<std::size_t>(FaultKind::count)> kWays = {
        &Draw::bus_error, &Draw::bit_flip,     &Draw::interrupt_dropped, &Draw::interrupt_spurious,
        &Draw::dma_stops, &Draw::engine_hangs, &Draw::ddr_slow};

    const DrawSpace& space_;
    std::mt19937_64 random_;
};

} // namespace

std::vector<Fault> draw_faults(const DrawSpace& space, std::uint64_t seed, std::size_t count) {
    Draw draw(space, seed);
    std::vector<Fault> faults;
    for (std::size_t turn = 0, failed = 0; faults.size() < count && failed < kAttempts; ++turn) {
        auto fault = draw.fault(static_cast<FaultKind>(turn % static_cast<std::size_t>(FaultKind::count)));
        failed = fault ? 0 : failed + 1;
        if (fault) faults.push_back(std::move(*fault));
    }
    return faults;
}

} // namespace stavp::faults
