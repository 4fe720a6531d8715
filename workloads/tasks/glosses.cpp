#include "workloads/tasks/glosses.h"

#include "workloads/format/image.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace stavp::workloads {

namespace {

/// The fields of one synset before its gloss, separated by one blank each.
class SynsetFields {
public:
    explicit SynsetFields(std::string_view text) : rest_(text) {}

    std::string_view word() {
        const std::size_t end = rest_.find(' ');
        if (end == std::string_view::npos || end == 0) throw FormatError("a field is missing before the gloss");
        const std::string_view field = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return field;
    }

    std::uint32_t number(std::string_view what, std::size_t digits, int base) {
        const std::string_view field = word();
        std::uint32_t value = 0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value, base);
        if (field.size() != digits || error != std::errc() || end != field.data() + field.size())
            throw FormatError(fmt::format("{}: expected {} {} digits, got '{}'", what, digits,
                                          base == 16 ? "hexadecimal" : "decimal", field));
        return value;
    }

    bool done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

Definition parse_synset(std::string_view line, std::size_t place) {
    const std::size_t bar = line.find('|'); // no field before the gloss may hold one
    if (bar == std::string_view::npos) throw FormatError("no '|' before the gloss");
    SynsetFields fields(line.substr(0, bar));
    if (const std::uint32_t offset = fields.number("synset offset", 8, 10); offset != place)
        throw FormatError(fmt::format("synset offset is {}, the line begins at byte {}", offset, place));
    const std::uint32_t file = fields.number("lexicographer file", 2, 10);
    if (file < first_noun_file || file >= first_noun_file + noun_files)
        throw FormatError(fmt::format("lexicographer file {} is none of nouns ({} to {})", file, first_noun_file,
                                      first_noun_file + noun_files - 1));
    if (const std::string_view type = fields.word(); type != "n")
        throw FormatError(fmt::format("synset type is '{}', expected 'n'", type));
    const std::uint32_t words = fields.number("word count", 2, 16);
    if (words == 0) throw FormatError("word count is 0");
    for (std::uint32_t i = 0; i < words; ++i) {
        fields.word();
        fields.number("lex_id", 1, 16);
    }
    const std::uint32_t pointers = fields.number("pointer count", 3, 10);
    for (std::uint32_t i = 0; i < pointers; ++i) {
        fields.word(); // symbol
        fields.number("pointer's offset", 8, 10);
        fields.word(); // part of speech
        fields.number("pointer's source and target", 4, 16);
    }
    if (!fields.done()) throw FormatError("more fields than its counts say");
    return {std::string(definition_of(line.substr(bar + 1))), file - first_noun_file};
}

std::string read_whole(const std::filesystem::path& file, const std::string& origin) {
    const auto fail = [&](const std::string& why) {
        throw FormatError(fmt::format("{}: cannot be read: {} ({})", file.string(), why, origin));
    };
    if (std::filesystem::is_directory(file)) fail("it is a directory");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) fail(std::strerror(errno));
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) fail(std::strerror(errno));
    return text;
}

} // namespace

std::string_view definition_of(std::string_view gloss) {
    gloss = gloss.substr(0, gloss.find('"'));
    const std::size_t first = gloss.find_first_not_of(' ');
    const std::size_t last = gloss.find_last_not_of(" ;:,(");
    if (last == std::string_view::npos || first > last) return {};
    return gloss.substr(first, last + 1 - first);
}

std::vector<Definition> read_noun_definitions(const std::filesystem::path& file, const std::string& origin) {
    const std::string text = read_whole(file, origin);
    std::vector<Definition> definitions;
    std::size_t line_number = 0;
    std::size_t synsets = 0;
    for (std::size_t place = 0; place < text.size();) {
        ++line_number;
        const auto fail = [&](const char* what) {
            throw FormatError(fmt::format("{}:{}: {} ({})", file.string(), line_number, what, origin));
        };
        const std::size_t end = text.find('\n', place);
        if (end == std::string::npos) fail("is truncated");
        const std::string_view line = std::string_view(text).substr(place, end - place);
        if (synsets > 0 || !line.starts_with("  ")) {
            ++synsets;
            try {
                Definition definition = parse_synset(line, place);
                if (!definition.text.empty()) definitions.push_back(std::move(definition));
            } catch (const FormatError& error) {
                fail(error.what());
            }
        }
        place = end + 1;
    }
    if (definitions.empty()) throw FormatError(fmt::format("{}: holds no definitions ({})", file.string(), origin));
    return definitions;
}

} // namespace stavp::workloads
