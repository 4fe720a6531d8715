#pragma once

#include "workloads/tasks/task.h"

namespace stavp::workloads {

// Each is defined in the file of its name; registry.cpp lists them.
std::unique_ptr<Task> make_fashion_mnist_vit(const TaskSettings& settings);
std::unique_ptr<Task> make_synthetic_sequences(const TaskSettings& settings);
std::unique_ptr<Task> make_wordnet_use_lite(const TaskSettings& settings);

} // namespace stavp::workloads
