#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
    int code;
    std::string out;
    std::string err;
};

/// The program as a user runs it; paths come from CMake.
class Nmprune : public ::testing::Test {
protected:
    std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) /
        (std::string("nmprune_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    void SetUp() override {
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "tiny.yaml") << "d_model: 16\nheads: 2\nffn: 32\nlayers: 1\nseq: 4\n";
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    Outcome run(const std::string& program, const std::string& args) {
        const auto err = folder / "stderr";
        const std::string command =
            "cd '" + folder.string() + "' && '" + program + "' " + args + " 2> '" + err.string() + "'";
        FILE* const pipe = ::popen(command.c_str(), "r");
        Outcome outcome{};
        std::array<char, 4096> buffer;
        while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe))
            outcome.out.append(buffer.data(), n);
        const int status = ::pclose(pipe);
        outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        std::ifstream in(err);
        outcome.err.assign(std::istreambuf_iterator<char>(in), {});
        return outcome;
    }
    Outcome nmprune(const std::string& args) { return run(NMPRUNE, args); }
    void make_tiny() { ASSERT_EQ(nmprune("synth --shape tiny.yaml --pattern 2:4 --seed 3 -o tiny.nmw").code, 0); }
    void expect_one_line_error(const Outcome& outcome, const std::string& text) {
        EXPECT_EQ(outcome.code, 2);
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
        EXPECT_THAT(outcome.err, AllOf(StartsWith("nmprune"), HasSubstr(text), EndsWith("\n")));
    }
};

TEST_F(Nmprune, synth_writes_a_file_that_the_reference_agrees_with) {
    make_tiny();
    const Outcome text = nmprune("reference tiny.nmw");
    EXPECT_EQ(text.code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("0 differ"));
    const auto json = nlohmann::json::parse(nmprune("reference tiny.nmw --json").out);
    EXPECT_EQ(json["equal"], true);
    EXPECT_EQ(json["tensors"], 10);
    EXPECT_EQ(json["output"].size(), 4u);
    EXPECT_EQ(json["output"][0].size(), 16u);
}

TEST_F(Nmprune, equal_commands_write_equal_files) {
    make_tiny();
    ASSERT_EQ(nmprune("synth --shape tiny.yaml --pattern 2:4 --seed 3 -o again.nmw").code, 0);
    EXPECT_EQ(run("/usr/bin/cmp", "tiny.nmw again.nmw").code, 0);
}

TEST_F(Nmprune, flipped_weight_fails_the_reference_check_and_is_named) {
    make_tiny();
    ASSERT_EQ(run(NMW_FLIP, "tiny.nmw flipped.nmw layer0.qkv.weight 5 6 --mend-crc").code, 0);
    const Outcome outcome = nmprune("reference flipped.nmw");
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("first difference: tensor 'layer0.qkv' ["));
    const auto json = nlohmann::json::parse(nmprune("reference flipped.nmw --json").out);
    EXPECT_EQ(json["equal"], false);
    EXPECT_EQ(json["first_mismatch"]["tensor"], "layer0.qkv");
}

TEST_F(Nmprune, damaged_file_is_refused_and_inspect_shows_which_section) {
    make_tiny();
    ASSERT_EQ(run(NMW_FLIP, "tiny.nmw damaged.nmw layer0.qkv.weight 5 6").code, 0);
    expect_one_line_error(nmprune("reference damaged.nmw"), "damaged.nmw: section data: CRC mismatch");
    const Outcome outcome = nmprune("inspect damaged.nmw");
    expect_one_line_error(outcome, "section data");
    EXPECT_THAT(outcome.out, ::testing::ContainsRegex("data .* BAD"));
    EXPECT_THAT(outcome.out, ::testing::ContainsRegex("golden .* ok"));
}

TEST_F(Nmprune, inspect_measures_compression_in_bytes) {
    make_tiny();
    const auto json = nlohmann::json::parse(nmprune("inspect tiny.nmw --json").out);
    EXPECT_EQ(json["header"]["name"], "tiny");
    EXPECT_EQ(json["layers"][0]["pattern"], "2:4");
    EXPECT_EQ(json["layers"][0]["macs_dense"], 4 * 16 * 48);
    EXPECT_EQ(json["layers"][0]["macs"], 4 * 16 * 48 / 2);
    EXPECT_EQ(json["meta"]["seed"], 3);
    for (const auto& section : json["sections"])
        EXPECT_EQ(section["crc_ok"], true);
    int weights = 0;
    for (const auto& tensor : json["tensors"])
        if (tensor.contains("compression")) {
            ++weights;
            EXPECT_DOUBLE_EQ(tensor["compression"].get<double>(), 1.6); // 2:4 bitmap with 8 bits
        }
    EXPECT_EQ(weights, 4);
    EXPECT_THAT(nmprune("inspect tiny.nmw").out, HasSubstr("1.600"));
}

// d 16, ffn 32: 768 + 256 + 512 + 512 weights. 1:8 as indices: values 1/8; indices of 3 bits in rows of 2 or 4 groups:
// one byte for 16 columns (80 rows, 32 rows), two for 32 (16 rows). As a bitmap: two bytes and four.
TEST_F(Nmprune, the_encoding_can_be_chosen_and_is_shown_with_bytes_and_ratio) {
    const auto inspect = [&](const std::string& encoding) {
        EXPECT_EQ(nmprune("synth --shape tiny.yaml --pattern 1:8 --encoding " + encoding + " -o e.nmw").code, 0);
        return nlohmann::json::parse(nmprune("inspect e.nmw --json").out);
    };
    struct Expected {
        const char *asked, *encoding;
        int version, stored;
    };
    const Expected all[] = {{"auto", "index", 2, 256 + (48 + 16 + 32) * 1 + 16 * 2},
                            {"index", "index", 2, 256 + (48 + 16 + 32) * 1 + 16 * 2},
                            {"bitmap", "bitmap", 1, 256 + (48 + 16 + 32) * 2 + 16 * 4}};
    for (const auto& [asked, encoding, version, stored] : all) {
        const auto json = inspect(asked);
        EXPECT_EQ(json["header"]["version"], version);
        EXPECT_EQ(json["weights"]["bytes_dense"], 2048);
        EXPECT_EQ(json["weights"]["bytes_stored"], stored);
        EXPECT_DOUBLE_EQ(json["weights"]["compression"].get<double>(), 2048.0 / stored);
        for (const auto& tensor : json["tensors"])
            EXPECT_EQ(tensor.value("encoding", "none"), tensor.contains("compression") ? encoding : "none");
        EXPECT_THAT(nmprune("inspect e.nmw").out,
                    HasSubstr("  2048 bytes dense, " + std::to_string(stored) + " stored: ratio "));
        EXPECT_THAT(nmprune("reference e.nmw").out, HasSubstr("0 differ"));
    }
    EXPECT_THAT(nmprune("inspect e.nmw").out, ::testing::ContainsRegex("layer0.ffn2.weight +1:8 +bitmap +512 +128"));
}

TEST_F(Nmprune, wrong_usage_is_one_line_and_exit_code_2) {
    expect_one_line_error(nmprune(""), "no command");
    expect_one_line_error(nmprune("frobnicate"), "no command 'frobnicate'");
    expect_one_line_error(nmprune("inspect"), "usage: nmprune inspect");
    expect_one_line_error(nmprune("inspect no.nmw"), "no.nmw: cannot be opened");
    expect_one_line_error(nmprune("inspect tiny.yaml"), "tiny.yaml: header:");
    expect_one_line_error(nmprune("inspect a b"), "too many positional");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --pattern 2:5 -o x.nmw"), "pattern '2:5'");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --pattern 2:4 --encoding csr -o x.nmw"), "encoding 'csr'");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --pattern 2:4 --layers x -o x.nmw"), "--layers 'x'");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --pattern 2:4 --seq 0 -o x.nmw"), "seq 0");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --pattern 2:4 --batch 2 --valid 3 -o x.nmw"), "--valid");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --pattern 2:4 --valid 9 -o x.nmw"), "valid = 9");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --pattern 2:4 -o no/x.nmw"), "no/x.nmw: cannot be written");
    expect_one_line_error(nmprune("synth --shape tiny.yaml --sed 4 --pattern 2:4 -o x.nmw"), "--sed");
    expect_one_line_error(nmprune("synth --shape gpt2 --pattern 2:4 --seq 32768 --batch 4096 -o x.nmw"), "GiB");
    EXPECT_FALSE(std::filesystem::exists(folder / "x.nmw"));
}

TEST_F(Nmprune, help_is_there_for_the_program_and_each_command) {
    const Outcome all = nmprune("--help");
    EXPECT_EQ(all.code, 0);
    for (const std::string command : {"inspect", "reference", "synth"}) {
        EXPECT_THAT(all.out, HasSubstr("  " + command));
        const Outcome one = nmprune(command + " --help");
        EXPECT_EQ(one.code, 0);
        EXPECT_THAT(one.out, StartsWith("usage: nmprune " + command));
    }
}

} // namespace
