#include "tests/firmware/machine_double.h"

extern "C" {
#include "firmware/hal/uart.h"
#include "firmware/scheduler/report.h"
}

#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace stavp::test {

TEST(Report, lines_keep_their_order_however_many_wait) {
    MachineDouble machine({}, 1);
    uart_init();
    std::vector<nmw_layer> layers(200);
    std::string expected;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto name = "layer" + std::to_string(i);
        std::memcpy(layers[i].name, name.c_str(), name.size() + 1);
        report_layer(&layers[i], i * i * 1000);
        expected += name + ": " + std::to_string(i * i * 1000) + " cycles\n";
        if (i % 3 == 0) report_step();
    }
    report_flush();
    EXPECT_FALSE(report_step());
    EXPECT_EQ(machine.console, expected);
}

TEST(Report, a_name_may_fill_its_field) {
    MachineDouble machine({}, 1);
    uart_init();
    nmw_layer layer{};
    std::memset(layer.name, 'x', sizeof layer.name);
    report_layer(&layer, UINT64_MAX);
    report_flush();
    EXPECT_EQ(machine.console, std::string(sizeof layer.name, 'x') + ": 18446744073709551615 cycles\n");
}

} // namespace stavp::test
