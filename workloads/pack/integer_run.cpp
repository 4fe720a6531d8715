#include "workloads/pack/integer_run.h"

#include "workloads/pack/lower.h"
#include "workloads/pack/outputs.h"
#include "workloads/pack/similarity.h"

namespace stavp::workloads {

Image run_integers(const Model& model, const std::vector<Sequence>& sequences) {
    const WorkloadBuilder workload = lower(model, sequences, padded_rows(sequences, 0));
    return Image::parse(workload.image_bytes(), "workload of " + model.name);
}

std::vector<Matrix> integer_outputs(const Model& model, const std::vector<Sequence>& sequences) {
    const Image image = run_integers(model, sequences);
    const Matrix all = integer_reference(image);
    std::vector<Matrix> outputs;
    for (const RowRange& range : output_rows(image)) {
        const auto values = sequence_values(all, range);
        outputs.emplace_back(range.count, all.cols).values.assign(values.begin(), values.end());
    }
    return outputs;
}

} // namespace stavp::workloads
