#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace stavp {

/// Memory for code made at run time. The same pages are mapped twice, once to write and once to execute, so that none
/// is ever both. Code is only added; reset() gives fresh pages.
class CodeMemory {
public:
    explicit CodeMemory(std::size_t bytes);
    ~CodeMemory();
    CodeMemory(const CodeMemory&) = delete;
    CodeMemory& operator=(const CodeMemory&) = delete;

    /// False where the host does not allow it, or is none that code can be made for; nothing else may be called then.
    bool available() const { return executable_ != nullptr; }
    /// What is still free, to write into.
    std::span<std::uint8_t> room() const { return {writable_ + used_, bytes_ - used_}; }
    /// Where the room's begin can be executed.
    const std::uint8_t* executable() const { return executable_ + used_; }
    /// Takes the first `bytes` of the room.
    const std::uint8_t* take(std::size_t bytes);
    void reset();

private:
    void map();
    void unmap();

    std::size_t bytes_;
    std::size_t used_ = 0;
    std::uint8_t* writable_ = nullptr;
    const std::uint8_t* executable_ = nullptr;
};

} // namespace stavp
