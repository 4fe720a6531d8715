#pragma once

#include "models/core/stall_account.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tlm>

namespace stavp {

/// Where the time of one transaction went: pieces, one behind the other, that those on its way add. A piece is either
/// service (the transaction itself is being moved) or waiting (something else is in its way). An initiator that wants
/// to know attaches one to its payload.
class TransactionTimeline : public tlm::tlm_extension<TransactionTimeline> {
public:
    struct Piece {
        Activity cause;
        bool waiting;
        std::uint64_t begin_ps;
        std::uint64_t end_ps;

        std::uint64_t duration_ps() const { return end_ps - begin_ps; }
    };
    static constexpr std::size_t kPieces = 48;

    /// Which of the initiator's parts sent the transaction: the DMA channel.
    unsigned part = 0;

    void begin(std::uint64_t now_ps) {
        count_ = 0;
        end_ps_ = now_ps;
        open_ = Activity::busy;
    }
    /// The time from the end of the last piece to `end_ps`; nothing when that is not later.
    void serve(Activity cause, std::uint64_t end_ps) { add(cause, false, end_ps); }
    void wait(Activity cause, std::uint64_t end_ps) { add(cause, true, end_ps); }
    /// What the time after the last piece is spent on, as far as is known before it ends.
    void open(Activity cause) { open_ = cause; }

    Activity open_cause() const { return open_; }
    std::uint64_t end_ps() const { return end_ps_; }
    const Piece* pieces() const { return pieces_.data(); }
    std::size_t count() const { return count_; }

    tlm::tlm_extension_base* clone() const override { return nullptr; }
    void copy_from(const tlm::tlm_extension_base& /*other*/) override {}
    /// Belongs to the initiator, not to the payload.
    void free() override {}

private:
    void add(Activity cause, bool waiting, std::uint64_t end_ps) {
        if (end_ps <= end_ps_) return;
        const auto begin_ps = end_ps_;
        end_ps_ = end_ps;
        if (count_ > 0) {
            auto& last = pieces_[count_ - 1];
            if ((last.cause == cause && last.waiting == waiting) || count_ == kPieces) {
                last.end_ps = end_ps;
                return;
            }
        }
        pieces_[count_++] = {cause, waiting, begin_ps, end_ps};
    }

    std::array<Piece, kPieces> pieces_;
    std::size_t count_ = 0;
    std::uint64_t end_ps_ = 0;
    Activity open_ = Activity::busy;
};

/// The timeline of a payload, or nullptr.
inline TransactionTimeline* timeline_of(tlm::tlm_generic_payload& payload) {
    return payload.get_extension<TransactionTimeline>();
}

} // namespace stavp
