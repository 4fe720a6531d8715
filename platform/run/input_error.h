#pragma once

#include <stdexcept>

namespace stavp {

/// What the user gave is unusable: one line, exit code 2.
class InputError : public std::runtime_error {
    using runtime_error::runtime_error;
};

} // namespace stavp
