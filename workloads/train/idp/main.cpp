#include "workloads/series/command.h"
#include "workloads/train/idp/task_training.h"

#include <string>
#include <vector>

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + 1, argv + argc);
    return stavp::workloads::series::idp_command(args, stavp::workloads::series::make_task_training);
}
