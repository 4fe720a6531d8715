#include "workloads/cli/options.h"
#include "workloads/cli/report.h"
#include "workloads/cli/table.h"
#include "workloads/format/names.h"
#include "workloads/format/pattern.h"

#include <cstring>
#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

std::string shape(const nmw_tensor& tensor) {
    return fmt::format("{}x{}", tensor.rows, tensor.cols);
}

bool is_workload(std::span<const std::uint8_t> file) {
    constexpr std::uint64_t most_sections = 64;
    nmw_header header{};
    if (file.size() < sizeof header) return false;
    std::memcpy(&header, file.data(), sizeof header);
    return header.magic == NMW_MAGIC && header.section_count <= most_sections;
}

void print_sections(std::span<const std::uint8_t> file) {
    Table table({"section", "offset", "bytes", "crc", "state"});
    for (const Json& s : describe_sections(file))
        table.add({s["kind"], s["offset"].dump(), s["bytes"].dump(), s["crc"], s["crc_ok"] ? "ok" : "BAD"});
    std::cout << table.text() << '\n';
}

void print_header(const Image& image) {
    const nmw_header& h = image.header();
    std::cout << fmt::format("{}: version {}, {} layers, {} tensors, {} sequences of {} rows\n", name_of(h), h.version,
                             h.layer_count, h.tensor_count, h.sequence_count, h.seq);
    std::cout << fmt::format("{} bytes, {} of them in DDR, arena of {} bytes\n\n", h.file_bytes, h.ddr_bytes,
                             h.arena_bytes);
}

void print_layers(const Image& image) {
    Table table({"layer", "op", "rows", "k", "cols", "pattern", "macs", "output"});
    std::uint64_t macs = 0;
    for (const nmw_layer& layer : image.layers()) {
        const bool weighted = layer.weight != NMW_NONE;
        const nmw_tensor weight = weighted ? image.tensors()[layer.weight] : nmw_tensor{};
        macs += stored_macs(layer, image);
        table.add({std::string(name_of(layer)), op_name(layer.op), std::to_string(layer.rows), std::to_string(layer.k),
                   std::to_string(layer.cols), weighted ? to_string({weight.pattern_n, weight.pattern_m}) : "-",
                   std::to_string(stored_macs(layer, image)), dtype_name(image.tensors()[layer.output].dtype)});
    }
    std::cout << table.text() << fmt::format("  {} macs in all\n\n", macs);
}

void print_weights(const Image& image) {
    const WeightBytes total = weight_bytes(image);
    if (total.stored == 0) return;
    Table table({"weight", "pattern", "encoding", "bytes dense", "bytes stored", "of these map", "ratio"});
    const std::vector<bool> is_weight = weight_flags(image);
    for (std::size_t i = 0; i < is_weight.size(); ++i) {
        if (!is_weight[i]) continue;
        const nmw_tensor& t = image.tensors()[i];
        const WeightBytes bytes = weight_bytes(t);
        table.add({std::string(name_of(t)), to_string({t.pattern_n, t.pattern_m}), encoding_name(t.encoding),
                   std::to_string(bytes.dense), std::to_string(bytes.stored), std::to_string(t.map_bytes),
                   fmt::format("{:.3f}", bytes.ratio())});
    }
    std::cout << table.text()
              << fmt::format("  {} bytes dense, {} stored: ratio {:.3f}\n\n", total.dense, total.stored, total.ratio());
}

void print_tensors(const Image& image) {
    Table table({"tensor", "type", "shape", "pattern", "place", "offset", "bytes", "map bytes", "scale", "golden"});
    for (const nmw_tensor& t : image.tensors())
        table.add({std::string(name_of(t)), dtype_name(t.dtype), shape(t), to_string({t.pattern_n, t.pattern_m}),
                   t.storage == NMW_IN_FILE ? "file" : "arena", std::to_string(t.offset), std::to_string(t.bytes),
                   std::to_string(t.map_bytes), fmt::format("{:.6g}", t.scale), t.golden_offset ? "yes" : "-"});
    std::cout << table.text();
    if (!image.meta().empty()) std::cout << "\nmeta: " << image.meta() << '\n';
}

Json meta(const Image& image) {
    Json parsed = Json::parse(image.meta(), nullptr, false);
    return parsed.is_discarded() ? Json(image.meta()) : parsed;
}

int inspect(const std::string& file, bool as_json) {
    std::vector<std::uint8_t> bytes = read_file(file);
    try {
        const Image image = Image::parse(std::move(bytes), file);
        if (as_json) {
            const Json all{{"header", describe_header(image)},   {"sections", describe_sections(image.bytes())},
                           {"layers", describe_layers(image)},   {"tensors", describe_tensors(image)},
                           {"weights", describe_weights(image)}, {"meta", meta(image)}};
            std::cout << all.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
            return good;
        }
        print_header(image);
        print_sections(image.bytes());
        print_layers(image);
        print_weights(image);
        print_tensors(image);
        return good;
    } catch (const FormatError&) {
        if (as_json) throw;
        const auto damaged = read_file(file);
        if (is_workload(damaged)) print_sections(damaged); // what it still shows
        throw;
    }
}

int run(Arguments args) {
    Syntax syntax{"nmprune inspect FILE.nmw [--json]",
                  "Shows header, sections with the state of their checksums, layers, weights with their\n"
                  "encoding and compression, and tensors of a workload."};
    syntax.options.add_options()("json", "print JSON");
    po::options_description hidden;
    hidden.add_options()("file", po::value<std::string>()->required());
    syntax.positional.add("file", 1);
    const auto values = parse(syntax, hidden, args);
    return values ? inspect((*values)["file"].as<std::string>(), values->contains("json")) : good;
}

} // namespace

extern const Command inspect_command;
const Command inspect_command{"inspect", "show what is in a workload", run};

} // namespace stavp::workloads::cli
