#include "tests/sweep/tiny_sweep.h"

#include <fstream>
#include <gmock/gmock.h>
#include <map>

using namespace stavp;
using namespace stavp::sweep;

namespace {

class ResultCacheTest : public TinySweep {
protected:
    /// Simulations that one more run of the point takes: 0 if it came from the cache.
    std::size_t simulations(
        const PlannedPoint& planned, const std::function<void(PointContext&)>& change = [](PointContext&) {},
        stavp::RunStatus status = stavp::RunStatus::ok) {
        std::filesystem::remove(root / "count");
        auto shared = context([&](const Job& job, Console& console) {
            std::ofstream(root / "count") << 'x';
            console.put('!');
            auto result = good_run(job);
            result.status = status;
            return result;
        });
        shared.cache.emplace(cache);
        change(shared);
        LocalEngine engine(shared, 1);
        engine.run({planned}, [&](const Row& row) { last = row; });
        return std::filesystem::exists(root / "count") ? 1 : 0;
    }
    std::map<std::string, std::string> files(const std::string& id) const {
        std::map<std::string, std::string> contents;
        for (const auto& entry : std::filesystem::directory_iterator(SweepFolder(root).point(id)))
            contents[entry.path().filename()] = read_whole(entry.path());
        return contents;
    }

    Row last;
};

void set_input(PointContext& shared, const std::string& name, const std::string& digest) {
    for (auto& [input, value] : shared.plan.inputs)
        if (input == name) value = digest;
}

} // namespace

TEST_F(ResultCacheTest, a_point_from_the_cache_is_byte_equal) {
    EXPECT_EQ(simulations(point(1)), 1u);
    const auto simulated = files("p0001");
    EXPECT_EQ(simulated.size(), 5u);
    EXPECT_EQ(simulations(point(1)), 0u);
    EXPECT_EQ(files("p0001"), simulated);
}

TEST_F(ResultCacheTest, another_sweep_finds_it_under_another_number) {
    EXPECT_EQ(simulations(point(1)), 1u);
    EXPECT_EQ(simulations(point(2)), 0u);
    EXPECT_EQ(last.id, "p0002");
    EXPECT_EQ(metric(last, "cycles"), 16);
}

TEST_F(ResultCacheTest, whatever_a_row_follows_from_misses_when_it_changes) {
    pack("v", 2);
    EXPECT_EQ(simulations(point(1)), 1u);
    EXPECT_EQ(simulations(point(1, 8)), 1u) << "a key of the platform";
    EXPECT_EQ(simulations(point(1, 16, "v")), 1u) << "the workload";
    EXPECT_EQ(simulations(point(1), [](auto& shared) { set_input(shared, "firmware", "g"); }), 1u);
    EXPECT_EQ(simulations(point(1), [](auto& shared) { set_input(shared, "stavp", "t"); }), 1u);
    EXPECT_EQ(simulations(point(1), [](auto& shared) { shared.plan.timeout_cycles = 9; }), 1u);
    EXPECT_EQ(simulations(point(1)), 0u);
}

TEST_F(ResultCacheTest, a_table_that_a_key_names_is_part_of_the_configuration) {
    const auto own = fresh(stavp::testing::scratch_path("configs"));
    std::filesystem::copy(configs(), own, std::filesystem::copy_options::recursive);
    const auto with_own = [&](PointContext& shared) { shared.plan.platform = own / "platforms" / "default.yaml"; };
    const auto edit = [&](const std::string& file, const std::string& from, const std::string& to) {
        auto text = read_whole(own / file);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << file;
        write_whole(own / file, text.replace(at, from.size(), to));
    };
    EXPECT_EQ(simulations(point(1), with_own), 1u);
    EXPECT_EQ(simulations(point(1), with_own), 0u);
    edit("dram/ddr4_2400.yaml", "tRP: 16", "tRP: 17");
    EXPECT_EQ(simulations(point(1), with_own), 1u) << "DRAM timing";
    edit("energy/asic45.yaml", "voltage_v: 0.9", "voltage_v: 1.9");
    EXPECT_EQ(simulations(point(1), with_own), 1u) << "energy table";
}

TEST_F(ResultCacheTest, only_points_that_are_ok_are_kept) {
    const auto unchanged = [](PointContext&) {};
    EXPECT_EQ(simulations(point(1), unchanged, stavp::RunStatus::mismatch), 1u);
    EXPECT_EQ(simulations(point(2), unchanged, stavp::RunStatus::timeout), 1u);
    EXPECT_EQ(simulations(point(3)), 1u);
}

TEST_F(ResultCacheTest, without_a_cache_every_point_is_simulated) {
    const auto without = [](PointContext& shared) { shared.cache.reset(); };
    EXPECT_EQ(simulations(point(1), without), 1u);
    EXPECT_EQ(simulations(point(1), without), 1u);
    EXPECT_TRUE(std::filesystem::is_empty(cache));
}

TEST_F(ResultCacheTest, a_damaged_entry_is_simulated_again) {
    EXPECT_EQ(simulations(point(1)), 1u);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(cache))
        if (entry.is_regular_file()) {
            auto content = read_whole(entry.path());
            content.back() ^= 1;
            write_whole(entry.path(), content);
        }
    EXPECT_EQ(simulations(point(1)), 1u);
    EXPECT_EQ(simulations(point(1)), 0u);
}

TEST_F(ResultCacheTest, a_cache_that_cannot_be_written_fails_nothing) {
    write_whole(root / "no_folder", "");
    const auto unwritable = [&](PointContext& shared) { shared.cache.emplace(root / "no_folder"); };
    EXPECT_EQ(simulations(point(1), unwritable), 1u);
    EXPECT_EQ(last.status, RowStatus::ok);
}
