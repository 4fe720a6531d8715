#pragma once

#include <stdexcept>

namespace stavp::workloads::onnx_import {

/// Why one node cannot be imported; the interpreter adds the node's name and goes on with the next one.
class Unsupported : public std::runtime_error {
    using runtime_error::runtime_error;
};

} // namespace stavp::workloads::onnx_import
