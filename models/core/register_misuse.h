#pragma once

#include <cstdint>
#include <functional>

namespace stavp {

/// An access to a register that has no meaning by its documentation. It is carried out as documented all the same.
struct RegisterMisuse {
    enum class Kind {
        reserved_bits, ///< bits other than 0 written outside the fields
        read_only,     ///< written
        write_only     ///< read
    };

    Kind kind;
    std::uint64_t offset; ///< of the access in its block
    std::uint64_t bits;   ///< the reserved ones that were written; the value for read_only
};

using MisuseCallback = std::function<void(const RegisterMisuse&)>;

} // namespace stavp
