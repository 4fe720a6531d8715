#include "workloads/format/image.h"
#include "workloads/import/package_files.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <zlib.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;

class archive : public ::testing::Test {
protected:
    void SetUp() override {
        root_ = fs::path(::testing::TempDir()) /
                ("archive_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::remove_all(root_);
        fs::create_directories(root_ / "package" / "dist");
    }

    void put(const std::string& name, const std::string& contents) const {
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name, std::ios::binary) << contents;
    }

    /// Packs with the system's tar.
    fs::path tar(const std::string& options) const {
        const fs::path file = root_ / "packed.tgz";
        const std::string command =
            "tar -C '" + root_.string() + "' -czf '" + file.string() + "' " + options + " package";
        EXPECT_EQ(std::system(command.c_str()), 0);
        return file;
    }

    static std::string text(const PackageFiles& files, const std::string& name) {
        const auto found = files.find(name);
        return found == files.end() ? "(missing)" : std::string(found->second.begin(), found->second.end());
    }

    static std::string complaint(const fs::path& file) {
        try {
            read_package(file);
        } catch (const FormatError& error) {
            return error.what();
        }
        return "(none)";
    }

    fs::path root_;
};

TEST_F(archive, made_by_tar_is_read_with_any_header_flavour) {
    const std::string long_name = "dist/" + std::string(60, 'd') + "/" + std::string(80, 'f');
    put("package/dist/model.json", "{}");
    put("package/dist/empty", "");
    put("package/dist/block", std::string(512, 'b'));
    put("package/dist/more", std::string(1300, 'm'));
    put("package/" + long_name, "long");
    for (const char* flavour : {"--format=ustar", "--format=pax"}) {
        const PackageFiles files = read_package(tar(flavour));
        EXPECT_EQ(files.size(), 5U) << flavour;
        EXPECT_EQ(text(files, "dist/model.json"), "{}");
        EXPECT_EQ(text(files, "dist/empty"), "");
        EXPECT_EQ(text(files, "dist/block"), std::string(512, 'b'));
        EXPECT_EQ(text(files, "dist/more"), std::string(1300, 'm'));
        EXPECT_EQ(text(files, long_name), "long") << flavour;
    }
}

TEST_F(archive, unpacked_folder_gives_the_same_files) {
    put("package/dist/model.json", "{}");
    put("package/dist/shard", "123");
    const PackageFiles packed = read_package(tar(""));
    EXPECT_EQ(read_package(root_), packed);
    EXPECT_EQ(read_package(root_ / "package"), packed);
}

TEST_F(archive, cut_short_anywhere_is_refused) {
    std::string noise; // does not compress, so that every cut hits something
    for (unsigned i = 0, x = 1; i < 4000; ++i, x = x * 1664525U + 1013904223U)
        noise += static_cast<char>(x >> 24);
    put("package/dist/model.json", noise);
    const fs::path file = tar("");
    const auto size = fs::file_size(file);
    for (const auto bytes : {size - 1, size - 9, size / 2, std::uintmax_t{20}, std::uintmax_t{3}}) {
        fs::copy_file(file, root_ / "cut.tgz", fs::copy_options::overwrite_existing);
        fs::resize_file(root_ / "cut.tgz", bytes);
        EXPECT_NE(complaint(root_ / "cut.tgz"), "(none)") << bytes;
    }
}

TEST_F(archive, a_flipped_bit_is_refused) {
    put("package/dist/model.json", std::string(3000, 'x'));
    const fs::path file = tar("");
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekg(-6, std::ios::end); // in the CRC of the gzip trailer
    const char byte = static_cast<char>(stream.get());
    stream.seekp(-6, std::ios::end);
    stream.put(static_cast<char>(byte ^ 4));
    stream.close();
    EXPECT_NE(complaint(file).find("truncated or damaged"), std::string::npos) << complaint(file);
}

TEST_F(archive, a_tar_header_with_a_wrong_checksum_is_refused) {
    put("package/dist/model.json", "{}");
    ASSERT_EQ(std::system(("tar -C '" + root_.string() + "' -cf '" + (root_ / "a.tar").string() + "' package").c_str()),
              0);
    std::ifstream in(root_ / "a.tar", std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    bytes[0] = 'q';
    const gzFile out = gzopen((root_ / "a.tgz").c_str(), "wb");
    gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(out);
    EXPECT_NE(complaint(root_ / "a.tgz").find("checksum"), std::string::npos) << complaint(root_ / "a.tgz");
}

TEST_F(archive, something_else_is_refused) {
    put("notes.txt", "no archive at all");
    EXPECT_NE(complaint(root_ / "notes.txt").find("no gzip archive"), std::string::npos);
    EXPECT_NE(complaint(root_ / "nothing.tgz"), "(none)");
    fs::remove_all(root_ / "package" / "dist");
    EXPECT_NE(complaint(root_).find("dist"), std::string::npos);
}

} // namespace
} // namespace stavp::workloads
