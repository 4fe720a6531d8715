#include "tests/timeline/timeline_check.h"

#include <algorithm>
#include <cmath>

namespace {

using nlohmann::json;

std::uint64_t picoseconds(const json& microseconds) {
    return static_cast<std::uint64_t>(std::llround(microseconds.get<double>() * 1e6));
}

class Reader {
public:
    Timeline read(const std::string& text) {
        const auto document = json::parse(text, nullptr, false);
        if (document.is_discarded() || !document.contains("traceEvents")) {
            fault("no JSON with traceEvents", {});
            return std::move(result_);
        }
        std::vector<json> events;
        for (const auto& event : document["traceEvents"])
            if (is_event(event)) events.push_back(event);
        std::stable_sort(events.begin(), events.end(),
                         [](const json& a, const json& b) { return a["ts"].get<double>() < b["ts"].get<double>(); });
        for (const auto& event : events)
            take(event);
        for (const auto& [place, open] : open_)
            if (!open.empty()) fault("a slice without an end", open.back().name);
        if (!open_async_.empty()) fault("an asynchronous slice without an end", open_async_.begin()->first);
        if (!flows_.empty()) fault("a flow without an end", flows_.begin()->first);
        for (auto& [place, slices] : slices_) {
            check_nesting(slices);
            result_.tracks[name_of(place)] = slices;
        }
        for (const auto& arrow : arrows_)
            check_arrow(arrow);
        return std::move(result_);
    }

private:
    struct Ends {
        Timeline::Place from, to;
        std::uint64_t from_ps = 0, to_ps = 0;
    };

    void fault(const std::string& what, const json& about) { result_.faults.push_back(what + ": " + about.dump()); }

    bool is_event(const json& event) {
        for (const auto* key : {"ph", "pid", "tid", "ts"})
            if (!event.contains(key)) {
                fault(std::string("an event without ") + key, event);
                return false;
            }
        if (event["ts"].get<double>() < 0) fault("a negative time", event);
        return true;
    }

    void take(const json& event) {
        const Timeline::Place place{event["pid"], event["tid"]};
        const auto time = picoseconds(event["ts"]);
        switch (event["ph"].get<std::string>().at(0)) {
        case 'M':
            if (event["name"] == "thread_name") names_[place] = event["args"]["name"];
            break;
        case 'B':
            open_[place].push_back(
                {event["name"], event.value("cat", ""), time, time, event.value("args", json::object())});
            break;
        case 'E': {
            auto& open = open_[place];
            if (open.empty()) return fault("an end without a beginning", event);
            if (event["name"] != open.back().name) fault("an end of another slice", event);
            auto slice = open.back();
            open.pop_back();
            slice.end_ps = time;
            slice.args.update(event.value("args", json::object()));
            slices_[place].push_back(slice);
            break;
        }
        case 'b':
            if (!open_async_.emplace(async_key(event), time).second) fault("begun twice", event);
            break;
        case 'e': {
            const auto begin = open_async_.find(async_key(event));
            if (begin == open_async_.end()) return fault("an end without a beginning", event);
            result_.layers.push_back({event["name"], event["cat"], begin->second, time, {}});
            open_async_.erase(begin);
            break;
        }
        case 's':
            if (!flows_.emplace(event["id"], std::pair(place, time)).second) fault("a flow begun twice", event);
            break;
        case 'f': {
            const auto start = flows_.find(event["id"]);
            if (start == flows_.end()) return fault("a flow without a beginning", event);
            arrows_.push_back({start->second.first, place, start->second.second, time});
            flows_.erase(start);
            break;
        }
        case 'C':
            for (const auto& [series, value] : event["args"].items())
                if (!value.is_number() || value.get<double>() < 0) fault("a counter's value", event);
            ++result_.counters[event["name"]];
            break;
        default:
            fault("an unknown phase", event);
        }
    }

    static std::string async_key(const json& event) { return event["cat"].dump() + event["id"].dump(); }

    std::string name_of(Timeline::Place place) {
        if (names_.count(place) == 0) fault("a track without a name", json::array({place.first, place.second}));
        return names_[place];
    }

    void check_nesting(std::vector<Timeline::Slice>& slices) {
        std::stable_sort(slices.begin(), slices.end(), [](const auto& a, const auto& b) {
            return a.begin_ps != b.begin_ps ? a.begin_ps < b.begin_ps : a.end_ps > b.end_ps;
        });
        std::vector<std::uint64_t> ends;
        for (const auto& slice : slices) {
            while (!ends.empty() && ends.back() <= slice.begin_ps)
                ends.pop_back();
            if (!ends.empty() && slice.end_ps > ends.back()) fault("slices overlap", slice.name);
            ends.push_back(slice.end_ps);
        }
    }

    bool lies_in_a_slice(Timeline::Place place, std::uint64_t time_ps) const {
        const auto found = slices_.find(place);
        return found != slices_.end() && std::any_of(found->second.begin(), found->second.end(), [&](const auto& s) {
                   return s.begin_ps <= time_ps && time_ps < s.end_ps;
               });
    }

    void check_arrow(const Ends& arrow) {
        if (arrow.from_ps > arrow.to_ps) fault("a flow back in time", arrow.from_ps);
        if (!lies_in_a_slice(arrow.from, arrow.from_ps) || !lies_in_a_slice(arrow.to, arrow.to_ps))
            fault("a flow that hangs in no slice", arrow.from_ps);
        result_.arrows.push_back({name_of(arrow.from), name_of(arrow.to), arrow.from_ps, arrow.to_ps});
    }

    Timeline result_;
    std::map<Timeline::Place, std::string> names_;
    std::map<Timeline::Place, std::vector<Timeline::Slice>> slices_;
    std::map<Timeline::Place, std::vector<Timeline::Slice>> open_;
    std::map<std::string, std::uint64_t> open_async_;
    std::map<std::uint64_t, std::pair<Timeline::Place, std::uint64_t>> flows_;
    std::vector<Ends> arrows_;
};

} // namespace

std::uint64_t Timeline::total_ps(const std::string& track, const std::string& name) const {
    std::uint64_t total = 0;
    if (const auto found = tracks.find(track); found != tracks.end())
        for (const auto& slice : found->second)
            if (slice.name == name) total += slice.end_ps - slice.begin_ps;
    return total;
}

Timeline read_timeline(const std::string& text) {
    return Reader().read(text);
}
