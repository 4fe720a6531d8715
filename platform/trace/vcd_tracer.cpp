#include "platform/trace/vcd_tracer.h"
#include "platform/run/input_error.h"
#include "platform/trace/gtkwave_files.h"
#include "platform/trace/machine_signals.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

namespace stavp::trace {

namespace {

/// Exit code of a program and its arguments; -1 where it cannot be started. Its stdout goes to /dev/null.
int run_program(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {1, 2})
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", 1, 0);
    pid_t child = 0;
    const bool started = posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    if (!started || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

class VcdTracer : public Tracer {
public:
    /// The dump at `path`, which the user knows as `name`; `prefix` begins the names of what comes with it.
    VcdTracer(const Context& context, const std::filesystem::path& path, std::string name, std::string prefix)
        : folder_(context.folder), name_(std::move(name)), prefix_(std::move(prefix)),
          recorder_(context.config.trace, path, path.string()), signals_(recorder_, context, prefix_) {
        recorder_.begin();
    }

    void finish(std::uint64_t end_ps) override {
        recorder_.finish(end_ps);
        write_gtkwave_files(folder_, prefix_, name_, recorder_.signals(), end_ps);
        if (const auto stopped = recorder_.stopped_ps(); stopped != 0)
            fmt::print(stderr, "stavp run: {} ends at {} ns of {} ns: trace.max_bytes\n", name_, stopped / 1000,
                       end_ps / 1000);
        if (recorder_.misplaced() != 0)
            fmt::print(stderr, "stavp run: {}: {} changes came too late and stand after their time\n", name_,
                       recorder_.misplaced());
    }

private:
    RunFolder& folder_;
    std::string name_;
    std::string prefix_;
    VcdRecorder recorder_;
    MachineSignals signals_;
};

class FstTracer : public Tracer {
public:
    explicit FstTracer(const Context& context)
        : fst_(context.folder.claim("trace.fst")), vcd_(context.folder.path() / "trace.fst.vcd.tmp"),
          tracer_(context, vcd_, "trace.fst", "trace.fst.") {}
    ~FstTracer() override {
        std::error_code ignored;
        std::filesystem::remove(vcd_, ignored);
    }

    void finish(std::uint64_t end_ps) override {
        tracer_.finish(end_ps);
        if (const int code = run_program({"vcd2fst", vcd_.string(), fst_.string()}); code != 0)
            throw InputError(fmt::format("trace.fst: vcd2fst ended with {}", code));
    }

private:
    std::filesystem::path fst_;
    std::filesystem::path vcd_;
    VcdTracer tracer_;
};

} // namespace

std::unique_ptr<Tracer> make_vcd_tracer(const Context& context) {
    return std::make_unique<VcdTracer>(context, context.folder.claim("trace.vcd"), "trace.vcd", "trace.");
}

std::unique_ptr<Tracer> make_fst_tracer(const Context& context) {
    return std::make_unique<FstTracer>(context);
}

void check_vcd2fst() {
    if (run_program({"vcd2fst", "--help"}) == -1)
        throw InputError("stavp run: --trace fst: needs the program vcd2fst (Debian: gtkwave); --trace vcd does not");
}

} // namespace stavp::trace
