#pragma once

#include "workloads/tokenizer/tokenizer.h"

#include <filesystem>

namespace stavp::workloads {

/// Non-empty lines of a UTF-8 text file; lines that begin with '#' are comments. Throws FormatError naming file and
/// line.
std::vector<std::string> read_sentences(const std::filesystem::path& file);

/// Token ids of a sentence, cut to the model's longest sequence as the published model does. Throws
/// std::invalid_argument for text that gives no tokens, and for a model without vocabulary.
std::vector<std::uint32_t> tokenise(const Model& model, const Tokenizer& tokenizer, const std::string& sentence);

} // namespace stavp::workloads
