#include "platform/sweep/pack_workloads.h"
#include "platform/run/input_error.h"
#include "platform/sweep/digest.h"
#include "platform/sweep/engine.h"
#include "platform/sweep/signal_watch.h"
#include "platform/sweep/tied_process.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <list>
#include <unistd.h>

namespace stavp::sweep {

namespace {

namespace fs = std::filesystem;

constexpr double kPackSeconds = 3600;
constexpr std::chrono::seconds kLongestWait{1};

struct Packing {
    const WorkloadSpec& spec;
    fs::path file;
    TiedProcess process;
};

std::vector<std::string> arguments_of(const SynthSpec& synth, const fs::path& file) {
    std::vector<std::string> arguments = {"nmprune",   "synth",       "--shape", synth.shape,
                                          "--pattern", synth.pattern, "--seed",  std::to_string(synth.seed)};
    if (synth.layers != 0) arguments.insert(arguments.end(), {"--layers", std::to_string(synth.layers)});
    if (synth.seq != 0) arguments.insert(arguments.end(), {"--seq", std::to_string(synth.seq)});
    arguments.insert(arguments.end(), {"-o", file.string()});
    return arguments;
}

void become(const fs::path& program, std::vector<std::string> arguments) {
    std::vector<char*> argv;
    for (auto& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    throw std::runtime_error(fmt::format("{}: cannot be started: {}", program.string(), std::strerror(errno)));
}

void require_nmprune(const Installation& installation) {
    if (access(installation.nmprune.c_str(), X_OK) == 0) return;
    throw InputError(
        fmt::format("{}: is not there; synthetic workloads are made by nmprune, which must lie beside stavp",
                    installation.nmprune.string()));
}

void require_whole(const WorkloadSpec& spec, const ProcessEnding& ending) {
    if (ending.good()) return;
    throw InputError(fmt::format("workload '{}': nmprune synth {}", spec.name, ending.describe()));
}

} // namespace

WorkloadPacker::WorkloadPacker(const SweepFolder& folder, const Installation& installation,
                               const std::optional<ResultCache>& cache, unsigned jobs)
    : folder_(folder), installation_(installation), cache_(cache), jobs_(jobs) {}

const std::string* WorkloadPacker::find(const WorkloadSpec& spec) const {
    const auto found =
        std::find_if(known_.begin(), known_.end(), [&](const Known& known) { return known.spec == spec; });
    return found == known_.end() ? nullptr : &found->hash;
}

void WorkloadPacker::know(const WorkloadSpec& spec, const std::string& hash) {
    const auto file = folder_.workload(hash);
    std::error_code ignored;
    if (spec.file || find(spec) != nullptr || !fs::exists(file, ignored)) return;
    if (digest_of_file(file) == hash) known_.push_back({spec, hash});
}

std::string WorkloadPacker::adopt(const fs::path& file, bool move) {
    auto hash = digest_of_file(file);
    const auto own = folder_.workload(hash);
    auto temporary = file;
    if (!move) {
        temporary = folder_.workloads() / (hash + ".copy.tmp");
        fs::copy_file(file, temporary, fs::copy_options::overwrite_existing);
    }
    fs::rename(temporary, own);
    return hash;
}

std::string WorkloadPacker::cache_key(const SynthSpec& synth) {
    if (nmprune_digest_.empty()) nmprune_digest_ = digest_of_file(installation_.nmprune);
    auto shape = synth.shape;
    if (fs::path(shape).is_absolute()) shape = digest_of_file(shape);
    return digest_of(fmt::format("workload 1\n{}\n{}\n{} {} {} {}", nmprune_digest_, shape, synth.layers, synth.seq,
                                 synth.pattern, synth.seed));
}

void WorkloadPacker::synthesise(const std::vector<WorkloadSpec>& specs) {
    require_nmprune(installation_);
    const SignalWatch signals;
    std::list<Packing> running;
    auto next = specs.begin();
    while (next != specs.end() || !running.empty()) {
        for (; next != specs.end() && running.size() < jobs_; ++next) {
            const auto file = folder_.workloads() / fmt::format("packing{}.nmw.tmp", next - specs.begin());
            const auto start = [&, file] { become(installation_.nmprune, arguments_of(*next->synth, file)); };
            running.push_back({*next, file, TiedProcess(start, kPackSeconds)});
        }
        if (const auto signal = signals.wait(kLongestWait)) throw Interrupted{*signal};
        for (auto at = running.begin(); at != running.end();) {
            const auto ending = at->process.ended();
            if (!ending) {
                ++at;
                continue;
            }
            require_whole(at->spec, *ending);
            if (cache_) cache_->keep_workload(cache_key(*at->spec.synth), at->file);
            known_.push_back({at->spec, adopt(at->file, true)});
            at = running.erase(at);
        }
    }
}

std::vector<std::string> WorkloadPacker::pack(const std::vector<Point>& points) {
    fs::create_directories(folder_.workloads());
    std::vector<WorkloadSpec> to_make;
    for (const auto& point : points) {
        const auto& spec = point.workload;
        if (find(spec) != nullptr || std::find(to_make.begin(), to_make.end(), spec) != to_make.end()) continue;
        if (spec.file) {
            known_.push_back({spec, adopt(*spec.file, false)});
            continue;
        }
        require_nmprune(installation_);
        const auto cached = cache_ ? cache_->find_workload(cache_key(*spec.synth)) : std::nullopt;
        if (cached) {
            known_.push_back({spec, adopt(*cached, false)});
        } else {
            to_make.push_back(spec);
        }
    }
    if (!to_make.empty()) synthesise(to_make);
    std::vector<std::string> hashes;
    for (const auto& point : points)
        hashes.push_back(*find(point.workload));
    return hashes;
}

} // namespace stavp::sweep
