#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace stavp {

/// The host's end of HTIF: an ELF with a `tohost` symbol talks to it through two 64-bit words in memory.
///
/// A word is device (63:56), command (55:48) and payload (47:0).
/// - device 0, odd payload: exit with code payload >> 1 (riscv-tests: 1 = pass, n * 2 + 1 = test n failed)
/// - device 0, even payload: address of a proxied system call of four 64-bit words: number, three arguments. `write`
///   (64) to file 1 or 2 goes to the console, `exit` (93) exits, others return -ENOSYS. The result replaces the
///   number, fromhost becomes 1.
/// - device 1, command 1: console character; acknowledged in fromhost unless an earlier answer still waits there
/// - device 1, command 0: read a character; answered in fromhost with 0x100 | character once there is one
/// After each word tohost becomes 0. Anything else is cleared and otherwise ignored.
///
/// Source: the HTIF behaviour of the RISC-V test programs' host (tohost/fromhost in riscv-tests, SBI firmware
/// consoles) and of QEMU's spike machine, on which the programs in tests/baremetal are checked. No timing: the
/// access to memory has taken its time already.
class Htif {
public:
    /// Memory as the guest sees it, without time or side effects; false where nothing is mapped.
    struct Memory {
        std::function<bool(std::uint64_t address, void* data, std::size_t bytes)> read;
        std::function<bool(std::uint64_t address, const void* data, std::size_t bytes)> write;
    };

    /// `fromhost` 0: the ELF has none, nothing is answered.
    Htif(std::uint64_t tohost, std::uint64_t fromhost, Memory memory);

    void on_exit(std::function<void(int)> callback) { exit_ = std::move(callback); }
    void on_console(std::function<void(char)> callback) { console_ = std::move(callback); }

    /// To be called for each write to `tohost` with the 8 bytes then there.
    void tohost_written(std::uint64_t value);
    /// A character for the guest's console input.
    void receive(char character);

private:
    void exit_with(std::uint64_t code);
    void system_call(std::uint64_t address);
    std::int64_t write_call(std::uint64_t file, std::uint64_t address, std::uint64_t bytes);
    void put(std::uint64_t address, std::uint64_t value);
    void answer_read();

    std::uint64_t tohost_;
    std::uint64_t fromhost_;
    Memory memory_;
    std::function<void(int)> exit_;
    std::function<void(char)> console_;
    bool exited_ = false;
    bool read_wanted_ = false;
    std::string input_;
};

} // namespace stavp
