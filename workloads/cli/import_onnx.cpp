#include "workloads/onnx/import_onnx.h"
#include "workloads/cli/import_sources.h"
#include "workloads/cli/options.h"

namespace stavp::workloads::cli {

namespace po = boost::program_options;

int import_onnx_file(Arguments args) {
    Syntax syntax{.usage = "nmprune import FILE.onnx -o MODEL [--rows T]",
                  .about =
                      "Reads a Transformer encoder over rows of features from an ONNX file, as PyTorch exports it, "
                      "and writes a\nmodel file. docs/bring-your-own-model.md says what is recognised."};
    syntax.options.add_options()("output,o", po::value<std::string>()->required(), "the model file to write") //
        ("rows", po::value<std::uint32_t>(), "rows of a sequence, where the file leaves them open");
    po::options_description hidden;
    hidden.add_options()("file", po::value<std::string>()->required(), "");
    syntax.positional.add("file", 1);
    const auto values = parse(syntax, hidden, args);
    if (!values) return good;
    OnnxOptions options;
    if (values->count("rows") != 0) options.rows = (*values)["rows"].as<std::uint32_t>();
    return save_imported((*values)["output"].as<std::string>(),
                         import_onnx((*values)["file"].as<std::string>(), options));
}

} // namespace stavp::workloads::cli
