#include "workloads/synth/random.h"

#include <bit>

namespace stavp::workloads {
namespace {

std::uint64_t splitmix64(std::uint64_t& state) {
    std::uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/// FNV-1a, 64 bit.
std::uint64_t hash(std::string_view text) {
    std::uint64_t value = 0xcbf29ce484222325;
    for (const char c : text)
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return value;
}

} // namespace

Random::Random(std::uint64_t seed) {
    for (auto& word : state_)
        word = splitmix64(seed);
}

Random::Random(std::uint64_t seed, std::string_view name) : Random(splitmix64(seed) ^ hash(name)) {}

std::uint64_t Random::next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

double Random::uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1p-53);
}

std::int32_t Random::bell() {
    std::int32_t sum = -1020;
    for (std::uint64_t bits = next(), i = 0; i < 8; ++i, bits >>= 8)
        sum += static_cast<std::int32_t>(bits & 255);
    return sum;
}

} // namespace stavp::workloads
