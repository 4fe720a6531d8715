#include "workloads/onnx/import_onnx.h"

#include "workloads/format/image.h"
#include "workloads/onnx/input.h"
#include "workloads/onnx/interpreter.h"
#include "workloads/onnx/model_proto.h"
#include "workloads/onnx/names.h"
#include "workloads/onnx/stand_in.h"
#include "workloads/onnx/tensor_proto.h"
#include "workloads/onnx/unsupported.h"

#include <algorithm>
#include <fmt/format.h>
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <set>

namespace stavp::workloads {

namespace {

using namespace onnx_import;

/// Operator sets whose meaning the import knows.
constexpr std::int64_t oldest_opset = 7;
constexpr std::int64_t newest_opset = 23;

struct Attempt {
    std::vector<std::string> complaints;
    Model model;
};

bool is_standard(const std::string& domain) {
    return domain.empty() || domain == "ai.onnx";
}

class Importer {
public:
    Importer(const onnx::ModelProto& proto, std::filesystem::path folder)
        : proto_(proto), graph_(proto.graph()), folder_(std::move(folder)) {
        std::unordered_map<std::string, int> sets;
        for (const auto& set : proto.opset_import()) {
            sets[is_standard(set.domain()) ? "" : set.domain()] = static_cast<int>(set.version());
            if (is_standard(set.domain())) opset_ = set.version();
        }
        context_.set_ir_version(static_cast<int>(proto.ir_version()));
        context_.set_opset_imports(std::move(sets));
    }

    Attempt run(const OnnxOptions& options) {
        std::vector<InputForm> forms;
        if (opset_ < oldest_opset || opset_ > newest_opset)
            complain(fmt::format("operator set {}; {} to {} are offered", opset_, oldest_opset, newest_opset));
        read_initialisers();
        try {
            static_cast<void>(only_output(graph_));
            const auto& input = only_input(graph_);
            try {
                forms = input_forms(input, options.rows);
            } catch (const Unsupported& error) {
                complain(fmt::format("input {} {}", in_quotes(input.name()), error.what()));
            }
        } catch (const Unsupported& error) {
            complain(error.what());
        }
        if (forms.empty()) return unread();
        Attempt best;
        for (const InputForm& form : forms) {
            Attempt attempt = interpret(form);
            if (attempt.complaints.empty()) return attempt;
            if (best.complaints.empty()) best = std::move(attempt);
        }
        return best;
    }

private:
    void complain(std::string what) { complaints_.push_back(std::move(what)); }

    void read_initialisers() {
        std::map<std::string, std::vector<std::string>> bad; // names by what is wrong
        for (const auto& proto : graph_.initializer()) {
            Operand& slot = constants_[proto.name()] = Unknown{};
            try {
                slot = std::make_shared<const Tensor>(initialiser(proto, folder_));
            } catch (const Unsupported& error) {
                bad[error.what()].push_back(in_quotes(proto.name()));
            }
        }
        for (const auto& [what, names] : bad)
            complain(fmt::format("initialiser{} {}: {}", names.size() == 1 ? "" : "s", fmt::join(names, ", "), what));
        for (const auto& proto : graph_.sparse_initializer()) {
            constants_[proto.values().name()] = Unknown{};
            complain(fmt::format("initialiser {}: sparse", in_quotes(proto.values().name())));
        }
    }

    /// Nothing is known of the input: the operators that are not offered are named all the same.
    Attempt unread() {
        values_ = constants_;
        for (const auto& input : graph_.input())
            values_.try_emplace(input.name(), Unknown{});
        for (const auto& node : graph_.node())
            interpret(node, nullptr);
        return {complaints_, {}};
    }

    Attempt interpret(const InputForm& form) {
        const auto before = complaints_;
        values_ = constants_;
        Interpreter interpreter(form.rows, form.columns, complaints_);
        const auto& input = only_input(graph_);
        values_[input.name()] = Activation{View{LayerGraph::input, 0, form.axes}};
        for (const auto& node : graph_.node())
            interpret(node, &interpreter);
        Attempt out;
        try {
            const LayerId output = output_layer(interpreter);
            if (complaints_.empty()) out.model = interpreter.layers().emit(output);
        } catch (const Unsupported& error) {
            complain(fmt::format("output {}: {}", in_quotes(only_output(graph_).name()), error.what()));
        } catch (const std::invalid_argument& error) {
            complain(error.what());
        }
        out.complaints = std::exchange(complaints_, before);
        return out;
    }

    LayerId output_layer(Interpreter& interpreter) {
        const auto found = values_.find(only_output(graph_).name());
        if (found == values_.end()) throw Unsupported("no node computes it");
        if (std::holds_alternative<Unknown>(found->second)) {
            if (complaints_.empty()) throw Unsupported("depends on a second output of a node");
            return LayerGraph::input;
        }
        const Activation* value = activation(found->second);
        if (!value) throw Unsupported("does not depend on the input");
        const View view{interpreter.layer_of(*value, "output"), value->view.offset, value->view.axes};
        expect_rows_by_columns(view, interpreter.layers(), "an array");
        if (view.layer == LayerGraph::input) throw Unsupported("is the input itself");
        return view.layer;
    }

    /// The node's operands, null where one is left out; names that nothing gives are complained about once.
    std::vector<const Operand*> operands(const onnx::NodeProto& node, const std::string& who) {
        std::vector<const Operand*> out;
        for (const std::string& name : node.input()) {
            if (name.empty()) {
                out.push_back(nullptr);
                continue;
            }
            auto found = values_.find(name);
            if (found == values_.end()) {
                complain(fmt::format("{}: {} is missing: no initialiser, input or earlier node gives it", who,
                                     in_quotes(name)));
                found = values_.emplace(name, Unknown{}).first;
            }
            out.push_back(&found->second);
        }
        return out;
    }

    static std::string called(const onnx::NodeProto& node) {
        const std::string& name = node.name().empty() && node.output_size() > 0 ? node.output(0) : node.name();
        const std::string type = is_standard(node.domain()) ? node.op_type() : node.domain() + "." + node.op_type();
        const std::string shown = in_quotes(type);
        return fmt::format("node {} ({})", in_quotes(name), shown.substr(1, shown.size() - 2));
    }

    /// `interpreter` null: only whether the operator is offered.
    void interpret(const onnx::NodeProto& node, Interpreter* interpreter) {
        const std::string who = called(node);
        const auto inputs = operands(node, who);
        const bool known = std::ranges::none_of(
            inputs, [](const Operand* operand) { return operand && std::holds_alternative<Unknown>(*operand); });
        std::vector<Operand> results;
        bool failed = !known;
        try {
            if (!is_standard(node.domain()) || !Interpreter::knows(node.op_type())) {
                if (interpreter) examine(*interpreter, inputs);
                throw Unsupported("operator is not offered");
            }
            check(node);
            if (known && interpreter) results = interpreter->run(Call(node, inputs, static_cast<int>(opset_)));
        } catch (const Unsupported& error) {
            complain(who + ": " + error.what());
            failed = true;
        }
        if (failed)
            if (auto substitute = stand_in(node.op_type(), inputs)) results.emplace_back(std::move(*substitute));
        results.resize(static_cast<std::size_t>(node.output_size()), Unknown{});
        for (int i = 0; i < node.output_size(); ++i) {
            Operand& result = results[static_cast<std::size_t>(i)];
            if (auto* value = std::get_if<Activation>(&result)) value->origin = who;
            values_[node.output(i)] = std::move(result);
        }
    }

    /// Values that an unknown operator reads are settled here, for want of a reader that would do it.
    static void examine(Interpreter& interpreter, std::span<const Operand* const> inputs) {
        for (const Operand* input : inputs)
            if (const Activation* value = input ? activation(*input) : nullptr; value && value->formula())
                static_cast<void>(interpreter.layer_of(*value, ""));
    }

    /// Number of inputs and outputs, names and types of attributes: by the ONNX library, for the operator sets it has.
    void check(const onnx::NodeProto& node) const {
        constexpr std::int64_t newest_of_library = 17;
        if (opset_ > newest_of_library) return;
        try {
            onnx::checker::check_node(node, context_, {});
        } catch (const std::exception& error) {
            const std::string text = error.what();
            throw Unsupported(text.substr(0, text.find('\n')));
        }
    }

    const onnx::ModelProto& proto_;
    const onnx::GraphProto& graph_;
    std::filesystem::path folder_;
    std::int64_t opset_ = 0;
    onnx::checker::CheckerContext context_;
    std::map<std::string, Operand> constants_;
    std::map<std::string, Operand> values_;
    std::vector<std::string> complaints_;
};

} // namespace

Model import_onnx(const std::filesystem::path& file, const OnnxOptions& options) {
    return import_onnx(read_file(file), file, options);
}

Model import_onnx(std::span<const std::uint8_t> contents, const std::filesystem::path& file,
                  const OnnxOptions& options) {
    onnx::ModelProto proto;
    parse_model(contents, file.string(), proto);
    Attempt attempt = Importer(proto, file.parent_path()).run(options);
    if (!attempt.complaints.empty())
        throw FormatError(
            fmt::format("{}: cannot be imported: {}", file.string(), fmt::join(attempt.complaints, "; ")));
    constexpr std::size_t longest_name = 40;
    attempt.model.name = file.stem().string().substr(0, longest_name);
    attempt.model.provenance["source"] = {{"file", file.filename().string()},
                                          {"format", "ONNX"},
                                          {"producer", proto.producer_name() + " " + proto.producer_version()}};
    return std::move(attempt.model);
}

} // namespace stavp::workloads
