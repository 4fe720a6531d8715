#include "platform/report_page/report_data.h"
#include "platform/run/input_error.h"

#include <fstream>
#include <gmock/gmock.h>

namespace {

using namespace stavp;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class ReportData : public testing::Test {
protected:
    fs::path folder = fs::path(testing::TempDir()) /
                      ("stavp_data_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));

    void SetUp() override {
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    void TearDown() override { fs::remove_all(folder); }

    void file(const std::string& name, const std::string& content) {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << content;
    }
    std::string refusal() {
        try {
            report_data(folder, folder);
        } catch (const InputError& error) {
            return error.what();
        }
        return "";
    }
};

constexpr auto kHeader = "id,status,reason,sta.rows,sta.cols,workload,pattern,cycles\n";

TEST_F(ReportData, a_folder_of_neither_kind_is_refused) {
    EXPECT_EQ(refusal(),
              folder.string() + ": is neither the folder of a run (summary.json) nor of a sweep (results.csv)");
    file("results.csv", "a,b\n1,2\n");
    EXPECT_THAT(refusal(), HasSubstr("results.csv: does not have the columns of a sweep's results"));
    fs::remove_all(folder);
    EXPECT_THAT(refusal(), HasSubstr("no such folder"));
}

TEST_F(ReportData, rows_stay_the_texts_of_the_csv) {
    file("results.csv", std::string(kHeader) + "p1,ok,,8,4,w,2:4,1e+20\np2,failed,\"a, b\",16,2,w,2:4,\n");
    const auto data = report_data(folder, folder);
    EXPECT_EQ(data["kind"], "sweep");
    EXPECT_EQ(data["title"], folder.filename().string());
    EXPECT_THAT(data["axes"], ElementsAre("sta.rows", "sta.cols"));
    EXPECT_THAT(data["rows"][0], ElementsAre("p1", "ok", "", "8", "4", "w", "2:4", "1e+20"));
    EXPECT_EQ(data["rows"][1][2], "a, b");
    EXPECT_TRUE(data["configs"]["p1"].is_null());
}

TEST_F(ReportData, the_sweep_file_tells_axes_from_derived_keys) {
    file("results.csv", std::string(kHeader) + "p1,ok,,8,4,w,2:4,9\n");
    file("sweep.yaml",
         "mode: pareto\nobjectives: [latency, area]\naxes: {sta.rows: [8]}\nderived:\n  sta.cols: 32 / sta.rows\n");
    file("plan.json", R"({"points": [{}, {}, {}]})");
    const auto data = report_data(folder, folder);
    EXPECT_THAT(data["axes"], ElementsAre("sta.rows"));
    EXPECT_THAT(data["derived"], ElementsAre("sta.cols"));
    EXPECT_EQ(data["mode"], "pareto");
    EXPECT_THAT(data["objectives"], ElementsAre("latency", "area"));
    EXPECT_EQ(data["planned"], 3);
}

TEST_F(ReportData, a_config_is_the_first_and_what_differs_from_it) {
    file("results.csv", std::string(kHeader) + "p1,ok,,8,4,w,2:4,9\np2,ok,,16,4,w,2:4,9\n");
    file("points/p1/config.yaml", "sta: {rows: 8, cols: 4}\n");
    file("points/p2/config.yaml", "sta: {rows: 16, cols: 4}\n");
    const auto data = report_data(folder, folder);
    EXPECT_EQ(data["config_base"]["sta.rows"], "8");
    EXPECT_EQ(data["config_base"]["sta.cols"], "4");
    EXPECT_THAT(data["configs"]["p1"], IsEmpty());
    EXPECT_EQ(data["configs"]["p2"].dump(), R"({"sta.rows":"16"})");
}

TEST_F(ReportData, an_unfinished_sweep_is_read_up_to_its_last_whole_line) {
    file(
        "results.jsonl",
        R"({"id":"p1","status":"ok","reason":"","sta.rows":8,"workload":"w","pattern":"2:4","cycles":9,"accuracy":null})"
        "\n{\"id\":\"p2\",\"sta");
    const auto data = report_data(folder, folder);
    EXPECT_EQ(data["rows"].size(), 1);
    EXPECT_THAT(data["rows"][0], ElementsAre("p1", "ok", "", "8", "w", "2:4", "9", ""));
    EXPECT_THAT(data["axes"], ElementsAre("sta.rows"));
}

TEST_F(ReportData, links_lead_from_the_page_to_the_folder) {
    file("results.csv", kHeader);
    EXPECT_EQ(report_data(folder, folder)["folder"], "");
    EXPECT_EQ(report_data(folder, folder.parent_path())["folder"], folder.filename().string() + "/");
}

TEST_F(ReportData, a_run_without_its_config_is_refused) {
    file("summary.json", R"({"layers": []})");
    EXPECT_EQ(refusal(), (folder / "config.yaml").string() + ": cannot be read");
    file("config.yaml", "sta: {rows: 8}\n");
    EXPECT_EQ(report_data(folder, folder)["config"]["sta.rows"], "8");
}

} // namespace
