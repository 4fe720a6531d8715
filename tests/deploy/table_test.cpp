#include "workloads/deploy/table.h"

#include "tests/deploy/series_folder.h"
#include "workloads/format/image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

using ::testing::HasSubstr;

/// A layer of 64 x 64 at 2:8 as a bit map: 1024 values, 512 bytes of map.
DeployTable table() {
    DeployTable table{"a task", 1000, std::vector<DeployedRow>(2)};
    DeployedRow& dense = table.rows[0];
    dense.series = "dense";
    dense.float_accuracy = 0.9;
    dense.int8_accuracy = 0.875;
    dense.sample_accuracy = 0.75;
    dense.weights = {4096, 4096, 0};
    dense.batch = {16, 8, 32000, 64000};
    dense.single = {1, 8, 5000, 10000};
    DeployedRow& sparse = table.rows[1];
    sparse = dense;
    sparse.series = "idp";
    sparse.pattern = {2, 8};
    sparse.weights = {4096, 1024, 512};
    sparse.batch.cycles = 12800;
    sparse.single = {1, 8, 4000, 8000};
    return table;
}

TEST(deploy_table, figures_follow_from_counts) {
    const DeployTable t = table();
    EXPECT_EQ(t.rows[1].label(), "idp 2:8");
    EXPECT_EQ(t.rows[1].id(), "idp/2of8");
    EXPECT_EQ(t.rows[1].weights.stored(), 1536U);
    EXPECT_DOUBLE_EQ(t.rows[1].weights.ratio(), 8.0 / 3);
    EXPECT_DOUBLE_EQ(t.rows[1].cycles_per_input(), 800);
    EXPECT_DOUBLE_EQ(t.batch_speedup(t.rows[1]), 2.5);
    EXPECT_DOUBLE_EQ(t.single_speedup(t.rows[1]), 1.25);
    EXPECT_DOUBLE_EQ(t.rows[1].latency_us(), 8);
    EXPECT_DOUBLE_EQ(t.batch_speedup(t.rows[0]), 1);
}

TEST(deploy_table, csv_and_markdown_say_the_same) {
    EXPECT_THAT(to_csv(table()), HasSubstr("idp,2:8,0.9,0.875,16,0.75,4096,1536,512,2.6666666666666665,12800,800,2.5,"
                                           "4000,8,1.25\n"));
    EXPECT_THAT(to_markdown(table()), HasSubstr("| idp 2:8 | 90.00 | 87.50 | 75.00 | 4096 | 1536 | 2.667 | 800 | 2.50 "
                                                "| 8.00 | 1.25 |\n"));
}

TEST(deploy_table, is_read_back_as_written) {
    const testing::Scratch folder;
    testing::write_text(folder / "table.json", to_json(table()).dump());
    const DeployTable read = read_table(folder / "table.json");
    EXPECT_EQ(to_json(read), to_json(table()));
}

TEST(deploy_table, that_is_something_else_is_refused) {
    const testing::Scratch folder;
    const auto refused = [&](const std::string& text) {
        testing::write_text(folder / "table.json", text);
        EXPECT_THROW(read_table(folder / "table.json"), FormatError) << text;
    };
    refused("");
    refused("[]");
    refused(R"({"schema": 2, "task": "t", "test_inputs": 1, "rows": []})");
    refused(R"({"schema": 1, "task": "t", "test_inputs": 1, "rows": []})");
    auto json = to_json(table());
    json["rows"].erase(0); // the dense row
    refused(json.dump());
    json = to_json(table());
    json["rows"][1]["single"]["cycles"] = 0;
    refused(json.dump());
    json = to_json(table());
    json["rows"][1]["pattern"] = "2:9";
    refused(json.dump());
    EXPECT_THROW(read_table(folder / "nowhere.json"), FormatError);
}

} // namespace
} // namespace stavp::workloads
