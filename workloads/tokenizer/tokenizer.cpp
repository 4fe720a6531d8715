#include "workloads/tokenizer/tokenizer.h"

#include "workloads/tokenizer/normalise.h"

#include <algorithm>

namespace stavp::workloads {

namespace {

constexpr char32_t separator = U'\u2581';
constexpr std::uint32_t unknown_id = 0;

std::u32string decode_piece(const std::string& utf8) {
    std::u32string points;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        char32_t point = length == 1 ? lead : lead & (0x7fU >> length);
        for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
            point = (point << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3fU);
        points.push_back(point);
        i += length;
    }
    return points;
}

std::u32string mark_words(std::string_view text) {
    std::u32string symbols = normalise_nfkc(text);
    if (symbols.empty()) return symbols;
    std::replace(symbols.begin(), symbols.end(), U' ', separator);
    symbols.insert(symbols.begin(), separator);
    return symbols;
}

std::vector<std::uint32_t> merge_unknowns(std::vector<std::uint32_t> ids) {
    const auto both_unknown = [](std::uint32_t a, std::uint32_t b) { return a == unknown_id && b == unknown_id; };
    ids.erase(std::unique(ids.begin(), ids.end(), both_unknown), ids.end());
    return ids;
}

} // namespace

Tokenizer::Tokenizer(const Vocabulary& vocabulary) {
    for (std::uint32_t id = 0; id < vocabulary.pieces.size(); ++id) {
        const std::u32string symbols = decode_piece(vocabulary.pieces[id].text);
        lengths_.push_back(std::max<std::size_t>(symbols.size(), 1));
        if (id < vocabulary.reserved || symbols.empty()) continue;
        longest_ = std::max(longest_, symbols.size());
        pieces_.insert_or_assign(symbols, Piece{id, vocabulary.pieces[id].score}); // a later duplicate wins
    }
    if (lengths_.empty()) lengths_.push_back(1);
    lengths_[unknown_id] = 1;
}

std::vector<std::uint32_t> Tokenizer::encode(std::string_view text) const {
    const std::u32string symbols = mark_words(text);
    const std::size_t count = symbols.size();
    std::vector<double> best(count + 1, 0.0);
    std::vector<std::uint32_t> word(count + 1, unknown_id);
    // Candidates of an end are met in order of their start; equal scores go to the later start (the shorter piece).
    // best[start] is final when start is visited: every piece ending there began before it.
    for (std::size_t start = 0; start < count; ++start) {
        const auto offer = [&](std::size_t end, const Piece& piece) {
            const double score = piece.score + best[start];
            if (best[end] == 0.0 || score >= best[end]) {
                best[end] = score;
                word[end] = piece.id;
            }
        };
        bool known = false;
        for (std::size_t length = 1; length <= std::min(longest_, count - start); ++length) {
            const auto found = pieces_.find(symbols.substr(start, length));
            if (found == pieces_.end()) continue;
            known = true;
            offer(start + length, found->second);
        }
        if (!known) offer(start + 1, {unknown_id, 0.0});
    }
    std::vector<std::uint32_t> ids;
    for (std::size_t end = count; end > 0; end -= std::min(end, lengths_[word[end]]))
        ids.push_back(word[end]);
    std::reverse(ids.begin(), ids.end());
    return merge_unknowns(std::move(ids));
}

} // namespace stavp::workloads
