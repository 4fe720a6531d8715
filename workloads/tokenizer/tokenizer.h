#pragma once

#include "workloads/model/model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stavp::workloads {

/// The unigram tokeniser of Universal Sentence Encoder lite: NFKC, a leading U+2581, spaces to U+2581, then the
/// segmentation of greatest total score (Viterbi). A code point that begins no piece is unknown: id 0, score 0; runs
/// of unknowns become one. Reproduces the published program id by id, its treatment of positions that no piece reaches
/// (score 0, so attractive to later pieces) included.
class Tokenizer {
public:
    explicit Tokenizer(const Vocabulary& vocabulary);

    /// Empty text gives no ids. Throws std::invalid_argument if `text` is not valid UTF-8.
    std::vector<std::uint32_t> encode(std::string_view text) const;

private:
    struct Piece {
        std::uint32_t id = 0;
        double score = 0;
    };
    std::unordered_map<std::u32string, Piece> pieces_;
    std::vector<std::size_t> lengths_; // by id, in code points
    std::size_t longest_ = 1;
};

} // namespace stavp::workloads
