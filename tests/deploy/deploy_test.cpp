#include "workloads/deploy/deployment.h"

#include "tests/deploy/series_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

TEST(x, y){
    testing::make_series("/tmp/h/deploy-out", {{2,8},{4,8},{2,4}});
}

} // namespace
} // namespace stavp::workloads
