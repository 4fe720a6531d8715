#include "models/ddr/address_map.h"
#include "platform/config/find_yaml.h"
#include "platform/config/platform_config.h"
#include "platform/config/scalar.h"

#include <bit>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::config {

namespace {

constexpr Range kParameter{0, 1u << 20}; ///< find_error(DramTiming) knows the tighter limits

std::string unit_of(std::string_view name) {
    if (name.ends_with("_ps")) return "ps";
    const bool is_time = name.starts_with('t') || name == "CL" || name == "CWL";
    return is_time ? "memory clocks" : "";
}

/// configs/dram/GRADE.yaml: where the numbers come from, and the numbers. All are required.
struct DramFile {
    std::string grade;
    std::string source;
    DramTiming timing;
};

Schema dram_schema(DramFile& file) {
    Schema schema;
    schema.push_back(text("source", file.source, "The standard and speed bin that the numbers are from"));
    schema.push_back(text("grade", file.grade, "The file's own name"));
    for (const auto& [name, member] : kDramTimingFields)
        schema.push_back(integer(std::string(name), file.timing.*member, kParameter, unit_of(name), "JEDEC parameter"));
    for (auto& field : schema)
        field.required = true;
    return schema;
}

std::filesystem::path find_grade(const std::string& grade, const Reader& platform,
                                 const std::vector<std::filesystem::path>& folders) {
    if (grade.empty() || grade.find('/') != std::string::npos)
        platform.refuse("ddr.grade", fmt::format("expected the name of a grade, got '{}'", grade));
    if (const auto file = find_yaml(grade, folders)) return *file;
    platform.refuse("ddr.grade", nowhere(grade, folders, yaml_names(folders)));
}

/// find_error() begins with the name of the member that is wrong.
void check_timing(const DramTiming& timing, const Reader& reader) {
    const auto error = find_error(timing);
    if (!error) return;
    const auto space = error->find(' ');
    reader.refuse(error->substr(0, space), error->substr(space + 1));
}

void check_address_map(const DdrConfig& ddr, const Reader& platform) {
    try {
        AddressMap(ddr.address_map, ddr.timing, ddr.channels);
    } catch (const std::invalid_argument& error) {
        const std::string reason = error.what();
        constexpr std::string_view kPrefix = "address_map: ";
        platform.refuse("ddr.address_map", reason.starts_with(kPrefix) ? reason.substr(kPrefix.size()) : reason);
    }
}

} // namespace

void load_dram(DdrConfig& ddr, const std::string& grade, const Reader& platform,
               const std::vector<std::filesystem::path>& folders) {
    DramFile file;
    Reader reader(dram_schema(file));
    reader.read_file(find_grade(grade, platform, folders));
    reader.require_all();
    if (file.grade != grade) reader.refuse("grade", fmt::format("must be {}, as the file is called", grade));
    check_timing(file.timing, reader);
    ddr.timing = file.timing;
    if (!std::has_single_bit(ddr.channels))
        platform.refuse("ddr.channels", fmt::format("must be a power of two, got {}", ddr.channels));
    if (ddr.bytes > ddr.capacity_bytes())
        platform.refuse("ddr.bytes", fmt::format("{} does not fit {} of {}", format_size(ddr.bytes),
                                                 format_size(ddr.capacity_bytes()), grade));
    check_address_map(ddr, platform);
}

} // namespace stavp::config
