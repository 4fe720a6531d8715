#include "tests/support/scratch_path.h"
#include "workloads/features/npy.h"

#include "tests/features/npy_file.h"
#include "workloads/format/image.h"

#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

using testing::data_of;
using testing::npy_bytes;
using testing::put;

const std::string good_header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
const std::string six = data_of<float>({1, 2, 3, 4, 5, 6});

TEST(npy, versions_1_to_3_are_read) {
    for (const char version : {'\1', '\2', '\3'}) {
        const NpyArray array = read_npy(put("v.npy", npy_bytes(good_header, six, version)));
        EXPECT_EQ(array.descr, "<f4");
        EXPECT_EQ(array.shape, (std::vector<std::size_t>{2, 3}));
        EXPECT_EQ(std::string(array.bytes.begin(), array.bytes.end()), six);
    }
}

TEST(npy, the_dictionary_may_be_spelt_in_any_legal_way) {
    for (const char* header : {R"({"shape":(2,3),"descr":"<f4","fortran_order":False})",
                               "{ 'fortran_order' : False , 'shape' : ( 2 , 3 , ) , 'descr' : '<f4' }    "})
        EXPECT_EQ(read_npy(put("d.npy", npy_bytes(header, six))).shape, (std::vector<std::size_t>{2, 3})) << header;
    const char* vector = "{'descr': '<f8', 'fortran_order': True, 'shape': (1,), }"; // order is immaterial here
    EXPECT_EQ(read_npy(put("d.npy", npy_bytes(vector, std::string(8, '\0')))).shape, std::vector<std::size_t>{1});
    const char* scalar = "{'descr': '|u1', 'fortran_order': False, 'shape': (), }";
    EXPECT_TRUE(read_npy(put("d.npy", npy_bytes(scalar, "x"))).shape.empty());
}

TEST(npy, what_is_written_is_read_again_and_aligned_as_numpy_does) {
    const auto file = stavp::testing::scratch_path("w.npy");
    for (const std::vector<std::size_t>& shape : {std::vector<std::size_t>{6}, {2, 3}, {1, 2, 3}, {123456, 0, 1}}) {
        const std::size_t count = shape.back() * (shape.size() > 1 ? shape[shape.size() - 2] : 1);
        const NpyArray array{"<f4", shape, std::vector<std::uint8_t>(4 * count, 7)};
        write_npy(file, array);
        const NpyArray again = read_npy(file);
        EXPECT_EQ(again.shape, shape);
        EXPECT_EQ(again.bytes, array.bytes);
        EXPECT_EQ((std::filesystem::file_size(file) - array.bytes.size()) % 64, 0U);
    }
    EXPECT_THROW(write_npy(file, {"<f4", {2}, {}}), std::invalid_argument);
    EXPECT_THROW(write_npy("/nowhere/at/all.npy", {"<f4", {0}, {}}), FormatError);
}

struct Refusal {
    const char* reason;
    std::string bytes;
};

TEST(npy, each_refusal_names_file_and_reason) {
    const auto with = [](const std::string& header) { return npy_bytes(header, six); };
    const std::string good = npy_bytes(good_header, six);
    std::string new_version = good;
    new_version[6] = 4;
    const std::vector<Refusal> refusals{
        {"no .npy file", ""},
        {"no .npy file", "PK\3\4 an .npz file, say"},
        {"format version 4.0 is not 1.0 to 3.0", new_version},
        {"is truncated in its header", good.substr(0, 9)},
        {"is truncated in its header", good.substr(0, 40)},
        {"is truncated: 23 of 24 bytes", good.substr(0, good.size() - 1)},
        {"has 1 bytes after the array", good + "x"},
        {"type '>f4' is big-endian", with("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3)}")},
        {"type '<c8' is not supported", with("{'descr': '<c8', 'fortran_order': False, 'shape': (3,)}")},
        {"type '|O' is not supported", with("{'descr': '|O', 'fortran_order': False, 'shape': (3,)}")},
        {"structured types are not supported",
         with("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)}")},
        {"is in Fortran order", with("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)}")},
        {"shape overflows", with("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}")},
        {"shape holds what is no size", with("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, 3)}")},
        {"shape holds what is no size",
         with("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}")},
        {"key 'shape' is missing", with("{'descr': '<f4', 'fortran_order': False}")},
        {"key 'descr' appears twice", with("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,)}")},
        {"unknown key 'order'", with("{'order': 'C'}")},
        {"text after the dictionary", with(good_header + " 7")},
        {"quote without an end", with("{'descr")},
        {"expected ':'", with("{'descr'")},
        {"fortran_order is neither True nor False", with("{'fortran_order': 0}")},
    };
    for (const auto& [reason, bytes] : refusals) {
        const auto file = put("refused.npy", bytes);
        try {
            read_npy(file);
            ADD_FAILURE() << "not refused: " << reason;
        } catch (const FormatError& error) {
            EXPECT_THAT(error.what(), ::testing::StartsWith(file.string() + ": "));
            EXPECT_THAT(error.what(), ::testing::HasSubstr(reason));
        }
    }
    EXPECT_THROW(read_npy("/nowhere.npy"), FormatError);
}

TEST(npy, no_cut_and_no_flipped_byte_of_the_header_crashes) {
    const std::string good = npy_bytes(good_header, six);
    for (std::size_t i = 0; i < good.size(); ++i) {
        EXPECT_THROW(read_npy(put("cut.npy", good.substr(0, i))), FormatError);
        std::string flipped = good;
        flipped[i] = static_cast<char>(flipped[i] ^ 0x11);
        try {
            read_npy(put("flipped.npy", flipped));
        } catch (const FormatError&) {
        }
    }
}

} // namespace
} // namespace stavp::workloads
