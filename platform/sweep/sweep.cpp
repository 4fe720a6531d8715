#include "platform/sweep/sweep.h"

namespace stavp::sweep {

std::string name_of(Mode mode) {
    switch (mode) {
    case Mode::grid:
        return "grid";
    case Mode::zip:
        return "zip";
    case Mode::random:
        return "random";
    case Mode::pareto:
        break;
    }
    return "pareto";
}

std::string name_of(Objective objective) {
    switch (objective) {
    case Objective::latency:
        return "latency";
    case Objective::energy:
        return "energy";
    case Objective::area:
        return "area";
    case Objective::dsps:
        return "dsps";
    case Objective::accuracy:
        break;
    }
    return "accuracy";
}

std::string metric_of(Objective objective) {
    switch (objective) {
    case Objective::latency:
        return "latency_ms";
    case Objective::energy:
        return "energy_mj";
    case Objective::area:
        return "area_mm2";
    case Objective::dsps:
        return "dsps";
    case Objective::accuracy:
        break;
    }
    return "accuracy";
}

} // namespace stavp::sweep
