#include "workloads/tokenizer/sentences.h"

#include "workloads/format/image.h"
#include "workloads/tokenizer/normalise.h"

#include <fstream>
#include <stdexcept>

namespace stavp::workloads {

std::vector<std::string> read_sentences(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in || std::filesystem::is_directory(file)) throw FormatError(file.string() + ": cannot be read");
    std::vector<std::string> sentences;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.find_first_not_of(" \t") == std::string::npos || line.front() == '#') continue;
        try {
            normalise_nfkc(line);
        } catch (const std::invalid_argument& error) {
            throw FormatError(file.string() + ":" + std::to_string(number) + ": " + error.what());
        }
        sentences.push_back(line);
    }
    if (sentences.empty()) throw FormatError(file.string() + ": no sentences");
    return sentences;
}

std::vector<std::uint32_t> tokenise(const Model& model, const Tokenizer& tokenizer, const std::string& sentence) {
    if (model.vocabulary.empty()) throw std::invalid_argument("model " + model.name + " has no vocabulary");
    std::vector<std::uint32_t> ids = tokenizer.encode(sentence);
    if (ids.empty()) throw std::invalid_argument("sentence \"" + sentence + "\" has no tokens");
    if (ids.size() > model.nodes.front().max_tokens) ids.resize(model.nodes.front().max_tokens);
    return ids;
}

} // namespace stavp::workloads
