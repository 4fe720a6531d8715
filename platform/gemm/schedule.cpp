#include "platform/gemm/schedule.h"

#include "platform/gemm/operands.h"
#include "platform/gemm/slots.h"
#include "platform/gemm/steps.h"
#include "platform/soc/memory_map.h"

#include <cstring>

namespace stavp::gemm {

namespace {

constexpr std::uint32_t kCounterMask = 0xfffff;
constexpr std::uint64_t kLayoutAlign = 4096;
constexpr std::uint64_t kSlotAlign = 64;

std::uint32_t wait_for(Counter counter, std::uint64_t value, stavp_wait_cause cause) {
    if (value == 0) return 0;
    return STAVP_WAIT(counter, static_cast<std::uint32_t>(value) & kCounterMask, cause);
}

template <typename Command> Descriptor bytes_of(const Command& command) {
    Descriptor bytes{};
    std::memcpy(bytes.data(), &command, sizeof command);
    return bytes;
}

std::uint32_t narrow(std::uint64_t value) {
    return static_cast<std::uint32_t>(value);
}

class Maker {
public:
    Maker(const config::PlatformConfig& config, const Problem& problem, const Tiling& tiling, const Layout& layout)
        : problem_(problem), tiling_(tiling), layout_(layout), shape_(problem.shape()), x_slots_(tiling.x_slots),
          w_slots_(tiling.w_slots) {
        schedule_.dma.resize(config.dma.channels);
    }

    Schedule make() {
        const auto steps = steps_of(problem_, tiling_);
        Places places = load(steps[0], 0);
        for (std::uint64_t i = 0; i < steps.size(); ++i) {
            const auto now = places;
            if (i + 1 < steps.size()) places = load(steps[i + 1], i + 1);
            multiply(steps[i], now);
            if (steps[i].last) store(steps[i], i + 1);
        }
        finish();
        return std::move(schedule_);
    }

private:
    struct Places {
        Slots::Place x, w;
    };

    Places load(const Step& step, std::uint64_t use) {
        const Places places{x_slots_.take(x_tile_of(problem_, tiling_, step), use),
                            w_slots_.take(w_tile_of(problem_, tiling_, step), use)};
        if (places.x.load) load_x(step, places.x);
        if (places.w.load) load_w(step, places.w);
        return places;
    }

    std::uint64_t x_address(std::uint64_t slot) const {
        return memory_map::kInputBuffer + slot * x_tile_bytes(problem_, tiling_.m, tiling_.k);
    }
    std::uint64_t w_address(std::uint64_t slot) const {
        return memory_map::kWeightBuffer + slot * w_tile_bytes(problem_, tiling_.n, tiling_.k);
    }
    std::uint64_t map_address(std::uint64_t slot, const MatmulShape& tile) const {
        const auto values = tile.n * tile.value_row_bytes();
        return w_address(slot) + (values + kSlotAlign - 1) / kSlotAlign * kSlotAlign;
    }
    std::uint64_t y_address() const {
        const auto tile = std::uint64_t{tiling_.m} * tiling_.n * problem_.output_bytes();
        return memory_map::kOutputBuffer + stores_ % 2 * ((tile + kSlotAlign - 1) / kSlotAlign * kSlotAlign);
    }

    MatmulShape tile_shape(const Step& step) const {
        auto shape = shape_;
        shape.m = narrow(step.rows);
        shape.n = narrow(step.channels);
        shape.k = narrow(step.depth);
        return shape;
    }
    /// Bytes of values, and of positions, before a piece of a row of weights.
    std::uint64_t values_before(const Step& step) const {
        return (problem_.sparse() ? step.k / problem_.pattern_m * problem_.pattern_n : step.k) *
               problem_.element_bytes();
    }
    std::uint64_t positions_before(const Step& step) const {
        return problem_.sparse() ? shape_.map_bytes(step.k / problem_.pattern_m) : 0;
    }

    static stavp_dma_descriptor copy(std::uint64_t source, std::uint64_t source_stride, std::uint64_t destination,
                                     std::uint64_t destination_stride, std::uint64_t row_bytes, std::uint64_t rows) {
        stavp_dma_descriptor command{};
        command.header.opcode = STAVP_OP_DMA_COPY;
        command.source = source;
        command.destination = destination;
        command.row_bytes = narrow(row_bytes);
        command.rows = narrow(rows);
        command.source_stride = source_stride;
        command.destination_stride = destination_stride;
        return command;
    }

    void load_x(const Step& step, const Slots::Place& place) {
        const auto stride = problem_.k * problem_.element_bytes();
        const auto row_bytes = step.depth * problem_.element_bytes();
        auto command = copy(layout_.x + step.row * stride + step.k * problem_.element_bytes(), stride,
                            x_address(place.slot), row_bytes, row_bytes, step.rows);
        command.header.wait[0] = wait_for(kProducts, place.free_at, STAVP_WAIT_OUTPUT_SPACE);
        command.header.signal = STAVP_SIGNAL(kXLoaded);
        channel(0).push_back(bytes_of(command));
    }

    void load_w(const Step& step, const Slots::Place& place) {
        const auto tile = tile_shape(step);
        auto values =
            copy(layout_.w + step.channel * shape_.value_row_bytes() + values_before(step), shape_.value_row_bytes(),
                 w_address(place.slot), tile.value_row_bytes(), tile.value_row_bytes(), step.channels);
        values.header.wait[0] = wait_for(kProducts, place.free_at, STAVP_WAIT_OUTPUT_SPACE);
        if (!problem_.sparse()) values.header.signal = STAVP_SIGNAL(kWLoaded);
        channel(1).push_back(bytes_of(values));
        if (!problem_.sparse()) return;
        auto map =
            copy(layout_.map + step.channel * shape_.map_row_bytes() + positions_before(step), shape_.map_row_bytes(),
                 map_address(place.slot, tile), tile.map_row_bytes(), tile.map_row_bytes(), step.channels);
        map.header.signal = STAVP_SIGNAL(kWLoaded);
        channel(1).push_back(bytes_of(map));
    }

    void multiply(const Step& step, const Places& places) {
        const auto tile = tile_shape(step);
        stavp_sta_descriptor command{};
        command.header.opcode = STAVP_OP_STA_MATMUL;
        command.header.flags = STAVP_STA_INLINE_REQUANT;
        if (!step.first) command.header.flags |= STAVP_STA_PSUM_IN;
        if (problem_.format == STAVP_I16) command.header.flags |= STAVP_STA_X_INT16 | STAVP_STA_W_INT16;
        command.header.tag = narrow(schedule_.sta.size());
        command.header.wait[0] = wait_for(kWLoaded, places.w.loads, STAVP_WAIT_WEIGHTS);
        command.header.wait[1] = wait_for(kXLoaded, places.x.loads, STAVP_WAIT_ACTIVATIONS);
        command.header.signal = STAVP_SIGNAL(kProducts);
        command.x = narrow(x_address(places.x.slot));
        command.w = narrow(w_address(places.w.slot));
        command.map = narrow(map_address(places.w.slot, tile));
        command.psum = narrow(memory_map::kIntermediateBuffer);
        command.m = tile.m;
        command.n = tile.n;
        command.k = tile.k;
        command.x_stride = narrow(step.depth * problem_.element_bytes());
        command.w_stride = narrow(tile.value_row_bytes());
        command.map_stride = narrow(tile.map_row_bytes());
        command.psum_stride = narrow(sizeof(std::int32_t) * step.channels);
        command.pattern_n = static_cast<std::uint8_t>(problem_.pattern_n);
        command.pattern_m = static_cast<std::uint8_t>(problem_.pattern_m);
        command.positions = problem_.positions == Positions::index ? STAVP_POSITIONS_INDEX : STAVP_POSITIONS_BITMAP;
        command.mult = 1;
        command.shift = output_shift(problem_);
        if (step.last) {
            command.header.wait[2] = wait_for(kStored, stores_ < 2 ? 0 : stores_ - 1, STAVP_WAIT_OUTPUT_SPACE);
            command.y = narrow(y_address());
            command.y_type = problem_.output;
            command.y_stride = narrow(problem_.output_bytes() * step.channels);
        } else {
            command.y = command.psum;
            command.y_type = STAVP_I32;
            command.y_stride = command.psum_stride;
        }
        schedule_.sta.push_back(bytes_of(command));
    }

    void store(const Step& step, std::uint64_t products) {
        const auto stride = problem_.n * problem_.output_bytes();
        const auto row_bytes = step.channels * problem_.output_bytes();
        auto command =
            copy(y_address(), row_bytes, layout_.y + step.row * stride + step.channel * problem_.output_bytes(), stride,
                 row_bytes, step.rows);
        command.header.wait[0] = wait_for(kProducts, products, STAVP_WAIT_DEPENDENCY);
        command.header.signal = STAVP_SIGNAL(kStored);
        channel(2).push_back(bytes_of(command));
        ++stores_;
    }

    void finish() {
        stavp_sta_descriptor command{};
        command.header.opcode = STAVP_OP_NOP;
        command.header.wait[0] = wait_for(kStored, stores_, STAVP_WAIT_OUTPUT_SPACE);
        command.header.signal = STAVP_SIGNAL(kFinished);
        schedule_.sta.push_back(bytes_of(command));
    }

    Chain& channel(std::size_t wanted) { return schedule_.dma[wanted % schedule_.dma.size()]; }

    const Problem& problem_;
    const Tiling& tiling_;
    const Layout& layout_;
    MatmulShape shape_;
    Slots x_slots_;
    Slots w_slots_;
    std::uint64_t stores_ = 0;
    Schedule schedule_;
};

} // namespace

Layout lay_out(const Problem& problem, std::uint64_t ddr_base) {
    const auto shape = problem.shape();
    Layout layout;
    auto at = ddr_base;
    const auto place = [&at](std::uint64_t& member, std::uint64_t bytes) {
        member = at;
        at += (bytes + kLayoutAlign - 1) / kLayoutAlign * kLayoutAlign;
    };
    place(layout.x, std::uint64_t{problem.m} * problem.k * problem.element_bytes());
    place(layout.w, problem.n * shape.value_row_bytes());
    place(layout.map, problem.n * shape.map_row_bytes());
    place(layout.y, std::uint64_t{problem.m} * problem.n * problem.output_bytes());
    layout.descriptors = at;
    return layout;
}

std::uint64_t Schedule::descriptors() const {
    auto count = sta.size();
    for (const auto& chain : dma)
        count += chain.size();
    return count;
}

Schedule make_schedule(const config::PlatformConfig& config, const Problem& problem, const Tiling& tiling,
                       const Layout& layout) {
    return Maker(config, problem, tiling, layout).make();
}

Image link(const Schedule& schedule, std::uint64_t address) {
    Image image;
    image.bytes.reserve(schedule.descriptors() * STAVP_DESCRIPTOR_BYTES);
    const auto append = [&](const Chain& chain) {
        image.heads.push_back(chain.empty() ? 0 : address + image.bytes.size());
        for (std::size_t i = 0; i < chain.size(); ++i) {
            stavp_command_header header;
            std::memcpy(&header, chain[i].data(), sizeof header);
            const auto next = address + image.bytes.size() + STAVP_DESCRIPTOR_BYTES;
            header.next = i + 1 < chain.size() ? next : 0;
            const auto at = image.bytes.size();
            image.bytes.insert(image.bytes.end(), chain[i].begin(), chain[i].end());
            std::memcpy(image.bytes.data() + at, &header, sizeof header);
        }
    };
    for (const auto& chain : schedule.dma)
        append(chain);
    append(schedule.sta);
    return image;
}

} // namespace stavp::gemm
