#include "platform/config/platform_config.h"

#include <functional>
#include <gtest/gtest.h>

namespace {

using namespace stavp::config;

std::string refusal(const std::function<void(Reader&)>& use) {
    PlatformConfig config;
    Reader reader(platform_schema(config));
    try {
        use(reader);
        return "accepted";
    } catch (const ConfigError& error) {
        return error.what();
    }
}

std::string refusal_of(const std::string& yaml) {
    return refusal([&](Reader& reader) { reader.read_text(yaml, "p.yaml"); });
}

std::string refusal_of_override(const std::string& assignment) {
    return refusal([&](Reader& reader) { reader.read_override(assignment); });
}

TEST(Reader, keys_land_in_their_members) {
    PlatformConfig config;
    Reader reader(platform_schema(config));
    reader.read_text("sta: {rows: 8, dataflow: ws, fold_overlap: false}\n"
                     "buffers:\n  weight: {bytes: 64KiB}\n"
                     "softmax: {placement: off_chip}\nsim: {fidelity: lt}\n",
                     "p.yaml");
    EXPECT_EQ(config.sta.rows, 8u);
    EXPECT_EQ(config.sta.cols, 32u);
    EXPECT_EQ(config.sta.dataflow, stavp::Dataflow::weight_stationary);
    EXPECT_FALSE(config.sta.fold_overlap);
    EXPECT_EQ(config.weight_buffer.bytes, 65536u);
    EXPECT_EQ(config.softmax_placement, SoftmaxPlacement::off_chip);
    EXPECT_EQ(config.fidelity, stavp::Fidelity::lt);
}

TEST(Reader, every_refusal_names_file_line_and_key) {
    EXPECT_EQ(refusal_of("sta:\n  rows: 16\n  lane: 2\n"),
              "p.yaml:3: sta.lane: unknown key (did you mean 'sta.lanes'?)");
    EXPECT_EQ(refusal_of("# comment\n\nstaa:\n  rows: 16\n"), "p.yaml:3: staa: unknown key (did you mean 'sta'?)");
    EXPECT_EQ(refusal_of("voltage: 3\n"), "p.yaml:1: voltage: unknown key");
    EXPECT_EQ(refusal_of("sta:\n  rows: many\n"), "p.yaml:2: sta.rows: expected an integer, got 'many'");
    EXPECT_EQ(refusal_of("sta:\n  rows: 0\n"), "p.yaml:2: sta.rows: must be 1 to 512, got 0");
    EXPECT_EQ(refusal_of("sta:\n  dataflow: is\n"), "p.yaml:2: sta.dataflow: must be one of os, ws, got 'is'"
                                                    " (did you mean 'os'?)");
    EXPECT_EQ(refusal_of("buffers:\n  weight:\n    bytes: 100\n"),
              "p.yaml:3: buffers.weight.bytes: must be 1KiB to 16MiB, got 100");
    EXPECT_EQ(refusal_of("buffers:\n  weight:\n    bytes: 1025\n"),
              "p.yaml:3: buffers.weight.bytes: must be a multiple of 64 bytes, got 1025");
}

TEST(Reader, a_key_at_the_wrong_level_is_found_by_its_last_part) {
    EXPECT_EQ(refusal_of("placement: on_chip\n"),
              "p.yaml:1: placement: unknown key (did you mean 'softmax.placement'?)");
    EXPECT_EQ(refusal_of("lanes: 4\n"), "p.yaml:1: lanes: unknown key"); // three blocks have lanes
}

TEST(Reader, structure_errors_are_named) {
    EXPECT_EQ(refusal_of("sta: 4\n"), "p.yaml:1: sta: expected keys below it");
    EXPECT_EQ(refusal_of("sta:\n"), "p.yaml:1: sta: expected keys below it");
    EXPECT_EQ(refusal_of("sta:\n  rows: [1, 2]\n"), "p.yaml:2: sta.rows: expected an integer, got a list");
    EXPECT_EQ(refusal_of("sta:\n  rows: {a: 1}\n"), "p.yaml:2: sta.rows: expected an integer, got a map");
    EXPECT_EQ(refusal_of("sta:\n  rows:\n"), "p.yaml:2: sta.rows: expected an integer, got nothing");
    EXPECT_EQ(refusal_of("- 1\n- 2\n"), "p.yaml:1: expected keys and values");
    EXPECT_EQ(refusal_of("just words\n"), "p.yaml:1: expected keys and values");
    EXPECT_EQ(refusal_of("[a]: 1\n"), "p.yaml:1: a key must be a word");
}

TEST(Reader, a_key_given_twice_is_refused_with_both_places) {
    EXPECT_EQ(refusal_of("sta:\n  rows: 8\n  cols: 8\n  rows: 9\n"),
              "p.yaml:4: sta.rows: given twice, first at p.yaml:2");
    EXPECT_EQ(refusal_of("sta:\n  rows: 8\nsta:\n  cols: 9\n"), "p.yaml:3: sta: given twice, first at p.yaml:1");
}

TEST(Reader, broken_yaml_names_its_line) {
    EXPECT_EQ(refusal_of("sta:\n  rows: 8\n cols: 3\n").find("p.yaml:3: not valid YAML: "), 0u);
    EXPECT_EQ(refusal_of("sta: {rows: 8\n").find("p.yaml:"), 0u);
}

TEST(Reader, an_empty_file_means_all_defaults) {
    EXPECT_EQ(refusal_of(""), "accepted");
    EXPECT_EQ(refusal_of("# nothing\n"), "accepted");
}

TEST(Reader, overrides_get_the_same_checks_and_show_themselves_as_the_place) {
    EXPECT_EQ(refusal_of_override("sta.rows=16"), "accepted");
    EXPECT_EQ(refusal_of_override("sta.rows=0"), "--set sta.rows=0: sta.rows: must be 1 to 512, got 0");
    EXPECT_EQ(refusal_of_override("sta.row=1"), "--set sta.row=1: sta.row: unknown key (did you mean 'sta.rows'?)");
    EXPECT_EQ(refusal_of_override("sta.rows"), "--set sta.rows: expected KEY=VALUE");
    EXPECT_EQ(refusal_of_override("=3"), "--set =3: expected KEY=VALUE");
    EXPECT_EQ(refusal_of_override("sta=3"), "--set sta=3: sta: is a group of keys; name one of them");
    EXPECT_EQ(refusal_of_override("sta.rows="), "--set sta.rows=: sta.rows: expected an integer, got ''");
}

TEST(Reader, the_last_override_wins_over_file_and_earlier_ones) {
    PlatformConfig config;
    Reader reader(platform_schema(config));
    reader.read_text("sta: {rows: 8}", "p.yaml");
    reader.read_override("sta.rows=9");
    reader.read_override("sta.rows=10");
    EXPECT_EQ(config.sta.rows, 10u);
}

TEST(Reader, a_missing_file_is_one_clear_line) {
    EXPECT_EQ(refusal([](Reader& reader) { reader.read_file("/nowhere/p.yaml"); }),
              "/nowhere/p.yaml: cannot be read: No such file or directory");
    EXPECT_EQ(refusal([](Reader& reader) { reader.read_file("/"); }), "/: cannot be read: it is a directory");
}

TEST(Schema, each_key_is_tied_to_a_member_of_its_own) {
    PlatformConfig config;
    auto schema = platform_schema(config);
    for (std::size_t i = 0; i < schema.size(); ++i) {
        auto& field = schema[i];
        if (field.kind != Kind::integer && field.kind != Kind::size) continue;
        std::vector<Value> before;
        for (const auto& other : schema)
            before.push_back(other.get());
        const auto value = std::get<std::uint64_t>(field.get());
        field.set(value + 64);
        EXPECT_EQ(std::get<std::uint64_t>(field.get()), value + 64) << field.key;
        for (std::size_t j = 0; j < schema.size(); ++j) {
            if (j == i) continue;
            EXPECT_EQ(schema[j].get(), before[j]) << field.key << " changed " << schema[j].key;
        }
        field.set(value);
    }
}

TEST(Schema, every_default_lies_in_its_own_range_and_every_key_is_documented) {
    PlatformConfig config;
    for (const auto& field : platform_schema(config)) {
        EXPECT_NO_THROW(parse(field, {format(field, field.get())})) << field.key;
        EXPECT_FALSE(field.doc.empty()) << field.key;
    }
}

} // namespace
