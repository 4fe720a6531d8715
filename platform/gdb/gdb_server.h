#pragma once

#include "platform/config/platform_config.h"
#include "platform/gdb/packet_reader.h"
#include "platform/gdb/session.h"
#include "platform/gdb/soc_target.h"
#include "platform/net/connection.h"
#include "platform/run/run_debugger.h"

#include <cstdint>
#include <optional>

namespace stavp::gdb {

struct GdbOptions {
    std::uint16_t port = 0; ///< 0: any free one
    bool wait = false;      ///< the machine stands still before its first instruction until a debugger comes
};

/// GDB's remote protocol on a port of the loopback interface, for the time of one run. A debugger may come and go; the
/// machine halts when one comes, and goes on when it leaves.
class GdbServer : public RunDebugger {
public:
    /// Throws InputError when the port cannot be had. Tells the port on stderr.
    GdbServer(const GdbOptions& options, const config::PlatformConfig& config);

    void connect(Soc& soc, faults::FaultInjector& injector) override;
    Verdict hold() override;
    int descriptor() const override;
    bool starved() override;
    void ended(int exit_code) override;

private:
    bool machine_stands() const;
    void welcome();
    /// Takes what has arrived; `block`: waits for it.
    void serve(bool block);
    void see_to_wish();
    void let_go();

    const config::PlatformConfig& config_;
    net::Connection connection_;
    bool waiting_for_first_ = false;
    bool acknowledges_ = true; ///< what a debugger that was handed over had agreed upon
    std::optional<SocTarget> target_;
    std::optional<Session> session_;
    PacketReader reader_;
    bool attaching_ = false; ///< halt on the debugger's behalf that it has not asked for
    bool asleep_ = false;    ///< stopped because nothing can happen
    bool quit_ = false;
};

} // namespace stavp::gdb
