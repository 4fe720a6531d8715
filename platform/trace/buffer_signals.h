#pragma once

#include "models/buffer/buffer.h"
#include "platform/trace/vcd_recorder.h"

#include <string>

namespace stavp::trace {

/// Transactions of the bus that have banks of one buffer, and engines' commands with operands in it.
class BufferSignals : public BufferListener {
public:
    BufferSignals(VcdRecorder& recorder, const std::string& name, Buffer& buffer);

    void port_used(std::uint64_t begin_ps, std::uint64_t end_ps) override;
    void engine_commands(unsigned commands) override;

private:
    VcdRecorder& recorder_;
    VcdRecorder::Signal port_, engines_;
};

} // namespace stavp::trace
