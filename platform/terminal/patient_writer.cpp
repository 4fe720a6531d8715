#include "platform/terminal/patient_writer.h"

#include "platform/run/interruption.h"
#include "platform/terminal/poll_input.h"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace stavp::terminal {

namespace {

constexpr int kPatienceMs = 1000;

/// Without SIGPIPE where the reader has gone. Not blocking: what does not fit is not written.
ssize_t write_some(int descriptor, std::string_view bytes) {
    const auto sent = send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0 || errno != ENOTSOCK) return sent;
    return write(descriptor, bytes.data(), bytes.size());
}

} // namespace

void PatientWriter::write(int descriptor, std::string_view bytes) {
    while (!bytes.empty() && descriptor >= 0) {
        const auto count = write_some(descriptor, bytes);
        if (count > 0) {
            reader_sleeps_ = false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
            continue;
        }
        if (count < 0 && errno == EINTR) continue;
        const bool full = count == 0 || errno == EAGAIN;
        if (!full || reader_sleeps_ || Interruption::signal() != 0) return;
        reader_sleeps_ = !writable(descriptor, kPatienceMs) && Interruption::signal() == 0;
    }
}

} // namespace stavp::terminal
