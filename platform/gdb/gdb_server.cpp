#include "platform/gdb/gdb_server.h"
#include "platform/gdb/restart.h"
#include "platform/run/interruption.h"

#include <cstdio>
#include <fmt/format.h>
#include <utility>

namespace stavp::gdb {

GdbServer::GdbServer(const GdbOptions& options, const config::PlatformConfig& config)
    : config_(config), connection_(net::Descriptor(), net::Descriptor()), waiting_for_first_(options.wait) {
    if (auto handed_over = take_over()) {
        connection_ = std::move(handed_over->connection);
        acknowledges_ = handed_over->acknowledges;
        return;
    }
    connection_ = net::Connection("--gdb", options.port);
    fmt::print(stderr, "gdb: listening on 127.0.0.1:{}{}\n", connection_.port(),
               waiting_for_first_ ? ", the machine waits for a debugger" : "");
}

void GdbServer::connect(Soc& soc, faults::FaultInjector& injector) {
    target_.emplace(soc, config_, injector);
    if (connection_.connected()) {
        welcome();
        session_->adopt(acknowledges_);
    } else if (waiting_for_first_) {
        target_->interrupt();
    }
}

void GdbServer::welcome() {
    reader_ = {};
    session_.emplace(*target_, [this](std::string_view bytes) { connection_.send(bytes); });
    waiting_for_first_ = false;
    if (machine_stands()) return;
    attaching_ = true;
    target_->interrupt();
}

bool GdbServer::machine_stands() const {
    return asleep_ || target_->halted();
}

RunDebugger::Verdict GdbServer::hold() {
    if (!session_ && connection_.accept(false)) welcome();
    while (Interruption::signal() == 0) {
        if (const auto stop = target_->take_stop()) {
            attaching_ = false;
            if (session_) session_->stopped(*stop);
        }
        const bool stands = machine_stands();
        if (!session_) {
            if (!stands) return Verdict::go_on;
            if (!waiting_for_first_)
                let_go();
            else if (connection_.accept(true))
                welcome();
            continue;
        }
        if (attaching_ && !stands) return Verdict::go_on;
        serve(stands);
        if (quit_) return Verdict::quit;
        if (!machine_stands()) return Verdict::go_on;
    }
    return Verdict::go_on; // the run sees to the signal
}

void GdbServer::serve(bool block) {
    const auto bytes = connection_.receive(block);
    if (!bytes) {
        let_go();
        return;
    }
    reader_.feed(*bytes);
    while (session_) {
        const auto input = reader_.next();
        if (!input) break;
        session_->receive(*input);
        if (session_->running()) asleep_ = false;
        see_to_wish();
    }
}

void GdbServer::see_to_wish() {
    switch (session_->wish()) {
    case Session::Wish::none:
        return;
    case Session::Wish::kill:
        quit_ = true;
        break;
    case Session::Wish::reset:
        restart_process(connection_, session_->acknowledges());
        fmt::print(stderr, "gdb: the process could not be started again\n");
        quit_ = true;
        break;
    case Session::Wish::detach:
        break;
    }
    let_go();
}

/// The debugger leaves: the machine goes on as if it had never been there.
void GdbServer::let_go() {
    session_.reset();
    connection_.hang_up();
    target_->clear_points();
    attaching_ = false;
    asleep_ = false;
    if (target_->halted() && !quit_) target_->resume();
}

int GdbServer::descriptor() const {
    return connection_.connected() ? connection_.client_number() : connection_.listener_number();
}

bool GdbServer::starved() {
    if (!session_) return false;
    asleep_ = true;
    attaching_ = false;
    Stop stop;
    stop.kind = Stop::Kind::asleep_for_ever;
    session_->stopped(stop);
    return true;
}

void GdbServer::ended(int exit_code) {
    if (!session_) return;
    Stop stop;
    stop.kind = Stop::Kind::ended;
    stop.exit_code = exit_code;
    session_->stopped(stop);
}

} // namespace stavp::gdb
