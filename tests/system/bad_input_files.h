#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Names of the files and folders that commands in docs/bad-input.md may speak of.
std::vector<std::string> bad_input_files();

/// Makes those of them in `folder` that `command` names.
void make_bad_input_files(const std::filesystem::path& folder, const std::string& command);

/// Whether `command` names the file `name` (and not another that ends or begins alike).
bool names_file(const std::string& command, const std::string& name);
