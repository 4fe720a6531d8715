#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::workloads {

/// Noun lexicographer files of WordNet, lexnames(5WN): 03 noun.Tops to 28 noun.time. A class is the number less 3.
inline constexpr std::uint32_t first_noun_file = 3;
inline constexpr std::uint32_t noun_files = 26;

struct Definition {
    std::string text;
    std::uint32_t noun_file = 0; ///< 0 .. noun_files - 1
};

/// What a gloss says before its first quoted example; blanks and the punctuation `; : , (` at its end go too.
std::string_view definition_of(std::string_view gloss);

/// Definitions of a data.noun in the order of the file (wndb(5WN): licence lines that begin with two blanks, then one
/// synset per line). Of a line, only lexicographer file and gloss are used; its other fields are checked: the offset
/// must be the line's own place in the file, and counts must fit what follows them. A gloss without a definition is
/// left out. Throws FormatError naming file and line; `origin` goes into it in brackets.
std::vector<Definition> read_noun_definitions(const std::filesystem::path& file, const std::string& origin);

} // namespace stavp::workloads
