#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stavp::gdb {

enum class WatchKind { write, read, access };

/// Why the machine stands still.
struct Stop {
    enum class Kind { request, breakpoint, watchpoint, step, asleep_for_ever, ended };
    Kind kind = Kind::request;
    WatchKind watch = WatchKind::write; ///< watchpoint
    std::uint64_t address = 0;          ///< watchpoint: the first watched byte that was accessed
    int exit_code = 0;                  ///< ended
};

/// The machine as a debugger sees it: one hart, all stopping. Nothing here advances simulated time, but for resume()
/// and step(), which let it go on.
class DebugTarget {
public:
    virtual ~DebugTarget() = default;

    /// By the numbers of the target description: 0 to 31 x, 32 pc, from 65 the CSRs, 4161 the privilege.
    virtual std::optional<std::uint64_t> read_register(unsigned number) const = 0;
    virtual bool write_register(unsigned number, std::uint64_t value) = 0;
    /// As many bytes from `address` on as can be read, at most `bytes`.
    virtual std::string read_memory(std::uint64_t address, std::uint64_t bytes) = 0;
    virtual bool write_memory(std::uint64_t address, std::string_view bytes) = 0;

    virtual void set_breakpoint(std::uint64_t address, bool on) = 0;
    virtual bool set_watchpoint(WatchKind kind, std::uint64_t address, std::uint64_t bytes, bool on) = 0;

    virtual void resume() = 0;
    virtual void step() = 0;
    /// Asks the running machine to stop soon.
    virtual void interrupt() = 0;
    /// Takes back all breakpoints and watchpoints.
    virtual void clear_points() = 0;

    virtual std::string features_xml() const = 0;
    virtual std::string memory_map_xml() const = 0;
    /// What "monitor LINE" prints.
    virtual std::string monitor(std::string_view line) = 0;
};

} // namespace stavp::gdb
