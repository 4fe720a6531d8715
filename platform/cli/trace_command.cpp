#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/trace/tlm/tlm_query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr auto kCommand = "trace query";
constexpr auto kFile = "transactions.tlm";
constexpr double kPicosecondsPerNanosecond = 1000;
constexpr double kLatestNs = 1e15;

po::options_description option_table() {
    po::options_description options("options");
    const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
    auto add = options.add_options();
    add("initiator", text("NAMES"), "only these: names with * and ?, separated by commas");
    add("target", text("NAMES"), "only to these; none: addresses that no target has");
    add("address", text("LO..HI"), "only what touches a byte from LO to HI");
    add("from", text("NS"), "only what ended at this time or later");
    add("to", text("NS"), "only what began at this time or before");
    add("command", text("NAME"), "only read, write or fetch");
    add("status", text("NAME"), "only ok, error, or a response such as address_error");
    add("path", text("NAME"), "only blocking, non_blocking or dmi");
    add("layer", text("NAME"), "only what began between the markers of this layer");
    add("summary", "sums for each initiator, target and path");
    add("csv", "comma-separated");
    add("json", "a JSON array");
    add("limit", text("N"), "at most N rows");
    add("help,h", "this text");
    return options;
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << "usage: stavp trace query OUT|FILE [OPTIONS]\n\n"
            "Shows the accesses that a run with --trace tlm recorded: OUT is its folder, FILE its transactions.tlm.\n"
            "All options must be met.\n\n"
         << options;
    fmt::print("{}", text.str());
}

std::vector<std::string> words_of(const std::string& list) {
    std::vector<std::string> words;
    std::istringstream in(list);
    for (std::string word; std::getline(in, word, ',');)
        words.push_back(word);
    return words;
}

std::optional<std::string> given(const po::variables_map& values, const std::string& option) {
    return values.count(option) == 0 ? std::nullopt : std::optional(values[option].as<std::string>());
}

std::optional<std::string> one_of(const po::variables_map& values, const std::string& option,
                                  std::initializer_list<std::string_view> choices) {
    auto text = given(values, option);
    if (text && std::find(choices.begin(), choices.end(), *text) == choices.end())
        usage_error(kCommand, fmt::format("--{}: expected {}, got '{}'", option, fmt::join(choices, ", "), *text));
    return text;
}

std::optional<std::uint64_t> time_of(const po::variables_map& values, const std::string& option) {
    const auto text = given(values, option);
    if (!text) return std::nullopt;
    double ns = 0;
    const auto* end = text->data() + text->size();
    const auto result = std::from_chars(text->data(), end, ns);
    if (result.ec != std::errc() || result.ptr != end || !(ns >= 0 && ns <= kLatestNs))
        usage_error(kCommand, fmt::format("--{}: expected nanoseconds, got '{}'", option, *text));
    return static_cast<std::uint64_t>(std::llround(ns * kPicosecondsPerNanosecond));
}

std::uint64_t address_of(std::string_view text, const std::string& whole) {
    const bool hexadecimal = text.starts_with("0x");
    if (hexadecimal) text.remove_prefix(2);
    std::uint64_t address = 0;
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, address, hexadecimal ? 16 : 10);
    if (text.empty() || result.ec != std::errc() || result.ptr != end)
        usage_error(kCommand, fmt::format("--address: expected LO..HI, got '{}'", whole));
    return address;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> range_of(const po::variables_map& values) {
    const auto text = given(values, "address");
    if (!text) return std::nullopt;
    const auto dots = text->find("..");
    if (dots == std::string::npos) usage_error(kCommand, fmt::format("--address: expected LO..HI, got '{}'", *text));
    const std::pair range{address_of(std::string_view(*text).substr(0, dots), *text),
                          address_of(std::string_view(*text).substr(dots + 2), *text)};
    if (range.first > range.second) usage_error(kCommand, fmt::format("--address: {} is an empty range", *text));
    return range;
}

trace::TlmQuery read_query(const po::variables_map& values) {
    trace::TlmQuery query;
    query.initiators = words_of(given(values, "initiator").value_or(""));
    query.targets = words_of(given(values, "target").value_or(""));
    query.addresses = range_of(values);
    query.from_ps = time_of(values, "from");
    query.to_ps = time_of(values, "to");
    query.command = one_of(values, "command", {"read", "write", "fetch"});
    query.status = one_of(values, "status",
                          {"ok", "error", "incomplete", "generic_error", "address_error", "command_error",
                           "burst_error", "byte_enable_error"});
    query.path = one_of(values, "path", {"blocking", "non_blocking", "dmi"});
    query.layer = given(values, "layer");
    if (const auto limit = given(values, "limit")) query.limit = parse_count(kCommand, "--limit", *limit);
    query.summary = values.count("summary") != 0;
    if (values.count("csv") != 0 && values.count("json") != 0)
        usage_error(kCommand, "--csv and --json exclude each other");
    if (values.count("csv") != 0) query.format = trace::TlmQuery::Format::csv;
    if (values.count("json") != 0) query.format = trace::TlmQuery::Format::json;
    return query;
}

std::filesystem::path file_of(const std::filesystem::path& given_path) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(given_path, ignored)) return given_path;
    if (!std::filesystem::exists(given_path / kFile, ignored))
        throw InputError(
            fmt::format("{}: has no {}: the run was not made with --trace tlm", given_path.string(), kFile));
    return given_path / kFile;
}

} // namespace

int trace_command(const Arguments& arguments) {
    const auto options = option_table();
    const bool query = !arguments.empty() && arguments.front() == "query";
    if (!query && !arguments.empty() && !arguments.front().starts_with("-"))
        usage_error("trace", fmt::format("unknown command '{}'; there is query", arguments.front()));
    po::options_description all;
    all.add(options).add_options()("file", po::value<std::vector<std::string>>());
    po::positional_options_description places;
    places.add("file", -1);
    const auto values =
        parse(kCommand, query ? Arguments(arguments.begin() + 1, arguments.end()) : arguments, all, places);
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    const auto files =
        values.count("file") == 0 ? std::vector<std::string>() : values["file"].as<std::vector<std::string>>();
    if (!query || files.size() != 1) usage_error("trace", "expected query and one folder of a run or file");
    const auto wanted = read_query(values);
    trace::TlmReader reader(file_of(files.front()));
    trace::answer(wanted, reader, stdout);
    return kGood;
}

} // namespace stavp::cli
