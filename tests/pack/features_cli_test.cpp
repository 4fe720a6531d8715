#include "tests/format/editor.h"
#include "tests/pack/tiny_encoder.h"
#include "workloads/features/features.h"
#include "workloads/features/npy.h"
#include "workloads/format/image.h"
#include "workloads/model/model_file.h"
#include "workloads/pack/similarity.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Outcome {
    int code = 0;
    std::string text; ///< stdout and stderr
};

std::vector<Sequence> equal_sequences(std::uint64_t seed, std::size_t count, std::size_t rows) {
    testing::Noise noise(seed);
    std::vector<Sequence> sequences;
    for (std::size_t s = 0; s < count; ++s) {
        Matrix x(rows, 16);
        for (float& value : x.values)
            value = noise.next() + noise.next() + noise.next() + noise.next();
        sequences.emplace_back(std::move(x));
    }
    return sequences;
}

/// A folder with a model, features to calibrate on, and new ones.
class FeaturesCli : public ::testing::Test {
protected:
    fs::path folder = fs::path(::testing::TempDir()) /
                      (std::string("features_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());

    void SetUp() override {
        fs::create_directories(folder);
        save_model(folder / "float.model", testing::tiny_encoder());
        write_features(folder / "known.npy", equal_sequences(1, 24, 8));
        write_features(folder / "new.npy", equal_sequences(2, 3, 8));
    }
    void TearDown() override { fs::remove_all(folder); }

    Outcome nmprune(const std::string& arguments, const std::string& errors = "2>&1") const {
        FILE* pipe =
            popen(("cd '" + folder.string() + "' && " + NMPRUNE + " " + arguments + " " + errors).c_str(), "r");
        Outcome outcome;
        std::array<char, 4096> chunk{};
        while (const auto got = fread(chunk.data(), 1, chunk.size(), pipe))
            outcome.text.append(chunk.data(), got);
        const int status = pclose(pipe);
        outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return outcome;
    }
    void expect_good(const std::string& arguments) const {
        const Outcome outcome = nmprune(arguments);
        EXPECT_EQ(outcome.code, 0) << arguments << ": " << outcome.text;
    }
    void expect_refusal(const std::string& arguments, const std::string& reason) const {
        const Outcome outcome = nmprune(arguments);
        EXPECT_EQ(outcome.code, 2) << arguments;
        EXPECT_EQ(std::count(outcome.text.begin(), outcome.text.end(), '\n'), 1) << outcome.text;
        EXPECT_THAT(outcome.text, HasSubstr(reason)) << arguments;
    }
    void make_workload() const {
        expect_good("quantise float.model --calibrate known.npy -o int8.model");
        expect_good("pack int8.model --input new.npy -o w.nmw");
    }
    nlohmann::json compare_json(const std::string& arguments, int code) const {
        const Outcome outcome = nmprune("compare " + arguments + " --json", "2>/dev/null");
        EXPECT_EQ(outcome.code, code) << outcome.text;
        return nlohmann::json::parse(outcome.text);
    }
};

TEST_F(FeaturesCli, features_go_from_calibration_to_comparison) {
    make_workload();
    expect_good("reference w.nmw");
    expect_good("similarity w.nmw --json");
    expect_good("evaluate int8.model --features new.npy --dense float.model");
    const auto report = compare_json("w.nmw", 0);
    EXPECT_TRUE(report["within"].get<bool>());
    EXPECT_GT(report["int8"]["max"], 0);
    EXPECT_LE(report["int8"]["max"], report["bounds"]["max"]);
    EXPECT_EQ(report["predicted"]["sequences"], 24);
    EXPECT_THAT(nmprune("similarity w.nmw").text, HasSubstr("new.npy[2]"));
}

TEST_F(FeaturesCli, quantise_prints_and_stores_what_it_predicts) {
    const Outcome text = nmprune("quantise float.model --calibrate known.npy -o int8.model");
    EXPECT_THAT(text.text, HasSubstr("predicted error of the output (int8 against float, 24 sequences held out"));
    EXPECT_THAT(text.text, HasSubstr("signal to noise"));
    const auto noted = load_model(folder / "int8.model").provenance.at("quantisation");
    const Outcome json = nmprune("quantise float.model --calibrate known.npy -o int8.model --json");
    EXPECT_EQ(nlohmann::json::parse(json.text), noted);
    EXPECT_EQ(noted.at("nodes").size(), testing::tiny_encoder().nodes.size());
}

TEST_F(FeaturesCli, a_doubled_multiplier_is_beyond_the_prediction) {
    make_workload();
    const std::vector<std::uint8_t> whole = read_file(folder / "w.nmw");
    int caught = 0;
    int broken = 0;
    for (const char* layer : {"ffn2.channels", "output.channels"})
        for (std::size_t channel = 0; channel < 16; channel += 5, ++broken) {
            test::Editor editor(whole);
            editor.channel(layer, channel).shift -= 1; // twice the factor
            editor.mend();
            std::ofstream(folder / "broken.nmw", std::ios::binary)
                .write(reinterpret_cast<const char*>(editor.bytes.data()), static_cast<std::streamsize>(whole.size()));
            const Outcome outcome = nmprune("compare broken.nmw");
            caught += outcome.code == 1 ? 1 : 0;
            EXPECT_NE(outcome.code, 2) << outcome.text;
            EXPECT_THAT(outcome.text, HasSubstr("int8 is beyond the predicted error"));
        }
    EXPECT_EQ(caught, broken);
}

TEST_F(FeaturesCli, a_runs_output_is_compared_as_well) {
    make_workload();
    const Image image = Image::load(folder / "w.nmw");
    const nmw_tensor& output = image.tensors()[image.header().output_tensor];
    ASSERT_EQ(output.dtype, static_cast<std::uint32_t>(NMW_I16));
    std::vector<std::uint8_t> bytes(image.golden(output).begin(), image.golden(output).end());
    fs::create_directories(folder / "run");
    const nlohmann::json summary{{"outputs",
                                  {{{"name", "add2"},
                                    {"dtype", "int16"},
                                    {"rows", output.rows},
                                    {"cols", output.cols},
                                    {"scale", output.scale},
                                    {"file", "outputs.bin"}}}}};
    std::ofstream(folder / "run/summary.json") << summary;
    const auto write = [&] {
        std::ofstream(folder / "run/outputs.bin", std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    };
    write();
    const auto same = compare_json("w.nmw --run run", 0);
    EXPECT_EQ(same["run"], same["int8"]);
    bytes[2 * 16 * 9 + 3] ^= 0x40; // sequence 1, row 1, column 1: 16384 steps away
    write();
    const auto other = compare_json("w.nmw --run run", 1);
    EXPECT_FALSE(other["run"]["within"].get<bool>());
    EXPECT_TRUE(other["int8"]["within"].get<bool>());
    EXPECT_EQ(other["run"]["sequence"], 1);
    EXPECT_EQ(other["run"]["row"], 1);
    EXPECT_EQ(other["run"]["column"], 1);
    bytes.resize(bytes.size() - 2);
    write();
    expect_refusal("compare w.nmw --run run", "bytes do not make");
    expect_refusal("compare w.nmw --run nowhere", "nowhere/summary.json: cannot be read");
}

TEST_F(FeaturesCli, refusals_name_file_and_reason) {
    write_features(folder / "narrow.npy", {Matrix(4, 15)});
    write_features(folder / "few.npy", equal_sequences(1, 4, 8));
    write_features(folder / "long.npy", {Matrix(25, 16)});
    std::ofstream(folder / "text.txt") << "a sentence\n";
    expect_refusal("quantise float.model --calibrate narrow.npy -o x",
                   "narrow.npy: sequence 0: sequence has 15 columns");
    expect_refusal("quantise float.model --calibrate long.npy -o x", "long.npy: sequence 0: sequence has 25 rows");
    expect_refusal("quantise float.model --calibrate text.txt -o x",
                   "text.txt: model tiny-encoder takes rows of features");
    expect_refusal("quantise float.model --calibrate nowhere.npy -o x", "nowhere.npy: cannot be opened");
    EXPECT_FALSE(fs::exists(folder / "x"));
    expect_good("quantise float.model --calibrate few.npy -o few.model");
    expect_refusal("pack few.model --input 'a sentence' -o w.nmw",
                   "a sentence: model tiny-encoder takes rows of features");
    expect_refusal("pack few.model -o w.nmw", "no sequences");
    expect_good("pack few.model --input new.npy -o w.nmw");
    expect_refusal("compare w.nmw", "w.nmw: has no predicted error");
    expect_refusal("evaluate few.model", "give either --sentences or --features");
}

} // namespace
} // namespace stavp::workloads
