#include "workloads/deploy/batch_outputs.h"

#include "workloads/format/image.h"
#include "workloads/pack/lower.h"
#include "workloads/pack/similarity.h"
#include "workloads/reference/execute.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace stavp::workloads {

namespace {

using Indices = std::span<const std::size_t>;

/// Calls `work` for each batch of indices, in order of length, on several threads. The first batch's exception wins.
void for_each_batch(const std::vector<Sequence>& sequences, const BatchOptions& options,
                    const std::function<void(Indices)>& work) {
    std::vector<std::size_t> order(sequences.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return row_count(sequences[i]); });
    const std::size_t size = std::max<std::size_t>(options.batch, 1);
    const std::size_t batches = (order.size() + size - 1) / size;
    std::vector<std::exception_ptr> failures(batches);
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    std::mutex reporting;
    std::size_t done = 0;
    const auto run = [&] {
        while (!failed) {
            const std::size_t b = next++;
            if (b >= batches) return;
            const auto batch = Indices(order).subspan(b * size, std::min(size, order.size() - b * size));
            try {
                work(batch);
                const std::scoped_lock lock(reporting);
                done += batch.size();
                if (options.progress) options.progress(done, order.size());
            } catch (...) {
                failures[b] = std::current_exception();
                failed = true;
            }
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned t = 1; t < std::min<std::size_t>(options.threads, batches); ++t)
            others.emplace_back(run);
        run();
    }
    for (const auto& failure : failures)
        if (failure) std::rethrow_exception(failure);
}

/// Rows of equal width that arrive in any order, from any thread.
class Rows {
public:
    explicit Rows(std::size_t count) : rows_(count) {}

    /// Only one thread sets a given row.
    void set(std::size_t row, std::span<const float> values) { rows_[row].assign(values.begin(), values.end()); }

    Matrix matrix() const {
        Matrix all(rows_.size(), rows_.empty() ? 0 : rows_.front().size());
        for (std::size_t r = 0; r < rows_.size(); ++r)
            std::ranges::copy(rows_[r], all.row(r).begin());
        return all;
    }

private:
    std::vector<std::vector<float>> rows_;
};

void demand_single_rows(const Model& model, std::size_t rows, std::size_t sequences) {
    if (rows != sequences) throw std::invalid_argument("model " + model.name + " gives more than one row per sequence");
}

} // namespace

Matrix integer_rows(const Model& model, const std::vector<Sequence>& sequences, const BatchOptions& options) {
    Rows rows(sequences.size());
    for_each_batch(sequences, options, [&](Indices batch) {
        std::vector<Sequence> inputs;
        for (const std::size_t i : batch)
            inputs.push_back(sequences[i]);
        const Image image = lower(model, inputs, padded_rows(inputs, 0)).image();
        const std::uint32_t index = image.header().output_tensor;
        const nmw_tensor& output = image.tensors()[index];
        demand_single_rows(model, output.rows, batch.size());
        const Matrix values = to_reals(execute_reference(image)[index], output.dtype, output.rows, output.cols,
                                       output.scale, "output of " + model.name);
        for (std::size_t r = 0; r < batch.size(); ++r)
            rows.set(batch[r], values.row(r));
    });
    return rows.matrix();
}

Matrix float_rows(const Model& model, const std::vector<Sequence>& sequences, const BatchOptions& options) {
    Rows rows(sequences.size());
    for_each_batch(sequences, options, [&](Indices batch) {
        for (const std::size_t i : batch) {
            const Matrix value = forward(model, sequences[i]);
            demand_single_rows(model, value.rows, 1);
            rows.set(i, value.values);
        }
    });
    return rows.matrix();
}

} // namespace stavp::workloads
