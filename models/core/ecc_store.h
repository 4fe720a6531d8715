#pragma once

#include "models/core/dmi_gaps.h"
#include "models/core/ecc_code.h"
#include "models/core/ecc_log.h"
#include "models/core/secded.h"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <tlm>

namespace stavp {

/// What flipped bits do to a memory. Without ECC they are flipped in the stored bytes, for all to see. With it the
/// stored bytes stay right, and a table holds the words that have flipped bits:
/// - A read decodes each of them that it touches. What is correctable is counted, written back and forgotten
///   (scrubbing); with three and more flipped bits the code may take a wrong word for right, which is then stored. An
///   uncorrectable word is counted, and the read fails.
/// - A write of the whole word makes it good. A write of a part reads the word first, as above, and fails where it is
///   uncorrectable; nothing is written then.
/// - An engine's operand that goes by debug transport is read and written as over the bus, and as far as it can be.
/// - Debug reads see what a read would, count and change nothing, and end before an uncorrectable word. Debug writes
/// are
///   writes that are not counted.
/// - Pages with flipped words are left out of DMI.
class EccStore {
public:
    static constexpr std::uint64_t kWordBytes = kSecdedWordBytes;
    /// Takes DMI back from first to last.
    using Invalidate = std::function<void(std::uint64_t first, std::uint64_t last)>;

    EccStore(EccCode code, std::span<std::uint8_t> memory, Invalidate invalidate);

    /// `base`: the memory's address on the bus.
    void report_to(EccLog& log, std::uint64_t base);
    EccCode code() const { return code_; }
    /// Flips the bits of `mask` in the word at `offset`, a multiple of 8 with a whole word behind it. Check bits do not
    /// exist without ECC.
    void flip(std::uint64_t offset, const SecdedWord& mask);

    /// Before an access moves its bytes: false if it is to fail.
    bool allows(const tlm::tlm_generic_payload& payload) {
        return words_.empty() || look(payload.is_write(), payload.get_address(), payload.get_data_length(), true);
    }
    /// Debug transport, an engine's operands (OperandAccess) included: moves bytes and returns how many.
    unsigned debug_access(const tlm::tlm_generic_payload& payload);
    const DmiGaps& gaps() const { return gaps_; }

private:
    using Words = std::map<std::uint64_t, SecdedWord>; ///< flipped bits by offset

    unsigned readable(std::uint64_t address, unsigned bytes) const;
    void correct_debug_read(const tlm::tlm_generic_payload& payload, unsigned bytes) const;
    bool look(bool write, std::uint64_t address, std::uint64_t bytes, bool counted);
    /// Whether the word can be read; what is left of its flipped bits goes into the memory.
    bool scrub(Words::iterator& word, bool counted);
    void forget(Words::iterator& word);
    void flip_stored(std::uint64_t offset, std::uint64_t data);

    EccCode code_;
    std::span<std::uint8_t> memory_;
    Invalidate invalidate_;
    EccLog* log_ = nullptr;
    std::uint64_t base_ = 0;
    Words words_;
    DmiGaps gaps_;
};

} // namespace stavp
