#include "platform/cli/simulator.h"

#include <cstdlib>
#include <systemc>
#include <utility>

namespace {

std::function<int()> main_body; // sc_main takes no context

} // namespace

// Called by the SystemC library. Its own `main` is not used: the program brings one, so that the commands that
// simulate nothing do not start a simulator.
int sc_main(int /*argc*/, char** /*argv*/) {
    return main_body();
}

namespace stavp::cli {

int in_simulator(std::function<int()> body) {
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 0);
    // "Simulation stopped by user" on stdout says nothing that the report does not.
    sc_core::sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
    main_body = std::move(body);
    static char name[] = "stavp";
    char* arguments[] = {name, nullptr};
    return sc_core::sc_elab_and_sim(1, arguments);
}

} // namespace stavp::cli
