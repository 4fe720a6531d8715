#include "workloads/model/model.h"

#include <stdexcept>

namespace stavp::workloads {

namespace {

class ShapeCheck {
public:
    explicit ShapeCheck(const Model& model) : model_(model) {}

    std::map<std::string, std::size_t> run() {
        if (model_.nodes.empty()) throw std::invalid_argument("model has no nodes");
        for (const Node& node : model_.nodes) {
            node_ = &node;
            if (node.name.empty() || columns_.contains(node.name)) fail("name missing or used twice");
            columns_[node.name] = value_columns();
        }
        return columns_;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw std::invalid_argument("node " + node_->name + ": " + what);
    }

    std::size_t input(std::size_t index, std::size_t count) const {
        if (node_->inputs.size() != count) fail("expected " + std::to_string(count) + " input(s)");
        const auto found = columns_.find(node_->inputs[index]);
        if (found == columns_.end()) fail("input " + node_->inputs[index] + " is no earlier node");
        return found->second;
    }

    const Parameter& parameter(const std::string& name, std::size_t rank) const {
        const auto found = model_.parameters.find(name);
        if (found == model_.parameters.end()) fail("parameter \"" + name + "\" is missing");
        std::size_t elements = 1;
        for (const std::size_t extent : found->second.shape)
            elements *= extent;
        if (found->second.shape.size() != rank || elements == 0 || elements != found->second.values.size())
            fail("parameter " + name + " has a wrong shape");
        return found->second;
    }

    void expect_vector(const std::string& name, std::size_t elements) const {
        if (parameter(name, 1).shape[0] != elements)
            fail("parameter " + name + " should have " + std::to_string(elements) + " elements");
    }

    std::size_t value_columns() const {
        switch (node_->op) {
        case Op::embedding:
            return embedding();
        case Op::input:
            return features();
        case Op::gemm:
            return gemm();
        case Op::positions:
            return positions();
        case Op::attention:
            return attention();
        case Op::layernorm: {
            const std::size_t columns = input(0, 1);
            expect_vector(node_->weight, columns);
            expect_vector(node_->bias, columns);
            if (!(node_->epsilon > 0)) fail("epsilon must be positive");
            return columns;
        }
        case Op::add:
            if (input(0, 2) != input(1, 2)) fail("inputs differ in columns");
            return input(0, 2);
        default:
            return input(0, 1);
        }
    }

    std::size_t embedding() const {
        expect_source();
        const std::size_t columns = parameter(node_->weight, 2).shape[1];
        if (model_.vocabulary.pieces.size() > parameter(node_->weight, 2).shape[0])
            fail("table has fewer rows than the vocabulary has pieces");
        if (!node_->positions.empty()) {
            const auto found = model_.parameters.find(node_->positions);
            if (found != model_.parameters.end() && found->second.shape.size() == 2) {
                const auto& shape = parameter(node_->positions, 2).shape;
                if (shape[0] < node_->max_tokens || shape[1] != columns) fail("positions have a wrong shape");
            } else {
                expect_vector(node_->positions, columns / 2);
            }
        }
        return columns;
    }

    std::size_t features() const {
        expect_source();
        if (node_->columns == 0) fail("columns must be positive");
        return node_->columns;
    }

    void expect_source() const {
        if (!node_->inputs.empty() || node_ != &model_.nodes.front())
            fail("the " + std::string(to_string(node_->op)) + " must be the first node");
        if (node_->max_tokens == 0) fail("max_tokens must be positive");
    }

    std::size_t positions() const {
        const auto& shape = parameter(node_->weight, 2).shape;
        if (shape[0] < model_.nodes.front().max_tokens || shape[1] != input(0, 1))
            fail("parameter " + node_->weight + " has a wrong shape");
        return shape[1];
    }

    std::size_t gemm() const {
        const auto& shape = parameter(node_->weight, 2).shape;
        if (shape[1] != input(0, 1))
            fail("weight takes " + std::to_string(shape[1]) + " columns, input has " + std::to_string(input(0, 1)));
        if (!node_->bias.empty()) expect_vector(node_->bias, shape[0]);
        if (!node_->pattern.dense() && !node_->pattern.valid()) fail("bad pattern " + to_string(node_->pattern));
        return shape[0];
    }

    std::size_t attention() const {
        const std::size_t packed = input(0, 1);
        if (node_->heads == 0 || packed % (3 * static_cast<std::size_t>(node_->heads)) != 0)
            fail("packed QKV does not divide into heads");
        if (!(node_->score_scale > 0)) fail("score_scale must be positive");
        return packed / 3;
    }

    const Model& model_;
    const Node* node_ = nullptr;
    std::map<std::string, std::size_t> columns_;
};

} // namespace

const Node& Model::node(std::string_view node_name) const {
    for (const Node& candidate : nodes)
        if (candidate.name == node_name) return candidate;
    throw std::invalid_argument("model has no node \"" + std::string(node_name) + "\"");
}

const Parameter& Model::parameter(const std::string& parameter_name) const {
    const auto found = parameters.find(parameter_name);
    if (found == parameters.end()) throw std::invalid_argument("model has no parameter \"" + parameter_name + "\"");
    return found->second;
}

std::map<std::string, std::size_t> infer_columns(const Model& model) {
    return ShapeCheck(model).run();
}

} // namespace stavp::workloads
