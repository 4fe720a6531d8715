#include "platform/cli/simulator.h"

#include <cstdlib>
#include <exception>
#include <systemc>
#include <utility>

namespace {

// sc_main takes no context, and the library would report what it throws.
std::function<void()> main_body;
std::exception_ptr failure;

} // namespace

// Called by the SystemC library. Its own `main` is not used: the program brings one, so that the commands that
// simulate nothing do not start a simulator.
int sc_main(int /*argc*/, char** /*argv*/) {
    try {
        main_body();
    } catch (...) {
        failure = std::current_exception();
    }
    return 0;
}

namespace stavp::cli {

void in_simulator(std::function<void()> body) {
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 0);
    // "Simulation stopped by user" on stdout says nothing that the report does not.
    sc_core::sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
    main_body = std::move(body);
    static char name[] = "stavp";
    char* arguments[] = {name, nullptr};
    sc_core::sc_elab_and_sim(1, arguments);
    if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
}

} // namespace stavp::cli
