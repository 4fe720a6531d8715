#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace stavp {

/// The folder OUT of a run. Files grow under temporary names and get their own when commit() is called, summary.json
/// last: a folder with a summary.json is whole. Without commit() the folder is left as it was found. A run that fails,
/// times out or is interrupted is committed too; a file that grows during the simulation is at most what its writer
/// holds back.
class RunFolder {
public:
    /// Throws InputError if `path` can not be made, or holds something that is not a run.
    explicit RunFolder(std::filesystem::path path);
    ~RunFolder();
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    /// A file to be written until commit(); `name` is one of kFiles or begins with "trace.".
    std::ofstream open(const std::string& name);
    /// The same for those who open it themselves: where it is until commit().
    std::filesystem::path claim(const std::string& name);
    void write(const std::string& name, const std::string& content);
    /// Throws InputError if anything could not be written.
    void commit();
    /// A file that is made from the committed run. Throws InputError if it could not be written.
    void add(const std::string& name, const std::string& content);
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path temporary(const std::string& name) const;

    std::filesystem::path path_;
    bool created_ = false;
    bool committed_ = false;
    std::vector<std::string> written_;
};

} // namespace stavp
