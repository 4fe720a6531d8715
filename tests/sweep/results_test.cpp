#include "platform/sweep/results_table.h"
#include "platform/sweep/row_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace stavp::sweep;

namespace {

Row a_row() {
    Row row;
    row.id = "p0007";
    row.columns = {{"sta.rows", "16"}, {"scheduler.fuse", "true"}, {"ddr.address_map", "row, \"bank\" column"}};
    row.workload = "bert-base";
    row.pattern = "2:4";
    row.metrics = {{"cycles", std::uint64_t{18446744073709551615u}}, {"latency_ms", 0.1}, {"accuracy"}, {"dsps", 64.0}};
    return row;
}

} // namespace

TEST(results_csv, is_rfc_4180_with_shortest_numbers_and_empty_fields) {
    auto failed = a_row();
    failed.id = "p0008";
    failed.status = RowStatus::failed;
    failed.reason = "mismatch";
    failed.metrics = {{"cycles"}, {"latency_ms"}, {"accuracy"}, {"dsps"}};
    EXPECT_EQ(
        results_csv({a_row(), failed}),
        "id,status,reason,sta.rows,scheduler.fuse,ddr.address_map,workload,pattern,cycles,latency_ms,accuracy,dsps\n"
        "p0007,ok,,16,true,\"row, \"\"bank\"\" column\",bert-base,2:4,18446744073709551615,0.1,,64\n"
        "p0008,failed,mismatch,16,true,\"row, \"\"bank\"\" column\",bert-base,2:4,,,,\n");
}

TEST(results_jsonl, has_the_fields_of_the_csv_with_types) {
    EXPECT_EQ(results_json_line(a_row()),
              R"({"id":"p0007","status":"ok","reason":"","sta.rows":16,"scheduler.fuse":true,)"
              R"("ddr.address_map":"row, \"bank\" column","workload":"bert-base","pattern":"2:4",)"
              R"("cycles":18446744073709551615,"latency_ms":0.1,"accuracy":null,"dsps":64.0})"
              "\n");
}

TEST(row_file, gives_back_the_row) {
    const auto row = parse_row(row_text(a_row()));
    ASSERT_TRUE(row);
    EXPECT_EQ(row_text(*row), row_text(a_row()));
    EXPECT_EQ(results_csv({*row}), results_csv({a_row()}));
}

TEST(row_file, torn_anywhere_is_no_row) {
    const auto text = row_text(a_row());
    for (std::size_t length = 0; length + 1 < text.size(); ++length) // without its last character it is whole JSON
        EXPECT_FALSE(parse_row(text.substr(0, length))) << length;
}

TEST(row_file, changed_in_any_character_is_no_row) {
    const auto text = row_text(a_row());
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        auto changed = text;
        changed[at] = changed[at] == '7' ? '8' : '7';
        EXPECT_FALSE(parse_row(changed)) << changed;
    }
}
