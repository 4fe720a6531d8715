#include "workloads/cli/options.h"
#include "workloads/cli/progress.h"
#include "workloads/cli/report.h"
#include "workloads/format/names.h"
#include "workloads/reference/execute.h"

#include <fmt/format.h>
#include <iostream>

namespace stavp::workloads::cli {
namespace {

namespace po = boost::program_options;

/// The first element in which computed and expected bytes of a tensor differ.
struct Difference {
    const nmw_tensor* tensor;
    std::size_t row;
    std::size_t col;
    std::int64_t computed;
    std::int64_t expected;
};

std::int64_t element(std::span<const std::uint8_t> bytes, std::uint32_t dtype, std::size_t index) {
    if (dtype == NMW_I8) return static_cast<std::int8_t>(bytes[index]);
    if (dtype == NMW_U8) return bytes[index];
    return static_cast<std::int16_t>(bytes[2 * index] | bytes[2 * index + 1] << 8);
}

struct Comparison {
    std::size_t tensors = 0;
    std::size_t elements = 0;
    std::size_t different = 0;
    std::optional<Difference> first;
};

/// In the order in which the layers run, so that the first difference is the earliest cause.
Comparison compare(const Image& image, const Activations& computed) {
    Comparison result;
    for (const nmw_layer& layer : image.layers()) {
        const nmw_tensor& tensor = image.tensors()[layer.output];
        const auto golden = image.golden(tensor);
        if (golden.empty()) continue;
        ++result.tensors;
        const std::size_t count = std::size_t{tensor.rows} * tensor.cols;
        result.elements += count;
        for (std::size_t i = 0; i < count; ++i) {
            const auto is = element(computed[layer.output], tensor.dtype, i);
            const auto should = element(golden, tensor.dtype, i);
            if (is == should) continue;
            ++result.different;
            if (!result.first) result.first = {&tensor, i / tensor.cols, i % tensor.cols, is, should};
        }
    }
    return result;
}

Json output_rows(const Image& image, const Activations& computed) {
    const std::uint32_t index = image.header().output_tensor;
    const nmw_tensor& tensor = image.tensors()[index];
    Json rows = Json::array();
    for (std::size_t r = 0; r < tensor.rows; ++r) {
        Json row = Json::array();
        for (std::size_t c = 0; c < tensor.cols; ++c)
            row.push_back(element(computed[index], tensor.dtype, r * tensor.cols + c));
        rows.push_back(std::move(row));
    }
    return rows;
}

void print_output(const Image& image, const Activations& computed) {
    const nmw_tensor& tensor = image.tensors()[image.header().output_tensor];
    std::cout << fmt::format("output '{}', {} x {} {}, scale {:.6g}\n", name_of(tensor), tensor.rows, tensor.cols,
                             dtype_name(tensor.dtype), tensor.scale);
    for (const Json& row : output_rows(image, computed)) {
        for (const Json& value : row)
            std::cout << value << ' ';
        std::cout << '\n';
    }
}

std::string message(const Difference& d) {
    return fmt::format("tensor '{}' [{}, {}] is {}, expected {}", name_of(*d.tensor), d.row, d.col, d.computed,
                       d.expected);
}

int reference(const std::string& file, bool as_json) {
    const Image image = Image::load(file);
    Activations computed;
    {
        Progress progress("nmprune reference");
        computed =
            execute_reference(image, [&](std::size_t layer) { progress.show("layer", layer, image.layers().size()); });
    }
    const Comparison comparison = compare(image, computed);
    if (as_json) {
        Json all{{"equal", comparison.different == 0}, {"tensors", comparison.tensors},
                 {"compared", comparison.elements},    {"mismatches", comparison.different},
                 {"first_mismatch", Json()},           {"output", output_rows(image, computed)}};
        if (const auto& d = comparison.first)
            all["first_mismatch"] = {{"tensor", name_of(*d->tensor)},
                                     {"row", d->row},
                                     {"col", d->col},
                                     {"computed", d->computed},
                                     {"expected", d->expected}};
        std::cout << all.dump() << '\n';
    } else {
        print_output(image, computed);
        std::cout << fmt::format("{} elements of {} tensors compared, {} differ\n", comparison.elements,
                                 comparison.tensors, comparison.different);
    }
    if (comparison.first) {
        std::cerr << fmt::format("nmprune reference: {}: first difference: {}\n", file, message(*comparison.first));
        return check_failed;
    }
    if (comparison.tensors == 0) throw FormatError(file + ": has no golden tensors to compare with");
    return good;
}

int run(Arguments args) {
    Syntax syntax{"nmprune reference FILE.nmw [--json]",
                  "Runs the reference executor and compares every activation with the file's golden tensors.\n"
                  "Exit code 0 if equal, 1 if not."};
    syntax.options.add_options()("json", "print JSON");
    po::options_description hidden;
    hidden.add_options()("file", po::value<std::string>()->required());
    syntax.positional.add("file", 1);
    const auto values = parse(syntax, hidden, args);
    return values ? reference((*values)["file"].as<std::string>(), values->contains("json")) : good;
}

} // namespace

extern const Command reference_command;
const Command reference_command{"reference", "execute a workload exactly and compare with its golden tensors", run};

} // namespace stavp::workloads::cli
