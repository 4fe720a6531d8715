#include "platform/cli/arguments.h"
#include "platform/config/suggest.h"

#include <charconv>
#include <fmt/format.h>

namespace stavp::cli {

namespace po = boost::program_options;

po::variables_map parse(const std::string& command, const Arguments& arguments, const po::options_description& options,
                        const po::positional_options_description& positional) {
    namespace style = po::command_line_style;
    po::variables_map values;
    try {
        po::store(po::command_line_parser(arguments)
                      .options(options)
                      .positional(positional)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                  values);
        po::notify(values);
    } catch (const po::unknown_option& error) {
        std::vector<std::string> known;
        for (const auto& option : options.options())
            known.push_back("--" + option->long_name());
        usage_error(command, fmt::format("unknown option '{}'{}", error.get_option_name(),
                                         config::did_you_mean(error.get_option_name(), known)));
    } catch (const po::too_many_positional_options_error&) {
        usage_error(command, "too many arguments");
    } catch (const po::error& error) {
        usage_error(command, error.what());
    }
    return values;
}

void usage_error(const std::string& command, const std::string& reason) {
    throw InputError(fmt::format("stavp {}: {} (see stavp {} --help)", command, reason, command));
}

std::uint64_t parse_count(const std::string& command, const std::string& option, const std::string& text,
                          std::uint64_t least) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least)
        usage_error(command, fmt::format("{}: expected a whole number from {} on, got '{}'", option, least, text));
    return value;
}

} // namespace stavp::cli
