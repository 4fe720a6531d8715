// The main of SystemC tests. SystemC's library brings `main` and calls this; the kernel does not restart, so a run of
// more than one test case re-executes the program once for each.

#include <cstdlib>
#include <gtest/gtest.h>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <systemc>
#include <unistd.h>
#include <vector>

namespace {

class WarningsFail : public testing::EmptyTestEventListener {
    void OnTestEnd(const testing::TestInfo& /*info*/) override {
        const auto warnings = sc_core::sc_report_handler::get_count(sc_core::SC_WARNING);
        const auto errors = sc_core::sc_report_handler::get_count(sc_core::SC_ERROR);
        if (warnings + errors > 0)
            ADD_FAILURE() << warnings << " warning(s) and " << errors << " error(s) from the simulator";
    }
};

std::vector<std::string> selected_cases() {
    std::vector<std::string> names;
    const auto* unit = testing::UnitTest::GetInstance();
    for (int s = 0; s < unit->total_test_suite_count(); ++s) {
        const auto* suite = unit->GetTestSuite(s);
        for (int t = 0; t < suite->total_test_count(); ++t) {
            const auto* info = suite->GetTestInfo(t);
            names.push_back(std::string(suite->name()) + "." + info->name());
        }
    }
    return names;
}

int run_each_in_its_own_process(const char* program) {
    int failed = 0;
    const auto names = selected_cases();
    for (const auto& name : names) {
        const auto child = fork();
        if (child == 0) {
            const auto filter = "--gtest_filter=" + name;
            execl(program, program, filter.c_str(), static_cast<char*>(nullptr));
            std::_Exit(127);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) ++failed;
    }
    std::cout << names.size() - failed << " passed, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}

} // namespace

int sc_main(int argc, char** argv) {
    sc_core::sc_report_handler::set_actions(sc_core::SC_ID_IEEE_1666_DEPRECATION_, sc_core::SC_DO_NOTHING);
    bool filtered = false;
    for (int i = 1; i < argc; ++i)
        filtered = filtered || std::string(argv[i]).find("--gtest_") == 0;
    testing::InitGoogleTest(&argc, argv);
    if (!filtered) return run_each_in_its_own_process("/proc/self/exe");
    testing::UnitTest::GetInstance()->listeners().Append(new WarningsFail);
    return RUN_ALL_TESTS();
}
