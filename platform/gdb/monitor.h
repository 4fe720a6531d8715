#pragma once

#include "models/core/regs/placed_block.h"
#include "platform/config/platform_config.h"
#include "platform/faults/injector.h"
#include "platform/soc/soc.h"

#include <string>
#include <string_view>
#include <vector>

namespace stavp::gdb {

/// The "monitor" commands: what the machine shows beside memory and the hart's registers.
class Monitor {
public:
    Monitor(Soc& soc, const config::PlatformConfig& config, faults::FaultInjector& injector);

    /// The text to print, with line ends. A wrong command gives a line that says what is expected.
    std::string run(std::string_view line);

private:
    using Words = std::vector<std::string>;

    std::string regs(const Words& words);
    std::string reg(const Words& words);
    std::string time() const;
    std::string stalls() const;
    std::string buffer(const Words& words);
    const regs::PlacedBlock* block(std::string_view name) const;
    std::string block_names() const;
    /// One line for each element of a register.
    std::string show(const regs::PlacedBlock& block, const regs::Register& reg);
    std::string show_fields(const regs::Register& reg, std::uint64_t value) const;

    /// Injects one now, or lists them.
    std::string fault(Words words);

    Soc& soc_;
    const config::PlatformConfig& config_;
    faults::FaultInjector& injector_;
    std::vector<regs::PlacedBlock> blocks_;
};

} // namespace stavp::gdb
