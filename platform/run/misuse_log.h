#pragma once

#include "platform/run/elf_program.h"
#include "platform/run/run_result.h"
#include "platform/soc/soc.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>

namespace stavp {

/// Collects accesses that misuse registers, and warns on stderr of the first one of each instruction, register and
/// kind. Changes nothing that is simulated; costs nothing as long as there is none.
class MisuseLog {
public:
    static constexpr std::size_t kMostEntries = 256;

    /// `program` is what the host executes, or nullptr where it executes nothing. `at_once`: warn when it happens, not
    /// at the end.
    MisuseLog(Soc& soc, const ElfProgram* program, bool at_once);

    /// At the end of the run; tells how often what came more than once did.
    RegisterMisuses finish();

private:
    void misused(std::uint64_t base, const RegisterMisuse& misuse);
    RegisterMisuseReport describe(std::uint64_t address, const RegisterMisuse& misuse,
                                  std::optional<std::uint64_t> pc) const;

    using Key = std::tuple<unsigned, std::uint64_t, std::uint64_t, RegisterMisuse::Kind>;

    Soc& soc_;
    const ElfProgram* program_;
    bool at_once_;
    std::map<Key, std::size_t> entry_of_;
    RegisterMisuses misuses_;
};

} // namespace stavp
