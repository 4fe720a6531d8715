#pragma once

#include "models/core/port_calendar.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace stavp {

/// The bus-side ports of a buffer's banks. Word w lies in bank w mod banks; each bank serves a word per cycle. A
/// transaction starts when every bank that it touches is free for as many cycles as it has words there.
class BankPorts {
public:
    BankPorts(unsigned banks, unsigned word_bytes) : word_bytes_(word_bytes), banks_(banks) {}

    struct Grant {
        std::uint64_t start;  ///< cycle
        std::uint64_t cycles; ///< of the bank with the most words
    };

    /// Books `bytes` from `address` on, at the first possible time from cycle `arrival` on.
    Grant book(std::uint64_t address, std::uint64_t bytes, std::uint64_t arrival) {
        const auto words = divide_up(bytes, word_bytes_);
        const auto first = address / word_bytes_ % banks_.size();
        auto start = arrival;
        for (std::size_t agreed = 0, bank = 0; agreed < banks_.size(); ++agreed, bank = (bank + 1) % banks_.size()) {
            const auto share = words_in(bank, first, words);
            if (share == 0) continue;
            const auto free = banks_[bank].first_gap(start, share);
            if (free > start) agreed = 0;
            start = free;
        }
        for (std::size_t bank = 0; bank < banks_.size(); ++bank)
            if (const auto share = words_in(bank, first, words); share > 0) banks_[bank].reserve(start, share);
        return {start, divide_up(words, banks_.size())};
    }
    void forget_before(std::uint64_t cycle) {
        for (auto& bank : banks_)
            bank.forget_before(cycle);
    }

private:
    std::uint64_t words_in(std::size_t bank, std::uint64_t first, std::uint64_t words) const {
        const auto count = banks_.size();
        return words / count + ((bank + count - first) % count < words % count ? 1 : 0);
    }

    std::uint64_t word_bytes_;
    std::vector<PortCalendar> banks_;
};

} // namespace stavp
