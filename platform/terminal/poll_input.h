#pragma once

namespace stavp::terminal {

/// Whether `descriptor` has something to read, or an end to notice, within so many milliseconds.
bool readable(int descriptor, int milliseconds = 0);
bool writable(int descriptor, int milliseconds = 0);
/// Until one of two has; -1 is none. At most a moment, so that a signal that came just before is seen to.
void wait_a_moment(int first, int second);

} // namespace stavp::terminal
