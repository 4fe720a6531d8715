#include "workloads/pack/similarity.h"

#include "workloads/float/forward.h"

#include <fstream>
#include <iterator>

namespace stavp::workloads {

namespace {

std::uint32_t dtype_from_name(std::string name, const std::string& where) {
    for (char& c : name)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (name == "i8" || name == "int8") return NMW_I8;
    if (name == "u8" || name == "uint8") return NMW_U8;
    if (name == "i16" || name == "int16") return NMW_I16;
    if (name == "i32" || name == "int32") return NMW_I32;
    throw FormatError(where + ": unknown dtype \"" + name + "\"");
}

std::vector<std::uint8_t> slurp(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file)) throw FormatError(file.string() + ": cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::int64_t element(std::span<const std::uint8_t> bytes, std::size_t index, std::uint32_t dtype) {
    switch (dtype) {
    case NMW_I8:
        return static_cast<std::int8_t>(bytes[index]);
    case NMW_U8:
        return bytes[index];
    case NMW_I16:
        return static_cast<std::int16_t>(bytes[2 * index] | (bytes[2 * index + 1] << 8));
    default: {
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < 4; ++i)
            word |= std::uint32_t{bytes[4 * index + i]} << (8 * i);
        return static_cast<std::int32_t>(word);
    }
    }
}

} // namespace

std::vector<std::vector<double>> pairwise_cosines(const Matrix& rows) {
    std::vector<std::vector<double>> cosines(rows.rows, std::vector<double>(rows.rows));
    for (std::size_t a = 0; a < rows.rows; ++a)
        for (std::size_t b = 0; b < rows.rows; ++b)
            cosines[a][b] = cosine(rows.row(a), rows.row(b));
    return cosines;
}

Matrix to_reals(std::span<const std::uint8_t> bytes, std::uint32_t dtype, std::size_t rows, std::size_t cols,
                double scale, const std::string& where) {
    const std::size_t expected = rows * cols * element_bytes(dtype);
    if (expected == 0 || bytes.size() != expected)
        throw FormatError(where + ": " + std::to_string(bytes.size()) + " bytes do not make " + std::to_string(rows) +
                          " x " + std::to_string(cols) + " values");
    Matrix reals(rows, cols);
    for (std::size_t i = 0; i < reals.values.size(); ++i)
        reals.values[i] = static_cast<float>(static_cast<double>(element(bytes, i, dtype)) * scale);
    return reals;
}

Matrix integer_reference(const Image& image) {
    const nmw_tensor& output = image.tensors()[image.header().output_tensor];
    return to_reals(image.golden(output), output.dtype, output.rows, output.cols, output.scale,
                    "expected output of the workload");
}

std::optional<Matrix> float_reference(const Image& image) {
    const auto values = image.float_reference();
    if (values.empty()) return std::nullopt;
    const nmw_tensor& output = image.tensors()[image.header().output_tensor];
    Matrix reals(output.rows, output.cols);
    reals.values.assign(values.begin(), values.end());
    return reals;
}

Matrix run_output(const std::filesystem::path& run) {
    const std::filesystem::path summary_file = run / "summary.json";
    const auto text = slurp(summary_file);
    const auto summary = nlohmann::json::parse(text, nullptr, false);
    try {
        const auto& output = summary.at("outputs").at(0);
        const std::filesystem::path file = run / output.at("file").get<std::string>();
        return to_reals(slurp(file), dtype_from_name(output.at("dtype").get<std::string>(), summary_file.string()),
                        output.at("rows").get<std::size_t>(), output.at("cols").get<std::size_t>(),
                        output.at("scale").get<double>(), file.string());
    } catch (const nlohmann::json::exception&) {
        throw FormatError(summary_file.string() + ": outputs[0] lacks name, dtype, rows, cols, scale or file");
    }
}

Matrix run_output(const std::filesystem::path& run, const Image& image) {
    Matrix output = run_output(run);
    const nmw_tensor& expected = image.tensors()[image.header().output_tensor];
    if (output.rows != expected.rows || output.cols != expected.cols)
        throw FormatError(run.string() + ": the run's output is no " + std::to_string(expected.rows) + " x " +
                          std::to_string(expected.cols) + " matrix as this workload's");
    return output;
}

} // namespace stavp::workloads
